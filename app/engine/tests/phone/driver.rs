//! The engine in its thread, asked as a page asks it; the server is down all the time.

use std::collections::BTreeMap;
use std::path::Path;

use studio_core::command::{Command, Draft, NewPerson};
use studio_core::edit::FieldEdit;
use studio_core::id::RecordId;
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::view::{RecordQuery, Tick};
use studio_engine::client::{EngineHandle, Updates};
use studio_engine::host::native;
use studio_engine::messages::{Phase, Request, StorageKind, Update};
use tokio::task::LocalSet;

use crate::studio::{PERSON, enrol};

/// Nobody listens on this port: it is reserved for a service that nobody runs.
const NOBODY: &str = "http://127.0.0.1:1";

/// Runs a page against an engine on a folder.
pub(crate) fn with_engine<F: AsyncFnOnce(EngineHandle, Updates)>(folder: &Path, page: F) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let (engine, updates, pump) = native::start(folder.to_owned(), NOBODY.to_owned()).expect("a thread");
    LocalSet::new().block_on(&runtime, async move {
        tokio::task::spawn_local(pump);
        page(engine, updates).await;
    });
}

fn activity(record: RecordId, topic: &str) -> Command {
    let field = |key: &str, value: Scalar| FieldEdit { key: key.to_owned(), seen: None, value: Some(value) };
    let fields = vec![
        field("topic", topic.into()),
        field("kind", "theme-research".into()),
        field("start", "2026-11-24T14:30".into()),
    ];
    Command::Save(Draft { record_type: RecordType::Activity, record, fields })
}

#[test]
fn a_record_saved_without_a_network_is_there_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    enrol(folder.path());
    let mut written = None;
    with_engine(folder.path(), async |engine, _| {
        let start = engine.start(RecordType::Activity).await.expect("a form");
        let records = engine.command(activity(start.record, "二年级识字教学")).await.expect("a record");
        assert_eq!(records, [start.record]);
        written = Some(start.record);
    });
    let written = written.expect("a record");
    with_engine(folder.path(), async |engine, _| {
        let page = engine.record(written).await.expect("an answer").expect("the record");
        assert_eq!(page.detail.row.title, "二年级识字教学");
        assert_eq!(page.detail.row.tick, Tick::Saved);
        let list = engine.records(RecordQuery::default()).await.expect("a list");
        assert_eq!(list.total, 1);
        let me = engine.me().await.expect("me");
        assert_eq!((me.sync.unsent, me.sync.unsent_records), (1, 1));
        assert_eq!(me.storage.kind, StorageKind::Durable);
    });
}

#[test]
fn a_form_that_was_not_saved_comes_back_and_goes_with_its_record() {
    let folder = tempfile::tempdir().expect("a folder");
    enrol(folder.path());
    let record = RecordId([4; 16]);
    with_engine(folder.path(), async |engine, _| {
        let content = "送教下乡：柳河".as_bytes().to_vec();
        let save = Request::SaveDraft { record, form: "activity".to_owned(), content };
        engine.call(save).await.expect("it is kept");
    });
    with_engine(folder.path(), async |engine, _| {
        let draft = engine.draft(record).await.expect("an answer").expect("the form");
        assert_eq!(draft.content, "送教下乡：柳河".as_bytes());
        engine.command(activity(record, "送教下乡：柳河中学")).await.expect("a record");
        assert_eq!(engine.drafts().await, Ok(Vec::new()));
    });
}

#[test]
fn without_a_server_the_engine_says_offline_and_when_it_tries_again() {
    let folder = tempfile::tempdir().expect("a folder");
    enrol(folder.path());
    with_engine(folder.path(), async |engine, mut updates| {
        engine.tell(Request::SyncNow);
        while let Some(update) = updates.next().await {
            if let Update::Sync(state) = update
                && let Phase::Offline { retry_at } = state.phase
            {
                return assert!(retry_at.is_some());
            }
        }
        panic!("the engine never said so");
    });
}

#[test]
fn what_needs_the_server_says_so_and_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    with_engine(folder.path(), async |engine, _| {
        let looked = engine.look_invite("7kqm-2xw9".to_owned()).await;
        assert_eq!(looked.err().map(|notice| notice.key), Some("notice-needs-network".to_owned()));
        let home = engine.home().await;
        assert_eq!(home.err().map(|notice| notice.key), Some("notice-not-joined".to_owned()));
        assert_eq!(engine.standing().await.expect("an answer").open, None);
    });
}

#[test]
fn a_command_that_lacks_something_names_every_field() {
    let folder = tempfile::tempdir().expect("a folder");
    enrol(folder.path());
    with_engine(folder.path(), async |engine, _| {
        let Command::Save(draft) = activity(RecordId([4; 16]), "识字") else { panic!("a save") };
        let notice = engine.command(Command::Finish(draft)).await.expect_err("it lacks a place");
        assert_eq!(notice.key, "command-invalid");
        assert!(notice.problems.iter().any(|problem| problem.field == "place"), "{:?}", notice.problems);
        assert_eq!(engine.records(RecordQuery::default()).await.expect("a list").total, 0);
    });
}

#[test]
fn a_backup_brings_everything_to_an_empty_phone_once() {
    let (one, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    enrol(one.path());
    enrol(other.path());
    let mut file = Vec::new();
    with_engine(one.path(), async |engine, _| {
        let person =
            NewPerson { name: "李桂兰".to_owned(), school: "柳河小学".to_owned(), ..NewPerson::default() };
        engine.command(Command::AddPeople(vec![person])).await.expect("a person");
        engine.command(activity(RecordId([4; 16]), "识字")).await.expect("a record");
        let export = engine.export().await.expect("a file");
        assert_eq!((export.changes, export.drafts), (2, 0));
        file = export.bytes;
    });
    with_engine(other.path(), async |engine, _| {
        let first = engine.import(file.clone()).await.expect("taken");
        assert_eq!((first.changes, first.known), (2, 0));
        let again = engine.import(file.clone()).await.expect("taken");
        assert_eq!((again.changes, again.known), (0, 2));
        assert_eq!(engine.records(RecordQuery::default()).await.expect("a list").total, 1);
        let broken = engine.import(file[1..].to_vec()).await.expect_err("it is cut");
        assert_eq!(broken.key, "notice-backup-broken");
    });
}

#[test]
fn settings_are_kept_and_the_engines_own_stay_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    enrol(folder.path());
    with_engine(folder.path(), async |engine, _| {
        let set = |name: &str, value: &str| Request::SetSetting { name: name.to_owned(), value: value.to_owned() };
        engine.call(set("text-size", "big")).await.expect("kept");
        assert!(engine.call(set("engine/own-entry", "x")).await.is_err());
        let expected = BTreeMap::from([("text-size".to_owned(), "big".to_owned())]);
        assert_eq!(engine.settings().await, Ok(expected));
        assert_eq!(engine.me().await.expect("me").me.member.person, PERSON);
    });
}
