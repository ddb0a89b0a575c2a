//! The phone's side of sync: a state machine over a [`Store`]. One user action, one transaction;
//! one answer, one transaction. It opens no connection and asks no clock; when a commit fails it
//! goes back to what the disk holds.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::change::sha256;
use crate::decision::What;
use crate::edit::Edit;
use crate::id::{Actor, DeviceId, DocId, PersonId, RecordId, StudioId};
use crate::ingest::History;
use crate::log::chain_start;
use crate::members::Members;
use crate::record::Scalar;
use crate::refusal::Refusal;
use crate::sign::Secret;
use crate::state::{DocState, StudioState};
use crate::store::{Aside, Bookmark, Identity, KeptDraft, Outgoing, Saved, Store, StoreError, Write};
use crate::time::Millis;
use crate::wire::{EnrolAnswer, LastSync};

mod answer;
mod compose;
mod drafts;
mod entry;
mod export;
mod rebase;
mod record;
mod request;
mod set_back;

use drafts::{named_drafts, parted};

pub use answer::{Applied, SyncFault};
pub use export::{EXPORT_FORMAT, Export};
pub use record::Recorded;
pub use request::Portion;

/// A field that changed elsewhere since its user saw it. Both values are shown; nothing is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The record.
    pub record: RecordId,
    /// The field.
    pub key: String,
    /// What the user had before their eyes.
    pub seen: Option<Scalar>,
    /// What stands there now.
    pub now: Option<Scalar>,
    /// What the user wants.
    pub mine: Option<Scalar>,
}

/// Why an action was not recorded. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RecordFault {
    /// Fields changed elsewhere since their user saw them.
    #[error("changed elsewhere")]
    Differs(Vec<Difference>),
    /// The same checks that the server will make say no.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// The record lies in somebody else's journal, or does not exist.
    #[error("not yours")]
    NotYours,
    /// The disk failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// One studio on this device.
#[derive(Debug, Clone)]
pub struct Replica {
    identity: Identity,
    secret: Secret,
    state: StudioState,
    bookmark: Bookmark,
    outgoing: Vec<Outgoing>,
    asides: Vec<Aside>,
    /// Of this device's owner, newest first.
    drafts: Vec<KeptDraft>,
    /// Of others who had this phone.
    drafts_of_others: Vec<KeptDraft>,
    fresh: BTreeMap<PersonId, LastSync>,
    settings: BTreeMap<String, String>,
    resend: Vec<(DocId, crate::id::ChangeHash)>,
    nonce: [u8; 8],
    actors_drawn: u64,
    actor: Actor,
    stale: bool,
}

/// What a newly enrolled device brings along.
#[derive(Debug, Clone, Copy)]
pub struct NewDevice {
    /// Its fresh id.
    pub device: DeviceId,
    /// The seed of its key.
    pub seed: [u8; 32],
    /// Random bytes of this process start.
    pub nonce: [u8; 8],
}

impl Replica {
    /// Begins with what an enrolment gave. A device that enrols again under a new id (`renew`)
    /// keeps everything else that lies in the store.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the server's decisions do not verify under its key.
    pub fn enrol(store: &mut dyn Store, answer: &EnrolAnswer, new: NewDevice, now: Millis) -> Result<Self, StoreError> {
        let identity = Identity {
            studio: answer.studio,
            person: answer.person,
            device: new.device,
            seed: new.seed,
            server_key: answer.server_key,
            enrolled_at: now,
        };
        let held = store.load(answer.studio)?;
        let mut writes = vec![Write::Identity(identity)];
        writes.extend(held.iter().flat_map(|saved| named_drafts(saved, answer.person)));
        let mut bookmark = held.map(|saved| saved.bookmark).unwrap_or_default();
        bookmark.cloned = false;
        for signed in &answer.decisions {
            let decision = signed.read().map_err(|_| StoreError::Corrupt)?;
            if !signed.is_signed_by(answer.studio, &answer.server_key) {
                return Err(StoreError::Corrupt);
            }
            if let What::Founded(founded) = &decision.what
                && bookmark.chain.is_none()
            {
                bookmark.chain = Some(chain_start(answer.studio, founded.log));
            }
            bookmark.server_time = bookmark.server_time.max(Some(decision.at));
            writes.push(Write::Decision(decision.id, signed.clone()));
        }
        writes.push(Write::Bookmark(bookmark));
        store.commit(answer.studio, &writes)?;
        Self::open(store, answer.studio, new.nonce)?.ok_or(StoreError::Corrupt)
    }

    /// Begins on an empty disk with what was saved of a damaged one: who this device is. All that
    /// the server has comes back with the next syncs.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn begin_again(store: &mut dyn Store, identity: Identity, nonce: [u8; 8]) -> Result<Self, StoreError> {
        let studio = identity.studio;
        let bookmark = Bookmark { rebuilding: true, ..Bookmark::default() };
        store.commit(studio, &[Write::Identity(identity), Write::Bookmark(bookmark)])?;
        Self::open(store, studio, nonce)?.ok_or(StoreError::Corrupt)
    }

    /// The studio as the store keeps it; `nonce` is fresh for every process start, so that two
    /// copies of a device never write under one actor.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open(store: &dyn Store, studio: StudioId, nonce: [u8; 8]) -> Result<Option<Self>, StoreError> {
        store.load(studio)?.map(|saved| Self::from_saved(saved, nonce)).transpose()
    }

    fn from_saved(saved: Saved, nonce: [u8; 8]) -> Result<Self, StoreError> {
        let secret = Secret::from_seed(saved.identity.seed);
        let mut state = StudioState::new(saved.identity.studio);
        for signed in &saved.decisions {
            let decision = signed.read().map_err(|_| StoreError::Corrupt)?;
            state.members.apply(&decision);
        }
        let mut metas: BTreeMap<DocId, Vec<_>> = BTreeMap::new();
        for (doc, hash, meta) in saved.metas {
            metas.entry(doc).or_default().push((hash, meta));
        }
        let mut records: BTreeMap<DocId, Vec<_>> = BTreeMap::new();
        for record in saved.records {
            records.entry(record.doc).or_default().push(record);
        }
        for descriptor in saved.descriptors {
            let id = descriptor.id(state.studio);
            let metas = metas.remove(&id).unwrap_or_default();
            let records = records.remove(&id).unwrap_or_default();
            state.docs.insert(id, DocState::restore(state.studio, descriptor, metas, records));
        }
        let actor = drawn_actor(saved.identity.device, nonce, 0);
        let (drafts, drafts_of_others) = parted(saved.drafts, saved.identity.person);
        Ok(Self {
            secret,
            state,
            bookmark: saved.bookmark,
            outgoing: saved.outgoing,
            asides: saved.asides,
            drafts,
            drafts_of_others,
            fresh: saved.fresh.into_iter().collect(),
            settings: saved.settings.into_iter().collect(),
            resend: Vec::new(),
            nonce,
            actors_drawn: 1,
            actor,
            identity: saved.identity,
            stale: false,
        })
    }

    /// Goes back to what the disk holds, after a fault.
    fn reload(&mut self, store: &dyn Store) -> Result<(), StoreError> {
        self.stale = true;
        let saved = store.load(self.identity.studio)?.ok_or(StoreError::Corrupt)?;
        let drawn = self.actors_drawn;
        *self = Self::from_saved(saved, self.nonce)?;
        self.actors_drawn = drawn;
        self.draw_actor();
        Ok(())
    }

    /// Runs an action on memory and disk; after a fault memory is what the disk holds.
    fn on_disk<T, E: From<StoreError>>(
        &mut self,
        store: &mut dyn Store,
        action: impl FnOnce(&mut Self, &mut dyn Store) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.stale {
            self.reload(store)?;
        }
        let outcome = action(self, store);
        if outcome.is_err() {
            self.reload(store)?;
        }
        outcome
    }

    /// Takes a fresh actor: never the one of a change that may not stand.
    fn draw_actor(&mut self) {
        self.actor = drawn_actor(self.identity.device, self.nonce, self.actors_drawn);
        self.actors_drawn += 1;
    }

    /// Who this device is.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The device's key, to sign requests.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// The studio.
    pub fn state(&self) -> &StudioState {
        &self.state
    }

    /// Who is in the studio.
    pub fn members(&self) -> &Members {
        &self.state.members
    }

    /// Where this device stands with its server.
    pub fn bookmark(&self) -> &Bookmark {
        &self.bookmark
    }

    /// What is on its way out, in order of making; held work among it.
    pub fn outgoing(&self) -> &[Outgoing] {
        &self.outgoing
    }

    /// What was set aside, oldest first.
    pub fn asides(&self) -> &[Aside] {
        &self.asides
    }

    /// When each member last synced, as the server last said.
    pub fn fresh(&self) -> &BTreeMap<PersonId, LastSync> {
        &self.fresh
    }

    /// A setting of this device.
    pub fn setting(&self, key: &str) -> Option<&str> {
        self.settings.get(key).map(String::as_str)
    }

    /// All settings of this device in this studio.
    pub fn settings(&self) -> &BTreeMap<String, String> {
        &self.settings
    }

    /// Whether a record has edits that the server does not have yet.
    pub fn is_unsent(&self, record: RecordId) -> bool {
        self.outgoing.iter().flat_map(|o| &o.edits).any(|edit: &Edit| edit.record == record)
    }

    /// What set-aside work meant, over what stands now, to be written again: its user has seen both.
    /// `None` when it is not there any more.
    ///
    /// # Errors
    /// [`RecordFault::NotYours`] for a colleague's: this user's name would stand over their words.
    pub fn meant_again(&self, place: u64) -> Result<Option<Vec<Edit>>, RecordFault> {
        let Some(aside) = self.asides.iter().find(|aside| aside.place == place) else { return Ok(None) };
        if aside.owner.is_some() {
            return Err(RecordFault::NotYours);
        }
        let mut edits = aside.edits.clone();
        for edit in &mut edits {
            let stands = self.state.record(edit.record).map(|(record, _)| record);
            for field in &mut edit.fields {
                field.seen = stands.and_then(|record| record.get(&field.key)).cloned();
            }
        }
        Ok(Some(edits))
    }

    /// Drops set-aside work, because its user has seen to it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn drop_aside(&mut self, store: &mut dyn Store, place: u64) -> Result<(), StoreError> {
        store.commit(self.identity.studio, &[Write::DropAside(place)])?;
        self.asides.retain(|held| held.place != place);
        Ok(())
    }

    /// Keeps a setting; an empty value drops it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn set(&mut self, store: &mut dyn Store, key: &str, value: &str) -> Result<(), StoreError> {
        let write = Write::Setting(key.to_owned(), value.to_owned());
        store.commit(self.identity.studio, &[write])?;
        if value.is_empty() {
            self.settings.remove(key);
        } else {
            self.settings.insert(key.to_owned(), value.to_owned());
        }
        Ok(())
    }

    /// Remembers that the server does not know this device (yet, or any more): the next request
    /// brings its certificate.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn note_unknown(&mut self, store: &mut dyn Store) -> Result<(), StoreError> {
        let bookmark = Bookmark { unknown: true, ..self.bookmark.clone() };
        store.commit(self.identity.studio, &[Write::Bookmark(bookmark.clone())])?;
        self.bookmark = bookmark;
        Ok(())
    }

    fn next_place(&self) -> u64 {
        let out = self.outgoing.iter().map(|o| o.place);
        out.chain(self.asides.iter().map(|a| a.place)).max().unwrap_or(0) + 1
    }
}

/// The n-th actor of a process start.
fn drawn_actor(device: DeviceId, nonce: [u8; 8], n: u64) -> Actor {
    let digest = sha256(&[nonce.as_slice(), &n.to_be_bytes()].concat());
    let mut drawn = [0; 8];
    drawn.copy_from_slice(digest.split_at(8).0);
    Actor::new(device, drawn)
}

/// The changes of one document, from the phone's disk.
struct KeptHistory<'a> {
    studio: StudioId,
    store: &'a dyn Store,
}

impl History for KeptHistory<'_> {
    fn changes(&self, doc: DocId, after: u64, _: usize) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
        let mut kept = self.store.changes(self.studio, doc)?;
        kept.sort_by_key(|change| change.meta.max_op);
        let numbered = (1..).zip(kept.into_iter().map(|change| change.envelope.body));
        Ok(numbered.skip_while(|(place, _)| *place <= after).collect())
    }
}
