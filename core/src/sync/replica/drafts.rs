//! Forms not yet saved: each belongs to whoever writes it, also on a phone that changes hands. They never travel but in a
//! backup file.

use std::collections::BTreeSet;

use crate::id::{PersonId, RecordId};
use crate::replica::Replica;
use crate::store::{KeptDraft, Saved, Store, StoreError, Write};

impl Replica {
    /// Forms that this device's owner has not saved yet, newest first.
    pub fn drafts(&self) -> &[KeptDraft] {
        &self.drafts
    }

    /// Forms of others who had this phone: theirs, kept until they come back, shown to nobody.
    pub fn drafts_of_others(&self) -> &[KeptDraft] {
        &self.drafts_of_others
    }

    /// Keeps a form's text. Not a change: drafts never travel.
    ///
    /// # Errors
    /// [`StoreError`]; then the draft before it is still there.
    pub fn keep_draft(&mut self, store: &mut dyn Store, draft: KeptDraft) -> Result<(), StoreError> {
        let draft = KeptDraft { person: Some(self.identity.person), ..draft };
        // One from a release that knew one person a phone gives way.
        let older = Write::DropDraft(draft.record, None);
        store.commit(self.identity.studio, &[older, Write::Draft(draft.clone())])?;
        self.drafts.retain(|held| held.record != draft.record);
        self.drafts.insert(0, draft);
        Ok(())
    }

    /// Drops a form's text, because its user said so.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn drop_draft(&mut self, store: &mut dyn Store, record: RecordId) -> Result<(), StoreError> {
        store.commit(self.identity.studio, &self.without_draft(record))?;
        self.drafts.retain(|held| held.record != record);
        Ok(())
    }

    /// The rows of a draft of this device's owner.
    pub(super) fn without_draft(&self, record: RecordId) -> [Write; 2] {
        [Write::DropDraft(record, Some(self.identity.person)), Write::DropDraft(record, None)]
    }
}

/// The owner's drafts, of each record the newest, and those of others.
pub(super) fn parted(drafts: Vec<KeptDraft>, owner: PersonId) -> (Vec<KeptDraft>, Vec<KeptDraft>) {
    let (mut own, others): (Vec<_>, Vec<_>) =
        drafts.into_iter().partition(|draft| draft.person.is_none_or(|person| person == owner));
    let mut seen = BTreeSet::new();
    own.retain(|draft| seen.insert(draft.record));
    (own, others)
}

/// Another person takes the phone over: drafts without a name are those of whoever had it until now.
pub(super) fn named_drafts(saved: &Saved, next: PersonId) -> Vec<Write> {
    let before = saved.identity.person;
    let nameless = saved.drafts.iter().filter(|draft| draft.person.is_none() && before != next);
    let name = |draft: &KeptDraft| {
        let named = KeptDraft { person: Some(before), ..draft.clone() };
        [Write::DropDraft(draft.record, None), Write::Draft(named)]
    };
    nameless.flat_map(name).collect()
}
