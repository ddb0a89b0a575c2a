//! A card with a heading line, for tables and side notes.

use dioxus::prelude::*;

/// The card.
#[component]
pub fn BoxCard(
    /// Its heading; absent: no heading line.
    title: Option<String>,
    /// A quiet note at the right of the heading.
    note: Option<String>,
    /// For links to this place.
    id: Option<String>,
    /// Room around the content; tables want none.
    #[props(default)]
    padded: bool,
    /// The content.
    children: Element,
) -> Element {
    rsx! {
        section { class: "box", id,
            if let Some(title) = title {
                header { class: "box-head",
                    h2 { "{title}" }
                    if let Some(note) = note {
                        span { class: "cap faint", "{note}" }
                    }
                }
            }
            if padded {
                div { class: "box-body", {children} }
            } else {
                {children}
            }
        }
    }
}
