//! Judging what a phone sends, one envelope after another, each exactly one verdict.

use std::collections::BTreeMap;

use crate::changelog::{HeldChange, LogRow, Usage};
use crate::decision::{SignedDecision, What};
use crate::doc::Descriptor;
use crate::envelope::Envelope;
use crate::id::{ChangeHash, DocId};
use crate::ingest::{Budget, Judge, Judgement};
use crate::limits::{DEVICE_DAY_BYTES_MAX, DEVICE_DAY_CHANGES_MAX, REQUEST_STEPS_MAX, RESTORE_DAY_TIMES, RESTORE_DAYS};
use crate::log::EntryBody;
use crate::refusal::{Holding, Refusal};
use crate::state::StudioState;
use crate::store::StoreError;
use crate::time::{DAY_MS, Millis};
use crate::turn::append::Rows;
use crate::turn::{ServerStudio, Turn, TurnFault};
use crate::wire::{Judged, Run, SyncRequest, Verdict};

/// `Later` for everything: the server must first get back what it lost.
pub(super) fn all_later(envelopes: &[Envelope]) -> Vec<Judged> {
    let later = |e: &Envelope| Judged { doc: e.doc, hash: e.hash(), verdict: Verdict::Later };
    envelopes.iter().map(later).collect()
}

/// A document that a request names.
pub(super) enum Offered {
    /// It may exist.
    Fits(Descriptor),
    /// Of a shape, a time or an epoch that no document has.
    MayNotBe,
}

/// What judging a request needs beside the studio.
struct Session<'a> {
    judge: Judge,
    offered: BTreeMap<DocId, Offered>,
    turn: &'a Turn<'a>,
    /// Something waits for want of quota.
    waits: bool,
}

impl ServerStudio {
    /// One verdict for each envelope; and the seconds to wait, if something waits for want of quota.
    pub(super) fn push(
        &mut self,
        rows: &mut Rows<'_>,
        request: &SyncRequest,
        turn: &Turn<'_>,
    ) -> Result<(Vec<Judged>, Option<u32>), TurnFault> {
        let pasts = std::mem::take(&mut self.pasts);
        let judge = Judge::default().remembering(pasts, Budget::of(REQUEST_STEPS_MAX));
        let mut session = Session { judge, offered: self.offered(&request.descriptors, turn), turn, waits: false };
        let mut verdicts = Vec::with_capacity(request.envelopes.len());
        let before = self.usage.get(&turn.device).copied();
        for envelope in &request.envelopes {
            let hash = envelope.hash();
            let verdict = match self.remembered(rows, envelope.doc, hash)? {
                Some(verdict) => verdict,
                None => self.push_one(rows, &mut session, envelope, hash)?,
            };
            verdicts.push(Judged { doc: envelope.doc, hash, verdict });
        }
        self.pasts = session.judge.into_pasts();
        if self.unsettled {
            self.settle_held(rows)?;
        }
        let usage = self.usage.get(&turn.device).filter(|usage| Some(**usage) != before);
        usage.into_iter().for_each(|usage| rows.add(LogRow::Usage(*usage)));
        Ok((verdicts, session.waits.then(|| turn.now.seconds_to_next_day())))
    }

    /// Decisions that this server signed and has lost: whatever it signed stood in its log once.
    pub(super) fn take_credentials(
        &mut self,
        rows: &mut Rows<'_>,
        request: &SyncRequest,
        turn: &Turn<'_>,
    ) -> Result<(), TurnFault> {
        let key = turn.secret.public();
        let studio = self.state.studio;
        let is_new = |state: &StudioState, signed: &SignedDecision| {
            signed.read().is_ok_and(|decision| !state.members.has_seen(decision.id))
        };
        for signed in &request.credentials {
            if is_new(&self.state, signed) && signed.is_signed_by(studio, &key) {
                self.append_decision(rows, signed, turn.now)?;
            }
        }
        Ok(())
    }

    /// Certificates among the credentials: with a run they come first, for nothing is taken of one whom nobody can
    /// prove; with the time at which the lost log had them, where the run names them. The rest waits until the run is in,
    /// where it stands in the old order.
    pub(super) fn take_certificates(
        &mut self,
        rows: &mut Rows<'_>,
        request: &SyncRequest,
        run: &Run,
        turn: &Turn<'_>,
    ) -> Result<(), TurnFault> {
        let (key, studio) = (turn.secret.public(), self.state.studio);
        for signed in request.credentials.iter().filter(|signed| signed.is_signed_by(studio, &key)) {
            if signed.read().is_ok_and(|decision| matches!(decision.what, What::Device(_))) {
                let header = EntryBody::Decision(signed.clone()).header_hash();
                let named = run.headers.iter().find(|named| named.header == header);
                self.append_decision(rows, signed, named.map_or(turn.now, |named| named.first_seen))?;
            }
        }
        Ok(())
    }

    /// Documents that the phone names and that may exist here.
    pub(super) fn offered(&self, descriptors: &[Descriptor], turn: &Turn<'_>) -> BTreeMap<DocId, Offered> {
        let founded = self.state.members.founded_at();
        let offered = |d: &Descriptor| {
            if d.is_well_formed(founded, turn.now) { Offered::Fits(d.clone()) } else { Offered::MayNotBe }
        };
        descriptors.iter().map(|d| (d.id(self.state.studio), offered(d))).collect()
    }

    fn remembered(&self, rows: &Rows<'_>, doc: DocId, hash: ChangeHash) -> Result<Option<Verdict>, StoreError> {
        if let Some(seq) = self.placed.get(&(doc, hash)) {
            return Ok(Some(Verdict::Duplicate(*seq)));
        }
        if let Some(refusal) = self.held.refusal(doc, hash).or_else(|| rows.refusal(doc, hash)) {
            return Ok(Some(Verdict::Refused(refusal)));
        }
        if let Some(held) = self.held.get(doc, hash) {
            return Ok(Some(Verdict::Held(held.why)));
        }
        let on_disk = if self.has_refused { rows.log.refused(self.state.studio, doc, hash)? } else { None };
        Ok(on_disk.map(Verdict::Refused))
    }

    fn push_one(
        &mut self,
        rows: &mut Rows<'_>,
        session: &mut Session<'_>,
        envelope: &Envelope,
        hash: ChangeHash,
    ) -> Result<Verdict, TurnFault> {
        if !self.has_quota(envelope, session.turn) {
            session.waits = true;
            return Ok(Verdict::Later);
        }
        match session.offered.get(&envelope.doc) {
            Some(Offered::Fits(descriptor)) => drop(self.state.open(descriptor)),
            Some(Offered::MayNotBe) => return Ok(Verdict::Refused(Refusal::Descriptor)),
            None if !self.state.docs.contains_key(&envelope.doc) => return Ok(Verdict::Missing(Vec::new())),
            None => {}
        }
        let judged = session.judge.judge(&self.state, envelope, &rows.history(self.state.studio))?;
        if !matches!(judged, Judgement::Stranger | Judgement::Later) {
            self.charge(envelope, session.turn);
        }
        let verdict = self.take_judged(rows, session, envelope, hash, judged);
        if self.state.docs.get(&envelope.doc).is_some_and(|doc| doc.changes() == 0) {
            self.state.docs.remove(&envelope.doc);
        }
        Ok(verdict)
    }

    fn take_judged(
        &mut self,
        rows: &mut Rows<'_>,
        session: &mut Session<'_>,
        envelope: &Envelope,
        hash: ChangeHash,
        judged: Judgement,
    ) -> Verdict {
        let doc = envelope.doc;
        match judged {
            Judgement::Good(good) => {
                session.judge.follow(&self.state, doc, &good);
                let seq = self.append_change(rows, session.judge.budget(), envelope, &good, session.turn.now);
                Verdict::Accepted(seq)
            }
            // In a document, and not in the log: no such change is.
            Judgement::Known(_) | Judgement::Stranger | Judgement::Later => Verdict::Later,
            Judgement::Missing(hashes) if hashes.iter().any(|dep| self.held.waits(doc, *dep)) => {
                self.hold(rows, envelope, Holding::DependsOnHeld, session.turn.now)
            }
            Judgement::Missing(hashes) => Verdict::Missing(hashes),
            Judgement::Held(why) => self.hold(rows, envelope, why, session.turn.now),
            Judgement::Refused(why) => {
                if session.judge.is_proven() {
                    self.note_refused(rows, envelope, hash, why);
                }
                Verdict::Refused(why)
            }
        }
    }

    fn hold(&mut self, rows: &mut Rows<'_>, envelope: &Envelope, why: Holding, now: Millis) -> Verdict {
        let Some(doc) = self.state.docs.get(&envelope.doc) else { return Verdict::Later };
        let descriptor = doc.descriptor.clone();
        let held = HeldChange { envelope: envelope.clone(), descriptor, why, first_seen: now };
        rows.add(LogRow::Held(Box::new(held.clone())));
        self.held.push(held);
        Verdict::Held(why)
    }

    /// Whether the device that signed the request has something left of its day. Who sends pays, whoever wrote it: a
    /// member who sends others' envelopes again uses up nobody's day but their own. Whatever was judged counts, the
    /// refused too: it is the judging that costs. What was known already is answered from memory and does not count.
    ///
    /// After a restore the day is [`RESTORE_DAY_TIMES`] as long for [`RESTORE_DAYS`]: then honest phones send again what
    /// the lost days had acknowledged, as many days as lie between backup and loss, and nothing tells an envelope of
    /// theirs from a new one. Nobody but the administrator can bring such days about: the server signs `Restored`.
    fn has_quota(&self, envelope: &Envelope, turn: &Turn<'_>) -> bool {
        let opened = self.restored_at.map(|at| turn.now.0 - at.0);
        let times = if opened.is_some_and(|ms| ms <= RESTORE_DAYS * DAY_MS) { RESTORE_DAY_TIMES } else { 1 };
        self.usage.get(&turn.device).is_none_or(|usage| {
            usage.day != turn.now.day()
                || (usage.changes < DEVICE_DAY_CHANGES_MAX * times
                    && usage.bytes + envelope.body.len() as u64 <= DEVICE_DAY_BYTES_MAX * u64::from(times))
        })
    }

    fn charge(&mut self, envelope: &Envelope, turn: &Turn<'_>) {
        let day = turn.now.day();
        let none = Usage { device: turn.device, day, changes: 0, bytes: 0 };
        let usage = self.usage.entry(turn.device).or_insert(none);
        if usage.day != day {
            *usage = none;
        }
        usage.changes += 1;
        usage.bytes += envelope.body.len() as u64;
    }
}
