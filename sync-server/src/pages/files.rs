//! Pictures for an officer: each under a record that the officer may open, and what is not here yet is said.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::HeaderValue;
use axum::http::header::CONTENT_DISPOSITION;
use axum::response::Response;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use studio_core::attachment::{Attachment, attachments};
use studio_core::face;
use studio_core::id::{PieceHash, StudioId};
use studio_core::read::Kept;
use studio_ui::components::Shot;
use studio_ui::dates;
use studio_ui::i18n::{t, t_with};
use studio_ui::read::{erased_shot, name};

use super::PageFault;
use super::assemble::{id, report, studio_path};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;
use crate::reports::Report;
use crate::sent::{self, Asks};
use crate::store::sqlite::files as rows;

/// GET /bureau/studios/{studio}/files/{hash}
pub(super) async fn fetch(
    State(app): State<Arc<App>>,
    officer: Officer,
    Path((studio, hash)): Path<(String, String)>,
    request: Request,
) -> Result<Response, PageFault> {
    let report = report(&app, &officer, id(Path(studio))?, chance::now()).await?;
    let (studio, hash): (StudioId, PieceHash) = (report.picture.studio, id(Path(hash))?);
    let picture = &report.picture;
    if picture.erased().contains(&hash)
        || !picture.names(hash, |kept| !kept.deleted)
        || !is_here(&app, studio, hash).await?
    {
        return Err(PageFault::NotFound);
    }
    let mut answer = sent::picture(&app, hash, Asks::of(&request)).await.map_err(|_| PageFault::NotFound)?;
    if let Some(called) = called(&report, hash) {
        answer.headers_mut().insert(CONTENT_DISPOSITION, called);
    }
    Ok(answer)
}

/// What a scan is called where it is kept: its record's title and its own name (RFC 6266). `None` for a picture.
fn called(report: &Report, hash: PieceHash) -> Option<HeaderValue> {
    let model = &report.picture.model;
    let of = |kept: &Kept| model.pictures(kept).into_iter().find(|one| one.hash == hash);
    let (kept, one) = model.with_files().filter(|kept| !kept.deleted).find_map(|kept| Some((kept, of(kept)?)))?;
    let own = if one.caption.is_empty() { t("scan") } else { one.caption.clone() };
    let title = face::title(kept.record_type, &kept.fields, &|person| name(person, model));
    let called = [title, own].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    let called = utf8_percent_encode(&called, NON_ALPHANUMERIC);
    let called = HeaderValue::try_from(format!("attachment; filename*=UTF-8''{called}.pdf")).ok();
    called.filter(|_| one.is_scan())
}

pub(super) async fn is_here(app: &Arc<App>, studio: StudioId, hash: PieceHash) -> Result<bool, PageFault> {
    let app = Arc::clone(app);
    let files = app.files.clone();
    let noted = app.disk.read(move |db| Ok(rows::bytes_of(db, studio, hash)?.is_some())).await?;
    Ok(noted && files.path(hash).is_file())
}

/// The pictures of a record in their order, and those that were erased.
pub(super) async fn shots(app: &Arc<App>, report: &Report, kept: &Kept) -> Result<Vec<Shot>, PageFault> {
    let (studio, erasures) = (report.picture.studio, report.picture.model.erasures(kept));
    let mut shots = Vec::new();
    for one in attachments(&kept.fields) {
        if let Some(erasure) = erasures.get(&one.hash) {
            shots.push(erased_shot(one, erasure, report.picture.as_ref()));
            continue;
        }
        let large = is_here(app, studio, one.hash).await?;
        let small = match one.thumb {
            Some(thumb) => is_here(app, studio, thumb).await?,
            None => false,
        };
        shots.push(shot(studio, one, large, small));
    }
    Ok(shots)
}

fn shot(studio: StudioId, one: Attachment, large: bool, small: bool) -> Shot {
    let place = |hash: PieceHash| format!("{}/files/{hash}", studio_path(studio));
    let src = one.thumb.filter(|_| small).or(Some(one.hash).filter(|_| large)).map(place);
    let scan = one.is_scan();
    // nothing of a scan is drawn
    let src = src.filter(|_| !scan);
    let note = match (large, one.pupils) {
        (false, _) => Some(t(if scan { "scan-not-here" } else { "shot-not-here" })),
        (true, true) => Some(t("shot-pupils")),
        (true, false) => None,
    };
    let opens = (scan && large).then(|| t_with("scan-download", &[("bytes", &dates::bytes(one.bytes))]));
    let caption = [Some(one.caption), opens].into_iter().flatten().filter(|part| !part.is_empty());
    let caption = caption.collect::<Vec<_>>().join(" · ");
    Shot { src, href: large.then(|| place(one.hash)), caption, note, gone: false, scan }
}
