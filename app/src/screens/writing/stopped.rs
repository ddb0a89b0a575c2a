//! A paper on a phone that was stopped: what colleagues wrote is not here any more, so nothing of it is counted. What of its
//! owner's has not come into the paper stands with why, and can be taken along.

use dioxus::prelude::*;
use studio_core::closure::PaperStand;
use studio_core::view::{PaperLine, Waiting};
use studio_engine::messages::{PaperHere, Stopped};
use studio_ui::prelude::*;

use super::half::halves;
use super::line::Standing;
use super::view::HalfWritten;
use crate::route::Route;
use crate::shell::{Send, StoppedHere};

/// The papers by name alone: how far they are is not known here.
#[component]
pub(crate) fn StoppedPapers(papers: Vec<PaperStand>, stopped: Stopped) -> Element {
    rsx! {
        div { class: "stack",
            StoppedHere { stopped }
            p { class: "small mute banners", {t("paper-own-intro")} }
            List {
                for paper in papers {
                    ListItem { key: "{paper.id}", title: paper.title.clone(), badge: Glyph::FileText, testid: "paper-row",
                        href: Route::Writing { paper: paper.id.clone() }.to_string() }
                }
            }
        }
    }
}

/// What the phone still has of a paper.
#[component]
pub(crate) fn StoppedPaper(here: Option<Box<PaperHere>>, stopped: Stopped) -> Element {
    let open = here.clone().filter(|here| here.edition.is_none());
    let lines = here.map(|here| waiting(&here)).unwrap_or_default();
    rsx! {
        div { class: "stack",
            StoppedHere { stopped }
            if let Some(here) = open {
                HalfWritten { halves: halves(&here) }
            }
            if !lines.is_empty() {
                Waits { lines }
            }
        }
    }
}

/// Paragraphs that are nowhere but here, or that the server has and nobody has let in.
fn waiting(here: &PaperHere) -> Vec<PaperLine> {
    let lines = here.page.parts.iter().flat_map(|part| &part.lines);
    lines.filter(|line| line.delivery.waiting != Waiting::No).cloned().collect()
}

#[component]
fn Waits(lines: Vec<PaperLine>) -> Element {
    let all: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    rsx! {
        div { "data-testid": "paper-own-waiting",
            Section { title: t("paper-own-waiting"), note: t("paper-own-waiting-note") }
            for line in lines.clone() {
                article { class: "passage", key: "{line.record}", "data-testid": "passage",
                    // a number of the report would be one of half the records: its name stands
                    p { class: "passage-text", "{line.text}" }
                    Standing { waiting: line.delivery.waiting }
                }
            }
            div { class: "banners stack",
                Send { text: all.join("\n\n"), share: t("paper-share"), copy: t("paper-own-copy"), testid: "paper-own" }
            }
        }
    }
}
