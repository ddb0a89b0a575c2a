//! Place and length of a meeting: both are mostly tapped, and can be written.

use chrono::{NaiveDateTime, TimeDelta};
use dioxus::prelude::*;
use studio_core::form::FieldSpec;
use studio_core::time::{self, Millis};
use studio_ui::prelude::*;

use super::Book;
use super::FormText;
use super::controls::{Around, around};
use crate::{platform, words};

/// Lengths to tap, in minutes: a lesson, an hour, … a school day.
const LENGTHS: [i64; 6] = [40, 60, 90, 120, 180, 360];
/// Places shown to tap.
const PLACES_SHOWN: usize = 4;
/// The chip that opens the control for anything else.
const OTHER: &str = "other";

fn instant(text: &FormText, key: &str) -> Option<NaiveDateTime> {
    let written = text.text(key);
    // Some browsers' own control writes seconds too.
    time::read_instant(&written).or_else(|| time::read_instant(written.rsplit_once(':')?.0))
}

/// A written day or moment in words: 今天 14:30. `None` for what is not written whole.
pub(super) fn said(written: &str, now: Millis) -> Option<String> {
    let moment = time::read_instant(written).map(|at| words::moment(at, now));
    moment.or_else(|| time::read_day(written).map(|day| words::day(day, now)))
}

/// From start to end, in minutes.
fn length(text: &FormText) -> Option<i64> {
    Some((instant(text, "end")? - instant(text, "start")?).num_minutes())
}

fn set_length(text: &mut FormText, minutes: i64) {
    if let Some(end) = instant(text, "start").and_then(|start| start.checked_add_signed(TimeDelta::minutes(minutes))) {
        text.put_text("end", &time::write_instant(end));
    }
}

fn spoken(minutes: i64) -> String {
    t(&format!("length-{minutes}"))
}

/// 时长: to tap; or the end itself.
#[component]
pub(super) fn Length(book: Book, spec: &'static FieldSpec) -> Element {
    let now = book.read(length);
    let mut free = use_signal(|| now.is_some_and(|minutes| !LENGTHS.contains(&minutes)));
    let start = book.read(|text| text.text("start"));
    let Around { label, error, .. } = around(book, spec);
    let chip = |minutes: i64| Chip {
        value: minutes.to_string(),
        label: spoken(minutes),
        on: !free() && now == Some(minutes),
        glyph: None,
    };
    let other = Chip { value: OTHER.to_owned(), label: t("length-other"), on: free(), glyph: None };
    let chips: Vec<Chip> = LENGTHS.into_iter().map(chip).chain([other]).collect();
    let picked = move |value: String| {
        free.set(value == OTHER);
        if let Ok(minutes) = value.parse::<i64>() {
            book.choose(|text| set_length(text, minutes));
        }
    };
    let wrong = error.is_some();
    rsx! {
        Field { field: "end", label: if free() { label } else { t("form-length") }, error, group: true,
            Chips { name: "length", label: t("form-length"), chips, onpick: picked }
            if free() {
                // a moved start takes the end along: the control is made anew with it
                End { key: "{start}", book, wrong }
            }
        }
    }
}

#[component]
fn End(book: Book, wrong: bool) -> Element {
    let initial = use_hook(|| book.peek(|text| text.text("end")));
    let said = book.read(|text| said(&text.text("end"), platform::now()));
    rsx! {
        TextInput {
            id: "end", initial, kind: InputKind::DateTime, error: wrong, label: t("field-activity-end"), said,
            oninput: move |typed: String| book.choose(|text| text.put_text("end", &typed)),
        }
    }
}

/// A new start takes the end along: the length stays.
pub(super) fn move_start(text: &mut FormText, start: &str) {
    let before = length(text);
    text.put_text("start", start);
    if let Some(minutes) = before.filter(|minutes| *minutes > 0) {
        set_length(text, minutes);
    }
}

/// 地点: one of the last ones, or written.
#[component]
pub(super) fn Place(book: Book, spec: &'static FieldSpec) -> Element {
    let places: Vec<String> = (book.places)().into_iter().take(PLACES_SHOWN).collect();
    let now = book.read(|text| text.text(spec.key));
    let first = use_hook(|| now.clone());
    let mut free = use_signal(|| places.is_empty() || !(now.is_empty() || places.contains(&now)));
    let Around { label, optional, hint, error } = around(book, spec);
    let chip = |place: &String| Chip {
        value: place.clone(),
        label: place.clone(),
        on: !free() && *place == now,
        glyph: Some(Glyph::MapPin),
    };
    let other = Chip { value: OTHER.to_owned(), label: t("place-other"), on: free(), glyph: None };
    let chips: Vec<Chip> = places.iter().map(chip).chain([other]).collect();
    let picked = move |value: String| {
        free.set(value == OTHER);
        if value != OTHER {
            book.choose(|text| text.put_text(spec.key, &value));
        }
    };
    let wrong = error.is_some();
    rsx! {
        Field { field: spec.key, label: label.clone(), optional, hint, error, group: !free(),
            if !places.is_empty() {
                Chips { name: spec.key, label, chips, onpick: picked }
            }
            if free() {
                TextInput {
                    id: spec.key, initial: first, error: wrong,
                    oninput: move |typed: String| book.write(spec.key, &typed),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::record_type::RecordType;

    #[test]
    fn a_day_and_a_moment_are_said_in_words_and_half_of_one_is_not() {
        let now = Millis::from_local("2026-11-24T20:00:00".parse().expect("a moment"));
        assert_eq!(said("2026-11-24T14:30", now).as_deref(), Some("今天 14:30"));
        assert_eq!(said("2026-11-04", now).as_deref(), Some("11月4日"));
        assert_eq!(said("2026-11", now), None);
    }

    #[test]
    fn a_moved_start_keeps_the_length() {
        let fields = [("start", "2026-11-23T14:30"), ("end", "2026-11-23T16:30")];
        let fields = fields.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect();
        let mut text = FormText::editing(RecordType::Activity, &fields);
        move_start(&mut text, "2026-11-24T09:00");
        assert_eq!(text.text("end"), "2026-11-24T11:00");
        set_length(&mut text, 40);
        assert_eq!(length(&text), Some(40));
    }
}
