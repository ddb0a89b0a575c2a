//! 成长档案 as a shape: what a person did, term by term, and what became of what was agreed.

use serde::{Deserialize, Serialize};

use super::RecordRow;
use crate::access::Role;
use crate::closure::Freshness;
use crate::guide::ClassHour;
use crate::id::{PersonId, RecordId};
use crate::record_type::RecordType;
use crate::term::TermKey;
use crate::time::Day;

/// 成长档案 of a person: a view over the records with them, never a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archive {
    /// Who.
    pub person: PersonId,
    /// The studio's name.
    pub studio: String,
    /// 姓名
    pub name: String,
    /// 学校
    pub school: String,
    /// 学科
    pub subject: String,
    /// 职称
    pub title: String,
    /// Role held today.
    pub role: Option<Role>,
    /// It is the archive of the one who looks.
    pub mine: bool,
    /// The day on which it was computed.
    #[serde(with = "crate::time::as_day")]
    pub today: Day,
    /// The term that was asked for; `None`: everything.
    pub term: Option<TermKey>,
    /// Terms with something of this person, the latest first: each can be asked for.
    pub terms: Vec<TermKey>,
    /// First day of the period: of the term, else of the first record.
    #[serde(with = "crate::time::as_day_or_none")]
    pub first: Option<Day>,
    /// Last day of the period that has come: of the term, else today.
    #[serde(with = "crate::time::as_day_or_none")]
    pub last: Option<Day>,
    /// How long one 学时 is.
    pub class_hour: ClassHour,
    /// Everything below in numbers.
    pub total: Tally,
    /// The records by term, the latest first.
    pub stretches: Vec<ArchiveStretch>,
    /// 约定 and what became of them, the latest first.
    pub promises: Vec<Promise>,
    /// What was said of their lessons, the latest first.
    pub lessons: Vec<LessonSeen>,
    /// 个人规划 and 反思 of their own, the latest first.
    pub own: Vec<OwnWork>,
    /// Drafts of the one who looks with this person: not counted.
    pub drafts: usize,
    /// 数据截至
    pub freshness: Freshness,
    /// The server knows of a later day than this phone's clock.
    pub clock_behind: bool,
}

/// What somebody did, in numbers. What several recorded is one thing; leave is no attendance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Meetings at which they were.
    pub meetings: usize,
    /// 学时 of these, in minutes.
    pub minutes: i64,
    /// Meetings of which nobody wrote how long they were.
    pub unmeasured: usize,
    /// Guidance received.
    pub guided: usize,
    /// The same by dimension: translation key and count, in the notice's order; all three, zeros too.
    pub dimensions: Vec<(String, usize)>,
    /// Guidance given.
    pub guiding: usize,
    /// Lessons of theirs that somebody observed.
    pub lessons: usize,
    /// Lessons of others that they observed.
    pub observing: usize,
    /// Outcomes as an author, by level: translation key (empty when unknown) and count, the highest level first.
    pub outcomes: Vec<(String, usize)>,
}

/// The records of one stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveStretch {
    /// Which.
    pub when: Stretch,
    /// Its numbers; nothing is counted of what lies ahead or has no day.
    pub tally: Tally,
    /// Its records, the latest first; what several recorded stands once.
    pub rows: Vec<ArchiveRow>,
}

/// A stretch of time among the guide's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stretch {
    /// After today.
    Ahead,
    /// In a term; both its days belong to it.
    Term(TermKey),
    /// In the holidays after a term.
    Holiday(TermKey),
    /// Before the first term that the guide lists.
    Before,
    /// Without a day.
    Undated,
}

impl Stretch {
    /// Whether what lies in it has happened.
    pub fn is_past(self) -> bool {
        !matches!(self, Self::Ahead | Self::Undated)
    }
}

/// A record of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveRow {
    /// As in a list.
    pub row: RecordRow,
    /// What the person did in it.
    pub parts: Vec<PartIn>,
    /// How many others recorded the same.
    pub joined: usize,
}

/// What somebody did in a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PartIn {
    /// The field that names them: 主持人, 徒弟, 作者.
    Field(String),
    /// 请假: they were not there.
    Leave,
    /// They only wrote it down.
    Wrote,
}

/// 约定: what was agreed, and what became of it as far as the records tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The record in which it was agreed.
    pub record: RecordId,
    /// What that is.
    pub record_type: RecordType,
    /// The other one of it; empty for one's own plan.
    pub with: String,
    /// The archive's person made it, and not the other one.
    pub given: bool,
    /// What was agreed, in the record's words.
    pub what: String,
    /// When it was agreed.
    #[serde(with = "crate::time::as_day_or_none")]
    pub made: Option<Day>,
    /// For which day.
    #[serde(with = "crate::time::as_day_or_none")]
    pub due: Option<Day>,
    /// What became of it.
    pub now: PromiseNow,
}

/// What became of a promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PromiseNow {
    /// A later record shows it.
    Kept {
        /// When.
        #[serde(with = "crate::time::as_day")]
        day: Day,
        /// After the day that was agreed.
        late: bool,
        /// Who; empty when nobody else had a part in it.
        by: String,
        /// The record that shows it.
        record: RecordId,
    },
    /// Its day has not come, or none was agreed.
    Open,
    /// Its day has passed and no record that has come in shows it. It may be done and not be here.
    Unseen,
}

/// A lesson that somebody observed: words, never marks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonSeen {
    /// When.
    #[serde(with = "crate::time::as_day")]
    pub day: Day,
    /// 课题
    pub lesson_title: String,
    /// What each observer said.
    pub said: Vec<LessonSaid>,
}

/// What one observer said of a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonSaid {
    /// The record.
    pub record: RecordId,
    /// Who.
    pub observer: String,
    /// 亮点
    pub strengths: String,
    /// 改进建议
    pub suggestions: String,
}

/// A plan or a reflection of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnWork {
    /// The record.
    pub record: RecordId,
    /// What it is.
    pub record_type: RecordType,
    /// Translation key of its kind; empty when it has none.
    pub kind_key: String,
    /// When.
    #[serde(with = "crate::time::as_day_or_none")]
    pub day: Option<Day>,
    /// The goal; the title.
    pub text: String,
}
