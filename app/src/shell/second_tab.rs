//! The studio is open in another tab: said plainly, with the way to go on here.

use dioxus::prelude::*;
use studio_engine::messages::{Request, TabState};
use studio_ui::prelude::*;

use crate::desk::use_desk;

/// 已在另一个标签页打开 · 在此处使用
#[component]
pub(crate) fn SecondTab(state: TabState) -> Element {
    let desk = use_desk();
    let title = if state == TabState::GivenAway { t("tab-given-away") } else { t("tab-elsewhere") };
    rsx! {
        div { class: "screen", "data-testid": "second-tab",
            main { class: "screen-main opening",
                EmptyState { glyph: Glyph::Copy, title, text: t("tab-elsewhere-text"),
                    Button {
                        label: t("tab-use-here"), kind: ButtonKind::Main, testid: "take-over",
                        onclick: move |_| desk.engine().tell(Request::TakeOver),
                    }
                }
            }
        }
    }
}
