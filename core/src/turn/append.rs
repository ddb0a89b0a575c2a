//! Rows of one turn: numbers and chain run on here. Nothing is judged.

use std::collections::BTreeMap;

use crate::changelog::{ChangeLog, LogHead, LogRow};
use crate::decision::{SignedDecision, What};
use crate::envelope::Envelope;
use crate::id::{ChangeHash, DocId, StudioId};
use crate::ingest::{Good, History};
use crate::log::{Entry, EntryBody, chain_next};
use crate::state::Meta;
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
    chunks: BTreeMap<DocId, Vec<Vec<u8>>>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(before: LogHead, log: &'a dyn ChangeLog) -> Self {
        Self { log, before, rows: Vec::new(), entries: Vec::new(), chunks: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, row: LogRow) {
        self.rows.push(row);
    }

    /// Entries of this turn, not in the log yet.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn into_rows(self) -> Vec<LogRow> {
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
    chunks: &'a BTreeMap<DocId, Vec<Vec<u8>>>,
}

impl History for TurnHistory<'_> {
    fn changes(&self, doc: DocId) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut all = self.log.changes(self.studio, doc)?;
        all.extend(self.chunks.get(&doc).into_iter().flatten().cloned());
        Ok(all)
    }
}

impl ServerStudio {
    /// Puts a judged change at the log's end and into the state. Returns its number.
    pub(super) fn append_change(
        &mut self,
        rows: &mut Rows<'_>,
        envelope: &Envelope,
        good: &Good,
        first_seen: Millis,
    ) -> u64 {
        let doc = envelope.doc;
        let meta = Meta::of(&good.body);
        let body = EntryBody::Change(envelope.clone());
        let seq = self.append_entry(rows, body, first_seen, Some((good.hash, meta)), None);
        if let Some(state) = self.state.docs.get_mut(&doc) {
            if state.changes() == 0 {
                rows.add(LogRow::Descriptor(doc, state.descriptor.clone()));
            }
            for id in state.apply(good.hash, &good.body) {
                if let Some(record) = state.record(id) {
                    rows.add(LogRow::Record(Box::new(record.clone())));
                }
            }
        }
        rows.chunks.entry(doc).or_default().push(envelope.body.clone());
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
