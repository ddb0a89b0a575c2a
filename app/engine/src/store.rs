//! The phone's disk: core's `Store` over SQLite, on a file or in the browser's pool. It keeps rows
//! and notices damage; it decides nothing. The same tables on every platform.

mod fault;
mod keyring;
mod migrate;
mod open;
mod pieces;
mod salvage;
pub mod shelf;
mod table;

use std::cell::RefCell;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use studio_core::decision::SignedDecision;
use studio_core::id::{ChangeHash, DecisionId, DocId, LogId, PersonId, RecordId, StudioId};
use studio_core::record::Record;
use studio_core::store::{Aside, KeptChange, KeptDraft, KeptEntry, Outgoing, Saved, Store, StoreError, Write};

use fault::classified;
pub use open::{Opened, keep_keys, open};
pub use pieces::{NoPieces, SqlitePieces};
pub(crate) use salvage::WAITING as SALVAGED;
use table::{Row, Table};

// Older ones can lose rows that were already said to be kept; asked of what is built in, natively and on the web.
const _: () = assert!(rusqlite::ffi::SQLITE_VERSION_NUMBER >= 3_051_003, "SQLite 3.51.3 or newer");

/// The life of the log that entries belong to now; former lives have their own id.
const PRESENT: LogId = LogId([0; 16]);

/// A phone's database.
#[derive(Debug)]
pub struct SqliteStore {
    connection: Connection,
    /// What the check at opening read, for the first who loads it: a start reads every row once. Nobody else writes to
    /// the database meanwhile, and an own write ends it.
    checked: RefCell<Vec<Saved>>,
}

impl SqliteStore {
    /// The store over a connection, with its tables as this release knows them. Whatever is in it is on the disk.
    ///
    /// # Errors
    /// [`StoreError::TooNew`] when a newer release left no way to read it; else as classified.
    pub fn over(mut connection: Connection) -> Result<Self, StoreError> {
        migrate::pragmas(&connection)?;
        migrate::up(&mut connection)?;
        migrate::settle(&connection)?;
        Ok(Self { connection, checked: RefCell::default() })
    }

    /// Reads every row of every studio once, and keeps what it read for the first who loads it.
    fn check(&self) -> Result<(), StoreError> {
        let studios = self.studios()?.into_iter();
        let read = studios.filter_map(|studio| self.read(studio).transpose()).collect::<Result<_, _>>()?;
        self.checked.replace(read);
        Ok(())
    }

    /// A store that keeps nothing beyond this process.
    ///
    /// # Errors
    /// As classified.
    pub fn in_memory() -> Result<Self, StoreError> {
        let mut connection = Connection::open_in_memory().map_err(classified)?;
        migrate::up(&mut connection)?;
        Ok(Self { connection, checked: RefCell::default() })
    }

    /// Where the file lies; `None` when it is in memory.
    pub fn path(&self) -> Option<&str> {
        self.connection.path().filter(|path| !path.is_empty())
    }

    fn all<T>(&self, table: &Table, studio: StudioId) -> Result<Vec<T>, StoreError>
    where
        T: for<'b> minicbor::Decode<'b, ()>,
    {
        table.all(&self.connection, studio)?.iter().map(Row::read).collect()
    }

    fn read(&self, studio: StudioId) -> Result<Option<Saved>, StoreError> {
        let Some(identity) = table::IDENTITY.get(&self.connection, studio, &[])? else {
            return Ok(None);
        };
        let bookmark = table::BOOKMARK.get(&self.connection, studio, &[])?;
        let changes: Vec<KeptChange> = self.all(&table::CHANGE, studio)?;
        let mut drafts: Vec<KeptDraft> = self.all(&table::DRAFT, studio)?;
        drafts.sort_by_key(|draft| (std::cmp::Reverse(draft.at), draft.record, draft.person));
        let fresh = table::FRESH.all(&self.connection, studio)?;
        let settings = table::SETTING.all(&self.connection, studio)?;
        Ok(Some(Saved {
            identity: identity.read()?,
            bookmark: bookmark.map(|row| row.read()).transpose()?.unwrap_or_default(),
            descriptors: self.all(&table::DESCRIPTOR, studio)?,
            metas: changes.into_iter().map(|kept| (kept.envelope.doc, kept.hash, kept.meta)).collect(),
            records: self.all(&table::RECORD, studio)?,
            decisions: self.all(&table::DECISION, studio)?,
            outgoing: self.all(&table::OUTGOING, studio)?,
            asides: self.all(&table::ASIDE, studio)?,
            drafts,
            fresh: fresh.iter().map(|row| Ok((row.id()?, row.read()?))).collect::<Result<_, StoreError>>()?,
            settings: settings.iter().map(|row| Ok((row.text()?, row.read()?))).collect::<Result<_, StoreError>>()?,
        }))
    }
}

impl Store for SqliteStore {
    fn studios(&self) -> Result<Vec<StudioId>, StoreError> {
        table::studios(&self.connection)
    }

    fn load(&self, studio: StudioId) -> Result<Option<Saved>, StoreError> {
        let mut checked = self.checked.borrow_mut();
        match checked.iter().position(|saved| saved.identity.studio == studio) {
            Some(place) => Ok(Some(checked.swap_remove(place))),
            None => self.read(studio),
        }
    }

    fn changes(&self, studio: StudioId, doc: DocId) -> Result<Vec<KeptChange>, StoreError> {
        table::CHANGE.below(&self.connection, studio, &doc.0)?.iter().map(Row::read).collect()
    }

    fn change(&self, studio: StudioId, doc: DocId, hash: ChangeHash) -> Result<Option<KeptChange>, StoreError> {
        let row = table::CHANGE.get(&self.connection, studio, &pair(&doc.0, &hash.0))?;
        row.map(|row| row.read()).transpose()
    }

    fn decision(&self, studio: StudioId, id: DecisionId) -> Result<Option<SignedDecision>, StoreError> {
        let row = table::DECISION.get(&self.connection, studio, &id.0)?;
        row.map(|row| row.read()).transpose()
    }

    fn entries(
        &self,
        studio: StudioId,
        former: Option<LogId>,
        after: u64,
        count_max: usize,
    ) -> Result<Vec<KeptEntry>, StoreError> {
        let life = former.unwrap_or(PRESENT);
        let rows = table::ENTRY.above(&self.connection, studio, &entry_key(life, after), &life.0, count_max)?;
        rows.iter().map(Row::read).collect()
    }

    fn commit(&mut self, studio: StudioId, writes: &[Write]) -> Result<(), StoreError> {
        self.checked.get_mut().clear();
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(classified)?;
        for write in writes {
            Desk { transaction: &transaction, studio }.write(write)?;
        }
        transaction.commit().map_err(classified)
    }
}

fn pair(a: &[u8], b: &[u8]) -> Vec<u8> {
    [a, b].concat()
}

/// A draft without a writer lies where the releases that knew one person a phone put it.
fn draft_key(record: RecordId, person: Option<PersonId>) -> Vec<u8> {
    pair(&record.0, person.as_ref().map_or(&[], |person| person.0.as_slice()))
}

fn entry_key(life: LogId, seq: u64) -> Vec<u8> {
    pair(&life.0, &seq.to_be_bytes())
}

/// One transaction's writes for one studio.
struct Desk<'a> {
    transaction: &'a Transaction<'a>,
    studio: StudioId,
}

impl Desk<'_> {
    fn write(&self, write: &Write) -> Result<(), StoreError> {
        match write {
            Write::Identity(identity) => self.put(&table::IDENTITY, &[], 0, identity),
            Write::Bookmark(bookmark) => self.put(&table::BOOKMARK, &[], 0, bookmark),
            Write::Descriptor(doc, descriptor) => self.put(&table::DESCRIPTOR, &doc.0, 0, descriptor),
            Write::Change(doc, kept) => self.put(&table::CHANGE, &pair(&doc.0, &kept.hash.0), 0, kept.as_ref()),
            Write::Place(doc, hash, seq) => self.place(*doc, *hash, *seq),
            Write::DropChange(doc, hash) => self.drop(&table::CHANGE, &pair(&doc.0, &hash.0)),
            Write::Record(record) => self.record(record),
            Write::DropRecord(doc, record) => self.drop(&table::RECORD, &pair(&doc.0, &record.0)),
            Write::DropDoc(doc) => self.drop_doc(*doc),
            Write::Decision(id, signed) => self.decision(*id, signed),
            Write::Entry(entry) => self.put(&table::ENTRY, &entry_key(PRESENT, entry.seq), 0, entry),
            Write::MoveEntries { after, to } => self.move_entries(*after, *to),
            Write::DropFormer(log) => table::ENTRY.drop_below(self.transaction, self.studio, &log.0),
            Write::Outgoing(out) => self.outgoing(out),
            Write::DropOutgoing(doc, hash) => self.drop(&table::OUTGOING, &pair(&doc.0, &hash.0)),
            Write::Aside(aside) => self.aside(aside),
            Write::DropAside(place) => self.drop(&table::ASIDE, &place.to_be_bytes()),
            Write::Draft(draft) => self.put(&table::DRAFT, &draft_key(draft.record, draft.person), 0, draft),
            Write::DropDraft(record, person) => self.drop(&table::DRAFT, &draft_key(*record, *person)),
            Write::Fresh(person, at) => self.put(&table::FRESH, &person.0, 0, at),
            Write::Setting(name, value) if value.is_empty() => self.drop(&table::SETTING, name.as_bytes()),
            Write::Setting(name, value) => self.put(&table::SETTING, name.as_bytes(), 0, value),
        }
    }

    fn put<T: minicbor::Encode<()>>(&self, table: &Table, key: &[u8], place: u64, value: &T) -> Result<(), StoreError> {
        let body = minicbor::to_vec(value).map_err(|fault| StoreError::Other(fault.to_string()))?;
        table.put(self.transaction, self.studio, key, place, &body)
    }

    fn drop(&self, table: &Table, key: &[u8]) -> Result<(), StoreError> {
        table.drop(self.transaction, self.studio, key)
    }

    fn record(&self, record: &Record) -> Result<(), StoreError> {
        self.put(&table::RECORD, &pair(&record.doc.0, &record.id.0), 0, record)
    }

    fn outgoing(&self, out: &Outgoing) -> Result<(), StoreError> {
        self.put(&table::OUTGOING, &pair(&out.doc.0, &out.hash.0), out.place, out)
    }

    fn aside(&self, aside: &Aside) -> Result<(), StoreError> {
        self.put(&table::ASIDE, &aside.place.to_be_bytes(), aside.place, aside)
    }

    fn place(&self, doc: DocId, hash: ChangeHash, seq: Option<u64>) -> Result<(), StoreError> {
        let key = pair(&doc.0, &hash.0);
        let Some(row) = table::CHANGE.get(self.transaction, self.studio, &key)? else {
            return Ok(());
        };
        let kept: KeptChange = row.read()?;
        self.put(&table::CHANGE, &key, 0, &KeptChange { seq, ..kept })
    }

    fn drop_doc(&self, doc: DocId) -> Result<(), StoreError> {
        self.drop(&table::DESCRIPTOR, &doc.0)?;
        table::CHANGE.drop_below(self.transaction, self.studio, &doc.0)?;
        table::RECORD.drop_below(self.transaction, self.studio, &doc.0)
    }

    /// Decisions stay in the order in which they were first written.
    fn decision(&self, id: DecisionId, signed: &SignedDecision) -> Result<(), StoreError> {
        let held = table::DECISION.get(self.transaction, self.studio, &id.0)?;
        let place = match held {
            Some(row) => row.place,
            None => table::DECISION.next_place(self.transaction, self.studio)?,
        };
        self.put(&table::DECISION, &id.0, place, signed)
    }

    fn move_entries(&self, after: u64, to: LogId) -> Result<(), StoreError> {
        let from = entry_key(PRESENT, after);
        let rows = table::ENTRY.above(self.transaction, self.studio, &from, &PRESENT.0, usize::MAX)?;
        for row in rows {
            let entry: KeptEntry = row.read()?;
            self.drop(&table::ENTRY, &entry_key(PRESENT, entry.seq))?;
            self.put(&table::ENTRY, &entry_key(to, entry.seq), 0, &entry)?;
        }
        Ok(())
    }
}
