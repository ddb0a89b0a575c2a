//! 记录 as shapes: the timeline, a record opened, what a new one opens with.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::PersonChip;
use crate::command::Problem;
use crate::guide::{ClassHour, LessonSheet, Own};
use crate::id::{PersonId, PieceHash, RecordId, Version};
use crate::lesson::Agreement;
use crate::read::{Conflict, Erasure, State};
use crate::record::Scalar;
use crate::record_type::RecordType;
use crate::sentence::Sentence;
use crate::term::TermKey;
use crate::time::Day;
use crate::view::Delivery;

/// 记录: the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordList {
    /// How many of each type the query finds, before its own type filter.
    pub counts: Vec<(RecordType, usize)>,
    /// All of them.
    pub total: usize,
    /// Groups, newest first.
    pub groups: Vec<RecordGroup>,
    /// How many rows the query finds behind those that it wants.
    pub more: usize,
    /// People in the recycle bin, when that is looked into.
    pub people: Vec<PersonChip>,
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
    /// Only of the days of this term.
    pub term: Option<TermKey>,
    /// Only so many rows from the top; all where nobody says.
    pub most: Option<usize>,
}

/// Records under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordGroup {
    /// The heading.
    pub heading: Heading,
    /// How many stand under it, wanted or not.
    pub count: usize,
    /// Newest first; of what is to come the nearest.
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
    /// Translation key of its kind, or what people read where it is a county's own; empty when unknown.
    pub kind_key: String,
    /// Translation key of its level; empty when it has none.
    pub level_key: String,
    /// 编号
    pub no: String,
    /// Its day.
    #[serde(with = "crate::time::as_day_or_none")]
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
    /// How many pictures it has.
    pub pictures: usize,
    /// How many scans.
    pub scans: usize,
    /// 状态
    pub state: State,
    /// How far it has come.
    pub tick: Tick,
    /// A draft of the one who looks to which people are asked, and that has not begun yet.
    pub planned: bool,
    /// What it lacks before it can be handed in; for drafts of the one who looks, as far as they are no plan.
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
    /// Only the open page has it: the browser refuses a disk, and closing the page loses it.
    PageOnly,
    /// ✓ 已存本机
    Saved,
    /// ✓✓ 已到服务器
    OnServer,
}

/// What the values of a record are told with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Telling {
    /// Names of everybody in it.
    pub names: BTreeMap<PersonId, String>,
    /// Schools of those who have one.
    pub schools: BTreeMap<PersonId, String>,
    /// How long one 学时 is; `None` where this release does not know the guide.
    pub class_hour: Option<ClassHour>,
    /// Pictures that the bureau erased.
    pub erased: BTreeSet<PieceHash>,
    /// The lines of the guide's rubric, by their words.
    pub marks: BTreeMap<String, String>,
    /// Titles of the records that it points at, as far as the one who looks may see them.
    pub records: BTreeMap<RecordId, String>,
    /// What the guide adds to its type.
    pub own: Own,
}

/// A record opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordDetail {
    /// As in a list.
    pub row: RecordRow,
    /// The studio's name, for paper.
    pub studio: String,
    /// How far it has come, with times and bytes.
    pub delivery: Delivery,
    /// Every field as it stands: what a form opens with and sends back as seen.
    pub fields: BTreeMap<String, Scalar>,
    /// What its values are told with.
    pub telling: Telling,
    /// The erased ones among its pictures.
    pub erasures: BTreeMap<PieceHash, Erasure>,
    /// Those of its pictures that another record shows too.
    pub elsewhere: BTreeSet<PieceHash>,
    /// Fields with two values.
    pub conflicts: Vec<Conflict>,
    /// What it lacks before it can be handed in.
    pub problems: Vec<Problem>,
    /// 一录多用: what this record already fills.
    pub outputs: Vec<Output>,
    /// Whether the one who looks may say whether two records are one.
    pub may_answer: bool,
    /// Its version; `None` while a field has two values.
    pub version: Option<Version>,
    /// In the recycle bin.
    pub deleted: bool,
    /// Put there by a phone that had not seen what is written in it now.
    pub deleted_unseen: bool,
    /// Records that are the same meeting, by answer.
    pub joined: Vec<RecordRow>,
    /// Records that may be the same meeting; nobody has answered.
    pub maybe_same: Vec<RecordRow>,
    /// Records that may look the same and were said to be others: an answer can be taken back.
    pub told_apart: Vec<RecordRow>,
    /// What was answered to it, the first answer first.
    pub replies: Vec<Reply>,
    /// Whether the one who looks may answer: any member, to what a colleague handed in.
    pub may_reply: bool,
    /// How far several observers of this lesson agree.
    pub agreement: Option<Agreement>,
}

/// 回应: an answer to a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Its own record.
    pub record: RecordId,
    /// Who answers.
    pub name: String,
    /// What they say.
    pub text: String,
    /// On which day.
    pub day: Option<Day>,
    /// By the one who looks.
    pub mine: bool,
    /// The record was changed after it was answered.
    pub older: bool,
}

/// Something that a record fills without further writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Output {
    /// A printed sheet, by its word: `sheet-<word>` is its name's translation key.
    Sheet(String),
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
    /// Fields already filled (day, place, host).
    pub fields: BTreeMap<String, Scalar>,
    /// Who was there last time: offered, never ticked unasked.
    pub suggested: Vec<PersonId>,
    /// Places used before, most recent first.
    pub places: Vec<String>,
    /// Everybody who can be chosen: members, then those met most recently, then the others.
    pub people: Vec<PersonChip>,
    /// In which lengths are typed.
    pub class_hour: ClassHour,
    /// What an observer of a lesson taps and ticks.
    pub lesson: LessonSheet,
    /// What the guide adds to its type.
    pub own: Own,
}

/// One line of a teacher, read: a form that opens with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentenceRead {
    /// What the line says, and from which words; times as they stand in the form.
    pub sentence: Sentence,
    /// What the form opens with, the guesses written over it. `None` where the line does not tell its type: it is asked.
    pub prefill: Option<Prefill>,
    /// What it would have opened with: what stands there again when a guess is taken back.
    pub usual: BTreeMap<String, Scalar>,
}
