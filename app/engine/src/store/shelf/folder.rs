//! A folder of the file system.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use studio_core::store::StoreError;

use super::Shelf;
use crate::store::fault::classified;

/// A folder of the file system.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder, which is created when it is not there.
    ///
    /// # Errors
    /// [`StoreError::Other`].
    pub fn at(path: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let path = path.into();
        make(&path).map_err(|fault| StoreError::Other(fault.to_string()))?;
        Ok(Self(path))
    }
}

/// Makes a folder, and those around it that are not there; their names are on the disk when this returns. SQLite syncs
/// the names of its files, not that of the folder they lie in.
fn make(folder: &Path) -> io::Result<()> {
    let around = match folder.parent() {
        Some(around) if around.as_os_str().is_empty() => Path::new("."),
        Some(around) => around,
        None => folder,
    };
    if folder.is_dir() {
        // An earlier start may have been killed right after making it; a folder around it that cannot be opened or
        // synced is not one that was made here.
        drop(File::open(around).and_then(|around| around.sync_all()));
        return Ok(());
    }
    make(around)?;
    match std::fs::create_dir(folder) {
        Err(fault) if !folder.is_dir() => Err(fault),
        _ if cfg!(unix) => File::open(around)?.sync_all(),
        _ => Ok(()),
    }
}

impl Shelf for Folder {
    fn names(&self) -> Result<Vec<String>, StoreError> {
        let entries = std::fs::read_dir(&self.0).map_err(|fault| StoreError::Other(fault.to_string()))?;
        Ok(entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect())
    }

    fn connect(&self, name: &str) -> Result<Connection, StoreError> {
        let connection = Connection::open(self.0.join(name)).map_err(classified)?;
        // Whoever finds it busy is told at once and tries again; a thread that waits here answers nobody.
        connection.busy_timeout(Duration::ZERO).map_err(classified)?;
        Ok(connection)
    }
}
