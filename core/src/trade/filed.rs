//! 交来的扫描件: a paper that was written elsewhere, or stamped, as pictures or a PDF in its place. A record of its own in the
//! roster, for the reason that [`crate::paragraph`] gives.

use crate::access::DocKind;
use crate::attachment::AttachmentKind;
use crate::form::{Face, Input, PLAIN, Part, Type, may, must};
use crate::paragraph::PAPER_KEY;

/// 扫描件
pub(super) const FILED: Type = Type {
    word: "filed",
    lies_in: &[DocKind::Roster],
    fields: &[
        must(PAPER_KEY, Input::Word),
        must(crate::attachment::KEY, Input::Files(AttachmentKind::Scan)).front(1),
        may("note", Input::Line).front(2),
        may("on", Input::Day).front(3),
    ],
    face: Face { title: &[Part::Text("note")], day: "on", ..PLAIN.face },
    ..PLAIN
};
