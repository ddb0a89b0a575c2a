//! 材料: the papers that a studio writes together. The list of them, one of them, one as it stood when it got a name.

mod extras;
mod half;
mod line;
pub(crate) mod list;
pub(crate) mod offers;
pub(crate) mod sheet;
pub(crate) mod stopped;
pub(crate) mod view;

use dioxus::prelude::*;
use studio_core::id::RecordId;
use studio_engine::messages::{Changed, PaperHere};
use studio_ui::phone::Screen;
use studio_ui::prelude::*;

use crate::desk::{Answer, use_answer, use_desk};
use crate::route::Route;
use crate::shell::{Banners, drawn, drawn_whole, stopped_here};
use stopped::StoppedPaper;
use view::PaperView;

pub(crate) use list::{PaperRows, Writings};

/// What changes a paper.
const KINDS: &[Changed] = &[Changed::Records, Changed::Deliveries, Changed::Team, Changed::Drafts, Changed::Pieces];

/// A paper as it stands.
#[component]
pub fn Writing(paper: String) -> Element {
    let page = use_answer(paper, KINDS, |engine, paper| async move { engine.paper(paper).await });
    rsx! { Paper { page, back: Route::Writings {}.to_string() } }
}

/// A paper as it stood when an edition of it was named.
#[component]
pub fn Edition(id: String) -> Element {
    let page = use_answer(id.parse::<RecordId>().ok(), KINDS, |engine, record| async move {
        match record {
            Some(record) => engine.edition(record).await,
            None => Ok(None),
        }
    });
    let back = match &page {
        Answer::Here(Some(here)) => Route::Writing { paper: here.page.stand.id.clone() },
        _ => Route::Writings {},
    };
    rsx! { Paper { page, back: back.to_string() } }
}

#[component]
fn Paper(page: Answer<Option<Box<PaperHere>>>, back: String) -> Element {
    let stopped = stopped_here(use_desk());
    let title = match &page {
        Answer::Here(Some(here)) => here.page.stand.short.clone(),
        _ => t("papers-title"),
    };
    rsx! {
        div { "data-testid": "writing",
            Screen { bar: rsx! { AppBar { title, back } },
                Banners { needed_only: true }
                {match stopped {
                    Some(stopped) => drawn(page, |here| rsx! { StoppedPaper { here, stopped } }),
                    None => drawn_whole(page, |page| match page {
                        Some(here) => rsx! { PaperView { here: *here } },
                        None => rsx! { p { class: "small mute opening", {t("paper-gone")} } },
                    }),
                }}
            }
        }
    }
}
