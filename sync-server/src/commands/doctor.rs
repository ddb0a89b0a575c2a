//! `doctor`: looks at everything that phones and officers depend on, and says what is missing and what to do. Changes
//! nothing.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use studio_core::changelog::ChangeLog;
use studio_core::id::{ChainHash, StudioId};
use studio_core::log::{EntryBody, chain_next};
use studio_core::sign::Secret;
use studio_core::time::{DAY_MS, Millis};
use studio_ui::i18n::t_with;

use super::Data;
use crate::chance;
use crate::config::database;
use crate::fault::Fault;
use crate::guides;
use crate::serve::tls::{self, PemFiles, Tls};
use crate::store::sqlite;
use crate::store::sqlite::log::SqliteLog;
use crate::store::sqlite::{office, reading};
use crate::web_app;
use crate::words::moment;

/// Entries checked at a time.
const PAGE: usize = 500;
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
        found.note(
            web_app::is_here(),
            words(
                web_app::is_here(),
                "the web app is in this binary",
                "built without the web app: run `cargo xtask web`, then build the server again",
            ),
        );
        found.note(!guides::all().is_empty(), "guides can be read");
        disk(&self.data.folder, &mut found);
        database_at(&self.data.folder, &mut found);
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

    fn network(&self, found: &mut Findings) {
        match self.tls_cert.clone().zip(self.tls_key.clone()) {
            Some((cert, key)) => match Tls::load(PemFiles { cert: cert.clone(), key }).and_then(|_| tls::ends(&cert)) {
                Ok(end) => {
                    found.note(true, "TLS: certificate and key fit");
                    let (mark, words) = certificate_until(end, chance::now());
                    found.mark(mark, words);
                }
                Err(error) => found.note(false, format!("TLS: {error:#}")),
            },
            None if self.behind_proxy => found.note(true, "TLS: at the proxy, as you say"),
            None => found.note(
                false,
                "TLS: none. Phones keep nothing offline except over https or on their own localhost: \
                 give --tls-cert and --tls-key, or --behind-proxy",
            ),
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

fn words(good: bool, yes: &str, no: &str) -> String {
    if good { yes } else { no }.to_owned()
}

fn disk(folder: &Path, found: &mut Findings) {
    match rustix::fs::statvfs(folder) {
        Ok(stat) => {
            let free = stat.f_bavail.saturating_mul(stat.f_frsize);
            found.note(free >= FREE_BYTES_MIN, format!("disk: {} free", studio_ui::dates::bytes(free)));
        }
        Err(error) => found.note(false, format!("disk: cannot look at {}: {error}", folder.display())),
    }
}

fn database_at(folder: &Path, found: &mut Findings) {
    let path = database(folder);
    if !path.is_file() {
        return found.note(false, format!("database: none at {}; `add-bureau` makes one", path.display()));
    }
    let checked = sqlite::open_reader(&path).map_err(Fault::from).and_then(|db| {
        found.note(true, format!("database: {}", path.display()));
        look_inside(&db, found)
    });
    if let Err(fault) = checked {
        found.note(false, format!("database: {fault}"));
    }
}

fn look_inside(db: &Connection, found: &mut Findings) -> Result<(), Fault> {
    let sound: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(sqlite::fault)?;
    found.note(sound == "ok", format!("database: integrity {sound}"));
    let key = office::server_seed(db)?.map(|seed| Secret::from_seed(seed).public().id());
    found.note(key.is_some(), key.map_or_else(|| "server key: none".to_owned(), |id| format!("server key: {id}")));
    let log = SqliteLog(db);
    for studio in log.studios()? {
        let checked = check_log(&log, studio)?;
        let words = match &checked {
            Ok(count) => format!("studio {studio}: {count} entries, every body and the chain fit"),
            Err(damage) => format!(
                "studio {studio}: {damage}; set the database aside and restore a backup: phones bring back what they hold"
            ),
        };
        found.note(checked.is_ok(), words);
    }
    Ok(())
}

/// Hashes every body again and follows the chain from its beginning to the head.
fn check_log(log: &SqliteLog<&Connection>, studio: StudioId) -> Result<Result<u64, String>, Fault> {
    let Some(mut chain) = log.chain_at(studio, 0)? else { return Ok(Err("no beginning".to_owned())) };
    let Some(head) = reading::head(log.0, studio)? else { return Ok(Err("no head".to_owned())) };
    let mut seq = 0;
    loop {
        let page = log.entries(studio, seq, PAGE)?;
        if page.is_empty() {
            break;
        }
        for (entry, kept) in page {
            chain = chain_next(chain, entry.seq, entry.first_seen, entry.body.header_hash());
            if entry.seq != seq + 1 || chain != kept || !body_fits(log.0, studio, entry.seq, &entry.body)? {
                return Ok(Err(format!("entry {} is not what was written", entry.seq)));
            }
            seq = entry.seq;
        }
    }
    let at_head: (u64, ChainHash) = (head.seq, head.chain);
    Ok(if at_head == (seq, chain) { Ok(seq) } else { Err(format!("the head is not entry {seq}")) })
}

fn body_fits(db: &Connection, studio: StudioId, seq: u64, body: &EntryBody) -> Result<bool, Fault> {
    let kept = reading::body_hash(db, studio, seq)?;
    let hash: [u8; 32] = Sha256::digest(studio_core::cbor::to_vec(body)).into();
    Ok(kept == Some(hash))
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
