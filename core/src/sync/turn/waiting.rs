//! The list of what waits for somebody to let it in: in order of arrival, found by name and by what it builds on without
//! hashing or parsing it again: who fills the list shall not make every later turn pay for it.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::Body;
use crate::changelog::HeldChange;
use crate::envelope::Envelope;
use crate::id::{ChangeHash, DocId};
use crate::refusal::{Holding, Refusal};

type Name = (DocId, ChangeHash);

/// Held changes of a studio.
#[derive(Debug, Clone, Default)]
pub(super) struct HeldWork {
    in_order: BTreeMap<u64, (Name, HeldChange)>,
    places: BTreeMap<Name, u64>,
    /// What each builds on.
    deps: BTreeMap<Name, Vec<ChangeHash>>,
    /// The places of those that build on a change.
    on_it: BTreeMap<Name, BTreeSet<u64>>,
    /// Those that were let in too late: they did not fit their document any more.
    refused: BTreeMap<Name, Refusal>,
    next_place: u64,
}

impl HeldWork {
    /// Adds a change as the last one.
    pub(super) fn push(&mut self, held: HeldChange) {
        let name = (held.envelope.doc, held.envelope.hash());
        let deps = Body::deps_kept(&held.envelope.body);
        for dep in &deps {
            self.on_it.entry((name.0, *dep)).or_default().insert(self.next_place);
        }
        self.deps.insert(name, deps);
        self.in_order.insert(self.next_place, (name, held));
        self.places.insert(name, self.next_place);
        self.next_place += 1;
    }

    /// Forgets a change.
    pub(super) fn remove(&mut self, doc: DocId, hash: ChangeHash) {
        if let Some(place) = self.places.remove(&(doc, hash)) {
            self.in_order.remove(&place);
            for dep in self.deps.remove(&(doc, hash)).unwrap_or_default() {
                let left = self.on_it.get_mut(&(doc, dep)).is_some_and(|on| on.remove(&place) && !on.is_empty());
                if !left {
                    self.on_it.remove(&(doc, dep));
                }
            }
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

    /// What waits for its base alone, in order of arrival, with what it builds on.
    pub(super) fn behind_others(&self) -> impl Iterator<Item = (Name, &[ChangeHash])> {
        let waiting = self
            .in_order
            .values()
            .filter(|(name, held)| held.why == Holding::DependsOnHeld && !self.refused.contains_key(name));
        waiting.map(|(name, _)| (*name, self.deps.get(name).map(Vec::as_slice).unwrap_or_default()))
    }

    /// Everything that waits and builds on a change, however far, in order of arrival.
    pub(super) fn all_on(&self, doc: DocId, hash: ChangeHash) -> Vec<(ChangeHash, Envelope)> {
        let (mut places, mut open) = (BTreeSet::new(), vec![hash]);
        while let Some(base) = open.pop() {
            let on_it = self.on_it.get(&(doc, base)).into_iter().flatten();
            let new = on_it.filter(|place| places.insert(**place)).filter_map(|place| self.in_order.get(place));
            open.extend(new.map(|((_, hash), _)| *hash));
        }
        let waiting = places.iter().filter_map(|place| self.in_order.get(place));
        let waiting = waiting.filter(|(name, _)| !self.refused.contains_key(name));
        waiting.map(|((_, hash), held)| (*hash, held.envelope.clone())).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Body;
    use crate::doc::Descriptor;
    use crate::id::{Actor, DeviceId, PersonId, Signature, StudioId};
    use crate::time::{HalfYear, Millis};

    /// A held change on these, and its name.
    fn held(seq: u64, deps: &[ChangeHash]) -> (HeldChange, ChangeHash) {
        let descriptor = Descriptor::journal(PersonId([1; 16]), HalfYear { year: 2026, half: 2 });
        let device = DeviceId([1; 16]);
        let actor = Actor::new(device, [0; 8]);
        let body = Body { actor, seq, start_op: 3, deps: deps.to_vec(), ops: Vec::new() }.encode().bytes;
        let envelope = Envelope {
            suite: 1,
            body_kind: 0,
            doc: descriptor.id(StudioId([1; 16])),
            device,
            made_at: Millis(0),
            signature: Signature([0; 64]),
            body,
        };
        let hash = envelope.hash();
        (HeldChange { envelope, descriptor, first_seen: Millis(0), why: Holding::DependsOnHeld }, hash)
    }

    #[test]
    fn what_builds_on_a_change_is_found_however_far_and_nothing_else() {
        let (base, first) = held(1, &[]);
        let doc = base.envelope.doc;
        let (second, on_first) = held(2, &[first]);
        let (third, on_second) = held(3, &[on_first]);
        let (other, _) = held(4, &[ChangeHash([9; 32])]);
        let mut work = HeldWork::default();
        [base, second, third, other].into_iter().for_each(|held| work.push(held));
        let on = |work: &HeldWork, hash| work.all_on(doc, hash).into_iter().map(|(hash, _)| hash).collect::<Vec<_>>();
        assert_eq!(on(&work, first), [on_first, on_second]);
        work.refuse(doc, on_second, Refusal::Deps);
        assert_eq!(on(&work, first), [on_first], "what is refused waits no more");
        work.remove(doc, on_first);
        assert_eq!(on(&work, first), []);
        assert!(work.on_it.keys().all(|(_, dep)| *dep != first), "nothing is kept of what is gone");
    }
}
