//! The engine on a way that does not take everything: what is too much at once goes in portions, what can never go is named,
//! and every no is told apart from no answer at all.

use studio_core::command::{Command, Draft, NewPerson};
use studio_core::edit::FieldEdit;
use studio_core::id::RecordId;
use studio_core::record_type::RecordType;
use studio_engine::client::{EngineHandle, Updates};
use studio_engine::messages::{Phase, Request, Stuck, SyncState};

use crate::server::{CHIEF, Mood, Narrow, Server};
use crate::sync::{draft, join, until, until_sent, with_phone};

/// So many characters that hardly pack.
fn prose(record: u8, chars: u32) -> String {
    let mut state = u32::from(record) + 1;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from_u32(0x4E00 + (state >> 8) % 0x5000).expect("a character")
    };
    (0..chars).map(|_| next()).collect()
}

async fn write(engine: &EngineHandle, record: u8, chars: u32) {
    let minutes = prose(record, chars).as_str().into();
    let mut draft = draft(record, &format!("第 {record} 次"));
    draft.fields.push(FieldEdit { key: "minutes".to_owned(), seen: None, value: Some(minutes) });
    engine.command(Command::Save(Draft { record_type: RecordType::Activity, ..draft })).await.expect("a record");
}

/// The way is closed while a phone writes: nothing goes out one by one.
const CLOSED: Narrow = Narrow::Bytes(0);

async fn joined(engine: &EngineHandle, updates: &mut Updates, server: &Server) {
    join(engine, updates, CHIEF, "周慧敏").await;
    until(updates, |state| state.phase == Phase::Idle && state.unsent == 0 && server.records() == 1).await;
}

fn rests(state: &SyncState) -> bool {
    !matches!(state.phase, Phase::Syncing(_))
}

/// How it stands after the sync that begins now.
async fn after_sync(updates: &mut Updates) -> SyncState {
    until(updates, |state| !rests(state)).await;
    until(updates, rests).await
}

#[test]
fn what_is_too_much_at_once_goes_in_portions_and_the_phone_never_says_offline() {
    let (folder, server) = (tempfile::tempdir().expect("a folder"), Server::start());
    with_phone(folder.path(), &server, async |engine, mut updates| {
        joined(&engine, &mut updates, &server).await;
        engine.call(Request::Visible(false)).await.expect("hidden: nothing goes out");
        for record in 101..=124 {
            write(&engine, record, 500).await;
        }
        server.narrow(Some(Narrow::Bytes(10_000)));
        engine.call(Request::Visible(true)).await.expect("shown");
        let state = until(&mut updates, |state| {
            assert!(matches!(state.phase, Phase::Syncing(_) | Phase::Idle), "{:?}", state.phase);
            state.phase == Phase::Idle && state.unsent == 0
        })
        .await;
        assert_eq!((server.records(), state.stuck.as_slice()), (25, [].as_slice()));
        assert!((1..=4).contains(&server.refused()), "{} were too much", server.refused());
        assert!(server.pushes().len() <= 10, "{:?}", server.pushes());
    });
}

#[test]
fn what_no_request_can_hold_is_named_what_builds_on_it_waits_and_all_else_goes() {
    let (folder, server) = (tempfile::tempdir().expect("a folder"), Server::start());
    with_phone(folder.path(), &server, async |engine, mut updates| {
        joined(&engine, &mut updates, &server).await;
        engine.call(Request::Visible(false)).await.expect("hidden");
        for (record, chars) in [(1, 100), (2, 5_000), (3, 100), (4, 100)] {
            write(&engine, record, chars).await;
        }
        let person =
            NewPerson { name: "李桂兰".to_owned(), school: "柳河小学".to_owned(), ..NewPerson::default() };
        engine.command(Command::AddPeople(vec![person])).await.expect("a person");
        server.narrow(Some(Narrow::Bytes(6_000)));
        engine.call(Request::Visible(true)).await.expect("shown");
        let named = |state: &SyncState| state.phase == Phase::Idle && !state.stuck.is_empty();
        let state = until(&mut updates, named).await;
        assert_eq!(server.records(), 3, "the own entry, the record before it and the person");
        let [Stuck { record, record_type, title, records, bytes, behind }] = state.stuck.as_slice() else {
            panic!("{:?}", state.stuck)
        };
        assert_eq!((*record, *record_type), (Some(RecordId([2; 16])), Some(RecordType::Activity)));
        assert_eq!((title.as_str(), *records, *behind), ("第 2 次", 1, 2));
        assert!((15_000..16_000).contains(bytes), "{bytes}");
        assert_eq!((state.unsent_records, state.asides), (3, 0), "nothing is lost, nothing is set aside");
        let refused = server.refused();
        for shown in [false, true] {
            engine.call(Request::Visible(shown)).await.expect("shown again");
        }
        assert!(named(&after_sync(&mut updates).await));
        assert_eq!(server.refused(), refused, "it is not tried again by itself");
        engine.tell(Request::SyncNow);
        assert!(named(&after_sync(&mut updates).await));
        assert_eq!(server.refused(), refused + 2, "packed and plainly, because the person asked");
    });
    server.narrow(None);
    with_phone(folder.path(), &server, async |engine, mut updates| {
        engine.tell(Request::SyncNow);
        until(&mut updates, |state| state.phase == Phase::Idle && state.unsent == 0 && server.records() == 6).await;
    });
}

#[test]
fn where_packed_bodies_do_not_go_through_plain_ones_do() {
    let (folder, server) = (tempfile::tempdir().expect("a folder"), Server::start());
    with_phone(folder.path(), &server, async |engine, mut updates| {
        joined(&engine, &mut updates, &server).await;
        for (record, status) in [(1, 413), (2, 415)] {
            server.narrow(Some(Narrow::Packed(status)));
            write(&engine, record, 1_000).await;
            engine.tell(Request::SyncNow);
            let state = until(&mut updates, |state| state.phase == Phase::Idle && state.unsent == 0).await;
            assert_eq!((server.records(), state.stuck.len()), (usize::from(record) + 1, 0), "{status}");
        }
    });
}

#[test]
fn a_way_that_lets_nothing_through_is_told_as_that() {
    let (folder, server) = (tempfile::tempdir().expect("a folder"), Server::start());
    with_phone(folder.path(), &server, async |engine, mut updates| {
        joined(&engine, &mut updates, &server).await;
        server.narrow(Some(CLOSED));
        write(&engine, 1, 100).await;
        engine.tell(Request::SyncNow);
        let state = until(&mut updates, |state| matches!(state.phase, Phase::Blocked(_))).await;
        let Phase::Blocked(notice) = state.phase else { panic!("blocked") };
        assert_eq!(notice.key, "notice-network-small");
        server.narrow(None);
        engine.tell(Request::SyncNow);
        until_sent(&mut updates).await;
        assert_eq!(server.records(), 2);
    });
}

#[test]
fn every_no_is_told_apart_from_no_answer_and_keeps_what_is_unsent() {
    let (folder, server) = (tempfile::tempdir().expect("a folder"), Server::start());
    with_phone(folder.path(), &server, async |engine, mut updates| {
        joined(&engine, &mut updates, &server).await;
        write(&engine, 1, 100).await;
        let passing = [
            (Mood::Portal, "notice-network-login"),
            (Mood::Page(511), "notice-network-login"),
            (Mood::Page(403), "notice-network-no"),
            (Mood::Page(404), "notice-network-no"),
            (Mood::Busy, "problem-busy"),
            (Mood::Says(500, "internal"), "problem-internal"),
            (Mood::Page(502), "notice-server-away"),
            (Mood::Page(429), "notice-network-slow-down"),
            (Mood::Says(408, "too-slow"), "problem-too-slow"),
        ];
        let lasting = [
            (Mood::Says(400, "malformed"), "problem-malformed"),
            (Mood::Says(426, "update"), "problem-update"),
            (Mood::Page(426), "notice-app-too-old"),
        ];
        for (mood, key) in passing.into_iter().chain(lasting) {
            server.moods(&[mood]);
            engine.tell(Request::SyncNow);
            let state = after_sync(&mut updates).await;
            assert_eq!(state.unsent, 1, "{mood:?}");
            match state.phase {
                Phase::NotNow { notice, .. } => assert_eq!((notice.key.as_str(), true), (key, is_in(&passing, mood))),
                Phase::Blocked(notice) => assert_eq!((notice.key.as_str(), false), (key, is_in(&passing, mood))),
                other => panic!("{mood:?}: {other:?}"),
            }
        }
        engine.tell(Request::SyncNow);
        until_sent(&mut updates).await;
    });
}

fn is_in(moods: &[(Mood, &str)], mood: Mood) -> bool {
    moods.iter().any(|(other, _)| *other == mood)
}

#[test]
fn a_full_day_is_waited_for_also_after_a_start_and_tried_once_when_the_person_asks() {
    let (folder, server) = (tempfile::tempdir().expect("a folder"), Server::start());
    with_phone(folder.path(), &server, async |engine, mut updates| {
        joined(&engine, &mut updates, &server).await;
        write(&engine, 1, 100).await;
        server.moods(&[Mood::Full(7_200)]);
        engine.tell(Request::SyncNow);
        let state = until(&mut updates, |state| rests(state) && state.quota_until.is_some()).await;
        assert_eq!((state.phase, state.unsent), (Phase::Idle, 1));
    });
    let pushes = server.pushes().len();
    with_phone(folder.path(), &server, async |engine, mut updates| {
        let syncs = server.syncs();
        let rested = |state: &SyncState| state.phase == Phase::Idle && server.syncs() > syncs;
        let state = until(&mut updates, rested).await;
        assert_eq!((server.pushes().len(), state.unsent), (pushes, 1), "it asked, and sent nothing");
        assert!(state.quota_until.is_some(), "a start does not forget it");
        server.moods(&[Mood::Full(3_600)]);
        engine.tell(Request::SyncNow);
        until(&mut updates, |state| state.phase == Phase::Idle && server.pushes().len() == pushes + 1).await;
        engine.tell(Request::SyncNow);
        let state = until(&mut updates, |state| rests(state) && state.unsent == 0).await;
        assert_eq!((state.quota_until, server.records()), (None, 2), "there is room again");
    });
}
