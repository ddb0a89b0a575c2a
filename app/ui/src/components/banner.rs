//! A line about the state of things, above the content. Says what happened, that nothing is lost, what to do.

use dioxus::prelude::*;

use crate::components::list::Row;
use crate::icon::{Glyph, Icon};
use crate::tone::Tone;

/// A banner; its glyph follows its tone unless one is given.
#[component]
pub fn Banner(
    /// The sentence.
    text: String,
    /// Its tone.
    #[props(default)]
    tone: Tone,
    /// Another glyph.
    glyph: Option<Glyph>,
    /// The words of the way out, with `href` or `onclick`.
    action: Option<String>,
    /// Where it leads.
    href: Option<String>,
    /// Handle for journeys, on the way out.
    testid: Option<String>,
    /// What it does instead.
    onclick: Option<EventHandler<MouseEvent>>,
) -> Element {
    let own = match tone {
        Tone::Plain => Glyph::CloudOff,
        Tone::Good => Glyph::Sparkles,
        Tone::Warn => Glyph::TriangleAlert,
        Tone::Bad => Glyph::TriangleAlert,
        Tone::Info => Glyph::Info,
    };
    let role = if tone == Tone::Bad { "alert" } else { "status" };
    rsx! {
        div { class: "banner {tone.class()}", role,
            Icon { glyph: glyph.unwrap_or(own) }
            span { class: "banner-text", "{text}" }
            if let Some(action) = action {
                Row { class: "banner-act", href, onclick, testid, "{action}" }
            }
        }
    }
}
