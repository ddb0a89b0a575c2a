//! What the phone sends next. Asking twice gives the same request.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::decision::{SignedDecision, What};
use crate::doc::Descriptor;
use crate::envelope::Envelope;
use crate::id::{ChangeHash, DocId};
use crate::limits::{
    BODY_BYTES_MAX, BODY_LONG_BYTES_MAX, DESCRIPTORS_MAX, ENVELOPES_LONG_MAX, ENVELOPES_MAX, PROTOCOL, RUN_HEADERS_MAX,
};
use crate::log::EntryBody;
use crate::replica::Replica;
use crate::store::{KeptEntry, KeptWhat, Reoffer, Store, StoreError};
use crate::time::Millis;
use crate::wire::{Run, RunBody, RunHeader, SyncRequest};

/// Bytes of envelopes or bodies in one request: below the body limit with room for the rest.
const PAYLOAD_BYTES_MAX: usize = BODY_BYTES_MAX / 4 * 3;
/// The same for a server that does not take the short form.
const PAYLOAD_LONG_BYTES_MAX: usize = BODY_LONG_BYTES_MAX / 2;
/// About the bytes of an envelope beside its change.
const ENVELOPE_OVERHEAD_BYTES: usize = 140;

/// A change, by its document and hash.
type Change = (DocId, ChangeHash);

/// How much of what waits goes into one request. What is too much for the way to the server goes in smaller portions,
/// down to one change; what is larger than a portion goes alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portion {
    /// Bytes of envelopes, or of a run's bodies, at the most.
    pub bytes: usize,
    /// Envelopes at the most; with none the phone only asks.
    pub envelopes: usize,
    /// Changes that stay behind, and with them whatever builds on them.
    pub without: BTreeSet<Change>,
}

impl Default for Portion {
    /// All that a request may carry.
    fn default() -> Self {
        Self { bytes: PAYLOAD_BYTES_MAX, envelopes: ENVELOPES_MAX, without: BTreeSet::new() }
    }
}

impl Portion {
    /// What a request carries: envelopes or bodies, as they are counted against a portion.
    pub fn carried_by(request: &SyncRequest) -> Self {
        let bodies = request.run.iter().flat_map(|run| &run.bodies);
        let envelopes = request.envelopes.iter().map(envelope_bytes);
        let each: Vec<usize> = envelopes.chain(bodies.map(|b| body_bytes(&b.body))).collect();
        Self { bytes: each.iter().sum(), envelopes: each.len(), without: BTreeSet::new() }
    }

    /// Half of what was carried and was too much.
    pub fn halve(&mut self, carried: &Self) {
        self.bytes = self.bytes.min(carried.bytes) / 2;
        self.envelopes = (self.envelopes.min(carried.envelopes) / 2).max(1);
    }

    /// Twice as much as went through, but no more bytes than these.
    pub fn double(&mut self, bytes_max: usize) {
        self.bytes = (self.bytes.max(1) * 2).min(PAYLOAD_BYTES_MAX).min(bytes_max.max(self.bytes));
        self.envelopes = (self.envelopes * 2).min(ENVELOPES_MAX);
    }

    /// Whether it is all that a request may carry.
    pub fn is_full(&self) -> bool {
        self.bytes == PAYLOAD_BYTES_MAX && self.envelopes == ENVELOPES_MAX
    }
}

impl Replica {
    /// The next request.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn request(&self, store: &dyn Store, now: Millis, answer_bytes_max: u32) -> Result<SyncRequest, StoreError> {
        self.request_within(store, now, answer_bytes_max, &Portion::default())
    }

    /// The next request, with no more in it than a portion.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn request_within(
        &self,
        store: &dyn Store,
        now: Millis,
        answer_bytes_max: u32,
        portion: &Portion,
    ) -> Result<SyncRequest, StoreError> {
        let portion = self.taken_of(portion);
        let reoffer = self.bookmark.reoffers.iter().find(|r| r.want_from.is_some());
        let run = reoffer.map(|r| self.run(store, r, portion.bytes)).transpose()?;
        let waits = run.is_some() || self.bookmark.rebuilding;
        let envelopes = if waits { Vec::new() } else { self.envelopes(store, &portion)? };
        let credentials = self.credentials(store, run.as_ref())?;
        Ok(SyncRequest {
            protocol: PROTOCOL,
            capabilities: 0,
            seen: self.bookmark.head.clone(),
            cursor: self.bookmark.cursor.clone(),
            device_time: now,
            answer_bytes_max,
            descriptors: self.descriptors_for(&envelopes, run.as_ref()),
            envelopes,
            run,
            credentials,
            again_from: self.bookmark.again_from,
            sheaf: None,
        })
    }

    /// Whether the server was last heard to take requests in the short form.
    pub fn may_be_short(&self) -> bool {
        self.bookmark.takes_short == Some(true)
    }

    /// As much of a portion as the server takes. A run travels in the long form alone.
    fn taken_of(&self, portion: &Portion) -> Portion {
        let is_run = self.bookmark.reoffers.iter().any(|r| r.want_from.is_some());
        if self.may_be_short() && !is_run {
            return portion.clone();
        }
        let bytes = portion.bytes.min(PAYLOAD_LONG_BYTES_MAX);
        Portion { bytes, envelopes: portion.envelopes.min(ENVELOPES_LONG_MAX), without: portion.without.clone() }
    }

    /// How many changes wait to be sent (held ones have been).
    pub fn unsent(&self) -> usize {
        self.outgoing.iter().filter(|o| o.held.is_none()).count()
    }

    /// These changes, and what waits to be sent and builds on them: the server could not take it without them.
    pub fn behind(&self, without: &BTreeSet<Change>) -> BTreeSet<Change> {
        let mut behind = without.clone();
        if behind.is_empty() {
            return behind;
        }
        for (doc, hash) in self.wanted() {
            let meta = self.state.docs.get(&doc).and_then(|state| state.meta(hash));
            if meta.is_some_and(|meta| meta.deps.iter().any(|dep| behind.contains(&(doc, *dep)))) {
                behind.insert((doc, hash));
            }
        }
        behind
    }

    fn envelopes(&self, store: &dyn Store, portion: &Portion) -> Result<Vec<Envelope>, StoreError> {
        let behind = self.behind(&portion.without);
        let goes = self.wanted().into_iter().filter(|change| !behind.contains(change));
        let mut all = Vec::new();
        let mut bytes = 0;
        for (doc, hash) in goes.take(portion.envelopes) {
            let Some(kept) = store.change(self.identity.studio, doc, hash)? else { continue };
            bytes += envelope_bytes(&kept.envelope);
            if bytes > portion.bytes && !all.is_empty() {
                break;
            }
            all.push(kept.envelope);
        }
        Ok(all)
    }

    /// Everything that shall be sent, in the order in which it can be taken.
    fn wanted(&self) -> Vec<Change> {
        let waiting = self.outgoing.iter().filter(|o| o.held.is_none()).map(|o| (o.doc, o.hash));
        let mut wanted: Vec<_> = self.resend.iter().copied().chain(waiting).collect();
        let mut named = BTreeSet::new();
        wanted.retain(|change| named.insert(*change));
        self.causes_first(wanted)
    }

    /// Within each document what others build on comes first: work that a lost log acknowledged joins
    /// what is on its way out behind the work that was built on it.
    pub(super) fn causes_first(&self, wanted: Vec<Change>) -> Vec<Change> {
        let max_op = |(doc, hash): Change| {
            self.state.docs.get(&doc).and_then(|state| state.meta(hash)).map_or(0, |meta| meta.max_op)
        };
        let mut sorted = wanted.clone();
        sorted.sort_by_key(|key| max_op(*key));
        let mut of_doc: BTreeMap<DocId, VecDeque<ChangeHash>> = BTreeMap::new();
        for (doc, hash) in sorted {
            of_doc.entry(doc).or_default().push_back(hash);
        }
        let next = |(doc, _)| Some((doc, of_doc.get_mut(&doc)?.pop_front()?));
        wanted.into_iter().filter_map(next).collect()
    }

    fn descriptors_for(&self, envelopes: &[Envelope], run: Option<&Run>) -> Vec<Descriptor> {
        let in_run = run.into_iter().flat_map(|run| &run.bodies).filter_map(|b| match &b.body {
            EntryBody::Change(envelope) => Some(envelope.doc),
            EntryBody::Decision(_) | EntryBody::Stub(_) => None,
        });
        let docs: BTreeSet<DocId> = envelopes.iter().map(|e| e.doc).chain(in_run).collect();
        docs.iter().filter_map(|id| self.state.docs.get(id)).map(|d| d.descriptor.clone()).collect()
    }

    /// Entries of a former life: all headers, and as many wanted bodies as fit.
    fn run(&self, store: &dyn Store, reoffer: &Reoffer, bytes_max: usize) -> Result<Run, StoreError> {
        let mut entries = self.entries_of(store, reoffer)?;
        entries.truncate(RUN_HEADERS_MAX);
        let header = |e: &KeptEntry| RunHeader { first_seen: e.first_seen, header: e.header };
        let headers = entries.iter().map(header).collect();
        let mut bodies = Vec::new();
        let mut bytes = 0;
        let want_from = reoffer.want_from.unwrap_or(u64::MAX);
        for entry in entries.iter().filter(|e| e.seq >= want_from) {
            let Some(body) = self.body_of(store, entry)? else { continue };
            bytes += body_bytes(&body);
            if bytes > bytes_max && !bodies.is_empty() {
                break;
            }
            bodies.push(RunBody { seq: entry.seq, body });
        }
        Ok(Run { after: reoffer.common, head: reoffer.head.clone(), headers, bodies })
    }

    fn body_of(&self, store: &dyn Store, entry: &KeptEntry) -> Result<Option<EntryBody>, StoreError> {
        let studio = self.identity.studio;
        Ok(match entry.what {
            KeptWhat::Change(doc, hash) => {
                store.change(studio, doc, hash)?.map(|kept| EntryBody::Change(kept.envelope))
            }
            KeptWhat::Decision(id) => store.decision(studio, id)?.map(EntryBody::Decision),
            KeptWhat::Stub => None,
        })
    }

    /// What the server lost of its own decisions: this device's certificate and its owner's grants,
    /// when it does not know the device; the certificates of those who wrote what a run holds; and what
    /// came back by no run.
    fn credentials(&self, store: &dyn Store, run: Option<&Run>) -> Result<Vec<SignedDecision>, StoreError> {
        let mut all = if self.bookmark.unknown { self.certificates(store)? } else { Vec::new() };
        all.extend(run.map(|run| self.certificates_for(store, run)).transpose()?.into_iter().flatten());
        for reoffer in self.bookmark.reoffers.iter().filter(|r| r.want_from.is_none() && self.bookmark.head.is_some()) {
            for id in self.lost_decisions(store, reoffer, std::iter::empty())? {
                all.extend(store.decision(self.identity.studio, id)?);
            }
        }
        all.truncate(DESCRIPTORS_MAX);
        Ok(all)
    }

    /// The certificates of the authors of a run's changes, as far as the run does not bring them itself: one's entry
    /// may be a stub here, because this device came to it by another way.
    fn certificates_for(&self, store: &dyn Store, run: &Run) -> Result<Vec<SignedDecision>, StoreError> {
        let mut authors = BTreeSet::new();
        let mut brought = BTreeSet::new();
        for body in &run.bodies {
            match &body.body {
                EntryBody::Change(envelope) => drop(authors.insert(envelope.device)),
                EntryBody::Decision(signed) => drop(brought.insert(signed.signature)),
                EntryBody::Stub(_) => {}
            }
        }
        if authors.is_empty() {
            return Ok(Vec::new());
        }
        let saved = store.load(self.identity.studio)?.ok_or(StoreError::Corrupt)?;
        let certifies = |signed: &SignedDecision| match signed.read().map(|d| d.what) {
            Ok(What::Device(device)) => authors.contains(&device.device) && !brought.contains(&signed.signature),
            _ => false,
        };
        Ok(saved.decisions.into_iter().filter(certifies).collect())
    }

    fn certificates(&self, store: &dyn Store) -> Result<Vec<SignedDecision>, StoreError> {
        let saved = store.load(self.identity.studio)?.ok_or(StoreError::Corrupt)?;
        let mine = |signed: &SignedDecision| match signed.read().map(|d| d.what) {
            Ok(What::Device(device)) => device.device == self.identity.device,
            Ok(What::Grant(grant)) => grant.person == self.identity.person,
            _ => false,
        };
        Ok(saved.decisions.into_iter().filter(mine).collect())
    }
}

fn envelope_bytes(envelope: &Envelope) -> usize {
    ENVELOPE_OVERHEAD_BYTES + envelope.body.len()
}

fn body_bytes(body: &EntryBody) -> usize {
    match body {
        EntryBody::Change(envelope) => envelope_bytes(envelope),
        EntryBody::Decision(decision) => ENVELOPE_OVERHEAD_BYTES + decision.bytes.len(),
        EntryBody::Stub(_) => ENVELOPE_OVERHEAD_BYTES,
    }
}
