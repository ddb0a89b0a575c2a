//! From fields to operations, at the document's current heads. What its user never saw is not
//! overwritten: a field whose value differs from the one seen comes back as a difference.

use std::collections::BTreeMap;

use crate::access::DocKind;
use crate::change::{Body, Obj, Op, Write};
use crate::doc::records_op;
use crate::edit::{Edit, FieldEdit};
use crate::id::{Actor, DocId, RecordId};
use crate::record::{OpId, Record, Scalar, TYPE_KEY};
use crate::replica::Difference;
use crate::state::DocState;

/// Operations after which a change is closed and the next one begun: well below the limit.
const OPS_PER_CHANGE: usize = 1_500;

/// Groups of edits, each small enough for one change.
pub(super) fn portions(edits: Vec<Edit>) -> Vec<Vec<Edit>> {
    let mut all: Vec<Vec<Edit>> = Vec::new();
    let mut ops = 0;
    for edit in edits {
        let more = edit.fields.len() + 1;
        match all.last_mut() {
            Some(open) if ops + more <= OPS_PER_CHANGE => open.push(edit),
            _ => {
                all.push(vec![edit]);
                ops = 0;
            }
        }
        ops += more;
    }
    all
}

/// The change that makes these edits at the document's heads; `None` when everything is so already.
pub(super) fn compose(doc: &DocState, edits: &[Edit], actor: Actor) -> Result<Option<Body>, Vec<Difference>> {
    let mut composer = Composer { doc, actor, ops: Vec::new(), differences: Vec::new() };
    for (record, fields) in merged(edits) {
        composer.write(record, &fields);
    }
    if !composer.differences.is_empty() {
        return Err(composer.differences);
    }
    if composer.ops.is_empty() {
        return Ok(None);
    }
    Ok(Some(Body {
        actor,
        seq: doc.last_of(actor).map_or(0, |(seq, _)| seq) + 1,
        start_op: doc.max_op(doc.heads()) + 1,
        deps: doc.heads().iter().copied().collect(),
        ops: composer.ops,
    }))
}

/// Every (record, key) once: the first value seen, the last value meant.
fn merged(edits: &[Edit]) -> BTreeMap<RecordId, BTreeMap<&str, FieldEdit>> {
    let mut all: BTreeMap<RecordId, BTreeMap<&str, FieldEdit>> = BTreeMap::new();
    for edit in edits {
        let fields = all.entry(edit.record).or_default();
        for field in &edit.fields {
            fields
                .entry(&field.key)
                .and_modify(|held| held.value = field.value.clone())
                .or_insert_with(|| field.clone());
        }
    }
    all
}

struct Composer<'a> {
    doc: &'a DocState,
    actor: Actor,
    ops: Vec<Op>,
    differences: Vec<Difference>,
}

impl Composer<'_> {
    fn write(&mut self, id: RecordId, fields: &BTreeMap<&str, FieldEdit>) {
        let record = self.doc.record(id);
        let obj = match record {
            Some(record) => Obj::Map(record.birth),
            None if fields.get(TYPE_KEY).is_some_and(|f| f.value.is_some()) => self.birth(id),
            None => return self.differ_unborn(id, fields),
        };
        for field in fields.values() {
            self.write_field(obj, id, record, field);
        }
    }

    fn birth(&mut self, id: RecordId) -> Obj {
        let counter = self.doc.max_op(self.doc.heads()) + 1 + self.ops.len() as u64;
        self.ops.push(Op {
            obj: Obj::Map(records_op(self.doc.id())),
            key: id.to_string(),
            write: Write::MakeMap,
            pred: Vec::new(),
        });
        Obj::Map(OpId { counter, actor: self.actor })
    }

    fn write_field(&mut self, obj: Obj, id: RecordId, record: Option<&Record>, field: &FieldEdit) {
        let visible = record.and_then(|r| r.fields.get(&field.key)).map(Vec::as_slice).unwrap_or_default();
        let now = visible.last().map(|v| &v.value);
        if now == field.value.as_ref() && visible.len() < 2 {
            return;
        }
        if now != field.seen.as_ref() && now != field.value.as_ref() {
            self.differences.push(Difference {
                record: id,
                key: field.key.clone(),
                seen: field.seen.clone(),
                now: now.cloned(),
                mine: field.value.clone(),
            });
            return;
        }
        self.ops.push(Op {
            obj,
            key: field.key.clone(),
            write: field.value.clone().map_or(Write::Delete, Write::Put),
            pred: visible.iter().map(|v| v.op).collect(),
        });
    }

    /// Fields of a record that is not here: it was refused, or lies elsewhere.
    fn differ_unborn(&mut self, id: RecordId, fields: &BTreeMap<&str, FieldEdit>) {
        let differ = |f: &FieldEdit| Difference {
            record: id,
            key: f.key.clone(),
            seen: f.seen.clone(),
            now: None,
            mine: f.value.clone(),
        };
        self.differences.extend(fields.values().map(differ));
    }
}

/// The births in some changes of a document, by the operation that made the record: also those
/// that the document does not show, because another birth of the same record stands in their place.
pub(super) fn births_in<'a>(doc: DocId, bodies: impl IntoIterator<Item = &'a Body>) -> BTreeMap<Obj, RecordId> {
    let records = Obj::Map(records_op(doc));
    let made = |body: &'a Body| {
        body.ops.iter().enumerate().filter(move |(_, op)| op.obj == records).map(move |(n, op)| (body.op_id(n), op))
    };
    let named = |(id, op): (OpId, &Op)| Some((Obj::Map(id), op.key.parse().ok()?));
    bodies.into_iter().flat_map(made).filter_map(named).collect()
}

/// What a change meant, read back from its operations: for one that came from a file, or from a
/// former life of the log.
pub(super) fn edits_of(kind: DocKind, births: &BTreeMap<Obj, RecordId>, body: &Body) -> Vec<Edit> {
    let mut edits: BTreeMap<RecordId, Vec<FieldEdit>> = BTreeMap::new();
    for op in &body.ops {
        let Some(record) = births.get(&op.obj) else { continue };
        let value: Option<Scalar> = match &op.write {
            Write::Put(value) => Some(value.clone()),
            Write::Delete | Write::MakeMap => None,
        };
        edits.entry(*record).or_default().push(FieldEdit { key: op.key.clone(), seen: None, value });
    }
    edits.into_iter().map(|(record, fields)| Edit { kind, record, fields }).collect()
}
