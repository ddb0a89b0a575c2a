//! The files themselves: unpacked into a folder of a test's own, and read row by row, with no code of ours.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

/// Where the packed files lie.
const PACKED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/585dc41");

/// The rows of each table, each as text.
pub(crate) type Rows = BTreeMap<String, BTreeSet<String>>;

/// Copies of all files of the earlier release.
pub(crate) struct County(TempDir);

impl County {
    pub(crate) fn unpacked() -> Self {
        let county = Self(tempfile::tempdir().unwrap());
        // Most of what is in them lies in SQLite's log beside them, as it does on a phone and on a server that ran.
        for (packed, to) in [
            ("server.db", county.database()),
            ("server.db-wal", county.data().join("studio.db-wal")),
            ("backup.db", county.backup()),
            ("phone-studio-1.db", county.phone_file()),
            ("phone-studio-1.db-wal", county.phone().join("studio-1.db-wal")),
            ("phone-keys-1.db", county.phone().join("keys-1.db")),
        ] {
            let bytes = fs::read(format!("{PACKED}/{packed}.zst")).unwrap();
            fs::write(to, zstd::decode_all(bytes.as_slice()).unwrap()).unwrap();
        }
        county
    }

    /// A folder of this county.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        let folder = self.0.path().join(name);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// The server's folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder("data")
    }

    pub(crate) fn database(&self) -> PathBuf {
        studio_sync_server::config::database(&self.data())
    }

    pub(crate) fn backup(&self) -> PathBuf {
        self.0.path().join("backup.db")
    }

    /// The phone's folder.
    pub(crate) fn phone(&self) -> PathBuf {
        self.folder("phone")
    }

    pub(crate) fn phone_file(&self) -> PathBuf {
        self.phone().join("studio-1.db")
    }
}

/// All rows of all tables, and the schema itself under SQLite's own name for it.
pub(crate) fn rows(file: &Path) -> Rows {
    let db = look(file);
    let mut found = Rows::new();
    for table in texts(&db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'") {
        found.insert(table.clone(), texts(&db, &format!("SELECT * FROM \"{table}\"")));
    }
    let schema = texts(&db, "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL");
    found.insert("sqlite_schema".to_owned(), schema);
    found
}

/// The number under which a release knows its schema.
pub(crate) fn user_version(file: &Path) -> i64 {
    look(file).query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

fn look(file: &Path) -> Connection {
    Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap()
}

/// Each row as one text; a single text as it is.
fn texts(db: &Connection, sql: &str) -> BTreeSet<String> {
    let mut asked = db.prepare(sql).unwrap();
    let width = asked.column_count();
    let row = |row: &rusqlite::Row<'_>| (0..width).map(|column| row.get(column)).collect::<Result<Vec<Value>, _>>();
    let said = |row: Vec<Value>| match row.as_slice() {
        [Value::Text(only)] => only.clone(),
        several => format!("{several:?}"),
    };
    asked.query_map([], row).unwrap().map(|found| said(found.unwrap())).collect()
}
