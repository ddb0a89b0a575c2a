//! The engine against a server, over real HTTP: joining, pushing, pulling, and every way in which an
//! answer may fail to come.

use std::path::Path;

use studio_core::command::{Command, Draft};
use studio_core::edit::FieldEdit;
use studio_core::id::{PersonId, RecordId};
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::view::{RecordQuery, Tick};
use studio_engine::client::{EngineHandle, Updates};
use studio_engine::host::native;
use studio_engine::messages::{Phase, Request, SyncState, Update};
use tokio::task::LocalSet;

use crate::server::{BACKBONE, CHIEF, Mood, Server};

/// A page over an engine on a folder, with the server that it talks to.
pub(crate) fn with_phone<F: AsyncFnOnce(EngineHandle, Updates)>(folder: &Path, server: &Server, page: F) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let (engine, updates, pump) = native::start(folder.to_owned(), server.origin.clone()).expect("a thread");
    LocalSet::new().block_on(&runtime, async move {
        tokio::task::spawn_local(pump);
        page(engine, updates).await;
    });
}

/// Waits until syncing stands as wished.
pub(crate) async fn until(updates: &mut Updates, wished: impl Fn(&SyncState) -> bool) -> SyncState {
    while let Some(update) = updates.next().await {
        if let Update::Sync(state) = update
            && wished(&state)
        {
            return state;
        }
    }
    panic!("the engine stopped");
}

/// Waits until everything is on the server and the engine rests.
pub(crate) async fn until_sent(updates: &mut Updates) -> SyncState {
    until(updates, |state| state.phase == Phase::Idle && state.unsent == 0 && state.last_at.is_some()).await
}

/// Waits for a whole sync, from its first request on.
pub(crate) async fn until_synced(updates: &mut Updates) {
    until(updates, |state| matches!(state.phase, Phase::Syncing(_))).await;
    until_sent(updates).await;
}

pub(crate) fn draft(record: u8, topic: &str) -> Draft {
    let field = |key: &str, value: Scalar| FieldEdit { key: key.to_owned(), seen: None, value: Some(value) };
    let fields = vec![field("topic", topic.into()), field("start", "2026-11-24T14:30".into())];
    Draft { record_type: RecordType::Activity, record: RecordId([record; 16]), fields }
}

pub(crate) fn activity(record: u8, topic: &str) -> Command {
    Command::Save(draft(record, topic))
}

/// An activity that lacks nothing and is handed in: colleagues see no drafts.
pub(crate) fn finished(record: u8, by: PersonId) -> Command {
    let mut draft = draft(record, "识字");
    let host = by.to_string();
    let attendance = format!("attendance/{host}");
    let more = [
        ("kind", "theme-research"),
        ("end", "2026-11-24T16:00"),
        ("place", "录播室"),
        ("host", host.as_str()),
        (attendance.as_str(), "entered"),
    ];
    let field = |(key, value): (&str, &str)| FieldEdit { key: key.to_owned(), seen: None, value: Some(value.into()) };
    draft.fields.extend(more.map(field));
    Command::Finish(draft)
}

pub(crate) async fn join(engine: &EngineHandle, updates: &mut Updates, code: &str, name: &str) {
    let standing = engine.enrol(code.to_owned(), name.to_owned(), "手机".to_owned()).await.expect("a way in");
    assert!(standing.open.is_some());
    until_sent(updates).await;
}

#[test]
fn an_invite_is_looked_at_redeemed_and_the_own_entry_written_once() {
    let (folder, server) = (tempfile::tempdir().expect("a folder"), Server::start());
    with_phone(folder.path(), &server, async |engine, mut updates| {
        let wrong = engine.look_invite("0000-0000".to_owned()).await.expect_err("nobody invited");
        assert_eq!(wrong.key, "problem-invite-unknown");
        let seen = engine.look_invite("ch1e f0-00".to_owned()).await.expect("an invite");
        assert_eq!(seen.inviter_name, "张主任");
        join(&engine, &mut updates, CHIEF, "周慧敏").await;
        until(&mut updates, |state| state.phase == Phase::Idle && state.unsent == 0 && server.records() == 1).await;
        let team = engine.team().await.expect("a team");
        assert_eq!(team.chief.map(|chief| chief.name), Some("周慧敏".to_owned()));
    });
    // Another start does not enter its owner again.
    with_phone(folder.path(), &server, async |_, mut updates| {
        until_synced(&mut updates).await;
    });
    assert_eq!(server.records(), 1);
}

#[test]
fn what_two_phones_wrote_offline_meets_and_each_pushes_once() {
    let server = Server::start();
    let folders = [tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder")];
    for (folder, code, n) in [(&folders[0], CHIEF, 1), (&folders[1], BACKBONE, 4)] {
        with_phone(folder.path(), &server, async |engine, mut updates| {
            join(&engine, &mut updates, code, "老师").await;
            until(&mut updates, |state| state.phase == Phase::Idle && state.unsent == 0).await;
            let before = server.pushes().len();
            server.moods(&[Mood::Busy]);
            engine.tell(Request::SyncNow);
            until(&mut updates, |state| matches!(state.phase, Phase::NotNow { .. })).await;
            let me = engine.standing().await.expect("an answer").open.expect("a studio").person;
            for record in n..n + 3 {
                engine.command(finished(record, me)).await.expect("a record");
            }
            engine.tell(Request::SyncNow);
            until_sent(&mut updates).await;
            assert_eq!(server.pushes().split_at(before).1, [3], "three records went in one POST");
        });
    }
    with_phone(folders[0].path(), &server, async |engine, mut updates| {
        until_synced(&mut updates).await;
        let list = engine.records(RecordQuery::default()).await.expect("a list");
        assert_eq!(list.total, 6);
        let mine = engine.record(RecordId([1; 16])).await.expect("an answer").expect("a record");
        assert_eq!(mine.detail.row.tick, Tick::OnServer);
        let here = engine.me().await.expect("me").chain.expect("a chain");
        assert_eq!((here.seq, here.chain), server.end(), "what two people compare");
        assert!(mine.detail.delivery.server_at.is_some() && mine.detail.delivery.upload_bytes > Some(0));
    });
}

#[test]
fn a_lost_or_broken_answer_costs_nothing_and_doubles_nothing() {
    let (folder, server) = (tempfile::tempdir().expect("a folder"), Server::start());
    with_phone(folder.path(), &server, async |engine, mut updates| {
        join(&engine, &mut updates, CHIEF, "周慧敏").await;
        until(&mut updates, |state| state.phase == Phase::Idle && state.unsent == 0 && server.records() == 1).await;
        for (n, mood) in [(1, Mood::AnswerLost), (2, Mood::AnswerCut)] {
            engine.command(activity(n, "识字")).await.expect("a record");
            server.moods(&[mood]);
            engine.tell(Request::SyncNow);
            let state = until(&mut updates, |state| matches!(state.phase, Phase::Offline { .. })).await;
            assert_eq!(state.unsent, 1, "{mood:?}: nothing is taken for sent");
            engine.tell(Request::SyncNow);
            until_sent(&mut updates).await;
            assert_eq!(server.records(), usize::from(n) + 1, "{mood:?}: nothing stands twice");
        }
    });
}

#[test]
fn a_server_that_lost_the_device_is_brought_its_certificate() {
    let (folder, server) = (tempfile::tempdir().expect("a folder"), Server::start());
    with_phone(folder.path(), &server, async |engine, mut updates| {
        join(&engine, &mut updates, CHIEF, "周慧敏").await;
        until(&mut updates, |state| state.phase == Phase::Idle && state.unsent == 0).await;
        server.moods(&[Mood::Unknown]);
        engine.tell(Request::SyncNow);
        until(&mut updates, |state| matches!(state.phase, Phase::Syncing(_))).await;
        let state = until(&mut updates, |state| !matches!(state.phase, Phase::Syncing(_))).await;
        assert_eq!(state.phase, Phase::Idle);
        // Twice in a row it really is unknown: the person must join again.
        server.moods(&[Mood::Unknown, Mood::Unknown]);
        engine.tell(Request::SyncNow);
        let state = until(&mut updates, |state| matches!(state.phase, Phase::Blocked(_))).await;
        let Phase::Blocked(notice) = state.phase else { panic!("blocked") };
        assert_eq!(notice.key, "problem-unknown-device");
    });
}

#[test]
fn an_enrolment_whose_answer_was_lost_is_asked_again_for_the_same_device() {
    let (folder, server) = (tempfile::tempdir().expect("a folder"), Server::start());
    with_phone(folder.path(), &server, async |engine, mut updates| {
        server.moods(&[Mood::AnswerLost]);
        let lost = engine.enrol(CHIEF.to_owned(), "周慧敏".to_owned(), "手机".to_owned()).await.expect_err("lost");
        assert_eq!(lost.key, "notice-needs-network");
        join(&engine, &mut updates, CHIEF, "周慧敏").await;
        let me = engine.me().await.expect("me");
        assert_eq!(me.devices.len(), 1, "one phone is one device");
    });
}

#[test]
fn a_database_that_was_damaged_comes_back_from_the_server_with_its_unsent_work() {
    let (folder, server) = (tempfile::tempdir().expect("a folder"), Server::start());
    with_phone(folder.path(), &server, async |engine, mut updates| {
        join(&engine, &mut updates, CHIEF, "周慧敏").await;
        engine.command(activity(1, "已经上传的")).await.expect("a record");
        engine.tell(Request::SyncNow);
        until(&mut updates, |state| state.phase == Phase::Idle && server.records() == 2 && state.unsent == 0).await;
        server.moods(&[Mood::Busy; 3]);
        engine.command(activity(2, "还没上传的")).await.expect("a record");
    });
    let raw = rusqlite::Connection::open(folder.path().join("studio-1.db")).expect("a database");
    raw.execute_batch("UPDATE record SET body = x'00'").expect("damage");
    drop(raw);
    with_phone(folder.path(), &server, async |engine, mut updates| {
        engine.tell(Request::SyncNow);
        until(&mut updates, |state| state.phase == Phase::Idle && server.records() == 3 && state.unsent == 0).await;
        let me = engine.me().await.expect("me");
        assert_eq!(me.storage.set_aside.as_deref(), Some("studio-1.db"));
        assert_eq!(me.devices.len(), 1, "it kept its name: it is no clone of itself");
        assert_eq!(engine.records(RecordQuery::default()).await.expect("a list").total, 2);
    });
}

#[test]
fn a_copied_phone_takes_a_name_of_its_own_and_nothing_is_lost() {
    let (one, copy) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let server = Server::start();
    with_phone(one.path(), &server, async |engine, mut updates| {
        join(&engine, &mut updates, CHIEF, "周慧敏").await;
        until(&mut updates, |state| state.phase == Phase::Idle && state.unsent == 0 && server.records() == 1).await;
    });
    // The engine's thread may still be closing its database: the copy waits for that.
    let raw = rusqlite::Connection::open(one.path().join("studio-1.db")).expect("a database");
    raw.execute_batch("BEGIN EXCLUSIVE; COMMIT").expect("nobody else holds it");
    drop(raw);
    for entry in std::fs::read_dir(one.path()).expect("a folder").map_while(Result::ok) {
        std::fs::copy(entry.path(), copy.path().join(entry.file_name())).expect("a copy");
    }
    for (folder, record) in [(&one, 1), (&copy, 2)] {
        with_phone(folder.path(), &server, async |engine, mut updates| {
            engine.command(activity(record, "识字")).await.expect("a record");
            engine.tell(Request::SyncNow);
            let wished = usize::from(record) + 1;
            until(&mut updates, |state| state.phase == Phase::Idle && state.unsent == 0 && server.records() == wished)
                .await;
        });
    }
    with_phone(copy.path(), &server, async |engine, mut updates| {
        until_synced(&mut updates).await;
        let me = engine.me().await.expect("me");
        assert_eq!(me.devices.len(), 2, "the copy is a device of its own");
        assert_eq!(engine.records(RecordQuery::default()).await.expect("a list").total, 2);
    });
}

#[test]
fn a_phone_tells_its_owner_of_a_new_device_under_their_name() {
    let (old, new) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let server = Server::start();
    for folder in [&old, &new] {
        with_phone(folder.path(), &server, async |engine, mut updates| {
            join(&engine, &mut updates, CHIEF, "周慧敏").await;
        });
    }
    with_phone(old.path(), &server, async |engine, mut updates| {
        until_synced(&mut updates).await;
        let devices = engine.devices().await.expect("devices");
        assert!(
            devices.iter().any(|device| device.newer && !device.seen),
            "told until its owner has seen it: {devices:?}"
        );
    });
}
