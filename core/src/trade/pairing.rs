//! 师徒结对: who guides whom, from when, to what end, and what was seen at each review. The whole of it is this value.

use crate::attachment::AttachmentKind;
use crate::form::{Face, FieldSpec, Group, Input, Part, Rule, Start, Type, WORK, may, must};
use crate::word::words;

words! {
    /// 结果
    PairEnd, "pair-end" {
        /// 出师: the goal was reached.
        Reached = "reached",
        /// 继续结对
        GoesOn = "goes-on",
        /// 提前结束
        EndedEarly = "ended-early",
    }
}

/// 阶段小结
const REVIEW: &[FieldSpec] = &[must("on", Input::Day), may("said", Input::Text)];

/// 结对
pub(super) const PAIRING: Type = Type {
    word: "pairing",
    group: Group::Guidance,
    intends: true,
    fields: &[
        must("mentor", Input::Person).front(1),
        must("mentee", Input::Person).front(2),
        must("from", Input::Day).front(3),
        may("to", Input::Day).front(4),
        must("goal", Input::Text).front(5),
        may("outcome", Input::Choice(PairEnd::CHOICES)),
        may("reviews", Input::Rows(REVIEW)),
        may("attachments", Input::Files(AttachmentKind::Photo)).front(6),
    ],
    rules: &[Rule::Differ("mentee", "mentor"), Rule::NotBefore("to", "from")],
    face: Face {
        title: &[Part::Name("mentee"), Part::Clause("goal")],
        kind: Some("outcome"),
        level: None,
        day: "from",
        place: None,
        people: &["mentor", "mentee"],
    },
    opens_with: &[("mentor", Start::Me), ("from", Start::Today)],
    sheets: &["pairing-agreement"],
    ..WORK
};
