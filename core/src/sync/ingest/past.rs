//! A document as the writer of a change had it, told from the document as it is here: never rebuilt.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::Body;
use crate::id::{ChangeHash, DocId};
use crate::ingest::budget::Budget;
use crate::ingest::replaced::Replaced;
use crate::ingest::walk::Walk;
use crate::ingest::{History, No};
use crate::limits::{PAST_OPS_MAX, STEPS_A_LOOK};
use crate::record::OpId;
use crate::state::{DocState, Number};

/// What judges remember of the histories of a studio's documents, from one request to the next.
#[derive(Debug, Clone, Default)]
pub struct Pasts {
    docs: BTreeMap<DocId, DocPast>,
    clock: u64,
}

#[derive(Debug, Clone, Default)]
struct DocPast {
    used: u64,
    walk: Walk,
    replaced: Replaced,
}

impl Pasts {
    fn of(&mut self, doc: DocId) -> &mut DocPast {
        self.clock += 1;
        let past = self.docs.entry(doc).or_default();
        past.used = self.clock;
        past
    }

    /// Takes in what the document is about to take.
    pub(super) fn follow(&mut self, now: &DocState, body: &Body) {
        if let Some(past) = self.docs.get_mut(&now.id()) {
            past.replaced.follow(now, body);
        }
    }

    /// Forgets the documents that were not asked about for longest, down to [`PAST_OPS_MAX`] operations. The last one
    /// stays whatever its size: whoever builds on it would never be judged otherwise.
    pub(super) fn trim(&mut self) {
        while self.docs.len() > 1 && self.weight() > PAST_OPS_MAX {
            let oldest = self.docs.iter().min_by_key(|(_, past)| past.used).map(|(doc, _)| *doc);
            let Some(oldest) = oldest else { return };
            self.docs.remove(&oldest);
        }
    }

    /// Operations remembered.
    pub fn weight(&self) -> usize {
        self.docs.values().map(|past| past.replaced.weight()).sum()
    }
}

/// The document as the writer had it.
pub(super) struct Past<'a> {
    now: &'a DocState,
    history: &'a dyn History,
    budget: &'a mut Budget,
    /// Absent when the writer had all that is here.
    branch: Option<&'a mut DocPast>,
}

impl<'a> Past<'a> {
    /// The document at these known dependencies.
    pub(super) fn at(
        now: &'a DocState,
        deps: &[ChangeHash],
        pasts: &'a mut Pasts,
        history: &'a dyn History,
        budget: &'a mut Budget,
    ) -> Result<Self, No> {
        if deps.iter().eq(now.heads()) {
            return Ok(Self { now, history, budget, branch: None });
        }
        let branch = pasts.of(now.id());
        let roots = deps.iter().filter_map(|dep| now.graph().find(*dep)).collect();
        branch.walk.turn_to(now.graph(), roots, budget)?;
        Ok(Self { now, history, budget, branch: Some(branch) })
    }

    /// Whether a change was there.
    pub(super) fn has(&mut self, change: ChangeHash) -> Result<bool, No> {
        if self.branch.is_none() {
            return Ok(self.now.meta(change).is_some());
        }
        let number = self.now.graph().find(change);
        number.map_or(Ok(false), |number| self.reaches(number))
    }

    fn reaches(&mut self, number: Number) -> Result<bool, No> {
        let Some(branch) = &mut self.branch else { return Ok(true) };
        self.budget.pay(STEPS_A_LOOK);
        Ok(branch.walk.reaches(self.now.graph(), number, self.budget)?)
    }

    fn made(&mut self, op: OpId) -> Result<bool, No> {
        let change = self.now.graph().change_of(op);
        change.map_or(Ok(false), |number| self.reaches(number))
    }

    /// Reads what is needed before [`Self::has_record`] and [`Self::visible`] can be answered.
    pub(super) fn read_values(&mut self) -> Result<(), No> {
        match &mut self.branch {
            Some(branch) => branch.replaced.catch_up(self.now, self.history, self.budget),
            None => Ok(()),
        }
    }

    /// Whether an operation gave birth to a record that was there.
    pub(super) fn has_record(&mut self, birth: OpId) -> Result<bool, No> {
        if self.now.born_by(birth).is_some() {
            return self.made(birth);
        }
        let Some((record, mut others)) = self.branch.as_ref().and_then(|branch| branch.replaced.lost(birth)) else {
            return Ok(false);
        };
        others.extend(self.now.record(record).map(|record| record.birth));
        for other in others {
            if self.made(other)? {
                return Ok(false);
            }
        }
        self.made(birth)
    }

    /// The values of a key that were visible, ascending.
    pub(super) fn visible(&mut self, obj: OpId, key: &str) -> Result<Vec<OpId>, No> {
        let now = self.now;
        let values = now.born_by(obj).and_then(|record| record.fields.get(key));
        let standing = values.into_iter().flatten().map(|value| value.op);
        let Some(branch) = &self.branch else { return Ok(standing.collect()) };
        let pairs = branch.replaced.pairs(obj, key).to_vec();
        let lost = branch.replaced.lost_puts(obj, key).to_vec();
        let mut candidates: BTreeSet<OpId> = standing.chain(lost).collect();
        candidates.extend(pairs.iter().map(|(replaced, _)| *replaced));
        for (replaced, by) in pairs {
            if candidates.contains(&replaced) && self.made(by)? {
                candidates.remove(&replaced);
            }
        }
        let mut visible = Vec::new();
        for op in candidates {
            if self.made(op)? {
                visible.push(op);
            }
        }
        Ok(visible)
    }
}
