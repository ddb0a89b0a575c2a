//! A phone: a real replica on a disk that may fail, a clock that may be wrong.

use studio_core::changelog::ChangeLog;
use studio_core::id::PersonId;
use studio_core::pieces::Pieces;
use studio_core::pieces::way::Way;
use studio_core::replica::{NewDevice, Portion, Replica};
use studio_core::sign::Secret;
use studio_core::store::Store;
use studio_core::time::Millis;

use crate::rng::Rng;
use crate::sim::disk::SimDisk;
use crate::sim::server::{STUDIO, Server};
use crate::sim::shelf::Shelf;

/// Bytes of a chunk here: a large picture has some, a small one has less than one.
const CHUNK_BYTES: usize = 128;

pub(super) struct Phone<S, P> {
    pub(super) disk: SimDisk<S>,
    pub(super) pieces: SimDisk<P>,
    pub(super) way: Way,
    pub(super) replica: Replica,
    pub(super) person: PersonId,
    /// How far its clock is off, in milliseconds.
    pub(super) clock_off: i64,
    /// The request that it waits for.
    pub(super) waiting: Option<u64>,
    /// Stays silent until the network is quiet (a phone in a drawer).
    pub(super) in_drawer: bool,
    /// How much its way to the server takes at once.
    pub(super) portion: Portion,
    /// A run of it went out without the certificates.
    pub(super) left_out: bool,
}

impl<S: Store, P: Pieces> Phone<S, P> {
    pub(super) fn enrol<L: ChangeLog, F: Shelf>(
        (store, pieces): (S, P),
        server: &mut Server<L, F>,
        person: PersonId,
        rng: &mut Rng,
    ) -> Self {
        let mut disk = SimDisk::new(store);
        let new = new_device(rng);
        let answer = server.enrol(new.device, Secret::from_seed(new.seed).public(), person);
        let replica = Replica::enrol(&mut disk, &answer, new, Millis(server.now)).unwrap();
        Self::of((disk, SimDisk::new(pieces)), replica, person)
    }

    pub(super) fn of((disk, pieces): (SimDisk<S>, SimDisk<P>), replica: Replica, person: PersonId) -> Self {
        Self {
            disk,
            pieces,
            way: Way::within(CHUNK_BYTES),
            replica,
            person,
            clock_off: 0,
            waiting: None,
            in_drawer: false,
            portion: Portion::default(),
            left_out: false,
        }
    }

    /// Enrols the same installation under a fresh device id: another one writes under the old.
    pub(super) fn renew<L: ChangeLog, F: Shelf>(&mut self, server: &mut Server<L, F>, rng: &mut Rng) {
        self.disk.revive();
        let new = new_device(rng);
        let answer = server.enrol(new.device, Secret::from_seed(new.seed).public(), self.person);
        let now = self.now(server.now);
        self.replica = Replica::enrol(&mut self.disk, &answer, new, now).unwrap();
        self.waiting = None;
    }

    pub(super) fn now(&self, true_now: i64) -> Millis {
        Millis(true_now + self.clock_off)
    }

    /// Starts the program again, after a crash or because its user did.
    pub(super) fn restart(&mut self, rng: &mut Rng) {
        self.disk.revive();
        self.pieces.revive();
        self.way = Way::within(CHUNK_BYTES);
        self.waiting = None;
        self.replica = Replica::open(&self.disk, STUDIO, rng.bytes()).unwrap().unwrap();
    }
}

pub(super) fn new_device(rng: &mut Rng) -> NewDevice {
    NewDevice { device: studio_core::id::DeviceId(rng.bytes()), seed: rng.bytes(), nonce: rng.bytes() }
}
