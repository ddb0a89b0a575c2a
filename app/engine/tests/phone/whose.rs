//! Whose phone it is: another person who joins on it, another place of the same person, and a phone that was stopped.

use studio_core::decision::{Revoke, What};
use studio_core::id::RecordId;
use studio_engine::messages::{Request, StoppedBy, StoppedWhat};

use crate::server::{BACKBONE, CHIEF, Server};
use crate::sync::{activity, join, until, until_synced, with_phone};

fn draft(record: u8, content: &str) -> Request {
    let content = content.as_bytes().to_vec();
    Request::SaveDraft { record: RecordId([record; 16]), form: "activity".to_owned(), content }
}

#[test]
fn whoever_joins_on_a_colleagues_phone_sees_no_draft_of_theirs_and_they_find_it_again() {
    let (folder, server) = (tempfile::tempdir().expect("a folder"), Server::start());
    with_phone(folder.path(), &server, async |engine, mut updates| {
        join(&engine, &mut updates, CHIEF, "周慧敏").await;
        engine.call(draft(4, "周慧敏没写完的")).await.expect("kept");
        assert_eq!(engine.standing().await.expect("standing").studios[0].person_name, "周慧敏");

        join(&engine, &mut updates, BACKBONE, "王丽").await;
        assert_eq!(engine.drafts().await, Ok(Vec::new()), "it is not hers to see");
        assert_eq!(engine.draft(RecordId([4; 16])).await, Ok(None));
        engine.call(draft(4, "王丽的")).await.expect("kept beside it");
        let standing = engine.standing().await.expect("standing");
        assert_eq!(standing.open.map(|here| here.person_name), Some("王丽".to_owned()));
    });
    with_phone(folder.path(), &server, async |engine, mut updates| {
        join(&engine, &mut updates, CHIEF, "周慧敏").await;
        let drafts = engine.drafts().await.expect("drafts");
        assert_eq!(drafts.len(), 1);
        assert_eq!(drafts[0].content, "周慧敏没写完的".as_bytes(), "nor did hers write over it");
    });
}

#[test]
fn the_old_place_is_told_of_the_new_one_and_the_new_one_what_the_old_may_hold() {
    let (old, new) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let server = Server::start();
    for folder in [&old, &new] {
        with_phone(folder.path(), &server, async |engine, mut updates| {
            join(&engine, &mut updates, CHIEF, "周慧敏").await;
        });
    }
    let other = async |engine: &studio_engine::client::EngineHandle| {
        let devices = engine.devices().await.expect("devices");
        devices.into_iter().find(|device| !device.this_device).expect("the other place")
    };
    with_phone(new.path(), &server, async |engine, _| {
        let place = other(&engine).await;
        assert!(!place.newer && !place.seen, "it was there before: {place:?}");
    });
    with_phone(old.path(), &server, async |engine, mut updates| {
        until_synced(&mut updates).await;
        let place = other(&engine).await;
        assert!(place.newer && !place.seen, "it came later: {place:?}");
        let name = studio_engine::messages::device_seen(place.device);
        engine.call(Request::SetSetting { name, value: "yes".to_owned() }).await.expect("kept");
        assert!(other(&engine).await.seen, "told until it was seen");
    });
}

#[test]
fn a_stopped_phone_knows_since_when_and_whose_it_is_and_keeps_what_it_holds() {
    let (folder, server) = (tempfile::tempdir().expect("a folder"), Server::start());
    with_phone(folder.path(), &server, async |engine, mut updates| {
        join(&engine, &mut updates, CHIEF, "周慧敏").await;
        until(&mut updates, |_| server.records() == 1).await;
        engine.call(draft(5, "没写完")).await.expect("kept");
        let device = engine.devices().await.expect("devices")[0].device;
        server.says(What::Revoke(Revoke { device }));
        engine.command(activity(6, "停用以后写的")).await.expect("it is kept here");
        until(&mut updates, |state| state.held_records == 1 && state.unsent == 0).await;
        let here = engine.standing().await.expect("standing").open.expect("a studio");
        let stopped = here.stopped.expect("it says so");
        assert_eq!((stopped.what, stopped.by), (StoppedWhat::Phone, StoppedBy::Server));
        assert_eq!(here.person_name, "周慧敏", "not nameless, though the roster is gone");
        let me = engine.me().await.expect("me");
        assert_eq!((me.me.member.name.as_str(), me.drafts), ("周慧敏", 1));
        let file = engine.export().await.expect("a backup");
        assert_eq!((file.changes > 0, file.drafts), (true, 1));
    });
}
