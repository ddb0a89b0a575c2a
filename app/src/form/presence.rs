//! 迟到、请假: who of the chosen people came late or was excused. Most days nobody: it is folded away.

use dioxus::prelude::*;
use studio_core::activity::Attendance;
use studio_core::form::FieldSpec;
use studio_core::record::Scalar;
use studio_core::view::PersonChip;
use studio_ui::prelude::{Chip, Chips, t};

use super::people::is;
use super::{Book, FormText};
use crate::words;

const IN_TIME: &str = "in-time";
const LATE: &str = "late";
const LEAVE: &str = "leave";

/// A line for each chosen person.
#[component]
pub(super) fn Presence(book: Book, spec: &'static FieldSpec) -> Element {
    let chosen = book.read(|text| present_and_not(text, spec));
    let people = (book.people)();
    let line = |person: &PersonChip| {
        chosen.iter().find(|(of, _)| is(person, of)).map(|(id, how)| (id.clone(), words::called(person), *how))
    };
    let lines: Vec<(String, String, Attendance)> = people.iter().filter_map(line).collect();
    rsx! {
        div { class: "card stack presence", "data-testid": "presence",
            for (id, name, how) in lines {
                div { key: "{id}", class: "presence-line",
                    span { class: "presence-name", "{name}" }
                    Chips { name: "presence-{id}", label: name, chips: choices(how), onpick: move |value: String| book.choose(|text| put(text, spec, &id, &value)) }
                }
            }
        }
    }
}

fn choices(how: Attendance) -> Vec<Chip> {
    let now = match how {
        Attendance::Leave => LEAVE,
        how if how.late() => LATE,
        _ => IN_TIME,
    };
    let chip = |value: &str| Chip {
        value: value.to_owned(),
        label: t(&format!("presence-{value}")),
        on: value == now,
        glyph: None,
    };
    [IN_TIME, LATE, LEAVE].map(chip).to_vec()
}

fn how(text: &FormText, spec: &FieldSpec, id: &str) -> Option<Attendance> {
    text.marked(spec.key, id).and_then(Scalar::as_str).and_then(Attendance::from_word)
}

fn present_and_not(text: &FormText, spec: &FieldSpec) -> Vec<(String, Attendance)> {
    let chosen = text.below(spec.key).into_iter();
    chosen
        .map(|id| {
            let how = how(text, spec, &id).unwrap_or(Attendance::Entered);
            (id, how)
        })
        .collect()
}

fn put(text: &mut FormText, spec: &FieldSpec, id: &str, value: &str) {
    let now = how(text, spec, id).unwrap_or(Attendance::Entered);
    let next = match value {
        LATE => now.too_late(),
        LEAVE => Attendance::Leave,
        _ => now.in_time(),
    };
    text.mark(spec.key, id, Some(Scalar::from(next.word())));
}

/// Who of the chosen was excused.
pub(super) fn excused(text: &FormText, spec: &FieldSpec) -> Vec<String> {
    let away = present_and_not(text, spec).into_iter().filter(|(_, how)| !how.present());
    away.map(|(id, _)| id).collect()
}

/// How many of the chosen were there, and how many were excused.
pub(super) fn counts(text: &FormText, spec: &FieldSpec) -> (usize, usize) {
    let people = present_and_not(text, spec);
    let there = people.iter().filter(|(_, how)| how.present()).count();
    (there, people.len() - there)
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::record_type::RecordType;

    #[test]
    fn who_comes_late_keeps_how_it_was_taken_and_who_is_excused_is_not_counted() {
        let spec = studio_core::form::fields(RecordType::Activity).iter().find(|spec| spec.key == "attendance");
        let spec = spec.expect("attendance");
        let mut text = FormText::editing(RecordType::Activity, &Default::default());
        text.mark(spec.key, "a", Some(Scalar::from("chain")));
        text.mark(spec.key, "b", Some(Scalar::from("entered")));
        put(&mut text, spec, "a", LATE);
        put(&mut text, spec, "b", LEAVE);
        assert_eq!(how(&text, spec, "a"), Some(Attendance::ChainLate));
        assert_eq!(counts(&text, spec), (1, 1));
        put(&mut text, spec, "a", IN_TIME);
        put(&mut text, spec, "b", IN_TIME);
        assert_eq!((how(&text, spec, "a"), counts(&text, spec)), (Some(Attendance::Chain), (2, 0)));
    }
}
