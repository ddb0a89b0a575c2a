//! 查看数据: the numbers of a picture as a table, folded under it.

use dioxus::prelude::*;

use crate::i18n::t;

/// One line of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FiguresRow {
    /// What.
    pub name: String,
    /// How much.
    pub value: String,
}

impl FiguresRow {
    /// A line.
    pub fn new(name: &str, value: &str) -> FiguresRow {
        FiguresRow { name: name.to_owned(), value: value.to_owned() }
    }
}

/// The folded table.
#[component]
pub fn Figures(
    /// What the numbers are.
    caption: String,
    /// The lines.
    rows: Vec<FiguresRow>,
) -> Element {
    rsx! {
        details { class: "figures",
            summary { {t("figures-open")} }
            table {
                caption { class: "unseen", "{caption}" }
                tbody {
                    for row in rows {
                        tr {
                            th { scope: "row", "{row.name}" }
                            td { class: "num", "{row.value}" }
                        }
                    }
                }
            }
        }
    }
}
