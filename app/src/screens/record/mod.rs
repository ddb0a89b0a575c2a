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
use studio_core::paragraph::PAPER_KEY;
use studio_core::tolerant;
use studio_engine::client::EngineHandle;
use studio_engine::messages::{Changed, Notice};
use studio_ui::phone::{Screen, ScreenFoot};
use studio_ui::prelude::*;

use super::form::HalfDone;
use crate::desk::{use_answer, use_desk};
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
                    None => rsx! { Elsewhere { key: "{id}", id: id.clone() } },
                })}
            }
        }
    }
}

/// No record of work: what belongs to a paper is read there, and anything else is not here.
#[component]
fn Elsewhere(id: String) -> Element {
    let desk = use_desk();
    let mut gone = use_signal(|| false);
    use_hook(|| {
        let Ok(record) = id.parse::<RecordId>() else { return gone.set(true) };
        spawn(async move {
            match in_paper(desk.engine(), record).await {
                Ok(Some(page)) => {
                    let mut to_passage = desk.to_passage;
                    to_passage.set(Some(record));
                    navigator().replace(page);
                }
                Ok(None) => gone.set(true),
                Err(notice) => desk.tell(notice),
            }
        });
    });
    rsx! { if gone() { p { class: "small mute opening", {t("record-gone")} } } }
}

/// Where a paragraph, a scan of a paper or a name for it is read.
async fn in_paper(engine: EngineHandle, record: RecordId) -> Result<Option<Route>, Notice> {
    if let Some((_, fields)) = engine.fields(record).await? {
        let paper = tolerant::str(&fields, PAPER_KEY).unwrap_or_default().to_owned();
        return Ok(Some(Route::Writing { paper }));
    }
    let edition = engine.edition(record).await?;
    Ok(edition.map(|_| Route::Edition { id: record.to_string() }))
}
