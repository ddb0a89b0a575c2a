//! 进度阶段: a stage of the project's schedule with its landmark result (申报书 五). The whole of it is this value.

use crate::attachment::AttachmentKind;
use crate::form::{Face, Group, Input, Part, Rule, Type, WORK, may, must};

/// 进度阶段
pub(super) const MILESTONE: Type = Type {
    word: "milestone",
    group: Group::Running,
    intends: true,
    fields: &[
        must("title", Input::Line).front(1),
        must("from", Input::Day).front(2),
        must("to", Input::Day).front(3),
        must("task", Input::Text).front(4),
        must("landmark", Input::Text).front(5),
        may("done_on", Input::Day).front(6),
        may("done_how", Input::Text),
        may("attachments", Input::Files(AttachmentKind::Photo)),
    ],
    rules: &[Rule::NotBefore("to", "from")],
    face: Face { title: &[Part::Text("title")], kind: None, level: None, day: "from", place: None, people: &[] },
    takes_rest: Some("task"),
    ..WORK
};
