//! The few numbers that matter, each a door to what it counts.

use dioxus::prelude::*;

use crate::components::list::Row;

/// One number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tile {
    /// 联系到的乡村教师
    pub label: String,
    /// 394
    pub value: String,
    /// / 500
    pub of: Option<String>,
    /// How it is counted.
    pub note: Option<String>,
    /// What it counts.
    pub href: Option<String>,
}

/// The numbers in a line.
#[component]
pub fn Tiles(
    /// Two to four.
    tiles: Vec<Tile>,
) -> Element {
    rsx! {
        div { class: "tiles",
            for tile in tiles {
                Row { class: "tile", href: tile.href,
                    span { class: "cap faint block", "{tile.label}" }
                    b { class: "tile-number num", "{tile.value}"
                        if let Some(of) = tile.of {
                            span { class: "tile-of", " {of}" }
                        }
                    }
                    if let Some(note) = tile.note {
                        span { class: "cap mute block", "{note}" }
                    }
                }
            }
        }
    }
}
