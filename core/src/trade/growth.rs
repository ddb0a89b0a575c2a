//! 个人规划: where a teacher wants to get, by when, and what was seen on the way. The whole of it is this value.

use crate::attachment::AttachmentKind;
use crate::form::{Face, FieldSpec, Group, Input, Part, Rule, Start, Type, WORK, may, must};

/// 阶段回顾
const REVIEW: &[FieldSpec] = &[must("on", Input::Day), may("said", Input::Text)];

/// 个人规划
pub(super) const GROWTH: Type = Type {
    word: "growth",
    group: Group::Guidance,
    intends: true,
    fields: &[
        must("person", Input::Person).front(1),
        must("goal", Input::Text).front(2),
        may("strengths", Input::Text),
        may("gaps", Input::Text).front(3),
        may("measures", Input::Text).front(4),
        may("help", Input::Text).front(5),
        must("from", Input::Day).front(6),
        may("to", Input::Day).front(7),
        may("reviews", Input::Rows(REVIEW)),
        may("attachments", Input::Files(AttachmentKind::Photo)).front(8),
    ],
    rules: &[Rule::NotBefore("to", "from")],
    face: Face {
        title: &[Part::Name("person"), Part::Clause("goal")],
        kind: None,
        level: None,
        day: "from",
        place: None,
        people: &["person"],
    },
    opens_with: &[("person", Start::Me), ("from", Start::Today)],
    ..WORK
};
