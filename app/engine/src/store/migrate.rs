//! Pragmas and the numbered steps of the schema. A step is never edited; a new one may not break
//! the release before it, and says in `house.oldest_reader` when it has to.

use rusqlite::{Connection, TransactionBehavior};
use studio_core::store::StoreError;

use super::fault::classified;

/// The steps, each from the version of its place to the next.
const STEPS: [&str; 1] = [include_str!("migrate/1.sql")];

/// The version that this release reads and writes.
const VERSION: i64 = STEPS.len() as i64;

/// For a database that is only read: in the browser's pool, one with a WAL opens to nobody else.
pub(super) fn alone(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE;").map_err(classified)
}

/// What a connection needs before anything else. Exclusive locking comes before WAL: without shared
/// memory (the browser's pool has none) WAL works only so. FULL: one real disk sync a commit.
pub(super) fn pragmas(connection: &Connection) -> Result<(), StoreError> {
    connection
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -8192;")
        .map_err(classified)?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).map_err(classified)?;
    if mode != "wal" {
        return Err(StoreError::Other(format!("journal mode {mode}")));
    }
    connection.execute_batch("PRAGMA synchronous = FULL;").map_err(classified)
}

/// Makes durable whatever can be read here. A process that was killed (a closed tab is) between writing to the log and
/// syncing it leaves rows that are read back as if they had been committed, while no disk has them: the page would say
/// 已存本机 of what a flat battery takes away. The log is synced first, then its pages go to the database; a start that
/// finds an empty log syncs nothing.
pub(super) fn settle(connection: &Connection) -> Result<(), StoreError> {
    let moved = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
    match moved.map_err(classified) {
        Ok(0) => Ok(()),
        Ok(_busy) => Err(StoreError::Busy),
        // No room for the pages: they stay in the log, which was synced before.
        Err(StoreError::Full) => Ok(()),
        Err(fault) => Err(fault),
    }
}

/// Brings the tables to this release's version; leaves newer ones alone if it can read them.
pub(super) fn up(connection: &mut Connection) -> Result<(), StoreError> {
    let version = version(connection)?;
    if version > VERSION {
        return if house(connection, "oldest_reader")?.unwrap_or(0) > VERSION {
            Err(StoreError::TooNew)
        } else {
            Ok(())
        };
    }
    let done = usize::try_from(version).map_err(|_| StoreError::Corrupt)?;
    for (number, step) in STEPS.iter().enumerate().skip(done) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(classified)?;
        transaction.execute_batch(step).map_err(classified)?;
        transaction.pragma_update(None, "user_version", (number + 1) as i64).map_err(classified)?;
        transaction.commit().map_err(classified)?;
    }
    Ok(())
}

fn version(connection: &Connection) -> Result<i64, StoreError> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(classified)
}

/// A number of the database as a whole.
pub(super) fn house(connection: &Connection, name: &str) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare("SELECT value FROM house WHERE name = ?1").map_err(classified)?;
    let mut rows = statement.query([name]).map_err(classified)?;
    match rows.next().map_err(classified)? {
        Some(row) => row.get(0).map(Some).map_err(classified),
        None => Ok(None),
    }
}

/// Keeps a number of the database as a whole.
pub(super) fn set_house(connection: &Connection, name: &str, value: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO house (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    connection.execute(sql, (name, value)).map(|_| ()).map_err(classified)
}
