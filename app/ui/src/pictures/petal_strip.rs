//! Twelve indicators in one line: for cards on a phone, where no table fits.

use dioxus::prelude::*;

use super::petal::{Petal, alternative};

/// The strip.
#[component]
pub fn PetalStrip(
    /// The indicators in the guide's order.
    petals: Vec<Petal>,
) -> Element {
    rsx! {
        span { class: "strip", role: "img", "aria-label": alternative(&petals),
            for petal in petals.iter() {
                span { class: if petal.stale { "strip-part fill-{petal.state.fill()} hatched" } else { "strip-part fill-{petal.state.fill()}" } }
            }
        }
    }
}
