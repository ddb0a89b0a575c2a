//! The invite of a chief into a studio as a page of its own, for when the short form on 人员与设备 was not filled in as it
//! must be, or has to be shown again.

use std::sync::Arc;

use dioxus::prelude::*;
use studio_core::id::StudioId;
use studio_ui::bureau::{FormPage, PageHead};
use studio_ui::components::{Field, FieldError, TextInput};
use studio_ui::i18n::{t, t_with};

use super::Page;
use super::assemble::{Fields, Place, framed, report, studio_crumbs, studio_path};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;
use crate::enrol::clean;
use crate::limits::{NAME_CHARS_MAX, TITLE_CHARS_MAX};
use crate::reports::Report;

/// What is wrong with what was typed.
pub(super) fn errors(fields: &Fields) -> Vec<FieldError> {
    let asked = [("name", "studio-error-chief", NAME_CHARS_MAX), ("school", "studio-error-school", TITLE_CHARS_MAX)];
    let wrong = asked.into_iter().filter(|(field, _, chars_max)| clean(fields.text(field), *chars_max).is_none());
    let error = |(field, key, chars_max): (&str, &str, usize)| FieldError {
        field: field.to_owned(),
        words: t_with(key, &[("limit", &chars_max.to_string())]),
    };
    wrong.map(error).collect()
}

/// The form with what was typed; nothing was done yet.
pub(super) async fn again(app: &Arc<App>, officer: &Officer, studio: StudioId, fields: &Fields) -> Page {
    let report = report(app, officer, studio, chance::now()).await?;
    form(officer, &report, fields, Vec::new(), Some(t("form-again")))
}

/// The form with what was typed and what is wrong with it.
pub(super) fn form(
    officer: &Officer,
    report: &Report,
    fields: &Fields,
    errors: Vec<FieldError>,
    note: Option<String>,
) -> Page {
    let path = studio_path(report.picture.studio);
    let (crumbs, token) = (studio_crumbs(report, Some(t("invite-chief"))), officer.form_token());
    let (name, school) = (fields.text("name").to_owned(), fields.text("school").to_owned());
    framed(officer, Place::Studio, &t("invite-chief"), move || {
        let of = |field: &str| errors.iter().find(|e| e.field == field).map(|e| e.words.clone());
        let (name, school) = (name.clone(), school.clone());
        rsx! {
            PageHead { crumbs: crumbs.clone(), title: t("invite-chief"), sub: t("invite-chief-note") }
            FormPage { action: "{path}/invite", token: token.clone(), note: note.clone(), errors: errors.clone(), verb: t("invite-make"), back: (t("back"), format!("{path}/people")),
                Field { field: "name", label: t("studio-chief"), error: of("name"), TextInput { id: "name", initial: name, limit: NAME_CHARS_MAX as u32, error: of("name").is_some() } }
                Field { field: "school", label: t("studio-school"), error: of("school"), TextInput { id: "school", initial: school, limit: TITLE_CHARS_MAX as u32, error: of("school").is_some() } }
            }
        }
    })
}
