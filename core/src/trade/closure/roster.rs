//! Who is who for counting: joined people, roles, rural teachers. It counts no records.

use std::collections::{BTreeMap, BTreeSet};

use crate::access::Role;
use crate::id::PersonId;
use crate::joined::{self, Joined};
use crate::person::Person;
use crate::read::{Member, ReadModel};
use crate::time::Day;

/// The people of a studio as counting sees them: one for each component of joined people.
#[derive(Debug)]
pub(crate) struct Roster<'a> {
    model: &'a ReadModel,
    joined: Joined<PersonId>,
    /// Component → of its people outside the recycle bin one in post, else one whose school is known, else the one with
    /// the smallest id.
    faces: BTreeMap<PersonId, (PersonId, &'a Person)>,
    holders: BTreeSet<PersonId>,
    /// Component → every span of a role, past ones too. Most people never held one.
    spans: BTreeMap<PersonId, Vec<&'a Member>>,
    today: Day,
}

impl<'a> Roster<'a> {
    /// The roster as it stands today.
    pub(crate) fn new(model: &'a ReadModel, today: Day) -> Self {
        let joined = joined::people(&model.facts);
        let in_post: BTreeSet<PersonId> =
            model.studio.members.iter().filter(|m| m.holds_on(today)).map(|m| m.person).collect();
        let holders = in_post.iter().map(|person| joined.root(*person)).collect();
        let mut faces: BTreeMap<PersonId, (PersonId, &Person)> = BTreeMap::new();
        let rank = |id: &PersonId, person: &Person| (in_post.contains(id), !person.school.is_empty());
        for (id, person) in model.roster() {
            let face = faces.entry(joined.root(id)).or_insert((id, person));
            if rank(&id, person) > rank(&face.0, face.1) {
                *face = (id, person);
            }
        }
        let mut spans: BTreeMap<PersonId, Vec<&Member>> = BTreeMap::new();
        for member in &model.studio.members {
            spans.entry(joined.root(member.person)).or_default().push(member);
        }
        Self { model, joined, faces, holders, spans, today }
    }

    /// The one id that stands for a person.
    pub(crate) fn root(&self, person: PersonId) -> PersonId {
        self.joined.root(person)
    }

    /// How the roster describes a component; `None` when it does not know it.
    pub(crate) fn face(&self, root: PersonId) -> Option<(PersonId, &'a Person)> {
        self.faces.get(&root).copied()
    }

    /// Components with somebody in the roster.
    pub(crate) fn faces(&self) -> impl Iterator<Item = (PersonId, PersonId, &'a Person)> {
        self.faces.iter().map(|(root, (id, person))| (*root, *id, *person))
    }

    /// Components that hold a role today.
    pub(crate) fn holding(&self, role: Role) -> BTreeSet<PersonId> {
        let today = self.today;
        self.model
            .studio
            .members
            .iter()
            .filter(|m| m.role == role && m.holds_on(today))
            .map(|m| self.root(m.person))
            .collect()
    }

    /// Whether somebody held a role on the day of a record. Work that is older than their first role is judged by that
    /// one: a studio does its work before it is written down here.
    pub(crate) fn held(&self, root: PersonId, role: Role, day: Day) -> bool {
        let spans =
            || self.spans.get(&root).into_iter().flatten().filter(|m| m.until.is_none_or(|last| m.since <= last));
        let first = spans().map(|member| member.since).min();
        match first {
            Some(first) if day < first => spans().any(|member| member.since == first && member.role == role),
            _ => spans().any(|member| member.holds_on(day) && member.role == role),
        }
    }

    /// A rural teacher: in the roster, with no role today and none on the day of the record.
    pub(crate) fn is_rural_on(&self, root: PersonId, day: Day) -> bool {
        let spans = self.spans.get(&root);
        let held_then = || spans.is_some_and(|spans| spans.iter().any(|member| member.holds_on(day)));
        self.faces.contains_key(&root) && !self.holders.contains(&root) && !held_then()
    }

    /// A rural teacher today.
    pub(crate) fn is_rural(&self, root: PersonId) -> bool {
        self.faces.contains_key(&root) && !self.holders.contains(&root)
    }
}
