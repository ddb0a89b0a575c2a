//! Icons: Lucide outlines inline, always beside a word. Must not be the only label of anything.

mod paths;

use dioxus::prelude::*;
pub use paths::Glyph;

/// One glyph in the colour of its text. Hidden from screen readers: the word beside it speaks.
#[component]
pub fn Icon(glyph: Glyph) -> Element {
    rsx! {
        svg {
            class: "i", view_box: "0 0 24 24", fill: "none", stroke: "currentColor", stroke_width: "2",
            stroke_linecap: "round", stroke_linejoin: "round", "aria-hidden": "true",
            for outline in glyph.outlines() {
                path { d: "{outline}" }
            }
        }
    }
}
