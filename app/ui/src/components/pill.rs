//! A state in one or two words on a soft ground.

use dioxus::prelude::*;

use crate::icon::{Glyph, Icon};
use crate::tone::Tone;

/// A small rounded label.
#[component]
pub fn Pill(
    /// The words.
    label: String,
    /// Their tone.
    #[props(default)]
    tone: Tone,
    /// A glyph before the words.
    glyph: Option<Glyph>,
) -> Element {
    rsx! {
        span { class: "pill {tone.class()}",
            if let Some(glyph) = glyph {
                Icon { glyph }
            }
            "{label}"
        }
    }
}
