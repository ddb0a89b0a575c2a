//! Which pictures of which studio lie whole in the folder. Rows alone; the bytes are the folder's.

use rusqlite::{Connection, OptionalExtension, params};
use studio_core::id::{DeviceId, PieceHash, StudioId};
use studio_core::store::StoreError;
use studio_core::time::Millis;

use super::{fault, id, signed, unsigned};

/// How many bytes a studio's picture has; `None` when it is not here whole.
///
/// # Errors
/// [`StoreError`].
pub fn bytes_of(db: &Connection, studio: StudioId, hash: PieceHash) -> Result<Option<u64>, StoreError> {
    let sql = "SELECT bytes FROM file WHERE studio_id = ?1 AND hash = ?2";
    let found = db.prepare_cached(sql).and_then(|mut sql| {
        sql.query_row(params![studio.as_bytes(), hash.as_bytes()], |row| unsigned(row, 0)).optional()
    });
    found.map_err(fault)
}

/// Bytes of all pictures of a studio.
///
/// # Errors
/// [`StoreError`].
pub fn bytes_in_all(db: &Connection, studio: StudioId) -> Result<u64, StoreError> {
    let sql = "SELECT coalesce(sum(bytes), 0) FROM file WHERE studio_id = ?1";
    db.query_row(sql, params![studio.as_bytes()], |row| unsigned(row, 0)).map_err(fault)
}

/// Every picture of every studio, each once.
///
/// # Errors
/// [`StoreError`].
pub fn all(db: &Connection) -> Result<Vec<PieceHash>, StoreError> {
    // of a database that an older release wrote, which kept none
    let there = "SELECT count(*) FROM sqlite_schema WHERE name = 'file'";
    if db.query_row(there, [], |row| row.get::<_, i64>(0)).map_err(fault)? == 0 {
        return Ok(Vec::new());
    }
    let mut asked = db.prepare("SELECT DISTINCT hash FROM file ORDER BY hash").map_err(fault)?;
    let rows = asked.query_map([], |row| id(row, 0)).map_err(fault)?;
    rows.collect::<Result<_, _>>().map_err(fault)
}

/// Studios that have pictures here.
///
/// # Errors
/// [`StoreError`].
pub fn studios(db: &Connection) -> Result<Vec<StudioId>, StoreError> {
    let mut asked = db.prepare("SELECT DISTINCT studio_id FROM file ORDER BY studio_id").map_err(fault)?;
    let rows = asked.query_map([], |row| id(row, 0)).map_err(fault)?;
    rows.collect::<Result<_, _>>().map_err(fault)
}

/// Whether another studio has a picture here.
///
/// # Errors
/// [`StoreError`].
pub fn is_elsewhere(db: &Connection, studio: StudioId, hash: PieceHash) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM file WHERE hash = ?1 AND studio_id <> ?2)";
    db.query_row(sql, params![hash.as_bytes(), studio.as_bytes()], |row| row.get(0)).map_err(fault)
}

/// Notes that a studio's picture was erased and is here no more; twice is once.
///
/// # Errors
/// [`StoreError`].
pub fn note_erased(db: &Connection, studio: StudioId, hash: PieceHash) -> Result<(), StoreError> {
    let of = params![studio.as_bytes(), hash.as_bytes()];
    db.execute("DELETE FROM file WHERE studio_id = ?1 AND hash = ?2", of).map_err(fault)?;
    db.execute("INSERT OR IGNORE INTO erased_file (studio_id, hash) VALUES (?1, ?2)", of).map(drop).map_err(fault)
}

/// Pictures that were erased and that no studio has.
///
/// # Errors
/// [`StoreError`].
pub fn erased(db: &Connection) -> Result<Vec<PieceHash>, StoreError> {
    let sql = "SELECT DISTINCT hash FROM erased_file WHERE hash NOT IN (SELECT hash FROM file) ORDER BY hash";
    let mut asked = db.prepare(sql).map_err(fault)?;
    let rows = asked.query_map([], |row| id(row, 0)).map_err(fault)?;
    rows.collect::<Result<_, _>>().map_err(fault)
}

/// Notes that a studio's picture is here whole; twice is once.
///
/// # Errors
/// [`StoreError`].
pub fn note(
    db: &Connection,
    (studio, hash, bytes): (StudioId, PieceHash, u64),
    device: DeviceId,
    at: Millis,
) -> Result<(), StoreError> {
    let sql = "INSERT OR IGNORE INTO file (studio_id, hash, bytes, device_id, at) VALUES (?1, ?2, ?3, ?4, ?5)";
    let values = params![studio.as_bytes(), hash.as_bytes(), signed(bytes), device.as_bytes(), at.0];
    db.execute(sql, values).map(drop).map_err(fault)
}
