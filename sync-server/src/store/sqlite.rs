//! SQLite: opening, migrating, and what a fault of the library means. Decides nothing about studios.

pub mod derived;
pub mod files;
pub mod invites;
pub mod log;
pub mod marks;
pub mod office;
pub mod reading;
mod refused;
pub mod version;

use std::io;
use std::path::Path;
use std::time::Duration;

use rusqlite::types::Type;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use studio_core::store::StoreError;

use crate::store::folders;

/// Numbered, and never edited once released: the next change of the schema is the next file.
const MIGRATIONS: &[&str] = &[include_str!("sqlite/migrations/0001_begin.sql")];

/// Tables beside the numbered schema, made where they are not: without a number, because the release before opens no file
/// with a greater number than it knows, and it needs none of these.
const ADDITIONS: &[&str] = &[
    include_str!("sqlite/migrations/refused_order.sql"),
    include_str!("sqlite/migrations/seen.sql"),
    include_str!("sqlite/migrations/marks.sql"),
    include_str!("sqlite/migrations/files.sql"),
    include_str!("sqlite/migrations/erased_files.sql"),
];

/// How long to wait for another process (a backup, `add-bureau`) to let go of the file.
const BUSY_WAIT: Duration = Duration::from_secs(5);

/// Opens the database for writing, makes it if it is not there, and brings its schema up to date. Whatever can be read
/// in it afterwards is on the disk.
///
/// # Errors
/// [`StoreError::TooNew`] when a newer release wrote it; else what the disk said.
pub fn open_writer(path: &Path) -> Result<Connection, StoreError> {
    let db = Connection::open(path).map_err(fault)?;
    prepare(&db)?;
    migrate(&db)?;
    settle(path)?;
    Ok(db)
}

/// Opens the database for reading alone.
///
/// # Errors
/// [`StoreError`] when there is none or the disk does not answer.
pub fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).map_err(fault)?;
    db.busy_timeout(BUSY_WAIT).map_err(fault)?;
    Ok(db)
}

/// WAL with `FULL` lost nothing in 1,500 simulated power cuts; with `NORMAL` it lost rows in 996.
fn prepare(db: &Connection) -> Result<(), StoreError> {
    db.busy_timeout(BUSY_WAIT).map_err(fault)?;
    db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;").map_err(fault)
}

/// A process that was killed between writing to the log and syncing it leaves rows that are read back as if they had
/// been committed, while no disk has them. Whoever answers from them (`Duplicate`, an enrolment asked for again, a page)
/// would acknowledge what a power cut takes away. SQLite syncs them with the next row that it writes, and an answer may
/// write none. Called when the log has been read, so that nothing can come to light after it; an ordinary handle on the
/// log is safe, SQLite's locks lie on the other two files.
fn settle(path: &Path) -> Result<(), StoreError> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    match folders::sync(Path::new(&log)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::Other(format!("what the database holds cannot be made durable: {error}")))
        }
        _ => Ok(()),
    }
}

fn migrate(db: &Connection) -> Result<(), StoreError> {
    let newest = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
    let found: u32 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(fault)?;
    if found > newest {
        return Err(StoreError::TooNew);
    }
    for (number, sql) in (1_u32..).zip(MIGRATIONS).skip(found as usize) {
        let step = db.unchecked_transaction().map_err(fault)?;
        step.execute_batch(sql).map_err(fault)?;
        step.pragma_update(None, "user_version", number).map_err(fault)?;
        step.commit().map_err(fault)?;
    }
    ADDITIONS.iter().try_for_each(|sql| db.execute_batch(sql).map_err(fault))
}

/// What a fault of the library means, classified once.
pub fn fault(error: rusqlite::Error) -> StoreError {
    match &error {
        rusqlite::Error::SqliteFailure(code, _) => match code.code {
            ErrorCode::DiskFull => StoreError::Full,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StoreError::Corrupt,
            _ => StoreError::Other(error.to_string()),
        },
        rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..) => StoreError::Corrupt,
        _ => StoreError::Other(error.to_string()),
    }
}

/// A value of a column read into a type that proves its form; what does not fit is damage.
fn proven<T, E: std::error::Error + Send + Sync + 'static>(result: Result<T, E>) -> rusqlite::Result<T> {
    result.map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Blob, Box::new(error)))
}

/// An id in a column.
fn id<T>(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: for<'a> TryFrom<&'a [u8], Error = studio_core::id::IdError>,
{
    proven(T::try_from(row.get_ref(column)?.as_blob()?))
}

/// CBOR in a column.
fn cbor<T>(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: for<'a> minicbor::Decode<'a, ()>,
{
    proven(studio_core::wire::read(row.get_ref(column)?.as_blob()?))
}

/// A number that is never negative, in SQLite's signed column.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<u64> {
    proven(u64::try_from(row.get::<_, i64>(column)?))
}
