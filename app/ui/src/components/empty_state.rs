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
    /// It is all that the page says: its title is the page's heading.
    #[props(default)]
    whole_page: bool,
    /// One [`Button`](super::Button).
    children: Element,
) -> Element {
    rsx! {
        section { class: "card empty",
            Badge { glyph, big: true }
            if whole_page {
                h1 { "{title}" }
            } else {
                b { "{title}" }
            }
            p { class: "small mute", "{text}" }
            {children}
        }
    }
}
