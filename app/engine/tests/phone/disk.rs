//! The disk: its contract, its schema, and what happens when it is damaged or newer.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use studio_core::id::RecordId;
use studio_core::pieces::{PieceState, Pieces, hash_of};
use studio_core::replica::Replica;
use studio_core::store::{KeptDraft, Store, StoreError, Write};
use studio_core::testing::{pieces_conformance, pieces_notice_damage, store_conformance, store_notices_damage};
use studio_core::time::Millis;
use studio_engine::store::shelf::{Folder, Shelf};
use studio_engine::store::{SqlitePieces, SqliteStore, open};
use tempfile::TempDir;

use crate::studio::{STUDIO, enrol};

fn store(folder: &TempDir, n: u32) -> SqliteStore {
    let shelf = Folder::at(folder.path()).expect("a folder");
    SqliteStore::over(shelf.connect(&format!("{n}.db")).expect("a file")).expect("a store")
}

#[test]
fn sqlite_on_a_file_keeps_the_contract() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = Cell::new(0);
    store_conformance(
        || {
            made.set(made.get() + 1);
            store(&folder, made.get())
        },
        |open| {
            drop(open);
            store(&folder, made.get())
        },
    );
}

#[test]
fn sqlite_on_a_file_notices_flipped_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    store_notices_damage(store(&folder, 1), |open| {
        drop(open);
        let raw = Connection::open(folder.path().join("1.db")).expect("a database");
        raw.execute_batch("UPDATE change SET body = CAST(substr(body, 1, 20) || x'ff' || substr(body, 22) AS BLOB)")
            .expect("damage");
        drop(raw);
        store(&folder, 1)
    });
}

fn pieces(folder: &TempDir, n: u32) -> SqlitePieces {
    let shelf = Folder::at(folder.path()).expect("a folder");
    SqlitePieces::over(shelf.connect(&format!("{n}.db")).expect("a file")).expect("pictures")
}

#[test]
fn pictures_in_a_file_keep_the_contract_and_notice_flipped_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = Cell::new(0);
    pieces_conformance(
        || {
            made.set(made.get() + 1);
            pieces(&folder, made.get())
        },
        |open| {
            drop(open);
            pieces(&folder, made.get())
        },
    );
    pieces_notice_damage(pieces(&folder, 99), |open| {
        drop(open);
        let raw = Connection::open(folder.path().join("99.db")).expect("a database");
        raw.execute_batch("UPDATE piece SET bytes = CAST(substr(bytes, 2) || x'00' AS BLOB)").expect("damage");
        drop(raw);
        pieces(&folder, 99)
    });
}

#[test]
fn a_damaged_file_of_pictures_is_set_aside_and_what_can_be_read_is_carried_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let shelf = Folder::at(folder.path()).expect("a folder");
    let mut open = SqlitePieces::open(&shelf).expect("pictures");
    let (good, bad) = (vec![1; 5_000], vec![2; 5_000]);
    for bytes in [&good, &bad] {
        open.put(STUDIO, bytes, PieceState::OnlyHere, Millis(1)).expect("kept");
    }
    drop(open);
    let raw = Connection::open(folder.path().join("pieces-1.db")).expect("a database");
    let sql = "UPDATE piece SET hash = x'00', bytes = x'00' WHERE substr(bytes, 1, 1) = x'02'";
    raw.execute_batch(sql).expect("damage");
    drop(raw);
    let open = SqlitePieces::open(&shelf).expect("pictures");
    assert_eq!(open.get(STUDIO, hash_of(&good)), Ok(Some(good)));
    assert_eq!(open.get(STUDIO, hash_of(&bad)), Ok(None), "fetched again from the server");
    assert_eq!(files(folder.path(), "pieces-").len(), 2, "the damaged file stays where it is");
}

#[test]
fn a_removed_picture_gives_its_room_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut open = pieces(&folder, 1);
    let bytes = vec![7; 1 << 20];
    let hash = open.put(STUDIO, &bytes, PieceState::OnServer, Millis(1)).expect("kept");
    open.remove(STUDIO, hash).expect("removed");
    drop(open);
    assert!(fs::metadata(folder.path().join("1.db")).expect("a file").len() < 100_000);
}

#[test]
fn the_schema_is_the_golden_one() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(store(&folder, 1));
    let raw = Connection::open(folder.path().join("1.db")).expect("a database");
    let mut statement = raw.prepare("SELECT sql FROM sqlite_schema ORDER BY rowid").expect("a schema");
    let rows = statement.query_map([], |row| row.get::<_, String>(0)).expect("rows");
    let schema: Vec<String> = rows.map(|sql| sql.expect("text")).collect();
    assert_eq!(schema.join(";\n\n") + ";\n", include_str!("../golden/schema.sql"));
}

#[test]
fn the_schema_of_the_pictures_is_the_golden_one() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(pieces(&folder, 1));
    let raw = Connection::open(folder.path().join("1.db")).expect("a database");
    let schema: String =
        raw.query_row("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL", [], |row| row.get(0)).expect("a schema");
    assert_eq!(schema + ";\n", include_str!("../golden/pieces.sql"));
}

#[test]
fn a_newer_schema_is_used_as_long_as_it_lets_this_release_in() {
    let folder = tempfile::tempdir().expect("a folder");
    enrol(folder.path());
    let path = folder.path().join("studio-1.db");
    let sql = "PRAGMA user_version = 99; ALTER TABLE draft ADD COLUMN later TEXT NOT NULL DEFAULT ''";
    Connection::open(&path).and_then(|raw| raw.execute_batch(sql)).expect("a newer release's work");
    let shelf = Folder::at(folder.path()).expect("a folder");
    let mut store = open(&shelf).expect("the newer schema is readable").store;
    store.commit(STUDIO, &[Write::Draft(draft(1))]).expect("and writable");
    drop(store);
    let sql = "UPDATE house SET value = 99 WHERE name = 'oldest_reader'";
    Connection::open(&path).and_then(|raw| raw.execute_batch(sql)).expect("a later release's word");
    assert_eq!(open(&shelf).err(), Some(StoreError::TooNew));
    assert_eq!(files(folder.path(), "studio-"), ["studio-1.db"], "nothing was set aside");
}

#[test]
fn a_damaged_database_is_set_aside_with_everything_readable_carried_over() {
    let folder = tempfile::tempdir().expect("a folder");
    enrol(folder.path());
    let shelf = Folder::at(folder.path()).expect("a folder");
    let mut store = open(&shelf).expect("a store").store;
    let drafts = [draft(1), draft(2), draft(3)];
    store.commit(STUDIO, &drafts.clone().map(Write::Draft)).expect("a commit");
    drop(store);
    let path = folder.path().join("studio-1.db");
    Connection::open(&path)
        .and_then(|raw| raw.execute_batch("UPDATE identity SET body = x'00'; UPDATE draft SET body = x'00' WHERE key = x'02020202020202020202020202020202'"))
        .expect("damage");
    let before = fs::read(&path).expect("the file");

    let opened = open(&shelf).expect("a new database");
    assert_eq!(opened.set_aside.as_deref(), Some("studio-1.db"));
    assert_eq!(fs::read(&path).expect("the file"), before, "the damaged file stays as it was");
    let replica =
        Replica::open(&opened.store, STUDIO, [0; 8]).expect("readable").expect("the device has kept its name");
    let kept: Vec<RecordId> = replica.drafts().iter().map(|draft| draft.record).collect();
    assert_eq!(kept, [RecordId([3; 16]), RecordId([1; 16])]);
    drop(opened);

    let again = open(&shelf).expect("the new database");
    assert_eq!(again.set_aside, None, "it is sound");
}

#[test]
fn a_file_that_is_no_database_at_all_is_set_aside_too() {
    let folder = tempfile::tempdir().expect("a folder");
    enrol(folder.path());
    fs::write(folder.path().join("studio-1.db"), [7; 5_000]).expect("damage");
    let shelf = Folder::at(folder.path()).expect("a folder");
    let opened = open(&shelf).expect("a new database");
    assert_eq!(opened.set_aside.as_deref(), Some("studio-1.db"));
    assert_eq!(opened.store.studios(), Ok(vec![STUDIO]));
}

#[test]
fn an_empty_database_beside_a_keyring_that_knows_better_has_lost_its_content() {
    let folder = tempfile::tempdir().expect("a folder");
    enrol(folder.path());
    let shelf = Folder::at(folder.path()).expect("a folder");
    drop(open(&shelf).expect("a store"));
    for name in files(folder.path(), "studio-") {
        fs::remove_file(folder.path().join(name)).expect("loss");
    }
    let opened = open(&shelf).expect("a database");
    assert_eq!(opened.store.studios(), Ok(vec![STUDIO]));
    assert!(opened.set_aside.is_some(), "its person is told");
    drop(opened);
    assert_eq!(open(&shelf).expect("a database").set_aside, None, "told once");
}

#[test]
fn a_damaged_keyring_is_set_aside_and_written_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    enrol(folder.path());
    fs::write(folder.path().join("keys-1.db"), [7; 5_000]).expect("damage");
    let shelf = Folder::at(folder.path()).expect("a folder");
    drop(open(&shelf).expect("a database"));
    fs::write(folder.path().join("studio-1.db"), [7; 5_000]).expect("damage");
    assert_eq!(open(&shelf).expect("a new database").store.studios(), Ok(vec![STUDIO]));
    assert_eq!(files(folder.path(), "keys-"), ["keys-1.db", "keys-2.db"]);
}

#[test]
fn what_the_check_at_opening_read_is_told_no_more_after_a_write() {
    let folder = tempfile::tempdir().expect("a folder");
    enrol(folder.path());
    let shelf = Folder::at(folder.path()).expect("a folder");
    let mut store = open(&shelf).expect("a database").store;
    store.commit(STUDIO, &[Write::Setting("text-size".to_owned(), "huge".to_owned())]).expect("a commit");
    let saved = store.load(STUDIO).expect("rows").expect("the studio");
    assert!(saved.settings.iter().any(|(name, _)| name == "text-size"));
    assert_eq!(store.load(STUDIO), Ok(Some(saved)), "asking twice is asking once");
}

/// Names the folder that a test process fills until it is killed.
const KILL_FOLDER: &str = "STUDIO_TEST_KILL_FOLDER";

#[test]
fn what_was_committed_survives_the_kill_of_the_process() {
    if let Ok(folder) = std::env::var(KILL_FOLDER) {
        return commit_for_ever(&PathBuf::from(folder));
    }
    let folder = tempfile::tempdir().expect("a folder");
    enrol(folder.path());
    let this = std::env::current_exe().expect("this test");
    let name = "disk::what_was_committed_survives_the_kill_of_the_process";
    let mut child = std::process::Command::new(this)
        .args(["--exact", name, "--nocapture"])
        .env(KILL_FOLDER, folder.path())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("a child");
    let told = std::io::BufReader::new(child.stdout.take().expect("its words"));
    let committed = std::io::BufRead::lines(told)
        .map_while(Result::ok)
        .filter_map(|line| line.strip_prefix("committed ")?.parse::<u8>().ok())
        .find(|n| *n == 20);
    child.kill().expect("a kill");
    child.wait().expect("its end");
    assert_eq!(committed, Some(20));
    let shelf = Folder::at(folder.path()).expect("a folder");
    let opened = open(&shelf).expect("the database");
    assert_eq!(opened.set_aside, None);
    let saved = opened.store.load(STUDIO).expect("readable").expect("a studio");
    let kept: Vec<u8> = saved.drafts.iter().map(|draft| draft.record.0[0]).collect();
    assert!((1..=20).all(|n| kept.contains(&n)), "{kept:?}");
}

fn commit_for_ever(folder: &Path) {
    use std::io::Write as _;
    let shelf = Folder::at(folder).expect("a folder");
    let mut store = open(&shelf).expect("a database").store;
    for n in (1..=u8::MAX).cycle() {
        store.commit(STUDIO, &[Write::Draft(draft(n))]).expect("a commit");
        // Not println: it is the parent's pipe that listens.
        writeln!(std::io::stdout(), "committed {n}").expect("the parent listens");
    }
}

fn draft(n: u8) -> KeptDraft {
    KeptDraft {
        record: RecordId([n; 16]),
        form: "activity".to_owned(),
        content: "还没写完".as_bytes().to_vec(),
        at: Millis(i64::from(n)),
        person: None,
    }
}

fn files(folder: &Path, kind: &str) -> Vec<String> {
    let shelf = Folder::at(folder).expect("a folder");
    let mut names = shelf.names().expect("names");
    names.retain(|name| name.starts_with(kind) && name.ends_with(".db"));
    names.sort();
    names
}
