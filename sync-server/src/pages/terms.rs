//! 期限: the project's terms for this studio, and an extension by the province with its reason. The newest number wins.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use dioxus::prelude::*;
use studio_core::decision::{By, Extension, Terms, What};
use studio_core::id::StudioId;
use studio_core::time::{Day, Millis};
use studio_ui::bureau::{FormPage, PageHead};
use studio_ui::components::{Fact, Facts, Field, FieldError, InputKind, TextInput};
use studio_ui::i18n::t;
use studio_ui::{dates, read};

use super::assemble::{Fields, OfficerForm, Place, framed, id, report, studio_crumbs, studio_path};
use super::{Page, PageFault};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;
use crate::enrol::clean;
use crate::limits::TITLE_CHARS_MAX;
use crate::reports::Report;

#[derive(Debug, Clone, Default)]
struct Typed {
    until: String,
    reason: String,
}

/// GET /bureau/studios/{studio}/terms
pub(super) async fn page(State(app): State<Arc<App>>, officer: Officer, studio: Path<String>) -> Page {
    let report = report(&app, &officer, id(studio)?, chance::now()).await?;
    let set = terms(&report)?.extension.clone();
    let typed = set.map_or_else(Typed::default, |e| Typed { until: e.until, reason: e.reason });
    form(&officer, &report, typed, Vec::new())
}

fn terms(report: &Report) -> Result<&Terms, PageFault> {
    report.picture.members.terms.as_ref().ok_or(PageFault::NotFound)
}

fn form(officer: &Officer, report: &Report, typed: Typed, errors: Vec<FieldError>) -> Page {
    let path = studio_path(report.picture.studio);
    let (crumbs, token) = (studio_crumbs(report, Some(t("terms-title"))), officer.form_token());
    let facts = facts(report, terms(report)?);
    framed(officer, Place::Studio, &t("terms-title"), move || {
        let of = |field: &str| errors.iter().find(|e| e.field == field).map(|e| e.words.clone());
        let typed = typed.clone();
        rsx! {
            PageHead { crumbs: crumbs.clone(), title: t("terms-title"), sub: t("terms-sub") }
            section { class: "card", Facts { facts: facts.clone() } }
            FormPage { action: "{path}/terms", token: token.clone(), errors: errors.clone(), verb: t("terms-set"), back: (t("back"), path.clone()),
                Field { field: "until", label: t("terms-until"), error: of("until"), TextInput { id: "until", kind: InputKind::Date, initial: typed.until, error: of("until").is_some() } }
                Field { field: "reason", label: t("terms-reason"), hint: t("terms-reason-hint"), error: of("reason"), TextInput { id: "reason", initial: typed.reason, hint: true, error: of("reason").is_some() } }
            }
        }
    })
}

fn facts(report: &Report, terms: &Terms) -> Vec<Fact> {
    let closure = report.closure.as_ref();
    let mut facts = vec![Fact::new(t("terms-project"), terms.name.clone())];
    if let Some(closure) = closure {
        facts.push(Fact::new(t("terms-direction"), format!("{} {}", closure.direction, closure.direction_name)));
        facts.push(Fact::new(t("terms-deadline"), dates::date(closure.deadline.original)));
        facts.push(Fact::new(t("terms-verbatim"), closure.deadline.verbatim.clone()));
    }
    facts.push(Fact::new(t("terms-grant"), read::money(terms.grant_fen)));
    facts
}

/// POST /bureau/studios/{studio}/terms
pub(super) async fn set(State(app): State<Arc<App>>, studio: Path<String>, sent: OfficerForm) -> Page {
    let (now, studio): (Millis, StudioId) = (chance::now(), id(studio)?);
    let OfficerForm { officer, fields } = sent;
    let report = report(&app, &officer, studio, now).await?;
    let extension = match extension(&report, &fields) {
        Ok(extension) => extension,
        Err(errors) => {
            let typed = Typed { until: fields.text("until").to_owned(), reason: fields.text("reason").to_owned() };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, form(&officer, &report, typed, errors)?).into_response());
        }
    };
    let held = terms(&report)?.clone();
    let next = Terms { number: held.number + 1, extension: Some(extension), ..held };
    let by = By::Officer(officer.row.login);
    app.disk.write(move |desk| desk.decide(studio, What::Terms(next), &by, now)).await?;
    Ok(Redirect::to(&studio_path(studio)).into_response())
}

/// A later day than the guide's, and why.
fn extension(report: &Report, fields: &Fields) -> Result<Extension, Vec<FieldError>> {
    let original = report.closure.as_ref().map(|closure| closure.deadline.original);
    let until: Option<Day> = fields.text("until").parse().ok().filter(|day| original.is_none_or(|first| *day > first));
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
