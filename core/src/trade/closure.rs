//! 结项: how far a studio is, judged by the guide over the read model on a day. Pure; a number
//! never stands without what it counts and how fresh it is.
//!
//! A record counts when it was handed in (a later edit does not undo that), is not in the recycle
//! bin, and its day is not in the future. A draft never counts. Joined people are one person, joined
//! activities one meeting.
//!
//! | what | counts |
//! |---|---|
//! | in post | people who hold the role today |
//! | rural teachers reached | people of the roster with no role today and none on the record's day, who were there at an activity or were guided |
//! | backbone teachers guided | those whom the chief guided in the term; both by the roles of that day |
//! | young teachers guided | people of the roster, not known to be older, guided in all three dimensions |
//! | townships covered | townships that the roster names for the rural teachers reached; 柳河 and 柳河乡 are one |
//! | the records of a type | what a row of the guide asks for: which of them, what is one thing (a meeting, a person, a township), what it is worth, at most how much |
//!
//! Attendances of people whom the roster does not hold count nowhere and are named as unknown.

pub(crate) mod count;
pub(crate) mod duplicates;
pub(crate) mod evidence;
mod forecast;
mod left_out;
mod missing;
mod page;
pub(crate) mod papers;
pub(crate) mod report;
pub(crate) mod roster;
mod rows;
mod steps;
pub(crate) mod township;

pub use left_out::{LeftOut, Why};
pub use missing::{Lacking, LackingPerson, LackingTownship, Offer};
pub(crate) use page::past_terms;
pub use page::{Doubt, IndicatorPage, indicator_page, indicator_page_then, indicators_of, report_then};
pub use papers::{DeliverableStand, PaperStand};
pub use report::{fresh, report};
pub use steps::{OnTheSteps, StepHead, StepTaken};

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::guide::{Count, Period, Source};
use crate::id::{DocId, PersonId, RecordId};
use crate::project::Deadline;
use crate::read::State;
use crate::record_type::RecordType;
use crate::term::{Now, TermKey};
use crate::time::{Day, Millis};

/// How far a studio is toward closure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosureReport {
    /// The studio's name.
    pub studio: String,
    /// The project's name; empty when no terms are known.
    pub project: String,
    /// Number of the direction.
    pub direction: u8,
    /// Name of the direction.
    pub direction_name: String,
    /// The day for which it was computed.
    #[serde(with = "crate::time::as_day")]
    pub today: Day,
    /// Term or holiday.
    pub now: Now,
    /// Deadline, extension, days left or overdue.
    pub deadline: Deadline,
    /// 收回经费: what is taken back when the project is not closed as required, in 分.
    pub money_at_risk_fen: i64,
    /// The chief, if there is one.
    pub chief: Option<PersonRef>,
    /// Indicators in the guide's order.
    pub indicators: Vec<Indicator>,
    /// 材料: the papers of the direction, in the guide's order.
    pub papers: Vec<PaperStand>,
    /// 预期成果: what must be handed in, and how far it is.
    pub deliverables: Vec<DeliverableStand>,
    /// The indicator that says how many are reached of those for whom it all is, by its place; none where nobody asks.
    pub reach: Option<usize>,
    /// The steps that each of those takes; empty where the guide names none.
    pub steps: Vec<StepHead>,
    /// Each of those with their steps, those first who have most before them.
    pub on_steps: Vec<OnTheSteps>,
    /// Indicators that are met, of those that this release counts and that have a target.
    pub met: usize,
    /// Indicators that this release counts and that have a target.
    pub judged: usize,
    /// 还要另交: short titles of the indicators that this release does not count. Whoever closes hands them in apart.
    pub apart: Vec<String>,
    /// When everything that is judged may be met, and what holds it up.
    pub outlook: Outlook,
    /// Terms that are over and can be asked for, the latest first.
    pub past: Vec<TermKey>,
    /// 数据截至
    pub freshness: Freshness,
}

impl ClosureReport {
    /// The indicator that says how many are reached of those for whom it all is.
    pub fn reached(&self) -> Option<&Indicator> {
        self.indicators.get(self.reach?)
    }

    /// Whether nothing is missing and nothing is left to hand in apart.
    pub fn is_ready(&self) -> bool {
        self.is_met() && self.apart.is_empty()
    }

    /// Whether everything that is judged is met.
    pub fn is_met(&self) -> bool {
        self.judged > 0 && self.met == self.judged
    }
}

/// One indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// `I3`.
    pub id: String,
    /// Place in the list, from 1.
    pub number: usize,
    /// Title on a row.
    pub title: String,
    /// Title in a narrow column.
    pub short: String,
    /// 单位
    pub unit: String,
    /// What it counts.
    pub count: Count,
    /// The count. Means nothing when `state` is [`IndicatorState::NotCounted`].
    pub value: i64,
    /// The same over the other span, where there is one: of a term's number the whole project's, of a project's number
    /// this term's.
    pub beside: Option<i64>,
    /// Over which days it counts.
    pub period: Period,
    /// The term that is over and for which it is asked; `None` for what stands today.
    pub closed_term: Option<TermKey>,
    /// 最少
    pub target: Option<i64>,
    /// Where the target comes from.
    pub target_source: Source,
    /// How it stands.
    pub state: IndicatorState,
    /// How it is counted, in a sentence.
    pub note: String,
    /// From which day it counts; `None` when it asks only for today.
    #[serde(with = "crate::time::as_day_or_none")]
    pub from: Option<Day>,
    /// When it may be met.
    pub forecast: Forecast,
    /// Records behind the number, newest first.
    pub evidence: Vec<EvidenceRef>,
    /// People behind the number, when it counts people.
    pub people: Vec<CountedPerson>,
    /// Parts of the number, when it has parts (levels, dimensions).
    pub parts: Vec<Part>,
    /// Pairs among what is counted that may be the same and that nobody has answered.
    pub possible_duplicates: usize,
    /// Records that were joined with another one and counted once.
    pub merged: usize,
    /// Attendances of people whom the roster does not know; they are not counted.
    pub unknown_people: usize,
}

impl Indicator {
    /// Whether it is counted against a target.
    pub fn is_judged(&self) -> bool {
        !matches!(self.state, IndicatorState::NoTarget | IndicatorState::NotCounted)
    }

    /// 示例: judged by a target that nobody but the county can set.
    pub fn is_example(&self) -> bool {
        self.is_judged() && self.target_source == Source::Example
    }

    /// What is still missing; 0 when it is met or asks for nothing.
    pub fn missing(&self) -> i64 {
        self.target.map_or(0, |target| (target - self.value).max(0))
    }
}

/// How an indicator stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum IndicatorState {
    /// 达标
    Met,
    /// 推进中: something is there.
    OnTheWay,
    /// 缺: nothing is there.
    Missing,
    /// Nobody set a target: only shown.
    NoTarget,
    /// 本版还不统计
    NotCounted,
}

/// When something may be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Forecast {
    /// It is.
    Met,
    /// About this day, if the pace of the term goes on.
    About(Day),
    /// Not before the term ends, at this pace; the next term begins at nothing.
    NotThisTerm,
    /// Too little to say.
    Unknown,
}

/// When everything that is judged may be met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlook {
    /// Of all of them; unknown as soon as one is.
    pub forecast: Forecast,
    /// The last day among those that have one.
    #[serde(with = "crate::time::as_day_or_none")]
    pub last: Option<Day>,
    /// How many days that is after the last day that counts; 0 when it is not.
    pub days_late: i64,
    /// What holds it up, when the deadline or the term ends first: what would help most.
    pub held_up_by: Option<HeldUp>,
    /// Short titles of the indicators that wait for papers to be written: nobody can say how long that takes, so the
    /// forecast is that of the others.
    pub unwritten: Vec<String>,
}

/// The indicator that holds everything up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldUp {
    /// `I3`.
    pub id: String,
    /// Title on a row.
    pub title: String,
    /// What is missing.
    pub missing: i64,
    /// 单位
    pub unit: String,
    /// Where its target comes from.
    pub target_source: Source,
}

/// A part of a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Translation key of its name (`level-county`, `dimension-ethics`); empty when it is named.
    pub label_key: String,
    /// Its own name (a township); empty when it has a key.
    pub name: String,
    /// Its count.
    pub count: i64,
}

impl Part {
    /// A part with a name of its own.
    pub(crate) fn named(name: String, count: i64) -> Self {
        Self { label_key: String::new(), name, count }
    }
}

/// A record behind a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceRef {
    /// The record.
    pub record: RecordId,
    /// Its document.
    pub doc: DocId,
    /// What it is.
    pub record_type: RecordType,
    /// Its title, as people call it.
    pub title: String,
    /// Translation key of its kind; empty when unknown.
    pub kind_key: String,
    /// Its day.
    #[serde(with = "crate::time::as_day_or_none")]
    pub day: Option<Day>,
    /// Where; empty when it has no place.
    pub place: String,
    /// Who recorded it.
    pub author: Option<PersonId>,
    /// Their name.
    pub author_name: String,
    /// How many people were there.
    pub people: usize,
    /// 状态
    pub state: State,
    /// Other records joined with this one and counted once.
    pub joined: Vec<RecordId>,
}

/// A person with what people need to recognise them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRef {
    /// Who.
    pub person: Option<PersonId>,
    /// 姓名
    pub name: String,
    /// 学校
    pub school: String,
    /// 乡镇
    pub township: String,
}

/// A person behind a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedPerson {
    /// Who: of joined people one in post, else the one with the smallest id.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// 学校
    pub school: String,
    /// 乡镇
    pub township: String,
    /// In how many records.
    pub times: usize,
}

/// 数据截至, as a whole and for each member.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freshness {
    /// The oldest last sync among members whose data is fresh: everybody's work up to here is in.
    pub as_of: Option<Millis>,
    /// Every member in post, stale ones first.
    pub members: Vec<MemberFreshness>,
    /// Work that the server keeps and that counts nowhere until it is let in, by author; only the server knows it all.
    pub held: Vec<HeldOf>,
}

/// Work of one person that waits to be let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldOf {
    /// Whose.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// How many changes.
    pub changes: usize,
}

/// A phone that may hold work which has not come in: trusted, and silent while another one of the same person synced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SilentPhone {
    /// What its owner calls it; empty when it has no name.
    pub name: String,
    /// When it last synced.
    pub last_sync: Millis,
}

impl Freshness {
    /// Members whose data has not come in.
    pub fn stale(&self) -> impl Iterator<Item = &MemberFreshness> {
        self.members.iter().filter(|m| m.stale)
    }

    /// Members one of whose phones may hold work that has not come in, though another one synced.
    pub fn with_silent_phones(&self) -> impl Iterator<Item = &MemberFreshness> {
        self.members.iter().filter(|m| !m.stale && !m.silent.is_empty())
    }

    /// Whether something is known to be missing or to wait.
    pub fn lacks_something(&self) -> bool {
        self.stale().next().is_some() || self.with_silent_phones().next().is_some() || !self.held.is_empty()
    }
}

/// 数据截至 for one member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberFreshness {
    /// Who.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// 学校
    pub school: String,
    /// Role.
    pub role: Role,
    /// Last sync; `None` when no device of theirs ever synced.
    pub last_sync: Option<Millis>,
    /// 数据截至: up to when everything is in that the phones hold which they use; not after `last_sync`.
    pub whole: Option<Millis>,
    /// Longer than [`STALE_DAYS`] ago, or never.
    pub stale: bool,
    /// Other phones of theirs that may hold work; only the server knows them.
    pub silent: Vec<SilentPhone>,
}

/// Days without a sync after which a member's data counts as not in yet.
pub const STALE_DAYS: i64 = 3;
