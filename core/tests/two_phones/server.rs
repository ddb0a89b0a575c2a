//! The real server code and the real client, without a network and over memory.

use studio_core::access::{DocKind, Role};
use studio_core::changelog::{Appended, ChangeLog, LogHead, LogRow, MemoryLog};
use studio_core::decision::{By, Device, Founded, Grant, What};
use studio_core::edit::{Edit, FieldEdit};
use studio_core::id::{DecisionId, DeviceId, LogId, PersonId, ProjectId, RecordId, StudioId};
use studio_core::record::Scalar;
use studio_core::replica::{NewDevice, RecordFault, Replica, SyncFault};
use studio_core::sign::Secret;
use studio_core::store::MemoryStore;
use studio_core::time::Millis;
use studio_core::turn::{Decided, ServerStudio, Spare, Turn};
use studio_core::wire::{EnrolAnswer, SyncAnswer, SyncRequest};

pub(crate) const STUDIO: StudioId = StudioId([1; 16]);
pub(crate) const NOON: i64 = 1_795_492_800_000; // 2026-11-24 12:00 in Henan

pub(crate) const ACTIVITY: &[(&str, &str)] = &[("type", "activity"), ("topic", "课堂提问的有效性")];

pub(crate) struct Server {
    pub(crate) log: MemoryLog,
    pub(crate) studio: ServerStudio,
    pub(crate) secret: Secret,
    pub(crate) now: i64,
    pub(crate) drawn: u8,
}

/// A studio with a log of several small pages, its chief, and a backbone teacher who has pulled none of it yet: what they send
/// is acknowledged under a number some pages ahead.
pub(crate) fn newcomer_to_a_long_log() -> (Server, Phone, Phone) {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    for record in 11..15 {
        chief.write(DocKind::Journal, record, ACTIVITY).unwrap();
    }
    chief.sync(&mut server);
    let backbone = server.enrol(2, Role::Backbone);
    (server, chief, backbone)
}

impl Server {
    pub(crate) fn found() -> Self {
        let secret = Secret::from_seed([9; 32]);
        let mut log = MemoryLog::default();
        let founded = Founded {
            project: ProjectId([2; 16]),
            name: "赵桥乡语文首席教师工作室".into(),
            server_key: secret.public(),
            log: LogId([3; 16]),
        };
        let decided = Decided { id: DecisionId([1; 16]), by: &By::Server, now: Millis(NOON), secret: &secret };
        let (studio, head, rows) =
            ServerStudio::found(STUDIO, LogId([3; 16]), &log, What::Founded(founded), &decided).unwrap();
        assert_eq!(log.append(STUDIO, head, &rows).unwrap(), Appended::Appended);
        Self { log, studio, secret, now: NOON, drawn: 10 }
    }

    pub(crate) fn decide(&mut self, what: What) -> DecisionId {
        self.drawn += 1;
        let id = DecisionId([self.drawn; 16]);
        let decided = Decided { id, by: &By::Server, now: Millis(self.now), secret: &self.secret };
        let head = self.studio.head();
        let rows = self.studio.decide(&self.log, what, &decided).unwrap();
        assert_eq!(self.log.append(STUDIO, head, &rows).unwrap(), Appended::Appended);
        id
    }

    /// The log as it was, copied back by hand.
    pub(crate) fn copy_back(&mut self, backup: &MemoryLog) {
        self.log = backup.clone();
        self.studio = ServerStudio::load(self.log.load(STUDIO).unwrap().unwrap()).unwrap();
    }

    /// What `restore` does after it has put a backup in place.
    pub(crate) fn restore(&mut self) {
        self.drawn += 1;
        let spare = Spare { log: LogId([self.drawn; 16]), decision: DecisionId([self.drawn; 16]) };
        let head = self.studio.head();
        let rows = self.studio.restore(&self.log, spare, Millis(self.now), &self.secret).unwrap();
        self.append(head, &rows);
    }

    pub(crate) fn admit_all(&mut self) {
        self.admit(usize::MAX);
    }

    pub(crate) fn admit_first(&mut self) {
        self.admit(1);
    }

    fn admit(&mut self, count: usize) {
        self.drawn += 1;
        let id = DecisionId([self.drawn; 16]);
        let decided = Decided { id, by: &By::Server, now: Millis(self.now), secret: &self.secret };
        let doc = self.studio.held().next().unwrap().envelope.doc;
        let hashes: Vec<_> = self.studio.held().take(count).map(|h| h.envelope.hash()).collect();
        let head = self.studio.head();
        let rows = self.studio.admit(&self.log, doc, &hashes, &decided).unwrap();
        self.append(head, &rows);
    }

    pub(crate) fn append(&mut self, head: LogHead, rows: &[LogRow]) {
        assert_eq!(self.log.append(STUDIO, head, rows).unwrap(), Appended::Appended);
        let loaded = ServerStudio::load(self.log.load(STUDIO).unwrap().unwrap()).unwrap();
        assert_eq!(loaded.state, self.studio.state, "memory is what the log says");
        assert!(loaded.held().eq(self.studio.held()));
        assert!(loaded.set_aside().eq(self.studio.set_aside()));
    }

    pub(crate) fn enrol(&mut self, n: u8, role: Role) -> Phone {
        let (grant, answer) = self.certify(n, n, role);
        let mut store = MemoryStore::default();
        let replica = Replica::enrol(&mut store, &answer, new_device(n), Millis(NOON)).unwrap();
        Phone { store, replica, grant }
    }

    /// The same phone enrols again, as device `n`.
    pub(crate) fn renew(&mut self, phone: &mut Phone, n: u8, role: Role) {
        let person = phone.replica.identity().person.0[0];
        let (_, answer) = self.certify(person, n, role);
        phone.replica = Replica::enrol(&mut phone.store, &answer, new_device(n), Millis(NOON)).unwrap();
    }

    fn certify(&mut self, person: u8, n: u8, role: Role) -> (DecisionId, EnrolAnswer) {
        let person = PersonId([person; 16]);
        let new = new_device(n);
        let grant = self.decide(What::Grant(Grant { person, role }));
        self.decide(What::Device(Device {
            device: new.device,
            person,
            key: Secret::from_seed(new.seed).public(),
            name: "手机".into(),
        }));
        let decisions = self.log.load(STUDIO).unwrap().unwrap().decisions;
        let answer = EnrolAnswer {
            studio: STUDIO,
            person,
            server_key: self.secret.public(),
            decisions: decisions.into_iter().map(|(_, d)| d).collect(),
            founded_at: Millis(NOON),
            school: "赵桥小学".into(),
            person_name: "周慧敏".into(),
        };
        (grant, answer)
    }

    pub(crate) fn sync(&mut self, device: DeviceId, request: &SyncRequest) -> SyncAnswer {
        self.now += 1_000;
        self.drawn += 1;
        let spare = Spare { log: LogId([self.drawn; 16]), decision: DecisionId([self.drawn; 16]) };
        let turn = Turn { device, now: Millis(self.now), secret: &self.secret, spare };
        let head = self.studio.head();
        let (answer, rows) = self.studio.sync(&self.log, request, &turn).unwrap();
        self.append(head, &rows);
        answer
    }
}

fn new_device(n: u8) -> NewDevice {
    NewDevice { device: DeviceId([n; 16]), seed: [n; 32], nonce: [n; 8] }
}

pub(crate) struct Phone {
    pub(crate) store: MemoryStore,
    pub(crate) replica: Replica,
    pub(crate) grant: DecisionId,
}

impl Phone {
    pub(crate) fn write(&mut self, kind: DocKind, record: u8, fields: &[(&str, &str)]) -> Result<(), RecordFault> {
        self.write_as(kind, RecordId([record; 16]), fields)
    }

    pub(crate) fn write_as(&mut self, kind: DocKind, id: RecordId, fields: &[(&str, &str)]) -> Result<(), RecordFault> {
        let held = self.replica.state().record(id).map(|(record, _)| record.clone());
        let fields = fields
            .iter()
            .map(|(key, value)| FieldEdit {
                key: (*key).into(),
                seen: held.as_ref().and_then(|r| r.get(key)).cloned(),
                value: Some(Scalar::from(*value)),
            })
            .collect();
        let edit = Edit { kind, record: id, fields };
        self.replica.record(&mut self.store, &[edit], Millis(NOON), None).map(|_| ())
    }

    pub(crate) fn write_at(&mut self, now: i64, record: u8) {
        let field =
            |key: &str, value: &str| FieldEdit { key: key.into(), seen: None, value: Some(Scalar::from(value)) };
        let fields = vec![field("type", "activity"), field("topic", "时钟不准也要记下")];
        let edit = Edit { kind: DocKind::Journal, record: RecordId([record; 16]), fields };
        self.replica.record(&mut self.store, &[edit], Millis(now), None).unwrap();
    }

    pub(crate) fn turn(&mut self, server: &mut Server) -> SyncAnswer {
        let request = self.replica.request(&self.store, Millis(NOON), 0).unwrap();
        let answer = server.sync(self.replica.identity().device, &request);
        self.replica.answer(&mut self.store, &answer, Millis(NOON)).unwrap();
        let again = Replica::open(&self.store, STUDIO, [0; 8]).unwrap().unwrap();
        assert_eq!(again.state(), self.replica.state(), "memory is what the disk says");
        answer
    }

    pub(crate) fn sync(&mut self, server: &mut Server) {
        for _ in 0..20 {
            let request = self.replica.request(&self.store, Millis(NOON), 0).unwrap();
            let answer = server.sync(self.replica.identity().device, &request);
            if !self.replica.answer(&mut self.store, &answer, Millis(NOON)).unwrap().more {
                return;
            }
        }
        panic!("the exchange does not end");
    }

    /// One entry and no more: a very slow link.
    pub(crate) fn page(&mut self, server: &mut Server) -> Result<bool, SyncFault> {
        let request = self.replica.request(&self.store, Millis(NOON), 1).unwrap();
        let answer = server.sync(self.replica.identity().device, &request);
        self.replica.answer(&mut self.store, &answer, Millis(NOON)).map(|applied| applied.more)
    }

    pub(crate) fn topic(&self, record: u8) -> Option<String> {
        let (record, _) = self.replica.state().record(RecordId([record; 16]))?;
        record.str("topic").map(str::to_owned)
    }
}
