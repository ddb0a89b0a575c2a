//! Refused changes: looked up by name, bounded for each device and each studio. Judges nothing.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};
use studio_core::id::{ChangeHash, DeviceId, DocId, StudioId};
use studio_core::limits::{REFUSED_OF_DEVICE_MAX, REFUSED_OF_STUDIO_MAX};
use studio_core::refusal::Refusal;

use super::log::list;
use super::{id, signed};

/// Why a change was refused, if that is remembered.
pub(super) fn find(
    db: &Connection,
    studio: StudioId,
    doc: DocId,
    hash: ChangeHash,
) -> rusqlite::Result<Option<Refusal>> {
    let sql = "SELECT reason FROM refused WHERE studio_id = ?1 AND doc_id = ?2 AND change_hash = ?3";
    let at = params![studio.0, doc.0, hash.0];
    db.prepare_cached(sql)?.query_row(at, |row| Ok(Refusal::from_code(row.get(0)?))).optional()
}

/// Held changes that were let in too late, in order of arrival.
pub(super) fn set_aside(db: &Connection, studio: StudioId) -> rusqlite::Result<Vec<(DocId, ChangeHash, Refusal)>> {
    let sql = "SELECT h.doc_id, h.change_hash, r.reason FROM held AS h JOIN refused AS r
                   ON r.studio_id = h.studio_id AND r.doc_id = h.doc_id AND r.change_hash = h.change_hash
               WHERE h.studio_id = ?1 ORDER BY h.place";
    list(db, sql, params![studio.0], |row| Ok((id(row, 0)?, id(row, 1)?, Refusal::from_code(row.get(2)?))))
}

/// Whether any change of a studio is remembered as refused.
pub(super) fn is_any(db: &Connection, studio: StudioId) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM refused WHERE studio_id = ?1)";
    db.prepare_cached(sql)?.query_row(params![studio.0], |row| row.get(0))
}

/// Remembers a refusal.
pub(super) fn write(
    db: &Connection,
    studio: StudioId,
    (doc, hash): (DocId, ChangeHash),
    device: DeviceId,
    why: Refusal,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO refused (studio_id, doc_id, change_hash, reason) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (studio_id, doc_id, change_hash) DO UPDATE SET reason = excluded.reason";
    db.prepare_cached(sql)?.execute(params![studio.0, doc.0, hash.0, why.code()])?;
    // what is held stands in no order: it stays refused for as long as it is kept
    let sql = "INSERT INTO refused_order (studio_id, device_id, doc_id, change_hash)
               SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS
                   (SELECT 1 FROM held WHERE studio_id = ?1 AND doc_id = ?3 AND change_hash = ?4)
               ON CONFLICT (studio_id, doc_id, change_hash) DO NOTHING";
    db.prepare_cached(sql)?.execute(params![studio.0, device.0, doc.0, hash.0]).map(drop)
}

/// The oldest refusals beyond the limits go.
pub(super) fn trim(db: &Connection, studio: StudioId, devices: &BTreeSet<DeviceId>) -> rusqlite::Result<()> {
    let of_device = "SELECT place FROM refused_order WHERE studio_id = ?1 AND device_id = ?2
                     ORDER BY place DESC LIMIT 1 OFFSET ?3";
    for device in devices {
        let at = params![studio.0, device.0, signed(REFUSED_OF_DEVICE_MAX as u64)];
        let last: Option<i64> = db.prepare_cached(of_device)?.query_row(at, |row| row.get(0)).optional()?;
        if let Some(last) = last {
            forget(db, studio, Some(*device), last)?;
        }
    }
    let of_studio = "SELECT place FROM refused_order WHERE studio_id = ?1 ORDER BY place DESC LIMIT 1 OFFSET ?2";
    let at = params![studio.0, signed(REFUSED_OF_STUDIO_MAX as u64)];
    let last: Option<i64> = db.prepare_cached(of_studio)?.query_row(at, |row| row.get(0)).optional()?;
    last.map_or(Ok(()), |last| forget(db, studio, None, last))
}

/// Forgets refusals, of one device or of all, up to a place in their order.
fn forget(db: &Connection, studio: StudioId, device: Option<DeviceId>, last: i64) -> rusqlite::Result<()> {
    let device = device.map(|device| device.0);
    let sql = "DELETE FROM refused WHERE studio_id = ?1 AND (doc_id, change_hash) IN
                   (SELECT doc_id, change_hash FROM refused_order
                    WHERE studio_id = ?1 AND place <= ?2 AND (?3 IS NULL OR device_id = ?3))";
    db.prepare_cached(sql)?.execute(params![studio.0, last, device])?;
    let sql = "DELETE FROM refused_order WHERE studio_id = ?1 AND place <= ?2 AND (?3 IS NULL OR device_id = ?3)";
    db.prepare_cached(sql)?.execute(params![studio.0, last, device]).map(drop)
}
