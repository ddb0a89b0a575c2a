//! 记录: a row of the timeline, the head of a record's page, where one record already counts.

use dioxus::prelude::*;

use crate::components::{Badge, Button, Pill, TickLine, TickState};
use crate::i18n::whole_dots;
use crate::icon::Glyph;
use crate::link::Anchor;
use crate::tone::Tone;

/// One record as the timeline shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordLine {
    /// Glyph of its type.
    pub glyph: Glyph,
    /// Tone of the badge.
    pub tone: Tone,
    /// Its topic.
    pub title: String,
    /// Kind, day, place, how many.
    pub note: Option<String>,
    /// How far it has come.
    pub state: TickState,
    /// Other words than the usual ones: 还差 2 项：地点、参加人员; 退回：…
    pub state_words: Option<String>,
    /// What a tap does when it is not just opening: 接着写.
    pub action: Option<String>,
    /// Where it opens.
    pub href: String,
}

/// A row of the timeline.
#[component]
pub fn RecordRow(
    /// The record.
    line: RecordLine,
) -> Element {
    rsx! {
        div { class: "item-place", role: "listitem",
            Anchor { class: "item item-top", testid: "record-row", href: line.href,
                Badge { glyph: line.glyph, tone: line.tone }
                span { class: "grow",
                    span { class: "item-title", "{line.title}" }
                    if let Some(note) = line.note {
                        span { class: "item-note item-bits faint", {whole_dots(&note)} }
                    }
                    TickLine { state: line.state, words: line.state_words, bare: line.glyph == line.state.glyph() }
                }
                if let Some(label) = line.action {
                    Pill { label, tone: Tone::Warn }
                }
            }
        }
    }
}

/// The head of a record's page.
#[component]
pub fn RecordHead(
    /// Its kind, in a pill.
    kind: String,
    /// Its topic.
    title: String,
    /// Number, author, day.
    note: String,
) -> Element {
    rsx! {
        div { class: "record-head",
            Pill { label: kind, tone: Tone::Good }
            h2 { class: "record-title", "{title}" }
            div { class: "cap item-bits faint", {whole_dots(&note)} }
        }
    }
}

/// 这一条已经替你填了 n 处: one record, many outputs.
#[component]
pub fn UsedIn(
    /// The sentence.
    title: String,
    /// The places, with the door to each that has one.
    places: Vec<(String, Option<String>)>,
) -> Element {
    rsx! {
        section { class: "card used-in",
            b { class: "small", "{title}" }
            div { class: "pills",
                for (label, href) in places {
                    if let Some(href) = href {
                        Button { label, href, compact: true, glyph: Glyph::Printer }
                    } else {
                        Pill { label }
                    }
                }
            }
        }
    }
}
