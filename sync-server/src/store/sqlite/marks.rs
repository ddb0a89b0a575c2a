//! What the bureau marked its projects and studios as. A mark is all that changes: no row goes, and nothing in a log.
//! Whether something may be marked is decided elsewhere.

use rusqlite::{Connection, OptionalExtension, params};
use studio_core::id::{ProjectId, StudioId};
use studio_core::store::StoreError;
use studio_core::time::Millis;

use super::fault;

/// A project or a studio, by the bytes of its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marked([u8; 16]);

impl From<ProjectId> for Marked {
    fn from(project: ProjectId) -> Self {
        Self(project.0)
    }
}

impl From<StudioId> for Marked {
    fn from(studio: StudioId) -> Self {
        Self(studio.0)
    }
}

/// When it was ended; `None` while it goes on.
///
/// # Errors
/// [`StoreError`].
pub fn ended(db: &Connection, of: impl Into<Marked>) -> Result<Option<Millis>, StoreError> {
    let sql = "SELECT ended_at FROM marks WHERE of_id = ?1 AND ended_at > 0";
    db.prepare_cached(sql)
        .and_then(|mut found| found.query_row(params![of.into().0], |row| row.get(0)).optional())
        .map(|at| at.map(Millis))
        .map_err(fault)
}

/// Ends it, or lets it go on.
///
/// # Errors
/// [`StoreError`].
pub fn set_ended(db: &Connection, of: impl Into<Marked>, at: Option<Millis>) -> Result<(), StoreError> {
    let sql = "INSERT INTO marks (of_id, ended_at, removed_at) VALUES (?1, ?2, 0)
               ON CONFLICT (of_id) DO UPDATE SET ended_at = excluded.ended_at";
    db.execute(sql, params![of.into().0, at.map_or(0, |at| at.0)]).map(drop).map_err(fault)
}

/// Takes it out of sight: no page names it any more.
///
/// # Errors
/// [`StoreError`].
pub fn remove(db: &Connection, of: impl Into<Marked>, at: Millis) -> Result<(), StoreError> {
    let sql = "INSERT INTO marks (of_id, ended_at, removed_at) VALUES (?1, 0, ?2)
               ON CONFLICT (of_id) DO UPDATE SET removed_at = excluded.removed_at";
    db.execute(sql, params![of.into().0, at.0]).map(drop).map_err(fault)
}
