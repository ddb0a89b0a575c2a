//! 成果: a paper, a case, an award, as read from a record. A reader only; it judges nothing.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::id::PersonId;
use crate::record::{Record, Scalar};
use crate::time::Day;
use crate::tolerant;
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

impl Outcome {
    /// The outcome that a record describes, whatever it lacks.
    pub fn read(record: &Record) -> Self {
        Self {
            kind: tolerant::word(record, "kind", OutcomeKind::from_word),
            title: tolerant::text(record, "title"),
            authors: authors(record),
            other_authors: tolerant::text(record, "other_authors"),
            level: tolerant::word(record, "level", Level::from_word),
            rank: tolerant::text(record, "rank"),
            issuer: tolerant::text(record, "issuer"),
            serial: tolerant::text(record, "serial"),
            day: tolerant::day(record, "day"),
            proof: tolerant::text(record, "proof"),
            spread: tolerant::text(record, "spread"),
            tags: record.below("tags").map(|(tag, _)| tag.to_owned()).collect(),
        }
    }
}

/// `authors/<person>` holds the place in the order; equal places are ordered by id.
fn authors(record: &Record) -> Vec<PersonId> {
    let mut placed: Vec<(i64, PersonId)> = tolerant::people(record, "authors")
        .filter(|(_, value)| value.as_bool() != Some(false))
        .map(|(person, place)| (place_of(place), person))
        .collect();
    placed.sort_unstable();
    placed.into_iter().map(|(_, person)| person).collect()
}

fn place_of(place: &Scalar) -> i64 {
    place.as_int().unwrap_or(i64::MAX)
}
