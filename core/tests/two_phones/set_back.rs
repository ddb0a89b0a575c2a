//! Stories of a server that was set back: each was a seed of the simulator once.

use studio_core::access::{DocKind, Role};
use studio_core::changelog::ChangeLog;
use studio_core::decision::{End, What};
use studio_core::id::{DecisionId, LogId, PersonId, RecordId};
use studio_core::replica::SyncFault;
use studio_core::time::Millis;
use studio_core::turn::{ServerStudio, Spare};

use crate::server::{ACTIVITY, NOON, STUDIO, Server};

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
