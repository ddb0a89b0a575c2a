//! 团队 and 成长档案 as shapes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Archive, RecordRow};
use crate::access::Role;
use crate::closure::Freshness;
use crate::id::PersonId;
use crate::person::Person;
use crate::record::Scalar;

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
    /// Whether the one who looks may answer that.
    pub may_answer: bool,
    /// People in the recycle bin.
    pub deleted: Vec<PersonChip>,
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
    /// The name, and what tells them from others of that name.
    pub called: String,
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
    /// Who: of joined people one in post, else the one with the smallest id.
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
    /// Others who may be the same person; nobody has answered.
    pub maybe_same: Vec<PersonChip>,
    /// Others who look the same and were said to be somebody else: an answer can be taken back.
    pub told_apart: Vec<PersonChip>,
    /// Whether the one who looks may answer that.
    pub may_answer: bool,
    /// What the records say of them.
    pub archive: Archive,
    /// 等我回应, where it is the page of the one who looks.
    pub awaiting: Vec<RecordRow>,
}

/// A person to tap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonChip {
    /// Who: of joined people one in post, else one whose school is known.
    pub person: PersonId,
    /// Other ids under which the same person was recorded.
    pub also: Vec<PersonId>,
    /// 姓名
    pub name: String,
    /// What tells them from another one of that name, empty when nothing does; `None`: nobody else is called so.
    pub apart: Option<String>,
    /// Pinyin initials.
    pub initials: String,
    /// The name in pinyin, to put names in order.
    pub spelled: String,
    /// 学校
    pub school: String,
    /// 乡镇
    pub township: String,
    /// 学科
    pub subject: String,
    /// Role held today.
    pub role: Option<Role>,
}
