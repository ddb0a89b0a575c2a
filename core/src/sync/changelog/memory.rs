//! Logs in memory: for the simulator and the conformance suite.

use std::collections::BTreeMap;

use crate::changelog::{Appended, ChangeLog, HeldChange, LogHead, LogRow, SavedLog, Usage};
use crate::decision::SignedDecision;
use crate::doc::Descriptor;
use crate::id::{ChainHash, ChangeHash, DeviceId, DocId, LogId, PersonId, RecordId, StudioId};
use crate::limits::{REFUSED_OF_DEVICE_MAX, REFUSED_OF_STUDIO_MAX};
use crate::log::{Entry, EntryBody, chain_start};
use crate::record::Record;
use crate::refusal::Refusal;
use crate::state::Meta;
use crate::store::StoreError;
use crate::time::Millis;

/// Logs of all studios, in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryLog {
    studios: BTreeMap<StudioId, Rows>,
}

#[derive(Debug, Clone)]
struct Refused {
    /// Which one it was.
    place: u64,
    device: DeviceId,
    why: Refusal,
}

#[derive(Debug, Clone)]
struct Rows {
    first_log: LogId,
    head: LogHead,
    entries: Vec<(Entry, ChainHash)>,
    metas: Vec<(DocId, ChangeHash, u64, Meta)>,
    descriptors: BTreeMap<DocId, Descriptor>,
    records: BTreeMap<(DocId, RecordId), Record>,
    refused: BTreeMap<(DocId, ChangeHash), Refused>,
    refused_count: u64,
    held: Vec<HeldChange>,
    fresh: BTreeMap<PersonId, Millis>,
    usage: BTreeMap<DeviceId, Usage>,
}

impl ChangeLog for MemoryLog {
    fn studios(&self) -> Result<Vec<StudioId>, StoreError> {
        Ok(self.studios.keys().copied().collect())
    }

    fn load(&self, studio: StudioId) -> Result<Option<SavedLog>, StoreError> {
        Ok(self.studios.get(&studio).map(|rows| rows.saved(studio)))
    }

    fn entries(&self, studio: StudioId, after: u64, count_max: usize) -> Result<Vec<(Entry, ChainHash)>, StoreError> {
        let rows = self.studios.get(&studio);
        let all = rows.into_iter().flat_map(|rows| &rows.entries);
        Ok(all.filter(|(entry, _)| entry.seq > after).take(count_max).cloned().collect())
    }

    fn chain_at(&self, studio: StudioId, seq: u64) -> Result<Option<ChainHash>, StoreError> {
        let Some(rows) = self.studios.get(&studio) else {
            return Ok(None);
        };
        if seq == 0 {
            return Ok(Some(chain_start(studio, rows.first_log)));
        }
        Ok(rows.entries.iter().find(|(entry, _)| entry.seq == seq).map(|(_, chain)| *chain))
    }

    fn changes_after(
        &self,
        studio: StudioId,
        doc: DocId,
        after: u64,
        count_max: usize,
    ) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
        let rows = self.studios.get(&studio);
        let all = rows.into_iter().flat_map(|rows| &rows.entries).filter(|(entry, _)| entry.seq > after);
        let of_doc = all.filter_map(|(entry, _)| match &entry.body {
            EntryBody::Change(envelope) if envelope.doc == doc => Some((entry.seq, envelope.body.clone())),
            _ => None,
        });
        Ok(of_doc.take(count_max).collect())
    }

    fn refused(&self, studio: StudioId, doc: DocId, hash: ChangeHash) -> Result<Option<Refusal>, StoreError> {
        let rows = self.studios.get(&studio);
        Ok(rows.and_then(|rows| rows.refused.get(&(doc, hash))).map(|refused| refused.why))
    }

    fn append(&mut self, studio: StudioId, expected: LogHead, rows: &[LogRow]) -> Result<Appended, StoreError> {
        let known = self.studios.get(&studio).map(|held| held.head);
        let begins = matches!(rows.first(), Some(LogRow::Begin(_)));
        if known != if begins { None } else { Some(expected) } {
            return Ok(Appended::HeadMoved);
        }
        let held = self.studios.entry(studio).or_insert_with(|| Rows::begin(expected));
        for row in rows {
            held.write(row);
        }
        held.trim_refused();
        Ok(Appended::Appended)
    }
}

impl Rows {
    fn begin(head: LogHead) -> Self {
        Self {
            first_log: head.log,
            head,
            entries: Vec::new(),
            metas: Vec::new(),
            descriptors: BTreeMap::new(),
            records: BTreeMap::new(),
            refused: BTreeMap::new(),
            refused_count: 0,
            held: Vec::new(),
            fresh: BTreeMap::new(),
            usage: BTreeMap::new(),
        }
    }

    fn saved(&self, studio: StudioId) -> SavedLog {
        SavedLog {
            studio,
            first_log: self.first_log,
            head: self.head,
            decisions: self.decisions().collect(),
            descriptors: self.descriptors.values().cloned().collect(),
            metas: self.metas.clone(),
            records: self.records.values().cloned().collect(),
            held: self.held.clone(),
            refused: self.set_aside().collect(),
            has_refused: !self.refused.is_empty(),
            fresh: self.fresh.iter().map(|(person, at)| (*person, *at)).collect(),
            usage: self.usage.values().copied().collect(),
        }
    }

    fn decisions(&self) -> impl Iterator<Item = (u64, SignedDecision)> {
        self.entries.iter().filter_map(|(entry, _)| match &entry.body {
            EntryBody::Decision(decision) => Some((entry.seq, decision.clone())),
            _ => None,
        })
    }

    fn write(&mut self, row: &LogRow) {
        match row {
            LogRow::Begin(_) => {}
            LogRow::Entry { entry, chain, change, decision: _ } => {
                self.head.seq = entry.seq;
                self.head.chain = *chain;
                if let (EntryBody::Change(envelope), Some((hash, meta))) = (&entry.body, change) {
                    self.metas.push((envelope.doc, *hash, entry.seq, meta.clone()));
                }
                self.entries.push((entry.as_ref().clone(), *chain));
            }
            LogRow::Descriptor(doc, descriptor) => {
                self.descriptors.insert(*doc, descriptor.clone());
            }
            LogRow::Record(record) => {
                self.records.insert((record.doc, record.id), record.as_ref().clone());
            }
            LogRow::Refused(doc, hash, device, why) => self.refuse((*doc, *hash), *device, *why),
            LogRow::Held(held) => self.hold(held),
            LogRow::DropHeld(doc, hash) => {
                self.held.retain(|h| (h.envelope.doc, h.envelope.hash()) != (*doc, *hash));
            }
            LogRow::Fresh(person, at) => drop(self.fresh.insert(*person, *at)),
            LogRow::Seen(..) => {}
            LogRow::Usage(usage) => drop(self.usage.insert(usage.device, *usage)),
            LogRow::NewLife(log) => self.head.log = *log,
        }
    }

    fn set_aside(&self) -> impl Iterator<Item = (DocId, ChangeHash, Refusal)> {
        self.held.iter().filter_map(|held| {
            let (doc, hash) = (held.envelope.doc, held.envelope.hash());
            self.refused.get(&(doc, hash)).map(|refused| (doc, hash, refused.why))
        })
    }

    fn refuse(&mut self, name: (DocId, ChangeHash), device: DeviceId, why: Refusal) {
        self.refused_count += 1;
        let new = Refused { place: self.refused_count, device, why };
        self.refused.entry(name).and_modify(|known| known.why = why).or_insert(new);
    }

    /// The oldest go; those of held changes stay.
    fn trim_refused(&mut self) {
        if self.refused.len() <= REFUSED_OF_DEVICE_MAX {
            return;
        }
        let stays: Vec<(DocId, ChangeHash)> = self.set_aside().map(|(doc, hash, _)| (doc, hash)).collect();
        let mut newest: Vec<_> = self.refused.iter().filter(|(name, _)| !stays.contains(name)).collect();
        newest.sort_by_key(|(_, refused)| std::cmp::Reverse(refused.place));
        let mut of_device: BTreeMap<DeviceId, usize> = BTreeMap::new();
        let mut kept = 0;
        let mut going = Vec::new();
        for (name, refused) in newest {
            let count = of_device.entry(refused.device).or_default();
            *count += 1;
            if *count > REFUSED_OF_DEVICE_MAX || kept >= REFUSED_OF_STUDIO_MAX {
                going.push(*name);
            } else {
                kept += 1;
            }
        }
        for name in going {
            self.refused.remove(&name);
        }
    }

    fn hold(&mut self, new: &HeldChange) {
        let key = |h: &HeldChange| (h.envelope.doc, h.envelope.hash());
        match self.held.iter_mut().find(|held| key(held) == key(new)) {
            Some(held) => *held = new.clone(),
            None => self.held.push(new.clone()),
        }
    }
}
