//! 记录详情: every field, how far it has come, what two phones wrote differently, what one can do with it.

mod acts;
mod call;
mod conflicts;
pub(crate) mod history;
pub(crate) mod paper;
pub(crate) mod paper_pictures;
mod pictures;
mod replies;
mod same;
pub(crate) mod scan;
pub(crate) mod view;
pub(crate) mod viewer;

use dioxus::prelude::*;
use studio_core::id::RecordId;
use studio_engine::messages::Changed;
use studio_ui::phone::{Screen, ScreenFoot};
use studio_ui::prelude::*;

use super::form::HalfDone;
use crate::desk::use_answer;
use crate::platform;
use crate::route::Route;
use crate::shell::{Banners, drawn, tabs};
use crate::words;
use view::RecordView;

/// What changes a record's page.
const KINDS: &[Changed] = &[Changed::Records, Changed::Deliveries, Changed::Team, Changed::Pieces];

/// A record opened.
#[component]
pub fn RecordScreen(id: String) -> Element {
    let page = use_answer(id.parse::<RecordId>().ok(), KINDS, |engine, record| async move {
        match record {
            Some(record) => engine.record(record).await,
            None => Ok(None),
        }
    });
    let title = match &page {
        crate::desk::Answer::Here(Some(page)) => words::type_name(page.detail.row.record_type),
        _ => t("tab-records"),
    };
    rsx! {
        div { "data-testid": "record",
            Screen {
                bar: rsx! { AppBar { title, back: Route::Records {}.to_string() } },
                foot: ScreenFoot::Tabs, foot_element: tabs(Tab::Records),
                Banners { needed_only: true }
                {drawn(page, |page| match page {
                    Some(page) => rsx! {
                        HalfDone { key: "{page.detail.row.record}", record: page.detail.row.record }
                        RecordView { page: *page, now: platform::now() }
                    },
                    None => rsx! { p { class: "small mute opening", {t("record-gone")} } },
                })}
            }
        }
    }
}
