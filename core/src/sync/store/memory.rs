//! A store in memory: for tests, and for a browser that cannot keep anything (the user is told).

use std::collections::BTreeMap;

use crate::decision::SignedDecision;
use crate::doc::Descriptor;
use crate::id::{ChangeHash, DecisionId, DocId, LogId, PersonId, RecordId, StudioId};
use crate::record::Record;
use crate::store::{
    Aside, Bookmark, Identity, KeptChange, KeptDraft, KeptEntry, Outgoing, Saved, Store, StoreError, Write,
};
use crate::wire::LastSync;

/// Rows of all studios, in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    studios: BTreeMap<StudioId, Rows>,
}

#[derive(Debug, Clone, Default)]
struct Rows {
    identity: Option<Identity>,
    bookmark: Bookmark,
    descriptors: BTreeMap<DocId, Descriptor>,
    changes: BTreeMap<(DocId, ChangeHash), KeptChange>,
    records: BTreeMap<(DocId, RecordId), Record>,
    decisions: Vec<(DecisionId, SignedDecision)>,
    entries: BTreeMap<u64, KeptEntry>,
    former: BTreeMap<(LogId, u64), KeptEntry>,
    outgoing: BTreeMap<(DocId, ChangeHash), Outgoing>,
    asides: BTreeMap<u64, Aside>,
    drafts: BTreeMap<(RecordId, Option<PersonId>), KeptDraft>,
    fresh: BTreeMap<PersonId, LastSync>,
    settings: BTreeMap<String, String>,
}

impl Store for MemoryStore {
    fn studios(&self) -> Result<Vec<StudioId>, StoreError> {
        Ok(self.studios.iter().filter(|(_, rows)| rows.identity.is_some()).map(|(id, _)| *id).collect())
    }

    fn load(&self, studio: StudioId) -> Result<Option<Saved>, StoreError> {
        Ok(self.studios.get(&studio).and_then(Rows::saved))
    }

    fn changes(&self, studio: StudioId, doc: DocId) -> Result<Vec<KeptChange>, StoreError> {
        let rows = self.studios.get(&studio);
        let all = rows.into_iter().flat_map(|rows| &rows.changes);
        Ok(all.filter(|((of, _), _)| *of == doc).map(|(_, change)| change.clone()).collect())
    }

    fn change(&self, studio: StudioId, doc: DocId, hash: ChangeHash) -> Result<Option<KeptChange>, StoreError> {
        Ok(self.studios.get(&studio).and_then(|rows| rows.changes.get(&(doc, hash))).cloned())
    }

    fn decision(&self, studio: StudioId, id: DecisionId) -> Result<Option<SignedDecision>, StoreError> {
        let rows = self.studios.get(&studio);
        let mut all = rows.into_iter().flat_map(|rows| &rows.decisions);
        Ok(all.find(|(held, _)| *held == id).map(|(_, decision)| decision.clone()))
    }

    fn entries(
        &self,
        studio: StudioId,
        former: Option<LogId>,
        after: u64,
        count_max: usize,
    ) -> Result<Vec<KeptEntry>, StoreError> {
        let Some(rows) = self.studios.get(&studio) else {
            return Ok(Vec::new());
        };
        let above = (after.saturating_add(1))..;
        Ok(match former {
            None => rows.entries.range(above).map(|(_, e)| e.clone()).take(count_max).collect(),
            Some(log) => rows
                .former
                .range((log, above.start)..=(log, u64::MAX))
                .map(|(_, e)| e.clone())
                .take(count_max)
                .collect(),
        })
    }

    fn commit(&mut self, studio: StudioId, writes: &[Write]) -> Result<(), StoreError> {
        let rows = self.studios.entry(studio).or_default();
        for write in writes {
            rows.write(write);
        }
        Ok(())
    }
}

impl Rows {
    fn saved(&self) -> Option<Saved> {
        let mut outgoing: Vec<Outgoing> = self.outgoing.values().cloned().collect();
        outgoing.sort_by_key(|o| o.place);
        let mut drafts: Vec<KeptDraft> = self.drafts.values().cloned().collect();
        drafts.sort_by_key(|d| (std::cmp::Reverse(d.at), d.record, d.person));
        Some(Saved {
            identity: self.identity.clone()?,
            bookmark: self.bookmark.clone(),
            descriptors: self.descriptors.values().cloned().collect(),
            metas: self.changes.iter().map(|((d, h), c)| (*d, *h, c.meta.clone())).collect(),
            records: self.records.values().cloned().collect(),
            decisions: self.decisions.iter().map(|(_, d)| d.clone()).collect(),
            outgoing,
            asides: self.asides.values().cloned().collect(),
            drafts,
            fresh: self.fresh.iter().map(|(p, at)| (*p, *at)).collect(),
            settings: self.settings.iter().map(|(k, v)| (k.clone(), v.clone())).collect(),
        })
    }

    fn write(&mut self, write: &Write) {
        match write {
            Write::Identity(row) => self.identity = Some(row.clone()),
            Write::Bookmark(row) => self.bookmark = row.clone(),
            Write::Descriptor(doc, row) => drop(self.descriptors.insert(*doc, row.clone())),
            Write::Change(doc, row) => {
                self.changes.insert((*doc, row.hash), row.as_ref().clone());
            }
            Write::Place(doc, hash, seq) => {
                if let Some(change) = self.changes.get_mut(&(*doc, *hash)) {
                    change.seq = *seq;
                }
            }
            Write::DropChange(doc, hash) => drop(self.changes.remove(&(*doc, *hash))),
            Write::Record(row) => drop(self.records.insert((row.doc, row.id), row.as_ref().clone())),
            Write::DropRecord(doc, id) => drop(self.records.remove(&(*doc, *id))),
            Write::DropDoc(doc) => self.drop_doc(*doc),
            Write::Decision(id, row) => match self.decisions.iter_mut().find(|(held, _)| held == id) {
                Some((_, held)) => *held = row.clone(),
                None => self.decisions.push((*id, row.clone())),
            },
            Write::Entry(row) => drop(self.entries.insert(row.seq, row.clone())),
            Write::MoveEntries { after, to } => {
                for (seq, entry) in self.entries.split_off(&(after + 1)) {
                    self.former.insert((*to, seq), entry);
                }
            }
            Write::DropFormer(log) => self.former.retain(|(of, _), _| of != log),
            Write::Outgoing(row) => drop(self.outgoing.insert((row.doc, row.hash), row.clone())),
            Write::DropOutgoing(doc, hash) => drop(self.outgoing.remove(&(*doc, *hash))),
            Write::Aside(row) => drop(self.asides.insert(row.place, row.clone())),
            Write::DropAside(place) => drop(self.asides.remove(place)),
            Write::Draft(row) => drop(self.drafts.insert((row.record, row.person), row.clone())),
            Write::DropDraft(record, person) => drop(self.drafts.remove(&(*record, *person))),
            Write::Fresh(person, at) => drop(self.fresh.insert(*person, *at)),
            Write::Setting(key, value) if value.is_empty() => drop(self.settings.remove(key)),
            Write::Setting(key, value) => drop(self.settings.insert(key.clone(), value.clone())),
        }
    }

    fn drop_doc(&mut self, doc: DocId) {
        self.descriptors.remove(&doc);
        self.changes.retain(|(of, _), _| *of != doc);
        self.records.retain(|(of, _), _| *of != doc);
    }
}
