//! What a hostile request may cost, counted in steps: long histories, many dependencies, the same again and again.

use studio_core::change::{Body, Obj, Op, Write};
use studio_core::doc::{genesis, records_op};
use studio_core::envelope::change_hash;
use studio_core::id::{Actor, ChangeHash, DeviceId, RecordId};
use studio_core::ingest::{Budget, Judge, Judgement, Pasts};
use studio_core::limits::{DEPS_MAX, ENVELOPES_LONG_MAX, REQUEST_STEPS_MAX};
use studio_core::record::{OpId, TYPE_KEY};
use studio_core::refusal::Refusal;

use crate::{VISITOR, World, doc_id, seal};

fn birth(n: usize, actor: Actor, seq: u64, start_op: u64, deps: Vec<ChangeHash>) -> Body {
    let mut id = [0; 16];
    id.iter_mut().zip(n.to_be_bytes()).for_each(|(place, byte)| *place = byte);
    let key = RecordId(id).to_string();
    let map = Op { obj: Obj::Map(records_op(doc_id())), key, write: Write::MakeMap, pred: vec![] };
    let obj = Obj::Map(OpId { counter: start_op, actor });
    let put = Op { obj, key: TYPE_KEY.into(), write: Write::Put("profile".into()), pred: vec![] };
    Body { actor, seq, start_op, deps, ops: vec![map, put] }
}

/// A document of so many changes, each with the last `width` ones as its dependencies.
fn history(changes: usize, width: usize) -> (World, Vec<ChangeHash>) {
    let mut world = World::new();
    let actor = Actor::new(DeviceId([1; 16]), [7; 8]);
    let mut hashes = vec![genesis(doc_id()).hash];
    for n in 0..changes {
        let mut deps: Vec<ChangeHash> = hashes.iter().rev().take(width).copied().collect();
        deps.sort_unstable();
        let body = birth(n, actor, n as u64 + 1, 2 * n as u64 + 3, deps);
        let chunk = body.encode().bytes;
        let hash = change_hash(&chunk);
        world.take(hash, body, chunk);
        hashes.push(hash);
    }
    (world, hashes)
}

/// Changes by the visitor's device on the newest `width` of the changes up to each of the last places, under an actor
/// whose only change the document does not know: the walk must go all the way to tell.
fn hostile(world: &World, hashes: &[ChangeHash], width: usize) -> Vec<Body> {
    let edits = |n: usize| {
        let end = hashes.len() - 1 - n;
        let mut deps: Vec<ChangeHash> = hashes[..end].iter().rev().take(width).copied().collect();
        deps.sort_unstable();
        let start_op = world.now().max_op(&deps) + 1;
        let actor = Actor::new(DeviceId([VISITOR + 1; 16]), [7; 8]);
        let first = world.now().records().next().expect("a record").birth;
        let op = Op { obj: Obj::Map(first), key: "k".into(), write: Write::Delete, pred: vec![first] };
        Body { actor, seq: 1, start_op, deps, ops: vec![op] }
    };
    (0..ENVELOPES_LONG_MAX).map(edits).collect()
}

/// Requests until every change has its verdict; the steps of the dearest.
fn requests_until_judged(world: &World, bodies: &[Body]) -> (usize, u64) {
    let envelopes: Vec<_> = bodies.iter().map(|body| seal(VISITOR, body)).collect();
    let (mut judged, mut requests, mut dearest, mut pasts) = (0, 0, 0, Pasts::default());
    while judged < envelopes.len() {
        requests += 1;
        assert!(requests <= envelopes.len(), "each request gets further");
        let mut judge = Judge::default().remembering(std::mem::take(&mut pasts), Budget::of(REQUEST_STEPS_MAX));
        for envelope in &envelopes[judged..] {
            match judge.judge(&world.state, envelope, world).expect("memory answers") {
                Judgement::Later => break,
                Judgement::Refused(Refusal::Pred) => judged += 1,
                other => panic!("{other:?}"),
            }
        }
        dearest = dearest.max(REQUEST_STEPS_MAX - judge.budget().left());
        pasts = judge.into_pasts();
    }
    (requests, dearest)
}

#[test]
fn old_dependencies_of_a_long_history_cost_one_request() {
    let (world, hashes) = history(1_750, 1);
    let (requests, dearest) = requests_until_judged(&world, &hostile(&world, &hashes, 1));
    assert_eq!(requests, 1);
    assert!(dearest < REQUEST_STEPS_MAX, "{dearest} steps");
}

#[test]
fn as_many_dependencies_as_may_be_cost_some_requests_and_none_of_them_more_than_the_budget() {
    let (world, hashes) = history(500, DEPS_MAX);
    let (requests, dearest) = requests_until_judged(&world, &hostile(&world, &hashes, DEPS_MAX));
    assert!(requests <= 4, "{requests} requests");
    assert!(dearest <= REQUEST_STEPS_MAX, "{dearest} steps");
}
