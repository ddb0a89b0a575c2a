//! After a refusal: the document is rebuilt without the refused change and all that was built on
//! it; what its user meant is set aside by name, the later actions are made again.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::Body;
use crate::id::{ChangeHash, DocId, RecordId};
use crate::mutant::{Mutant, is_planted};
use crate::refusal::Refusal;
use crate::replica::compose::edits_of;
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
        let fallen = self.fallen(&before, doc, hash);
        if fallen.is_empty() {
            return Ok(());
        }
        let mut writes = Vec::new();
        let rows = self.take_out(&mut writes, doc, &fallen);
        let rebuilt = rebuild(self.identity.studio, &before, &kept, &fallen)?;
        let refusal = self.why_aside(&before, &rebuilt, hash, refusal);
        self.state.docs.insert(doc, rebuilt);
        if !is_planted(Mutant::ReuseActor) {
            self.draw_actor();
        }
        for row in rows {
            let why = refusal.filter(|_| row.hash == hash);
            self.make_again(store, &mut writes, &before, &kept, row, why)?;
        }
        let touched = touched_by(&kept, &fallen, &before)?;
        writes.extend(self.record_rows(doc, touched));
        if self.state.docs.get(&doc).is_some_and(|state| state.changes() == 0) {
            self.state.docs.remove(&doc);
            writes.push(Write::DropDoc(doc));
        }
        Ok(store.commit(self.identity.studio, &writes)?)
    }

    /// Why the refused action is set aside; `None` when it can be made again: it was refused for
    /// its place beside work of this device that had not come back to it then (a copied or rebuilt
    /// device), and has now.
    fn why_aside(&self, before: &DocState, rebuilt: &DocState, hash: ChangeHash, refusal: Refusal) -> Option<Refusal> {
        let for_its_place = matches!(refusal, Refusal::SecondHead | Refusal::Seq);
        let knows_more = before.meta(hash).is_some_and(|meta| !meta.deps.iter().eq(rebuilt.heads()));
        (!for_its_place || !knows_more).then_some(refusal)
    }

    /// The refused change and every outgoing one that builds on it.
    fn fallen(&self, before: &DocState, doc: DocId, hash: ChangeHash) -> BTreeSet<ChangeHash> {
        let out = self.outgoing.iter().filter(|o| o.doc == doc).map(|o| o.hash);
        out.filter(|o| *o == hash || before.ancestors(&[*o]).contains(&hash)).collect()
    }

    fn take_out(&mut self, writes: &mut Vec<Write>, doc: DocId, fallen: &BTreeSet<ChangeHash>) -> Vec<Outgoing> {
        let falls = |o: &Outgoing| o.doc == doc && fallen.contains(&o.hash);
        let (rows, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut self.outgoing).into_iter().partition(falls);
        self.outgoing = kept;
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
        kept: &[KeptChange],
        row: Outgoing,
        refusal: Option<Refusal>,
    ) -> Result<(), SyncFault> {
        let edits = if row.edits.is_empty() { meant_by(before, kept, row.hash)? } else { row.edits };
        if refusal.is_none() {
            match self.make(store, writes, &before.descriptor, edits.clone(), row.at) {
                Ok(_) => return Ok(()),
                Err(RecordFault::Store(fault)) => return Err(fault.into()),
                Err(RecordFault::Differs(_) | RecordFault::Refused(_) | RecordFault::NotYours) => {}
            }
        }
        let place = self.next_place();
        let aside = Aside { place, edits, at: row.at, refusal };
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

fn touched_by(
    kept: &[KeptChange],
    fallen: &BTreeSet<ChangeHash>,
    before: &DocState,
) -> Result<BTreeSet<RecordId>, StoreError> {
    let mut touched = BTreeSet::new();
    for change in kept.iter().filter(|c| fallen.contains(&c.hash)) {
        touched.extend(edits_of(before, &decoded(change)?).into_iter().map(|edit| edit.record));
    }
    Ok(touched)
}

fn meant_by(before: &DocState, kept: &[KeptChange], hash: ChangeHash) -> Result<Vec<crate::edit::Edit>, StoreError> {
    match kept.iter().find(|c| c.hash == hash) {
        Some(change) => Ok(edits_of(before, &decoded(change)?)),
        None => Ok(Vec::new()),
    }
}

fn decoded(change: &KeptChange) -> Result<Body, StoreError> {
    Body::decode_kept(&change.envelope.body).map_err(|_| StoreError::Corrupt)
}
