//! The change codec: automerge's type-1 chunk ↔ flat operations. It judges the form of a change
//! (rules 6 to 10 of PROTOCOL §11: what can be said without its document), never its place in a document.

use std::num::NonZeroU64;
use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::legacy::{Key, ObjectId, OpId as AmOpId, OpType};
use automerge::{ActorId, Change, ExpandedChange, ObjType, ScalarValue};
use sha2::{Digest, Sha256};

use crate::id::{Actor, ChangeHash};
use crate::limits::{
    CHANGE_BYTES_MAX, DEPS_MAX, KEY_BYTES_MAX, OP_COUNTER_MAX, OPS_MAX, TEXT_BYTES_MAX, TEXT_CHARS_MAX,
};
use crate::record::{OpId, Scalar};
use crate::refusal::Refusal;

mod chunk;

/// The object that an operation writes into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obj {
    /// The root: written by the genesis alone.
    Root,
    /// The map made by this operation: `records` or one record.
    Map(OpId),
}

/// What an operation does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Makes a map under the key.
    MakeMap,
    /// Puts a scalar.
    Put(Scalar),
    /// Takes the values named by `pred` away.
    Delete,
}

/// One operation; its id is the change's `start_op` plus its place, and the change's actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Op {
    /// Into which object.
    pub obj: Obj,
    /// Under which key.
    pub key: String,
    /// What it does.
    pub write: Write,
    /// The operations it replaces, ascending.
    pub pred: Vec<OpId>,
}

/// A change, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Who made it.
    pub actor: Actor,
    /// Its number among the actor's changes, from 1.
    pub seq: u64,
    /// Counter of its first operation.
    pub start_op: u64,
    /// Hashes it builds on, ascending.
    pub deps: Vec<ChangeHash>,
    /// Its operations in order.
    pub ops: Vec<Op>,
}

/// A change's bytes (one uncompressed automerge chunk) and their hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    /// The chunk.
    pub bytes: Vec<u8>,
    /// SHA-256 of its type, length and data.
    pub hash: ChangeHash,
}

impl Body {
    /// The id of the operation at a place.
    pub fn op_id(&self, index: usize) -> OpId {
        OpId { counter: self.start_op + index as u64, actor: self.actor }
    }

    /// Counter of the last operation.
    pub fn max_op(&self) -> u64 {
        self.start_op + (self.ops.len() as u64).saturating_sub(1)
    }

    /// Whether it gave birth to the record of this birth, or wrote in it.
    pub fn touches(&self, birth: OpId) -> bool {
        self.ops.iter().enumerate().any(|(index, op)| op.obj == Obj::Map(birth) || self.op_id(index) == birth)
    }

    /// The chunk that says this.
    pub fn encode(&self) -> Encoded {
        let change = Change::from(self.expand());
        Encoded { bytes: change.raw_bytes().to_vec(), hash: ChangeHash(change.hash().0) }
    }

    fn expand(&self) -> ExpandedChange {
        ExpandedChange {
            operations: self.ops.iter().map(expand_op).collect(),
            actor_id: ActorId::from(self.actor.0.as_slice()),
            hash: None,
            seq: self.seq,
            start_op: NonZeroU64::new(self.start_op).unwrap_or(NonZeroU64::MIN),
            time: 0,
            message: None,
            deps: self.deps.iter().map(|h| automerge::ChangeHash(h.0)).collect(),
            extra_bytes: Vec::new(),
            author: None,
        }
    }

    /// Reads a chunk from outside.
    ///
    /// # Errors
    /// The [`Refusal`] that names the first broken rule of form.
    pub fn decode(bytes: &[u8]) -> Result<(Self, ChangeHash), Refusal> {
        if bytes.len() > CHANGE_BYTES_MAX {
            return Err(Refusal::Size);
        }
        let hash = chunk::check(bytes)?;
        let expanded = catch_unwind(AssertUnwindSafe(|| reencoded(bytes)))
            .map_err(|_| Refusal::Malformed)?
            .ok_or(Refusal::Malformed)?;
        let body = flatten(expanded)?;
        body.check_form()?;
        Ok((body, hash))
    }

    /// Operations and predecessors that a chunk claims to hold, at the most what [`Self::decode`] would parse: told
    /// without parsing.
    pub fn claimed_ops(bytes: &[u8]) -> u64 {
        chunk::rows_claimed(bytes)
    }

    /// What a chunk that this side has checked before builds on, without parsing it.
    pub fn deps_kept(bytes: &[u8]) -> Vec<ChangeHash> {
        chunk::deps(bytes)
    }

    /// Reads a chunk that this side has checked before and kept.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] when the disk gave back something else.
    pub fn decode_kept(bytes: &[u8]) -> Result<Self, Refusal> {
        let change = Change::try_from(bytes).map_err(|_| Refusal::Malformed)?;
        flatten(change.decode())
    }

    fn check_form(&self) -> Result<(), Refusal> {
        let sorted = self.deps.windows(2).all(|pair| pair.first() < pair.last());
        if self.deps.len() > DEPS_MAX || !sorted {
            return Err(Refusal::Deps);
        }
        if self.ops.is_empty() || self.ops.len() > OPS_MAX {
            return Err(Refusal::OpCount);
        }
        if self.max_op() > OP_COUNTER_MAX {
            return Err(Refusal::OpCounter);
        }
        let mut text_bytes = 0;
        for op in &self.ops {
            text_bytes += op.check_form()?;
        }
        if text_bytes > TEXT_BYTES_MAX { Err(Refusal::TextTooLong) } else { Ok(()) }
    }
}

impl Op {
    /// The bytes of its text, if its form is right.
    fn check_form(&self) -> Result<usize, Refusal> {
        if self.key.is_empty() || self.key.len() > KEY_BYTES_MAX {
            return Err(Refusal::Key);
        }
        match &self.write {
            Write::Put(Scalar::Str(text)) if text.chars().count() > TEXT_CHARS_MAX => Err(Refusal::TextTooLong),
            Write::Put(Scalar::Str(text)) => Ok(text.len()),
            Write::Put(Scalar::Bytes(bytes)) => Ok(bytes.len()),
            Write::Put(_) | Write::MakeMap => Ok(0),
            Write::Delete if self.pred.is_empty() => Err(Refusal::Pred),
            Write::Delete => Ok(0),
        }
    }
}

/// Decodes under automerge and encodes again; `None` when the bytes are not what automerge itself
/// would write (600,000 resealed damages: this and the grammar stop all of them).
fn reencoded(bytes: &[u8]) -> Option<ExpandedChange> {
    let expanded = Change::try_from(bytes).ok()?.decode();
    (Change::from(expanded.clone()).raw_bytes() == bytes).then_some(expanded)
}

fn expand_op(op: &Op) -> automerge::legacy::Op {
    automerge::legacy::Op {
        action: match &op.write {
            Write::MakeMap => OpType::Make(ObjType::Map),
            Write::Put(value) => OpType::Put(to_automerge(value)),
            Write::Delete => OpType::Delete,
        },
        obj: match op.obj {
            Obj::Root => ObjectId::Root,
            Obj::Map(id) => ObjectId::Id(expand_id(id)),
        },
        key: Key::Map(op.key.as_str().into()),
        pred: op.pred.iter().copied().map(expand_id).collect(),
        insert: false,
    }
}

fn expand_id(id: OpId) -> AmOpId {
    AmOpId::new(id.counter, &ActorId::from(id.actor.0.as_slice()))
}

fn to_automerge(value: &Scalar) -> ScalarValue {
    match value {
        Scalar::Str(text) => ScalarValue::Str(text.as_str().into()),
        Scalar::Int(number) => ScalarValue::Int(*number),
        Scalar::Bool(flag) => ScalarValue::Boolean(*flag),
        Scalar::Bytes(bytes) => ScalarValue::Bytes(bytes.clone()),
    }
}

fn flatten(expanded: ExpandedChange) -> Result<Body, Refusal> {
    let plain = expanded.time == 0
        && expanded.message.is_none()
        && expanded.extra_bytes.is_empty()
        && expanded.author.is_none();
    if !plain {
        return Err(Refusal::Ornament);
    }
    Ok(Body {
        actor: actor(&expanded.actor_id)?,
        seq: expanded.seq,
        start_op: expanded.start_op.get(),
        deps: expanded.deps.iter().map(|h| ChangeHash(h.0)).collect(),
        ops: expanded.operations.into_iter().map(flatten_op).collect::<Result<_, _>>()?,
    })
}

fn flatten_op(op: automerge::legacy::Op) -> Result<Op, Refusal> {
    if op.insert {
        return Err(Refusal::OpKind);
    }
    let Key::Map(key) = op.key else {
        return Err(Refusal::OpKind);
    };
    Ok(Op {
        obj: match op.obj {
            ObjectId::Root => Obj::Root,
            ObjectId::Id(id) => Obj::Map(flatten_id(&id)?),
        },
        key: key.to_string(),
        write: match op.action {
            OpType::Make(ObjType::Map) => Write::MakeMap,
            OpType::Put(value) => Write::Put(scalar(value)?),
            OpType::Delete => Write::Delete,
            _ => return Err(Refusal::OpKind),
        },
        pred: op.pred.iter().map(flatten_id).collect::<Result<_, _>>()?,
    })
}

fn scalar(value: ScalarValue) -> Result<Scalar, Refusal> {
    match value {
        ScalarValue::Str(text) => Ok(Scalar::Str(text.to_string())),
        ScalarValue::Int(number) => Ok(Scalar::Int(number)),
        ScalarValue::Boolean(flag) => Ok(Scalar::Bool(flag)),
        ScalarValue::Bytes(bytes) => Ok(Scalar::Bytes(bytes)),
        _ => Err(Refusal::OpKind),
    }
}

fn actor(id: &ActorId) -> Result<Actor, Refusal> {
    id.to_bytes().try_into().map(Actor).map_err(|_| Refusal::Actor)
}

fn flatten_id(id: &AmOpId) -> Result<OpId, Refusal> {
    Ok(OpId { counter: id.counter(), actor: actor(id.actor())? })
}

/// SHA-256 of some bytes.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
