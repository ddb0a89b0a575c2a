//! Each limit on the form of a change, at its number and one above it.

use studio_core::change::{Body, Obj, Op, Write};
use studio_core::id::{Actor, ChangeHash, DeviceId};
use studio_core::limits::{
    CHANGE_BYTES_MAX, DEPS_MAX, KEY_BYTES_MAX, OP_COUNTER_MAX, OPS_MAX, PREDS_MAX, TEXT_BYTES_MAX, TEXT_CHARS_MAX,
};
use studio_core::record::{OpId, Scalar};
use studio_core::refusal::Refusal;

const ACTOR: Actor = Actor([3; 24]);

fn record() -> Obj {
    Obj::Map(OpId { counter: 3, actor: Actor::new(DeviceId([1; 16]), [1; 8]) })
}

fn put(key: String, value: Scalar) -> Op {
    Op { obj: record(), key, write: Write::Put(value), pred: Vec::new() }
}

fn body(ops: Vec<Op>) -> Body {
    Body { actor: ACTOR, seq: 1, start_op: 9, deps: vec![ChangeHash([7; 32])], ops }
}

/// What the reader says of a change that was written as it is.
fn said(body: &Body) -> Result<(), Refusal> {
    Body::decode(&body.encode().bytes).map(|_| ())
}

#[test]
fn operations() {
    let ops = |n: usize| body((0..n).map(|i| put(format!("k{i}"), Scalar::Bool(true))).collect());
    assert_eq!(said(&ops(OPS_MAX)), Ok(()));
    assert_eq!(said(&ops(OPS_MAX + 1)), Err(Refusal::OpCount));
}

#[test]
fn predecessors() {
    let preds = |n: usize| {
        let each = |from: usize, count: usize| -> Vec<OpId> {
            (from..from + count).map(|i| OpId { counter: 1 + i as u64, actor: ACTOR }).collect()
        };
        let ops = (0..n.div_ceil(100)).map(|i| {
            let mut op = put(format!("k{i}"), Scalar::Bool(true));
            op.pred = each(i * 100, 100.min(n - i * 100));
            op
        });
        body(ops.collect())
    };
    assert_eq!(said(&preds(PREDS_MAX)), Ok(()));
    assert_eq!(said(&preds(PREDS_MAX + 1)), Err(Refusal::OpCount));
}

#[test]
fn dependencies() {
    let deps = |n: usize| Body {
        deps: (0..n).map(|i| ChangeHash([u8::try_from(i).expect("few"); 32])).collect(),
        ..body(vec![put("topic".into(), "一".into())])
    };
    assert_eq!(said(&deps(DEPS_MAX)), Ok(()));
    assert_eq!(said(&deps(DEPS_MAX + 1)), Err(Refusal::Deps));
}

#[test]
fn characters_of_a_text() {
    let text = |n: usize| body(vec![put("minutes".into(), "记".repeat(n).into())]);
    assert_eq!(said(&text(TEXT_CHARS_MAX)), Ok(()));
    assert_eq!(said(&text(TEXT_CHARS_MAX + 1)), Err(Refusal::TextTooLong));
}

#[test]
fn bytes_of_all_texts() {
    let texts = |n: usize| {
        let piece = 15_000;
        let ops = (0..n.div_ceil(piece)).map(|i| put(format!("k{i}"), "x".repeat(piece.min(n - i * piece)).into()));
        body(ops.collect())
    };
    assert_eq!(said(&texts(TEXT_BYTES_MAX)), Ok(()));
    assert_eq!(said(&texts(TEXT_BYTES_MAX + 1)), Err(Refusal::TextTooLong));
}

#[test]
fn bytes_of_a_key() {
    let key = |n: usize| body(vec![put("k".repeat(n), "一".into())]);
    assert_eq!(said(&key(KEY_BYTES_MAX)), Ok(()));
    assert_eq!(said(&key(KEY_BYTES_MAX + 1)), Err(Refusal::Key));
    assert_eq!(said(&key(0)), Err(Refusal::Key));
}

#[test]
fn operation_counters() {
    let last = |counter: u64| Body { start_op: counter, ..body(vec![put("topic".into(), "一".into())]) };
    assert_eq!(said(&last(OP_COUNTER_MAX)), Ok(()));
    assert_eq!(said(&last(OP_COUNTER_MAX + 1)), Err(Refusal::OpCounter));
}

#[test]
fn bytes_of_a_change() {
    let change = |filler: usize| {
        let mut ops: Vec<Op> =
            (0..1_600).map(|i| put(format!("{i:0>width$}", width = KEY_BYTES_MAX), Scalar::Bool(true))).collect();
        ops.push(put("filler".into(), Scalar::Bytes(vec![7; filler])));
        body(ops)
    };
    let bytes = |filler: usize| change(filler).encode().bytes.len();
    let filler = 50_000 + CHANGE_BYTES_MAX - bytes(50_000);
    assert_eq!(bytes(filler), CHANGE_BYTES_MAX);
    assert_eq!(said(&change(filler)), Ok(()));
    assert_eq!(bytes(filler + 1), CHANGE_BYTES_MAX + 1);
    assert_eq!(said(&change(filler + 1)), Err(Refusal::Size));
}
