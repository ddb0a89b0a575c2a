//! What becomes of held work when what it waits for is let in, taken again or refused. It lets
//! nobody in: who may do that is decided elsewhere.

use std::collections::BTreeSet;

use crate::changelog::{HeldChange, LogRow};
use crate::envelope::Envelope;
use crate::id::{ChangeHash, DocId};
use crate::ingest::{Budget, Judge, Judgement};
use crate::limits::{SETTLE_STEPS_MAX, STEPS_A_CHANGE_READ, STEPS_A_LOOK, bytes_in_steps};
use crate::mutant::{Mutant, is_planted};
use crate::refusal::Refusal;
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
        self.note_refused(rows, envelope, hash, why);
        for (hash, envelope) in self.held.all_on(envelope.doc, hash) {
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
        self.unsettled = false;
        for (doc, hash) in self.with_their_base(judge.budget()) {
            let Some(held) = self.held.get(doc, hash).filter(|_| self.held.waits(doc, hash)).cloned() else { continue };
            if judge.budget().is_spent() {
                self.unsettled = true;
                break;
            }
            judge.budget().pay(STEPS_A_CHANGE_READ + bytes_in_steps(held.envelope.body.len()));
            self.settle_one(rows, &mut judge, held, hash)?;
        }
        self.pasts = judge.into_pasts();
        Ok(())
    }

    /// What waits for its base alone, and whose base may stand in the log when its turn comes: it stands there now, or comes
    /// before it in this list.
    fn with_their_base(&self, budget: &mut Budget) -> Vec<(DocId, ChangeHash)> {
        let mut found: BTreeSet<(DocId, ChangeHash)> = BTreeSet::new();
        let mut in_order = Vec::new();
        for ((doc, hash), deps) in self.held.behind_others().filter(|_| !is_planted(Mutant::HeldBehindItsBase)) {
            budget.pay(STEPS_A_LOOK * (1 + deps.len() as u64));
            let Some(state) = self.state.docs.get(&doc) else { continue };
            if deps.iter().all(|dep| state.meta(*dep).is_some() || found.contains(&(doc, *dep))) {
                found.insert((doc, hash));
                in_order.push((doc, hash));
            }
        }
        in_order
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
