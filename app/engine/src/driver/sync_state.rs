//! How syncing stands, in the user's units: records, not changes. Reads only.

use std::collections::BTreeSet;

use studio_core::id::RecordId;
use studio_core::limits::CLOCK_SKEW_TOLD_MS;
use studio_core::replica::Replica;
use studio_core::store::Outgoing;

use super::Engine;
use super::portions::Change;
use crate::messages::{Stuck, SyncState};

impl Engine {
    pub(super) fn sync_state(&self) -> SyncState {
        let Some(replica) = &self.replica else { return SyncState::default() };
        let bookmark = replica.bookmark();
        let skewed = bookmark.synced_at.is_some() && bookmark.clock_skew_ms.abs() > CLOCK_SKEW_TOLD_MS;
        SyncState {
            phase: self.sync.phase.clone(),
            unsent: replica.unsent(),
            unsent_records: self.unsent_records(replica),
            held_records: self.held_records(replica),
            held: replica.outgoing().iter().filter(|out| out.held.is_some()).count(),
            asides: replica.asides().len(),
            last_at: bookmark.synced_at,
            last_bytes: self.sync.last_bytes,
            clock_off_ms: skewed.then_some(bookmark.clock_skew_ms),
            stuck: self.stuck(replica),
            quota_until: self.quota_until(replica),
            pictures: self.pictures_waiting(replica.identity().studio),
            sending: self.sending(replica),
        }
    }

    /// What waits: a record with its facts counts once.
    fn unsent_records(&self, replica: &Replica) -> usize {
        let shown = self.shown(replica.outgoing().iter().filter(|out| out.held.is_none())).len();
        shown.max(usize::from(replica.unsent() > 0))
    }

    /// What the server keeps until somebody lets it in, in records.
    fn held_records(&self, replica: &Replica) -> usize {
        let held = || replica.outgoing().iter().filter(|out| out.held.is_some());
        self.shown(held()).len().max(usize::from(held().next().is_some()))
    }

    /// Records that people see, of these rows.
    fn shown<'a>(&self, rows: impl Iterator<Item = &'a Outgoing>) -> BTreeSet<RecordId> {
        let records = rows.flat_map(|out| &out.edits).map(|edit| edit.record);
        records.filter(|record| self.picture.model.find(*record).is_some()).collect()
    }

    /// What this network does not take, named, with how many records wait behind it.
    fn stuck(&self, replica: &Replica) -> Vec<Stuck> {
        let all = self.sync.portions.stuck();
        replica
            .outgoing()
            .iter()
            .filter_map(|out| {
                let change = (out.doc, out.hash);
                all.get(&change).map(|bytes| self.stuck_row(replica, out, change, *bytes))
            })
            .collect()
    }

    fn stuck_row(&self, replica: &Replica, out: &Outgoing, change: Change, bytes: usize) -> Stuck {
        let own = self.shown(std::iter::once(out));
        let behind = replica.behind(&BTreeSet::from([change]));
        let waits = |other: &&Outgoing| behind.contains(&(other.doc, other.hash)) && other.hash != out.hash;
        let waiting = self.shown(replica.outgoing().iter().filter(waits));
        let (record_type, title) = out.edits.first().map(|edit| self.named(edit)).unwrap_or_default();
        Stuck {
            record: own.first().copied(),
            record_type,
            title,
            records: own.len(),
            bytes: bytes as u64,
            behind: waiting.difference(&own).count(),
        }
    }
}
