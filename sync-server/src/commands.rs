//! What an administrator can ask of this binary. Each command prints to the writer that it is given.

mod add_bureau;
mod alone;
mod backup;
mod demo;
mod doctor;
mod restore;
mod serve;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};

use crate::chance;
use crate::config::database;
use crate::store::folders;
use crate::store::threads::Disk;

pub use add_bureau::{AddBureau, Added, Officer, add_officer};

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve phones and the bureau's pages.
    Serve(serve::Serve),
    /// Make a bureau and its officer's account; for an account that exists, set a new password.
    AddBureau(AddBureau),
    /// Make a county with made-up people and a term of work, to look at.
    Demo(demo::Demo),
    /// Copy database and server key to a file while the server runs.
    Backup(backup::BackUp),
    /// Begin again from a backup, as a new life of every log.
    Restore(restore::Restore),
    /// Say what is missing or damaged.
    Doctor(doctor::Doctor),
}

/// Where the data lies.
#[derive(Debug, Clone, Args)]
pub struct Data {
    /// Folder of the database.
    #[arg(long = "data", env = "STUDIO_DATA")]
    pub folder: PathBuf,
}

impl Data {
    /// The database, which must be there.
    ///
    /// # Errors
    /// When it is not.
    pub fn existing(&self) -> Result<PathBuf> {
        let path = database(&self.folder);
        anyhow::ensure!(path.is_file(), "no database at {}: `add-bureau` or `restore` makes one", path.display());
        Ok(path)
    }

    /// Opens the disk, makes folder and database if they are not there.
    ///
    /// # Errors
    /// When the folder or the database cannot be opened.
    pub fn open(&self) -> Result<Disk> {
        make_private(&self.folder)?;
        let path = database(&self.folder);
        Disk::open(&path, chance::bytes()).with_context(|| format!("cannot open {}", path.display()))
    }
}

/// Runs a command.
///
/// # Errors
/// What went wrong, in words for the administrator.
pub fn run(command: Command, out: &mut dyn Write) -> Result<ExitCode> {
    match command {
        Command::Serve(serve) => serve.run(),
        Command::AddBureau(add) => add.run(out),
        Command::Demo(demo) => demo.run(out),
        Command::Backup(backup) => backup.run(out),
        Command::Restore(restore) => restore.run(out),
        Command::Doctor(doctor) => doctor.run(out),
    }
}

/// A folder that only its owner opens: it holds the server's key.
fn make_private(folder: &Path) -> Result<()> {
    folders::make(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let private = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(folder, private).with_context(|| format!("cannot close {}", folder.display()))?;
    }
    Ok(())
}

/// Runs async work of a command that is no server.
fn block_on<T>(work: impl Future<Output = T>) -> Result<T> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work))
}
