//! 段落: one paragraph of a paper that many write (建设方案, 实践案例 …), a record of its own in the roster, which is written by
//! exactly those who write papers. A paper is no record: two phones that began one without a network would give birth to it
//! twice, and the second birth is refused for good. It knows no guide.

use crate::access::DocKind;
use crate::form::{Face, Input, PLAIN, Part, Type, may, must};
use crate::id::RecordId;
use crate::tolerant::{self, Fields};
use crate::word::words;

/// 段落
pub(super) const PARAGRAPH: Type = Type {
    word: "paragraph",
    lies_in: &[DocKind::Roster],
    fields: &[
        must(PAPER_KEY, Input::Word),
        may(PART_KEY, Input::Word),
        may(ORDER_KEY, Input::Word),
        must(TEXT_KEY, Input::Text).front(1),
        may(STYLE_KEY, Input::Choice(Style::CHOICES)).front(2),
        may(REFERS_KEY, Input::Word),
    ],
    face: Face { title: &[Part::Clause(TEXT_KEY)], ..PLAIN.face },
    ..PLAIN
};

/// The key of the paper's word, as the guide names it.
pub const PAPER_KEY: &str = "paper";
/// The key of the part's word, as the guide names it.
pub const PART_KEY: &str = "part";
/// The key of its place within the part: a text, so that there is always one between two (see [`crate::paper::between`]).
pub const ORDER_KEY: &str = "order";
/// The key of how it looks.
pub const STYLE_KEY: &str = "style";
/// The key of what it says.
pub const TEXT_KEY: &str = "text";
/// The key of the record of work that it tells of.
pub const REFERS_KEY: &str = "refers";

words! {
    /// 样式
    Style, "style" {
        /// 正文
        Body = "body",
        /// 小标题
        Heading = "heading",
        /// 引文
        Quote = "quote",
        /// 图注
        Caption = "caption",
    }
}

/// What a paragraph holds, whatever it lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph<'a> {
    /// The paper's word; empty when it says none.
    pub paper: &'a str,
    /// The part's word; empty when it says none.
    pub part: &'a str,
    /// Its place.
    pub order: &'a str,
    /// How it looks: as body when it says nothing that this release knows.
    pub style: Style,
    /// What it says.
    pub text: &'a str,
    /// The record that it tells of.
    pub refers: Option<RecordId>,
}

impl<'a> Paragraph<'a> {
    /// The paragraph that these fields describe.
    pub fn read(fields: &'a Fields) -> Self {
        let text = |key| tolerant::str(fields, key).unwrap_or_default();
        Self {
            paper: text(PAPER_KEY),
            part: text(PART_KEY),
            order: text(ORDER_KEY),
            style: Style::from_word(text(STYLE_KEY)).unwrap_or(Style::Body),
            text: text(TEXT_KEY),
            refers: text(REFERS_KEY).parse().ok(),
        }
    }
}
