//! The road of one record, step by step, with time and bytes.

use dioxus::prelude::*;

use crate::i18n::whole_dots;
use crate::icon::{Glyph, Icon};

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailStep {
    /// Its glyph.
    pub glyph: Glyph,
    /// What happened, or what is waited for.
    pub title: String,
    /// When, where, how much.
    pub note: String,
    /// It has happened.
    pub done: bool,
}

/// The road.
#[component]
pub fn Trail(
    /// The steps in their order.
    steps: Vec<TrailStep>,
) -> Element {
    rsx! {
        ol { class: "card trail",
            for step in steps {
                li { class: if step.done { "trail-step trail-done" } else { "trail-step" },
                    span { class: "trail-glyph", Icon { glyph: step.glyph } }
                    div {
                        b { class: "trail-title", "{step.title}" }
                        span { class: "cap faint", {whole_dots(&step.note)} }
                    }
                }
            }
        }
    }
}
