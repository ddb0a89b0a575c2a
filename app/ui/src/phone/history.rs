//! 修改历史: one change of a record, with what it did field by field and the ways back.

use dioxus::prelude::*;

use crate::components::{Button, ButtonKind, Fact, Facts, Pill};
use crate::i18n::t_with;
use crate::icon::Glyph;
use crate::read::RevisedWords;
use crate::tone::Tone;

/// Which older value shall stand again: the place of its field in the card, and its own place in the field.
pub type WayBack = (usize, usize);

/// One change.
#[component]
pub fn RevisionCard(
    /// When, by whom, on which phone.
    who: String,
    /// What was done with the record as a whole; what is still to happen to the change.
    marks: Vec<(String, Tone)>,
    /// What the record was born with.
    facts: Vec<Fact>,
    /// What happened to its fields.
    revised: Vec<RevisedWords>,
    /// An older value shall stand again.
    onback: Option<EventHandler<WayBack>>,
) -> Element {
    rsx! {
        section { class: "card revision", role: "listitem", "data-testid": "revision",
            b { class: "small", "{who}" }
            if !marks.is_empty() {
                div { class: "pills",
                    for (label, tone) in marks {
                        Pill { label, tone }
                    }
                }
            }
            if !facts.is_empty() {
                Facts { facts }
            }
            if !revised.is_empty() {
                dl { class: "facts",
                    for (at, words) in revised.into_iter().enumerate() {
                        dt { "{words.label}" }
                        dd {
                            for line in words.lines.iter() {
                                span { class: "block", "{line}" }
                            }
                            for (older, label) in words.backs.clone() {
                                Back { label, field: words.label.clone(), onclick: move |()| {
                                    if let Some(handler) = &onback {
                                        handler.call((at, older));
                                    }
                                } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The way back to one older value; whoever cannot see beside which field it stands is told.
#[component]
fn Back(label: String, field: String, onclick: EventHandler<()>) -> Element {
    rsx! {
        span { class: "revision-back",
            span { class: "unseen", {t_with("revised-back-of", &[("field", &field)])} }
            Button { label, kind: ButtonKind::Quiet, compact: true, glyph: Glyph::Undo2, testid: "put-back", onclick: move |_| onclick.call(()) }
        }
    }
}
