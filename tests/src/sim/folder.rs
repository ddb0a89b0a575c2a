//! The server's side of pictures in miniature: who may bring what, in chunks, and when a piece gets its name. It follows
//! the order of the real one's handlers; a death between two of its writes is answered by nothing.

use std::collections::{BTreeMap, BTreeSet};

use studio_core::attachment::{self, Attachment, KEY, erased_key};
use studio_core::changelog::ChangeLog;
use studio_core::id::{DeviceId, PieceHash};
use studio_core::mutant::{Mutant, is_planted};
use studio_core::pieces::hash_of;
use studio_core::pieces::way::{No, Said};
use studio_core::record::Record;
use studio_core::state::StudioState;
use studio_core::tolerant::Fields;

use crate::sim::server::Server;
use crate::sim::shelf::{Died, Shelf, SimShelf, Upload};

/// A chunk on its way, with the sum that was signed.
#[derive(Debug, Clone)]
pub(super) struct Chunk {
    pub(super) upload: Upload,
    pub(super) offset: u64,
    pub(super) bytes: Vec<u8>,
    pub(super) sum: PieceHash,
}

impl Chunk {
    pub(super) fn of(upload: Upload, offset: u64, bytes: Vec<u8>) -> Self {
        let sum = hash_of(&bytes);
        Self { upload, offset, bytes, sum }
    }
}

/// The folder, and the rows of what lies whole in it.
pub(super) struct Folder<S> {
    pub(super) shelf: SimShelf<S>,
    pub(super) rows: BTreeMap<PieceHash, u64>,
}

impl<S: Shelf> Folder<S> {
    pub(super) fn new(shelf: S) -> Self {
        Self { shelf: SimShelf::new(shelf), rows: BTreeMap::new() }
    }

    /// What the server calls whole, and its bytes are.
    pub(super) fn has(&self, hash: PieceHash) -> bool {
        self.rows.contains_key(&hash) && self.shelf.is_whole(hash)
    }

    fn here(&self, hash: PieceHash) -> Option<u64> {
        self.rows.get(&hash).copied().filter(|_| self.shelf.inner.get(hash).is_some())
    }

    pub(super) fn begin(&mut self, upload: Upload, length: u64) -> Result<Said, Died> {
        if self.here(upload.0).is_some() && self.shelf.is_whole(upload.0) {
            return Ok(Said::There(Some(length)));
        }
        let there = self.shelf.write(|shelf| shelf.begin(upload, length))?;
        if there == length { self.finish(upload) } else { Ok(Said::There(Some(there))) }
    }

    pub(super) fn bring(&mut self, chunk: &Chunk) -> Result<Said, Died> {
        let Chunk { upload, offset, bytes, sum } = chunk;
        if let Some(there) = self.here(upload.0) {
            return Ok(Said::There(Some(there)));
        }
        if hash_of(bytes) != *sum {
            return Ok(Said::No(No::of(460, "file-checksum")));
        }
        let put = self.shelf.write(|shelf| shelf.put(*upload, *offset, bytes))?;
        let Some(there) = put else { return Ok(Said::No(No::of(409, "file-offset"))) };
        let (length, _) = self.shelf.inner.begun(*upload).unwrap_or_default();
        if there == length || is_planted(Mutant::NameBeforeBytes) {
            return self.finish(*upload);
        }
        Ok(Said::There(Some(there)))
    }

    /// The bytes are looked at before they get a name.
    fn finish(&mut self, upload: Upload) -> Result<Said, Died> {
        let Some((length, bytes)) = self.shelf.inner.begun(upload) else { return Ok(Said::There(None)) };
        let fits = hash_of(&bytes) == upload.0;
        if !fits && !is_planted(Mutant::NamesUnlooked) && !is_planted(Mutant::NameBeforeBytes) {
            self.shelf.write(|shelf| shelf.drop(upload))?;
            return Ok(Said::No(No::of(422, "file-hash")));
        }
        self.shelf.write(|shelf| shelf.keep(upload, &bytes))?;
        self.rows.insert(upload.0, length);
        Ok(Said::There(Some(length)))
    }

    /// The bytes under a name, for whoever may see them.
    pub(super) fn fetch(&self, hash: PieceHash) -> Option<Vec<u8>> {
        self.here(hash).and_then(|_| self.shelf.inner.get(hash))
    }
}

impl<L: ChangeLog, S: Shelf> Server<L, S> {
    /// Whether a member's trusted phone asks for what a record on the server names, and nobody erased it.
    pub(super) fn may(&mut self, device: DeviceId, hash: PieceHash) -> bool {
        self.let_erased_go();
        let state = &self.studio().state;
        let trusted = state.members.device(device).filter(|_| !state.members.is_revoked(device));
        let is_member = trusted.is_some_and(|known| state.members.role_of(known.person).is_some());
        is_member && standing_in(state).any(|one| one.pieces().any(|piece| piece == hash))
    }

    /// What the records say is erased leaves the folder, before anything more is said of pictures.
    pub(super) fn let_erased_go(&mut self) {
        if is_planted(Mutant::KeepsErased) {
            return;
        }
        for hash in gone_in(&self.studio().state) {
            self.folder.shelf.inner.erase(hash);
            self.folder.rows.remove(&hash);
        }
    }
}

/// Every picture that a record shows.
pub(super) fn standing_in(state: &StudioState) -> impl Iterator<Item = Attachment> {
    let read = |record: &Record, key: &str| {
        Attachment::read(key.strip_prefix(KEY)?.strip_prefix('/')?, record.get(key)?.as_str()?)
    };
    let records = state.docs.values().flat_map(|doc| doc.records());
    let all =
        records.flat_map(move |record| record.fields.keys().filter_map(move |key| Some((record, read(record, key)?))));
    all.filter(|(record, one)| record.get(&erased_key(one.hash)).is_none()).map(|(_, one)| one)
}

/// Pieces that are to lie nowhere.
pub(super) fn gone_in(state: &StudioState) -> BTreeSet<PieceHash> {
    let of_pictures =
        |record: &&Record| record.fields.range(KEY.to_owned()..).next().is_some_and(|(key, _)| key.starts_with(KEY));
    let records: Vec<Fields> =
        state.docs.values().flat_map(|doc| doc.records()).filter(of_pictures).map(Record::standing).collect();
    attachment::gone(&records.iter().collect::<Vec<_>>(), |hash| state.members.erased.contains_key(&hash))
}
