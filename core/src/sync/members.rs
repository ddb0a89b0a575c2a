//! Who is in a studio and under which terms, folded from its decisions. The order in which they
//! arrive changes nothing: a server that was set back gets some of them again behind newer ones.
//! Ends and revocations are final. It judges no change.

use std::collections::{BTreeMap, BTreeSet};

use crate::access::Role;
use crate::decision::{By, Decision, Founded, Terms, What};
use crate::id::{DecisionId, DeviceId, PersonId, PieceHash, PublicKey};
use crate::time::Millis;

/// A role that a person was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted {
    /// Who.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    /// Since when.
    pub since: Millis,
}

/// A device under somebody's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDevice {
    /// Whose.
    pub person: PersonId,
    /// Its key.
    pub key: PublicKey,
    /// What its owner calls it.
    pub name: String,
    /// Since when.
    pub since: Millis,
}

/// What the decisions of a studio say together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Members {
    /// The founding, and when.
    pub founded: Option<(Millis, Founded)>,
    /// Roles given, by decision.
    pub grants: BTreeMap<DecisionId, Granted>,
    /// Grants that ended, and when.
    pub ended: BTreeMap<DecisionId, Millis>,
    /// Devices.
    pub devices: BTreeMap<DeviceId, KnownDevice>,
    /// Devices no longer trusted, and since when.
    pub revoked: BTreeMap<DeviceId, Millis>,
    /// The project's terms with the highest number.
    pub terms: Option<Terms>,
    /// Notices of the bureau, oldest first.
    pub notices: Vec<(Millis, String)>,
    /// Pictures that the bureau erased: since when, and who said so.
    pub erased: BTreeMap<PieceHash, (Millis, By)>,
    terms_rank: Option<(u32, Millis, DecisionId)>,
    seen: BTreeSet<DecisionId>,
}

fn note_first<K: Ord>(all: &mut BTreeMap<K, Millis>, key: K, at: Millis) {
    let first = all.entry(key).or_insert(at);
    *first = at.min(*first);
}

impl Members {
    /// Takes a decision in. Twice is once.
    pub fn apply(&mut self, decision: &Decision) {
        if !self.seen.insert(decision.id) {
            return;
        }
        let at = decision.at;
        match &decision.what {
            What::Founded(founded) => self.founded = Some((at, founded.clone())),
            What::Grant(g) => {
                let granted = Granted { person: g.person, role: g.role, since: at };
                self.grants.insert(decision.id, granted);
            }
            What::End(end) => note_first(&mut self.ended, end.grant, at),
            What::Device(d) => {
                let known = KnownDevice { person: d.person, key: d.key, name: d.name.clone(), since: at };
                self.know(d.device, known);
            }
            What::Revoke(revoke) => note_first(&mut self.revoked, revoke.device, at),
            What::Terms(terms) => {
                let rank = (terms.number, at, decision.id);
                if self.terms_rank.is_none_or(|held| held < rank) {
                    self.terms_rank = Some(rank);
                    self.terms = Some(terms.clone());
                }
            }
            What::Notice(notice) => {
                let new = (at, notice.text.clone());
                let place = self.notices.partition_point(|held| *held <= new);
                self.notices.insert(place, new);
            }
            What::Erased(erased) => {
                let new = (at, decision.by.clone());
                let first = self.erased.entry(erased.hash).or_insert_with(|| new.clone());
                if new.0 < first.0 {
                    *first = new;
                }
            }
            What::Admit(_) | What::Restored(_) | What::Unknown(_) => {}
        }
    }

    /// A name belongs to the key that had it first.
    fn know(&mut self, device: DeviceId, new: KnownDevice) {
        let held = self.devices.entry(device).or_insert_with(|| new.clone());
        if (new.since, new.key) < (held.since, held.key) {
            *held = new;
        }
    }

    /// Whether a decision was taken in.
    pub fn has_seen(&self, id: DecisionId) -> bool {
        self.seen.contains(&id)
    }

    /// The greatest role that a person has now.
    pub fn role_of(&self, person: PersonId) -> Option<Role> {
        self.active().filter(|(_, g)| g.person == person).map(|(_, g)| g.role).min()
    }

    /// Roles that have not ended.
    pub fn active(&self) -> impl Iterator<Item = (DecisionId, &Granted)> {
        self.grants.iter().filter(|(id, _)| !self.ended.contains_key(id)).map(|(id, g)| (*id, g))
    }

    /// A device, trusted or not.
    pub fn device(&self, id: DeviceId) -> Option<&KnownDevice> {
        self.devices.get(&id)
    }

    /// Whether a device was revoked.
    pub fn is_revoked(&self, id: DeviceId) -> bool {
        self.revoked.contains_key(&id)
    }

    /// When the studio was founded; the epoch before it was.
    pub fn founded_at(&self) -> Millis {
        self.founded.as_ref().map_or(Millis(0), |(at, _)| *at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::{Device, End, Grant, Notice, Revoke};
    use crate::id::ProjectId;

    #[test]
    fn decisions_say_the_same_in_whatever_order_they_arrive() {
        let (grant, device) = (DecisionId([1; 16]), DeviceId([2; 16]));
        let named = |name: &str, key: u8| Device {
            device,
            person: PersonId([3; 16]),
            key: PublicKey([key; 32]),
            name: name.into(),
        };
        let terms = |name: &str| Terms {
            number: 1,
            project: ProjectId([4; 16]),
            name: name.into(),
            direction: 1,
            batch: 3,
            guide: "henan-2024-batch-3".into(),
            deadline: "2025-12-31".into(),
            extension: None,
            grant_fen: 0,
        };
        let all = [
            What::Grant(Grant { person: PersonId([3; 16]), role: Role::Backbone }),
            What::End(End { grant }),
            What::End(End { grant }),
            What::Device(named("旧手机", 1)),
            What::Device(named("新手机", 2)),
            What::Revoke(Revoke { device }),
            What::Revoke(Revoke { device }),
            What::Terms(terms("乡村首席教师")),
            What::Terms(terms("乡村首席教师工作室")),
            What::Notice(Notice { text: "十月交材料".into() }),
            What::Notice(Notice { text: "九月开会".into() }),
        ];
        let at = |n: usize| Millis(1_000 * i64::try_from(n).unwrap());
        let decided: Vec<_> = (1..)
            .zip(all)
            .map(|(n, what)| Decision { id: DecisionId([n; 16]), by: By::Server, at: at(n.into()), what })
            .collect();
        let (mut forth, mut back) = (Members::default(), Members::default());
        decided.iter().for_each(|decision| forth.apply(decision));
        decided.iter().rev().for_each(|decision| back.apply(decision));
        assert_eq!(forth, back);
        assert_eq!(forth.ended[&grant], at(2), "the role ended when it ended first");
        assert_eq!(forth.devices[&device].name, "旧手机");
    }
}
