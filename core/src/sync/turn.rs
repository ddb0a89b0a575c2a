//! One turn of the server: what it makes of a request, as rows to append and an answer to give.
//! Pure: it reads the log through a trait and writes nothing. When the append fails, the
//! `ServerStudio` that made the turn is thrown away and loaded again: memory is never ahead of
//! the disk.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::changelog::{ChangeLog, HeldChange, LogHead, LogRow, SavedLog, Usage};
use crate::decision::{Restored, SignedDecision, What};
use crate::doc::Descriptor;
use crate::id::{ChangeHash, DecisionId, DeviceId, DocId, LogId, PersonId, StudioId};
use crate::ingest::Pasts;
use crate::limits::PROTOCOL;
use crate::log::Head;
use crate::refusal::Holding;
use crate::sign::Secret;
use crate::state::{DocState, StudioState};
use crate::store::StoreError;
use crate::time::Millis;
use crate::turn::waiting::HeldWork;
use crate::wire::{Fresh, SHORT, SyncAnswer, SyncRequest};

mod append;
mod cursor;
mod decide;
mod held;
mod pull;
mod push;
mod setback;
mod waiting;

pub use decide::Decided;

/// Why a turn came to nothing. The request is answered with a problem; nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TurnFault {
    /// The log store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The device is unknown, and brought no certificate that holds.
    #[error("unknown device")]
    UnknownDevice,
    /// The message speaks a protocol that this side does not.
    #[error("protocol {0}")]
    Protocol(u16),
    /// More of something in one request than it may hold: send less at once.
    #[error("too many {0}")]
    TooMany(&'static str),
    /// The message contradicts itself.
    #[error("bad request: {0}")]
    Bad(&'static str),
}

/// What a turn gets from outside.
#[derive(Debug, Clone, Copy)]
pub struct Turn<'a> {
    /// The device that signed the request.
    pub device: DeviceId,
    /// Now.
    pub now: Millis,
    /// The server's key.
    pub secret: &'a Secret,
    /// Fresh ids, used only if this turn finds that the log was set back by hand.
    pub spare: Spare,
}

/// Random ids for a new life of the log.
#[derive(Debug, Clone, Copy)]
pub struct Spare {
    /// The new life.
    pub log: LogId,
    /// The `Restored` decision that opens it.
    pub decision: DecisionId,
}

/// A studio as the server holds it in memory: its state, and what judging needs beside it.
#[derive(Debug, Clone)]
pub struct ServerStudio {
    /// Members, documents, records.
    pub state: StudioState,
    head: LogHead,
    placed: BTreeMap<(DocId, ChangeHash), u64>,
    first_of: BTreeMap<DocId, u64>,
    /// Whether refusals lie on the disk: they are looked up there.
    has_refused: bool,
    held: HeldWork,
    /// Held work whose base may stand in the log by now was not all judged anew.
    unsettled: bool,
    /// What judges remember of the documents' histories.
    pasts: Pasts,
    fresh: BTreeMap<PersonId, Millis>,
    usage: BTreeMap<DeviceId, Usage>,
    restored: Vec<Restored>,
    /// When the present life of the log was opened, if it is not the first.
    restored_at: Option<Millis>,
}

impl ServerStudio {
    /// The studio as its log store kept it.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when a decision cannot be read or a record has no document.
    pub fn load(saved: SavedLog) -> Result<Self, StoreError> {
        let mut studio = Self::empty(saved.studio, saved.head);
        for (_, decision) in &saved.decisions {
            studio.take_decision(decision)?;
        }
        studio.restore_docs(saved.descriptors, &saved.metas, saved.records);
        for (doc, hash, seq, _) in saved.metas {
            studio.place(doc, hash, seq);
        }
        studio.unsettled = saved.held.iter().any(|held| held.why == Holding::DependsOnHeld);
        saved.held.into_iter().for_each(|held| studio.held.push(held));
        for (doc, hash, why) in saved.refused {
            studio.held.refuse(doc, hash, why);
        }
        studio.has_refused = saved.has_refused;
        studio.fresh = saved.fresh.into_iter().collect();
        studio.usage = saved.usage.into_iter().map(|usage| (usage.device, usage)).collect();
        Ok(studio)
    }

    fn empty(studio: StudioId, head: LogHead) -> Self {
        Self {
            state: StudioState::new(studio),
            head,
            placed: BTreeMap::new(),
            first_of: BTreeMap::new(),
            has_refused: false,
            held: HeldWork::default(),
            unsettled: false,
            pasts: Pasts::default(),
            fresh: BTreeMap::new(),
            usage: BTreeMap::new(),
            restored: Vec::new(),
            restored_at: None,
        }
    }

    fn restore_docs(
        &mut self,
        descriptors: Vec<Descriptor>,
        metas: &[(DocId, ChangeHash, u64, crate::state::Meta)],
        records: Vec<crate::record::Record>,
    ) {
        let mut metas_of: BTreeMap<DocId, Vec<_>> = BTreeMap::new();
        for (doc, hash, _, meta) in metas {
            metas_of.entry(*doc).or_default().push((*hash, meta.clone()));
        }
        let mut records_of: BTreeMap<DocId, Vec<_>> = BTreeMap::new();
        for record in records {
            records_of.entry(record.doc).or_default().push(record);
        }
        for descriptor in descriptors {
            let doc = descriptor.id(self.state.studio);
            let metas = metas_of.remove(&doc).unwrap_or_default();
            let records = records_of.remove(&doc).unwrap_or_default();
            let restored = DocState::restore(self.state.studio, descriptor, metas, records);
            self.state.docs.insert(doc, restored);
        }
    }

    /// Where the log ends.
    pub fn head(&self) -> LogHead {
        self.head
    }

    /// The end of the log, signed.
    pub fn signed_head(&self, secret: &Secret) -> Head {
        Head::sign(self.state.studio, self.head.log, self.head.seq, self.head.chain, secret)
    }

    /// When each member last synced.
    pub fn fresh(&self) -> &BTreeMap<PersonId, Millis> {
        &self.fresh
    }

    /// Work that waits for somebody to let it in, in order of arrival.
    pub fn held(&self) -> impl Iterator<Item = &HeldChange> {
        self.held.waiting().map(|(_, held)| held)
    }

    /// Work that was let in too late: it did not fit its document any more. Kept, because the phone
    /// that wrote it may be gone.
    pub fn set_aside(&self) -> impl Iterator<Item = &HeldChange> {
        self.held.set_aside()
    }

    /// Number of an accepted change in the log.
    pub fn place_of(&self, doc: DocId, hash: ChangeHash) -> Option<u64> {
        self.placed.get(&(doc, hash)).copied()
    }

    /// One round trip: takes what was sent, gives what is new. The rows must be durable before the
    /// answer leaves.
    ///
    /// # Errors
    /// [`TurnFault`]; then this `ServerStudio` must be loaded again.
    pub fn sync(
        &mut self,
        log: &dyn ChangeLog,
        request: &SyncRequest,
        turn: &Turn<'_>,
    ) -> Result<(SyncAnswer, Vec<LogRow>), TurnFault> {
        check_limits(request)?;
        let person = self.owner_of(request, turn)?;
        let mut rows = append::Rows::new(self.head, log);
        let (set_back, asked) = self.find_set_back(&mut rows, request, turn)?;
        let (verdicts, wait_s) = if set_back.as_ref().is_some_and(|s| s.want_from.is_some()) {
            (push::all_later(&request.envelopes), None)
        } else {
            self.take_credentials(&mut rows, request, turn)?;
            self.push(&mut rows, request, turn)?
        };
        self.fresh.insert(person, turn.now);
        rows.add(LogRow::Fresh(person, turn.now));
        rows.add(LogRow::Seen(turn.device, turn.now));
        let device = turn.device;
        let page = self.page(
            &rows,
            &pull::Asked { request, person, device, verdicts: &verdicts, set_back: set_back.as_ref(), asked },
        )?;
        let answer = SyncAnswer {
            protocol: PROTOCOL,
            verdicts,
            entries: page.entries,
            descriptors: page.descriptors,
            cursor: page.cursor,
            more: page.more,
            head: self.signed_head(turn.secret),
            freshness: self.freshness(),
            server_time: turn.now,
            set_back,
            wait_s,
            takes: Some(SHORT),
            told: None,
            brought: None,
            changes: None,
        };
        Ok((answer, rows.into_rows(&self.state)))
    }

    fn freshness(&self) -> Vec<Fresh> {
        let active = |person: &PersonId| self.state.members.role_of(*person).is_some();
        let known = self.fresh.iter().filter(|(person, _)| active(person));
        known.map(|(person, at)| Fresh { person: *person, at: *at, whole: None, silent: None, held: None }).collect()
    }

    /// The owner of the device that asks: known here, or proved by a certificate of this server.
    fn owner_of(&self, request: &SyncRequest, turn: &Turn<'_>) -> Result<PersonId, TurnFault> {
        if let Some(device) = self.state.members.device(turn.device) {
            return Ok(device.person);
        }
        device_in(self.state.studio, &request.credentials, turn)
            .map(|device| device.person)
            .ok_or(TurnFault::UnknownDevice)
    }
}

/// The key of a device: the studio's own, or proved by the credentials in the request.
pub fn device_key(studio: &ServerStudio, request: &SyncRequest, turn: &Turn<'_>) -> Option<crate::id::PublicKey> {
    let known = studio.state.members.device(turn.device).map(|d| d.key);
    known.or_else(|| Some(device_in(studio.state.studio, &request.credentials, turn)?.key))
}

fn device_in(studio: StudioId, credentials: &[SignedDecision], turn: &Turn<'_>) -> Option<crate::decision::Device> {
    let key = turn.secret.public();
    credentials.iter().find_map(|credential| match credential.read().ok()?.what {
        What::Device(device) if device.device == turn.device && credential.is_signed_by(studio, &key) => Some(device),
        _ => None,
    })
}

fn check_limits(request: &SyncRequest) -> Result<(), TurnFault> {
    use crate::limits::{CREDENTIALS_MAX, DECISION_BYTES_MAX, DESCRIPTORS_MAX, ENVELOPES_MAX, RUN_HEADERS_MAX};
    if request.protocol != PROTOCOL {
        return Err(TurnFault::Protocol(request.protocol));
    }
    if request.count() > ENVELOPES_MAX {
        return Err(TurnFault::TooMany("envelopes"));
    }
    if request.descriptors.len() > DESCRIPTORS_MAX {
        return Err(TurnFault::TooMany("descriptors"));
    }
    let credentials = &request.credentials;
    if credentials.len() > CREDENTIALS_MAX {
        return Err(TurnFault::TooMany("credentials"));
    }
    if credentials.iter().any(|c| c.bytes.len() > DECISION_BYTES_MAX) {
        return Err(TurnFault::Bad("credentials"));
    }
    if request.run.as_ref().is_some_and(|run| run.headers.len() > RUN_HEADERS_MAX) {
        return Err(TurnFault::TooMany("run headers"));
    }
    Ok(())
}
