//! The contract of the server's log store. Each clause is a function named by what it says; it
//! panics when the log breaks it.

use crate::changelog::{Appended, ChangeLog, HeldChange, LogHead, LogRow, SavedLog, Usage};
use crate::id::{ChangeHash, DeviceId, PersonId, StudioId};
use crate::limits::REFUSED_OF_DEVICE_MAX;
use crate::log::{Entry, EntryBody, chain_next, chain_start};
use crate::refusal::{Holding, Refusal};
use crate::testing::sample::{NOON, OTHER, STUDIO, decision, descriptor, doc, envelope, hash, log_id, meta, record};
use crate::time::{DAY_MS, Millis};

/// Runs every clause of [`ChangeLog`]'s contract. `make` gives an empty log each time; `reopen`
/// closes one and opens it again, as after a crash of the process (in memory: gives it back).
pub fn changelog_conformance<L: ChangeLog>(mut make: impl FnMut() -> L, mut reopen: impl FnMut(L) -> L) {
    let clauses: &[fn(&mut L)] = &[
        an_empty_log_has_no_studio,
        a_log_begins_once,
        an_append_at_another_head_writes_nothing,
        entries_come_in_pages_with_their_chain,
        changes_of_a_document_come_in_log_order,
        rows_replace_by_key,
        held_work_comes_in_order_of_arrival_and_goes_by_key,
        refusals_are_found_by_name_and_the_oldest_of_a_device_go,
        refusals_of_held_work_stay,
        a_new_life_keeps_the_numbers_and_the_chains_start,
        two_studios_stay_apart,
    ];
    for clause in clauses {
        clause(&mut make());
    }
    everything_survives_reopening(make(), &mut reopen);
}

/// Rows that follow one another with the right numbers and chain.
struct Scribe {
    head: LogHead,
    rows: Vec<LogRow>,
}

impl Scribe {
    fn begin(studio: StudioId) -> Self {
        let chain = chain_start(studio, log_id(1));
        Self { head: LogHead { log: log_id(1), seq: 0, chain }, rows: vec![LogRow::Begin(log_id(1))] }
    }

    fn at(head: LogHead) -> Self {
        Self { head, rows: Vec::new() }
    }

    fn row(mut self, row: LogRow) -> Self {
        self.rows.push(row);
        self
    }

    fn entry(&mut self, body: EntryBody) -> Box<Entry> {
        let (seq, first_seen) = (self.head.seq + 1, Millis(NOON));
        self.head.seq = seq;
        self.head.chain = chain_next(self.head.chain, seq, first_seen, body.header_hash());
        Box::new(Entry { seq, first_seen, body })
    }

    fn decision(mut self, n: u8) -> Self {
        let (id, signed) = decision(n);
        let entry = self.entry(EntryBody::Decision(signed));
        let chain = self.head.chain;
        self.row(LogRow::Entry { entry, chain, change: None, decision: Some(id) })
    }

    fn change(mut self, of: u8, n: u8) -> Self {
        let entry = self.entry(EntryBody::Change(envelope(of, n)));
        let chain = self.head.chain;
        let change = Some((hash(of, n), meta(of, n)));
        self.row(LogRow::Entry { entry, chain, change, decision: None })
    }

    /// Appends what was written; where the log ends then.
    fn append(self, log: &mut impl ChangeLog, studio: StudioId, expected: LogHead) -> LogHead {
        assert_eq!(log.append(studio, expected, &self.rows), Ok(Appended::Appended), "a healthy log appends");
        self.head
    }
}

/// The studio as it lies there; lists without a promised order are sorted.
fn load(log: &impl ChangeLog, studio: StudioId) -> SavedLog {
    let loaded = log.load(studio);
    let Ok(Some(mut saved)) = loaded else { panic!("the studio loads, and not {loaded:?}") };
    saved.descriptors.sort();
    saved.metas.sort_by_key(|(_, _, seq, _)| *seq);
    saved.records.sort_by_key(|r| (r.doc, r.id));
    saved.fresh.sort_unstable();
    saved.usage.sort_by_key(|u| u.device);
    saved
}

fn held(of: u8, n: u8, why: Holding) -> Box<HeldChange> {
    Box::new(HeldChange {
        envelope: envelope(of, n),
        descriptor: descriptor(of),
        why,
        first_seen: Millis(NOON + i64::from(n)),
    })
}

fn usage(n: u8, days: i64, changes: u32) -> Usage {
    let day = Millis(NOON + days * DAY_MS).day();
    Usage { device: DeviceId([n; 16]), day, changes, bytes: u64::from(changes) * 100 }
}

fn founded(log: &mut impl ChangeLog, studio: StudioId) -> LogHead {
    let scribe = Scribe::begin(studio);
    let start = scribe.head;
    scribe.decision(1).append(log, studio, start)
}

fn an_empty_log_has_no_studio(log: &mut impl ChangeLog) {
    assert_eq!(log.studios(), Ok(vec![]));
    assert_eq!(log.load(STUDIO), Ok(None));
    assert_eq!(log.entries(STUDIO, 0, usize::MAX), Ok(vec![]));
    assert_eq!(log.chain_at(STUDIO, 0), Ok(None));
    assert_eq!(log.changes(STUDIO, doc(1)), Ok(vec![]));
}

fn a_log_begins_once(log: &mut impl ChangeLog) {
    let start = Scribe::begin(STUDIO).head;
    let unbegun = Scribe::at(start).decision(1);
    assert_eq!(log.append(STUDIO, start, &unbegun.rows), Ok(Appended::HeadMoved), "nothing begins by itself");
    assert_eq!(log.load(STUDIO), Ok(None));
    let head = founded(log, STUDIO);
    assert_eq!(log.studios(), Ok(vec![STUDIO]));
    let again = Scribe::begin(STUDIO).decision(2);
    assert_eq!(log.append(STUDIO, start, &again.rows), Ok(Appended::HeadMoved), "nothing begins twice");
    let saved = load(log, STUDIO);
    assert_eq!((saved.studio, saved.first_log, saved.head), (STUDIO, log_id(1), head));
    assert_eq!(saved.decisions, [(1, decision(1).1)]);
    assert_eq!(log.chain_at(STUDIO, 0), Ok(Some(start.chain)));
}

fn an_append_at_another_head_writes_nothing(log: &mut impl ChangeLog) {
    let head = founded(log, STUDIO);
    let before = load(log, STUDIO);
    let rows = Scribe::at(head).change(1, 11).row(LogRow::Fresh(PersonId([1; 16]), Millis(NOON))).rows;
    let elsewhere = [
        LogHead { seq: head.seq + 1, ..head },
        LogHead { seq: head.seq - 1, ..head },
        LogHead { log: log_id(9), ..head },
        LogHead { chain: chain_start(OTHER, log_id(1)), ..head },
    ];
    for expected in elsewhere {
        assert_eq!(log.append(STUDIO, expected, &rows), Ok(Appended::HeadMoved));
    }
    assert_eq!(load(log, STUDIO), before);
    assert_eq!(log.entries(STUDIO, 1, 9), Ok(vec![]));
    let only_fresh = [LogRow::Fresh(PersonId([1; 16]), Millis(NOON))];
    assert_eq!(log.append(STUDIO, head, &only_fresh), Ok(Appended::Appended), "rows without an entry move no head");
    assert_eq!(load(log, STUDIO).head, head);
    assert_eq!(log.append(STUDIO, head, &[]), Ok(Appended::Appended));
}

fn entries_come_in_pages_with_their_chain(log: &mut impl ChangeLog) {
    let mut head = founded(log, STUDIO);
    for n in 2..=9 {
        let scribe = Scribe::at(head);
        head = if n % 2 == 0 { scribe.change(1, n) } else { scribe.decision(n) }.append(log, STUDIO, head);
    }
    let all = log.entries(STUDIO, 0, usize::MAX).unwrap_or_default();
    let mut chain = chain_start(STUDIO, log_id(1));
    for (at, (entry, held)) in all.iter().enumerate() {
        assert_eq!(entry.seq, at as u64 + 1, "numbers have no gaps");
        chain = chain_next(chain, entry.seq, entry.first_seen, entry.body.header_hash());
        assert_eq!(*held, chain, "an entry comes with the chain after it");
        assert_eq!(log.chain_at(STUDIO, entry.seq), Ok(Some(chain)));
    }
    assert_eq!(all.len(), 9);
    assert_eq!(head.chain, chain);
    assert_eq!(log.chain_at(STUDIO, 10), Ok(None));
    let numbers = |after, count| {
        let page = log.entries(STUDIO, after, count).unwrap_or_default();
        page.iter().map(|(e, _)| e.seq).collect::<Vec<_>>()
    };
    assert_eq!(numbers(3, 2), [4, 5]);
    assert_eq!(numbers(8, 100), [9]);
    assert_eq!(numbers(9, 100), [0; 0]);
    assert_eq!(numbers(0, 0), [0; 0]);
}

fn changes_of_a_document_come_in_log_order(log: &mut impl ChangeLog) {
    let head = founded(log, STUDIO);
    let scribe =
        Scribe::at(head).change(1, 30).change(2, 20).change(1, 10).row(LogRow::Held(held(1, 40, Holding::Ended)));
    scribe.append(log, STUDIO, head);
    assert_eq!(log.changes(STUDIO, doc(1)), Ok(vec![envelope(1, 30).body, envelope(1, 10).body]));
    assert_eq!(log.changes(STUDIO, doc(2)), Ok(vec![envelope(2, 20).body]));
    let after = |seq, count| log.changes_after(STUDIO, doc(1), seq, count);
    assert_eq!(after(0, 1), Ok(vec![(2, envelope(1, 30).body)]));
    assert_eq!(after(2, 9), Ok(vec![(4, envelope(1, 10).body)]));
    assert_eq!(after(4, 9), Ok(vec![]));
    let metas = load(log, STUDIO).metas;
    let expected = [(1, 30, 2), (2, 20, 3), (1, 10, 4)].map(|(of, n, seq)| (doc(of), hash(of, n), seq, meta(of, n)));
    assert_eq!(metas, expected);
}

fn rows_replace_by_key(log: &mut impl ChangeLog) {
    let head = founded(log, STUDIO);
    let scribe = Scribe::at(head)
        .change(1, 11)
        .row(LogRow::Descriptor(doc(1), descriptor(1)))
        .row(LogRow::Record(Box::new(record(1, 21, "课堂提问"))))
        .row(LogRow::Record(Box::new(record(2, 21, "同一编号，另一文档"))))
        .row(LogRow::Refused(doc(1), hash(1, 12), DeviceId([1; 16]), Refusal::Pred))
        .row(LogRow::Fresh(PersonId([1; 16]), Millis(NOON)))
        .row(LogRow::Usage(usage(1, 0, 7)))
        .row(LogRow::Usage(usage(2, 0, 3)));
    let head = scribe.append(log, STUDIO, head);
    let scribe = Scribe::at(head)
        .row(LogRow::Descriptor(doc(1), descriptor(1)))
        .row(LogRow::Record(Box::new(record(1, 21, "改过"))))
        .row(LogRow::Refused(doc(1), hash(1, 12), DeviceId([1; 16]), Refusal::Other(60_000)))
        .row(LogRow::Fresh(PersonId([1; 16]), Millis(NOON + 1)))
        .row(LogRow::Usage(usage(1, 1, 2)));
    scribe.append(log, STUDIO, head);
    let saved = load(log, STUDIO);
    assert_eq!(saved.descriptors, [descriptor(1)]);
    assert_eq!(saved.records.len(), 2);
    assert!(saved.records.contains(&record(1, 21, "改过")));
    assert!(saved.has_refused);
    assert_eq!(log.refused(STUDIO, doc(1), hash(1, 12)), Ok(Some(Refusal::Other(60_000))));
    assert_eq!(saved.fresh, [(PersonId([1; 16]), Millis(NOON + 1))]);
    assert_eq!(saved.usage, [usage(1, 1, 2), usage(2, 0, 3)]);
}

fn held_work_comes_in_order_of_arrival_and_goes_by_key(log: &mut impl ChangeLog) {
    let head = founded(log, STUDIO);
    let rows = [(1, 30), (1, 10), (2, 30)].map(|(of, n)| LogRow::Held(held(of, n, Holding::Revoked)));
    assert_eq!(log.append(STUDIO, head, &rows), Ok(Appended::Appended));
    let again = [LogRow::Held(held(1, 10, Holding::Ended))];
    assert_eq!(log.append(STUDIO, head, &again), Ok(Appended::Appended));
    let expected = [held(1, 30, Holding::Revoked), held(1, 10, Holding::Ended), held(2, 30, Holding::Revoked)];
    assert_eq!(load(log, STUDIO).held, expected.map(|h| *h), "replaced in its place");
    let drop = [LogRow::DropHeld(doc(1), hash(1, 30)), LogRow::DropHeld(doc(3), hash(1, 10))];
    assert_eq!(log.append(STUDIO, head, &drop), Ok(Appended::Appended), "dropping what is absent is no error");
    let left = load(log, STUDIO).held;
    assert_eq!(left, [*held(1, 10, Holding::Ended), *held(2, 30, Holding::Revoked)]);
}

fn refusals_are_found_by_name_and_the_oldest_of_a_device_go(log: &mut impl ChangeLog) {
    let head = founded(log, STUDIO);
    let name = |n: usize| {
        let mut hash = [7; 32];
        hash.iter_mut().zip(n.to_be_bytes()).for_each(|(place, byte)| *place = byte);
        ChangeHash(hash)
    };
    let refuse = |from: usize, count: usize, device: u8| -> Vec<LogRow> {
        let row = |n| LogRow::Refused(doc(1), name(n), DeviceId([device; 16]), Refusal::Pred);
        (from..from + count).map(row).collect()
    };
    let is_known = |log: &dyn ChangeLog, n| log.refused(STUDIO, doc(1), name(n)).is_ok_and(|found| found.is_some());
    let append = |log: &mut dyn ChangeLog, rows: &[LogRow]| {
        assert_eq!(log.append(STUDIO, head, rows), Ok(Appended::Appended));
    };
    assert!(!load(log, STUDIO).has_refused);
    append(log, &refuse(0, 1, 2));
    append(log, &refuse(1, REFUSED_OF_DEVICE_MAX, 1));
    assert!((0..=REFUSED_OF_DEVICE_MAX).all(|n| is_known(log, n)), "as many as may be");
    append(log, &refuse(REFUSED_OF_DEVICE_MAX + 1, 1, 1));
    assert!(!is_known(log, 1), "the oldest of the device goes");
    assert!([0, 2, REFUSED_OF_DEVICE_MAX + 1].into_iter().all(|n| is_known(log, n)), "and nothing else");
    assert_eq!(log.refused(OTHER, doc(1), name(2)), Ok(None));
    let saved = load(log, STUDIO);
    assert_eq!((saved.has_refused, saved.refused), (true, vec![]), "none of them is loaded");
}

fn refusals_of_held_work_stay(log: &mut impl ChangeLog) {
    let head = founded(log, STUDIO);
    let device = DeviceId([1; 16]);
    let late = [
        LogRow::Held(held(1, 40, Holding::Ended)),
        LogRow::Held(held(1, 41, Holding::Ended)),
        LogRow::Refused(doc(1), hash(1, 40), device, Refusal::Pred),
    ];
    assert_eq!(log.append(STUDIO, head, &late), Ok(Appended::Appended));
    let many = (0..=REFUSED_OF_DEVICE_MAX).map(|n| {
        let mut hash = [9; 32];
        hash.iter_mut().zip(n.to_be_bytes()).for_each(|(place, byte)| *place = byte);
        LogRow::Refused(doc(1), ChangeHash(hash), device, Refusal::Pred)
    });
    assert_eq!(log.append(STUDIO, head, &many.collect::<Vec<_>>()), Ok(Appended::Appended));
    assert_eq!(log.refused(STUDIO, doc(1), hash(1, 40)), Ok(Some(Refusal::Pred)));
    assert_eq!(load(log, STUDIO).refused, [(doc(1), hash(1, 40), Refusal::Pred)], "loaded with what is held");
}

fn a_new_life_keeps_the_numbers_and_the_chains_start(log: &mut impl ChangeLog) {
    let head = founded(log, STUDIO);
    let mut scribe = Scribe::at(head);
    scribe.head.log = log_id(2);
    let head = scribe.row(LogRow::NewLife(log_id(2))).decision(2).append(log, STUDIO, head);
    let saved = load(log, STUDIO);
    assert_eq!((saved.first_log, saved.head), (log_id(1), head));
    assert_eq!((head.log, head.seq), (log_id(2), 2));
    assert_eq!(log.chain_at(STUDIO, 0), Ok(Some(chain_start(STUDIO, log_id(1)))));
    Scribe::at(head).change(1, 11).append(log, STUDIO, head);
    assert_eq!(log.entries(STUDIO, 0, 9).map(|all| all.len()), Ok(3));
}

fn two_studios_stay_apart(log: &mut impl ChangeLog) {
    let (here, there) = (founded(log, STUDIO), founded(log, OTHER));
    let row = |days| LogRow::Usage(usage(1, days, 1));
    let change = |head, n| Scribe::at(head).change(1, n).row(LogRow::Descriptor(doc(1), descriptor(1)));
    change(here, 11).row(row(0)).row(LogRow::Held(held(1, 40, Holding::Ended))).append(log, STUDIO, here);
    let before = load(log, STUDIO);
    let scribe = change(there, 12).row(row(1)).row(LogRow::DropHeld(doc(1), hash(1, 40)));
    scribe.row(LogRow::Record(Box::new(record(1, 21, "别处")))).append(log, OTHER, there);
    assert_eq!(load(log, STUDIO), before);
    assert_eq!(log.changes(STUDIO, doc(1)), Ok(vec![envelope(1, 11).body]));
    assert_eq!(log.changes(OTHER, doc(1)), Ok(vec![envelope(1, 12).body]));
    let mut studios = log.studios().unwrap_or_default();
    studios.sort_unstable();
    assert_eq!(studios, [STUDIO, OTHER]);
    assert_eq!(load(log, OTHER).usage, [usage(1, 1, 1)]);
}

fn everything_survives_reopening<L: ChangeLog>(mut log: L, reopen: &mut impl FnMut(L) -> L) {
    let head = founded(&mut log, STUDIO);
    let scribe = Scribe::at(head)
        .change(1, 11)
        .decision(2)
        .row(LogRow::Descriptor(doc(1), descriptor(1)))
        .row(LogRow::Record(Box::new(record(1, 21, "课堂提问"))))
        .row(LogRow::Refused(doc(1), hash(1, 12), DeviceId([1; 16]), Refusal::Schema))
        .row(LogRow::Held(held(1, 40, Holding::DependsOnHeld)))
        .row(LogRow::Fresh(PersonId([1; 16]), Millis(-NOON)))
        .row(LogRow::Usage(usage(1, 0, 7)));
    let head = scribe.append(&mut log, STUDIO, head);
    let (before, entries) = (load(&log, STUDIO), log.entries(STUDIO, 0, usize::MAX));
    let log = reopen(log);
    assert_eq!(load(&log, STUDIO), before);
    assert_eq!(log.entries(STUDIO, 0, usize::MAX), entries);
    assert_eq!(before.head, head);
    assert_eq!(before.records, [record(1, 21, "课堂提问")]);
    assert_eq!(before.held, [*held(1, 40, Holding::DependsOnHeld)]);
    assert_eq!(log.changes(STUDIO, doc(1)), Ok(vec![envelope(1, 11).body]));
}
