//! The oracle: automerge itself, fed with a document's changes in log order. It must show what
//! core's own register shows, conflicts included, and load again what it saved.

use automerge::{Automerge, Change, ObjId, ROOT, ReadDoc, ScalarValue, Value};
use studio_core::change::Body;
use studio_core::doc::{Descriptor, genesis};
use studio_core::envelope::change_hash;
use studio_core::id::{DocId, StudioId};
use studio_core::record::{Scalar, Visible};
use studio_core::state::{DocState, StudioState};

/// What core makes of a document's changes, each after what it builds on.
pub fn rebuild(studio: StudioId, descriptor: &Descriptor, chunks: &[Vec<u8>]) -> DocState {
    let mut doc = DocState::new(studio, descriptor.clone());
    for chunk in chunks {
        let body = Body::decode_kept(chunk).unwrap();
        doc.apply(change_hash(chunk), &body);
    }
    doc
}

/// The document as automerge makes it, saved and loaded again.
///
/// # Errors
/// In words, when automerge does not take the changes or does not load what it saved.
pub fn load(doc: DocId, chunks: &[Vec<u8>]) -> Result<Automerge, String> {
    let mut automerge = Automerge::new();
    let first = genesis(doc).bytes;
    let all = std::iter::once(&first).chain(chunks);
    let changes = all.map(|chunk| Change::try_from(chunk.as_slice())).collect::<Result<Vec<_>, _>>();
    automerge.apply_changes(changes.map_err(|e| e.to_string())?).map_err(|e| e.to_string())?;
    let again = Automerge::load(&automerge.save()).map_err(|e| format!("does not load again: {e}"))?;
    if again.get_heads() != automerge.get_heads() {
        return Err("loads again with other heads".into());
    }
    Ok(again)
}

/// Compares core's document with automerge's.
///
/// # Errors
/// The first difference, in words.
pub fn compare(doc: &DocState, chunks: &[Vec<u8>]) -> Result<(), String> {
    let automerge = load(doc.id(), chunks)?;
    let mut heads: Vec<_> = automerge.get_heads().into_iter().map(|h| h.0).collect();
    heads.sort_unstable();
    if !heads.iter().eq(doc.heads().iter().map(|h| &h.0)) {
        return Err("other heads".into());
    }
    let Ok(Some((_, records))) = automerge.get(ROOT, "records") else { return Err("no records".into()) };
    if automerge.length(&records) != doc.records().count() {
        return Err("another number of records".into());
    }
    for record in doc.records() {
        let all = automerge.get_all(&records, record.id.to_string()).map_err(|e| e.to_string())?;
        let [(_, map)] = all.as_slice() else { return Err(format!("record {} stands {} times", record.id, all.len())) };
        if automerge.length(map) != record.fields.len() {
            return Err(format!("record {} has other fields", record.id));
        }
        for (key, values) in &record.fields {
            let theirs = automerge.get_all(map, key.as_str()).map_err(|e| e.to_string())?;
            if !same(values, &theirs) {
                return Err(format!("{key} of {}: {values:?} here, {theirs:?} there", record.id));
            }
        }
    }
    Ok(())
}

fn same(ours: &[Visible], theirs: &[(Value<'_>, ObjId)]) -> bool {
    ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, (value, _))| same_value(&ours.value, value))
}

fn same_value(ours: &Scalar, theirs: &Value<'_>) -> bool {
    let Value::Scalar(theirs) = theirs else { return false };
    match (ours, theirs.as_ref()) {
        (Scalar::Str(a), ScalarValue::Str(b)) => a == b.as_str(),
        (Scalar::Int(a), ScalarValue::Int(b)) => a == b,
        (Scalar::Bool(a), ScalarValue::Boolean(b)) => a == b,
        (Scalar::Bytes(a), ScalarValue::Bytes(b)) => a == b,
        _ => false,
    }
}

/// The first difference between two pictures of a studio, in words.
pub fn difference(a: &StudioState, b: &StudioState) -> Option<String> {
    if a.members != b.members {
        return Some(format!("members: {:?} and {:?}", a.members, b.members));
    }
    let ids: std::collections::BTreeSet<_> = a.docs.keys().chain(b.docs.keys()).collect();
    for id in ids {
        match (a.docs.get(id), b.docs.get(id)) {
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) => {
                let of = |doc: &DocState| (doc.heads().clone(), doc.changes(), doc.records().count());
                return Some(format!("{:?}: {:?} and {:?}", a.descriptor, of(a), of(b)));
            }
            (Some(a), None) => return Some(format!("{:?} with {} changes only here", a.descriptor, a.changes())),
            (None, Some(b)) => return Some(format!("{:?} with {} changes only there", b.descriptor, b.changes())),
            (None, None) => {}
        }
    }
    None
}
