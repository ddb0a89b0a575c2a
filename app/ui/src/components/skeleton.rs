//! The shape of what is still on its way: no number stands where nothing can be counted yet.

use dioxus::prelude::*;

/// Quiet blocks in the place of a card and its lines. Nothing of it is read out: what is being waited for is said beside it.
#[component]
pub fn Skeleton(
    /// Lines below the large block.
    #[props(default = 3)]
    lines: usize,
) -> Element {
    rsx! {
        div { class: "card skeleton", "aria-hidden": "true", "data-testid": "skeleton",
            span { class: "skeleton-block" }
            for line in 0..lines {
                span { key: "{line}", class: "skeleton-line" }
            }
        }
    }
}
