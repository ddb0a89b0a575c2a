//! Disks that fail at a commit: the machine dies before it is durable (a torn write is nothing
//! written: both sides commit in one transaction), or after it and nobody knows, or no room is left.

use studio_core::changelog::{Appended, ChangeLog, LogHead, LogRow, MemoryLog, SavedLog};
use studio_core::decision::SignedDecision;
use studio_core::id::{ChainHash, ChangeHash, DecisionId, DocId, LogId, PieceHash, StudioId};
use studio_core::log::Entry;
use studio_core::pieces::{MemoryPieces, PieceRow, PieceState, Pieces};
use studio_core::refusal::Refusal;
use studio_core::store::{KeptChange, KeptEntry, MemoryStore, Saved, Store, StoreError, Write};
use studio_core::time::Millis;

use crate::sim::shelf::{MemoryShelf, Shelf};

/// Where the disks of a world come from.
pub trait Disks {
    /// A phone's.
    type Store: Store;
    /// Where a phone's pictures lie.
    type Pieces: Pieces;
    /// The server's.
    type Log: ChangeLog;
    /// Where the server's pictures lie.
    type Shelf: Shelf;
    /// An empty phone's disk.
    fn store(&mut self) -> Self::Store;
    /// An empty phone's place for pictures.
    fn pieces(&mut self) -> Self::Pieces;
    /// An empty server's disk.
    fn log(&mut self) -> Self::Log;
    /// An empty server's place for pictures.
    fn shelf(&mut self) -> Self::Shelf;
    /// A copy of a phone's disk, as a copied profile is.
    fn copy_store(&mut self, store: &Self::Store) -> Self::Store;
    /// A copy of a phone's pictures, as a copied profile has.
    fn copy_pieces(&mut self, pieces: &Self::Pieces) -> Self::Pieces;
    /// A copy of the server's disk, as a backup is.
    fn copy_log(&mut self, log: &Self::Log) -> Self::Log;
    /// A copy of the server's pictures, as a backup has.
    fn copy_shelf(&mut self, shelf: &Self::Shelf) -> Self::Shelf;
}

/// Disks in memory.
#[derive(Debug, Default)]
pub struct MemoryDisks;

impl Disks for MemoryDisks {
    type Store = MemoryStore;
    type Pieces = MemoryPieces;
    type Log = MemoryLog;
    type Shelf = MemoryShelf;

    fn store(&mut self) -> MemoryStore {
        MemoryStore::default()
    }

    fn pieces(&mut self) -> MemoryPieces {
        MemoryPieces::default()
    }

    fn log(&mut self) -> MemoryLog {
        MemoryLog::default()
    }

    fn shelf(&mut self) -> MemoryShelf {
        MemoryShelf::default()
    }

    fn copy_store(&mut self, store: &MemoryStore) -> MemoryStore {
        store.clone()
    }

    fn copy_pieces(&mut self, pieces: &MemoryPieces) -> MemoryPieces {
        pieces.clone()
    }

    fn copy_log(&mut self, log: &MemoryLog) -> MemoryLog {
        log.clone()
    }

    fn copy_shelf(&mut self, shelf: &MemoryShelf) -> MemoryShelf {
        shelf.clone()
    }
}

/// What goes wrong at the next commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The machine dies; nothing is written.
    DieBefore,
    /// Everything is written, then the machine dies.
    DieAfter,
    /// No room is left; nothing is written.
    Full,
}

/// A disk with a fault waiting in it.
#[derive(Debug)]
pub(super) struct SimDisk<S> {
    /// The real one.
    pub(super) inner: S,
    /// What goes wrong at the next commit.
    pub(super) armed: Option<Fault>,
    /// What went wrong; a dead machine answers nothing until it is started again.
    pub(super) struck: Option<Fault>,
}

impl<S> SimDisk<S> {
    /// A healthy disk.
    pub(super) fn new(inner: S) -> Self {
        Self { inner, armed: None, struck: None }
    }

    /// Starts the machine again. What had gone wrong.
    pub(super) fn revive(&mut self) -> Option<Fault> {
        self.armed = None;
        self.struck.take()
    }

    /// Whether the machine is dead.
    pub(super) fn is_dead(&self) -> bool {
        matches!(self.struck, Some(Fault::DieBefore | Fault::DieAfter))
    }

    fn read<T>(&self, read: impl FnOnce(&S) -> Result<T, StoreError>) -> Result<T, StoreError> {
        if self.is_dead() { Err(died()) } else { read(&self.inner) }
    }

    fn write<T>(&mut self, write: impl FnOnce(&mut S) -> Result<T, StoreError>) -> Result<T, StoreError> {
        if self.is_dead() {
            return Err(died());
        }
        let fault = self.armed.take();
        self.struck = fault.or(self.struck);
        match fault {
            None => write(&mut self.inner),
            Some(Fault::Full) => Err(StoreError::Full),
            Some(Fault::DieBefore) => Err(died()),
            Some(Fault::DieAfter) => write(&mut self.inner).and(Err(died())),
        }
    }
}

fn died() -> StoreError {
    StoreError::Other("the machine died".into())
}

impl<S: Store> Store for SimDisk<S> {
    fn studios(&self) -> Result<Vec<StudioId>, StoreError> {
        self.read(S::studios)
    }

    fn load(&self, studio: StudioId) -> Result<Option<Saved>, StoreError> {
        self.read(|s| s.load(studio))
    }

    fn changes(&self, studio: StudioId, doc: DocId) -> Result<Vec<KeptChange>, StoreError> {
        self.read(|s| s.changes(studio, doc))
    }

    fn change(&self, studio: StudioId, doc: DocId, hash: ChangeHash) -> Result<Option<KeptChange>, StoreError> {
        self.read(|s| s.change(studio, doc, hash))
    }

    fn decision(&self, studio: StudioId, id: DecisionId) -> Result<Option<SignedDecision>, StoreError> {
        self.read(|s| s.decision(studio, id))
    }

    fn entries(
        &self,
        studio: StudioId,
        former: Option<LogId>,
        after: u64,
        count_max: usize,
    ) -> Result<Vec<KeptEntry>, StoreError> {
        self.read(|s| s.entries(studio, former, after, count_max))
    }

    fn commit(&mut self, studio: StudioId, writes: &[Write]) -> Result<(), StoreError> {
        self.write(|s| s.commit(studio, writes))
    }
}

impl<L: ChangeLog> ChangeLog for SimDisk<L> {
    fn studios(&self) -> Result<Vec<StudioId>, StoreError> {
        self.read(L::studios)
    }

    fn load(&self, studio: StudioId) -> Result<Option<SavedLog>, StoreError> {
        self.read(|l| l.load(studio))
    }

    fn entries(&self, studio: StudioId, after: u64, count_max: usize) -> Result<Vec<(Entry, ChainHash)>, StoreError> {
        self.read(|l| l.entries(studio, after, count_max))
    }

    fn chain_at(&self, studio: StudioId, seq: u64) -> Result<Option<ChainHash>, StoreError> {
        self.read(|l| l.chain_at(studio, seq))
    }

    fn changes_after(
        &self,
        studio: StudioId,
        doc: DocId,
        after: u64,
        count_max: usize,
    ) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
        self.read(|l| l.changes_after(studio, doc, after, count_max))
    }

    fn refused(&self, studio: StudioId, doc: DocId, hash: ChangeHash) -> Result<Option<Refusal>, StoreError> {
        self.read(|l| l.refused(studio, doc, hash))
    }

    fn append(&mut self, studio: StudioId, expected: LogHead, rows: &[LogRow]) -> Result<Appended, StoreError> {
        self.write(|l| l.append(studio, expected, rows))
    }
}

impl<P: Pieces> Pieces for SimDisk<P> {
    fn put(&mut self, studio: StudioId, bytes: &[u8], state: PieceState, at: Millis) -> Result<PieceHash, StoreError> {
        self.write(|p| p.put(studio, bytes, state, at))
    }

    fn get(&self, studio: StudioId, hash: PieceHash) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|p| p.get(studio, hash))
    }

    fn list(&self, studio: StudioId) -> Result<Vec<PieceRow>, StoreError> {
        self.read(|p| p.list(studio))
    }

    fn mark(&mut self, studio: StudioId, hash: PieceHash, state: PieceState) -> Result<(), StoreError> {
        self.write(|p| p.mark(studio, hash, state))
    }

    fn remove(&mut self, studio: StudioId, hash: PieceHash) -> Result<(), StoreError> {
        self.write(|p| p.remove(studio, hash))
    }
}
