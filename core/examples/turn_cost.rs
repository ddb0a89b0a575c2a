//! What core's own work costs for 1,000 records: made on a phone, judged on a server, pulled by a
//! second phone; over memory stores, so that only thinking is measured. In the same run a peer:
//! the same records through `automerge::sync`, which checks nothing and reports nothing.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "it measures time: it is no part of core")]

use std::time::Instant;

use automerge::sync::{State, SyncDoc};
use automerge::transaction::Transactable;
use automerge::{AutoCommit, ObjType, ROOT};
use studio_core::access::{DocKind, Role};
use studio_core::changelog::{ChangeLog, MemoryLog};
use studio_core::decision::{By, Device, Founded, Grant, What};
use studio_core::edit::{Edit, FieldEdit};
use studio_core::id::{DecisionId, DeviceId, LogId, PersonId, ProjectId, RecordId, StudioId};
use studio_core::record::Scalar;
use studio_core::replica::{NewDevice, Replica};
use studio_core::sign::Secret;
use studio_core::store::MemoryStore;
use studio_core::time::Millis;
use studio_core::turn::{Decided, ServerStudio, Spare, Turn};
use studio_core::wire::EnrolAnswer;

const STUDIO: StudioId = StudioId([1; 16]);
const NOW: Millis = Millis(1_795_492_800_000);
const RECORDS: u16 = 1_000;

struct Server {
    log: MemoryLog,
    studio: ServerStudio,
    secret: Secret,
}

impl Server {
    fn decide(&mut self, n: u8, what: What) {
        let decided = Decided { id: DecisionId([n; 16]), by: &By::Server, now: NOW, secret: &self.secret };
        let head = self.studio.head();
        let rows = self.studio.decide(&self.log, what, &decided).expect("decides");
        self.log.append(STUDIO, head, &rows).expect("appends");
    }

    fn enrol(&mut self, n: u8) -> (MemoryStore, Replica) {
        let new = NewDevice { device: DeviceId([n; 16]), seed: [n; 32], nonce: [n; 8] };
        let person = PersonId([n; 16]);
        self.decide(n * 2, What::Grant(Grant { person, role: Role::Chief }));
        let key = Secret::from_seed(new.seed).public();
        let name = "手机".to_owned();
        self.decide(n * 2 + 1, What::Device(Device { device: new.device, person, key, name }));
        let decisions = self.log.load(STUDIO).expect("loads").expect("is there").decisions;
        let answer = EnrolAnswer {
            studio: STUDIO,
            person,
            server_key: self.secret.public(),
            decisions: decisions.into_iter().map(|(_, d)| d).collect(),
            founded_at: NOW,
            school: String::new(),
            person_name: String::new(),
        };
        let mut store = MemoryStore::default();
        let replica = Replica::enrol(&mut store, &answer, new, NOW).expect("enrols");
        (store, replica)
    }

    /// Turns until nothing is left; (turns, milliseconds on the server, on the phone, bytes up, down).
    fn exchange(&mut self, store: &mut MemoryStore, replica: &mut Replica) -> (u32, f64, f64, usize, usize) {
        let (mut turns, mut server_ms, mut phone_ms, mut up, mut down) = (0, 0.0, 0.0, 0, 0);
        loop {
            let began = Instant::now();
            let request = replica.request(store, NOW, 1 << 20).expect("asks");
            phone_ms += began.elapsed().as_secs_f64() * 1e3;
            up += studio_core::cbor::to_vec(&request).len();
            let spare = Spare { log: LogId([9; 16]), decision: DecisionId([9; 16]) };
            let device = replica.identity().device;
            let turn = Turn { device, now: NOW, secret: &self.secret, spare };
            let head = self.studio.head();
            let began = Instant::now();
            let (answer, rows) = self.studio.sync(&self.log, &request, &turn).expect("turns");
            server_ms += began.elapsed().as_secs_f64() * 1e3;
            self.log.append(STUDIO, head, &rows).expect("appends");
            down += studio_core::cbor::to_vec(&answer).len();
            turns += 1;
            let began = Instant::now();
            let more = replica.answer(store, &answer, NOW).expect("takes").more;
            phone_ms += began.elapsed().as_secs_f64() * 1e3;
            if !more {
                return (turns, server_ms, phone_ms, up, down);
            }
        }
    }
}

fn activity(n: u16) -> Edit {
    let mut id = [0; 16];
    id[..2].copy_from_slice(&n.to_be_bytes());
    let mut fields = vec![
        ("type".to_owned(), Scalar::from("activity")),
        ("kind".to_owned(), Scalar::from("joint-lesson-prep")),
        ("topic".to_owned(), Scalar::from(format!("第{n}次集体备课：课堂提问的有效性"))),
        ("start".to_owned(), Scalar::from("2026-11-23T14:30")),
        (
            "minutes".to_owned(),
            Scalar::from("围绕《落花生》一课的提问设计逐段讨论，确定三个核心问题，并约定下周三复查。".repeat(4)),
        ),
    ];
    for who in 0..12_u8 {
        fields.push((format!("attendance/{}", PersonId([who; 16])), Scalar::from("sign")));
    }
    let fields = fields.into_iter().map(|(key, value)| FieldEdit { key, seen: None, value: Some(value) });
    Edit { kind: DocKind::Journal, record: RecordId(id), fields: fields.collect() }
}

/// The same records, one change each, sent with automerge's own sync to an empty document:
/// (messages, milliseconds on the receiving side, bytes).
fn peer() -> (u32, f64, usize) {
    let mut phone = AutoCommit::new();
    let records = phone.put_object(ROOT, "records", ObjType::Map).expect("makes a map");
    phone.commit();
    for n in 0..RECORDS {
        let edit = activity(n);
        let id = edit.record.to_string();
        let record = phone.put_object(&records, id.as_str(), ObjType::Map).expect("makes a map");
        for field in edit.fields {
            let text = field.value.as_ref().and_then(Scalar::as_str).unwrap_or_default().to_owned();
            phone.put(&record, field.key.as_str(), text).expect("puts");
        }
        phone.commit();
    }
    let mut server = AutoCommit::new();
    let (mut of_phone, mut of_server) = (State::new(), State::new());
    let (mut messages, mut server_ms, mut bytes) = (0, 0.0, 0);
    loop {
        let sent = phone.sync().generate_sync_message(&mut of_phone);
        let began = Instant::now();
        if let Some(message) = &sent {
            let encoded = message.clone().encode();
            bytes += encoded.len();
            let read = automerge::sync::Message::decode(&encoded).expect("reads");
            server.sync().receive_sync_message(&mut of_server, read).expect("takes");
        }
        let answer = server.sync().generate_sync_message(&mut of_server);
        server_ms += began.elapsed().as_secs_f64() * 1e3;
        if sent.is_none() && answer.is_none() {
            return (messages, server_ms, bytes);
        }
        messages += 1;
        if let Some(answer) = answer {
            phone.sync().receive_sync_message(&mut of_phone, answer).expect("takes");
        }
    }
}

#[allow(clippy::print_stdout, reason = "an example that prints its measurement")]
fn main() {
    let secret = Secret::from_seed([9; 32]);
    let mut log = MemoryLog::default();
    let founded = Founded {
        project: ProjectId([2; 16]),
        name: "赵桥乡语文首席教师工作室".into(),
        server_key: secret.public(),
        log: LogId([3; 16]),
    };
    let decided = Decided { id: DecisionId([1; 16]), by: &By::Server, now: NOW, secret: &secret };
    let (studio, head, rows) =
        ServerStudio::found(STUDIO, LogId([3; 16]), &log, What::Founded(founded), &decided).expect("founds");
    log.append(STUDIO, head, &rows).expect("appends");
    let mut server = Server { log, studio, secret };
    let (mut store, mut replica) = server.enrol(10);
    let began = Instant::now();
    for n in 0..RECORDS {
        replica.record(&mut store, &[activity(n)], NOW, None).expect("records");
    }
    let each = began.elapsed().as_secs_f64() * 1e6 / f64::from(RECORDS);
    println!("record on the phone: {each:.0} µs each");
    let (turns, server_ms, phone_ms, up, _) = server.exchange(&mut store, &mut replica);
    println!("push: {turns} turns, server {server_ms:.0} ms, phone {phone_ms:.0} ms, {up} bytes up");
    let (messages, peer_ms, peer_bytes) = peer();
    let ratio = server_ms / peer_ms;
    println!(
        "peer: {messages} messages, server {peer_ms:.0} ms, {peer_bytes} bytes up; ours takes {ratio:.1} times that"
    );
    let (mut store, mut replica) = server.enrol(20);
    let (turns, server_ms, phone_ms, _, down) = server.exchange(&mut store, &mut replica);
    println!("pull: {turns} turns, server {server_ms:.0} ms, phone {phone_ms:.0} ms, {down} bytes down");
    let began = Instant::now();
    let opened = Replica::open(&store, STUDIO, [1; 8]).expect("opens").is_some();
    println!("open: {:.0} ms ({opened})", began.elapsed().as_secs_f64() * 1e3);
}
