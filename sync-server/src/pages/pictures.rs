//! 照片页: the pictures of a record, or of everything behind an indicator, on A4 for printing.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use dioxus::prelude::*;
use serde::Deserialize;
use studio_core::attachment::Attachment;
use studio_core::face;
use studio_core::id::{PieceHash, RecordId, StudioId};
use studio_core::read::Kept;
use studio_ui::i18n::{t, t_with};
use studio_ui::link::Anchor;
use studio_ui::paper::{Each, PaperBar, PaperPicture, PicturePaper};
use studio_ui::read::{is_drawn, name, picture_words, scans_words};

use super::assemble::{id, report, studio_path};
use super::files::is_here;
use super::{Page, PageFault, draw};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;
use crate::reports::Report;

/// How many on a page; two unless it says four.
#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    each: Option<u8>,
    /// Those that are not printed, by their hashes with commas between them.
    #[serde(default)]
    out: String,
}

impl Wish {
    fn out(&self) -> Vec<PieceHash> {
        self.out.split(',').filter_map(|hash| hash.parse().ok()).collect()
    }
}

/// GET …/records/{record}/pictures
pub(super) async fn of_record(
    State(app): State<Arc<App>>,
    officer: Officer,
    Path((studio, record)): Path<(String, String)>,
    Query(wish): Query<Wish>,
) -> Page {
    let record: RecordId = id(Path(record))?;
    let report = report(&app, &officer, id(Path(studio))?, chance::now()).await?;
    let found = report.picture.model.find(record).filter(|kept| !kept.deleted && kept.record_type.says().work);
    let found = found.ok_or(PageFault::NotFound)?;
    let pictures = on_paper(&app, &report, &[found]).await?;
    let path = format!("{}/records/{record}", studio_path(report.picture.studio));
    sheet(title(&report, found), &report, pictures, path, &wish)
}

/// GET …/indicators/{number}/pictures
pub(super) async fn of_indicator(
    State(app): State<Arc<App>>,
    officer: Officer,
    Path((studio, number)): Path<(String, usize)>,
    Query(wish): Query<Wish>,
) -> Page {
    let report = report(&app, &officer, id(Path(studio))?, chance::now()).await?;
    let closure = report.closure.as_ref().ok_or(PageFault::NotFound)?;
    let indicator = closure.indicators.iter().find(|i| i.number == number).ok_or(PageFault::NotFound)?;
    let records: Vec<&Kept> =
        indicator.evidence.iter().filter_map(|evidence| report.picture.model.find(evidence.record)).collect();
    let pictures = on_paper(&app, &report, &records).await?;
    let path = format!("{}/indicators/{number}", studio_path(report.picture.studio));
    sheet(indicator.title.clone(), &report, pictures, path, &wish)
}

fn title(report: &Report, kept: &Kept) -> String {
    let model = &report.picture.model;
    let title = face::title(kept.record_type, &kept.fields, &|person| name(person, model));
    if title.is_empty() { t("record-untitled") } else { title }
}

/// What is drawn, and what belongs to it and cannot be.
struct OnPaper {
    pictures: Vec<(PieceHash, PaperPicture)>,
    scans: Vec<Attachment>,
}

/// A picture that stands under two records is shown once: the same bytes are no second proof.
async fn on_paper(app: &Arc<App>, report: &Report, records: &[&Kept]) -> Result<OnPaper, PageFault> {
    let studio: StudioId = report.picture.studio;
    let mut shown = std::collections::BTreeSet::new();
    let (mut pictures, mut scans) = (Vec::new(), Vec::new());
    for kept in records {
        for one in report.picture.model.pictures(kept) {
            if !shown.insert(one.hash) {
                continue;
            }
            if !is_drawn(&one) {
                scans.push(one);
                continue;
            }
            let here = is_here(app, studio, one.hash).await?;
            let words = picture_words(kept.day(), title(report, kept), &one);
            let src = here.then(|| format!("{}/files/{}", studio_path(studio), one.hash));
            let note = (!here).then(|| t("shot-not-here"));
            pictures.push((one.hash, PaperPicture { src, words, note, door: None }));
        }
    }
    Ok(OnPaper { pictures, scans })
}

/// Those that are printed, each with the way to leave it out too.
fn chosen(
    pictures: Vec<(PieceHash, PaperPicture)>,
    left_out: &[PieceHash],
    address: impl Fn(&[PieceHash]) -> String,
) -> Vec<PaperPicture> {
    let printed = pictures.into_iter().filter(|(hash, _)| !left_out.contains(hash));
    let with_door = |(hash, picture): (PieceHash, PaperPicture)| {
        let door = (t("print-leave-out"), address(&[left_out, &[hash]].concat()));
        PaperPicture { door: Some(door), ..picture }
    };
    printed.map(with_door).collect()
}

/// The sheet with so many on a page, without these.
fn address(path: &str, each: u8, out: &[PieceHash]) -> String {
    let out = out.iter().map(PieceHash::to_string).collect::<Vec<_>>().join(",");
    format!("{path}/pictures?each={each}&out={out}")
}

fn sheet(title: String, report: &Report, on_paper: OnPaper, path: String, wish: &Wish) -> Page {
    let OnPaper { pictures, scans } = on_paper;
    let beside = scans_words(&scans);
    if pictures.is_empty() && beside.is_none() {
        return Err(PageFault::NotFound);
    }
    let four = wish.each == Some(4);
    let (each, number, other, words) =
        if four { (Each::Four, 4, 2, "pictures-two") } else { (Each::Two, 2, 4, "pictures-four") };
    let (left_out, in_all) = (wish.out(), pictures.len());
    let pictures = chosen(pictures, &left_out, |out| address(&path, number, out));
    let again = (pictures.len() < in_all).then(|| {
        let count = (in_all - pictures.len()).to_string();
        (t_with("print-left-out-count", &[("count", &count)]), address(&path, number, &[]))
    });
    let count = pictures.len().to_string();
    let sub = t_with("pictures-of", &[("studio", report.picture.model.studio_name()), ("count", &count)]);
    let other = Some((t(words), address(&path, other, &left_out)));
    let page = {
        let title = title.clone();
        move || {
            rsx! {
                PaperBar { hint: t("print-hint"), back: (t("back"), path.clone()), other: other.clone() }
                if let Some((words, href)) = again.clone() {
                    p { class: "no-print opening small", "{words} " Anchor { href, {t("print-all-again")} } }
                }
                PicturePaper { title: title.clone(), sub: sub.clone(), pictures: pictures.clone(), beside: beside.clone(), each }
            }
        }
    };
    Ok(draw(&title, page)?.into_response())
}
