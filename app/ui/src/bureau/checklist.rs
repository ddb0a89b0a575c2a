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
    /// The papers that it consists of.
    pub papers: Vec<PaperLink>,
}

/// A paper with how far it is, and the door to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PaperLink {
    /// What it is called.
    pub name: String,
    /// How much of it is there.
    pub note: String,
    /// 缺, 草稿, 齐
    pub state: String,
    /// The tone of that.
    pub tone: Tone,
    /// Whether nothing of it is missing.
    pub ready: bool,
    /// Where it is read.
    pub href: String,
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
                            PaperLinks { papers: row.papers.clone() }
                            if row.behind.is_empty() && row.papers.is_empty() {
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

/// Papers, one below the other.
#[component]
pub fn PaperLinks(
    /// The papers.
    papers: Vec<PaperLink>,
) -> Element {
    rsx! {
        for paper in papers {
            div {
                Anchor { class: "door", href: paper.href, "{paper.name}" }
                " "
                span { class: "num", "{paper.note}" }
                " "
                Pill { label: paper.state, tone: paper.tone, glyph: paper.ready.then_some(Glyph::Check) }
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
