//! A folder of the file system.

use std::path::PathBuf;
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
        std::fs::create_dir_all(&path).map_err(|fault| StoreError::Other(fault.to_string()))?;
        Ok(Self(path))
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
