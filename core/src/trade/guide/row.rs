//! A row of the guide by which closure is judged, as data: what is counted, of which records, how often each thing, over
//! which days, against what. It counts nothing itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Source;
use crate::record_type::RecordType;
use crate::word::words;

words! {
    /// 周期: over which days an indicator counts.
    Period, "period" {
        /// The days of the whole project.
        Project = "project",
        /// The current term.
        Term = "term",
        /// Today.
        Today = "today",
    }
}

words! {
    /// What is counted by more than the records of one type: over several types, over joined people, by roles.
    Measure, "measure" {
        /// Chief teachers in post.
        ChiefInPost = "chief-in-post",
        /// Backbone teachers in post.
        BackboneInPost = "backbone-in-post",
        /// Distinct rural teachers reached.
        RuralReached = "rural-reached",
        /// Backbone teachers whom the chief guided.
        BackboneGuided = "backbone-guided",
        /// Young teachers guided in every dimension.
        YoungGuided = "young-guided",
        /// Townships whose teachers were reached.
        TownshipsCovered = "townships-covered",
        /// Papers that are ready, of those that the row names: `where = { paper = [...] }`.
        Papers = "papers",
        /// Not counted by this release, and said so.
        NotCounted = "not-counted",
    }
}

/// A rule by which closure is judged. What it comes to is a number of things, or of 分 where they have [`Points`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorRule {
    /// `I3`.
    pub id: String,
    /// Title on a row.
    pub title: String,
    /// Title in a narrow column.
    pub short: String,
    /// 单位: 人, 次, 项; 分 where things have points.
    pub unit: String,
    /// 对象: what is counted.
    pub count: Count,
    /// 过滤: only records in whose choice (by key) one of these words stands.
    #[serde(default, rename = "where")]
    pub only: BTreeMap<String, Vec<String>>,
    /// 去重键: what is one thing, however many records tell of it.
    #[serde(default)]
    pub distinct: Distinct,
    /// Over which days.
    pub period: Period,
    /// 最少
    pub least: Option<i64>,
    /// 上限: more than this does not count.
    pub most: Option<i64>,
    /// 分值: what each thing is worth.
    pub points: Option<Points>,
    /// 扣分规则
    pub deduct: Option<Deduct>,
    /// Where the threshold comes from.
    pub source: Source,
    /// How it is counted, in a sentence for people.
    pub note: String,
    /// The notice's words that it follows from.
    pub verbatim: String,
    /// For [`Measure::YoungGuided`]: the last age that counts as young.
    pub young_age_max: Option<i64>,
}

/// 对象: the records of a type of work, by its word, or a [`Measure`], by its.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Records of this type.
    Records(RecordType),
    /// What a function of the trade counts.
    Named(Measure),
}

impl Count {
    /// Whether it is this measure.
    pub fn is(self, measure: Measure) -> bool {
        self == Self::Named(measure)
    }

    /// The word by which a guide says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Records(of) => of.word(),
            Self::Named(measure) => measure.word(),
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        let records = RecordType::work().find(|of| of.word() == word).map(Self::Records);
        records.or_else(|| Measure::from_word(word).map(Self::Named))
    }
}

/// 去重键
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Distinct {
    /// `record`: each record; those that people joined are one.
    #[default]
    Record,
    /// `person:mentee`: each person of the roster whom this field names; of those who were asked to come only those who
    /// were there.
    Person(String),
    /// `township`: each township of the people in the record's face.
    Township,
    /// `school:mentee`: each school of the people whom this field names.
    School(String),
    /// `word:kind`: each word of this choice that some record holds, however many hold it.
    Word(String),
}

/// The beginnings of what a [`Distinct::Person`], a [`Distinct::School`] and a [`Distinct::Word`] are called, before the field's key.
const PERSON: &str = "person:";
const SCHOOL: &str = "school:";
const WORD: &str = "word:";

impl Distinct {
    /// The word by which a guide says it.
    pub fn word(&self) -> String {
        match self {
            Self::Record => "record".to_owned(),
            Self::Person(key) => format!("{PERSON}{key}"),
            Self::Township => "township".to_owned(),
            Self::School(key) => format!("{SCHOOL}{key}"),
            Self::Word(key) => format!("{WORD}{key}"),
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        match word {
            "record" => Some(Self::Record),
            "township" => Some(Self::Township),
            _ => {
                let person = word.strip_prefix(PERSON).map(|key| Self::Person(key.to_owned()));
                let school = || word.strip_prefix(SCHOOL).map(|key| Self::School(key.to_owned()));
                person.or_else(school).or_else(|| word.strip_prefix(WORD).map(|key| Self::Word(key.to_owned())))
            }
        }
    }
}

/// 分值: what one thing is worth. Of several records of one thing the best counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Points {
    /// The choice by which they differ, by its key; none when all are worth the same.
    pub by: Option<String>,
    /// What each of its words is worth, in 分.
    #[serde(default)]
    pub of: BTreeMap<String, i64>,
    /// What everything else is worth, in 分.
    #[serde(default)]
    pub each: i64,
}

/// 扣分规则: for each thing short of a number so many 分 are taken; there are never fewer than none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deduct {
    /// So many things are expected.
    pub under: i64,
    /// 分 for each one that is short.
    pub each: i64,
}

/// Serde for what a guide says in one word.
macro_rules! in_a_word {
    ($($name:ident: $what:literal),+) => {
        $(impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.word().as_ref())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let word = String::deserialize(d)?;
                Self::from_word(&word).ok_or_else(|| serde::de::Error::custom(format_args!("`{word}` is no {}", $what)))
            }
        })+
    };
}

in_a_word! { Count: "type of work and no measure", Distinct: "way to tell things apart" }
