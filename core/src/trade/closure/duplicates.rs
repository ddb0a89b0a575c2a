//! What may be the same and waits for an answer: two people with one name and no two schools, two records
//! of one meeting. It proposes; it joins nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::roster::Roster;
use crate::activity::{Activity, ActivityKind};
use crate::id::{PersonId, RecordId};
use crate::joined::Joined;
use crate::outcome::{Level, OutcomeKind};
use crate::read::naming::same_for_all;
use crate::read::{Kept, ReadModel, Typed};
use crate::record_type::RecordType;
use crate::time::Day;
use crate::tolerant;

/// Pairs of people of one name whose schools do not speak against it, not joined and not answered. Where a school is
/// missing, it may be anybody of that name.
pub(crate) fn people(model: &ReadModel, roster: &Roster<'_>) -> Vec<(PersonId, PersonId)> {
    let mut alike: BTreeMap<String, BTreeMap<&str, Vec<PersonId>>> = BTreeMap::new();
    for (_, id, person) in roster.faces().filter(|(_, _, person)| !person.name.trim().is_empty()) {
        let by_school = alike.entry(same_for_all(&person.name)).or_default();
        by_school.entry(person.school.trim()).or_default().push(id);
    }
    let told_apart = model.facts.person_pairs().filter(|(_, _, _, same)| !same);
    let told_apart: BTreeSet<(PersonId, PersonId)> =
        told_apart.map(|(_, a, b, _)| ordered(roster.root(a), roster.root(b))).collect();
    let open = |a: PersonId, b: PersonId| !told_apart.contains(&ordered(roster.root(a), roster.root(b)));
    let found = alike.values().flat_map(|by_school| of_one_name(by_school));
    found.map(|(a, b)| ordered(a, b)).filter(|(a, b)| open(*a, *b)).collect()
}

/// Those of one school, and those without a school beside each of the others.
fn of_one_name(by_school: &BTreeMap<&str, Vec<PersonId>>) -> Vec<(PersonId, PersonId)> {
    let nowhere = by_school.get("").map(Vec::as_slice).unwrap_or_default();
    let somewhere = || by_school.iter().filter(|(school, _)| !school.is_empty()).flat_map(|(_, ids)| ids);
    let in_one = by_school.values().flat_map(|ids| pairs(ids));
    in_one.chain(nowhere.iter().flat_map(|a| somewhere().take(NEXT).map(move |b| (*a, *b)))).collect()
}

/// Pairs of counted activities that agree in day, kind and at least half of the people (of the
/// larger group), not joined and not answered.
pub(crate) fn activities(
    model: &ReadModel,
    roster: &Roster<'_>,
    joined: &Joined<RecordId>,
) -> Vec<(RecordId, RecordId)> {
    let mut alike: BTreeMap<(Day, ActivityKind), Vec<Typed<'_, Activity>>> = BTreeMap::new();
    for kept in model.activities().filter(|kept| kept.counts()) {
        if let (Some(day), Some(kind)) = (kept.content.day, kept.content.kind) {
            alike.entry((day, kind)).or_default().push(kept);
        }
    }
    let open = open(model, joined);
    alike
        .values()
        .flat_map(|kept| pairs(kept))
        .filter(|(a, b)| open(a.id, b.id) && mostly_the_same(&there(a, roster), &there(b, roster)))
        .map(|(a, b)| (a.id, b.id))
        .collect()
}

/// Whether nobody has joined two records or told them apart: an answer about one of those that are one holds for all of
/// them.
fn open(model: &ReadModel, joined: &Joined<RecordId>) -> impl Fn(RecordId, RecordId) -> bool {
    let told_apart = apart(model).map(|(a, b)| ordered(joined.root(a), joined.root(b)));
    let told_apart: BTreeSet<(RecordId, RecordId)> = told_apart.collect();
    move |a, b| {
        let (a, b) = ordered(joined.root(a), joined.root(b));
        a != b && !told_apart.contains(&(a, b))
    }
}

/// Pairs of records of work that somebody looked at and called two.
pub(crate) fn apart(model: &ReadModel) -> impl Iterator<Item = (RecordId, RecordId)> {
    model.facts.work_pairs().filter(|(_, _, _, same)| !same).map(|(_, a, b, _)| (a, b))
}

/// Pairs of counted outcomes that agree in title, level and kind, not joined and not answered: one paper that two of its
/// authors recorded.
pub(crate) fn outcomes(model: &ReadModel, joined: &Joined<RecordId>) -> Vec<(RecordId, RecordId)> {
    let mut alike: BTreeMap<(String, Option<Level>, Option<OutcomeKind>), Vec<RecordId>> = BTreeMap::new();
    for kept in model.outcomes().filter(|kept| kept.counts()) {
        let title = plain(&kept.content.title);
        if !title.is_empty() {
            alike.entry((title, kept.content.level, kept.content.kind)).or_default().push(kept.id);
        }
    }
    let open = open(model, joined);
    alike.values().flat_map(|ids| pairs(ids)).filter(|(a, b)| open(*a, *b)).collect()
}

/// Pairs of counted observations of one teacher's lesson on one day by two observers, not joined and not answered: several
/// people sat in one lesson.
fn observations(model: &ReadModel, roster: &Roster<'_>, joined: &Joined<RecordId>) -> Vec<(RecordId, RecordId)> {
    let mut alike: BTreeMap<(Day, PersonId, String), Vec<&Kept>> = BTreeMap::new();
    for kept in model.each(RecordType::Observation).filter(|kept| kept.counts()) {
        let teacher = tolerant::person(&kept.fields, "teacher").map(|person| roster.root(person));
        let title = plain(&tolerant::text(&kept.fields, "lesson_title"));
        if let (Some(day), Some(teacher), false) = (kept.day(), teacher, title.is_empty()) {
            alike.entry((day, teacher, title)).or_default().push(kept);
        }
    }
    let open = open(model, joined);
    let two = |a: &Kept, b: &Kept| a.owner() != b.owner() && open(a.id, b.id);
    alike.values().flat_map(|kept| pairs(kept)).filter(|(a, b)| two(a, b)).map(|(a, b)| (a.id, b.id)).collect()
}

/// Pairs of records of work that may be one thing and wait for an answer. What was joined is asked about once, not once
/// for each of its records.
pub(crate) fn works(model: &ReadModel, roster: &Roster<'_>, joined: &Joined<RecordId>) -> Vec<(RecordId, RecordId)> {
    let mut open = activities(model, roster, joined);
    open.extend(outcomes(model, joined));
    open.extend(observations(model, roster, joined));
    let mut asked = BTreeSet::new();
    open.retain(|(a, b)| asked.insert(ordered(joined.root(*a), joined.root(*b))));
    open
}

/// A title without the marks and spaces around and in it.
fn plain(title: &str) -> String {
    title.chars().filter(|c| !c.is_whitespace() && !"《》〈〉“”\"'「」".contains(*c)).collect()
}

fn there(kept: &Typed<'_, Activity>, roster: &Roster<'_>) -> BTreeSet<PersonId> {
    kept.content.present().map(|person| roster.root(person)).collect()
}

fn mostly_the_same(a: &BTreeSet<PersonId>, b: &BTreeSet<PersonId>) -> bool {
    let both = a.intersection(b).count();
    both > 0 && both * 2 >= a.len().max(b.len())
}

fn ordered<T: Ord>(a: T, b: T) -> (T, T) {
    if a < b { (a, b) } else { (b, a) }
}

/// How many of the next ones each is held against: all of them among ten that are alike, and a page that nobody's
/// thousand namesakes can stop.
const NEXT: usize = 9;

fn pairs<T: Copy>(all: &[T]) -> impl Iterator<Item = (T, T)> {
    all.iter().enumerate().flat_map(move |(place, a)| all.iter().skip(place + 1).take(NEXT).map(move |b| (*a, *b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_pairs_of_ten_are_looked_at_and_of_thousands_so_many_for_each() {
        let ten: Vec<u16> = (0..10).collect();
        assert_eq!(pairs(&ten).count(), 45);
        let many: Vec<u16> = (0..3_000).collect();
        assert!(pairs(&many).count() <= NEXT * many.len());
        assert!(many.windows(2).all(|two| pairs(two).count() == 1), "neighbours always");
    }
}
