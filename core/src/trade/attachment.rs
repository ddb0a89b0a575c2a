//! A picture or a scan of a record, as its record names it: one flat key with the hash of its bytes, one text. It holds no bytes and
//! knows no disk.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::id::PieceHash;
use crate::scan::MEDIA_PDF;
use crate::time::Millis;
use crate::tolerant::{self, Fields};
use crate::word::words;

/// The key that they lie below.
pub const KEY: &str = "attachments";
/// The key that a record's author erases pieces under: `erased/<hash>` = when. A key of its own, not a mark in the text of
/// the picture: an older app that changes the caption would take the mark back.
pub(crate) const ERASED_KEY: &str = "erased";
/// Pictures of one record: a page of them, and few enough for one change.
pub const ATTACHMENTS_MAX: usize = 20;
/// Characters of a caption.
pub const CAPTION_CHARS_MAX: usize = 60;
/// What stands for a thumbnail that there is none of.
const NONE: &str = "-";
/// The word of a picture with pupils in it.
const PUPILS: &str = "pupils";

words! {
    /// What it is of.
    AttachmentKind, "attachment-kind" {
        /// 照片
        Photo = "photo",
        /// 扫描件
        Scan = "scan",
        /// 证书
        Certificate = "certificate",
        /// 签名
        Signature = "signature",
    }
}

/// A picture of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// SHA-256 of its bytes as they are kept: its name everywhere.
    pub hash: PieceHash,
    /// What it is of.
    pub kind: AttachmentKind,
    /// Its media type: `image/jpeg`, of a scan `application/pdf`.
    pub media: String,
    /// How many bytes.
    pub bytes: u64,
    /// Its place among the pictures of its record.
    pub order: i64,
    /// Pupils can be recognised in it (有学生).
    pub pupils: bool,
    /// The small picture of it, a piece of its own; always a JPEG.
    pub thumb: Option<PieceHash>,
    /// 说明
    pub caption: String,
}

impl Attachment {
    /// The key that it stands under.
    pub fn key(&self) -> String {
        format!("{KEY}/{}", self.hash)
    }

    /// Whether it is a scan: nothing of it is drawn, it opens as a file.
    pub fn is_scan(&self) -> bool {
        self.media == MEDIA_PDF
    }

    /// It and its small one.
    pub fn pieces(&self) -> impl Iterator<Item = PieceHash> + use<> {
        [Some(self.hash), self.thumb].into_iter().flatten()
    }

    /// `kind;media;bytes;order;marks;thumb;caption`: the caption comes last, for it may hold anything.
    pub fn text(&self) -> String {
        let marks = if self.pupils { PUPILS } else { "" };
        let thumb = self.thumb.map_or_else(|| NONE.to_owned(), |hash| hash.to_string());
        let Self { kind, media, bytes, order, caption, .. } = self;
        format!("{};{media};{bytes};{order};{marks};{thumb};{caption}", kind.word())
    }

    /// The picture under a key and its text; `None` when they name none. A kind of a newer app reads as a photo.
    pub fn read(hash: &str, text: &str) -> Option<Self> {
        let mut parts = text.splitn(7, ';');
        let kind = AttachmentKind::from_word(parts.next()?).unwrap_or(AttachmentKind::Photo);
        let media = parts.next()?.to_owned();
        let bytes = parts.next()?.parse().ok()?;
        let order = parts.next()?.parse().ok()?;
        let pupils = parts.next()?.split(',').any(|mark| mark == PUPILS);
        let thumb = parts.next()?.parse().ok();
        let caption = parts.next().unwrap_or_default().trim().to_owned();
        Some(Self { hash: hash.parse().ok()?, kind, media, bytes, order, pupils, thumb, caption })
    }
}

/// The pictures of a record in their order.
pub fn attachments(fields: &Fields) -> Vec<Attachment> {
    let read = |(hash, value): (&str, &crate::record::Scalar)| Attachment::read(hash, value.as_str()?);
    let mut all: Vec<Attachment> = tolerant::below(fields, KEY).filter_map(read).collect();
    all.sort_by_key(|one| (one.order, one.hash));
    all
}

/// Where the author of a record says that a piece is erased.
pub fn erased_key(piece: PieceHash) -> String {
    format!("{ERASED_KEY}/{piece}")
}

/// The pieces that the author of a record erased, and when.
pub fn erased(fields: &Fields) -> impl Iterator<Item = (PieceHash, Millis)> {
    tolerant::below(fields, ERASED_KEY).filter_map(|(hash, at)| Some((hash.parse().ok()?, Millis(at.as_int()?))))
}

/// The pictures of a record in their order without those that its author erased.
pub fn unerased(fields: &Fields) -> Vec<Attachment> {
    let gone: BTreeSet<PieceHash> = erased(fields).map(|(hash, _)| hash).collect();
    attachments(fields).into_iter().filter(|one| !gone.contains(&one.hash)).collect()
}

/// The pictures of a record that stand in it: neither its author erased them nor the bureau, which erased these.
pub fn standing(fields: &Fields, by_bureau: impl Fn(PieceHash) -> bool) -> Vec<Attachment> {
    unerased(fields).into_iter().filter(|one| !by_bureau(one.hash)).collect()
}

/// Pieces that are to lie nowhere: erased, and under none of these records a standing one. What one author erases under her
/// record stays under somebody else's; what the bureau erased stays under none.
pub fn gone(records: &[&Fields], by_bureau: impl Fn(PieceHash) -> bool) -> BTreeSet<PieceHash> {
    let mut gone = BTreeSet::new();
    for fields in records {
        gone.extend(erased(fields).map(|(piece, _)| piece));
        // the small one of a picture that the bureau erased has another name under each record
        let of_bureau = attachments(fields).into_iter().filter(|one| by_bureau(one.hash));
        gone.extend(of_bureau.flat_map(|one| one.pieces()));
    }
    if !gone.is_empty() {
        for one in records.iter().flat_map(|fields| standing(fields, &by_bureau)) {
            one.pieces().for_each(|piece| {
                gone.remove(&piece);
            });
        }
    }
    gone
}

/// Every piece that a record names: its pictures and their small ones.
pub fn pieces(fields: &Fields) -> impl Iterator<Item = PieceHash> {
    attachments(fields).into_iter().flat_map(|one| one.pieces())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one() -> Attachment {
        Attachment {
            hash: PieceHash([7; 32]),
            kind: AttachmentKind::Certificate,
            media: "image/jpeg".into(),
            bytes: 109_233,
            order: 3,
            pupils: true,
            thumb: Some(PieceHash([8; 32])),
            caption: "一等奖；附名单; 第2页".into(),
        }
    }

    #[test]
    fn what_is_written_is_read_again_whatever_the_caption_holds() {
        for one in [one(), Attachment { thumb: None, pupils: false, caption: String::new(), ..one() }] {
            let key = one.key();
            let hash = key.strip_prefix("attachments/").unwrap();
            assert_eq!(Attachment::read(hash, &one.text()), Some(one));
        }
    }

    #[test]
    fn a_newer_kind_reads_as_a_photo_and_nonsense_as_nothing() {
        let newer = one().text().replacen("certificate", "drawing", 1);
        let hash = one().hash.to_string();
        assert_eq!(Attachment::read(&hash, &newer).map(|one| one.kind), Some(AttachmentKind::Photo));
        for text in ["", "photo", "photo;image/jpeg;many;1;;-;", "photo;image/jpeg;7"] {
            assert_eq!(Attachment::read(&hash, text), None, "{text}");
        }
        assert_eq!(Attachment::read("no-hash", &one().text()), None);
    }

    #[test]
    fn they_come_in_their_order_and_strays_are_passed_over() {
        let (first, second) = (Attachment { order: 1, hash: PieceHash([9; 32]), ..one() }, one());
        let mut fields: Fields = [&second, &first].into_iter().map(|one| (one.key(), one.text().into())).collect();
        fields.insert("attachments/x".into(), "photo".into());
        fields.insert("attachments".into(), 7.into());
        assert_eq!(attachments(&fields), [first, second]);
        assert_eq!(pieces(&fields).count(), 4);
    }
}
