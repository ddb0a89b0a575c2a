//! The server's own tables: its key, bureaus, officers and their sessions, projects, studios. Rows in, rows
//! out; whether a password fits or an invite still stands is decided elsewhere.

use rusqlite::{Connection, OptionalExtension, Row, params};
use studio_core::id::{ProjectId, StudioId};
use studio_core::store::StoreError;
use studio_core::time::Millis;

use super::log::list;
use super::{fault, id};

/// Who a bureau is to this server: 16 random bytes.
pub type BureauId = [u8; 16];
/// A secret as it is kept: SHA-256 of what its owner holds.
pub type TokenHash = [u8; 32];

/// An officer's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerRow {
    /// What they type to come in.
    pub login: String,
    /// Their bureau.
    pub bureau: BureauId,
    /// Its name.
    pub bureau_name: String,
    /// Their own name.
    pub name: String,
    /// PHC string of argon2id.
    pub password_hash: String,
}

/// A project as the bureau set it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectRow {
    /// Its id.
    pub project: ProjectId,
    /// 项目名称
    pub name: String,
    /// Direction of the guide.
    pub direction: u8,
    /// Batch.
    pub batch: u8,
    /// The guide's name.
    pub guide: String,
}

/// A studio as the bureau set it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudioRow {
    /// Its id.
    pub studio: StudioId,
    /// Its project.
    pub project: ProjectId,
    /// Its name at founding.
    pub name: String,
    /// When.
    pub created_at: Millis,
}

/// The seed of the server's key, if it has one yet.
///
/// # Errors
/// [`StoreError`].
pub fn server_seed(db: &Connection) -> Result<Option<[u8; 32]>, StoreError> {
    let sql = "SELECT seed FROM server_key WHERE one = 1";
    db.query_row(sql, [], |row| row.get(0)).optional().map_err(fault)
}

/// Keeps the seed of the server's key.
///
/// # Errors
/// [`StoreError`]; also when there is one already.
pub fn put_server_seed(db: &Connection, seed: &[u8; 32]) -> Result<(), StoreError> {
    db.execute("INSERT INTO server_key (one, seed) VALUES (1, ?1)", params![seed]).map(drop).map_err(fault)
}

/// Whether there is any studio: one that the bureau founded, or one of which only the log is left.
///
/// # Errors
/// [`StoreError`].
pub fn has_studios(db: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM studios) OR EXISTS (SELECT 1 FROM log_heads)
                   OR EXISTS (SELECT 1 FROM entries)";
    db.query_row(sql, [], |row| row.get(0)).map_err(fault)
}

/// A bureau's id by its name.
///
/// # Errors
/// [`StoreError`].
pub fn bureau_by_name(db: &Connection, name: &str) -> Result<Option<BureauId>, StoreError> {
    let sql = "SELECT bureau_id FROM bureaus WHERE name = ?1";
    db.query_row(sql, params![name], |row| row.get(0)).optional().map_err(fault)
}

/// A new bureau.
///
/// # Errors
/// [`StoreError`].
pub fn add_bureau(db: &Connection, bureau: &BureauId, name: &str, at: Millis) -> Result<(), StoreError> {
    let sql = "INSERT INTO bureaus (bureau_id, name, created_at) VALUES (?1, ?2, ?3)";
    db.execute(sql, params![bureau, name, at.0]).map(drop).map_err(fault)
}

/// An officer by login.
///
/// # Errors
/// [`StoreError`].
pub fn officer(db: &Connection, login: &str) -> Result<Option<OfficerRow>, StoreError> {
    let sql = "SELECT o.login, o.bureau_id, b.name, o.name, o.password_hash
               FROM officers o JOIN bureaus b ON b.bureau_id = o.bureau_id WHERE o.login = ?1";
    db.prepare_cached(sql).and_then(|mut found| found.query_row(params![login], officer_row).optional()).map_err(fault)
}

/// The officer behind a session that has not ended.
///
/// # Errors
/// [`StoreError`].
pub fn officer_of_session(db: &Connection, token: &TokenHash, now: Millis) -> Result<Option<OfficerRow>, StoreError> {
    let sql = "SELECT o.login, o.bureau_id, b.name, o.name, o.password_hash
               FROM sessions s JOIN officers o ON o.login = s.login JOIN bureaus b ON b.bureau_id = o.bureau_id
               WHERE s.token_hash = ?1 AND s.expires_at > ?2";
    db.prepare_cached(sql)
        .and_then(|mut found| found.query_row(params![token, now.0], officer_row).optional())
        .map_err(fault)
}

fn officer_row(row: &Row<'_>) -> rusqlite::Result<OfficerRow> {
    Ok(OfficerRow {
        login: row.get(0)?,
        bureau: row.get(1)?,
        bureau_name: row.get(2)?,
        name: row.get(3)?,
        password_hash: row.get(4)?,
    })
}

/// Writes an officer, in place of an older account with this login. `failures` and `locked_until` are the former
/// release's: an account rests no more, and one that rests there is freed.
///
/// # Errors
/// [`StoreError`].
pub fn put_officer(db: &Connection, officer: &OfficerRow, at: Millis) -> Result<(), StoreError> {
    let sql = "INSERT INTO officers (login, bureau_id, name, password_hash, failures, locked_until, created_at)
               VALUES (?1, ?2, ?3, ?4, 0, 0, ?5)
               ON CONFLICT (login) DO UPDATE SET name = excluded.name, password_hash = excluded.password_hash,
                   failures = excluded.failures, locked_until = excluded.locked_until";
    db.execute(sql, params![officer.login, officer.bureau, officer.name, officer.password_hash, at.0])
        .map(drop)
        .map_err(fault)
}

/// A new session; the login's ended ones go.
///
/// # Errors
/// [`StoreError`].
pub fn add_session(
    db: &Connection,
    token: &TokenHash,
    login: &str,
    at: Millis,
    expires_at: Millis,
) -> Result<(), StoreError> {
    db.execute("DELETE FROM sessions WHERE expires_at <= ?1", params![at.0]).map_err(fault)?;
    let sql = "INSERT INTO sessions (token_hash, login, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)";
    db.execute(sql, params![token, login, at.0, expires_at.0]).map(drop).map_err(fault)
}

/// Ends a session.
///
/// # Errors
/// [`StoreError`].
pub fn drop_session(db: &Connection, token: &TokenHash) -> Result<(), StoreError> {
    db.execute("DELETE FROM sessions WHERE token_hash = ?1", params![token]).map(drop).map_err(fault)
}

/// Ends every session of a login: its password was set anew.
///
/// # Errors
/// [`StoreError`].
pub fn drop_sessions_of(db: &Connection, login: &str) -> Result<(), StoreError> {
    db.execute("DELETE FROM sessions WHERE login = ?1", params![login]).map(drop).map_err(fault)
}

/// A bureau's projects, oldest first; not those that it removed.
///
/// # Errors
/// [`StoreError`].
pub fn projects(db: &Connection, bureau: &BureauId) -> Result<Vec<ProjectRow>, StoreError> {
    let sql = "SELECT project_id, name, direction, batch, guide FROM projects
               WHERE bureau_id = ?1 AND project_id NOT IN (SELECT of_id FROM marks WHERE removed_at > 0)
               ORDER BY created_at, project_id";
    list(db, sql, params![bureau], project_row).map_err(fault)
}

/// A project, if it belongs to this bureau and was not removed.
///
/// # Errors
/// [`StoreError`].
pub fn project_of(db: &Connection, bureau: &BureauId, project: ProjectId) -> Result<Option<ProjectRow>, StoreError> {
    let all = projects(db, bureau)?;
    Ok(all.into_iter().find(|row| row.project == project))
}

/// The projects of all bureaus, oldest first; not those that were removed.
///
/// # Errors
/// [`StoreError`].
pub fn all_projects(db: &Connection) -> Result<Vec<ProjectRow>, StoreError> {
    let sql = "SELECT project_id, name, direction, batch, guide FROM projects
               WHERE project_id NOT IN (SELECT of_id FROM marks WHERE removed_at > 0)
               ORDER BY created_at, project_id";
    list(db, sql, params![], project_row).map_err(fault)
}

fn project_row(row: &Row<'_>) -> rusqlite::Result<ProjectRow> {
    Ok(ProjectRow {
        project: id(row, 0)?,
        name: row.get(1)?,
        direction: row.get(2)?,
        batch: row.get(3)?,
        guide: row.get(4)?,
    })
}

/// Another name for a project.
///
/// # Errors
/// [`StoreError`].
pub fn rename_project(db: &Connection, project: ProjectId, name: &str) -> Result<(), StoreError> {
    let sql = "UPDATE projects SET name = ?2 WHERE project_id = ?1";
    db.execute(sql, params![project.0, name]).map(drop).map_err(fault)
}

/// A new project of a bureau.
///
/// # Errors
/// [`StoreError`].
pub fn add_project(db: &Connection, bureau: &BureauId, project: &ProjectRow, at: Millis) -> Result<(), StoreError> {
    let sql = "INSERT INTO projects (project_id, bureau_id, name, direction, batch, guide, created_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    db.execute(
        sql,
        params![project.project.0, bureau, project.name, project.direction, project.batch, project.guide, at.0],
    )
    .map(drop)
    .map_err(fault)
}

/// A bureau's studios, oldest first; not those that it removed.
///
/// # Errors
/// [`StoreError`].
pub fn studios(db: &Connection, bureau: &BureauId) -> Result<Vec<StudioRow>, StoreError> {
    let sql = "SELECT s.studio_id, s.project_id, s.name, s.created_at
               FROM studios s JOIN projects p ON p.project_id = s.project_id
               WHERE p.bureau_id = ?1 AND s.studio_id NOT IN (SELECT of_id FROM marks WHERE removed_at > 0)
               ORDER BY s.created_at, s.studio_id";
    list(db, sql, params![bureau], studio_row).map_err(fault)
}

/// A studio, if it belongs to this bureau and was not removed.
///
/// # Errors
/// [`StoreError`].
pub fn studio_of(db: &Connection, bureau: &BureauId, studio: StudioId) -> Result<Option<StudioRow>, StoreError> {
    let sql = "SELECT s.studio_id, s.project_id, s.name, s.created_at
               FROM studios s JOIN projects p ON p.project_id = s.project_id
               WHERE p.bureau_id = ?1 AND s.studio_id = ?2
                 AND s.studio_id NOT IN (SELECT of_id FROM marks WHERE removed_at > 0)";
    db.prepare_cached(sql)
        .and_then(|mut found| found.query_row(params![bureau, studio.0], studio_row).optional())
        .map_err(fault)
}

fn studio_row(row: &Row<'_>) -> rusqlite::Result<StudioRow> {
    Ok(StudioRow { studio: id(row, 0)?, project: id(row, 1)?, name: row.get(2)?, created_at: Millis(row.get(3)?) })
}

/// Every studio that was ever founded in a project, removed ones too: its log is still there.
///
/// # Errors
/// [`StoreError`].
pub fn founded_in(db: &Connection, project: ProjectId) -> Result<Vec<StudioId>, StoreError> {
    let sql = "SELECT studio_id FROM studios WHERE project_id = ?1 ORDER BY created_at, studio_id";
    list(db, sql, params![project.0], |row| id(row, 0)).map_err(fault)
}

/// What the bureau calls a studio; `None` when its list does not name it.
///
/// # Errors
/// [`StoreError`].
pub fn studio_name(db: &Connection, studio: StudioId) -> Result<Option<String>, StoreError> {
    let sql = "SELECT name FROM studios WHERE studio_id = ?1";
    db.prepare_cached(sql)
        .and_then(|mut found| found.query_row(params![studio.0], |row| row.get(0)).optional())
        .map_err(fault)
}

/// Another name for a studio. The name in its log stays: it is the one at founding.
///
/// # Errors
/// [`StoreError`].
pub fn rename_studio(db: &Connection, studio: StudioId, name: &str) -> Result<(), StoreError> {
    let sql = "UPDATE studios SET name = ?2 WHERE studio_id = ?1";
    db.execute(sql, params![studio.0, name]).map(drop).map_err(fault)
}

/// A new studio.
///
/// # Errors
/// [`StoreError`].
pub fn add_studio(db: &Connection, studio: &StudioRow) -> Result<(), StoreError> {
    let sql = "INSERT INTO studios (studio_id, project_id, name, created_at) VALUES (?1, ?2, ?3, ?4)";
    db.execute(sql, params![studio.studio.0, studio.project.0, studio.name, studio.created_at.0])
        .map(drop)
        .map_err(fault)
}

/// The name of the bureau that a studio belongs to.
///
/// # Errors
/// [`StoreError`].
pub fn bureau_name_of(db: &Connection, studio: StudioId) -> Result<Option<String>, StoreError> {
    let sql = "SELECT b.name FROM studios s JOIN projects p ON p.project_id = s.project_id
               JOIN bureaus b ON b.bureau_id = p.bureau_id WHERE s.studio_id = ?1";
    db.query_row(sql, params![studio.0], |row| row.get(0)).optional().map_err(fault)
}

/// About how many bytes a new member's first download takes, before compression.
///
/// # Errors
/// [`StoreError`].
pub fn log_bytes(db: &Connection, studio: StudioId) -> Result<u64, StoreError> {
    let sql = "SELECT coalesce(sum(length(body)), 0) FROM entries WHERE studio_id = ?1";
    db.query_row(sql, params![studio.0], |row| super::unsigned(row, 0)).map_err(fault)
}

/// Ends every session: after a restore an old cookie must open nothing.
///
/// # Errors
/// [`StoreError`].
pub fn drop_all_sessions(db: &Connection) -> Result<(), StoreError> {
    db.execute("DELETE FROM sessions", []).map(drop).map_err(fault)
}
