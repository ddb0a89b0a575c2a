//! The checks of PROTOCOL §11, in their order: run by the server before it appends, and by the phone
//! before it says ✓. Pure: a change is judged against the state given, and nothing is changed.

use std::collections::BTreeSet;

use crate::access::{Action, DocKind, may};
use crate::change::{Body, Obj, Op, Write};
use crate::doc::records_op;
use crate::envelope::{BODY_CHANGE, Envelope};
use crate::id::{ChangeHash, DeviceId, DocId, RecordId};
use crate::limits::{CHANGE_BYTES_MAX, MISSING_MAX, STEPS_A_LOOK, STEPS_AN_ENVELOPE, STEPS_AN_OP, bytes_in_steps};
use crate::members::KnownDevice;
use crate::record::{OpId, TYPE_KEY};
use crate::refusal::{Holding, Refusal};
use crate::schema;
use crate::sign::SUITE;
use crate::state::{DocState, StudioState};
use crate::store::StoreError;

mod budget;
mod past;
mod replaced;
mod walk;

pub use budget::Budget;
pub use past::Pasts;

use budget::Spent;
use past::Past;

/// Gives back the changes of a document, each after what it builds on.
pub trait History {
    /// Change chunks of the document without its genesis, each with its place: those with a place above `after`, about
    /// `count_max` of them, and at least one if there are any. Places ascend.
    ///
    /// # Errors
    /// When the disk does not give them.
    fn changes(&self, doc: DocId, after: u64, count_max: usize) -> Result<Vec<(u64, Vec<u8>)>, StoreError>;
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
    /// The budget is used up: not judged, to be asked again.
    Later,
}

/// A change that passed every check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Good {
    /// Its hash.
    pub hash: ChangeHash,
    /// What it does.
    pub body: Body,
}

/// Why a change does not pass.
pub(crate) enum No {
    Refused(Refusal),
    Spent,
    Store(StoreError),
}

impl From<Refusal> for No {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Spent> for No {
    fn from(_: Spent) -> Self {
        Self::Spent
    }
}

impl From<StoreError> for No {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Refusal> for Judgement {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Spent> for Judgement {
    fn from(_: Spent) -> Self {
        Self::Later
    }
}

/// A judge for one request.
#[derive(Debug, Default)]
pub struct Judge {
    pasts: Pasts,
    budget: Budget,
    /// The author of what was judged last is proven.
    proven: bool,
    /// Let held work in: role and revocation are not asked.
    admitting: bool,
    /// The device that judges its own work: it knows itself, whatever decisions have arrived.
    own: Option<(DeviceId, KnownDevice)>,
}

impl Judge {
    /// A judge who lets held work in that somebody admitted, if its form is right.
    pub fn admitting() -> Self {
        Self { admitting: true, ..Self::default() }
    }

    /// A device that judges its own work before it says ✓.
    pub fn own(device: DeviceId, known: KnownDevice) -> Self {
        Self { own: Some((device, known)), ..Self::admitting() }
    }

    /// With what earlier judges remembered, and so many steps to spend.
    #[must_use]
    pub fn remembering(self, pasts: Pasts, budget: Budget) -> Self {
        Self { pasts, budget, ..self }
    }

    /// What it remembers, within its bound.
    pub fn into_pasts(mut self) -> Pasts {
        self.pasts.trim();
        self.pasts
    }

    /// What is left to spend.
    pub fn budget(&mut self) -> &mut Budget {
        &mut self.budget
    }

    /// Whether a device of the studio truly made what was judged last: only then may a refusal be remembered, or a
    /// stranger could have honest work refused in advance.
    pub fn is_proven(&self) -> bool {
        self.proven
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
        self.proven = false;
        let good = match self.check_proof(state, envelope) {
            Ok(good) => good,
            Err(judgement) => return Ok(judgement),
        };
        self.proven = true;
        let Some(doc) = state.docs.get(&envelope.doc) else {
            return Ok(Refusal::Descriptor.into());
        };
        if let Some(judgement) = check_deps(doc, &good) {
            return Ok(judgement);
        }
        let placed = self.check_place(state, doc, &good, history);
        let judged = placed.and_then(|()| Ok(check_schema(doc, &good.body)?));
        match judged.and_then(|()| Ok(self.check_role(state, doc, envelope)?)) {
            Err(No::Refused(refusal)) => Ok(refusal.into()),
            Err(No::Spent) => Ok(Judgement::Later),
            Err(No::Store(error)) => Err(error),
            Ok(Some(holding)) => Ok(Judgement::Held(holding)),
            Ok(None) => Ok(Judgement::Good(Box::new(good))),
        }
    }

    /// Follows a change that the document is about to take, so that it need not be read again from the log.
    pub fn follow(&mut self, state: &StudioState, doc: DocId, good: &Good) {
        if let Some(now) = state.docs.get(&doc) {
            self.pasts.follow(now, &good.body);
        }
    }

    fn check_place(
        &mut self,
        state: &StudioState,
        now: &DocState,
        good: &Good,
        history: &dyn History,
    ) -> Result<(), No> {
        self.budget.pay(STEPS_A_LOOK * now.heads().len() as u64);
        let mut past = Past::at(now, &good.body.deps, &mut self.pasts, history, &mut self.budget)?;
        check_grammar(state, now, &mut past, &good.body)
    }

    /// Size, document, suite, device, signature, form, and that the actor is the device's.
    fn check_proof(&mut self, state: &StudioState, envelope: &Envelope) -> Result<Good, Judgement> {
        if envelope.body.len() > CHANGE_BYTES_MAX {
            return Err(Refusal::Size.into());
        }
        let doc = state.docs.get(&envelope.doc).ok_or(Refusal::Descriptor)?;
        let hash = envelope.hash();
        if doc.meta(hash).is_some() {
            return Err(Judgement::Known(hash));
        }
        self.budget.begin(STEPS_AN_ENVELOPE + bytes_in_steps(envelope.body.len()))?;
        if envelope.suite != SUITE || envelope.body_kind != BODY_CHANGE {
            return Err(Refusal::Suite.into());
        }
        let device = self.device(state, envelope.device).ok_or(Judgement::Stranger)?;
        if !envelope.is_sealed_by(state.studio, &device.key, hash) {
            return Err(Refusal::Signature.into());
        }
        self.budget.pay(STEPS_AN_OP * Body::claimed_ops(&envelope.body));
        let (body, hash) = Body::decode(&envelope.body)?;
        if body.actor.device() != envelope.device {
            return Err(Refusal::Actor.into());
        }
        Ok(Good { hash, body })
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

fn check_deps(doc: &DocState, good: &Good) -> Option<Judgement> {
    if good.body.deps.is_empty() {
        return Some(Refusal::Deps.into());
    }
    let missing = good.body.deps.iter().filter(|h| doc.meta(**h).is_none());
    let missing: Vec<ChangeHash> = missing.take(MISSING_MAX).copied().collect();
    (!missing.is_empty()).then_some(Judgement::Missing(missing))
}

/// Check 6: the place of the change in its document. `now` is the document as it is here, `past`
/// as the writer had it.
fn check_grammar(state: &StudioState, now: &DocState, past: &mut Past<'_>, body: &Body) -> Result<(), No> {
    match now.last_of(body.actor) {
        None if body.seq == 1 => {}
        Some((seq, last)) if body.seq == seq + 1 && past.has(last)? => {}
        _ => return Err(Refusal::Seq.into()),
    }
    if body.start_op != now.max_op(&body.deps) + 1 {
        return Err(Refusal::OpCounter.into());
    }
    if now.heads_of_device(body.actor.device(), &body.deps) > 0 {
        return Err(Refusal::SecondHead.into());
    }
    check_ops(state, now, past, body)
}

fn check_ops(state: &StudioState, now: &DocState, past: &mut Past<'_>, body: &Body) -> Result<(), No> {
    let mut written: BTreeSet<(Obj, &str)> = BTreeSet::new();
    let mut born: BTreeSet<OpId> = BTreeSet::new();
    for (index, op) in body.ops.iter().enumerate() {
        if !written.insert((op.obj, &op.key)) {
            return Err(Refusal::Key.into());
        }
        let Obj::Map(obj) = op.obj else {
            return Err(Refusal::Object.into());
        };
        if obj == records_op(now.id()) {
            check_birth(state, op)?;
            born.insert(body.op_id(index));
        } else if born.contains(&obj) {
            check_field(&[], op)?;
        } else {
            check_old_field(past, obj, op)?;
        }
    }
    Ok(())
}

/// A field of a record that was there before.
fn check_old_field(past: &mut Past<'_>, obj: OpId, op: &Op) -> Result<(), No> {
    past.read_values()?;
    if !past.has_record(obj)? {
        return Err(Refusal::Object.into());
    }
    Ok(check_field(&past.visible(obj, &op.key)?, op)?)
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

fn check_field(visible: &[OpId], op: &Op) -> Result<(), Refusal> {
    if op.write == Write::MakeMap {
        return Err(Refusal::OpKind);
    }
    if visible == op.pred { Ok(()) } else { Err(Refusal::Pred) }
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

/// Whether a device of the studio truly made what it sealed: what a run brings is taken of nobody else.
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
