//! 满意度: how many answered what, as the one who asked counted. Nobody is named. The whole of it is this value.

use crate::attachment::AttachmentKind;
use crate::form::{Face, Group, Input, Part, Rule, Start, Type, WORK, may, must};
use crate::record_type::RecordType;
use crate::word::words;

words! {
    /// 问什么
    SurveyKind, "survey-kind" {
        /// 需求调研
        Needs = "needs",
        /// 满意度
        Satisfaction = "satisfaction",
        /// 效果跟踪
        Effect = "effect",
    }
}

/// The counts that together are those who answered.
const ANSWERS: &[&str] = &["very_satisfied", "satisfied", "neutral", "dissatisfied"];

/// 满意度
pub(super) const SURVEY: Type = Type {
    word: "survey",
    group: Group::Results,
    happens: true,
    fields: &[
        must("about", Input::Line).front(1),
        may("kind", Input::Choice(SurveyKind::CHOICES)).front(1),
        may("activity", Input::Record(RecordType::Activity)),
        must("day", Input::Day).front(2),
        may("sent", Input::Number).front(3),
        must("answered", Input::Number).front(4),
        may("very_satisfied", Input::Number).front(5),
        may("satisfied", Input::Number).front(6),
        may("neutral", Input::Number).front(7),
        may("dissatisfied", Input::Number).front(8),
        may("comments", Input::Text).front(9),
        may("improved", Input::Text),
        may("attachments", Input::Files(AttachmentKind::Photo)).front(10),
    ],
    rules: &[Rule::NoMoreThan(&["answered"], "sent"), Rule::NoMoreThan(ANSWERS, "answered")],
    face: Face { title: &[Part::Text("about")], kind: Some("kind"), level: None, day: "day", place: None, people: &[] },
    takes_rest: Some("comments"),
    opens_with: &[("day", Start::Today)],
    ..WORK
};
