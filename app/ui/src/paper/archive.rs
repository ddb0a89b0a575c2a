//! 教师成长档案 on paper: who, over which days, a table a question, and where each number comes from.

use dioxus::prelude::*;

use crate::i18n::t;

/// A table of the sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchiveTable {
    /// What stands above it.
    pub title: String,
    /// Its columns: what each is called and how much of the width it takes, in percent.
    pub columns: Vec<(String, u8)>,
    /// Its lines.
    pub rows: Vec<Vec<String>>,
    /// A sentence below it; empty when there is nothing to say.
    pub note: String,
}

/// The texts of a 成长档案.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchivePaperText {
    /// 工作室：…
    pub studio: String,
    /// 时间：…
    pub period: String,
    /// 姓名, 学校 …: label and value.
    pub facts: Vec<(String, String)>,
    /// The tables in their order.
    pub tables: Vec<ArchiveTable>,
    /// What one must know of the numbers.
    pub notes: Vec<String>,
    /// When and by what it was printed.
    pub printed: String,
}

/// The sheet.
#[component]
pub fn ArchivePaper(
    /// Its texts.
    text: ArchivePaperText,
) -> Element {
    rsx! {
        main { class: "a4", id: "main", "data-testid": "archive-sheet",
            h1 { class: "a4-title", {t("archive-sheet")} }
            div { class: "a4-line",
                span { "{text.studio}" }
                span { "{text.period}" }
            }
            table { class: "a4-table a4-archive-head",
                tbody {
                    for pair in text.facts.chunks(2) {
                        tr {
                            for (label, value) in pair {
                                th { scope: "row", "{label}" }
                                td { colspan: if pair.len() == 1 { "3" }, "{value}" }
                            }
                        }
                    }
                }
            }
            for table in &text.tables {
                {one(table)}
            }
            for note in &text.notes {
                p { class: "a4-beside", "{note}" }
            }
            p { class: "a4-signs", {t("archive-sheet-signs")} }
            div { class: "a4-foot", span { "{text.studio}" } span { "{text.printed}" } }
        }
    }
}

fn one(table: &ArchiveTable) -> Element {
    rsx! {
        h2 { class: "a4-heading", "{table.title}" }
        table { class: "a4-table a4-archive",
            colgroup {
                for (_, width) in &table.columns {
                    col { style: "width: {width}%" }
                }
            }
            thead {
                tr {
                    for (head, _) in &table.columns {
                        th { scope: "col", "{head}" }
                    }
                }
            }
            tbody {
                for row in &table.rows {
                    tr {
                        for cell in row {
                            td { "{cell}" }
                        }
                    }
                }
            }
        }
        if !table.note.is_empty() {
            p { class: "a4-beside", "{table.note}" }
        }
    }
}
