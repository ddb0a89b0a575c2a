//! Reading fields that anything may stand in: a wrong type, a missing field or a stray key gives
//! an empty value, never a failure. Used by the typed readers only.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;

use crate::id::PersonId;
use crate::record::Scalar;
use crate::time::{self, Day};

/// Flat key → the value that stands, as a record holds it or a form would leave it.
pub type Fields = BTreeMap<String, Scalar>;

/// The text of a field, if it is one.
pub fn str<'a>(fields: &'a Fields, key: &str) -> Option<&'a str> {
    fields.get(key)?.as_str()
}

/// The number of a field, if it is one.
pub fn int(fields: &Fields, key: &str) -> Option<i64> {
    fields.get(key)?.as_int()
}

/// `(rest of the key, value)` of every field below `prefix/`, in key order.
pub fn below<'a>(fields: &'a Fields, prefix: &str) -> impl Iterator<Item = (&'a str, &'a Scalar)> {
    let prefix = format!("{prefix}/");
    fields.range(prefix.clone()..).map_while(move |(key, value)| Some((key.strip_prefix(&prefix)?, value)))
}

/// The rows below a key, each with its own fields, by the random part of their keys.
pub fn rows<'a>(fields: &'a Fields, key: &str) -> BTreeMap<&'a str, Fields> {
    let mut rows: BTreeMap<&str, Fields> = BTreeMap::new();
    for (rest, value) in below(fields, key) {
        if let Some((id, column)) = rest.split_once('/') {
            rows.entry(id).or_default().insert(column.to_owned(), value.clone());
        }
    }
    rows
}

/// The trimmed text of a field; empty when there is none.
pub(crate) fn text(fields: &Fields, key: &str) -> String {
    str(fields, key).unwrap_or_default().trim().to_owned()
}

/// The trimmed text of a field, if it says anything.
pub(crate) fn some_text(fields: &Fields, key: &str) -> Option<String> {
    Some(text(fields, key)).filter(|t| !t.is_empty())
}

/// The enumeration value of a field.
pub(crate) fn word<T>(fields: &Fields, key: &str, read: fn(&str) -> Option<T>) -> Option<T> {
    read(str(fields, key)?)
}

/// The person that a field names.
pub(crate) fn person(fields: &Fields, key: &str) -> Option<PersonId> {
    str(fields, key)?.parse().ok()
}

/// The day of a field; an instant gives its day.
pub fn day(fields: &Fields, key: &str) -> Option<Day> {
    parse_day(str(fields, key)?)
}

/// The local instant of a field.
pub(crate) fn instant(fields: &Fields, key: &str) -> Option<NaiveDateTime> {
    parse_instant(str(fields, key)?)
}

/// The people named by the keys below `prefix/`, with the value that stands there.
pub fn people<'a>(fields: &'a Fields, prefix: &str) -> impl Iterator<Item = (PersonId, &'a Scalar)> {
    below(fields, prefix).filter_map(|(rest, value)| Some((rest.parse().ok()?, value)))
}

/// A day as records write it.
pub fn parse_day(text: &str) -> Option<Day> {
    let head = text.split('T').next().unwrap_or_default();
    time::read_day(head)
}

/// A local instant as records write it.
pub fn parse_instant(text: &str) -> Option<NaiveDateTime> {
    time::read_instant(text)
}

/// A local instant for a record.
pub fn instant_text(at: NaiveDateTime) -> String {
    time::write_instant(at)
}

/// A day for a record.
pub fn day_text(day: Day) -> String {
    day.to_string()
}
