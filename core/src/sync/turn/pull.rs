//! Pages of the log for one reader: what they may see whole, the rest as stubs.

use std::collections::BTreeSet;

use crate::cbor::to_vec;
use crate::decision::What;
use crate::doc::Descriptor;
use crate::id::{ChangeHash, DeviceId, PersonId};
use crate::limits::{ANSWER_BYTES_DEFAULT, ANSWER_BYTES_MAX, HELD_TOLD_MAX};
use crate::log::{Entry, EntryBody};
use crate::store::StoreError;
use crate::turn::append::Rows;
use crate::turn::cursor::{Cursor, Own, short};
use crate::turn::{ServerStudio, TurnFault};
use crate::wire::{Judged, Run, SetBack, SyncRequest, Verdict};

/// Entries read from the log at a time: with the largest bodies 16 MiB, of which one page takes one.
const READ_AT_A_TIME: usize = 64;
/// About the bytes of an entry beside a change's body.
const ENTRY_OVERHEAD_BYTES: usize = 160;

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
    /// Numbers of what this very request brought: the phone has it, a stub will do.
    sent: BTreeSet<u64>,
    /// What earlier requests brought.
    own: Option<Own>,
    budget_bytes: usize,
}

/// What a page follows from, beside the log.
pub(super) struct Asked<'a> {
    pub(super) request: &'a SyncRequest,
    pub(super) person: PersonId,
    pub(super) device: DeviceId,
    pub(super) verdicts: &'a [Judged],
    pub(super) set_back: Option<&'a SetBack>,
    /// From which place of which run certificates are asked for.
    pub(super) asked: Option<(crate::id::LogId, u64)>,
}

impl ServerStudio {
    pub(super) fn page(&self, rows: &Rows<'_>, asked: &Asked<'_>) -> Result<Page, TurnFault> {
        let mut cursor = self.cursor_of(rows, asked)?;
        if asked.set_back.is_some_and(|set_back| set_back.points.is_some()) {
            return Ok(Page { entries: Vec::new(), descriptors: Vec::new(), cursor: to_vec(&cursor), more: true });
        }
        let mut reader = self.reader(asked, cursor.own.take());
        let mut entries = Vec::new();
        if reader.is_member {
            self.fill_gaps(rows, &mut cursor, &mut reader, &mut entries)?;
        }
        if cursor.gaps.is_empty() || !reader.is_member {
            self.read_on(rows, &mut cursor, &mut reader, &mut entries)?;
        }
        let more = cursor.seq < self.head.seq || (reader.is_member && !cursor.gaps.is_empty());
        let descriptors = self.descriptors_of(&entries);
        cursor.own = reader.own;
        self.note_told(&mut cursor, asked);
        Ok(Page { entries, descriptors, cursor: to_vec(&cursor), more })
    }

    fn reader(&self, asked: &Asked<'_>, own: Option<Own>) -> Reader {
        let Asked { request, person, device, .. } = asked;
        let bytes = if request.answer_bytes_max == 0 { ANSWER_BYTES_DEFAULT } else { request.answer_bytes_max };
        Reader {
            person: *person,
            is_member: self.state.members.role_of(*person).is_some() && !self.state.members.is_revoked(*device),
            sent: numbers(asked.verdicts).collect(),
            own,
            budget_bytes: bytes.min(ANSWER_BYTES_MAX) as usize,
        }
    }

    fn cursor_of(&self, rows: &Rows<'_>, asked: &Asked<'_>) -> Result<Cursor, StoreError> {
        let mut cursor = Cursor::read(&asked.request.cursor);
        match asked.set_back {
            Some(set_back) => self.rewind(&mut cursor, asked.request, set_back),
            // It says nothing of what it was shown: everything is sent anew.
            None if cursor.pointed.take().is_some() => (cursor.seq, cursor.gaps) = (0, Vec::new()),
            None => {}
        }
        if cursor.log != Some(self.head.log) || !self.is_own_of_this_log(rows, cursor.own.as_ref())? {
            cursor.own = None;
        }
        if let Some(from) = asked.request.again_from {
            cursor.seq = cursor.seq.min(from.saturating_sub(1));
        }
        cursor.asked = asked.asked;
        cursor.log = Some(self.head.log);
        cursor.seq = cursor.seq.min(self.head.seq);
        // Whatever lies above is read anew, and noted anew where it cannot be seen.
        cursor.end_gaps_at(cursor.seq);
        Ok(cursor)
    }

    /// Goes back to the last entry that both share. A phone that was shown places of the log says with the run of that
    /// life which it is; until then it is none. A phone with several lives offers the oldest first, and says nothing yet:
    /// it may stand below what it shared then.
    fn rewind(&self, cursor: &mut Cursor, request: &SyncRequest, set_back: &SetBack) {
        let pointed = cursor.pointed.take();
        let common = if set_back.points.is_some() {
            cursor.pointed = Some(set_back.old_log);
            return;
        } else if let Some(life) = pointed {
            let said = |run: &&Run| run.head.log == life && run.after == set_back.common;
            request.run.as_ref().filter(said).map_or(0, |run| run.after)
        } else if cursor.log != Some(self.head.log) {
            set_back.common
        } else {
            return;
        };
        cursor.seq = cursor.seq.min(common);
    }

    fn is_own_of_this_log(&self, rows: &Rows<'_>, own: Option<&Own>) -> Result<bool, StoreError> {
        let Some(own) = own else { return Ok(true) };
        Ok(rows.log.chain_at(self.state.studio, own.seq)? == Some(own.chain))
    }

    /// Notes what this answer tells the phone of its own work: numbers ahead of what it has pulled, and what is held.
    fn note_told(&self, cursor: &mut Cursor, asked: &Asked<'_>) {
        cursor.note_own(numbers(asked.verdicts), (self.head.seq, self.head.chain));
        // The phone was just told to ask what became of all of it.
        let asks_anew = asked.set_back.is_some_and(|set_back| set_back.old_log == self.head.log);
        let summed = cursor.told.is_none() && cursor.held.is_some() && !asks_anew;
        let mut told: BTreeSet<u32> = cursor.told.take().filter(|_| !asks_anew).into_iter().flatten().collect();
        let held = asked.verdicts.iter().filter(|judged| matches!(judged.verdict, Verdict::Held(_)));
        told.extend(held.map(|judged| short(judged.hash)));
        let can_say = asked.request.seen.is_some() && asked.request.run.is_none();
        match cursor.held.filter(|_| summed) {
            Some(sum) => cursor.held = Some(if can_say { self.sum_of_held() } else { sum }),
            None if told.len() > HELD_TOLD_MAX => cursor.held = Some(self.sum_of_held()),
            None => (cursor.held, cursor.told) = (None, Some(told.into_iter().collect())),
        }
    }

    /// Whether something that the reader was told is held is not held any more: it was let in, refused, or lost with
    /// a log whose head was the same. Either way the phone should ask what became of it.
    pub(super) fn holds_other(&self, request: &SyncRequest) -> bool {
        let cursor = Cursor::read(&request.cursor);
        let Some(told) = cursor.told else { return cursor.held != Some(self.sum_of_held()) };
        if told.is_empty() {
            return false;
        }
        let here: BTreeSet<u32> = self.held.waiting().map(|(hash, _)| short(hash)).collect();
        told.iter().any(|name| !here.contains(name))
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
            for entry in self.read(rows, last, to)? {
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
            let read = self.read(rows, cursor.seq, self.head.seq)?;
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

    /// Some entries above a number and up to another, from the log and then from this turn.
    fn read(&self, rows: &Rows<'_>, after: u64, to: u64) -> Result<Vec<Entry>, StoreError> {
        if after < rows.before.seq {
            let wanted = usize::try_from(to.saturating_sub(after)).unwrap_or(READ_AT_A_TIME).min(READ_AT_A_TIME);
            let read = rows.log.entries(self.state.studio, after, wanted)?;
            return Ok(read.into_iter().map(|(entry, _)| entry).collect());
        }
        Ok(rows.entries().iter().filter(|e| e.seq > after && e.seq <= to).cloned().collect())
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
                // what was erased is erased on the phone of somebody who left, too
                Ok(
                    What::Founded(_)
                    | What::End(_)
                    | What::Revoke(_)
                    | What::Admit(_)
                    | What::Restored(_)
                    | What::Erased(_),
                ) => true,
                Ok(What::Terms(_) | What::Notice(_) | What::Unknown(_)) | Err(_) => false,
            },
        }
    }

    fn shown(&self, reader: &Reader, entry: Entry) -> Entry {
        let has_it = match &entry.body {
            EntryBody::Change(_) => {
                let earlier = reader.own.as_ref().is_some_and(|own| own.has(entry.seq));
                earlier || reader.sent.contains(&entry.seq)
            }
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

/// The numbers in the log of what a request brought.
fn numbers(verdicts: &[Judged]) -> impl Iterator<Item = u64> {
    verdicts.iter().filter_map(|judged| match judged.verdict {
        Verdict::Accepted(seq) | Verdict::Duplicate(seq) => Some(seq),
        _ => None,
    })
}
