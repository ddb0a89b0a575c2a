//! 备份到文件: what has not reached the server, and the drafts. Never the private key. Imported
//! envelopes travel as they are.

use minicbor::{Decode, Encode};

use crate::doc::Descriptor;
use crate::envelope::Envelope;
use crate::id::StudioId;
use crate::ingest::{Judge, Judgement};
use crate::replica::{KeptHistory, Replica};
use crate::store::{Aside, KeptDraft, Outgoing, Store, StoreError, Write};
use crate::time::Millis;

/// First field of a backup file: what it is.
pub const EXPORT_FORMAT: &str = "studio-backup/1";

/// The content of a backup file.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Export {
    /// [`EXPORT_FORMAT`].
    #[n(0)]
    pub format: String,
    /// The studio.
    #[n(1)]
    pub studio: StudioId,
    /// When it was made.
    #[n(2)]
    pub at: Millis,
    /// The documents of the envelopes.
    #[n(3)]
    pub descriptors: Vec<Descriptor>,
    /// What has not reached the server, held work included.
    #[n(4)]
    pub envelopes: Vec<Envelope>,
    /// What was set aside.
    #[n(5)]
    pub asides: Vec<Aside>,
    /// Forms not yet saved.
    #[n(6)]
    pub drafts: Vec<KeptDraft>,
}

impl Replica {
    /// What a backup file holds now.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn export(&self, store: &dyn Store, now: Millis) -> Result<Export, StoreError> {
        let mut envelopes = Vec::new();
        let out = self.outgoing.iter().map(|out| (out.doc, out.hash)).collect();
        for (doc, hash) in self.causes_first(out) {
            let kept = store.change(self.identity.studio, doc, hash)?;
            envelopes.extend(kept.map(|kept| kept.envelope));
        }
        let mut descriptors: Vec<Descriptor> =
            envelopes.iter().filter_map(|e| self.state.docs.get(&e.doc)).map(|doc| doc.descriptor.clone()).collect();
        descriptors.sort();
        descriptors.dedup();
        Ok(Export {
            format: EXPORT_FORMAT.to_owned(),
            studio: self.identity.studio,
            at: now,
            descriptors,
            envelopes,
            asides: self.asides.clone(),
            drafts: self.drafts.iter().chain(&self.drafts_of_others).cloned().collect(),
        })
    }

    /// Takes a backup file of this studio in: envelopes that fit join what is on its way out, drafts
    /// that are not here come back. Returns how many envelopes were taken. Twice is once.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub fn import(&mut self, store: &mut dyn Store, export: &Export) -> Result<usize, StoreError> {
        self.on_disk(store, |replica, store| replica.try_import(store, export))
    }

    fn try_import(&mut self, store: &mut dyn Store, export: &Export) -> Result<usize, StoreError> {
        let mut writes = Vec::new();
        for descriptor in &export.descriptors {
            self.state.open(descriptor);
        }
        let taken = self.import_all(store, &mut writes, &export.envelopes)?;
        self.state.docs.retain(|_, doc| doc.changes() > 0);
        for aside in &export.asides {
            let held = |a: &Aside| (a.at, &a.edits) == (aside.at, &aside.edits);
            if !self.asides.iter().any(held) {
                let aside = Aside { place: self.next_place(), ..aside.clone() };
                writes.push(Write::Aside(aside.clone()));
                self.asides.push(aside);
            }
        }
        for draft in &export.drafts {
            self.import_draft(&mut writes, draft);
        }
        store.commit(self.identity.studio, &writes)?;
        Ok(taken)
    }

    /// A draft goes to its writer's: one that is not this phone's owner finds it when they join here.
    fn import_draft(&mut self, writes: &mut Vec<Write>, draft: &KeptDraft) {
        let me = self.identity.person;
        let person = draft.person.or(Some(me));
        let held = if person == Some(me) { &mut self.drafts } else { &mut self.drafts_of_others };
        let same = |d: &KeptDraft| d.record == draft.record && d.person.or(Some(me)) == person;
        if held.iter().any(|d| same(d) && d.at >= draft.at) {
            return;
        }
        held.retain(|d| !same(d));
        let draft = KeptDraft { person, ..draft.clone() };
        held.push(draft.clone());
        writes.push(Write::Draft(draft));
    }

    /// Takes in what fits, until nothing more does: in a file a change may stand before what it builds on.
    fn import_all(
        &mut self,
        store: &dyn Store,
        writes: &mut Vec<Write>,
        envelopes: &[Envelope],
    ) -> Result<usize, StoreError> {
        let mut waiting: Vec<&Envelope> = envelopes.iter().collect();
        loop {
            let mut left = Vec::new();
            for envelope in &waiting {
                if !self.import_one(store, writes, envelope)? {
                    left.push(*envelope);
                }
            }
            if left.len() == waiting.len() {
                return Ok(envelopes.len() - left.len());
            }
            waiting = left;
        }
    }

    fn import_one(
        &mut self,
        store: &dyn Store,
        writes: &mut Vec<Write>,
        envelope: &Envelope,
    ) -> Result<bool, StoreError> {
        let pending = PendingHistory { kept: KeptHistory { studio: self.identity.studio, store }, writes };
        let judged = Judge::admitting().judge(&self.state, envelope, &pending)?;
        let Judgement::Good(good) = judged else { return Ok(false) };
        self.keep(writes, envelope, &good, None);
        let row = Outgoing {
            place: self.next_place(),
            doc: envelope.doc,
            hash: good.hash,
            edits: Vec::new(),
            at: envelope.made_at,
            held: None,
        };
        writes.push(Write::Outgoing(row.clone()));
        self.outgoing.push(row);
        Ok(true)
    }
}

/// What lies on the disk and what this transaction will add to it.
struct PendingHistory<'a> {
    kept: KeptHistory<'a>,
    writes: &'a [Write],
}

impl crate::ingest::History for PendingHistory<'_> {
    fn changes(&self, doc: crate::id::DocId, after: u64, count_max: usize) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
        let mut all = self.kept.changes(doc, 0, count_max)?;
        let kept = all.len() as u64;
        let pending = self.writes.iter().filter_map(|write| match write {
            Write::Change(of, kept) if *of == doc => Some(kept.envelope.body.clone()),
            _ => None,
        });
        all.extend((kept + 1..).zip(pending));
        all.retain(|(place, _)| *place > after);
        Ok(all)
    }
}
