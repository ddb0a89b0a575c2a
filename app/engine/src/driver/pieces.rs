//! Pictures on their way: what only this phone has goes to the server, small ones of colleagues come. One step at a time,
//! after the text and never in its way. What goes next and what an answer means is core's `Way`; here it is sent, and told.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use futures_util::FutureExt;
use sha2::{Digest, Sha256};
use studio_core::files::{HEADER_CHECKSUM, HEADER_LENGTH, HEADER_METADATA, HEADER_OFFSET, file_path, files_path};
use studio_core::id::{PieceHash, StudioId};
use studio_core::pieces::way::{Came, Named, No, Said, Step, Then, Way, row_of};
use studio_core::pieces::{PICTURE_BYTES_MAX, PieceState, hash_of};
use studio_core::read::Kept;
use studio_core::scan::{SCAN_BYTES_MAX, is_pdf};
use studio_core::store::StoreError;

use super::act::not_joined;
use super::parts::Parts;
use super::room::Freeing;
use super::{Engine, Event, fresh};
use crate::messages::{Notice, PictureKept, Reply, Sending, Update};
use crate::transport::{Answer, SignedBy, Silence};

/// First wait after a failure; it doubles each time. A line that was cut mostly stands again at once.
const RETRY_FIRST_MS: u32 = 250;
/// Longest wait after failures.
const RETRY_MAX_MS: u32 = 5 * 60_000;

/// The status of what was erased since.
const ERASED: u16 = 410;

/// How pictures stand.
#[derive(Debug, Default)]
pub(super) struct PieceDesk {
    pub(super) way: Way,
    in_flight: bool,
    failures: u32,
    /// The number of the timer that counts; others have been overtaken.
    timer: u64,
    /// What has come of pieces that come in parts.
    parts: Parts,
    /// Questions of the page that wait for a piece.
    asked: BTreeMap<PieceHash, Vec<u64>>,
    /// Who waits for what became of pictures that shall go.
    pub(super) freeing_for: Option<Freeing>,
    /// Something was told a moment ago, and more has come or gone since.
    pub(super) telling: bool,
    pub(super) untold: bool,
    /// Whether what nothing names was looked for since the start.
    swept: bool,
}

/// A step that was taken for a studio.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Taken(StudioId, Step);

impl Engine {
    /// Keeps a picture with its small one, or a scan, all of it durably before it is said.
    pub(super) fn keep_picture(&mut self, large: &[u8], small: Option<&[u8]>) -> Result<Reply, Notice> {
        let studio = self.replica.as_ref().ok_or_else(not_joined)?.identity().studio;
        let bytes_max = if is_pdf(large) { SCAN_BYTES_MAX } else { PICTURE_BYTES_MAX };
        if large.len() > bytes_max || small.is_some_and(|small| small.len() > PICTURE_BYTES_MAX) {
            return Err(Notice::needed("notice-picture-too-large"));
        }
        if self.picture.model.studio.erased.contains_key(&hash_of(large)) {
            return Err(Notice::needed("notice-picture-erased"));
        }
        let now = self.host.now();
        let mut put = |bytes: &[u8]| self.disk.pieces.put(studio, bytes, PieceState::OnlyHere, now);
        let kept = small.map(&mut put).transpose().and_then(|thumb| Ok((thumb, put(large)?)));
        let (thumb, hash) = kept.map_err(|fault| self.piece_fault(&fault))?;
        // chosen once more after a no of the server's: it is tried once more
        let refused = self.disk.pieces.list(studio).unwrap_or_default().into_iter();
        let refused =
            refused.filter(|row| row.state == PieceState::Refused && [thumb, Some(hash)].contains(&Some(row.hash)));
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
            self.send_step(Taken(studio, Step::Fetch(hash)));
        }
        None
    }

    /// After a turn of text: what waits goes, one after the other.
    pub(super) fn pieces_go(&mut self) {
        self.pieces.way.text_went();
        self.erase_pieces();
        if !std::mem::replace(&mut self.pieces.swept, true) {
            self.let_nameless_go();
        }
        self.next_piece();
    }

    /// The server was set back: whether it still has a picture is asked of it, one by one.
    pub(super) fn pieces_may_be_lost(&mut self) {
        if let Some(replica) = &self.replica {
            self.pieces.way.server_was_set_back(self.disk.pieces.as_mut(), replica.identity().studio);
        }
    }

    /// Another studio is opened: what was begun for the one before is none of its.
    pub(super) fn pieces_elsewhere(&mut self) {
        self.freed(false);
        self.pieces.way.elsewhere();
        self.pieces.parts = Parts::default();
        self.pieces.swept = false;
    }

    pub(super) fn pieces_due(&mut self, number: u64) {
        if number == self.pieces.timer {
            self.next_piece();
        }
    }

    pub(super) fn next_piece(&mut self) {
        let Some(replica) = self.replica.as_ref().filter(|_| !self.pieces.in_flight && !self.is_hidden()) else {
            return;
        };
        let (studio, sends, named) =
            (replica.identity().studio, self.sending(replica) == Sending::Goes, self.named_pieces());
        if let Some(step) = self.pieces.way.next(self.disk.pieces.as_ref(), studio, &named, sends) {
            self.pieces.in_flight = true;
            self.send_step(Taken(studio, step));
        }
    }

    /// Pieces that records on the server name, those of the newest record first.
    fn named_pieces(&self) -> Named {
        // as the server sees it: one's own, and what was handed in
        let me = self.replica.as_ref().map(|replica| replica.identity().person);
        let sees = |kept: &&Kept| kept.counts() || (kept.owner() == me && !kept.deleted);
        let on_server = |kept: &&Kept| !self.picture.deliveries.contains_key(&kept.id);
        let mut records: Vec<&Kept> = self.picture.model.with_files().filter(sees).filter(on_server).collect();
        records.sort_by_key(|kept| std::cmp::Reverse((kept.day(), kept.id)));
        let all: Vec<_> = records.iter().flat_map(|kept| self.picture.model.pictures(kept)).collect();
        Named {
            small: all.iter().filter_map(|one| one.thumb).collect(),
            large: all.iter().map(|one| one.hash).collect(),
        }
    }

    /// Sends a step. What is not there any more to be sent is passed over.
    fn send_step(&mut self, taken: Taken) {
        let Some(replica) = &self.replica else { return };
        let by = SignedBy { device: replica.identity().device, secret: replica.secret() };
        let Taken(studio, step) = taken;
        let sent = match step {
            Step::Begin(hash) => {
                let length = row_of(self.disk.pieces.as_ref(), studio, hash).map_or(0, |row| row.bytes);
                let metadata = format!("hash {}", BASE64.encode(hash.to_string().as_bytes()));
                let says = [(HEADER_LENGTH, length.to_string()), (HEADER_METADATA, metadata)];
                self.transport.file("POST", &files_path(studio), &says, Vec::new(), by).boxed_local()
            }
            Step::Chunk(hash, offset) => {
                let Some(chunk) = self.pieces.way.chunk(self.disk.pieces.as_ref(), studio, hash, offset) else {
                    self.pieces.in_flight = false;
                    return self.next_piece();
                };
                let sum = format!("sha256 {}", BASE64.encode(&Sha256::digest(&chunk)));
                let says = [(HEADER_OFFSET, offset.to_string()), (HEADER_CHECKSUM, sum)];
                self.transport.file("PATCH", &file_path(studio, hash), &says, chunk, by).boxed_local()
            }
            Step::Fetch(hash) => {
                let says = [("range", self.pieces.parts.next(hash))];
                self.transport.file("GET", &file_path(studio, hash), &says, Vec::new(), by).boxed_local()
            }
        };
        self.work.push(sent.map(move |outcome| Event::Piece(taken, outcome)).boxed_local());
    }

    pub(super) fn piece_stepped(&mut self, taken: Taken, outcome: Result<Answer, Silence>) {
        let Taken(studio, step) = taken;
        if let Step::Fetch(hash) = step {
            return self.fetched(studio, hash, outcome);
        }
        self.pieces.in_flight = false;
        if matches!((step, &outcome), (Step::Chunk(..), Ok(_))) {
            self.pieces.failures = 0;
        }
        let (said, retry_after) = match &outcome {
            Ok(answer) => (Said::There(answer.offset), None),
            Err(Silence::Network) => (Said::Nothing, None),
            Err(Silence::Problem(problem)) => (Said::No(No::of(problem.status, &problem.code)), problem.retry_after),
        };
        if let (Said::No(No::Unfit | No::NoRoom), Err(Silence::Problem(problem))) = (said, &outcome) {
            self.tell(Update::Notice(super::faults::of_problem(problem)));
        }
        let goes_on = self.goes_on();
        let Came { then, changed } = self.pieces.way.answered(self.disk.pieces.as_mut(), studio, step, said, goes_on);
        if changed {
            self.pieces_changed();
        }
        match then {
            Then::Next => self.next_piece(),
            Then::Later => self.pieces_later(retry_after),
            Then::Go(step) => {
                self.pieces.in_flight = true;
                self.send_step(Taken(studio, step));
            }
        }
        self.freed_all();
    }

    /// Whether a picture under way goes on: somebody looks, and has not said stop.
    fn goes_on(&self) -> bool {
        !self.is_hidden() && self.replica.as_ref().is_some_and(|replica| self.sending(replica) == Sending::Goes)
    }

    fn mark(&mut self, studio: StudioId, hash: PieceHash, state: PieceState) {
        // one that stays marked goes with the next start
        let _ = self.disk.pieces.mark(studio, hash, state);
        self.pieces_changed();
    }

    fn fetched(&mut self, studio: StudioId, hash: PieceHash, outcome: Result<Answer, Silence>) {
        let Some(outcome) = self.pieces.parts.put_together(hash, outcome) else {
            return self.send_step(Taken(studio, Step::Fetch(hash)));
        };
        let waiting = self.pieces.asked.remove(&hash);
        if waiting.is_none() && self.is_hidden() {
            // Nobody looks, or the page is going: nothing is written that can come again.
            self.pieces.in_flight = false;
            return;
        }
        let cut = matches!(outcome, Err(Silence::Network));
        if matches!(&outcome, Err(Silence::Problem(problem)) if problem.status == ERASED) {
            // by whom and when the next turn of text says
            self.sync_now();
        }
        let bytes = outcome.ok();
        let now = self.host.now();
        let came = self.pieces.way.fetched(self.disk.pieces.as_mut(), studio, hash, bytes.as_deref(), now);
        let bytes = bytes.filter(|_| came);
        match waiting {
            Some(ids) => {
                ids.into_iter().for_each(|id| self.reply(id, Ok(Reply::Piece(bytes.clone()))));
                // it lies here now, and the record says so when it is opened again
                if came {
                    self.pieces_changed();
                }
            }
            None => {
                self.pieces.in_flight = false;
                if came {
                    self.pieces_changed();
                }
                if cut { self.pieces_later(None) } else { self.next_piece() }
            }
        }
    }

    /// Later, at a time that no other phone has.
    fn pieces_later(&mut self, retry_after: Option<u32>) {
        self.freed(false);
        self.pieces.failures = (self.pieces.failures + 1).min(16);
        let doubled = RETRY_FIRST_MS.saturating_mul(1 << (self.pieces.failures - 1)).min(RETRY_MAX_MS);
        let asked = retry_after.unwrap_or(0).saturating_mul(1_000).min(RETRY_MAX_MS);
        let wait = (doubled / 2 + u32::from_le_bytes(fresh()) % (doubled / 2)).max(asked);
        self.pieces.timer += 1;
        let number = self.pieces.timer;
        self.work.push(self.host.sleep(wait).map(move |()| Event::PieceDue(number)).boxed_local());
    }
}
