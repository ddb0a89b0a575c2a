//! The short form of a sync: envelopes as sheaves, verdicts as runs, and nothing said of what the phone has just sent. It is
//! another spelling of the same request and the same answer: whoever thinks about either sees the long form alone.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};

use crate::envelope::Envelope;
use crate::id::{ChainHash, ChangeHash, DocId};
use crate::limits::ENVELOPES_MAX;
use crate::log::{Entry, EntryBody};
use crate::time::Millis;
use crate::wire::sheaf::{Sheaf, Torn};
use crate::wire::{Judged, SyncAnswer, SyncRequest, Verdict};

/// A bit of a request's capabilities: the phone reads answers in the short form. And of what an answer says that its server
/// takes: requests in the short form, with [`ENVELOPES_MAX`] envelopes.
pub const SHORT: u64 = 1;

/// The same verdict for so many envelopes in a row; numbers of accepted ones and of those that were there ascend by one.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Told {
    /// How many.
    #[n(0)]
    pub count: u32,
    /// The first one's verdict.
    #[n(1)]
    pub verdict: Verdict,
}

/// Entries that hold what this very request brought: the phone has their bodies and knows their headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Brought {
    /// Number of the first.
    #[n(0)]
    pub from: u64,
    /// How many.
    #[n(1)]
    pub count: u32,
    /// When the server first had them.
    #[n(2)]
    pub first_seen: Millis,
}

/// Entries that hold changes, as columns.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Changes {
    /// Their numbers: the first one of a stretch, then how many; and so on.
    #[n(0)]
    pub numbers: Vec<u64>,
    /// When the server first had each: the first time, then the differences. Milliseconds.
    #[n(1)]
    pub first_seen: Vec<i64>,
    /// Their envelopes.
    #[n(2)]
    pub sheaf: Sheaf,
}

/// What a phone must remember of an envelope that it sent, to read the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// Its document.
    pub doc: DocId,
    /// Its change.
    pub hash: ChangeHash,
    /// The hash of the header that its entry has.
    pub header: ChainHash,
}

impl Sent {
    /// Of these envelopes.
    pub fn all(envelopes: &[Envelope]) -> Vec<Self> {
        let of = |envelope: &Envelope| {
            let hash = envelope.hash();
            Self { doc: envelope.doc, hash, header: envelope.header_hash(hash) }
        };
        envelopes.iter().map(of).collect()
    }
}

impl SyncRequest {
    /// In the short form, for a server that takes it.
    pub fn shortened(mut self) -> Self {
        if !self.envelopes.is_empty() && self.sheaf.is_none() {
            self.sheaf = Sheaf::of(&self.envelopes);
            if self.sheaf.is_some() {
                self.envelopes.clear();
            }
        }
        self
    }

    /// How many envelopes it has, in either form.
    pub fn count(&self) -> usize {
        self.envelopes.len() + self.sheaf.as_ref().map_or(0, Sheaf::count)
    }

    /// In the long form.
    ///
    /// # Errors
    /// [`Torn`] when the sheaf is none. A request of more envelopes than it may have stays as it is.
    pub fn lengthened(mut self) -> Result<Self, Torn> {
        if self.count() <= ENVELOPES_MAX
            && let Some(sheaf) = self.sheaf.take()
        {
            self.envelopes.extend(sheaf.envelopes()?);
        }
        Ok(self)
    }
}

impl SyncAnswer {
    /// In the short form, for a phone that sent these envelopes and reads it.
    pub fn shortened(mut self, sent: &[Envelope]) -> Self {
        let ascend = self.entries.windows(2).all(|two| matches!(two, [one, next] if one.seq < next.seq));
        let is_of = |(judged, envelope): (&Judged, &Envelope)| judged.doc == envelope.doc;
        if !ascend || self.verdicts.len() != sent.len() || !self.verdicts.iter().zip(sent).all(is_of) {
            return self;
        }
        self.leave_out(sent);
        self.told = Some(runs(std::mem::take(&mut self.verdicts)));
        self.gather_changes();
        self
    }

    /// Leaves out what the phone has just sent.
    fn leave_out(&mut self, sent: &[Envelope]) {
        let known = self.verdicts.iter().zip(sent).map(|(judged, envelope)| envelope.header_hash(judged.hash));
        let header_of = headers(&self.verdicts, known);
        let mut brought: Vec<Brought> = Vec::new();
        self.entries.retain(|entry| {
            let known = matches!(entry.body, EntryBody::Stub(header) if header_of.get(&entry.seq) == Some(&header));
            if known {
                note_brought(&mut brought, entry);
            }
            !known
        });
        self.brought = (!brought.is_empty()).then_some(brought);
    }

    fn gather_changes(&mut self) {
        let is_change = |entry: &&Entry| matches!(entry.body, EntryBody::Change(_));
        let changes: Vec<&Entry> = self.entries.iter().filter(is_change).collect();
        let envelopes: Vec<Envelope> = changes.iter().filter_map(|entry| entry.body.envelope().cloned()).collect();
        if envelopes.is_empty() {
            return;
        }
        let Some(sheaf) = Sheaf::of(&envelopes) else { return };
        let (mut numbers, mut first_seen, mut before) = (Vec::new(), Vec::new(), 0);
        for entry in changes {
            match numbers.as_mut_slice() {
                [.., first, count] if *first + *count == entry.seq => *count += 1,
                _ => numbers.extend([entry.seq, 1]),
            }
            let Some(later) = entry.first_seen.0.checked_sub(before) else { return };
            first_seen.push(later);
            before = entry.first_seen.0;
        }
        self.changes = Some(Changes { numbers, first_seen, sheaf });
        self.entries.retain(|entry| !matches!(entry.body, EntryBody::Change(_)));
    }

    /// In the long form, for the phone that sent these.
    ///
    /// # Errors
    /// [`Torn`] when it does not fit what was sent, or its columns do not fit each other.
    pub fn lengthened(mut self, sent: &[Sent]) -> Result<Self, Torn> {
        if let Some(told) = self.told.take() {
            self.verdicts = judged(told, sent)?;
        }
        let mut numbers: BTreeSet<u64> = self.entries.iter().map(|entry| entry.seq).collect();
        let before = self.entries.len();
        if let Some(all) = self.brought.take() {
            let header_of = headers(&self.verdicts, sent.iter().map(|sent| sent.header));
            let mut room = sent.len();
            for brought in all {
                // no entry comes twice, so there are never more than were sent
                room = room.checked_sub(brought.count as usize).ok_or(Torn)?;
                self.entries.extend(stubs(&header_of, brought)?);
            }
        }
        if let Some(changes) = self.changes.take() {
            self.entries.extend(changes.entries()?);
        }
        if self.entries.len() > before {
            let added = self.entries.iter().skip(before).map(|entry| entry.seq);
            if !added.into_iter().all(|seq| numbers.insert(seq)) {
                return Err(Torn);
            }
            self.entries.sort_by_key(|entry| entry.seq);
        }
        Ok(self)
    }
}

impl Changes {
    fn entries(self) -> Result<Vec<Entry>, Torn> {
        let envelopes = self.sheaf.envelopes()?;
        let mut numbers = Vec::with_capacity(envelopes.len());
        for stretch in self.numbers.chunks(2) {
            let [from, count] = stretch else { return Err(Torn) };
            let room = (envelopes.len() - numbers.len()) as u64;
            let end = from.checked_add(*count).filter(|_| *count <= room).ok_or(Torn)?;
            numbers.extend(*from..end);
        }
        if numbers.len() != envelopes.len() || self.first_seen.len() != envelopes.len() {
            return Err(Torn);
        }
        let mut at = 0_i64;
        let rows = numbers.into_iter().zip(self.first_seen).zip(envelopes);
        rows.map(|((seq, later), envelope)| {
            at = at.checked_add(later).ok_or(Torn)?;
            Ok(Entry { seq, first_seen: Millis(at), body: EntryBody::Change(envelope) })
        })
        .collect()
    }
}

fn note_brought(all: &mut Vec<Brought>, entry: &Entry) {
    match all.last_mut() {
        Some(last) if last.from + u64::from(last.count) == entry.seq && last.first_seen == entry.first_seen => {
            last.count += 1;
        }
        _ => all.push(Brought { from: entry.seq, count: 1, first_seen: entry.first_seen }),
    }
}

/// The header of each entry that this request brought, or that was there already, by its number.
fn headers(verdicts: &[Judged], sent: impl Iterator<Item = ChainHash>) -> BTreeMap<u64, ChainHash> {
    let placed = |(judged, header): (&Judged, ChainHash)| match judged.verdict {
        Verdict::Accepted(seq) | Verdict::Duplicate(seq) => Some((seq, header)),
        _ => None,
    };
    verdicts.iter().zip(sent).filter_map(placed).collect()
}

/// The entries of what was sent, as the stubs that they are in the long form.
fn stubs(header_of: &BTreeMap<u64, ChainHash>, brought: Brought) -> Result<Vec<Entry>, Torn> {
    let end = brought.from.checked_add(u64::from(brought.count)).ok_or(Torn)?;
    let stub = |seq: u64| {
        let header = header_of.get(&seq).copied().ok_or(Torn)?;
        Ok(Entry { seq, first_seen: brought.first_seen, body: EntryBody::Stub(header) })
    };
    (brought.from..end).map(stub).collect()
}

/// Verdicts as runs.
fn runs(verdicts: Vec<Judged>) -> Vec<Told> {
    let mut all: Vec<Told> = Vec::new();
    for Judged { verdict, .. } in verdicts {
        match all.last_mut() {
            Some(last) if nth(&last.verdict, last.count).as_ref() == Some(&verdict) => last.count += 1,
            _ => all.push(Told { count: 1, verdict }),
        }
    }
    all
}

/// The verdicts of runs, one for each envelope that was sent.
fn judged(told: Vec<Told>, sent: &[Sent]) -> Result<Vec<Judged>, Torn> {
    let mut all = Vec::with_capacity(sent.len());
    let mut left = sent.iter();
    for Told { count, verdict } in told {
        if count as usize > left.len() {
            return Err(Torn);
        }
        for (n, sent) in (0..count).zip(left.by_ref()) {
            let verdict = nth(&verdict, n).ok_or(Torn)?;
            all.push(Judged { doc: sent.doc, hash: sent.hash, verdict });
        }
    }
    if left.len() == 0 { Ok(all) } else { Err(Torn) }
}

/// The verdict at a place of the run that begins with this one.
fn nth(first: &Verdict, n: u32) -> Option<Verdict> {
    Some(match first {
        Verdict::Accepted(seq) => Verdict::Accepted(seq.checked_add(u64::from(n))?),
        Verdict::Duplicate(seq) => Verdict::Duplicate(seq.checked_add(u64::from(n))?),
        other => other.clone(),
    })
}
