//! The logs of all studios in SQLite: [`ChangeLog`] row by row. It judges nothing and changes no value.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};
use studio_core::cbor::to_vec;
use studio_core::changelog::{Appended, ChangeLog, HeldChange, LogHead, LogRow, SavedLog, Usage};
use studio_core::decision::SignedDecision;
use studio_core::doc::Descriptor;
use studio_core::envelope::Envelope;
use studio_core::id::{ChainHash, ChangeHash, DecisionId, DeviceId, DocId, LogId, PersonId, StudioId};
use studio_core::log::{Entry, EntryBody, chain_start};
use studio_core::record::Record;
use studio_core::refusal::{Holding, Refusal};
use studio_core::state::Meta;
use studio_core::store::StoreError;
use studio_core::time::Millis;

use super::{cbor, fault, id, proven, refused, signed, unsigned};

const KIND_CHANGE: u8 = 1;
const KIND_DECISION: u8 = 2;

/// Logs over a connection, owned or borrowed. Inside an open transaction an append is a savepoint of it, otherwise a
/// transaction of its own.
#[derive(Debug)]
pub struct SqliteLog<C: Borrow<Connection>>(pub C);

type Rows<T> = rusqlite::Result<Vec<T>>;

impl<C: Borrow<Connection>> SqliteLog<C> {
    fn db(&self) -> &Connection {
        self.0.borrow()
    }

    fn saved(&self, studio: StudioId) -> rusqlite::Result<Option<SavedLog>> {
        let Some((first_log, head)) = head(self.db(), studio)? else { return Ok(None) };
        let db = self.db();
        Ok(Some(SavedLog {
            studio,
            first_log,
            head,
            decisions: decisions(db, studio)?,
            descriptors: descriptors(db, studio)?,
            metas: metas(db, studio)?,
            records: records(db, studio)?,
            held: held(db, studio)?,
            refused: refused::set_aside(db, studio)?,
            has_refused: refused::is_any(db, studio)?,
            fresh: fresh(db, studio)?,
            usage: usage(db, studio)?,
        }))
    }

    fn append_all(&self, studio: StudioId, expected: LogHead, rows: &[LogRow]) -> rusqlite::Result<Appended> {
        let known = head(self.db(), studio)?.map(|(_, head)| head);
        let begins = matches!(rows.first(), Some(LogRow::Begin(_)));
        if known != if begins { None } else { Some(expected) } {
            return Ok(Appended::HeadMoved);
        }
        if begins {
            begin(self.db(), studio, expected)?;
        }
        let mut now = expected;
        let mut refusing = BTreeSet::new();
        for row in rows {
            write(self.db(), studio, row)?;
            match row {
                LogRow::Refused(_, _, device, _) => drop(refusing.insert(*device)),
                LogRow::Entry { entry, chain, .. } => (now.seq, now.chain) = (entry.seq, *chain),
                LogRow::NewLife(log) => now.log = *log,
                _ => {}
            }
        }
        if now != expected {
            move_head(self.db(), studio, now)?;
        }
        if !refusing.is_empty() {
            refused::trim(self.db(), studio, &refusing)?;
        }
        Ok(Appended::Appended)
    }
}

impl<C: Borrow<Connection>> ChangeLog for SqliteLog<C> {
    fn studios(&self) -> Result<Vec<StudioId>, StoreError> {
        list(self.db(), "SELECT studio_id FROM log_heads ORDER BY studio_id", [], |row| id(row, 0)).map_err(fault)
    }

    fn load(&self, studio: StudioId) -> Result<Option<SavedLog>, StoreError> {
        self.saved(studio).map_err(fault)
    }

    fn entries(&self, studio: StudioId, after: u64, count_max: usize) -> Result<Vec<(Entry, ChainHash)>, StoreError> {
        let sql = "SELECT seq, first_seen, body, chain FROM entries
                   WHERE studio_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3";
        let at = params![studio.0, signed(after), signed(count_max as u64)];
        list(self.db(), sql, at, |row| {
            let entry = Entry { seq: unsigned(row, 0)?, first_seen: Millis(row.get(1)?), body: cbor(row, 2)? };
            Ok((entry, id(row, 3)?))
        })
        .map_err(fault)
    }

    fn chain_at(&self, studio: StudioId, seq: u64) -> Result<Option<ChainHash>, StoreError> {
        if seq == 0 {
            let begun = head(self.db(), studio).map_err(fault)?;
            return Ok(begun.map(|(first_log, _)| chain_start(studio, first_log)));
        }
        let sql = "SELECT chain FROM entries WHERE studio_id = ?1 AND seq = ?2";
        let found = self
            .db()
            .prepare_cached(sql)
            .and_then(|mut chain| chain.query_row(params![studio.0, signed(seq)], |row| id(row, 0)).optional());
        found.map_err(fault)
    }

    fn changes_after(
        &self,
        studio: StudioId,
        doc: DocId,
        after: u64,
        count_max: usize,
    ) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
        let sql = "SELECT seq, body FROM entries
                   WHERE studio_id = ?1 AND kind = ?2 AND doc_id = ?3 AND seq > ?4 ORDER BY seq LIMIT ?5";
        let at = params![studio.0, KIND_CHANGE, doc.0, signed(after), signed(count_max as u64)];
        let bodies = list(self.db(), sql, at, |row| Ok((unsigned(row, 0)?, cbor(row, 1)?))).map_err(fault)?;
        let chunk = |(seq, body)| match body {
            EntryBody::Change(envelope) => Some((seq, envelope.body)),
            EntryBody::Decision(_) | EntryBody::Stub(_) => None,
        };
        Ok(bodies.into_iter().filter_map(chunk).collect())
    }

    fn refused(&self, studio: StudioId, doc: DocId, hash: ChangeHash) -> Result<Option<Refusal>, StoreError> {
        refused::find(self.db(), studio, doc, hash).map_err(fault)
    }

    fn append(&mut self, studio: StudioId, expected: LogHead, rows: &[LogRow]) -> Result<Appended, StoreError> {
        self.db().execute_batch("SAVEPOINT append").map_err(fault)?;
        let outcome = self.append_all(studio, expected, rows);
        let end = match &outcome {
            Ok(Appended::Appended) => "RELEASE append",
            Ok(Appended::HeadMoved) | Err(_) => "ROLLBACK TO append; RELEASE append",
        };
        let ended = self.db().execute_batch(end);
        outcome.map_err(fault).and_then(|appended| ended.map(|()| appended).map_err(fault))
    }
}

/// Every row that a query gives.
pub(super) fn list<T>(
    db: &Connection,
    sql: &str,
    at: impl rusqlite::Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Rows<T> {
    db.prepare_cached(sql)?.query_map(at, read)?.collect()
}

/// The life that a log began with and where it ends.
pub(crate) fn head(db: &Connection, studio: StudioId) -> rusqlite::Result<Option<(LogId, LogHead)>> {
    let sql = "SELECT first_log, log_id, seq, chain FROM log_heads WHERE studio_id = ?1";
    db.prepare_cached(sql)?
        .query_row(params![studio.0], |row| {
            Ok((id(row, 0)?, LogHead { log: id(row, 1)?, seq: unsigned(row, 2)?, chain: id(row, 3)? }))
        })
        .optional()
}

/// All decisions of a studio in log order.
pub(super) fn decisions(db: &Connection, studio: StudioId) -> Rows<(u64, SignedDecision)> {
    let sql = "SELECT seq, body FROM entries WHERE studio_id = ?1 AND kind = ?2 ORDER BY seq";
    let bodies = list(db, sql, params![studio.0, KIND_DECISION], |row| Ok((unsigned(row, 0)?, cbor(row, 1)?)))?;
    Ok(bodies
        .into_iter()
        .filter_map(|(seq, body)| match body {
            EntryBody::Decision(decision) => Some((seq, decision)),
            EntryBody::Change(_) | EntryBody::Stub(_) => None,
        })
        .collect())
}

/// The sealed changes of a document in log order, each with the time when the server first had it.
pub(super) fn envelopes(db: &Connection, studio: StudioId, doc: DocId) -> Rows<(Millis, Envelope)> {
    let sql = "SELECT first_seen, body FROM entries
               WHERE studio_id = ?1 AND kind = ?2 AND doc_id = ?3 ORDER BY seq";
    let bodies = list(db, sql, params![studio.0, KIND_CHANGE, doc.0], |row| Ok((Millis(row.get(0)?), cbor(row, 1)?)))?;
    Ok(bodies
        .into_iter()
        .filter_map(|(first_seen, body)| match body {
            EntryBody::Change(envelope) => Some((first_seen, envelope)),
            EntryBody::Decision(_) | EntryBody::Stub(_) => None,
        })
        .collect())
}

/// All documents of a studio.
pub(super) fn descriptors(db: &Connection, studio: StudioId) -> Rows<Descriptor> {
    list(db, "SELECT descriptor FROM documents WHERE studio_id = ?1 ORDER BY doc_id", params![studio.0], |row| {
        cbor(row, 0)
    })
}

/// The hash that was kept beside an entry's body.
pub(super) fn body_hash(db: &Connection, studio: StudioId, seq: u64) -> rusqlite::Result<Option<[u8; 32]>> {
    let sql = "SELECT body_hash FROM entries WHERE studio_id = ?1 AND seq = ?2";
    db.prepare_cached(sql)?.query_row(params![studio.0, signed(seq)], |row| row.get(0)).optional()
}

fn metas(db: &Connection, studio: StudioId) -> Rows<(DocId, ChangeHash, u64, Meta)> {
    let sql = "SELECT doc_id, change_hash, seq, meta FROM changes WHERE studio_id = ?1 ORDER BY seq";
    list(db, sql, params![studio.0], |row| Ok((id(row, 0)?, id(row, 1)?, unsigned(row, 2)?, cbor(row, 3)?)))
}

/// All records of a studio as they stand.
pub(super) fn records(db: &Connection, studio: StudioId) -> Rows<Record> {
    let sql = "SELECT body FROM records WHERE studio_id = ?1 ORDER BY doc_id, record_id";
    list(db, sql, params![studio.0], |row| cbor(row, 0))
}

/// Held changes of a studio in order of arrival.
pub(super) fn held(db: &Connection, studio: StudioId) -> Rows<HeldChange> {
    let sql = "SELECT envelope, descriptor, reason, first_seen FROM held WHERE studio_id = ?1 ORDER BY place";
    list(db, sql, params![studio.0], held_change)
}

/// Those among the held changes that still wait: what was let in too late is kept, and refused.
pub(super) fn waiting(db: &Connection, studio: StudioId) -> Rows<HeldChange> {
    let sql = "SELECT envelope, descriptor, reason, first_seen FROM held AS h WHERE studio_id = ?1 AND NOT EXISTS
                   (SELECT 1 FROM refused AS r
                    WHERE r.studio_id = ?1 AND r.doc_id = h.doc_id AND r.change_hash = h.change_hash)
               ORDER BY place";
    list(db, sql, params![studio.0], held_change)
}

fn held_change(row: &Row<'_>) -> rusqlite::Result<HeldChange> {
    Ok(HeldChange {
        envelope: cbor(row, 0)?,
        descriptor: cbor(row, 1)?,
        why: Holding::from_code(row.get(2)?),
        first_seen: Millis(row.get(3)?),
    })
}

/// When each member last synced.
pub(super) fn fresh(db: &Connection, studio: StudioId) -> Rows<(PersonId, Millis)> {
    let sql = "SELECT person_id, at FROM fresh WHERE studio_id = ?1 ORDER BY person_id";
    list(db, sql, params![studio.0], |row| Ok((id(row, 0)?, Millis(row.get(1)?))))
}

/// When each device last synced, as far as it did since this is kept.
pub(super) fn seen(db: &Connection, studio: StudioId) -> Rows<(DeviceId, Millis)> {
    let sql = "SELECT device_id, at FROM seen WHERE studio_id = ?1 ORDER BY device_id";
    list(db, sql, params![studio.0], |row| Ok((id(row, 0)?, Millis(row.get(1)?))))
}

impl SqliteLog<&Connection> {
    /// When each device last synced, as far as it did since this is kept.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn seen(&self, studio: StudioId) -> Result<BTreeMap<DeviceId, Millis>, StoreError> {
        Ok(seen(self.0, studio).map_err(fault)?.into_iter().collect())
    }
}

fn usage(db: &Connection, studio: StudioId) -> Rows<Usage> {
    let sql = "SELECT device_id, day, changes, bytes FROM usage WHERE studio_id = ?1 ORDER BY device_id";
    list(db, sql, params![studio.0], |row| {
        let day = proven(row.get_ref(1)?.as_str()?.parse())?;
        Ok(Usage { device: id(row, 0)?, day, changes: row.get(2)?, bytes: unsigned(row, 3)? })
    })
}

fn begin(db: &Connection, studio: StudioId, head: LogHead) -> rusqlite::Result<()> {
    let sql = "INSERT INTO log_heads (studio_id, first_log, log_id, seq, chain) VALUES (?1, ?2, ?2, ?3, ?4)";
    db.prepare_cached(sql)?.execute(params![studio.0, head.log.0, signed(head.seq), head.chain.0]).map(drop)
}

fn move_head(db: &Connection, studio: StudioId, head: LogHead) -> rusqlite::Result<()> {
    let sql = "UPDATE log_heads SET log_id = ?2, seq = ?3, chain = ?4 WHERE studio_id = ?1";
    db.prepare_cached(sql)?.execute(params![studio.0, head.log.0, signed(head.seq), head.chain.0]).map(drop)
}

fn write(db: &Connection, studio: StudioId, row: &LogRow) -> rusqlite::Result<()> {
    match row {
        LogRow::Begin(_) | LogRow::NewLife(_) => Ok(()),
        LogRow::Entry { entry, chain, change, decision } => {
            write_entry(db, studio, entry, *chain)?;
            if let (EntryBody::Change(envelope), Some((hash, meta))) = (&entry.body, change) {
                write_change(db, studio, envelope.doc, *hash, entry.seq, meta)?;
            }
            decision.map_or(Ok(()), |decision| write_decision(db, studio, decision, entry.seq))
        }
        LogRow::Descriptor(doc, descriptor) => {
            let sql = "INSERT INTO documents (studio_id, doc_id, descriptor) VALUES (?1, ?2, ?3)
                       ON CONFLICT (studio_id, doc_id) DO UPDATE SET descriptor = excluded.descriptor";
            db.prepare_cached(sql)?.execute(params![studio.0, doc.0, to_vec(descriptor)]).map(drop)
        }
        LogRow::Record(record) => write_record(db, studio, record),
        LogRow::Refused(doc, hash, device, why) => refused::write(db, studio, (*doc, *hash), *device, *why),
        LogRow::Held(held) => write_held(db, studio, held),
        LogRow::DropHeld(doc, hash) => {
            let sql = "DELETE FROM held WHERE studio_id = ?1 AND doc_id = ?2 AND change_hash = ?3";
            db.prepare_cached(sql)?.execute(params![studio.0, doc.0, hash.0]).map(drop)
        }
        LogRow::Fresh(person, at) => {
            let sql = "INSERT INTO fresh (studio_id, person_id, at) VALUES (?1, ?2, ?3)
                       ON CONFLICT (studio_id, person_id) DO UPDATE SET at = excluded.at";
            db.prepare_cached(sql)?.execute(params![studio.0, person.0, at.0]).map(drop)
        }
        LogRow::Seen(device, at) => {
            let sql = "INSERT INTO seen (studio_id, device_id, at) VALUES (?1, ?2, ?3)
                       ON CONFLICT (studio_id, device_id) DO UPDATE SET at = excluded.at";
            db.prepare_cached(sql)?.execute(params![studio.0, device.0, at.0]).map(drop)
        }
        LogRow::Usage(usage) => write_usage(db, studio, usage),
    }
}

fn write_entry(db: &Connection, studio: StudioId, entry: &Entry, chain: ChainHash) -> rusqlite::Result<()> {
    let (kind, doc) = match &entry.body {
        EntryBody::Change(envelope) => (KIND_CHANGE, envelope.doc.as_bytes()),
        EntryBody::Decision(_) | EntryBody::Stub(_) => (KIND_DECISION, [].as_slice()),
    };
    let body = to_vec(&entry.body);
    let sql = "INSERT INTO entries (studio_id, seq, first_seen, kind, doc_id, chain, body_hash, body)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let hash: [u8; 32] = Sha256::digest(&body).into();
    db.prepare_cached(sql)?
        .execute(params![studio.0, signed(entry.seq), entry.first_seen.0, kind, doc, chain.0, hash, body])
        .map(drop)
}

fn write_change(
    db: &Connection,
    studio: StudioId,
    doc: DocId,
    hash: ChangeHash,
    seq: u64,
    meta: &Meta,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO changes (studio_id, doc_id, change_hash, seq, meta) VALUES (?1, ?2, ?3, ?4, ?5)";
    db.prepare_cached(sql)?.execute(params![studio.0, doc.0, hash.0, signed(seq), to_vec(meta)]).map(drop)
}

/// The same decision may be entered twice (a re-offered run); the first place is its own.
fn write_decision(db: &Connection, studio: StudioId, decision: DecisionId, seq: u64) -> rusqlite::Result<()> {
    let sql = "INSERT INTO decisions (studio_id, decision_id, seq) VALUES (?1, ?2, ?3)
               ON CONFLICT (studio_id, decision_id) DO NOTHING";
    db.prepare_cached(sql)?.execute(params![studio.0, decision.0, signed(seq)]).map(drop)
}

fn write_record(db: &Connection, studio: StudioId, record: &Record) -> rusqlite::Result<()> {
    let sql = "INSERT INTO records (studio_id, doc_id, record_id, type, body) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (studio_id, doc_id, record_id) DO UPDATE SET type = excluded.type, body = excluded.body";
    db.prepare_cached(sql)?
        .execute(params![studio.0, record.doc.0, record.id.0, record.type_word(), to_vec(record)])
        .map(drop)
}

fn write_held(db: &Connection, studio: StudioId, held: &HeldChange) -> rusqlite::Result<()> {
    let sql = "INSERT INTO held (studio_id, doc_id, change_hash, reason, first_seen, descriptor, envelope)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
               ON CONFLICT (studio_id, doc_id, change_hash) DO UPDATE SET reason = excluded.reason";
    let (envelope, hash) = (&held.envelope, held.envelope.hash());
    db.prepare_cached(sql)?
        .execute(params![
            studio.0,
            envelope.doc.0,
            hash.0,
            held.why.code(),
            held.first_seen.0,
            to_vec(&held.descriptor),
            to_vec(envelope)
        ])
        .map(drop)
}

fn write_usage(db: &Connection, studio: StudioId, usage: &Usage) -> rusqlite::Result<()> {
    let sql = "INSERT INTO usage (studio_id, device_id, day, changes, bytes) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (studio_id, device_id)
               DO UPDATE SET day = excluded.day, changes = excluded.changes, bytes = excluded.bytes";
    let day = usage.day.to_string();
    db.prepare_cached(sql)?
        .execute(params![studio.0, usage.device.0, day, usage.changes, signed(usage.bytes)])
        .map(drop)
}
