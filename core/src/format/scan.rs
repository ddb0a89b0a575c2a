//! A scan: a paper as a PDF. Whether it is one that may lie at the county's, and the same without what its photos tell of
//! place, time and camera. Bytes in, values out: nothing of it is drawn, and its cost grows with its length alone.
//!
//! It reads no structure that a maker of readers and a maker of traps could read differently: names are looked for wherever
//! they stand, in the packed objects too (ISO 32000-1, 7.3.5 and 7.5.7).

/// Bytes of one scan: some forty pages of a copier.
pub const SCAN_BYTES_MAX: usize = 20_000_000;
/// The media type of a scan.
pub const MEDIA_PDF: &str = "application/pdf";
/// Bytes that packed objects of one paper may come to.
const UNPACKED_BYTES_MAX: usize = 32 << 20;
/// Where a paper's end must stand: a copier fills up a little behind it.
const END_BYTES: usize = 1_024;

/// Names that make a paper do something, or carry another file in it.
const ACTS: [&[u8]; 10] = [
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"FileAttachment",
    b"GoToE",
    b"ImportData",
    b"JavaScript",
    b"Launch",
    b"RichMedia",
    b"SubmitForm",
    b"XFA",
];
/// Letters of the longest name that is asked for, and one: what is longer is none of them.
const NAME_BYTES_MAX: usize = 16;

/// Why bytes are not taken as a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoScan {
    /// No PDF, or one that is cut off or damaged.
    NoPdf,
    /// It runs something when it is opened, or carries another file.
    Acts,
    /// It is locked with a password: nobody can look into it.
    Locked,
    /// A photo in it says when, where or with what it was taken.
    Tells,
}

/// Whether bytes say that they are a PDF.
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

/// Looks at a paper. `unpacked` gives what a packed object (zlib) holds if that is no longer than so many bytes; a phone
/// that has no unpacker says that it holds nothing, and leaves it to the server.
///
/// # Errors
/// [`NoScan`].
pub fn look(bytes: &[u8], mut unpacked: impl FnMut(&[u8], usize) -> Option<Vec<u8>>) -> Result<(), NoScan> {
    let end = bytes.get(bytes.len().saturating_sub(END_BYTES)..).unwrap_or(bytes);
    if !is_pdf(bytes) || !end.windows(5).any(|part| part == b"%%EOF") {
        return Err(NoScan::NoPdf);
    }
    let mut marks = Marks::default();
    let mut room = UNPACKED_BYTES_MAX;
    walk(bytes, &mut marks, |packed| {
        let inside = unpacked(packed, room).ok_or(NoScan::NoPdf)?;
        room -= inside.len().min(room);
        // in there are objects and no streams
        let mut of_inside = Marks::default();
        walk(&inside, &mut of_inside, |_| Ok(()))?;
        Ok(())
    })?;
    if !marks.is_signed && told(bytes).next().is_some() { Err(NoScan::Tells) } else { Ok(()) }
}

/// The same paper with the photos in it saying nothing but what they show. Every byte stays in its place, so that its
/// tables still fit; one that is signed (电子签章) stays as it is, for its seal would break.
pub fn bare(mut bytes: Vec<u8>) -> Vec<u8> {
    let mut marks = Marks::default();
    // what must not be in it is told by `look`
    let _ = walk(&bytes, &mut marks, |_| Ok(()));
    if !marks.is_signed {
        for part in told(&bytes).collect::<Vec<_>>() {
            bytes.get_mut(part).unwrap_or_default().fill(0);
        }
    }
    bytes
}

/// What was read of the object that is walked through, and of the paper.
#[derive(Debug, Default)]
struct Marks {
    packs_objects: bool,
    is_packed: bool,
    is_predicted: bool,
    is_signed: bool,
}

/// Through all bytes: what makes a paper act ends it, each packed row of objects is handed on.
fn walk(bytes: &[u8], marks: &mut Marks, mut packed: impl FnMut(&[u8]) -> Result<(), NoScan>) -> Result<(), NoScan> {
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'/' => marks.name(&name_at(bytes, at + 1))?,
            // `obj` and `endobj`: another one begins
            b'o' if word_at(bytes, at, b"obj") => {
                *marks = Marks { is_signed: marks.is_signed, ..Marks::default() };
            }
            b's' if word_at(bytes, at, b"stream") && !is_behind(bytes, at, b"end") && marks.begins_packed()? => {
                packed(behind_the_line(bytes, at + b"stream".len()))?;
            }
            _ => {}
        }
    }
    Ok(())
}

impl Marks {
    /// A stream begins: whether it packs objects. How they are laid out otherwise nobody here reads.
    fn begins_packed(&mut self) -> Result<bool, NoScan> {
        let is_packed = std::mem::take(&mut self.packs_objects) && self.is_packed;
        if is_packed && self.is_predicted { Err(NoScan::NoPdf) } else { Ok(is_packed) }
    }

    fn name(&mut self, name: &[u8]) -> Result<(), NoScan> {
        match name {
            b"ObjStm" => self.packs_objects = true,
            b"Filter" => self.is_packed = true,
            b"DecodeParms" => self.is_predicted = true,
            b"ByteRange" => self.is_signed = true,
            b"Encrypt" => return Err(NoScan::Locked),
            name if ACTS.contains(&name) => return Err(NoScan::Acts),
            _ => {}
        }
        Ok(())
    }
}

fn is_behind(bytes: &[u8], at: usize, word: &[u8]) -> bool {
    bytes.get(..at).is_some_and(|before| before.ends_with(word))
}

fn word_at(bytes: &[u8], at: usize, word: &[u8]) -> bool {
    bytes.get(at..at + word.len()) == Some(word)
}

/// What follows the word `stream` and the end of its line.
fn behind_the_line(bytes: &[u8], at: usize) -> &[u8] {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest)
}

/// A name, its letters that are written as numbers (`#4a`) read; empty when it is longer than any that is asked for.
fn name_at(bytes: &[u8], mut at: usize) -> Vec<u8> {
    let mut name = Vec::with_capacity(NAME_BYTES_MAX);
    while let Some(&byte) = bytes.get(at) {
        if is_end_of_name(byte) {
            return name;
        }
        if name.len() == NAME_BYTES_MAX {
            return Vec::new();
        }
        let number = bytes.get(at + 1..at + 3).filter(|_| byte == b'#').and_then(hex);
        name.push(number.unwrap_or(byte));
        at += if number.is_some() { 3 } else { 1 };
    }
    name
}

fn hex(two: &[u8]) -> Option<u8> {
    u8::from_str_radix(str::from_utf8(two).ok()?, 16).ok()
}

fn is_end_of_name(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// Where photos (JPEG) that lie in it unpacked tell of place, time and camera: EXIF, XMP and IPTC, each as long as it says
/// and with something in it.
fn told(bytes: &[u8]) -> impl Iterator<Item = std::ops::Range<usize>> {
    let begins = |at: &usize| bytes.get(*at) == Some(&0xff) && matches!(bytes.get(at + 1), Some(0xe1 | 0xed));
    (0..bytes.len()).filter(begins).filter_map(|at| {
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let part = at + 4..(at + 2 + length).min(bytes.len());
        let words: [&[u8]; 3] = [b"Exif\0", b"http://ns.adobe.com/", b"Photoshop 3.0\0"];
        let inside = bytes.get(part.clone())?;
        words.iter().any(|word| inside.starts_with(word)).then_some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No unpacker is here.
    fn leaves_it(_: &[u8], _: usize) -> Option<Vec<u8>> {
        Some(Vec::new())
    }

    fn paper(objects: &[u8]) -> Vec<u8> {
        [b"%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n", objects, b"\ntrailer\n%%EOF\n"].concat()
    }

    #[test]
    fn a_paper_of_a_copier_is_taken_and_what_is_cut_off_or_no_paper_is_not() {
        let whole =
            paper(b"3 0 obj\n<< /Subtype /Image /Filter /DCTDecode >>\nstream\n\xff\xd8\xff\xe0\nendstream\nendobj");
        assert_eq!(look(&whole, leaves_it), Ok(()));
        assert_eq!(look(&[&whole[..], &[0; 500]].concat(), leaves_it), Ok(()), "filled up behind its end");
        let cut = whole.split_at(whole.len() - 8).0;
        let others: [&[u8]; 5] = [b"", b"MZ\x90\0%%EOF", b"%PDF-1.7\n", cut, b"\n%PDF-1.7\n%%EOF"];
        others.into_iter().for_each(|bytes| assert_eq!(look(bytes, leaves_it), Err(NoScan::NoPdf)));
    }

    #[test]
    fn a_paper_that_does_something_or_carries_a_file_or_is_locked_is_told() {
        for name in ACTS {
            let with = |name: &[u8]| paper(&[b"4 0 obj\n<< /", name, b"/X (y) >>\nendobj"].concat());
            assert_eq!(look(&with(name), leaves_it), Err(NoScan::Acts));
            let longer = [name, b"r"].concat();
            assert_eq!(
                look(&with(&longer), leaves_it).is_ok(),
                !ACTS.contains(&longer.as_slice()),
                "only the whole name"
            );
        }
        assert_eq!(look(&paper(b"4 0 obj\n<< /Encrypt 5 0 R >>\nendobj"), leaves_it), Err(NoScan::Locked));
        // letters may be written as numbers: here a harmless name, and it is read all the same
        assert_eq!(name_at(b"Page#73 ", 0), b"Pages");
        assert_eq!(name_at(b"Page#7", 0), b"Page#7");
    }

    #[test]
    fn packed_objects_are_looked_into_within_a_limit_and_unpacked_ones_need_no_help() {
        let packed = |more: &[u8]| {
            paper(
                &[b"6 0 obj\n<< /Type /ObjStm /Filter /FlateDecode", more, b" >>\nstream\r\nPACKED\nendstream\nendobj"]
                    .concat(),
            )
        };
        let holds = |inside: &'static [u8]| {
            move |packed: &[u8], _: usize| packed.starts_with(b"PACKED").then(|| inside.to_vec())
        };
        assert_eq!(look(&packed(b""), holds(b"7 0 << /Type /Page >>")), Ok(()));
        assert_eq!(look(&packed(b""), holds(b"7 0 << /S /Launch >>")), Err(NoScan::Acts));
        assert_eq!(look(&packed(b""), |_, _| None), Err(NoScan::NoPdf), "what cannot be looked into");
        assert_eq!(look(&packed(b" /DecodeParms 9 0 R"), holds(b"")), Err(NoScan::NoPdf));
        let mut rooms = Vec::new();
        let twice = paper(&packed(b"").repeat(2));
        let found = look(&twice, |_, room| {
            rooms.push(room);
            Some(vec![b' '; 1_000])
        });
        assert_eq!((found, rooms), (Ok(()), vec![UNPACKED_BYTES_MAX, UNPACKED_BYTES_MAX - 1_000]));
    }

    #[test]
    fn the_photos_in_it_tell_nothing_afterwards_every_byte_stays_in_its_place_and_a_seal_stays_whole() {
        let photo = [&b"\xff\xd8\xff\xe1\0\x0fExif\0\0MM\0*GPS"[..], b"\xff\xdb\0\x04\x01\x02", b"\xff\xd9"].concat();
        let of = |more: &[u8]| paper(&[b"3 0 obj\n<<", more, b">>\nstream\n", &photo, b"\nendstream\nendobj"].concat());
        let telling = of(b"");
        assert_eq!(look(&telling, leaves_it), Err(NoScan::Tells));
        let bare_one = bare(telling.clone());
        assert_eq!((look(&bare_one, leaves_it), bare_one.len()), (Ok(()), telling.len()));
        let changed: Vec<usize> = (0..telling.len()).filter(|at| telling[*at] != bare_one[*at]).collect();
        let at = telling.windows(4).position(|part| part == b"Exif").unwrap();
        assert!(changed.iter().all(|one| (at..at + 13).contains(one)) && changed.contains(&at));
        let sealed = of(b"/ByteRange [0 1 2 3]");
        assert_eq!((look(&sealed, leaves_it), bare(sealed.clone()) == sealed), (Ok(()), true));
    }
}
