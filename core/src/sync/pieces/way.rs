//! How pieces travel between a phone and the server: what goes next, and what an answer means (PROTOCOL §14). One step at a
//! time, after the text and never in its way. No network and no timer in here: steps go out, answers come in. A lost answer
//! is harmless: the next step asks how far it is.

use std::collections::{BTreeMap, BTreeSet};

use super::{PieceRow, PieceState, Pieces, hash_of};
use crate::files::CHUNK_BYTES_MAX;
use crate::id::{PieceHash, StudioId};
use crate::mutant::{Mutant, is_planted};
use crate::store::StoreError;
use crate::time::Millis;

/// Bytes of a chunk on a line that cuts larger ones.
const CHUNK_BYTES_MIN: usize = 16 << 10;

/// Pieces that records on the server name, those of the newest record first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// Small pictures.
    pub small: Vec<PieceHash>,
    /// Large ones.
    pub large: Vec<PieceHash>,
}

/// A step of a piece's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// How far is it? An upload begins, or is found.
    Begin(PieceHash),
    /// Bytes from here on.
    Chunk(PieceHash, u64),
    /// From the server.
    Fetch(PieceHash),
}

/// What became of a step that brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// So many bytes are there; `None` when the answer did not say.
    There(Option<u64>),
    /// No answer.
    Nothing,
    /// A no.
    No(No),
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum No {
    /// The server is busy, or ill.
    Later,
    /// It waited too long for the bytes.
    TooSlow,
    /// Somebody on the way takes no such bodies.
    TooMuchAtOnce,
    /// No room at the county's: it stays here and is asked again after the next turn of text.
    NoRoom,
    /// No picture that it takes.
    Unfit,
    /// The server is somewhere else in the piece, or the chunk was torn on the way: it is asked once more where it is.
    Elsewhere,
    /// Named by no record there, erased: the others first.
    NotThisTime,
}

impl No {
    /// What a status and a problem's code mean (PROTOCOL §15).
    pub fn of(status: u16, code: &str) -> Self {
        match (status, code) {
            (408, _) => Self::TooSlow,
            (409 | 460, _) => Self::Elsewhere,
            (425 | 429 | 500..=506 | 508..=599, _) => Self::Later,
            (507, _) => Self::NoRoom,
            (413, "") => Self::TooMuchAtOnce,
            (413 | 422, "file-too-large" | "file-unfit" | "scan-unfit") => Self::Unfit,
            _ => Self::NotThisTime,
        }
    }
}

/// What follows an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// What waits next.
    Next,
    /// More of the same piece.
    Go(Step),
    /// Nothing for a while.
    Later,
}

/// What an answer came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Came {
    /// What follows.
    pub then: Then,
    /// Whether a piece has come further, or is gone.
    pub changed: bool,
}

/// How far a phone's pieces of one studio are on their way. It forgets everything when the program ends.
#[derive(Debug)]
pub struct Way {
    chunk_bytes: usize,
    chunk_bytes_min: usize,
    /// The disk took no more: nothing is fetched that nobody asks for.
    no_room: bool,
    /// Pieces that the server could not take or give; asked again after the next turn of text.
    absent: BTreeSet<PieceHash>,
    /// Large pictures that shall go: each only when the server says once more that it has it.
    freeing: BTreeSet<PieceHash>,
    /// One piece that the server has is to be asked for again.
    looks_again: bool,
    /// The last one that was: the one behind it is next.
    looked_at: Option<PieceHash>,
    /// A chunk that the line cut, and where it began: whether anything of it came says how much such a line carries.
    cut: Option<(PieceHash, u64)>,
    /// The bytes of the piece under way that comes to more than one chunk: a scan is not read anew for each of its eighty.
    held: Option<(StudioId, PieceHash, Vec<u8>)>,
    /// A piece that was asked for because the server was elsewhere in it; a second time in a row the others come first.
    asked_where: Option<PieceHash>,
}

impl Default for Way {
    fn default() -> Self {
        Self::within(CHUNK_BYTES_MAX)
    }
}

impl Way {
    /// A way that takes chunks of so many bytes.
    pub fn within(chunk_bytes: usize) -> Self {
        Self {
            chunk_bytes,
            chunk_bytes_min: CHUNK_BYTES_MIN.min(chunk_bytes),
            no_room: false,
            absent: BTreeSet::new(),
            freeing: BTreeSet::new(),
            looks_again: false,
            looked_at: None,
            cut: None,
            held: None,
            asked_where: None,
        }
    }

    /// A turn of text ended: what could not go is tried again, and one piece that the server said to have is asked for
    /// again. A server whose database was put back by hand has lost pictures and says nothing of it.
    pub fn text_went(&mut self) {
        self.absent.clear();
        self.looks_again = !is_planted(Mutant::BelievesForEver);
    }

    /// The server said that it was set back: whether it still has a piece is asked of it, one by one. To be called before
    /// the answer that says so is kept: it is said once.
    pub fn server_was_set_back(&mut self, pieces: &mut dyn Pieces, studio: StudioId) {
        let rows = pieces.list(studio).unwrap_or_default();
        for row in rows.iter().filter(|row| row.state == PieceState::OnServer) {
            // one that stays marked is looked at again in its turn
            let _ = pieces.mark(studio, row.hash, PieceState::OnlyHere);
        }
    }

    /// Another studio is opened: what was begun for the one before is none of its.
    pub fn elsewhere(&mut self) {
        self.freeing.clear();
        self.absent.clear();
        self.looked_at = None;
        self.held = None;
    }

    /// These shall go from this phone. Each is asked of the server first: one that was set back may have lost what it said to
    /// have, and this would be the only copy.
    pub fn free(&mut self, pieces: &mut dyn Pieces, studio: StudioId, hashes: impl IntoIterator<Item = PieceHash>) {
        self.freeing = hashes.into_iter().collect();
        self.absent.retain(|hash| !self.freeing.contains(hash));
        if is_planted(Mutant::FreesUnasked) {
            let freeing = std::mem::take(&mut self.freeing);
            freeing.into_iter().for_each(|hash| drop(pieces.remove(studio, hash)));
        }
    }

    /// Whether some shall still go.
    pub fn is_freeing(&self) -> bool {
        !self.freeing.is_empty()
    }

    /// What to do next: what shall go, for somebody waits for it; then small pictures before large ones, of the newest record
    /// first; then colleagues' small ones, and one piece to be looked at again. `sends` is whether the person lets pictures go out now.
    pub fn next(&mut self, pieces: &dyn Pieces, studio: StudioId, named: &Named, sends: bool) -> Option<Step> {
        self.held = None;
        let here: BTreeMap<PieceHash, PieceState> =
            pieces.list(studio).ok()?.into_iter().map(|row| (row.hash, row.state)).collect();
        let up = || self.goes_up(&here, named).map(Step::Begin);
        let up = sends.then(up).flatten();
        let down = || self.comes_down(&here, named).map(Step::Fetch);
        let free = || self.freeing.iter().find(|hash| self.waits(hash)).map(|hash| Step::Begin(*hash));
        free().or(up).or_else(down).or_else(|| self.look_again(&here, named).map(Step::Begin))
    }

    fn waits(&self, hash: &PieceHash) -> bool {
        !self.absent.contains(hash)
    }

    fn goes_up(&self, here: &BTreeMap<PieceHash, PieceState>, named: &Named) -> Option<PieceHash> {
        let only_here = |hash: &&PieceHash| here.get(*hash) == Some(&PieceState::OnlyHere);
        named.small.iter().chain(&named.large).filter(|hash| self.waits(hash)).find(only_here).copied()
    }

    fn comes_down(&self, here: &BTreeMap<PieceHash, PieceState>, named: &Named) -> Option<PieceHash> {
        let wanted = named.small.iter().filter(|_| !self.no_room).filter(|hash| self.waits(hash));
        wanted.copied().find(|hash| !here.contains_key(hash))
    }

    fn look_again(&mut self, here: &BTreeMap<PieceHash, PieceState>, named: &Named) -> Option<PieceHash> {
        if !std::mem::take(&mut self.looks_again) {
            return None;
        }
        let safe = |hash: &&PieceHash| here.get(*hash) == Some(&PieceState::OnServer);
        let all: BTreeSet<PieceHash> = named.small.iter().chain(&named.large).filter(safe).copied().collect();
        let behind = all.iter().find(|hash| Some(**hash) > self.looked_at).or_else(|| all.first());
        self.looked_at = behind.copied();
        self.looked_at
    }

    /// The bytes of a chunk from an offset on; `None` when none can be read: then the others come first.
    pub fn chunk(&mut self, pieces: &dyn Pieces, studio: StudioId, hash: PieceHash, offset: u64) -> Option<Vec<u8>> {
        let chunk = self.read_chunk(pieces, studio, hash, offset);
        if chunk.is_none() {
            self.absent.insert(hash);
        }
        chunk
    }

    fn read_chunk(&mut self, pieces: &dyn Pieces, studio: StudioId, hash: PieceHash, offset: u64) -> Option<Vec<u8>> {
        if self.held.as_ref().is_none_or(|(of, held, _)| (*of, *held) != (studio, hash)) {
            self.held = pieces.get(studio, hash).ok().flatten().map(|bytes| (studio, hash, bytes));
        }
        let (_, _, bytes) = self.held.as_ref()?;
        let from = usize::try_from(offset).ok().filter(|from| *from < bytes.len())?;
        bytes.get(from..(from + self.chunk_bytes).min(bytes.len())).map(<[u8]>::to_vec)
    }

    /// What the answer to a step that brings means. `goes_on` is whether a piece under way is carried further: somebody
    /// looks, and has not said stop.
    pub fn answered(
        &mut self,
        pieces: &mut dyn Pieces,
        studio: StudioId,
        step: Step,
        said: Said,
        goes_on: bool,
    ) -> Came {
        let (Step::Begin(hash) | Step::Chunk(hash, _) | Step::Fetch(hash)) = step;
        match (step, said) {
            (Step::Chunk(hash, from), Said::Nothing | Said::No(No::TooSlow)) => self.cut = Some((hash, from)),
            (Step::Chunk(..), Said::No(No::TooMuchAtOnce)) => self.smaller_chunks(),
            (Step::Chunk(..), Said::There(_)) => self.asked_where = None,
            _ => {}
        }
        if matches!(said, Said::No(No::Unfit | No::NotThisTime)) {
            self.freeing.remove(&hash);
        }
        let then = |then, changed| Came { then, changed };
        match said {
            Said::There(offset) => self.is_so_far(pieces, studio, hash, offset, goes_on),
            Said::Nothing | Said::No(No::Later | No::TooSlow) => then(Then::Later, false),
            Said::No(No::Elsewhere) if goes_on && self.asked_where.replace(hash) != Some(hash) => {
                then(Then::Go(Step::Begin(hash)), false)
            }
            Said::No(No::Unfit) => then(Then::Next, self.mark(pieces, studio, hash, PieceState::Refused)),
            Said::No(No::NoRoom | No::Elsewhere | No::NotThisTime | No::TooMuchAtOnce) => {
                self.absent.insert(hash);
                then(Then::Next, false)
            }
        }
    }

    fn is_so_far(
        &mut self,
        pieces: &mut dyn Pieces,
        studio: StudioId,
        hash: PieceHash,
        offset: Option<u64>,
        goes_on: bool,
    ) -> Came {
        let goes = self.freeing.remove(&hash);
        if self.cut.take_if(|(of, from)| *of == hash && offset.is_some_and(|there| there <= *from)).is_some() {
            self.smaller_chunks();
        }
        let then = |then, changed| Came { then, changed };
        let Some(row) = row_of(pieces, studio, hash) else { return then(Then::Next, false) };
        let is_whole = offset == Some(row.bytes) || (offset.is_some() && is_planted(Mutant::WholeTooSoon));
        match (is_whole, row.state) {
            (true, PieceState::OnServer) if goes => {
                // what the disk does not let go stays, and takes its room
                let changed = pieces.remove(studio, hash).is_ok();
                then(Then::Next, changed)
            }
            (true, PieceState::OnServer) => then(Then::Next, false),
            (true, _) => then(Then::Next, self.mark(pieces, studio, hash, PieceState::OnServer)),
            // it has lost it: it is brought again
            (false, PieceState::OnServer) => then(Then::Next, self.mark(pieces, studio, hash, PieceState::OnlyHere)),
            (false, _) => match offset.filter(|offset| goes_on && *offset < row.bytes) {
                Some(offset) => then(Then::Go(Step::Chunk(hash, offset)), false),
                None => {
                    self.absent.insert(hash);
                    then(Then::Next, false)
                }
            },
        }
    }

    /// Whether it is marked; one that is not is asked about again, and the server says the same.
    fn mark(&mut self, pieces: &mut dyn Pieces, studio: StudioId, hash: PieceHash, state: PieceState) -> bool {
        let marked = pieces.mark(studio, hash, state).is_ok();
        if !marked {
            self.absent.insert(hash);
        }
        marked
    }

    /// A line that carried nothing of a chunk, or somebody on the way who takes no such bodies: the next ones are smaller.
    fn smaller_chunks(&mut self) {
        self.chunk_bytes = (self.chunk_bytes / 2).max(self.chunk_bytes_min);
    }

    /// Bytes came from the server, or none did. Whether they are the piece: others are never kept.
    pub fn fetched(
        &mut self,
        pieces: &mut dyn Pieces,
        studio: StudioId,
        hash: PieceHash,
        bytes: Option<&[u8]>,
        now: Millis,
    ) -> bool {
        let is_it = |bytes: &&[u8]| hash_of(bytes) == hash || is_planted(Mutant::BelievesBytes);
        let Some(bytes) = bytes.filter(is_it) else {
            self.absent.insert(hash);
            return false;
        };
        let kept = pieces.put(studio, bytes, PieceState::OnServer, now);
        self.no_room = matches!(kept, Err(StoreError::Full));
        if kept.is_err() {
            self.absent.insert(hash);
        }
        true
    }
}

/// A piece that lies here, without its bytes.
pub fn row_of(pieces: &dyn Pieces, studio: StudioId, hash: PieceHash) -> Option<PieceRow> {
    pieces.list(studio).ok()?.into_iter().find(|row| row.hash == hash)
}

#[cfg(test)]
mod tests;
