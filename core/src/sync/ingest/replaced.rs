//! What the operations of a document replaced: together with the values that are visible now it tells which were
//! visible at any point of its history. Read from the changes once, in the order of the log, as far as a budget goes.

use std::collections::BTreeMap;

use crate::change::{Body, Obj, Write};
use crate::id::RecordId;
use crate::ingest::budget::Budget;
use crate::ingest::{History, No};
use crate::limits::{STEPS_A_CHANGE_READ, STEPS_AN_OP, bytes_in_steps};
use crate::record::OpId;
use crate::state::DocState;
use crate::store::StoreError;

/// Changes read from the history at a time: a page of the largest is about what a request may hold.
const READ_AT_A_TIME: usize = 16;

/// The replaced values of one document.
#[derive(Debug, Clone, Default)]
pub(super) struct Replaced {
    /// Place in the history up to which it was read.
    read_to: u64,
    /// Changes beyond `read_to` that were followed as they were taken.
    followed: usize,
    /// Changes that are in here.
    taken: usize,
    /// Per object and key: a replaced value, and an operation that replaced it.
    pairs: BTreeMap<(OpId, String), Vec<(OpId, OpId)>>,
    /// Births that another birth of the same record outlived, on a phone: the record, and the values put there.
    lost: BTreeMap<OpId, RecordId>,
    lost_puts: BTreeMap<(OpId, String), Vec<OpId>>,
    /// Operations remembered.
    weight: usize,
}

impl Replaced {
    /// Reads what the document has beyond what was read.
    pub(super) fn catch_up(&mut self, now: &DocState, history: &dyn History, budget: &mut Budget) -> Result<(), No> {
        while self.taken < now.changes() {
            let page = history.changes(now.id(), self.read_to, READ_AT_A_TIME)?;
            if page.is_empty() {
                return Ok(());
            }
            for (place, chunk) in page {
                if self.followed > 0 {
                    self.followed -= 1;
                } else {
                    budget.spend(STEPS_A_CHANGE_READ + bytes_in_steps(chunk.len()))?;
                    let body = Body::decode_kept(&chunk).map_err(|_| StoreError::Corrupt)?;
                    budget.pay(STEPS_AN_OP * body.ops.len() as u64);
                    self.take(now, &body);
                }
                self.read_to = place;
            }
        }
        Ok(())
    }

    /// Takes a change in that the document is about to take, if all before it are here.
    pub(super) fn follow(&mut self, now: &DocState, body: &Body) {
        if self.taken > 0 && self.taken == now.changes() {
            self.take(now, body);
            self.followed += 1;
        }
    }

    fn take(&mut self, now: &DocState, body: &Body) {
        self.taken += 1;
        for (index, op) in body.ops.iter().enumerate() {
            let Obj::Map(obj) = op.obj else { continue };
            let id = body.op_id(index);
            if op.write == Write::MakeMap {
                self.note_birth(now, id, &op.key);
                continue;
            }
            if !op.pred.is_empty() {
                let pairs = self.pairs.entry((obj, op.key.clone())).or_default();
                pairs.extend(op.pred.iter().map(|replaced| (*replaced, id)));
                self.weight += op.pred.len();
            }
            if self.lost.contains_key(&obj) && op.write != Write::Delete {
                self.lost_puts.entry((obj, op.key.clone())).or_default().push(id);
            }
        }
    }

    fn note_birth(&mut self, now: &DocState, birth: OpId, key: &str) {
        let Ok(id) = key.parse() else { return };
        let Some(record) = now.record(id) else { return };
        if record.birth > birth {
            self.lost.insert(birth, id);
        } else if record.birth < birth {
            self.lost.insert(record.birth, id);
            for (key, values) in &record.fields {
                let puts = self.lost_puts.entry((record.birth, key.clone())).or_default();
                puts.extend(values.iter().map(|value| value.op));
            }
        }
    }

    /// Each replaced value of a key with an operation that replaced it.
    pub(super) fn pairs(&self, obj: OpId, key: &str) -> &[(OpId, OpId)] {
        self.pairs.get(&(obj, key.to_owned())).map(Vec::as_slice).unwrap_or_default()
    }

    /// The record of a birth that another outlived, and the other births of that record.
    pub(super) fn lost(&self, birth: OpId) -> Option<(RecordId, Vec<OpId>)> {
        let record = *self.lost.get(&birth)?;
        let others = self.lost.iter().filter(|(other, of)| **of == record && **other > birth);
        Some((record, others.map(|(other, _)| *other).collect()))
    }

    /// Values that were put under a birth that another outlived.
    pub(super) fn lost_puts(&self, obj: OpId, key: &str) -> &[OpId] {
        self.lost_puts.get(&(obj, key.to_owned())).map(Vec::as_slice).unwrap_or_default()
    }

    /// Operations remembered.
    pub(super) fn weight(&self) -> usize {
        self.weight
    }
}
