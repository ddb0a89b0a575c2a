//! `doctor` over logs in which something is not as it should be: which entry it names, and what it says to do.

use std::path::Path;

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use studio_core::cbor::to_vec;
use studio_core::changelog::ChangeLog;
use studio_core::decision::{Decision, What};
use studio_core::id::{PersonId, Signature, StudioId};
use studio_core::log::{Entry, EntryBody, chain_next};
use studio_core::sign::Secret;
use studio_sync_server::config::database;
use studio_sync_server::store::sqlite::log::SqliteLog;

use crate::binary::{run, said};
use crate::county::County;

/// A studio whose chief has written two changes, one on the other; the server has ended.
async fn written() -> (tempfile::TempDir, StudioId) {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    for (id, name) in [(40, "李晓"), (41, "王丽")] {
        chief.add_person(PersonId([id; 16]), name);
    }
    chief.sync(&county).await;
    let County { folder, app, router } = county;
    drop((app, router));
    (folder, studio)
}

/// Writes a log anew, numbered and chained as if it had always been so.
fn rewrite(folder: &Path, studio: StudioId, alter: impl FnOnce(&mut Vec<Entry>)) {
    let db = Connection::open(database(folder)).unwrap();
    let log = SqliteLog(&db);
    let mut entries: Vec<Entry> = log.entries(studio, 0, 1_000).unwrap().into_iter().map(|(entry, _)| entry).collect();
    let mut chain = log.chain_at(studio, 0).unwrap().unwrap();
    alter(&mut entries);
    db.execute("DELETE FROM entries", []).unwrap();
    for (seq, entry) in (1_u64..).zip(&entries) {
        chain = chain_next(chain, seq, entry.first_seen, entry.body.header_hash());
        let (kind, doc) = match &entry.body {
            EntryBody::Change(envelope) => (1, envelope.doc.0.to_vec()),
            EntryBody::Decision(_) | EntryBody::Stub(_) => (2, Vec::new()),
        };
        let body = to_vec(&entry.body);
        let hash: [u8; 32] = Sha256::digest(&body).into();
        let row = params![studio.0, seq as i64, entry.first_seen.0, kind, doc, chain.0, hash, body];
        db.execute("INSERT INTO entries VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", row).unwrap();
        number(&db, entry, seq as i64);
    }
    let head = params![entries.len() as i64, chain.0];
    db.execute("UPDATE log_heads SET seq = ?1, chain = ?2", head).unwrap();
}

/// The tables that follow from the log name an entry by its number.
fn number(db: &Connection, entry: &Entry, seq: i64) {
    match &entry.body {
        EntryBody::Change(envelope) => {
            let row = params![seq, envelope.hash().0];
            db.execute("UPDATE changes SET seq = ?1 WHERE change_hash = ?2", row).unwrap();
        }
        EntryBody::Decision(signed) => {
            let row = params![seq, signed.read().unwrap().id.0];
            db.execute("UPDATE decisions SET seq = ?1 WHERE decision_id = ?2", row).unwrap();
        }
        EntryBody::Stub(_) => {}
    }
}

/// What doctor says of the studio once the database was altered so, and that it fails.
async fn altered(sql: &str) -> String {
    let (folder, studio) = written().await;
    assert!(doctor(folder.path(), studio).starts_with("✓ "));
    let db = Connection::open(database(folder.path())).unwrap();
    assert!(db.execute(sql, []).unwrap() > 0, "{sql}");
    let output = run(&["doctor", "--data", folder.path().to_str().unwrap(), "--behind-proxy"]);
    let all = said(&output);
    assert!(!all.contains("panicked"), "{all}");
    let network_and_app = all.lines().filter(|line| line.starts_with("✗ ") && !line.contains("web app")).count();
    assert_eq!((output.status.code(), network_and_app), (Some(1), 1), "{sql}: {all}");
    let line = doctor(folder.path(), studio);
    assert!(line.starts_with("✗ ") && line.contains("用 restore 恢复备份"), "{sql}: {line}");
    line
}

/// The line about the studio.
fn doctor(folder: &Path, studio: StudioId) -> String {
    let all = said(&run(&["doctor", "--data", folder.to_str().unwrap(), "--behind-proxy"]));
    let line = all.lines().find(|line| line.contains(&studio.to_string()));
    line.unwrap_or_else(|| panic!("{all}")).to_owned()
}

fn what(entry: &Entry) -> Option<What> {
    match &entry.body {
        EntryBody::Decision(decision) => Some(decision.read().unwrap().what),
        EntryBody::Change(_) | EntryBody::Stub(_) => None,
    }
}

fn certificate(entries: &[Entry]) -> usize {
    entries.iter().position(|entry| matches!(what(entry), Some(What::Device(_)))).unwrap()
}

fn changes(entries: &[Entry]) -> Vec<usize> {
    (0..entries.len()).filter(|place| what(&entries[*place]).is_none()).collect()
}

#[tokio::test]
async fn a_log_as_it_was_written_is_well() {
    let (folder, studio) = written().await;
    let line = doctor(folder.path(), studio);
    assert!(line.starts_with("✓ ") && line.contains("内容、顺序、签名都对得上"), "{line}");
    rewrite(folder.path(), studio, |_| {});
    assert_eq!(doctor(folder.path(), studio), line, "what these tests write is a log");
}

#[tokio::test]
async fn a_change_before_its_authors_certificate_is_named_and_needs_nothing_when_the_log_proves_it() {
    let (folder, studio) = written().await;
    let (mut first, mut count) = (0, 0);
    rewrite(folder.path(), studio, |entries| {
        let certificate = entries.remove(certificate(entries));
        (first, count) = (changes(entries)[0] + 1, changes(entries).len());
        entries.push(certificate);
    });
    let line = doctor(folder.path(), studio);
    let words = format!("第 {first} 条起有 {count} 条排在自己的证明前面");
    assert!(line.starts_with("! ") && line.contains(&words), "{line}");
}

#[tokio::test]
async fn a_change_that_no_entry_certifies_is_bad() {
    let (folder, studio) = written().await;
    let mut first = 0;
    rewrite(folder.path(), studio, |entries| {
        entries.remove(certificate(entries));
        first = changes(entries)[0] + 1;
    });
    let line = doctor(folder.path(), studio);
    let words = format!("第 {first} 条的手机没有证书");
    assert!(line.starts_with("✗ ") && line.contains(&words) && line.contains("都同步一次"), "{line}");
}

#[tokio::test]
async fn a_change_that_its_device_did_not_sign_is_bad() {
    let (folder, studio) = written().await;
    let mut last = 0;
    rewrite(folder.path(), studio, |entries| {
        last = *changes(entries).last().unwrap();
        let EntryBody::Change(envelope) = &mut entries[last].body else { unreachable!() };
        envelope.signature = Signature([7; 64]);
    });
    let line = doctor(folder.path(), studio);
    assert!(line.starts_with("✗ ") && line.contains(&format!("第 {} 条的签名", last + 1)), "{line}");
}

#[tokio::test]
async fn a_decision_of_another_key_is_bad_and_certifies_nothing() {
    let (folder, studio) = written().await;
    let mut place = 0;
    rewrite(folder.path(), studio, |entries| {
        place = certificate(entries);
        let EntryBody::Decision(signed) = &mut entries[place].body else { unreachable!() };
        let decision: Decision = signed.read().unwrap();
        *signed = decision.sign(studio, &Secret::from_seed([8; 32]));
    });
    let line = doctor(folder.path(), studio);
    assert!(line.starts_with("✗ ") && line.contains(&format!("第 {} 条决定", place + 1)), "{line}");
}

#[tokio::test]
async fn a_change_before_the_one_that_it_builds_on_is_named_and_one_without_it_is_bad() {
    let (folder, studio) = written().await;
    let mut places = Vec::new();
    rewrite(folder.path(), studio, |entries| {
        places = changes(entries);
        entries.swap(places[0], places[1]);
    });
    let line = doctor(folder.path(), studio);
    let words = format!("第 {} 条起有 1 条排在自己的证明前面", places[0] + 1);
    assert!(line.starts_with("! ") && line.contains(&words), "{line}");
    rewrite(folder.path(), studio, |entries| drop(entries.remove(places[1])));
    let line = doctor(folder.path(), studio);
    assert!(line.starts_with("✗ ") && line.contains(&format!("第 {} 条所依据的前一条", places[0] + 1)), "{line}");
}

#[tokio::test]
async fn a_change_on_a_document_that_nothing_describes_is_bad() {
    let (folder, studio) = written().await;
    let db = Connection::open(database(folder.path())).unwrap();
    assert!(db.execute("DELETE FROM documents", []).unwrap() > 0);
    let line = doctor(folder.path(), studio);
    assert!(line.starts_with("✗ ") && line.contains("descriptor") && line.contains("都同步一次"), "{line}");
}

#[tokio::test]
async fn records_that_were_deleted_beside_a_sound_log_are_missed() {
    let line = altered("DELETE FROM records WHERE type = 'person'").await;
    assert!(line.contains("内容（records）差") && !line.contains("decisions"), "{line}");
}

#[tokio::test]
async fn a_record_that_was_altered_or_cannot_be_read_is_found() {
    for body in ["(SELECT body FROM records ORDER BY record_id LIMIT 1)", "x'ff'"] {
        let last = "record_id = (SELECT max(record_id) FROM records)";
        let line = altered(&format!("UPDATE records SET body = {body} WHERE {last}")).await;
        assert!(line.contains("内容（records）差 1 份"), "{line}");
    }
}

#[tokio::test]
async fn decisions_and_changes_that_were_emptied_are_missed() {
    let line = altered("DELETE FROM decisions").await;
    assert!(line.contains("决定（decisions）差") && !line.contains("records"), "{line}");
    let line = altered("DELETE FROM changes").await;
    assert!(line.contains("改动（changes）差"), "{line}");
}

#[tokio::test]
async fn an_entry_that_is_kept_under_another_document_is_found() {
    let line = altered("UPDATE entries SET doc_id = x'00' WHERE seq = (SELECT max(seq) FROM entries)").await;
    assert!(line.contains("记录的归属（entries）错 1 条"), "{line}");
}

#[tokio::test]
async fn a_studio_whose_logs_end_was_lost_is_still_named_and_bad() {
    let line = altered("DELETE FROM log_heads").await;
    assert!(line.contains("没有记下末尾（log head）"), "{line}");
    let line = altered("UPDATE log_heads SET seq = seq - 1").await;
    assert!(line.contains("和记下的末尾（head）不一致"), "{line}");
}

#[tokio::test]
async fn a_studio_that_the_bureaus_list_has_lost_is_named_and_bad() {
    let line = altered("DELETE FROM studios").await;
    assert!(line.contains("名单（studios）里没有它"), "{line}");
}

#[tokio::test]
async fn the_sqlite_that_runs_is_named() {
    let (folder, _) = written().await;
    let all = said(&run(&["doctor", "--data", folder.path().to_str().unwrap(), "--behind-proxy"]));
    assert!(all.contains(&format!("✓ SQLite {}", rusqlite::version())), "{all}");
}
