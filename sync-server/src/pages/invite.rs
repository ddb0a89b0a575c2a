//! Inviting from the page of people: a member for a new phone, or a chief. Who is in the studio or its roster already comes
//! in as the person they are: nobody becomes two.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use dioxus::prelude::*;
use studio_core::access::Role;
use studio_core::id::{PersonId, StudioId};
use studio_core::time::Millis;
use studio_ui::bureau::{BoxCard, PageHead};
use studio_ui::components::{Button, ButtonKind, Field, TextInput};
use studio_ui::i18n::{t, t_with};
use studio_ui::read;

use super::assemble::{OfficerForm, Place, framed, id, report, studio_crumbs, studio_path};
use super::manage::{Slip, slip_page};
use super::{Page, PageFault, invite_again};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;
use crate::enrol::{self, clean};
use crate::invites::{self, Invited};
use crate::limits::{NAME_CHARS_MAX, TITLE_CHARS_MAX};
use crate::reports::Report;

/// Value of the field `other` when the officer has seen the namesakes and means somebody else.
const OTHER: &str = "yes";

#[component]
pub(super) fn InviteForm(path: String, token: String) -> Element {
    rsx! {
        form { class: "form-page", method: "post", action: "{path}/invite",
            input { r#type: "hidden", name: "token", value: token }
            Field { field: "name", label: t("studio-chief"), TextInput { id: "name", limit: NAME_CHARS_MAX as u32, required: true } }
            Field { field: "school", label: t("studio-school"), TextInput { id: "school", limit: TITLE_CHARS_MAX as u32, required: true } }
            div { class: "acts", Button { label: t("invite-make"), submit: true } }
        }
    }
}

/// Whom an invite is for.
struct Whom {
    person: PersonId,
    role: Role,
    name: String,
    school: String,
}

/// POST …/invite
pub(super) async fn invite(
    State(app): State<Arc<App>>,
    studio: Path<String>,
    headers: HeaderMap,
    sent: OfficerForm,
) -> Page {
    let (now, studio): (Millis, StudioId) = (chance::now(), id(studio)?);
    let officer = sent.officer;
    let report = report(&app, &officer, studio, now).await?;
    let whom = match sent.fields.text("person").parse().ok() {
        Some(person) => known(&report, person).ok_or(PageFault::NotFound)?,
        None => {
            let typed =
                (clean(sent.fields.text("name"), NAME_CHARS_MAX), clean(sent.fields.text("school"), TITLE_CHARS_MAX));
            let (Some(name), Some(school)) = typed else {
                let errors = invite_again::errors(&sent.fields);
                let page = invite_again::form(&officer, &report, &sent.fields, errors, None)?;
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
            };
            let namesakes = namesakes(&report, &name);
            if !namesakes.is_empty() && sent.fields.text("other") != OTHER {
                return which(&officer, &report, namesakes, name, school);
            }
            Whom { person: PersonId(chance::bytes()), role: Role::Chief, name, school }
        }
    };
    let inviter = officer.row.bureau_name.clone();
    let slip = Slip {
        name: whom.name.clone(),
        role: whom.role,
        studio_name: report.picture.model.studio_name().to_owned(),
        studio,
        overdue: false,
    };
    let Whom { person, role, name, school } = whom;
    let invited = Invited { studio, person, role, name, school, inviter };
    let (code, expires_at) = app.disk.write(move |desk| enrol::open(desk, invited, now)).await?;
    slip_page(&app, &headers, &officer, slip, &code, expires_at)
}

/// A member as what they are, or somebody of the roster as chief: the only role that the bureau gives by invite.
fn known(report: &Report, person: PersonId) -> Option<Whom> {
    let model = &report.picture.model;
    let role = report.picture.members.role_of(person);
    let of_roster = model.person(person);
    role.is_some().then_some(()).or(of_roster.map(|_| ()))?;
    let school = of_roster.map(|kept| kept.content.school.clone()).unwrap_or_default();
    Some(Whom { person, role: role.unwrap_or(Role::Chief), name: model.name_of(person).to_owned(), school })
}

/// Somebody of the studio who is called so.
#[derive(Clone, PartialEq)]
struct Namesake {
    person: PersonId,
    words: String,
    member: bool,
}

fn namesakes(report: &Report, name: &str) -> Vec<Namesake> {
    let (model, members) = (&report.picture.model, &report.picture.members);
    let in_roster = model.roster().map(|(person, _)| person);
    let in_post = members.active().map(|(_, held)| held.person);
    let called_so: std::collections::BTreeSet<PersonId> =
        in_roster.chain(in_post).filter(|person| invites::same_name(model.name_of(*person), name)).collect();
    let row = |person: PersonId| {
        let role = members.role_of(person);
        let school = model.person(person).map(|kept| kept.content.school.clone()).filter(|school| !school.is_empty());
        let parts = [model.name_of(person).to_owned(), school.unwrap_or_else(|| t("no-school")), read::role(role)];
        Namesake { person, words: parts.join(" · "), member: role.is_some() }
    };
    called_so.into_iter().map(row).collect()
}

/// The question which of them is meant. A member changes roles on the page of people: no new invite is needed.
fn which(officer: &Officer, report: &Report, namesakes: Vec<Namesake>, name: String, school: String) -> Page {
    let (crumbs, path, token) =
        (studio_crumbs(report, Some(t("people-title"))), studio_path(report.picture.studio), officer.form_token());
    framed(officer, Place::Studio, &t("invite-which"), move || {
        rsx! {
            PageHead { crumbs: crumbs.clone(), title: t("invite-which"), sub: t_with("invite-which-what", &[("name", &name)]) }
            for one in namesakes.clone() {
                BoxCard { title: one.words.clone(), padded: true,
                    if one.member {
                        p { class: "small", {t("invite-which-member")} }
                        Button { label: t("invite-which-to-member"), compact: true, href: "{path}/people#member-{one.person}" }
                    } else {
                        form { method: "post", action: "{path}/invite",
                            input { r#type: "hidden", name: "token", value: token.clone() }
                            input { r#type: "hidden", name: "person", value: one.person.to_string() }
                            Button { label: t("invite-which-this"), compact: true, submit: true, kind: ButtonKind::Main }
                        }
                    }
                }
            }
            BoxCard { title: t("invite-which-other"), padded: true,
                form { method: "post", action: "{path}/invite",
                    input { r#type: "hidden", name: "token", value: token.clone() }
                    input { r#type: "hidden", name: "name", value: name.clone() }
                    input { r#type: "hidden", name: "school", value: school.clone() }
                    input { r#type: "hidden", name: "other", value: OTHER }
                    Button { label: t("invite-which-other-do"), compact: true, submit: true }
                }
            }
        }
    })
}
