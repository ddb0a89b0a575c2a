//! A bar for one number on its way to another; hatched when someone has not synced.

use dioxus::prelude::*;

use super::petal::Petal;

/// The bar of one indicator.
#[component]
pub fn Meter(
    /// The indicator.
    petal: Petal,
    /// The short one of tables.
    #[props(default)]
    short: bool,
) -> Element {
    let percent = (petal.fraction.clamp(0.0, 1.0) * 100.0).round();
    let size = if short { "meter meter-short" } else { "meter" };
    let stale = if petal.stale { "hatched" } else { "" };
    let label = format!("{}：{}，{}", petal.name, petal.amount, petal.state.word());
    rsx! {
        span { class: size, role: "img", "aria-label": label,
            span { class: "meter-fill fill-{petal.state.fill()} {stale}", style: "width: {percent}%" }
        }
    }
}
