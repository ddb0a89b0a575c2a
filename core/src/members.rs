//! Who is in a studio and under which terms, folded from its decisions. Ends and revocations are
//! final in whatever order they arrive. It judges no change.

use std::collections::{BTreeMap, BTreeSet};

use crate::access::Role;
use crate::decision::{Decision, Founded, Terms, What};
use crate::id::{DecisionId, DeviceId, PersonId, PublicKey};
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
    seen: BTreeSet<DecisionId>,
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
            What::End(end) => {
                self.ended.entry(end.grant).or_insert(at);
            }
            What::Device(d) => {
                let known = KnownDevice { person: d.person, key: d.key, name: d.name.clone(), since: at };
                self.devices.entry(d.device).or_insert(known);
            }
            What::Revoke(revoke) => {
                self.revoked.entry(revoke.device).or_insert(at);
            }
            What::Terms(terms) => {
                if self.terms.as_ref().is_none_or(|held| held.number < terms.number) {
                    self.terms = Some(terms.clone());
                }
            }
            What::Notice(notice) => self.notices.push((at, notice.text.clone())),
            What::Admit(_) | What::Restored(_) | What::Unknown(_) => {}
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
