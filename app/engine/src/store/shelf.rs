//! Where database files lie: a folder natively, a pool of the browser on the web. A shelf only
//! names and opens files; nothing on it is ever deleted.

#[cfg(not(target_arch = "wasm32"))]
mod folder;
#[cfg(target_arch = "wasm32")]
mod pool;

use rusqlite::Connection;
use studio_core::store::StoreError;

#[cfg(not(target_arch = "wasm32"))]
pub use folder::Folder;
#[cfg(target_arch = "wasm32")]
pub use pool::{Pool, PoolFault};

/// Where database files lie.
pub trait Shelf {
    /// Names of the files on it.
    ///
    /// # Errors
    /// [`StoreError`].
    fn names(&self) -> Result<Vec<String>, StoreError>;

    /// Opens a file, which is created when it is not there.
    ///
    /// # Errors
    /// [`StoreError`].
    fn connect(&self, name: &str) -> Result<Connection, StoreError>;
}

/// The name of the n-th file of a kind. A damaged one stays as it is; the next number follows it.
pub(super) fn numbered(kind: &str, n: u32) -> String {
    format!("{kind}-{n}.db")
}

/// The highest number of a kind on the shelf.
pub(super) fn newest(shelf: &dyn Shelf, kind: &str) -> Result<Option<u32>, StoreError> {
    let number = |name: String| name.strip_prefix(kind)?.strip_prefix('-')?.strip_suffix(".db")?.parse().ok();
    Ok(shelf.names()?.into_iter().filter_map(number).max())
}
