//! 修改历史: who changed what of a record, on which phone and when; an older value goes back as an ordinary change.

use studio_core::command::{Command, Draft};
use studio_core::edit::FieldEdit;
use studio_core::id::RecordId;
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::tolerant::Fields;
use studio_core::view::{Act, REVISIONS_MAX, Revised, Waiting};
use studio_engine::client::{EngineHandle, Updates};
use studio_engine::messages::{HistoryPage, Phase, RecordPage, Request};

use crate::driver::with_engine;
use crate::server::{BACKBONE, CHIEF, Mood, Server};
use crate::studio::enrol;
use crate::sync::{activity, draft, finished, until, until_sent, until_synced, with_phone};

const RECORD: RecordId = RecordId([1; 16]);

async fn join_on(engine: &EngineHandle, updates: &mut Updates, code: &str, name: &str, device: &str) {
    engine.enrol(code.to_owned(), name.to_owned(), device.to_owned()).await.expect("a way in");
    until_sent(updates).await;
}

fn amend(fields: Vec<FieldEdit>) -> Command {
    Command::Amend(Draft { record_type: RecordType::Activity, record: RECORD, fields })
}

fn place(seen: Option<&str>, value: &str) -> Command {
    amend(vec![FieldEdit { key: "place".to_owned(), seen: seen.map(Scalar::from), value: Some(value.into()) }])
}

async fn history(engine: &EngineHandle) -> HistoryPage {
    *engine.history(RECORD).await.expect("an answer").expect("a history")
}

async fn page(engine: &EngineHandle) -> RecordPage {
    *engine.record(RECORD).await.expect("an answer").expect("the record")
}

fn stands(page: &RecordPage) -> Option<&str> {
    page.detail.fields.get("place").and_then(Scalar::as_str)
}

/// Field, what stood there, what stands since.
fn said(field: &Revised) -> (&str, Option<&str>, Option<&str>) {
    fn text<'a>(field: &Revised, fields: &'a Fields) -> Option<&'a str> {
        fields.get(&field.field).and_then(Scalar::as_str)
    }
    let was = field.was.first().and_then(|older| text(field, &older.fields));
    (&field.field, was, text(field, &field.now))
}

#[test]
fn a_record_of_two_phones_tells_who_changed_what_on_which_and_an_older_value_goes_back_and_syncs() {
    let server = Server::start();
    let (red, new) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    with_phone(red.path(), &server, async |engine, mut updates| {
        join_on(&engine, &mut updates, CHIEF, "周慧敏", "红米手机").await;
        engine.command(activity(1, "识字")).await.expect("a record");
        engine.command(place(None, "录播室")).await.expect("a change");
        let waits = history(&engine).await;
        assert!(waits.waiting.values().all(|why| *why == Waiting::Network), "{:?}", waits.waiting);
        engine.tell(Request::SyncNow);
        until(&mut updates, |state| state.phase == Phase::Idle && state.unsent == 0 && server.records() == 2).await;
    });
    with_phone(new.path(), &server, async |engine, mut updates| {
        join_on(&engine, &mut updates, CHIEF, "周慧敏", "新手机").await;
        engine.command(place(Some("录播室"), "会议室")).await.expect("a change");
        engine.tell(Request::SyncNow);
        until_synced(&mut updates).await;
    });
    with_phone(red.path(), &server, async |engine, mut updates| {
        until_synced(&mut updates).await;
        let told = history(&engine).await;
        let revisions = &told.history.revisions;
        assert_eq!((revisions.len(), told.history.older, told.history.mine), (3, 0, true));
        assert_eq!(
            revisions[0].fields.iter().map(said).collect::<Vec<_>>(),
            [("place", Some("录播室"), Some("会议室"))]
        );
        assert_eq!(revisions[1].fields.iter().map(said).collect::<Vec<_>>(), [("place", None, Some("录播室"))]);
        assert!(revisions[2].born && !revisions[0].born);
        let writers: Vec<_> = revisions.iter().map(|one| &told.writers[&one.device]).collect();
        let names: Vec<_> = writers.iter().map(|who| (who.name.as_str(), who.device_name.as_str())).collect();
        assert_eq!(names[..2], [("周慧敏", "新手机"), ("周慧敏", "红米手机")]);
        assert_eq!((writers[0].this_device, writers[1].this_device), (false, true));
        assert!(revisions.windows(2).all(|two| two[0].at >= two[1].at) && told.waiting.is_empty());
        assert_eq!(page(&engine).await.changed, 2);

        engine.command(amend(revisions[0].fields[0].was[0].back.clone())).await.expect("put back");
        assert_eq!(stands(&page(&engine).await), Some("录播室"));
        let told = history(&engine).await;
        assert_eq!(said(&told.history.revisions[0].fields[0]), ("place", Some("会议室"), Some("录播室")));
        assert!(told.history.revisions[1].fields[0].was[0].back.is_empty(), "it stands");
        engine.tell(Request::SyncNow);
        until_synced(&mut updates).await;
    });
    with_phone(new.path(), &server, async |engine, mut updates| {
        until_synced(&mut updates).await;
        assert_eq!(stands(&page(&engine).await), Some("录播室"));
    });
}

#[test]
fn two_values_say_when_each_was_written_and_choosing_one_leaves_a_form_that_was_not_saved_alone() {
    let server = Server::start();
    let (one, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    with_phone(one.path(), &server, async |engine, mut updates| {
        join_on(&engine, &mut updates, CHIEF, "周慧敏", "红米手机").await;
        engine.command(activity(1, "识字")).await.expect("a record");
        engine.tell(Request::SyncNow);
        until(&mut updates, |state| state.phase == Phase::Idle && state.unsent == 0 && server.records() == 2).await;
    });
    with_phone(other.path(), &server, async |engine, mut updates| {
        join_on(&engine, &mut updates, CHIEF, "周慧敏", "新手机").await;
        engine.command(place(None, "会议室")).await.expect("a change");
        engine.tell(Request::SyncNow);
        until_synced(&mut updates).await;
    });
    server.moods(&[Mood::Busy]);
    with_phone(one.path(), &server, async |engine, mut updates| {
        until(&mut updates, |state| matches!(state.phase, Phase::NotNow { .. })).await;
        engine.command(place(None, "录播室")).await.expect("a change");
        engine.tell(Request::SyncNow);
        until_synced(&mut updates).await;
        let two = page(&engine).await;
        let conflict = two.detail.conflicts.first().expect("two values");
        let at = &two.values_at[&conflict.key];
        assert_eq!(at.len(), conflict.values.len());
        assert!(at.iter().all(Option::is_some), "{at:?}");
        let told = history(&engine).await;
        let fields: Vec<_> = told.history.revisions.iter().flat_map(|one| &one.fields).map(said).collect();
        assert!(fields.contains(&("place", None, Some("会议室"))) && fields.contains(&("place", None, Some("录播室"))));
        assert!(
            told.history
                .revisions
                .iter()
                .flat_map(|one| &one.fields)
                .flat_map(|field| &field.was)
                .all(|was| was.back.is_empty()),
            "two values are settled first"
        );

        let save = Request::SaveDraft { record: RECORD, form: "activity".to_owned(), content: b"half".to_vec() };
        engine.call(save).await.expect("kept");
        let seen = stands(&two).map(str::to_owned);
        let chosen = if seen.as_deref() == Some("会议室") { "录播室" } else { "会议室" };
        engine.command(place(seen.as_deref(), chosen)).await.expect("settled");
        let settled = page(&engine).await;
        assert!(settled.detail.conflicts.is_empty() && stands(&settled) == Some(chosen));
        assert!(engine.draft(RECORD).await.expect("an answer").is_some(), "nothing typed is dropped");
        let told = history(&engine).await;
        assert_eq!(told.history.revisions[0].fields[0].was.len(), 2, "both stood there");
    });
}

#[test]
fn a_colleague_reads_what_was_handed_in_and_puts_nothing_back() {
    let server = Server::start();
    let (hers, his) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    with_phone(hers.path(), &server, async |engine, mut updates| {
        join_on(&engine, &mut updates, CHIEF, "周慧敏", "红米手机").await;
        let me = engine.standing().await.expect("an answer").open.expect("a studio").person;
        engine.command(activity(1, "没写好的题目")).await.expect("a draft");
        let Command::Finish(mut whole) = finished(1, me) else { panic!("finished") };
        whole.fields.retain(|field| field.key != "start");
        for field in whole.fields.iter_mut().filter(|field| field.key == "topic") {
            field.seen = Some("没写好的题目".into());
        }
        engine.command(Command::Finish(whole)).await.expect("handed in");
        engine.command(place(Some("录播室"), "会议室")).await.expect("a change");
        let acts: Vec<Act> = history(&engine).await.history.revisions.into_iter().flat_map(|one| one.acts).collect();
        assert_eq!(acts, [Act::HandedIn]);
        engine.tell(Request::SyncNow);
        until_synced(&mut updates).await;
    });
    with_phone(his.path(), &server, async |engine, mut updates| {
        join_on(&engine, &mut updates, BACKBONE, "王丽", "手机").await;
        let told = history(&engine).await;
        let revisions = &told.history.revisions;
        assert_eq!((revisions.len(), told.history.mine), (2, false), "{revisions:?}");
        assert!(!format!("{revisions:?}").contains("没写好的题目"), "a draft was hers alone");
        assert_eq!(said(&revisions[0].fields[0]), ("place", Some("录播室"), Some("会议室")));
        assert!(revisions[0].fields[0].was[0].back.is_empty());
        let refused = engine.command(place(Some("会议室"), "操场")).await.expect_err("not his");
        assert_eq!(refused.key, "command-not-allowed");
    });
}

#[test]
fn of_sixty_changes_the_newest_fifty_are_told_and_that_there_are_older_ones() {
    let folder = tempfile::tempdir().expect("a folder");
    enrol(folder.path());
    with_engine(folder.path(), async |engine, _| {
        engine.command(Command::Save(draft(1, "识字"))).await.expect("a record");
        engine.command(place(None, "0")).await.expect("a change");
        for n in 1..59 {
            engine.command(place(Some(&(n - 1).to_string()), &n.to_string())).await.expect("a change");
        }
        let told = history(&engine).await.history;
        assert_eq!((told.revisions.len(), told.older), (REVISIONS_MAX, 10));
        assert_eq!(said(&told.revisions[0].fields[0]), ("place", Some("57"), Some("58")));
        assert!(told.revisions[REVISIONS_MAX - 1].born, "and what it was born with");
        assert_eq!(page(&engine).await.changed, 59);
    });
}

#[test]
fn what_is_amended_must_stand() {
    let folder = tempfile::tempdir().expect("a folder");
    enrol(folder.path());
    with_engine(folder.path(), async |engine, _| {
        let none = engine.command(place(None, "录播室")).await.expect_err("there is no such record");
        assert_eq!(none.key, "command-no-such-record");
        assert_eq!(engine.history(RECORD).await, Ok(None));
    });
}
