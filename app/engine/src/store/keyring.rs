//! A second, tiny database with nothing but who this device is in each studio, so that a damaged
//! main database does not cost the device its name. Opened for a moment, then closed: SQLite syncs what it read back of
//! a killed process's log when it closes it, if not before.

use minicbor::{Decode, Encode};
use rusqlite::Connection;
use studio_core::decision::{SignedDecision, What};
use studio_core::store::{Identity, Saved, StoreError};
use studio_core::time::Millis;
use studio_core::wire::EnrolAnswer;

use super::migrate;
use super::shelf::{Shelf, newest, numbered};
use super::table::{self, Row};

const KIND: &str = "keys";

/// Everything that an enrolment gave.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(super) struct Key {
    /// Who this device is.
    #[n(0)]
    pub(super) identity: Identity,
    /// `Founded`, and this device's own `Device` and `Grant`.
    #[n(1)]
    pub(super) decisions: Vec<SignedDecision>,
}

impl Key {
    /// The key of a studio as its database knows it.
    pub(super) fn of(saved: &Saved) -> Self {
        let identity = saved.identity.clone();
        let ours = |signed: &&SignedDecision| match signed.read().map(|decision| decision.what) {
            Ok(What::Founded(_)) => true,
            Ok(What::Device(device)) => device.device == identity.device,
            Ok(What::Grant(grant)) => grant.person == identity.person,
            _ => false,
        };
        let decisions = saved.decisions.iter().filter(ours).cloned().collect();
        Self { identity, decisions }
    }

    /// The enrolment, to begin again with.
    pub(super) fn enrolment(&self) -> EnrolAnswer {
        EnrolAnswer {
            studio: self.identity.studio,
            person: self.identity.person,
            server_key: self.identity.server_key,
            decisions: self.decisions.clone(),
            founded_at: Millis(0),
            school: String::new(),
            person_name: String::new(),
        }
    }
}

/// The newest keyring that can be read; a damaged one stays where it is.
pub(super) fn open(shelf: &dyn Shelf) -> Result<Connection, StoreError> {
    let number = newest(shelf, KIND)?.unwrap_or(1);
    match sound(shelf, number) {
        Err(StoreError::Corrupt) => sound(shelf, number + 1),
        other => other,
    }
}

fn sound(shelf: &dyn Shelf, number: u32) -> Result<Connection, StoreError> {
    let mut connection = shelf.connect(&numbered(KIND, number))?;
    migrate::pragmas(&connection)?;
    migrate::up(&mut connection)?;
    all(&connection)?;
    Ok(connection)
}

/// Every key on it.
pub(super) fn all(connection: &Connection) -> Result<Vec<Key>, StoreError> {
    let mut keys = Vec::new();
    for studio in table::studios(connection)? {
        let row = table::IDENTITY.get(connection, studio, &[])?;
        keys.extend(row.as_ref().map(Row::read).transpose()?);
    }
    Ok(keys)
}

/// Keeps a key, unless it is there already.
pub(super) fn put(connection: &Connection, key: &Key) -> Result<(), StoreError> {
    let studio = key.identity.studio;
    let held: Option<Key> = table::IDENTITY.get(connection, studio, &[])?.map(|row| row.read()).transpose()?;
    if held.as_ref() == Some(key) {
        return Ok(());
    }
    let body = minicbor::to_vec(key).map_err(|fault| StoreError::Other(fault.to_string()))?;
    table::IDENTITY.put(connection, studio, &[], 0, &body)
}
