//! A scan: a paper as a PDF. Whether it is one that may lie at the county's, and the same without what its photos tell of
//! place, time and camera. Bytes in, values out: nothing of it is drawn, and its cost grows with its length alone.
//!
//! It follows no table and believes no length: names are looked for wherever they stand, in the packed objects too (ISO
//! 32000-1, 7.3.5 and 7.5.7). It keeps out what comes by mistake and what hides little; who reads papers reads them in a
//! program that trusts none.

/// Bytes of one scan: some forty pages of a copier.
pub const SCAN_BYTES_MAX: usize = 20_000_000;
/// The media type of a scan.
pub const MEDIA_PDF: &str = "application/pdf";
/// Bytes that packed objects of one paper may come to.
const UNPACKED_BYTES_MAX: usize = 32 << 20;
/// Packed parts of one paper that are looked into: a copier packs a hundred objects into one.
const PARTS_MAX: usize = 10_000;
/// Where a paper's end must stand: a copier fills up a little behind it.
const END_BYTES: usize = 1_024;

/// Names that make a paper do something, or carry another file in it.
const ACTS: [&[u8]; 9] = [
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"FileAttachment",
    b"GoToE",
    b"ImportData",
    b"JavaScript",
    b"Launch",
    b"RichMedia",
    b"SubmitForm",
];
/// Ways of packing beside zlib, by their long and short names.
const FILTERS: [&[u8]; 9] =
    [b"ASCIIHexDecode", b"AHx", b"ASCII85Decode", b"A85", b"LZWDecode", b"LZW", b"RunLengthDecode", b"RL", b"Crypt"];
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

/// What a packed part of a paper holds, and how many of its bytes were read for it.
pub type Unpacked = (Vec<u8>, usize);

/// Looks at a paper. `unpacked` gives what lies packed (zlib) from some place on, if that is no longer than so many bytes;
/// a phone that has no unpacker says that it holds nothing, and leaves it to the server.
///
/// # Errors
/// [`NoScan`].
pub fn look(bytes: &[u8], mut unpacked: impl FnMut(&[u8], usize) -> Option<Unpacked>) -> Result<(), NoScan> {
    let end = bytes.get(bytes.len().saturating_sub(END_BYTES)..).unwrap_or(bytes);
    if !is_pdf(bytes) || !end.windows(5).any(|part| part == b"%%EOF") {
        return Err(NoScan::NoPdf);
    }
    let (mut paper, mut inner) = (Paper::default(), Paper::default());
    let (mut room, mut parts, mut behind) = (UNPACKED_BYTES_MAX, 0, 0);
    walk(bytes, &mut paper, |at| {
        // within what was unpacked already: what stands there was seen
        if at < behind {
            return Ok(());
        }
        parts += 1;
        let packed = bytes.get(at..).unwrap_or_default();
        let (inside, read) = unpacked(packed, room).filter(|_| parts <= PARTS_MAX).ok_or(NoScan::NoPdf)?;
        room -= inside.len().min(room);
        behind = at + read;
        // objects lie in there, and no streams
        walk(&inside, &mut inner, |_| Err(NoScan::NoPdf))
    })?;
    if paper.has_object_streams && paper.has_odd_one {
        return Err(NoScan::NoPdf);
    }
    if (paper.has_form || inner.has_form) && (paper.has_own_form || inner.has_own_form) {
        return Err(NoScan::Acts);
    }
    if !paper.is_signed && told(bytes).next().is_some() { Err(NoScan::Tells) } else { Ok(()) }
}

/// The same paper with the photos in it saying nothing but what they show. Every byte stays in its place, so that its
/// tables still fit; one that is signed (电子签章) stays as it is, for its seal would break.
pub fn bare(mut bytes: Vec<u8>) -> Vec<u8> {
    let mut paper = Paper::default();
    // what must not be in it is told by `look`
    let _ = walk(&bytes, &mut paper, |_| Ok(()));
    if !paper.is_signed {
        for part in told(&bytes).collect::<Vec<_>>() {
            bytes.get_mut(part).unwrap_or_default().fill(0);
        }
    }
    bytes
}

/// What was read of a paper as a whole.
#[derive(Debug, Default)]
struct Paper {
    is_signed: bool,
    /// A form to fill in, and one in a language of its own (XFA). Three letters are found by chance in a photo, both not.
    has_form: bool,
    has_own_form: bool,
    /// Some stream says that it holds packed objects; and one that only looks like it is packed in another way than by zlib.
    has_object_streams: bool,
    has_odd_one: bool,
}

/// What was read since the last stream began: at least the dictionary of the next one. A word that ends an object ends
/// nothing here, for it may stand in a text or a remark.
#[derive(Debug, Default)]
struct Marks {
    is_object_stream: bool,
    has_count: bool,
    has_first: bool,
    filters: usize,
    is_deflated: bool,
    has_parameters: bool,
}

/// Through all bytes: what makes a paper act ends it; where packed objects begin is handed on.
fn walk(bytes: &[u8], paper: &mut Paper, mut packed: impl FnMut(usize) -> Result<(), NoScan>) -> Result<(), NoScan> {
    let mut marks = Marks::default();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'/' => marks.name(&name_at(bytes, at + 1), paper)?,
            b's' if begins_stream(bytes, at) && std::mem::take(&mut marks).packs_objects(paper)? => {
                packed(behind_the_line(bytes, at + b"stream".len()))?;
            }
            _ => {}
        }
    }
    Ok(())
}

impl Marks {
    fn name(&mut self, name: &[u8], paper: &mut Paper) -> Result<(), NoScan> {
        match name {
            b"ObjStm" => (self.is_object_stream, paper.has_object_streams) = (true, true),
            b"N" => self.has_count = true,
            b"First" => self.has_first = true,
            b"DecodeParms" | b"DP" => self.has_parameters = true,
            b"FlateDecode" | b"Fl" => (self.is_deflated, self.filters) = (true, self.filters + 1),
            name if FILTERS.contains(&name) => self.filters += 1,
            b"ByteRange" => paper.is_signed = true,
            b"AcroForm" => paper.has_form = true,
            b"XFA" => paper.has_own_form = true,
            b"Encrypt" => return Err(NoScan::Locked),
            name if ACTS.contains(&name) => return Err(NoScan::Acts),
            _ => {}
        }
        Ok(())
    }

    /// Whether the stream that begins holds packed objects: no reader takes one for that without its count and its first
    /// place. One that is packed in another way than by zlib alone is not looked into, and not taken.
    fn packs_objects(self, paper: &mut Paper) -> Result<bool, NoScan> {
        let looks_like_it = self.has_count && self.has_first;
        if (!self.is_object_stream && !looks_like_it) || self.filters == 0 {
            return Ok(false);
        }
        let is_plain = self.filters == 1 && self.is_deflated && !self.has_parameters;
        if self.is_object_stream && !is_plain {
            return Err(NoScan::NoPdf);
        }
        // names of an outline and of a button stand side by side in honest papers too
        paper.has_odd_one |= !is_plain;
        Ok(is_plain)
    }
}

fn begins_stream(bytes: &[u8], at: usize) -> bool {
    word_at(bytes, at, b"stream") && !bytes.get(..at).is_some_and(|before| before.ends_with(b"end"))
}

fn word_at(bytes: &[u8], at: usize, word: &[u8]) -> bool {
    bytes.get(at..at + word.len()) == Some(word)
}

/// Where it goes on behind the word `stream` and the end of its line.
fn behind_the_line(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
    at + blanks + usize::from(rest.get(blanks) == Some(&b'\n'))
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
    fn leaves_it(_: &[u8], _: usize) -> Option<Unpacked> {
        Some((Vec::new(), 0))
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

    /// A stream with this in its dictionary; what it holds is named by its first letters.
    fn stream(dictionary: &str, called: &str) -> Vec<u8> {
        format!("6 0 obj\n<< {dictionary} >>\nstream \r\n{called}\nendstream\nendobj\n").into_bytes()
    }

    /// An unpacker that knows what lies under a name.
    fn holds(called: &str, inside: &str) -> impl FnMut(&[u8], usize) -> Option<Unpacked> {
        move |packed, _| packed.starts_with(called.as_bytes()).then(|| (inside.as_bytes().to_vec(), called.len()))
    }

    const OBJECTS: &str = "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode";

    #[test]
    fn packed_objects_are_looked_into_however_their_stream_is_called() {
        let hides = "7 0 << /S /Launch >>";
        let ways = [
            OBJECTS,
            "/N 1 /First 4 /Filter /FlateDecode",
            "/Type 9 0 R /N 1 /First 4 /Filter [/FlateDecode]",
            "/X (obj endobj) /Type /ObjStm /N 1 /First 4 /Filter /Fl",
            "/Type /Obj#53tm %endobj\n/N 1 /First 4 /Filter /FlateDecode",
        ];
        for way in ways {
            let packed = paper(&stream(way, "PACKED"));
            assert_eq!(look(&packed, holds("PACKED", hides)), Err(NoScan::Acts), "{way}");
            assert_eq!(look(&packed, holds("PACKED", "7 0 << /Type /Page >>")), Ok(()), "{way}");
            assert_eq!(look(&packed, |_, _| None), Err(NoScan::NoPdf), "{way}: cannot be unpacked");
            assert_eq!(look(&packed, holds("PACKED", "7 0 << /ObjStm /Filter /Fl >> stream")), Err(NoScan::NoPdf));
        }
        let others =
            ["/FlateDecode /FlateDecode", "/FlateDecode /ASCIIHexDecode", "/LZW", "/FlateDecode] /DecodeParms [null"];
        for filters in others {
            let packed = paper(&stream(&format!("/Type /ObjStm /N 1 /First 4 /Filter [{filters}]"), "PACKED"));
            assert_eq!(look(&packed, holds("PACKED", "")), Err(NoScan::NoPdf), "{filters}");
            let unnamed = stream(&format!("/Type 9 0 R /N 1 /First 4 /Filter [{filters}]"), "PACKED");
            assert_eq!(look(&paper(&unnamed), holds("PACKED", "")), Ok(()), "{filters}: an outline before a picture");
            let named_elsewhere = paper(&[&unnamed[..], b"9 0 obj\n/ObjStm\nendobj"].concat());
            assert_eq!(look(&named_elsewhere, holds("PACKED", "")), Err(NoScan::NoPdf), "{filters}");
        }
    }

    #[test]
    fn what_is_unpacked_is_bounded_in_bytes_and_in_parts_and_no_byte_is_unpacked_twice() {
        let mut rooms = Vec::new();
        let twice = paper(&stream(OBJECTS, "PACKED").repeat(2));
        let found = look(&twice, |_, room| {
            rooms.push(room);
            Some((vec![b' '; 1_000], 6))
        });
        assert_eq!((found, rooms), (Ok(()), vec![UNPACKED_BYTES_MAX, UNPACKED_BYTES_MAX - 1_000]));
        let nested = paper(&stream(OBJECTS, "PACKED").repeat(50));
        let mut asked = 0;
        let found = look(&nested, |rest, _| {
            asked += 1;
            Some((Vec::new(), rest.len()))
        });
        assert_eq!((found, asked), (Ok(()), 1));
        let many = paper(&stream(OBJECTS, "PACKED").repeat(PARTS_MAX + 1));
        assert_eq!(look(&many, leaves_it), Err(NoScan::NoPdf));
    }

    #[test]
    fn a_form_in_a_language_of_its_own_is_told_and_three_letters_by_chance_are_not() {
        let with = |words: &[u8]| paper(&[b"4 0 obj\n<< ", words, b" >>\nendobj"].concat());
        assert_eq!(look(&with(b"/AcroForm << /XFA 5 0 R >>"), leaves_it), Err(NoScan::Acts));
        for words in [&b"/AcroForm << /Fields [] >>"[..], b"/XFA "] {
            assert_eq!(look(&with(words), leaves_it), Ok(()));
        }
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

    proptest::proptest! {
        #[test]
        fn whatever_comes_is_judged_and_made_bare_once_is_bare(noise: Vec<u8>, parts: Vec<proptest::sample::Index>) {
            let words: [&[u8]; 9] =
                [b"%PDF-", b"/ObjStm", b"/Filter", b" stream\n", b"endstream", b"obj", b"\xff\xe1\0\x09Exif\0\0", b"%%EOF", &noise];
            let bytes: Vec<u8> = parts.iter().flat_map(|part| words[part.index(words.len())]).copied().collect();
            let bytes = [b"%PDF-", &bytes[..]].concat();
            let bare_one = bare(bytes.clone());
            proptest::prop_assert_eq!(bare_one.len(), bytes.len());
            proptest::prop_assert_ne!(look(&bare_one, |packed, _| Some((packed.to_vec(), packed.len()))), Err(NoScan::Tells));
            proptest::prop_assert_eq!(bare(bare_one.clone()), bare_one);
        }
    }
}
