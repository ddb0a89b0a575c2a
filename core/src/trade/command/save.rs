//! Saving a record, with or without handing it in. Only fields that the user changed are written.

use super::check::{self, Fields};
use super::{Actor, CommandError, Draft, Problem, fact};
use crate::access::{Action, DocKind};
use crate::edit::{Edit, FieldEdit};
use crate::id::RecordId;
use crate::record::{Scalar, TYPE_KEY, version_of};
use crate::record_type::RecordType;

/// The key of 编号.
pub(crate) const NO_KEY: &str = "no";

/// Saves as far as it is written.
pub(super) fn save(actor: &Actor<'_>, draft: &Draft) -> Result<Vec<Edit>, CommandError> {
    let edit = edit_of(actor, draft)?;
    let edits: Vec<Edit> = edit.into_iter().collect();
    invalid(check::too_long(&edits))?;
    Ok(edits)
}

/// Writes fields of a record that stands; it gives birth to none.
pub(super) fn amend(actor: &Actor<'_>, draft: &Draft) -> Result<Vec<Edit>, CommandError> {
    actor.model.get(draft.record_type, draft.record).ok_or(CommandError::NoSuchRecord)?;
    save(actor, draft)
}

/// Saves and hands in; nothing is written while something is missing.
pub(super) fn finish(
    actor: &Actor<'_>,
    draft: &Draft,
    ids: &mut dyn Iterator<Item = [u8; 16]>,
) -> Result<Vec<Edit>, CommandError> {
    if !draft.record_type.says().work {
        return Err(CommandError::NotAllowed);
    }
    let mut edits = save(actor, draft)?;
    let fields = fields_after(actor, draft.record, &edits)?;
    invalid(check::problems(draft.record_type, &fields))?;
    let version = version_of(draft.record, fields.iter().map(|(k, v)| (k.as_str(), v)));
    edits.push(fact::submitted(draft.record, version, ids)?);
    Ok(edits)
}

/// The edit of a draft; `None` when an existing record would not change.
fn edit_of(actor: &Actor<'_>, draft: &Draft) -> Result<Option<Edit>, CommandError> {
    let kind = document_of(draft.record_type).ok_or(CommandError::NotAllowed)?;
    actor.must_be_allowed(Action::Write(kind))?;
    let record = target(actor, draft);
    let mut fields = changed(&draft.fields)?;
    let held = actor.model.find(record);
    match held {
        Some(found) => {
            if found.record_type != draft.record_type {
                return Err(CommandError::NoSuchRecord);
            }
            actor.must_own(found)?;
        }
        None => fields.splice(0..0, birth(actor, draft.record_type)).for_each(drop),
    }
    if draft.record_type == RecordType::Reply {
        invalid(check::problems(draft.record_type, &written(&fields)))?;
        answered(actor, &fields)?;
    }
    if draft.record_type == RecordType::Person {
        invalid(person_problems(&fields, held.is_none()))?;
    }
    let empty = fields.is_empty() && held.is_some();
    Ok((!empty).then_some(Edit { kind, record, fields }))
}

/// The values that are written.
fn written(fields: &[FieldEdit]) -> Fields {
    fields.iter().filter_map(|field| Some((field.key.clone(), field.value.clone()?))).collect()
}

/// An answer names a record that is here, and is not thrown away.
fn answered(actor: &Actor<'_>, fields: &[FieldEdit]) -> Result<(), CommandError> {
    let named = written(fields).get("record").and_then(Scalar::as_str).and_then(|id| id.parse().ok());
    let found = named.and_then(|record| actor.model.find(record)).filter(|found| !found.deleted);
    found.filter(|found| found.record_type.says().work).map(drop).ok_or(CommandError::NoSuchRecord)
}

/// Which document a hand-written type lies in.
fn document_of(record_type: RecordType) -> Option<DocKind> {
    let says = record_type.says();
    says.lies_in.first().copied().filter(|_| !says.fields.is_empty())
}

/// A studio has one profile: whoever sets it again edits the one that is there.
fn target(actor: &Actor<'_>, draft: &Draft) -> RecordId {
    let profile = actor.model.profile().filter(|_| draft.record_type == RecordType::Profile);
    profile.map_or(draft.record, |profile| profile.id)
}

/// The fields that the user really changed; an emptied text clears its field.
fn changed(fields: &[FieldEdit]) -> Result<Vec<FieldEdit>, CommandError> {
    if fields.iter().any(|field| [TYPE_KEY, NO_KEY].contains(&field.key.as_str())) {
        return Err(CommandError::NotAllowed);
    }
    let blank = |value: &Scalar| value.as_str().is_some_and(|text| text.trim().is_empty());
    Ok(fields
        .iter()
        .map(|field| FieldEdit { value: field.value.clone().filter(|value| !blank(value)), ..field.clone() })
        .filter(|field| field.value != field.seen)
        .collect())
}

/// What a new record says of itself.
fn birth(actor: &Actor<'_>, record_type: RecordType) -> Vec<FieldEdit> {
    let mut fields = vec![new_field(TYPE_KEY, record_type.word())];
    if record_type.says().numbered {
        fields.push(new_field(NO_KEY, next_no(actor)));
    }
    fields
}

/// A field that nobody has written before.
pub(super) fn new_field(key: &str, value: impl Into<Scalar>) -> FieldEdit {
    FieldEdit { key: key.to_owned(), seen: None, value: Some(value.into()) }
}

/// 编号, readable and unique offline: initials, two characters of the device, counter.
fn next_no(actor: &Actor<'_>) -> String {
    let model = actor.model;
    let mine = |born: crate::id::DeviceId, no: &str| -> Option<u32> {
        (born == actor.device).then(|| no.rsplit('-').next()?.parse().ok())?
    };
    let last = model.works().filter_map(|kept| mine(kept.born_on, &kept.no)).max().unwrap_or(0);
    let initials: String = crate::initials::of_name(model.name_of(actor.person)).chars().take(4).collect();
    let device: String = actor.device.to_string().to_uppercase().chars().take(2).collect();
    let who = if initials.is_empty() { "X" } else { &initials };
    format!("{who}-{device}-{:04}", last + 1)
}

fn person_problems(fields: &[FieldEdit], new: bool) -> Vec<Problem> {
    let text = |key: &str| {
        let field = fields.iter().find(|field| field.key == key)?;
        Some(field.value.as_ref().and_then(Scalar::as_str).unwrap_or_default())
    };
    let name = text("name").or_else(|| new.then_some(""));
    name.and_then(check::name_problem).into_iter().chain(text("born").and_then(check::born_problem)).collect()
}

/// How a record stands once the edits are made, as its version is computed from it.
pub(super) fn fields_after(actor: &Actor<'_>, record: RecordId, edits: &[Edit]) -> Result<Fields, CommandError> {
    let held = actor.model.find(record);
    let mut fields: Fields = held.map(|found| found.fields.clone()).unwrap_or_default();
    let conflicts = held.map(|found| found.conflicts.as_slice()).unwrap_or_default();
    let written: Vec<&FieldEdit> =
        edits.iter().filter(|edit| edit.record == record).flat_map(|edit| &edit.fields).collect();
    if conflicts.iter().any(|c| written.iter().all(|field| field.key != c.key)) {
        return Err(CommandError::TwoValues);
    }
    // a value that differs from the one seen is the replica's to refuse, with both values to show
    for field in written {
        match &field.value {
            Some(value) => fields.insert(field.key.clone(), value.clone()),
            None => fields.remove(&field.key),
        };
    }
    Ok(fields)
}

/// Nothing, or everything that must be put right.
pub(super) fn invalid(problems: Vec<Problem>) -> Result<(), CommandError> {
    if problems.is_empty() { Ok(()) } else { Err(CommandError::Invalid(problems)) }
}
