//! Choices as chips: instead of a drop-down wherever there are few. Native radio buttons and check boxes inside, so that
//! keyboard, screen reader and a form without script all work.

use dioxus::prelude::*;

use crate::icon::{Glyph, Icon};

/// One choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chip {
    /// What is sent and reported.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Chosen now.
    pub on: bool,
    /// A glyph shown while chosen.
    pub glyph: Option<Glyph>,
}

/// A row of choices that breaks into lines; or, with `scroll`, one line that slides.
#[component]
pub fn Chips(
    /// Name of the form field; also tells groups apart.
    name: String,
    /// What one chooses, for screen readers.
    label: String,
    /// The choices.
    chips: Vec<Chip>,
    /// Several may be chosen.
    #[props(default)]
    multi: bool,
    /// One line that slides sideways (filters).
    #[props(default)]
    scroll: bool,
    /// Told the value that was tapped.
    onpick: Option<EventHandler<String>>,
) -> Element {
    let role = if multi { "group" } else { "radiogroup" };
    let class = if scroll { "chips chips-scroll" } else { "chips" };
    rsx! {
        div { class, role, "aria-label": label,
            for chip in chips {
                {chip_box(&name, chip, multi, onpick)}
            }
        }
    }
}

/// Not a component: every drawing of the group must reach every box, see [`checked`].
fn chip_box(name: &str, chip: Chip, multi: bool, onpick: Option<EventHandler<String>>) -> Element {
    let kind = if multi { "checkbox" } else { "radio" };
    let glyph = chip.glyph.filter(|_| chip.on);
    let value = chip.value.clone();
    let picked = move |_| {
        if let Some(handler) = &onpick {
            handler.call(value.clone());
        }
    };
    rsx! {
        label { key: "{chip.value}", class: if chip.on { "chip chip-on" } else { "chip" }, "data-testid": "chip-{name}-{chip.value}",
            input { class: "chip-input", r#type: kind, name: "{name}", value: "{chip.value}", onchange: picked, ..vec![checked(chip.on)] }
            if let Some(glyph) = glyph {
                Icon { glyph }
            }
            span { "{chip.label}" }
        }
    }
}

/// Whether a box is chosen, written anew with each drawing: the browser unchecks a radio button by itself when another of
/// its group is tapped, and the tree would not notice.
pub(super) fn checked(on: bool) -> Attribute {
    Attribute::new("checked", on, None, true)
}
