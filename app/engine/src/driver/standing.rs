//! Where this device stands: which studios, whose it is, whether it was stopped. Reads only, but for the owner's name,
//! which is kept for the day on which a stopped phone has forgotten the roster.

use studio_core::decision::{By, Decision, What};
use studio_core::guide::Shape;
use studio_core::replica::Replica;

use super::guide::named;
use super::{Engine, fresh};
use crate::messages::{Standing, Stopped, StoppedBy, StoppedWhat, StudioHere, Update};

/// The owner's name, as the roster or the invite last said it.
const OWN_NAME: &str = "engine/own-name";

/// The words of the studio's project; the usual ones while nobody knows its guide.
fn shape(replica: &Replica) -> Shape {
    let terms = replica.members().terms.as_ref();
    let direction = terms.and_then(|terms| named(replica, &terms.guide)?.direction(terms.direction).cloned());
    direction.map(|direction| direction.shape).unwrap_or_default()
}

impl Engine {
    pub(super) fn standing(&self) -> Standing {
        let open = self.replica.as_ref().map(|replica| self.studio_here(replica));
        let mut studios: Vec<StudioHere> = open.iter().cloned().collect();
        for studio in self.disk.store.studios().unwrap_or_default() {
            if open.as_ref().is_some_and(|here| here.studio == studio) {
                continue;
            }
            // Another studio of this device is only named: opening it reads it.
            if let Ok(Some(replica)) = Replica::open(self.disk.store.as_ref(), studio, fresh()) {
                studios.push(self.studio_here(&replica));
            }
        }
        Standing { open, studios }
    }

    fn studio_here(&self, replica: &Replica) -> StudioHere {
        let identity = replica.identity();
        let founded = replica.members().founded.as_ref().map(|(_, founded)| founded.name.clone());
        let open = self.is_open(replica);
        let named = open.then(|| self.picture.model.studio_name().to_owned()).filter(|name| !name.is_empty());
        StudioHere {
            studio: identity.studio,
            name: named.or(founded).unwrap_or_default(),
            person: identity.person,
            person_name: self.owner_name(replica),
            role: replica.members().role_of(identity.person),
            filling: replica.bookmark().synced_at.is_none(),
            stopped: self.stopped(replica),
            shape: Box::new(shape(replica)),
        }
    }

    fn is_open(&self, replica: &Replica) -> bool {
        self.replica.as_ref().is_some_and(|open| open.identity().studio == replica.identity().studio)
    }

    /// Whose phone this is in that studio; empty when nobody ever said it here.
    pub(super) fn owner_name(&self, replica: &Replica) -> String {
        let known = if self.is_open(replica) { self.picture.model.name_of(replica.identity().person) } else { "" };
        if known.is_empty() { replica.setting(OWN_NAME).unwrap_or_default().to_owned() } else { known.to_owned() }
    }

    /// Keeps a name for the owner.
    pub(super) fn note_own_name(&mut self, name: &str) {
        let known = self.replica.as_ref().is_some_and(|replica| replica.setting(OWN_NAME) == Some(name));
        if known || name.is_empty() {
            return;
        }
        if let Some(replica) = &mut self.replica
            && let Err(fault) = replica.set(self.disk.store.as_mut(), OWN_NAME, name)
        {
            let notice = self.disk_fault(&fault);
            self.tell(Update::Notice(notice));
        }
    }

    /// Whether the phone was stopped or its owner's roles all ended, since when, and for whom the server said it.
    fn stopped(&self, replica: &Replica) -> Option<Stopped> {
        let (members, identity) = (replica.members(), replica.identity());
        let own = |what: &What| match what {
            What::Revoke(revoke) => revoke.device == identity.device,
            What::End(end) => members.grants.get(&end.grant).is_some_and(|granted| granted.person == identity.person),
            _ => false,
        };
        let what = if members.is_revoked(identity.device) {
            StoppedWhat::Phone
        } else if members.grants.values().any(|granted| granted.person == identity.person)
            && members.role_of(identity.person).is_none()
        {
            StoppedWhat::Role
        } else {
            return None;
        };
        let is_it = |decision: &Decision| {
            own(&decision.what) && (what == StoppedWhat::Role) == matches!(decision.what, What::End(_))
        };
        // A stopped phone holds little: its own journal and what the server said.
        let saved = self.disk.store.load(identity.studio).ok().flatten()?;
        let mut said: Vec<Decision> =
            saved.decisions.iter().filter_map(|signed| signed.read().ok()).filter(is_it).collect();
        // A phone is stopped with the first word, a person has left with the last one.
        said.sort_by_key(|decision| decision.at);
        let decided = if what == StoppedWhat::Phone { said.first() } else { said.last() }?;
        let by = match &decided.by {
            By::Officer(_) => StoppedBy::Bureau,
            By::Member(person) => StoppedBy::Member(self.picture.model.name_of(*person).to_owned()),
            By::Server => StoppedBy::Server,
        };
        Some(Stopped { what, at: decided.at, by })
    }
}
