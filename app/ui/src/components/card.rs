//! Paper on paper: a white sheet with a hairline.

use dioxus::prelude::*;

use crate::tone::Tone;

/// A card; with a tone, its ground says what the whole card says.
#[component]
pub fn Card(
    /// Ground of the card; plain is white.
    #[props(default)]
    tone: Tone,
    /// More classes.
    #[props(default)]
    class: String,
    /// A name for screen readers when the card has no heading.
    label: Option<String>,
    /// What lies on it.
    children: Element,
) -> Element {
    rsx! {
        section { class: "card {tone.class()} {class}", "aria-label": label, {children} }
    }
}
