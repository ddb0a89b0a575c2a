//! People by tapping names: a grid of native check boxes.

use dioxus::prelude::*;

use super::chips::checked;
use crate::icon::{Glyph, Icon};

/// One person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonChip {
    /// Who, for the program.
    pub id: String,
    /// Who, for people.
    pub name: String,
    /// What tells them from another one of that name, below it; empty: nothing.
    pub note: String,
    /// Chosen.
    pub on: bool,
    /// Of one who is chosen, that they were not there, in words (请假): no tick, for a tick says that they came.
    pub away: String,
}

impl PersonChip {
    /// The one character in the circle: the last of the name, as people call each other.
    pub fn initial(&self) -> String {
        self.name.chars().next_back().map(String::from).unwrap_or_default()
    }
}

/// The grid.
#[component]
pub fn PersonGrid(
    /// Name of the form field; also tells groups apart.
    name: String,
    /// What one chooses, for screen readers.
    label: String,
    /// The people.
    people: Vec<PersonChip>,
    /// Only one may be chosen.
    #[props(default)]
    single: bool,
    /// Words of the last box (其他人); absent: no such box.
    other: Option<String>,
    /// Told whose name was tapped.
    onpick: Option<EventHandler<String>>,
    /// The last box was tapped.
    onother: Option<EventHandler<MouseEvent>>,
) -> Element {
    rsx! {
        div { class: "people", role: if single { "radiogroup" } else { "group" }, "aria-label": label,
            for person in people {
                {person_box(&name, person, single, onpick)}
            }
            if let Some(other) = other {
                button {
                    class: "person person-other", r#type: "button", "data-testid": "other-{name}",
                    onclick: move |event| if let Some(handler) = &onother { handler.call(event) },
                    span { class: "person-face", Icon { glyph: Glyph::Plus } }
                    span { "{other}" }
                }
            }
        }
    }
}

fn person_box(name: &str, person: PersonChip, single: bool, onpick: Option<EventHandler<String>>) -> Element {
    let id = person.id.clone();
    let picked = move |_| {
        if let Some(handler) = &onpick {
            handler.call(id.clone());
        }
    };
    let is_away = person.on && !person.away.is_empty();
    let class = match (person.on, is_away) {
        (_, true) => "person person-away",
        (true, false) => "person person-on",
        (false, false) => "person",
    };
    rsx! {
        label { key: "{person.id}", class, "data-testid": "person-{person.name}",
            input {
                class: "chip-input", r#type: if single { "radio" } else { "checkbox" }, name: "{name}", value: "{person.id}",
                onchange: picked, ..vec![checked(person.on)],
            }
            span { class: "person-face", "aria-hidden": "true",
                if person.on && !is_away {
                    Icon { glyph: Glyph::Check }
                } else {
                    "{person.initial()}"
                }
            }
            span { class: "person-words",
                span { class: "person-name", "{person.name}" }
                if is_away {
                    span { class: "person-gone", "{person.away}" }
                }
                if !person.note.is_empty() {
                    span { class: "person-note", "{person.note}" }
                }
            }
        }
    }
}
