//! Stories of two phones and one server, over the memory stores: the real client and the real
//! server code, without a network.

use studio_core::access::{DocKind, Role};
use studio_core::changelog::{Appended, ChangeLog, LogHead, LogRow, MemoryLog};
use studio_core::decision::{By, Device, End, Founded, Grant, What};
use studio_core::edit::{Edit, FieldEdit};
use studio_core::id::{DecisionId, DeviceId, LogId, PersonId, ProjectId, RecordId, StudioId};
use studio_core::limits::{DEVICE_DAY_CHANGES_MAX, ENVELOPES_MAX};
use studio_core::record::Scalar;
use studio_core::refusal::Refusal;
use studio_core::replica::{NewDevice, RecordFault, Replica};
use studio_core::sign::Secret;
use studio_core::store::MemoryStore;
use studio_core::time::Millis;
use studio_core::turn::{Decided, ServerStudio, Spare, Turn, TurnFault};
use studio_core::wire::{EnrolAnswer, SyncAnswer, SyncRequest, Verdict};

const STUDIO: StudioId = StudioId([1; 16]);
const NOON: i64 = 1_795_492_800_000; // 2026-11-24 12:00 in Henan

struct Server {
    log: MemoryLog,
    studio: ServerStudio,
    secret: Secret,
    now: i64,
    drawn: u8,
}

impl Server {
    fn found() -> Self {
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

    fn decide(&mut self, what: What) -> DecisionId {
        self.drawn += 1;
        let id = DecisionId([self.drawn; 16]);
        let decided = Decided { id, by: &By::Server, now: Millis(self.now), secret: &self.secret };
        let head = self.studio.head();
        let rows = self.studio.decide(&self.log, what, &decided).unwrap();
        assert_eq!(self.log.append(STUDIO, head, &rows).unwrap(), Appended::Appended);
        id
    }

    fn admit_all(&mut self) {
        self.drawn += 1;
        let id = DecisionId([self.drawn; 16]);
        let decided = Decided { id, by: &By::Server, now: Millis(self.now), secret: &self.secret };
        let doc = self.studio.held().next().unwrap().envelope.doc;
        let hashes: Vec<_> = self.studio.held().map(|h| h.envelope.hash()).collect();
        let head = self.studio.head();
        let rows = self.studio.admit(&self.log, doc, &hashes, &decided).unwrap();
        self.append(head, &rows);
    }

    fn append(&mut self, head: LogHead, rows: &[LogRow]) {
        assert_eq!(self.log.append(STUDIO, head, rows).unwrap(), Appended::Appended);
        let loaded = ServerStudio::load(self.log.load(STUDIO).unwrap().unwrap()).unwrap();
        assert_eq!(loaded.state, self.studio.state, "memory is what the log says");
        assert!(loaded.held().eq(self.studio.held()));
        assert!(loaded.set_aside().eq(self.studio.set_aside()));
    }

    fn enrol(&mut self, n: u8, role: Role) -> Phone {
        let person = PersonId([n; 16]);
        let new = NewDevice { device: DeviceId([n; 16]), seed: [n; 32], nonce: [n; 8] };
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
        let mut store = MemoryStore::default();
        let replica = Replica::enrol(&mut store, &answer, new, Millis(NOON)).unwrap();
        Phone { store, replica, grant }
    }

    fn sync(&mut self, device: DeviceId, request: &SyncRequest) -> SyncAnswer {
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

struct Phone {
    store: MemoryStore,
    replica: Replica,
    grant: DecisionId,
}

impl Phone {
    fn write(&mut self, kind: DocKind, record: u8, fields: &[(&str, &str)]) -> Result<(), RecordFault> {
        let id = RecordId([record; 16]);
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

    fn write_at(&mut self, now: i64, record: u8) {
        let field =
            |key: &str, value: &str| FieldEdit { key: key.into(), seen: None, value: Some(Scalar::from(value)) };
        let fields = vec![field("type", "activity"), field("topic", "时钟不准也要记下")];
        let edit = Edit { kind: DocKind::Journal, record: RecordId([record; 16]), fields };
        self.replica.record(&mut self.store, &[edit], Millis(now), None).unwrap();
    }

    fn turn(&mut self, server: &mut Server) -> SyncAnswer {
        let request = self.replica.request(&self.store, Millis(NOON), 0).unwrap();
        let answer = server.sync(self.replica.identity().device, &request);
        self.replica.answer(&mut self.store, &answer, Millis(NOON)).unwrap();
        let again = Replica::open(&self.store, STUDIO, [0; 8]).unwrap().unwrap();
        assert_eq!(again.state(), self.replica.state(), "memory is what the disk says");
        answer
    }

    fn sync(&mut self, server: &mut Server) {
        for _ in 0..20 {
            let request = self.replica.request(&self.store, Millis(NOON), 0).unwrap();
            let answer = server.sync(self.replica.identity().device, &request);
            if !self.replica.answer(&mut self.store, &answer, Millis(NOON)).unwrap().more {
                return;
            }
        }
        panic!("the exchange does not end");
    }

    fn topic(&self, record: u8) -> Option<String> {
        let (record, _) = self.replica.state().record(RecordId([record; 16]))?;
        record.str("topic").map(str::to_owned)
    }
}

const ACTIVITY: &[(&str, &str)] = &[("type", "activity"), ("topic", "课堂提问的有效性")];

#[test]
fn what_two_phones_wrote_offline_each_sees_after_one_post_and_the_next_sync() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    backbone.write(DocKind::Journal, 22, &[("place", "石佛小学")]).unwrap();
    assert!(chief.turn(&mut server).verdicts.iter().all(|j| matches!(j.verdict, Verdict::Accepted(_))));
    backbone.turn(&mut server);
    chief.turn(&mut server);
    assert_eq!(chief.topic(22).as_deref(), Some("课堂提问的有效性"));
    assert_eq!(backbone.topic(11).as_deref(), Some("课堂提问的有效性"));
    assert_eq!(chief.replica.state(), backbone.replica.state());
    assert_eq!(chief.replica.state(), &server.studio.state);
    assert_eq!((chief.replica.unsent(), backbone.replica.unsent()), (0, 0));
}

#[test]
fn a_lost_answer_neither_loses_nor_doubles() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    let request = chief.replica.request(&chief.store, Millis(NOON), 0).unwrap();
    server.sync(DeviceId([1; 16]), &request);
    let answer = chief.turn(&mut server);
    assert!(matches!(answer.verdicts[0].verdict, Verdict::Duplicate(_)));
    assert_eq!(chief.replica.unsent(), 0);
    assert_eq!(chief.replica.state(), &server.studio.state);
}

#[test]
fn two_phones_that_change_one_field_show_both_values() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    chief.write(DocKind::Roster, 11, &[("type", "person"), ("name", "王丽")]).unwrap();
    chief.sync(&mut server);
    backbone.sync(&mut server);
    chief.write(DocKind::Roster, 11, &[("school", "石佛小学")]).unwrap();
    backbone.write(DocKind::Roster, 11, &[("school", "白庙小学")]).unwrap();
    chief.sync(&mut server);
    backbone.sync(&mut server);
    chief.sync(&mut server);
    let (record, _) = chief.replica.state().record(RecordId([11; 16])).unwrap();
    assert_eq!(record.fields["school"].len(), 2);
    assert_eq!(record.version(), None);
    chief.write(DocKind::Roster, 11, &[("school", "石佛小学")]).unwrap();
    chief.sync(&mut server);
    backbone.sync(&mut server);
    assert_eq!(chief.replica.state(), backbone.replica.state());
    assert!(backbone.replica.state().record(RecordId([11; 16])).unwrap().0.version().is_some());
}

#[test]
fn a_field_that_changed_unseen_is_not_overwritten() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    let edit = Edit {
        kind: DocKind::Journal,
        record: RecordId([11; 16]),
        fields: vec![FieldEdit { key: "topic".into(), seen: None, value: Some("另一个".into()) }],
    };
    let fault = chief.replica.record(&mut chief.store, &[edit], Millis(NOON), None).unwrap_err();
    assert!(matches!(fault, RecordFault::Differs(d) if d.len() == 1));
    assert_eq!(chief.topic(11).as_deref(), Some("课堂提问的有效性"));
}

#[test]
fn a_backbone_teacher_cannot_write_the_charter_and_the_phone_says_so_after_the_refusal() {
    let mut server = Server::found();
    let mut backbone = server.enrol(2, Role::Backbone);
    backbone.write(DocKind::Charter, 11, &[("type", "profile"), ("name", "我的工作室")]).unwrap();
    let answer = backbone.turn(&mut server);
    assert_eq!(answer.verdicts[0].verdict, Verdict::Refused(Refusal::Role));
    assert_eq!(backbone.replica.asides().len(), 1);
    assert!(backbone.replica.state().record(RecordId([11; 16])).is_none());
    assert_eq!(backbone.replica.unsent(), 0);
}

#[test]
fn work_that_arrives_after_its_author_left_is_held_and_let_in_unchanged() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    backbone.write(DocKind::Journal, 22, &[("place", "石佛小学")]).unwrap();
    server.decide(What::End(End { grant: backbone.grant }));
    let answer = backbone.turn(&mut server);
    assert!(answer.verdicts.iter().all(|j| matches!(j.verdict, Verdict::Held(_))));
    assert_eq!(backbone.topic(22).as_deref(), Some("课堂提问的有效性"), "never out of its author's sight");
    server.admit_all();
    chief.sync(&mut server);
    assert_eq!(chief.topic(22).as_deref(), Some("课堂提问的有效性"));
    assert_eq!(server.studio.held().count(), 0);
    backbone.sync(&mut server);
    assert!(backbone.replica.outgoing().is_empty());
}

#[test]
fn held_work_that_is_let_in_too_late_is_set_aside_on_both_sides_and_lost_on_neither() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    backbone.write(DocKind::Roster, 22, &[("type", "person"), ("name", "王丽")]).unwrap();
    server.decide(What::End(End { grant: backbone.grant }));
    backbone.sync(&mut server);
    chief.write(DocKind::Roster, 22, &[("type", "person"), ("name", "李强")]).unwrap();
    chief.sync(&mut server);
    server.admit_all();
    assert_eq!((server.studio.held().count(), server.studio.set_aside().count()), (0, 1));
    backbone.sync(&mut server);
    assert_eq!((backbone.replica.outgoing().len(), backbone.replica.asides().len()), (0, 1));
    assert_eq!(server.studio.set_aside().count(), 1, "its phone may be wiped tomorrow");
}

#[test]
fn a_server_set_back_gets_everything_again_in_the_old_order() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    chief.sync(&mut server);
    backbone.sync(&mut server);
    let backup = server.log.clone();
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    backbone.sync(&mut server);
    let mut late = server.enrol(3, Role::Backbone);
    late.write(DocKind::Journal, 33, ACTIVITY).unwrap();
    late.sync(&mut server);
    server.decide(What::End(End { grant: backbone.grant }));
    chief.sync(&mut server);
    let before = server.studio.state.clone();

    server.log = backup;
    server.studio = ServerStudio::load(server.log.load(STUDIO).unwrap().unwrap()).unwrap();
    let spare = Spare { log: LogId([88; 16]), decision: DecisionId([88; 16]) };
    let head = server.studio.head();
    let rows = server.studio.restore(&server.log, spare, Millis(NOON), &server.secret).unwrap();
    server.log.append(STUDIO, head, &rows).unwrap();
    chief.write(DocKind::Journal, 12, ACTIVITY).unwrap();

    late.replica.note_unknown(&mut late.store).unwrap();
    for phone in [&mut late, &mut backbone, &mut chief] {
        phone.sync(&mut server);
    }
    late.sync(&mut server);
    assert_eq!(server.studio.state.docs.len(), before.docs.len());
    for (doc, state) in &before.docs {
        let now = &server.studio.state.docs[doc];
        assert!(state.records().all(|r| now.record(r.id).is_some()), "a record is gone");
    }
    assert!(server.studio.state.record(RecordId([12; 16])).is_some());
    assert_eq!(server.studio.state.members.role_of(PersonId([2; 16])), None, "the leaver is still gone");
    assert_eq!(server.studio.state.members.role_of(PersonId([3; 16])), Some(Role::Backbone));
    chief.sync(&mut server);
    assert_eq!(chief.replica.state().docs, server.studio.state.docs);
    assert_eq!(late.replica.state().docs, server.studio.state.docs);
    assert_eq!(chief.replica.unsent() + late.replica.unsent(), 0);
}

#[test]
fn a_phone_whose_disk_was_damaged_gets_everything_back_from_the_server() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    chief.sync(&mut server);
    let identity = chief.replica.identity().clone();
    chief.store = MemoryStore::default();
    chief.replica = Replica::begin_again(&mut chief.store, identity, [7; 8]).unwrap();
    chief.sync(&mut server);
    assert_eq!(chief.replica.state(), &server.studio.state);
    chief.write(DocKind::Journal, 11, &[("place", "石佛小学")]).unwrap();
    chief.sync(&mut server);
    assert!(!chief.replica.bookmark().cloned, "its old work is no clone's");
}

#[test]
fn a_member_who_comes_back_sees_again_what_was_forgotten() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    chief.sync(&mut server);
    backbone.sync(&mut server);
    server.decide(What::End(End { grant: backbone.grant }));
    backbone.sync(&mut server);
    assert_eq!(backbone.topic(11), None);
    chief.write(DocKind::Journal, 12, ACTIVITY).unwrap();
    chief.sync(&mut server);
    backbone.sync(&mut server);
    assert_eq!(backbone.topic(12), None);
    server.decide(What::Grant(Grant { person: PersonId([2; 16]), role: Role::Backbone }));
    backbone.sync(&mut server);
    assert_eq!(backbone.topic(11).as_deref(), Some("课堂提问的有效性"));
    assert_eq!(backbone.topic(12).as_deref(), Some("课堂提问的有效性"));
    assert_eq!(backbone.replica.state().docs, chief.replica.state().docs);
}

#[test]
fn a_record_of_a_colleague_cannot_be_born_again_in_another_journal() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    chief.sync(&mut server);
    backbone.write(DocKind::Journal, 11, &[("type", "activity"), ("topic", "冒名的活动")]).unwrap();
    let answer = backbone.turn(&mut server);
    assert_eq!(answer.verdicts[0].verdict, Verdict::Refused(Refusal::SecondBirth));
    chief.sync(&mut server);
    assert_eq!(chief.topic(11).as_deref(), Some("课堂提问的有效性"));
}

#[test]
fn a_clock_that_is_years_off_loses_no_record() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    let year = 366 * 86_400_000;
    for (record, years) in [(11, -30), (12, -3), (13, 3), (14, 30)] {
        chief.write_at(NOON + years * year, record);
    }
    chief.sync(&mut server);
    assert_eq!(chief.replica.asides(), []);
    assert_eq!(chief.replica.unsent(), 0);
    assert_eq!(server.studio.state.records().count(), 4);
}

#[test]
fn a_device_sends_two_thousand_changes_a_day_and_the_next_one_waits() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    for n in 0..=DEVICE_DAY_CHANGES_MAX {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&n.to_be_bytes());
        let field = FieldEdit { key: "type".into(), seen: None, value: Some("activity".into()) };
        let edit = Edit { kind: DocKind::Journal, record: RecordId(id), fields: vec![field] };
        chief.replica.record(&mut chief.store, &[edit], Millis(NOON), None).unwrap();
    }
    chief.sync(&mut server);
    assert_eq!(chief.replica.unsent(), 1, "not refused: it waits");
    assert_eq!(chief.replica.asides(), []);
    server.now += 86_400_000;
    chief.sync(&mut server);
    assert_eq!(chief.replica.unsent(), 0);
}

#[test]
fn a_request_holds_256_envelopes_and_no_more() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    let mut request = chief.replica.request(&chief.store, Millis(NOON), 0).unwrap();
    request.envelopes = vec![request.envelopes[0].clone(); ENVELOPES_MAX];
    assert_eq!(server.sync(DeviceId([1; 16]), &request).verdicts.len(), ENVELOPES_MAX);
    request.envelopes.push(request.envelopes[0].clone());
    let spare = Spare { log: LogId([1; 16]), decision: DecisionId([1; 16]) };
    let turn = Turn { device: DeviceId([1; 16]), now: Millis(NOON), secret: &server.secret, spare };
    let fault = server.studio.sync(&server.log, &request, &turn).unwrap_err();
    assert_eq!(fault, TurnFault::Bad("envelopes"));
}

#[test]
fn a_cursor_that_a_hostile_phone_made_up_stops_nobody() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    let mut request = chief.replica.request(&chief.store, Millis(NOON), 0).unwrap();
    let gaps = vec![(0_u64, 5_u64), (5, 1), (1_000_000, u64::MAX)];
    request.cursor = minicbor::to_vec((None::<LogId>, u64::MAX, gaps)).unwrap();
    let answer = server.sync(DeviceId([1; 16]), &request);
    assert!(!answer.more);
}

#[test]
fn a_change_refused_in_the_middle_of_forty_is_set_aside_and_the_others_arrive() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    chief.write(DocKind::Journal, 105, ACTIVITY).unwrap();
    chief.sync(&mut server);
    for record in 100..140 {
        let topic = format!("第 {record} 次");
        backbone.write(DocKind::Journal, record, &[("type", "activity"), ("topic", topic.as_str())]).unwrap();
    }
    backbone.sync(&mut server);
    assert_eq!((backbone.replica.unsent(), backbone.replica.asides().len()), (0, 1));
    let aside = &backbone.replica.asides()[0];
    assert_eq!((aside.refusal, aside.edits.len()), (Some(Refusal::SecondBirth), 1));
    assert_eq!(
        aside.edits[0].fields[1].value,
        Some("第 105 次".into()),
        "the words are kept, to be shown and exported"
    );
    chief.sync(&mut server);
    for phone in [&chief, &backbone] {
        let arrived = (100..140).filter(|n| phone.topic(*n) == Some(format!("第 {n} 次"))).count();
        assert_eq!((arrived, phone.topic(105).as_deref()), (39, Some("课堂提问的有效性")));
    }
}
