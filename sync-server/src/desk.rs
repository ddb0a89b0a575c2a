//! The writer's desk: the one place where a studio's state is changed. Each job gets a desk inside a savepoint; the
//! thinking is `studio_core::turn`'s, the rows go out through its own change log.

use rusqlite::Connection;
use studio_core::changelog::{Appended, ChangeLog, LogHead, LogRow};
use studio_core::decision::{By, Founded, What};
use studio_core::id::{DecisionId, LogId, StudioId};
use studio_core::sign::Secret;
use studio_core::time::Millis;
use studio_core::turn::{Decided, ServerStudio, Spare};

use crate::chance;
use crate::fault::{Fault, Unturned, unturned};
use crate::ready::{Group, Version};
use crate::store::sqlite::log::SqliteLog;
use crate::thinking::Turned;

/// What one job works at.
pub struct Desk<'a> {
    db: &'a Connection,
    secret: &'a Secret,
    group: &'a mut Group,
    touched: Vec<StudioId>,
}

impl<'a> Desk<'a> {
    /// A desk over the writer's connection, among the jobs of one group.
    pub fn new(db: &'a Connection, secret: &'a Secret, group: &'a mut Group) -> Self {
        Self { db, secret, group, touched: Vec::new() }
    }

    /// The connection, for the server's own tables.
    pub fn db(&self) -> &Connection {
        self.db
    }

    /// The server's key.
    pub fn secret(&self) -> &Secret {
        self.secret
    }

    /// Studios that this job changed or meant to change.
    pub fn touched(self) -> Vec<StudioId> {
        self.touched
    }

    /// A studio as it is now; `None` when there is none.
    ///
    /// # Errors
    /// [`Fault`] when it could not be read.
    pub fn studio(&mut self, studio: StudioId) -> Result<Option<&ServerStudio>, Fault> {
        let Some(loaded) = self.load(studio)? else { return Ok(None) };
        Ok(Some(self.group.keep(loaded)))
    }

    /// Runs a turn of a studio and appends its rows. `None` when there is no such studio.
    ///
    /// # Errors
    /// [`Fault`]; then the studio is read from disk again before its next turn.
    pub fn turn<T>(
        &mut self,
        studio: StudioId,
        turn: impl FnOnce(&mut ServerStudio, &SqliteLog<&'a Connection>) -> Turned<T>,
    ) -> Result<Option<Result<T, Unturned>>, Fault> {
        let Some(mut loaded) = self.load(studio)? else { return Ok(None) };
        self.touched.push(studio);
        let before = loaded.head();
        match turn(&mut loaded, &SqliteLog(self.db)) {
            Ok((value, rows)) => {
                self.append(studio, before, &rows)?;
                self.group.keep(loaded);
                Ok(Some(Ok(value)))
            }
            Err(fault) => unturned(fault).map(|why| Some(Err(why))),
        }
    }

    /// Appends one decision to a studio's log and says its id. `None` when there is no such studio.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn decide(&mut self, studio: StudioId, what: What, by: &By, now: Millis) -> Result<Option<DecisionId>, Fault> {
        let id = DecisionId(chance::bytes());
        let decided = Decided { id, by, now, secret: self.secret };
        let done = self.turn(studio, |ready, log| Ok(((), ready.decide(log, what, &decided)?)))?;
        Ok(done.and_then(Result::ok).map(|()| id))
    }

    /// Founds a studio.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn found(&mut self, studio: StudioId, founded: Founded, by: &By, now: Millis) -> Result<(), Fault> {
        let decided = Decided { id: DecisionId(chance::bytes()), by, now, secret: self.secret };
        self.touched.push(studio);
        let (log, what) = (founded.log, What::Founded(founded));
        let (ready, expected, rows) = ServerStudio::found(studio, log, &SqliteLog(self.db), what, &decided)?;
        self.append(studio, expected, &rows)?;
        self.group.keep(ready);
        Ok(())
    }

    /// Opens a new life of a studio's log after a restore.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn restore(&mut self, studio: StudioId, now: Millis) -> Result<Option<()>, Fault> {
        let secret = self.secret;
        let done = self.turn(studio, |ready, log| Ok(((), ready.restore(log, spare(), now, secret)?)))?;
        Ok(done.and_then(Result::ok))
    }

    fn load(&mut self, studio: StudioId) -> Result<Option<ServerStudio>, Fault> {
        if let Some(ready) = self.group.take(studio) {
            return Ok(Some(ready));
        }
        let saved = SqliteLog(self.db).load(studio)?;
        Ok(saved.map(ServerStudio::load).transpose()?)
    }

    /// Appends rows that were thought beside the writer, from a state of this version. The version that the studio has
    /// with them; `None` when somebody appended since: nothing was written.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn append_thought(
        &mut self,
        studio: StudioId,
        version: Version,
        expected: LogHead,
        rows: &[LogRow],
    ) -> Result<Option<Version>, Fault> {
        if self.group.version(studio) != version {
            return Ok(None);
        }
        match SqliteLog(self.db).append(studio, expected, rows)? {
            Appended::Appended => {
                self.group.note_append(studio);
                Ok(Some(self.group.version(studio)))
            }
            Appended::HeadMoved => Ok(None),
        }
    }

    fn append(&mut self, studio: StudioId, expected: LogHead, rows: &[LogRow]) -> Result<(), Fault> {
        match SqliteLog(self.db).append(studio, expected, rows)? {
            Appended::Appended => {
                self.group.note_append(studio);
                Ok(())
            }
            Appended::HeadMoved => Err(Fault::HeadMoved),
        }
    }
}

/// Fresh ids for a log that may turn out to have been set back.
pub fn spare() -> Spare {
    Spare { log: LogId(chance::bytes()), decision: DecisionId(chance::bytes()) }
}
