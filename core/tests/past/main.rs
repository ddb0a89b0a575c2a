//! A change is judged in the document as its writer had it. Many devices write in one document, merge and branch; then
//! visitors build on every part of its history, honestly and not. The judge, who walks, says what the oracle says, who
//! rebuilds; and says it at last however small the budget of each request is.

mod bound;
mod oracle;

use std::collections::BTreeMap;

use studio_core::access::{DocKind, Role};
use studio_core::change::{Body, Obj, Op, Write};
use studio_core::decision::{By, Decision, Device, Grant, What};
use studio_core::doc::{Descriptor, genesis, records_op};
use studio_core::envelope::{Envelope, Signer};
use studio_core::id::{Actor, ChangeHash, DecisionId, DeviceId, DocId, PersonId, RecordId, StudioId};
use studio_core::ingest::{Budget, History, Judge, Judgement, Pasts};
use studio_core::limits::STEPS_AN_ENVELOPE;
use studio_core::record::{OpId, TYPE_KEY};
use studio_core::refusal::Refusal;
use studio_core::sign::Secret;
use studio_core::state::{DocState, StudioState};
use studio_core::store::StoreError;
use studio_core::time::Millis;

const STUDIO: StudioId = StudioId([1; 16]);
const AT: Millis = Millis(1_795_492_800_000);
/// Devices that write in the document.
const WRITERS: u8 = 5;
/// The one whose changes are judged and never taken: it has no head here.
const VISITOR: u8 = 9;
const WORLDS: u64 = 16;
const STEPS: usize = 60;
const VISITS: usize = 60;

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

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        if from.is_empty() { None } else { from.get(self.below(from.len())) }
    }
}

fn charter() -> Descriptor {
    Descriptor::shared(DocKind::Charter)
}

fn doc_id() -> DocId {
    charter().id(STUDIO)
}

/// The document here, and what each writer has of it.
struct World {
    state: StudioState,
    chunks: Vec<Vec<u8>>,
    bodies: BTreeMap<ChangeHash, Body>,
    views: Vec<DocState>,
    records: u8,
    /// Remembered from one judgement to the next, as a server does.
    pasts: Pasts,
}

impl History for World {
    fn changes(&self, _: DocId, after: u64, count_max: usize) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
        let all = (1..).zip(self.chunks.iter().cloned());
        Ok(all.skip_while(|(place, _)| *place <= after).take(count_max).collect())
    }
}

impl World {
    fn new() -> Self {
        let mut state = StudioState::new(STUDIO);
        for n in (0..WRITERS).chain([VISITOR]) {
            let (id, person) = (DeviceId([n + 1; 16]), PersonId([n + 1; 16]));
            let device = Device { device: id, person, key: secret(n).public(), name: "手机".into() };
            for (id, what) in
                [(n + 1, What::Grant(Grant { person, role: Role::Chief })), (n + 101, What::Device(device))]
            {
                state.members.apply(&Decision { id: DecisionId([id; 16]), by: By::Server, at: AT, what });
            }
        }
        let view = state.open(&charter()).clone();
        let views = vec![view; usize::from(WRITERS)];
        Self { state, chunks: Vec::new(), bodies: BTreeMap::new(), views, records: 0, pasts: Pasts::default() }
    }

    fn now(&self) -> &DocState {
        &self.state.docs[&doc_id()]
    }

    /// A writer takes what another one has.
    fn merge(&mut self, to: usize, from: usize) {
        let wanted = self.views[from].ancestors(&self.views[from].heads().iter().copied().collect::<Vec<_>>());
        let mut missing: Vec<_> = wanted.into_iter().filter(|h| self.views[to].meta(*h).is_none()).collect();
        missing.sort_by_key(|hash| (self.bodies[hash].start_op, *hash));
        for hash in missing {
            let body = self.bodies[&hash].clone();
            self.views[to].apply(hash, &body);
        }
    }

    /// A writer makes a change at the heads it knows; everybody's document here takes it, if the judge does.
    fn write(&mut self, dice: &mut Dice, n: usize) {
        let view = self.views[n].clone();
        let actor = Actor::new(DeviceId([u8::try_from(n).unwrap() + 1; 16]), [7; 8]);
        let body = self.compose(dice, &view, actor, view.heads().iter().copied().collect());
        let envelope = seal(u8::try_from(n).unwrap(), &body);
        let judged = self.judge(&envelope, &mut Pasts::default());
        let hash = envelope.hash();
        assert!(matches!(judged, Judgement::Good(_)), "an honest change: {judged:?}");
        self.take(hash, body.clone(), envelope.body);
        self.views[n].apply(hash, &body);
    }

    fn take(&mut self, hash: ChangeHash, body: Body, chunk: Vec<u8>) {
        let mut judge = Judge::default().remembering(std::mem::take(&mut self.pasts), Budget::default());
        let good = studio_core::ingest::Good { hash, body: body.clone() };
        judge.follow(&self.state, doc_id(), &good);
        self.pasts = judge.into_pasts();
        self.state.docs.apply(doc_id(), hash, &body);
        self.chunks.push(chunk);
        self.bodies.insert(hash, body);
    }

    /// A writer gives birth to a record that it does not know to be here: on a phone that stands until the server has
    /// refused it, and the greater operation wins.
    fn bear_again(&mut self, dice: &mut Dice, n: usize) {
        let (view, device) = (self.views[n].clone(), DeviceId([u8::try_from(n).unwrap() + 1; 16]));
        let strange: Vec<_> = self.now().records().map(|r| r.id).filter(|id| view.record(*id).is_none()).collect();
        let Some(record) = dice.pick(&strange) else { return };
        let actor = Actor::new(device, [7; 8]);
        let mut body =
            self.compose(dice, &DocState::new(STUDIO, charter()), actor, view.heads().iter().copied().collect());
        body.seq = view.last_of(actor).map_or(1, |(seq, _)| seq + 1);
        body.start_op = view.max_op(&body.deps) + 1;
        let born = Obj::Map(body.op_id(0));
        body.ops.truncate(2);
        body.ops[0].key = record.to_string();
        body.ops[1].obj = born;
        body.ops.push(Op { obj: born, key: "k0".into(), write: Write::Put("值".into()), pred: vec![] });
        let envelope = seal(u8::try_from(n).unwrap(), &body);
        self.take(envelope.hash(), body.clone(), envelope.body.clone());
        self.views[n].apply(envelope.hash(), &body);
    }

    /// Births, puts and deletes as they fit the document `past`.
    fn compose(&mut self, dice: &mut Dice, past: &DocState, actor: Actor, deps: Vec<ChangeHash>) -> Body {
        let seq = past.last_of(actor).map_or(1, |(seq, _)| seq + 1);
        let start_op = past.max_op(&deps) + 1;
        let mut ops = Vec::new();
        let records: Vec<_> = past.records().cloned().collect();
        if records.is_empty() || dice.below(4) == 0 {
            self.records += 1;
            let obj = Obj::Map(records_op(doc_id()));
            let key = RecordId([self.records; 16]).to_string();
            ops.push(Op { obj, key, write: Write::MakeMap, pred: vec![] });
            let obj = Obj::Map(OpId { counter: start_op, actor });
            ops.push(Op { obj, key: TYPE_KEY.into(), write: Write::Put("profile".into()), pred: vec![] });
        }
        let mut keys: Vec<String> = (0..4).map(|n| format!("k{n}")).collect();
        for _ in 0..dice.below(3) + usize::from(ops.is_empty()) {
            let (Some(record), at) = (dice.pick(&records), dice.below(keys.len())) else { break };
            let key = keys.remove(at);
            let pred: Vec<OpId> = record.fields.get(&key).into_iter().flatten().map(|v| v.op).collect();
            let deletes = !pred.is_empty() && dice.below(3) == 0;
            let write = if deletes { Write::Delete } else { Write::Put("值".into()) };
            ops.push(Op { obj: Obj::Map(record.birth), key, write, pred });
        }
        Body { actor, seq, start_op, deps, ops }
    }

    /// A change of the visitor somewhere in the history; every other one with something wrong about it.
    fn visit(&mut self, dice: &mut Dice, spoils: bool) -> Body {
        let all: Vec<ChangeHash> = self.bodies.keys().copied().chain([genesis(doc_id()).hash]).collect();
        let mut deps: Vec<ChangeHash> = (0..=dice.below(3)).filter_map(|_| dice.pick(&all).copied()).collect();
        deps.sort_unstable();
        deps.dedup();
        let past = self.past(&deps);
        let actor = Actor::new(DeviceId([VISITOR + 1; 16]), [7; 8]);
        let mut body = self.compose(dice, &past, actor, deps);
        if spoils {
            self.spoil(dice, &mut body);
        }
        body
    }

    fn past(&self, deps: &[ChangeHash]) -> DocState {
        let mut past = DocState::new(STUDIO, charter());
        let mut bodies: Vec<_> =
            self.now().ancestors(deps).into_iter().filter(|h| self.bodies.contains_key(h)).collect();
        bodies.sort_by_key(|hash| (self.bodies[hash].start_op, *hash));
        for hash in bodies {
            past.apply(hash, &self.bodies[&hash]);
        }
        past
    }

    fn spoil(&mut self, dice: &mut Dice, body: &mut Body) {
        let births: Vec<OpId> = self.now().records().map(|r| r.birth).collect();
        let puts: Vec<OpId> = self.bodies.values().map(|b| b.op_id(dice.below(b.ops.len()))).collect();
        let last = body.ops.len() - 1;
        let op = &mut body.ops[last];
        match dice.below(9) {
            0 => body.seq += 1,
            1 => body.start_op += 1,
            2 => op.obj = Obj::Map(*dice.pick(&births).expect("records")),
            3 => op.pred.extend(dice.pick(&puts)),
            4 => drop(op.pred.pop()),
            5 => op.obj = Obj::Map(*dice.pick(&puts).expect("operations")),
            6 => op.pred = dice.pick(&puts).copied().into_iter().collect(),
            7 => body.actor = Actor::new(DeviceId([VISITOR + 1; 16]), [8; 8]),
            _ => op.key = "k9".into(),
        }
        body.ops.iter_mut().for_each(|op| op.pred.sort_unstable());
        body.ops.iter_mut().for_each(|op| op.pred.dedup());
    }

    fn judge(&self, envelope: &Envelope, pasts: &mut Pasts) -> Judgement {
        let mut judge = Judge::default().remembering(std::mem::take(pasts), Budget::default());
        let judged = judge.judge(&self.state, envelope, self).expect("memory answers");
        *pasts = judge.into_pasts();
        judged
    }

    /// Asked again and again with a few steps each time, until there is an answer.
    fn judge_in_parts(&self, envelope: &Envelope, pasts: &mut Pasts) -> (Judgement, usize) {
        for asked in 1..10_000 {
            let steps = STEPS_AN_ENVELOPE + 1_000;
            let mut judge = Judge::default().remembering(std::mem::take(pasts), Budget::of(steps));
            let judged = judge.judge(&self.state, envelope, self).expect("memory answers");
            *pasts = judge.into_pasts();
            if judged != Judgement::Later {
                return (judged, asked);
            }
        }
        panic!("asking again does not end");
    }
}

fn secret(n: u8) -> Secret {
    Secret::from_seed([n + 1; 32])
}

fn seal(n: u8, body: &Body) -> Envelope {
    let secret = secret(n);
    let signer = Signer { studio: STUDIO, device: DeviceId([n + 1; 16]), secret: &secret, made_at: AT };
    Envelope::seal(signer, doc_id(), body.encode().bytes)
}

/// What was said how often.
#[derive(Default)]
struct Said(BTreeMap<String, usize>);

impl Said {
    fn note(&mut self, what: impl std::fmt::Debug) {
        *self.0.entry(format!("{what:?}")).or_default() += 1;
    }
}

#[test]
fn the_judge_who_walks_says_what_the_oracle_says_who_rebuilds() {
    let (mut said, mut in_parts) = (Said::default(), 0);
    for seed in 0..WORLDS {
        let mut dice = Dice(seed);
        let mut world = World::new();
        for _ in 0..STEPS {
            let (n, other) = (dice.below(usize::from(WRITERS)), dice.below(usize::from(WRITERS)));
            if dice.below(3) == 0 {
                world.merge(n, other);
            }
            world.write(&mut dice, n);
            if seed % 2 == 1 && dice.below(10) == 0 {
                world.bear_again(&mut dice, other);
            }
            if dice.below(8) == 0 {
                // the judge's memory grows with the document
                visit(&mut world, &mut dice, &mut said, &mut in_parts);
            }
        }
        for _ in 0..VISITS {
            visit(&mut world, &mut dice, &mut said, &mut in_parts);
        }
    }
    for wanted in ["Ok(())", "Err(Seq)", "Err(OpCounter)", "Err(Object)", "Err(Pred)"] {
        assert!(said.0.get(wanted).is_some_and(|times| *times > 20), "{wanted}: {:?}", said.0);
    }
    assert!(in_parts > 20, "budgets that do not last: {in_parts}");
}

fn visit(world: &mut World, dice: &mut Dice, said: &mut Said, in_parts: &mut usize) {
    let spoils = dice.below(2) == 0;
    let body = world.visit(dice, spoils);
    let envelope = seal(VISITOR, &body);
    if Body::decode(&envelope.body).is_err() {
        return;
    }
    let expected = oracle::check_place(&world.state, world.now(), &world.chunks, &body);
    let mut pasts = std::mem::take(&mut world.pasts);
    let remembering = world.judge(&envelope, &mut pasts);
    world.pasts = pasts;
    for judged in [remembering, world.judge(&envelope, &mut Pasts::default())] {
        is_the_same(&expected, &judged);
    }
    let (judged, asked) = world.judge_in_parts(&envelope, &mut Pasts::default());
    is_the_same(&expected, &judged);
    *in_parts += usize::from(asked > 1);
    said.note(expected);
}

fn is_the_same(expected: &Result<(), Refusal>, judged: &Judgement) {
    match (expected, judged) {
        // The schema is looked at after the place, and a spoilt key may name a type.
        (Ok(()), Judgement::Good(_) | Judgement::Refused(Refusal::Schema)) => {}
        (Err(why), Judgement::Refused(refusal)) if refusal == why => {}
        other => panic!("{other:?}"),
    }
}
