//! The documents of a studio, and in which of them each record lies.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use crate::change::Body;
use crate::id::{ChangeHash, DocId, RecordId};
use crate::state::DocState;

/// Documents by id. Read like a map; changed through the functions here alone, so that the homes of the records are
/// never behind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Docs {
    by_id: BTreeMap<DocId, DocState>,
    /// Where each record lies: on a phone perhaps in two documents, until the server has refused one birth.
    homes: BTreeSet<(RecordId, DocId)>,
}

impl Deref for Docs {
    type Target = BTreeMap<DocId, DocState>;

    fn deref(&self) -> &Self::Target {
        &self.by_id
    }
}

impl<'a> IntoIterator for &'a Docs {
    type Item = (&'a DocId, &'a DocState);
    type IntoIter = std::collections::btree_map::Iter<'a, DocId, DocState>;

    fn into_iter(self) -> Self::IntoIter {
        self.by_id.iter()
    }
}

impl Docs {
    /// Puts a document in the place of the one with its id.
    pub fn insert(&mut self, id: DocId, doc: DocState) {
        self.remove(&id);
        self.homes.extend(doc.records().map(|record| (record.id, id)));
        self.by_id.insert(id, doc);
    }

    /// The document with an id, made now if it was not here.
    pub(super) fn open(&mut self, id: DocId, make: impl FnOnce() -> DocState) -> &DocState {
        self.by_id.entry(id).or_insert_with(make)
    }

    /// Takes a document out.
    pub fn remove(&mut self, id: &DocId) -> Option<DocState> {
        let doc = self.by_id.remove(id)?;
        for record in doc.records() {
            self.homes.remove(&(record.id, *id));
        }
        Some(doc)
    }

    /// Takes out the documents that are not to stay.
    pub fn retain(&mut self, mut stays: impl FnMut(&DocId, &DocState) -> bool) {
        let going: Vec<DocId> = self.by_id.iter().filter(|(id, doc)| !stays(id, doc)).map(|(id, _)| *id).collect();
        for id in going {
            self.remove(&id);
        }
    }

    /// Takes a change into a document: see [`DocState::apply`]. Nothing happens when there is no such document.
    pub fn apply(&mut self, id: DocId, hash: ChangeHash, body: &Body) -> BTreeSet<RecordId> {
        let Some(doc) = self.by_id.get_mut(&id) else { return BTreeSet::new() };
        let touched = doc.apply(hash, body);
        self.homes.extend(touched.iter().map(|record| (*record, id)));
        touched
    }

    /// The first document that holds a record.
    pub(super) fn home(&self, record: RecordId) -> Option<&DocState> {
        let (found, id) = self.homes.range((record, DocId([0; DocId::LEN]))..).next()?;
        self.by_id.get(id).filter(|_| *found == record)
    }
}
