//! A paper that a studio writes together, as the bureau reads and prints it: the same sheet as the phone's, with how far it is
//! and the scans that were filed in its place.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use dioxus::prelude::*;
use std::collections::BTreeMap;
use studio_core::closure::{ClosureReport, DeliverableStand, PaperStand};
use studio_core::id::{PersonId, RecordId, StudioId};
use studio_core::paper::PaperState;
use studio_core::view::{self, Scene};
use studio_ui::bureau::PaperLink;
use studio_ui::components::{Shot, Shots};
use studio_ui::dates;
use studio_ui::i18n::{t, t_with};
use studio_ui::paper::{PaperBar, UnwrittenPaper, WrittenPaper};
use studio_ui::read;

use super::assemble::{id, report, studio_path};
use super::{Page, PageFault, draw, files};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;

/// Who looks: nobody of the studio, so drafts stay their authors'.
const NOBODY: PersonId = PersonId([0; PersonId::LEN]);

/// GET /bureau/studios/{studio}/papers/{paper}
pub(super) async fn page(
    State(app): State<Arc<App>>,
    officer: Officer,
    Path((studio, paper)): Path<(String, String)>,
) -> Page {
    let now = chance::now();
    let studio: StudioId = id(Path(studio))?;
    let report = report(&app, &officer, studio, now).await?;
    let (freshness, deliveries) = (BTreeMap::new(), BTreeMap::new());
    let picture = &report.picture;
    let scene = Scene {
        model: &picture.model,
        guide: &picture.guide,
        me: NOBODY,
        now,
        freshness: &freshness,
        deliveries: &deliveries,
    };
    let page = view::paper_page(&scene, &paper).ok_or(PageFault::NotFound)?;
    let mut scans: Vec<Shot> = Vec::new();
    for scan in &page.scans {
        let kept = picture.model.find(scan.record).ok_or(PageFault::NotFound)?;
        scans.extend(files::shots(&app, &report, kept).await?);
    }
    let lacks: Vec<String> = page.stand.lacks.iter().map(read::paper_lack).collect();
    let state = [vec![t(page.stand.state.label_key()), read::paper_note(&page.stand)], lacks].concat().join(" · ");
    let args = [("day", dates::date(now.day())), ("words", page.stand.words.to_string())];
    let foot = t_with("paper-sheet-foot", &args.each_ref().map(|(key, value)| (*key, value.as_str())));
    let back = (t("back"), format!("{}#deliverables", studio_path(studio)));
    let way = |record: RecordId| Some(format!("{}/records/{record}", studio_path(studio)));
    let (title, text, unwritten) = (page.stand.title.clone(), read::written(&page, &way), read::unwritten(&page));
    let sheet = move || {
        rsx! {
            PaperBar { hint: state.clone(), back: back.clone(), other: None, prints: unwritten.is_none() }
            if !scans.is_empty() {
                section { class: "no-print paper-scans", aria_label: t("filed-scans"), Shots { shots: scans.clone() } }
            }
            match unwritten.clone() {
                Some(text) => rsx! { UnwrittenPaper { text } },
                None => rsx! { WrittenPaper { text: text.clone(), foot: foot.clone() } },
            }
        }
    };
    Ok(draw(&title, sheet)?.into_response())
}

/// The papers of a deliverable, as the checklist names them.
pub(super) fn links(closure: &ClosureReport, one: &DeliverableStand, path: &str) -> Vec<PaperLink> {
    one.papers.iter().filter_map(|at| closure.papers.get(*at)).map(|paper| link(paper, path)).collect()
}

/// How much of it is there: in words, for a spreadsheet takes a stroke between two numbers for a date.
fn note(paper: &PaperStand) -> String {
    if paper.filed || paper.least == 0 {
        return read::paper_note(paper);
    }
    let args = [("words", dates::thousands(paper.words as u64)), ("least", dates::thousands(paper.least as u64))];
    t_with("checklist-paper", &args.each_ref().map(|(key, value)| (*key, value.as_str())))
}

/// One paper with how far it is.
pub(super) fn link(paper: &PaperStand, path: &str) -> PaperLink {
    PaperLink {
        name: paper.short.clone(),
        note: note(paper),
        state: t(paper.state.label_key()),
        tone: read::paper_tone(paper.state),
        ready: paper.state == PaperState::Ready,
        href: format!("{path}/papers/{}", paper.id),
    }
}
