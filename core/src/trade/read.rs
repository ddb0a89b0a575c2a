//! The read model: every record of a studio as kept, with states computed from facts. Rebuilt from
//! documents at any time; nothing of it is stored or sent.

mod erased;
mod found;
mod kept;
pub(crate) mod naming;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use erased::{Eraser, Erasure};
pub use found::Reading;
pub use kept::{Conflict, Kept, State, Typed};

use crate::access::{DocKind, Role};
use crate::activity::Activity;
use crate::fact::{Fact, Facts, Statement};
use crate::guide::Own;
use crate::id::{PersonId, PieceHash, RecordId};
use crate::mentoring::MentoringLog;
use crate::outcome::Outcome;
use crate::person::Person;
use crate::profile::Profile;
use crate::project::Terms;
use crate::record::{Record, Scalar};
use crate::record_type::RecordType;
use crate::time::{Day, HalfYear, Millis};
use kept::{kept, settle};

/// What a record's document is, as far as the trade cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocMeta {
    /// Kind of document.
    pub kind: DocKind,
    /// Whose journal; `None` for charter and roster.
    pub owner: Option<PersonId>,
    /// Half-year of a journal.
    pub half_year: Option<HalfYear>,
}

/// A person's role over a span of days, from the studio's decisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    /// First day.
    #[serde(with = "crate::time::as_day")]
    pub since: Day,
    /// Last day, once the role ended.
    #[serde(with = "crate::time::as_day_or_none")]
    pub until: Option<Day>,
}

impl Member {
    /// Whether the role is held on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.since <= day && self.until.is_none_or(|last| day <= last)
    }
}

/// What the studio's decisions say, beside its records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StudioFacts {
    /// The studio's name when it was founded; the charter's profile overrides it.
    pub name: String,
    /// Roles, past ones too.
    pub members: Vec<Member>,
    /// Names given with invitations, for members whom the roster does not describe yet.
    pub names: BTreeMap<PersonId, String>,
    /// The newest terms of the project.
    pub terms: Option<Terms>,
    /// Pictures that the bureau erased, and since when.
    pub erased: BTreeMap<PieceHash, Millis>,
}

/// Everything of a studio that screens, pages and closure read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadModel {
    /// What the decisions say.
    pub studio: StudioFacts,
    /// Every shown record by its type. Not by its id alone: nobody hides a colleague's record, or a person, by writing
    /// a record of another type under the same id.
    records: BTreeMap<RecordType, BTreeMap<RecordId, Kept>>,
    /// Facts.
    pub facts: Facts,
    /// What the guide of the project adds to the types.
    pub own: Own,
    pub(crate) naming: naming::Naming,
}

impl ReadModel {
    /// A studio without records.
    pub fn of_studio(studio: StudioFacts) -> Self {
        Self { studio, ..Self::default() }
    }

    /// The read model of these records. The order of the records does not matter.
    pub fn build<'a>(studio: StudioFacts, records: impl IntoIterator<Item = (&'a Record, &'a DocMeta)>) -> Self {
        let mut model = Self::of_studio(studio);
        for (record, meta) in records {
            model.put(record, meta);
        }
        model
    }

    /// Takes in a record as it stands now, in place of its older reading. A record of an unknown
    /// type, or in a document where its type does not belong, is not shown.
    pub fn put(&mut self, record: &Record, meta: &DocMeta) {
        self.naming = naming::Naming::default();
        let Some(of) = RecordType::from_word(record.type_word()).filter(|of| of.fits(meta.kind)) else {
            return;
        };
        if of.says().fields.is_empty() {
            return self.put_fact(record, meta);
        }
        let held = self.records.entry(of).or_default();
        // An id that two documents hold is read from the one with the smaller id, so that every reader sees the same.
        if held.get(&record.id).is_none_or(|held| record.doc <= held.doc) {
            held.insert(record.id, kept(&self.facts, record, meta, of));
        }
    }

    fn put_fact(&mut self, record: &Record, meta: &DocMeta) {
        let touched = match Statement::read(record) {
            None => self.facts.forget(record.id, record.doc),
            Some(statement) => self.facts.put(Fact {
                id: record.id,
                kind: meta.kind,
                owner: meta.owner,
                doc: record.doc,
                statement,
                withdrawn: record.get("withdrawn").and_then(Scalar::as_bool) == Some(true),
            }),
        };
        for id in touched {
            for held in self.records.values_mut() {
                if let Some(kept) = held.get_mut(&id) {
                    settle(kept, &self.facts);
                }
            }
        }
    }

    /// Every record of a type, deleted ones too, by id.
    pub fn each(&self, of: RecordType) -> impl Iterator<Item = &Kept> {
        self.records.get(&of).into_iter().flat_map(BTreeMap::values)
    }

    /// A record of a type.
    pub fn get(&self, of: RecordType, id: RecordId) -> Option<&Kept> {
        self.records.get(&of)?.get(&id)
    }

    /// A record of any shown type.
    pub fn find(&self, id: RecordId) -> Option<&Kept> {
        self.records.values().find_map(|held| held.get(&id))
    }

    /// Every record of work, deleted ones too.
    pub fn works(&self) -> impl Iterator<Item = &Kept> {
        RecordType::work().flat_map(|of| self.each(of))
    }

    /// Every record that may hold pictures or scans, deleted ones too.
    pub fn with_files(&self) -> impl Iterator<Item = &Kept> {
        self.works().chain(self.each(RecordType::Filed))
    }

    /// 教研活动
    pub fn activities(&self) -> impl Iterator<Item = Typed<'_, Activity>> {
        self.each(RecordType::Activity).filter_map(Kept::activity)
    }

    /// One 教研活动.
    pub fn activity(&self, id: RecordId) -> Option<Typed<'_, Activity>> {
        self.get(RecordType::Activity, id)?.activity()
    }

    /// 指导记录
    pub fn mentoring(&self) -> impl Iterator<Item = Typed<'_, MentoringLog>> {
        self.each(RecordType::Mentoring).filter_map(Kept::mentoring)
    }

    /// 成果
    pub fn outcomes(&self) -> impl Iterator<Item = Typed<'_, Outcome>> {
        self.each(RecordType::Outcome).filter_map(Kept::outcome)
    }

    /// 人员, deleted ones too.
    pub fn people(&self) -> impl Iterator<Item = (PersonId, Typed<'_, Person>)> {
        self.each(RecordType::Person).filter_map(|kept| Some((PersonId(kept.id.0), kept.person()?)))
    }

    /// One of 人员, deleted or not.
    pub fn person(&self, person: PersonId) -> Option<Typed<'_, Person>> {
        self.get(RecordType::Person, RecordId(person.0))?.person()
    }

    /// The studio's own description; the first-born one.
    pub fn profile(&self) -> Option<Typed<'_, Profile>> {
        self.each(RecordType::Profile).next()?.profile()
    }

    /// The studio's name: its own, else the one it was founded under.
    pub fn studio_name(&self) -> &str {
        self.profile()
            .map(|profile| profile.content.name.as_str())
            .filter(|name| !name.is_empty())
            .unwrap_or(&self.studio.name)
    }

    /// A person's name; empty when nobody knows it.
    pub fn name_of(&self, person: PersonId) -> &str {
        self.person(person)
            .map(|person| person.content.name.as_str())
            .filter(|name| !name.is_empty())
            .or_else(|| self.studio.names.get(&person).map(String::as_str))
            .unwrap_or_default()
    }

    /// The role that a person holds on a day.
    pub fn role_on(&self, person: PersonId, day: Day) -> Option<Role> {
        self.studio.members.iter().filter(|m| m.person == person && m.holds_on(day)).map(|m| m.role).min()
    }

    /// The role that a person holds now by a phone's clock: where that is behind, a role that is known was given all the
    /// same.
    pub fn role_now(&self, person: PersonId, today: Day) -> Option<Role> {
        let given = self.studio.members.iter().filter(|m| m.person == person && today < m.since && m.until.is_none());
        self.role_on(person, today).or_else(|| given.map(|m| m.role).min())
    }

    /// The people of the roster who are not in the recycle bin.
    pub fn roster(&self) -> impl Iterator<Item = (PersonId, &Person)> {
        self.people().filter(|(_, kept)| !kept.deleted).map(|(id, kept)| (id, kept.content))
    }
}
