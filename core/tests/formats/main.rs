//! Golden bytes of what travels and is kept (PROTOCOL.md). A change here breaks phones that are out
//! there: formats only grow. `GOLDEN=write cargo test -p studio-core --test formats` writes the file
//! anew.

#![allow(clippy::disallowed_methods, reason = "a test that reads and writes its golden file")]

use std::fmt::Write as _;

use studio_core::access::{DocKind, Role};
use studio_core::cbor::to_vec;
use studio_core::change::{Body, Obj, Op, Write};
use studio_core::decision::{
    Admit, By, Decision, Device, End, Erased, Extension, Founded, Grant, Notice, Restored, Revoke, Terms, What,
};
use studio_core::doc::{Descriptor, genesis, records_op};
use studio_core::envelope::{Envelope, Signer};
use studio_core::id::{
    Actor, ChainHash, ChangeHash, DecisionId, DeviceId, LogId, PersonId, PieceHash, ProjectId, RecordId, StudioId,
};
use studio_core::log::{Entry, EntryBody, Head, chain_next, chain_start};
use studio_core::record::{OpId, Scalar, version_of};
use studio_core::refusal::{Holding, Refusal};
use studio_core::replica::{EXPORT_FORMAT, Export};
use studio_core::sign::{Secret, sign_request};
use studio_core::time::{HalfYear, Millis};
use studio_core::wire::{
    EnrolAnswer, EnrolRequest, Fresh, GuideAnswer, GuideRequest, HeldAnswer, HeldRequest, HeldWork, InviteAnswer,
    InviteRequest, Judged, LookAnswer, LookRequest, Point, RenewRequest, Run, RunBody, RunHeader, SetBack, SyncAnswer,
    SyncRequest, Verdict,
};

mod short;
mod whole;

const STUDIO: StudioId = StudioId([1; 16]);
const PERSON: PersonId = PersonId([2; 16]);
const DEVICE: DeviceId = DeviceId([3; 16]);
const LOG: LogId = LogId([4; 16]);
const AT: Millis = Millis(1_795_492_800_000);

struct Golden(String);

impl Golden {
    fn add(&mut self, name: &str, bytes: &[u8]) {
        let hex: String = bytes.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        let _ = writeln!(self.0, "{name}: {hex}");
    }
}

fn secret() -> Secret {
    Secret::from_seed([9; 32])
}

fn journal() -> Descriptor {
    Descriptor::journal(PERSON, HalfYear { year: 2026, half: 2 })
}

fn change() -> Body {
    let doc = journal().id(STUDIO);
    let actor = Actor::new(DEVICE, [5; 8]);
    let birth = OpId { counter: 3, actor };
    let put = |key: &str, value: Scalar| Op {
        obj: Obj::Map(birth),
        key: key.to_owned(),
        write: Write::Put(value),
        pred: Vec::new(),
    };
    Body {
        actor,
        seq: 1,
        start_op: 3,
        deps: vec![genesis(doc).hash],
        ops: vec![
            Op {
                obj: Obj::Map(records_op(doc)),
                key: RecordId([6; 16]).to_string(),
                write: Write::MakeMap,
                pred: Vec::new(),
            },
            put("type", "activity".into()),
            put("topic", "课堂提问的有效性".into()),
            put("hours", Scalar::Int(90)),
            put("online", Scalar::Bool(false)),
            put("proof", Scalar::Bytes(vec![1, 2, 3])),
        ],
    }
}

fn envelope() -> Envelope {
    let secret = Secret::from_seed([8; 32]);
    let signer = Signer { studio: STUDIO, device: DEVICE, secret: &secret, made_at: AT };
    Envelope::seal(signer, journal().id(STUDIO), change().encode().bytes)
}

fn decisions() -> Vec<(&'static str, What)> {
    let project = ProjectId([7; 16]);
    let server_key = secret().public();
    let hash = change().encode().hash;
    let terms = Terms {
        number: 2,
        project,
        name: "乡村首席教师工作室建设模式创新".into(),
        direction: 4,
        batch: 3,
        guide: "henan-2024-batch-3".into(),
        deadline: "2025-12-31".into(),
        extension: Some(Extension { until: "2026-12-31".into(), reason: "省厅同意延期".into() }),
        grant_fen: 10_000_000,
    };
    let device = Device { device: DEVICE, person: PERSON, key: server_key, name: "手机".into() };
    let admit = Admit { doc: journal().id(STUDIO), hashes: vec![hash] };
    vec![
        ("founded", What::Founded(Founded { project, name: "工作室".into(), server_key, log: LOG })),
        ("grant", What::Grant(Grant { person: PERSON, role: Role::Backbone })),
        ("end", What::End(End { grant: DecisionId([10; 16]) })),
        ("device", What::Device(device)),
        ("revoke", What::Revoke(Revoke { device: DEVICE })),
        ("terms", What::Terms(terms)),
        ("notice", What::Notice(Notice { text: "请按时结项".into() })),
        ("admit", What::Admit(admit)),
        ("restored", What::Restored(Restored { old_log: LOG, seq: 7, chain: ChainHash([11; 32]) })),
        ("erased", What::Erased(Erased { hash: PieceHash([12; 32]) })),
    ]
}

fn add_documents(golden: &mut Golden) {
    for (name, descriptor) in [
        ("charter", Descriptor::shared(DocKind::Charter)),
        ("roster", Descriptor::shared(DocKind::Roster)),
        ("journal", journal()),
    ] {
        let id = descriptor.id(STUDIO);
        golden.add(&format!("descriptor {name}"), &to_vec(&descriptor));
        golden.add(&format!("document id {name}"), &id.0);
        golden.add(&format!("genesis {name}"), &genesis(id).bytes);
        golden.add(&format!("genesis hash {name}"), &genesis(id).hash.0);
    }
    let scalars = [Scalar::Int(-90), "课堂".into(), Scalar::Bool(true), Scalar::Bytes(vec![255])];
    let fields = ["hours", "topic", "yes", "z"].into_iter().zip(&scalars).collect::<Vec<_>>();
    golden.add("record version", &version_of(RecordId([6; 16]), fields.into_iter()).0);
}

/// Every word that a server may say of a change, each in an answer of its own form.
fn add_verdicts(golden: &mut Golden) {
    let (doc, hash) = (journal().id(STUDIO), ChangeHash([12; 32]));
    let mut verdicts = vec![
        ("accepted".to_owned(), Verdict::Accepted(1)),
        ("duplicate".to_owned(), Verdict::Duplicate(2)),
        ("later".to_owned(), Verdict::Later),
        ("missing".to_owned(), Verdict::Missing(vec![hash])),
    ];
    let known = |code: &u16| !matches!(Holding::from_code(*code), Holding::Other(_));
    let holdings = (1..).take_while(known).map(Holding::from_code);
    verdicts.extend(holdings.map(|why| (format!("held {why:?}"), Verdict::Held(why))));
    let known = |code: &u16| !matches!(Refusal::from_code(*code), Refusal::Other(_));
    let refusals = (1..).take_while(known).map(Refusal::from_code);
    verdicts.extend(refusals.map(|why| (format!("refused {why:?}"), Verdict::Refused(why))));
    verdicts.push(("refused for a newer reason".to_owned(), Verdict::Refused(Refusal::Other(999))));
    for (name, verdict) in verdicts {
        let judged = Judged { doc, hash, verdict };
        let bytes = to_vec(&judged);
        assert_eq!(studio_core::wire::read::<Judged>(&bytes).unwrap(), judged);
        golden.add(&format!("verdict {name}"), &bytes);
    }
}

fn add_signed(golden: &mut Golden) {
    golden.add("change", &change().encode().bytes);
    golden.add("envelope", &to_vec(&envelope()));
    for (name, what) in decisions() {
        let by = if name == "end" { By::Officer("linxi".into()) } else { By::Member(PERSON) };
        let decision = Decision { id: DecisionId([10; 16]), by, at: AT, what };
        let signed = decision.sign(STUDIO, &secret());
        assert_eq!(signed.read().unwrap(), decision);
        golden.add(&format!("decision {name}"), &to_vec(&signed));
    }
    let start = chain_start(STUDIO, LOG);
    let header = EntryBody::Change(envelope()).header_hash();
    let chain = chain_next(start, 1, AT, header);
    golden.add("chain start", &start.0);
    golden.add("header hash", &header.0);
    golden.add("chain 1", &chain.0);
    golden.add("head", &to_vec(&Head::sign(STUDIO, LOG, 1, chain, &secret())));
    golden.add("request signature", &sign_request(&secret(), "POST", "/v1/studios/x/sync", b"body").0);
}

fn add_sync(golden: &mut Golden) {
    let head = Head::sign(STUDIO, LOG, 1, ChainHash([11; 32]), &secret());
    let header = EntryBody::Change(envelope()).header_hash();
    let run = Run {
        after: 0,
        head: head.clone(),
        headers: vec![RunHeader { first_seen: AT, header }],
        bodies: vec![RunBody { seq: 1, body: EntryBody::Stub(header) }],
    };
    let request = SyncRequest {
        protocol: 1,
        capabilities: 0,
        seen: Some(head.clone()),
        cursor: vec![1, 2],
        device_time: AT,
        answer_bytes_max: 65_536,
        descriptors: vec![journal()],
        envelopes: vec![envelope()],
        run: Some(run),
        credentials: Vec::new(),
        again_from: None,
        sheaf: None,
    };
    golden.add("sync request", &to_vec(&request));
    let (doc, hash) = (journal().id(STUDIO), ChangeHash([12; 32]));
    let verdicts = [
        Verdict::Accepted(1),
        Verdict::Duplicate(2),
        Verdict::Later,
        Verdict::Missing(vec![hash]),
        Verdict::Held(Holding::Ended),
        Verdict::Refused(Refusal::Role),
    ];
    let answer = SyncAnswer {
        protocol: 1,
        verdicts: verdicts.into_iter().map(|verdict| Judged { doc, hash, verdict }).collect(),
        entries: vec![Entry { seq: 1, first_seen: AT, body: EntryBody::Change(envelope()) }],
        descriptors: vec![journal()],
        cursor: vec![3],
        more: true,
        head,
        freshness: vec![Fresh { person: PERSON, at: AT, whole: None, silent: None, held: None }],
        server_time: AT,
        set_back: Some(SetBack::new(LOG, 5, Some(6))),
        wait_s: None,
        takes: None,
        told: None,
        brought: None,
        changes: None,
    };
    golden.add("sync answer", &to_vec(&answer));
    assert_eq!(studio_core::wire::read::<SyncAnswer>(&to_vec(&answer)).unwrap(), answer);
    assert_eq!(studio_core::wire::read::<SyncRequest>(&to_vec(&request)).unwrap(), request);
}

/// A log entry of each sort; the emptiest request and answer.
fn add_entries(golden: &mut Golden) {
    let what = What::Notice(Notice { text: "请按时结项".into() });
    let notice = Decision { id: DecisionId([10; 16]), by: By::Server, at: AT, what };
    let bodies = [
        ("change", EntryBody::Change(envelope())),
        ("decision", EntryBody::Decision(notice.sign(STUDIO, &secret()))),
        ("stub", EntryBody::Stub(ChainHash([13; 32]))),
    ];
    for (name, body) in bodies {
        let entry = Entry { seq: 1, first_seen: AT, body };
        assert_eq!(studio_core::wire::read::<Entry>(&to_vec(&entry)).unwrap(), entry);
        golden.add(&format!("entry {name}"), &to_vec(&entry));
    }
    let request = SyncRequest {
        protocol: 1,
        capabilities: 0,
        seen: None,
        cursor: Vec::new(),
        device_time: AT,
        answer_bytes_max: 0,
        descriptors: Vec::new(),
        envelopes: Vec::new(),
        run: None,
        credentials: vec![notice.sign(STUDIO, &secret())],
        again_from: None,
        sheaf: None,
    };
    assert_eq!(studio_core::wire::read::<SyncRequest>(&to_vec(&request)).unwrap(), request);
    golden.add("sync request, empty but for a credential", &to_vec(&request));
    let answer = SyncAnswer {
        protocol: 1,
        verdicts: Vec::new(),
        entries: Vec::new(),
        descriptors: Vec::new(),
        cursor: Vec::new(),
        more: false,
        head: Head::sign(STUDIO, LOG, 1, ChainHash([11; 32]), &secret()),
        freshness: Vec::new(),
        server_time: AT,
        set_back: None,
        wait_s: None,
        takes: None,
        told: None,
        brought: None,
        changes: None,
    };
    assert_eq!(studio_core::wire::read::<SyncAnswer>(&to_vec(&answer)).unwrap(), answer);
    golden.add("sync answer, empty", &to_vec(&answer));
    let set_back = SetBack { unproven: Some(vec![DEVICE]), ..SetBack::new(LOG, 5, Some(6)) };
    let answer = SyncAnswer { set_back: Some(set_back), wait_s: Some(3_600), ..answer };
    assert_eq!(studio_core::wire::read::<SyncAnswer>(&to_vec(&answer)).unwrap(), answer);
    golden.add("sync answer that asks to wait and for a certificate", &to_vec(&answer));
    let points = vec![Point { seq: 4, chain: ChainHash([14; 32]) }, Point { seq: 2, chain: ChainHash([15; 32]) }];
    let set_back = SetBack { points: Some(points), ..SetBack::new(LOG, 0, Some(1)) };
    let answer = SyncAnswer { set_back: Some(set_back), wait_s: None, ..answer };
    assert_eq!(studio_core::wire::read::<SyncAnswer>(&to_vec(&answer)).unwrap(), answer);
    golden.add("sync answer with places of the server's log", &to_vec(&answer));
    fresh_members(golden, answer);
    let request = SyncRequest { again_from: Some(7), ..request };
    assert_eq!(studio_core::wire::read::<SyncRequest>(&to_vec(&request)).unwrap(), request);
    golden.add("sync request that wants entries once more", &to_vec(&request));
}

/// What an answer says of a member beside the time of their last sync.
fn fresh_members(golden: &mut Golden, answer: SyncAnswer) {
    let silent =
        Fresh { person: PERSON, at: AT, whole: Some(Millis(AT.0 - 2)), silent: Some(Millis(AT.0 - 1)), held: None };
    let waits = Fresh { person: PERSON, at: AT, whole: None, silent: None, held: Some(2) };
    let answer = SyncAnswer { freshness: vec![silent, waits], set_back: None, ..answer };
    assert_eq!(studio_core::wire::read::<SyncAnswer>(&to_vec(&answer)).unwrap(), answer);
    golden.add("sync answer with a silent phone and with work that waits", &to_vec(&answer));
}

fn add_enrolment(golden: &mut Golden) {
    let key = secret().public();
    let (code, name, school) = ("K7M2-9XQD".to_owned(), "周慧敏".to_owned(), "赵桥小学".to_owned());
    golden.add("look", &to_vec(&LookRequest { code: code.clone() }));
    golden.add(
        "look answer",
        &to_vec(&LookAnswer {
            studio_name: "工作室".into(),
            bureau_name: "临溪县教育局".into(),
            inviter_name: "郑科长".into(),
            role: Role::Chief,
            person_name: name.clone(),
            school: school.clone(),
            download_bytes: 1_000_000,
            role_title: None,
            studio_word: None,
        }),
    );
    let called = LookAnswer {
        studio_name: "甲班".into(),
        bureau_name: "临溪县教育局".into(),
        inviter_name: "郑科长".into(),
        role: Role::Chief,
        person_name: name.clone(),
        school: school.clone(),
        download_bytes: 1_000_000,
        role_title: Some("班主任".into()),
        studio_word: Some("培训班".into()),
    };
    golden.add("look answer in the words of a direction", &to_vec(&called));
    let enrol =
        EnrolRequest {
            code: code.clone(), device: DEVICE, key, device_name: "手机".into(), person_name: name.clone()
        };
    golden.add("enrol", &to_vec(&enrol));
    let answer = EnrolAnswer {
        studio: STUDIO,
        person: PERSON,
        server_key: key,
        decisions: Vec::new(),
        founded_at: AT,
        school: school.clone(),
        person_name: name.clone(),
    };
    golden.add("enrol answer", &to_vec(&answer));
    let invite = InviteRequest { person: PERSON, role: Role::Backbone, person_name: name, school };
    golden.add("invite", &to_vec(&invite));
    golden.add("invite answer", &to_vec(&InviteAnswer { code, expires_at: AT }));
    let admit = Admit { doc: journal().id(STUDIO), hashes: vec![ChangeHash([9; 32])] };
    golden.add("held", &to_vec(&HeldRequest { let_in: Some(admit.clone()) }));
    let (doc, hashes) = (admit.doc, admit.hashes);
    let held = HeldWork { doc, person: PERSON, why: Holding::Ended, hashes, first_seen: AT, said: None };
    golden.add("held answer", &to_vec(&HeldAnswer { waiting: vec![held.clone()] }));
    let held = HeldWork { said: Some(vec!["教研活动：课堂提问的有效性".into()]), ..held };
    golden.add("held answer in words", &to_vec(&HeldAnswer { waiting: vec![held] }));
    golden.add("guide", &to_vec(&GuideRequest { form: 1, guide: "henan-2024-batch-3".into(), version: 4 }));
    golden.add("guide answer", &to_vec(&GuideAnswer { guide: Some(vec![9; 3]) }));
    let renew = RenewRequest { device: DEVICE, key, device_name: "手机".into() };
    golden.add("renew", &to_vec(&renew));
    let export = Export {
        format: EXPORT_FORMAT.into(),
        studio: STUDIO,
        at: AT,
        descriptors: vec![journal()],
        envelopes: vec![envelope()],
        asides: Vec::new(),
        drafts: Vec::new(),
    };
    golden.add("backup file", &to_vec(&export));
}

#[test]
fn what_travels_and_is_kept_has_the_bytes_it_always_had() {
    let mut golden = Golden(String::new());
    add_documents(&mut golden);
    add_signed(&mut golden);
    add_sync(&mut golden);
    add_enrolment(&mut golden);
    whole::add(&mut golden);
    add_verdicts(&mut golden);
    add_entries(&mut golden);
    whole::add_later(&mut golden);
    whole::add_pictures(&mut golden);
    whole::add_later_keys(&mut golden);
    short::add(&mut golden);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/formats.txt");
    if std::env::var_os("GOLDEN").is_some_and(|word| word == "write") {
        std::fs::write(path, &golden.0).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap();
    for (now, then) in golden.0.lines().zip(kept.lines()) {
        assert_eq!(now, then);
    }
    assert_eq!(golden.0.lines().count(), kept.lines().count());
}

#[test]
fn the_change_that_is_golden_is_read_back_whole() {
    let (body, hash) = Body::decode(&envelope().body).unwrap();
    assert_eq!((body, hash), (change(), change().encode().hash));
}
