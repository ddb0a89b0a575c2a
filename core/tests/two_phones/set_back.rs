//! Stories of a server that was set back: each was a seed of the simulator once.

use studio_core::access::{DocKind, Role};
use studio_core::changelog::ChangeLog;
use studio_core::decision::{End, What};
use studio_core::id::{DecisionId, LogId, PersonId, RecordId};
use studio_core::refusal::Refusal;
use studio_core::replica::{RecordFault, Replica, SyncFault};
use studio_core::store::MemoryStore;
use studio_core::time::Millis;
use studio_core::turn::{ServerStudio, Spare};

use crate::server::{ACTIVITY, NOON, STUDIO, Server, newcomer_to_a_long_log};

#[test]
fn a_server_set_back_gets_everything_again_in_the_old_order() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    chief.sync(&mut server);
    backbone.sync(&mut server);
    let backup = server.log.clone();
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    backbone.sync(&mut server);
    let mut late = server.enrol(3, Role::Backbone);
    late.write(DocKind::Journal, 33, ACTIVITY).unwrap();
    late.sync(&mut server);
    server.decide(What::End(End { grant: backbone.grant }));
    chief.sync(&mut server);
    let before = server.studio.state.clone();

    server.log = backup;
    server.studio = ServerStudio::load(server.log.load(STUDIO).unwrap().unwrap()).unwrap();
    let spare = Spare { log: LogId([88; 16]), decision: DecisionId([88; 16]) };
    let head = server.studio.head();
    let rows = server.studio.restore(&server.log, spare, Millis(NOON), &server.secret).unwrap();
    server.log.append(STUDIO, head, &rows).unwrap();
    chief.write(DocKind::Journal, 12, ACTIVITY).unwrap();

    late.replica.note_unknown(&mut late.store).unwrap();
    for phone in [&mut late, &mut backbone, &mut chief] {
        phone.sync(&mut server);
    }
    late.sync(&mut server);
    assert_eq!(server.studio.state.docs.len(), before.docs.len());
    for (doc, state) in &before.docs {
        let now = &server.studio.state.docs[doc];
        assert!(state.records().all(|r| now.record(r.id).is_some()), "a record is gone");
    }
    assert!(server.studio.state.record(RecordId([12; 16])).is_some());
    assert_eq!(server.studio.state.members.role_of(PersonId([2; 16])), None, "the leaver is still gone");
    assert_eq!(server.studio.state.members.role_of(PersonId([3; 16])), Some(Role::Backbone));
    chief.sync(&mut server);
    assert_eq!(chief.replica.state().docs, server.studio.state.docs);
    assert_eq!(late.replica.state().docs, server.studio.state.docs);
    assert_eq!(chief.replica.unsent() + late.replica.unsent(), 0);
}

#[test]
fn held_work_that_only_a_copied_back_database_forgot_is_sent_again() {
    let mut server = Server::found();
    let mut backbone = server.enrol(2, Role::Backbone);
    server.decide(What::End(End { grant: backbone.grant }));
    backbone.sync(&mut server);
    let backup = server.log.clone();
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    backbone.sync(&mut server);
    assert_eq!(server.studio.held().count(), 1);
    server.copy_back(&backup);
    backbone.sync(&mut server);
    assert_eq!(server.studio.held().count(), 1, "no head shows that it was lost");
    assert!(backbone.replica.outgoing().iter().all(|o| o.held.is_some()));
}

#[test]
fn a_download_that_a_set_back_cut_in_two_begins_anew() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    backbone.sync(&mut server);
    let backup = server.log.clone();
    for record in 11..15 {
        chief.write(DocKind::Journal, record, ACTIVITY).unwrap();
    }
    chief.sync(&mut server);
    backbone.page(&mut server).unwrap();
    assert!(backbone.replica.bookmark().head.as_ref().unwrap().seq < backbone.replica.bookmark().seq);
    server.copy_back(&backup);
    let mut late = server.enrol(3, Role::Backbone);
    late.write(DocKind::Journal, 33, ACTIVITY).unwrap();
    late.sync(&mut server);
    let fault = (0..9).find_map(|_| backbone.page(&mut server).err());
    assert_eq!(fault, Some(SyncFault::Chain), "no signed head shows where they part");
    for _ in 0..2 {
        backbone.sync(&mut server);
        chief.sync(&mut server);
    }
    assert_eq!(backbone.replica.state(), &server.studio.state);
    assert_eq!(chief.replica.state(), &server.studio.state);
    assert_eq!(server.studio.state.records().count(), 5);
}

#[test]
fn a_change_whose_acknowledged_number_holds_something_else_is_sent_again() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    backbone.sync(&mut server);
    chief.sync(&mut server);
    let backup = server.log.clone();
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    chief.write(DocKind::Journal, 12, ACTIVITY).unwrap();
    chief.sync(&mut server);
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    backbone.page(&mut server).unwrap();
    assert_eq!(backbone.replica.unsent(), 0, "acknowledged, and its entry is some pages away");
    server.copy_back(&backup);
    for _ in 0..2 {
        let _parted = backbone.page(&mut server);
        backbone.sync(&mut server);
        chief.sync(&mut server);
    }
    assert_eq!(server.studio.state.records().count(), 3);
    assert_eq!(backbone.replica.state(), &server.studio.state);
}

#[test]
fn decisions_beyond_the_last_signed_head_are_given_back_too() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    chief.sync(&mut server);
    let backup = server.log.clone();
    server.decide(What::End(End { grant: backbone.grant }));
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    let late = server.enrol(3, Role::Backbone);
    chief.page(&mut server).unwrap();
    assert!(chief.replica.members().ended.contains_key(&backbone.grant));
    server.copy_back(&backup);
    server.enrol(4, Role::Backbone);
    assert_eq!(chief.page(&mut server), Err(SyncFault::Chain));
    chief.sync(&mut server);
    assert!(server.studio.state.members.ended.contains_key(&backbone.grant), "the leaver is still gone");
    assert!(!server.studio.state.members.grants.contains_key(&late.grant), "what no phone had pulled is gone");
    backbone.sync(&mut server);
    assert_eq!(server.studio.held().count(), 1);
}

#[test]
fn an_edit_of_a_record_whose_birth_lost_to_a_colleagues_is_made_again_on_theirs() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    chief.sync(&mut server);
    let backup = server.log.clone();
    backbone.write(DocKind::Roster, 22, &[("type", "person"), ("name", "王丽")]).unwrap();
    backbone.write(DocKind::Roster, 22, &[("school", "石佛小学")]).unwrap();
    backbone.sync(&mut server);
    server.copy_back(&backup);
    for record in [20, 21, 22] {
        chief.write(DocKind::Roster, record, &[("type", "person"), ("name", "李强")]).unwrap();
    }
    chief.sync(&mut server);
    backbone.sync(&mut server);
    let why: Vec<_> = backbone.replica.asides().iter().map(|aside| aside.refusal).collect();
    assert_eq!(why, [Some(Refusal::SecondBirth)]);
    let (record, _) = server.studio.state.record(RecordId([22; 16])).unwrap();
    assert_eq!((record.str("name"), record.str("school")), (Some("李强"), Some("石佛小学")));
    assert_eq!(backbone.replica.state(), &server.studio.state);
}

#[test]
fn what_was_built_on_a_refused_change_falls_with_it_also_what_is_not_on_its_way_out() {
    let (mut server, mut chief, mut backbone) = newcomer_to_a_long_log();
    let backup = server.log.clone();
    backbone.write(DocKind::Roster, 22, &[("type", "person"), ("name", "王丽")]).unwrap();
    backbone.page(&mut server).unwrap();
    server.copy_back(&backup);
    chief.write(DocKind::Roster, 22, &[("type", "person"), ("name", "李强")]).unwrap();
    chief.sync(&mut server);
    backbone.write(DocKind::Roster, 23, &[("type", "person"), ("name", "孙平")]).unwrap();
    backbone.page(&mut server).unwrap();
    backbone.page(&mut server).unwrap();
    assert_eq!(backbone.replica.asides().len(), 1, "王丽, sent because 孙平 was built on it");
    backbone.page(&mut server).unwrap();
    assert_eq!(backbone.replica.unsent(), 0, "孙平 waits for nobody");
    backbone.sync(&mut server);
    assert_eq!(backbone.replica.state(), &server.studio.state);
}

#[test]
fn one_who_left_forgets_nothing_that_the_server_still_wants() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    let backup = server.log.clone();
    chief.write(DocKind::Journal, 11, ACTIVITY).unwrap();
    chief.sync(&mut server);
    backbone.sync(&mut server);
    server.copy_back(&backup);
    server.decide(What::End(End { grant: backbone.grant }));
    backbone.sync(&mut server);
    assert!(server.studio.state.record(RecordId([11; 16])).is_some(), "the chief's phone may be wiped tomorrow");
    assert_eq!(backbone.topic(11), None, "given back, and then forgotten");
}

#[test]
fn an_answer_that_speaks_of_a_life_seen_to_since_begins_nothing_anew() {
    let mut server = Server::found();
    let mut chief = server.enrol(1, Role::Chief);
    chief.sync(&mut server);
    server.restore();
    let answer = chief.turn(&mut server);
    assert!(answer.set_back.is_some());
    chief.sync(&mut server);
    let before = chief.replica.bookmark().seq;
    chief.replica.answer(&mut chief.store, &answer, Millis(NOON)).unwrap();
    assert_eq!((chief.replica.bookmark().seq, chief.replica.bookmark().reoffers.len()), (before, 0));
}

#[test]
fn work_sealed_under_a_name_that_no_decision_certifies_any_more_is_made_again_under_the_present_one() {
    let mut server = Server::found();
    let backup = server.log.clone();
    let mut late = server.enrol(5, Role::Backbone);
    let identity = late.replica.identity().clone();
    late.store = MemoryStore::default();
    late.replica = Replica::begin_again(&mut late.store, identity, [7; 8]).unwrap();
    late.write(DocKind::Journal, 55, ACTIVITY).unwrap();
    server.copy_back(&backup);
    server.renew(&mut late, 6, Role::Backbone);
    late.sync(&mut server);
    assert_eq!(late.replica.outgoing(), []);
    assert_eq!(late.replica.asides(), [], "nothing is wrong with it");
    assert!(server.studio.state.record(RecordId([55; 16])).is_some());
}

#[test]
fn nobody_writes_a_colleagues_words_again_under_the_own_name() {
    let mut server = Server::found();
    let (mut chief, mut backbone) = (server.enrol(1, Role::Chief), server.enrol(2, Role::Backbone));
    chief.sync(&mut server);
    let backup = server.log.clone();
    backbone.write(DocKind::Journal, 22, ACTIVITY).unwrap();
    backbone.sync(&mut server);
    server.enrol(3, Role::Backbone);
    while chief.topic(22).is_none() {
        chief.page(&mut server).unwrap();
    }
    let identity = backbone.replica.identity().clone();
    backbone.store = MemoryStore::default();
    backbone.replica = Replica::begin_again(&mut backbone.store, identity, [7; 8]).unwrap();
    server.copy_back(&backup);
    backbone.sync(&mut server);
    backbone.write(DocKind::Journal, 23, ACTIVITY).unwrap();
    backbone.sync(&mut server);
    let _parted = chief.page(&mut server);
    chief.sync(&mut server);
    let aside = &chief.replica.asides()[0];
    assert_eq!(aside.owner, Some(PersonId([2; 16])));
    assert_eq!(chief.replica.meant_again(aside.place), Err(RecordFault::NotYours), "kept, shown, exported");
    assert_eq!(chief.replica.state(), &server.studio.state);
}
