//! Adding people to the roster, one or a whole list. It joins nobody and deletes nobody.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::Ids;
use super::save::{invalid, new_field};
use super::{Actor, CommandError, NewPerson, Problem, check};
use crate::access::{Action, DocKind};
use crate::edit::Edit;
use crate::id::RecordId;
use crate::record::TYPE_KEY;
use crate::record_type::RecordType;

/// People in one list: the hundred three times over, and few enough operations for one change.
pub const PEOPLE_LIST_MAX: usize = 300;

/// Adds people.
pub(super) fn add(actor: &Actor<'_>, people: &[NewPerson], ids: &mut Ids<'_>) -> Result<Vec<Edit>, CommandError> {
    actor.must_be_allowed(Action::Write(DocKind::Roster))?;
    invalid(problems(actor, people))?;
    let mut edits = Vec::with_capacity(people.len());
    let lies_in = townships(actor, people);
    for person in people {
        let record = match person.person {
            Some(id) => RecordId(id.0),
            None => RecordId(ids.next().ok_or(CommandError::NoIds)?),
        };
        let township = if person.township.trim().is_empty() { lies_in.get(person.school.trim()) } else { None };
        edits.push(birth(record, person, township));
    }
    invalid(check::too_long(&edits))?;
    Ok(edits)
}

fn problems(actor: &Actor<'_>, people: &[NewPerson]) -> Vec<Problem> {
    if people.len() > PEOPLE_LIST_MAX {
        let problem = Problem::of("", "problem-list-too-long");
        return vec![problem.with("max", PEOPLE_LIST_MAX).with("have", people.len())];
    }
    let mut found = Vec::new();
    for (place, person) in people.iter().enumerate() {
        found.extend(check::name_problem(&person.name).map(|p| p.with("line", place + 1)));
        if person.person.is_some_and(|id| actor.model.person(id).is_some()) {
            found.push(Problem::of("name", "problem-person-already").with("name", &person.name));
        }
    }
    found
}

/// School → the township in which it lies, as far as everybody of the school says the same: nobody types it again for each
/// new teacher, and nothing is guessed where it was written in two ways.
fn townships<'a>(actor: &Actor<'a>, people: &'a [NewPerson]) -> BTreeMap<&'a str, &'a str> {
    let held = actor.model.roster().map(|(_, person)| (person.school.as_str(), person.township.as_str()));
    let new = people.iter().map(|person| (person.school.as_str(), person.township.as_str()));
    let mut said: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (school, township) in held.chain(new).map(|(school, township)| (school.trim(), township.trim())) {
        if !school.is_empty() && !township.is_empty() {
            said.entry(school).or_default().insert(township);
        }
    }
    let agreed = said.into_iter().filter(|(_, townships)| townships.len() == 1);
    agreed.filter_map(|(school, townships)| Some((school, *townships.first()?))).collect()
}

fn birth(record: RecordId, person: &NewPerson, lies_in: Option<&&str>) -> Edit {
    let mut fields = vec![new_field(TYPE_KEY, RecordType::Person.word())];
    let texts = [
        ("name", person.name.as_str()),
        ("school", &person.school),
        ("township", lies_in.copied().unwrap_or(&person.township)),
        ("subject", &person.subject),
    ];
    for (key, text) in texts.into_iter().map(|(key, text)| (key, text.trim())) {
        if !text.is_empty() {
            fields.push(new_field(key, text));
        }
    }
    Edit { kind: DocKind::Roster, record, fields }
}
