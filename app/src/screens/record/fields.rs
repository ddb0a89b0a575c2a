//! Every field of a record that holds something, in the form's order, as people read it.

use std::collections::BTreeMap;

use studio_core::form::{self, FieldSpec, Input};
use studio_core::id::PersonId;
use studio_core::record::Scalar;
use studio_core::time::{Millis, day_long};
use studio_core::view::{Content, RecordDetail};
use studio_ui::components::Fact;
use studio_ui::dates;
use studio_ui::i18n::{t, t_with};

use crate::words;

/// The fields as label and value.
pub(super) fn facts(detail: &RecordDetail, now: Millis) -> Vec<Fact> {
    let of = detail.row.record_type;
    let mut facts: Vec<Fact> = when(detail, now).into_iter().collect();
    let joined = if facts.is_empty() { &[][..] } else { &["start", "end"][..] };
    for spec in form::fields(of)
        .iter()
        .filter(|spec| !["kind", "topic", "title"].contains(&spec.key) && !joined.contains(&spec.key))
    {
        let value = value(spec, detail, now);
        if !value.is_empty() {
            facts.push(Fact::new(t(&spec.label_key(of)), value));
        }
    }
    facts
}

/// 时间: start and end in one line.
fn when(detail: &RecordDetail, now: Millis) -> Option<Fact> {
    let Content::Activity(activity) = &detail.content else { return None };
    let span = words::span(activity.start, activity.end, now);
    (!span.is_empty()).then(|| Fact::new(t("record-when"), span))
}

fn value(spec: &FieldSpec, detail: &RecordDetail, now: Millis) -> String {
    let below = |prefix: &str| -> Vec<(String, Scalar)> {
        let rest = |key: &String| key.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('/')).map(str::to_owned);
        detail.fields.iter().filter_map(|(key, value)| Some((rest(key)?, value.clone()))).collect()
    };
    match spec.input {
        Input::People | Input::Attendance => people(below(spec.key), &detail.names),
        Input::OrderedPeople => ordered(below(spec.key), &detail.names),
        Input::Choices(choices) => chosen(below(spec.key), choices),
        Input::Lessons => lessons(below(spec.key)),
        _ => detail.fields.get(spec.key).map(|value| one(spec.key, value, &detail.names, now)).unwrap_or_default(),
    }
}

/// One value by the key it stands under: also for a field with two values.
pub(super) fn one(key: &str, value: &Scalar, names: &BTreeMap<PersonId, String>, now: Millis) -> String {
    let input = spec_input(key);
    match (input, value) {
        (_, Scalar::Bool(yes)) => t(if *yes { "value-yes" } else { "value-no" }),
        (Some(Input::Minutes), Scalar::Int(minutes)) => words::minutes(*minutes),
        (_, Scalar::Int(number)) => number.to_string(),
        (_, Scalar::Bytes(bytes)) => dates::bytes(bytes.len() as u64),
        (Some(Input::Person), Scalar::Str(id)) => name(id, names),
        (Some(Input::Choice(choices)), Scalar::Str(word)) => label(word, choices),
        (Some(Input::Attendance), Scalar::Str(word)) => t(&format!("attendance-{word}")),
        (Some(Input::Day), Scalar::Str(day)) => day.parse().map_or_else(|_| day.clone(), day_long),
        (Some(Input::Instant), Scalar::Str(at)) => instant(at, now),
        (_, Scalar::Str(text)) => text.clone(),
    }
}

/// How the field of a flat key is filled; the first form that has such a key says it.
fn spec_input(key: &str) -> Option<Input> {
    let head = key.split('/').next().unwrap_or(key);
    let forms = studio_core::record_type::RecordType::ALL.iter().flat_map(|of| form::fields(*of));
    forms.into_iter().find(|spec| spec.key == head).map(|spec| spec.input)
}

fn instant(at: &str, now: Millis) -> String {
    let local = at.parse().or_else(|_| format!("{at}:00").parse());
    local.map_or_else(|_| at.to_owned(), |at| words::moment(at, now))
}

fn name(id: &str, names: &BTreeMap<PersonId, String>) -> String {
    let known = id.parse::<PersonId>().ok().and_then(|person| names.get(&person));
    known.cloned().unwrap_or_else(|| t("person-not-known"))
}

fn people(below: Vec<(String, Scalar)>, names: &BTreeMap<PersonId, String>) -> String {
    if below.is_empty() {
        return String::new();
    }
    let listed: Vec<String> = below.iter().map(|(id, _)| name(id, names)).collect();
    t_with("value-people", &[("count", &listed.len().to_string()), ("names", &listed.join("、"))])
}

fn ordered(below: Vec<(String, Scalar)>, names: &BTreeMap<PersonId, String>) -> String {
    let mut placed: Vec<(i64, String)> =
        below.iter().map(|(id, place)| (place.as_int().unwrap_or(i64::MAX), name(id, names))).collect();
    placed.sort();
    placed.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join("、")
}

fn chosen(below: Vec<(String, Scalar)>, choices: &[(&str, &str)]) -> String {
    below
        .iter()
        .filter(|(_, value)| value.as_bool() != Some(false))
        .map(|(word, _)| label(word, choices))
        .collect::<Vec<_>>()
        .join("、")
}

fn label(word: &str, choices: &[(&str, &str)]) -> String {
    choices.iter().find(|(known, _)| *known == word).map_or_else(|| word.to_owned(), |(_, key)| t(key))
}

/// 《落花生》五年级, one a line.
fn lessons(below: Vec<(String, Scalar)>) -> String {
    let find =
        |id: &str, field: &str| below.iter().find(|(key, _)| *key == format!("{id}/{field}")).map(|(_, value)| value);
    let mut placed: Vec<(i64, String)> = below
        .iter()
        .filter_map(|(key, value)| Some((value.as_int()?, key.strip_suffix("/order")?)))
        .map(|(order, id)| {
            let text = |field: &str| find(id, field).and_then(Scalar::as_str).unwrap_or_default().to_owned();
            (order, t_with("value-lesson", &[("title", &text("title")), ("grade", &text("grade"))]))
        })
        .collect();
    placed.sort();
    placed.into_iter().map(|(_, lesson)| lesson).collect::<Vec<_>>().join("\n")
}
