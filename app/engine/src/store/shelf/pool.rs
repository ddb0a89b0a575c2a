//! A pool of files in the browser's private file system (OPFS), by synchronous access handles:
//! only in a dedicated worker of a secure page, by one tab at a time.

use rusqlite::{Connection, OpenFlags};
use sqlite_wasm_rs::WasmOsCallback;
use sqlite_wasm_rs::vfs::VfsFilesManager;
use sqlite_wasm_vfs::sahpool::{OpfsSAHError, OpfsSAHPoolCfgBuilder, OpfsSAHPoolUtil, install};
use studio_core::store::StoreError;

use super::Shelf;
use crate::store::fault::classified;

/// SQLite's name of the pool.
const VFS: &str = "studio";
/// Its folder in the browser's private file system.
const FOLDER: &str = "studio-db";
/// Files beyond those that exist: database and keyring with their WAL, twice, for when one is set aside.
const SPARE_FILES: usize = 8;

/// A pool of files.
pub struct Pool(OpfsSAHPoolUtil);

/// Why there is no pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PoolFault {
    /// This browser, or this kind of page, cannot.
    NotSupported,
    /// Somebody still holds the files: try again.
    Busy,
    /// No room.
    Full,
}

impl Pool {
    /// Takes hold of the pool's files.
    ///
    /// # Errors
    /// [`PoolFault`].
    pub async fn install() -> Result<Self, PoolFault> {
        let options =
            OpfsSAHPoolCfgBuilder::new().vfs_name(VFS).directory(FOLDER).initial_capacity(SPARE_FILES).build();
        let pool = install::<WasmOsCallback>(&options, true).await.map_err(|fault| fault_of(&fault))?;
        let pool = Self(pool);
        pool.keep_spare().await?;
        Ok(pool)
    }

    /// Lets go of the files, so that another tab can have them. Every connection was closed before.
    pub fn pause(&self) {
        // What is still open keeps the files until the worker ends; the other tab's retry sees it.
        let _ = self.0.pause();
    }

    /// Takes hold of them again.
    ///
    /// # Errors
    /// [`PoolFault`].
    pub async fn resume(&self) -> Result<(), PoolFault> {
        self.0.resume().await.map_err(|fault| fault_of(&fault))?;
        self.keep_spare().await
    }

    async fn keep_spare(&self) -> Result<(), PoolFault> {
        let files = self.0.len().map_err(|fault| fault_of(&fault))?;
        self.0.ensure_capacity(files + SPARE_FILES).await.map_err(|fault| fault_of(&fault))
    }
}

fn fault_of(fault: &OpfsSAHError) -> PoolFault {
    match fault {
        OpfsSAHError::NotSupported => PoolFault::NotSupported,
        OpfsSAHError::Opfs { message, .. } if message.contains("QuotaExceeded") => PoolFault::Full,
        // A private window of some browsers has the interface and refuses its use.
        OpfsSAHError::Opfs { message, .. } if message.contains("SecurityError") => PoolFault::NotSupported,
        _ => PoolFault::Busy,
    }
}

impl Shelf for Pool {
    fn names(&self) -> Result<Vec<String>, StoreError> {
        self.0.names().map_err(|fault| StoreError::Other(fault.to_string()))
    }

    fn connect(&self, name: &str) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        // By name: the default could be the library's own memory, which forgets.
        Connection::open_with_flags_and_vfs(name, flags, VFS).map_err(classified)
    }
}
