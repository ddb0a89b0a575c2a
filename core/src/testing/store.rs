//! The contract of the phone's disk. Each clause is a function named by what it says; it panics
//! when the store breaks it.

use crate::id::PersonId;
use crate::refusal::{Holding, Refusal};
use crate::store::{KeptWhat, Saved, Store, StoreError, Write};
use crate::testing::sample::{
    NOON, OTHER, STUDIO, aside, bookmark, decision, descriptor, doc, draft, entry, envelope, hash, identity, kept,
    log_id, meta, outgoing, record,
};
use crate::time::Millis;
use crate::wire::LastSync;

/// Runs every clause of [`Store`]'s contract. `make` gives an empty store each time; `reopen` closes
/// one and opens it again, as after a crash of the process (for one in memory: gives it back).
pub fn store_conformance<S: Store>(mut make: impl FnMut() -> S, mut reopen: impl FnMut(S) -> S) {
    let clauses: &[fn(&mut S)] = &[
        a_store_without_an_identity_has_no_studio,
        puts_replace_by_key,
        drops_remove_by_key_and_of_absent_rows_are_no_error,
        lists_come_in_their_order,
        decisions_keep_the_order_of_their_first_writing,
        a_place_changes_nothing_but_the_number,
        entries_come_in_pages,
        moved_entries_lie_in_their_former_life,
        a_dropped_document_takes_its_changes_and_records_along,
        a_later_write_of_one_commit_wins,
        two_people_keep_a_draft_of_the_same_record,
        two_studios_stay_apart,
    ];
    for clause in clauses {
        clause(&mut make());
    }
    everything_survives_reopening(make(), &mut reopen);
}

/// Writes rows, lets `damage` flip some bytes of a change's body beneath the store, and expects
/// that the store says so instead of giving the body out. `damage` gives the store back, reopened.
pub fn store_notices_damage<S: Store>(mut store: S, damage: impl FnOnce(S) -> S) {
    commit(&mut store, &everything());
    let store = damage(store);
    let said = [
        store.load(STUDIO).err(),
        store.changes(STUDIO, doc(1)).err(),
        store.change(STUDIO, doc(1), hash(1, 11)).err(),
    ];
    assert!(said.contains(&Some(StoreError::Corrupt)), "a damaged body is noticed");
    let given = store.change(STUDIO, doc(1), hash(1, 11)).ok().flatten();
    assert!(given.is_none_or(|kept| kept.envelope.hash() == kept.hash), "a damaged body is never given out");
}

fn commit(store: &mut impl Store, writes: &[Write]) {
    assert_eq!(store.commit(STUDIO, writes), Ok(()), "a healthy store commits");
}

/// The studio as it lies there; lists without a promised order are sorted.
fn load(store: &impl Store) -> Saved {
    let loaded = store.load(STUDIO);
    let Ok(Some(mut saved)) = loaded else { panic!("the studio loads, and not {loaded:?}") };
    saved.descriptors.sort();
    saved.metas.sort_by_key(|(doc, hash, _)| (*doc, *hash));
    saved.records.sort_by_key(|r| (r.doc, r.id));
    saved.fresh.sort_unstable_by_key(|(person, _)| *person);
    saved.settings.sort_unstable();
    saved
}

/// One row of every kind, and a second one where a list has an order.
fn everything() -> Vec<Write> {
    let (first, second) = (decision(9), decision(2));
    vec![
        Write::Identity(identity(1)),
        Write::Bookmark(bookmark(5)),
        Write::Descriptor(doc(1), descriptor(1)),
        Write::Descriptor(doc(2), descriptor(2)),
        Write::Change(doc(1), Box::new(kept(1, 11, Some(1)))),
        Write::Change(doc(1), Box::new(kept(1, 12, None))),
        Write::Change(doc(2), Box::new(kept(2, 11, None))),
        Write::Record(Box::new(record(1, 21, "课堂提问"))),
        Write::Record(Box::new(record(2, 21, "同一编号，另一文档"))),
        Write::Decision(first.0, first.1.clone()),
        Write::Decision(second.0, second.1),
        Write::Entry(entry(1, KeptWhat::Change(doc(1), hash(1, 11)))),
        Write::Entry(entry(2, KeptWhat::Decision(first.0))),
        Write::Entry(entry(3, KeptWhat::Stub)),
        Write::Outgoing(outgoing(1, 12, 2)),
        Write::Outgoing(outgoing(2, 11, 1)),
        Write::Aside(aside(4, None)),
        Write::Aside(aside(3, Some(Refusal::Other(60_000)))),
        Write::Draft(draft(31, NOON)),
        Write::Draft(draft(32, NOON + 1)),
        Write::Fresh(PersonId([1; 16]), Millis(NOON).into()),
        Write::Setting("text-size".into(), "大".into()),
    ]
}

fn a_store_without_an_identity_has_no_studio(store: &mut impl Store) {
    assert_eq!(store.studios(), Ok(vec![]));
    assert_eq!(store.load(STUDIO), Ok(None));
    assert_eq!(store.changes(STUDIO, doc(1)), Ok(vec![]));
    assert_eq!(store.change(STUDIO, doc(1), hash(1, 11)), Ok(None));
    assert_eq!(store.decision(STUDIO, decision(9).0), Ok(None));
    assert_eq!(store.entries(STUDIO, None, 0, usize::MAX), Ok(vec![]));
    commit(store, &[Write::Draft(draft(31, NOON))]);
    assert_eq!(store.studios(), Ok(vec![]), "a draft makes no studio");
    assert_eq!(store.load(STUDIO), Ok(None));
    commit(store, &[Write::Identity(identity(1))]);
    assert_eq!(store.studios(), Ok(vec![STUDIO]));
    let saved = load(store);
    assert_eq!(saved.drafts, [draft(31, NOON)], "what was there stays");
    assert_eq!(saved.bookmark, crate::store::Bookmark::default(), "an unwritten bookmark is an empty one");
}

fn puts_replace_by_key(store: &mut impl Store) {
    commit(store, &everything());
    let held = kept(1, 11, Some(77));
    let mut row = outgoing(1, 12, 2);
    row.held = Some(Holding::Ended);
    let renewed = crate::store::Identity { device: crate::id::DeviceId([99; 16]), ..identity(1) };
    commit(
        store,
        &[
            Write::Identity(renewed.clone()),
            Write::Bookmark(crate::store::Bookmark::default()),
            Write::Change(doc(1), Box::new(held.clone())),
            Write::Record(Box::new(record(1, 21, "改过的主题"))),
            Write::Entry(entry(3, KeptWhat::Decision(decision(2).0))),
            Write::Outgoing(row.clone()),
            Write::Aside(aside(4, Some(Refusal::Role))),
            Write::Draft(draft(31, NOON + 5)),
            Write::Fresh(
                PersonId([1; 16]),
                LastSync { at: Millis(NOON + 9), whole: Millis(NOON + 8), silent: Some(Millis(NOON)), held: 2 },
            ),
            Write::Setting("text-size".into(), "特大".into()),
        ],
    );
    let saved = load(store);
    assert_eq!(saved.identity, renewed);
    assert_eq!(saved.bookmark, crate::store::Bookmark::default());
    assert_eq!(saved.metas.len(), 3);
    assert_eq!(store.change(STUDIO, doc(1), held.hash), Ok(Some(held)));
    assert_eq!(saved.records.len(), 2);
    assert!(saved.records.contains(&record(1, 21, "改过的主题")));
    assert!(saved.records.contains(&record(2, 21, "同一编号，另一文档")), "a record's key holds its document");
    assert_eq!(saved.outgoing, [outgoing(2, 11, 1), row]);
    assert_eq!(saved.asides, [aside(3, Some(Refusal::Other(60_000))), aside(4, Some(Refusal::Role))]);
    assert_eq!(saved.drafts, [draft(31, NOON + 5), draft(32, NOON + 1)]);
    let last = LastSync { at: Millis(NOON + 9), whole: Millis(NOON + 8), silent: Some(Millis(NOON)), held: 2 };
    assert_eq!(saved.fresh, [(PersonId([1; 16]), last)]);
    assert_eq!(saved.settings, [("text-size".to_owned(), "特大".to_owned())]);
    let last = store.entries(STUDIO, None, 2, 9);
    assert_eq!(last, Ok(vec![entry(3, KeptWhat::Decision(decision(2).0))]));
}

fn drops_remove_by_key_and_of_absent_rows_are_no_error(store: &mut impl Store) {
    let drops = [
        Write::DropChange(doc(1), hash(1, 12)),
        Write::DropRecord(doc(1), record(1, 21, "").id),
        Write::DropOutgoing(doc(1), hash(1, 12)),
        Write::DropAside(3),
        Write::DropDraft(draft(31, 0).record, None),
        Write::DropFormer(log_id(1)),
        Write::DropDoc(doc(50)),
        Write::Place(doc(50), hash(1, 11), Some(3)),
        Write::Setting("text-size".into(), String::new()),
    ];
    commit(store, &[Write::Identity(identity(1))]);
    commit(store, &drops);
    assert_eq!(store.changes(STUDIO, doc(50)), Ok(vec![]), "a place makes no change");
    commit(store, &everything());
    commit(store, &drops);
    let saved = load(store);
    let mut metas = vec![(doc(1), hash(1, 11), meta(1, 11)), (doc(2), hash(2, 11), meta(2, 11))];
    metas.sort_by_key(|(doc, hash, _)| (*doc, *hash));
    assert_eq!(saved.metas, metas);
    assert_eq!(store.change(STUDIO, doc(1), hash(1, 12)), Ok(None));
    assert_eq!(saved.records, [record(2, 21, "同一编号，另一文档")]);
    assert_eq!(saved.outgoing, [outgoing(2, 11, 1)]);
    assert_eq!(saved.asides, [aside(4, None)]);
    assert_eq!(saved.drafts, [draft(32, NOON + 1)]);
    assert!(saved.settings.is_empty());
}

fn lists_come_in_their_order(store: &mut impl Store) {
    commit(store, &everything());
    let saved = load(store);
    assert_eq!(saved.outgoing, [outgoing(2, 11, 1), outgoing(1, 12, 2)], "in order of making");
    assert_eq!(saved.asides, [aside(3, Some(Refusal::Other(60_000))), aside(4, None)], "oldest first");
    assert_eq!(saved.drafts, [draft(32, NOON + 1), draft(31, NOON)], "newest first");
}

fn decisions_keep_the_order_of_their_first_writing(store: &mut impl Store) {
    commit(store, &everything());
    let (first, second, third) = (decision(9), decision(2), decision(4));
    commit(store, &[Write::Decision(third.0, third.1.clone()), Write::Decision(first.0, first.1.clone())]);
    assert_eq!(load(store).decisions, [first.1, second.1.clone(), third.1]);
    assert_eq!(store.decision(STUDIO, second.0), Ok(Some(second.1)));
    assert_eq!(store.decision(STUDIO, decision(77).0), Ok(None));
}

fn a_place_changes_nothing_but_the_number(store: &mut impl Store) {
    commit(store, &everything());
    commit(
        store,
        &[Write::Place(doc(1), hash(1, 12), Some(2_000_000_000_000)), Write::Place(doc(1), hash(1, 11), None)],
    );
    let mut kept_now = store.changes(STUDIO, doc(1)).unwrap_or_default();
    kept_now.sort_by_key(|k| k.envelope.device);
    assert_eq!(kept_now, [kept(1, 11, None), kept(1, 12, Some(2_000_000_000_000))]);
    assert_eq!(store.changes(STUDIO, doc(2)), Ok(vec![kept(2, 11, None)]), "the same hash elsewhere stays");
}

fn entries_come_in_pages(store: &mut impl Store) {
    let rows: Vec<_> = (1..=9).rev().map(|seq| Write::Entry(entry(seq, KeptWhat::Stub))).collect();
    commit(store, &rows);
    let numbers = |after, count| {
        let page = store.entries(STUDIO, None, after, count).unwrap_or_default();
        page.iter().map(|e| e.seq).collect::<Vec<_>>()
    };
    assert_eq!(numbers(0, usize::MAX), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(numbers(3, 2), [4, 5]);
    assert_eq!(numbers(8, 10), [9]);
    assert_eq!(numbers(9, 10), [0; 0]);
    assert_eq!(numbers(0, 0), [0; 0]);
}

fn moved_entries_lie_in_their_former_life(store: &mut impl Store) {
    let (old, older) = (log_id(1), log_id(2));
    let rows: Vec<_> = (1..=5).map(|seq| Write::Entry(entry(seq, KeptWhat::Decision(decision(1).0)))).collect();
    commit(store, &rows);
    commit(store, &[Write::MoveEntries { after: 3, to: old }, Write::Entry(entry(4, KeptWhat::Stub))]);
    commit(store, &[Write::MoveEntries { after: 2, to: older }]);
    let numbers = |former| {
        let page = store.entries(STUDIO, former, 0, usize::MAX).unwrap_or_default();
        page.iter().map(|e| (e.seq, e.what == KeptWhat::Stub)).collect::<Vec<_>>()
    };
    assert_eq!(numbers(None), [(1, false), (2, false)]);
    assert_eq!(numbers(Some(old)), [(4, false), (5, false)]);
    assert_eq!(numbers(Some(older)), [(3, false), (4, true)]);
    assert_eq!(store.entries(STUDIO, Some(old), 4, 1).unwrap_or_default().len(), 1);
    commit(store, &[Write::DropFormer(old)]);
    assert!(store.entries(STUDIO, Some(old), 0, 9).unwrap_or_default().is_empty());
    assert_eq!(store.entries(STUDIO, Some(older), 0, 9).unwrap_or_default().len(), 2, "another life stays");
}

fn a_dropped_document_takes_its_changes_and_records_along(store: &mut impl Store) {
    commit(store, &everything());
    commit(store, &[Write::DropDoc(doc(1))]);
    let saved = load(store);
    assert_eq!(saved.descriptors, [descriptor(2)]);
    assert_eq!(saved.metas, [(doc(2), hash(2, 11), meta(2, 11))]);
    assert_eq!(saved.records, [record(2, 21, "同一编号，另一文档")]);
    assert_eq!(saved.outgoing.len(), 2, "what is on its way out is dropped by its own write");
    assert_eq!(store.entries(STUDIO, None, 0, 9).unwrap_or_default().len(), 3, "the log stays");
}

fn a_later_write_of_one_commit_wins(store: &mut impl Store) {
    commit(
        store,
        &[
            Write::Identity(identity(1)),
            Write::Draft(draft(31, NOON)),
            Write::DropDraft(draft(31, NOON).record, None),
            Write::DropAside(3),
            Write::Aside(aside(3, None)),
            Write::Change(doc(1), Box::new(kept(1, 11, None))),
            Write::Place(doc(1), hash(1, 11), Some(8)),
            Write::Setting("name".into(), "旧".into()),
            Write::Setting("name".into(), "新".into()),
        ],
    );
    let saved = load(store);
    assert!(saved.drafts.is_empty());
    assert_eq!(saved.asides, [aside(3, None)]);
    assert_eq!(saved.settings, [("name".to_owned(), "新".to_owned())]);
    assert_eq!(store.change(STUDIO, doc(1), hash(1, 11)), Ok(Some(kept(1, 11, Some(8)))));
}

fn two_people_keep_a_draft_of_the_same_record(store: &mut impl Store) {
    let of = |n: u8| crate::store::KeptDraft { person: Some(PersonId([n; 16])), ..draft(31, NOON + i64::from(n)) };
    commit(
        store,
        &[Write::Identity(identity(1)), Write::Draft(draft(31, NOON)), Write::Draft(of(1)), Write::Draft(of(2))],
    );
    assert_eq!(load(store).drafts, [of(2), of(1), draft(31, NOON)]);
    commit(store, &[Write::DropDraft(of(1).record, Some(PersonId([1; 16])))]);
    assert_eq!(load(store).drafts, [of(2), draft(31, NOON)], "the others' stays");
}

fn two_studios_stay_apart(store: &mut impl Store) {
    commit(store, &everything());
    let there = crate::store::Identity { studio: OTHER, ..identity(3) };
    let other = [
        Write::Identity(there.clone()),
        Write::Draft(draft(31, NOON + 7)),
        Write::Entry(entry(1, KeptWhat::Stub)),
        Write::Setting("text-size".into(), "小".into()),
        Write::Change(doc(1), Box::new(kept(1, 11, Some(500)))),
    ];
    assert_eq!(store.commit(OTHER, &other), Ok(()));
    let before = load(store);
    assert_eq!(before.settings, [("text-size".to_owned(), "大".to_owned())]);
    assert_eq!(store.change(STUDIO, doc(1), hash(1, 11)), Ok(Some(kept(1, 11, Some(1)))));
    let drops = [
        Write::DropDoc(doc(1)),
        Write::MoveEntries { after: 0, to: log_id(1) },
        Write::DropFormer(log_id(1)),
        Write::DropDraft(draft(31, 0).record, None),
    ];
    assert_eq!(store.commit(OTHER, &drops), Ok(()));
    assert_eq!(load(store), before, "drops of one studio touch no other");
    assert_eq!(store.load(OTHER).ok().flatten().map(|saved| saved.identity), Some(there));
    let mut studios = store.studios().unwrap_or_default();
    studios.sort_unstable();
    assert_eq!(studios, [STUDIO, OTHER]);
}

fn everything_survives_reopening<S: Store>(mut store: S, reopen: &mut impl FnMut(S) -> S) {
    commit(&mut store, &everything());
    let before = load(&store);
    let entries = store.entries(STUDIO, None, 0, usize::MAX);
    let store = reopen(store);
    assert_eq!(load(&store), before);
    assert_eq!(before.identity, identity(1));
    assert_eq!(before.bookmark, bookmark(5));
    assert_eq!(before.records.first().map(|r| r.fields.len()), Some(5));
    assert_eq!(store.entries(STUDIO, None, 0, usize::MAX), entries);
    let body = store.change(STUDIO, doc(1), hash(1, 11)).ok().flatten().map(|kept| kept.envelope);
    assert_eq!(body, Some(envelope(1, 11)));
    assert_eq!(store.studios(), Ok(vec![STUDIO]));
}
