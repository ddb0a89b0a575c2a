//! The network is quiet: each phone syncs until it has nothing more to do, and so on until
//! nothing moves.

use std::collections::BTreeSet;

use studio_core::id::{ChangeHash, DecisionId, DeviceId, DocId};
use studio_core::members::Members;
use studio_core::store::{KeptWhat, Store};
use studio_core::wire::{SyncRequest, Verdict, read};

use crate::sim::disk::Disks;
use crate::sim::effect::Effect;
use crate::sim::net::Request;
use crate::sim::server::{Reply, STUDIO};
use crate::sim::world::World;

/// Rounds over all phones after which nothing moves: what one phone wrote again after a refusal or
/// a set-back reaches the others in the next.
const ROUNDS_MAX: usize = 6;

/// Round trips of one exchange in a world of this size, whatever they were for: the longest chain of
/// refusals seen has 13.
const TRIPS_MAX: usize = 25;

impl<D: Disks> World<D> {
    /// Heals the network and every machine, and lets everybody sync.
    pub fn heal(&mut self) {
        self.net = crate::sim::net::Net { sent: self.net.sent, ..Default::default() };
        self.server.restart();
        for at in 0..self.phones.len() {
            self.restart(at);
            self.phone(at).portion = studio_core::replica::Portion::default();
        }
        let held = self.decisions_on_phones();
        let judged = self.judged_under_heads();
        let departed = self.server.studio().state.members.ended.len();
        self.sync_all();
        self.check_decisions(&held);
        self.check_old_judgements(&judged);
        if self.set_backs > 0 && self.server.studio().state.members.ended.len() > departed {
            self.effects.note(Effect::DepartureKept);
        }
        if self.rng.chance(50) {
            self.admit_everything();
            self.sync_all();
        }
        self.bring_all();
    }

    fn sync_all(&mut self) {
        for round in 0.. {
            assert!(round < ROUNDS_MAX, "the exchange of differences does not end");
            let mut moved = false;
            for at in 0..self.phones.len() {
                moved |= self.exchange(at);
            }
            if !moved {
                return;
            }
        }
    }

    /// One phone syncs until it has nothing more to do. Whether anything moved.
    fn exchange(&mut self, at: usize) -> bool {
        let before = self.standing(at);
        let mut trips = Trips { changes: self.differences(at), ..Trips::default() };
        loop {
            let request = self.ask(at, 0);
            let reply = self.serve(&request);
            trips.count(&request, &reply);
            match reply {
                Reply::Answer(answer) => {
                    if !self.take(at, &answer) && !self.must_renew(at) {
                        break;
                    }
                }
                Reply::Unknown if self.phone(at).replica.bookmark().unknown => self.renew(at),
                Reply::Unknown => self.note_unknown(at),
                Reply::Bad(what) => panic!("an honest request was called bad: {what}"),
                Reply::NotSigned | Reply::Down => panic!("a quiet network lost a request"),
            }
            trips.check(self.set_backs_max);
        }
        self.standing(at) != before
    }

    /// Changes that the phone and the server do not share.
    fn differences(&mut self, at: usize) -> usize {
        let here = self.phone(at).replica.unsent();
        let seq = self.phone(at).replica.bookmark().seq;
        let there = self.server.studio().head().seq;
        here + usize::try_from(there.abs_diff(seq)).unwrap_or(usize::MAX)
    }

    fn standing(&mut self, at: usize) -> impl PartialEq + use<D> {
        let replica = &self.phone(at).replica;
        let bookmark = replica.bookmark();
        (bookmark.seq, bookmark.head.clone(), replica.outgoing().to_vec(), replica.identity().device)
    }

    fn admit_everything(&mut self) {
        let held = self.server.studio().held().cloned().collect::<Vec<_>>();
        let docs: BTreeSet<_> = held.iter().map(|h| h.envelope.doc).collect();
        for doc in docs {
            let of_it = held.iter().filter(|h| h.envelope.doc == doc);
            let hashes: Vec<_> = of_it.map(|h| h.envelope.hash()).collect();
            self.server.admit(doc, &hashes);
        }
        let left = self.server.studio().held().count();
        self.effects.note_many(Effect::Admitted, held.len() - left);
    }

    /// Every change that some phone has and that stood in a log under a head which it keeps.
    fn judged_under_heads(&self) -> BTreeSet<(DocId, ChangeHash)> {
        let mut all = BTreeSet::new();
        for phone in &self.phones {
            let bookmark = phone.replica.bookmark();
            let present = bookmark.head.iter().map(|head| (None, head));
            let former = bookmark.reoffers.iter().map(|reoffer| (Some(reoffer.head.log), &reoffer.head));
            for (life, head) in present.chain(former.filter(|(_, head)| head.suite != 0)) {
                let entries = phone.disk.entries(STUDIO, life, 0, usize::MAX).unwrap();
                for entry in entries.iter().filter(|entry| entry.seq <= head.seq) {
                    if let KeptWhat::Change(doc, hash) = entry.what
                        && phone.disk.change(STUDIO, doc, hash).unwrap().is_some()
                    {
                        all.insert((doc, hash));
                    }
                }
            }
        }
        all
    }

    /// What a head shows to have been accepted is not held now, whoever left or was revoked since.
    fn check_old_judgements(&mut self, judged: &BTreeSet<(DocId, ChangeHash)>) {
        let held = self.server.studio().held().map(|held| (held.envelope.doc, held.envelope.hash()));
        let anew: Vec<_> = held.filter(|key| judged.contains(key)).collect();
        assert_eq!(anew, [], "accepted work was judged again");
    }

    /// Every decision that some phone knows.
    fn decisions_on_phones(&self) -> Decisions {
        let mut all = Decisions::default();
        for phone in &self.phones {
            all.add(phone.replica.members());
        }
        all
    }

    /// What the bureau decided and some phone knows is decided, whatever disk the server lost.
    fn check_decisions(&mut self, held: &Decisions) {
        let mut there = Decisions::default();
        there.add(&self.server.studio().state.members.clone());
        assert!(there.ended.is_superset(&held.ended), "a departure is forgotten");
        assert!(there.revoked.is_superset(&held.revoked), "a revocation is forgotten");
        assert!(there.grants.is_superset(&held.grants), "a role is forgotten");
        assert!(there.devices.is_superset(&held.devices), "a device is forgotten");
    }
}

/// The round trips of one exchange. Besides the plain ones, each refusal costs a trip (what
/// follows the refused change is made again and sent), and so does each step back to a common entry.
#[derive(Debug, Default)]
struct Trips {
    plain: usize,
    refusing: usize,
    set_back: usize,
    unknown: usize,
    /// Changes to exchange, or exchanged so far.
    changes: usize,
    travelled: usize,
}

impl Trips {
    fn count(&mut self, request: &Request, reply: &Reply) {
        self.travelled += read::<SyncRequest>(&request.bytes).unwrap().envelopes.len();
        match reply {
            Reply::Answer(answer) => {
                self.travelled += answer.entries.len();
                let refuses = answer.verdicts.iter().any(|judged| matches!(judged.verdict, Verdict::Refused(_)));
                match (answer.set_back.is_some(), refuses) {
                    (true, _) => self.set_back += 1,
                    (false, true) => self.refusing += 1,
                    (false, false) => self.plain += 1,
                }
            }
            _ => self.unknown += 1,
        }
        self.changes = self.changes.max(self.travelled);
    }

    /// At most three plain trips for 256 changes, and one for each time that a phone may have to start over; what else
    /// there is ends.
    fn check(&self, set_backs: usize) {
        assert!(self.plain <= 3 * (self.changes / 256 + 1) + set_backs, "{self:?}");
        assert!(self.refusing <= self.changes, "{self:?}");
        assert!(self.set_back <= 3 * (set_backs + 1), "{self:?}");
        assert!(self.unknown <= 3, "{self:?}");
        let all = self.plain + self.refusing + self.set_back + self.unknown;
        assert!(all <= TRIPS_MAX, "the exchange of differences does not end: {self:?}");
    }
}

#[derive(Default)]
struct Decisions {
    grants: BTreeSet<DecisionId>,
    ended: BTreeSet<DecisionId>,
    devices: BTreeSet<DeviceId>,
    revoked: BTreeSet<DeviceId>,
}

impl Decisions {
    fn add(&mut self, members: &Members) {
        self.grants.extend(members.grants.keys());
        self.ended.extend(members.ended.keys());
        self.devices.extend(members.devices.keys());
        self.revoked.extend(members.revoked.keys());
    }
}
