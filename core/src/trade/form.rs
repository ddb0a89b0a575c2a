//! Which fields a record's form has, in which order, and which of them must be filled before it is
//! handed in. Forms, details and checks read this one table; it checks nothing itself.

use crate::activity::ActivityKind;
use crate::mentoring::{Dimension, MentoringMode};
use crate::outcome::{Level, OutcomeKind};
use crate::person::{Gender, Stage};
use crate::record_type::RecordType;

/// A field of a form. Its label's translation key is `field-<type>-<key>`, see [`FieldSpec::label_key`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldSpec {
    /// Flat key, or the prefix of the keys below it for people and choices of many.
    pub key: &'static str,
    /// How it is filled.
    pub input: Input,
    /// Must be filled before the record is handed in.
    pub required: bool,
    /// Shown only for this kind of activity.
    pub only_for: Option<ActivityKind>,
}

/// How a field is filled and what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// One line of text.
    Line,
    /// Text of several lines.
    Text,
    /// A whole number.
    Number,
    /// A span of time, stored in minutes.
    Minutes,
    /// A day: `2026-11-23`.
    Day,
    /// A month: `1995-03`.
    Month,
    /// A local instant: `2026-11-23T14:30`.
    Instant,
    /// One person: the id as text.
    Person,
    /// People: `<key>/<person>` = `true`.
    People,
    /// People in order: `<key>/<person>` = place.
    OrderedPeople,
    /// Attendance: `<key>/<person>` = word.
    Attendance,
    /// One of these words, with the translation key of each label.
    Choice(&'static [(&'static str, &'static str)]),
    /// Any of these words: `<key>/<word>` = `true`.
    Choices(&'static [(&'static str, &'static str)]),
    /// 课节: `<key>/<random>/title`, `…/order`, `…/grade`, `…/teacher`.
    Lessons,
}

const fn must(key: &'static str, input: Input) -> FieldSpec {
    FieldSpec { key, input, required: true, only_for: None }
}

const fn may(key: &'static str, input: Input) -> FieldSpec {
    FieldSpec { key, input, required: false, only_for: None }
}

const fn outreach(key: &'static str, input: Input) -> FieldSpec {
    FieldSpec { key, input, required: false, only_for: Some(ActivityKind::Outreach) }
}

/// 教研活动
const ACTIVITY: &[FieldSpec] = &[
    must("kind", Input::Choice(ActivityKind::CHOICES)),
    must("topic", Input::Line),
    must("start", Input::Instant),
    must("end", Input::Instant),
    must("place", Input::Line),
    may("online_link", Input::Line),
    must("host", Input::Person),
    may("speakers", Input::People),
    may("outside_speakers", Input::Line),
    must("attendance", Input::Attendance),
    outreach("host_school", Input::Line),
    outreach("senders", Input::People),
    outreach("lessons", Input::Lessons),
    outreach("benefit_teachers", Input::Number),
    outreach("benefit_students", Input::Number),
    may("minutes", Input::Text),
    may("decisions", Input::Text),
    may("reflection", Input::Text),
    may("effect", Input::Text),
    outreach("feedback", Input::Text),
    may("hours", Input::Minutes),
];

/// 指导记录
const MENTORING: &[FieldSpec] = &[
    must("mentor", Input::Person),
    must("mentee", Input::Person),
    must("day", Input::Day),
    must("mode", Input::Choice(MentoringMode::CHOICES)),
    must("dimensions", Input::Choices(Dimension::CHOICES)),
    must("content", Input::Text),
    may("issues", Input::Text),
    must("advice", Input::Text),
    may("next_on", Input::Day),
];

/// 成果
const OUTCOME: &[FieldSpec] = &[
    must("kind", Input::Choice(OutcomeKind::CHOICES)),
    must("title", Input::Line),
    must("authors", Input::OrderedPeople),
    may("other_authors", Input::Line),
    must("level", Input::Choice(Level::CHOICES)),
    may("rank", Input::Line),
    must("issuer", Input::Line),
    may("serial", Input::Line),
    must("day", Input::Day),
    must("proof", Input::Line),
    may("spread", Input::Text),
];

/// 人员
const PERSON: &[FieldSpec] = &[
    must("name", Input::Line),
    must("school", Input::Line),
    may("township", Input::Line),
    must("subject", Input::Line),
    may("stage", Input::Choice(Stage::CHOICES)),
    may("gender", Input::Choice(Gender::CHOICES)),
    may("born", Input::Month),
    may("title", Input::Line),
    may("post", Input::Line),
    may("teaching_since", Input::Number),
    may("expertise", Input::Line),
    may("honours", Input::Line),
    may("contact", Input::Person),
];

/// 工作室概况
const PROFILE: &[FieldSpec] = &[
    must("name", Input::Line),
    may("subject", Input::Line),
    must("school", Input::Line),
    may("level", Input::Line),
    must("period_from", Input::Day),
    must("period_to", Input::Day),
    may("vision", Input::Text),
    may("rules", Input::Text),
];

/// The fields of a type's form, in order; none for facts.
pub fn fields(record_type: RecordType) -> &'static [FieldSpec] {
    match record_type {
        RecordType::Activity => ACTIVITY,
        RecordType::Mentoring => MENTORING,
        RecordType::Outcome => OUTCOME,
        RecordType::Person => PERSON,
        RecordType::Profile => PROFILE,
        _ => &[],
    }
}

impl FieldSpec {
    /// The translation key of its label: `field-activity-topic`.
    pub fn label_key(&self, record_type: RecordType) -> String {
        label_key(record_type, self.key)
    }
}

/// The translation key of a field's label; a key below a prefix is labelled by its prefix, and
/// underscores are written as dashes: `attendance/…` → `field-activity-attendance`.
pub fn label_key(record_type: RecordType, key: &str) -> String {
    let head = key.split('/').next().unwrap_or(key);
    format!("field-{}-{}", record_type.word(), head.replace('_', "-"))
}
