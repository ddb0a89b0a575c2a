//! The list of what waits for somebody to let it in: in order of arrival, and found by name without hashing it again.

use std::collections::BTreeMap;

use crate::changelog::HeldChange;
use crate::id::{ChangeHash, DocId};
use crate::refusal::{Holding, Refusal};

type Name = (DocId, ChangeHash);

/// Held changes of a studio.
#[derive(Debug, Clone, Default)]
pub(super) struct HeldWork {
    in_order: BTreeMap<u64, (Name, HeldChange)>,
    places: BTreeMap<Name, u64>,
    /// Those that were let in too late: they did not fit their document any more.
    refused: BTreeMap<Name, Refusal>,
    next_place: u64,
}

impl HeldWork {
    /// Adds a change as the last one.
    pub(super) fn push(&mut self, held: HeldChange) {
        let name = (held.envelope.doc, held.envelope.hash());
        self.in_order.insert(self.next_place, (name, held));
        self.places.insert(name, self.next_place);
        self.next_place += 1;
    }

    /// Forgets a change.
    pub(super) fn remove(&mut self, doc: DocId, hash: ChangeHash) {
        if let Some(place) = self.places.remove(&(doc, hash)) {
            self.in_order.remove(&place);
        }
        self.refused.remove(&(doc, hash));
    }

    /// Notes that a change was let in too late.
    pub(super) fn refuse(&mut self, doc: DocId, hash: ChangeHash, why: Refusal) {
        if self.places.contains_key(&(doc, hash)) {
            self.refused.insert((doc, hash), why);
        }
    }

    /// Changes why a change waits.
    pub(super) fn wait_for(&mut self, doc: DocId, hash: ChangeHash, why: Holding) {
        let place = self.places.get(&(doc, hash));
        if let Some((_, held)) = place.and_then(|place| self.in_order.get_mut(place)) {
            held.why = why;
        }
    }

    /// A change by its name.
    pub(super) fn get(&self, doc: DocId, hash: ChangeHash) -> Option<&HeldChange> {
        let place = self.places.get(&(doc, hash))?;
        self.in_order.get(place).map(|(_, held)| held)
    }

    /// Why a change was let in too late.
    pub(super) fn refusal(&self, doc: DocId, hash: ChangeHash) -> Option<Refusal> {
        self.refused.get(&(doc, hash)).copied()
    }

    /// Whether a change still waits.
    pub(super) fn waits(&self, doc: DocId, hash: ChangeHash) -> bool {
        self.places.contains_key(&(doc, hash)) && !self.refused.contains_key(&(doc, hash))
    }

    /// What waits, in order of arrival.
    pub(super) fn waiting(&self) -> impl Iterator<Item = (ChangeHash, &HeldChange)> {
        let all = self.in_order.values().filter(|(name, _)| !self.refused.contains_key(name));
        all.map(|((_, hash), held)| (*hash, held))
    }

    /// What was let in too late, in order of arrival.
    pub(super) fn set_aside(&self) -> impl Iterator<Item = &HeldChange> {
        self.in_order.values().filter(|(name, _)| self.refused.contains_key(name)).map(|(_, held)| held)
    }
}
