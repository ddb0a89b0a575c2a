//! 指标背后的记录: the list and the record side by side.

use dioxus::prelude::*;

use crate::components::{Fact, Facts, Pill, Shot, Shots, TickLine, TickState};
use crate::i18n::t;
use crate::link::Anchor;
use crate::tone::Tone;

/// List on the left, record on the right; one below the other on a phone.
#[component]
pub fn Split(
    /// The list.
    list: Element,
    /// The record.
    children: Element,
) -> Element {
    rsx! {
        div { class: "split",
            div { {list} }
            div { class: "split-record", {children} }
        }
    }
}

/// One record in the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceRow {
    /// Its topic.
    pub title: String,
    /// Its kind.
    pub kind: String,
    /// 11月23日
    pub date: String,
    /// Where.
    pub place: String,
    /// Who wrote it.
    pub author: String,
    /// How many were there; empty where nothing is counted.
    pub count: String,
    /// 待审, 已核, 退回, 可能重复
    pub state: String,
    /// Its tone.
    pub tone: Tone,
    /// Opens it at the side.
    pub href: String,
    /// It is open.
    pub selected: bool,
}

/// The list. With the page's script, J and K step through it.
#[component]
pub fn EvidenceTable(
    /// The heading of the first column: 活动, 指导, 成果.
    subject: String,
    /// The heading of the count column; absent: no such column.
    count: Option<String>,
    /// The records, latest first.
    rows: Vec<EvidenceRow>,
) -> Element {
    rsx! {
        table { class: "table evidence", "data-steps": "true",
            thead {
                tr {
                    th { scope: "col", "{subject}" }
                    th { scope: "col", {t("evidence-date")} }
                    th { scope: "col", {t("evidence-place")} }
                    th { scope: "col", {t("evidence-author")} }
                    if let Some(count) = &count {
                        th { scope: "col", "{count}" }
                    }
                    th { scope: "col", {t("evidence-state")} }
                }
            }
            tbody {
                for row in rows {
                    EvidenceLine { row, count: count.clone() }
                }
            }
        }
    }
}

#[component]
fn EvidenceLine(row: EvidenceRow, count: Option<String>) -> Element {
    rsx! {
        tr { class: if row.selected { "row-on" } else { "" }, "aria-current": row.selected.then_some("true"),
            th { class: "ev-title", scope: "row",
                Anchor { class: "cell-door row-door", href: row.href, "{row.title}" }
                span { class: "cap faint block", "{row.kind}" }
            }
            td { class: "ev-part nowrap", "{row.date}" }
            td { class: "ev-part ev-place", "{row.place}" }
            td { class: "ev-part nowrap", "{row.author}" }
            if let Some(count) = count {
                td { class: "ev-part ev-count num", "data-label": count, "{row.count}" }
            }
            td { class: "ev-state", Pill { label: row.state, tone: row.tone } }
        }
    }
}

/// One record, as the officer reads it.
#[component]
pub fn RecordSheet(
    /// Its kind, in a pill.
    kind: String,
    /// Its topic.
    title: String,
    /// Number, author, when written, when it reached the server.
    note: String,
    /// Its fields.
    facts: Vec<Fact>,
    /// Its pictures.
    #[props(default)]
    shots: Vec<Shot>,
    /// How far it has come.
    state: Option<TickState>,
    /// Buttons: print, review.
    children: Element,
) -> Element {
    rsx! {
        article { class: "box box-body record-sheet", id: "record",
            Pill { label: kind, tone: Tone::Good }
            h2 { class: "record-title", "{title}" }
            p { class: "cap faint", "{note}" }
            if let Some(state) = state {
                TickLine { state }
            }
            Facts { facts }
            if !shots.is_empty() {
                Shots { shots }
            }
            div { class: "acts", {children} }
        }
    }
}
