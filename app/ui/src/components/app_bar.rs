//! The head of a screen: back, title, a line below it, one or two actions.

use dioxus::prelude::*;

use crate::components::list::Row;
use crate::i18n::t;
use crate::icon::{Glyph, Icon};
use crate::link::Anchor;

/// The head of a screen.
#[component]
pub fn AppBar(
    /// The title.
    title: String,
    /// A line below it.
    sub: Option<String>,
    /// Where 返回 leads; absent on the five main screens.
    back: Option<String>,
    /// The larger title of the main screens.
    #[props(default)]
    large: bool,
    /// At the right: [`BarAction`]s or a quiet note.
    children: Element,
) -> Element {
    rsx! {
        header { class: "bar",
            if let Some(href) = back {
                Anchor { class: "bar-door", href, label: t("back"), Icon { glyph: Glyph::ChevronLeft } }
            }
            div { class: "grow",
                h1 { class: if large { "bar-title-large" }, "{title}" }
                if let Some(sub) = sub {
                    div { class: "cap faint", "{sub}" }
                }
            }
            {children}
        }
    }
}

/// A glyph at the right of the bar; its word is read by screen readers.
#[component]
pub fn BarAction(
    /// The glyph.
    glyph: Glyph,
    /// The word.
    label: String,
    /// Where it leads.
    href: Option<String>,
    /// What it does instead.
    onclick: Option<EventHandler<MouseEvent>>,
    /// Handle for journeys.
    testid: Option<String>,
) -> Element {
    rsx! {
        Row { class: "bar-door", href, onclick, testid,
            Icon { glyph }
            span { class: "unseen", "{label}" }
        }
    }
}
