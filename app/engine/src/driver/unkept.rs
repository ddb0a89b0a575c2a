//! Forms' texts that the disk would not take, because it is full or fails. They are no less the person's words: asked for
//! again they are there, a backup file holds them, and each sync tries to keep them once more.

use std::collections::BTreeMap;

use studio_core::id::{PersonId, RecordId, StudioId};
use studio_core::replica::Replica;
use studio_core::store::KeptDraft;

use super::Engine;
use crate::messages::Changed;

/// By studio, writer and record.
pub(super) type Unkept = BTreeMap<(StudioId, PersonId, RecordId), KeptDraft>;

/// One form stands open at a time, and a full disk is told at once: more than these nobody writes without a disk.
const UNKEPT_MAX: usize = 32;

fn place(replica: &Replica, record: RecordId) -> (StudioId, PersonId, RecordId) {
    (replica.identity().studio, replica.identity().person, record)
}

impl Engine {
    /// Holds a text that could not be kept.
    pub(super) fn hold(&mut self, draft: KeptDraft) {
        let Some(replica) = &self.replica else { return };
        let place = place(replica, draft.record);
        if self.unkept.len() < UNKEPT_MAX || self.unkept.contains_key(&place) {
            let person = Some(place.1);
            self.unkept.insert(place, KeptDraft { person, ..draft });
        }
    }

    /// It was kept, became a record, or was thrown away.
    pub(super) fn let_go(&mut self, record: RecordId) {
        if let Some(replica) = &self.replica {
            self.unkept.remove(&place(replica, record));
        }
    }

    /// The owner's unfinished forms, newest first: what the disk holds, and what it would not take.
    pub(super) fn drafts(&self, replica: &Replica) -> Vec<KeptDraft> {
        let (studio, person) = (replica.identity().studio, replica.identity().person);
        let own = |key: &(StudioId, PersonId, RecordId)| (key.0, key.1) == (studio, person);
        let mut all: Vec<KeptDraft> =
            self.unkept.iter().filter(|(key, _)| own(key)).map(|(_, draft)| draft.clone()).collect();
        let kept = replica.drafts().iter().filter(|draft| !self.unkept.contains_key(&place(replica, draft.record)));
        all.extend(kept.cloned());
        all.sort_by_key(|draft| (std::cmp::Reverse(draft.at), draft.record));
        all
    }

    /// Tries once more; whatever still does not fit stays held.
    pub(super) fn keep_unkept(&mut self) {
        let Some(replica) = &mut self.replica else { return };
        let (studio, person) = (replica.identity().studio, replica.identity().person);
        let mut kept = false;
        for ((of, by, record), draft) in std::mem::take(&mut self.unkept) {
            if (of, by) == (studio, person) && replica.keep_draft(self.disk.store.as_mut(), draft.clone()).is_ok() {
                kept = true;
            } else {
                self.unkept.insert((of, by, record), draft);
            }
        }
        if kept {
            self.changed(&[Changed::Drafts]);
        }
    }
}
