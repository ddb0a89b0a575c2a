//! Stating and withdrawing facts: handing in, taking back, the recycle bin, who is who.

use std::collections::BTreeSet;

use super::save::{invalid, new_field};
use super::{Actor, Answer, CommandError, Problem, check};
use crate::access::{Action, DocKind};
use crate::edit::{Edit, FieldEdit};
use crate::fact::{Fact, Statement};
use crate::id::{PersonId, RecordId, Version};
use crate::joined::Joined;
use crate::read::{Kept, State};
use crate::record::{Scalar, TYPE_KEY};
use crate::record_type::RecordType;

/// Fresh random ids.
pub(super) type Ids<'a> = dyn Iterator<Item = [u8; 16]> + 'a;

/// The fact that a version was handed in.
pub(super) fn submitted(record: RecordId, version: Version, ids: &mut Ids<'_>) -> Result<Edit, CommandError> {
    let fields = vec![
        new_field(TYPE_KEY, RecordType::Submitted.word()),
        new_field("record", record.to_string()),
        new_field("version", Scalar::Bytes(version.0.to_vec())),
    ];
    Ok(Edit { kind: DocKind::Journal, record: fresh(ids)?, fields })
}

fn fresh(ids: &mut Ids<'_>) -> Result<RecordId, CommandError> {
    ids.next().map(RecordId).ok_or(CommandError::NoIds)
}

/// Hands in a version of a record.
pub(super) fn submit(
    actor: &Actor<'_>,
    record: RecordId,
    version: Version,
    ids: &mut Ids<'_>,
) -> Result<Vec<Edit>, CommandError> {
    let found = own_work(actor, record)?;
    if !found.conflicts.is_empty() {
        return Err(CommandError::TwoValues);
    }
    if found.version != Some(version) || found.deleted {
        return Err(CommandError::Changed);
    }
    invalid(check::problems(found.record_type, &found.fields))?;
    if found.state == State::Submitted {
        return Ok(Vec::new());
    }
    Ok(vec![submitted(record, version, ids)?])
}

/// Takes a record back.
pub(super) fn withdraw(actor: &Actor<'_>, record: RecordId) -> Result<Vec<Edit>, CommandError> {
    let found = own_work(actor, record)?;
    Ok(withdraw_all(actor, found, |s| matches!(s, Statement::Submitted { .. })))
}

/// Puts a record, an answer or a person into the recycle bin.
pub(super) fn delete(actor: &Actor<'_>, record: RecordId, ids: &mut Ids<'_>) -> Result<Vec<Edit>, CommandError> {
    let found = deletable(actor, record)?;
    let today = actor.now.day();
    if found.record_type == RecordType::Person && actor.model.role_on(PersonId(record.0), today).is_some() {
        invalid(vec![Problem::of("", "problem-person-has-role")])?;
    }
    // Thrown away once more is what was changed since: its author has seen the newer text.
    if found.deleted && !found.deleted_unseen(&actor.model.facts) {
        return Ok(Vec::new());
    }
    let mut fields = vec![new_field(TYPE_KEY, RecordType::Deleted.word()), new_field("record", record.to_string())];
    fields.extend(found.version.map(|version| new_field("version", Scalar::Bytes(version.0.to_vec()))));
    Ok(vec![Edit { kind: found.meta.kind, record: fresh(ids)?, fields }])
}

/// Takes a record or a person out of the recycle bin.
pub(super) fn undelete(actor: &Actor<'_>, record: RecordId) -> Result<Vec<Edit>, CommandError> {
    let found = deletable(actor, record)?;
    Ok(withdraw_all(actor, found, |s| matches!(s, Statement::Deleted { .. })))
}

/// A record of work that the one who acts wrote.
pub(super) fn own_work<'a>(actor: &Actor<'a>, record: RecordId) -> Result<&'a Kept, CommandError> {
    let found = actor.model.find(record).ok_or(CommandError::NoSuchRecord)?;
    if !found.record_type.says().work {
        return Err(CommandError::NotAllowed);
    }
    actor.must_be_allowed(Action::Write(found.meta.kind))?;
    actor.must_own(found)?;
    Ok(found)
}

fn deletable<'a>(actor: &Actor<'a>, record: RecordId) -> Result<&'a Kept, CommandError> {
    match actor.model.find(record) {
        None => Err(CommandError::NoSuchRecord),
        Some(found) if found.record_type == RecordType::Person => {
            actor.must_be_allowed(Action::Write(DocKind::Roster))?;
            Ok(found)
        }
        Some(found) if [RecordType::Paragraph, RecordType::Filed, RecordType::Edition].contains(&found.record_type) => {
            actor.must_be_allowed(Action::Write(found.meta.kind))?;
            Ok(found)
        }
        Some(found) if found.record_type == RecordType::Reply => {
            actor.must_be_allowed(Action::Write(found.meta.kind))?;
            actor.must_own(found)?;
            Ok(found)
        }
        Some(_) => own_work(actor, record),
    }
}

fn withdraw_all(actor: &Actor<'_>, found: &Kept, which: fn(&Statement) -> bool) -> Vec<Edit> {
    let meta = found.meta;
    actor
        .model
        .facts
        .about(found.id, meta.kind, meta.owner)
        .filter(|fact| which(&fact.statement))
        .map(withdrawal)
        .collect()
}

fn withdrawal(fact: &Fact) -> Edit {
    let fields = vec![new_field("withdrawn", true)];
    Edit { kind: fact.kind, record: fact.id, fields }
}

/// Says whether two people are one. Said to be two though they were joined, the second one leaves.
pub(super) fn same_person(
    actor: &Actor<'_>,
    pair: (PersonId, PersonId),
    answer: Answer,
    ids: &mut Ids<'_>,
) -> Result<Vec<Edit>, CommandError> {
    let known = |id: PersonId| actor.model.person(id).is_some();
    let texts = (pair.0.to_string(), pair.1.to_string());
    let held: Vec<(&Fact, bool)> = actor
        .model
        .facts
        .person_pairs()
        .filter(|(_, a, b, _)| same_pair((*a, *b), pair))
        .map(|(fact, _, _, same)| (fact, same))
        .collect();
    let good = known(pair.0) && known(pair.1) && pair.0 != pair.1;
    let mut edits = answer_pair(actor, RecordType::SamePerson, good, texts, &held, answer, ids)?;
    if answer == Answer::Different {
        edits.extend(leave(RecordType::SamePerson, joining(actor.model.facts.person_pairs()), pair, ids)?);
    }
    Ok(edits)
}

fn joining<'a, T>(pairs: impl Iterator<Item = (&'a Fact, T, T, bool)>) -> Vec<(&'a Fact, T, T)> {
    pairs.filter(|(_, _, _, same)| *same).map(|(fact, a, b, _)| (fact, a, b)).collect()
}

/// What else joins the second of a pair with others is withdrawn; those others stay one. A pair that was never one parts
/// nobody: whoever says that a third one is another thing says nothing about the two.
fn leave<T: Copy + Ord + std::fmt::Display>(
    record_type: RecordType,
    joining: Vec<(&Fact, T, T)>,
    pair: (T, T),
    ids: &mut Ids<'_>,
) -> Result<Vec<Edit>, CommandError> {
    let (stays, leaver) = pair;
    let one = Joined::over(joining.iter().map(|(_, a, b)| (*a, *b)));
    if one.root(stays) != one.root(leaver) {
        return Ok(Vec::new());
    }
    let other = |a: T, b: T| match (leaver == a, leaver == b) {
        (true, _) => Some(b),
        (_, true) => Some(a),
        _ => None,
    };
    let rest = Joined::over(joining.iter().filter(|(_, a, b)| other(*a, *b).is_none()).map(|(_, a, b)| (*a, *b)));
    let left: Vec<(&Fact, T)> = joining.iter().filter_map(|(fact, a, b)| Some((*fact, other(*a, *b)?))).collect();
    let mut edits: Vec<Edit> = left.iter().filter(|(_, one)| *one != stays).map(|(fact, _)| withdrawal(fact)).collect();
    let mut linked = BTreeSet::new();
    let groups: Vec<T> = left.iter().map(|(_, one)| *one).filter(|one| linked.insert(rest.root(*one))).collect();
    for two in groups.windows(2) {
        if let [a, b] = two {
            edits.push(same_fact(record_type, *a.min(b), *a.max(b), ids)?);
        }
    }
    Ok(edits)
}

fn same_fact(
    record_type: RecordType,
    a: impl std::fmt::Display,
    b: impl std::fmt::Display,
    ids: &mut Ids<'_>,
) -> Result<Edit, CommandError> {
    let fields =
        vec![new_field(TYPE_KEY, record_type.word()), new_field("a", a.to_string()), new_field("b", b.to_string())];
    Ok(Edit { kind: DocKind::Charter, record: fresh(ids)?, fields })
}

/// Says whether two records of one type of work are one thing. Said to be two though they were joined, the second one
/// leaves.
pub(super) fn same_work(
    actor: &Actor<'_>,
    pair: (RecordId, RecordId),
    answer: Answer,
    ids: &mut Ids<'_>,
) -> Result<Vec<Edit>, CommandError> {
    let facts = &actor.model.facts;
    let of = |id: RecordId| actor.model.find(id).map(|kept| kept.record_type).filter(|of| of.says().work);
    let texts = (pair.0.to_string(), pair.1.to_string());
    let held: Vec<(&Fact, bool)> = facts
        .work_pairs()
        .filter(|(_, a, b, _)| same_pair((*a, *b), pair))
        .map(|(fact, _, _, same)| (fact, same))
        .collect();
    let good = of(pair.0).is_some() && of(pair.0) == of(pair.1) && pair.0 != pair.1;
    let word = word_of(of(pair.0));
    let mut edits = answer_pair(actor, word, good, texts, &held, answer, ids)?;
    if answer == Answer::Different {
        edits.extend(leave(word, joining(facts.work_pairs()), pair, ids)?);
    }
    Ok(edits)
}

/// The fact that joins records of a type: of meetings the one that phones of the first release read too.
fn word_of(of: Option<RecordType>) -> RecordType {
    if of == Some(RecordType::Activity) { RecordType::SameActivity } else { RecordType::SameWork }
}

fn same_pair<T: PartialEq>(held: (T, T), asked: (T, T)) -> bool {
    (held.0 == asked.0 && held.1 == asked.1) || (held.0 == asked.1 && held.1 == asked.0)
}

/// Withdraws every answer that says otherwise and states the new one, unless it stands already.
fn answer_pair(
    actor: &Actor<'_>,
    record_type: RecordType,
    good: bool,
    (a, b): (String, String),
    held: &[(&Fact, bool)],
    answer: Answer,
    ids: &mut Ids<'_>,
) -> Result<Vec<Edit>, CommandError> {
    actor.must_be_allowed(Action::Write(DocKind::Charter))?;
    if !good {
        return Err(CommandError::NoSuchRecord);
    }
    let wanted = match answer {
        Answer::Same => Some(true),
        Answer::Different => Some(false),
        Answer::Open => None,
    };
    let mut edits: Vec<Edit> =
        held.iter().filter(|(_, same)| Some(*same) != wanted).map(|(fact, _)| withdrawal(fact)).collect();
    let stands = held.iter().any(|(_, same)| Some(*same) == wanted);
    if let Some(same) = wanted
        && !stands
    {
        let (first, second) = if a < b { (a, b) } else { (b, a) };
        let mut fields: Vec<FieldEdit> =
            vec![new_field(TYPE_KEY, record_type.word()), new_field("a", first), new_field("b", second)];
        if !same {
            fields.push(new_field("same", false));
        }
        edits.push(Edit { kind: DocKind::Charter, record: fresh(ids)?, fields });
    }
    Ok(edits)
}
