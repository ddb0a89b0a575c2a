//! 小结 and a term opened as shapes.

use serde::{Deserialize, Serialize};

use super::RecordList;
use crate::closure::{ClosureReport, Freshness};
use crate::id::{PersonId, RecordId};
use crate::record_type::RecordType;
use crate::term::TermKey;
use crate::time::Day;

/// Which days a 小结 speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SummaryOf {
    /// A week, Monday to Sunday: this one, or so many before it.
    Week(u16),
    /// A calendar month: this one, or so many before it.
    Month(u16),
    /// A term that the guide lists: the running one, in holidays the last one, or so many before it.
    Term(u16),
    /// A term by its name.
    OfTerm(TermKey),
}

/// 小结 of a week, a month or a term: what happened, who was there, what comes next, what is still missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Of what.
    pub of: SummaryOf,
    /// The studio's name.
    pub studio: String,
    /// First day.
    #[serde(with = "crate::time::as_day")]
    pub first: Day,
    /// Last day.
    #[serde(with = "crate::time::as_day")]
    pub last: Day,
    /// The last of its days that has come.
    #[serde(with = "crate::time::as_day")]
    pub through: Day,
    /// The day on which it was computed.
    #[serde(with = "crate::time::as_day")]
    pub today: Day,
    /// Where its days lie in the school year; `None` before the guide's first term.
    pub place: Option<SummaryPlace>,
    /// Meetings, the first one first.
    pub meetings: Vec<SummaryMeeting>,
    /// How many guidances.
    pub guidance: usize,
    /// Who was guided, by name.
    pub guided: Vec<SummaryPerson>,
    /// Observed lessons, the first one first.
    pub lessons: Vec<SummaryLesson>,
    /// Outcomes, the first one first.
    pub outcomes: Vec<SummaryOutcome>,
    /// Other work that was handed in, by type.
    pub others: Vec<(RecordType, usize)>,
    /// Different people who were there, were guided or were observed: never a sum.
    pub people: usize,
    /// Rural teachers among them, as the indicator counts them.
    pub rural: usize,
    /// What comes in the next days, the nearest first; nothing for days long gone.
    pub next: Vec<SummaryNext>,
    /// Agreed for one of its days, and no record that has come in shows it.
    pub unseen: Vec<SummaryNext>,
    /// What the guide still asks for on its last day; nothing of days that were before anything was done.
    pub missing: Vec<SummaryGap>,
    /// Drafts of the one who looks on its days: not counted.
    pub drafts: usize,
    /// Pairs of its records that may be one and that nobody has answered: counted apart.
    pub doubts: usize,
    /// 数据截至
    pub freshness: Freshness,
    /// The server knows of a later day than this phone's clock.
    pub clock_behind: bool,
}

impl Summary {
    /// Whether nothing of its days has been handed in.
    pub fn is_empty(&self) -> bool {
        let lists = [self.meetings.len(), self.lessons.len(), self.outcomes.len(), self.others.len()];
        self.guidance == 0 && lists.iter().all(|count| *count == 0)
    }
}

/// Where the days of a summary lie in the school year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryPlace {
    /// The term; of holidays the one before them.
    pub term: TermKey,
    /// 第几周 of the term, for a week that has a day in it.
    pub week: Option<i64>,
    /// Every one of its days lies in the holidays after the term.
    pub holiday: bool,
    /// Names of the breaks inside the term that it touches (国庆).
    pub breaks: Vec<String>,
}

/// A meeting of a summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryMeeting {
    /// The first record of it.
    pub record: RecordId,
    /// 主题
    pub title: String,
    /// Translation key of its kind; empty when unknown.
    pub kind_key: String,
    /// When.
    #[serde(with = "crate::time::as_day")]
    pub day: Day,
    /// Different people who were there.
    pub people: usize,
}

/// Somebody with how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryPerson {
    /// Who.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// How often.
    pub times: usize,
}

/// An observed lesson of a summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryLesson {
    /// The first record of it.
    pub record: RecordId,
    /// Who gave it; empty when unknown.
    pub teacher: String,
    /// 课题
    pub title: String,
}

/// An outcome of a summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryOutcome {
    /// The record.
    pub record: RecordId,
    /// 名称
    pub title: String,
    /// It is a work with a title of its own: nobody writes an honour between the marks of a title.
    pub is_work: bool,
    /// Translation key of its level; empty when unknown.
    pub level_key: String,
    /// Its authors of the roster, by name.
    pub authors: Vec<String>,
}

/// Something that was agreed or planned for a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryNext {
    /// The record that says so.
    pub record: RecordId,
    /// What that is.
    pub record_type: RecordType,
    /// For when.
    #[serde(with = "crate::time::as_day")]
    pub day: Day,
    /// With whom; empty where it is about nobody.
    pub name: String,
    /// What.
    pub what: String,
}

/// An indicator that is not met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryGap {
    /// `I3`.
    pub id: String,
    /// Title.
    pub title: String,
    /// What is missing.
    pub missing: i64,
    /// 单位
    pub unit: String,
    /// 示例: the target is an example.
    pub example: bool,
}

/// A term that is over, opened: its numbers on its last day, its records, its summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermPage {
    /// Which.
    pub term: TermKey,
    /// First day.
    #[serde(with = "crate::time::as_day")]
    pub first: Day,
    /// Last day.
    #[serde(with = "crate::time::as_day")]
    pub last: Day,
    /// Every term that is over and has records, the latest first.
    pub terms: Vec<TermKey>,
    /// Its numbers on its last day, of what has come in by now.
    pub report: ClosureReport,
    /// Its records.
    pub records: RecordList,
    /// 小结
    pub summary: Summary,
    /// Members of its last day whose phones have not brought everything since: something of the term may be missing.
    pub waiting: Vec<String>,
}
