//! The tables: one shape for all, `(studio, key) → body` with a seal over both. SQL lives here and
//! in `migrate`, nowhere else; what bodies mean is not known here.

use rusqlite::{Connection, OptionalExtension, Params};
use sha2::{Digest, Sha256};
use studio_core::id::{IdError, StudioId};
use studio_core::store::StoreError;

use super::fault::classified;

/// The statements of one table.
pub(super) struct Table {
    name: &'static str,
    put: &'static str,
    drop: &'static str,
    drop_between: &'static str,
    get: &'static str,
    all: &'static str,
    all_backwards: &'static str,
    between: &'static str,
    next_place: &'static str,
}

macro_rules! table {
    ($name:literal) => {
        Table {
            name: $name,
            put: concat!(
                "INSERT INTO ",
                $name,
                " (studio, key, place, body, seal) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (studio, key)",
                " DO UPDATE SET place = excluded.place, body = excluded.body, seal = excluded.seal"
            ),
            drop: concat!("DELETE FROM ", $name, " WHERE studio = ?1 AND key = ?2"),
            drop_between: concat!("DELETE FROM ", $name, " WHERE studio = ?1 AND key > ?2 AND key <= ?3"),
            get: concat!("SELECT key, place, body, seal FROM ", $name, " WHERE studio = ?1 AND key = ?2"),
            all: concat!("SELECT key, place, body, seal FROM ", $name, " WHERE studio = ?1 ORDER BY place, key"),
            all_backwards: concat!(
                "SELECT key, place, body, seal FROM ",
                $name,
                " WHERE studio = ?1 ORDER BY key DESC"
            ),
            between: concat!(
                "SELECT key, place, body, seal FROM ",
                $name,
                " WHERE studio = ?1 AND key > ?2 AND key <= ?3 ORDER BY key LIMIT ?4"
            ),
            next_place: concat!("SELECT coalesce(max(place), 0) + 1 FROM ", $name, " WHERE studio = ?1"),
        }
    };
}

pub(super) const IDENTITY: Table = table!("identity");
pub(super) const BOOKMARK: Table = table!("bookmark");
pub(super) const DESCRIPTOR: Table = table!("descriptor");
pub(super) const CHANGE: Table = table!("change");
pub(super) const RECORD: Table = table!("record");
pub(super) const DECISION: Table = table!("decision");
pub(super) const ENTRY: Table = table!("entry");
pub(super) const OUTGOING: Table = table!("outgoing");
pub(super) const ASIDE: Table = table!("aside");
pub(super) const DRAFT: Table = table!("draft");
pub(super) const FRESH: Table = table!("fresh");
pub(super) const SETTING: Table = table!("setting");

/// Longer than what any key has after its first part.
const BEYOND: [u8; 40] = [0xff; 40];

/// A row whose seal was checked.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) key: Vec<u8>,
    pub(super) place: u64,
    body: Vec<u8>,
}

impl Row {
    /// The value in it.
    pub(super) fn read<T: for<'b> minicbor::Decode<'b, ()>>(&self) -> Result<T, StoreError> {
        minicbor::decode(&self.body).map_err(|_| StoreError::Corrupt)
    }

    /// Its key as an id.
    pub(super) fn id<'a, T: TryFrom<&'a [u8], Error = IdError>>(&'a self) -> Result<T, StoreError> {
        T::try_from(self.key.as_slice()).map_err(|_| StoreError::Corrupt)
    }

    /// Its key as a name.
    pub(super) fn text(&self) -> Result<String, StoreError> {
        String::from_utf8(self.key.clone()).map_err(|_| StoreError::Corrupt)
    }
}

impl Table {
    pub(super) fn put(
        &self,
        connection: &Connection,
        studio: StudioId,
        key: &[u8],
        place: u64,
        body: &[u8],
    ) -> Result<(), StoreError> {
        let place = i64::try_from(place).map_err(|_| StoreError::Corrupt)?;
        let seal = self.seal(studio, key, body);
        run(connection, self.put, (studio.0, key, place, body, seal))
    }

    pub(super) fn drop(&self, connection: &Connection, studio: StudioId, key: &[u8]) -> Result<(), StoreError> {
        run(connection, self.drop, (studio.0, key))
    }

    /// Drops every row whose key goes on after `part`.
    pub(super) fn drop_below(&self, connection: &Connection, studio: StudioId, part: &[u8]) -> Result<(), StoreError> {
        run(connection, self.drop_between, (studio.0, part, [part, &BEYOND].concat()))
    }

    pub(super) fn get(&self, connection: &Connection, studio: StudioId, key: &[u8]) -> Result<Option<Row>, StoreError> {
        let mut statement = connection.prepare_cached(self.get).map_err(classified)?;
        let found = statement.query_row((studio.0, key), raw).optional().map_err(classified)?;
        found.map(|raw| self.checked(studio, raw)).transpose()
    }

    pub(super) fn all(&self, connection: &Connection, studio: StudioId) -> Result<Vec<Row>, StoreError> {
        self.rows(connection, studio, self.all, [studio.0])
    }

    /// Rows whose key goes on after `part`, in order of keys.
    pub(super) fn below(&self, connection: &Connection, studio: StudioId, part: &[u8]) -> Result<Vec<Row>, StoreError> {
        self.above(connection, studio, part, part, usize::MAX)
    }

    /// Of them, those after `from`, at most `count_max`.
    pub(super) fn above(
        &self,
        connection: &Connection,
        studio: StudioId,
        from: &[u8],
        part: &[u8],
        count_max: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let count_max = i64::try_from(count_max).unwrap_or(i64::MAX);
        let to = [part, &BEYOND].concat();
        self.rows(connection, studio, self.between, (studio.0, from, to, count_max))
    }

    pub(super) fn next_place(&self, connection: &Connection, studio: StudioId) -> Result<u64, StoreError> {
        let mut statement = connection.prepare_cached(self.next_place).map_err(classified)?;
        let next: i64 = statement.query_row([studio.0], |row| row.get(0)).map_err(classified)?;
        u64::try_from(next).map_err(|_| StoreError::Corrupt)
    }

    /// Whatever can still be read of a damaged table, from both ends.
    pub(super) fn salvage(&self, connection: &Connection, studio: StudioId) -> Vec<Row> {
        let mut found = std::collections::BTreeMap::new();
        for sql in [self.all, self.all_backwards] {
            let Ok(mut statement) = connection.prepare(sql) else { continue };
            let Ok(rows) = statement.query_map([studio.0], raw) else { continue };
            // A page that cannot be read ends this direction; a row with a broken seal is passed over.
            for raw in rows.map_while(Result::ok) {
                if let Ok(row) = self.checked(studio, raw) {
                    found.insert(row.key.clone(), row);
                }
            }
        }
        found.into_values().collect()
    }

    fn rows(
        &self,
        connection: &Connection,
        studio: StudioId,
        sql: &str,
        params: impl Params,
    ) -> Result<Vec<Row>, StoreError> {
        let mut statement = connection.prepare_cached(sql).map_err(classified)?;
        let rows = statement.query_map(params, raw).map_err(classified)?;
        rows.map(|raw| self.checked(studio, raw.map_err(classified)?)).collect()
    }

    fn checked(&self, studio: StudioId, (key, place, body, seal): Raw) -> Result<Row, StoreError> {
        if seal != self.seal(studio, &key, &body) {
            return Err(StoreError::Corrupt);
        }
        Ok(Row { place: u64::try_from(place).map_err(|_| StoreError::Corrupt)?, key, body })
    }

    /// SQLite does not notice a flipped bit in a body: half a SHA-256 beside it does.
    fn seal(&self, studio: StudioId, key: &[u8], body: &[u8]) -> Vec<u8> {
        let length = (key.len() as u64).to_be_bytes();
        let parts = [self.name.as_bytes(), &studio.0, &length, key, body];
        let digest = parts.iter().fold(Sha256::new(), |digest, part| digest.chain_update(part)).finalize();
        digest.as_slice().split_at(16).0.to_vec()
    }
}

/// Studios with an identity.
pub(super) fn studios(connection: &Connection) -> Result<Vec<StudioId>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT studio FROM identity ORDER BY studio").map_err(classified)?;
    let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0)).map_err(classified)?;
    rows.map(|id| StudioId::try_from(id.map_err(classified)?.as_slice()).map_err(|_| StoreError::Corrupt)).collect()
}

type Raw = (Vec<u8>, i64, Vec<u8>, Vec<u8>);

fn raw(row: &rusqlite::Row<'_>) -> rusqlite::Result<Raw> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

fn run(connection: &Connection, sql: &str, params: impl Params) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(sql).map_err(classified)?;
    statement.execute(params).map(|_| ()).map_err(classified)
}
