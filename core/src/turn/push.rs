//! Judging what a phone sends, one envelope after another, each exactly one verdict.

use std::collections::BTreeMap;

use crate::changelog::{HeldChange, LogRow, Usage};
use crate::decision::What;
use crate::doc::Descriptor;
use crate::envelope::Envelope;
use crate::id::{ChangeHash, DocId};
use crate::ingest::{Judge, Judgement, is_authored};
use crate::limits::{DEVICE_DAY_BYTES_MAX, DEVICE_DAY_CHANGES_MAX};
use crate::refusal::{Holding, Refusal};
use crate::turn::append::Rows;
use crate::turn::{ServerStudio, Turn, TurnFault};
use crate::wire::{Judged, SyncRequest, Verdict};

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

impl ServerStudio {
    pub(super) fn push(
        &mut self,
        rows: &mut Rows<'_>,
        request: &SyncRequest,
        turn: &Turn<'_>,
    ) -> Result<Vec<Judged>, TurnFault> {
        let offered = self.offered(&request.descriptors, turn);
        let mut judge = Judge::new(self.held().map(|h| (h.envelope.doc, h.envelope.hash())));
        let mut verdicts = Vec::with_capacity(request.envelopes.len());
        for envelope in &request.envelopes {
            let hash = envelope.hash();
            let verdict = match self.remembered(envelope.doc, hash) {
                Some(verdict) => verdict,
                None => self.push_one(rows, &mut judge, &offered, envelope, turn)?,
            };
            verdicts.push(Judged { doc: envelope.doc, hash, verdict });
        }
        let mut usage: Vec<Usage> = self.usage.values().filter(|u| u.day == turn.now.day()).copied().collect();
        usage.retain(|u| request.envelopes.iter().any(|e| e.device == u.device));
        usage.into_iter().for_each(|u| rows.add(LogRow::Usage(u)));
        Ok(verdicts)
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
        for signed in request.credentials.iter().filter(|signed| signed.is_signed_by(studio, &key)) {
            self.append_decision(rows, signed, turn.now)?;
        }
        Ok(())
    }

    /// Certificates among the credentials: with a run they come first, for nothing is taken of one whom nobody can
    /// prove. The rest waits until the run is in, where it stands in the old order.
    pub(super) fn take_certificates(
        &mut self,
        rows: &mut Rows<'_>,
        request: &SyncRequest,
        turn: &Turn<'_>,
    ) -> Result<(), TurnFault> {
        let (key, studio) = (turn.secret.public(), self.state.studio);
        if request.run.is_none() {
            return Ok(());
        }
        for signed in request.credentials.iter().filter(|signed| signed.is_signed_by(studio, &key)) {
            if signed.read().is_ok_and(|decision| matches!(decision.what, What::Device(_))) {
                self.append_decision(rows, signed, turn.now)?;
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

    fn remembered(&self, doc: DocId, hash: ChangeHash) -> Option<Verdict> {
        let key = (doc, hash);
        if let Some(seq) = self.placed.get(&key) {
            return Some(Verdict::Duplicate(*seq));
        }
        if let Some(refusal) = self.refused.get(&key) {
            return Some(Verdict::Refused(*refusal));
        }
        let held = self.held.iter().find(|h| (h.envelope.doc, h.envelope.hash()) == key);
        held.map(|h| Verdict::Held(h.why))
    }

    fn push_one(
        &mut self,
        rows: &mut Rows<'_>,
        judge: &mut Judge,
        offered: &BTreeMap<DocId, Offered>,
        envelope: &Envelope,
        turn: &Turn<'_>,
    ) -> Result<Verdict, TurnFault> {
        if !self.has_quota(envelope, turn) {
            return Ok(Verdict::Later);
        }
        match offered.get(&envelope.doc) {
            Some(Offered::Fits(descriptor)) => drop(self.state.open(descriptor)),
            Some(Offered::MayNotBe) => return Ok(Verdict::Refused(Refusal::Descriptor)),
            None if !self.state.docs.contains_key(&envelope.doc) => return Ok(Verdict::Missing(Vec::new())),
            None => {}
        }
        let judged = judge.judge(&self.state, envelope, &rows.history(self.state.studio))?;
        let verdict = match judged {
            Judgement::Good(good) => {
                self.charge(envelope, turn);
                judge.follow(envelope.doc, &good);
                Verdict::Accepted(self.append_change(rows, envelope, &good, turn.now))
            }
            Judgement::Known(hash) => self.remembered(envelope.doc, hash).unwrap_or(Verdict::Later),
            Judgement::Stranger => Verdict::Later,
            Judgement::Missing(hashes) => Verdict::Missing(hashes),
            Judgement::Held(why) => self.hold(rows, envelope, why, turn),
            Judgement::Refused(refusal) => self.refuse(rows, envelope, refusal),
        };
        if self.state.docs.get(&envelope.doc).is_some_and(|doc| doc.changes() == 0) {
            self.state.docs.remove(&envelope.doc);
        }
        Ok(verdict)
    }

    fn hold(&mut self, rows: &mut Rows<'_>, envelope: &Envelope, why: Holding, turn: &Turn<'_>) -> Verdict {
        let Some(doc) = self.state.docs.get(&envelope.doc) else { return Verdict::Later };
        let descriptor = doc.descriptor.clone();
        self.charge(envelope, turn);
        let held = HeldChange { envelope: envelope.clone(), descriptor, why, first_seen: turn.now };
        rows.add(LogRow::Held(Box::new(held.clone())));
        self.held.push(held);
        Verdict::Held(why)
    }

    fn refuse(&mut self, rows: &mut Rows<'_>, envelope: &Envelope, refusal: Refusal) -> Verdict {
        if is_authored(&self.state, envelope) && self.state.docs.contains_key(&envelope.doc) {
            self.note_refused(rows, envelope.doc, envelope.hash(), refusal);
        }
        Verdict::Refused(refusal)
    }

    fn has_quota(&self, envelope: &Envelope, turn: &Turn<'_>) -> bool {
        self.usage.get(&envelope.device).is_none_or(|usage| {
            usage.day != turn.now.day()
                || (usage.changes < DEVICE_DAY_CHANGES_MAX
                    && usage.bytes + envelope.body.len() as u64 <= DEVICE_DAY_BYTES_MAX)
        })
    }

    fn charge(&mut self, envelope: &Envelope, turn: &Turn<'_>) {
        let day = turn.now.day();
        let none = Usage { device: envelope.device, day, changes: 0, bytes: 0 };
        let usage = self.usage.entry(envelope.device).or_insert(none);
        if usage.day != day {
            *usage = none;
        }
        usage.changes += 1;
        usage.bytes += envelope.body.len() as u64;
    }
}
