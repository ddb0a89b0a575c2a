//! The contract of the log's disk, kept by SQLite, and the schema it keeps it in.

use rusqlite::Connection;
use studio_core::changelog::ChangeLog;
use studio_core::id::{ChangeHash, DocId, StudioId};
use studio_core::refusal::Refusal;
use studio_core::testing::changelog_conformance;
use studio_sync_server::store::sqlite::log::SqliteLog;
use studio_sync_server::store::sqlite::open_writer;

const STUDIO: StudioId = StudioId([1; 16]);

#[test]
fn sqlite_keeps_the_contract_of_a_change_log() {
    let folder = tempfile::tempdir().unwrap();
    let mut made = 0;
    let make = || {
        made += 1;
        SqliteLog(open_writer(&folder.path().join(format!("{made}.db"))).unwrap())
    };
    changelog_conformance(make, reopen);
}

#[test]
fn the_schema_is_the_golden_one() {
    let folder = tempfile::tempdir().unwrap();
    let db = open_writer(&folder.path().join("county.db")).unwrap();
    let mut statement = db.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid").unwrap();
    let schema: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(schema.join(";\n\n") + ";\n", include_str!("../golden/schema.sql"));
}

#[test]
fn a_file_of_the_release_before_opens_with_its_refusals_and_that_release_opens_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("county.db");
    let before = Connection::open(&path).unwrap();
    before.execute_batch(include_str!("../../src/store/sqlite/migrations/0001_begin.sql")).unwrap();
    before.pragma_update(None, "user_version", 1).unwrap();
    let sql = "INSERT INTO refused (studio_id, doc_id, change_hash, reason) VALUES (?1, ?2, ?3, ?4)";
    before.execute(sql, (STUDIO.0, [2; 16], [3; 32], Refusal::Pred.code())).unwrap();
    before.close().unwrap();
    let log = SqliteLog(open_writer(&path).unwrap());
    assert_eq!(log.refused(STUDIO, DocId([2; 16]), ChangeHash([3; 32])), Ok(Some(Refusal::Pred)));
    let number: u32 = log.0.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(number, 1, "a greater one the release before does not open");
}

/// Closes the file as a stopped server does, and opens it as the next one does.
fn reopen(log: SqliteLog<Connection>) -> SqliteLog<Connection> {
    let path = log.0.path().unwrap().to_owned();
    log.0.close().unwrap();
    SqliteLog(open_writer(path.as_ref()).unwrap())
}
