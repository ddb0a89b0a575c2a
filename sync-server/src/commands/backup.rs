//! `backup`: one consistent copy of the database, server key included, while the server goes on.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Args;
use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::Data;
use crate::store::files::{Copied, Files};
use crate::store::sqlite::files;
use crate::store::{folders, sqlite};

/// Copy database and server key to a file while the server runs.
#[derive(Debug, Args)]
pub struct BackUp {
    #[command(flatten)]
    data: Data,
    /// The file to write. Keep it like a key: it holds one.
    #[arg(long)]
    to: PathBuf,
}

/// Pages copied before the server's writer gets a turn: about 4 MB.
const PAGES_AT_ONCE: std::os::raw::c_int = 1_024;

impl BackUp {
    /// Writes the copy.
    ///
    /// # Errors
    /// When the file is there already, or either disk fails.
    pub fn run(self, out: &mut dyn Write) -> Result<ExitCode> {
        anyhow::ensure!(!self.to.exists(), "{} is there already; it is not overwritten", self.to.display());
        let path = self.data.existing()?;
        let from = sqlite::open_reader(&path)?;
        copy(&from, &self.to)?;
        // after the rows: a picture that comes meanwhile is asked of its phone again
        let (copied, kept) = (sqlite::open_reader(&self.to)?, Files::beside(&self.to));
        let all = files::all(&copied)?;
        let Copied { new, missing } = Files::beside(&path).copy_to(&kept, &all)?;
        // an earlier backup beside this one may hold what was erased since
        kept.erase(&files::erased(&copied)?)?;
        let bytes = std::fs::metadata(&self.to)?.len();
        writeln!(out, "backup 备份: {} ({})", self.to.display(), studio_ui::dates::bytes(bytes))?;
        writeln!(out, "pictures 照片: {} ({new} new 新增) in 存在 {}", all.len(), kept.folder().display())?;
        if missing > 0 {
            writeln!(out, "missing 缺: {missing}; phones bring them again when they sync. 各手机同步时会补传。")?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Copies a database to a new file that only its owner reads: under another name until it is whole and on disk.
///
/// # Errors
/// When either disk fails or the copy is not sound.
pub(super) fn copy(from: &Connection, to: &Path) -> Result<()> {
    let part = to.with_extension("part");
    private_file(&part)?;
    let mut copied = Connection::open(&part).with_context(|| format!("cannot write {}", part.display()))?;
    Backup::new(from, &mut copied)?.run_to_completion(PAGES_AT_ONCE, Duration::from_millis(1), None)?;
    // a file of its own, without a log beside it
    copied.execute_batch("PRAGMA journal_mode = DELETE")?;
    let sound: String = copied.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    anyhow::ensure!(sound == "ok", "the copy is damaged: {sound}");
    // SQLite has synced every byte of it; nobody but the folder syncs its name
    drop(copied);
    std::fs::rename(&part, to).with_context(|| format!("cannot write {}", to.display()))?;
    Ok(folders::sync_entry_of(to)?)
}

fn private_file(path: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).with_context(|| format!("cannot write {}", path.display())).map(drop)
}
