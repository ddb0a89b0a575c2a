//! What the notice asks for, item by item, each with the indicators that stand behind it: a checklist for whoever closes
//! the project. Judges nothing: the indicators' own states are shown.

use dioxus::prelude::*;

use super::IndicatorRow;
use crate::components::Pill;
use crate::i18n::{t, t_with};
use crate::icon::Glyph;
use crate::link::Anchor;
use crate::tone::Tone;

/// An item of 内容, or something to hand in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChecklistRow {
    /// 教师发展学习共同体
    pub title: String,
    /// The notice's own words.
    pub words: String,
    /// What stands behind it.
    pub behind: Vec<IndicatorRow>,
}

/// The list; every indicator opens its evidence.
#[component]
pub fn Checklist(
    /// What is asked for, in the notice's order.
    rows: Vec<ChecklistRow>,
    /// What the first column holds.
    what: String,
) -> Element {
    rsx! {
        table { class: "table",
            thead {
                tr {
                    th { scope: "col", "{what}" }
                    th { scope: "col", {t("checklist-behind")} }
                }
            }
            tbody {
                for row in rows {
                    tr {
                        th { scope: "row",
                            "{row.title}"
                            if !row.words.is_empty() {
                                span { class: "cap faint block", "{row.words}" }
                            }
                        }
                        td {
                            if row.behind.is_empty() {
                                span { class: "faint", {t("checklist-nothing")} }
                            }
                            for indicator in row.behind {
                                Behind { indicator }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[component]
fn Behind(indicator: IndicatorRow) -> Element {
    let tone = indicator.tone();
    let check = (tone == Tone::Good).then_some(Glyph::Check);
    let name = indicator.petal.name.clone();
    rsx! {
        div {
            if let Some(href) = indicator.href.clone() {
                Anchor { class: "door", href, "{name}" }
            } else {
                "{name}"
            }
            " "
            span { class: "num", {count(&indicator)} }
            " "
            Pill { label: indicator.verdict, tone, glyph: check }
        }
    }
}

/// 有 77，要 100. Nothing where nothing is counted.
fn count(indicator: &IndicatorRow) -> String {
    let have = ("have", indicator.have.as_str());
    match &indicator.need {
        Some(need) => t_with("checklist-of", &[have, ("need", need)]),
        None if indicator.href.is_some() => t_with("checklist-have", &[have]),
        None => String::new(),
    }
}
