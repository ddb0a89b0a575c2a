//! What the changes of a record tell of its past, read from the disk when somebody asks. It writes nothing.

use std::collections::BTreeMap;

use studio_core::change::Body;
use studio_core::id::{DocId, RecordId};
use studio_core::record::OpId;
use studio_core::replica::Replica;
use studio_core::store::{KeptChange, StoreError};
use studio_core::time::Millis;
use studio_core::view::{self, Sealed, Waiting};

use super::{Engine, faults};
use crate::messages::{HistoryPage, Notice, StorageKind, Writer};

/// What the page of a record says of its past.
#[derive(Default)]
pub(super) struct Past {
    /// Who wrote its newest change, and on which phone.
    pub(super) written: Option<Writer>,
    /// How often it was changed since it was born.
    pub(super) changed: usize,
    /// When each value of a field with several was written, in their order.
    pub(super) values_at: BTreeMap<String, Vec<Option<Millis>>>,
}

impl Engine {
    /// The past of a record as its page needs it.
    pub(super) fn past(&self, replica: &Replica, record: RecordId) -> Result<Past, StoreError> {
        let Some((record, _)) = replica.state().record(record) else { return Ok(Past::default()) };
        let kept = self.disk.store.changes(replica.identity().studio, record.doc)?;
        let read = |kept: KeptChange| Some((Body::decode_kept(&kept.envelope.body).ok()?, kept));
        let mut own: Vec<(Body, KeptChange)> =
            kept.into_iter().filter_map(read).filter(|(body, _)| body.touches(record.birth)).collect();
        own.sort_by_key(|(_, kept)| (kept.envelope.made_at, kept.hash));
        let at = |op: OpId| own.iter().find(|(body, _)| holds(body, op)).map(|(_, kept)| kept.envelope.made_at);
        let values_at = record
            .conflicts()
            .map(|(key, values)| (key.to_owned(), values.iter().map(|value| at(value.op)).collect()))
            .collect();
        let written = own.last().map(|(_, kept)| self.writer(replica, kept.envelope.device));
        Ok(Past { written, changed: own.len().saturating_sub(1), values_at })
    }

    /// 修改历史
    pub(super) fn history_page(&self, replica: &Replica, record: RecordId) -> Result<Option<HistoryPage>, Notice> {
        let scene = self.seen(replica)?;
        let Some((home, docs)) = view::history_docs(&scene, record) else { return Ok(None) };
        let Some(stands) = replica.state().docs.get(&home).and_then(|doc| doc.record(record)) else { return Ok(None) };
        let mut changes: Vec<(DocId, KeptChange)> = Vec::new();
        for doc in docs {
            let kept = self.disk.store.changes(replica.identity().studio, doc);
            changes.extend(kept.map_err(|fault| faults::of_store(&fault))?.into_iter().map(|kept| (doc, kept)));
        }
        let sealed = changes.iter().map(|(doc, kept)| sealed(*doc, kept)).collect();
        let Some(history) = view::record_history(&scene, stands, sealed) else { return Ok(None) };
        let told = || history.revisions.iter();
        let writers = told().map(|one| (one.device, self.writer(replica, one.device))).collect();
        let placed = |kept: &KeptChange| kept.seq.is_none() && told().any(|one| one.change == kept.hash);
        let waiting = changes.iter().filter(|(_, kept)| placed(kept));
        let waiting = waiting.map(|(_, kept)| (kept.hash, self.waits(replica, kept))).collect();
        Ok(Some(HistoryPage { history, writers, waiting }))
    }

    /// Why a change is not on the server.
    fn waits(&self, replica: &Replica, kept: &KeptChange) -> Waiting {
        let out = replica.outgoing().iter().find(|out| out.hash == kept.hash);
        match out {
            Some(out) if out.held.is_some() => Waiting::Held,
            Some(_) if self.storage.kind == StorageKind::Memory => Waiting::PageOnly,
            Some(_) => Waiting::Network,
            // accepted, and its number is on its way
            None => Waiting::No,
        }
    }
}

fn sealed(doc: DocId, kept: &KeptChange) -> Sealed<'_> {
    Sealed {
        doc,
        hash: kept.hash,
        device: kept.envelope.device,
        at: kept.envelope.made_at,
        deps: &kept.meta.deps,
        max_op: kept.meta.max_op,
        body: &kept.envelope.body,
    }
}

pub(super) fn holds(body: &Body, op: OpId) -> bool {
    body.actor == op.actor && (body.start_op..=body.max_op()).contains(&op.counter)
}
