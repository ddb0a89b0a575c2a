//! A server that was set back: it notices by the first head it signed and no longer has, opens a
//! new life of the log, and takes acknowledged entries again, in the old order, unjudged.

use std::collections::BTreeMap;

use crate::change::{Body, Obj};
use crate::changelog::{LogHead, LogRow};
use crate::decision::{By, Decision, Restored, What};
use crate::doc::records_op;
use crate::envelope::Envelope;
use crate::id::{DeviceId, DocId, LogId};
use crate::ingest::{Budget, Good, Judge, Judgement, is_authored};
use crate::limits::{POINTS_MAX, REQUEST_STEPS_MAX};
use crate::log::{EntryBody, Head, chain_next};
use crate::mutant::{Mutant, is_planted};
use crate::refusal::Refusal;
use crate::state::DocState;
use crate::store::StoreError;
use crate::time::Millis;
use crate::turn::append::Rows;
use crate::turn::cursor::Cursor;
use crate::turn::push::Offered;
use crate::turn::{ServerStudio, Spare, Turn, TurnFault};
use crate::wire::{Point, Run, RunBody, RunHeader, SetBack, SyncRequest};

/// What an answer says of a set-back, and from which place of which run it asks for certificates.
type Said = (Option<SetBack>, Option<(LogId, u64)>);

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
    ) -> Result<Said, TurnFault> {
        // First of all the life that the phone takes for the present one: while it offers the run of an
        // earlier one, the log may have been set back again, and its head is all that shows it.
        let looks_first = !is_planted(Mutant::RunBeforeHead) || request.run.is_none();
        let of_seen = if looks_first { self.compare_seen(rows, request, turn)? } else { None };
        if let Some(run) = request.run.as_ref().filter(|_| of_seen.is_none()) {
            if self.is_run_of_this_log(rows, run, turn)? {
                return self.take_run(rows, request, run, turn);
            }
            return Ok((Some(self.step_back(rows, run)?), None));
        }
        let lost_held = |seen: &Head| SetBack::new(seen.log, seen.seq, None);
        let other_held = of_seen.is_none() && self.holds_other(request);
        Ok((of_seen.or_else(|| request.seen.as_ref().filter(|_| other_held).map(lost_held)), None))
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
            return Ok(Some(SetBack::new(seen.log, seen.seq, None)));
        }
        if seen.log == self.head.log {
            self.open_new_life_unseen(rows, turn)?;
        }
        let common = self.last_common(seen.log).min(seen.seq.saturating_sub(1));
        let shows = !is_planted(Mutant::SharesWhatItSays);
        let points = shows.then(|| self.points(rows, seen.seq.saturating_sub(1))).transpose()?;
        Ok(Some(SetBack { points, ..SetBack::new(seen.log, common, Some(common + 1)) }))
    }

    /// Places of this log that a phone may share, at its number `last` or before. What a log says of its former lives is
    /// no proof: one that was copied back by hand goes on under its old name until somebody notices.
    fn points(&self, rows: &Rows<'_>, last: u64) -> Result<Vec<Point>, StoreError> {
        let (mut points, mut back) = (Vec::new(), 1);
        let mut seq = last.min(rows.before.seq);
        while seq > 0 && points.len() < POINTS_MAX {
            let Some(chain) = rows.log.chain_at(self.state.studio, seq)? else { return Ok(points) };
            points.push(Point { seq, chain });
            seq = seq.saturating_sub(back);
            back *= 2;
        }
        Ok(points)
    }

    /// The last entry of a former life that this log still holds.
    fn last_common(&self, old_log: LogId) -> u64 {
        let of_it = self.restored.iter().filter(|r| r.old_log == old_log);
        of_it.map(|r| r.seq).min().unwrap_or(0)
    }

    /// Takes a run again; each body must fit its header. Roles are not asked: they were, then. What nobody can prove is not
    /// taken: its author's certificate is asked for once, and what comes again without it is passed over.
    fn take_run(
        &mut self,
        rows: &mut Rows<'_>,
        request: &SyncRequest,
        run: &Run,
        turn: &Turn<'_>,
    ) -> Result<Said, TurnFault> {
        self.take_certificates(rows, request, run, turn)?;
        let offered = self.offered(&request.descriptors, turn);
        let asked_before = Cursor::read(&request.cursor).asked;
        let mut budget = Budget::of(REQUEST_STEPS_MAX);
        let mut next = run.after + 1;
        for body in &run.bodies {
            if budget.is_spent() {
                break;
            }
            let header = header_of(run, body)?;
            let here = (run.head.log, body.seq);
            let asks = asked_before != Some(here) && !is_planted(Mutant::UnprovenRun);
            if let Some(unproven) = asks.then(|| self.lacks(&body.body, &offered)).flatten() {
                self.end_run(rows)?;
                let unproven = Some(unproven).filter(|devices| !devices.is_empty());
                let set_back = SetBack { unproven, ..SetBack::new(run.head.log, run.after, Some(body.seq)) };
                return Ok((Some(set_back), Some(here)));
            }
            if let EntryBody::Change(envelope) = &body.body
                && let Some(Offered::Fits(descriptor)) = offered.get(&envelope.doc)
            {
                self.state.open(descriptor);
            }
            self.take_again(rows, &mut budget, &body.body, header.first_seen)?;
            next = body.seq + 1;
        }
        self.end_run(rows)?;
        let next = next.max(self.last_shared(rows, run)? + 1);
        let want_from = (!run.bodies.is_empty() && next <= run.head.seq).then_some(next);
        Ok((Some(SetBack::new(run.head.log, run.after, want_from)), None))
    }

    fn end_run(&mut self, rows: &mut Rows<'_>) -> Result<(), StoreError> {
        self.settle_held(rows)?;
        self.state.docs.retain(|_, doc| doc.changes() > 0);
        Ok(())
    }

    /// Whether the request forgot what a change of a run cannot be taken without: its document's descriptor (then no
    /// device is named), or its author's certificate.
    fn lacks(&self, body: &EntryBody, offered: &BTreeMap<DocId, Offered>) -> Option<Vec<DeviceId>> {
        let EntryBody::Change(envelope) = body else { return None };
        if self.placed.contains_key(&(envelope.doc, envelope.hash())) {
            return None;
        }
        let is_known = self.state.docs.contains_key(&envelope.doc) || offered.contains_key(&envelope.doc);
        let is_proved = self.state.members.device(envelope.device).is_some();
        match (is_proved, is_known) {
            (true, true) => None,
            (true, false) => Some(Vec::new()),
            (false, _) => Some(vec![envelope.device]),
        }
    }

    /// The log was set back again, below the common entry of a run: it is asked for from further back.
    /// One that does not fit from the beginning is given up: what it covers comes as ordinary envelopes.
    fn step_back(&self, rows: &Rows<'_>, run: &Run) -> Result<SetBack, StoreError> {
        if run.after == 0 {
            return Ok(SetBack::new(run.head.log, 0, None));
        }
        let lost = self.last_common(run.head.log);
        let common = if lost < run.after { lost } else { 0 };
        let points = Some(self.points(rows, run.after)?);
        Ok(SetBack { points, ..SetBack::new(run.head.log, common, Some(common + 1)) })
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
        first_seen: Millis,
    ) -> Result<(), TurnFault> {
        match body {
            EntryBody::Change(envelope) if is_planted(Mutant::JudgeAgain) => {
                self.judge_again(rows, envelope, first_seen)
            }
            EntryBody::Stub(_) => Ok(()),
            EntryBody::Decision(signed) => Ok(self.append_decision(rows, signed, first_seen)?),
            EntryBody::Change(envelope) => {
                self.take_change_again(rows, budget, envelope, first_seen);
                Ok(())
            }
        }
    }

    /// Takes a change of a run, unless it stands already, nobody can prove it, its form or deps do not hold, or another
    /// birth took the place of its own.
    fn take_change_again(&mut self, rows: &mut Rows<'_>, budget: &mut Budget, envelope: &Envelope, first_seen: Millis) {
        let hash = envelope.hash();
        let Some(doc) = self.state.docs.get(&envelope.doc) else { return };
        let is_proved = is_authored(&self.state, envelope) || is_planted(Mutant::UnprovenRun);
        if !is_proved || self.placed.contains_key(&(envelope.doc, hash)) {
            return;
        }
        budget.take_envelope(envelope);
        let Ok((body, hash)) = Body::decode(&envelope.body) else { return };
        if body.deps.iter().any(|dep| doc.meta(*dep).is_none()) {
            return;
        }
        if self.bears_again(&body, doc) {
            if !is_planted(Mutant::UnfitStaysHeld) {
                self.refuse_with_all_on_it(rows, envelope, hash, Refusal::SecondBirth);
            }
            return;
        }
        self.append_change(rows, budget, envelope, &Good { hash, body }, first_seen);
        self.drop_held(rows, envelope.doc, hash);
    }

    /// What the mutant does in place of taking unjudged.
    fn judge_again(&mut self, rows: &mut Rows<'_>, envelope: &Envelope, first_seen: Millis) -> Result<(), TurnFault> {
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

/// What a run says of one of its bodies, which must be that.
fn header_of<'run>(run: &'run Run, body: &RunBody) -> Result<&'run RunHeader, TurnFault> {
    let index = body.seq.checked_sub(run.after + 1).and_then(|index| usize::try_from(index).ok());
    let header = index.and_then(|index| run.headers.get(index)).ok_or(TurnFault::Bad("run"))?;
    if body.body.header_hash() == header.header { Ok(header) } else { Err(TurnFault::Bad("run")) }
}
