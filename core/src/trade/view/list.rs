//! 记录: the timeline, with its filter and search.

use chrono::Datelike;

use super::{Heading, PersonChip, RecordGroup, RecordList, RecordQuery, RecordRow, Scene, team};
use crate::face::taking_part;
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
    let mut rows: Vec<RecordRow> =
        scene.works().filter(fits).filter_map(|found| scene.row(found)).filter(|row| says(row, &query.text)).collect();
    let counts =
        RecordType::work().map(|kind| (kind, rows.iter().filter(|row| row.record_type == kind).count())).collect();
    let total = rows.len();
    rows.retain(|row| query.record_type.is_none_or(|kind| row.record_type == kind));
    newest_first(&mut rows);
    let people = if query.deleted { people_in_bin(scene, query) } else { Vec::new() };
    RecordList { counts, total, groups: grouped(rows, scene.now.day()), people }
}

/// People in the recycle bin, as far as the query asks for no kind and no writer of records.
fn people_in_bin(scene: &Scene<'_>, query: &RecordQuery) -> Vec<PersonChip> {
    if query.record_type.is_some() || query.author.is_some() || query.state.is_some() {
        return Vec::new();
    }
    let said =
        |chip: &PersonChip| initials::matches(&chip.name, &query.text) || initials::matches(&chip.school, &query.text);
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
    let texts = [&row.title, &row.place, &row.author_name, &row.no];
    texts.into_iter().chain(&row.people).any(|text| initials::matches(text, typed))
}

fn grouped(rows: Vec<RecordRow>, today: Day) -> Vec<RecordGroup> {
    let mut groups: Vec<RecordGroup> = Vec::new();
    for row in rows {
        let heading = heading(row.day, today);
        match groups.last_mut() {
            Some(group) if group.heading == heading => group.rows.push(row),
            _ => groups.push(RecordGroup { heading, rows: vec![row] }),
        }
    }
    // the next one is what one looks for
    for ahead in groups.iter_mut().filter(|group| group.heading == Heading::Ahead) {
        ahead.rows.sort_by(|a, b| (a.day, &a.time, a.record).cmp(&(b.day, &b.time, b.record)));
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
