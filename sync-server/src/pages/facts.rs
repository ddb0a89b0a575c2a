//! A record's fields as an officer reads them: one line a field of its form, in the form's order. Judges nothing.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use studio_core::activity::Attendance;
use studio_core::form::{self, FieldSpec, Input};
use studio_core::id::PersonId;
use studio_core::read::{Found, ReadModel};
use studio_core::record::Scalar;
use studio_core::time::day_long;
use studio_ui::components::Fact;
use studio_ui::i18n::{t, t_with};

type Fields = BTreeMap<String, Scalar>;

/// The fields that are filled.
pub(super) fn facts(model: &ReadModel, found: Found<'_>) -> Vec<Fact> {
    let kind = found.record_type();
    form::fields(kind)
        .iter()
        .filter_map(|spec| {
            let value = value(model, found.fields(), spec);
            (!value.is_empty()).then(|| Fact::new(t(&spec.label_key(kind)), value))
        })
        .collect()
}

fn value(model: &ReadModel, fields: &Fields, spec: &FieldSpec) -> String {
    let text = || fields.get(spec.key).and_then(Scalar::as_str).unwrap_or_default();
    match spec.input {
        Input::Line | Input::Text | Input::Month => text().to_owned(),
        Input::Number => fields.get(spec.key).and_then(Scalar::as_int).map_or_else(String::new, |n| n.to_string()),
        Input::Minutes => fields.get(spec.key).and_then(Scalar::as_int).map_or_else(String::new, hours),
        Input::Day => day(text()),
        Input::Instant => instant(text()),
        Input::Person => text().parse().map_or_else(|_| String::new(), |id| name(model, id)),
        Input::People | Input::OrderedPeople => people(model, fields, spec.key),
        Input::Attendance => attendance(model, fields, spec.key),
        Input::Choice(words) => label(words, text()),
        Input::Choices(words) => choices(words, fields, spec.key),
        Input::Lessons => lessons(fields, spec.key),
    }
}

/// 2 学时, in hours of 60 minutes; 1.5 when it is not whole.
pub(super) fn hours(minutes: i64) -> String {
    let count = if minutes % 60 == 0 { (minutes / 60).to_string() } else { format!("{:.1}", minutes as f64 / 60.0) };
    t_with("hours-count", &[("count", &count)])
}

fn day(text: &str) -> String {
    text.parse::<NaiveDate>().map_or_else(|_| text.to_owned(), day_long)
}

fn instant(text: &str) -> String {
    let read = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M");
    read.map_or_else(|_| text.to_owned(), |at| format!("{} {}", day_long(at.date()), at.format("%H:%M")))
}

fn label(words: &[(&str, &str)], word: &str) -> String {
    words.iter().find(|(known, _)| *known == word).map_or_else(|| word.to_owned(), |(_, key)| t(key))
}

fn choices(words: &[(&str, &str)], fields: &Fields, prefix: &str) -> String {
    below(fields, prefix)
        .filter(|(_, value)| value.as_bool() == Some(true))
        .map(|(word, _)| label(words, word))
        .collect::<Vec<_>>()
        .join("、")
}

/// A name, or that the roster does not know this person.
pub(super) fn name(model: &ReadModel, person: PersonId) -> String {
    let name = model.name_of(person);
    if name.is_empty() { t("person-unknown") } else { name.to_owned() }
}

fn people(model: &ReadModel, fields: &Fields, prefix: &str) -> String {
    let mut listed: Vec<(i64, String)> = below(fields, prefix)
        .filter_map(|(id, place)| Some((place.as_int().unwrap_or_default(), name(model, id.parse().ok()?))))
        .collect();
    listed.sort_by_key(|(place, _)| *place);
    listed.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join("、")
}

/// 12 人：王丽、刘洋…；请假：陈明
fn attendance(model: &ReadModel, fields: &Fields, prefix: &str) -> String {
    let (mut there, mut leave) = (Vec::new(), Vec::new());
    for (id, word) in below(fields, prefix) {
        let (Ok(person), Some(word)) = (id.parse(), word.as_str()) else { continue };
        let away = Attendance::from_word(word).is_some_and(|how| !how.present());
        if away { &mut leave } else { &mut there }.push(name(model, person));
    }
    let mut text = t_with("attendance-there", &[("count", &there.len().to_string()), ("names", &there.join("、"))]);
    if !leave.is_empty() {
        text.push_str(&t_with("attendance-away", &[("names", &leave.join("、"))]));
    }
    if there.is_empty() && leave.is_empty() { String::new() } else { text }
}

fn lessons(fields: &Fields, prefix: &str) -> String {
    let titles = below(fields, prefix).filter(|(key, _)| key.ends_with("/title"));
    titles.filter_map(|(_, title)| title.as_str()).collect::<Vec<_>>().join("；")
}

fn below<'a>(fields: &'a Fields, prefix: &str) -> impl Iterator<Item = (&'a str, &'a Scalar)> {
    let from = format!("{prefix}/");
    fields.iter().filter_map(move |(key, value)| Some((key.strip_prefix(&from)?, value)))
}
