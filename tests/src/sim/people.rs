//! Members come, go and come back; devices are copied, wiped, revoked, renewed.

use studio_core::access::Role;
use studio_core::decision::{End, Grant, Revoke, What};
use studio_core::id::PersonId;
use studio_core::replica::Replica;
use studio_core::time::Millis;

use crate::sim::disk::{Disks, SimDisk};
use crate::sim::effect::Effect;
use crate::sim::phone::Phone;
use crate::sim::server::STUDIO;
use crate::sim::world::{PHONES_MAX, World};

impl<D: Disks> World<D> {
    /// A role is taken, given again or changed. The chief stays.
    pub(super) fn change_role(&mut self) {
        let at = 1 + self.rng.below(self.phones.len() - 1);
        let person = self.phone(at).person;
        if person == self.phone(0).person {
            return;
        }
        let role = self.server.studio().state.members.role_of(person);
        match role {
            None => {
                self.server.decide(What::Grant(Grant { person, role: Role::Backbone }));
                self.effects.note(Effect::RoleGivenAgain);
            }
            Some(Role::Assistant) => {
                self.end_roles(person);
                self.server.decide(What::Grant(Grant { person, role: Role::Backbone }));
            }
            Some(_) => self.end_roles(person),
        }
    }

    pub(super) fn end_roles(&mut self, person: PersonId) {
        let members = self.server.studio().state.members.clone();
        for (grant, _) in members.active().filter(|(_, g)| g.person == person) {
            self.server.decide(What::End(End { grant }));
            self.effects.note(Effect::RoleTaken);
        }
    }

    pub(super) fn revoke_device(&mut self) {
        let at = 2 + self.rng.below(self.phones.len() - 2);
        let device = self.phone(at).replica.identity().device;
        self.server.decide(What::Revoke(Revoke { device }));
        self.effects.note(Effect::Revoked);
    }

    /// Somebody gets another phone.
    pub(super) fn new_device_of_someone(&mut self) {
        if self.phones.len() >= PHONES_MAX {
            return;
        }
        let at = self.any_phone();
        let person = self.phone(at).person;
        let disk = (self.disks.store(), self.disks.pieces());
        let phone = Phone::enrol(disk, &mut self.server, person, &mut self.rng);
        self.phones.push(phone);
    }

    /// A profile is copied; both copies go on.
    pub(super) fn clone_device(&mut self) {
        if self.phones.len() >= PHONES_MAX {
            return;
        }
        let at = self.any_phone();
        if self.phone(at).disk.is_dead() {
            self.restart(at);
        }
        let Some(original) = self.phones.get(at) else { return };
        let disk = SimDisk::new(self.disks.copy_store(&original.disk.inner));
        let pieces = SimDisk::new(self.disks.copy_pieces(&original.pieces.inner));
        let replica = Replica::open(&disk, STUDIO, self.rng.bytes()).unwrap().unwrap();
        let person = original.person;
        self.phones.push(Phone::of((disk, pieces), replica, person));
    }

    /// A device's disk is gone. It comes back empty: under a new name, or, when who it is could be
    /// saved, under the old one.
    pub(super) fn wipe_device(&mut self) {
        let at = self.any_phone();
        if self.phone(at).disk.is_dead() {
            self.restart(at);
        }
        let (store, pieces) = (self.disks.store(), self.disks.pieces());
        let person = self.phone(at).person;
        if self.rng.chance(50) {
            let identity = self.phone(at).replica.identity().clone();
            let nonce = self.rng.bytes();
            let phone = self.phone(at);
            phone.disk = SimDisk::new(store);
            phone.pieces = SimDisk::new(pieces);
            phone.replica = Replica::begin_again(&mut phone.disk, identity, nonce).unwrap();
            phone.waiting = None;
            self.effects.note(Effect::DiskMadeAnew);
        } else {
            let phone = Phone::enrol((store, pieces), &mut self.server, person, &mut self.rng);
            *self.phone(at) = phone;
            self.effects.note(Effect::WipedCameBack);
        }
        self.mark_lost();
    }

    /// The chief lets the held work of a document in.
    pub(super) fn admit_held(&mut self) {
        let held = self.server.studio().held().cloned().collect::<Vec<_>>();
        let Some(one) = self.rng.pick(&held) else { return };
        let doc = one.envelope.doc;
        let hashes: Vec<_> = held.iter().filter(|h| h.envelope.doc == doc).map(|h| h.envelope.hash()).collect();
        self.server.admit(doc, &hashes);
        let left = self.server.studio().held().count();
        self.effects.note_many(Effect::Admitted, held.len() - left);
    }

    /// Unsent work travels by a backup file to another phone of the same person.
    pub(super) fn carry_backup_file(&mut self) {
        let from = self.any_phone();
        let person = self.phone(from).person;
        let Some(to) = (0..self.phones.len()).rev().find(|n| *n != from && self.phones[*n].person == person) else {
            return;
        };
        let phone = self.phone(from);
        let Ok(export) = phone.replica.export(&phone.disk, Millis(0)) else { return };
        let bytes = studio_core::cbor::to_vec(&export);
        let export = studio_core::wire::read(&bytes).unwrap();
        let phone = self.phone(to);
        match phone.replica.import(&mut phone.disk, &export) {
            Ok(taken) => {
                self.effects.note_many(Effect::Imported, taken);
                let phone = self.phone(to);
                assert_eq!(phone.replica.import(&mut phone.disk, &export), Ok(0), "twice is once");
            }
            Err(_) if self.phone(to).disk.is_dead() => self.restart(to),
            Err(_) => {}
        }
    }
}
