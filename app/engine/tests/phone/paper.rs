//! A paper that two phones write: both texts of one paragraph stand, and an edition shows it as its namer had seen it.

use studio_core::command::{Command, Draft, Passage, Place};
use studio_core::decision::{Revoke, What};
use studio_core::edit::FieldEdit;
use studio_core::edition::{AT_KEY, NAME_KEY};
use studio_core::id::RecordId;
use studio_core::paragraph::{PAPER_KEY, Style, TEXT_KEY};
use studio_core::record_type::RecordType;
use studio_core::view::Waiting;
use studio_engine::client::EngineHandle;
use studio_engine::messages::{PaperHere, Phase, Request};

use crate::server::{BACKBONE, CHIEF, Mood, Server};
use crate::sync::{join, until, until_sent, until_synced, with_phone};

const PARAGRAPH: RecordId = RecordId([1; 16]);
const EDITION: RecordId = RecordId([2; 16]);

fn write(text: &str, seen: Option<&str>) -> Command {
    let place = Place { paper: "case".to_owned(), part: "how".to_owned(), after: None };
    let seen = seen.map(|text| (text.to_owned(), Style::Body));
    let passage = Passage { record: PARAGRAPH, style: Style::Body, text: text.to_owned(), refers: None, seen };
    Command::WriteParagraphs { place, passages: vec![passage] }
}

fn name() -> Command {
    let field = |key: &str, value: &str| FieldEdit { key: key.to_owned(), seen: None, value: Some(value.into()) };
    let fields = vec![field(PAPER_KEY, "case"), field(NAME_KEY, "送审稿"), field(AT_KEY, "2026-11-24T12:00")];
    Command::Save(Draft { record_type: RecordType::Edition, record: EDITION, fields })
}

async fn paper(engine: &EngineHandle) -> PaperHere {
    *engine.paper("case".to_owned()).await.expect("an answer").expect("a paper")
}

fn texts(here: &PaperHere) -> Vec<&str> {
    here.page.parts.iter().flat_map(|part| &part.lines).map(|line| line.text.as_str()).collect()
}

#[test]
fn two_texts_of_one_paragraph_stand_with_their_writers_and_an_edition_stays_as_it_was_named() {
    let server = Server::start();
    let (one, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    with_phone(one.path(), &server, async |engine, mut updates| {
        engine.enrol(CHIEF.to_owned(), "周慧敏".to_owned(), "红米手机".to_owned()).await.expect("a way in");
        until_sent(&mut updates).await;
        engine.command(write("初稿。", None)).await.expect("written");
        engine.command(name()).await.expect("named");
        engine.tell(Request::SyncNow);
        until_synced(&mut updates).await;
    });
    with_phone(other.path(), &server, async |engine, mut updates| {
        engine.enrol(BACKBONE.to_owned(), "王丽".to_owned(), "新手机".to_owned()).await.expect("a way in");
        until_sent(&mut updates).await;
        assert_eq!(texts(&paper(&engine).await), ["初稿。"]);
        engine.command(write("王丽改的。", Some("初稿。"))).await.expect("written");
        engine.tell(Request::SyncNow);
        until_synced(&mut updates).await;
        let past = *engine.history(PARAGRAPH).await.expect("an answer").expect("a history");
        let told = past.history.revisions.iter().map(|one| {
            let text =
                one.fields.iter().find(|field| field.field == TEXT_KEY).and_then(|field| field.now.get(TEXT_KEY));
            (past.writers[&one.device].name.as_str(), text.and_then(|text| text.as_str()).unwrap_or_default())
        });
        assert_eq!(told.collect::<Vec<_>>(), [("王丽", "王丽改的。"), ("周慧敏", "初稿。")]);
        assert!(past.history.mine, "whoever writes it may put an older text back");
        assert_eq!(past.history.revisions[0].fields[0].was[0].back.len(), 1);
        engine.command(Command::Delete { record: PARAGRAPH }).await.expect("thrown away");
        assert!(engine.history(PARAGRAPH).await.expect("an answer").is_some(), "it waits to be put back");
        engine.command(Command::Undelete { record: PARAGRAPH }).await.expect("put back");
        engine.tell(Request::SyncNow);
        until_synced(&mut updates).await;
    });
    server.moods(&[Mood::Busy]);
    with_phone(one.path(), &server, async |engine, mut updates| {
        until(&mut updates, |state| matches!(state.phase, Phase::NotNow { .. })).await;
        engine.command(write("周慧敏改的。", Some("初稿。"))).await.expect("written before the other text came");
        engine.tell(Request::SyncNow);
        until_synced(&mut updates).await;
        let here = paper(&engine).await;
        let line = &here.page.parts.iter().flat_map(|part| &part.lines).next().expect("a paragraph");
        let said: Vec<_> = line.conflicts[0]
            .values
            .iter()
            .map(|(device, value)| (here.writers[device].name.as_str(), value.as_str().expect("a text")))
            .collect();
        assert!(said.contains(&("王丽", "王丽改的。")) && said.contains(&("周慧敏", "周慧敏改的。")), "{said:?}");

        let then = *engine.edition(EDITION).await.expect("an answer").expect("an edition");
        assert_eq!(texts(&then), ["初稿。"]);
        assert_eq!(then.edition.expect("its name").name, "送审稿");
        let field =
            FieldEdit { key: NAME_KEY.to_owned(), seen: Some("送审稿".into()), value: Some("定稿".into()) };
        let draft = Draft { record_type: RecordType::Edition, record: EDITION, fields: vec![field] };
        engine.command(Command::Amend(draft)).await.expect("renamed");
        let then = *engine.edition(EDITION).await.expect("an answer").expect("an edition");
        assert_eq!((texts(&then), then.edition.as_ref().expect("its name").name.as_str()), (vec!["初稿。"], "定稿"));
        assert_eq!(here.page.editions.len(), 1);
        let unseen = engine.command(write("没看到就写的。", Some("别的。"))).await;
        assert!(unseen.is_err_and(|notice| notice.key == "notice-differs"), "nothing unseen is written over");
    });
}

#[test]
fn a_paragraph_of_a_stopped_phone_is_told_to_wait_until_it_is_let_in() {
    let (folder, server) = (tempfile::tempdir().expect("a folder"), Server::start());
    with_phone(folder.path(), &server, async |engine, mut updates| {
        join(&engine, &mut updates, CHIEF, "周慧敏").await;
        until(&mut updates, |_| server.records() == 1).await;
        let device = engine.devices().await.expect("devices")[0].device;
        server.says(What::Revoke(Revoke { device }));
        engine.command(write("停用以后写的。", None)).await.expect("it is kept here");
        until(&mut updates, |state| state.held_records == 1 && state.unsent == 0).await;
        let here = paper(&engine).await;
        let line = here.page.parts.iter().flat_map(|part| &part.lines).next().expect("it is still here");
        assert_eq!((line.text.as_str(), line.delivery.waiting), ("停用以后写的。", Waiting::Held));
    });
}
