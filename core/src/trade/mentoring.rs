//! 指导记录: one guidance of one teacher by another. A reader only; it judges nothing.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::id::{PersonId, RecordId};
use crate::record::Record;
use crate::time::Day;
use crate::tolerant;
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
    pub fn read(record: &Record) -> Self {
        Self {
            mentor: tolerant::person(record, "mentor"),
            mentee: tolerant::person(record, "mentee"),
            day: tolerant::day(record, "day"),
            mode: tolerant::word(record, "mode", MentoringMode::from_word),
            dimensions: dimensions(record),
            content: tolerant::text(record, "content"),
            issues: tolerant::text(record, "issues"),
            advice: tolerant::text(record, "advice"),
            next_on: tolerant::day(record, "next_on"),
            observation: record.str("observation").and_then(|t| t.parse().ok()),
            tags: record.below("tags").map(|(tag, _)| tag.to_owned()).collect(),
        }
    }
}

fn dimensions(record: &Record) -> BTreeSet<Dimension> {
    record
        .below("dimensions")
        .filter(|(_, value)| value.as_bool() != Some(false))
        .filter_map(|(word, _)| Dimension::from_word(word))
        .collect()
}
