//! The contract of the log's disk, kept by SQLite.

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

/// Closes the file as a stopped server does, and opens it as the next one does.
fn reopen(log: SqliteLog<Connection>) -> SqliteLog<Connection> {
    let path = log.0.path().unwrap().to_owned();
    log.0.close().unwrap();
    SqliteLog(open_writer(path.as_ref()).unwrap())
}
