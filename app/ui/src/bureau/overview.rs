//! 总览: the studios, those who need help first; a heat table, and on a phone cards with a strip of petals. Must not rank
//! by the number of records.

use dioxus::prelude::*;

use crate::components::Pill;
use crate::i18n::{t, t_with};
use crate::link::Anchor;
use crate::pictures::{HeatCell, HeatCellBox, Petal, PetalStrip};
use crate::tone::Tone;

/// One studio.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StudioRow {
    /// 赵桥乡语文工作室
    pub name: String,
    /// School and chief.
    pub note: String,
    /// 7: how many indicators are met.
    pub met: String,
    /// 12: of how many. A cell of its own: a spreadsheet makes a date of 7/12, with spaces or without.
    pub judged: String,
    /// Tone of the first of them.
    pub tone: Tone,
    /// What is missing most, or that it is ready.
    pub verdict: String,
    /// One cell an indicator, in the columns' order.
    pub cells: Vec<HeatCell>,
    /// The same as petals, for the card on a phone.
    pub petals: Vec<Petal>,
    /// 2026年11月4日: a table that is copied is read in another year.
    pub as_of: String,
    /// Someone of this studio has not synced.
    pub stale: bool,
    /// Who has synced when.
    pub as_of_door: Option<String>,
    /// Its report.
    pub href: String,
}

/// The table.
#[component]
pub fn OverviewTable(
    /// What a row is: 工作室.
    whose: String,
    /// Short names of the indicators.
    columns: Vec<String>,
    /// The studios, those who need help first.
    rows: Vec<StudioRow>,
) -> Element {
    rsx! {
        div { class: "wide-only", HeatTable { whose, columns, rows: rows.clone() } }
        div { class: "narrow-only",
            for row in rows {
                StudioCard { row }
            }
        }
    }
}

#[component]
fn HeatTable(whose: String, columns: Vec<String>, rows: Vec<StudioRow>) -> Element {
    rsx! {
        table { class: "table heat-table",
            thead {
                tr {
                    th { class: "col-name", scope: "col", "{whose}" }
                    th { class: "col-met", scope: "col", {t("overview-reached")} }
                    th { class: "col-judged", scope: "col", {t("overview-judged")} }
                    for column in columns {
                        th { class: "col-cell", scope: "col", "{column}" }
                    }
                    th { class: "col-asof", scope: "col", {t("as-of")} }
                }
            }
            tbody {
                for row in rows {
                    tr {
                        th { scope: "row",
                            Anchor { class: "cell-door", href: row.href, "{row.name}" }
                            span { class: "cap faint block", "{row.note}" }
                            span { class: "cap faint block", "{row.verdict}" }
                        }
                        td { class: "num", Pill { label: row.met, tone: row.tone } }
                        td { class: "num", "{row.judged}" }
                        for cell in row.cells {
                            td { class: "col-cell", HeatCellBox { cell } }
                        }
                        td { class: if row.stale { "cap nowrap text-tone-warn" } else { "cap nowrap" },
                            if let Some(href) = row.as_of_door {
                                Anchor { class: "door", href, "{row.as_of}" }
                            } else {
                                "{row.as_of}"
                            }
                        }
                    }
                }
            }
        }
    }
}

#[component]
fn StudioCard(row: StudioRow) -> Element {
    let as_of = if row.stale {
        t_with("as-of-stale", &[("at", &row.as_of)])
    } else {
        t_with("as-of-at", &[("at", &row.as_of)])
    };
    rsx! {
        Anchor { class: "item item-top", href: row.href,
            span { class: "grow",
                span { class: "row between",
                    b { class: "small", "{row.name}" }
                    Pill { label: t_with("overview-score", &[("met", &row.met), ("judged", &row.judged)]), tone: row.tone }
                }
                span { class: "cap faint block", "{row.note} · {row.verdict}" }
                PetalStrip { petals: row.petals }
                span { class: "cap faint block", "{as_of}" }
            }
        }
    }
}
