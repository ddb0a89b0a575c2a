//! 资源: something that other teachers can teach with. The whole of it is this value.

use crate::attachment::AttachmentKind;
use crate::form::{Face, Group, Input, Part, Rule, Start, Type, WORK, may, must};
use crate::word::words;

words! {
    /// 类别
    ResourceKind, "resource-kind" {
        /// 课件
        Slides = "slides",
        /// 教案
        LessonPlan = "lesson-plan",
        /// 习题试卷
        Exercises = "exercises",
        /// 微课视频
        Video = "video",
        /// 素材
        Material = "material",
        /// 工具量表
        Tool = "tool",
        /// 其他
        Other = "other",
    }
}

/// 资源
pub(super) const RESOURCE: Type = Type {
    word: "resource",
    group: Group::Research,
    fields: &[
        must("kind", Input::Choice(ResourceKind::CHOICES)).front(1),
        must("title", Input::Line).front(2),
        must("authors", Input::OrderedPeople).front(3),
        may("other_authors", Input::Line),
        may("subject", Input::Line).front(4),
        may("grade", Input::Line).front(5),
        must("day", Input::Day).front(6),
        may("link", Input::Line).front(7),
        may("content", Input::Text),
        may("used_by", Input::Text),
        may("attachments", Input::Files(AttachmentKind::Photo)).front(8),
    ],
    rules: &[Rule::OneOf(&["authors", "other_authors"])],
    face: Face {
        title: &[Part::Text("title")],
        kind: Some("kind"),
        level: None,
        day: "day",
        place: None,
        people: &["authors"],
    },
    takes_rest: Some("content"),
    opens_with: &[("authors", Start::Me), ("day", Start::Today), ("subject", Start::AsLast)],
    ..WORK
};
