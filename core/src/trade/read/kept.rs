//! A record as kept: its fields, state computed from facts, conflicts, what counting reads in it. It decides nothing else.

use std::ops::Deref;

use serde::{Deserialize, Serialize};

use super::{DocMeta, Reading};
use crate::fact::{Facts, Statement};
use crate::id::{DeviceId, DocId, PersonId, RecordId, Version};
use crate::record::{Record, Scalar};
use crate::record_type::RecordType;
use crate::time::Day;
use crate::tolerant::{self, Fields};

/// 状态, computed from facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum State {
    /// 草稿: never handed in, or taken back.
    Draft,
    /// 已提交: the version that stands is the one handed in.
    Submitted,
    /// 提交后有改动: handed in, and changed since.
    Edited,
}

impl State {
    /// Whether it was handed in: only such records count for closure.
    pub fn handed_in(self) -> bool {
        self != Self::Draft
    }

    /// The translation key of its label.
    pub fn label_key(self) -> &'static str {
        match self {
            Self::Draft => "state-draft",
            Self::Submitted => "state-submitted",
            Self::Edited => "state-edited",
        }
    }
}

/// One field with several values: two phones changed it without knowing of each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Flat key.
    pub key: String,
    /// Values with the device that wrote each; the last one is shown meanwhile.
    pub values: Vec<(DeviceId, Scalar)>,
}

/// A record as kept, with all that is true of any record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its id.
    pub id: RecordId,
    /// What it is.
    pub record_type: RecordType,
    /// Its document.
    pub doc: DocId,
    /// What that document is.
    pub meta: DocMeta,
    /// The device that gave birth to it.
    pub born_on: DeviceId,
    /// Its version; `None` while a field has two values.
    pub version: Option<Version>,
    /// When it was last written, as its document counts: of two in one document the later one has the greater number.
    pub written: u64,
    /// 状态
    pub state: State,
    /// In the recycle bin.
    pub deleted: bool,
    /// Fields with two values.
    pub conflicts: Vec<Conflict>,
    /// 编号; empty when it has none.
    pub no: String,
    /// Every field as it stands, for forms and for unknown fields.
    pub fields: Fields,
    /// What counting reads in it.
    pub reading: Reading,
}

impl Kept {
    /// The author: whose journal it lies in.
    pub fn owner(&self) -> Option<PersonId> {
        self.meta.owner
    }

    /// Whether it counts: handed in, where its type is, and not thrown away.
    pub fn counts(&self) -> bool {
        (self.state.handed_in() || !self.record_type.says().work) && !self.deleted
    }

    /// Whether it was thrown away by somebody who had not seen what is written in it now: edited on another phone meanwhile.
    pub fn deleted_unseen(&self, facts: &Facts) -> bool {
        let about = facts.about(self.id, self.meta.kind, self.meta.owner);
        let seen: Vec<Option<Version>> = about
            .filter_map(
                |fact| if let Statement::Deleted { version, .. } = fact.statement { Some(version) } else { None },
            )
            .collect();
        self.deleted
            && seen.iter().any(Option::is_some)
            && self.version.is_none_or(|version| !seen.contains(&Some(version)))
    }

    /// Its day, by its face.
    pub fn day(&self) -> Option<Day> {
        tolerant::day(&self.fields, self.record_type.says().face.day)
    }

    /// The day on which it happened, for work that happens on a day.
    pub fn event_day(&self) -> Option<Day> {
        self.day().filter(|_| self.record_type.says().happens)
    }
}

/// A record read as one type: the record itself, with its content beside it.
#[derive(Debug)]
pub struct Typed<'a, T> {
    /// The record.
    pub kept: &'a Kept,
    /// What the trade reads in it.
    pub content: &'a T,
}

impl<T> Clone for Typed<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Typed<'_, T> {}

impl<T> Deref for Typed<'_, T> {
    type Target = Kept;

    fn deref(&self) -> &Kept {
        self.kept
    }
}

pub(super) fn kept(facts: &Facts, record: &Record, meta: &DocMeta, of: RecordType) -> Kept {
    let fields = record.standing();
    let mut kept = Kept {
        id: record.id,
        record_type: of,
        doc: record.doc,
        meta: *meta,
        born_on: record.birth.actor.device(),
        version: record.version(),
        written: record.newest(),
        state: State::Draft,
        deleted: false,
        conflicts: conflicts(record),
        no: record.str("no").unwrap_or_default().to_owned(),
        reading: Reading::of(of, &of.says().belonging(&fields)),
        fields,
    };
    settle(&mut kept, facts);
    kept
}

/// Computes state and recycle bin from the facts in force.
pub(super) fn settle(kept: &mut Kept, facts: &Facts) {
    kept.deleted = false;
    kept.state = State::Draft;
    for fact in facts.about(kept.id, kept.meta.kind, kept.meta.owner) {
        match &fact.statement {
            Statement::Deleted { .. } => kept.deleted = true,
            Statement::Submitted { version, .. } => {
                let stands = version.is_some() && *version == kept.version;
                if stands {
                    kept.state = State::Submitted;
                } else if kept.state == State::Draft {
                    kept.state = State::Edited;
                }
            }
            Statement::SamePerson { .. } | Statement::SameWork { .. } => {}
        }
    }
}

fn conflicts(record: &Record) -> Vec<Conflict> {
    record
        .conflicts()
        .map(|(key, values)| Conflict {
            key: key.to_owned(),
            values: values.iter().map(|v| (v.op.actor.device(), v.value.clone())).collect(),
        })
        .collect()
}
