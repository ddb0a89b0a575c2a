//! Entries of an answer: the chain goes on by each, and each is read, or kept out of sight until it can be proved.

use crate::change::Body;
use crate::decision::{Admit, SignedDecision, What};
use crate::envelope::Envelope;
use crate::id::{ChainHash, ChangeHash};
use crate::ingest::Good;
use crate::log::{Entry, EntryBody, chain_next, chain_start};
use crate::mutant::{Mutant, is_planted};
use crate::replica::Replica;
use crate::replica::answer::{SyncFault, Taking};
use crate::store::{KeptEntry, KeptWhat, Outgoing, Placed, Store, Write};

impl Replica {
    pub(super) fn take_entry(
        &mut self,
        store: &dyn Store,
        taking: &mut Taking,
        entry: &Entry,
    ) -> Result<(), SyncFault> {
        if taking.bookmark.again_from == Some(entry.seq) {
            (taking.bookmark.again_from, taking.bookmark.unproved) = (None, Some(0));
        }
        let header = entry.body.header_hash();
        let (chain, known) = match entry.seq <= taking.bookmark.seq {
            true => self.kept_at(store, entry.seq, header)?,
            false => (self.chain_after(taking, entry, header)?, KeptWhat::Stub),
        };
        let what = match &entry.body {
            EntryBody::Stub(_) if known != KeptWhat::Stub => known,
            EntryBody::Stub(_) => self.unstub(store, taking, entry.seq, header)?,
            EntryBody::Decision(signed) => self.take_decision(taking, signed),
            EntryBody::Change(envelope) => self.take_change(taking, entry.seq, envelope),
        };
        if what == KeptWhat::Stub && matches!(entry.body, EntryBody::Change(_)) {
            let lowest = taking.bookmark.unproved.filter(|seq| *seq > 0).unwrap_or(entry.seq);
            taking.bookmark.unproved = Some(lowest.min(entry.seq));
        }
        taking.applied.pulled += 1;
        let Entry { seq, first_seen, .. } = *entry;
        taking.writes.push(Write::Entry(KeptEntry { seq, first_seen, header, chain, what }));
        Ok(())
    }

    /// What is kept of an entry that comes again: its chain, and what it is known to be.
    fn kept_at(&self, store: &dyn Store, seq: u64, header: ChainHash) -> Result<(ChainHash, KeptWhat), SyncFault> {
        let kept = store.entries(self.identity.studio, None, seq.saturating_sub(1), 1)?;
        match kept.first() {
            Some(kept) if kept.seq == seq && kept.header == header => Ok((kept.chain, kept.what)),
            Some(kept) if is_planted(Mutant::IgnoreChain) => Ok((kept.chain, KeptWhat::Stub)),
            _ => Err(SyncFault::Chain),
        }
    }

    /// The chain goes on by one entry, which must be the next.
    fn chain_after(&self, taking: &mut Taking, entry: &Entry, header: ChainHash) -> Result<ChainHash, SyncFault> {
        if entry.seq != taking.bookmark.seq + 1 && !is_planted(Mutant::IgnoreChain) {
            return Err(SyncFault::Chain);
        }
        let before = taking.bookmark.chain.or_else(|| self.chain_base(entry)).ok_or(SyncFault::Chain)?;
        let chain = chain_next(before, entry.seq, entry.first_seen, header);
        (taking.bookmark.seq, taking.bookmark.chain) = (entry.seq, Some(chain));
        Ok(chain)
    }

    /// Where the chain begins, as the first entry says: for a device whose disk was made anew.
    fn chain_base(&self, entry: &Entry) -> Option<ChainHash> {
        let EntryBody::Decision(signed) = &entry.body else { return None };
        let ours = signed.is_signed_by(self.identity.studio, &self.identity.server_key);
        match signed.read().ok().filter(|_| ours && entry.seq == 1)?.what {
            What::Founded(founded) => Some(chain_start(self.identity.studio, founded.log)),
            _ => None,
        }
    }

    /// A stub in place of a change that this device sent itself.
    fn unstub(
        &self,
        store: &dyn Store,
        taking: &mut Taking,
        seq: u64,
        header: ChainHash,
    ) -> Result<KeptWhat, SyncFault> {
        // A lost log may have given the number to another change of this device.
        for (at, placed) in taking.bookmark.unplaced.iter().copied().enumerate().filter(|(_, p)| p.seq == seq) {
            let kept = store.change(self.identity.studio, placed.doc, placed.hash)?;
            if kept.is_some_and(|kept| EntryBody::Change(kept.envelope).header_hash() == header) {
                taking.bookmark.unplaced.remove(at);
                return Ok(KeptWhat::Change(placed.doc, placed.hash));
            }
        }
        Ok(KeptWhat::Stub)
    }

    /// The server has what this device sent at a number whose entry was pulled before as a stub: now it is known
    /// what that is, and a run can bring it one day.
    pub(super) fn unstub_kept(&self, store: &dyn Store, taking: &mut Taking, placed: Placed) -> Result<(), SyncFault> {
        let kept = store.entries(self.identity.studio, None, placed.seq.saturating_sub(1), 1)?;
        let stub = kept.into_iter().find(|entry| entry.seq == placed.seq && entry.what == KeptWhat::Stub);
        let Some(stub) = stub else { return Ok(()) };
        let change = store.change(self.identity.studio, placed.doc, placed.hash)?;
        if change.is_some_and(|kept| EntryBody::Change(kept.envelope).header_hash() == stub.header) {
            taking.writes.push(Write::Entry(KeptEntry { what: KeptWhat::Change(placed.doc, placed.hash), ..stub }));
        }
        Ok(())
    }

    fn take_decision(&mut self, taking: &mut Taking, signed: &SignedDecision) -> KeptWhat {
        let ours = signed.is_signed_by(self.identity.studio, &self.identity.server_key);
        let Some(decision) = signed.read().ok().filter(|_| ours) else {
            taking.applied.strange += 1;
            return KeptWhat::Stub;
        };
        if let What::Admit(admit) = &decision.what {
            self.note_admitted(taking, admit);
        }
        if let What::Device(device) = &decision.what {
            taking.certified |= self.state.members.device(device.device).is_none();
        }
        self.state.members.apply(&decision);
        taking.writes.push(Write::Decision(decision.id, signed.clone()));
        KeptWhat::Decision(decision.id)
    }

    /// Somebody let held work in: it is sent once more, to learn whether it fitted its document.
    fn note_admitted(&mut self, taking: &mut Taking, admit: &Admit) {
        let let_in = |o: &&mut Outgoing| o.held.is_some() && o.doc == admit.doc && admit.hashes.contains(&o.hash);
        for row in self.outgoing.iter_mut().filter(let_in) {
            row.held = None;
            taking.writes.push(Write::Outgoing(row.clone()));
        }
    }

    fn take_change(&mut self, taking: &mut Taking, seq: u64, envelope: &Envelope) -> KeptWhat {
        let (doc, hash) = (envelope.doc, envelope.hash());
        taking.bookmark.unplaced.retain(|p| (p.doc, p.hash) != (doc, hash));
        if self.state.docs.get(&doc).is_some_and(|d| d.meta(hash).is_some()) {
            self.drop_outgoing(taking, doc, hash);
            taking.writes.push(Write::Place(doc, hash, Some(seq)));
            return KeptWhat::Change(doc, hash);
        }
        let Some(good) = self.proved(envelope, hash) else {
            taking.applied.strange += 1;
            return KeptWhat::Stub;
        };
        if envelope.device == self.identity.device && !taking.bookmark.rebuilding {
            taking.bookmark.cloned = true;
        }
        let from = taking.writes.len();
        self.keep(&mut taking.writes, envelope, &good, Some(seq));
        let kept = taking.writes.get(from..).unwrap_or_default();
        taking.applied.touched.extend(kept.iter().filter_map(|w| match w {
            Write::Record(record) => Some(record.id),
            _ => None,
        }));
        KeptWhat::Change(doc, hash)
    }

    /// The change, if a device of the studio made it and what it builds on is here.
    fn proved(&self, envelope: &Envelope, hash: ChangeHash) -> Option<Good> {
        let doc = self.state.docs.get(&envelope.doc)?;
        let device = self.state.members.device(envelope.device)?;
        if !envelope.is_sealed_by(self.identity.studio, &device.key, hash) {
            return None;
        }
        let (body, hash) = Body::decode(&envelope.body).ok()?;
        let is_whole = body.actor.device() == envelope.device && body.deps.iter().all(|dep| doc.meta(*dep).is_some());
        is_whole.then_some(Good { hash, body })
    }

    /// What was kept out of sight is asked for once more as soon as a certificate comes that may prove it; once also by a
    /// device whose disk is from a release that did not.
    pub(super) fn ask_for_unproved(&self, store: &dyn Store, taking: &mut Taking) -> Result<(), SyncFault> {
        let lowest = match taking.bookmark.unproved {
            Some(lowest) if taking.certified => lowest,
            Some(_) => return Ok(()),
            None => {
                let kept = store.entries(self.identity.studio, None, 0, usize::MAX)?;
                kept.iter().find(|entry| entry.what == KeptWhat::Stub).map_or(0, |entry| entry.seq)
            }
        };
        taking.bookmark.unproved = Some(lowest);
        let is_member = self.state.members.role_of(self.identity.person).is_some();
        if lowest > 0 && is_member {
            taking.bookmark.again_from = Some(lowest);
        }
        Ok(())
    }
}
