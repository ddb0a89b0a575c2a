//! What a user does: commands, form texts, settings, things set aside. Each is durable before it
//! is answered.

use std::collections::BTreeSet;

use studio_core::command::{Actor, Command};
use studio_core::edit::Edit;
use studio_core::id::RecordId;
use studio_core::replica::{RecordFault, Replica};
use studio_core::store::{KeptDraft, StoreError};

use super::{Engine, OWN_SETTINGS, faults, fresh};
use crate::messages::{AsideChoice, Changed, Notice, Reply, SENDING};

/// Bytes of one form's text: a form full of the longest texts, several times over.
const DRAFT_BYTES_MAX: usize = 1 << 20;

impl Engine {
    pub(super) fn command(&mut self, command: &Command) -> Result<Reply, Notice> {
        let now = self.host.now();
        let replica = self.replica.as_ref().ok_or_else(not_joined)?;
        let identity = replica.identity();
        let actor = Actor { model: &self.picture.model, person: identity.person, device: identity.device, now };
        let mut ids = std::iter::repeat_with(fresh::<16>);
        let edits = command.edits(&actor, &mut ids).map_err(|fault| faults::of_command(&fault))?;
        let draft = match command {
            Command::Save(draft) | Command::Finish(draft) => Some(draft.record),
            Command::WriteParagraphs { passages, .. } => passages.first().map(|passage| passage.record),
            _ => None,
        };
        self.record(&edits, draft)
    }

    /// Records one action; with it goes the form's text that it was written in.
    pub(super) fn record(&mut self, edits: &[Edit], draft: Option<RecordId>) -> Result<Reply, Notice> {
        let now = self.host.now();
        let replica = self.replica.as_mut().ok_or_else(not_joined)?;
        let recorded = replica.record(self.disk.store.as_mut(), edits, now, draft);
        recorded.map_err(|fault| self.record_fault(&fault))?;
        draft.into_iter().for_each(|record| self.let_go(record));
        let mut records: Vec<RecordId> = Vec::new();
        for edit in edits {
            if !records.contains(&edit.record) {
                records.push(edit.record);
            }
        }
        self.take_in(&records.iter().copied().collect());
        self.erase_pieces();
        let mut what = vec![Changed::Records, Changed::Team];
        what.extend(draft.map(|_| Changed::Drafts));
        self.changed(&what);
        self.tell_sync();
        self.sync_soon();
        Ok(Reply::Saved { records, at: now })
    }

    fn take_in(&mut self, records: &BTreeSet<RecordId>) {
        if let Some(replica) = &self.replica {
            self.picture.take(replica, records);
        }
    }

    fn record_fault(&mut self, fault: &RecordFault) -> Notice {
        match fault {
            RecordFault::Store(fault) => self.disk_fault(fault),
            other => faults::of_record(other),
        }
    }

    /// Runs something small on replica and disk.
    fn on_disk(
        &mut self,
        action: impl FnOnce(&mut Replica, &mut dyn studio_core::store::Store) -> Result<(), StoreError>,
    ) -> Result<(), Notice> {
        let replica = self.replica.as_mut().ok_or_else(not_joined)?;
        action(replica, self.disk.store.as_mut()).map_err(|fault| self.disk_fault(&fault))
    }

    pub(super) fn save_draft(&mut self, record: RecordId, form: String, content: Vec<u8>) -> Result<Reply, Notice> {
        if content.len() > DRAFT_BYTES_MAX {
            return Err(Notice::needed("notice-draft-too-long"));
        }
        let draft = KeptDraft { record, form, content, at: self.host.now(), person: None };
        let kept = self.on_disk(|replica, store| replica.keep_draft(store, draft.clone()));
        match &kept {
            Ok(()) => self.let_go(record),
            Err(_) => self.hold(draft),
        }
        self.changed(&[Changed::Drafts]);
        kept.map(|()| Reply::Done)
    }

    pub(super) fn drop_draft(&mut self, record: RecordId) -> Result<Reply, Notice> {
        self.let_go(record);
        self.on_disk(|replica, store| replica.drop_draft(store, record))?;
        self.changed(&[Changed::Drafts]);
        Ok(Reply::Done)
    }

    pub(super) fn set_setting(&mut self, name: &str, value: &str) -> Result<Reply, Notice> {
        if name.starts_with(OWN_SETTINGS) {
            return Err(Notice::needed("notice-setting-name"));
        }
        self.on_disk(|replica, store| replica.set(store, name, value))?;
        self.changed(&[Changed::Settings]);
        if name == SENDING {
            // also what waits already goes, or stays, from now on
            self.tell_sync();
            self.next_piece();
        }
        Ok(Reply::Done)
    }

    pub(super) fn resolve_aside(&mut self, place: u64, choice: AsideChoice) -> Result<Reply, Notice> {
        if choice == AsideChoice::WriteAgain {
            let edits = self.aside_again(place)?;
            self.record(&edits, None)?;
        }
        self.on_disk(|replica, store| replica.drop_aside(store, place))?;
        if let Some(replica) = &self.replica {
            self.picture.deliver(replica);
        }
        self.changed(&[Changed::Asides, Changed::Deliveries]);
        self.tell_sync();
        Ok(Reply::Done)
    }

    /// What was meant, over what stands now: its user has seen both.
    fn aside_again(&self, place: u64) -> Result<Vec<Edit>, Notice> {
        let replica = self.replica.as_ref().ok_or_else(not_joined)?;
        let edits = replica.meant_again(place).map_err(|fault| faults::of_record(&fault))?;
        edits.ok_or_else(|| Notice::needed("notice-aside-gone"))
    }
}

/// Nothing can be kept before this device has joined a studio.
pub(super) fn not_joined() -> Notice {
    Notice::needed("notice-not-joined")
}
