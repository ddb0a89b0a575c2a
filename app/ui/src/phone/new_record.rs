//! ＋记一笔: the sheet with the types of records, each with what it is for.

use dioxus::prelude::*;

use crate::components::{Badge, BarAction};
use crate::i18n::t;
use crate::icon::Glyph;
use crate::link::Anchor;
use crate::tone::Tone;

/// A sheet from below over the dimmed screen.
#[component]
pub fn Sheet(
    /// Its title.
    title: String,
    /// Where closing leads.
    close: String,
    /// Its content.
    children: Element,
) -> Element {
    rsx! {
        div { class: "sheet-ground",
            main { class: "sheet", id: "main", "aria-labelledby": "sheet-title",
                div { class: "sheet-grab", "aria-hidden": "true" }
                div { class: "sheet-head",
                    h1 { class: "sheet-title", id: "sheet-title", "{title}" }
                    BarAction { glyph: Glyph::X, label: t("close"), href: close }
                }
                {children}
            }
        }
    }
}

/// One type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeCard {
    /// Its glyph.
    pub glyph: Glyph,
    /// Its tone.
    pub tone: Tone,
    /// 教研活动
    pub label: String,
    /// 备课、示范课、送教
    pub note: String,
    /// Its form.
    pub href: String,
}

/// `new-activity` for `/app/new/activity`: the handle by which journeys find a way to record.
pub(super) fn testid(href: &str) -> String {
    format!("new-{}", href.rsplit('/').next().unwrap_or_default())
}

/// The types, two in a row.
#[component]
pub fn TypeCards(
    /// The types.
    cards: Vec<TypeCard>,
) -> Element {
    rsx! {
        div { class: "types",
            for card in cards {
                Anchor { class: "type-door", testid: testid(&card.href), href: card.href,
                    Badge { glyph: card.glyph, tone: card.tone }
                    b { class: "type-name", "{card.label}" }
                    span { class: "cap faint", "{card.note}" }
                }
            }
        }
    }
}
