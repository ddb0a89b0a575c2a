//! A record as kept: typed content, state computed from facts, conflicts. It decides nothing else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::DocMeta;
use crate::fact::{Facts, Statement};
use crate::id::{DeviceId, DocId, PersonId, RecordId, Version};
use crate::record::{Record, Scalar};

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

/// A record as kept: its typed content with all that is true of any record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept<T> {
    /// Its id.
    pub id: RecordId,
    /// Its document.
    pub doc: DocId,
    /// What that document is.
    pub meta: DocMeta,
    /// The device that gave birth to it.
    pub born_on: DeviceId,
    /// Its version; `None` while a field has two values.
    pub version: Option<Version>,
    /// 状态
    pub state: State,
    /// In the recycle bin.
    pub deleted: bool,
    /// Fields with two values.
    pub conflicts: Vec<Conflict>,
    /// 编号; empty when it has none.
    pub no: String,
    /// Every field as it stands, for forms and for unknown fields.
    pub fields: BTreeMap<String, Scalar>,
    /// What the trade reads in it.
    pub content: T,
}

impl<T> Kept<T> {
    /// The author: whose journal it lies in.
    pub fn owner(&self) -> Option<PersonId> {
        self.meta.owner
    }

    /// Whether it counts: handed in and not thrown away.
    pub fn counts(&self) -> bool {
        self.state.handed_in() && !self.deleted
    }
}

/// Puts a record into its map. An id that two documents hold is read from the one with the
/// smaller id, so that every reader sees the same.
pub(super) fn keep<T>(
    map: &mut BTreeMap<RecordId, Kept<T>>,
    facts: &Facts,
    record: &Record,
    meta: &DocMeta,
    read: fn(&Record) -> T,
) {
    if map.get(&record.id).is_none_or(|held| record.doc <= held.doc) {
        map.insert(record.id, kept(facts, record, meta, read));
    }
}

pub(super) fn kept<T>(facts: &Facts, record: &Record, meta: &DocMeta, read: fn(&Record) -> T) -> Kept<T> {
    let mut kept = Kept {
        id: record.id,
        doc: record.doc,
        meta: *meta,
        born_on: record.birth.actor.device(),
        version: record.version(),
        state: State::Draft,
        deleted: false,
        conflicts: conflicts(record),
        no: record.str("no").unwrap_or_default().to_owned(),
        fields: standing(record),
        content: read(record),
    };
    settle(&mut kept, facts);
    kept
}

/// Computes state and recycle bin from the facts in force.
pub(super) fn settle<T>(kept: &mut Kept<T>, facts: &Facts) {
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
            Statement::SamePerson { .. } | Statement::SameActivity { .. } => {}
        }
    }
}

fn standing(record: &Record) -> BTreeMap<String, Scalar> {
    record.fields.iter().filter_map(|(key, values)| Some((key.clone(), values.last()?.value.clone()))).collect()
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
