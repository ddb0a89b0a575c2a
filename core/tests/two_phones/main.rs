//! Stories of two phones and one server, over the memory stores: the real client and the real
//! server code, without a network.

use studio_core::access::{DocKind, Role};
use studio_core::decision::{End, Grant, What};
use studio_core::edit::{Edit, FieldEdit};
use studio_core::id::{DecisionId, DeviceId, LogId, PersonId, RecordId};
use studio_core::limits::{DEVICE_DAY_CHANGES_MAX, ENVELOPES_MAX};
use studio_core::refusal::Refusal;
use studio_core::replica::{RecordFault, Replica};
use studio_core::store::MemoryStore;
use studio_core::time::Millis;
use studio_core::turn::{Spare, Turn, TurnFault};
use studio_core::wire::Verdict;

mod parted;
#[cfg(all(feature = "mutants", debug_assertions))]
mod planted;
mod portion;
mod promises;
mod proof;
mod server;
mod set_back;
mod twice;

use server::{ACTIVITY, NOON, Server};

#[test]
fn what_two_phones_wrote_offline_each_sees_after_one_post_and_the_next_sync() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    backbone.write(DocKind::Journal, 22, &[("place", "石佛小学")]).unwrap();
    assert!(chief.turn(&mut server).verdicts.iter().all(|j| matches!(j.verdict, Verdict::Accepted(_))));
    backbone.turn(&mut server);
    chief.turn(&mut server);
    assert_eq!(chief.topic(22).as_deref(), Some("课堂提问的有效性"));
    assert_eq!(backbone.topic(11).as_deref(), Some("课堂提问的有效性"));
    assert_eq!(chief.replica.state(), backbone.replica.state());
    assert_eq!(chief.replica.state(), &server.studio.state);
    assert_eq!((chief.replica.unsent(), backbone.replica.unsent()), (0, 0));
}

#[test]
fn a_lost_answer_neither_loses_nor_doubles() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    let request = chief.replica.request(&chief.store, Millis(NOON), 0).unwrap();
    server.sync(DeviceId([1; 16]), &request);
    let answer = chief.turn(&mut server);
    assert!(matches!(answer.verdicts[0].verdict, Verdict::Duplicate(_)));
    assert_eq!(chief.replica.unsent(), 0);
    assert_eq!(chief.replica.state(), &server.studio.state);
}

#[test]
fn two_phones_that_change_one_field_show_both_values() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    chief.write(DocKind::Roster, 11, &[("type", "person"), ("name", "王丽")]).unwrap();
    chief.sync(&mut server);
    backbone.sync(&mut server);
    chief.write(DocKind::Roster, 11, &[("school", "石佛小学")]).unwrap();
    backbone.write(DocKind::Roster, 11, &[("school", "白庙小学")]).unwrap();
    chief.sync(&mut server);
    backbone.sync(&mut server);
    chief.sync(&mut server);
    let (record, _) = chief.replica.state().record(RecordId([11; 16])).unwrap();
    assert_eq!(record.fields["school"].len(), 2);
    assert_eq!(record.version(), None);
    chief.write(DocKind::Roster, 11, &[("school", "石佛小学")]).unwrap();
    chief.sync(&mut server);
    backbone.sync(&mut server);
    assert_eq!(chief.replica.state(), backbone.replica.state());
    assert!(backbone.replica.state().record(RecordId([11; 16])).unwrap().0.version().is_some());
}

#[test]
fn a_field_that_changed_unseen_is_not_overwritten() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    let edit = Edit {
        kind: DocKind::Journal,
        record: RecordId([11; 16]),
        fields: vec![FieldEdit { key: "topic".into(), seen: None, value: Some("另一个".into()) }],
    };
    let fault = chief.replica.record(&mut chief.store, &[edit], Millis(NOON), None).unwrap_err();
    assert!(matches!(fault, RecordFault::Differs(d) if d.len() == 1));
    assert_eq!(chief.topic(11).as_deref(), Some("课堂提问的有效性"));
}

#[test]
fn a_backbone_teacher_cannot_write_the_charter_and_the_phone_says_so_after_the_refusal() {
    let mut server = Server::found();
    let mut backbone = server.enrol(2, Role::Backbone);
    backbone.write(DocKind::Charter, 11, &[("type", "profile"), ("name", "我的工作室")]).unwrap();
    let answer = backbone.turn(&mut server);
    assert_eq!(answer.verdicts[0].verdict, Verdict::Refused(Refusal::Role));
    assert_eq!(backbone.replica.asides().len(), 1);
    assert!(backbone.replica.state().record(RecordId([11; 16])).is_none());
    assert_eq!(backbone.replica.unsent(), 0);
}

#[test]
fn work_that_arrives_after_its_author_left_is_held_and_let_in_unchanged() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    backbone.write(DocKind::Journal, 22, &[("place", "石佛小学")]).unwrap();
    server.decide(What::End(End { grant: backbone.grant }));
    let answer = backbone.turn(&mut server);
    assert!(answer.verdicts.iter().all(|j| matches!(j.verdict, Verdict::Held(_))));
    assert_eq!(backbone.topic(22).as_deref(), Some("课堂提问的有效性"), "never out of its author's sight");
    server.admit_all();
    chief.sync(&mut server);
    assert_eq!(chief.topic(22).as_deref(), Some("课堂提问的有效性"));
    assert_eq!(server.studio.held().count(), 0);
    backbone.sync(&mut server);
    assert!(backbone.replica.outgoing().is_empty());
}

#[test]
fn held_work_that_is_let_in_too_late_is_set_aside_on_both_sides_and_lost_on_neither() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    backbone.write(DocKind::Roster, 22, &[("type", "person"), ("name", "王丽")]).unwrap();
    server.decide(What::End(End { grant: backbone.grant }));
    backbone.sync(&mut server);
    chief.write(DocKind::Roster, 22, &[("type", "person"), ("name", "李强")]).unwrap();
    chief.sync(&mut server);
    server.admit_all();
    assert_eq!((server.studio.held().count(), server.studio.set_aside().count()), (0, 1));
    backbone.sync(&mut server);
    assert_eq!((backbone.replica.outgoing().len(), backbone.replica.asides().len()), (0, 1));
    assert_eq!(server.studio.set_aside().count(), 1, "its phone may be wiped tomorrow");
}

#[test]
fn a_phone_whose_disk_was_damaged_gets_everything_back_from_the_server() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    chief.sync(&mut server);
    let identity = chief.replica.identity().clone();
    chief.store = MemoryStore::default();
    chief.replica = Replica::begin_again(&mut chief.store, identity, [7; 8]).unwrap();
    chief.sync(&mut server);
    assert_eq!(chief.replica.state(), &server.studio.state);
    chief.write(DocKind::Journal, 11, &[("place", "石佛小学")]).unwrap();
    chief.sync(&mut server);
    assert!(!chief.replica.bookmark().cloned, "its old work is no clone's");
}

#[test]
fn a_member_who_comes_back_sees_again_what_was_forgotten() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    chief.sync(&mut server);
    backbone.sync(&mut server);
    server.decide(What::End(End { grant: backbone.grant }));
    backbone.sync(&mut server);
    assert_eq!(backbone.topic(11), None);
    chief.write(DocKind::Journal, 12, ACTIVITY).unwrap();
    chief.sync(&mut server);
    backbone.sync(&mut server);
    assert_eq!(backbone.topic(12), None);
    server.decide(What::Grant(Grant { person: PersonId([2; 16]), role: Role::Backbone }));
    backbone.sync(&mut server);
    assert_eq!(backbone.topic(11).as_deref(), Some("课堂提问的有效性"));
    assert_eq!(backbone.topic(12).as_deref(), Some("课堂提问的有效性"));
    assert_eq!(backbone.replica.state().docs, chief.replica.state().docs);
}

#[test]
fn a_record_of_a_colleague_cannot_be_born_again_in_another_journal() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    chief.sync(&mut server);
    backbone.write(DocKind::Journal, 11, &[("type", "activity"), ("topic", "冒名的活动")]).unwrap();
    let answer = backbone.turn(&mut server);
    assert_eq!(answer.verdicts[0].verdict, Verdict::Refused(Refusal::SecondBirth));
    chief.sync(&mut server);
    assert_eq!(chief.topic(11).as_deref(), Some("课堂提问的有效性"));
}

#[test]
fn a_clock_that_is_years_off_loses_no_record() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    let year = 366 * 86_400_000;
    for (record, years) in [(11, -30), (12, -3), (13, 3), (14, 30)] {
        chief.write_at(NOON + years * year, record);
    }
    chief.sync(&mut server);
    assert_eq!(chief.replica.asides(), []);
    assert_eq!(chief.replica.unsent(), 0);
    assert_eq!(server.studio.state.records().count(), 4);
}

#[test]
fn a_device_sends_two_thousand_changes_a_day_and_the_next_one_waits() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    for n in 0..=DEVICE_DAY_CHANGES_MAX {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&n.to_be_bytes());
        let field = FieldEdit { key: "type".into(), seen: None, value: Some("activity".into()) };
        let edit = Edit { kind: DocKind::Journal, record: RecordId(id), fields: vec![field] };
        chief.replica.record(&mut chief.store, &[edit], Millis(NOON), None).unwrap();
    }
    chief.sync(&mut server);
    assert_eq!(chief.replica.unsent(), 1, "not refused: it waits");
    assert_eq!(chief.replica.asides(), []);
    server.now += 86_400_000;
    chief.sync(&mut server);
    assert_eq!(chief.replica.unsent(), 0);
}

#[test]
fn a_request_holds_as_many_envelopes_as_a_day_and_no_more() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    let mut request = chief.replica.request(&chief.store, Millis(NOON), 0).unwrap();
    request.envelopes = vec![request.envelopes[0].clone(); ENVELOPES_MAX];
    assert_eq!(server.sync(DeviceId([1; 16]), &request).verdicts.len(), ENVELOPES_MAX);
    request.envelopes.push(request.envelopes[0].clone());
    let spare = Spare { log: LogId([1; 16]), decision: DecisionId([1; 16]) };
    let turn = Turn { device: DeviceId([1; 16]), now: Millis(NOON), secret: &server.secret, spare };
    let fault = server.studio.sync(&server.log, &request, &turn).unwrap_err();
    assert_eq!(fault, TurnFault::TooMany("envelopes"));
}

#[test]
fn a_cursor_that_a_hostile_phone_made_up_stops_nobody() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    let mut request = chief.replica.request(&chief.store, Millis(NOON), 0).unwrap();
    let gaps = vec![(0_u64, 5_u64), (5, 1), (1_000_000, u64::MAX)];
    request.cursor = minicbor::to_vec((None::<LogId>, u64::MAX, gaps)).unwrap();
    let answer = server.sync(DeviceId([1; 16]), &request);
    assert!(!answer.more);
}

#[test]
fn a_change_refused_in_the_middle_of_forty_is_set_aside_and_the_others_arrive() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    chief.write(DocKind::Journal, 105, ACTIVITY).unwrap();
    chief.sync(&mut server);
    for record in 100..140 {
        let topic = format!("第 {record} 次");
        backbone.write(DocKind::Journal, record, &[("type", "activity"), ("topic", topic.as_str())]).unwrap();
    }
    backbone.sync(&mut server);
    assert_eq!((backbone.replica.unsent(), backbone.replica.asides().len()), (0, 1));
    let aside = &backbone.replica.asides()[0];
    assert_eq!((aside.refusal, aside.edits.len()), (Some(Refusal::SecondBirth), 1));
    assert_eq!(
        aside.edits[0].fields[1].value,
        Some("第 105 次".into()),
        "the words are kept, to be shown and exported"
    );
    chief.sync(&mut server);
    for phone in [&chief, &backbone] {
        let arrived = (100..140).filter(|n| phone.topic(*n) == Some(format!("第 {n} 次"))).count();
        assert_eq!((arrived, phone.topic(105).as_deref()), (39, Some("课堂提问的有效性")));
    }
}
