//! A server that was set back: it notices by the first head it signed and no longer has, opens a
//! new life of the log, and takes acknowledged entries again, in the old order, unjudged.

use crate::change::{Body, Obj};
use crate::changelog::{LogHead, LogRow};
use crate::decision::{By, Decision, Restored, What};
use crate::doc::records_op;
use crate::id::LogId;
use crate::ingest::{Budget, Good, Judge, Judgement};
use crate::limits::REQUEST_STEPS_MAX;
use crate::log::{EntryBody, Head, chain_next};
use crate::mutant::{Mutant, is_planted};
use crate::refusal::Refusal;
use crate::state::DocState;
use crate::store::StoreError;
use crate::turn::append::Rows;
use crate::turn::{ServerStudio, Spare, Turn, TurnFault};
use crate::wire::{Run, SetBack, SyncRequest};

impl ServerStudio {
    /// Opens a new life of the log after a restore by the administrator.
    pub(super) fn open_new_life(
        &mut self,
        rows: &mut Rows<'_>,
        turn: &Turn<'_>,
        spare: Spare,
    ) -> Result<(), StoreError> {
        let LogHead { log, seq, chain } = self.head;
        self.go_on(rows, turn, spare, Restored { old_log: log, seq, chain })
    }

    /// Opens a new life of a log that somebody copied back by hand: others may have written since,
    /// so nothing but the beginning is surely common.
    fn open_new_life_unseen(&mut self, rows: &mut Rows<'_>, turn: &Turn<'_>) -> Result<(), StoreError> {
        let start = rows.log.chain_at(self.state.studio, 0)?.ok_or(StoreError::Corrupt)?;
        self.go_on(rows, turn, turn.spare, Restored { old_log: self.head.log, seq: 0, chain: start })
    }

    fn go_on(
        &mut self,
        rows: &mut Rows<'_>,
        turn: &Turn<'_>,
        spare: Spare,
        restored: Restored,
    ) -> Result<(), StoreError> {
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
        // First of all the life that the phone takes for the present one: while it offers the run of an
        // earlier one, the log may have been set back again, and its head is all that shows it.
        let of_seen = self.compare_seen(rows, request, turn)?;
        if let Some(run) = request.run.as_ref().filter(|_| of_seen.is_none()) {
            if self.is_run_of_this_log(rows, run, turn)? {
                return self.take_run(rows, request, run, turn).map(Some);
            }
            return Ok(Some(self.step_back(run)));
        }
        let lost_held = |seen: &Head| SetBack { old_log: seen.log, common: seen.seq, want_from: None, unproven: None };
        let other_held = of_seen.is_none() && self.holds_other(request);
        Ok(of_seen.or_else(|| request.seen.as_ref().filter(|_| other_held).map(lost_held)))
    }

    fn compare_seen(
        &mut self,
        rows: &mut Rows<'_>,
        request: &SyncRequest,
        turn: &Turn<'_>,
    ) -> Result<Option<SetBack>, TurnFault> {
        let Some(seen) = &request.seen else { return Ok(None) };
        if !seen.is_signed_by(self.state.studio, &turn.secret.public()) {
            return Err(TurnFault::Bad("head"));
        }
        let agrees = rows.log.chain_at(self.state.studio, seen.seq)? == Some(seen.chain);
        if agrees && seen.log == self.head.log {
            return Ok(None);
        }
        if agrees {
            return Ok(Some(SetBack { old_log: seen.log, common: seen.seq, want_from: None, unproven: None }));
        }
        if seen.log == self.head.log {
            self.open_new_life_unseen(rows, turn)?;
        }
        let common = self.last_common(seen.log).min(seen.seq.saturating_sub(1));
        Ok(Some(SetBack { old_log: seen.log, common, want_from: Some(common + 1), unproven: None }))
    }

    /// The last entry of a former life that this log still holds.
    fn last_common(&self, old_log: LogId) -> u64 {
        let of_it = self.restored.iter().filter(|r| r.old_log == old_log);
        of_it.map(|r| r.seq).min().unwrap_or(0)
    }

    /// Takes a run again; each body must fit its header. Roles are not asked: they were, then.
    fn take_run(
        &mut self,
        rows: &mut Rows<'_>,
        request: &SyncRequest,
        run: &Run,
        turn: &Turn<'_>,
    ) -> Result<SetBack, TurnFault> {
        for descriptor in &request.descriptors {
            if descriptor.is_well_formed(self.state.members.founded_at(), turn.now) {
                self.state.open(descriptor);
            }
        }
        let mut budget = Budget::of(REQUEST_STEPS_MAX);
        let mut next = run.after + 1;
        for body in &run.bodies {
            if budget.is_spent() {
                break;
            }
            let index = usize::try_from(body.seq.saturating_sub(run.after + 1)).unwrap_or(usize::MAX);
            let header = run.headers.get(index).ok_or(TurnFault::Bad("run"))?;
            if body.body.header_hash() != header.header || body.seq <= run.after {
                return Err(TurnFault::Bad("run"));
            }
            self.take_again(rows, &mut budget, &body.body, header.first_seen)?;
            next = body.seq + 1;
        }
        self.settle_held(rows)?;
        self.state.docs.retain(|_, doc| doc.changes() > 0);
        let next = next.max(self.last_shared(rows, run)? + 1);
        let want_from = (!run.bodies.is_empty() && next <= run.head.seq).then_some(next);
        Ok(SetBack { old_log: run.head.log, common: run.after, want_from, unproven: None })
    }

    /// The log was set back again, below the common entry of a run: it is asked for from further back.
    /// One that does not fit from the beginning is given up: what it covers comes as ordinary envelopes.
    fn step_back(&self, run: &Run) -> SetBack {
        let lost = self.last_common(run.head.log);
        let common = if lost < run.after { lost } else { 0 };
        SetBack { old_log: run.head.log, common, want_from: (run.after > 0).then_some(common + 1), unproven: None }
    }

    /// Whether the headers of a run, from the common entry on, lead to a head that this server
    /// signed.
    fn is_run_of_this_log(&self, rows: &Rows<'_>, run: &Run, turn: &Turn<'_>) -> Result<bool, TurnFault> {
        if !run.head.is_signed_by(self.state.studio, &turn.secret.public()) {
            return Err(TurnFault::Bad("run"));
        }
        let Some(mut chain) = rows.log.chain_at(self.state.studio, run.after)? else { return Ok(false) };
        for (seq, header) in (run.after + 1..).zip(&run.headers) {
            chain = chain_next(chain, seq, header.first_seen, header.header);
        }
        Ok(run.after + run.headers.len() as u64 == run.head.seq && chain == run.head.chain)
    }

    /// The last entry of a run that stands in this log as it stood in the former life.
    fn last_shared(&self, rows: &Rows<'_>, run: &Run) -> Result<u64, StoreError> {
        let Some(mut chain) = rows.log.chain_at(self.state.studio, run.after)? else { return Ok(run.after) };
        let mut chains = vec![chain];
        for (seq, header) in (run.after + 1..).zip(&run.headers) {
            chain = chain_next(chain, seq, header.first_seen, header.header);
            chains.push(chain);
        }
        let (mut shared, mut apart) = (0, chains.len());
        while apart - shared > 1 {
            let middle = usize::midpoint(shared, apart);
            let here = rows.log.chain_at(self.state.studio, run.after + middle as u64)?;
            if here.is_some() && here.as_ref() == chains.get(middle) { shared = middle } else { apart = middle }
        }
        Ok(run.after + shared as u64)
    }

    fn take_again(
        &mut self,
        rows: &mut Rows<'_>,
        budget: &mut Budget,
        body: &EntryBody,
        first_seen: crate::time::Millis,
    ) -> Result<(), TurnFault> {
        match body {
            EntryBody::Change(envelope) if is_planted(Mutant::JudgeAgain) => {
                self.judge_again(rows, envelope, first_seen)
            }
            EntryBody::Stub(_) => Ok(()),
            EntryBody::Decision(signed) => Ok(self.append_decision(rows, signed, first_seen)?),
            EntryBody::Change(envelope) => {
                let hash = envelope.hash();
                let Some(doc) = self.state.docs.get(&envelope.doc) else { return Ok(()) };
                if self.placed.contains_key(&(envelope.doc, hash)) {
                    return Ok(());
                }
                budget.take_envelope(envelope);
                let Ok((body, hash)) = Body::decode(&envelope.body) else { return Ok(()) };
                if body.deps.iter().any(|dep| doc.meta(*dep).is_none()) {
                    return Ok(());
                }
                if self.bears_again(&body, doc) {
                    self.refuse_with_all_on_it(rows, envelope, hash, Refusal::SecondBirth);
                    return Ok(());
                }
                self.append_change(rows, budget, envelope, &Good { hash, body }, first_seen);
                self.drop_held(rows, envelope.doc, hash);
                Ok(())
            }
        }
    }

    /// What the mutant does in place of taking unjudged.
    fn judge_again(
        &mut self,
        rows: &mut Rows<'_>,
        envelope: &crate::envelope::Envelope,
        first_seen: crate::time::Millis,
    ) -> Result<(), TurnFault> {
        let judged = Judge::default().judge(&self.state, envelope, &rows.history(self.state.studio))?;
        if let Judgement::Good(good) = judged {
            self.append_change(rows, &mut Budget::default(), envelope, &good, first_seen);
        }
        Ok(())
    }

    /// Whether a record would be born that another change gave birth to since: that one stands.
    fn bears_again(&self, body: &Body, doc: &DocState) -> bool {
        let records = Obj::Map(records_op(doc.id()));
        let mut births = body.ops.iter().filter(|op| op.obj == records).filter_map(|op| op.key.parse().ok());
        births.any(|id| self.state.record(id).is_some())
    }
}
