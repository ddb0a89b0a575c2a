//! The server's shell in miniature: checks the signature, runs the turn on the cached studio,
//! appends, and only then answers; after a fault it loads again.

use studio_core::changelog::{Appended, ChangeLog, LogRow};
use studio_core::decision::{By, Device, Founded, What};
use studio_core::id::{ChangeHash, DecisionId, DeviceId, DocId, LogId, ProjectId, PublicKey, Signature, StudioId};
use studio_core::mutant::{Mutant, is_planted};
use studio_core::sign::{Secret, verify_request};
use studio_core::time::Millis;
use studio_core::turn::{Decided, ServerStudio, Spare, Turn, TurnFault, device_key};
use studio_core::wire::{EnrolAnswer, SyncAnswer, SyncRequest, read, sync_path};

use crate::rng::Rng;
use crate::sim::disk::SimDisk;
use crate::sim::folder::Folder;
use crate::sim::shelf::Shelf;

/// The one studio of a world.
pub(super) const STUDIO: StudioId = StudioId([0x51; 16]);
/// 2026-11-24 12:00 in Henan: where every world begins.
pub(super) const NOON: i64 = 1_795_492_800_000;

/// What comes back for a request.
#[expect(clippy::large_enum_variant, reason = "one at a time, taken apart at once")]
pub(super) enum Reply {
    Answer(SyncAnswer),
    /// The device is not known here.
    Unknown,
    /// Not a request that a device of this studio signed.
    NotSigned,
    /// The message contradicts itself.
    Bad(&'static str),
    /// The server is down or died over it.
    Down,
}

pub(super) struct Server<L, F> {
    pub(super) log: SimDisk<L>,
    pub(super) folder: Folder<F>,
    pub(super) secret: Secret,
    pub(super) now: i64,
    cached: Option<ServerStudio>,
    rng: Rng,
}

impl<L: ChangeLog, F: Shelf> Server<L, F> {
    pub(super) fn found(log: L, shelf: F, seed: u64) -> Self {
        let mut rng = Rng::new(seed ^ 0x5e17);
        let secret = Secret::from_seed(rng.bytes());
        let first_log = LogId(rng.bytes());
        let mut log = SimDisk::new(log);
        let founded = Founded {
            project: ProjectId([2; 16]),
            name: "赵桥乡语文首席教师工作室".into(),
            server_key: secret.public(),
            log: first_log,
        };
        let decided = Decided { id: DecisionId(rng.bytes()), by: &By::Server, now: Millis(NOON), secret: &secret };
        let (studio, head, rows) =
            ServerStudio::found(STUDIO, first_log, &log, What::Founded(founded), &decided).unwrap();
        assert_eq!(log.append(STUDIO, head, &rows), Ok(Appended::Appended));
        Self { log, folder: Folder::new(shelf), secret, now: NOON, cached: Some(studio), rng }
    }

    /// Stops it and starts it again.
    pub(super) fn restart(&mut self) {
        self.log.revive();
        self.cached = None;
    }

    /// The studio, loaded from the disk when it is not in memory.
    pub(super) fn studio(&mut self) -> &ServerStudio {
        if self.log.is_dead() {
            self.restart();
        }
        let log = &self.log;
        self.cached.get_or_insert_with(|| ServerStudio::load(log.load(STUDIO).unwrap().unwrap()).unwrap())
    }

    fn append(&mut self, studio: ServerStudio, rows: &[LogRow]) -> bool {
        let loaded = self.log.load(STUDIO).unwrap().unwrap();
        let done = self.log.append(STUDIO, loaded.head, rows) == Ok(Appended::Appended);
        if !done {
            return false;
        }
        if self.rng.chance(8) {
            let loaded = ServerStudio::load(self.log.load(STUDIO).unwrap().unwrap()).unwrap();
            let difference = crate::oracle::difference(&studio.state, &loaded.state);
            assert_eq!(difference, None, "the server's memory is what its disk says");
            assert_eq!(loaded.head(), studio.head());
            assert!(loaded.held().eq(studio.held()), "held work in memory is held work on disk");
            assert_eq!(loaded.fresh(), studio.fresh());
        }
        self.cached = Some(studio);
        true
    }

    /// One request, from its bytes.
    pub(super) fn serve(&mut self, device: DeviceId, bytes: &[u8], signature: &Signature) -> Reply {
        let Ok(request) = read::<SyncRequest>(bytes) else { return Reply::NotSigned };
        self.now += 1_000;
        let mut studio = self.studio().clone();
        let spare = Spare { log: LogId(self.rng.bytes()), decision: DecisionId(self.rng.bytes()) };
        let turn = Turn { device, now: Millis(self.now), secret: &self.secret, spare };
        let Some(key) = device_key(&studio, &request, &turn) else { return Reply::Unknown };
        if !verify_request(&key, "POST", &sync_path(STUDIO), bytes, signature) {
            return Reply::NotSigned;
        }
        match studio.sync(&self.log, &request, &turn) {
            Ok((answer, rows)) => {
                if self.append(studio, &rows) || is_planted(Mutant::AckBeforeCommit) {
                    return Reply::Answer(answer);
                }
                Reply::Down
            }
            Err(TurnFault::UnknownDevice) => Reply::Unknown,
            Err(TurnFault::Bad(what) | TurnFault::TooMany(what)) => Reply::Bad(what),
            Err(TurnFault::Protocol(_)) => Reply::Bad("protocol"),
            Err(TurnFault::Store(_)) => Reply::Down,
        }
    }

    /// One decision of the bureau; durable when it returns.
    pub(super) fn decide(&mut self, what: What) -> DecisionId {
        self.restart_if_armed();
        let id = DecisionId(self.rng.bytes());
        let mut studio = self.studio().clone();
        let decided = Decided { id, by: &By::Server, now: Millis(self.now), secret: &self.secret };
        let rows = studio.decide(&self.log, what, &decided).unwrap();
        assert!(self.append(studio, &rows));
        id
    }

    /// Lets held work of a document in.
    pub(super) fn admit(&mut self, doc: DocId, hashes: &[ChangeHash]) {
        self.restart_if_armed();
        let id = DecisionId(self.rng.bytes());
        let mut studio = self.studio().clone();
        let decided = Decided { id, by: &By::Server, now: Millis(self.now), secret: &self.secret };
        let rows = studio.admit(&self.log, doc, hashes, &decided).unwrap();
        assert!(self.append(studio, &rows));
    }

    /// What `restore` does after it has put a backup in place.
    pub(super) fn open_new_life(&mut self) {
        self.restart();
        let mut studio = self.studio().clone();
        let spare = Spare { log: LogId(self.rng.bytes()), decision: DecisionId(self.rng.bytes()) };
        let rows = studio.restore(&self.log, spare, Millis(self.now), &self.secret).unwrap();
        assert!(self.append(studio, &rows));
    }

    fn restart_if_armed(&mut self) {
        if self.log.armed.is_some() || self.log.is_dead() {
            self.restart();
        }
    }

    /// Enrols a device under a person, as an invite or a renewal does.
    pub(super) fn enrol(&mut self, device: DeviceId, key: PublicKey, person: studio_core::id::PersonId) -> EnrolAnswer {
        self.decide(What::Device(Device { device, person, key, name: "手机".into() }));
        let saved = self.log.load(STUDIO).unwrap().unwrap();
        let theirs = |what: &What| match what {
            What::Founded(_) => true,
            What::Grant(grant) => grant.person == person,
            What::Device(new) => new.device == device,
            _ => false,
        };
        let decisions = saved.decisions.into_iter().map(|(_, d)| d);
        EnrolAnswer {
            studio: STUDIO,
            person,
            server_key: self.secret.public(),
            decisions: decisions.filter(|d| d.read().is_ok_and(|d| theirs(&d.what))).collect(),
            founded_at: Millis(NOON),
            school: "赵桥小学".into(),
            person_name: "周慧敏".into(),
        }
    }
}
