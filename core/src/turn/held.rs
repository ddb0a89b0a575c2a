//! What becomes of held work when what it waits for is let in, taken again or refused. It lets
//! nobody in: who may do that is decided elsewhere.

use std::collections::BTreeSet;

use crate::change::Body;
use crate::changelog::{HeldChange, LogRow};
use crate::envelope::Envelope;
use crate::id::{ChangeHash, DocId};
use crate::ingest::{Budget, Judge, Judgement};
use crate::limits::{SETTLE_STEPS_MAX, STEPS_A_CHANGE_READ, bytes_in_steps};
use crate::mutant::{Mutant, is_planted};
use crate::refusal::{Holding, Refusal};
use crate::store::StoreError;
use crate::turn::ServerStudio;
use crate::turn::append::Rows;

impl ServerStudio {
    /// Takes held work out: it stands in the log now.
    pub(super) fn drop_held(&mut self, rows: &mut Rows<'_>, doc: DocId, hash: ChangeHash) {
        self.held.remove(doc, hash);
        rows.add(LogRow::DropHeld(doc, hash));
    }

    /// Refuses a change for ever, and with it all held work that builds on it: that can never stand
    /// either, and its phones make what it meant again.
    pub(super) fn refuse_with_all_on_it(
        &mut self,
        rows: &mut Rows<'_>,
        envelope: &Envelope,
        hash: ChangeHash,
        why: Refusal,
    ) {
        let mut fallen = BTreeSet::from([hash]);
        self.note_refused(rows, envelope, hash, why);
        // What is held stands in order of arrival, the base always first.
        let of_doc = self.held.waiting().filter(|(_, held)| held.envelope.doc == envelope.doc);
        let mut falling = Vec::new();
        for (hash, held) in of_doc {
            let builds_on = |body: &Body| body.deps.iter().any(|dep| fallen.contains(dep));
            if Body::decode_kept(&held.envelope.body).is_ok_and(|body| builds_on(&body)) {
                fallen.insert(hash);
                falling.push((hash, held.envelope.clone()));
            }
        }
        for (hash, envelope) in falling {
            self.note_refused(rows, &envelope, hash, why);
        }
    }

    /// Remembers a refusal: the same answer for ever.
    pub(super) fn note_refused(&mut self, rows: &mut Rows<'_>, envelope: &Envelope, hash: ChangeHash, why: Refusal) {
        self.held.refuse(envelope.doc, hash, why);
        self.has_refused = true;
        rows.refuse(envelope, hash, why);
    }

    /// Judges anew what was held because it builds on held work, as soon as its base stands in the log:
    /// nobody has to let in what is nobody's to hold. What is more than this may cost is left for a later turn.
    pub(super) fn settle_held(&mut self, rows: &mut Rows<'_>) -> Result<(), StoreError> {
        let pasts = std::mem::take(&mut self.pasts);
        let mut judge = Judge::default().remembering(pasts, Budget::of(SETTLE_STEPS_MAX));
        let depends = self.held.waiting().filter(|(_, held)| held.why == Holding::DependsOnHeld);
        let depends: Vec<(DocId, ChangeHash)> = depends.map(|(hash, held)| (held.envelope.doc, hash)).collect();
        self.unsettled = false;
        for (doc, hash) in depends.into_iter().filter(|_| !is_planted(Mutant::HeldBehindItsBase)) {
            let Some(held) = self.held.get(doc, hash).filter(|_| self.held.waits(doc, hash)).cloned() else { continue };
            if judge.budget().is_spent() {
                self.unsettled = true;
                break;
            }
            judge.budget().pay(STEPS_A_CHANGE_READ + bytes_in_steps(held.envelope.body.len()));
            if self.has_its_base(&held) {
                self.settle_one(rows, &mut judge, held, hash)?;
            }
        }
        self.pasts = judge.into_pasts();
        Ok(())
    }

    fn has_its_base(&self, held: &HeldChange) -> bool {
        let Some(doc) = self.state.docs.get(&held.envelope.doc) else { return false };
        Body::decode_kept(&held.envelope.body).is_ok_and(|body| body.deps.iter().all(|dep| doc.meta(*dep).is_some()))
    }

    fn settle_one(
        &mut self,
        rows: &mut Rows<'_>,
        judge: &mut Judge,
        held: HeldChange,
        hash: ChangeHash,
    ) -> Result<(), StoreError> {
        match self.judge_held(rows, judge, &held, hash)? {
            Judgement::Held(why) => {
                self.held.wait_for(held.envelope.doc, hash, why);
                rows.add(LogRow::Held(Box::new(HeldChange { why, ..held })));
            }
            Judgement::Later => self.unsettled = true,
            _ => {}
        }
        Ok(())
    }

    /// Judges a held change: it comes in when it fits its document, and is refused when it cannot any more.
    pub(super) fn judge_held(
        &mut self,
        rows: &mut Rows<'_>,
        judge: &mut Judge,
        held: &HeldChange,
        hash: ChangeHash,
    ) -> Result<Judgement, StoreError> {
        let doc = held.envelope.doc;
        let judgement = judge.judge(&self.state, &held.envelope, &rows.history(self.state.studio))?;
        match &judgement {
            Judgement::Good(good) => {
                judge.follow(&self.state, doc, good);
                self.append_change(rows, judge.budget(), &held.envelope, good, held.first_seen);
                self.drop_held(rows, doc, hash);
            }
            Judgement::Known(_) => self.drop_held(rows, doc, hash),
            Judgement::Refused(why) => self.refuse_with_all_on_it(rows, &held.envelope, hash, *why),
            Judgement::Missing(_) | Judgement::Held(_) | Judgement::Stranger | Judgement::Later => {}
        }
        Ok(judgement)
    }
}
