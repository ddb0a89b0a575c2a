//! Pictures of a record, small, side by side; each opens large. What is not here says so.

use dioxus::prelude::*;

use crate::i18n::t;
use crate::icon::{Glyph, Icon};
use crate::link::Anchor;

/// One picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shot {
    /// Where its small picture is; `None` when that is not here.
    pub src: Option<String>,
    /// Where the large one opens; `None` when it opens nowhere.
    pub href: Option<String>,
    /// What it shows, also for whoever does not see it.
    pub caption: String,
    /// What one should know of it: not here yet, with pupils, who erased it.
    pub note: Option<String>,
    /// It was erased: no picture will ever stand here.
    pub gone: bool,
    /// It is a scan: nothing of it is drawn, it opens as a file of this name.
    pub scan: bool,
}

/// The pictures, where each opens an address.
#[component]
pub fn Shots(
    /// Each of them.
    shots: Vec<Shot>,
) -> Element {
    rsx! {
        div { class: "shots", id: "shots", "data-testid": "shots",
            for (n, shot) in shots.into_iter().enumerate() {
                ShotFigure { key: "{n}", shot }
            }
        }
    }
}

/// One picture.
#[component]
pub fn ShotFigure(
    /// It.
    shot: Shot,
    /// Told of a tap, where that opens no address.
    onopen: Option<EventHandler<()>>,
    /// A tap takes it in or leaves it out: whether it is in.
    pressed: Option<bool>,
) -> Element {
    let Shot { src, href, caption, note, gone, scan } = shot;
    let image = rsx! { ShotImage { src, caption: caption.clone(), gone, scan } };
    let label = if caption.is_empty() { t(if scan { "scan" } else { "shot" }) } else { caption.clone() };
    let inside = match (href, onopen) {
        (Some(href), _) => rsx! { Anchor { class: "shot-door", href, {image} } },
        (None, Some(handler)) => rsx! {
            button { class: "shot-door", r#type: "button", "aria-label": label, "aria-pressed": pressed, "data-testid": "shot-open", onclick: move |_| handler.call(()), {image} }
        },
        (None, None) => image,
    };
    rsx! {
        figure { class: "shot", "data-testid": "shot",
            {inside}
            if !caption.is_empty() || note.is_some() {
                figcaption { class: "cap faint",
                    "{caption}"
                    if let Some(note) = note {
                        span { class: "block text-tone-warn", "{note}" }
                    }
                }
            }
        }
    }
}

#[component]
fn ShotImage(src: Option<String>, caption: String, gone: bool, scan: bool) -> Element {
    match src {
        _ if gone => rsx! { span { class: "shot-image shot-none", Icon { glyph: Glyph::Trash2 } } },
        Some(src) => rsx! { img { class: "shot-image", src, alt: caption, loading: "lazy" } },
        None => {
            let glyph = if scan { Glyph::FileText } else { Glyph::Images };
            rsx! { span { class: "shot-image shot-none", Icon { glyph } } }
        }
    }
}
