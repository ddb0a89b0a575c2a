//! The server's log store as the core sees it: append-only, synchronous, fallible, one writer per
//! studio. It decides nothing; `testing::changelog_conformance` proves the contract.

use crate::decision::SignedDecision;
use crate::doc::Descriptor;
use crate::envelope::Envelope;
use crate::id::{ChainHash, ChangeHash, DecisionId, DeviceId, DocId, LogId, PersonId, StudioId};
use crate::log::Entry;
use crate::record::Record;
use crate::refusal::{Holding, Refusal};
use crate::state::Meta;
use crate::store::StoreError;
use crate::time::{Day, Millis};

mod memory;

pub use memory::MemoryLog;

/// Where a log ends. `append` compares it: one writer per studio, and a surprise when there are two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogHead {
    /// Which life of the log.
    pub log: LogId,
    /// Number of the last entry; 0 in an empty log.
    pub seq: u64,
    /// The chain there.
    pub chain: ChainHash,
}

/// Whether an append took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// All rows are durable.
    Appended,
    /// Somebody else appended first; nothing was written: load again.
    HeadMoved,
}

/// Logs of all studios.
///
/// * `append` is one transaction: after `Ok(Appended)` every row survives any crash of the machine;
///   otherwise none of them is there. It writes only if the head is still `expected`.
/// * Entries are never changed or dropped. Their numbers have no gaps.
/// * Reads inside one studio see all appends that ended before they began.
pub trait ChangeLog {
    /// All studios.
    ///
    /// # Errors
    /// [`StoreError`] when the disk does not answer.
    fn studios(&self) -> Result<Vec<StudioId>, StoreError>;

    /// What judging and reporting need of one studio; `None` when there is none.
    ///
    /// # Errors
    /// [`StoreError`].
    fn load(&self, studio: StudioId) -> Result<Option<SavedLog>, StoreError>;

    /// Entries with number above `after`, ascending, at most `count_max`, each with its chain.
    ///
    /// # Errors
    /// [`StoreError`].
    fn entries(&self, studio: StudioId, after: u64, count_max: usize) -> Result<Vec<(Entry, ChainHash)>, StoreError>;

    /// The chain after an entry; for 0 the start of the log's first life.
    ///
    /// # Errors
    /// [`StoreError`].
    fn chain_at(&self, studio: StudioId, seq: u64) -> Result<Option<ChainHash>, StoreError>;

    /// The change chunks of a document with their numbers, in log order: those with a number above `after`, at most
    /// `count_max`.
    ///
    /// # Errors
    /// [`StoreError`].
    fn changes_after(
        &self,
        studio: StudioId,
        doc: DocId,
        after: u64,
        count_max: usize,
    ) -> Result<Vec<(u64, Vec<u8>)>, StoreError>;

    /// All change chunks of a document, in log order.
    ///
    /// # Errors
    /// [`StoreError`].
    fn changes(&self, studio: StudioId, doc: DocId) -> Result<Vec<Vec<u8>>, StoreError> {
        let all = self.changes_after(studio, doc, 0, usize::MAX)?;
        Ok(all.into_iter().map(|(_, chunk)| chunk).collect())
    }

    /// Why a change was refused, if that is remembered: of each device at least the last
    /// [`crate::limits::REFUSED_OF_DEVICE_MAX`] as long as the studio has no more than
    /// [`crate::limits::REFUSED_OF_STUDIO_MAX`]; of held changes for ever.
    ///
    /// # Errors
    /// [`StoreError`].
    fn refused(&self, studio: StudioId, doc: DocId, hash: ChangeHash) -> Result<Option<Refusal>, StoreError>;

    /// Appends all rows or none, durably.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    fn append(&mut self, studio: StudioId, expected: LogHead, rows: &[LogRow]) -> Result<Appended, StoreError>;
}

/// What a server keeps of a studio beside the entries' bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedLog {
    /// The studio.
    pub studio: StudioId,
    /// The life that the log began with: base of its chain.
    pub first_log: LogId,
    /// Where the log ends.
    pub head: LogHead,
    /// All decisions, in log order, with their numbers.
    pub decisions: Vec<(u64, SignedDecision)>,
    /// Known documents.
    pub descriptors: Vec<Descriptor>,
    /// Of every change: document, hash, number, and what the next judgement needs.
    pub metas: Vec<(DocId, ChangeHash, u64, Meta)>,
    /// All records.
    pub records: Vec<Record>,
    /// Changes that wait for somebody to let them in, in order of arrival.
    pub held: Vec<HeldChange>,
    /// Those among the held changes that are refused: they were let in too late.
    pub refused: Vec<(DocId, ChangeHash, Refusal)>,
    /// Whether any change is remembered as refused: mostly none is, and nobody need look for it.
    pub has_refused: bool,
    /// When each member last synced.
    pub fresh: Vec<(PersonId, Millis)>,
    /// What each device sent on its last day of sending.
    pub usage: Vec<Usage>,
}

/// A change that the server keeps until somebody lets it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldChange {
    /// The sealed change.
    pub envelope: Envelope,
    /// Its document.
    pub descriptor: Descriptor,
    /// Why it waits.
    pub why: Holding,
    /// When it arrived.
    pub first_seen: Millis,
}

/// What a device sent on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// The device.
    pub device: DeviceId,
    /// The day, in Asia/Shanghai.
    pub day: Day,
    /// Changes judged.
    pub changes: u32,
    /// Their bytes.
    pub bytes: u64,
}

/// One row to append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogRow {
    /// A studio is born: its log's first life begins. First row of its first append, whose
    /// `expected` head is (this life, 0, the chain's start).
    Begin(LogId),
    /// The next entry and the chain after it. For a change also what the next judgement needs.
    Entry {
        /// The entry; never a stub.
        entry: Box<Entry>,
        /// The chain after it.
        chain: ChainHash,
        /// Of a change: its hash and meta.
        change: Option<(ChangeHash, Meta)>,
        /// Of a decision: its id.
        decision: Option<DecisionId>,
    },
    /// By document id.
    Descriptor(DocId, Descriptor),
    /// By (document, record): the record as it is now.
    Record(Box<Record>),
    /// By (document, hash): the device that made it, and why it is refused. Beyond the limits the oldest go.
    Refused(DocId, ChangeHash, DeviceId, Refusal),
    /// By (document, hash).
    Held(Box<HeldChange>),
    /// By (document, hash).
    DropHeld(DocId, ChangeHash),
    /// By person.
    Fresh(PersonId, Millis),
    /// By device: when it last synced. For whoever says what may still be on which phone; no turn asks for it.
    Seen(DeviceId, Millis),
    /// By device.
    Usage(Usage),
    /// The log goes on under a new life.
    NewLife(LogId),
}
