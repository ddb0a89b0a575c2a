//! How a change's place was checked before: the document is rebuilt as its writer had it, and asked. Slow and obvious.

use std::collections::BTreeSet;

use studio_core::change::{Body, Obj, Op, Write};
use studio_core::doc::records_op;
use studio_core::envelope::change_hash;
use studio_core::id::RecordId;
use studio_core::record::{OpId, Record};
use studio_core::refusal::Refusal;
use studio_core::state::{DocState, StudioState};

/// What the check of the place says; `chunks` are the document's changes in any order.
pub(crate) fn check_place(state: &StudioState, now: &DocState, chunks: &[Vec<u8>], body: &Body) -> Result<(), Refusal> {
    let past = rebuild(state, now, chunks, body);
    match now.last_of(body.actor) {
        None if body.seq == 1 => {}
        Some((seq, last)) if body.seq == seq + 1 && past.meta(last).is_some() => {}
        _ => return Err(Refusal::Seq),
    }
    if body.start_op != past.max_op(&body.deps) + 1 {
        return Err(Refusal::OpCounter);
    }
    if now.heads_of_device(body.actor.device(), &body.deps) > 0 {
        return Err(Refusal::SecondHead);
    }
    check_ops(state, now, &past, body)
}

fn rebuild(state: &StudioState, now: &DocState, chunks: &[Vec<u8>], body: &Body) -> DocState {
    let wanted = now.ancestors(&body.deps);
    let of = |chunk: &Vec<u8>| (change_hash(chunk), Body::decode_kept(chunk).expect("was taken"));
    let mut bodies: Vec<_> = chunks.iter().map(of).filter(|(hash, _)| wanted.contains(hash)).collect();
    bodies.sort_by_key(|(hash, body)| (body.start_op, *hash));
    let mut past = DocState::new(state.studio, now.descriptor.clone());
    for (hash, body) in bodies {
        past.apply(hash, &body);
    }
    past
}

fn check_ops(state: &StudioState, now: &DocState, past: &DocState, body: &Body) -> Result<(), Refusal> {
    let mut written: BTreeSet<(Obj, &str)> = BTreeSet::new();
    let mut born: BTreeSet<OpId> = BTreeSet::new();
    for (index, op) in body.ops.iter().enumerate() {
        if !written.insert((op.obj, &op.key)) {
            return Err(Refusal::Key);
        }
        let Obj::Map(obj) = op.obj else {
            return Err(Refusal::Object);
        };
        if obj == records_op(now.id()) {
            check_birth(state, op)?;
            born.insert(body.op_id(index));
        } else if born.contains(&obj) {
            check_field(None, op)?;
        } else {
            check_field(Some(past.born_by(obj).ok_or(Refusal::Object)?), op)?;
        }
    }
    Ok(())
}

fn check_birth(state: &StudioState, op: &Op) -> Result<(), Refusal> {
    if op.write != Write::MakeMap {
        return Err(Refusal::OpKind);
    }
    let id: RecordId = op.key.parse().map_err(|_| Refusal::Key)?;
    if id.to_string() != op.key {
        return Err(Refusal::Key);
    }
    if state.docs.values().any(|doc| doc.record(id).is_some()) {
        return Err(Refusal::SecondBirth);
    }
    if op.pred.is_empty() { Ok(()) } else { Err(Refusal::Pred) }
}

fn check_field(record: Option<&Record>, op: &Op) -> Result<(), Refusal> {
    if op.write == Write::MakeMap {
        return Err(Refusal::OpKind);
    }
    let visible = record.and_then(|r| r.fields.get(&op.key)).map(Vec::as_slice).unwrap_or_default();
    if visible.iter().map(|v| v.op).eq(op.pred.iter().copied()) { Ok(()) } else { Err(Refusal::Pred) }
}
