//! The contract of the log's disk, kept by SQLite, and the schema it keeps it in.

use rusqlite::Connection;
use studio_core::testing::changelog_conformance;
use studio_sync_server::store::sqlite::log::SqliteLog;
use studio_sync_server::store::sqlite::open_writer;

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

/// Closes the file as a stopped server does, and opens it as the next one does.
fn reopen(log: SqliteLog<Connection>) -> SqliteLog<Connection> {
    let path = log.0.path().unwrap().to_owned();
    log.0.close().unwrap();
    SqliteLog(open_writer(path.as_ref()).unwrap())
}
