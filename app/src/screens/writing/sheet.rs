//! A paper on paper: the same sheet as the bureau's.

use dioxus::prelude::*;
use studio_core::id::RecordId;
use studio_core::time::Millis;
use studio_engine::messages::{Changed, PaperHere};
use studio_ui::dates;
use studio_ui::paper::{PaperBar, UnwrittenPaper, WrittenPaper};
use studio_ui::phone::Screen;
use studio_ui::prelude::*;
use studio_ui::read;

use crate::desk::{Answer, use_answer};
use crate::platform;
use crate::route::Route;
use crate::shell::drawn_whole;

/// The sheet of a paper.
#[component]
pub fn WritingSheet(paper: String) -> Element {
    let page = use_answer(paper, &[Changed::Records], |engine, paper| async move { engine.paper(paper).await });
    rsx! { Sheet { page } }
}

/// The sheet of a paper as it stood when an edition of it was named.
#[component]
pub fn EditionSheet(id: String) -> Element {
    let page = use_answer(id.parse::<RecordId>().ok(), &[Changed::Records], |engine, record| async move {
        match record {
            Some(record) => engine.edition(record).await,
            None => Ok(None),
        }
    });
    rsx! { Sheet { page } }
}

#[component]
fn Sheet(page: Answer<Option<Box<PaperHere>>>) -> Element {
    rsx! {
        div { "data-testid": "written-sheet",
            {drawn_whole(page, |page: Option<Box<PaperHere>>| match page {
                Some(here) => rsx! { SheetView { here: *here, now: platform::now() } },
                None => rsx! {
                    Screen { bar: rsx! { AppBar { title: t("papers-title"), back: Route::Writings {}.to_string() } },
                        p { class: "small mute opening", {t("paper-gone")} }
                    }
                },
            })}
        }
    }
}

/// The same as a picture of plain data.
#[component]
pub(crate) fn SheetView(here: PaperHere, now: Millis) -> Element {
    let back = match &here.edition {
        Some(edition) => Route::Edition { id: edition.record.to_string() },
        None => Route::Writing { paper: here.page.stand.id.clone() },
    };
    let back = (t("back"), back.to_string());
    let foot =
        t_with("paper-sheet-foot", &[("day", &dates::date(now.day())), ("words", &here.page.stand.words.to_string())]);
    let edition = here.edition.as_ref().map(|edition| {
        t_with("edition-sheet-foot", &[("name", &edition.name), ("at", &read::edition_at(edition)), ("foot", &foot)])
    });
    let foot = edition.unwrap_or(foot);
    let way = |record: RecordId| Some(Route::RecordScreen { id: record.to_string() }.to_string());
    rsx! {
        match read::unwritten(&here.page) {
            Some(text) => rsx! {
                PaperBar { back, other: None, hint: text.said.clone(), prints: false }
                UnwrittenPaper { text }
            },
            None => rsx! {
                PaperBar { back, other: None, hint: t("paper-hint"), onprint: |_| platform::print() }
                WrittenPaper { text: read::written(&here.page, &way), foot }
            },
        }
    }
}
