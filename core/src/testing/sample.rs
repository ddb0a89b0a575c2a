//! Rows with made-up content: well-formed, sealed with real keys, different for every `n`.

use std::collections::BTreeMap;

use crate::access::DocKind;
use crate::change::Body;
use crate::decision::{By, Decision, Notice, SignedDecision, What};
use crate::doc::{Descriptor, genesis};
use crate::edit::{Edit, FieldEdit};
use crate::envelope::{Envelope, Signer};
use crate::id::{Actor, ChainHash, ChangeHash, DecisionId, DeviceId, DocId, LogId, PersonId, RecordId, StudioId};
use crate::log::{Head, chain_start};
use crate::record::{OpId, Record, Scalar, Visible};
use crate::refusal::Refusal;
use crate::sign::Secret;
use crate::state::Meta;
use crate::store::{Aside, Bookmark, Identity, KeptChange, KeptDraft, KeptEntry, KeptWhat, Outgoing, Placed, Reoffer};
use crate::time::{HalfYear, Millis};

pub(super) const STUDIO: StudioId = StudioId([0xa1; 16]);
pub(super) const OTHER: StudioId = StudioId([0xa2; 16]);
/// 2026-11-24 12:00 in Henan.
pub(super) const NOON: i64 = 1_795_492_800_000;

pub(super) fn secret(n: u8) -> Secret {
    Secret::from_seed([n; 32])
}

pub(super) fn log_id(n: u8) -> LogId {
    LogId([n; 16])
}

pub(super) fn descriptor(n: u8) -> Descriptor {
    Descriptor::journal(PersonId([n; 16]), HalfYear { year: 2026, half: 2 })
}

pub(super) fn doc(n: u8) -> DocId {
    descriptor(n).id(STUDIO)
}

/// A change of document `of`: the genesis of another one serves, it has the right form.
pub(super) fn envelope(of: u8, n: u8) -> Envelope {
    let signer =
        Signer { studio: STUDIO, device: DeviceId([n; 16]), secret: &secret(n), made_at: Millis(NOON + i64::from(n)) };
    Envelope::seal(signer, doc(of), genesis(DocId([n; 16])).bytes)
}

pub(super) fn meta(of: u8, n: u8) -> Meta {
    let body = Body::decode_kept(&envelope(of, n).body);
    body.map(|body| Meta::of(&body)).unwrap_or_else(|_| unreachable!("a genesis can be read"))
}

pub(super) fn kept(of: u8, n: u8, seq: Option<u64>) -> KeptChange {
    let envelope = envelope(of, n);
    KeptChange { hash: envelope.hash(), envelope, meta: meta(of, n), seq }
}

pub(super) fn hash(of: u8, n: u8) -> ChangeHash {
    envelope(of, n).hash()
}

/// A record with every sort of value, a conflict and an unknown field.
pub(super) fn record(of: u8, n: u8, topic: &str) -> Record {
    let op = |counter| OpId { counter, actor: Actor::new(DeviceId([n; 16]), [n; 8]) };
    let one = |counter, value| vec![Visible { op: op(counter), value }];
    let both = vec![
        Visible { op: op(6), value: Scalar::from("石佛小学") },
        Visible { op: op(7), value: Scalar::from("白庙小学") },
    ];
    let fields = BTreeMap::from([
        ("topic".to_owned(), one(4, Scalar::from(topic))),
        ("minutes".to_owned(), one(5, Scalar::Int(-90))),
        ("school".to_owned(), both),
        ("open".to_owned(), one(8, Scalar::Bool(true))),
        ("from-a-newer-app".to_owned(), one(9, Scalar::Bytes(vec![0, 255, n]))),
    ]);
    Record { id: RecordId([n; 16]), doc: doc(of), birth: op(3), fields }
}

pub(super) fn decision(n: u8) -> (DecisionId, SignedDecision) {
    let id = DecisionId([n; 16]);
    let what = What::Notice(Notice { text: format!("第 {n} 号通知") });
    let decision = Decision { id, by: By::Officer("wang".into()), at: Millis(NOON), what };
    (id, decision.sign(STUDIO, &secret(9)))
}

pub(super) fn identity(n: u8) -> Identity {
    Identity {
        studio: STUDIO,
        person: PersonId([n; 16]),
        device: DeviceId([n; 16]),
        seed: [n; 32],
        server_key: secret(9).public(),
        enrolled_at: Millis(NOON),
    }
}

pub(super) fn bookmark(n: u8) -> Bookmark {
    let chain = chain_start(STUDIO, log_id(n));
    let head = Head::sign(STUDIO, log_id(n), u64::from(n), chain, &secret(9));
    Bookmark {
        cursor: vec![n, 0, 255],
        head: Some(head.clone()),
        seq: u64::from(n),
        chain: Some(chain),
        synced_at: Some(Millis(-NOON)),
        clock_skew_ms: -400 * 86_400_000,
        reoffers: vec![Reoffer { head, common: 3, want_from: Some(4), given: None }],
        cloned: true,
        unknown: true,
        rebuilding: true,
        server_time: Some(Millis(NOON)),
        unplaced: vec![Placed { seq: 7, doc: doc(1), hash: hash(1, n) }],
        unproved: Some(5),
        again_from: Some(5),
        takes_short: Some(n.is_multiple_of(2)),
    }
}

pub(super) fn entry(seq: u64, what: KeptWhat) -> KeptEntry {
    let n = u8::try_from(seq).unwrap_or_default();
    let (header, chain) = (ChainHash([n; 32]), ChainHash([n ^ 0xff; 32]));
    KeptEntry { seq, first_seen: Millis(NOON + i64::from(n)), header, chain, what }
}

pub(super) fn edit(n: u8) -> Edit {
    let field = FieldEdit {
        key: "attendance/王丽".into(),
        seen: Some(Scalar::Bool(false)),
        value: n.is_multiple_of(2).then_some(Scalar::Bool(true)),
    };
    Edit { kind: DocKind::Journal, record: RecordId([n; 16]), fields: vec![field] }
}

pub(super) fn outgoing(of: u8, n: u8, place: u64) -> Outgoing {
    Outgoing { place, doc: doc(of), hash: hash(of, n), edits: vec![edit(n)], at: Millis(NOON), held: None }
}

pub(super) fn aside(place: u64, refusal: Option<Refusal>) -> Aside {
    Aside { place, edits: vec![edit(1), edit(2)], at: Millis(NOON), refusal, owner: None }
}

pub(super) fn draft(n: u8, at: i64) -> KeptDraft {
    KeptDraft {
        record: RecordId([n; 16]),
        form: "activity".into(),
        content: vec![n, 0, 200],
        at: Millis(at),
        person: None,
    }
}
