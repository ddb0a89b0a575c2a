//! 改任 and 换首席 on the page of people: one form, one act. The person stays the same one.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use dioxus::prelude::*;
use studio_core::access::Role;
use studio_core::decision::By;
use studio_core::id::{PersonId, StudioId};
use studio_core::time::Millis;
use studio_ui::components::{Button, ButtonKind, Chip, Chips, Field};
use studio_ui::i18n::{t, t_with};
use studio_ui::icon::Glyph;
use studio_ui::read;

use super::assemble::{OfficerForm, id, report, studio_path};
use super::{Page, PageFault};
use crate::app::App;
use crate::chance;
use crate::reports::Report;
use crate::roles::{self, Change};

/// Roles with their words in forms.
const ROLES: [(Role, &str); 3] = [(Role::Chief, "chief"), (Role::Assistant, "assistant"), (Role::Backbone, "backbone")];
/// The former chief leaves the studio.
const LEAVES: &str = "leaves";

fn role_of(word: &str) -> Option<Role> {
    ROLES.iter().find(|(_, known)| *known == word).map(|(role, _)| *role)
}

fn chip(value: &str, label: String, on: bool) -> Chip {
    Chip { value: value.to_owned(), label, on, glyph: None }
}

/// The chief's names, when there is not exactly one.
pub(super) fn too_many_chiefs(report: &Report) -> Option<String> {
    let members = &report.picture.members;
    let chiefs = members.active().filter(|(_, held)| held.role == Role::Chief).map(|(_, held)| held.person);
    let chiefs: std::collections::BTreeSet<PersonId> = chiefs.collect();
    if chiefs.len() < 2 {
        return None;
    }
    let names: Vec<String> = chiefs.iter().map(|chief| read::name(*chief, &report.picture.model)).collect();
    Some(t_with("chiefs-many", &[("count", &names.len().to_string()), ("names", &names.join("、"))]))
}

/// The folded form of one member.
#[component]
pub(super) fn RoleForm(
    name: String,
    person: PersonId,
    role: Role,
    chiefs: String,
    path: String,
    token: String,
) -> Element {
    let others: Vec<Chip> = ROLES
        .iter()
        .filter(|(one, _)| *one != role && *one != Role::Chief)
        .map(|(one, word)| chip(word, read::role(Some(*one)), false))
        .collect();
    rsx! {
        if role != Role::Chief {
            details { class: "figures", "data-testid": "make-chief",
                summary { {t("role-make-chief")} }
                p { class: "cap mute", {t_with("role-make-chief-what", &[("name", &name)])} }
                form { method: "post", action: "{path}/role",
                    Hidden { token: token.clone(), person }
                    input { r#type: "hidden", name: "role", value: "chief" }
                    if !chiefs.is_empty() {
                        Former { person, chiefs }
                    }
                    Button { label: t("role-make-chief-do"), kind: ButtonKind::Main, compact: true, submit: true, glyph: Glyph::Check }
                }
            }
        }
        details { class: "figures", "data-testid": "change-role",
            summary { {t("role-change")} }
            p { class: "cap mute", {t(if role == Role::Chief { "role-change-chief-what" } else { "role-change-what" })} }
            form { method: "post", action: "{path}/role",
                Hidden { token, person }
                Chips { label: t("role-change"), name: "role", chips: others }
                Button { label: t("role-change-do"), compact: true, submit: true }
            }
        }
    }
}

#[component]
fn Hidden(token: String, person: PersonId) -> Element {
    rsx! {
        input { r#type: "hidden", name: "token", value: token }
        input { r#type: "hidden", name: "person", value: person.to_string() }
    }
}

/// What becomes of the chief until now.
#[component]
fn Former(person: PersonId, chiefs: String) -> Element {
    let label = t_with("role-former", &[("names", &chiefs)]);
    let chips = vec![
        chip("backbone", read::role(Some(Role::Backbone)), true),
        chip("assistant", read::role(Some(Role::Assistant)), false),
        chip(LEAVES, t("role-former-leaves"), false),
    ];
    rsx! {
        Field { field: "former-{person}", label: label.clone(), group: true, Chips { label, name: "former", chips } }
    }
}

/// POST …/role
pub(super) async fn change(State(app): State<Arc<App>>, studio: Path<String>, sent: OfficerForm) -> Page {
    let (now, studio): (Millis, StudioId) = (chance::now(), id(studio)?);
    let report = report(&app, &sent.officer, studio, now).await?;
    let person: PersonId = sent.fields.text("person").parse().map_err(|_| PageFault::NotFound)?;
    report.picture.members.role_of(person).ok_or(PageFault::NotFound)?;
    let back = Redirect::to(&format!("{}/people", studio_path(studio))).into_response();
    let Some(role) = role_of(sent.fields.text("role")) else { return Ok(back) };
    let former_chief = match sent.fields.text("former") {
        LEAVES => None,
        word => Some(role_of(word).filter(|role| *role != Role::Chief).unwrap_or(Role::Backbone)),
    };
    let wanted = Change { person, role, former_chief };
    let by = By::Officer(sent.officer.row.login);
    app.disk.write(move |desk| roles::change(desk, studio, &wanted, &by, now)).await?;
    Ok(back)
}
