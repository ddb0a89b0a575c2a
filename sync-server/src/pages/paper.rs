//! The sheets of a record, for printing on A4: the first of its type at `print`, the one beside it at `signin`. Draws what the
//! record holds; the signature is left free.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use dioxus::prelude::*;
use studio_core::id::{RecordId, StudioId};
use studio_core::read::Kept;
use studio_ui::i18n::t;
use studio_ui::paper::{Paper, PaperBar, PaperText};
use studio_ui::read::{Printed, name, paper};

use super::assemble::{id, report, studio_path};
use super::evidence::way;
use super::history;
use super::{Page, PageFault, draw};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;
use crate::reports::{Picture, Report};

/// GET …/records/{record}/print
pub(super) async fn print(
    State(app): State<Arc<App>>,
    officer: Officer,
    Path((studio, record)): Path<(String, String)>,
) -> Page {
    let now = chance::now();
    let (studio, record): (StudioId, RecordId) = (id(Path(studio))?, id(Path(record))?);
    let report = report(&app, &officer, studio, now).await?;
    let found = kept(&report, record)?;
    let doc = found.doc;
    let history = app.disk.read(move |db| Ok(history::of(db, studio, doc, record)?)).await?;
    let history = history.map_or_else(String::new, |history| way(&history, found.event_day(), now.day()));
    let path = format!("{}/records/{record}", studio_path(studio));
    let [sheet, other] = [0, 1].map(|place| found.record_type.says().sheets.get(place));
    let text = sheet.map(|sheet| paper(sheet, &printed(&report.picture, found, history)));
    let other = other.map(|other| (t(&format!("sheet-{other}")), format!("{path}/signin")));
    draw_sheet(path, text.ok_or(PageFault::NotFound)?, other)
}

/// GET …/records/{record}/signin
pub(super) async fn signin(
    State(app): State<Arc<App>>,
    officer: Officer,
    Path((studio, record)): Path<(String, String)>,
) -> Page {
    let (studio, record): (StudioId, RecordId) = (id(Path(studio))?, id(Path(record))?);
    let report = report(&app, &officer, studio, chance::now()).await?;
    let found = kept(&report, record)?;
    let [sheet, other] = found.record_type.says().sheets else { return Err(PageFault::NotFound) };
    let text = paper(other, &printed(&report.picture, found, String::new()));
    let path = format!("{}/records/{record}", studio_path(studio));
    let first = (t(&format!("sheet-{sheet}")), format!("{path}/print"));
    draw_sheet(path, text, Some(first))
}

fn draw_sheet(path: String, text: PaperText, other: Option<(String, String)>) -> Page {
    let title = text.title();
    let page = move || {
        rsx! {
            PaperBar { hint: t("print-hint"), back: (t("back"), path.clone()), other: other.clone() }
            Paper { text: text.clone() }
        }
    };
    Ok(draw(&title, page)?.into_response())
}

fn kept(report: &Report, record: RecordId) -> Result<&Kept, PageFault> {
    let found = report.picture.model.find(record).filter(|kept| !kept.deleted && kept.record_type.says().work);
    found.ok_or(PageFault::NotFound)
}

fn printed<'a>(picture: &'a Picture, kept: &'a Kept, history: String) -> Printed<'a> {
    Printed {
        of: kept.record_type,
        fields: &kept.fields,
        no: &kept.no,
        studio: picture.model.studio_name(),
        author: kept.owner().map_or_else(String::new, |owner| name(owner, picture)),
        history,
        version: kept.version,
        tells: picture,
    }
}
