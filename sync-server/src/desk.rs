//! The writer's desk: the one place where a studio's state is changed. Each job gets a desk inside a savepoint; the
//! thinking is `studio_core::turn`'s, the rows go out through its own change log.

use std::collections::HashMap;

use rusqlite::Connection;
use studio_core::changelog::{Appended, ChangeLog, LogHead, LogRow};
use studio_core::decision::{By, Founded, What};
use studio_core::id::{ChangeHash, DecisionId, DocId, LogId, StudioId};
use studio_core::limits::ADMITTED_MAX;
use studio_core::sign::Secret;
use studio_core::time::Millis;
use studio_core::turn::{Decided, ServerStudio, Spare, TurnFault};

use crate::chance;
use crate::fault::{Fault, Unturned, unturned};
use crate::limits::READY_STUDIOS_MAX;
use crate::store::sqlite::log::SqliteLog;

/// Studios whose state lies ready in memory. Whatever is not certain to be on disk is forgotten here.
#[derive(Default)]
pub struct ReadyStudios {
    studios: HashMap<StudioId, (u64, ServerStudio)>,
    clock: u64,
}

impl ReadyStudios {
    /// Throws a studio's state away: the next job reads it from disk.
    pub fn forget(&mut self, studio: StudioId) {
        self.studios.remove(&studio);
    }

    /// Throws all away.
    pub fn forget_all(&mut self) {
        self.studios.clear();
    }

    fn take(&mut self, studio: StudioId) -> Option<ServerStudio> {
        self.studios.remove(&studio).map(|(_, ready)| ready)
    }

    fn keep(&mut self, ready: ServerStudio) {
        self.clock += 1;
        self.studios.insert(ready.state.studio, (self.clock, ready));
        if self.studios.len() > READY_STUDIOS_MAX
            && let Some(oldest) = self.studios.iter().min_by_key(|(_, (used, _))| *used).map(|(id, _)| *id)
        {
            self.studios.remove(&oldest);
        }
    }
}

/// What one job works at.
pub struct Desk<'a> {
    db: &'a Connection,
    secret: &'a Secret,
    ready: &'a mut ReadyStudios,
    touched: Vec<StudioId>,
}

/// What a studio's turn says: rows to append and a value, or why it came to nothing.
type Turned<T> = Result<(T, Vec<LogRow>), TurnFault>;

impl<'a> Desk<'a> {
    /// A desk over the writer's connection.
    pub fn new(db: &'a Connection, secret: &'a Secret, ready: &'a mut ReadyStudios) -> Self {
        Self { db, secret, ready, touched: Vec::new() }
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
        self.ready.keep(loaded);
        Ok(self.ready.studios.get(&studio).map(|(_, ready)| ready))
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
                self.ready.keep(loaded);
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

    /// Lets those of the changes in that wait, a decision for each [`ADMITTED_MAX`] of them: asked twice, nothing is decided
    /// the second time. `None` when there is no such studio.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn admit(
        &mut self,
        studio: StudioId,
        doc: DocId,
        hashes: &[ChangeHash],
        by: &By,
        now: Millis,
    ) -> Result<Option<()>, Fault> {
        let Some(ready) = self.studio(studio)? else { return Ok(None) };
        let of_doc = ready.held().filter(|held| held.envelope.doc == doc).map(|held| held.envelope.hash());
        let waiting: Vec<ChangeHash> = of_doc.filter(|hash| hashes.contains(hash)).collect();
        for part in waiting.chunks(ADMITTED_MAX) {
            let decided = Decided { id: DecisionId(chance::bytes()), by, now, secret: self.secret };
            let done = self.turn(studio, |ready, log| Ok(((), ready.admit(log, doc, part, &decided)?)))?;
            if done.and_then(Result::ok).is_none() {
                return Ok(None);
            }
        }
        Ok(Some(()))
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
        self.ready.keep(ready);
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
        if let Some(ready) = self.ready.take(studio) {
            return Ok(Some(ready));
        }
        let saved = SqliteLog(self.db).load(studio)?;
        Ok(saved.map(ServerStudio::load).transpose()?)
    }

    fn append(&self, studio: StudioId, expected: LogHead, rows: &[LogRow]) -> Result<(), Fault> {
        match SqliteLog(self.db).append(studio, expected, rows)? {
            Appended::Appended => Ok(()),
            Appended::HeadMoved => Err(Fault::HeadMoved),
        }
    }
}

/// Fresh ids for a log that may turn out to have been set back.
pub fn spare() -> Spare {
    Spare { log: LogId(chance::bytes()), decision: DecisionId(chance::bytes()) }
}
