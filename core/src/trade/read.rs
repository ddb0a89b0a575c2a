//! The typed read model: a studio's records as the trade sees them. Built from records by a pure
//! function, the same on phone and server; it judges nobody and knows no screen.

mod found;
mod kept;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use found::Found;
pub use kept::{Conflict, Kept, State};

use crate::access::{DocKind, Role};
use crate::activity::Activity;
use crate::fact::{Fact, Facts, Statement};
use crate::id::{PersonId, RecordId};
use crate::mentoring::MentoringLog;
use crate::outcome::Outcome;
use crate::person::Person;
use crate::profile::Profile;
use crate::project::Terms;
use crate::record::{Record, Scalar};
use crate::record_type::RecordType;
use crate::time::{Day, HalfYear};
use kept::{keep, kept, settle};

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
    pub since: Day,
    /// Last day, once the role ended.
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
}

/// Everything of a studio that screens, pages and closure read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadModel {
    /// What the decisions say.
    pub studio: StudioFacts,
    /// The studio's own description; the first-born one.
    pub profile: Option<Kept<Profile>>,
    /// 人员, deleted ones too.
    pub people: BTreeMap<PersonId, Kept<Person>>,
    /// 教研活动
    pub activities: BTreeMap<RecordId, Kept<Activity>>,
    /// 指导记录
    pub mentoring: BTreeMap<RecordId, Kept<MentoringLog>>,
    /// 成果
    pub outcomes: BTreeMap<RecordId, Kept<Outcome>>,
    /// Facts.
    pub facts: Facts,
}

impl ReadModel {
    /// The read model of these records. The order of the records does not matter.
    pub fn build<'a>(studio: StudioFacts, records: impl IntoIterator<Item = (&'a Record, &'a DocMeta)>) -> Self {
        let mut model = Self { studio, ..Self::default() };
        for (record, meta) in records {
            model.put(record, meta);
        }
        model
    }

    /// Takes in a record as it stands now, in place of its older reading. A record of an unknown
    /// type, or in a document where its type does not belong, is not shown.
    pub fn put(&mut self, record: &Record, meta: &DocMeta) {
        let Some(kind) = RecordType::from_word(record.type_word()) else {
            return;
        };
        if !kind.fits(meta.kind) {
            return;
        }
        let facts = &self.facts;
        match kind {
            RecordType::Activity => keep(&mut self.activities, facts, record, meta, Activity::read),
            RecordType::Mentoring => {
                keep(&mut self.mentoring, facts, record, meta, MentoringLog::read);
            }
            RecordType::Outcome => keep(&mut self.outcomes, facts, record, meta, Outcome::read),
            RecordType::Person => self.put_person(record, meta),
            RecordType::Profile => self.put_profile(record, meta),
            RecordType::Submitted | RecordType::Deleted | RecordType::SamePerson | RecordType::SameActivity => {
                self.put_fact(record, meta)
            }
            RecordType::Reply => {}
        }
    }

    fn put_person(&mut self, record: &Record, meta: &DocMeta) {
        let kept = kept(&self.facts, record, meta, Person::read);
        self.people.insert(PersonId(record.id.0), kept);
    }

    fn put_profile(&mut self, record: &Record, meta: &DocMeta) {
        let older = self.profile.as_ref().is_some_and(|held| held.id != record.id && held.id < record.id);
        if !older {
            self.profile = Some(kept(&self.facts, record, meta, Profile::read));
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
            self.settle(id);
        }
    }

    /// Computes the state of a record anew after a fact about it came in.
    fn settle(&mut self, id: RecordId) {
        let facts = &self.facts;
        if let Some(kept) = self.activities.get_mut(&id) {
            settle(kept, facts);
        }
        if let Some(kept) = self.mentoring.get_mut(&id) {
            settle(kept, facts);
        }
        if let Some(kept) = self.outcomes.get_mut(&id) {
            settle(kept, facts);
        }
        if let Some(kept) = self.people.get_mut(&PersonId(id.0)) {
            settle(kept, facts);
        }
    }

    /// The studio's name: its own, else the one it was founded under.
    pub fn studio_name(&self) -> &str {
        self.profile
            .as_ref()
            .map(|p| p.content.name.as_str())
            .filter(|name| !name.is_empty())
            .unwrap_or(&self.studio.name)
    }

    /// A person's name; empty when nobody knows it.
    pub fn name_of(&self, person: PersonId) -> &str {
        self.people
            .get(&person)
            .map(|p| p.content.name.as_str())
            .filter(|name| !name.is_empty())
            .or_else(|| self.studio.names.get(&person).map(String::as_str))
            .unwrap_or_default()
    }

    /// The role that a person holds on a day.
    pub fn role_on(&self, person: PersonId, day: Day) -> Option<Role> {
        self.studio.members.iter().filter(|m| m.person == person && m.holds_on(day)).map(|m| m.role).min()
    }

    /// The people of the roster who are not in the recycle bin.
    pub fn roster(&self) -> impl Iterator<Item = (PersonId, &Person)> {
        self.people.iter().filter(|(_, kept)| !kept.deleted).map(|(id, kept)| (*id, &kept.content))
    }

    /// Where a record lies and what it is, for a record of any shown type.
    pub fn find(&self, id: RecordId) -> Option<Found<'_>> {
        None.or_else(|| self.activities.get(&id).map(Found::Activity))
            .or_else(|| self.mentoring.get(&id).map(Found::Mentoring))
            .or_else(|| self.outcomes.get(&id).map(Found::Outcome))
            .or_else(|| self.people.get(&PersonId(id.0)).map(Found::Person))
            .or_else(|| self.profile.as_ref().filter(|p| p.id == id).map(Found::Profile))
    }
}
