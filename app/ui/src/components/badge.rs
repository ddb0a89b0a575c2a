//! A coloured square that carries a glyph or a number at the head of a row.

use dioxus::prelude::*;

use crate::icon::{Glyph, Icon};
use crate::tone::Tone;

/// A glyph on a soft ground.
#[component]
pub fn Badge(
    /// The glyph.
    glyph: Glyph,
    /// Its tone; plain is drawn in pine, the product's own colour.
    #[props(default)]
    tone: Tone,
    /// The large one of empty states.
    #[props(default)]
    big: bool,
) -> Element {
    let size = if big { "badge badge-big" } else { "badge" };
    rsx! {
        span { class: "{size} {tone.class()}", Icon { glyph } }
    }
}

/// A number on a soft ground: how many, at the head of a row that names where.
#[component]
pub fn NumberBadge(
    /// The number, written.
    number: String,
    /// Its tone.
    #[props(default)]
    tone: Tone,
) -> Element {
    rsx! {
        span { class: "badge badge-number {tone.class()}", "{number}" }
    }
}
