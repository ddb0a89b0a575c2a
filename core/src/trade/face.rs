//! How a record is named and who is in it, read from its fields by what its type says. It knows no single type.

use std::collections::BTreeSet;

use crate::activity::Attendance;
use crate::form::{FieldSpec, Input, Part, Rule};
use crate::id::PersonId;
use crate::read::{Kept, ReadModel};
use crate::record_type::RecordType;
use crate::time::Day;
use crate::tolerant::{self, Fields};

/// What every list says of a record.
#[derive(Debug)]
pub(crate) struct Looks {
    pub(crate) title: String,
    pub(crate) kind_key: String,
    pub(crate) level_key: String,
    pub(crate) day: Option<Day>,
    pub(crate) time: String,
    pub(crate) place: String,
    /// Who is in it; of those who were asked to come those who were there.
    pub(crate) people: Vec<PersonId>,
}

/// The looks of a record of work; `None` for any other.
pub(crate) fn looks(model: &ReadModel, kept: &Kept) -> Option<Looks> {
    let says = kept.record_type.says();
    let (face, fields) = (&says.face, &kept.fields);
    says.work.then(|| Looks {
        title: title(kept.record_type, fields, &|person| model.name_of(person).to_owned()),
        kind_key: chosen(model, kept.record_type, fields, face.kind),
        level_key: chosen(model, kept.record_type, fields, face.level),
        day: kept.day(),
        time: time(kept),
        place: face.place.map(|key| tolerant::text(fields, key)).unwrap_or_default(),
        people: says
            .fields
            .iter()
            .filter(|spec| face.people.contains(&spec.key) && spec.belongs(fields))
            .flat_map(|spec| there(spec, fields))
            .collect(),
    })
}

/// Local time of its start, `14:30`; empty when unknown.
pub(crate) fn time(kept: &Kept) -> String {
    tolerant::instant(&kept.fields, kept.record_type.says().face.day).map(crate::time::clock).unwrap_or_default()
}

/// The translation key of the word that a choice holds; of a county's own word what people read. Empty when it holds none
/// that is known.
fn chosen(model: &ReadModel, of: RecordType, fields: &Fields, key: Option<&str>) -> String {
    let spec = key.and_then(|key| of.says().field(key));
    let Some(FieldSpec { key, input: Input::Choice(choices), .. }) = spec else { return String::new() };
    let word = tolerant::str(fields, key).unwrap_or_default();
    let known = choices.iter().find(|(known, _)| *known == word).map(|(_, label)| *label);
    known.or_else(|| model.own.title(of, key, word)).unwrap_or_default().to_owned()
}

/// The title of a record with these fields, as its type's face says: `陈明：课堂提问的层次`. Empty when nothing that
/// it is made of is written yet.
pub fn title(of: RecordType, fields: &Fields, name_of: &dyn Fn(PersonId) -> String) -> String {
    let part = |part: &Part| match part {
        Part::Text(key) => tolerant::text(fields, key),
        Part::Name(key) => tolerant::person(fields, key).map(name_of).unwrap_or_default(),
        Part::Clause(key) => clause(&tolerant::text(fields, key)),
    };
    let parts: Vec<String> = of.says().face.title.iter().map(part).filter(|text| !text.is_empty()).collect();
    parts.join("：")
}

/// A title in two: the names in it, or of those who made what it names, and its texts; clauses of texts only where nothing else says them.
pub(crate) fn whom_and_what(
    of: RecordType,
    fields: &Fields,
    with_clauses: bool,
    name_of: &dyn Fn(PersonId) -> String,
) -> (String, String) {
    let (mut whom, mut what) = (Vec::new(), Vec::new());
    for part in of.says().face.title {
        match part {
            Part::Name(key) => whom.extend(tolerant::person(fields, key).map(name_of)),
            Part::Text(key) => what.push(tolerant::text(fields, key)),
            Part::Clause(key) if with_clauses => what.push(clause(&tolerant::text(fields, key))),
            Part::Clause(_) => {}
        }
    }
    if whom.is_empty() {
        // who made it is named where no title names anybody
        let makers = |spec: &&FieldSpec| spec.input == Input::OrderedPeople;
        let made = of.says().fields.iter().filter(makers).flat_map(|spec| named(spec, fields));
        whom.extend(made.map(name_of));
    }
    let joined = |mut parts: Vec<String>, by: &str| {
        parts.retain(|part| !part.is_empty());
        parts.join(by)
    };
    (joined(whom, "、"), joined(what, "："))
}

/// Who did what is done with the one whom the title names: the other side of two who must differ; empty where there is none.
pub(crate) fn other_side(of: RecordType, fields: &Fields, name_of: &dyn Fn(PersonId) -> String) -> String {
    let says = of.says();
    let titled = |key: &str| says.face.title.iter().any(|part| matches!(part, Part::Name(name) if *name == key));
    let other = says.rules.iter().find_map(|rule| match rule {
        Rule::Differ(one, other) if titled(one) => Some(*other),
        Rule::Differ(other, one) if titled(one) => Some(*other),
        _ => None,
    });
    other.and_then(|key| tolerant::person(fields, key)).map(name_of).unwrap_or_default()
}

/// Characters of a clause in a title.
const CLAUSE_CHARS_MAX: usize = 24;

/// The first clause of a text, as a title takes it in.
pub fn clause(text: &str) -> String {
    let first = text.split(['。', '；', '，', '\n', '！', '？']).find(|part| !part.trim().is_empty());
    first.unwrap_or_default().trim().chars().take(CLAUSE_CHARS_MAX).collect()
}

/// Everybody whom a field names, in the field's order; none when it names no people.
pub fn named(spec: &FieldSpec, fields: &Fields) -> Vec<PersonId> {
    match spec.input {
        Input::Person => tolerant::person(fields, spec.key).into_iter().collect(),
        Input::People | Input::Asked => yes(fields, spec.key).map(|(person, _)| person).collect(),
        Input::Attendance => tolerant::people(fields, spec.key).map(|(person, _)| person).collect(),
        Input::OrderedPeople => {
            let mut placed: Vec<(i64, PersonId)> =
                yes(fields, spec.key).map(|(person, place)| (place, person)).collect();
            placed.sort_unstable();
            placed.into_iter().map(|(_, person)| person).collect()
        }
        Input::Rows(columns) => columns
            .iter()
            .filter(|column| column.input == Input::Person)
            .flat_map(|column| in_rows(fields, spec.key, column.key))
            .collect(),
        _ => Vec::new(),
    }
}

/// As [`named`]; of those who were asked to come only those who were there.
pub(crate) fn there(spec: &FieldSpec, fields: &Fields) -> Vec<PersonId> {
    match spec.input {
        Input::Attendance => {}
        Input::Asked => return Vec::new(),
        _ => return named(spec, fields),
    }
    let present = |word: Option<&str>| word.and_then(Attendance::from_word).is_none_or(Attendance::present);
    tolerant::people(fields, spec.key).filter(|(_, how)| present(how.as_str())).map(|(person, _)| person).collect()
}

/// People below a key with the place that stands there; those without a place come last.
fn yes(fields: &Fields, key: &str) -> impl Iterator<Item = (PersonId, i64)> {
    let said = tolerant::people(fields, key).filter(|(_, value)| value.as_bool() != Some(false));
    said.map(|(person, value)| (person, value.as_int().unwrap_or(i64::MAX)))
}

fn in_rows(fields: &Fields, key: &str, column: &str) -> Vec<PersonId> {
    let of_column = |(rest, _): &(&str, &crate::record::Scalar)| rest.split_once('/').is_some_and(|(_, c)| c == column);
    tolerant::below(fields, key).filter(of_column).filter_map(|(_, value)| value.as_str()?.parse().ok()).collect()
}

/// Everybody who has to do with a record, in whatever part, and its author.
pub fn involved(kept: &Kept) -> BTreeSet<PersonId> {
    let shown = kept.record_type.says().shown(&kept.fields);
    shown.flat_map(|spec| named(spec, &kept.fields)).chain(kept.owner()).collect()
}

/// As [`involved`], without those who were asked to come and of whom nothing else is said.
pub(crate) fn taking_part(kept: &Kept) -> BTreeSet<PersonId> {
    let shown = kept.record_type.says().shown(&kept.fields).filter(|spec| spec.input != Input::Asked);
    shown.flat_map(|spec| named(spec, &kept.fields)).chain(kept.owner()).collect()
}

/// Everybody into whose 成长档案 a record goes: as [`involved`], without those on leave and without the author, who
/// only wrote it.
pub(crate) fn portfolios(kept: &Kept) -> BTreeSet<PersonId> {
    let shown = kept.record_type.says().shown(&kept.fields);
    shown.flat_map(|spec| there(spec, &kept.fields)).collect()
}
