//! 指导记录: one guidance of one teacher by another. A reader only; it judges nothing.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::attachment::AttachmentKind;
use crate::form::{Face, Group, Input, Part, Rule, Start, Type, WORK, may, must};
use crate::id::{PersonId, RecordId};
use crate::time::Day;
use crate::tolerant::{self, Fields};
use crate::word::words;

words! {
    /// 方式
    MentoringMode, "mentoring-mode" {
        /// 听课
        Listening = "listening",
        /// 评课
        Discussing = "discussing",
        /// 备课
        Preparing = "preparing",
        /// 谈话
        Talk = "talk",
        /// 线上
        Online = "online",
        /// 批阅教案
        PlanReview = "plan-review",
        /// 示范
        Demonstration = "demonstration",
    }
}

words! {
    /// 维度: the three in which the notice asks to guide young teachers.
    Dimension, "dimension" {
        /// 思想政治素质
        Politics = "politics",
        /// 师德师风素养
        Ethics = "ethics",
        /// 业务能力水平
        Craft = "craft",
    }
}

/// Where somebody asks from afar, when and what is asked belongs to it, and when it was answered.
const ONLINE: &[&str] = &["online"];

/// 指导记录
pub(super) const MENTORING: Type = Type {
    word: "mentoring",
    group: Group::Guidance,
    happens: true,
    fields: &[
        must("mentor", Input::Person).front(8),
        must("mentee", Input::Person).front(1),
        must("day", Input::Day).front(2),
        must("mode", Input::Choice(MentoringMode::CHOICES)).front(3),
        may("question", Input::Text).when("mode", ONLINE).front(3),
        may("asked_at", Input::Instant).when("mode", ONLINE).front(3),
        may("answered_at", Input::Instant).when("mode", ONLINE).front(3),
        must("dimensions", Input::Choices(Dimension::CHOICES)).front(4),
        must("content", Input::Text).front(5),
        may("issues", Input::Text),
        must("advice", Input::Text).front(6),
        may("next_on", Input::Day).front(7),
        may("attachments", Input::Files(AttachmentKind::Photo)).front(9),
    ],
    rules: &[
        Rule::Differ("mentee", "mentor"),
        Rule::NotBefore("next_on", "day"),
        Rule::NotBefore("answered_at", "asked_at"),
    ],
    face: Face {
        title: &[Part::Name("mentee"), Part::Clause("content")],
        kind: Some("mode"),
        level: None,
        day: "day",
        place: None,
        people: &["mentee"],
    },
    takes_rest: Some("content"),
    opens_with: &[("mentor", Start::Me), ("day", Start::Today)],
    ..WORK
};

/// One guidance. Missing texts are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MentoringLog {
    /// 师傅
    pub mentor: Option<PersonId>,
    /// 徒弟
    pub mentee: Option<PersonId>,
    /// 日期
    pub day: Option<Day>,
    /// 方式
    pub mode: Option<MentoringMode>,
    /// 维度
    pub dimensions: BTreeSet<Dimension>,
    /// 内容
    pub content: String,
    /// 问题
    pub issues: String,
    /// 建议
    pub advice: String,
    /// 下次约定
    pub next_on: Option<Day>,
    /// 关联听课
    pub observation: Option<RecordId>,
    /// 标签
    pub tags: BTreeSet<String>,
}

impl MentoringLog {
    /// The guidance that a record describes, whatever it lacks.
    pub fn read(fields: &Fields) -> Self {
        Self {
            mentor: tolerant::person(fields, "mentor"),
            mentee: tolerant::person(fields, "mentee"),
            day: tolerant::day(fields, "day"),
            mode: tolerant::word(fields, "mode", MentoringMode::from_word),
            dimensions: dimensions(fields),
            content: tolerant::text(fields, "content"),
            issues: tolerant::text(fields, "issues"),
            advice: tolerant::text(fields, "advice"),
            next_on: tolerant::day(fields, "next_on"),
            observation: tolerant::str(fields, "observation").and_then(|t| t.parse().ok()),
            tags: tolerant::below(fields, "tags").map(|(tag, _)| tag.to_owned()).collect(),
        }
    }
}

fn dimensions(fields: &Fields) -> BTreeSet<Dimension> {
    tolerant::below(fields, "dimensions")
        .filter(|(_, value)| value.as_bool() != Some(false))
        .filter_map(|(word, _)| Dimension::from_word(word))
        .collect()
}
