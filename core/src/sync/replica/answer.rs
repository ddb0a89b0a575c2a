//! Taking an answer in: verdicts, entries, cursor and head in one transaction. Signatures and the
//! chain are checked here, roles never: the server judged them once, at append.

use thiserror::Error;

use crate::id::{ChangeHash, DocId, RecordId};
use crate::mutant::{Mutant, is_planted};
use crate::refusal::{Holding, Refusal};
use crate::replica::Replica;
use crate::store::{Bookmark, Placed, Store, StoreError, Write};
use crate::time::Millis;
use crate::wire::{Judged, SHORT, SyncAnswer, Verdict};

/// What an answer brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// Changes that the server now has.
    pub accepted: usize,
    /// Entries pulled.
    pub pulled: usize,
    /// Changes that were refused and set aside.
    pub refused: usize,
    /// Changes that the server keeps until somebody lets them in.
    pub held: usize,
    /// Entries that could not be read or proved: kept out of sight.
    pub strange: usize,
    /// Records that changed.
    pub touched: Vec<RecordId>,
    /// Whether another turn should follow at once.
    pub more: bool,
}

/// Why an answer was not taken. Nothing was written; the phone keeps what it had.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SyncFault {
    /// The head is not signed by the key pinned at enrolment.
    #[error("forged head")]
    Forged,
    /// The entries do not lead to the signed head.
    #[error("broken chain")]
    Chain,
    /// The disk failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A change that the server refused, and why.
pub(super) type RefusedChange = (DocId, ChangeHash, Refusal);

/// One answer being taken in.
pub(super) struct Taking {
    pub(super) writes: Vec<Write>,
    pub(super) bookmark: Bookmark,
    pub(super) applied: Applied,
    pub(super) refused: Vec<RefusedChange>,
    /// What is held of that which was not on its way out: it was sent because others build on it, a lost log had it.
    pub(super) held: Vec<(DocId, ChangeHash, Holding)>,
    /// A device came to be known that was not: what it made may be proved now.
    pub(super) certified: bool,
}

impl Taking {
    pub(super) fn new(bookmark: Bookmark) -> Self {
        let (writes, refused, held) = (Vec::new(), Vec::new(), Vec::new());
        Self { writes, bookmark, applied: Applied::default(), refused, held, certified: false }
    }
}

impl Replica {
    /// Takes an answer in. The same answer twice changes nothing.
    ///
    /// # Errors
    /// [`SyncFault`]; then nothing was written.
    pub fn answer(&mut self, store: &mut dyn Store, answer: &SyncAnswer, now: Millis) -> Result<Applied, SyncFault> {
        let taken = self.on_disk(store, |replica, store| replica.try_answer(store, answer, now));
        let beyond_head = self.bookmark.head.as_ref().is_none_or(|head| head.seq < self.bookmark.seq);
        let may_have_parted = beyond_head || answer.set_back.is_some();
        if taken == Err(SyncFault::Chain) && may_have_parted && self.bookmark.seq > 0 {
            self.on_disk(store, |replica, store| replica.start_over(store))?;
        }
        let (mut applied, refused) = taken?;
        for (doc, hash, refusal) in refused {
            if is_planted(Mutant::NoRebase) {
                break;
            }
            applied.refused += 1;
            self.on_disk(store, |replica, store| replica.rebase(store, doc, hash, refusal))?;
            applied.more = true;
        }
        Ok(applied)
    }

    fn try_answer(
        &mut self,
        store: &mut dyn Store,
        answer: &SyncAnswer,
        now: Millis,
    ) -> Result<(Applied, Vec<RefusedChange>), SyncFault> {
        if !answer.head.is_signed_by(self.identity.studio, &self.identity.server_key) {
            return Err(SyncFault::Forged);
        }
        let mut taking = Taking::new(self.bookmark.clone());
        if is_planted(Mutant::CursorBeforeEntries) {
            let early = Bookmark { cursor: answer.cursor.clone(), ..self.bookmark.clone() };
            store.commit(self.identity.studio, &[Write::Bookmark(early)])?;
        }
        if let Some(set_back) = &answer.set_back {
            self.take_set_back(store, &mut taking, set_back, &answer.head)?;
        }
        self.resend.clear();
        for judged in &answer.verdicts {
            self.take_verdict(store, &mut taking, judged)?;
        }
        for descriptor in &answer.descriptors {
            let id = self.state.open(descriptor).id();
            taking.writes.push(Write::Descriptor(id, descriptor.clone()));
        }
        for entry in &answer.entries {
            self.take_entry(store, &mut taking, entry)?;
        }
        self.ask_for_unproved(store, &mut taking)?;
        self.close(store, &mut taking, answer, now)?;
        self.forget_if_ended(&mut taking);
        taking.writes.push(Write::Bookmark(taking.bookmark.clone()));
        store.commit(self.identity.studio, &taking.writes)?;
        self.bookmark = taking.bookmark;
        taking.applied.touched.sort_unstable();
        taking.applied.touched.dedup();
        Ok((taking.applied, taking.refused))
    }

    fn take_verdict(&mut self, store: &dyn Store, taking: &mut Taking, judged: &Judged) -> Result<(), SyncFault> {
        let (doc, hash) = (judged.doc, judged.hash);
        match &judged.verdict {
            Verdict::Accepted(seq) | Verdict::Duplicate(seq) => {
                taking.applied.accepted += 1;
                self.drop_outgoing(taking, doc, hash);
                taking.writes.push(Write::Place(doc, hash, Some(*seq)));
                // The number that a lost log gave it counts no more.
                taking.bookmark.unplaced.retain(|placed| (placed.doc, placed.hash) != (doc, hash));
                if *seq > taking.bookmark.seq {
                    taking.bookmark.unplaced.push(Placed { seq: *seq, doc, hash });
                } else if !is_planted(Mutant::StubForEver) {
                    self.unstub_kept(store, taking, Placed { seq: *seq, doc, hash })?;
                }
            }
            Verdict::Later => {}
            Verdict::Missing(hashes) => {
                self.resend.extend(hashes.iter().map(|missing| (doc, *missing)));
            }
            Verdict::Held(why) => self.note_held(taking, doc, hash, *why),
            Verdict::Refused(refusal) => {
                // One that is not on its way was sent because others build on it: a lost log had it.
                if self.state.docs.get(&doc).is_some_and(|d| d.meta(hash).is_some()) {
                    taking.refused.push((doc, hash, *refusal));
                }
            }
        }
        Ok(())
    }

    fn note_held(&mut self, taking: &mut Taking, doc: DocId, hash: ChangeHash, why: Holding) {
        taking.applied.held += 1;
        match self.outgoing.iter_mut().find(|o| (o.doc, o.hash) == (doc, hash)) {
            Some(row) if row.held != Some(why) => {
                row.held = Some(why);
                taking.writes.push(Write::Outgoing(row.clone()));
            }
            Some(_) => {}
            None => taking.held.push((doc, hash, why)),
        }
    }

    pub(super) fn drop_outgoing(&mut self, taking: &mut Taking, doc: DocId, hash: ChangeHash) {
        let before = self.outgoing.len();
        self.outgoing.retain(|o| (o.doc, o.hash) != (doc, hash));
        if self.outgoing.len() < before {
            taking.writes.push(Write::DropOutgoing(doc, hash));
        }
    }

    /// The end of an answer: head, freshness, clock; and the end of a re-offer.
    fn close(
        &mut self,
        store: &dyn Store,
        taking: &mut Taking,
        answer: &SyncAnswer,
        now: Millis,
    ) -> Result<(), SyncFault> {
        // With an answer that speaks of a former life its entries still lie in the present one.
        let parts = answer.set_back.as_ref().is_some_and(|set_back| set_back.old_log != answer.head.log);
        let bookmark = &mut taking.bookmark;
        bookmark.cursor = answer.cursor.clone();
        bookmark.clock_skew_ms = answer.server_time.0 - now.0;
        bookmark.server_time = Some(answer.server_time);
        bookmark.takes_short = Some(answer.takes.is_some_and(|takes| takes & SHORT != 0));
        let at_head = bookmark.seq == answer.head.seq;
        let broken = bookmark.seq > answer.head.seq || (at_head && bookmark.chain != Some(answer.head.chain));
        if broken && !is_planted(Mutant::IgnoreChain) {
            return Err(SyncFault::Chain);
        }
        if at_head {
            bookmark.head = Some(answer.head.clone());
            bookmark.rebuilding = false;
        }
        let mut offering = bookmark.reoffers.iter().any(|r| parts || r.want_from.is_some());
        for fresh in &answer.freshness {
            self.fresh.insert(fresh.person, fresh.into());
            taking.writes.push(Write::Fresh(fresh.person, fresh.into()));
        }
        if at_head {
            self.send_unplaced_again(taking);
        }
        if at_head && !offering {
            offering = self.end_reoffers(store, taking)?;
            taking.bookmark.synced_at = Some(now);
            taking.bookmark.unknown = false;
            taking.refused.extend(self.of_nobody(&answer.verdicts));
        }
        // Some of it was too much for one turn: the rest goes at once, while each turn takes some, unless a day must pass.
        let later = answer.verdicts.iter().filter(|j| j.verdict == Verdict::Later).count();
        let held_up = later > 0 && (later == answer.verdicts.len() || answer.wait_s.is_some());
        let pushing = !held_up && self.unsent() > 0;
        let again = taking.bookmark.again_from.is_some();
        taking.applied.more = answer.more || offering || pushing || again || !self.resend.is_empty();
        Ok(())
    }

    /// A member who left, or a revoked device, keeps the own journal and forgets the rest, once nothing of it is wanted
    /// by a server that was set back; from the first entry on, the server is asked what may still be seen, so that it
    /// knows what to bring back with a new role.
    fn forget_if_ended(&mut self, taking: &mut Taking) {
        if !taking.bookmark.reoffers.is_empty() || !taking.bookmark.unplaced.is_empty() {
            return;
        }
        let me = self.identity.person;
        let members = &self.state.members;
        let has_left = members.grants.values().any(|g| g.person == me) && members.role_of(me).is_none();
        if !has_left && !members.is_revoked(self.identity.device) {
            return;
        }
        let others: Vec<DocId> = self
            .state
            .docs
            .values()
            .filter(|doc| doc.descriptor.owner() != Some(me))
            .map(crate::state::DocState::id)
            .collect();
        if !others.is_empty() {
            self.draw_actor();
        }
        for doc in others {
            let unsent = self.outgoing.iter().any(|o| o.doc == doc);
            if !unsent {
                self.state.docs.remove(&doc);
                taking.writes.push(Write::DropDoc(doc));
                taking.bookmark.cursor.clear();
                taking.applied.more = true;
            }
        }
    }
}
