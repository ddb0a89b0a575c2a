//! 记录: the timeline, with its filter and search.

use chrono::Datelike;

use super::{Heading, PersonChip, RecordGroup, RecordList, RecordQuery, RecordRow, Scene, team};
use crate::face::{self, taking_part};
use crate::initials;
use crate::joined;
use crate::read::Kept;
use crate::record_type::RecordType;
use crate::time::Day;

/// The records that a query finds, newest first; what is to come begins with the nearest.
pub fn record_list(scene: &Scene<'_>, query: &RecordQuery) -> RecordList {
    let people = joined::people(&scene.model.facts);
    let term = |key| scene.guide.terms.iter().find(|term| term.key() == key);
    let within =
        |day: Option<Day>| query.term.is_none_or(|key| day.zip(term(key)).is_some_and(|(day, term)| term.holds(day)));
    let fits = |found: &&Kept| {
        let person = query.person.map(|id| people.root(id));
        found.deleted == query.deleted
            && within(found.day())
            && query.author.is_none_or(|author| found.owner() == Some(author))
            && query.state.is_none_or(|state| found.state == state)
            && person.is_none_or(|root| taking_part(found).iter().any(|id| people.root(*id) == root))
    };
    let says = |found: &&Kept| query.text.is_empty() || scene.row(found).is_some_and(|row| says(&row, &query.text));
    let mut found: Vec<&Kept> = scene.works().filter(fits).filter(says).collect();
    let of = |kind| found.iter().filter(|found| found.record_type == kind).count();
    let counts = RecordType::work().map(|kind| (kind, of(kind))).collect();
    let total = found.len();
    found.retain(|found| query.record_type.is_none_or(|kind| found.record_type == kind));
    let groups = grouped(in_order(found), scene.now.day());
    let people = if query.deleted { people_in_bin(scene, query) } else { Vec::new() };
    let mut list = RecordList { counts, total, groups: Vec::new(), more: 0, people };
    let mut room = query.most.unwrap_or(usize::MAX);
    for (heading, places) in groups {
        let rows: Vec<RecordRow> = places.iter().take(room).filter_map(|place| scene.row(place.found)).collect();
        room -= rows.len();
        list.more += places.len() - rows.len();
        if !rows.is_empty() {
            list.groups.push(RecordGroup { heading, count: places.len(), rows });
        }
    }
    list
}

/// A record in the timeline: rows are made only of those that are wanted, or a long list would cost with every look at it.
struct Place<'a> {
    day: Option<Day>,
    time: String,
    found: &'a Kept,
}

/// Newest first; records without a day come first of all, because they are unfinished.
fn in_order(found: Vec<&Kept>) -> Vec<Place<'_>> {
    let place = |found| Place { day: Kept::day(found), time: face::time(found), found };
    let mut places: Vec<Place<'_>> = found.into_iter().map(place).collect();
    let order = |place: &Place<'_>| place.day.unwrap_or(Day::MAX);
    places.sort_by(|a, b| (order(b), &b.time).cmp(&(order(a), &a.time)).then(a.found.id.cmp(&b.found.id)));
    places
}

/// People in the recycle bin, as far as the query asks for no kind and no writer of records.
fn people_in_bin(scene: &Scene<'_>, query: &RecordQuery) -> Vec<PersonChip> {
    if query.record_type.is_some() || query.author.is_some() || query.state.is_some() {
        return Vec::new();
    }
    let said = |chip: &PersonChip| {
        let mut words = query.text.split_whitespace();
        words.all(|word| initials::matches(&chip.name, word) || initials::matches(&chip.school, word))
    };
    team::bin(scene).into_iter().filter(said).collect()
}

/// Newest first; records without a day come first of all, because they are unfinished.
pub(super) fn newest_first(rows: &mut [RecordRow]) {
    rows.sort_by(|a, b| {
        let order = |row: &RecordRow| (row.day.unwrap_or(Day::MAX), row.time.clone());
        order(b).cmp(&order(a)).then(a.record.cmp(&b.record))
    });
}

fn says(row: &RecordRow, typed: &str) -> bool {
    let texts = || [&row.title, &row.place, &row.author_name, &row.no].into_iter().chain(&row.people);
    // of several words each must be found, whichever text says it; a title that holds a space is found by all of it
    let mut words = typed.split_whitespace();
    words.all(|word| texts().any(|text| initials::matches(text, word)))
}

fn grouped(places: Vec<Place<'_>>, today: Day) -> Vec<(Heading, Vec<Place<'_>>)> {
    let mut groups: Vec<(Heading, Vec<Place<'_>>)> = Vec::new();
    for place in places {
        let heading = heading(place.day, today);
        match groups.last_mut() {
            Some((last, group)) if *last == heading => group.push(place),
            _ => groups.push((heading, vec![place])),
        }
    }
    // the next one is what one looks for
    for (_, ahead) in groups.iter_mut().filter(|(heading, _)| *heading == Heading::Ahead) {
        ahead.sort_by(|a, b| (a.day, &a.time, a.found.id).cmp(&(b.day, &b.time, b.found.id)));
    }
    groups
}

fn heading(day: Option<Day>, today: Day) -> Heading {
    let Some(day) = day else {
        return Heading::Undated;
    };
    if day > today {
        return Heading::Ahead;
    }
    let week = |day: Day| day.num_days_from_ce() - i32::try_from(day.weekday().num_days_from_monday()).unwrap_or(0);
    match (week(today) - week(day)) / 7 {
        0 if day == today => Heading::Today,
        0 => Heading::ThisWeek,
        1 => Heading::LastWeek,
        _ => Heading::Month { year: day.year(), month: day.month() },
    }
}
