//! Where the bytes of pictures lie on a phone: beside the [`Store`](crate::store::Store), never in it, for a store is read
//! whole when it opens. Values in, values out; it decides nothing. `testing::pieces_conformance` proves the contract.

pub mod way;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::id::{PieceHash, StudioId};
use crate::scan::SCAN_BYTES_MAX;
use crate::store::StoreError;
use crate::time::Millis;

/// Bytes of one picture: a photo of 1600 px has a tenth of it.
pub const PICTURE_BYTES_MAX: usize = 2 << 20;
/// Bytes of one piece, whatever it is.
pub const PIECE_BYTES_MAX: usize = SCAN_BYTES_MAX;

/// The name of these bytes.
pub fn hash_of(bytes: &[u8]) -> PieceHash {
    PieceHash(Sha256::digest(bytes).into())
}

/// How far a piece has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PieceState {
    /// As far as this phone knows nobody else has it.
    OnlyHere,
    /// The server has it whole: it may be fetched again.
    OnServer,
    /// The server said no: it stays here, and is told.
    Refused,
}

/// A piece that lies here, without its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PieceRow {
    /// Its name.
    pub hash: PieceHash,
    /// How many bytes.
    pub bytes: u64,
    /// How far it has come.
    pub state: PieceState,
    /// Since when it lies here.
    pub at: Millis,
}

/// A phone's pieces. Each belongs to a studio: one phone, two studios.
///
/// * After `Ok` of `put`, `mark` and `remove` what they did survives any crash; after `Err` or a crash before it nothing
///   was done.
/// * A piece's name is the hash of its bytes, made here: no other name can be given. Bytes that are not what was written
///   are never given out; putting the same piece again heals it.
/// * Putting what lies here already changes nothing else: neither its state nor its time.
pub trait Pieces {
    /// Keeps a piece.
    ///
    /// # Errors
    /// [`StoreError`]; then it is not kept.
    fn put(&mut self, studio: StudioId, bytes: &[u8], state: PieceState, at: Millis) -> Result<PieceHash, StoreError>;

    /// The bytes of a piece; `None` when it does not lie here.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::Corrupt`] when they are not what was written.
    fn get(&self, studio: StudioId, hash: PieceHash) -> Result<Option<Vec<u8>>, StoreError>;

    /// Every piece of a studio, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    fn list(&self, studio: StudioId) -> Result<Vec<PieceRow>, StoreError>;

    /// Says how far a piece has come; of an absent one nothing.
    ///
    /// # Errors
    /// [`StoreError`].
    fn mark(&mut self, studio: StudioId, hash: PieceHash, state: PieceState) -> Result<(), StoreError>;

    /// Lets a piece go; of an absent one nothing.
    ///
    /// # Errors
    /// [`StoreError`].
    fn remove(&mut self, studio: StudioId, hash: PieceHash) -> Result<(), StoreError>;
}

/// Pieces in memory: for tests, and for a browser that cannot keep anything (the user is told).
#[derive(Debug, Clone, Default)]
pub struct MemoryPieces {
    kept: BTreeMap<(StudioId, PieceHash), (PieceRow, Vec<u8>)>,
}

impl Pieces for MemoryPieces {
    fn put(&mut self, studio: StudioId, bytes: &[u8], state: PieceState, at: Millis) -> Result<PieceHash, StoreError> {
        let hash = hash_of(bytes);
        let row = PieceRow { hash, bytes: bytes.len() as u64, state, at };
        self.kept.entry((studio, hash)).or_insert_with(|| (row, bytes.to_vec()));
        Ok(hash)
    }

    fn get(&self, studio: StudioId, hash: PieceHash) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.kept.get(&(studio, hash)).map(|(_, bytes)| bytes.clone()))
    }

    fn list(&self, studio: StudioId) -> Result<Vec<PieceRow>, StoreError> {
        let of_studio = self.kept.iter().filter(|((of, _), _)| *of == studio);
        let mut rows: Vec<PieceRow> = of_studio.map(|(_, (row, _))| *row).collect();
        rows.sort_by_key(|row| (row.at, row.hash));
        Ok(rows)
    }

    fn mark(&mut self, studio: StudioId, hash: PieceHash, state: PieceState) -> Result<(), StoreError> {
        if let Some((row, _)) = self.kept.get_mut(&(studio, hash)) {
            row.state = state;
        }
        Ok(())
    }

    fn remove(&mut self, studio: StudioId, hash: PieceHash) -> Result<(), StoreError> {
        self.kept.remove(&(studio, hash));
        Ok(())
    }
}
