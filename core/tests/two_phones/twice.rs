//! Stories of a server that was set back where something happens twice: an answer is taken twice,
//! the server is set back again, a record is born again. Each was a seed of the simulator once.

use studio_core::access::{DocKind, Role};
use studio_core::decision::{End, Notice, What};
use studio_core::id::RecordId;
use studio_core::refusal::Refusal;
use studio_core::time::Millis;
use studio_core::wire::Verdict;

use crate::server::{ACTIVITY, NOON, Server, newcomer_to_a_long_log};

const WANG: &[(&str, &str)] = &[("type", "person"), ("name", "王丽")];
const LI: &[(&str, &str)] = &[("type", "person"), ("name", "李强")];
const SCHOOL: &[(&str, &str)] = &[("school", "石佛小学")];

#[test]
fn what_an_answer_acknowledged_is_offered_again_though_the_answer_was_taken_twice() {
    let mut server = Server::found();
    let mut backbone = server.enrol(2, Role::Backbone);
    backbone.sync(&mut server);
    let backup = server.log.clone();
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    let answer = backbone.turn(&mut server);
    backbone.replica.answer(&mut backbone.store, &answer, Millis(NOON)).unwrap();
    server.copy_back(&backup);
    backbone.sync(&mut server);
    assert_eq!(server.studio.state.records().count(), 1);
}

#[test]
fn work_that_a_lost_log_acknowledged_is_sent_before_what_was_built_on_it() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    let backup = server.log.clone();
    server.decide(What::Notice(Notice { text: "九月开会".into() }));
    backbone.sync(&mut server);
    for record in 11..14 {
        chief.write(DocKind::Journal, record, ACTIVITY).unwrap();
    }
    chief.sync(&mut server);
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    backbone.page(&mut server).unwrap();
    backbone.write(DocKind::Journal, 22, &[("place", "石佛小学")]).unwrap();
    assert_eq!(backbone.replica.unsent(), 1, "the record is acknowledged, its place in the log some pages away");
    server.copy_back(&backup);
    server.decide(What::Notice(Notice { text: "十月交材料".into() }));
    let mut verdicts = Vec::new();
    for _ in 0..6 {
        verdicts.extend(backbone.turn(&mut server).verdicts.into_iter().map(|judged| judged.verdict));
    }
    assert!(!verdicts.iter().any(|verdict| matches!(verdict, Verdict::Missing(_))), "{verdicts:?}");
    let (record, _) = server.studio.state.record(RecordId([22; 16])).unwrap();
    assert_eq!(record.str("place"), Some("石佛小学"));
}

#[test]
fn what_was_acknowledged_lost_and_then_refused_waits_for_nothing() {
    let (mut server, mut chief, mut backbone) = newcomer_to_a_long_log();
    let backup = server.log.clone();
    backbone.write(DocKind::Roster, 22, WANG).unwrap();
    backbone.page(&mut server).unwrap();
    server.copy_back(&backup);
    chief.write(DocKind::Roster, 22, LI).unwrap();
    chief.sync(&mut server);
    backbone.write(DocKind::Roster, 22, SCHOOL).unwrap();
    while backbone.replica.asides().is_empty() {
        assert!(backbone.page(&mut server).unwrap(), "refused in the middle of the download");
    }
    backbone.sync(&mut server);
    let why: Vec<_> = backbone.replica.asides().iter().map(|aside| aside.refusal).collect();
    assert_eq!(why, [Some(Refusal::SecondBirth), None], "the edit too: 李强 was not here yet");
    assert_eq!(backbone.replica.outgoing(), []);
    assert_eq!(backbone.replica.state(), &server.studio.state);
}

#[test]
fn what_was_acknowledged_under_two_numbers_is_not_sent_a_third_time() {
    let (mut server, _chief, mut backbone) = newcomer_to_a_long_log();
    let backup = server.log.clone();
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    backbone.page(&mut server).unwrap();
    server.copy_back(&backup);
    server.enrol(3, Role::Backbone);
    backbone.write(DocKind::Journal, 22, &[("place", "石佛小学")]).unwrap();
    backbone.page(&mut server).unwrap();
    let answer = backbone.turn(&mut server);
    assert!(matches!(answer.verdicts[0].verdict, Verdict::Accepted(_)), "what its edit waited for");
    assert_eq!(backbone.replica.unsent(), 0);
}

#[test]
fn a_number_that_two_works_of_one_phone_were_given_belongs_to_the_one_that_stands_there() {
    let (mut server, _chief, mut backbone) = newcomer_to_a_long_log();
    let backup = server.log.clone();
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    backbone.page(&mut server).unwrap();
    server.copy_back(&backup);
    backbone.write(DocKind::Roster, 33, WANG).unwrap();
    backbone.turn(&mut server);
    assert_eq!(backbone.replica.unsent(), 1, "the one that the lost log had");
    backbone.sync(&mut server);
    assert_eq!(backbone.replica.state(), &server.studio.state);
}

#[test]
fn a_log_set_back_twice_that_bears_the_name_of_a_lost_life_takes_its_run() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    chief.sync(&mut server);
    let backup = server.log.clone();
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    chief.sync(&mut server);
    server.copy_back(&backup);
    assert!(chief.turn(&mut server).set_back.is_some(), "a new life has begun");
    server.copy_back(&backup);
    let _parted = chief.page(&mut server);
    chief.sync(&mut server);
    assert_eq!(chief.replica.state(), &server.studio.state);
    assert_eq!(server.studio.state.records().count(), 1);
}

#[test]
fn work_that_a_signed_head_covers_is_not_judged_again_though_the_server_is_set_back_twice() {
    let mut server = Server::found();
    let (mut chief, mut late) = (server.enrol(1, Role::Chief), server.enrol(3, Role::Backbone));
    let earlier = server.log.clone();
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    chief.sync(&mut server);
    let later = server.log.clone();
    late.write(DocKind::Journal, 33, ACTIVITY).unwrap();
    late.sync(&mut server);
    server.decide(What::End(End { grant: late.grant }));
    chief.sync(&mut server);
    for backup in [&later, &earlier] {
        server.copy_back(backup);
        server.restore();
        chief.turn(&mut server);
    }
    chief.sync(&mut server);
    assert_eq!(server.studio.held().count(), 0, "it was accepted before its author left");
    assert_eq!(server.studio.state.records().count(), 2);
    assert!(server.studio.state.members.ended.contains_key(&late.grant));
}

#[test]
fn a_colleagues_work_that_was_held_and_came_back_by_a_run_waits_on_no_phone() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    let mut late = server.enrol(3, Role::Backbone);
    backbone.sync(&mut server);
    let backup = server.log.clone();
    late.write(DocKind::Roster, 33, WANG).unwrap();
    late.sync(&mut server);
    server.decide(What::End(End { grant: late.grant }));
    chief.sync(&mut server);
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    chief.sync(&mut server);
    while backbone.replica.state().records().count() == 0 || backbone.replica.members().ended.is_empty() {
        backbone.page(&mut server).unwrap();
    }
    assert!(backbone.replica.bookmark().head.as_ref().unwrap().seq < backbone.replica.bookmark().seq);
    server.copy_back(&backup);
    server.decide(What::End(End { grant: backbone.grant }));
    assert!(chief.turn(&mut server).set_back.is_some(), "its new life has begun, its run is not taken yet");
    let _parted = backbone.page(&mut server);
    for _ in 0..2 {
        backbone.sync(&mut server);
    }
    assert_eq!(server.studio.held().count(), 1, "no signed head covers what it has of its colleague");
    chief.sync(&mut server);
    assert_eq!(server.studio.held().count(), 0, "the chief's covers it");
    backbone.sync(&mut server);
    assert_eq!(backbone.replica.outgoing(), []);
}
