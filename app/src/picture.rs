//! What a file says of itself before anybody decodes it, and a JPEG without what tells of place, time and camera. Bytes in,
//! values out.

use studio_core::scan::{self, NoScan, SCAN_BYTES_MAX, is_pdf};

/// Pixels that a phone can decode without running out of memory.
const PIXELS_MAX: u64 = 60_000_000;
/// Pixels of a picture that is decoded whole: 32 MB.
#[cfg(any(test, target_arch = "wasm32"))]
const WHOLE_PIXELS_MAX: u64 = 8_000_000;
/// Where a container says how large its pictures are: before their bytes.
const CONTAINER_HEAD_BYTES: usize = 64 << 10;
/// A longer side below this is told: on paper it is a stamp, and a certificate in it cannot be read.
const TINY_SIDE: u32 = 600;
/// Bytes of a file that is read at all: the largest photo of a phone, twice.
pub(crate) const FILE_BYTES_MAX: u64 = 40 << 20;

/// Why a file becomes no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoPicture {
    /// No image that is known here.
    Unknown,
    /// There is nothing in it.
    Empty,
    /// No picture but a paper (PDF): a scan, if it is one that may be kept.
    Paper,
    /// A paper that is cut off or damaged.
    PaperDamaged,
    /// A paper that runs something, or carries a file.
    PaperActs,
    /// A paper with a password.
    PaperLocked,
    /// A paper of more bytes than one may have.
    PaperTooLarge,
    /// More pixels or bytes than a phone can take.
    TooLarge,
    /// The browser cannot decode it: HEIC, mostly.
    Unreadable,
    /// Its bytes cannot be had: it lies in a cloud, or is gone.
    Unreachable,
}

impl NoPicture {
    /// The translation key of the sentence that says what to do.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Unknown => "picture-unknown",
            Self::Empty => "picture-empty",
            Self::Paper | Self::PaperDamaged => "scan-damaged",
            Self::PaperActs => "scan-acts",
            Self::PaperLocked => "scan-locked",
            Self::PaperTooLarge => "scan-too-large",
            Self::TooLarge => "picture-too-large",
            Self::Unreadable => "picture-unreadable",
            Self::Unreachable => "picture-unreachable",
        }
    }
}

/// Whether a file may be decoded, and the size that its head says; nothing is decoded yet.
///
/// # Errors
/// [`NoPicture`].
pub(crate) fn look(bytes: &[u8]) -> Result<Option<(u32, u32)>, NoPicture> {
    if bytes.is_empty() {
        return Err(NoPicture::Empty);
    }
    if is_pdf(bytes) {
        return Err(NoPicture::Paper);
    }
    let (width, height) = match size(bytes) {
        Some(size) => size,
        // a container of many kinds: the browser says whether it can
        None if is_container(bytes) => return Ok(None),
        None => return Err(NoPicture::Unknown),
    };
    let pixels = u64::from(width) * u64::from(height);
    if pixels > PIXELS_MAX { Err(NoPicture::TooLarge) } else { Ok(Some((width, height))) }
}

/// A paper as it is kept: what its photos tell of place, time and camera taken out.
///
/// # Errors
/// [`NoPicture`].
pub(crate) fn paper(bytes: Vec<u8>) -> Result<Vec<u8>, NoPicture> {
    if bytes.len() > SCAN_BYTES_MAX {
        return Err(NoPicture::PaperTooLarge);
    }
    let bare = scan::bare(bytes);
    // what lies packed in it the server looks into: an unpacker would be a tenth of this page
    match scan::look(&bare, |_, _| Some((Vec::new(), 0))) {
        Ok(()) => Ok(bare),
        Err(NoScan::Acts) => Err(NoPicture::PaperActs),
        Err(NoScan::Locked) => Err(NoPicture::PaperLocked),
        Err(NoScan::NoPdf | NoScan::Tells) => Err(NoPicture::PaperDamaged),
    }
}

/// The size of a picture that is too small to read anything in: nobody means to hand in a thumbnail.
pub(crate) fn tiny(bytes: &[u8]) -> Option<(u32, u32)> {
    size(bytes).filter(|(width, height)| *width.max(height) < TINY_SIDE)
}

/// Width and height as the header says them.
fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let four = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let little = |at: usize| Some(u32::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some((four(16)?, four(20)?));
    }
    if bytes.starts_with(b"GIF8") {
        return Some((little(6)?, little(8)?));
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        // three ways of writing it; at most 16,383 a side whichever it is
        let three =
            |at: usize| Some(u32::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?, *bytes.get(at + 2)?, 0]) + 1);
        return match bytes.get(12..16)? {
            b"VP8X" => Some((three(24)?, three(27)?)),
            b"VP8 " => Some((little(26)? & 0x3fff, little(28)? & 0x3fff)),
            // fourteen bits each, one after the other
            b"VP8L" => {
                let both = u32::from_le_bytes(bytes.get(21..25)?.try_into().ok()?);
                Some(((both & 0x3fff) + 1, (both >> 14 & 0x3fff) + 1))
            }
            _ => None,
        };
    }
    if is_container(bytes) {
        return contained_size(bytes);
    }
    let frame = segments(bytes)?.into_iter().find(|segment| is_frame(segment.marker))?;
    let two = |at: usize| Some(u32::from(u16::from_be_bytes(frame.contents.get(at..at + 2)?.try_into().ok()?)));
    Some((two(3)?, two(1)?))
}

/// Whether a file begins as a WebP that says how it was taken: Chromium turns every other kind by that itself.
#[cfg(any(test, target_arch = "wasm32"))]
pub(crate) fn may_lie_on_its_side(head: &[u8]) -> bool {
    const TELLS: u8 = 0x08;
    head.starts_with(b"RIFF")
        && head.get(8..16) == Some(b"WEBPVP8X")
        && head.get(20).is_some_and(|says| says & TELLS != 0)
}

/// How a WebP is to be turned: 1 to 8, as EXIF has it; 1 where it does not say.
#[cfg(any(test, target_arch = "wasm32"))]
pub(crate) fn turn(bytes: &[u8]) -> u8 {
    let mut at = 12;
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        if head.starts_with(b"EXIF") {
            return bytes.get(at + 8..at + 8 + length).and_then(turn_in_exif).unwrap_or(1);
        }
        // each part begins at an even place
        at = at.saturating_add(8 + length + length % 2);
    }
    1
}

/// The orientation (tag 274) in the first directory of EXIF's TIFF; of either end first.
#[cfg(any(test, target_arch = "wasm32"))]
fn turn_in_exif(exif: &[u8]) -> Option<u8> {
    const ORIENTATION: u16 = 274;
    let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let two = |at: usize| {
        let bytes = tiff.get(at..at + 2)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let four: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let first = if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) } as usize;
    let entries = (0..usize::from(two(first)?)).map(|n| first + 2 + 12 * n);
    let found = entries.filter(|at| two(*at) == Some(ORIENTATION)).find_map(|at| two(at + 8))?;
    u8::try_from(found).ok().filter(|turn| (1..=8).contains(turn))
}

/// Whether a turn makes a side of a picture its top or bottom.
#[cfg(any(test, target_arch = "wasm32"))]
pub(crate) fn swaps_sides(turn: u8) -> bool {
    turn >= 5
}

/// What a canvas of this size, which the turned picture fills, does to each place of the unturned one: `a` to `f`.
#[cfg(any(test, target_arch = "wasm32"))]
pub(crate) fn turning(turn: u8, width: f64, height: f64) -> [f64; 6] {
    match turn {
        2 => [-1.0, 0.0, 0.0, 1.0, width, 0.0],
        3 => [-1.0, 0.0, 0.0, -1.0, width, height],
        4 => [1.0, 0.0, 0.0, -1.0, 0.0, height],
        5 => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
        6 => [0.0, 1.0, -1.0, 0.0, width, 0.0],
        7 => [0.0, -1.0, -1.0, 0.0, width, height],
        8 => [0.0, -1.0, 1.0, 0.0, 0.0, height],
        _ => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
    }
}

/// HEIC, AVIF and their like.
fn is_container(bytes: &[u8]) -> bool {
    bytes.get(4..8) == Some(b"ftyp")
}

/// The largest size that a container's head tells: of the picture, or of one that it is put together from.
fn contained_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let head = bytes.get(..CONTAINER_HEAD_BYTES).unwrap_or(bytes);
    let told = head.windows(16).filter(|part| part.starts_with(b"ispe"));
    let number = |part: &[u8]| part.try_into().map_or(0, u32::from_be_bytes);
    told.map(|part| (number(&part[8..12]), number(&part[12..16])))
        .max_by_key(|(width, height)| u64::from(*width) * u64::from(*height))
}

/// Whether it begins as a JPEG does.
pub(crate) fn is_jpeg(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xd8])
}

fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf)
}

/// A part of a JPEG's head.
struct Segment<'a> {
    marker: u8,
    /// Where its two bytes of marker stand.
    at: usize,
    contents: &'a [u8],
}

/// The segments of a JPEG up to and with its first scan; `None` when it is none.
fn segments(bytes: &[u8]) -> Option<Vec<Segment<'_>>> {
    let mut at = 2;
    let mut found = Vec::new();
    if !is_jpeg(bytes) {
        return None;
    }
    loop {
        let (&0xff, &marker) = (bytes.get(at)?, bytes.get(at + 1)?) else { return None };
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let contents = bytes.get(at + 4..at + 2 + length)?;
        found.push(Segment { marker, at, contents });
        if marker == 0xda {
            return Some(found);
        }
        at += 2 + length;
    }
}

/// As wide as a picture is decoded: none that is small already is blown up, and no long strip fills the memory. `None`
/// decodes it as it is. Which side is the longer one is only known once it is turned: of an ordinary one either may be.
#[cfg(any(test, target_arch = "wasm32"))]
pub(crate) fn decoded_width(size: Option<(u32, u32)>, side: u32) -> Option<u32> {
    let (width, height) = size?;
    let (long, short) = (width.max(height), width.min(height));
    if long <= side || u64::from(width) * u64::from(height) <= WHOLE_PIXELS_MAX {
        return None;
    }
    Some(if long > short * 3 { (u64::from(width) * u64::from(side) / u64::from(long)).max(1) as u32 } else { side })
}

/// The same JPEG without what tells of place, time, camera or person: some browsers write such segments even from a
/// canvas. `None` when it is no JPEG.
pub(crate) fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    let segments = segments(bytes)?;
    let scan = segments.last()?.at;
    let mut bare = vec![0xff, 0xd8];
    let head = segments.iter().filter(|segment| segment.at < scan && draws(segment));
    for segment in head {
        bare.extend_from_slice(bytes.get(segment.at..segment.at + 4 + segment.contents.len())?);
    }
    bare.extend_from_slice(bytes.get(scan..)?);
    Some(bare)
}

/// Tables, frames and scans; JFIF's and Adobe's headers and a profile of colours.
fn draws(segment: &Segment<'_>) -> bool {
    match segment.marker {
        0xe0 => segment.contents.starts_with(b"JFIF\0"),
        0xe2 => segment.contents.starts_with(b"ICC_PROFILE\0"),
        0xee => segment.contents.starts_with(b"Adobe"),
        0xe1..=0xef | 0xfe => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
        let length = u16::try_from(contents.len() + 2).unwrap_or_default();
        [&[0xff, marker][..], &length.to_be_bytes(), contents].concat()
    }

    fn jpeg(height: u16, width: u16, more: &[u8]) -> Vec<u8> {
        let [h, w] = [height.to_be_bytes(), width.to_be_bytes()];
        let frame = segment(0xc0, &[8, h[0], h[1], w[0], w[1], 1, 1, 0x11, 0]);
        let jfif = segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
        [&[0xff, 0xd8][..], &jfif, more, &frame, &segment(0xda, &[1, 1, 0, 0, 63, 0]), &[1, 0xff, 0xd9]].concat()
    }

    #[test]
    fn a_file_is_judged_by_its_head_before_anybody_decodes_it() {
        assert_eq!(look(&jpeg(3_000, 4_000, &segment(0xe1, b"Exif\0\0MM"))), Ok(Some((4_000, 3_000))));
        assert_eq!(look(&jpeg(10_000, 10_000, &[])), Err(NoPicture::TooLarge), "100 megapixels");
        let png = |side: u32| [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &side.to_be_bytes()[..], &side.to_be_bytes()].concat();
        assert_eq!((look(&png(800)), look(&png(20_000))), (Ok(Some((800, 800))), Err(NoPicture::TooLarge)));
        let heic = b"\0\0\0\x18ftypheic\0\0\0\0";
        assert_eq!(look(heic), Ok(None), "the browser says whether it can");
        let ispe = |side: u32| [b"ispe\0\0\0\0", &side.to_be_bytes()[..], &side.to_be_bytes()].concat();
        assert_eq!(look(&[heic, &ispe(512)[..], &ispe(4_000)].concat()), Ok(Some((4_000, 4_000))), "not of its tiles");
        assert_eq!(look(&[heic, &ispe(u32::MAX)[..]].concat()), Err(NoPicture::TooLarge));
        let lossless = |both: u32| [b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f", &both.to_le_bytes()[..]].concat();
        assert_eq!(look(&lossless(799 << 14 | 899)), Ok(Some((900, 800))));
        assert_eq!(look(&lossless(9_999 << 14 | 9_999)), Err(NoPicture::TooLarge));
        let others: [(&[u8], NoPicture); 4] = [
            (b"", NoPicture::Empty),
            (b"%PDF-1.7\n", NoPicture::Paper),
            (b"MZ\x90\0", NoPicture::Unknown),
            (&[0xff, 0xd8, 0xff], NoPicture::Unknown),
        ];
        others.into_iter().for_each(|(bytes, why)| assert_eq!(look(bytes), Err(why), "{bytes:?}"));
    }

    #[test]
    fn a_webp_says_how_it_was_held_and_every_corner_comes_where_it_belongs() {
        let part = |name: &[u8], contents: &[u8]| {
            let length = u32::try_from(contents.len()).unwrap_or_default().to_le_bytes();
            [name, &length, contents, &[0][..contents.len() % 2]].concat()
        };
        let webp = |exif: &[u8]| {
            let parts =
                [part(b"VP8X", &[8, 0, 0, 0, 31, 3, 0, 87, 2, 0]), part(b"VP8 ", &[1, 2, 3]), part(b"EXIF", exif)];
            [&b"RIFF\0\0\0\0WEBP"[..], &parts.concat()].concat()
        };
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let little = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x03\0\0\0\0\0\0\0";
        assert_eq!((turn(&webp(big)), turn(&webp(little))), (6, 3));
        assert!(may_lie_on_its_side(&webp(big)) && !may_lie_on_its_side(&jpeg(12, 16, &[])));
        for nonsense in [&b"MM\0*\xff\xff\xff\xff"[..], b"", b"II*\0\x08\0\0\0\xff\xff", &big[..18]] {
            assert_eq!(turn(&webp(nonsense)), 1, "{nonsense:?}");
        }
        assert_eq!(turn(b"RIFF\0\0\0\0WEBPEXIF\xff\xff\xff\xff"), 1);
        // where the upper left corner of what lies in the file (3 wide, 2 high) comes to stand
        let corner = |turn: u8| {
            let (width, height) = if swaps_sides(turn) { (2.0, 3.0) } else { (3.0, 2.0) };
            let [.., e, f] = turning(turn, width, height);
            (e, f)
        };
        let corners = [(0.0, 0.0), (3.0, 0.0), (3.0, 2.0), (0.0, 2.0), (0.0, 0.0), (2.0, 0.0), (2.0, 3.0), (0.0, 3.0)];
        assert_eq!((1..=8).map(corner).collect::<Vec<_>>(), corners);
    }

    #[test]
    fn a_picture_is_tiny_by_its_longer_side() {
        let of = |width, height| tiny(&jpeg(height, width, &[]));
        assert_eq!((of(320, 240), of(240, 599), of(600, 80)), (Some((320, 240)), Some((240, 599)), None));
    }

    #[test]
    fn none_is_blown_up_and_no_strip_fills_the_memory() {
        let width = |width, height| decoded_width(Some((width, height)), 1_600);
        assert_eq!((width(40, 30), width(3_000, 2_000), decoded_width(None, 1_600)), (None, None, None));
        assert_eq!((width(4_000, 3_000), width(3_000, 4_000)), (Some(1_600), Some(1_600)));
        assert_eq!(width(1_080, 20_000), Some(86), "a long screenshot");
    }

    #[test]
    fn what_tells_of_place_and_camera_is_taken_out_and_the_picture_stays() {
        let telling = [segment(0xe1, b"Exif\0\0GPS"), segment(0xed, b"Photoshop"), segment(0xfe, b"remark")].concat();
        let colours = segment(0xe2, b"ICC_PROFILE\0\x01\x01");
        let found = bare(&jpeg(12, 16, &[telling, colours.clone()].concat()));
        assert_eq!(found, Some(jpeg(12, 16, &colours)));
        assert_eq!(bare(b"no jpeg"), None);
    }
}
