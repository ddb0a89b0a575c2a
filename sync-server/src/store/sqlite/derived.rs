//! The tables that follow from the log's entries, as they lie on the disk: for the doctor, who compares them. What
//! cannot be read is a value too; nothing is judged.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};
use studio_core::id::StudioId;
use studio_core::record::Record;
use studio_core::state::Meta;
use studio_core::store::StoreError;
use studio_core::wire;

use super::log::list;
use super::{fault, id};

/// Raw ids of a document and of something in it.
pub type Place = (Vec<u8>, Vec<u8>);

/// What follows from a studio's entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Derived {
    /// By an entry's number: its kind and document, which readers look it up by.
    pub entries: BTreeMap<i64, (i64, Vec<u8>)>,
    /// By document and hash: the number of the change's entry and its meta; `None` when that cannot be read.
    pub changes: BTreeMap<Place, (i64, Option<Meta>)>,
    /// By decision: the number of its first entry.
    pub decisions: BTreeMap<Vec<u8>, i64>,
    /// By document and record: its type and itself; `None` when that cannot be read.
    pub records: BTreeMap<Place, (String, Option<Record>)>,
}

/// What is kept of a studio.
///
/// # Errors
/// [`StoreError`].
pub fn read(db: &Connection, studio: StudioId) -> Result<Derived, StoreError> {
    kept(db, studio).map_err(fault)
}

fn kept(db: &Connection, studio: StudioId) -> rusqlite::Result<Derived> {
    let of = params![studio.0];
    let entries = "SELECT seq, kind, doc_id FROM entries WHERE studio_id = ?1";
    let changes = "SELECT doc_id, change_hash, seq, meta FROM changes WHERE studio_id = ?1";
    let decisions = "SELECT decision_id, seq FROM decisions WHERE studio_id = ?1";
    let records = "SELECT doc_id, record_id, type, body FROM records WHERE studio_id = ?1";
    let meta = |bytes: Vec<u8>| wire::read(&bytes).ok();
    let record = |bytes: Vec<u8>| wire::read(&bytes).ok();
    Ok(Derived {
        entries: list(db, entries, of, |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?.into_iter().collect(),
        changes: list(db, changes, of, |row| Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, meta(row.get(3)?)))))?
            .into_iter()
            .collect(),
        decisions: list(db, decisions, of, |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect(),
        records: list(db, records, of, |row| Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, record(row.get(3)?)))))?
            .into_iter()
            .collect(),
    })
}

/// Every studio of which anything is kept, whether or not its log has a head; and whether the bureau's list names it.
///
/// # Errors
/// [`StoreError`].
pub fn studios(db: &Connection) -> Result<Vec<(StudioId, bool)>, StoreError> {
    let sql = "SELECT studio_id, studio_id IN (SELECT studio_id FROM studios) FROM
                   (SELECT studio_id FROM log_heads UNION SELECT studio_id FROM entries UNION SELECT studio_id FROM studios)
               ORDER BY studio_id";
    list(db, sql, [], |row| Ok((id(row, 0)?, row.get(1)?))).map_err(fault)
}
