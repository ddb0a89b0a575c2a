//! The simulator over the real disks: the phone's and the server's own SQLite stores, in files. What a copied profile
//! or a backup is in the world is a copy of files here. The faults and checks are those of `simulator`.
//! To run one seed alone: `SIM_SEED=7 cargo test -p studio-tests --test simulator_sqlite one_seed -- --nocapture`.

#![allow(clippy::print_stdout, reason = "a test says how to run one seed alone")]

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use studio_core::id::{PieceHash, StudioId};
use studio_engine::store::{SqlitePieces, SqliteStore};
use studio_sync_server::store::files::{self as server_files, Begun, Files, Put};
use studio_sync_server::store::sqlite::log::SqliteLog;
use studio_sync_server::store::sqlite::open_writer;
use studio_tests::sim::{Course, Disks, MemoryDisks, Shelf, Upload, hunt, run};
use tempfile::TempDir;

/// Enough for every sort of fault to strike; a seed takes seconds here, not tenths of one.
const SEEDS: u64 = 20;
const COURSE: Course = Course::of(250, 2).with_pictures();
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

    fn next_folder(&mut self) -> PathBuf {
        let folder = self.next_path().with_extension("files");
        fs::create_dir(&folder).unwrap();
        folder
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

fn pieces_at(path: &Path) -> SqlitePieces {
    SqlitePieces::over(Connection::open(path).unwrap()).unwrap()
}

fn log_at(path: &Path) -> SqliteLog<Connection> {
    SqliteLog(open_writer(path).unwrap())
}

/// The server's own folder of pictures.
struct FolderShelf(Files);

fn upload((hash, device): Upload) -> server_files::Upload {
    server_files::Upload { studio: StudioId([0x51; 16]), hash, device }
}

impl Shelf for FolderShelf {
    fn get(&self, hash: PieceHash) -> Option<Vec<u8>> {
        fs::read(self.0.path(hash)).ok()
    }

    fn begin(&mut self, of: Upload, length: u64) -> u64 {
        match self.0.begin(&upload(of), length).unwrap() {
            Begun::There(there) => there,
            Begun::TooMany(_) => panic!("a phone here begins one at a time"),
        }
    }

    fn put(&mut self, of: Upload, offset: u64, chunk: &[u8]) -> Option<u64> {
        match self.0.put(&upload(of), offset, chunk).unwrap()? {
            Put::Kept(there) => Some(there),
            Put::Elsewhere(_) | Put::TooLong => None,
        }
    }

    fn begun(&self, of: Upload) -> Option<(u64, Vec<u8>)> {
        let (length, _) = self.0.begun(&upload(of)).unwrap()?;
        let part = format!("{}.{}.{}.{length}", upload(of).studio, of.0, of.1);
        Some((length, fs::read(self.0.folder().join("parts").join(part)).unwrap()))
    }

    fn keep(&mut self, of: Upload, bytes: &[u8]) {
        self.0.keep(&upload(of), bytes).unwrap();
    }

    fn drop(&mut self, of: Upload) {
        self.0.drop(&upload(of)).unwrap();
    }

    fn erase(&mut self, hash: PieceHash) {
        self.0.erase(&[hash]).unwrap();
        self.0.drop_parts(StudioId([0x51; 16]), &[hash].into()).unwrap();
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).into_iter().flatten() {
        let (entry, to) = (entry.as_ref().unwrap(), to.join(entry.as_ref().unwrap().file_name()));
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

impl Disks for SqliteDisks {
    type Store = SqliteStore;
    type Pieces = SqlitePieces;
    type Log = SqliteLog<Connection>;
    type Shelf = FolderShelf;

    fn store(&mut self) -> Self::Store {
        store_at(&self.next_path())
    }

    fn pieces(&mut self) -> Self::Pieces {
        pieces_at(&self.next_path())
    }

    fn log(&mut self) -> Self::Log {
        log_at(&self.next_path())
    }

    fn shelf(&mut self) -> Self::Shelf {
        FolderShelf(Files::beside(&self.next_folder().join("studio.db")))
    }

    fn copy_store(&mut self, store: &Self::Store) -> Self::Store {
        let copy = self.copy(store.path().unwrap());
        store_at(&copy)
    }

    fn copy_pieces(&mut self, pieces: &Self::Pieces) -> Self::Pieces {
        let copy = self.copy(pieces.path().unwrap());
        pieces_at(&copy)
    }

    fn copy_log(&mut self, log: &Self::Log) -> Self::Log {
        let copy = self.copy(log.0.path().unwrap());
        log_at(&copy)
    }

    fn copy_shelf(&mut self, shelf: &Self::Shelf) -> Self::Shelf {
        let copy = self.shelf();
        copy_folder(shelf.0.folder(), copy.0.folder());
        copy
    }
}

#[test]
fn twenty_seeds_keep_every_promise_over_sqlite_in_files() {
    let seeds: Vec<u64> = (0..SEEDS).collect();
    assert_eq!(hunt(&seeds, THREADS, SqliteDisks::new, COURSE).failed, [], "seeds that failed");
}

#[test]
fn a_seed_comes_to_the_same_over_sqlite_as_in_memory() {
    let over_sqlite = run(SqliteDisks::new(), 3, COURSE);
    assert_eq!(format!("{over_sqlite:?}"), format!("{:?}", run(MemoryDisks, 3, COURSE)));
}

#[test]
fn one_seed() {
    let seed = std::env::var("SIM_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    println!("{:?}", run(SqliteDisks::new(), seed, COURSE));
}
