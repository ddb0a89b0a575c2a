//! 期限: an extension by the province with its reason, for a project and all its studios; and studios that differ set
//! equal. The page is the project's.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use studio_core::decision::{By, Extension};
use studio_core::id::{ProjectId, StudioId};
use studio_core::time::Day;
use studio_ui::components::FieldError;
use studio_ui::i18n::t;

use super::assemble::{Fields, OfficerForm, id, report};
use super::project::{self, Project, Typed, project_path};
use super::{Page, PageFault};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;
use crate::enrol::clean;
use crate::limits::TITLE_CHARS_MAX;
use crate::terms;

/// GET /bureau/studios/{studio}/terms: they are the project's.
pub(super) async fn of_studio(State(app): State<Arc<App>>, officer: Officer, studio: Path<String>) -> Page {
    let report = report(&app, &officer, id(studio)?, chance::now()).await?;
    let founded = report.picture.members.founded.as_ref().ok_or(PageFault::NotFound)?;
    Ok(Redirect::to(&project_path(founded.1.project)).into_response())
}

/// POST /bureau/projects/{project}/terms
pub(super) async fn set(State(app): State<Arc<App>>, project: Path<String>, sent: OfficerForm) -> Page {
    let (now, project): (_, ProjectId) = (chance::now(), id(project)?);
    let OfficerForm { officer, fields } = sent;
    let loaded = project::load(&app, &officer, project, now).await?;
    let extension = match extension(&loaded, &fields) {
        Ok(extension) => extension,
        Err(errors) => {
            let typed = Typed { errors, ..Typed::over(&loaded, &fields) };
            let page = project::draw(&officer, loaded, typed, now)?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let by = By::Officer(officer.row.login);
    app.disk.write(move |desk| terms::extend(desk, project, extension, &by, now)).await?;
    Ok(Redirect::to(&project_path(project)).into_response())
}

/// A later day than the guide's, and why.
fn extension(project: &Project, fields: &Fields) -> Result<Extension, Vec<FieldError>> {
    let original = project.terms.newest.as_ref().and_then(|terms| terms.deadline.parse().ok());
    let first: Option<Day> = original.or(project.direction().map(|direction| direction.deadline));
    let until: Option<Day> = fields.text("until").parse().ok().filter(|day| first.is_none_or(|first| *day > first));
    let reason = clean(fields.text("reason"), TITLE_CHARS_MAX);
    match (until, reason) {
        (Some(until), Some(reason)) => Ok(Extension { until: until.to_string(), reason }),
        (until, reason) => {
            let wrong = [("until", until.is_none()), ("reason", reason.is_none())];
            let error = |field: &str| FieldError { field: field.to_owned(), words: t(&format!("terms-error-{field}")) };
            Err(wrong.into_iter().filter(|(_, wrong)| *wrong).map(|(field, _)| error(field)).collect())
        }
    }
}

/// POST /bureau/projects/{project}/level: all go by what one of them goes by.
pub(super) async fn level(State(app): State<Arc<App>>, project: Path<String>, sent: OfficerForm) -> Page {
    let (now, project): (_, ProjectId) = (chance::now(), id(project)?);
    project::load(&app, &sent.officer, project, now).await?;
    let like: StudioId = sent.fields.text("studio").parse().map_err(|_| PageFault::NotFound)?;
    let by = By::Officer(sent.officer.row.login);
    let leveled = app.disk.write(move |desk| terms::level(desk, project, like, &by, now)).await?;
    leveled.ok_or(PageFault::NotFound)?;
    Ok(Redirect::to(&project_path(project)).into_response())
}
