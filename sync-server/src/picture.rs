//! Whether bytes are a picture as phones keep one: a JPEG, no larger than a phone makes it, that says nothing of where and
//! with what it was taken. Never decodes a pixel.

use img_parts::jpeg::{Jpeg, JpegSegment, markers};

/// Pixels of the longer side: phones keep 1600.
const SIDE_MAX: u16 = 4_096;

/// Why bytes are not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPicture {
    /// No JPEG, or one that ends before its end or goes on behind it.
    NoJpeg,
    /// Wider or higher than a phone makes it.
    TooLarge,
    /// It says when, where or with what it was taken.
    Tells,
}

/// Looks at a picture.
///
/// # Errors
/// [`NoPicture`].
pub fn look(bytes: &[u8]) -> Result<(), NoPicture> {
    if !ends_with_its_end(bytes) {
        return Err(NoPicture::NoJpeg);
    }
    let jpeg = Jpeg::from_bytes(bytes.to_vec().into()).map_err(|_| NoPicture::NoJpeg)?;
    let sizes: Vec<(u16, u16)> = jpeg.segments().iter().filter_map(size).collect();
    let [(height, width)] = sizes[..] else { return Err(NoPicture::NoJpeg) };
    if height == 0 || width == 0 {
        return Err(NoPicture::NoJpeg);
    }
    if height.max(width) > SIDE_MAX {
        return Err(NoPicture::TooLarge);
    }
    if jpeg.segments().iter().all(is_of_the_picture) { Ok(()) } else { Err(NoPicture::Tells) }
}

/// Whether behind the first scan come only scans and their tables, and the picture's end is the file's: a second picture
/// or a remark could lie there, where nobody who draws the first one looks.
fn ends_with_its_end(bytes: &[u8]) -> bool {
    let mut at = 2;
    let mut scanned = false;
    while let (Some(first), Some(marker)) = (bytes.get(at), bytes.get(at + 1)) {
        match (*first, *marker) {
            (0xff, 0xd9) => return scanned && at + 2 == bytes.len(),
            // within a scan: a byte of it that looks like a marker, one that begins it anew, a fill
            (0xff, 0x00 | 0xd0..=0xd7) if scanned => at += 2,
            (0xff, 0xff) => at += 1,
            (0xff, 0xda | 0xc4 | 0xdb..=0xdd) => {
                scanned |= *marker == 0xda;
                at += 2 + length_at(bytes, at + 2);
            }
            (0xff, _) if !scanned => at += 2 + length_at(bytes, at + 2),
            (0xff, _) => return false,
            _ if scanned => at += 1,
            _ => return false,
        }
    }
    false
}

fn length_at(bytes: &[u8], at: usize) -> usize {
    let two = bytes.get(at).zip(bytes.get(at + 1));
    two.map_or(0, |(high, low)| usize::from(u16::from_be_bytes([*high, *low]))).max(2)
}

/// Height and width, where a segment says them.
fn size(segment: &JpegSegment) -> Option<(u16, u16)> {
    let frame = matches!(segment.marker(), 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf);
    let contents = segment.contents();
    let two = |at: usize| Some(u16::from_be_bytes([*contents.get(at)?, *contents.get(at + 1)?]));
    frame.then(|| Some((two(1)?, two(3)?))).flatten()
}

/// What draws the picture: tables, frames, scans; JFIF's and Adobe's headers, and a profile of colours. All other
/// application segments and remarks can tell of place, time, camera or person.
fn is_of_the_picture(segment: &JpegSegment) -> bool {
    let begins = |word: &[u8]| segment.contents().starts_with(word);
    match segment.marker() {
        markers::APP0 => begins(b"JFIF\0"),
        markers::APP2 => begins(b"ICC_PROFILE\0"),
        markers::APP14 => begins(b"Adobe"),
        markers::APP1..=markers::APP15 | markers::COM => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
        let length = u16::try_from(contents.len() + 2).unwrap();
        [&[0xff, marker][..], &length.to_be_bytes(), contents].concat()
    }

    /// The skeleton of a JPEG with more segments in front: no pixel of it is ever looked at.
    fn jpeg(height: u16, width: u16, more: &[u8]) -> Vec<u8> {
        let [h, w] = [height.to_be_bytes(), width.to_be_bytes()];
        let frame = segment(0xc0, &[8, h[0], h[1], w[0], w[1], 1, 1, 0x11, 0]);
        let scan = segment(0xda, &[1, 1, 0, 0, 63, 0]);
        let jfif = segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
        [&[0xff, 0xd8][..], &jfif, more, &frame, &scan, &[1, 2, 3, 0xff, 0xd9]].concat()
    }

    #[test]
    fn a_picture_as_phones_make_it_is_one() {
        assert_eq!(look(&jpeg(1_200, 1_600, &[])), Ok(()));
        assert_eq!(look(&jpeg(1_200, 1_600, &segment(0xe2, b"ICC_PROFILE\0\x01\x01colours"))), Ok(()));
    }

    #[test]
    fn what_tells_of_place_time_or_camera_is_not_taken() {
        let telling: [(u8, &[u8]); 5] = [
            (0xe1, b"Exif\0\0MM"),
            (0xe1, b"http://ns.adobe.com/xap/1.0/\0<x/>"),
            (0xed, b"Photoshop 3.0\0"),
            (0xe2, b"MPF\0"),
            (0xfe, b"a remark"),
        ];
        for (marker, contents) in telling {
            assert_eq!(look(&jpeg(12, 16, &segment(marker, contents))), Err(NoPicture::Tells), "{marker:x}");
        }
    }

    #[test]
    fn other_bytes_are_no_picture_and_a_huge_one_is_none_of_a_phones() {
        let cut = jpeg(12, 16, &[]);
        let cut = cut.split_at(cut.len() - 1).0;
        let second = [jpeg(12, 16, &[]), jpeg(12, 16, &segment(0xe1, b"Exif\0\0MM"))].concat();
        assert_eq!(look(&second), Err(NoPicture::NoJpeg), "a second one behind its end");
        let others: [&[u8]; 5] = [b"", b"\xff\xd9", b"%PDF-1.7 \xff\xd9", cut, &[0xff, 0xd8, 0xff, 0xd9]];
        others.into_iter().for_each(|bytes| assert_eq!(look(bytes), Err(NoPicture::NoJpeg)));
        assert_eq!(look(&jpeg(12, 0, &[])), Err(NoPicture::NoJpeg));
        assert_eq!(look(&jpeg(9_000, 12_000, &[])), Err(NoPicture::TooLarge));
    }
}
