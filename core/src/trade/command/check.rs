//! What a record lacks before it can be handed in, and what is too long to be saved at all. Pure
//! checks over flat fields, for commands and for forms alike; nothing is written here.

use std::collections::BTreeMap;

use super::Problem;
use crate::activity::Attendance;
use crate::birth_month::BirthMonth;
use crate::edit::Edit;
use crate::form::{self, FieldSpec, Input};
use crate::id::PersonId;
use crate::limits::{KEY_BYTES_MAX, TEXT_BYTES_MAX, TEXT_CHARS_MAX};
use crate::record::Scalar;
use crate::record_type::RecordType;
use crate::tolerant::{parse_day, parse_instant};

/// Characters of a person's name; the longest registered names have about 30.
pub const NAME_CHARS_MAX: usize = 40;

/// Flat key → value, as a record stands or as a form would leave it.
pub type Fields = BTreeMap<String, Scalar>;

/// Everything that must be put right before a record with these fields can be handed in.
pub fn problems(record_type: RecordType, fields: &Fields) -> Vec<Problem> {
    let mut found = Vec::new();
    for spec in form::fields(record_type) {
        if spec.required && !is_filled(spec, fields) && !is_covered(record_type, spec.key, fields) {
            found.push(missing(record_type, spec.key));
        }
        found.extend(misread(spec, fields));
    }
    found.extend(contradictions(record_type, fields));
    found
}

fn missing(record_type: RecordType, key: &str) -> Problem {
    let word = record_type.word();
    Problem::of(key, &format!("missing-{word}-{}", key.replace('_', "-")))
}

fn is_filled(spec: &FieldSpec, fields: &Fields) -> bool {
    match spec.input {
        Input::People | Input::Choices(_) | Input::OrderedPeople | Input::Lessons => {
            below(fields, spec.key).any(|(_, value)| value.as_bool() != Some(false))
        }
        Input::Attendance => below(fields, spec.key).any(|(_, value)| {
            let word = value.as_str().and_then(Attendance::from_word);
            word.is_none_or(Attendance::present)
        }),
        _ => has(fields, spec.key),
    }
}

/// Whether another field says the same: a link instead of a place, a length instead of an end.
fn is_covered(record_type: RecordType, key: &str, fields: &Fields) -> bool {
    match (record_type, key) {
        (RecordType::Activity, "place") => has(fields, "online_link"),
        (RecordType::Activity, "end") => has(fields, "hours"),
        (RecordType::Outcome, "authors") => has(fields, "other_authors"),
        _ => false,
    }
}

/// A value that does not read as what its field is.
fn misread(spec: &FieldSpec, fields: &Fields) -> Option<Problem> {
    let value = fields.get(spec.key)?;
    let text = value.as_str().unwrap_or_default();
    let (good, key) = match spec.input {
        Input::Day => (parse_day(text).is_some(), "problem-day"),
        Input::Month => (BirthMonth::read(text).is_some(), "problem-month"),
        Input::Instant => (parse_instant(text).is_some(), "problem-instant"),
        Input::Number | Input::Minutes => (value.as_int().is_some_and(|n| n >= 0), "problem-number"),
        Input::Person => (text.parse::<PersonId>().is_ok(), "problem-person"),
        _ => return None,
    };
    (!good && has(fields, spec.key)).then(|| Problem::of(spec.key, key))
}

fn contradictions(record_type: RecordType, fields: &Fields) -> Vec<Problem> {
    let text = |key: &str| fields.get(key).and_then(Scalar::as_str);
    let mut found = Vec::new();
    match record_type {
        RecordType::Activity => {
            let start = text("start").and_then(parse_instant);
            let end = text("end").and_then(parse_instant);
            if let (Some(start), Some(end)) = (start, end)
                && end <= start
            {
                found.push(Problem::of("end", "problem-end-before-start"));
            }
        }
        RecordType::Mentoring => {
            if text("mentor").is_some() && text("mentor") == text("mentee") {
                found.push(Problem::of("mentee", "problem-mentor-is-mentee"));
            }
            let day = text("day").and_then(parse_day);
            let next = text("next_on").and_then(parse_day);
            if let (Some(day), Some(next)) = (day, next)
                && next < day
            {
                found.push(Problem::of("next_on", "problem-next-before-day"));
            }
        }
        _ => {}
    }
    found
}

fn has(fields: &Fields, key: &str) -> bool {
    match fields.get(key) {
        None => false,
        Some(Scalar::Str(text)) => !text.trim().is_empty(),
        Some(_) => true,
    }
}

fn below<'a>(fields: &'a Fields, key: &str) -> impl Iterator<Item = (&'a str, &'a Scalar)> {
    let prefix = format!("{key}/");
    fields.range(prefix.clone()..).map_while(move |(name, value)| Some((name.strip_prefix(&prefix)?, value)))
}

/// What is too long to be saved: one text, or everything in one change.
pub(super) fn too_long(edits: &[Edit]) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut bytes = 0;
    for field in edits.iter().flat_map(|edit| &edit.fields) {
        if field.key.is_empty() || field.key.len() > KEY_BYTES_MAX {
            found.push(Problem::of(&field.key, "problem-key"));
        }
        let Some(text) = field.value.as_ref().and_then(Scalar::as_str) else {
            continue;
        };
        bytes += text.len();
        let chars = text.chars().count();
        if chars > TEXT_CHARS_MAX {
            let problem = Problem::of(&field.key, "problem-text-too-long");
            found.push(problem.with("max", TEXT_CHARS_MAX).with("have", chars));
        }
    }
    if found.is_empty() && bytes > TEXT_BYTES_MAX {
        let problem = Problem::of("", "problem-record-too-long");
        found.push(problem.with("max", TEXT_BYTES_MAX / 1024).with("have", bytes.div_ceil(1024)));
    }
    found
}

/// A month of birth that does not read as one: what stands in the roster is counted by, so it is asked for again.
pub(super) fn born_problem(born: &str) -> Option<Problem> {
    let good = born.trim().is_empty() || BirthMonth::read(born).is_some();
    (!good).then(|| Problem::of("born", "problem-month"))
}

/// A name that nobody has: empty, or longer than names are.
pub(super) fn name_problem(name: &str) -> Option<Problem> {
    let chars = name.trim().chars().count();
    match chars {
        0 => Some(Problem::of("name", "missing-person-name")),
        1..=NAME_CHARS_MAX => None,
        _ => Some(Problem::of("name", "problem-name-too-long").with("max", NAME_CHARS_MAX)),
    }
}
