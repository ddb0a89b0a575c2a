//! What may be the same and waits for an answer: two people with one name and school, two records
//! of one meeting. It proposes; it joins nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::roster::Roster;
use crate::activity::{Activity, ActivityKind};
use crate::id::{PersonId, RecordId};
use crate::joined::Joined;
use crate::outcome::{Level, OutcomeKind};
use crate::read::{ReadModel, Typed};
use crate::time::Day;

/// Pairs of people whose name and school agree, or whose name agrees and of whom one has no school: not joined and not
/// answered.
pub(crate) fn people(model: &ReadModel, roster: &Roster<'_>) -> Vec<(PersonId, PersonId)> {
    let mut alike: BTreeMap<&str, Namesakes> = BTreeMap::new();
    let placed: BTreeSet<PersonId> =
        model.roster().filter(|(_, person)| !person.school.is_empty()).map(|(id, _)| roster.root(id)).collect();
    for (id, person) in model.roster().filter(|(_, person)| !person.name.is_empty()) {
        let namesakes = alike.entry(person.name.trim()).or_default();
        namesakes.by_school.entry(person.school.trim()).or_default().push(id);
        if !placed.contains(&roster.root(id)) {
            namesakes.nowhere.push(id);
        }
    }
    let answered: BTreeSet<(PersonId, PersonId)> =
        model.facts.person_pairs().map(|(_, a, b, _)| ordered(a, b)).collect();
    let open = |a: PersonId, b: PersonId| roster.root(a) != roster.root(b) && !answered.contains(&ordered(a, b));
    alike.values().flat_map(Namesakes::pairs).filter(|(a, b)| open(*a, *b)).collect()
}

/// People of one name.
#[derive(Debug, Default)]
struct Namesakes<'a> {
    by_school: BTreeMap<&'a str, Vec<PersonId>>,
    /// Those of whom nobody wrote a school, under none of their ids.
    nowhere: Vec<PersonId>,
}

impl Namesakes<'_> {
    fn pairs(&self) -> impl Iterator<Item = (PersonId, PersonId)> {
        let of_school = self.by_school.values().flat_map(|ids| pairs(ids));
        let somewhere = || self.by_school.iter().filter(|(school, _)| !school.is_empty()).flat_map(|(_, ids)| ids);
        let by_name = self.nowhere.iter().flat_map(move |a| somewhere().take(NEXT).map(|b| ordered(*a, *b)));
        of_school.chain(by_name)
    }
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
    let answered: BTreeSet<(RecordId, RecordId)> =
        model.facts.activity_pairs().map(|(_, a, b, _)| ordered(a, b)).collect();
    let open = |a: RecordId, b: RecordId| joined.root(a) != joined.root(b) && !answered.contains(&ordered(a, b));
    alike
        .values()
        .flat_map(|kept| pairs(kept))
        .filter(|(a, b)| open(a.id, b.id) && mostly_the_same(&there(a, roster), &there(b, roster)))
        .map(|(a, b)| (a.id, b.id))
        .collect()
}

/// Pairs of counted outcomes that agree in title, level and kind: one paper that two of its authors recorded.
pub(crate) fn outcomes(model: &ReadModel) -> Vec<(RecordId, RecordId)> {
    let mut alike: BTreeMap<(String, Option<Level>, Option<OutcomeKind>), Vec<RecordId>> = BTreeMap::new();
    for kept in model.outcomes().filter(|kept| kept.counts()) {
        let title = plain(&kept.content.title);
        if !title.is_empty() {
            alike.entry((title, kept.content.level, kept.content.kind)).or_default().push(kept.id);
        }
    }
    alike.values().flat_map(|ids| pairs(ids)).collect()
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
