//! What must be true whatever happened to phones, server and network.

use std::collections::{BTreeMap, BTreeSet};

use studio_core::change::Body;
use studio_core::changelog::ChangeLog;
use studio_core::id::{ChangeHash, DocId, PersonId, RecordId};
use studio_core::log::{EntryBody, chain_next};
use studio_core::members::Members;
use studio_core::refusal::Holding;
use studio_core::replica::Replica;
use studio_core::state::{DocState, StudioState};
use studio_core::store::Store;

use crate::oracle;
use crate::sim::disk::Disks;
use crate::sim::effect::Effect;
use crate::sim::phone::Phone;
use crate::sim::server::STUDIO;
use crate::sim::world::{World, words_in};

impl<D: Disks> World<D> {
    /// Everything that must be true once the network was quiet.
    pub fn check_everything(&mut self) {
        self.check_same_everywhere();
        self.check_nothing_waits();
        self.check_words();
        self.check_log();
        self.check_documents();
        self.check_paragraphs();
        self.check_pictures();
        for at in 0..self.phones.len() {
            self.check_phone(at);
        }
    }

    /// Equal documents and members for everybody who may see them.
    fn check_same_everywhere(&mut self) {
        let there = self.server.studio().state.clone();
        for phone in &self.phones {
            let device = phone.replica.identity().device;
            let here = phone.replica.state();
            let is_member = there.members.role_of(phone.person).is_some() && !there.members.is_revoked(device);
            if is_member {
                let difference = oracle::difference(&self.without_held(phone), &there);
                assert_eq!(difference, None, "a phone and the server differ");
            }
            for (id, _) in here.docs.iter().filter(|(_, d)| d.descriptor.owner() == Some(phone.person)) {
                let acknowledged = self.without_held(phone).docs.remove(id);
                assert!(there.docs.get(id) == acknowledged.as_ref(), "somebody's own journal differs");
            }
        }
    }

    /// What a phone would show without its own work that the server holds back.
    fn without_held(&self, phone: &Phone<D::Store, D::Pieces>) -> StudioState {
        let mut state = phone.replica.state().clone();
        let waiting: BTreeSet<DocId> = phone.replica.outgoing().iter().map(|o| o.doc).collect();
        for id in waiting {
            let Some(doc) = state.docs.remove(&id) else { continue };
            let mut placed = Store::changes(&phone.disk, STUDIO, id).unwrap();
            placed.retain(|kept| kept.seq.is_some());
            placed.sort_by_key(|kept| kept.meta.max_op);
            if !placed.is_empty() {
                let chunks: Vec<_> = placed.into_iter().map(|kept| kept.envelope.body).collect();
                state.docs.insert(id, oracle::rebuild(STUDIO, &doc.descriptor, &chunks));
            }
        }
        state
    }

    /// What still waits on a phone is held by the server, and nothing waits on both.
    fn check_nothing_waits(&mut self) {
        let studio = self.server.studio().clone();
        let held: BTreeSet<(DocId, ChangeHash)> = studio.held().map(|h| (h.envelope.doc, h.envelope.hash())).collect();
        for (doc, hash) in &held {
            assert_eq!(studio.place_of(*doc, *hash), None, "a change in the log waits to be let in");
        }
        for waiting in studio.held().filter(|held| held.why == Holding::DependsOnHeld) {
            let doc = studio.state.docs.get(&waiting.envelope.doc);
            let body = Body::decode_kept(&waiting.envelope.body).unwrap();
            let is_here = |dep: &ChangeHash| doc.is_some_and(|doc| doc.meta(*dep).is_some());
            assert!(!body.deps.iter().all(is_here), "a change waits for what stands in the log");
        }
        for (phone, out) in self.phones.iter().flat_map(|p| p.replica.outgoing().iter().map(move |o| (p, o))) {
            assert!(out.held.is_some(), "a change was not sent: {:?}", out.hash);
            let place = studio.place_of(out.doc, out.hash);
            let role = studio.state.members.role_of(phone.person);
            assert!(
                held.contains(&(out.doc, out.hash)),
                "a phone calls {:?} held what the server does not hold, but has at {place:?} ({role:?})",
                out.held
            );
        }
    }

    /// A word that somebody saw saved is on the server, or on one of its author's
    /// phones among what was set aside; on a colleague's, when the author's hold it no longer.
    fn check_words(&mut self) {
        let on_server = words_in(&self.server_bodies());
        let mut set_aside: BTreeMap<_, BTreeSet<u64>> = BTreeMap::new();
        for phone in &self.phones {
            let asides: Vec<_> = phone.replica.asides().iter().map(studio_core::cbor::to_vec).collect();
            set_aside.entry(phone.person).or_default().extend(words_in(&asides));
        }
        for token in self.tokens.iter().filter(|t| !t.is_lost) {
            let seeing = |person: &PersonId| *person == token.person || token.is_with_others;
            let mut asides = set_aside.iter().filter(|(person, _)| seeing(person));
            let aside = asides.any(|(_, words)| words.contains(&token.number));
            assert!(on_server.contains(&token.number) || aside, "word {} is nowhere", token.number);
        }
    }

    /// The chain runs from the first entry to the head; nothing forged is in the log, and nothing stands before the
    /// certificate of who wrote it.
    fn check_log(&mut self) {
        let log = &self.server.log.inner;
        let entries = ChangeLog::entries(log, STUDIO, 0, usize::MAX).unwrap();
        let mut chain = ChangeLog::chain_at(log, STUDIO, 0).unwrap().unwrap();
        let members = ChangeLog::load(log, STUDIO).unwrap().unwrap();
        let mut members_so_far = Members::default();
        for (at, (entry, held)) in entries.iter().enumerate() {
            assert_eq!(entry.seq, at as u64 + 1);
            chain = chain_next(chain, entry.seq, entry.first_seen, entry.body.header_hash());
            assert_eq!(*held, chain);
            if let EntryBody::Decision(signed) = &entry.body {
                members_so_far.apply(&signed.read().unwrap());
            }
            if let EntryBody::Change(envelope) = &entry.body {
                assert!(members_so_far.device(envelope.device).is_some(), "a change stands before its certificate");
                assert!(!self.forged.contains(&(envelope.doc, envelope.hash())), "a forged change is in the log");
            }
        }
        assert_eq!(members.head.chain, chain);
    }

    /// On the server every record stands exactly once, documents are what automerge makes
    /// of their changes, no change belongs to two documents.
    fn check_documents(&mut self) {
        let state = self.server.studio().state.clone();
        let mut owners: BTreeMap<RecordId, DocId> = BTreeMap::new();
        let mut changes: BTreeSet<ChangeHash> = BTreeSet::new();
        for doc in state.docs.values() {
            assert!(changes.insert(studio_core::doc::genesis(doc.id()).hash), "two documents begin alike");
            let chunks = ChangeLog::changes(&self.server.log.inner, STUDIO, doc.id()).unwrap();
            let rebuilt = oracle::rebuild(STUDIO, &doc.descriptor, &chunks);
            assert!(&rebuilt == doc, "the read model rebuilt differs from the one kept");
            if let Err(difference) = oracle::compare(doc, &chunks) {
                panic!("automerge sees another document: {difference}");
            }
            for chunk in &chunks {
                assert!(changes.insert(studio_core::envelope::change_hash(chunk)), "a change stands twice");
            }
            for record in doc.records() {
                assert_eq!(owners.insert(record.id, doc.id()), None, "a record stands in two documents");
                self.effects.note_many(Effect::Conflict, record.conflicts().count());
            }
            let born = chunks.iter().flat_map(|chunk| births(chunk, doc));
            assert!(born.into_iter().all(|id| doc.record(id).is_some()), "a record that was born is not visible");
        }
    }

    fn check_phone(&self, at: usize) {
        let Some(phone) = self.phones.get(at) else { return };
        self.check_proofs(&phone.disk, &phone.replica);
        for doc in phone.replica.state().docs.values() {
            let mut kept = Store::changes(&phone.disk, STUDIO, doc.id()).unwrap();
            kept.sort_by_key(|k| k.meta.max_op);
            let chunks: Vec<_> = kept.into_iter().map(|k| k.envelope.body).collect();
            let rebuilt = oracle::rebuild(STUDIO, &doc.descriptor, &chunks);
            assert!(&rebuilt == doc, "a phone's read model rebuilt differs from the one kept");
        }
        let again = Replica::open(&phone.disk, STUDIO, [0; 8]).unwrap().unwrap();
        assert!(again.state() == phone.replica.state(), "a phone's memory is what its disk says");
    }

    /// Every change on a phone verifies, and none of them was forged.
    pub(super) fn check_proofs(&self, disk: &impl Store, replica: &Replica) {
        for doc in replica.state().docs.values() {
            for kept in disk.changes(STUDIO, doc.id()).unwrap() {
                let envelope = &kept.envelope;
                assert_eq!(envelope.hash(), kept.hash);
                assert!(!self.forged.contains(&(doc.id(), kept.hash)), "a forged change is on a phone");
                if let Some(device) = replica.members().device(envelope.device) {
                    assert!(envelope.is_sealed_by(STUDIO, &device.key, kept.hash), "a change does not verify");
                }
            }
        }
    }
}

fn births(chunk: &[u8], doc: &DocState) -> Vec<RecordId> {
    use studio_core::change::{Obj, Write};
    use studio_core::doc::records_op;
    let body = Body::decode_kept(chunk).unwrap();
    let records = Obj::Map(records_op(doc.id()));
    let made = body.ops.iter().filter(|op| op.obj == records && op.write == Write::MakeMap);
    made.filter_map(|op| op.key.parse().ok()).collect()
}
