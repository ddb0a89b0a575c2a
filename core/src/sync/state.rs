//! The one picture of a studio that phone and server build alike: membership from decisions, and
//! per document a multi-value register computed straight from the operations of its changes.
//! The grammar (ingest) makes that equal to automerge's own view; it is never asked to judge.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};

use crate::change::{Body, Obj, Write};
use crate::doc::{Descriptor, genesis, genesis_actor};
use crate::id::{Actor, ChangeHash, DeviceId, DocId, RecordId, StudioId};
use crate::members::Members;
use crate::record::{OpId, Record, Visible};

mod docs;
mod graph;

pub use docs::Docs;
pub(crate) use graph::{Graph, Number};

/// What is kept of a change to judge the next ones.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Meta {
    /// What it builds on.
    #[n(0)]
    pub deps: Vec<ChangeHash>,
    /// Who made it.
    #[n(1)]
    pub actor: Actor,
    /// Its number among the actor's changes.
    #[n(2)]
    pub seq: u64,
    /// Counter of its last operation.
    #[n(3)]
    pub max_op: u64,
}

impl Meta {
    /// What is kept of this change.
    pub fn of(body: &Body) -> Self {
        Self { deps: body.deps.clone(), actor: body.actor, seq: body.seq, max_op: body.max_op() }
    }
}

/// A document as its changes make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocState {
    /// What it is.
    pub descriptor: Descriptor,
    id: DocId,
    heads: BTreeSet<ChangeHash>,
    metas: BTreeMap<ChangeHash, Meta>,
    actors: BTreeMap<Actor, (u64, ChangeHash)>,
    records: BTreeMap<RecordId, Record>,
    births: BTreeMap<OpId, RecordId>,
    graph: Graph,
}

impl DocState {
    /// A document that holds its genesis and nothing else.
    pub fn new(studio: StudioId, descriptor: Descriptor) -> Self {
        let id = descriptor.id(studio);
        let mut state = Self {
            descriptor,
            id,
            heads: BTreeSet::new(),
            metas: BTreeMap::new(),
            actors: BTreeMap::new(),
            records: BTreeMap::new(),
            births: BTreeMap::new(),
            graph: Graph::default(),
        };
        let meta = Meta { deps: Vec::new(), actor: genesis_actor(id), seq: 1, max_op: 2 };
        state.note(genesis(id).hash, meta);
        state
    }

    /// The document as a store kept it: metas in any order, and its records.
    pub fn restore(
        studio: StudioId,
        descriptor: Descriptor,
        metas: Vec<(ChangeHash, Meta)>,
        records: Vec<Record>,
    ) -> Self {
        let mut state = Self::new(studio, descriptor);
        let mut metas = metas;
        metas.sort_by_key(|(hash, meta)| (meta.max_op, *hash));
        for (hash, meta) in metas {
            state.note(hash, meta);
        }
        for record in records {
            state.births.insert(record.birth, record.id);
            state.records.insert(record.id, record);
        }
        state
    }

    /// Its id.
    pub fn id(&self) -> DocId {
        self.id
    }

    /// The changes that no other change builds on.
    pub fn heads(&self) -> &BTreeSet<ChangeHash> {
        &self.heads
    }

    /// What is known of a change.
    pub fn meta(&self, hash: ChangeHash) -> Option<&Meta> {
        self.metas.get(&hash)
    }

    /// Its changes as a dense graph.
    pub(crate) fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Changes beside the genesis.
    pub fn changes(&self) -> usize {
        self.metas.len() - 1
    }

    /// The last change of an actor: its number and hash.
    pub fn last_of(&self, actor: Actor) -> Option<(u64, ChangeHash)> {
        self.actors.get(&actor).copied()
    }

    /// The greatest operation counter among some known changes.
    pub fn max_op<'a>(&self, hashes: impl IntoIterator<Item = &'a ChangeHash>) -> u64 {
        hashes.into_iter().filter_map(|h| self.metas.get(h)).map(|m| m.max_op).max().unwrap_or(0)
    }

    /// A record.
    pub fn record(&self, id: RecordId) -> Option<&Record> {
        self.records.get(&id)
    }

    /// The record that an operation gave birth to.
    pub fn born_by(&self, birth: OpId) -> Option<&Record> {
        self.records.get(self.births.get(&birth)?)
    }

    /// All records in order of their ids.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.values()
    }

    /// How many heads belong to a device, once a change on `deps` has joined them.
    pub fn heads_of_device(&self, device: DeviceId, deps: &[ChangeHash]) -> usize {
        let left = self.heads.iter().filter(|h| !deps.contains(h));
        left.filter_map(|h| self.metas.get(h)).filter(|m| m.actor.device() == device).count()
    }

    /// `hashes` and everything they build on.
    pub fn ancestors(&self, hashes: &[ChangeHash]) -> BTreeSet<ChangeHash> {
        let mut found = BTreeSet::new();
        let mut waiting: Vec<ChangeHash> = hashes.to_vec();
        while let Some(hash) = waiting.pop() {
            if found.insert(hash) {
                waiting.extend(self.metas.get(&hash).into_iter().flat_map(|m| &m.deps));
            }
        }
        found
    }

    /// Takes a change in that was judged and whose dependencies are here. Returns the records it
    /// touched. Twice is once.
    pub fn apply(&mut self, hash: ChangeHash, body: &Body) -> BTreeSet<RecordId> {
        let mut touched = BTreeSet::new();
        if self.metas.contains_key(&hash) {
            return touched;
        }
        self.note(hash, Meta::of(body));
        for (index, op) in body.ops.iter().enumerate() {
            touched.extend(self.apply_op(body.op_id(index), op));
        }
        touched
    }

    fn apply_op(&mut self, id: OpId, op: &crate::change::Op) -> Option<RecordId> {
        let Obj::Map(obj) = op.obj else { return None };
        if let Write::MakeMap = op.write {
            return self.bear(op.key.parse().ok()?, id);
        }
        let record = *self.births.get(&obj)?;
        let fields = &mut self.records.get_mut(&record)?.fields;
        let values = fields.entry(op.key.clone()).or_default();
        values.retain(|v| !op.pred.contains(&v.op));
        if let Write::Put(value) = &op.write {
            values.push(Visible { op: id, value: value.clone() });
            values.sort_by_key(|v| v.op);
        }
        if values.is_empty() {
            fields.remove(&op.key);
        }
        Some(record)
    }

    /// A record is born. A phone may hold a birth of its own that the server has yet to refuse
    /// beside a colleague's: the greater operation wins, in whatever order they came.
    fn bear(&mut self, record: RecordId, birth: OpId) -> Option<RecordId> {
        if let Some(other) = self.records.get(&record).map(|r| r.birth) {
            if other > birth {
                return None;
            }
            self.births.remove(&other);
        }
        self.births.insert(birth, record);
        let born = Record { id: record, doc: self.id, birth, fields: BTreeMap::new() };
        self.records.insert(record, born);
        Some(record)
    }

    fn note(&mut self, hash: ChangeHash, meta: Meta) {
        for dep in &meta.deps {
            self.heads.remove(dep);
        }
        self.heads.insert(hash);
        let last = self.actors.entry(meta.actor).or_insert((0, hash));
        if meta.seq > last.0 {
            *last = (meta.seq, hash);
        }
        self.graph.note(hash, &meta);
        self.metas.insert(hash, meta);
    }
}

/// A studio as its log makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudioState {
    /// Which studio.
    pub studio: StudioId,
    /// Who is in it.
    pub members: Members,
    /// Its documents.
    pub docs: Docs,
}

impl StudioState {
    /// A studio of which nothing is known yet.
    pub fn new(studio: StudioId) -> Self {
        Self { studio, members: Members::default(), docs: Docs::default() }
    }

    /// The document of a descriptor, born now if it was not here.
    pub fn open(&mut self, descriptor: &Descriptor) -> &DocState {
        let studio = self.studio;
        self.docs.open(descriptor.id(studio), || DocState::new(studio, descriptor.clone()))
    }

    /// All records with their documents.
    pub fn records(&self) -> impl Iterator<Item = (&Record, &Descriptor)> {
        self.docs.values().flat_map(|doc| doc.records().map(|r| (r, &doc.descriptor)))
    }

    /// The record with an id, wherever it lies.
    pub fn record(&self, id: RecordId) -> Option<(&Record, &Descriptor)> {
        let doc = self.docs.home(id)?;
        Some((doc.record(id)?, &doc.descriptor))
    }
}
