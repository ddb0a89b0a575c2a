//! Everybody who can be chosen, each person once. It chooses nobody.

use std::collections::BTreeMap;

use super::{PersonChip, Scene};
use crate::activity::Activity;
use crate::closure::roster::Roster;
use crate::id::PersonId;
use crate::initials;
use crate::person::Person;
use crate::read::Typed;
use crate::time::Day;

impl Scene<'_> {
    /// A person to tap.
    pub(super) fn chip(&self, id: PersonId, person: &Person) -> PersonChip {
        PersonChip {
            person: id,
            also: Vec::new(),
            name: person.name.clone(),
            apart: self.model.apart(id).map(str::to_owned),
            initials: person.initials.clone(),
            spelled: initials::spelled_name(&person.name),
            school: person.school.clone(),
            township: person.township.clone(),
            subject: person.subject.clone(),
            role: self.model.role_on(id, self.now.day()),
        }
    }

    /// The same of one whose id alone is known.
    pub(super) fn chip_of(&self, id: PersonId) -> Option<PersonChip> {
        self.model.person(id).map(|kept| self.chip(id, kept.content))
    }
}

/// Members by role, then those whom the one who looks met most recently, then the others by the sound of their names.
pub(super) fn people(scene: &Scene<'_>, roster: &Roster<'_>, mine: &[Typed<'_, Activity>]) -> Vec<PersonChip> {
    let mut met: BTreeMap<PersonId, Day> = BTreeMap::new();
    for kept in mine {
        for person in kept.content.present() {
            let day = kept.content.day.unwrap_or_default();
            met.entry(roster.root(person)).and_modify(|last| *last = day.max(*last)).or_insert(day);
        }
    }
    let mut also: BTreeMap<PersonId, Vec<PersonId>> = BTreeMap::new();
    for (id, _) in scene.model.roster() {
        also.entry(roster.root(id)).or_default().push(id);
    }
    let chip = |(root, id, person): (PersonId, PersonId, &Person)| {
        let others = also.get(&root).into_iter().flatten().filter(|other| **other != id);
        (met.get(&root).copied(), PersonChip { also: others.copied().collect(), ..scene.chip(id, person) })
    };
    let mut chips: Vec<(Option<Day>, PersonChip)> = roster.faces().map(chip).collect();
    chips.sort_by(|(met_a, a), (met_b, b)| {
        let order = |chip: &PersonChip| (chip.role.is_none(), chip.role);
        order(a).cmp(&order(b)).then(met_b.cmp(met_a)).then(a.spelled.cmp(&b.spelled)).then(a.person.cmp(&b.person))
    });
    chips.into_iter().map(|(_, chip)| chip).collect()
}
