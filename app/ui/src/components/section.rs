//! A heading with a word or a link at its right.

use dioxus::prelude::*;

use crate::link::Anchor;

/// Heads a part of a screen.
#[component]
pub fn Section(
    /// The heading.
    title: String,
    /// A quiet note at the right.
    note: Option<String>,
    /// The words of a link at the right, with `href`.
    action: Option<String>,
    /// Where that link goes.
    href: Option<String>,
    /// The heading's id, for `aria-labelledby`.
    id: Option<String>,
) -> Element {
    rsx! {
        div { class: "section",
            h2 { id, "{title}" }
            if let Some(note) = note {
                span { class: "cap faint", "{note}" }
            }
            if let (Some(action), Some(href)) = (action, href) {
                Anchor { class: "section-link", href, "{action}" }
            }
        }
    }
}
