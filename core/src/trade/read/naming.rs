//! How people are called where several bear one name: 王丽（石佛小学）. It says nothing about who is who.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::ReadModel;
use crate::id::PersonId;
use crate::joined::{self, Joined};

/// Those who share a name with somebody else, each with what tells them apart. It follows from the records: it is
/// computed when somebody asks, and forgotten when a record comes in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Naming(OnceLock<BTreeMap<PersonId, String>>);

impl PartialEq for Naming {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Naming {}

impl ReadModel {
    /// What tells a person from another one of the same name: the school, else the township, else the subject; empty
    /// when nothing of it is known. `None` when nobody else bears the name.
    pub fn apart(&self, person: PersonId) -> Option<&str> {
        self.naming.0.get_or_init(|| shared(self)).get(&person).map(String::as_str)
    }

    /// A person's name, and what tells them from others of that name: 王丽（石佛小学）.
    pub fn called(&self, person: PersonId) -> String {
        let name = self.name_of(person);
        match self.apart(person) {
            Some(apart) if !apart.is_empty() => format!("{name}（{apart}）"),
            _ => name.to_owned(),
        }
    }
}

/// A name without the spaces that people and keyboards put into it.
pub(crate) fn same_for_all(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

fn shared(model: &ReadModel) -> BTreeMap<PersonId, String> {
    let mut by_name: BTreeMap<String, BTreeSet<PersonId>> = BTreeMap::new();
    let in_roster = model.roster().map(|(id, _)| id);
    for id in in_roster.chain(model.studio.names.keys().copied()) {
        let name = same_for_all(model.name_of(id));
        if !name.is_empty() {
            by_name.entry(name).or_default().insert(id);
        }
    }
    by_name.retain(|_, ids| ids.len() > 1);
    if by_name.is_empty() {
        return BTreeMap::new();
    }
    let joined = joined::people(&model.facts);
    by_name.values().flat_map(|ids| told_apart(model, &joined, ids)).collect()
}

/// The people of one name, if they are several, each with what tells them apart.
fn told_apart(model: &ReadModel, joined: &Joined<PersonId>, ids: &BTreeSet<PersonId>) -> Vec<(PersonId, String)> {
    let mut people: BTreeMap<PersonId, Vec<PersonId>> = BTreeMap::new();
    ids.iter().for_each(|id| people.entry(joined.root(*id)).or_default().push(*id));
    if people.len() < 2 {
        return Vec::new();
    }
    let places: Vec<String> =
        people.values().map(|ids| first(model, ids, |p| [&p.school, &p.township, &p.subject])).collect();
    let alone = |place: &String| places.iter().filter(|other| *other == place).count() == 1;
    let mut told = Vec::new();
    for (ids, place) in people.values().zip(&places) {
        let subject = first(model, ids, |p| [&p.subject, &p.title, &p.post]);
        let apart = if alone(place) || subject == *place { place.clone() } else { format!("{place} {subject}") };
        told.extend(ids.iter().map(|id| (*id, apart.trim().to_owned())));
    }
    told
}

/// The first of these texts that some entry of a person has.
fn first(model: &ReadModel, ids: &[PersonId], texts: fn(&crate::person::Person) -> [&String; 3]) -> String {
    let entries: Vec<[&String; 3]> =
        ids.iter().filter_map(|id| model.person(*id)).map(|kept| texts(kept.content)).collect();
    let of_rank = |rank: usize| entries.iter().filter_map(move |entry| entry.get(rank).copied());
    (0..3).flat_map(of_rank).find(|text| !text.trim().is_empty()).map(|text| text.trim().to_owned()).unwrap_or_default()
}
