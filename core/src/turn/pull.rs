//! Pages of the log for one reader: what they may see whole, the rest as stubs.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};

use crate::cbor::to_vec;
use crate::decision::What;
use crate::doc::Descriptor;
use crate::id::{ChangeHash, DeviceId, DocId, LogId, PersonId};
use crate::limits::{ANSWER_BYTES_DEFAULT, ANSWER_BYTES_MAX, CURSOR_GAPS_MAX};
use crate::log::{Entry, EntryBody};
use crate::store::StoreError;
use crate::turn::append::Rows;
use crate::turn::{ServerStudio, TurnFault};
use crate::wire::{SetBack, SyncRequest};

/// Entries read from the log at a time: with the largest bodies 16 MiB, of which one page takes one.
const READ_AT_A_TIME: usize = 64;
/// About the bytes of an entry beside a change's body.
const ENTRY_OVERHEAD_BYTES: usize = 160;

/// The server's bookmark for a reader. Opaque to phones, so its form may change freely.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
struct Cursor {
    /// Life of the log.
    #[n(0)]
    log: Option<LogId>,
    /// Last number sent.
    #[n(1)]
    seq: u64,
    /// Ranges sent as stubs because the reader had no role then: filled in when they have one.
    #[n(2)]
    gaps: Vec<(u64, u64)>,
    /// What of the reader's work was held: held work has no entry, so no head shows its loss.
    #[n(3)]
    held: Option<u64>,
}

impl Cursor {
    /// A cursor that this server never gave, by its form or its length, is none: its phone begins anew and loses nothing.
    fn read(bytes: &[u8]) -> Self {
        let read: Option<Self> = minicbor::decode(bytes).ok();
        read.filter(|cursor| cursor.gaps.len() <= CURSOR_GAPS_MAX).unwrap_or_default()
    }

    /// Notes an entry that went out as a stub. With the gaps at their limit the last one grows: what was seen between
    /// is sent once more one day, and nothing is missed.
    fn note_gap(&mut self, seq: u64) {
        let is_full = self.gaps.len() >= CURSOR_GAPS_MAX;
        match self.gaps.last_mut() {
            Some((_, to)) if is_full || *to + 1 == seq => *to = seq,
            _ => self.gaps.push((seq, seq)),
        }
    }
}

/// One page.
pub(super) struct Page {
    pub(super) entries: Vec<Entry>,
    pub(super) descriptors: Vec<Descriptor>,
    pub(super) cursor: Vec<u8>,
    pub(super) more: bool,
}

struct Reader {
    person: PersonId,
    is_member: bool,
    /// What this very request brought: the phone has it, a stub will do.
    sent: BTreeSet<(DocId, ChangeHash)>,
    budget_bytes: usize,
}

impl ServerStudio {
    pub(super) fn page(
        &self,
        rows: &Rows<'_>,
        request: &SyncRequest,
        (person, device): (PersonId, DeviceId),
        set_back: Option<&SetBack>,
    ) -> Result<Page, TurnFault> {
        let mut cursor = self.cursor_of(request, set_back);
        let asked = if request.answer_bytes_max == 0 { ANSWER_BYTES_DEFAULT } else { request.answer_bytes_max };
        let mut reader = Reader {
            person,
            is_member: self.state.members.role_of(person).is_some() && !self.state.members.is_revoked(device),
            sent: request.envelopes.iter().map(|e| (e.doc, e.hash())).collect(),
            budget_bytes: asked.min(ANSWER_BYTES_MAX) as usize,
        };
        let mut entries = Vec::new();
        if reader.is_member {
            self.fill_gaps(rows, &mut cursor, &mut reader, &mut entries)?;
        }
        if cursor.gaps.is_empty() || !reader.is_member {
            self.read_on(rows, &mut cursor, &mut reader, &mut entries)?;
        }
        let more = cursor.seq < self.head.seq || (reader.is_member && !cursor.gaps.is_empty());
        let descriptors = self.descriptors_of(&entries);
        if request.seen.is_some() && request.run.is_none() {
            cursor.held = Some(self.sum_of_held());
        }
        Ok(Page { entries, descriptors, cursor: to_vec(&cursor), more })
    }

    fn cursor_of(&self, request: &SyncRequest, set_back: Option<&SetBack>) -> Cursor {
        let mut cursor = Cursor::read(&request.cursor);
        if let Some(set_back) = set_back
            && cursor.log != Some(self.head.log)
        {
            cursor.seq = cursor.seq.min(set_back.common);
            cursor.gaps.retain(|(from, _)| *from <= set_back.common);
            if let Some((_, to)) = cursor.gaps.last_mut() {
                *to = set_back.common.min(*to);
            }
        }
        cursor.log = Some(self.head.log);
        cursor.seq = cursor.seq.min(self.head.seq);
        // It comes from outside: a gap beyond the log would be waited for for ever.
        let end = self.head.seq;
        cursor.gaps.retain(|(from, to)| *from >= 1 && from <= to && *to <= end);
        cursor
    }

    /// Whether other work is held than the reader's last answer knew: it was let in, or lost with a log
    /// whose head was the same. Either way the phone should ask what became of what it sent: its own,
    /// or a colleague's that a lost log had.
    pub(super) fn holds_other(&self, request: &SyncRequest) -> bool {
        Cursor::read(&request.cursor).held != Some(self.sum_of_held())
    }

    /// A sum over the names of what is held.
    fn sum_of_held(&self) -> u64 {
        let name = |hash: ChangeHash| hash.0.iter().fold(0, |sum: u64, byte| sum.rotate_left(7) ^ u64::from(*byte));
        self.held.waiting().map(|(hash, _)| name(hash)).fold(0, u64::wrapping_add)
    }

    /// Sends whole what was a stub while the reader had no role.
    fn fill_gaps(
        &self,
        rows: &Rows<'_>,
        cursor: &mut Cursor,
        reader: &mut Reader,
        out: &mut Vec<Entry>,
    ) -> Result<(), StoreError> {
        while let Some((from, to)) = cursor.gaps.first().copied() {
            let mut last = from - 1;
            for entry in self.read(rows, last)?.into_iter().filter(|e| e.seq <= to) {
                if reader.is_spent(out) {
                    break;
                }
                last = entry.seq;
                reader.take(self.shown(reader, entry), out);
            }
            cursor.gaps.remove(0);
            if last < to {
                cursor.gaps.insert(0, (last + 1, to));
                if reader.is_spent(out) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn read_on(
        &self,
        rows: &Rows<'_>,
        cursor: &mut Cursor,
        reader: &mut Reader,
        out: &mut Vec<Entry>,
    ) -> Result<(), StoreError> {
        loop {
            let read = self.read(rows, cursor.seq)?;
            if read.is_empty() {
                return Ok(());
            }
            for entry in read {
                if reader.is_spent(out) {
                    return Ok(());
                }
                cursor.seq = entry.seq;
                let visible = self.is_visible(reader, &entry);
                if !visible {
                    cursor.note_gap(entry.seq);
                }
                reader.take(self.shown(reader, entry), out);
            }
        }
    }

    /// Some entries above a number, from the log and then from this turn.
    fn read(&self, rows: &Rows<'_>, after: u64) -> Result<Vec<Entry>, StoreError> {
        if after < rows.before.seq {
            let read = rows.log.entries(self.state.studio, after, READ_AT_A_TIME)?;
            return Ok(read.into_iter().map(|(entry, _)| entry).collect());
        }
        Ok(rows.entries().iter().filter(|e| e.seq > after).cloned().collect())
    }

    fn is_visible(&self, reader: &Reader, entry: &Entry) -> bool {
        if reader.is_member {
            return true;
        }
        match &entry.body {
            EntryBody::Stub(_) => true,
            EntryBody::Change(envelope) => {
                let doc = self.state.docs.get(&envelope.doc);
                doc.is_some_and(|doc| doc.descriptor.owner() == Some(reader.person))
            }
            EntryBody::Decision(signed) => match signed.read().map(|decision| decision.what) {
                Ok(What::Grant(grant)) => grant.person == reader.person,
                Ok(What::Device(device)) => device.person == reader.person,
                Ok(What::Founded(_) | What::End(_) | What::Revoke(_) | What::Admit(_) | What::Restored(_)) => true,
                Ok(What::Terms(_) | What::Notice(_) | What::Unknown(_)) | Err(_) => false,
            },
        }
    }

    fn shown(&self, reader: &Reader, entry: Entry) -> Entry {
        let has_it = match &entry.body {
            EntryBody::Change(envelope) => reader.sent.contains(&(envelope.doc, envelope.hash())),
            EntryBody::Decision(_) | EntryBody::Stub(_) => false,
        };
        if !has_it && self.is_visible(reader, &entry) {
            return entry;
        }
        Entry { body: EntryBody::Stub(entry.body.header_hash()), ..entry }
    }

    /// Descriptors of the documents whose first change is on this page.
    fn descriptors_of(&self, entries: &[Entry]) -> Vec<Descriptor> {
        let opened = entries.iter().filter_map(|entry| match &entry.body {
            EntryBody::Change(e) if self.first_of.get(&e.doc) == Some(&entry.seq) => Some(e.doc),
            _ => None,
        });
        opened.filter_map(|doc| self.state.docs.get(&doc)).map(|doc| doc.descriptor.clone()).collect()
    }
}

impl Reader {
    /// A page holds at least one entry whatever the limit.
    fn is_spent(&self, out: &[Entry]) -> bool {
        self.budget_bytes == 0 && !out.is_empty()
    }

    fn take(&mut self, entry: Entry, out: &mut Vec<Entry>) {
        let body_bytes = match &entry.body {
            EntryBody::Change(envelope) => envelope.body.len(),
            EntryBody::Decision(decision) => decision.bytes.len(),
            EntryBody::Stub(_) => 0,
        };
        self.budget_bytes = self.budget_bytes.saturating_sub(body_bytes + ENTRY_OVERHEAD_BYTES);
        out.push(entry);
    }
}
