//! The limits of a request and of a device's day, at their numbers and one above.

use studio_core::access::{DocKind, Role};
use studio_core::change::{Body, Obj, Op, Write};
use studio_core::changelog::{Appended, ChangeLog, MemoryLog};
use studio_core::decision::{By, Decision, Device, End, Founded, Grant, Notice, SignedDecision, What};
use studio_core::doc::{Descriptor, genesis, records_op};
use studio_core::envelope::{Envelope, Signer};
use studio_core::id::{
    Actor, ChainHash, ChangeHash, DecisionId, DeviceId, LogId, PersonId, ProjectId, RecordId, StudioId,
};
use studio_core::limits::{
    ANSWER_BYTES_DEFAULT, ANSWER_BYTES_MAX, BODY_BYTES_MAX, CHANGE_BYTES_MAX, CREDENTIALS_MAX, CURSOR_GAPS_MAX,
    DECISION_BYTES_MAX, DEPS_MAX, DESCRIPTORS_MAX, DEVICE_DAY_BYTES_MAX, DEVICE_DAY_CHANGES_MAX, HALF_YEARS_AHEAD,
    HALF_YEARS_BACK, MISSING_MAX, OPS_MAX, PROTOCOL, REQUEST_STEPS_MAX, RESTORE_DAYS, RUN_HEADERS_MAX, STEPS_A_LOOK,
    STEPS_AN_ENVELOPE, STEPS_AN_OP, bytes_in_steps,
};
use studio_core::log::{EntryBody, Head};
use studio_core::record::{OpId, Scalar};
use studio_core::sign::Secret;
use studio_core::time::{DAY_MS, HalfYear, Millis};
use studio_core::turn::{Decided, ServerStudio, Spare, Turn, TurnFault};
use studio_core::wire::{Run, RunHeader, SyncAnswer, SyncRequest, Verdict};

const STUDIO: StudioId = StudioId([1; 16]);
const LOG: LogId = LogId([3; 16]);
const DEVICE: DeviceId = DeviceId([4; 16]);
const PERSON: PersonId = PersonId([5; 16]);
/// 2026-11-24 12:00 in Henan.
const NOON: Millis = Millis(1_795_492_800_000);
/// Half a change's greatest size: more would be over the limit on its texts and bytes.
const LARGE: usize = CHANGE_BYTES_MAX / 2;

fn secret() -> Secret {
    Secret::from_seed([9; 32])
}

/// A studio with a chief and one device.
struct Server {
    log: MemoryLog,
    studio: ServerStudio,
}

impl Server {
    fn found() -> Self {
        let (mut log, key) = (MemoryLog::default(), secret());
        let decided = |n: u8| Decided { id: DecisionId([n; 16]), by: &By::Server, now: NOON, secret: &key };
        let founded =
            Founded { project: ProjectId([2; 16]), name: "工作室".into(), server_key: key.public(), log: LOG };
        let (mut studio, head, rows) =
            ServerStudio::found(STUDIO, LOG, &log, What::Founded(founded), &decided(1)).unwrap();
        assert_eq!(log.append(STUDIO, head, &rows), Ok(Appended::Appended));
        let device = Device { device: DEVICE, person: PERSON, key: device_secret().public(), name: "手机".into() };
        let grant = What::Grant(Grant { person: PERSON, role: Role::Chief });
        for (n, what) in [(2, grant), (3, What::Device(device))] {
            let head = studio.head();
            let rows = studio.decide(&log, what, &decided(n)).unwrap();
            assert_eq!(log.append(STUDIO, head, &rows), Ok(Appended::Appended));
        }
        Self { log, studio }
    }

    fn sync(&mut self, request: &SyncRequest, now: Millis) -> Result<SyncAnswer, TurnFault> {
        self.sync_as(DEVICE, request, now)
    }

    fn sync_as(&mut self, device: DeviceId, request: &SyncRequest, now: Millis) -> Result<SyncAnswer, TurnFault> {
        let spare = Spare { log: LogId([7; 16]), decision: DecisionId([7; 16]) };
        let turn = Turn { device, now, secret: &secret(), spare };
        let (head, mut studio) = (self.studio.head(), self.studio.clone());
        let (answer, rows) = studio.sync(&self.log, request, &turn)?;
        assert_eq!(self.log.append(STUDIO, head, &rows), Ok(Appended::Appended));
        self.studio = studio;
        Ok(answer)
    }
}

fn device_secret() -> Secret {
    Secret::from_seed([8; 32])
}

fn request() -> SyncRequest {
    SyncRequest {
        protocol: PROTOCOL,
        capabilities: 0,
        seen: None,
        cursor: Vec::new(),
        device_time: NOON,
        answer_bytes_max: 0,
        descriptors: vec![charter()],
        envelopes: Vec::new(),
        run: None,
        credentials: Vec::new(),
        again_from: None,
        sheaf: None,
    }
}

fn charter() -> Descriptor {
    Descriptor::shared(DocKind::Charter)
}

fn sealed(body: &Body) -> Envelope {
    let key = device_secret();
    let signer = Signer { studio: STUDIO, device: DEVICE, secret: &key, made_at: NOON };
    Envelope::seal(signer, charter().id(STUDIO), body.encode().bytes)
}

/// A record with so many bytes in it, on top of these heads.
fn birth(n: u8, start_op: u64, deps: Vec<ChangeHash>, filler: usize) -> Body {
    let doc = charter().id(STUDIO);
    let actor = Actor::new(DEVICE, [6; 8]);
    let put = |key: &str, value: Scalar| Op {
        obj: Obj::Map(OpId { counter: start_op, actor }),
        key: key.into(),
        write: Write::Put(value),
        pred: Vec::new(),
    };
    let records = Obj::Map(records_op(doc));
    let born = Op { obj: records, key: RecordId([n; 16]).to_string(), write: Write::MakeMap, pred: Vec::new() };
    let ops = vec![born, put("type", "profile".into()), put("x", Scalar::Bytes(vec![n; filler]))];
    Body { actor, seq: u64::from(n), start_op, deps, ops }
}

/// Changes of [`LARGE`] bytes, each on top of the one before.
fn large(count: u8) -> Vec<Envelope> {
    let mut deps = vec![genesis(charter().id(STUDIO)).hash];
    let mut all = Vec::new();
    for n in 1..=count {
        let body = |filler| birth(n, u64::from(n) * 3, deps.clone(), filler);
        let about = LARGE - 1_000;
        let filler = about + LARGE - body(about).encode().bytes.len();
        let envelope = sealed(&body(filler));
        assert_eq!(envelope.body.len(), LARGE);
        deps = vec![envelope.hash()];
        all.push(envelope);
    }
    all
}

#[test]
fn descriptors_of_a_request() {
    let half_year = HalfYear { year: 2026, half: 2 };
    let with = |n: usize| SyncRequest { descriptors: vec![Descriptor::journal(PERSON, half_year); n], ..request() };
    assert!(Server::found().sync(&with(DESCRIPTORS_MAX), NOON).is_ok());
    assert_eq!(Server::found().sync(&with(DESCRIPTORS_MAX + 1), NOON), Err(TurnFault::TooMany("descriptors")));
}

/// A notice whose decision has about so many bytes, signed by the server.
fn notice(letters: usize) -> SignedDecision {
    let what = What::Notice(Notice { text: "x".repeat(letters) });
    Decision { id: DecisionId([10; 16]), by: By::Server, at: NOON, what }.sign(STUDIO, &secret())
}

#[test]
fn credentials_of_a_request() {
    let with = |n: usize| SyncRequest { credentials: vec![notice(1); n], ..request() };
    assert!(Server::found().sync(&with(CREDENTIALS_MAX), NOON).is_ok());
    assert_eq!(Server::found().sync(&with(CREDENTIALS_MAX + 1), NOON), Err(TurnFault::TooMany("credentials")));
}

#[test]
fn bytes_of_a_decision_that_a_phone_brings() {
    let letters = DECISION_BYTES_MAX - 100;
    let (at, over) = {
        let room = letters + DECISION_BYTES_MAX - notice(letters).bytes.len();
        (notice(room), notice(room + 1))
    };
    assert_eq!((at.bytes.len(), over.bytes.len()), (DECISION_BYTES_MAX, DECISION_BYTES_MAX + 1));
    let with = |credential| SyncRequest { credentials: vec![credential], ..request() };
    assert!(Server::found().sync(&with(at), NOON).is_ok());
    assert_eq!(Server::found().sync(&with(over), NOON), Err(TurnFault::Bad("credentials")));
}

#[test]
fn headers_of_a_run() {
    let header = RunHeader { first_seen: NOON, header: ChainHash([1; 32]) };
    let with = |n: usize| {
        let head = Head::sign(STUDIO, LOG, n as u64, ChainHash([2; 32]), &secret());
        let run = Run { after: 0, head, headers: vec![header.clone(); n], bodies: Vec::new() };
        SyncRequest { run: Some(run), ..request() }
    };
    assert!(Server::found().sync(&with(RUN_HEADERS_MAX), NOON).is_ok());
    assert_eq!(Server::found().sync(&with(RUN_HEADERS_MAX + 1), NOON), Err(TurnFault::TooMany("run headers")));
}

#[test]
fn missing_dependencies_in_a_verdict() {
    let deps = (0..u8::try_from(DEPS_MAX).unwrap()).map(|n| ChangeHash([n; 32])).collect();
    let envelopes = vec![sealed(&birth(1, 3, deps, 1))];
    let answer = Server::found().sync(&SyncRequest { envelopes, ..request() }, NOON).unwrap();
    match &answer.verdicts[0].verdict {
        Verdict::Missing(named) => assert_eq!(named.len(), MISSING_MAX),
        other => panic!("{other:?}"),
    }
}

#[test]
fn bytes_of_a_device_in_a_day() {
    let whole = u8::try_from(DEVICE_DAY_BYTES_MAX / LARGE as u64).unwrap();
    assert_eq!(u64::from(whole) * LARGE as u64, DEVICE_DAY_BYTES_MAX);
    let mut envelopes = large(whole);
    let last = envelopes[usize::from(whole) - 1].hash();
    envelopes.push(sealed(&birth(whole + 1, u64::from(whole + 1) * 3, vec![last], 1)));
    let mut server = Server::found();
    let (last, within) = envelopes.split_last().unwrap();
    for a_requests_bytes in within.chunks(BODY_BYTES_MAX / LARGE) {
        let answer = push(&mut server, DEVICE, a_requests_bytes.to_vec(), NOON);
        assert!(answer.verdicts.iter().all(|judged| matches!(judged.verdict, Verdict::Accepted(_))));
    }
    let over = push(&mut server, DEVICE, vec![last.clone()], NOON);
    assert_eq!(over.verdicts[0].verdict, Verdict::Later, "not refused: it waits");
    assert_eq!(over.wait_s, Some(12 * 3_600), "it is noon: until midnight in Henan");
    let tomorrow = push(&mut server, DEVICE, vec![last.clone()], Millis(NOON.0 + DAY_MS));
    assert!(matches!(tomorrow.verdicts[0].verdict, Verdict::Accepted(_)));
}

/// A change that is refused for its number among its actor's, with so many operations.
fn refused(n: u32, ops: usize) -> Envelope {
    let doc = charter().id(STUDIO);
    let actor = Actor::new(DEVICE, [6; 8]);
    let put = |i: usize| Op {
        obj: Obj::Map(OpId { counter: 3, actor }),
        key: format!("{n}-{i}"),
        write: Write::Put(Scalar::Bool(true)),
        pred: Vec::new(),
    };
    sealed(&Body { actor, seq: 5, start_op: 3, deps: vec![genesis(doc).hash], ops: (0..ops).map(put).collect() })
}

fn push(server: &mut Server, by: DeviceId, envelopes: Vec<Envelope>, now: Millis) -> SyncAnswer {
    server.sync_as(by, &SyncRequest { envelopes, ..request() }, now).unwrap()
}

fn later(answer: &SyncAnswer) -> usize {
    answer.verdicts.iter().filter(|judged| judged.verdict == Verdict::Later).count()
}

#[test]
fn steps_of_a_request() {
    let all: Vec<Envelope> = (0..100).map(|n| refused(n, OPS_MAX)).collect();
    let steps = |envelope: &Envelope| {
        let ops = STEPS_AN_OP * Body::claimed_ops(&envelope.body);
        // one head, the genesis, is looked at
        STEPS_AN_ENVELOPE + bytes_in_steps(envelope.body.len()) + ops + STEPS_A_LOOK
    };
    let mut spent = 0;
    let begun = all.iter().take_while(|envelope| {
        let begins = spent + 1 < REQUEST_STEPS_MAX;
        spent += steps(envelope);
        begins
    });
    let begun = begun.count();
    assert!((10..99).contains(&begun), "{begun}");
    let mut server = Server::found();
    assert_eq!(later(&push(&mut server, DEVICE, all[..begun].to_vec(), NOON)), 0);
    let mut server = Server::found();
    let over = push(&mut server, DEVICE, all[..=begun].to_vec(), NOON);
    assert_eq!((later(&over), over.wait_s), (1, None), "what was judged stands; the rest may come at once");
    assert_eq!(over.verdicts.last().unwrap().verdict, Verdict::Later);
    let again = push(&mut server, DEVICE, all[..=begun].to_vec(), NOON);
    assert_eq!(later(&again), 0, "what was judged is remembered, and the request gets further");
}

/// Sends as many changes as a device may have judged in so many days' work.
fn use_up(server: &mut Server, by: DeviceId, days: u32, now: Millis) {
    let all: Vec<Envelope> = (0..days * DEVICE_DAY_CHANGES_MAX).map(|n| refused(n, 1)).collect();
    for some in all.chunks(200) {
        assert_eq!(later(&push(server, by, some.to_vec(), now)), 0);
    }
}

#[test]
fn refused_changes_of_a_device_in_a_day() {
    let mut server = Server::found();
    use_up(&mut server, DEVICE, 1, NOON);
    let one_more = vec![refused(1_000_000, 1)];
    let over = push(&mut server, DEVICE, one_more.clone(), NOON);
    assert_eq!((later(&over), over.wait_s), (1, Some(12 * 3_600)), "it is noon: until midnight in Henan");
    let known = push(&mut server, DEVICE, vec![refused(0, 1)], NOON);
    assert_eq!((later(&known), known.wait_s), (0, None), "what is known already costs nothing");
    let tomorrow = push(&mut server, DEVICE, one_more, Millis(NOON.0 + 12 * 3_600_000));
    assert_eq!((later(&tomorrow), tomorrow.wait_s), (0, None));
}

#[test]
fn who_sends_others_changes_pays_for_them() {
    let mut server = Server::found();
    let stranger = DeviceId([44; 16]);
    let key = device_secret().public();
    let person = PersonId([55; 16]);
    server.decide(What::Device(Device { device: stranger, person, key, name: "手机".into() }));
    use_up(&mut server, stranger, 1, NOON);
    let one_more = vec![refused(1_000_000, 1)];
    assert_eq!(later(&push(&mut server, stranger, one_more.clone(), NOON)), 1);
    assert_eq!(later(&push(&mut server, DEVICE, one_more, NOON)), 0, "the author's day is whole");
}

#[test]
fn a_kind_of_body_that_nobody_signed_is_not_held_against_its_author() {
    let mut server = Server::found();
    let good = large(1).remove(0);
    let spoilt = Envelope { body_kind: 1, ..good.clone() };
    let refused = push(&mut server, DEVICE, vec![spoilt], NOON);
    assert!(matches!(refused.verdicts[0].verdict, Verdict::Refused(_)));
    let taken = push(&mut server, DEVICE, vec![good], NOON);
    assert!(matches!(taken.verdicts[0].verdict, Verdict::Accepted(_)), "{:?}", taken.verdicts);
}

#[test]
fn a_day_after_a_restore() {
    let mut server = Server::found();
    let spare = Spare { log: LogId([70; 16]), decision: DecisionId([70; 16]) };
    let head = server.studio.head();
    let rows = server.studio.restore(&server.log, spare, NOON, &secret()).unwrap();
    assert_eq!(server.log.append(STUDIO, head, &rows), Ok(Appended::Appended));
    use_up(&mut server, DEVICE, 2, NOON);
    let last_day = Millis(NOON.0 + RESTORE_DAYS * DAY_MS);
    let fresh = |from: u32, count: u32| (from..from + count).map(|n| refused(n, 1)).collect::<Vec<_>>();
    for part in 0..=DEVICE_DAY_CHANGES_MAX / 200 {
        assert_eq!(later(&push(&mut server, DEVICE, fresh(10_000 + part * 200, 200), last_day)), 0);
    }
    let after = Millis(last_day.0 + DAY_MS);
    for part in 0..DEVICE_DAY_CHANGES_MAX / 200 {
        assert_eq!(later(&push(&mut server, DEVICE, fresh(20_000 + part * 200, 200), after)), 0);
    }
    assert_eq!(later(&push(&mut server, DEVICE, fresh(30_000, 1), after)), 1);
}

#[test]
fn bytes_of_an_answer() {
    let mut server = Server::found();
    for part in large(20).chunks(5) {
        server.sync(&SyncRequest { envelopes: part.to_vec(), ..request() }, NOON).unwrap();
    }
    let mut page = |asked: u32| {
        let answer = server.sync(&SyncRequest { answer_bytes_max: asked, ..request() }, NOON).unwrap();
        let whole = |body: &EntryBody| matches!(body, EntryBody::Change(_));
        answer.entries.iter().filter(|entry| whole(&entry.body)).count()
    };
    let changes_in = |bytes: u32| bytes as usize / LARGE;
    assert_eq!(page(0), changes_in(ANSWER_BYTES_DEFAULT), "what a phone gets that does not say");
    assert_eq!(page(ANSWER_BYTES_MAX), changes_in(ANSWER_BYTES_MAX));
    assert_eq!(page(ANSWER_BYTES_MAX + 1), page(ANSWER_BYTES_MAX), "more is not to be had");
    assert_eq!(page(u32::MAX), page(ANSWER_BYTES_MAX));
    assert_eq!(page(1), 0, "a page holds at least one entry, and the first is no change");
}

#[test]
fn half_years_of_a_journal() {
    let years = |ordinal: i32| HalfYear {
        year: u16::try_from(ordinal.div_euclid(2)).unwrap(),
        half: u8::try_from(ordinal.rem_euclid(2)).unwrap() + 1,
    };
    let here = HalfYear::of(NOON).ordinal();
    assert_eq!(years(here), HalfYear::of(NOON));
    let stands = |ordinal: i32| Descriptor::journal(PERSON, years(ordinal)).is_well_formed(NOON, NOON);
    assert!(stands(here - HALF_YEARS_BACK) && !stands(here - HALF_YEARS_BACK - 1));
    assert!(stands(here + HALF_YEARS_AHEAD) && !stands(here + HALF_YEARS_AHEAD + 1));
    assert_eq!((HALF_YEARS_BACK, HALF_YEARS_AHEAD), (4, 4), "two years either way");
}

/// The chief's grant, as [`Server::found`] made it.
const GRANT: DecisionId = DecisionId([2; 16]);

impl Server {
    fn decide(&mut self, what: What) {
        let (head, key) = (self.studio.head(), secret());
        let mut id = [0; 16];
        id[8..].copy_from_slice(&head.seq.to_be_bytes());
        let decided = Decided { id: DecisionId(id), by: &By::Server, now: NOON, secret: &key };
        let rows = self.studio.decide(&self.log, what, &decided).unwrap();
        assert_eq!(self.log.append(STUDIO, head, &rows), Ok(Appended::Appended));
    }

    /// The numbers of the entries that a reader gets whole from this cursor on, over all pages.
    fn whole_from(&mut self, cursor: &mut Vec<u8>) -> Vec<u64> {
        let mut whole = Vec::new();
        loop {
            let asked = SyncRequest { cursor: cursor.clone(), answer_bytes_max: ANSWER_BYTES_MAX, ..request() };
            let answer = self.sync(&asked, NOON).unwrap();
            let seen = answer.entries.iter().filter(|entry| !matches!(entry.body, EntryBody::Stub(_)));
            whole.extend(seen.map(|entry| entry.seq));
            *cursor = answer.cursor;
            if !answer.more {
                return whole;
            }
        }
    }
}

/// What a reader without a role is given once they have one again, after so many notices between decisions that
/// everybody sees: the first and the last number, and how often each between them came.
fn filled_in_after(notices: usize) -> (Vec<u64>, Vec<u64>) {
    let mut server = Server::found();
    server.decide(What::End(End { grant: GRANT }));
    let mut hidden = Vec::new();
    for _ in 0..notices {
        server.decide(What::Notice(Notice { text: "通知".into() }));
        hidden.push(server.studio.head().seq);
        server.decide(What::End(End { grant: GRANT }));
    }
    let mut cursor = Vec::new();
    let seen = server.whole_from(&mut cursor);
    assert!(hidden.iter().all(|seq| !seen.contains(seq)), "a reader without a role sees no notice");
    server.decide(What::Grant(Grant { person: PERSON, role: Role::Chief }));
    let grant = server.studio.head().seq;
    let mut filled = server.whole_from(&mut cursor);
    assert_eq!(filled.pop(), Some(grant));
    (hidden, filled)
}

#[test]
fn gaps_that_the_server_notes() {
    let (hidden, filled) = filled_in_after(CURSOR_GAPS_MAX);
    assert_eq!(filled, hidden, "each once, and nothing that was seen");
    let (mut hidden, filled) = filled_in_after(CURSOR_GAPS_MAX + 1);
    let last = hidden.pop().unwrap();
    hidden.extend([last - 1, last]);
    assert_eq!(filled, hidden, "one gap too many: the last one grows, and nothing is missed");
}

#[test]
fn gaps_that_a_phone_brings() {
    let filled_in = |gaps: u64| {
        let mut server = Server::found();
        for _ in 0..2 * (CURSOR_GAPS_MAX + 1) {
            server.decide(What::Notice(Notice { text: "通知".into() }));
        }
        let head = server.studio.head().seq;
        let gaps: Vec<(u64, u64)> = (1..=gaps).map(|n| (2 * n, 2 * n)).collect();
        let mut cursor = minicbor::to_vec((None::<LogId>, head, gaps)).unwrap();
        (server.whole_from(&mut cursor), head)
    };
    let most = CURSOR_GAPS_MAX as u64;
    assert_eq!(filled_in(most).0, (1..=most).map(|n| 2 * n).collect::<Vec<_>>());
    let (all, head) = filled_in(most + 1);
    assert_eq!(all, (1..=head).collect::<Vec<_>>(), "no cursor of this server's: the phone begins anew");
}
