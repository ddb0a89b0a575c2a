//! Stories of a way to the server that does not take everything at once: what a phone asks for in portions.

use std::collections::BTreeSet;

use studio_core::access::{DocKind, Role};
use studio_core::changelog::ChangeLog;
use studio_core::id::{ChangeHash, DocId, LogId, RecordId};
use studio_core::limits::{ENVELOPES_LONG_MAX, ENVELOPES_MAX};
use studio_core::replica::Portion;
use studio_core::time::Millis;
use studio_core::turn::{ServerStudio, Spare};
use studio_core::wire::{SyncAnswer, SyncRequest};

use crate::server::{ACTIVITY, NOON, Phone, STUDIO, Server};

const MINUTES_BYTES: usize = 3 * 500;

fn asked(phone: &Phone, portion: &Portion) -> SyncRequest {
    phone.replica.request_within(&phone.store, Millis(NOON), 0, portion).unwrap()
}

/// The chief with so many records of the same long minutes, none of them sent.
fn chief_with(server: &mut Server, records: u8) -> Phone {
    let mut chief = server.enrol(1, Role::Chief);
    let minutes = "逐句磨教案".repeat(MINUTES_BYTES / 15);
    for record in 1..=records {
        chief.write(DocKind::Journal, record, &[("type", "activity"), ("minutes", minutes.as_str())]).unwrap();
    }
    chief
}

/// Takes the phone's requests in one by one, as the portion says, until nothing is left to go; how many it took.
fn sent_in(server: &mut Server, phone: &mut Phone, portion: &Portion) -> usize {
    let mut requests = 0;
    loop {
        let request = asked(phone, portion);
        if request.envelopes.is_empty() {
            return requests;
        }
        requests += 1;
        let answer = server.sync(phone.replica.identity().device, &request);
        phone.replica.answer(&mut phone.store, &answer, Millis(NOON)).unwrap();
    }
}

#[test]
fn a_portion_holds_so_many_bytes_and_so_many_changes_and_no_more() {
    let mut server = Server::found();
    let mut chief = chief_with(&mut server, 8);
    let all = Portion::carried_by(&asked(&chief, &Portion::default()));
    assert_eq!(all.envelopes, 8);
    let bytes = 3 * all.bytes / 8 + 20;
    assert_eq!(asked(&chief, &Portion { bytes, ..Portion::default() }).envelopes.len(), 3);
    assert_eq!(asked(&chief, &Portion { envelopes: 2, ..Portion::default() }).envelopes.len(), 2);
    assert_eq!(asked(&chief, &Portion { bytes: 1, ..Portion::default() }).envelopes.len(), 1, "the first goes alone");
    assert_eq!(asked(&chief, &Portion { envelopes: 0, ..Portion::default() }).envelopes.len(), 0, "it only asks");
    assert_eq!(sent_in(&mut server, &mut chief, &Portion { envelopes: 3, ..Portion::default() }), 3);
    assert_eq!((chief.replica.unsent(), server.studio.state.records().count()), (0, 8));
}

#[test]
fn halving_ends_at_one_change_and_doubling_at_all_that_a_request_may_carry() {
    let mut server = Server::found();
    let chief = chief_with(&mut server, 24);
    let mut portion = Portion::default();
    let mut sizes = Vec::new();
    loop {
        let carried = Portion::carried_by(&asked(&chief, &portion));
        sizes.push(carried.envelopes);
        if carried.envelopes == 1 {
            break;
        }
        portion.halve(&carried);
        assert!(Portion::carried_by(&asked(&chief, &portion)).bytes <= carried.bytes / 2 + 2 * MINUTES_BYTES);
    }
    assert!(sizes.windows(2).all(|pair| pair[1] * 2 <= pair[0] + 1), "{sizes:?}");
    assert!(!portion.is_full());
    let doublings = (1..).find(|_| {
        portion.double(usize::MAX);
        portion.is_full()
    });
    assert!(doublings <= Some(20), "{doublings:?}");
    assert_eq!(portion, Portion::default());
    portion.halve(&Portion { bytes: 90_000, envelopes: ENVELOPES_MAX, without: BTreeSet::new() });
    portion.double(60_000);
    assert_eq!(portion.bytes, 60_000, "no nearer to what was too much");
    portion.double(1_000);
    assert_eq!(portion.bytes, 60_000, "it never shrinks by growing");
}

#[test]
fn what_stays_behind_keeps_what_builds_on_it_and_nothing_else() {
    let mut server = Server::found();
    let mut chief = chief_with(&mut server, 5);
    chief.write(DocKind::Roster, 90, &[("type", "person"), ("name", "王丽")]).unwrap();
    let waiting: Vec<(DocId, ChangeHash)> = chief.replica.outgoing().iter().map(|o| (o.doc, o.hash)).collect();
    let without = BTreeSet::from([waiting[2]]);
    let portion = Portion { without, ..Portion::default() };
    assert_eq!(chief.replica.behind(&portion.without), waiting[2..5].iter().copied().collect());
    assert_eq!(chief.replica.behind(&BTreeSet::new()), BTreeSet::new());
    sent_in(&mut server, &mut chief, &portion);
    let there = |record: u8| server.studio.state.record(RecordId([record; 16])).is_some();
    assert_eq!([1, 2, 3, 4, 5, 90].map(there), [true, true, false, false, false, true]);
    assert_eq!((chief.replica.unsent(), chief.replica.asides().len()), (3, 0), "nothing is lost, nothing set aside");
    chief.sync(&mut server);
    assert_eq!((chief.replica.unsent(), server.studio.state.records().count()), (0, 6));
}

#[test]
fn a_server_that_does_not_take_the_short_form_is_sent_no_more_than_it_takes() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    for n in 0..=ENVELOPES_LONG_MAX {
        let [high, low] = u16::try_from(n).unwrap().to_be_bytes();
        let id = RecordId([[high, low].as_slice(), &[7; 14]].concat().try_into().unwrap());
        chief.write_as(DocKind::Journal, id, ACTIVITY).unwrap();
    }
    assert!(!chief.replica.may_be_short(), "nobody has said so yet");
    assert_eq!(asked(&chief, &Portion::default()).envelopes.len(), ENVELOPES_LONG_MAX);
    let bare = SyncRequest { envelopes: Vec::new(), ..asked(&chief, &Portion::default()) };
    let newer = server.sync(chief.replica.identity().device, &bare);
    chief.replica.answer(&mut chief.store, &newer, Millis(NOON)).unwrap();
    assert!(chief.replica.may_be_short());
    assert_eq!(asked(&chief, &Portion::default()).envelopes.len(), ENVELOPES_LONG_MAX + 1);
    let older = SyncAnswer { takes: None, ..newer };
    chief.replica.answer(&mut chief.store, &older, Millis(NOON)).unwrap();
    assert!(!chief.replica.may_be_short(), "a county that went back to an older release is sent what that takes");
}

#[test]
fn what_a_server_set_back_wants_again_goes_in_portions_too() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    chief.sync(&mut server);
    let backup = server.log.clone();
    for record in 1..=8 {
        chief.write(DocKind::Journal, record, ACTIVITY).unwrap();
    }
    chief.sync(&mut server);
    server.log = backup;
    server.studio = ServerStudio::load(server.log.load(STUDIO).unwrap().unwrap()).unwrap();
    let spare = Spare { log: LogId([88; 16]), decision: studio_core::id::DecisionId([88; 16]) };
    let head = server.studio.head();
    let rows = server.studio.restore(&server.log, spare, Millis(NOON), &server.secret).unwrap();
    server.log.append(STUDIO, head, &rows).unwrap();
    let portion = Portion { bytes: 1, envelopes: 1, without: BTreeSet::new() };
    let mut bodies = Vec::new();
    for _ in 0..20 {
        let request = asked(&chief, &portion);
        bodies.extend(request.run.as_ref().map(|run| run.bodies.len()));
        assert!(Portion::carried_by(&request).envelopes <= 1, "one at a time");
        let answer = server.sync(chief.replica.identity().device, &request);
        if !chief.replica.answer(&mut chief.store, &answer, Millis(NOON)).unwrap().more {
            break;
        }
    }
    assert_eq!(bodies, [1; 8]);
    assert_eq!(server.studio.state.records().count(), 8);
}
