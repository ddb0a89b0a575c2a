//! Who took which of a few steps: people as rows, each step a door to its record or to the one that is still to write.

use dioxus::prelude::*;

use crate::icon::{Glyph, Icon};
use crate::link::Anchor;

/// One step of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepMark {
    /// 选
    pub title: String,
    /// The same in full, for screen readers: 选：2 条记录.
    pub said: String,
    /// Whether it is taken.
    pub taken: bool,
    /// Its newest record, or the form of the one that is offered; `None` where nobody writes it, as at the bureau.
    pub href: Option<String>,
}

/// Somebody and their steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepsRow {
    /// 姓名
    pub name: String,
    /// 学校
    pub note: String,
    /// In order.
    pub marks: Vec<StepMark>,
}

/// The rows.
#[component]
pub fn StepsRows(
    /// Those first who have most before them.
    rows: Vec<StepsRow>,
) -> Element {
    rsx! {
        div { class: "list", role: "list",
            for row in rows {
                div { class: "item-place", role: "listitem", "data-testid": "steps-of",
                    div { class: "item",
                        span { class: "grow",
                            span { class: "item-title item-name", "{row.name}" }
                            span { class: "item-note faint", "{row.note}" }
                        }
                        span { class: "steps",
                            for mark in row.marks {
                                Mark { mark }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[component]
fn Mark(mark: StepMark) -> Element {
    let class = if mark.taken { "step-mark step-taken" } else { "step-mark" };
    let Some(href) = mark.href else {
        return rsx! {
            span { class, role: "img", "aria-label": mark.said, "{mark.title}" }
        };
    };
    rsx! {
        Anchor { class, href, label: mark.said,
            "{mark.title}"
            Icon { glyph: if mark.taken { Glyph::Check } else { Glyph::Plus } }
        }
    }
}
