//! Recording: a user's action becomes signed changes, judged as the server will judge them, and
//! is on the disk before anything on screen says so.

use std::collections::BTreeMap;

use crate::access::DocKind;
use crate::doc::Descriptor;
use crate::edit::Edit;
use crate::envelope::{Envelope, Signer};
use crate::id::{ChangeHash, DocId, RecordId};
use crate::ingest::{Good, Judge, Judgement};
use crate::members::KnownDevice;
use crate::record::TYPE_KEY;
use crate::refusal::Refusal;
use crate::replica::compose::{compose, portions};
use crate::replica::{KeptHistory, RecordFault, Replica};
use crate::state::Meta;
use crate::store::{KeptChange, Outgoing, Store, StoreError, Write};
use crate::time::{DAY_MS, HalfYear, Millis};

/// How far a phone's clock may run ahead of the last server time before it is not believed: a
/// phone that was offline for over a year is rarer than a clock that is off.
const CLOCK_AHEAD_MS_MAX: i64 = 400 * DAY_MS;

/// What an action came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The changes made; none when everything was so already.
    pub changes: Vec<(DocId, ChangeHash)>,
}

impl Replica {
    /// Records one action in one transaction; with it goes the draft that it was written in.
    ///
    /// # Errors
    /// [`RecordFault`]; then nothing was written, and the draft is still there.
    pub fn record(
        &mut self,
        store: &mut dyn Store,
        edits: &[Edit],
        now: Millis,
        draft: Option<RecordId>,
    ) -> Result<Recorded, RecordFault> {
        self.on_disk(store, |replica, store| replica.try_record(store, edits, now, draft))
    }

    fn try_record(
        &mut self,
        store: &mut dyn Store,
        edits: &[Edit],
        now: Millis,
        draft: Option<RecordId>,
    ) -> Result<Recorded, RecordFault> {
        let mut writes = Vec::new();
        let mut changes = Vec::new();
        for (descriptor, edits) in self.by_document(edits, now)? {
            for portion in portions(edits) {
                let made = self.make(store, &mut writes, &descriptor, portion, now)?;
                changes.extend(made);
            }
        }
        self.state.docs.retain(|_, doc| doc.changes() > 0);
        writes.extend(draft.into_iter().flat_map(|record| self.without_draft(record)));
        store.commit(self.identity.studio, &writes)?;
        self.drafts.retain(|held| Some(held.record) != draft);
        Ok(Recorded { changes })
    }

    /// The document of each edit: the one that holds the record, else where this member writes.
    fn by_document(&self, edits: &[Edit], now: Millis) -> Result<BTreeMap<Descriptor, Vec<Edit>>, RecordFault> {
        let mut all: BTreeMap<Descriptor, Vec<Edit>> = BTreeMap::new();
        for edit in edits {
            let descriptor = match self.mine(edit) {
                Some(descriptor) => descriptor.clone(),
                None if edit.fields.iter().any(|f| f.key == TYPE_KEY) => self.writes_to(edit.kind, now),
                None => return Err(RecordFault::NotYours),
            };
            all.entry(descriptor).or_default().push(edit.clone());
        }
        Ok(all)
    }

    /// The document that holds the record, among those that this member writes. Somebody else's
    /// record under the same id does not matter.
    fn mine(&self, edit: &Edit) -> Option<&Descriptor> {
        let me = self.identity.person;
        let mut docs = self.state.docs.values().filter(|doc| {
            let owner = doc.descriptor.owner();
            doc.descriptor.kind == edit.kind && owner.is_none_or(|owner| owner == me)
        });
        docs.find(|doc| doc.record(edit.record).is_some()).map(|doc| &doc.descriptor)
    }

    fn writes_to(&self, kind: DocKind, now: Millis) -> Descriptor {
        match kind {
            DocKind::Journal => Descriptor::journal(self.identity.person, HalfYear::of(self.believed(now))),
            DocKind::Charter | DocKind::Roster => Descriptor::shared(kind),
        }
    }

    /// The time for choosing a journal: a clock that is years off must not open one that the server
    /// refuses.
    fn believed(&self, now: Millis) -> Millis {
        match self.bookmark.server_time {
            Some(known) if now.0 < known.0 - DAY_MS || now.0 > known.0 + CLOCK_AHEAD_MS_MAX => known,
            _ => now,
        }
    }

    /// Makes one change, applies it in memory and adds its rows to `writes`.
    pub(super) fn make(
        &mut self,
        store: &dyn Store,
        writes: &mut Vec<Write>,
        descriptor: &Descriptor,
        edits: Vec<Edit>,
        at: Millis,
    ) -> Result<Option<(DocId, ChangeHash)>, RecordFault> {
        let actor = self.actor;
        let doc = self.state.open(descriptor);
        let id = doc.id();
        let Some(body) = compose(doc, &edits, actor).map_err(RecordFault::Differs)? else {
            return Ok(None);
        };
        let signer =
            Signer { studio: self.identity.studio, device: self.identity.device, secret: &self.secret, made_at: at };
        let envelope = Envelope::seal(signer, id, body.encode().bytes);
        let good = self.judge_own(store, &envelope)?;
        self.keep(writes, &envelope, &good, None);
        let row = Outgoing { place: self.next_place(), doc: id, hash: good.hash, edits, at, held: None };
        writes.push(Write::Outgoing(row.clone()));
        self.outgoing.push(row);
        Ok(Some((id, good.hash)))
    }

    /// The same checks that the server will make.
    fn judge_own(&self, store: &dyn Store, envelope: &Envelope) -> Result<Good, RecordFault> {
        let history = KeptHistory { studio: self.identity.studio, store };
        let (id, me) = (self.identity.device, &self.identity);
        let known =
            KnownDevice { person: me.person, key: self.secret.public(), name: String::new(), since: me.enrolled_at };
        match Judge::own(id, known).judge(&self.state, envelope, &history)? {
            Judgement::Good(good) => Ok(*good),
            Judgement::Refused(refusal) => Err(RecordFault::Refused(refusal)),
            Judgement::Stranger => Err(RecordFault::Refused(Refusal::Signature)),
            Judgement::Known(_) | Judgement::Missing(_) | Judgement::Held(_) | Judgement::Later => {
                Err(RecordFault::Store(StoreError::Corrupt))
            }
        }
    }

    /// Applies a change in memory and adds its rows.
    pub(super) fn keep(&mut self, writes: &mut Vec<Write>, envelope: &Envelope, good: &Good, seq: Option<u64>) {
        let id = envelope.doc;
        let Some(doc) = self.state.docs.get(&id) else { return };
        if doc.changes() == 0 {
            writes.push(Write::Descriptor(id, doc.descriptor.clone()));
        }
        let meta = Meta::of(&good.body);
        let kept = KeptChange { hash: good.hash, envelope: envelope.clone(), meta, seq };
        writes.push(Write::Change(id, Box::new(kept)));
        let touched = self.state.docs.apply(id, good.hash, &good.body);
        let Some(doc) = self.state.docs.get(&id) else { return };
        writes.extend(touched.into_iter().filter_map(|r| doc.record(r)).map(|r| Write::Record(Box::new(r.clone()))));
    }
}
