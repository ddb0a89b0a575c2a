//! Nothing here yet: one sentence and one button.

use dioxus::prelude::*;

use crate::components::Badge;
use crate::icon::Glyph;

/// An empty state.
#[component]
pub fn EmptyState(
    /// The large glyph.
    glyph: Glyph,
    /// What is empty.
    title: String,
    /// One sentence.
    text: String,
    /// One [`Button`](super::Button).
    children: Element,
) -> Element {
    rsx! {
        section { class: "card empty",
            Badge { glyph, big: true }
            b { class: "empty-title", "{title}" }
            p { class: "small mute", "{text}" }
            {children}
        }
    }
}
