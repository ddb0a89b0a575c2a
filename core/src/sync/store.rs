//! The phone's disk as the core sees it: synchronous and fallible. Values in, values out; a store
//! decides nothing. Contracts stand on the trait; `testing::store_conformance` proves them.

use minicbor::{Decode, Encode};
use thiserror::Error;

use crate::decision::SignedDecision;
use crate::doc::Descriptor;
use crate::edit::Edit;
use crate::envelope::Envelope;
use crate::id::{ChainHash, ChangeHash, DecisionId, DeviceId, DocId, LogId, PersonId, PublicKey, RecordId, StudioId};
use crate::log::Head;
use crate::record::Record;
use crate::refusal::{Holding, Refusal};
use crate::state::Meta;
use crate::time::Millis;
use crate::wire::LastSync;

mod memory;

pub use memory::MemoryStore;

/// A fault of a disk, classified once.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// No room left.
    #[error("no room left")]
    Full,
    /// Another process or tab holds it.
    #[error("busy")]
    Busy,
    /// What was read is not what was written.
    #[error("damaged")]
    Corrupt,
    /// Written by a newer release.
    #[error("written by a newer release")]
    TooNew,
    /// Anything else, in the words of the library.
    #[error("{0}")]
    Other(String),
}

/// A phone's disk. Every row belongs to a studio: one phone, two studios.
///
/// * `commit` is one transaction: after `Ok` every write survives any crash; after `Err` or a crash
///   none of them is there. Writes apply in their order; a later one wins over an earlier one.
/// * Puts replace the row with the same key; drops of absent rows are no error.
/// * Nothing else changes what `load` gives back; a store never edits values.
pub trait Store {
    /// Studios with an identity here.
    ///
    /// # Errors
    /// [`StoreError`] when the disk does not answer.
    fn studios(&self) -> Result<Vec<StudioId>, StoreError>;

    /// Everything small of one studio; `None` when it has no identity here.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::Corrupt`] when a row is not what was written.
    fn load(&self, studio: StudioId) -> Result<Option<Saved>, StoreError>;

    /// The change chunks of a document, in any order.
    ///
    /// # Errors
    /// [`StoreError`].
    fn changes(&self, studio: StudioId, doc: DocId) -> Result<Vec<KeptChange>, StoreError>;

    /// One kept change.
    ///
    /// # Errors
    /// [`StoreError`].
    fn change(&self, studio: StudioId, doc: DocId, hash: ChangeHash) -> Result<Option<KeptChange>, StoreError>;

    /// One decision.
    ///
    /// # Errors
    /// [`StoreError`].
    fn decision(&self, studio: StudioId, id: DecisionId) -> Result<Option<SignedDecision>, StoreError>;

    /// Kept log entries with number above `after`, ascending, at most `count_max`; of the log's
    /// present life, or of a former one that was set aside by [`Write::MoveEntries`].
    ///
    /// # Errors
    /// [`StoreError`].
    fn entries(
        &self,
        studio: StudioId,
        former: Option<LogId>,
        after: u64,
        count_max: usize,
    ) -> Result<Vec<KeptEntry>, StoreError>;

    /// Writes all or nothing, durably.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    fn commit(&mut self, studio: StudioId, writes: &[Write]) -> Result<(), StoreError>;
}

/// Who this device is in a studio.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Identity {
    /// The studio.
    #[n(0)]
    pub studio: StudioId,
    /// The device's owner.
    #[n(1)]
    pub person: PersonId,
    /// This device.
    #[n(2)]
    pub device: DeviceId,
    /// Seed of its private key. Never exported.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub seed: [u8; 32],
    /// The server's key, pinned at enrolment.
    #[n(4)]
    pub server_key: PublicKey,
    /// When it enrolled.
    #[n(5)]
    pub enrolled_at: Millis,
}

/// Where this device stands with its server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub struct Bookmark {
    /// The server's opaque cursor.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub cursor: Vec<u8>,
    /// The last signed head, verified.
    #[n(1)]
    pub head: Option<Head>,
    /// Number of the last entry applied.
    #[n(2)]
    pub seq: u64,
    /// The chain there, computed here.
    #[n(3)]
    pub chain: Option<ChainHash>,
    /// When a sync last ended well, by this device's clock.
    #[n(4)]
    pub synced_at: Option<Millis>,
    /// The server's clock minus this device's, in milliseconds, at that time.
    #[n(5)]
    pub clock_skew_ms: i64,
    /// Former lives of the log whose runs the server wants again.
    #[n(6)]
    pub reoffers: Vec<Reoffer>,
    /// Another installation writes under this device's name: it must enrol again.
    #[n(7)]
    pub cloned: bool,
    /// The server did not know this device: bring the certificate.
    #[n(8)]
    pub unknown: bool,
    /// The disk was made anew: own changes come back from the server until its head is reached.
    #[n(10)]
    pub rebuilding: bool,
    /// The server's clock at the last answer, or when it enrolled this device.
    #[n(11)]
    pub server_time: Option<Millis>,
    /// Changes accepted under a number whose entry has not been pulled yet.
    #[n(9)]
    pub unplaced: Vec<Placed>,
    /// The lowest number of an entry that was kept out of sight because nothing proved it; 0 when there is
    /// none, absent as long as nobody looked.
    #[n(12)]
    pub unproved: Option<u64>,
    /// The number from which entries are asked for once more, because a certificate came since.
    #[n(13)]
    pub again_from: Option<u64>,
    /// Whether the server last said that it takes the short form ([`crate::wire::SHORT`]).
    #[n(14)]
    pub takes_short: Option<bool>,
}

/// A change and its number in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Placed {
    /// Number.
    #[n(0)]
    pub seq: u64,
    /// Document.
    #[n(1)]
    pub doc: DocId,
    /// Change.
    #[n(2)]
    pub hash: ChangeHash,
}

/// A run of acknowledged entries that a server which was set back wants again.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Reoffer {
    /// The head under which they were acknowledged.
    #[n(0)]
    pub head: Head,
    /// Last common entry.
    #[n(1)]
    pub common: u64,
    /// First number whose body is still wanted; `None` when the server has all.
    #[n(2)]
    pub want_from: Option<u64>,
    /// The head under which the server said that it has all: a log that does not lead there any more has lost it again.
    #[n(3)]
    pub given: Option<Head>,
}

/// A change as it lies on the phone.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct KeptChange {
    /// Its hash, kept beside the bytes to notice damage.
    #[n(0)]
    pub hash: ChangeHash,
    /// The sealed change.
    #[n(1)]
    pub envelope: Envelope,
    /// What the next judgement needs of it.
    #[n(2)]
    pub meta: Meta,
    /// Its number in the log, once the server has it.
    #[n(3)]
    pub seq: Option<u64>,
}

/// A log entry as the phone keeps it; bodies lie with their change or decision.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct KeptEntry {
    /// Number.
    #[n(0)]
    pub seq: u64,
    /// When the server first had it.
    #[n(1)]
    pub first_seen: Millis,
    /// Hash of its header.
    #[n(2)]
    pub header: ChainHash,
    /// The chain after it.
    #[n(3)]
    pub chain: ChainHash,
    /// What it is.
    #[n(4)]
    pub what: KeptWhat,
}

/// What stands behind a kept entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum KeptWhat {
    /// A change.
    #[n(0)]
    Change(#[n(0)] DocId, #[n(1)] ChangeHash),
    /// A decision.
    #[n(1)]
    Decision(#[n(0)] DecisionId),
    /// Something that this member may not see.
    #[n(2)]
    Stub,
}

/// A change on its way out, with what its user meant by it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Outgoing {
    /// Order of making, from 1, on this device.
    #[n(0)]
    pub place: u64,
    /// Document.
    #[n(1)]
    pub doc: DocId,
    /// Change.
    #[n(2)]
    pub hash: ChangeHash,
    /// What the user did, to be made again after a refusal. Empty for an imported envelope.
    #[n(3)]
    pub edits: Vec<Edit>,
    /// When.
    #[n(4)]
    pub at: Millis,
    /// Kept by the server until somebody lets it in.
    #[n(5)]
    pub held: Option<Holding>,
}

/// Work that could not stand as it was written: kept, named, shown, exportable.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Aside {
    /// Order of making of what was set aside; unique on this device.
    #[n(0)]
    pub place: u64,
    /// What its user meant.
    #[n(1)]
    pub edits: Vec<Edit>,
    /// When it was written.
    #[n(2)]
    pub at: Millis,
    /// The server's reason; `None` when a field had changed elsewhere in the meantime.
    #[n(3)]
    pub refusal: Option<Refusal>,
    /// Whose journal it lay in, when that is a colleague's: nobody else writes their words again.
    #[n(4)]
    pub owner: Option<PersonId>,
}

/// Text in a form, not yet a record. Opaque to the core.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct KeptDraft {
    /// The record that it will be or that it edits.
    #[n(0)]
    pub record: RecordId,
    /// What form, in the screen's words.
    #[n(1)]
    pub form: String,
    /// The form's content.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub content: Vec<u8>,
    /// When it was last kept.
    #[n(3)]
    pub at: Millis,
    /// Who writes it: nobody else on this phone sees it. `None` from a release that knew one person a phone: whose phone
    /// it is.
    #[n(4)]
    pub person: Option<PersonId>,
}

/// Everything small of one studio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Who this device is.
    pub identity: Identity,
    /// Where it stands.
    pub bookmark: Bookmark,
    /// Known documents.
    pub descriptors: Vec<Descriptor>,
    /// Of every kept change, what the next judgement needs.
    pub metas: Vec<(DocId, ChangeHash, Meta)>,
    /// All records.
    pub records: Vec<Record>,
    /// All decisions, in log order.
    pub decisions: Vec<SignedDecision>,
    /// What is on its way out, in order of making.
    pub outgoing: Vec<Outgoing>,
    /// What was set aside, oldest first.
    pub asides: Vec<Aside>,
    /// Forms not yet saved, newest first.
    pub drafts: Vec<KeptDraft>,
    /// When each member last synced, as the server said.
    pub fresh: Vec<(PersonId, LastSync)>,
    /// Settings of this device in this studio.
    pub settings: Vec<(String, String)>,
}

/// One row to write or drop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// One row.
    Identity(Identity),
    /// One row.
    Bookmark(Bookmark),
    /// By document id.
    Descriptor(DocId, Descriptor),
    /// By (document, hash).
    Change(DocId, Box<KeptChange>),
    /// By (document, hash): the number of a kept change in the log, or that it has none (any more).
    Place(DocId, ChangeHash, Option<u64>),
    /// By (document, hash).
    DropChange(DocId, ChangeHash),
    /// By (document, record).
    Record(Box<Record>),
    /// By (document, record).
    DropRecord(DocId, RecordId),
    /// A document with its descriptor, changes and records.
    DropDoc(DocId),
    /// By decision id; order of first writing is kept.
    Decision(DecisionId, SignedDecision),
    /// By number, in the log's present life.
    Entry(KeptEntry),
    /// Entries above a number move to a former life of the log.
    MoveEntries {
        /// Number of the last entry that stays.
        after: u64,
        /// The former life.
        to: LogId,
    },
    /// All entries of a former life.
    DropFormer(LogId),
    /// By (document, hash).
    Outgoing(Outgoing),
    /// By (document, hash).
    DropOutgoing(DocId, ChangeHash),
    /// By place.
    Aside(Aside),
    /// By place.
    DropAside(u64),
    /// By (record, writer).
    Draft(KeptDraft),
    /// By (record, writer).
    DropDraft(RecordId, Option<PersonId>),
    /// By person.
    Fresh(PersonId, LastSync),
    /// By name; an empty value drops it.
    Setting(String, String),
}
