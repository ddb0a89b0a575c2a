//! Names, and ends: a project or a studio is called otherwise, ended, opened again, or removed while it is empty. The page
//! of a studio's own is here; a project's is `project`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use dioxus::prelude::*;
use studio_core::decision::By;
use studio_core::id::{ProjectId, StudioId};
use studio_core::time::Millis;
use studio_ui::bureau::{FormPage, PageHead};
use studio_ui::components::{Banner, ButtonKind, Field, FieldError, TextInput};
use studio_ui::dates;
use studio_ui::i18n::{t, t_with};
use studio_ui::icon::Glyph;
use studio_ui::tone::Tone;

use super::assemble::{Fields, OfficerForm, Place, framed, id, report, studio_crumbs, studio_path};
use super::parts::{Act, Folded};
use super::project::{self, Typed, project_path};
use super::{Page, PageFault};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;
use crate::enrol::clean;
use crate::limits::TITLE_CHARS_MAX;
use crate::reports::Report;
use crate::store::sqlite::{marks, office};
use crate::studios::{self, Done};

/// GET /bureau/studios/{studio}/settings
pub(super) async fn page(State(app): State<Arc<App>>, officer: Officer, studio: Path<String>) -> Page {
    settings(&app, &officer, id(studio)?, None, Vec::new(), None).await
}

/// The form of a studio's name again with what was typed; nothing was done yet.
pub(super) async fn again(app: &Arc<App>, officer: &Officer, studio: StudioId, fields: &Fields) -> Page {
    settings(app, officer, studio, Some(fields.text("name").to_owned()), Vec::new(), Some(t("form-again"))).await
}

async fn settings(
    app: &Arc<App>,
    officer: &Officer,
    studio: StudioId,
    typed: Option<String>,
    errors: Vec<FieldError>,
    note: Option<String>,
) -> Page {
    let report = report(app, officer, studio, chance::now()).await?;
    let ended = app.disk.read(move |db| Ok(marks::ended(db, studio)?)).await?;
    let (token, name) = (officer.form_token(), typed.unwrap_or_else(|| report.picture.model.studio_name().to_owned()));
    framed(officer, Place::Studio, &t("settings-title"), move || {
        show(&report, ended, name.clone(), &errors, note.clone(), token.clone())
    })
}

fn show(
    report: &Report,
    ended: Option<Millis>,
    name: String,
    errors: &[FieldError],
    note: Option<String>,
    token: String,
) -> Element {
    let path = studio_path(report.picture.studio);
    let error = errors.first().map(|e| e.words.clone());
    rsx! {
        PageHead { crumbs: studio_crumbs(report, Some(t("settings-title"))), title: t("settings-title") }
        if let Some(at) = ended {
            Banner { text: t_with("studio-ended", &[("day", &dates::date(at.day()))]), tone: Tone::Plain, glyph: Glyph::Info }
        }
        FormPage { action: "{path}/rename", token: token.clone(), note, errors: errors.to_vec(), verb: t("rename-do"), back: (t("back"), path.clone()),
            Field { field: "name", label: t("studio-name"), hint: t("studio-rename-hint"), error: error.clone(),
                TextInput { id: "name", initial: name, limit: TITLE_CHARS_MAX as u32, hint: true, error: error.is_some() }
            }
        }
        if ended.is_some() {
            Act { action: "{path}/reopen", token, verb: t("studio-reopen") }
        } else {
            Folded { ask: t("studio-end"), what: t("end-what"),
                Act { action: "{path}/finish", token: token.clone(), verb: t("studio-end-do") }
            }
            if studios::is_empty(&report.picture.members) {
                Folded { ask: t("studio-remove"), what: t("studio-remove-what"),
                    Act { action: "{path}/remove", token, verb: t("remove-do"), kind: ButtonKind::Danger }
                }
            } else {
                p { class: "cap faint", {t("studio-remove-not")} }
            }
        }
    }
}

fn name_error() -> Vec<FieldError> {
    let words = t_with("rename-error", &[("limit", &TITLE_CHARS_MAX.to_string())]);
    vec![FieldError { field: "name".to_owned(), words }]
}

/// POST /bureau/studios/{studio}/rename
pub(super) async fn rename_studio(State(app): State<Arc<App>>, studio: Path<String>, sent: OfficerForm) -> Page {
    let studio: StudioId = id(studio)?;
    report(&app, &sent.officer, studio, chance::now()).await?;
    let typed = sent.fields.text("name");
    let Some(name) = clean(typed, TITLE_CHARS_MAX) else {
        let page = settings(&app, &sent.officer, studio, Some(typed.to_owned()), name_error(), None).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    app.disk.write(move |desk| Ok(office::rename_studio(desk.db(), studio, &name)?)).await?;
    Ok(Redirect::to(&studio_path(studio)).into_response())
}

/// POST /bureau/studios/{studio}/finish
pub(super) async fn finish_studio(State(app): State<Arc<App>>, studio: Path<String>, sent: OfficerForm) -> Page {
    mark_studio(&app, id(studio)?, &sent.officer, Some(chance::now())).await
}

/// POST /bureau/studios/{studio}/reopen
pub(super) async fn reopen_studio(State(app): State<Arc<App>>, studio: Path<String>, sent: OfficerForm) -> Page {
    mark_studio(&app, id(studio)?, &sent.officer, None).await
}

async fn mark_studio(app: &Arc<App>, studio: StudioId, officer: &Officer, ended: Option<Millis>) -> Page {
    report(app, officer, studio, chance::now()).await?;
    app.disk.write(move |desk| Ok(marks::set_ended(desk.db(), studio, ended)?)).await?;
    Ok(Redirect::to("/bureau/").into_response())
}

/// POST /bureau/studios/{studio}/remove
pub(super) async fn remove_studio(State(app): State<Arc<App>>, studio: Path<String>, sent: OfficerForm) -> Page {
    let (now, studio): (_, StudioId) = (chance::now(), id(studio)?);
    report(&app, &sent.officer, studio, now).await?;
    match app.disk.write(move |desk| studios::remove(desk, studio, now)).await? {
        Done::Yes => Ok(Redirect::to("/bureau/").into_response()),
        Done::NotEmpty => Ok(Redirect::to(&format!("{}/settings", studio_path(studio))).into_response()),
    }
}

/// POST /bureau/projects/{project}/rename
pub(super) async fn rename_project(State(app): State<Arc<App>>, project: Path<String>, sent: OfficerForm) -> Page {
    let (now, project): (_, ProjectId) = (chance::now(), id(project)?);
    let loaded = project::load(&app, &sent.officer, project, now).await?;
    let Some(name) = clean(sent.fields.text("name"), TITLE_CHARS_MAX) else {
        let typed = Typed { errors: name_error(), ..Typed::over(&loaded, &sent.fields) };
        let page = project::draw(&sent.officer, loaded, typed, now)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let by = By::Officer(sent.officer.row.login);
    app.disk.write(move |desk| studios::rename_project(desk, project, &name, &by, now)).await?;
    Ok(Redirect::to(&project_path(project)).into_response())
}

/// POST /bureau/projects/{project}/finish
pub(super) async fn finish_project(State(app): State<Arc<App>>, project: Path<String>, sent: OfficerForm) -> Page {
    mark_project(&app, id(project)?, &sent.officer, Some(chance::now())).await
}

/// POST /bureau/projects/{project}/reopen
pub(super) async fn reopen_project(State(app): State<Arc<App>>, project: Path<String>, sent: OfficerForm) -> Page {
    mark_project(&app, id(project)?, &sent.officer, None).await
}

async fn mark_project(app: &Arc<App>, project: ProjectId, officer: &Officer, ended: Option<Millis>) -> Page {
    project::load(app, officer, project, chance::now()).await?;
    app.disk.write(move |desk| Ok(marks::set_ended(desk.db(), project, ended)?)).await?;
    Ok(Redirect::to("/bureau/").into_response())
}

/// POST /bureau/projects/{project}/remove
pub(super) async fn remove_project(State(app): State<Arc<App>>, project: Path<String>, sent: OfficerForm) -> Page {
    let (now, project): (_, ProjectId) = (chance::now(), id(project)?);
    project::load(&app, &sent.officer, project, now).await?;
    let bureau = sent.officer.row.bureau;
    match app.disk.write(move |desk| studios::remove_project(desk, &bureau, project, now)).await? {
        Done::Yes => Ok(Redirect::to("/bureau/").into_response()),
        Done::NotEmpty => Err(PageFault::Form),
    }
}
