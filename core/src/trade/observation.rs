//! 听评课: one lesson as one observer saw it. Several observers of one lesson write one each; the whole of it is this value.
//! What a timeline and a rubric come down to is read in [`crate::lesson`].

use crate::attachment::AttachmentKind;
use crate::form::{Face, FieldSpec, Group, Input, Part, Rule, Start, Type, WORK, may, must};
use crate::word::words;

words! {
    /// 课型
    LessonType, "lesson-type" {
        /// 新授课
        New = "new",
        /// 复习课
        Review = "review",
        /// 练习课
        Practice = "practice",
        /// 讲评课
        Comment = "comment",
        /// 实验课
        Experiment = "experiment",
        /// 活动课
        Doing = "doing",
    }
}

/// 环节: a phase of the lesson, with its own times of day.
const PHASE: &[FieldSpec] = &[
    must("phase", Input::Line),
    may("from", Input::Instant),
    may("to", Input::Instant),
    may("teacher_did", Input::Line),
    may("pupils_did", Input::Line),
    may("note", Input::Line),
];

/// The longest lesson that is observed in one go: two periods with the talk around them. What is longer was written by a
/// clock that went astray.
const LESSON_MINUTES_MAX: i64 = 240;

/// 听评课
pub(super) const OBSERVATION: Type = Type {
    word: "observation",
    group: Group::Research,
    happens: true,
    fields: &[
        must("teacher", Input::Person).front(1),
        must("observer", Input::Person),
        must("day", Input::Day).front(2),
        may("period", Input::Line),
        may("school", Input::Line),
        may("class", Input::Line),
        must("subject", Input::Line).front(3),
        may("grade", Input::Line),
        must("lesson_title", Input::Line).front(4),
        may("lesson_type", Input::Choice(LessonType::CHOICES)),
        may("timeline", Input::Rows(PHASE)).front(5),
        may("questions", Input::Number).front(6),
        may("rubric", Input::Marks).front(6),
        may("pupil_activity", Input::Number),
        must("strengths", Input::Text).front(7),
        may("issues", Input::Text),
        must("suggestions", Input::Text).front(8),
        may("next_step", Input::Line).front(9),
        may("check_on", Input::Day).front(10),
        may("score", Input::Number),
        may("attachments", Input::Files(AttachmentKind::Photo)).front(11),
    ],
    rules: &[
        Rule::Differ("teacher", "observer"),
        Rule::NotBefore("check_on", "day"),
        Rule::Stopped("timeline", ("from", "to")),
        Rule::Within("timeline", ("from", "to"), LESSON_MINUTES_MAX),
        Rule::UpTo("pupil_activity", 100),
        Rule::UpTo("score", 100),
    ],
    face: Face {
        title: &[Part::Name("teacher"), Part::Text("lesson_title")],
        kind: Some("lesson_type"),
        level: None,
        day: "day",
        place: Some("school"),
        people: &["teacher"],
    },
    opens_with: &[("observer", Start::Me), ("day", Start::Today), ("subject", Start::AsLast)],
    sheets: &["record"],
    ..WORK
};
