//! Adding people to the roster, one or a whole list. It joins nobody and deletes nobody.

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
    for person in people {
        let record = match person.person {
            Some(id) => RecordId(id.0),
            None => RecordId(ids.next().ok_or(CommandError::NoIds)?),
        };
        edits.push(birth(record, person));
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

fn birth(record: RecordId, person: &NewPerson) -> Edit {
    let mut fields = vec![new_field(TYPE_KEY, RecordType::Person.word())];
    let texts = [
        ("name", &person.name),
        ("school", &person.school),
        ("township", &person.township),
        ("subject", &person.subject),
    ];
    for (key, text) in texts {
        if !text.trim().is_empty() {
            fields.push(new_field(key, text.trim()));
        }
    }
    Edit { kind: DocKind::Roster, record, fields }
}
