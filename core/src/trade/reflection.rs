//! 读书/反思: what a teacher read or thought over. The whole of it is this value.

use crate::attachment::AttachmentKind;
use crate::form::{Face, Group, Input, Part, Start, Type, WORK, may, must};
use crate::word::words;

words! {
    /// 类别
    ReflectionKind, "reflection-kind" {
        /// 教学反思
        Teaching = "teaching",
        /// 读书笔记
        Reading = "reading",
        /// 培训心得
        Training = "training",
        /// 教育叙事
        Story = "story",
    }
}

/// What belongs to a 读书笔记 alone.
const READING: &[&str] = &[ReflectionKind::Reading.word()];

/// 读书/反思
pub(super) const REFLECTION: Type = Type {
    word: "reflection",
    group: Group::Guidance,
    happens: true,
    fields: &[
        must("kind", Input::Choice(ReflectionKind::CHOICES)).front(1),
        must("title", Input::Line).front(2),
        may("book", Input::Line).when("kind", READING).front(3),
        must("content", Input::Text).front(4),
        must("person", Input::Person),
        must("day", Input::Day).front(5),
        may("attachments", Input::Files(AttachmentKind::Photo)).front(6),
    ],
    face: Face {
        title: &[Part::Text("title")],
        kind: Some("kind"),
        level: None,
        day: "day",
        place: None,
        people: &["person"],
    },
    takes_rest: Some("content"),
    opens_with: &[("person", Start::Me), ("day", Start::Today)],
    ..WORK
};
