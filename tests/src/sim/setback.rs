//! The server loses its last days: a backup is put in place, by `restore` or by hand.

use std::collections::{BTreeMap, BTreeSet};

use studio_core::id::PersonId;

use crate::sim::disk::{Disks, SimDisk};
use crate::sim::effect::Effect;
use crate::sim::shelf::SimShelf;
use crate::sim::world::{World, words_in};

impl<D: Disks> World<D> {
    pub(super) fn set_back(&mut self) {
        if self.set_backs >= self.set_backs_max {
            return;
        }
        let Some(backup) = self.backup.take() else { return };
        self.set_backs += 1;
        self.server.log = SimDisk::new(backup.log);
        self.server.folder.rows = backup.rows;
        self.server.restart();
        let by_restore = self.rng.chance(50);
        // by hand, the folder of pictures may stay as it was
        if by_restore || (self.pictures.is_some() && self.rng.chance(50)) {
            self.server.folder.shelf = SimShelf::new(backup.shelf);
        }
        if by_restore {
            self.server.open_new_life();
            self.effects.note(Effect::SetBackByRestore);
        } else {
            self.effects.note(Effect::SetBackByHand);
        }
        self.mark_lost();
        self.free_everywhere();
    }

    /// Words that no disk holds any more: the wiped phone had not sent them, or the server that was
    /// set back had them alone.
    pub(super) fn mark_lost(&mut self) {
        let there = words_in(&self.server_bodies());
        let mut of_person: BTreeMap<PersonId, BTreeSet<u64>> = BTreeMap::new();
        for at in 0..self.phones.len() {
            let words = words_in(&self.phone_bodies(at));
            of_person.entry(self.phone(at).person).or_default().extend(words);
        }
        for token in self.tokens.iter_mut().filter(|t| !t.is_lost && !there.contains(&t.number)) {
            let mut holders = of_person.iter().filter(|(_, words)| words.contains(&token.number));
            token.is_with_others |= !holders.clone().any(|(person, _)| *person == token.person);
            token.is_lost = holders.next().is_none();
        }
        self.mark_lost_pictures();
    }
}
