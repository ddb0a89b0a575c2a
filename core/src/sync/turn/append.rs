//! Rows of one turn: numbers and chain run on here. Nothing is judged.

use std::collections::{BTreeMap, BTreeSet};

use crate::changelog::{ChangeLog, LogHead, LogRow};
use crate::decision::{SignedDecision, What};
use crate::envelope::Envelope;
use crate::id::{ChangeHash, DocId, RecordId, StudioId};
use crate::ingest::{Budget, Good, History};
use crate::limits::{STEPS_A_FIELD, bytes_in_steps};
use crate::log::{Entry, EntryBody, chain_next};
use crate::record::{Record, Scalar};
use crate::refusal::Refusal;
use crate::state::{Meta, StudioState};
use crate::store::StoreError;
use crate::time::Millis;
use crate::turn::ServerStudio;

/// What a turn will append, and the log beneath it.
pub(super) struct Rows<'a> {
    pub(super) log: &'a dyn ChangeLog,
    /// Where the log ended before this turn.
    pub(super) before: LogHead,
    rows: Vec<LogRow>,
    entries: Vec<Entry>,
    chunks: BTreeMap<DocId, Vec<(u64, Vec<u8>)>>,
    /// Records that changed: each goes out once, as the turn leaves it, or a large one would be written at every change.
    touched: BTreeSet<(DocId, RecordId)>,
    refused: BTreeMap<(DocId, ChangeHash), Refusal>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(before: LogHead, log: &'a dyn ChangeLog) -> Self {
        Self {
            log,
            before,
            rows: Vec::new(),
            entries: Vec::new(),
            chunks: BTreeMap::new(),
            touched: BTreeSet::new(),
            refused: BTreeMap::new(),
        }
    }

    pub(super) fn add(&mut self, row: LogRow) {
        self.rows.push(row);
    }

    /// Remembers a refusal.
    pub(super) fn refuse(&mut self, envelope: &Envelope, hash: ChangeHash, why: Refusal) {
        self.refused.insert((envelope.doc, hash), why);
        self.add(LogRow::Refused(envelope.doc, hash, envelope.device, why));
    }

    /// Why a change was refused in this turn.
    pub(super) fn refusal(&self, doc: DocId, hash: ChangeHash) -> Option<Refusal> {
        self.refused.get(&(doc, hash)).copied()
    }

    /// Entries of this turn, not in the log yet.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// All rows, the records as they stand now.
    pub(super) fn into_rows(mut self, state: &StudioState) -> Vec<LogRow> {
        let doc = |id| state.docs.get(id);
        let touched = self.touched.iter().filter_map(|(id, record)| doc(id)?.record(*record));
        self.rows.extend(touched.map(|record| LogRow::Record(Box::new(record.clone()))));
        self.rows
    }

    /// The document's changes, those of this turn included.
    pub(super) fn history(&self, studio: StudioId) -> TurnHistory<'_> {
        TurnHistory { studio, log: self.log, chunks: &self.chunks }
    }
}

/// The log's changes and those of the running turn.
pub(super) struct TurnHistory<'a> {
    studio: StudioId,
    log: &'a dyn ChangeLog,
    chunks: &'a BTreeMap<DocId, Vec<(u64, Vec<u8>)>>,
}

impl History for TurnHistory<'_> {
    fn changes(&self, doc: DocId, after: u64, count_max: usize) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
        let mut page = self.log.changes_after(self.studio, doc, after, count_max)?;
        let of_turn = self.chunks.get(&doc).into_iter().flatten().filter(|(seq, _)| *seq > after);
        page.extend(of_turn.take(count_max - page.len().min(count_max)).cloned());
        Ok(page)
    }
}

/// What it costs to write a record: whole, whatever a change did to it.
fn steps_to_write(record: &Record) -> u64 {
    let values = record.fields.values().flatten();
    let bytes = values.map(|visible| match &visible.value {
        Scalar::Str(text) => text.len(),
        Scalar::Bytes(bytes) => bytes.len(),
        Scalar::Int(_) | Scalar::Bool(_) => 0,
    });
    STEPS_A_FIELD * record.fields.len() as u64 + bytes_in_steps(2 * bytes.sum::<usize>())
}

impl ServerStudio {
    /// Puts a judged change at the log's end and into the state. Returns its number.
    pub(super) fn append_change(
        &mut self,
        rows: &mut Rows<'_>,
        budget: &mut Budget,
        envelope: &Envelope,
        good: &Good,
        first_seen: Millis,
    ) -> u64 {
        let doc = envelope.doc;
        let meta = Meta::of(&good.body);
        let body = EntryBody::Change(envelope.clone());
        let seq = self.append_entry(rows, body, first_seen, Some((good.hash, meta)), None);
        if let Some(state) = self.state.docs.get(&doc).filter(|state| state.changes() == 0) {
            rows.add(LogRow::Descriptor(doc, state.descriptor.clone()));
        }
        let touched = self.state.docs.apply(doc, good.hash, &good.body);
        for record in touched.into_iter().filter(|record| rows.touched.insert((doc, *record))) {
            let written = self.state.docs.get(&doc).and_then(|doc| doc.record(record));
            written.into_iter().for_each(|record| budget.pay(steps_to_write(record)));
        }
        rows.chunks.entry(doc).or_default().push((seq, envelope.body.clone()));
        self.place(doc, good.hash, seq);
        seq
    }

    /// Puts a signed decision at the log's end and into the state, unless it is there.
    pub(super) fn append_decision(
        &mut self,
        rows: &mut Rows<'_>,
        signed: &SignedDecision,
        first_seen: Millis,
    ) -> Result<(), StoreError> {
        let decision = signed.read().map_err(|_| StoreError::Corrupt)?;
        if self.state.members.has_seen(decision.id) {
            return Ok(());
        }
        let body = EntryBody::Decision(signed.clone());
        self.append_entry(rows, body, first_seen, None, Some(decision.id));
        self.take_decision(signed)
    }

    pub(super) fn take_decision(&mut self, signed: &SignedDecision) -> Result<(), StoreError> {
        let decision = signed.read().map_err(|_| StoreError::Corrupt)?;
        self.state.members.apply(&decision);
        if let What::Restored(restored) = decision.what {
            self.restored.push(restored);
            self.restored_at = self.restored_at.max(Some(decision.at));
        }
        Ok(())
    }

    pub(super) fn place(&mut self, doc: DocId, hash: ChangeHash, seq: u64) {
        self.placed.insert((doc, hash), seq);
        let first = self.first_of.entry(doc).or_insert(seq);
        *first = seq.min(*first);
    }

    fn append_entry(
        &mut self,
        rows: &mut Rows<'_>,
        body: EntryBody,
        first_seen: Millis,
        change: Option<(ChangeHash, Meta)>,
        decision: Option<crate::id::DecisionId>,
    ) -> u64 {
        let seq = self.head.seq + 1;
        let chain = chain_next(self.head.chain, seq, first_seen, body.header_hash());
        let entry = Entry { seq, first_seen, body };
        rows.entries.push(entry.clone());
        rows.add(LogRow::Entry { entry: Box::new(entry), chain, change, decision });
        self.head.seq = seq;
        self.head.chain = chain;
        seq
    }
}
