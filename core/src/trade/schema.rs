//! Which record types lie in which kinds of document. Unknown types and fields are allowed: a newer app wrote them.
//! Nothing is read here.

use crate::access::DocKind;
use crate::record_type::RecordType;

/// The kinds of document that take a type; `None` for a type that a newer app knows.
pub fn kinds_of(type_word: &str) -> Option<&'static [DocKind]> {
    RecordType::from_word(type_word).map(|of| of.says().lies_in)
}

/// Whether a record of this type may lie in a document of this kind.
pub fn fits(type_word: &str, kind: DocKind) -> bool {
    kinds_of(type_word).is_none_or(|kinds| kinds.contains(&kind))
}
