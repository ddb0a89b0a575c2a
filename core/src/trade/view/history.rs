//! 修改历史: what each change of a record did, folded from the changes of its documents as they lie on the disk. Nothing of
//! it is stored; whoever reads the changes hands them in. It judges nothing and says no sentence.

mod fold;

use std::collections::{BTreeMap, BTreeSet};

use super::{RecordHistory, Revised, Revision, Scene, telling};
use crate::change::Body;
use crate::face::{involved, looks};
use crate::fact::{Facts, Statement};
use crate::id::{ChangeHash, DeviceId, DocId, PersonId, RecordId};
use crate::read::{DocMeta, Kept};
use crate::record::Record;
use crate::record_type::RecordType;
use crate::time::Millis;
use crate::tolerant::Fields;
use fold::Fold;

/// Revisions that a history shows, the birth among them: more than anybody reads, and few enough for one message to a page.
pub const REVISIONS_MAX: usize = 50;
/// Bytes of all values in it: as much as a page takes in without a pause. The newest revision is always shown.
const VALUE_BYTES_MAX: usize = 512 << 10;

/// A change as it lies on the disk.
#[derive(Debug, Clone, Copy)]
pub struct Sealed<'a> {
    /// Its document.
    pub doc: DocId,
    /// Its hash.
    pub hash: ChangeHash,
    /// Who wrote it.
    pub device: DeviceId,
    /// When, by the clock of that device.
    pub at: Millis,
    /// What it builds on.
    pub deps: &'a [ChangeHash],
    /// Counter of its last operation.
    pub max_op: u64,
    /// The change itself.
    pub body: &'a [u8],
}

/// The documents whose changes tell a record's history: its own, and those where facts about it lie. `None` when the one
/// who looks holds or sees no such record.
pub fn history_docs(scene: &Scene<'_>, record: RecordId) -> Option<(DocId, BTreeSet<DocId>)> {
    let found = seen(scene, record)?;
    Some((found.doc, fact_docs(&scene.model.facts, record, &found.meta).chain([found.doc]).collect()))
}

fn seen<'a>(scene: &Scene<'a>, record: RecordId) -> Option<&'a Kept> {
    // what many write is nobody's draft, and one that was thrown away waits on its paper to be put back
    let shown = |found: &&Kept| match found.record_type {
        RecordType::Paragraph => true,
        of => of.says().work && scene.sees(found),
    };
    scene.model.find(record).filter(shown)
}

fn fact_docs<'a>(facts: &'a Facts, record: RecordId, of: &'a DocMeta) -> impl Iterator<Item = DocId> + 'a {
    let about = move |statement: &Statement| match statement {
        Statement::Submitted { record: other, .. } | Statement::Deleted { record: other, .. } => *other == record,
        Statement::SamePerson { .. } | Statement::SameWork { .. } => false,
    };
    let beside = facts.iter().filter(|fact| fact.kind == of.kind && fact.owner == of.owner);
    beside.filter(move |fact| about(&fact.statement)).map(|fact| fact.doc)
}

/// The history of a record as it stands, from every change of its [`history_docs`] in any order. A colleague's begins
/// where it was handed in: what was written before was theirs alone.
pub fn record_history(scene: &Scene<'_>, record: &Record, mut changes: Vec<Sealed<'_>>) -> Option<RecordHistory> {
    let found = seen(scene, record.id)?;
    put_in_order(&mut changes);
    let mut fold = Fold::of(record, found.record_type, scene.may_change(found));
    for change in &changes {
        // what does not read any more is the disk's fault, and told where the disk is checked
        if let Ok(body) = Body::decode_kept(change.body) {
            fold.take(change, &body);
        }
    }
    let (revisions, older) = fold.told();
    let people = revisions.iter().flat_map(people_in).chain(involved(found)).collect::<BTreeSet<_>>();
    Some(RecordHistory {
        record: record.id,
        record_type: found.record_type,
        title: looks(scene.model, found).map(|looks| looks.title).unwrap_or_default(),
        mine: scene.may_change(found),
        telling: telling(scene.model, Some(scene.guide), people),
        revisions,
        older,
    })
}

/// Oldest first. No change comes before one that it builds on, whatever the clocks said: none is taken for older than
/// those. Of changes that did not know of each other the clock decides, also across documents.
fn put_in_order(changes: &mut [Sealed<'_>]) {
    changes.sort_by_key(|change| (change.max_op, change.hash));
    let mut times: BTreeMap<ChangeHash, Millis> = BTreeMap::new();
    for change in changes.iter() {
        let before = change.deps.iter().filter_map(|dep| times.get(dep)).max().copied();
        times.insert(change.hash, before.map_or(change.at, |before| before.max(change.at)));
    }
    changes.sort_by_key(|change| (times.get(&change.hash).copied(), change.max_op, change.hash));
}

/// Everybody whom a revision names, in a key or as a value.
fn people_in(revision: &Revision) -> Vec<PersonId> {
    let named = |fields: &Fields| -> Vec<PersonId> {
        let texts = fields.iter().flat_map(|(key, value)| key.split('/').chain(value.as_str()));
        texts.filter_map(|text| text.parse().ok()).collect()
    };
    let of = |field: &Revised| -> Vec<PersonId> {
        field.was.iter().map(|older| &older.fields).chain([&field.now]).flat_map(named).collect()
    };
    revision.fields.iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_behind_makes_no_change_older_than_those_that_it_builds_on() {
        let hash = |n: u8| ChangeHash([n; 32]);
        let (none, first, second) = (Vec::new(), vec![hash(1)], vec![hash(2)]);
        let of = |n: u8, at: i64, deps, max_op| {
            let (doc, device) = (DocId([9; 16]), DeviceId([n; 16]));
            Sealed { doc, hash: hash(n), device, at: Millis(at), deps, max_op, body: &[] }
        };
        // 2 was written by a phone whose clock is behind; 4 at the same time as 2 and 3, on another one
        let mut all = [of(4, 600, &first, 4), of(3, 700, &second, 6), of(2, 5, &first, 5), of(1, 500, &none, 3)];
        put_in_order(&mut all);
        assert_eq!(all.map(|change| change.hash), [hash(1), hash(2), hash(4), hash(3)]);
    }
}
