//! One `serve` for one data folder: two would each keep studios ready in memory and judge by what the other has changed.
//! `backup`, `doctor` and `add-bureau` work beside it: they keep nothing ready.

use std::fs::{File, OpenOptions};
use std::path::Path;

use anyhow::{Context, Result, bail};
use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

/// The file inside the data folder that the serving process holds. It is empty and stays; the system lets go of it when
/// the process ends, however it ends.
const HELD_FILE: &str = "serve.lock";

/// The right to serve a data folder; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Alone {
    _held: File,
}

impl Alone {
    /// Takes the right to serve this folder.
    ///
    /// # Errors
    /// When another process has it, in the administrator's languages, or the file cannot be made.
    pub(super) fn at(folder: &Path) -> Result<Self> {
        let path = folder.join(HELD_FILE);
        let held = OpenOptions::new().create(true).append(true).open(&path);
        let held = held.with_context(|| format!("cannot open {}", path.display()))?;
        match flock(&held, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Self { _held: held }),
            Err(Errno::WOULDBLOCK) => bail!(
                "{folder} is being served already by another `serve`: two on one folder would disagree. Stop that one \
                 first (systemctl stop studio), or give this one another --data. \
                 这个数据目录已经有一个 serve 在运行，两个同时运行会出错：请先停掉那一个（systemctl stop studio），或者用 --data 换一个目录。",
                folder = folder.display()
            ),
            Err(error) => Err(error).with_context(|| format!("cannot hold {}", path.display())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_served_once_and_again_when_the_first_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let first = Alone::at(folder.path()).unwrap();
        let second = Alone::at(folder.path()).unwrap_err().to_string();
        assert!(second.contains("served already") && second.contains("已经有一个 serve 在运行"), "{second}");
        assert!(Alone::at(tempfile::tempdir().unwrap().path()).is_ok(), "another folder");
        drop(first);
        assert!(Alone::at(folder.path()).is_ok());
    }
}
