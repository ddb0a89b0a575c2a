//! What a record lacks before it can be handed in, and what is too long to be saved at all. Pure
//! checks over flat fields, for commands and for forms alike; nothing is written here.

use super::Problem;
use crate::activity::Attendance;
use crate::birth_month::BirthMonth;
use crate::edit::Edit;
use crate::form::{FieldSpec, Input, Rule, Type};
use crate::id::{PersonId, RecordId};
use crate::limits::{KEY_BYTES_MAX, TEXT_BYTES_MAX, TEXT_CHARS_MAX};
use crate::record::Scalar;
use crate::record_type::RecordType;
pub use crate::tolerant::Fields;
use crate::tolerant::{self, below, parse_day, parse_instant};

/// Characters of a person's name; the longest registered names have about 30.
pub const NAME_CHARS_MAX: usize = 40;

/// Everything that must be put right before a record with these fields can be handed in. Fields that belong to another
/// kind of it are nobody's business.
pub fn problems(record_type: RecordType, fields: &Fields) -> Vec<Problem> {
    problems_of(record_type.says(), fields)
}

/// As [`problems`], for whatever is said of a type.
pub fn problems_of(says: &Type, fields: &Fields) -> Vec<Problem> {
    let mut found = Vec::new();
    for spec in says.shown(fields) {
        if spec.required && !is_filled(spec, fields) && !is_covered(says, spec.key, fields) {
            found.push(missing(says, spec.key));
        }
        found.extend(misread(spec, fields));
        if let Input::Rows(columns) = spec.input {
            found.extend(rows(says, spec.key, columns, fields));
        }
    }
    found.extend(says.rules.iter().filter_map(|rule| broken(says, rule, fields)));
    found
}

/// What the rows of a field lack, told at the row's own key.
fn rows(says: &Type, key: &str, columns: &[FieldSpec], fields: &Fields) -> Vec<Problem> {
    let mut found = Vec::new();
    for (id, row) in tolerant::rows(fields, key) {
        for column in columns {
            let at = format!("{key}/{id}/{}", column.key);
            if column.required && !is_filled(column, &row) {
                let word = format!("missing-{}-{key}-{}", says.word, column.key).replace('_', "-");
                found.push(Problem::of(&at, &word));
            }
            found.extend(misread(column, &row).map(|problem| Problem { field: at, ..problem }));
        }
    }
    found
}

fn missing(says: &Type, key: &str) -> Problem {
    Problem::of(key, &format!("missing-{}-{}", says.word, key.replace('_', "-")))
}

fn is_filled(spec: &FieldSpec, fields: &Fields) -> bool {
    match spec.input {
        Input::People | Input::Asked | Input::Choices(_) | Input::OrderedPeople | Input::Files(_) | Input::Rows(_) => {
            below(fields, spec.key).any(|(_, value)| value.as_bool() != Some(false))
        }
        Input::Marks => below(fields, spec.key).next().is_some(),
        Input::Attendance => below(fields, spec.key).any(|(_, value)| {
            let word = value.as_str().and_then(Attendance::from_word);
            word.is_none_or(Attendance::present)
        }),
        _ => has(fields, spec.key),
    }
}

/// Whether another field says enough instead: a link instead of a place, a length instead of an end.
fn is_covered(says: &Type, key: &str, fields: &Fields) -> bool {
    says.rules.iter().any(|rule| match rule {
        Rule::OneOf(keys) => {
            keys.first() == Some(&key)
                && keys.iter().skip(1).any(|other| says.field(other).is_some_and(|f| is_filled(f, fields)))
        }
        _ => false,
    })
}

/// A value that does not read as what its field is.
fn misread(spec: &FieldSpec, fields: &Fields) -> Option<Problem> {
    let value = fields.get(spec.key)?;
    let text = value.as_str().unwrap_or_default();
    let (good, key) = match spec.input {
        Input::Day => (parse_day(text).is_some(), "problem-day"),
        Input::Month => (BirthMonth::read(text).is_some(), "problem-month"),
        Input::Instant => (parse_instant(text).is_some(), "problem-instant"),
        Input::Number => (value.as_int().is_some_and(|n| n >= 0), "problem-number"),
        Input::Minutes => (value.as_int().is_some_and(|n| n >= 0), "problem-hours"),
        Input::Money => (value.as_int().is_some_and(|n| n >= 0), "problem-money"),
        Input::Person => (text.parse::<PersonId>().is_ok(), "problem-person"),
        Input::Record(_) => (text.parse::<RecordId>().is_ok(), "problem-record"),
        _ => return None,
    };
    (!good && has(fields, spec.key)).then(|| Problem::of(spec.key, key))
}

/// A rule that these fields break, told at its first field. Fields that are not filled break none.
fn broken(says: &Type, rule: &Rule, fields: &Fields) -> Option<Problem> {
    let text = |key: &str| fields.get(key).and_then(Scalar::as_str);
    let int = |key: &str| fields.get(key).and_then(Scalar::as_int);
    let moment = |key: &str| {
        let text = text(key)?;
        parse_instant(text).or_else(|| parse_day(text)?.and_hms_opt(0, 0, 0))
    };
    let (key, holds) = match rule {
        Rule::Differ(key, other) => (key, text(key).is_none() || text(key) != text(other)),
        Rule::NotBefore(key, other) => (key, moment(key).zip(moment(other)).is_none_or(|(one, two)| one >= two)),
        Rule::After(key, other) => (key, moment(key).zip(moment(other)).is_none_or(|(one, two)| one > two)),
        Rule::SaysHowLong(key, from, to) => {
            let apart = moment(from).zip(moment(to)).is_some_and(|(from, to)| from.date() < to.date());
            (key, !apart || has(fields, key))
        }
        Rule::UpTo(key, most) => (key, int(key).is_none_or(|count| count <= *most)),
        Rule::NoMoreThan(keys, most) => {
            let together = keys.iter().filter_map(|key| int(key)).fold(0, i64::saturating_add);
            (keys.first()?, int(most).is_none_or(|most| together <= most))
        }
        Rule::Within(key, ends, most) => {
            (key, minutes_long(fields, key, *ends).is_none_or(|long| (0..=*most).contains(&long)))
        }
        Rule::Stopped(key, (from, to)) => {
            let runs = |row: &Fields| tolerant::instant(row, from).is_some() && tolerant::instant(row, to).is_none();
            (key, !tolerant::rows(fields, key).values().any(runs))
        }
        // what is missing is told where it is asked for
        Rule::OneOf(_) => return None,
    };
    let problem = || Problem::of(key, &format!("rule-{}-{}", says.word, key.replace('_', "-")));
    (!holds).then(|| match rule {
        Rule::Stopped(key, _) => Problem::of(key, &format!("rule-{}-{key}-runs", says.word)),
        Rule::Within(.., most) => problem().with("hours", usize::try_from(most / 60).unwrap_or_default()),
        _ => problem(),
    })
}

/// From the first beginning among rows to their last end; below zero where one of them ends before it begins.
fn minutes_long(fields: &Fields, key: &str, (from, to): (&str, &str)) -> Option<i64> {
    let rows = tolerant::rows(fields, key);
    let spans = || rows.values().filter_map(|row| Some((tolerant::instant(row, from)?, tolerant::instant(row, to)?)));
    let turned = spans().map(|(from, to)| (to - from).num_minutes()).find(|long| *long < 0);
    let began = rows.values().filter_map(|row| tolerant::instant(row, from)).min();
    let ended = spans().map(|(_, to)| to).max();
    turned.or_else(|| Some((ended? - began?).num_minutes()))
}

fn has(fields: &Fields, key: &str) -> bool {
    match fields.get(key) {
        None => false,
        Some(Scalar::Str(text)) => !text.trim().is_empty(),
        Some(_) => true,
    }
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
