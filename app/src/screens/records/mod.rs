//! 记录: the timeline by month, filters, search.

pub(crate) mod filter;
pub(crate) mod view;

use dioxus::prelude::*;
use studio_core::view::RecordQuery;
use studio_engine::messages::Changed;
use studio_ui::phone::{Screen, ScreenFoot};
use studio_ui::prelude::*;

use crate::desk::{use_answer, use_desk};
use crate::platform;
use crate::route::Route;
use crate::screens::form::use_drafts;
use crate::search_box::SearchBox;
use crate::shell::{Banners, FillingLine, drawn, is_filling, tabs};
use filter::{FilterPanel, TypeChips};
use view::Timeline;

/// Rows that a press adds.
const MORE: usize = 200;
/// What changes the timeline.
const KINDS: &[Changed] = &[Changed::Records, Changed::Deliveries];

/// 记录
#[component]
pub fn Records() -> Element {
    let desk = use_desk();
    let mut filter = desk.filter;
    let mut shown = desk.shown;
    let query = RecordQuery { most: Some(shown()), ..filter() };
    let list = use_answer(query, KINDS, |engine, query| async move { engine.records(query).await });
    let drafts = use_drafts();
    let mut looking = use_signal(|| !filter.peek().text.is_empty());
    let mut filtering = use_signal(|| false);
    let look = move |_| {
        looking.toggle();
        filter.write().text.clear();
    };
    let bar = rsx! {
        AppBar { title: t("tab-records"), large: true,
            BarAction { glyph: Glyph::Search, label: t("records-search"), testid: "open-search", onclick: look }
            BarAction { glyph: Glyph::SlidersHorizontal, label: t("records-filter"), testid: "open-filter", onclick: move |_| filtering.toggle() }
        }
    };
    let all = *filter.read() == Default::default();
    let filling = is_filling(desk);
    rsx! {
        div { "data-testid": "records",
            Screen { bar, foot: ScreenFoot::Tabs, foot_element: tabs(Tab::Records),
                Banners { needed_only: true }
                if looking() {
                    SearchBox { testid: "record-search", label: t("records-search"), onlook: move |text: String| filter.write().text = text }
                }
                if filtering() {
                    FilterPanel { filter }
                }
                if filling {
                    FillingLine { phase: (desk.sync)().phase }
                }
                {drawn(list, |list| rsx! {
                    TypeChips { counts: list.counts.clone(), total: list.total, filter }
                    Timeline { list: *list, drafts: if all { drafts } else { Vec::new() }, all, filling, onmore: move |()| shown += MORE, now: platform::now() }
                })}
            }
        }
    }
}

/// Where a new record begins, for the empty timeline.
fn new_href() -> String {
    Route::New {}.to_string()
}
