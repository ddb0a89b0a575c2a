//! The product's mark: the ring of twelve.

use dioxus::prelude::*;

use super::arc::Ring;

const SIDE: f64 = 96.0;
const THICK: f64 = 9.0;
const PETALS: usize = 12;

/// The mark, on the deep ground. Decoration beside the name: hidden from screen readers.
#[component]
pub fn Logo(
    /// The large one of 加入.
    #[props(default)]
    big: bool,
    /// The thicker small one of the side bar; it stands for the petals reached.
    #[props(default)]
    small: bool,
) -> Element {
    let thick = if small { THICK * 1.6 } else { THICK };
    let ring = Ring { side: SIDE, thick, petals: PETALS };
    let class = match (big, small) {
        (true, _) => "logo logo-big",
        (_, true) => "logo logo-small",
        _ => "logo",
    };
    rsx! {
        svg { class, view_box: "0 0 {SIDE} {SIDE}", "aria-hidden": "true",
            for index in 0..PETALS {
                path { class: if small && index >= 8 { "logo-petal logo-petal-2" } else { "logo-petal" }, d: ring.petal(index, 1.0), stroke_width: thick }
            }
        }
    }
}
