//! Damage on the wire and forgery: bytes cut and flipped, answers altered, envelopes that claim
//! another author.

use studio_core::cbor::to_vec;
use studio_core::change::{Body, Obj, Op, Write};
use studio_core::doc::records_op;
use studio_core::envelope::{Envelope, Signer};
use studio_core::id::{Actor, ChainHash, DeviceId, RecordId};
use studio_core::limits::PROTOCOL;
use studio_core::log::{EntryBody, Head};
use studio_core::record::OpId;
use studio_core::replica::Replica;
use studio_core::sign::sign_request;
use studio_core::state::DocState;
use studio_core::store::Bookmark;
use studio_core::time::Millis;
use studio_core::wire::{SyncAnswer, SyncRequest, Verdict, read, sync_path};

use crate::sim::disk::{Disks, SimDisk};
use crate::sim::effect::Effect;
use crate::sim::net::Request;
use crate::sim::server::{Reply, STUDIO};
use crate::sim::world::World;

impl<D: Disks> World<D> {
    /// A request is cut short or a bit of it flips: its signature does not fit any more.
    pub(super) fn damage_request(&mut self) {
        let Some(request) = self.rng.pick(&self.net.requests).cloned() else { return };
        let mut bytes = request.bytes.clone();
        let at = self.rng.below(bytes.len());
        let effect = if self.rng.chance(50) {
            bytes.truncate(at);
            Effect::Truncated
        } else {
            bytes[at] ^= 1 << self.rng.below(8);
            Effect::Flipped
        };
        let reply = self.serve(&Request { bytes, ..request });
        match reply {
            Reply::Answer(_) | Reply::Bad(_) => panic!("a damaged request was believed"),
            Reply::NotSigned | Reply::Unknown => self.effects.note(effect),
            Reply::Down => {}
        }
    }

    /// On a copy of the phone: an answer altered on its way is noticed, and one with a flipped bit
    /// makes nothing visible that nobody wrote.
    pub(super) fn alter(&mut self, at: usize, bytes: &[u8]) {
        if !self.rng.chance(12) {
            return;
        }
        let Ok(answer) = read::<SyncAnswer>(bytes) else { return };
        let bookmark = self.phone(at).replica.bookmark().clone();
        if let Some(altered) = self.altered(&bookmark, answer) {
            let (mut disk, mut copy) = self.copy_of(at);
            let taken = copy.answer(&mut disk, &altered, Millis(self.server.now));
            assert!(taken.is_err(), "an altered answer was believed");
            self.effects.note(Effect::AlteredAnswerNoticed);
        }
        let mut flipped = bytes.to_vec();
        let place = self.rng.below(flipped.len());
        flipped[place] ^= 1 << self.rng.below(8);
        if let Ok(answer) = read::<SyncAnswer>(&flipped) {
            let (mut disk, mut copy) = self.copy_of(at);
            let _ = copy.answer(&mut disk, &answer, Millis(self.server.now));
            self.check_proofs(&disk, &copy);
        }
    }

    fn copy_of(&mut self, at: usize) -> (SimDisk<D::Store>, Replica) {
        let disk = SimDisk::new(self.disks.copy_store(&self.phones[at].disk.inner));
        let replica = Replica::open(&disk, STUDIO, self.rng.bytes()).unwrap().unwrap();
        (disk, replica)
    }

    /// The answer, changed where the chain or the head's signature must tell.
    fn altered(&mut self, bookmark: &Bookmark, mut answer: SyncAnswer) -> Option<SyncAnswer> {
        if answer.set_back.is_some() {
            return None;
        }
        let fresh: Vec<usize> = (0..answer.entries.len()).filter(|n| answer.entries[*n].seq > bookmark.seq).collect();
        let reaches_head = answer.entries.last().is_some_and(|e| e.seq == answer.head.seq);
        match self.rng.below(4) {
            0 => {
                let chain = ChainHash(self.rng.bytes());
                answer.head = Head { chain, ..answer.head };
            }
            1 if fresh.len() > 1 => {
                answer.entries.remove(*fresh.first()?);
            }
            2 if reaches_head => {
                let at = *self.rng.pick(&fresh)?;
                answer.entries[at].first_seen.0 += 1;
            }
            3 if reaches_head => {
                let at = *self.rng.pick(&fresh)?;
                let header = answer.entries[at].body.header_hash();
                answer.entries[at].body = match &answer.entries[at].body {
                    EntryBody::Change(e) => {
                        EntryBody::Change(Envelope { made_at: Millis(e.made_at.0 + 1), ..e.clone() })
                    }
                    EntryBody::Decision(_) | EntryBody::Stub(_) => EntryBody::Stub(ChainHash(self.rng.bytes())),
                };
                assert_ne!(answer.entries[at].body.header_hash(), header);
            }
            _ => return None,
        }
        Some(answer)
    }

    /// A member's device sends an envelope under a colleague's name.
    pub(super) fn forge(&mut self) {
        let (thief, victim) = (self.any_phone(), self.any_phone());
        let victim_device = self.phone(victim).replica.identity().device;
        if thief == victim || self.phone(thief).replica.identity().device == victim_device {
            return;
        }
        let docs: Vec<DocState> = self.server.studio().state.docs.values().cloned().collect();
        let Some(doc) = self.rng.pick(&docs).cloned() else { return };
        let body = birth_in(&doc, victim_device, &mut self.rng);
        let secret = self.phone(thief).replica.secret().clone();
        let signer =
            Signer { studio: STUDIO, device: victim_device, secret: &secret, made_at: Millis(self.server.now) };
        let envelope = Envelope::seal(signer, doc.id(), body.encode().bytes);
        self.forged.insert((doc.id(), envelope.hash()));
        let request = SyncRequest {
            protocol: PROTOCOL,
            capabilities: 0,
            seen: None,
            cursor: Vec::new(),
            device_time: Millis(self.server.now),
            answer_bytes_max: 300,
            descriptors: vec![doc.descriptor.clone()],
            envelopes: vec![envelope],
            run: None,
            credentials: Vec::new(),
            again_from: None,
            sheaf: None,
        };
        let bytes = to_vec(&request);
        let signature = sign_request(&secret, "POST", &sync_path(STUDIO), &bytes);
        let device = self.phone(thief).replica.identity().device;
        let sent_at = self.server.now;
        let sent = Request { number: 0, phone: thief, device, bytes, signature, sent_at, is_copy: true };
        if let Reply::Answer(answer) = self.serve(&sent) {
            let verdicts: Vec<_> = answer.verdicts.iter().map(|j| j.verdict.clone()).collect();
            let turned_away = verdicts.iter().all(|v| matches!(v, Verdict::Refused(_) | Verdict::Later));
            assert!(turned_away, "a forged envelope was taken: {verdicts:?}");
            self.effects.note(Effect::ForgedRefused);
        }
    }
}

/// A change that obeys the grammar and gives birth to a record.
fn birth_in(doc: &DocState, device: DeviceId, rng: &mut crate::rng::Rng) -> Body {
    let actor = Actor::new(device, rng.bytes());
    let start_op = doc.max_op(doc.heads()) + 1;
    let record = Obj::Map(OpId { counter: start_op, actor });
    let op = |obj, key: String, write| Op { obj, key, write, pred: Vec::new() };
    let born = RecordId(rng.bytes()).to_string();
    Body {
        actor,
        seq: 1,
        start_op,
        deps: doc.heads().iter().copied().collect(),
        ops: vec![
            op(Obj::Map(records_op(doc.id())), born, Write::MakeMap),
            op(record, "topic".into(), Write::Put("伪造".into())),
            op(record, "type".into(), Write::Put("from-a-newer-app".into())),
        ],
    }
}
