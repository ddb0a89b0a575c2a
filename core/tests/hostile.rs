//! A hostile device that is enrolled, with automerge at hand: forged, replayed, foreign and resealed
//! envelopes, and histories that are well-formed but for one choice. Whatever the judge lets in must
//! be harmless: automerge loads the document again and sees what we see; nobody else's document moves.

use std::collections::BTreeMap;

use automerge::{Automerge, Change, ReadDoc, ScalarValue, Value};
use studio_core::access::Role;
use studio_core::change::{Body, Obj, Op, Write};
use studio_core::decision::{By, Decision, Device, Grant, What};
use studio_core::doc::{Descriptor, genesis, records_op};
use studio_core::envelope::{Envelope, Signer, change_hash};
use studio_core::id::{Actor, ChangeHash, DecisionId, DeviceId, DocId, PersonId, RecordId, Signature, StudioId};
use studio_core::ingest::{History, Judge, Judgement};
use studio_core::record::{OpId, Scalar};
use studio_core::refusal::Refusal;
use studio_core::sign::Secret;
use studio_core::state::{DocState, StudioState};
use studio_core::store::StoreError;
use studio_core::time::{HalfYear, Millis};

const STUDIO: StudioId = StudioId([1; 16]);
const AT: Millis = Millis(1_795_492_800_000);

/// SplitMix64: the same numbers for the same seed, everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.roll() % n as u64).expect("small")
    }
}

#[derive(Clone)]
struct World {
    state: StudioState,
    chunks: BTreeMap<DocId, Vec<Vec<u8>>>,
}

impl History for World {
    fn changes(&self, doc: DocId, after: u64, count_max: usize) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
        let all = (1..).zip(self.chunks.get(&doc).into_iter().flatten().cloned());
        Ok(all.skip_while(|(place, _)| *place <= after).take(count_max).collect())
    }
}

fn person(n: u8) -> PersonId {
    PersonId([n; 16])
}

fn device(n: u8) -> DeviceId {
    DeviceId([n; 16])
}

fn journal(n: u8) -> Descriptor {
    Descriptor::journal(person(n), HalfYear { year: 2026, half: 2 })
}

impl World {
    /// 1 is honest, 2 is hostile.
    fn of_two() -> Self {
        let mut state = StudioState::new(STUDIO);
        for n in [1, 2] {
            let role = if n == 1 { Role::Chief } else { Role::Backbone };
            let key = Secret::from_seed([n; 32]).public();
            let enrolled = Device { device: device(n), person: person(n), key, name: "手机".into() };
            for (id, what) in [(n, What::Grant(Grant { person: person(n), role })), (n + 10, What::Device(enrolled))] {
                state.members.apply(&Decision { id: DecisionId([id; 16]), by: By::Server, at: AT, what });
            }
            state.open(&journal(n));
        }
        let mut world = Self { state, chunks: BTreeMap::new() };
        for n in [1, 2] {
            for _ in 0..2 {
                let body = world.honest(n);
                let sealed = seal(n, &journal(n), &body);
                assert!(matches!(world.judge(&sealed), Judgement::Good(_)));
                world.take(&sealed);
            }
        }
        world
    }

    fn doc(&self, n: u8) -> &DocState {
        &self.state.docs[&journal(n).id(STUDIO)]
    }

    /// A new record with two fields, as an honest app writes it.
    fn honest(&self, n: u8) -> Body {
        let doc = self.doc(n);
        let actor = Actor::new(device(n), [7; 8]);
        let (seq, _) = doc.last_of(actor).unwrap_or((0, ChangeHash([0; 32])));
        let start_op = doc.max_op(doc.heads()) + 1;
        let mut id = [n; 16];
        id[..8].copy_from_slice(&start_op.to_be_bytes());
        let birth = Obj::Map(OpId { counter: start_op, actor });
        let put = |key: &str, text: &str| Op {
            obj: birth,
            key: key.into(),
            write: Write::Put(text.into()),
            pred: Vec::new(),
        };
        let map = Op {
            obj: Obj::Map(records_op(doc.id())),
            key: RecordId(id).to_string(),
            write: Write::MakeMap,
            pred: Vec::new(),
        };
        let deps = doc.heads().iter().copied().collect();
        let ops = vec![map, put("type", "activity"), put("topic", "课堂提问的有效性")];
        Body { actor, seq: seq + 1, start_op, deps, ops }
    }

    fn judge(&self, envelope: &Envelope) -> Judgement {
        Judge::default().judge(&self.state, envelope, self).expect("memory answers")
    }

    /// Applies what the judge lets in. Whether it was.
    fn take(&mut self, envelope: &Envelope) -> bool {
        let Judgement::Good(good) = self.judge(envelope) else { return false };
        self.state.docs.apply(envelope.doc, good.hash, &good.body);
        self.chunks.entry(envelope.doc).or_default().push(envelope.body.clone());
        true
    }

    /// Automerge takes the document, loads it again, and sees what we see.
    fn is_what_automerge_sees(&self, n: u8) {
        let doc = self.doc(n);
        let first = genesis(doc.id()).bytes;
        let chunks = std::iter::once(&first).chain(self.chunks.get(&doc.id()).into_iter().flatten());
        let changes: Vec<Change> = chunks.map(|chunk| Change::try_from(chunk.as_slice()).expect("a change")).collect();
        let mut theirs = Automerge::new();
        theirs.apply_changes(changes).expect("applies");
        let theirs = Automerge::load(&theirs.save()).expect("loads again");
        let (_, records) = theirs.get(automerge::ROOT, "records").expect("reads").expect("is there");
        assert_eq!(theirs.keys(&records).count(), doc.records().count());
        for record in doc.records() {
            let (_, map) = theirs.get(&records, record.id.to_string()).expect("reads").expect("is there");
            assert_eq!(theirs.keys(&map).count(), record.fields.len());
            for (key, ours) in &record.fields {
                let mut seen: Vec<String> =
                    theirs.get_all(&map, key.as_str()).expect("reads").iter().map(|(v, _)| plain(v)).collect();
                let mut kept: Vec<String> = ours.iter().map(|v| said(&v.value)).collect();
                seen.sort();
                kept.sort();
                assert_eq!(seen, kept, "{key}");
            }
        }
    }
}

fn plain(value: &Value<'_>) -> String {
    let Value::Scalar(scalar) = value else { panic!("an object that we let in: {value:?}") };
    match scalar.as_ref() {
        ScalarValue::Str(text) => format!("s{text}"),
        ScalarValue::Int(number) => format!("i{number}"),
        ScalarValue::Boolean(flag) => format!("b{flag}"),
        ScalarValue::Bytes(bytes) => format!("y{bytes:?}"),
        other => panic!("not a scalar that we let in: {other:?}"),
    }
}

fn said(value: &Scalar) -> String {
    match value {
        Scalar::Str(text) => format!("s{text}"),
        Scalar::Int(number) => format!("i{number}"),
        Scalar::Bool(flag) => format!("b{flag}"),
        Scalar::Bytes(bytes) => format!("y{bytes:?}"),
    }
}

fn seal(n: u8, descriptor: &Descriptor, body: &Body) -> Envelope {
    reseal(n, descriptor.id(STUDIO), body.encode().bytes)
}

fn reseal(n: u8, doc: DocId, chunk: Vec<u8>) -> Envelope {
    let secret = Secret::from_seed([n; 32]);
    Envelope::seal(Signer { studio: STUDIO, device: device(n), secret: &secret, made_at: AT }, doc, chunk)
}

/// Damages a chunk behind its header and repairs length-independent sums, as an attacker would.
fn damaged(dice: &mut Dice, chunk: &[u8]) -> Vec<u8> {
    let mut bytes = chunk.to_vec();
    for _ in 0..=dice.below(3) {
        let at = 8 + dice.below(bytes.len() - 8);
        let with = u8::try_from(dice.below(256)).expect("a byte");
        match dice.below(3) {
            0 => bytes[at] = with,
            1 => bytes[at] ^= 1 << (with % 8),
            _ => bytes.insert(at, with),
        }
    }
    let sum = change_hash(&bytes);
    bytes[4..8].copy_from_slice(&sum.0[..4]);
    bytes
}

#[test]
fn of_twenty_thousand_hostile_envelopes_none_forged_is_let_in_and_none_does_harm() {
    let mut dice = Dice(20_261_124);
    let mut let_in = 0;
    let world = World::of_two();
    let honest = world.doc(1).clone();
    let (mine, theirs) = (journal(2).id(STUDIO), journal(1).id(STUDIO));
    let next = [world.honest(1), world.honest(2)];
    for n in 0..20_000 {
        let mut envelope = match n % 5 {
            0 => seal(2, &journal(2), &next[1]),
            1 => reseal(1, theirs, world.chunks[&theirs][dice.below(2)].clone()),
            2 => reseal(2, theirs, next[dice.below(2)].encode().bytes),
            _ => reseal(2, mine, damaged(&mut dice, &next[1].encode().bytes)),
        };
        if n % 5 == 0 {
            match dice.below(4) {
                0 => envelope.signature.0[dice.below(64)] ^= 1 << dice.below(8),
                1 => envelope.made_at.0 += 1,
                2 => envelope.device = device(1),
                _ => envelope.signature = Signature([0; 64]),
            }
        }
        let judged = world.judge(&envelope);
        match n % 5 {
            0 => assert_eq!(judged, Judgement::Refused(Refusal::Signature), "forged"),
            1 => assert!(matches!(judged, Judgement::Known(_)), "replayed"),
            2 => assert!(!matches!(judged, Judgement::Good(_)), "foreign"),
            _ if matches!(judged, Judgement::Good(_)) => {
                let mut after = world.clone();
                assert!(after.take(&envelope));
                after.is_what_automerge_sees(2);
                assert_eq!(after.doc(1), &honest);
                let_in += 1;
            }
            _ => {}
        }
    }
    assert!(let_in > 0, "some damage is only another honest change: {let_in}");
}

/// One choice that no honest app makes.
fn spoil(dice: &mut Dice, choice: usize, world: &World, body: &mut Body) {
    let doc = world.doc(2);
    let other = OpId { counter: 3, actor: Actor::new(device(1), [7; 8]) };
    let far = OpId { counter: 3, actor: Actor::new(device(2), [7; 8]) };
    match choice {
        0 => body.deps.clear(),
        1 => body.deps = vec![genesis(doc.id()).hash],
        2 => body.deps.push(ChangeHash([255; 32])),
        3 => body.start_op += 1 + dice.roll() % 1_000,
        4 => body.start_op = 1,
        5 => body.seq += 1,
        6 => body.actor = Actor::new(device(1), [7; 8]),
        7 => body.ops[2].pred = vec![far],
        8 => body.ops[2].write = Write::Delete,
        9 => body.ops[2].obj = Obj::Root,
        10 => body.ops[2].obj = Obj::Map(other),
        11 => body.ops[2].obj = Obj::Map(records_op(doc.id())),
        12 => body.ops[2].write = Write::MakeMap,
        13 => body.ops[2].key.clear(),
        14 => body.ops[2].key = "type".into(),
        15 => body.ops[0].key = doc.records().next().expect("a record").id.to_string(),
        16 => body.ops[0].key = "not-an-id".into(),
        17 => {
            body.ops.remove(1);
        }
        18 => body.ops[1].write = Write::Put("person".into()),
        19 => body.ops[1].write = Write::Put(Scalar::Int(1)),
        20 => {
            body.ops.drain(..2);
            body.ops[0].obj = Obj::Map(far);
            body.ops[0].key = "type".into();
        }
        21 => {
            body.ops.drain(..2);
            body.ops[0].obj = Obj::Map(far);
        }
        22 => body.ops[0].key = world.doc(1).records().next().expect("a record").id.to_string(),
        _ => body.seq = 0,
    }
}

const CHOICES: usize = 24;

#[test]
fn of_two_thousand_histories_with_a_hostile_choice_each_none_harms_a_document_or_splits_replicas() {
    let mut dice = Dice(42);
    for n in 0..2_000 {
        let (mut one, mut other) = (World::of_two(), World::of_two());
        let at = dice.below(4);
        for step in 0..4 {
            let mut body = one.honest(2);
            if step == at {
                spoil(&mut dice, n % CHOICES, &one, &mut body);
            }
            let sealed = seal(2, &journal(2), &body);
            let taken = one.take(&sealed);
            assert_eq!(taken, other.take(&sealed));
            assert!(step != at || !taken, "choice {} was let in", n % CHOICES);
        }
        assert_eq!(one.state, other.state);
        one.is_what_automerge_sees(2);
    }
}
