//! A page that says one thing: what happened and what to do.

use dioxus::prelude::*;

use crate::components::{Button, ButtonKind, EmptyState};
use crate::icon::Glyph;

/// The page, for errors and confirmations outside the frame.
#[component]
pub fn MessagePage(
    /// Its glyph.
    #[props(default = Glyph::CircleAlert)]
    glyph: Glyph,
    /// What happened.
    title: String,
    /// What it means and what to do.
    text: String,
    /// The way on: its words and where it leads.
    door: Option<(String, String)>,
) -> Element {
    rsx! {
        main { class: "message", id: "main",
            EmptyState { glyph, title, text, whole_page: true,
                if let Some((label, href)) = door {
                    Button { label, href, kind: ButtonKind::Main }
                }
            }
        }
    }
}
