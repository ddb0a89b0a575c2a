//! Opening: the newest database on the shelf, or, when that is damaged, a new one beside it. The
//! damaged file stays where it is; what can still be read of it is carried over, the rest comes
//! from the server, and the keys come from the keyring.

use rusqlite::Connection;
use studio_core::replica::{NewDevice, Replica};
use studio_core::store::{Bookmark, Store, StoreError, Write};

use super::keyring::Key;
use super::shelf::{Shelf, newest, numbered};
use super::{SqliteStore, keyring, migrate, salvage};

const KIND: &str = "studio";
/// `house`: whether a database has taken over what its damaged predecessor could still give.
const TAKEN_OVER: &str = "taken_over";

/// An open database.
#[derive(Debug)]
pub struct Opened {
    /// It.
    pub store: SqliteStore,
    /// The damaged file that it stands in for, when that was found just now.
    pub set_aside: Option<String>,
}

/// Opens the phone's database.
///
/// # Errors
/// [`StoreError`], never for damage: a damaged database is set aside.
pub fn open(shelf: &dyn Shelf) -> Result<Opened, StoreError> {
    let number = newest(shelf, KIND)?.unwrap_or(1);
    match sound(shelf, number) {
        Ok(mut store) => {
            // The process may have died between making this database and taking over.
            take_over(shelf, number, &mut store)?;
            // A log lost before its first checkpoint leaves an empty database that looks sound: the
            // keyring knows better.
            let keyring = keyring::open(shelf)?;
            let lost = restore_keys(&keyring, &mut store)?;
            keep_on(&keyring, keys(&store)?)?;
            Ok(Opened { store, set_aside: lost.then(|| numbered(KIND, number)) })
        }
        Err(StoreError::Corrupt) => {
            let mut store = SqliteStore::over(shelf.connect(&numbered(KIND, number + 1))?)?;
            take_over(shelf, number + 1, &mut store)?;
            keep_keys(shelf, &store)?;
            Ok(Opened { store, set_aside: Some(numbered(KIND, number)) })
        }
        Err(fault) => Err(fault),
    }
}

/// The database of that number, once every row of it was read and found whole.
fn sound(shelf: &dyn Shelf, number: u32) -> Result<SqliteStore, StoreError> {
    let store = SqliteStore::over(shelf.connect(&numbered(KIND, number))?)?;
    store.check()?;
    Ok(store)
}

fn take_over(shelf: &dyn Shelf, number: u32, store: &mut SqliteStore) -> Result<(), StoreError> {
    if number == 1 || migrate::house(&store.connection, TAKEN_OVER)?.is_some() {
        return Ok(());
    }
    restore_keys(&keyring::open(shelf)?, store)?;
    let before = numbered(KIND, number - 1);
    if shelf.names()?.contains(&before)
        && let Ok(damaged) = shelf.connect(&before)
    {
        carry_over(&damaged, store)?;
    }
    migrate::set_house(&store.connection, TAKEN_OVER, 1)
}

/// Drafts, settings and what was set aside come over as they are; unsent changes wait as a backup
/// until what they build on has come from the server.
fn carry_over(damaged: &Connection, store: &mut SqliteStore) -> Result<(), StoreError> {
    migrate::alone(damaged)?;
    for studio in store.studios()? {
        let writes = salvage::writes(damaged, studio)?;
        store.commit(studio, &writes)?;
    }
    Ok(())
}

/// The keyring learns every device that the database knows.
///
/// # Errors
/// [`StoreError`].
pub fn keep_keys(shelf: &dyn Shelf, store: &dyn Store) -> Result<(), StoreError> {
    let mut keys = Vec::new();
    for studio in store.studios()? {
        keys.extend(store.load(studio)?.as_ref().map(Key::of));
    }
    keep_on(&keyring::open(shelf)?, keys)
}

/// The keys of a database that was checked just now, without reading it again.
fn keys(store: &SqliteStore) -> Result<Vec<Key>, StoreError> {
    if store.checked.borrow().is_empty() {
        store.check()?;
    }
    Ok(store.checked.borrow().iter().map(Key::of).collect())
}

fn keep_on(keyring: &Connection, keys: Vec<Key>) -> Result<(), StoreError> {
    keys.iter().try_for_each(|key| keyring::put(keyring, key))
}

/// Brings back the identities that the keyring knows and the database does not; whether there were any.
fn restore_keys(keyring: &Connection, store: &mut SqliteStore) -> Result<bool, StoreError> {
    let here = store.studios()?;
    let mut any = false;
    for key in keyring::all(keyring)? {
        if here.contains(&key.identity.studio) {
            continue;
        }
        let new = NewDevice { device: key.identity.device, seed: key.identity.seed, nonce: [0; 8] };
        // The replica made here is dropped: the driver opens its own, under a nonce that it draws.
        let replica = Replica::enrol(store, &key.enrolment(), new, key.identity.enrolled_at)?;
        let bookmark = Bookmark { rebuilding: true, ..replica.bookmark().clone() };
        store.commit(key.identity.studio, &[Write::Bookmark(bookmark)])?;
        any = true;
    }
    Ok(any)
}
