//! The checks of sync.md §6, in their order: run by the server before it appends, and by the phone
//! before it says ✓. Pure: a change is judged against the state given, and nothing is changed.

use std::collections::{BTreeMap, BTreeSet};

use crate::access::{Action, DocKind, may};
use crate::change::{Body, Obj, Op, Write};
use crate::doc::records_op;
use crate::envelope::{BODY_CHANGE, Envelope};
use crate::id::{ChangeHash, DeviceId, DocId, RecordId};
use crate::limits::{CHANGE_BYTES_MAX, MISSING_MAX};
use crate::members::KnownDevice;
use crate::record::{OpId, Record, TYPE_KEY};
use crate::refusal::{Holding, Refusal};
use crate::schema;
use crate::sign::SUITE;
use crate::state::{DocState, StudioState};
use crate::store::StoreError;

/// Gives back the changes of a document, in any order.
pub trait History {
    /// Every change chunk of the document but its genesis.
    ///
    /// # Errors
    /// When the disk does not give them.
    fn changes(&self, doc: DocId) -> Result<Vec<Vec<u8>>, StoreError>;
}

/// What the judge says of one envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// Good: may be appended and applied.
    Good(Box<Good>),
    /// Is here already.
    Known(ChangeHash),
    /// The device is unknown here (yet).
    Stranger,
    /// Builds on changes that are not here.
    Missing(Vec<ChangeHash>),
    /// Honest, but somebody must let it in.
    Held(Holding),
    /// Not to be taken, for ever.
    Refused(Refusal),
}

/// A change that passed every check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Good {
    /// Its hash.
    pub hash: ChangeHash,
    /// What it does.
    pub body: Body,
}

impl From<Refusal> for Judgement {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A judge for one request: it remembers the branches of documents that it had to rebuild.
#[derive(Debug, Default)]
pub struct Judge {
    branches: BTreeMap<DocId, DocState>,
    /// Hashes that are held, here or earlier: what builds on them is held too.
    held: BTreeSet<(DocId, ChangeHash)>,
    /// Let held work in: role and revocation are not asked.
    admitting: bool,
    /// The device that judges its own work: it knows itself, whatever decisions have arrived.
    own: Option<(DeviceId, KnownDevice)>,
}

impl Judge {
    /// A judge who knows which changes are already held.
    pub fn new(held: impl IntoIterator<Item = (DocId, ChangeHash)>) -> Self {
        Self { held: held.into_iter().collect(), ..Self::default() }
    }

    /// A judge who lets held work in that somebody admitted, if its form is right.
    pub fn admitting() -> Self {
        Self { admitting: true, ..Self::default() }
    }

    /// A device that judges its own work before it says ✓.
    pub fn own(device: DeviceId, known: KnownDevice) -> Self {
        Self { own: Some((device, known)), ..Self::admitting() }
    }

    fn device<'a>(&'a self, state: &'a StudioState, id: DeviceId) -> Option<&'a KnownDevice> {
        let own = self.own.as_ref().filter(|(device, _)| *device == id).map(|(_, known)| known);
        state.members.device(id).or(own)
    }

    /// Judges an envelope against the studio as it is.
    ///
    /// # Errors
    /// When the history of a document was needed and the disk did not give it.
    pub fn judge(
        &mut self,
        state: &StudioState,
        envelope: &Envelope,
        history: &dyn History,
    ) -> Result<Judgement, StoreError> {
        let good = match self.check_proof(state, envelope) {
            Ok(good) => good,
            Err(judgement) => return Ok(judgement),
        };
        let Some(doc) = state.docs.get(&envelope.doc) else {
            return Ok(Refusal::Descriptor.into());
        };
        if let Some(judgement) = self.check_deps(doc, &good) {
            return Ok(judgement);
        }
        let placed = if good.body.deps.iter().eq(doc.heads()) {
            check_grammar(state, doc, doc, &good, envelope)
        } else {
            let past = self.past(state, doc, &good.body.deps, history)?;
            check_grammar(state, doc, past, &good, envelope)
        };
        let judged = placed.and_then(|()| check_schema(doc, &good.body));
        Ok(match judged.and_then(|()| self.check_role(state, doc, envelope)) {
            Err(refusal) => refusal.into(),
            Ok(Some(holding)) => {
                self.held.insert((envelope.doc, good.hash));
                Judgement::Held(holding)
            }
            Ok(None) => Judgement::Good(Box::new(good)),
        })
    }

    /// Follows a change that was accepted, so that the next one of its branch is judged at once.
    pub fn follow(&mut self, doc: DocId, good: &Good) {
        if let Some(branch) = self.branches.get_mut(&doc)
            && good.body.deps.iter().eq(branch.heads())
        {
            branch.apply(good.hash, &good.body);
        }
    }

    /// Size, document, suite, device, signature, form, and that the actor is the device's.
    fn check_proof(&self, state: &StudioState, envelope: &Envelope) -> Result<Good, Judgement> {
        if envelope.body.len() > CHANGE_BYTES_MAX {
            return Err(Refusal::Size.into());
        }
        let doc = state.docs.get(&envelope.doc).ok_or(Refusal::Descriptor)?;
        let hash = envelope.hash();
        if doc.meta(hash).is_some() {
            return Err(Judgement::Known(hash));
        }
        if envelope.suite != SUITE || envelope.body_kind != BODY_CHANGE {
            return Err(Refusal::Suite.into());
        }
        let device = self.device(state, envelope.device).ok_or(Judgement::Stranger)?;
        if !envelope.is_sealed_by(state.studio, &device.key, hash) {
            return Err(Refusal::Signature.into());
        }
        let (body, hash) = Body::decode(&envelope.body)?;
        if body.actor.device() != envelope.device {
            return Err(Refusal::Actor.into());
        }
        Ok(Good { hash, body })
    }

    fn check_deps(&mut self, doc: &DocState, good: &Good) -> Option<Judgement> {
        if good.body.deps.is_empty() {
            return Some(Refusal::Deps.into());
        }
        let missing: Vec<ChangeHash> =
            good.body.deps.iter().filter(|h| doc.meta(**h).is_none()).take(MISSING_MAX).copied().collect();
        if missing.is_empty() {
            return None;
        }
        if missing.iter().any(|h| self.held.contains(&(doc.id(), *h))) {
            self.held.insert((doc.id(), good.hash));
            return Some(Judgement::Held(Holding::DependsOnHeld));
        }
        Some(Judgement::Missing(missing))
    }

    /// The document as the writer had it: rebuilt from the ancestors of `deps`, or remembered.
    fn past(
        &mut self,
        state: &StudioState,
        doc: &DocState,
        deps: &[ChangeHash],
        history: &dyn History,
    ) -> Result<&DocState, StoreError> {
        let remembered = self.branches.get(&doc.id()).is_some_and(|b| deps.iter().eq(b.heads()));
        if !remembered {
            let branch = rebuild(state, doc, deps, history)?;
            self.branches.insert(doc.id(), branch);
        }
        Ok(self.branches.entry(doc.id()).or_insert_with(|| doc.clone()))
    }

    /// Role × kind, and whether device and role still hold.
    fn check_role(&self, state: &StudioState, doc: &DocState, envelope: &Envelope) -> Result<Option<Holding>, Refusal> {
        let Some(device) = self.device(state, envelope.device) else {
            return Err(Refusal::Signature);
        };
        if doc.descriptor.kind == DocKind::Journal && doc.descriptor.owner() != Some(device.person) {
            return Err(Refusal::Role);
        }
        if self.admitting {
            return Ok(None);
        }
        if state.members.is_revoked(envelope.device) {
            return Ok(Some(Holding::Revoked));
        }
        match state.members.role_of(device.person) {
            None => Ok(Some(Holding::Ended)),
            Some(role) if may(role, Action::Write(doc.descriptor.kind)) => Ok(None),
            Some(_) => Err(Refusal::Role),
        }
    }
}

fn rebuild(
    state: &StudioState,
    doc: &DocState,
    deps: &[ChangeHash],
    history: &dyn History,
) -> Result<DocState, StoreError> {
    let wanted = doc.ancestors(deps);
    let mut branch = DocState::new(state.studio, doc.descriptor.clone());
    let mut bodies = Vec::new();
    for chunk in history.changes(doc.id())? {
        let hash = crate::envelope::change_hash(&chunk);
        if wanted.contains(&hash) {
            let body = Body::decode_kept(&chunk).map_err(|_| StoreError::Corrupt)?;
            bodies.push((body.start_op, hash, body));
        }
    }
    bodies.sort_by_key(|(start_op, hash, _)| (*start_op, *hash));
    for (_, hash, body) in bodies {
        branch.apply(hash, &body);
    }
    Ok(branch)
}

/// Check 6: the place of the change in its document. `now` is the document as it is here, `past`
/// as the writer had it.
fn check_grammar(
    state: &StudioState,
    now: &DocState,
    past: &DocState,
    good: &Good,
    envelope: &Envelope,
) -> Result<(), Refusal> {
    let body = &good.body;
    match now.last_of(body.actor) {
        None if body.seq == 1 => {}
        Some((seq, last)) if body.seq == seq + 1 && past.meta(last).is_some() => {}
        _ => return Err(Refusal::Seq),
    }
    if body.start_op != past.max_op(&body.deps) + 1 {
        return Err(Refusal::OpCounter);
    }
    if now.heads_of_device(envelope.device, &body.deps) > 0 {
        return Err(Refusal::SecondHead);
    }
    check_ops(state, now, past, body)
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

/// A record's id is born once in a studio, whatever the document: or one member's record could
/// stand in another's place wherever records are named by id.
fn check_birth(state: &StudioState, op: &Op) -> Result<(), Refusal> {
    if op.write != Write::MakeMap {
        return Err(Refusal::OpKind);
    }
    let id: RecordId = op.key.parse().map_err(|_| Refusal::Key)?;
    if id.to_string() != op.key {
        return Err(Refusal::Key);
    }
    if state.record(id).is_some() {
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

/// Check 7: a record is born with its type, the type fits the document and never changes.
fn check_schema(doc: &DocState, body: &Body) -> Result<(), Refusal> {
    let records = Obj::Map(records_op(doc.id()));
    let mut untyped: BTreeSet<Obj> = BTreeSet::new();
    for (index, op) in body.ops.iter().enumerate() {
        if op.obj == records {
            untyped.insert(Obj::Map(body.op_id(index)));
        } else if op.key == TYPE_KEY {
            let Write::Put(value) = &op.write else {
                return Err(Refusal::Schema);
            };
            let fits = value.as_str().is_some_and(|word| schema::fits(word, doc.descriptor.kind));
            if !untyped.remove(&op.obj) || !fits {
                return Err(Refusal::Schema);
            }
        }
    }
    if untyped.is_empty() { Ok(()) } else { Err(Refusal::Schema) }
}

/// Whether a device of the studio truly made what it sealed: only then may a refusal be
/// remembered, or a stranger could have honest work refused in advance.
pub fn is_authored(state: &StudioState, envelope: &Envelope) -> bool {
    let sealed = state
        .members
        .device(envelope.device)
        .is_some_and(|device| envelope.is_sealed_by(state.studio, &device.key, envelope.hash()));
    // The kind of body stands outside the signature: anybody can change it, so it proves nothing.
    sealed
        && envelope.body_kind == BODY_CHANGE
        && Body::decode(&envelope.body).is_ok_and(|(body, _)| body.actor.device() == envelope.device)
}
