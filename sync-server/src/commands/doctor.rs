//! `doctor`: looks at everything that phones and officers depend on, and says what is missing and what to do. Changes
//! nothing.

mod derived;
mod log;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use rusqlite::Connection;
use studio_core::id::{PublicKey, StudioId};
use studio_core::sign::Secret;
use studio_core::time::{DAY_MS, Millis};
use studio_ui::i18n::{t, t_with};

use self::log::{Checked, Fails};
use super::Data;
use crate::chance;
use crate::config::database;
use crate::fault::Fault;
use crate::guides::{GuideFolder, Guides};
use crate::serve::tls::{self, PemFiles, Tls};
use crate::store::files::Files;
use crate::store::sqlite;
use crate::store::sqlite::files;
use crate::store::sqlite::log::SqliteLog;
use crate::store::sqlite::{office, reading, version};
use crate::web_app;
use crate::words::moment;

/// Room below which a warning is due: a year of a large county's text.
const FREE_BYTES_MIN: u64 = 2 << 30;
/// Days to a certificate's end below which a warning is due: what renews by itself has done so by then, and a county
/// that buys its certificates needs that long.
const CERTIFICATE_DAYS_MIN: i64 = 30;

/// Say what is missing or damaged.
#[derive(Debug, Args)]
pub struct Doctor {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    guides: GuideFolder,
    /// The certificate that `serve` will be given.
    #[arg(long, requires = "tls_key", env = "STUDIO_TLS_CERT")]
    tls_cert: Option<PathBuf>,
    /// Its key.
    #[arg(long, requires = "tls_cert", env = "STUDIO_TLS_KEY")]
    tls_key: Option<PathBuf>,
    /// A proxy in front speaks TLS.
    #[arg(long)]
    behind_proxy: bool,
}

/// How a finding stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Good,
    /// Something is due before long.
    Due,
    Bad,
}

/// What was found, one line each.
#[derive(Default)]
struct Findings {
    lines: Vec<(Mark, String)>,
}

impl Findings {
    fn note(&mut self, good: bool, words: impl Into<String>) {
        self.mark(if good { Mark::Good } else { Mark::Bad }, words);
    }

    fn either(&mut self, good: bool, yes: &str, no: &str) {
        self.note(good, t(if good { yes } else { no }));
    }

    fn mark(&mut self, mark: Mark, words: impl Into<String>) {
        self.lines.push((mark, words.into()));
    }
}

impl Doctor {
    /// Prints what it finds; fails if something must be done.
    ///
    /// # Errors
    /// When the report cannot be written.
    pub fn run(self, out: &mut dyn Write) -> Result<ExitCode> {
        let mut found = Findings::default();
        self.network(&mut found);
        found.either(web_app::is_here(), "doctor-web-app", "doctor-web-app-none");
        let guides = self.guides(&mut found);
        disk(&self.data.folder, &mut found);
        let running = [("running", version::running()), ("least", version::LEAST.1)];
        found.note(
            version::is_safe(),
            t_with(if version::is_safe() { "doctor-sqlite" } else { "doctor-sqlite-old" }, &running),
        );
        database_at(&self.data.folder, guides.as_ref(), &mut found);
        pictures(&self.data.folder, &mut found);
        let any_bad = found.lines.iter().any(|(mark, _)| *mark == Mark::Bad);
        for (mark, line) in found.lines {
            let sign = match mark {
                Mark::Good => "✓",
                Mark::Due => "!",
                Mark::Bad => "✗",
            };
            writeln!(out, "{sign} {line}")?;
        }
        Ok(if any_bad { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    /// The guides that `serve` will be given; `None` when it would not start with them.
    fn guides(&self, found: &mut Findings) -> Option<Guides> {
        match self.guides.read() {
            Ok(guides) => {
                found.either(guides.newest().is_some(), "doctor-guides", "doctor-guides-none");
                Some(guides)
            }
            Err(error) => {
                found.note(false, format!("{error:#}"));
                None
            }
        }
    }

    fn network(&self, found: &mut Findings) {
        match self.tls_cert.clone().zip(self.tls_key.clone()) {
            Some((cert, key)) => match Tls::load(PemFiles { cert: cert.clone(), key }).and_then(|_| tls::ends(&cert)) {
                Ok(end) => {
                    found.note(true, t("doctor-tls"));
                    let (mark, words) = certificate_until(end, chance::now());
                    found.mark(mark, words);
                }
                Err(error) => found.note(false, format!("TLS: {error:#}")),
            },
            None => found.either(self.behind_proxy, "doctor-tls-proxy", "doctor-tls-none"),
        }
    }
}

/// What a certificate's end means today.
fn certificate_until(end: Millis, now: Millis) -> (Mark, String) {
    let left = end.0.saturating_sub(now.0);
    let (mark, key) = match left {
        ..=0 => (Mark::Bad, "doctor-certificate-over"),
        _ if left < CERTIFICATE_DAYS_MIN * DAY_MS => (Mark::Due, "doctor-certificate-due"),
        _ => (Mark::Good, "doctor-certificate"),
    };
    let days = (left / DAY_MS).to_string();
    (mark, format!("TLS: {}", t_with(key, &[("days", &days), ("end", &moment(end))])))
}

fn disk(folder: &Path, found: &mut Findings) {
    match rustix::fs::statvfs(folder) {
        Ok(stat) => {
            let free = stat.f_bavail.saturating_mul(stat.f_frsize);
            let key = if free >= FREE_BYTES_MIN { "doctor-disk" } else { "doctor-disk-full" };
            found.note(free >= FREE_BYTES_MIN, t_with(key, &[("free", &studio_ui::dates::bytes(free))]));
        }
        Err(error) => {
            let at = [("folder", folder.display().to_string()), ("error", error.to_string())];
            found.note(false, said("doctor-disk-unseen", &at));
        }
    }
}

fn database_at(folder: &Path, guides: Option<&Guides>, found: &mut Findings) {
    let path = database(folder);
    let at = [("path", path.display().to_string())];
    if !path.is_file() {
        return found.note(false, said("doctor-database-none", &at));
    }
    let checked = sqlite::open_reader(&path).map_err(Fault::from).and_then(|db| {
        found.note(true, said("doctor-database", &at));
        if let Some(words) = guides.map(|known| unknown(&db, known)).transpose()?.flatten() {
            found.note(false, words);
        }
        look_inside(&db, found)
    });
    if let Err(fault) = checked {
        found.note(false, t_with("doctor-database-fault", &[("fault", &fault.to_string())]));
    }
}

/// A project that goes by a guide which `serve` would not know.
fn unknown(db: &Connection, guides: &Guides) -> Result<Option<String>, Fault> {
    Ok(guides.unknown(&office::all_projects(db)?))
}

/// Whether every picture that the database names lies in the folder as its name says. One that does not is asked of the
/// phones: something is due, and nothing is lost yet.
fn pictures(folder: &Path, found: &mut Findings) {
    let path = database(folder);
    let Ok(all) = sqlite::open_reader(&path).and_then(|db| files::all(&db)) else { return };
    let kept = Files::beside(&path);
    let missing = all.iter().filter(|hash| !kept.is_whole(**hash)).count();
    let counts = [("count", all.len().to_string()), ("missing", missing.to_string())];
    match missing {
        0 => found.note(true, said("doctor-pictures", &counts)),
        _ => found.mark(Mark::Due, said("doctor-pictures-missing", &counts)),
    }
}

fn look_inside(db: &Connection, found: &mut Findings) -> Result<(), Fault> {
    let sound: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(sqlite::fault)?;
    let key = if sound == "ok" { "doctor-integrity" } else { "doctor-integrity-not" };
    found.note(sound == "ok", t_with(key, &[("said", &sound)]));
    let Some(seed) = office::server_seed(db)? else {
        found.note(false, t("doctor-key-none"));
        return Ok(());
    };
    let key = Secret::from_seed(seed).public();
    found.note(true, t_with("doctor-key", &[("id", &key.id().to_string())]));
    for (studio, is_listed) in sqlite::derived::studios(db)? {
        // one moment: a server that runs may append meanwhile
        let moment = db.unchecked_transaction().map_err(sqlite::fault)?;
        let (mark, words) = of_studio(&moment, studio, is_listed, &key)?;
        found.mark(mark, words);
    }
    Ok(())
}

/// What a studio's rows mean, the worst of it first: where its log ends, its log, what follows from it, the list.
fn of_studio(db: &Connection, studio: StudioId, is_listed: bool, key: &PublicKey) -> Result<(Mark, String), Fault> {
    let bad = |key: &str, what: String| (Mark::Bad, said(key, &[("studio", studio.to_string()), ("what", what)]));
    if reading::head(db, studio)?.is_none() {
        return Ok(bad("doctor-log-headless", String::new()));
    }
    let log = SqliteLog(db);
    let checked = log::check(&log, studio, key)?;
    if checked.fails.is_some() {
        return Ok(of_log(studio, &checked));
    }
    if let Some(what) = derived::compare(&log, studio)?.words() {
        return Ok(bad("doctor-derived", what));
    }
    if !is_listed {
        return Ok(bad("doctor-studio-unlisted", String::new()));
    }
    Ok(of_log(studio, &checked))
}

/// What a log that was looked through means, and what to do.
fn of_log(studio: StudioId, checked: &Checked) -> (Mark, String) {
    let words = |key: &str, entry: u64, count: u64| {
        said(key, &[("studio", studio.to_string()), ("entry", entry.to_string()), ("count", count.to_string())])
    };
    match (checked.fails, checked.early) {
        (Some((entry, why)), _) => (Mark::Bad, words(fails_key(why), entry, checked.count)),
        (None, Some((entry, early))) => (Mark::Due, words("doctor-log-early", entry, early)),
        (None, None) => (Mark::Good, words("doctor-log", checked.count, checked.count)),
    }
}

fn fails_key(why: Fails) -> &'static str {
    match why {
        Fails::Altered => "doctor-log-altered",
        Fails::Head => "doctor-log-head",
        Fails::Decision => "doctor-log-decision",
        Fails::Descriptor => "doctor-log-descriptor",
        Fails::Unreadable => "doctor-log-unreadable",
        Fails::Certificate => "doctor-log-certificate",
        Fails::Signature => "doctor-log-signature",
        Fails::Deps => "doctor-log-deps",
    }
}

fn said(key: &str, arguments: &[(&str, String)]) -> String {
    let arguments: Vec<(&str, &str)> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
    t_with(key, &arguments)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_days_to_a_certificates_end_are_enough_and_less_are_not() {
        let now = Millis(1_795_492_800_000);
        let said = |left: i64| certificate_until(Millis(now.0 + left), now);
        let (enough, less) = (said(30 * DAY_MS), said(30 * DAY_MS - 1));
        assert!(enough.0 == Mark::Good && enough.1.contains("还有 30 天"), "{}", enough.1);
        assert!(less.0 == Mark::Due && less.1.contains("还有 29 天"), "{}", less.1);
        let (last, over) = (said(1), said(0));
        assert!(last.0 == Mark::Due && last.1.contains("2026年11月24日 12:00"), "{}", last.1);
        assert!(over.0 == Mark::Bad && over.1.contains("已经到期"), "{}", over.1);
    }
}
