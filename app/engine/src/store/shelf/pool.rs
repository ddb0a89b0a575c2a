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
pub struct Pool {
    util: OpfsSAHPoolUtil,
    spare_files: usize,
}

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
        Self::install_in(FOLDER, SPARE_FILES).await
    }

    /// Takes hold of the files of another folder, with room for so many more.
    ///
    /// # Errors
    /// [`PoolFault`].
    pub async fn install_in(folder: &str, spare_files: usize) -> Result<Self, PoolFault> {
        let options =
            OpfsSAHPoolCfgBuilder::new().vfs_name(VFS).directory(folder).initial_capacity(spare_files).build();
        let pool = install::<WasmOsCallback>(&options, true).await.map_err(|fault| fault_of(&fault))?;
        let pool = Self { util: pool, spare_files };
        pool.keep_spare().await?;
        Ok(pool)
    }

    /// Lets go of the files, so that another tab can have them. Every connection was closed before.
    pub fn pause(&self) {
        // What is still open keeps the files until the worker ends; the other tab's retry sees it.
        let _ = self.util.pause();
    }

    /// Takes hold of them again.
    ///
    /// # Errors
    /// [`PoolFault`].
    pub async fn resume(&self) -> Result<(), PoolFault> {
        self.util.resume().await.map_err(|fault| fault_of(&fault))?;
        self.keep_spare().await
    }

    async fn keep_spare(&self) -> Result<(), PoolFault> {
        let files = self.util.len().map_err(|fault| fault_of(&fault))?;
        self.util.ensure_capacity(files + self.spare_files).await.map_err(|fault| fault_of(&fault))
    }
}

fn fault_of(fault: &OpfsSAHError) -> PoolFault {
    match fault {
        OpfsSAHError::NotSupported => PoolFault::NotSupported,
        OpfsSAHError::Opfs { message, .. } if message.contains("QuotaExceeded") => PoolFault::Full,
        // Over the quota a write throws nothing and takes nothing.
        OpfsSAHError::ShortIo { operation: "write file", .. } => PoolFault::Full,
        OpfsSAHError::Cleanup { error, .. } => fault_of(error),
        // A private window of some browsers has the interface and refuses its use.
        OpfsSAHError::Opfs { message, .. } if message.contains("SecurityError") => PoolFault::NotSupported,
        _ => PoolFault::Busy,
    }
}

impl Shelf for Pool {
    fn names(&self) -> Result<Vec<String>, StoreError> {
        self.util.names().map_err(|fault| StoreError::Other(fault.to_string()))
    }

    fn connect(&self, name: &str) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        // By name: the default could be the library's own memory, which forgets.
        Connection::open_with_flags_and_vfs(name, flags, VFS).map_err(classified)
    }
}
