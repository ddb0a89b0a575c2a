//! A server that was set back, as its phones see it: what stood in the lost life of the log is
//! offered again as a run, and what no run brings back is sent again like new work.

use std::collections::BTreeSet;

use crate::id::{ChainHash, ChangeHash, DecisionId, DocId, LogId, Signature};
use crate::limits::POINTS_MAX;
use crate::log::{Head, chain_start};
use crate::mutant::{Mutant, is_planted};
use crate::refusal::Refusal;
use crate::replica::Replica;
use crate::replica::answer::{RefusedChange, SyncFault, Taking};
use crate::store::{Bookmark, KeptEntry, KeptWhat, Outgoing, Reoffer, Store, StoreError, Write};
use crate::time::Millis;
use crate::wire::{Judged, SetBack, Verdict};

impl Replica {
    /// The server was set back: its history after the common entry becomes a former life, whose
    /// run is offered again.
    pub(super) fn take_set_back(
        &mut self,
        store: &dyn Store,
        taking: &mut Taking,
        set_back: &SetBack,
        now: &Head,
    ) -> Result<(), SyncFault> {
        // A log copied back by hand may bear the name of a life that the phone still offers.
        let is_known = self.take_known_life(store, taking, set_back, now)?;
        if set_back.old_log == now.log {
            self.send_held_again(taking);
            return Ok(());
        }
        if is_known {
            return Ok(());
        }
        // An answer that is taken twice may speak of a life that was seen to since.
        let of_head = taking.bookmark.head.take_if(|head| head.log == set_back.old_log);
        let Some(head) = of_head else { return Ok(()) };
        let common = self.common(store, set_back, taking.bookmark.seq.min(head.seq.saturating_sub(1)))?;
        if common > taking.bookmark.seq {
            return Err(SyncFault::Chain);
        }
        self.send_all_again(taking);
        self.rewind(store, taking, common, set_back.old_log)?;
        let want_from = set_back.want_from.map(|_| common + 1);
        taking.bookmark.reoffers.push(Reoffer { head, common, want_from, given: None });
        Ok(())
    }

    /// What the server says of a life that is offered already: more of its run is wanted, or from further back, because
    /// the log was set back again. Whether it is one.
    fn take_known_life(
        &mut self,
        store: &dyn Store,
        taking: &mut Taking,
        set_back: &SetBack,
        now: &Head,
    ) -> Result<bool, SyncFault> {
        let known = taking.bookmark.reoffers.iter().position(|r| r.head.log == set_back.old_log);
        let Some(at) = known else { return Ok(false) };
        let Some(reoffer) = taking.bookmark.reoffers.get(at).cloned() else { return Ok(false) };
        let common = self.common(store, set_back, reoffer.common)?.min(reoffer.common);
        let stepped = set_back.points.is_some() && set_back.want_from.is_some();
        let want_from = if stepped { Some(common + 1) } else { set_back.want_from };
        // Nothing of a newer life has been pulled: what lies beyond the common entry belongs to this one.
        if common < taking.bookmark.seq && taking.bookmark.seq == reoffer.common && taking.bookmark.head.is_none() {
            self.rewind(store, taking, common, set_back.old_log)?;
        }
        if let Some(reoffer) = taking.bookmark.reoffers.get_mut(at) {
            (reoffer.common, reoffer.want_from) = (common, want_from);
            reoffer.given = want_from.is_none().then(|| now.clone());
        }
        Ok(true)
    }

    /// Entries after the common one become those of a former life; this device stands at the common one again.
    fn rewind(&mut self, store: &dyn Store, taking: &mut Taking, common: u64, to: LogId) -> Result<(), SyncFault> {
        for entry in store.entries(self.identity.studio, None, common, usize::MAX)? {
            if let KeptWhat::Change(doc, hash) = entry.what {
                taking.writes.push(Write::Place(doc, hash, None));
            }
        }
        taking.writes.push(Write::MoveEntries { after: common, to });
        taking.bookmark.chain = self.chain_at(store, common)?;
        taking.bookmark.seq = common;
        if taking.bookmark.unproved.is_some_and(|lowest| lowest > common) {
            (taking.bookmark.unproved, taking.bookmark.again_from) = (Some(0), None);
        }
        Ok(())
    }

    /// The last entry, at number `end` or before, that this phone and the server share: by the places of its log that
    /// the server shows, or as it says.
    fn common(&self, store: &dyn Store, set_back: &SetBack, end: u64) -> Result<u64, StoreError> {
        let Some(points) = &set_back.points else { return Ok(set_back.common) };
        for point in points.iter().take(POINTS_MAX).filter(|point| point.seq <= end) {
            if self.chain_at(store, point.seq)? == Some(point.chain) {
                return Ok(point.seq);
            }
        }
        Ok(0)
    }

    /// The server's log is not the one whose pages are here, and no signed head can show where they
    /// part (it was set back twice, or in the middle of a download): the pages are asked for anew, and
    /// what does not come back is sent again.
    pub(super) fn start_over(&mut self, store: &mut dyn Store) -> Result<(), SyncFault> {
        let mut taking = Taking::new(self.bookmark.clone());
        let former = unsigned_head(&self.bookmark);
        for entry in store.entries(self.identity.studio, None, 0, usize::MAX)? {
            if let KeptWhat::Change(doc, hash) = entry.what {
                taking.writes.push(Write::Place(doc, hash, None));
            }
        }
        taking.writes.push(Write::MoveEntries { after: 0, to: former.log });
        taking.bookmark.reoffers.push(Reoffer { head: former, common: 0, want_from: None, given: None });
        self.send_all_again(&mut taking);
        taking.bookmark.cursor.clear();
        taking.bookmark.head = None;
        taking.bookmark.seq = 0;
        (taking.bookmark.unproved, taking.bookmark.again_from) = (Some(0), None);
        taking.bookmark.chain = self.chain_at(store, 0)?;
        taking.writes.push(Write::Bookmark(taking.bookmark.clone()));
        store.commit(self.identity.studio, &taking.writes)?;
        self.bookmark = taking.bookmark;
        Ok(())
    }

    /// What the lost log acknowledged or held without an entry that this device has: it is sent
    /// again like new work.
    pub(super) fn send_all_again(&mut self, taking: &mut Taking) {
        self.send_held_again(taking);
        self.send_unplaced_again(taking);
    }

    /// Held work has no entry in the log: whether it is still held, only asking tells.
    pub(super) fn send_held_again(&mut self, taking: &mut Taking) {
        for row in self.outgoing.iter_mut().filter(|row| row.held.is_some()) {
            row.held = None;
            taking.writes.push(Write::Outgoing(row.clone()));
        }
    }

    /// Work sealed under a former name of this device that no decision certifies any more: it is made
    /// again under the present name.
    pub(super) fn of_nobody(&self, verdicts: &[Judged]) -> Vec<RefusedChange> {
        let waits = verdicts.iter().filter(|judged| judged.verdict == Verdict::Later);
        let is_strange = |judged: &&Judged| {
            let meta = self.state.docs.get(&judged.doc).and_then(|doc| doc.meta(judged.hash));
            let device = meta.map(|meta| meta.actor.device());
            device.is_some_and(|d| d != self.identity.device && self.state.members.device(d).is_none())
        };
        waits.filter(is_strange).map(|judged| (judged.doc, judged.hash, Refusal::Signature)).collect()
    }

    /// What was acknowledged under numbers that came to hold something else, or nothing: the log
    /// that acknowledged it is gone.
    pub(super) fn send_unplaced_again(&mut self, taking: &mut Taking) {
        for placed in std::mem::take(&mut taking.bookmark.unplaced) {
            taking.writes.push(Write::Place(placed.doc, placed.hash, None));
            self.send_again(taking, placed.doc, placed.hash, Millis(0));
        }
    }

    /// The entries of a former life after the common one. Those before the place where it was cut stand
    /// in the present life, or were cut off with a later one when the server was set back again.
    pub(super) fn entries_of(&self, store: &dyn Store, reoffer: &Reoffer) -> Result<Vec<KeptEntry>, StoreError> {
        let since = self.bookmark.reoffers.iter().skip_while(|other| *other != reoffer);
        let mut all: Vec<KeptEntry> = Vec::new();
        let mut until = reoffer.head.seq;
        for life in since.map(|other| Some(other.head.log)).chain([None]) {
            let mut part = store.entries(self.identity.studio, life, reoffer.common, usize::MAX)?;
            part.retain(|entry| entry.seq <= until);
            until = part.first().map_or(until, |first| first.seq - 1);
            part.append(&mut all);
            all = part;
        }
        Ok(all)
    }

    pub(super) fn chain_at(&self, store: &dyn Store, seq: u64) -> Result<Option<ChainHash>, StoreError> {
        if seq == 0 {
            let founded = self.state.members.founded.as_ref();
            return Ok(founded.map(|(_, f)| chain_start(self.identity.studio, f.log)));
        }
        let found = store.entries(self.identity.studio, None, seq - 1, 1)?;
        Ok(found.first().filter(|e| e.seq == seq).map(|e| e.chain))
    }

    /// What stood in a former life and did not come back is sent again: changes like new work,
    /// decisions as certificates. Whether decisions are on their way for the first time.
    pub(super) fn end_reoffers(&mut self, store: &dyn Store, taking: &mut Taking) -> Result<bool, SyncFault> {
        let mut begun = false;
        for mut reoffer in std::mem::take(&mut taking.bookmark.reoffers) {
            let log = reoffer.head.log;
            if self.is_lost_again(store, taking, &reoffer)? {
                (reoffer.want_from, reoffer.given) = (Some(reoffer.common + 1), None);
                taking.bookmark.reoffers.push(reoffer);
                begun = true;
                continue;
            }
            for entry in store.entries(self.identity.studio, Some(log), reoffer.common, usize::MAX)? {
                if let KeptWhat::Change(doc, hash) = entry.what
                    && !self.is_placed(store, taking, doc, hash)?
                {
                    self.send_again(taking, doc, hash, entry.first_seen);
                }
            }
            let new = taking.writes.iter().filter_map(|write| match write {
                Write::Entry(entry) => Some(entry.header),
                _ => None,
            });
            if self.lost_decisions(store, &reoffer, new)?.is_empty() {
                taking.writes.push(Write::DropFormer(log));
            } else {
                begun |= !self.bookmark.reoffers.contains(&reoffer) || self.bookmark.head.is_none();
                taking.bookmark.reoffers.push(reoffer);
            }
        }
        Ok(begun)
    }

    /// Whether the server was set back again after it had said that it has a run: no head of its new life was here yet
    /// that would show it.
    fn is_lost_again(&self, store: &dyn Store, taking: &Taking, reoffer: &Reoffer) -> Result<bool, SyncFault> {
        let Some(given) = reoffer.given.as_ref().filter(|_| !is_planted(Mutant::GivenForEver)) else {
            return Ok(false);
        };
        let in_this = taking.writes.iter().rev().find_map(|write| match write {
            Write::Entry(entry) if entry.seq == given.seq => Some(entry.chain),
            _ => None,
        });
        let here = if in_this.is_some() { in_this } else { self.chain_at(store, given.seq)? };
        Ok(here != Some(given.chain))
    }

    /// Decisions of a former life that stand neither in the present one nor among `new` headers.
    pub(super) fn lost_decisions(
        &self,
        store: &dyn Store,
        reoffer: &Reoffer,
        new: impl Iterator<Item = ChainHash>,
    ) -> Result<Vec<DecisionId>, StoreError> {
        let studio = self.identity.studio;
        let present = store.entries(studio, None, reoffer.common, usize::MAX)?;
        let present: BTreeSet<ChainHash> = present.iter().map(|entry| entry.header).chain(new).collect();
        let former = store.entries(studio, Some(reoffer.head.log), reoffer.common, usize::MAX)?;
        let lost = former.into_iter().filter(|entry| !present.contains(&entry.header));
        Ok(lost
            .filter_map(|entry| match entry.what {
                KeptWhat::Decision(id) => Some(id),
                KeptWhat::Change(..) | KeptWhat::Stub => None,
            })
            .collect())
    }

    pub(super) fn is_placed(
        &self,
        store: &dyn Store,
        taking: &Taking,
        doc: DocId,
        hash: ChangeHash,
    ) -> Result<bool, StoreError> {
        let in_this = taking.writes.iter().rev().find_map(|write| match write {
            Write::Place(d, h, seq) if (*d, *h) == (doc, hash) => Some(seq.is_some()),
            _ => None,
        });
        if let Some(placed) = in_this {
            return Ok(placed);
        }
        let kept = store.change(self.identity.studio, doc, hash)?;
        Ok(kept.is_none_or(|kept| kept.seq.is_some()))
    }

    pub(super) fn send_again(&mut self, taking: &mut Taking, doc: DocId, hash: ChangeHash, at: Millis) {
        let known = self.outgoing.iter().any(|o| (o.doc, o.hash) == (doc, hash));
        // One that was refused since is set aside, or was made again.
        let is_here = self.state.docs.get(&doc).is_some_and(|state| state.meta(hash).is_some());
        if is_here && !known {
            let place = self.next_place();
            let said = taking.held.iter().find(|(of, what, _)| (*of, *what) == (doc, hash));
            let row = Outgoing { place, doc, hash, edits: Vec::new(), at, held: said.map(|(_, _, why)| *why) };
            taking.writes.push(Write::Outgoing(row.clone()));
            self.outgoing.push(row);
        }
    }
}

/// A place to lay entries that no signed head covers: the name of their life is made of their chain.
fn unsigned_head(bookmark: &Bookmark) -> Head {
    let chain = bookmark.chain.unwrap_or(ChainHash([0; 32]));
    let mut log = [0; LogId::LEN];
    log.copy_from_slice(chain.0.split_at(LogId::LEN).0);
    Head { suite: 0, log: LogId(log), seq: bookmark.seq, chain, signature: Signature([0; 64]) }
}
