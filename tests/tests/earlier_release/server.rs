//! This release's server over the earlier release's database: served over real HTTP, and its commands as an
//! administrator gives them.

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use clap::Parser;
use studio_core::changelog::ChangeLog;
use studio_core::id::RecordId;
use studio_sync_server::app::App;
use studio_sync_server::commands::{Command, run};
use studio_sync_server::config::{Reach, database};
use studio_sync_server::serve::{listen, router};
use studio_sync_server::store::sqlite::log::SqliteLog;
use studio_sync_server::store::sqlite::open_reader;
use studio_sync_server::store::sqlite::reading::{self, StudioReading};
use studio_sync_server::store::threads::Disk;
use tokio::sync::oneshot;

/// A server on a free port of this machine.
pub(crate) struct Serving {
    pub(crate) origin: String,
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Serving {
    pub(crate) fn start(data: &Path) -> Self {
        // Its key is in the database: this one would be a new database's.
        let disk = Disk::open(&database(data), [0; 32]).unwrap();
        let app = Arc::new(App::new(disk, Reach::default()));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                listen::serve(listener, router(app), None, async { drop(stopped.await) }).await.unwrap();
            });
        });
        Self { origin, stop, thread }
    }

    pub(crate) fn stop(self) {
        self.stop.send(()).unwrap();
        self.thread.join().unwrap();
    }
}

#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

fn said(words: &[&str]) -> String {
    let line = Line::parse_from(std::iter::once(&"studio-sync-server").chain(words));
    let mut out = Vec::new();
    run(line.command, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// `restore`: what it says.
pub(crate) fn restore(data: &Path, from: &Path) -> String {
    said(&["restore", "--data", data.to_str().unwrap(), "--from", from.to_str().unwrap()])
}

/// `doctor`: what it says.
pub(crate) fn doctor(data: &Path) -> String {
    said(&["doctor", "--data", data.to_str().unwrap(), "--behind-proxy"])
}

/// The studio as the bureau's pages read it.
pub(crate) fn only_studio(data: &Path) -> StudioReading {
    let db = open_reader(&database(data)).unwrap();
    let studios = SqliteLog(&db).studios().unwrap();
    let [studio] = studios.as_slice() else { panic!("{studios:?}") };
    reading::studio(&db, *studio).unwrap().unwrap()
}

pub(crate) fn records(studio: &StudioReading) -> BTreeSet<RecordId> {
    studio.records.iter().map(|record| record.id).collect()
}
