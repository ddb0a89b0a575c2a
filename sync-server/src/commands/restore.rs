//! `restore`: a new life of every log from a backup. What phones hold comes back as they sync, in the old order; what
//! only the lost disk held is named.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use rusqlite::Connection;
use studio_core::changelog::ChangeLog;
use studio_core::id::StudioId;
use studio_core::time::Millis;

use super::{Data, backup, block_on, make_private};
use crate::chance;
use crate::config::database;
use crate::fault::Fault;
use crate::store::files::Files;
use crate::store::sqlite;
use crate::store::sqlite::files;
use crate::store::sqlite::log::SqliteLog;
use crate::store::sqlite::{office, reading};
use crate::words;

/// Begin again from a backup, as a new life of every log.
#[derive(Debug, Args)]
pub struct Restore {
    #[command(flatten)]
    data: Data,
    /// The backup.
    #[arg(long)]
    from: PathBuf,
}

/// A studio as the backup holds it.
struct Held {
    studio: StudioId,
    seq: u64,
    last: Option<Millis>,
}

impl Restore {
    /// Restores into a folder without a database.
    ///
    /// # Errors
    /// When a database is there already, the backup cannot be read, or the disk fails.
    pub fn run(self, out: &mut dyn Write) -> Result<ExitCode> {
        let to = database(&self.data.folder);
        anyhow::ensure!(!to.exists(), "{} is there already; move it aside first: nothing is overwritten", to.display());
        make_private(&self.data.folder)?;
        let from = sqlite::open_reader(&self.from).with_context(|| format!("cannot read {}", self.from.display()))?;
        // before the database is there: what fails in the middle is begun again, and nothing looks ready that is not
        let all = files::all(&from)?;
        let copied = Files::beside(&self.from).copy_to(&Files::beside(&to), &all)?;
        let pictures = (all.len() - copied.missing, all.len());
        backup::copy(&from, &to)?;
        let (disk, now) = (self.data.open()?, chance::now());
        let held = block_on(disk.write(move |desk| {
            let held = held(desk.db())?;
            held.iter().try_for_each(|studio| desk.restore(studio.studio, now).map(drop))?;
            office::drop_all_sessions(desk.db())?;
            Ok(held)
        }))??;
        say(&held, now, out)?;
        writeln!(
            out,
            "Pictures 照片: {} of {} lay beside the backup; phones bring the others when they sync. 其余由各手机同步时补传。",
            pictures.0, pictures.1
        )?;
        Ok(ExitCode::SUCCESS)
    }
}

fn held(db: &Connection) -> Result<Vec<Held>, Fault> {
    let log = SqliteLog(db);
    let mut all = Vec::new();
    for studio in log.studios()? {
        let Some(head) = reading::head(db, studio)? else { continue };
        let last = log.entries(studio, head.seq.saturating_sub(1), 1)?;
        all.push(Held { studio, seq: head.seq, last: last.first().map(|(entry, _)| entry.first_seen) });
    }
    Ok(all)
}

fn say(held: &[Held], now: Millis, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "restored 已恢复: {} studios 间工作室, at {}", held.len(), words::moment(now))?;
    for studio in held {
        let since = studio.last.map_or_else(|| "—".to_owned(), words::moment);
        writeln!(out, "  {}  last entry 最后一条 {}  at {since}", studio.studio, studio.seq)?;
    }
    writeln!(
        out,
        "\nThe window 空窗: from each studio's last entry until now.\n\
         Records: each phone brings back what it holds when it syncs, in the old order.\n\
         Decisions that no phone had pulled (enrolments, departures, revoked devices, terms) are gone:\n\
         look at 人员与设备 of each studio and 期限 of each project and make them again. Officers sign in anew.\n\
         记录会随各手机同步自动补回；空窗内没有任何手机见过的决定（加入、离开、停用设备、期限）请到各工作室和各项目重新核对。"
    )?;
    Ok(())
}
