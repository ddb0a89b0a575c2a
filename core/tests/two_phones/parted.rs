//! Stories of a server that was set back while phones were in the middle of giving back what an earlier
//! set-back lost, and of work that was accepted once and cannot stand any more. Each was a seed of the
//! simulator once.

use studio_core::access::{DocKind, Role};
use studio_core::decision::{End, Grant, Notice, Revoke, What};
use studio_core::id::{DeviceId, RecordId};
use studio_core::refusal::{Holding, Refusal};
use studio_core::replica::Replica;
use studio_core::store::MemoryStore;
use studio_core::time::Millis;
use studio_core::wire::{SyncRequest, Verdict};

use crate::server::{ACTIVITY, NOON, Phone, Server};

const WANG: &[(&str, &str)] = &[("type", "person"), ("name", "王丽")];
const LI: &[(&str, &str)] = &[("type", "person"), ("name", "李强")];

fn notice(text: &str) -> What {
    What::Notice(Notice { text: text.into() })
}

/// A record of 180 KB: four of them do not go into one request.
fn write_much(phone: &mut Phone, record: u8) {
    let long = "课".repeat(20_000);
    let fields: Vec<_> =
        ACTIVITY.iter().copied().chain(["process", "summary", "place"].map(|key| (key, long.as_str()))).collect();
    phone.write(DocKind::Journal, record, &fields).unwrap();
}

/// A chief who gives back in pages what a first set-back lost, is in the middle of it, and has pulled what a teacher
/// wrote in the new life; then that life is lost as well, and the teacher has left.
fn in_the_middle_of_a_run(server: &mut Server, by_hand: bool) -> (Phone, Phone) {
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    backbone.sync(server);
    let backup = server.log.clone();
    (11..15).for_each(|record| write_much(&mut chief, record));
    chief.sync(server);
    server.copy_back(&backup);
    server.restore();
    let in_new_life = server.log.clone();
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    backbone.sync(server);
    chief.turn(server);
    while chief.topic(22).is_none() {
        chief.turn(server);
    }
    assert!(chief.replica.bookmark().reoffers.iter().any(|reoffer| reoffer.want_from.is_some()));
    server.copy_back(&in_new_life);
    if !by_hand {
        server.restore();
    }
    server.decide(What::End(End { grant: backbone.grant }));
    (chief, backbone)
}

/// The chief has pulled what a teacher wrote; then a log from before is copied back.
fn lost_but_for_the_chief(server: &mut Server) -> (Phone, Phone) {
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    backbone.sync(server);
    let backup = server.log.clone();
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    backbone.sync(server);
    chief.sync(server);
    server.copy_back(&backup);
    (chief, backbone)
}

fn three_notices(server: &mut Server) {
    for text in ["九月开会", "十月交材料", "十一月看课"] {
        server.decide(notice(text));
    }
}

#[test]
pub(crate) fn a_second_set_back_is_noticed_while_the_run_of_the_first_is_still_offered() {
    for by_hand in [false, true] {
        let mut server = Server::found();
        let (mut chief, mut backbone) = in_the_middle_of_a_run(&mut server, by_hand);
        let request = chief.replica.request(&chief.store, Millis(NOON), 0).unwrap();
        assert!(request.run.is_some());
        let answer = chief.turn(&mut server);
        assert_eq!(
            answer.set_back.unwrap().old_log,
            request.seen.unwrap().log,
            "the life that it takes for the present"
        );
        chief.sync(&mut server);
        assert_eq!(server.studio.held().count(), 0, "what the chief's head covers is not judged again");
        for record in [11, 14, 22] {
            assert!(server.studio.state.record(RecordId([record; 16])).is_some(), "{record}");
        }
        backbone.sync(&mut server);
        assert_eq!(chief.replica.state().docs, server.studio.state.docs);
    }
}

#[test]
pub(crate) fn a_run_that_was_given_and_lost_before_its_entries_came_back_is_offered_again() {
    let mut server = Server::found();
    let (mut chief, backbone) = lost_but_for_the_chief(&mut server);
    server.restore();
    three_notices(&mut server);
    let before_the_run = server.log.clone();
    chief.page(&mut server).unwrap();
    chief.page(&mut server).unwrap();
    assert!(server.studio.state.record(RecordId([22; 16])).is_some(), "the run was taken");
    assert!(chief.replica.bookmark().head.is_none(), "and its entries have not come back");
    server.copy_back(&before_the_run);
    server.decide(What::End(End { grant: backbone.grant }));
    chief.sync(&mut server);
    assert_eq!(server.studio.held().count(), 0, "the head of the lost log covers it still");
    assert!(server.studio.state.record(RecordId([22; 16])).is_some());
    assert_eq!(chief.replica.state(), &server.studio.state);
}

#[test]
fn a_backup_of_a_log_that_was_copied_back_unnoticed_shares_less_with_phones_than_it_says() {
    let mut server = Server::found();
    let (mut chief, backbone) = lost_but_for_the_chief(&mut server);
    three_notices(&mut server);
    server.restore();
    server.decide(What::End(End { grant: backbone.grant }));
    chief.sync(&mut server);
    assert_eq!(server.studio.held().count(), 0, "the chief's head covers it");
    assert!(server.studio.state.record(RecordId([22; 16])).is_some());
    assert_eq!(chief.replica.state(), &server.studio.state);
}

#[test]
pub(crate) fn a_log_copied_back_by_hand_is_asked_for_from_where_it_differs() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    for record in 11..41 {
        chief.write(DocKind::Journal, record, ACTIVITY).unwrap();
    }
    chief.sync(&mut server);
    let backup = server.log.clone();
    let shared = server.studio.head().seq;
    chief.write(DocKind::Journal, 50, ACTIVITY).unwrap();
    chief.sync(&mut server);
    server.copy_back(&backup);
    let answer = chief.turn(&mut server);
    assert!(answer.entries.is_empty(), "they go on from what both share");
    let request = chief.replica.request(&chief.store, Millis(NOON), 0).unwrap();
    let run = request.run.unwrap();
    assert_eq!((run.after, run.bodies.len()), (shared, 1));
    let answer = chief.turn(&mut server);
    assert!(answer.entries.iter().all(|entry| entry.seq > shared));
    chief.sync(&mut server);
    assert_eq!(chief.replica.state(), &server.studio.state);
}

#[test]
fn one_without_a_role_sees_with_a_new_one_also_what_stood_before_the_place_where_logs_part() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    server.decide(What::End(End { grant: backbone.grant }));
    for record in 11..20 {
        chief.write(DocKind::Journal, record, ACTIVITY).unwrap();
    }
    chief.sync(&mut server);
    let backup = server.log.clone();
    chief.write(DocKind::Journal, 20, ACTIVITY).unwrap();
    chief.sync(&mut server);
    backbone.sync(&mut server);
    assert!(backbone.topic(11).is_none(), "stubs, up to the end of the log");
    server.copy_back(&backup);
    let again = Grant { person: backbone.replica.identity().person, role: Role::Backbone };
    server.decide(What::Grant(again));
    backbone.sync(&mut server);
    chief.sync(&mut server);
    backbone.sync(&mut server);
    assert_eq!(backbone.replica.state(), &server.studio.state);
}

#[test]
fn one_who_wants_everything_anew_gets_it_also_from_a_log_that_was_copied_back_meanwhile() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    chief.sync(&mut server);
    backbone.sync(&mut server);
    server.decide(What::End(End { grant: backbone.grant }));
    let backup = server.log.clone();
    server.decide(notice("九月开会"));
    backbone.turn(&mut server);
    assert!(backbone.topic(11).is_none(), "one who left forgets what others wrote");
    assert!(backbone.replica.bookmark().cursor.is_empty(), "and asks from the beginning what may still be seen");
    server.copy_back(&backup);
    let again = Grant { person: backbone.replica.identity().person, role: Role::Backbone };
    server.decide(What::Grant(again));
    three_notices(&mut server);
    backbone.sync(&mut server);
    assert_eq!(backbone.replica.state(), &server.studio.state);
}

#[test]
pub(crate) fn what_was_accepted_and_can_stand_no_more_is_refused_and_made_again_never_held() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    let (mut third, mut fourth) = (server.enrol(3, Role::Backbone), server.enrol(4, Role::Backbone));
    for phone in [&mut chief, &mut third, &mut fourth] {
        phone.sync(&mut server);
    }
    let backup = server.log.clone();
    backbone.write(DocKind::Roster, 22, WANG).unwrap();
    backbone.write(DocKind::Roster, 22, &[("school", "石佛小学")]).unwrap();
    backbone.sync(&mut server);
    fourth.sync(&mut server);
    server.decide(notice("九月开会"));
    third.page(&mut server).unwrap();
    third.page(&mut server).unwrap();
    assert!(third.replica.bookmark().head.as_ref().unwrap().seq < third.replica.bookmark().seq, "no head covers it");
    server.copy_back(&backup);
    server.decide(What::Revoke(Revoke { device: DeviceId([2; 16]) }));
    let _parted = third.page(&mut server);
    third.sync(&mut server);
    assert_eq!(server.studio.held().count(), 2, "the third has no head that covers it");
    chief.write(DocKind::Roster, 22, LI).unwrap();
    chief.sync(&mut server);
    fourth.sync(&mut server);
    assert_eq!(server.studio.held().count(), 0, "the fourth has, and it cannot stand beside the chief's");
    for _ in 0..2 {
        third.sync(&mut server);
        fourth.sync(&mut server);
    }
    assert_eq!((third.replica.outgoing(), fourth.replica.outgoing()), (&[][..], &[][..]));
    let (record, _) = server.studio.state.record(RecordId([22; 16])).unwrap();
    assert_eq!((record.str("name"), record.str("school")), (Some("李强"), Some("石佛小学")));
}

#[test]
pub(crate) fn what_was_held_for_its_base_alone_is_let_in_with_it() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    chief.sync(&mut server);
    backbone.sync(&mut server);
    server.decide(What::Revoke(Revoke { device: DeviceId([2; 16]) }));
    backbone.write(DocKind::Roster, 22, WANG).unwrap();
    let file = backbone.replica.export(&backbone.store, Millis(NOON)).unwrap();
    backbone.sync(&mut server);
    chief.replica.import(&mut chief.store, &file).unwrap();
    chief.write(DocKind::Roster, 22, &[("school", "石佛小学")]).unwrap();
    chief.sync(&mut server);
    let why: Vec<_> = server.studio.held().map(|held| held.why).collect();
    assert_eq!(why, [Holding::Revoked, Holding::DependsOnHeld]);
    server.admit_first();
    assert_eq!(server.studio.held().count(), 0, "nobody has to let in what is nobody's to hold");
    chief.sync(&mut server);
    assert_eq!((chief.replica.outgoing().len(), chief.replica.state()), (0, &server.studio.state));
}

#[test]
fn a_backup_file_is_taken_in_whole_whatever_the_order_of_its_changes() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    chief.sync(&mut server);
    for place in ["石佛小学", "赵桥小学", "西邵小学"] {
        let fields: Vec<_> = ACTIVITY.iter().copied().chain([("place", place)]).collect();
        chief.write(DocKind::Journal, 11, &fields).unwrap();
    }
    let mut file = chief.replica.export(&chief.store, Millis(NOON)).unwrap();
    file.envelopes.reverse();
    let mut second = server.enrol(2, Role::Backbone);
    second.sync(&mut server);
    assert_eq!(second.replica.import(&mut second.store, &file), Ok(3));
    assert_eq!(second.replica.import(&mut second.store, &file), Ok(0), "twice is once");
}

#[test]
pub(crate) fn work_acknowledged_at_a_number_that_was_pulled_as_a_stub_is_given_back_by_a_run() {
    let mut server = Server::found();
    let mut backbone = server.enrol(2, Role::Backbone);
    backbone.sync(&mut server);
    let backup = server.log.clone();
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    let request = backbone.replica.request(&backbone.store, Millis(NOON), 0).unwrap();
    server.sync(DeviceId([2; 16]), &request);
    let stub = server.sync(DeviceId([2; 16]), &request);
    let without_verdict = studio_core::wire::SyncAnswer { verdicts: Vec::new(), ..stub };
    backbone.replica.answer(&mut backbone.store, &without_verdict, Millis(NOON)).unwrap();
    backbone.sync(&mut server);
    assert_eq!(backbone.replica.unsent(), 0);
    server.copy_back(&backup);
    server.restore();
    server.decide(What::End(End { grant: backbone.grant }));
    backbone.sync(&mut server);
    assert_eq!(server.studio.held().count(), 0, "its head covers it");
    assert!(server.studio.state.record(RecordId([22; 16])).is_some());
}

#[test]
fn a_refusal_for_what_nobody_signed_is_not_remembered() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    chief.sync(&mut server);
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    let request = backbone.replica.request(&backbone.store, Millis(NOON), 0).unwrap();
    let mut altered = request.clone();
    altered.envelopes[0].body_kind = 1;
    let answer = server.sync(DeviceId([1; 16]), &altered);
    assert_eq!(answer.verdicts[0].verdict, Verdict::Refused(Refusal::Suite));
    let answer = server.sync(DeviceId([2; 16]), &request);
    assert!(matches!(answer.verdicts[0].verdict, Verdict::Accepted(_)), "{:?}", answer.verdicts);
}

#[test]
fn a_document_that_the_request_does_not_describe_is_missing_and_not_refused() {
    let mut server = Server::found();
    let mut backbone = server.enrol(2, Role::Backbone);
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    let whole = backbone.replica.request(&backbone.store, Millis(NOON), 0).unwrap();
    let bare = SyncRequest { descriptors: Vec::new(), ..whole.clone() };
    let answer = server.sync(DeviceId([2; 16]), &bare);
    assert_eq!(answer.verdicts[0].verdict, Verdict::Missing(Vec::new()));
    let answer = server.sync(DeviceId([2; 16]), &whole);
    assert!(matches!(answer.verdicts[0].verdict, Verdict::Accepted(_)));
}

#[test]
fn a_phone_is_asked_what_became_of_held_work_only_when_something_became_of_it() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    let mut third = server.enrol(3, Role::Backbone);
    for phone in [&mut chief, &mut backbone, &mut third] {
        phone.turn(&mut server);
        assert_eq!(phone.turn(&mut server).set_back, None, "a new device's second sync");
    }
    server.decide(What::End(End { grant: backbone.grant }));
    backbone.sync(&mut server);
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    backbone.sync(&mut server);
    assert_eq!(server.studio.held().count(), 1);
    assert_eq!(third.turn(&mut server).set_back, None, "no work of this phone is held");
    assert_eq!(backbone.turn(&mut server).set_back, None, "it is still held");
    server.admit_all();
    assert!(backbone.turn(&mut server).set_back.is_some());
    backbone.sync(&mut server);
    assert_eq!(backbone.turn(&mut server).set_back, None);
    assert_eq!(backbone.replica.outgoing(), []);
}

#[test]
fn a_phone_far_behind_gets_its_own_changes_back_as_stubs_alone() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    for record in 30..60 {
        chief.write(DocKind::Journal, record, ACTIVITY).unwrap();
    }
    chief.sync(&mut server);
    let mut backbone = server.enrol(2, Role::Backbone);
    for record in 60..90 {
        backbone.write(DocKind::Journal, record, ACTIVITY).unwrap();
    }
    let mut own = 0;
    for _ in 0..99 {
        let request = backbone.replica.request(&backbone.store, Millis(NOON), 2_000).unwrap();
        let answer = server.sync(DeviceId([2; 16]), &request);
        own += answer.entries.iter().filter(|entry| is_by(entry, DeviceId([2; 16]))).count();
        backbone.replica.answer(&mut backbone.store, &answer, Millis(NOON)).unwrap();
    }
    assert_eq!(own, 0, "the phone has what it sent");
    assert_eq!(backbone.replica.state(), &server.studio.state);
    let identity = backbone.replica.identity().clone();
    backbone.store = MemoryStore::default();
    backbone.replica = Replica::begin_again(&mut backbone.store, identity, [7; 8]).unwrap();
    backbone.sync(&mut server);
    assert_eq!(backbone.replica.state(), &server.studio.state, "a disk made anew gets them whole");
}

fn is_by(entry: &studio_core::log::Entry, device: DeviceId) -> bool {
    matches!(&entry.body, studio_core::log::EntryBody::Change(envelope) if envelope.device == device)
}
