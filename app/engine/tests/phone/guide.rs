//! A project by a guide that this release does not carry: the phone gets it after its first sync, keeps it, and counts.

use studio_core::decision::{Terms, What};
use studio_core::guide::{ClassHour, Guide};
use studio_core::id::ProjectId;
use studio_engine::client::{EngineHandle, Updates};
use studio_engine::messages::Request;

use crate::server::{CHIEF, Server};
use crate::sync::{join, with_phone};

const NINTH: &str = include_str!("../../../../core/tests/fixtures/guide-batch-9.toml");

fn of_the_ninth_batch() -> Server {
    let server = Server::start();
    server.says(What::Terms(Terms {
        number: 1,
        project: ProjectId([2; 16]),
        name: "乡镇共同体".to_owned(),
        direction: 2,
        batch: 9,
        guide: "invented-batch-9".to_owned(),
        deadline: "2027-06-30".to_owned(),
        extension: None,
        grant_fen: 4_500_000,
    }));
    server
}

/// Waits until the phone can count.
async fn until_counted(engine: &EngineHandle, updates: &mut Updates) {
    while engine.closure().await.expect("an answer").is_none() {
        updates.next().await.expect("the engine goes on");
    }
}

#[test]
fn a_phone_learns_the_guide_of_its_project_and_has_it_after_a_restart_without_a_line() {
    let (folder, server) = (tempfile::tempdir().expect("a folder"), of_the_ninth_batch());
    let guide = Guide::parse(NINTH).expect("a guide").for_phones().of_project(2);
    server.hands_out(postcard::to_allocvec(&guide).expect("bytes"));
    with_phone(folder.path(), &server, async |engine, mut updates| {
        join(&engine, &mut updates, CHIEF, "周慧敏").await;
        until_counted(&engine, &mut updates).await;
    });
    crate::driver::with_engine(folder.path(), async |engine, _| {
        let report = engine.closure().await.expect("an answer").expect("a report");
        assert_eq!((report.direction, report.indicators.len()), (2, 16));
        let open = engine.standing().await.expect("an answer").open.expect("a studio");
        assert_eq!(open.shape.word("studio"), Some("共同体"), "it speaks as its guide does");
    });
}

#[test]
fn what_is_no_guide_of_the_project_changes_nothing() {
    let guide = Guide::parse(NINTH).expect("a guide").for_phones();
    let other = postcard::to_allocvec(&Guide { id: "another".to_owned(), ..guide.clone() }).expect("bytes");
    let broken =
        postcard::to_allocvec(&Guide { class_hour: ClassHour { minutes: 0, ..guide.class_hour }, ..guide.clone() });
    for bytes in [Vec::new(), vec![7; 300], other, broken.expect("bytes")] {
        let (folder, server) = (tempfile::tempdir().expect("a folder"), of_the_ninth_batch());
        server.hands_out(bytes);
        with_phone(folder.path(), &server, async |engine, mut updates| {
            join(&engine, &mut updates, CHIEF, "周慧敏").await;
            engine.call(Request::SyncNow).await.expect("an answer");
            crate::sync::until_synced(&mut updates).await;
            assert_eq!(engine.closure().await.expect("an answer"), None);
        });
    }
}
