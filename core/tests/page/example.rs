//! From the studio's founding to the first verified answer, made by the real server and the real phone, and written
//! down byte by byte. What a stranger has to compute is put together here by hand, and must be what the code made.

use std::fmt::Write as _;

use studio_core::access::{DocKind, Role};
use studio_core::cbor::to_vec;
use studio_core::changelog::{Appended, ChangeLog, LogHead, LogRow, MemoryLog};
use studio_core::decision::{By, Device, Founded, Grant, What};
use studio_core::doc::{Descriptor, genesis};
use studio_core::edit::{Edit, FieldEdit};
use studio_core::id::{DecisionId, DeviceId, LogId, PersonId, ProjectId, RecordId, StudioId, to_text};
use studio_core::log::{Entry, EntryBody, chain_next, chain_start};
use studio_core::record::{Scalar, version_of};
use studio_core::replica::{NewDevice, Replica};
use studio_core::sign::{Secret, sign_request};
use studio_core::store::MemoryStore;
use studio_core::time::{HalfYear, Millis};
use studio_core::turn::{Decided, ServerStudio, Spare, Turn};
use studio_core::wire::{EnrolAnswer, EnrolRequest, SyncAnswer, SyncRequest, Verdict, read, sync_path};

use sha2::{Digest, Sha256};

const STUDIO: StudioId = StudioId([0x01; 16]);
const PROJECT: ProjectId = ProjectId([0x02; 16]);
const LOG: LogId = LogId([0x03; 16]);
const PERSON: PersonId = PersonId([0x04; 16]);
const DEVICE: DeviceId = DeviceId([0x05; 16]);
const RECORD: RecordId = RecordId([0x06; 16]);
const DEVICE_SEED: [u8; 32] = [0x07; 32];
const SERVER_SEED: [u8; 32] = [0x08; 32];
const NONCE: [u8; 8] = [0x09; 8];
/// 2026-11-24 12:00 in Henan.
const NOON: i64 = 1_795_492_800_000;
const MADE_AT: Millis = Millis(NOON + 60_000);
const SYNCED_AT: Millis = Millis(NOON + 120_000);
const EDITED_AT: Millis = Millis(NOON + 180_000);
const SYNCED_AGAIN_AT: Millis = Millis(NOON + 240_000);

/// What is written into the page.
struct Example(String);

impl Example {
    fn say(&mut self, words: &str) {
        let _ = write!(self.0, "\n{words}\n\n```\n");
    }

    fn end(&mut self) {
        self.0.push_str("```\n");
    }

    fn bytes(&mut self, name: &str, bytes: &[u8]) {
        let hex: String = bytes.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        let _ = writeln!(self.0, "{name}: {hex}");
    }

    fn text(&mut self, name: &str, text: &str) {
        let _ = writeln!(self.0, "{name}: {text}");
    }

    /// Bytes that are put together of parts, and their hash or signature below.
    fn joined(&mut self, name: &str, parts: &[&[u8]]) -> Vec<u8> {
        let all = parts.concat();
        self.bytes(name, &all);
        all
    }
}

fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// A county with one studio and one phone, two requests of which have been answered.
struct Story {
    server: Secret,
    device: Secret,
    enrolled: EnrolAnswer,
    request: SyncRequest,
    answer: SyncAnswer,
    second_request: SyncRequest,
    second_answer: SyncAnswer,
}

impl Story {
    fn told() -> Self {
        let (server, device) = (Secret::from_seed(SERVER_SEED), Secret::from_seed(DEVICE_SEED));
        let mut log = MemoryLog::default();
        let mut studio = founded(&mut log, &server, &device);
        let decisions: Vec<_> = log.load(STUDIO).unwrap().unwrap().decisions.into_iter().map(|(_, d)| d).collect();

        let enrolled = EnrolAnswer {
            studio: STUDIO,
            person: PERSON,
            server_key: server.public(),
            decisions,
            founded_at: Millis(NOON),
            school: "赵桥小学".into(),
            person_name: "周慧敏".into(),
        };
        let mut store = MemoryStore::default();
        let new = NewDevice { device: DEVICE, seed: DEVICE_SEED, nonce: NONCE };
        let mut phone = Replica::enrol(&mut store, &enrolled, new, Millis(NOON)).unwrap();
        phone.record(&mut store, &[activity()], MADE_AT, None).unwrap();

        let request = phone.request(&store, SYNCED_AT, 65_536).unwrap();
        let answer = answered(&mut studio, &mut log, &server, &request, SYNCED_AT);
        let applied = phone.answer(&mut store, &answer, SYNCED_AT).unwrap();
        assert_eq!((applied.accepted, applied.pulled, applied.more), (1, 4, false));
        assert_eq!(phone.bookmark().head, Some(answer.head.clone()), "the phone has verified it");

        phone.record(&mut store, &[longer()], EDITED_AT, None).unwrap();
        let second_request = phone.request(&store, SYNCED_AGAIN_AT, 65_536).unwrap();
        let second_answer = answered(&mut studio, &mut log, &server, &second_request, SYNCED_AGAIN_AT);
        let applied = phone.answer(&mut store, &second_answer, SYNCED_AGAIN_AT).unwrap();
        assert_eq!((applied.accepted, applied.pulled, applied.more), (1, 1, false));
        assert_eq!(phone.bookmark().head, Some(second_answer.head.clone()), "the phone has verified it");
        Self { server, device, enrolled, request, answer, second_request, second_answer }
    }
}

fn answered(
    studio: &mut ServerStudio,
    log: &mut MemoryLog,
    server: &Secret,
    request: &SyncRequest,
    now: Millis,
) -> SyncAnswer {
    let spare = Spare { log: LogId([0x0e; 16]), decision: DecisionId([0x0f; 16]) };
    let head = studio.head();
    let (answer, rows) = studio.sync(&*log, request, &Turn { device: DEVICE, now, secret: server, spare }).unwrap();
    append(log, head, &rows);
    answer
}

fn append(log: &mut MemoryLog, head: LogHead, rows: &[LogRow]) {
    assert_eq!(log.append(STUDIO, head, rows).unwrap(), Appended::Appended);
}

/// The three decisions that stand at the beginning of every studio with one phone.
fn founded(log: &mut MemoryLog, server: &Secret, device: &Secret) -> ServerStudio {
    let by = By::Server;
    let decided = |n: u8| Decided { id: DecisionId([n; 16]), by: &by, now: Millis(NOON), secret: server };
    let founded = Founded { project: PROJECT, name: "工作室".into(), server_key: server.public(), log: LOG };
    let (mut studio, head, rows) =
        ServerStudio::found(STUDIO, LOG, &*log, What::Founded(founded), &decided(0x0a)).unwrap();
    append(log, head, &rows);
    let grant = What::Grant(Grant { person: PERSON, role: Role::Chief });
    let device = Device { device: DEVICE, person: PERSON, key: device.public(), name: "手机".into() };
    for (n, what) in [(0x0b, grant), (0x0c, What::Device(device))] {
        let head = studio.head();
        let rows = studio.decide(&*log, what, &decided(n)).unwrap();
        append(log, head, &rows);
    }
    studio
}

fn activity() -> Edit {
    let field = |key: &str, value: Scalar| FieldEdit { key: key.into(), seen: None, value: Some(value) };
    let fields =
        vec![field("type", "activity".into()), field("topic", "课堂提问".into()), field("hours", Scalar::Int(90))];
    Edit { kind: DocKind::Journal, record: RECORD, fields }
}

/// What its author corrects the next minute.
fn longer() -> Edit {
    let fields = vec![FieldEdit { key: "hours".into(), seen: Some(Scalar::Int(90)), value: Some(Scalar::Int(120)) }];
    Edit { kind: DocKind::Journal, record: RECORD, fields }
}

/// The section, as it stands in the page.
pub(crate) fn written() -> String {
    let story = Story::told();
    let mut out = Example(
        "A studio is founded, its chief's phone enrols, writes one record, syncs, corrects it and syncs again. Everything random is a byte repeated: \
         so whoever follows this page gets the same bytes. Values are hex unless they are said to be text.\n"
            .to_owned(),
    );
    keys(&mut out, &story);
    decisions(&mut out, &story);
    enrolment(&mut out, &story);
    document(&mut out);
    change(&mut out, &story);
    version(&mut out);
    request(&mut out, &story);
    answer(&mut out, &story);
    chain(&mut out, &story);
    second_sync(&mut out, &story);
    out.0
}

fn keys(out: &mut Example, story: &Story) {
    out.say("**Keys and names.** The server's and the device's key from their seeds.");
    out.bytes("studio", &STUDIO.0);
    out.text("studio as text", &STUDIO.to_string());
    out.bytes("project", &PROJECT.0);
    out.bytes("first log", &LOG.0);
    out.bytes("person", &PERSON.0);
    out.bytes("device", &DEVICE.0);
    out.text("device as text", &DEVICE.to_string());
    out.bytes("server seed", &SERVER_SEED);
    out.bytes("server key", &story.server.public().0);
    out.bytes("server key id", &story.server.public().id().0);
    out.bytes("device seed", &DEVICE_SEED);
    out.bytes("device key", &story.device.public().0);
    out.end();
}

fn decisions(out: &mut Example, story: &Story) {
    out.say(&format!(
        "**Three decisions** of the server at {NOON} ms, with the ids `0a…`, `0b…`, `0c…`: `Founded` (工作室), `Grant` \
         (chief), `Device` (手机). The enrol answer brings them in this form."
    ));
    let key_id = story.server.public().id();
    for (name, signed) in ["founded", "grant", "device"].into_iter().zip(&story.enrolled.decisions) {
        out.bytes(&format!("{name} decision"), &signed.bytes);
        let signs =
            out.joined(&format!("{name} signed bytes"), &[b"studio-dec/1", &[1], &STUDIO.0, &key_id.0, &signed.bytes]);
        assert_eq!(story.server.sign(&[&signs]), signed.signature);
        out.bytes(&format!("{name} signature"), &signed.signature.0);
        out.bytes(&format!("{name} signed decision"), &to_vec(signed));
    }
    out.end();
}

fn enrolment(out: &mut Example, story: &Story) {
    out.say("**Coming in** with the code `K7WM-2Q9D` (the chief's, from the bureau), as 周慧敏 of 赵桥小学.");
    let request = EnrolRequest {
        code: "K7WM2Q9D".into(),
        device: DEVICE,
        key: story.device.public(),
        device_name: "手机".into(),
        person_name: "周慧敏".into(),
    };
    out.bytes("enrol request", &to_vec(&request));
    out.bytes("enrol answer", &to_vec(&story.enrolled));
    out.end();
}

fn journal() -> Descriptor {
    Descriptor::journal(PERSON, HalfYear { year: 2026, half: 2 })
}

fn document(out: &mut Example) {
    out.say("**The document**: the chief's journal of the second half of 2026, and its genesis.");
    let doc = journal().id(STUDIO);
    out.bytes("descriptor", &to_vec(&journal()));
    // `["studio-doc/1", studio, kind, …]`: the descriptor's own elements, behind two more.
    let of_descriptor = to_vec(&journal());
    let named = [&[0x86, 0x6c][..], b"studio-doc/1", &[0x50], &STUDIO.0, &of_descriptor[1..]].concat();
    assert_eq!(hash(&named)[..16], doc.0);
    out.bytes("hashed for the id", &named);
    out.bytes("doc", &doc.0);
    out.bytes("genesis", &genesis(doc).bytes);
    out.bytes("genesis hash", &genesis(doc).hash.0);
    assert_eq!(hash(&genesis(doc).bytes[8..]), genesis(doc).hash.0);
    out.end();
}

fn change(out: &mut Example, story: &Story) {
    let doc = journal().id(STUDIO);
    let envelope = story.request.envelopes.first().expect("one change is sent");
    let body = studio_core::change::Body::decode(&envelope.body).unwrap().0;
    out.say(&format!(
        "**A record of work** (without `no` and most of its fields): one change of four operations with the actor below, on \
         the genesis: make-map `3@actor` under `records`, then puts of `hours` = 90 (integer), `topic` = 课堂提问 and `type` = \
         activity. Sealed at {} ms.",
        MADE_AT.0
    ));
    out.bytes("record", &RECORD.0);
    out.text("record as text", &RECORD.to_string());
    out.bytes("actor", &body.actor.0);
    out.bytes("change", &envelope.body);
    out.bytes("change hash", &envelope.hash().0);
    assert_eq!(hash(&envelope.body[8..]), envelope.hash().0);
    let signs = out.joined(
        "envelope signed bytes",
        &[b"studio-env/1", &[1], &STUDIO.0, &doc.0, &DEVICE.0, &MADE_AT.0.to_be_bytes(), &envelope.hash().0],
    );
    assert_eq!(story.device.sign(&[&signs]), envelope.signature);
    out.bytes("envelope signature", &envelope.signature.0);
    out.bytes("envelope", &to_vec(envelope));
    out.end();
}

fn version(out: &mut Example) {
    out.say("**Its version**, as a fact `submitted` would name it.");
    let fields: [(&str, Scalar); 3] =
        [("hours", Scalar::Int(90)), ("topic", "课堂提问".into()), ("type", "activity".into())];
    let in_cbor = fields.iter().flat_map(|(key, value)| [to_vec(key), to_vec(value)]).collect::<Vec<_>>().concat();
    let hashed = [&[0x82, 0x50][..], &RECORD.0, &[0xa3], &in_cbor].concat();
    let version = version_of(RECORD, fields.iter().map(|(key, value)| (*key, value)));
    assert_eq!(hash(&hashed), version.0);
    out.bytes("hashed for the version", &hashed);
    out.bytes("version", &version.0);
    out.end();
}

fn request(out: &mut Example, story: &Story) {
    out.say(&format!(
        "**The request**: no head seen, an empty cursor, device time {} ms, pages of 65,536 bytes, one descriptor, one \
         envelope, no run, no credentials.",
        SYNCED_AT.0
    ));
    let body = to_vec(&story.request);
    out.bytes("request body", &body);
    let path = sync_path(STUDIO);
    out.text("request path", &path);
    let length = u16::try_from(path.len()).expect("a path is short");
    let signs = out.joined(
        "request signed bytes",
        &[b"studio-req/1", &4_u16.to_be_bytes(), b"POST", &length.to_be_bytes(), path.as_bytes(), &hash(&body)],
    );
    let signature = sign_request(&story.device, "POST", &path, &body);
    assert_eq!(story.device.sign(&[&signs]), signature);
    out.bytes("request signature", &signature.0);
    out.text("header studio-device", &DEVICE.to_string());
    out.text("header studio-signature", &to_text(&signature.0));
    out.end();
}

fn answer(out: &mut Example, story: &Story) {
    let answer = &story.answer;
    assert_eq!(answer.verdicts[0].verdict, Verdict::Accepted(4));
    out.say(
        "**The answer**: accepted under number 4; the three decisions whole; the own change as a stub, with the header hash \
         that the phone computes from the envelope that it kept. (The cursor's bytes are the server's own affair.)",
    );
    let bytes = to_vec(answer);
    assert_eq!(read::<SyncAnswer>(&bytes).unwrap(), *answer);
    out.bytes("answer body", &bytes);
    for (entry, name) in answer.entries.iter().zip(["founded", "grant", "device", "change"]) {
        out.bytes(&format!("entry {} ({name})", entry.seq), &to_vec(entry));
    }
    out.end();
}

fn chain(out: &mut Example, story: &Story) {
    let answer = &story.answer;
    out.say("**The chain** that the phone computes from them. It ends where the head says, and the head is the server's: the answer is verified, and the head is the next `seen`.");
    let mut chain = chain_start(STUDIO, LOG);
    assert_eq!(hash(&[&b"studio-chain/1"[..], &STUDIO.0, &LOG.0].concat()), chain.0);
    out.bytes("chain 0", &chain.0);
    for Entry { seq, first_seen, body } in &answer.entries {
        let header = body.header_hash();
        out.bytes(&format!("header hash {seq}"), &header.0);
        chain = chain_next(chain, *seq, *first_seen, header);
        out.bytes(&format!("chain {seq}"), &chain.0);
    }
    let own = EntryBody::Change(story.request.envelopes[0].clone()).header_hash();
    assert_eq!(answer.entries[3].body, EntryBody::Stub(own));
    let head = &answer.head;
    assert_eq!((head.seq, head.chain), (4, chain));
    let signs = out.joined(
        "head signed bytes",
        &[b"studio-head/1", &[1], &STUDIO.0, &LOG.0, &head.seq.to_be_bytes(), &head.chain.0],
    );
    assert_eq!(story.server.sign(&[&signs]), head.signature);
    out.bytes("head signature", &head.signature.0);
    out.bytes("head", &to_vec(head));
    out.end();
}

fn second_sync(out: &mut Example, story: &Story) {
    let (request, answer) = (&story.second_request, &story.second_answer);
    let envelope = request.envelopes.first().expect("one change is sent");
    assert_eq!(answer.verdicts[0].verdict, Verdict::Accepted(5));
    out.say(&format!(
        "**A correction and the second sync**: `hours` = 120, on the change above, by the same actor; its predecessor is the \
         put of 90, `4@actor`. Sealed at {} ms, asked at {} ms with the head as `seen` and the cursor as it came; accepted \
         under number 5, and the chain goes on by its stub.",
        EDITED_AT.0, SYNCED_AGAIN_AT.0
    ));
    out.bytes("second change", &envelope.body);
    out.bytes("second change hash", &envelope.hash().0);
    out.bytes("second envelope", &to_vec(envelope));
    out.bytes("second request body", &to_vec(request));
    out.bytes("second answer body", &to_vec(answer));
    let header = EntryBody::Change(envelope.clone()).header_hash();
    let [Entry { seq: 5, first_seen, body }] = answer.entries.as_slice() else { panic!("one entry") };
    assert_eq!(body, &EntryBody::Stub(header));
    let chain = chain_next(story.answer.head.chain, 5, *first_seen, header);
    assert_eq!(chain, answer.head.chain);
    out.bytes("header hash 5", &header.0);
    out.bytes("chain 5", &chain.0);
    out.end();
}
