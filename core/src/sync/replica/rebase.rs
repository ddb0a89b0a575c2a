//! After a refusal: the document is rebuilt without the refused change and all that was built on
//! it; what its user meant is set aside by name, the later actions are made again.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::Body;
use crate::edit::Edit;
use crate::id::{ChangeHash, DocId, RecordId};
use crate::mutant::{Mutant, is_planted};
use crate::refusal::Refusal;
use crate::replica::compose::{births_in, edits_of};
use crate::replica::{RecordFault, Replica, SyncFault};
use crate::state::DocState;
use crate::store::{Aside, KeptChange, Outgoing, Store, StoreError, Write};

impl Replica {
    pub(super) fn rebase(
        &mut self,
        store: &mut dyn Store,
        doc: DocId,
        hash: ChangeHash,
        refusal: Refusal,
    ) -> Result<(), SyncFault> {
        let kept = store.changes(self.identity.studio, doc)?;
        let Some(before) = self.state.docs.get(&doc).cloned() else { return Ok(()) };
        let stands_on = |other: ChangeHash| other == hash || before.ancestors(&[other]).contains(&hash);
        let fallen: BTreeSet<ChangeHash> = kept.iter().map(|change| change.hash).filter(|h| stands_on(*h)).collect();
        if fallen.is_empty() {
            return Ok(());
        }
        let mut writes = Vec::new();
        let rows = self.take_out(&mut writes, &before, &kept, &fallen);
        let rebuilt = rebuild(self.identity.studio, &before, &kept, &fallen)?;
        let mut meant = meant_by(&kept, &fallen, &before)?;
        let touched = meant.values().flatten().map(|edit| edit.record).collect();
        let refusal = self.why_aside(&before, &rebuilt, hash, refusal);
        self.state.docs.insert(doc, rebuilt);
        if !is_planted(Mutant::ReuseActor) {
            self.draw_actor();
        }
        for row in rows {
            let why = refusal.filter(|_| row.hash == hash);
            let meant = meant.remove(&row.hash).unwrap_or_default();
            self.make_again(store, &mut writes, &before, (row, meant), why)?;
        }
        writes.extend(self.record_rows(doc, touched));
        if self.state.docs.get(&doc).is_some_and(|state| state.changes() == 0) {
            self.state.docs.remove(&doc);
            writes.push(Write::DropDoc(doc));
        }
        Ok(store.commit(self.identity.studio, &writes)?)
    }

    /// Why the refused action is set aside; `None` when it can be made again: it was refused for
    /// its place beside work of this device that had not come back to it then (a copied or rebuilt
    /// device), and has now; or it was sealed under a former name of this device.
    fn why_aside(&self, before: &DocState, rebuilt: &DocState, hash: ChangeHash, refusal: Refusal) -> Option<Refusal> {
        let renamed = before.meta(hash).is_some_and(|meta| meta.actor.device() != self.identity.device);
        if refusal == Refusal::Signature && renamed {
            return None;
        }
        let for_its_place = matches!(refusal, Refusal::SecondHead | Refusal::Seq);
        let knows_more = before.meta(hash).is_some_and(|meta| !meta.deps.iter().eq(rebuilt.heads()));
        (!for_its_place || !knows_more).then_some(refusal)
    }

    /// Takes out the refused change and all that builds on it, in order of making. What is not on its
    /// way out stood in a log that the server has lost.
    fn take_out(
        &mut self,
        writes: &mut Vec<Write>,
        before: &DocState,
        kept: &[KeptChange],
        fallen: &BTreeSet<ChangeHash>,
    ) -> Vec<Outgoing> {
        let doc = before.id();
        let falls = |o: &Outgoing| o.doc == doc && fallen.contains(&o.hash);
        let (out, stays): (Vec<_>, Vec<_>) = std::mem::take(&mut self.outgoing).into_iter().partition(falls);
        self.outgoing = stays;
        let mut out: BTreeMap<ChangeHash, Outgoing> = out.into_iter().map(|row| (row.hash, row)).collect();
        let mut taken: Vec<_> = kept.iter().filter(|change| fallen.contains(&change.hash)).collect();
        taken.sort_by_key(|change| (change.meta.max_op, change.hash));
        let row = |change: &KeptChange| {
            let (hash, at) = (change.hash, change.envelope.made_at);
            out.remove(&hash).unwrap_or(Outgoing { place: 0, doc, hash, edits: Vec::new(), at, held: None })
        };
        let rows: Vec<_> = taken.into_iter().map(row).collect();
        for row in &rows {
            writes.push(Write::DropOutgoing(doc, row.hash));
            writes.push(Write::DropChange(doc, row.hash));
        }
        rows
    }

    /// Makes an action again, or sets it aside: refused, or changed elsewhere in the meantime.
    fn make_again(
        &mut self,
        store: &dyn Store,
        writes: &mut Vec<Write>,
        before: &DocState,
        (row, meant): (Outgoing, Vec<Edit>),
        refusal: Option<Refusal>,
    ) -> Result<(), SyncFault> {
        let edits = if row.edits.is_empty() { meant } else { row.edits };
        if refusal.is_none() {
            match self.make(store, writes, &before.descriptor, edits.clone(), row.at) {
                Ok(_) => return Ok(()),
                Err(RecordFault::Store(fault)) => return Err(fault.into()),
                Err(RecordFault::Differs(_) | RecordFault::Refused(_) | RecordFault::NotYours) => {}
            }
        }
        let place = self.next_place();
        let owner = before.descriptor.owner().filter(|owner| *owner != self.identity.person);
        let aside = Aside { place, edits, at: row.at, refusal, owner };
        writes.push(Write::Aside(aside.clone()));
        self.asides.push(aside);
        Ok(())
    }

    fn record_rows(&self, doc: DocId, touched: BTreeSet<RecordId>) -> Vec<Write> {
        let state = self.state.docs.get(&doc);
        let row = |id| match state.and_then(|s| s.record(id)) {
            Some(record) => Write::Record(Box::new(record.clone())),
            None => Write::DropRecord(doc, id),
        };
        touched.into_iter().map(row).collect()
    }
}

fn rebuild(
    studio: crate::id::StudioId,
    before: &DocState,
    kept: &[KeptChange],
    fallen: &BTreeSet<ChangeHash>,
) -> Result<DocState, StoreError> {
    let mut bodies: BTreeMap<(u64, ChangeHash), Body> = BTreeMap::new();
    for change in kept.iter().filter(|c| !fallen.contains(&c.hash)) {
        let body = decoded(change)?;
        bodies.insert((body.start_op, change.hash), body);
    }
    let mut doc = DocState::new(studio, before.descriptor.clone());
    for ((_, hash), body) in bodies {
        doc.apply(hash, &body);
    }
    Ok(doc)
}

/// What each of some changes meant.
fn meant_by(
    kept: &[KeptChange],
    fallen: &BTreeSet<ChangeHash>,
    before: &DocState,
) -> Result<BTreeMap<ChangeHash, Vec<Edit>>, StoreError> {
    let bodies =
        kept.iter().map(|change| Ok((change.hash, decoded(change)?))).collect::<Result<Vec<_>, StoreError>>()?;
    let births = births_in(before.id(), bodies.iter().map(|(_, body)| body));
    let fallen = bodies.iter().filter(|(hash, _)| fallen.contains(hash));
    Ok(fallen.map(|(hash, body)| (*hash, edits_of(before.descriptor.kind, &births, body))).collect())
}

fn decoded(change: &KeptChange) -> Result<Body, StoreError> {
    Body::decode_kept(&change.envelope.body).map_err(|_| StoreError::Corrupt)
}
