//! What survives a power cut besides a file's bytes: its name. A name lies in the folder, and a folder is synced by itself.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Waits until a file's bytes, or a folder's names, are on the disk: whoever wrote them.
///
/// # Errors
/// What the disk said; [`io::ErrorKind::NotFound`] when it is not there.
pub fn sync(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Waits until the name of a file or folder is on the disk.
///
/// # Errors
/// What the disk said.
pub fn sync_entry_of(path: &Path) -> io::Result<()> {
    sync(around(path))
}

/// Makes a folder, and those around it that are not there; their names are on the disk when this returns.
///
/// # Errors
/// What the disk said.
pub fn make(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        // An earlier start may have been killed right after making it. Whoever may not look around it, or has it on
        // a file system that syncs no folders, did not make it here.
        drop(sync_entry_of(folder));
        return Ok(());
    }
    make(around(folder))?;
    match fs::create_dir(folder) {
        Err(error) if !folder.is_dir() => Err(error),
        _ => sync_entry_of(folder),
    }
}

/// The folder that a path's name lies in.
fn around(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => path,
    }
}
