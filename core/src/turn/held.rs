//! What becomes of held work when what it waits for is let in, taken again or refused. It lets
//! nobody in: who may do that is decided elsewhere.

use std::collections::BTreeSet;

use crate::change::Body;
use crate::changelog::{HeldChange, LogRow};
use crate::id::{ChangeHash, DocId};
use crate::ingest::{Judge, Judgement};
use crate::refusal::{Holding, Refusal};
use crate::store::StoreError;
use crate::turn::ServerStudio;
use crate::turn::append::Rows;

impl ServerStudio {
    /// Takes held work out: it stands in the log now.
    pub(super) fn drop_held(&mut self, rows: &mut Rows<'_>, doc: DocId, hash: ChangeHash) {
        self.held.retain(|held| (held.envelope.doc, held.envelope.hash()) != (doc, hash));
        rows.add(LogRow::DropHeld(doc, hash));
    }

    /// Refuses a change for ever, and with it all held work that builds on it: that can never stand
    /// either, and its phones make what it meant again.
    pub(super) fn refuse_with_all_on_it(&mut self, rows: &mut Rows<'_>, doc: DocId, hash: ChangeHash, why: Refusal) {
        let mut fallen = BTreeSet::from([hash]);
        self.note_refused(rows, doc, hash, why);
        // What is held stands in order of arrival, the base always first.
        for at in 0..self.held.len() {
            let Some(held) = self.held.get(at).filter(|held| held.envelope.doc == doc) else { continue };
            let builds_on = |body: &Body| body.deps.iter().any(|dep| fallen.contains(dep));
            if Body::decode_kept(&held.envelope.body).is_ok_and(|body| builds_on(&body)) {
                let hash = held.envelope.hash();
                fallen.insert(hash);
                self.note_refused(rows, doc, hash, why);
            }
        }
    }

    /// Remembers a refusal: the same answer for ever.
    pub(super) fn note_refused(&mut self, rows: &mut Rows<'_>, doc: DocId, hash: ChangeHash, why: Refusal) {
        self.refused.insert((doc, hash), why);
        rows.add(LogRow::Refused(doc, hash, why));
    }

    /// Judges anew what was held because it builds on held work, as soon as its base stands in the log:
    /// nobody has to let in what is nobody's to hold.
    pub(super) fn settle_held(&mut self, rows: &mut Rows<'_>) -> Result<(), StoreError> {
        let mut judged: BTreeSet<(DocId, ChangeHash)> = BTreeSet::new();
        loop {
            let next = self.held().find(|held| self.has_its_base(held, &judged)).cloned();
            let Some(held) = next else { return Ok(()) };
            judged.insert((held.envelope.doc, held.envelope.hash()));
            self.settle_one(rows, held)?;
        }
    }

    fn has_its_base(&self, held: &HeldChange, judged: &BTreeSet<(DocId, ChangeHash)>) -> bool {
        let envelope = &held.envelope;
        if held.why != Holding::DependsOnHeld || judged.contains(&(envelope.doc, envelope.hash())) {
            return false;
        }
        let Some(doc) = self.state.docs.get(&envelope.doc) else { return false };
        Body::decode_kept(&envelope.body).is_ok_and(|body| body.deps.iter().all(|dep| doc.meta(*dep).is_some()))
    }

    fn settle_one(&mut self, rows: &mut Rows<'_>, held: HeldChange) -> Result<(), StoreError> {
        let (doc, hash) = (held.envelope.doc, held.envelope.hash());
        match Judge::default().judge(&self.state, &held.envelope, &rows.history(self.state.studio))? {
            Judgement::Good(good) => {
                self.append_change(rows, &held.envelope, &good, held.first_seen);
                self.drop_held(rows, doc, hash);
            }
            Judgement::Known(_) => self.drop_held(rows, doc, hash),
            Judgement::Held(why) => {
                let still = HeldChange { why, ..held };
                rows.add(LogRow::Held(Box::new(still.clone())));
                self.held.iter_mut().filter(|h| h.envelope == still.envelope).for_each(|h| h.why = why);
            }
            Judgement::Refused(why) => self.refuse_with_all_on_it(rows, doc, hash, why),
            Judgement::Missing(_) | Judgement::Stranger => {}
        }
        Ok(())
    }
}
