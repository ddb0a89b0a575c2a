//! The server's pictures: whole ones by name, and of those on their way what has come. A machine that dies between two
//! writes leaves what the first one wrote.

use std::collections::BTreeMap;

use studio_core::id::{DeviceId, PieceHash};
use studio_core::pieces::hash_of;

use crate::sim::disk::Fault;

/// A piece on its way: what its bytes shall hash to, and who brings it.
pub type Upload = (PieceHash, DeviceId);

/// Where the server's pictures lie. What returns is durable.
pub trait Shelf {
    /// The bytes under a name, whatever they are.
    fn get(&self, hash: PieceHash) -> Option<Vec<u8>>;
    /// Begins an upload, or finds the one that was begun: how many bytes are there.
    fn begin(&mut self, upload: Upload, length: u64) -> u64;
    /// Puts a chunk behind what is there; `None` when it does not follow it, or would be too long.
    fn put(&mut self, upload: Upload, offset: u64, chunk: &[u8]) -> Option<u64>;
    /// What has come of an upload, and how long it will be.
    fn begun(&self, upload: Upload) -> Option<(u64, Vec<u8>)>;
    /// Gives an upload the name of its hash.
    fn keep(&mut self, upload: Upload, bytes: &[u8]);
    /// Lets an upload go.
    fn drop(&mut self, upload: Upload);
    /// Takes the bytes under a name away, and whatever is on its way to it.
    fn erase(&mut self, hash: PieceHash);
}

/// Pictures in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryShelf {
    whole: BTreeMap<PieceHash, Vec<u8>>,
    parts: BTreeMap<Upload, (u64, Vec<u8>)>,
}

impl Shelf for MemoryShelf {
    fn get(&self, hash: PieceHash) -> Option<Vec<u8>> {
        self.whole.get(&hash).cloned()
    }

    fn begin(&mut self, upload: Upload, length: u64) -> u64 {
        let part = self.parts.entry(upload).or_insert_with(|| (length, Vec::new()));
        if part.0 != length {
            *part = (length, Vec::new());
        }
        part.1.len() as u64
    }

    fn put(&mut self, upload: Upload, offset: u64, chunk: &[u8]) -> Option<u64> {
        let (length, there) = self.parts.get_mut(&upload)?;
        let after = offset + chunk.len() as u64;
        if offset != there.len() as u64 || after > *length {
            return None;
        }
        there.extend_from_slice(chunk);
        Some(after)
    }

    fn begun(&self, upload: Upload) -> Option<(u64, Vec<u8>)> {
        self.parts.get(&upload).cloned()
    }

    fn keep(&mut self, upload: Upload, bytes: &[u8]) {
        self.whole.insert(upload.0, bytes.to_vec());
        self.parts.remove(&upload);
    }

    fn drop(&mut self, upload: Upload) {
        self.parts.remove(&upload);
    }

    fn erase(&mut self, hash: PieceHash) {
        self.whole.remove(&hash);
        self.parts.retain(|(of, _), _| *of != hash);
    }
}

/// A shelf whose machine may die before or after one of the writes to come.
#[derive(Debug)]
pub(super) struct SimShelf<S> {
    pub(super) inner: S,
    /// After so many writes more.
    pub(super) armed: Option<(usize, Fault)>,
}

/// The machine died.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Died;

impl<S: Shelf> SimShelf<S> {
    pub(super) fn new(inner: S) -> Self {
        Self { inner, armed: None }
    }

    /// One write.
    ///
    /// # Errors
    /// [`Died`]; whether it was written, nobody knows.
    pub(super) fn write<T>(&mut self, write: impl FnOnce(&mut S) -> T) -> Result<T, Died> {
        match self.armed.take() {
            None => Ok(write(&mut self.inner)),
            Some((0, Fault::DieAfter)) => {
                write(&mut self.inner);
                Err(Died)
            }
            Some((0, Fault::DieBefore | Fault::Full)) => Err(Died),
            Some((more, fault)) => {
                self.armed = Some((more - 1, fault));
                Ok(write(&mut self.inner))
            }
        }
    }

    /// Whether a piece lies here under its name with the bytes that the name says.
    pub(super) fn is_whole(&self, hash: PieceHash) -> bool {
        self.inner.get(hash).is_some_and(|bytes| hash_of(&bytes) == hash)
    }
}
