//! The shapes of screens. They travel from the worker to the page, so they own what they say.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Delivery;
use crate::access::Role;
use crate::activity::Activity;
use crate::closure::{Forecast, Freshness, IndicatorState};
use crate::command::Problem;
use crate::id::{PersonId, RecordId, Version};
use crate::mentoring::MentoringLog;
use crate::outcome::Outcome;
use crate::person::Person;
use crate::project::Deadline;
use crate::read::{Conflict, State};
use crate::record::Scalar;
use crate::record_type::RecordType;
use crate::term::Season;
use crate::time::Day;

/// 首页
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Home {
    /// The studio's name.
    pub studio: String,
    /// Where the day stands in the school year.
    pub term: Option<TermHere>,
    /// Who looks.
    pub me: TeamMember,
    /// Progress.
    pub compass: Compass,
    /// Deadline, extension, days left or overdue.
    pub deadline: Deadline,
    /// When everything may be met.
    pub forecast: Forecast,
    /// What matters now, at most three.
    pub gaps: Vec<Gap>,
    /// 数据截至
    pub freshness: Freshness,
}

/// Where a day stands in the school year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermHere {
    /// Calendar year in which the term began.
    pub year: i32,
    /// 秋 or 春.
    pub season: Season,
    /// 第几周, of the term.
    pub week: i64,
    /// In the holidays after it: nothing is owed.
    pub holiday: bool,
}

/// The compass: one petal an indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compass {
    /// Met.
    pub met: usize,
    /// Judged: counted by this release, with a target.
    pub judged: usize,
    /// Petals in the guide's order.
    pub petals: Vec<Petal>,
}

/// A petal of the compass.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Petal {
    /// `I3`.
    pub id: String,
    /// Title.
    pub title: String,
    /// The count.
    pub value: i64,
    /// 最少
    pub target: Option<i64>,
    /// How it stands.
    pub state: IndicatorState,
    /// How full it is, 0 to 100.
    pub percent: u8,
}

/// Something that matters now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gap {
    /// A record of mine has a field with two values.
    Conflict {
        /// The record.
        record: RecordId,
        /// What it is.
        record_type: RecordType,
        /// Its title.
        title: String,
    },
    /// Rural teachers whom nobody has reached.
    Unreached {
        /// How many are missing to the target.
        missing: i64,
        /// Reached.
        value: i64,
        /// Target.
        target: i64,
        /// Where most of them are.
        townships: Vec<String>,
    },
    /// Another indicator is not met.
    Indicator {
        /// `I5`.
        id: String,
        /// Title.
        title: String,
        /// What is missing.
        missing: i64,
        /// The count.
        value: i64,
        /// Target.
        target: i64,
        /// 单位
        unit: String,
        /// People whom it lacks, when it counts people.
        names: Vec<String>,
    },
    /// A promised next meeting is due.
    NextMeeting {
        /// The guidance in which it was agreed.
        record: RecordId,
        /// With whom.
        name: String,
        /// Agreed for.
        day: Day,
        /// Last time.
        last: Option<Day>,
        /// Agreed about.
        advice: String,
    },
    /// A draft of mine is not handed in.
    Draft {
        /// The record.
        record: RecordId,
        /// What it is.
        record_type: RecordType,
        /// Its title.
        title: String,
        /// What it lacks.
        missing: Vec<Problem>,
    },
    /// Pairs that may be the same, for the chief to answer.
    Duplicates {
        /// Pairs of people.
        people: usize,
        /// Pairs of activities.
        activities: usize,
    },
}

/// 记录: the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordList {
    /// How many of each type the query finds, before its own type filter.
    pub counts: Vec<(RecordType, usize)>,
    /// All of them.
    pub total: usize,
    /// Groups, newest first.
    pub groups: Vec<RecordGroup>,
}

/// Which records to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordQuery {
    /// Only this type.
    pub record_type: Option<RecordType>,
    /// Typed text: part of a title, place or name, or its pinyin initials.
    pub text: String,
    /// Only by this author.
    pub author: Option<PersonId>,
    /// Only with this person in it.
    pub person: Option<PersonId>,
    /// Only in this state.
    pub state: Option<State>,
    /// The recycle bin instead.
    pub deleted: bool,
}

/// Records under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordGroup {
    /// The heading.
    pub heading: Heading,
    /// Newest first.
    pub rows: Vec<RecordRow>,
}

/// A heading of the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Heading {
    /// After today.
    Ahead,
    /// 今天
    Today,
    /// 本周
    ThisWeek,
    /// 上周
    LastWeek,
    /// A month.
    Month {
        /// Calendar year.
        year: i32,
        /// 1 to 12.
        month: u32,
    },
    /// Without a day.
    Undated,
}

/// A row of a list of records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordRow {
    /// The record.
    pub record: RecordId,
    /// What it is.
    pub record_type: RecordType,
    /// Its title as people call it; empty when nothing is written yet.
    pub title: String,
    /// Translation key of its kind; empty when unknown.
    pub kind_key: String,
    /// Translation key of its level; empty when it has none.
    pub level_key: String,
    /// 编号
    pub no: String,
    /// Its day.
    pub day: Option<Day>,
    /// Local time of its start, `14:30`; empty when unknown.
    pub time: String,
    /// Where; empty when it has no place.
    pub place: String,
    /// Who wrote it.
    pub author: Option<PersonId>,
    /// Their name.
    pub author_name: String,
    /// People in it, by name: attendance, mentee or authors.
    pub people: Vec<String>,
    /// 状态
    pub state: State,
    /// How far it has come.
    pub tick: Tick,
    /// What it lacks before it can be handed in; for drafts of the one who looks.
    pub missing: Vec<Problem>,
    /// Fields with two values.
    pub conflicts: usize,
    /// Whether the one who looks wrote it.
    pub mine: bool,
}

/// The ticks of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Tick {
    /// Set aside after a refusal; not lost.
    SetAside,
    /// With the server, which waits for the chief.
    Held,
    /// ✓ 已存本机
    Saved,
    /// ✓✓ 已到服务器
    OnServer,
}

/// A record opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordDetail {
    /// As in a list.
    pub row: RecordRow,
    /// How far it has come, with times and bytes.
    pub delivery: Delivery,
    /// Every field as it stands: what a form opens with and sends back as seen.
    pub fields: BTreeMap<String, Scalar>,
    /// What the trade reads in it.
    pub content: Content,
    /// Names of everybody in it.
    pub names: BTreeMap<PersonId, String>,
    /// Fields with two values.
    pub conflicts: Vec<Conflict>,
    /// What it lacks before it can be handed in.
    pub problems: Vec<Problem>,
    /// 一录多用: what this record already fills.
    pub outputs: Vec<Output>,
    /// Its version; `None` while a field has two values.
    pub version: Option<Version>,
    /// In the recycle bin.
    pub deleted: bool,
    /// Records that are the same meeting, by answer.
    pub joined: Vec<RecordRow>,
    /// Records that may be the same meeting; nobody has answered.
    pub maybe_same: Vec<RecordRow>,
}

/// The typed content of a record.
#[allow(clippy::large_enum_variant, reason = "one at a time, on its way to a screen")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// 教研活动
    Activity(Activity),
    /// 指导记录
    Mentoring(MentoringLog),
    /// 成果
    Outcome(Outcome),
}

/// Something that a record fills without further writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Output {
    /// 活动记录表
    ActivitySheet,
    /// 签到表
    SignInSheet,
    /// 学时 of so many people.
    Hours(usize),
    /// An indicator that counts it, by number.
    Indicator(usize),
    /// 成长档案 of so many people.
    Portfolio(usize),
}

/// What a new record's form opens with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prefill {
    /// Fields already filled (day, place, host, people of last time).
    pub fields: BTreeMap<String, Scalar>,
    /// Places used before, most recent first.
    pub places: Vec<String>,
    /// Everybody who can be chosen: members, then those met most recently, then the others.
    pub people: Vec<PersonChip>,
}

/// A person to tap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonChip {
    /// Who.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// Pinyin initials.
    pub initials: String,
    /// 学校
    pub school: String,
    /// 乡镇
    pub township: String,
    /// Role held today.
    pub role: Option<Role>,
}

/// 团队
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// The studio's name.
    pub studio: String,
    /// The chief, if there is one.
    pub chief: Option<TeamMember>,
    /// Assistants.
    pub assistants: Vec<TeamMember>,
    /// Backbone teachers with the rural teachers around each.
    pub backbone: Vec<Branch>,
    /// Rural teachers around nobody.
    pub others: Vec<RuralDot>,
    /// How many are reached how deeply.
    pub depths: Vec<(Depth, usize)>,
    /// Rural teachers not reached, by township, most first.
    pub unreached: Vec<TownshipGap>,
    /// Pairs of people that may be one; nobody has answered.
    pub maybe_same: Vec<PersonPair>,
    /// 数据截至
    pub freshness: Freshness,
}

/// A backbone teacher and the rural teachers around them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    /// The backbone teacher.
    pub member: TeamMember,
    /// The rural teachers.
    pub rural: Vec<RuralDot>,
}

/// A member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    /// Who.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// 学校
    pub school: String,
    /// 学科
    pub subject: String,
    /// Role held today.
    pub role: Option<Role>,
}

/// A rural teacher in the picture of the team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuralDot {
    /// Who: of joined people the one with the smallest id.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// 学校
    pub school: String,
    /// How deeply they were reached.
    pub depth: Depth,
    /// In how many records.
    pub times: usize,
}

/// How deeply a rural teacher was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Depth {
    /// 一对一指导过
    Guided,
    /// 3 次以上
    Often,
    /// 1–2 次
    Met,
    /// 还没联系
    NotYet,
}

/// Rural teachers of one township whom nobody has reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TownshipGap {
    /// 乡镇; empty when the roster does not say.
    pub township: String,
    /// How many.
    pub count: usize,
    /// How many in each school, most first.
    pub schools: Vec<(String, usize)>,
    /// Who.
    pub people: Vec<PersonChip>,
}

/// Two people who may be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonPair {
    /// One.
    pub a: PersonChip,
    /// The other.
    pub b: PersonChip,
}

/// 成长档案 of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonPage {
    /// Who.
    pub person: PersonId,
    /// As the roster describes them.
    pub content: Person,
    /// Every field as it stands, for the form.
    pub fields: BTreeMap<String, Scalar>,
    /// Role held today.
    pub role: Option<Role>,
    /// In the recycle bin.
    pub deleted: bool,
    /// Others in the roster who are the same person, by answer.
    pub joined: Vec<PersonChip>,
    /// Activities attended.
    pub attended: usize,
    /// 学时, in minutes.
    pub minutes: i64,
    /// Guidance received, by dimension (`dimension-craft`, count).
    pub guided: Vec<(String, usize)>,
    /// Guidance given.
    pub guiding: usize,
    /// Outcomes as an author.
    pub outcomes: usize,
    /// Everything about them, newest first.
    pub records: Vec<RecordRow>,
}

/// 我的: what core knows of the one who looks; the engine adds sync, storage and devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Who.
    pub member: TeamMember,
    /// The studio's name.
    pub studio: String,
    /// Records written.
    pub records: usize,
    /// Of them not handed in.
    pub drafts: usize,
    /// Of the drafts those that lack something.
    pub unready: usize,
    /// In the recycle bin.
    pub deleted: usize,
}
