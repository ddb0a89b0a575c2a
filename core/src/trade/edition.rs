//! 版本: a name for a paper as it stood. It holds no text: the paper as it stood is what the roster's changes say up to the one
//! that gave birth to the name.

use crate::access::DocKind;
use crate::form::{Face, Input, PLAIN, Part, Type, must};
use crate::paragraph::PAPER_KEY;

/// 版本
pub(super) const EDITION: Type = Type {
    word: "edition",
    lies_in: &[DocKind::Roster],
    fields: &[must(PAPER_KEY, Input::Word), must(NAME_KEY, Input::Line).front(1), must(AT_KEY, Input::Instant)],
    face: Face { title: &[Part::Text(NAME_KEY)], day: AT_KEY, ..PLAIN.face },
    ..PLAIN
};

/// The key of what it is called.
pub const NAME_KEY: &str = "name";
/// The key of when it was named.
pub const AT_KEY: &str = "at";
