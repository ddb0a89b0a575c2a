//! Reading fields that anything may stand in: a wrong type, a missing field or a stray key gives
//! an empty value, never a failure. Used by the typed readers only.

use chrono::{NaiveDate, NaiveDateTime};

use crate::id::PersonId;
use crate::record::{Record, Scalar};
use crate::time::Day;

/// How records write a local instant.
const INSTANT_FORMAT: &str = "%Y-%m-%dT%H:%M";
/// How records write a day.
const DAY_FORMAT: &str = "%Y-%m-%d";

/// The trimmed text of a field; empty when there is none.
pub(crate) fn text(record: &Record, key: &str) -> String {
    record.str(key).unwrap_or_default().trim().to_owned()
}

/// The trimmed text of a field, if it says anything.
pub(crate) fn some_text(record: &Record, key: &str) -> Option<String> {
    Some(text(record, key)).filter(|t| !t.is_empty())
}

/// The enumeration value of a field.
pub(crate) fn word<T>(record: &Record, key: &str, read: fn(&str) -> Option<T>) -> Option<T> {
    read(record.str(key)?)
}

/// The person that a field names.
pub(crate) fn person(record: &Record, key: &str) -> Option<PersonId> {
    record.str(key)?.parse().ok()
}

/// The day of a field; an instant gives its day.
pub(crate) fn day(record: &Record, key: &str) -> Option<Day> {
    parse_day(record.str(key)?)
}

/// The local instant of a field.
pub(crate) fn instant(record: &Record, key: &str) -> Option<NaiveDateTime> {
    parse_instant(record.str(key)?)
}

/// The people named by the keys below `prefix/`, with the value that stands there.
pub(crate) fn people<'a>(record: &'a Record, prefix: &'a str) -> impl Iterator<Item = (PersonId, &'a Scalar)> {
    record.below(prefix).filter_map(|(rest, value)| Some((rest.parse().ok()?, value)))
}

/// A day as records write it.
pub fn parse_day(text: &str) -> Option<Day> {
    let head = text.split('T').next().unwrap_or_default();
    NaiveDate::parse_from_str(head, DAY_FORMAT).ok()
}

/// A local instant as records write it.
pub fn parse_instant(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, INSTANT_FORMAT).ok()
}

/// A local instant for a record.
pub fn instant_text(at: NaiveDateTime) -> String {
    at.format(INSTANT_FORMAT).to_string()
}

/// A day for a record.
pub fn day_text(day: Day) -> String {
    day.format(DAY_FORMAT).to_string()
}
