//! One studio's log, entry by entry: what was written, in its chain; each decision signed by this server, each change
//! signed by a device whose certificate stands before it, on a document and on changes that are known. Judges no role:
//! that was done once, at append.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};
use studio_core::change::Body;
use studio_core::changelog::ChangeLog;
use studio_core::decision::{SignedDecision, What};
use studio_core::doc::{Descriptor, genesis};
use studio_core::envelope::{BODY_CHANGE, Envelope};
use studio_core::id::{ChainHash, ChangeHash, DeviceId, DocId, PublicKey, StudioId};
use studio_core::log::{Entry, EntryBody, chain_next};

use crate::fault::Fault;
use crate::store::sqlite::log::SqliteLog;
use crate::store::sqlite::reading;

/// Entries checked at a time.
const PAGE: usize = 500;

/// What is wrong at an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fails {
    /// Its body or its place in the chain is not what was written.
    Altered,
    /// The head is not where the entries end.
    Head,
    /// A decision that this server's key did not sign.
    Decision,
    /// A change on a document of which nothing says what it is.
    Descriptor,
    /// A change that cannot be read.
    Unreadable,
    /// A change of a device that no entry certifies.
    Certificate,
    /// A change that its device did not sign.
    Signature,
    /// A change that builds on one that the log does not hold.
    Deps,
}

/// A log that was looked through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Checked {
    /// Entries that were looked at.
    pub(super) count: u64,
    /// The first entry that does not hold, and why.
    pub(super) fails: Option<(u64, Fails)>,
    /// The first entry that stands before what proves it, and how many do. Every reader of this release reads them right.
    pub(super) early: Option<(u64, u64)>,
}

/// Hashes every body again, follows the chain from its beginning to the head, and proves every entry.
pub(super) fn check(
    log: &SqliteLog<&rusqlite::Connection>,
    studio: StudioId,
    key: &PublicKey,
) -> Result<Checked, Fault> {
    let mut proofs = Proofs::new(studio, *key, reading::descriptors(log.0, studio)?);
    each(log, studio, |entry, _| {
        proofs.expect(&entry.body);
        Ok(None)
    })?;
    let mut chain = log.chain_at(studio, 0)?.unwrap_or(ChainHash([0; 32]));
    let mut checked = Checked { count: 0, fails: None, early: None };
    let fails = each(log, studio, |entry, kept| {
        chain = chain_next(chain, entry.seq, entry.first_seen, entry.body.header_hash());
        let is_next = entry.seq == checked.count + 1;
        checked.count = entry.seq;
        if !is_next || chain != kept || !body_fits(log, studio, entry)? {
            return Ok(Some(Fails::Altered));
        }
        Ok(match proofs.prove(&entry.body) {
            Proof::Stands => None,
            Proof::Early => {
                let (first, count) = checked.early.unwrap_or((entry.seq, 0));
                checked.early = Some((first, count + 1));
                None
            }
            Proof::Fails(why) => Some(why),
        })
    })?;
    let head = reading::head(log.0, studio)?.map(|head| (head.seq, head.chain));
    let at_head = head == Some((checked.count, chain));
    checked.fails = fails.or_else(|| (!at_head).then_some((checked.count, Fails::Head)));
    Ok(checked)
}

/// Goes through all entries until one fails; says which.
pub(super) fn each(
    log: &SqliteLog<&rusqlite::Connection>,
    studio: StudioId,
    mut look: impl FnMut(&Entry, ChainHash) -> Result<Option<Fails>, Fault>,
) -> Result<Option<(u64, Fails)>, Fault> {
    let mut seq = 0;
    loop {
        let page = log.entries(studio, seq, PAGE)?;
        if page.is_empty() {
            return Ok(None);
        }
        for (entry, kept) in page {
            if let Some(fails) = look(&entry, kept)? {
                return Ok(Some((entry.seq, fails)));
            }
            seq = entry.seq;
        }
    }
}

fn body_fits(log: &SqliteLog<&rusqlite::Connection>, studio: StudioId, entry: &Entry) -> Result<bool, Fault> {
    let kept = reading::body_hash(log.0, studio, entry.seq)?;
    let hash: [u8; 32] = Sha256::digest(studio_core::cbor::to_vec(&entry.body)).into();
    Ok(kept == Some(hash))
}

/// Whether an entry is proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proof {
    /// By what stands before it.
    Stands,
    /// By the log, but something of it stands behind the entry.
    Early,
    /// By nothing.
    Fails(Fails),
}

/// What the log proves with: as far as it was read, and in the whole.
#[derive(Default)]
struct Known {
    /// Keys that certificates give to a device.
    keys: BTreeMap<DeviceId, BTreeSet<PublicKey>>,
    changes: BTreeSet<(DocId, ChangeHash)>,
}

impl Known {
    fn has_deps(&self, doc: DocId, deps: &[ChangeHash]) -> bool {
        deps.iter().all(|dep| self.changes.contains(&(doc, *dep)) || *dep == genesis(doc).hash)
    }
}

struct Proofs {
    studio: StudioId,
    server: PublicKey,
    documents: BTreeSet<DocId>,
    before: Known,
    whole: Known,
}

impl Proofs {
    fn new(studio: StudioId, server: PublicKey, descriptors: Vec<Descriptor>) -> Self {
        let documents = descriptors.iter().map(|descriptor| descriptor.id(studio)).collect();
        Self { studio, server, documents, before: Known::default(), whole: Known::default() }
    }

    /// Notes what an entry proves, wherever it stands.
    fn expect(&mut self, body: &EntryBody) {
        note(&mut self.whole, body, self.studio, &self.server);
    }

    /// Proves the next entry.
    fn prove(&mut self, body: &EntryBody) -> Proof {
        let proof = match body {
            EntryBody::Decision(decision) => self.decision(decision),
            EntryBody::Change(envelope) => self.change(envelope),
            EntryBody::Stub(_) => Proof::Fails(Fails::Unreadable),
        };
        note(&mut self.before, body, self.studio, &self.server);
        proof
    }

    fn decision(&self, decision: &SignedDecision) -> Proof {
        if decision.is_signed_by(self.studio, &self.server) { Proof::Stands } else { Proof::Fails(Fails::Decision) }
    }

    fn change(&self, envelope: &Envelope) -> Proof {
        if !self.documents.contains(&envelope.doc) {
            return Proof::Fails(Fails::Descriptor);
        }
        let body = Body::decode(&envelope.body);
        let Some((body, hash)) = body.ok().filter(|_| envelope.body_kind == BODY_CHANGE) else {
            return Proof::Fails(Fails::Unreadable);
        };
        if !self.whole.keys.contains_key(&envelope.device) {
            return Proof::Fails(Fails::Certificate);
        }
        let signed_by = |known: &Known| {
            let mut keys = known.keys.get(&envelope.device).into_iter().flatten();
            keys.any(|key| envelope.is_sealed_by(self.studio, key, hash))
        };
        let is_before = signed_by(&self.before);
        if !is_before && !signed_by(&self.whole) {
            return Proof::Fails(Fails::Signature);
        }
        if !self.whole.has_deps(envelope.doc, &body.deps) {
            return Proof::Fails(Fails::Deps);
        }
        if is_before && self.before.has_deps(envelope.doc, &body.deps) { Proof::Stands } else { Proof::Early }
    }
}

fn note(known: &mut Known, body: &EntryBody, studio: StudioId, server: &PublicKey) {
    match body {
        EntryBody::Decision(decision) if decision.is_signed_by(studio, server) => {
            if let Ok(What::Device(device)) = decision.read().map(|decision| decision.what) {
                known.keys.entry(device.device).or_default().insert(device.key);
            }
        }
        EntryBody::Change(envelope) => {
            known.changes.insert((envelope.doc, envelope.hash()));
        }
        EntryBody::Decision(_) | EntryBody::Stub(_) => {}
    }
}
