//! Pictures on their way: what only this phone has goes to the server, small ones of colleagues come. One step at a time,
//! after the text and never in its way: nothing waits for a picture. A lost answer is harmless: the next step asks how far
//! it is.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::BASE64;
use futures_util::FutureExt;
use sha2::{Digest, Sha256};
use studio_core::attachment::attachments;
use studio_core::files::{
    CHUNK_BYTES_MAX, HEADER_CHECKSUM, HEADER_LENGTH, HEADER_METADATA, HEADER_OFFSET, file_path, files_path,
};
use studio_core::id::{PieceHash, StudioId};
use studio_core::pieces::{PIECE_BYTES_MAX, PieceState, hash_of};
use studio_core::read::Kept;
use studio_core::store::StoreError;

use super::act::not_joined;
use super::album::paused;
use super::{Engine, Event, fresh};
use crate::messages::{Changed, Notice, PictureKept, Reply, Update};
use crate::transport::{Answer, Problem, SignedBy, Silence};

/// First wait after a failure; it doubles each time.
const RETRY_FIRST_MS: u32 = 2_000;
/// Longest wait after failures.
const RETRY_MAX_MS: u32 = 5 * 60_000;
/// Bytes of a chunk on a line that cuts larger ones.
const CHUNK_BYTES_MIN: usize = 16 << 10;

/// How pictures stand.
#[derive(Debug)]
pub(super) struct PieceDesk {
    in_flight: bool,
    failures: u32,
    /// Bytes of the next chunk: less on a line that did not take the last one.
    chunk_bytes: usize,
    /// The disk took no more: nothing is fetched that nobody asks for.
    no_room: bool,
    /// The number of the timer that counts; others have been overtaken.
    timer: u64,
    /// Pieces that the server could not take or give; asked again after the next turn of text.
    absent: BTreeSet<PieceHash>,
    /// Questions of the page that wait for a piece.
    asked: BTreeMap<PieceHash, Vec<u64>>,
    /// Large pictures that shall go: each only when the server says once more that it has it.
    pub(super) freeing: BTreeSet<PieceHash>,
    /// Whether what nothing names was looked for since the start.
    swept: bool,
}

impl Default for PieceDesk {
    fn default() -> Self {
        Self {
            in_flight: false,
            failures: 0,
            chunk_bytes: CHUNK_BYTES_MAX,
            no_room: false,
            timer: 0,
            absent: BTreeSet::new(),
            asked: BTreeMap::new(),
            freeing: BTreeSet::new(),
            swept: false,
        }
    }
}

/// A step of a piece's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// How far is it?
    Begin(StudioId, PieceHash),
    /// So many bytes from here on.
    Chunk(StudioId, PieceHash),
    /// From the server.
    Fetch(StudioId, PieceHash),
}

impl Engine {
    /// Keeps a picture with its small one, both durably before it is said.
    pub(super) fn keep_picture(&mut self, large: &[u8], small: &[u8]) -> Result<Reply, Notice> {
        let studio = self.replica.as_ref().ok_or_else(not_joined)?.identity().studio;
        if large.len().max(small.len()) > PIECE_BYTES_MAX {
            return Err(Notice::needed("notice-picture-too-large"));
        }
        let now = self.host.now();
        let mut put = |bytes: &[u8]| self.disk.pieces.put(studio, bytes, PieceState::OnlyHere, now);
        let kept = put(small).and_then(|thumb| Ok((thumb, put(large)?)));
        let (thumb, hash) = kept.map_err(|fault| self.piece_fault(&fault))?;
        // chosen once more after a no of the server's: it is tried once more
        let refused = self.disk.pieces.list(studio).unwrap_or_default().into_iter();
        let refused = refused.filter(|row| row.state == PieceState::Refused && [thumb, hash].contains(&row.hash));
        for row in refused.collect::<Vec<_>>() {
            self.mark(studio, row.hash, PieceState::OnlyHere);
        }
        Ok(Reply::Picture(PictureKept { hash, bytes: large.len() as u64, thumb }))
    }

    /// The database of pictures is not the one of rows: its damage does not end the loop.
    pub(super) fn piece_fault(&self, fault: &StoreError) -> Notice {
        match fault {
            StoreError::Full => super::faults::of_store(fault),
            _ => Notice::needed("notice-picture-not-kept"),
        }
    }

    /// A piece for the page; `None` when an event will answer.
    pub(super) fn piece(&mut self, id: u64, hash: PieceHash) -> Option<Result<Reply, Notice>> {
        let Some(replica) = &self.replica else { return Some(Err(not_joined())) };
        let studio = replica.identity().studio;
        match self.disk.pieces.get(studio, hash) {
            Ok(Some(bytes)) => return Some(Ok(Reply::Piece(Some(bytes)))),
            // healed by the bytes that come
            Err(StoreError::Corrupt) | Ok(None) => {}
            Err(fault) => return Some(Err(self.piece_fault(&fault))),
        }
        let waiting = self.pieces.asked.entry(hash).or_default();
        waiting.push(id);
        if waiting.len() == 1 {
            self.send_step(Step::Fetch(studio, hash));
        }
        None
    }

    /// After a turn of text: what waits goes, one after the other.
    pub(super) fn pieces_go(&mut self) {
        self.pieces.absent.clear();
        if !std::mem::replace(&mut self.pieces.swept, true) {
            self.let_nameless_go();
        }
        self.next_piece();
    }

    /// The server was set back: whether it still has a picture is asked of it, one by one.
    pub(super) fn pieces_may_be_lost(&mut self) {
        let Some(studio) = self.replica.as_ref().map(|replica| replica.identity().studio) else { return };
        let rows = self.disk.pieces.list(studio).unwrap_or_default();
        for row in rows.iter().filter(|row| row.state == PieceState::OnServer) {
            // one that stays marked is asked for again by whoever opens its record
            let _ = self.disk.pieces.mark(studio, row.hash, PieceState::OnlyHere);
        }
    }

    /// Another studio is opened: what was begun for the one before is none of its.
    pub(super) fn pieces_elsewhere(&mut self) {
        self.pieces.freeing.clear();
        self.pieces.absent.clear();
        self.pieces.swept = false;
    }

    pub(super) fn pieces_due(&mut self, number: u64) {
        if number == self.pieces.timer {
            self.next_piece();
        }
    }

    pub(super) fn next_piece(&mut self) {
        if self.pieces.in_flight || self.is_hidden() {
            return;
        }
        if let Some(step) = self.waiting_step() {
            self.pieces.in_flight = true;
            self.send_step(step);
        }
    }

    /// What to do next: small pictures before large ones, of the newest record first; then colleagues' small ones.
    fn waiting_step(&self) -> Option<Step> {
        let studio = self.replica.as_ref()?.identity().studio;
        let here: BTreeMap<PieceHash, PieceState> =
            self.disk.pieces.list(studio).ok()?.into_iter().map(|row| (row.hash, row.state)).collect();
        let (small, large) = self.named_pieces();
        let waits = |hash: &&PieceHash| !self.pieces.absent.contains(*hash);
        let only_here = |hash: &&PieceHash| here.get(*hash) == Some(&PieceState::OnlyHere);
        let sends = !paused(self.replica.as_ref()?);
        let up = || small.iter().chain(&large).filter(waits).find(only_here).map(|hash| Step::Begin(studio, *hash));
        let up = sends.then(up).flatten();
        let elsewhere = |hash: &&PieceHash| !here.contains_key(*hash);
        let fetches = !self.pieces.no_room;
        let down =
            || small.iter().filter(|_| fetches).filter(waits).find(elsewhere).map(|hash| Step::Fetch(studio, *hash));
        let free = || self.pieces.freeing.iter().find(waits).map(|hash| Step::Begin(studio, *hash));
        up.or_else(down).or_else(free)
    }

    /// Pieces that records on the server name, small and large, those of the newest record first.
    fn named_pieces(&self) -> (Vec<PieceHash>, Vec<PieceHash>) {
        // as the server sees it: one's own, and what was handed in
        let me = self.replica.as_ref().map(|replica| replica.identity().person);
        let sees = |kept: &&Kept| kept.counts() || (kept.owner() == me && !kept.deleted);
        let on_server = |kept: &&Kept| !self.picture.deliveries.contains_key(&kept.id);
        let mut records: Vec<&Kept> = self.picture.model.works().filter(sees).filter(on_server).collect();
        records.sort_by_key(|kept| std::cmp::Reverse((kept.day(), kept.id)));
        let all: Vec<_> = records.iter().flat_map(|kept| attachments(&kept.fields)).collect();
        (all.iter().filter_map(|one| one.thumb).collect(), all.iter().map(|one| one.hash).collect())
    }

    fn send_step(&mut self, step: Step) {
        let Some(replica) = &self.replica else { return };
        let by = SignedBy { device: replica.identity().device, secret: replica.secret() };
        let sent = match step {
            Step::Begin(studio, hash) => {
                let Some(length) = self.length(studio, hash) else {
                    self.pieces.freeing.remove(&hash);
                    return self.pieces.in_flight = false;
                };
                let metadata = format!("hash {}", BASE64.encode(hash.to_string().as_bytes()));
                let says = [(HEADER_LENGTH, length.to_string()), (HEADER_METADATA, metadata)];
                self.transport.file("POST", &files_path(studio), &says, Vec::new(), by).boxed_local()
            }
            Step::Fetch(studio, hash) => {
                self.transport.file("GET", &file_path(studio, hash), &[], Vec::new(), by).boxed_local()
            }
            Step::Chunk(..) => return,
        };
        self.work.push(sent.map(move |outcome| Event::Piece(step, outcome)).boxed_local());
    }

    fn length(&self, studio: StudioId, hash: PieceHash) -> Option<u64> {
        let rows = self.disk.pieces.list(studio).ok()?;
        rows.into_iter().find(|row| row.hash == hash).map(|row| row.bytes)
    }

    /// The next chunk from an offset on; whether there was one.
    fn send_chunk(&mut self, studio: StudioId, hash: PieceHash, offset: u64) -> bool {
        let bytes = self.disk.pieces.get(studio, hash).ok().flatten().unwrap_or_default();
        let rest = usize::try_from(offset).ok().and_then(|offset| bytes.get(offset..)).unwrap_or_default();
        let (chunk, _) = rest.split_at(rest.len().min(self.pieces.chunk_bytes));
        let Some(replica) = self.replica.as_ref().filter(|_| !chunk.is_empty()) else { return false };
        let by = SignedBy { device: replica.identity().device, secret: replica.secret() };
        let sum = format!("sha256 {}", BASE64.encode(&Sha256::digest(chunk)));
        let says = [(HEADER_OFFSET, offset.to_string()), (HEADER_CHECKSUM, sum)];
        let sent = self.transport.file("PATCH", &file_path(studio, hash), &says, chunk.to_vec(), by);
        let step = Step::Chunk(studio, hash);
        self.work.push(sent.map(move |outcome| Event::Piece(step, outcome)).boxed_local());
        true
    }

    pub(super) fn piece_stepped(&mut self, step: Step, outcome: Result<Answer, Silence>) {
        if let Step::Fetch(studio, hash) = step {
            return self.fetched(studio, hash, outcome);
        }
        self.pieces.in_flight = false;
        let (Step::Begin(studio, hash) | Step::Chunk(studio, hash) | Step::Fetch(studio, hash)) = step;
        match outcome {
            Ok(answer) => {
                if matches!(step, Step::Chunk(..)) {
                    self.pieces.failures = 0;
                }
                self.came_so_far(studio, hash, answer.offset);
            }
            Err(Silence::Network) => {
                self.smaller_chunks(step);
                self.pieces_later(None);
            }
            Err(Silence::Problem(problem)) => {
                if problem.status == 408 || (problem.status == 413 && problem.code.is_empty()) {
                    self.smaller_chunks(step);
                }
                self.piece_refused(studio, hash, &problem);
            }
        }
    }

    fn came_so_far(&mut self, studio: StudioId, hash: PieceHash, offset: Option<u64>) {
        let length = self.length(studio, hash);
        if offset.is_some() && offset == length {
            if self.pieces.freeing.remove(&hash) {
                self.let_go_of(studio, hash);
            } else {
                self.mark(studio, hash, PieceState::OnServer);
            }
        } else if self.pieces.freeing.remove(&hash) {
            // it has lost it: it is brought again
            self.mark(studio, hash, PieceState::OnlyHere);
        } else if self.goes_on() && offset.is_some_and(|offset| self.send_chunk(studio, hash, offset)) {
            self.pieces.in_flight = true;
            return;
        } else {
            self.pieces.absent.insert(hash);
        }
        self.next_piece();
    }

    /// Whether a picture under way goes on: somebody looks, and has not said stop.
    fn goes_on(&self) -> bool {
        !self.is_hidden() && self.replica.as_ref().is_some_and(|replica| !paused(replica))
    }

    /// A line that cut a chunk, or somebody on the way who takes no such bodies: the next ones are smaller.
    fn smaller_chunks(&mut self, step: Step) {
        if matches!(step, Step::Chunk(..)) {
            self.pieces.chunk_bytes = (self.pieces.chunk_bytes / 2).max(CHUNK_BYTES_MIN);
        }
    }

    fn let_go_of(&mut self, studio: StudioId, hash: PieceHash) {
        if let Err(fault) = self.disk.pieces.remove(studio, hash) {
            let notice = self.piece_fault(&fault);
            self.tell(Update::Notice(notice));
        }
        self.changed(&[Changed::Pieces]);
    }

    fn mark(&mut self, studio: StudioId, hash: PieceHash, state: PieceState) {
        if self.disk.pieces.mark(studio, hash, state).is_err() {
            // it is asked again, and the server says that it has it
            self.pieces.absent.insert(hash);
        }
        self.changed(&[Changed::Pieces]);
        self.tell_sync();
    }

    fn piece_refused(&mut self, studio: StudioId, hash: PieceHash, problem: &Problem) {
        self.pieces.freeing.remove(&hash);
        match problem.status {
            408 | 425 | 429 | 500..=506 | 508..=599 => return self.pieces_later(problem.retry_after),
            // no room at the county's: it stays here and is asked again with the next turn
            507 => {
                self.pieces.absent.insert(hash);
                self.tell(Update::Notice(super::faults::of_problem(problem)));
            }
            413 | 422 if matches!(problem.code.as_str(), "file-too-large" | "file-unfit") => {
                self.mark(studio, hash, PieceState::Refused);
                self.tell(Update::Notice(super::faults::of_problem(problem)));
            }
            // brought by a request that was thought lost (409), torn on the way (460): the others first, then once more
            _ => drop(self.pieces.absent.insert(hash)),
        }
        self.next_piece();
    }

    fn fetched(&mut self, studio: StudioId, hash: PieceHash, outcome: Result<Answer, Silence>) {
        let waiting = self.pieces.asked.remove(&hash);
        let cut = matches!(outcome, Err(Silence::Network));
        let bytes = outcome.ok().map(|answer| answer.body).filter(|bytes| hash_of(bytes) == hash);
        if let Some(bytes) = &bytes {
            // no room for it is no reason not to show it
            self.pieces.no_room = self.disk.pieces.put(studio, bytes, PieceState::OnServer, self.host.now()).is_err();
        } else {
            self.pieces.absent.insert(hash);
        }
        let came = bytes.is_some();
        match waiting {
            Some(ids) => ids.into_iter().for_each(|id| self.reply(id, Ok(Reply::Piece(bytes.clone())))),
            None => {
                self.pieces.in_flight = false;
                if came {
                    self.changed(&[Changed::Pieces]);
                }
                if cut { self.pieces_later(None) } else { self.next_piece() }
            }
        }
    }

    /// Later, at a time that no other phone has.
    fn pieces_later(&mut self, retry_after: Option<u32>) {
        self.pieces.failures = (self.pieces.failures + 1).min(16);
        let doubled = RETRY_FIRST_MS.saturating_mul(1 << (self.pieces.failures - 1)).min(RETRY_MAX_MS);
        let asked = retry_after.unwrap_or(0).saturating_mul(1_000).min(RETRY_MAX_MS);
        let wait = (doubled / 2 + u32::from_le_bytes(fresh()) % (doubled / 2)).max(asked);
        self.pieces.timer += 1;
        let number = self.pieces.timer;
        self.work.push(self.host.sleep(wait).map(move |()| Event::PieceDue(number)).boxed_local());
    }
}
