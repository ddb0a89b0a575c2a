//! Which record types lie in which kinds of document. Unknown types and fields are allowed: a
//! newer app wrote them. Nothing is read here.

use crate::access::DocKind;

/// The kinds of document that take a type; `None` for a type that a newer app knows.
pub fn kinds_of(type_word: &str) -> Option<&'static [DocKind]> {
    Some(match type_word {
        "person" => &[DocKind::Roster],
        "activity" | "mentoring" | "outcome" | "submitted" | "reply" => &[DocKind::Journal],
        "profile" | "same_person" | "same_activity" => &[DocKind::Charter],
        "deleted" => &[DocKind::Charter, DocKind::Roster, DocKind::Journal],
        _ => return None,
    })
}

/// Whether a record of this type may lie in a document of this kind.
pub fn fits(type_word: &str, kind: DocKind) -> bool {
    kinds_of(type_word).is_none_or(|kinds| kinds.contains(&kind))
}
