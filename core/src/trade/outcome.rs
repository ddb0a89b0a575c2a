//! 成果: a paper, a case, an award, as read from a record. A reader only; it judges nothing.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::attachment::AttachmentKind;
use crate::form::{Face, Group, Input, Part, Rule, Start, Type, WORK, may, must};
use crate::id::PersonId;
use crate::record::Scalar;
use crate::time::Day;
use crate::tolerant::{self, Fields};
use crate::word::words;

words! {
    /// 类别
    OutcomeKind, "outcome-kind" {
        /// 论文
        Paper = "paper",
        /// 案例
        Case = "case",
        /// 教学设计
        LessonPlan = "lesson-plan",
        /// 课例视频
        LessonVideo = "lesson-video",
        /// 著作
        Book = "book",
        /// 校本课程
        SchoolCourse = "school-course",
        /// 荣誉
        Honour = "honour",
        /// 优质课奖
        LessonAward = "lesson-award",
        /// 学生获奖
        PupilAward = "pupil-award",
        /// 资源包
        Resources = "resources",
        /// 制度
        Rules = "rules",
        /// 媒体报道
        Media = "media",
        /// 推广应用
        Spread = "spread",
        /// 示范校
        ModelSchool = "model-school",
    }
}

words! {
    /// 级别, from near to far.
    Level, "level" {
        /// 校级
        School = "school",
        /// 乡镇级
        Township = "township",
        /// 县级
        County = "county",
        /// 市级
        City = "city",
        /// 省级
        Province = "province",
        /// 国家级
        Nation = "nation",
    }
}

/// 成果
pub(super) const OUTCOME: Type = Type {
    word: "outcome",
    group: Group::Results,
    fields: &[
        must("kind", Input::Choice(OutcomeKind::CHOICES)).front(1),
        must("title", Input::Line).front(2),
        must("authors", Input::OrderedPeople).front(3),
        may("other_authors", Input::Line),
        must("level", Input::Choice(Level::CHOICES)).front(4),
        may("rank", Input::Line),
        must("issuer", Input::Line).front(5),
        may("serial", Input::Line),
        must("day", Input::Day).front(6),
        must("proof", Input::Line).front(7),
        may("spread", Input::Text),
        may("attachments", Input::Files(AttachmentKind::Certificate)).front(8),
    ],
    rules: &[Rule::OneOf(&["authors", "other_authors"])],
    face: Face {
        title: &[Part::Text("title")],
        kind: Some("kind"),
        level: Some("level"),
        day: "day",
        place: None,
        people: &["authors"],
    },
    opens_with: &[("authors", Start::Me), ("day", Start::Today)],
    ..WORK
};

/// A result of the studio's work. Missing texts are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// 类别
    pub kind: Option<OutcomeKind>,
    /// 名称
    pub title: String,
    /// 作者, in order.
    pub authors: Vec<PersonId>,
    /// Authors from outside the roster, as text.
    pub other_authors: String,
    /// 级别
    pub level: Option<Level>,
    /// 等次
    pub rank: String,
    /// 颁发/发表单位
    pub issuer: String,
    /// 刊号
    pub serial: String,
    /// 日期
    pub day: Option<Day>,
    /// 证明材料: where the proof lies, until photos can be attached.
    pub proof: String,
    /// 推广范围
    pub spread: String,
    /// 标签
    pub tags: BTreeSet<String>,
}

impl OutcomeKind {
    /// Whether it is a work that has a title of its own, as a text or a lesson has one: an honour is only named.
    pub fn is_work(self) -> bool {
        !matches!(self, Self::Honour | Self::LessonAward | Self::PupilAward | Self::Spread | Self::ModelSchool)
    }
}

impl Outcome {
    /// The outcome that a record describes, whatever it lacks.
    pub fn read(fields: &Fields) -> Self {
        Self {
            kind: tolerant::word(fields, "kind", OutcomeKind::from_word),
            title: tolerant::text(fields, "title"),
            authors: authors(fields),
            other_authors: tolerant::text(fields, "other_authors"),
            level: tolerant::word(fields, "level", Level::from_word),
            rank: tolerant::text(fields, "rank"),
            issuer: tolerant::text(fields, "issuer"),
            serial: tolerant::text(fields, "serial"),
            day: tolerant::day(fields, "day"),
            proof: tolerant::text(fields, "proof"),
            spread: tolerant::text(fields, "spread"),
            tags: tolerant::below(fields, "tags").map(|(tag, _)| tag.to_owned()).collect(),
        }
    }
}

/// `authors/<person>` holds the place in the order; equal places are ordered by id.
fn authors(fields: &Fields) -> Vec<PersonId> {
    let mut placed: Vec<(i64, PersonId)> = tolerant::people(fields, "authors")
        .filter(|(_, value)| value.as_bool() != Some(false))
        .map(|(person, place)| (place_of(place), person))
        .collect();
    placed.sort_unstable();
    placed.into_iter().map(|(_, person)| person).collect()
}

fn place_of(place: &Scalar) -> i64 {
    place.as_int().unwrap_or(i64::MAX)
}
