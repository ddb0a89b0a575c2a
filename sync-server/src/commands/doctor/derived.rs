//! The tables that follow from a studio's log: made again from its entries alone, and compared with what is kept. The
//! server judges and reports from these tables, so a sound log behind wrong ones helps nobody.

use std::collections::BTreeMap;

use rusqlite::Connection;
use studio_core::change::Body;
use studio_core::envelope::Envelope;
use studio_core::id::{ChangeHash, DocId, StudioId};
use studio_core::log::{Entry, EntryBody};
use studio_core::state::{Meta, StudioState};
use studio_ui::i18n::t_with;

use super::log::each;
use crate::fault::Fault;
use crate::store::sqlite::derived::{self, Derived};
use crate::store::sqlite::log::SqliteLog;
use crate::store::sqlite::reading;

/// How many rows of each table are missing, too many or not what the log makes of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Differences {
    entries: usize,
    changes: usize,
    decisions: usize,
    records: usize,
}

impl Differences {
    /// The tables that differ and by how much, in words; `None` when none does.
    pub(super) fn words(&self) -> Option<String> {
        let tables = [
            ("doctor-derived-records", self.records),
            ("doctor-derived-changes", self.changes),
            ("doctor-derived-decisions", self.decisions),
            ("doctor-derived-entries", self.entries),
        ];
        let differing = tables.iter().filter(|(_, count)| *count > 0);
        let words: Vec<String> = differing.map(|(key, count)| t_with(key, &[("count", &count.to_string())])).collect();
        (!words.is_empty()).then(|| words.join("，"))
    }
}

/// Makes the tables of a studio again and compares. Its log holds.
pub(super) fn compare(log: &SqliteLog<&Connection>, studio: StudioId) -> Result<Differences, Fault> {
    let mut again = Again::new(studio);
    for descriptor in reading::descriptors(log.0, studio)? {
        again.state.open(&descriptor);
    }
    each(log, studio, |entry, _| {
        again.take(entry);
        Ok(None)
    })?;
    let (made, kept) = (again.finish(), derived::read(log.0, studio)?);
    Ok(Differences {
        entries: differing(&made.entries, &kept.entries),
        changes: differing(&made.changes, &kept.changes),
        decisions: differing(&made.decisions, &kept.decisions),
        records: differing(&made.records, &kept.records),
    })
}

fn differing<K: Ord, V: PartialEq>(made: &BTreeMap<K, V>, kept: &BTreeMap<K, V>) -> usize {
    let lost = made.iter().filter(|(key, value)| kept.get(key) != Some(value)).count();
    lost + kept.keys().filter(|key| !made.contains_key(key)).count()
}

/// The tables as the entries so far make them.
struct Again {
    state: StudioState,
    tables: Derived,
    /// Changes that stand in the log before what they build on.
    early: Vec<(DocId, ChangeHash, Body)>,
}

impl Again {
    fn new(studio: StudioId) -> Self {
        Self { state: StudioState::new(studio), tables: Derived::default(), early: Vec::new() }
    }

    fn take(&mut self, entry: &Entry) {
        let seq = i64::try_from(entry.seq).unwrap_or(i64::MAX);
        match &entry.body {
            EntryBody::Change(envelope) => self.take_change(seq, envelope),
            EntryBody::Decision(signed) => {
                self.tables.entries.insert(seq, (2, Vec::new()));
                if let Ok(decision) = signed.read() {
                    // entered twice, its first place is its own
                    self.tables.decisions.entry(decision.id.0.to_vec()).or_insert(seq);
                }
            }
            EntryBody::Stub(_) => {}
        }
    }

    fn take_change(&mut self, seq: i64, envelope: &Envelope) {
        let doc = envelope.doc;
        self.tables.entries.insert(seq, (1, doc.0.to_vec()));
        let Ok((body, hash)) = Body::decode(&envelope.body) else { return };
        self.tables.changes.insert((doc.0.to_vec(), hash.0.to_vec()), (seq, Some(Meta::of(&body))));
        let known = self.state.docs.get(&doc);
        if known.is_some_and(|known| body.deps.iter().all(|dep| known.meta(*dep).is_some())) {
            self.state.docs.apply(doc, hash, &body);
        } else {
            self.early.push((doc, hash, body));
        }
    }

    /// The early changes go in last, each behind what it builds on: that has smaller operations.
    fn finish(mut self) -> Derived {
        self.early.sort_by_key(|(_, hash, body)| (body.max_op(), *hash));
        for (doc, hash, body) in &self.early {
            self.state.docs.apply(*doc, *hash, body);
        }
        let row = |record: &studio_core::record::Record| {
            ((record.doc.0.to_vec(), record.id.0.to_vec()), (record.type_word().to_owned(), Some(record.clone())))
        };
        self.tables.records = self.state.records().map(|(record, _)| row(record)).collect();
        self.tables
    }
}
