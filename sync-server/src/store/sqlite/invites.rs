//! Invites as rows, found by the hash of their code. Whether one still stands is decided in `crate::invites`.

use rusqlite::{Connection, OptionalExtension, Row, params};
use studio_core::access::Role;
use studio_core::id::{PersonId, StudioId};
use studio_core::store::StoreError;
use studio_core::time::Millis;

use super::log::list;
use super::office::TokenHash;
use super::{fault, id, proven};

/// An invite as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InviteRow {
    /// SHA-256 of its code.
    pub code_hash: TokenHash,
    /// Into which studio.
    pub studio: StudioId,
    /// Whom.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    /// Their name as the inviter typed it.
    pub person_name: String,
    /// Their school, likewise.
    pub school: String,
    /// Who invites.
    pub inviter_name: String,
    /// When it was made.
    pub created_at: Millis,
    /// When it closes.
    pub expires_at: Millis,
    /// Wrong tries so far.
    pub tries: u32,
    /// When it was first redeemed.
    pub redeemed_at: Option<Millis>,
    /// By which name.
    pub redeemed_name: String,
}

const INVITE: &str = "SELECT code_hash, studio_id, person_id, role, person_name, school, inviter_name,
                      created_at, expires_at, tries, redeemed_at, redeemed_name FROM invites";

/// An invite by the hash of its code.
///
/// # Errors
/// [`StoreError`].
pub fn invite(db: &Connection, code_hash: &TokenHash) -> Result<Option<InviteRow>, StoreError> {
    db.prepare_cached(&format!("{INVITE} WHERE code_hash = ?1"))
        .and_then(|mut found| found.query_row(params![code_hash], invite_row).optional())
        .map_err(fault)
}

/// Invites into a studio, newest first.
///
/// # Errors
/// [`StoreError`].
pub fn invites(db: &Connection, studio: StudioId) -> Result<Vec<InviteRow>, StoreError> {
    let sql = format!("{INVITE} WHERE studio_id = ?1 ORDER BY created_at DESC, code_hash");
    list(db, &sql, params![studio.0], invite_row).map_err(fault)
}

/// Takes all invites into a studio away: nobody comes in by them any more.
///
/// # Errors
/// [`StoreError`].
pub fn drop_invites(db: &Connection, studio: StudioId) -> Result<(), StoreError> {
    db.execute("DELETE FROM invites WHERE studio_id = ?1", params![studio.0]).map(drop).map_err(fault)
}

fn invite_row(row: &Row<'_>) -> rusqlite::Result<InviteRow> {
    let redeemed_at: i64 = row.get(10)?;
    Ok(InviteRow {
        code_hash: row.get(0)?,
        studio: id(row, 1)?,
        person: id(row, 2)?,
        role: proven(minicbor::decode(&[row.get::<_, u8>(3)?]))?,
        person_name: row.get(4)?,
        school: row.get(5)?,
        inviter_name: row.get(6)?,
        created_at: Millis(row.get(7)?),
        expires_at: Millis(row.get(8)?),
        tries: row.get(9)?,
        redeemed_at: (redeemed_at != 0).then_some(Millis(redeemed_at)),
        redeemed_name: row.get(11)?,
    })
}

/// Writes an invite, in place of its older state.
///
/// # Errors
/// [`StoreError`].
pub fn put_invite(db: &Connection, invite: &InviteRow) -> Result<(), StoreError> {
    let sql = "INSERT INTO invites (code_hash, studio_id, person_id, role, person_name, school, inviter_name,
                   created_at, expires_at, tries, redeemed_at, redeemed_name)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
               ON CONFLICT (code_hash) DO UPDATE SET tries = excluded.tries,
                   redeemed_at = excluded.redeemed_at, redeemed_name = excluded.redeemed_name";
    db.execute(
        sql,
        params![
            invite.code_hash,
            invite.studio.0,
            invite.person.0,
            role_number(invite.role),
            invite.person_name,
            invite.school,
            invite.inviter_name,
            invite.created_at.0,
            invite.expires_at.0,
            invite.tries,
            invite.redeemed_at.map_or(0, |at| at.0),
            invite.redeemed_name
        ],
    )
    .map(drop)
    .map_err(fault)
}

/// A role's number in the formats.
fn role_number(role: Role) -> u8 {
    match role {
        Role::Chief => 0,
        Role::Assistant => 1,
        Role::Backbone => 2,
    }
}
