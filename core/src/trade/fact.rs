//! Facts about records: handed in, thrown away, the same person, the same meeting. A fact is a
//! record; it can be withdrawn, never removed. States are computed from facts, never stored.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::access::DocKind;
use crate::form::{PLAIN, Type};
use crate::id::{DocId, PersonId, RecordId, Version};
use crate::record::{Record, Scalar};
use crate::record_type::RecordType;

/// Fact: handed in.
pub(super) const SUBMITTED: Type = Type { word: "submitted", lies_in: &[DocKind::Journal], ..PLAIN };
/// Fact: in the recycle bin.
pub(super) const DELETED: Type =
    Type { word: "deleted", lies_in: &[DocKind::Charter, DocKind::Roster, DocKind::Journal], ..PLAIN };
/// Fact: two people are one, or not.
pub(super) const SAME_PERSON: Type = Type { word: "same_person", lies_in: &[DocKind::Charter], ..PLAIN };
/// Fact: two activities are one, or not.
pub(super) const SAME_ACTIVITY: Type = Type { word: "same_activity", lies_in: &[DocKind::Charter], ..PLAIN };
/// Fact: two records of one type of work are one thing, or not. Meetings have a word of their own, from before.
pub(super) const SAME_WORK: Type = Type { word: "same_work", lies_in: &[DocKind::Charter], ..PLAIN };

/// A statement about one record or about two things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Statement {
    /// This version of a record was handed in.
    Submitted {
        /// The record.
        record: RecordId,
        /// The version that its author had before their eyes.
        version: Option<Version>,
    },
    /// The record lies in the recycle bin.
    Deleted {
        /// The record.
        record: RecordId,
        /// The version that its author had before their eyes; `None` from a release that did not say, or while a field
        /// had two values.
        version: Option<Version>,
    },
    /// Two people are one, or are said not to be.
    SamePerson {
        /// One.
        a: PersonId,
        /// The other.
        b: PersonId,
        /// `false` when someone looked and said no.
        same: bool,
    },
    /// Two records of work are one thing (a meeting, a paper), or are said not to be.
    SameWork {
        /// One.
        a: RecordId,
        /// The other.
        b: RecordId,
        /// `false` when someone looked and said no.
        same: bool,
    },
}

/// A fact as read from its record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Its own record id.
    pub id: RecordId,
    /// Where it lies: it counts only beside the record it speaks of.
    pub kind: DocKind,
    /// Whose journal it lies in.
    pub owner: Option<PersonId>,
    /// The document.
    pub doc: DocId,
    /// What it says.
    pub statement: Statement,
    /// Taken back.
    pub withdrawn: bool,
}

impl Statement {
    /// The statement of a fact record; `None` when the record is none or says too little.
    pub fn read(record: &Record) -> Option<Self> {
        match RecordType::from_word(record.type_word())? {
            RecordType::Submitted => {
                Some(Self::Submitted { record: target(record, "record")?, version: version(record) })
            }
            RecordType::Deleted => Some(Self::Deleted { record: target(record, "record")?, version: version(record) }),
            RecordType::SamePerson => Some(Self::SamePerson {
                a: record.str("a")?.parse().ok()?,
                b: record.str("b")?.parse().ok()?,
                same: same(record),
            }),
            RecordType::SameActivity | RecordType::SameWork => {
                Some(Self::SameWork { a: target(record, "a")?, b: target(record, "b")?, same: same(record) })
            }
            _ => None,
        }
    }
}

impl Statement {
    /// The one record that it speaks of, if it speaks of one.
    fn about(&self) -> Option<RecordId> {
        match self {
            Self::Submitted { record, .. } | Self::Deleted { record, .. } => Some(*record),
            Self::SamePerson { .. } | Self::SameWork { .. } => None,
        }
    }
}

fn target(record: &Record, key: &str) -> Option<RecordId> {
    record.str(key)?.parse().ok()
}

fn version(record: &Record) -> Option<Version> {
    match record.get("version")? {
        Scalar::Bytes(bytes) => Version::try_from(bytes.as_slice()).ok(),
        _ => None,
    }
}

fn same(record: &Record) -> bool {
    record.get("same").and_then(Scalar::as_bool).unwrap_or(true)
}

/// Every fact of a studio, with the ways to ask it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    by_id: BTreeMap<RecordId, Fact>,
    about: BTreeMap<RecordId, BTreeSet<RecordId>>,
}

impl Facts {
    /// Takes a fact in, in place of an older reading of the same record. Gives the records that
    /// either of them speaks of: their states may be others now. Of two facts under one id the one
    /// in the document with the smaller id is read.
    pub(crate) fn put(&mut self, fact: Fact) -> BTreeSet<RecordId> {
        if self.by_id.get(&fact.id).is_some_and(|held| held.doc < fact.doc) {
            return BTreeSet::new();
        }
        let mut touched = self.forget(fact.id, fact.doc);
        if let Some(record) = fact.statement.about() {
            self.about.entry(record).or_default().insert(fact.id);
            touched.insert(record);
        }
        self.by_id.insert(fact.id, fact);
        touched
    }

    /// Drops the reading of a record that no longer states anything, or a reading from a document
    /// with a greater id. Gives the record that it spoke of.
    pub(crate) fn forget(&mut self, id: RecordId, doc: DocId) -> BTreeSet<RecordId> {
        if self.by_id.get(&id).is_some_and(|held| held.doc < doc) {
            return BTreeSet::new();
        }
        let about = self.by_id.remove(&id).and_then(|fact| fact.statement.about());
        if let Some(record) = about
            && let Some(ids) = self.about.get_mut(&record)
        {
            ids.remove(&id);
            if ids.is_empty() {
                self.about.remove(&record);
            }
        }
        about.into_iter().collect()
    }

    /// Every fact, withdrawn ones too.
    pub fn iter(&self) -> impl Iterator<Item = &Fact> {
        self.by_id.values()
    }

    /// The facts in force about a record, as far as they lie where its own writers write.
    pub fn about(&self, record: RecordId, kind: DocKind, owner: Option<PersonId>) -> impl Iterator<Item = &Fact> {
        self.about
            .get(&record)
            .into_iter()
            .flatten()
            .filter_map(|id| self.by_id.get(id))
            .filter(move |fact| !fact.withdrawn && fact.kind == kind && fact.owner == owner)
    }

    /// Pairs of people in force, with what was said of them.
    pub fn person_pairs(&self) -> impl Iterator<Item = (&Fact, PersonId, PersonId, bool)> {
        self.by_id.values().filter(|fact| !fact.withdrawn).filter_map(|fact| match fact.statement {
            Statement::SamePerson { a, b, same } => Some((fact, a, b, same)),
            _ => None,
        })
    }

    /// Pairs of records of work in force, with what was said of them.
    pub fn work_pairs(&self) -> impl Iterator<Item = (&Fact, RecordId, RecordId, bool)> {
        self.by_id.values().filter(|fact| !fact.withdrawn).filter_map(|fact| match fact.statement {
            Statement::SameWork { a, b, same } => Some((fact, a, b, same)),
            _ => None,
        })
    }
}
