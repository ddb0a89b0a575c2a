//! The simulator over the real disks: the phone's and the server's own SQLite stores, in files. What a copied profile
//! or a backup is in the world is a copy of files here. The faults and checks are those of `simulator`.
//! To run one seed alone: `SIM_SEED=7 cargo test -p studio-tests --test simulator_sqlite one_seed -- --nocapture`.

#![allow(clippy::print_stdout, reason = "a test says how to run one seed alone")]

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use studio_engine::store::SqliteStore;
use studio_sync_server::store::sqlite::log::SqliteLog;
use studio_sync_server::store::sqlite::open_writer;
use studio_tests::sim::{Disks, MemoryDisks, hunt, run};
use tempfile::TempDir;

/// Enough for every sort of fault to strike; a seed takes seconds here, not tenths of one.
const SEEDS: u64 = 20;
const STEPS: usize = 250;
/// How often the server may be set back: as in `simulator`.
const SET_BACKS: usize = 2;
/// A seed mostly waits for the disk to say that a commit is durable.
const THREADS: usize = 4;

/// Disks in files of one folder, which goes with its world.
struct SqliteDisks {
    folder: TempDir,
    made: u32,
}

impl SqliteDisks {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), made: 0 }
    }

    fn next_path(&mut self) -> PathBuf {
        self.made += 1;
        self.folder.path().join(format!("{}.db", self.made))
    }

    /// Copies a database whose connection is open and idle, as somebody does who copies a folder: the file and its
    /// log beside it. SQLite's own shared memory is not copied, it is made anew.
    fn copy(&mut self, from: &str) -> PathBuf {
        let to = self.next_path();
        fs::copy(from, &to).unwrap();
        let log = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
        if log(from.as_ref()).exists() {
            fs::copy(log(from.as_ref()), log(&to)).unwrap();
        }
        to
    }
}

fn store_at(path: &Path) -> SqliteStore {
    SqliteStore::over(Connection::open(path).unwrap()).unwrap()
}

fn log_at(path: &Path) -> SqliteLog<Connection> {
    SqliteLog(open_writer(path).unwrap())
}

impl Disks for SqliteDisks {
    type Store = SqliteStore;
    type Log = SqliteLog<Connection>;

    fn store(&mut self) -> Self::Store {
        store_at(&self.next_path())
    }

    fn log(&mut self) -> Self::Log {
        log_at(&self.next_path())
    }

    fn copy_store(&mut self, store: &Self::Store) -> Self::Store {
        let copy = self.copy(store.path().unwrap());
        store_at(&copy)
    }

    fn copy_log(&mut self, log: &Self::Log) -> Self::Log {
        let copy = self.copy(log.0.path().unwrap());
        log_at(&copy)
    }
}

#[test]
fn twenty_seeds_keep_every_promise_over_sqlite_in_files() {
    let seeds: Vec<u64> = (0..SEEDS).collect();
    assert_eq!(hunt(&seeds, THREADS, SqliteDisks::new, STEPS, SET_BACKS).failed, [], "seeds that failed");
}

#[test]
fn a_seed_comes_to_the_same_over_sqlite_as_in_memory() {
    let over_sqlite = run(SqliteDisks::new(), 3, STEPS, SET_BACKS);
    assert_eq!(format!("{over_sqlite:?}"), format!("{:?}", run(MemoryDisks, 3, STEPS, SET_BACKS)));
}

#[test]
fn one_seed() {
    let seed = std::env::var("SIM_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    println!("{:?}", run(SqliteDisks::new(), seed, STEPS, SET_BACKS));
}
