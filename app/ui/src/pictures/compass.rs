//! The compass: a ring of petals, each an indicator; in the middle how many are reached.

use dioxus::prelude::*;

use super::arc::Ring;
use super::petal::{Petal, alternative, score};
use crate::i18n::{t, t_with};

const SIDE: f64 = 138.0;
const THICK: f64 = 13.0;

/// The compass. Its size comes from the style sheet.
#[component]
pub fn Compass(
    /// The indicators in the guide's order.
    petals: Vec<Petal>,
    /// The smaller one beside a table.
    #[props(default)]
    small: bool,
) -> Element {
    let ring = Ring { side: SIDE, thick: THICK, petals: petals.len() };
    let (reached, asked) = score(&petals);
    let label = alternative(&petals);
    let all = t_with("compass-of", &[("all", &asked.to_string())]);
    rsx! {
        svg { class: if small { "compass compass-small" } else { "compass" }, view_box: "0 0 {SIDE} {SIDE}", role: "img", "aria-label": label,
            for (index, petal) in petals.iter().enumerate() {
                path { class: "petal-track", d: ring.petal(index, 1.0), stroke_width: THICK }
                if petal.fraction > 0.0 {
                    path { class: "petal petal-{petal.state.fill()}", d: ring.petal(index, petal.fraction), stroke_width: THICK }
                }
            }
            text { class: "compass-count", x: "69", y: "73", text_anchor: "middle",
                "{reached}"
                tspan { class: "compass-all", "{all}" }
            }
            text { class: "compass-word", x: "69", y: "91", text_anchor: "middle", {t("compass-word")} }
        }
    }
}
