//! One studio's indicators as a row of cells, each a door to what it counts.

use dioxus::prelude::*;

use super::petal::PetalState;
use crate::link::Anchor;

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeatCell {
    /// The indicator, for screen readers.
    pub name: String,
    /// What stands in the cell: 77, 草稿, 缺.
    pub text: String,
    /// How it stands.
    pub state: PetalState,
    /// Someone has not synced: hatched.
    pub stale: bool,
    /// Where the records behind it are.
    pub href: String,
}

/// The cell's content, to be put in a table cell.
#[component]
pub fn HeatCellBox(
    /// The cell.
    cell: HeatCell,
) -> Element {
    let stale = if cell.stale { " hatched" } else { "" };
    let class = format!("heat heat-{}{stale}", cell.state.fill());
    let label = format!("{}：{}，{}", cell.name, cell.text, cell.state.word());
    rsx! {
        Anchor { class, href: cell.href, label, "{cell.text}" }
    }
}
