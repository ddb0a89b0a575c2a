//! A server that was set back: it notices by the first head it signed and no longer has, opens a
//! new life of the log, and takes acknowledged entries again, in the old order, unjudged.

use crate::change::Body;
use crate::changelog::LogRow;
use crate::decision::{By, Decision, Restored, What};
use crate::id::{ChainHash, LogId};
use crate::ingest::Good;
use crate::log::{EntryBody, Head, chain_next};
use crate::store::StoreError;
use crate::turn::append::Rows;
use crate::turn::{ServerStudio, Spare, Turn, TurnFault};
use crate::wire::{Run, SetBack, SyncRequest};

impl ServerStudio {
    /// Opens a new life of the log after a restore, by the administrator or because a phone showed
    /// a head beyond the log's end.
    pub(super) fn open_new_life(
        &mut self,
        rows: &mut Rows<'_>,
        turn: &Turn<'_>,
        spare: Spare,
    ) -> Result<(), StoreError> {
        let old = self.head;
        let restored = Restored { old_log: old.log, seq: old.seq, chain: old.chain };
        let what = What::Restored(restored);
        let decision = Decision { id: spare.decision, by: By::Server, at: turn.now, what };
        self.head.log = spare.log;
        rows.add(LogRow::NewLife(spare.log));
        self.append_decision(rows, &decision.sign(self.state.studio, turn.secret), turn.now)
    }

    /// Whether the phone has seen what this log no longer holds, and what is wanted of it.
    pub(super) fn find_set_back(
        &mut self,
        rows: &mut Rows<'_>,
        request: &SyncRequest,
        turn: &Turn<'_>,
    ) -> Result<Option<SetBack>, TurnFault> {
        if let Some(run) = &request.run {
            return self.take_run(rows, request, run, turn).map(Some);
        }
        let Some(seen) = &request.seen else { return Ok(None) };
        if !seen.is_signed_by(self.state.studio, &turn.secret.public()) {
            return Err(TurnFault::Bad("head"));
        }
        if seen.log == self.head.log && seen.seq > rows.before.seq {
            self.open_new_life(rows, turn, turn.spare)?;
        }
        self.compare(rows, seen)
    }

    fn compare(&self, rows: &Rows<'_>, seen: &Head) -> Result<Option<SetBack>, TurnFault> {
        let common = if seen.log == self.head.log {
            if rows.log.chain_at(self.state.studio, seen.seq)? == Some(seen.chain) {
                return Ok(None);
            }
            0
        } else {
            self.last_common(seen.log)
        };
        if seen.seq > common {
            let want_from = Some(common + 1);
            return Ok(Some(SetBack { old_log: seen.log, common, want_from }));
        }
        let agrees = rows.log.chain_at(self.state.studio, seen.seq)? == Some(seen.chain);
        let common = if agrees { seen.seq } else { 0 };
        let want_from = if agrees { None } else { Some(1) };
        Ok(Some(SetBack { old_log: seen.log, common, want_from }))
    }

    /// The last entry of a former life that this log still holds.
    fn last_common(&self, old_log: LogId) -> u64 {
        let of_it = self.restored.iter().filter(|r| r.old_log == old_log);
        of_it.map(|r| r.seq).min().unwrap_or(0)
    }

    /// Takes a run again. Its headers, from the common entry on, must lead to a head that this
    /// server signed; each body must fit its header. Roles are not asked: they were, then.
    fn take_run(
        &mut self,
        rows: &mut Rows<'_>,
        request: &SyncRequest,
        run: &Run,
        turn: &Turn<'_>,
    ) -> Result<SetBack, TurnFault> {
        let start = rows.log.chain_at(self.state.studio, run.after)?;
        self.check_run(start.ok_or(TurnFault::Bad("run"))?, run, turn)?;
        for descriptor in &request.descriptors {
            if descriptor.is_well_formed(self.state.members.founded_at(), turn.now) {
                self.state.open(descriptor);
            }
        }
        let mut next = run.after + 1;
        for body in &run.bodies {
            let index = usize::try_from(body.seq.saturating_sub(run.after + 1)).unwrap_or(usize::MAX);
            let header = run.headers.get(index).ok_or(TurnFault::Bad("run"))?;
            if body.body.header_hash() != header.header || body.seq <= run.after {
                return Err(TurnFault::Bad("run"));
            }
            self.take_again(rows, &body.body, header.first_seen)?;
            next = body.seq + 1;
        }
        self.state.docs.retain(|_, doc| doc.changes() > 0);
        let want_from = (!run.bodies.is_empty() && next <= run.head.seq).then_some(next);
        Ok(SetBack { old_log: run.head.log, common: run.after, want_from })
    }

    fn check_run(&self, start: ChainHash, run: &Run, turn: &Turn<'_>) -> Result<(), TurnFault> {
        if !run.head.is_signed_by(self.state.studio, &turn.secret.public()) {
            return Err(TurnFault::Bad("run"));
        }
        let mut chain = start;
        for (seq, header) in (run.after + 1..).zip(&run.headers) {
            chain = chain_next(chain, seq, header.first_seen, header.header);
        }
        let ends_there = run.after + run.headers.len() as u64 == run.head.seq;
        if ends_there && chain == run.head.chain { Ok(()) } else { Err(TurnFault::Bad("run")) }
    }

    fn take_again(
        &mut self,
        rows: &mut Rows<'_>,
        body: &EntryBody,
        first_seen: crate::time::Millis,
    ) -> Result<(), TurnFault> {
        match body {
            EntryBody::Stub(_) => Ok(()),
            EntryBody::Decision(signed) => Ok(self.append_decision(rows, signed, first_seen)?),
            EntryBody::Change(envelope) => {
                let hash = envelope.hash();
                let Some(doc) = self.state.docs.get(&envelope.doc) else { return Ok(()) };
                if self.placed.contains_key(&(envelope.doc, hash)) {
                    return Ok(());
                }
                let Ok((body, hash)) = Body::decode(&envelope.body) else { return Ok(()) };
                if body.deps.iter().any(|dep| doc.meta(*dep).is_none()) {
                    return Ok(());
                }
                self.append_change(rows, envelope, &Good { hash, body }, first_seen);
                Ok(())
            }
        }
    }
}
