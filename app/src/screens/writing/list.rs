//! Every paper of the project's direction with how far it is.

use dioxus::prelude::*;
use studio_core::closure::PaperStand;
use studio_engine::messages::Changed;
use studio_ui::phone::Screen;
use studio_ui::prelude::*;
use studio_ui::read;

use super::stopped::StoppedPapers;
use crate::desk::{use_answer, use_desk};
use crate::route::Route;
use crate::shell::{Banners, drawn, drawn_whole, stopped_here};

/// 材料
#[component]
pub fn Writings() -> Element {
    let report = use_answer((), &[Changed::Records, Changed::Team], |engine, ()| async move { engine.closure().await });
    let stopped = stopped_here(use_desk());
    rsx! {
        div { "data-testid": "writings",
            Screen { bar: rsx! { AppBar { title: t("papers-title"), back: Route::Closure {}.to_string() } },
                Banners { needed_only: true }
                {match stopped {
                    Some(stopped) => drawn(report, |report| {
                        let papers = report.map(|report| report.papers.clone()).unwrap_or_default();
                        rsx! { StoppedPapers { papers, stopped } }
                    }),
                    None => drawn_whole(report, |report| match report {
                        Some(report) => rsx! { PapersView { papers: report.papers.clone() } },
                        None => rsx! { p { class: "small mute opening", {t("closure-none")} } },
                    }),
                }}
            }
        }
    }
}

/// The same as a picture of plain data.
#[component]
pub(crate) fn PapersView(papers: Vec<PaperStand>) -> Element {
    rsx! {
        p { class: "small mute banners", {t("papers-intro")} }
        PaperRows { papers }
    }
}

/// Papers as rows, each the door to it.
#[component]
pub(crate) fn PaperRows(papers: Vec<PaperStand>) -> Element {
    rsx! {
        List {
            for paper in papers {
                ListItem {
                    key: "{paper.id}", title: paper.title.clone(), note: read::paper_note(&paper), badge: Glyph::FileText, tone: read::paper_tone(paper.state),
                    pill: t(paper.state.label_key()), pill_tone: read::paper_tone(paper.state),
                    href: Route::Writing { paper: paper.id.clone() }.to_string(), testid: "paper-row",
                }
            }
        }
    }
}
