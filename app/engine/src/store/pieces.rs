//! The phone's pictures: core's `Pieces` over a database of their own, beside the one with the rows. So they are as durable
//! as rows are, in the browser's pool and in a folder alike; a damaged one is set aside and what can be read carried over.

use rusqlite::{Connection, OptionalExtension, params};
use studio_core::id::{PieceHash, StudioId};
use studio_core::pieces::{PieceRow, PieceState, Pieces, hash_of};
use studio_core::store::StoreError;
use studio_core::time::Millis;

use super::fault::classified;
use super::migrate;
use super::shelf::{Shelf, newest, numbered};

const KIND: &str = "pieces";

/// `at` and `state` stand before the bytes: a list reads them without a picture's pages. Freed pages go back to the disk.
const TABLES: &str = "CREATE TABLE IF NOT EXISTS piece (
    studio BLOB NOT NULL,
    hash BLOB NOT NULL,
    state INTEGER NOT NULL,
    at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (studio, hash)
) STRICT;";

/// Pictures in a database.
#[derive(Debug)]
pub struct SqlitePieces {
    connection: Connection,
}

impl SqlitePieces {
    /// The newest pictures on the shelf; those of a damaged file are carried over as far as they can be read, and the file
    /// stays where it is.
    ///
    /// # Errors
    /// [`StoreError`], never for damage.
    pub fn open(shelf: &dyn Shelf) -> Result<Self, StoreError> {
        let number = newest(shelf, KIND)?.unwrap_or(1);
        match Self::over(shelf.connect(&numbered(KIND, number))?) {
            Err(StoreError::Corrupt) => {
                let mut pieces = Self::over(shelf.connect(&numbered(KIND, number + 1))?)?;
                if let Ok(damaged) = shelf.connect(&numbered(KIND, number)) {
                    // What cannot be read is fetched again, or told as missing.
                    let _ = pieces.carry_over(&damaged);
                }
                Ok(pieces)
            }
            other => other,
        }
    }

    /// The pictures over a connection. Whatever is in it is on the disk.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn over(connection: Connection) -> Result<Self, StoreError> {
        // In the browser's pool one with a WAL opens to nobody who has not said this first.
        migrate::alone(&connection)?;
        // before a table is made: a database that has one keeps the way it was made
        connection.execute_batch("PRAGMA auto_vacuum = INCREMENTAL;").map_err(classified)?;
        // what goes is written over where that costs no room: room is made when there is none
        connection.execute_batch("PRAGMA secure_delete = FAST;").map_err(classified)?;
        migrate::pragmas(&connection)?;
        connection.execute_batch(TABLES).map_err(classified)?;
        migrate::settle(&connection)?;
        let pieces = Self { connection };
        pieces.rows("SELECT studio, hash, state, at, length(bytes) FROM piece", params![])?;
        Ok(pieces)
    }

    /// Where the database lies; `None` when it is in memory.
    pub fn path(&self) -> Option<&str> {
        self.connection.path().filter(|path| !path.is_empty())
    }

    fn carry_over(&mut self, damaged: &Connection) -> Result<(), StoreError> {
        migrate::alone(damaged)?;
        // those that nobody else has come first, and one that cannot be read stops none of the others
        let mut asked = damaged.prepare("SELECT rowid FROM piece ORDER BY state").map_err(classified)?;
        let places = asked.query_map([], |row| row.get::<_, i64>(0)).map_err(classified)?;
        for place in places.map_while(Result::ok).collect::<Vec<_>>() {
            let _ = self.carry_one(damaged, place);
        }
        Ok(())
    }

    fn carry_one(&mut self, damaged: &Connection, place: i64) -> Result<(), StoreError> {
        let sql = "SELECT studio, hash, state, at, bytes FROM piece WHERE rowid = ?1";
        let mut asked = damaged.prepare_cached(sql).map_err(classified)?;
        let mut rows = asked.query([place]).map_err(classified)?;
        let Some(found) = rows.next().map_err(classified)? else { return Ok(()) };
        let bytes: Vec<u8> = found.get(4).map_err(classified)?;
        let (studio, row) = read(found)?;
        if hash_of(&bytes) == row.hash {
            self.put(studio, &bytes, row.state, row.at)?;
        }
        Ok(())
    }

    fn rows(&self, sql: &str, of: &[&dyn rusqlite::ToSql]) -> Result<Vec<(StudioId, PieceRow)>, StoreError> {
        let mut asked = self.connection.prepare_cached(sql).map_err(classified)?;
        let mut rows = asked.query(of).map_err(classified)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(classified)? {
            let bytes: i64 = row.get(4).map_err(classified)?;
            let (studio, row) = read(row)?;
            found.push((studio, PieceRow { bytes: bytes.unsigned_abs(), ..row }));
        }
        Ok(found)
    }
}

/// Studio, name, state and time, in this order.
fn read(row: &rusqlite::Row<'_>) -> Result<(StudioId, PieceRow), StoreError> {
    let id = |column| row.get::<_, Vec<u8>>(column).map_err(classified);
    let studio = StudioId::try_from(id(0)?.as_slice()).map_err(|_| StoreError::Corrupt)?;
    let hash = PieceHash::try_from(id(1)?.as_slice()).map_err(|_| StoreError::Corrupt)?;
    let state = match row.get(2).map_err(classified)? {
        0 => PieceState::OnlyHere,
        1 => PieceState::OnServer,
        // of a newer release: kept, and not sent
        _ => PieceState::Refused,
    };
    let at = Millis(row.get(3).map_err(classified)?);
    Ok((studio, PieceRow { hash, bytes: 0, state, at }))
}

fn number(state: PieceState) -> i64 {
    match state {
        PieceState::OnlyHere => 0,
        PieceState::OnServer => 1,
        PieceState::Refused => 2,
    }
}

impl Pieces for SqlitePieces {
    fn put(&mut self, studio: StudioId, bytes: &[u8], state: PieceState, at: Millis) -> Result<PieceHash, StoreError> {
        let hash = hash_of(bytes);
        if matches!(self.get(studio, hash), Ok(Some(_))) {
            return Ok(hash);
        }
        // one that lies here damaged takes the bytes anew
        let sql = "INSERT INTO piece (studio, hash, state, at, bytes) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (studio, hash) DO UPDATE SET bytes = excluded.bytes";
        let values = params![studio.as_bytes(), hash.as_bytes(), number(state), at.0, bytes];
        self.connection.prepare_cached(sql).and_then(|mut sql| sql.execute(values)).map_err(classified)?;
        Ok(hash)
    }

    fn get(&self, studio: StudioId, hash: PieceHash) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT bytes FROM piece WHERE studio = ?1 AND hash = ?2";
        let mut asked = self.connection.prepare_cached(sql).map_err(classified)?;
        let found = asked.query_row(params![studio.as_bytes(), hash.as_bytes()], |row| row.get::<_, Vec<u8>>(0));
        match found.optional().map_err(classified)? {
            Some(bytes) if hash_of(&bytes) != hash => Err(StoreError::Corrupt),
            found => Ok(found),
        }
    }

    fn list(&self, studio: StudioId) -> Result<Vec<PieceRow>, StoreError> {
        let sql = "SELECT studio, hash, state, at, length(bytes) FROM piece WHERE studio = ?1 ORDER BY at, hash";
        Ok(self.rows(sql, &[&studio.as_bytes()])?.into_iter().map(|(_, row)| row).collect())
    }

    fn mark(&mut self, studio: StudioId, hash: PieceHash, state: PieceState) -> Result<(), StoreError> {
        let sql = "UPDATE piece SET state = ?3 WHERE studio = ?1 AND hash = ?2";
        let values = params![studio.as_bytes(), hash.as_bytes(), number(state)];
        self.connection.execute(sql, values).map(drop).map_err(classified)
    }

    fn remove(&mut self, studio: StudioId, hash: PieceHash) -> Result<(), StoreError> {
        let sql = "DELETE FROM piece WHERE studio = ?1 AND hash = ?2";
        self.connection.execute(sql, params![studio.as_bytes(), hash.as_bytes()]).map_err(classified)?;
        // each step gives one page back
        let mut vacuum = self.connection.prepare_cached("PRAGMA incremental_vacuum").map_err(classified)?;
        let mut pages = vacuum.query([]).map_err(classified)?;
        while pages.next().map_err(classified)?.is_some() {}
        drop(pages);
        drop(vacuum);
        // The log holds the bytes as well, and is as long as it ever was. It has gone durably whether or not that can be
        // shortened now: the next one does it.
        let _ = migrate::settle(&self.connection);
        Ok(())
    }
}

/// Pictures that could not be opened: nothing is kept, and nobody is told that it was.
#[derive(Debug)]
pub struct NoPieces(pub StoreError);

impl Pieces for NoPieces {
    fn put(&mut self, _: StudioId, _: &[u8], _: PieceState, _: Millis) -> Result<PieceHash, StoreError> {
        Err(self.0.clone())
    }

    fn get(&self, _: StudioId, _: PieceHash) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(None)
    }

    fn list(&self, _: StudioId) -> Result<Vec<PieceRow>, StoreError> {
        Ok(Vec::new())
    }

    fn mark(&mut self, _: StudioId, _: PieceHash, _: PieceState) -> Result<(), StoreError> {
        Ok(())
    }

    fn remove(&mut self, _: StudioId, _: PieceHash) -> Result<(), StoreError> {
        Ok(())
    }
}
