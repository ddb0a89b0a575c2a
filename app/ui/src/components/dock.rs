//! The foot of a form: what is still missing, and the main button at the thumb.

use dioxus::prelude::*;

/// Says what is missing before it is asked.
#[component]
pub fn Dock(
    /// First line: 必填已齐, or 还差 2 项：地点、参加人员.
    status: String,
    /// Second line.
    note: Option<String>,
    /// Something is missing: the first line takes wheat.
    #[props(default)]
    missing: bool,
    /// The button.
    children: Element,
) -> Element {
    rsx! {
        div { class: "dock",
            div { class: "grow cap faint", role: "status",
                span { class: if missing { "dock-line text-tone-warn" } else { "dock-line" }, "{status}" }
                if let Some(note) = note {
                    span { class: "dock-line", "{note}" }
                }
            }
            div { class: "dock-acts", {children} }
        }
    }
}
