//! 人员与设备: who is in the studio with which phones, open invites, work that waits to be let in. What is done here is
//! final and says so on its button.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use dioxus::prelude::*;
use studio_core::access::Role;
use studio_core::changelog::HeldChange;
use studio_core::decision::{By, End, Revoke, What};
use studio_core::id::{ChangeHash, DecisionId, DeviceId, DocId, PersonId, StudioId};
use studio_core::limits::ADMITTED_MAX;
use studio_core::time::{Millis, ago};
use studio_core::wire::HeldWork;
use studio_ui::bureau::{BoxCard, Crumb, PageHead};
use studio_ui::components::{Banner, Button, ButtonKind};
use studio_ui::i18n::{t, t_with};
use studio_ui::icon::Glyph;
use studio_ui::read::name;
use studio_ui::tone::Tone;
use studio_ui::{dates, read};

use super::assemble::{OfficerForm, Place, framed, id, report, studio_crumbs, studio_path};
use super::invite::InviteForm;
use super::roles::{RoleForm, too_many_chiefs};
use super::{Page, PageFault};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;
use crate::held::by_author;
use crate::held_words;
use crate::invites;
use crate::reports::Report;
use crate::store::sqlite::invites::{self as rows, InviteRow};
use crate::store::sqlite::reading;

#[derive(Clone, PartialEq)]
struct MemberRow {
    name: String,
    held: Role,
    role: String,
    since: String,
    last_sync: String,
    silent: Vec<String>,
    grant: DecisionId,
    person: PersonId,
    devices: Vec<DeviceRow>,
}

#[derive(Clone, PartialEq)]
struct DeviceRow {
    device: DeviceId,
    name: String,
    since: String,
    revoked: bool,
}

#[derive(Clone, PartialEq)]
struct HeldRow {
    doc: DocId,
    hashes: Vec<ChangeHash>,
    words: String,
    says: Vec<String>,
}

#[derive(Clone, PartialEq)]
struct PeoplePage {
    crumbs: Vec<Crumb>,
    path: String,
    token: String,
    members: Vec<MemberRow>,
    chiefs: Option<String>,
    invites: Vec<String>,
    held: Vec<HeldRow>,
}

/// GET /bureau/studios/{studio}/people
pub(super) async fn page(State(app): State<Arc<App>>, officer: Officer, studio: Path<String>) -> Page {
    let (now, studio) = (chance::now(), id(studio)?);
    let report = report(&app, &officer, studio, now).await?;
    let read = app.disk.read(move |db| Ok((rows::invites(db, studio)?, reading::held(db, studio)?)));
    let (invites, held) = read.await?;
    let said = if held.is_empty() { held_words::Said::new() } else { held_words::said(&app.disk, studio).await? };
    let page = PeoplePage {
        crumbs: studio_crumbs(&report, Some(t("people-title"))),
        path: studio_path(studio),
        token: officer.form_token(),
        members: members(&report, now),
        chiefs: too_many_chiefs(&report),
        invites: invites.iter().filter(|invite| is_open(invite, now)).map(invite_words).collect(),
        held: held_rows(&report, &held, &said),
    };
    framed(&officer, Place::Studio, &t("people-title"), move || show(page.clone()))
}

fn members(report: &Report, now: Millis) -> Vec<MemberRow> {
    let members = &report.picture.members;
    let mut rows: Vec<(Role, MemberRow)> =
        members.active().map(|(grant, held)| (held.role, member(report, grant, held, now))).collect();
    rows.sort_by(|a, b| (a.0, &a.1.name).cmp(&(b.0, &b.1.name)));
    rows.into_iter().map(|(_, row)| row).collect()
}

fn member(report: &Report, grant: DecisionId, held: &studio_core::members::Granted, now: Millis) -> MemberRow {
    let members = &report.picture.members;
    let of_person = members.devices.iter().filter(|(_, known)| known.person == held.person);
    let device = |(device, known): (&DeviceId, &studio_core::members::KnownDevice)| DeviceRow {
        device: *device,
        name: if known.name.is_empty() { t("device-unnamed") } else { known.name.clone() },
        since: dates::date(known.since.day()),
        revoked: members.is_revoked(*device),
    };
    let known = report.freshness.members.iter().find(|m| m.person == held.person);
    let fresh = known.and_then(|m| m.last_sync);
    MemberRow {
        name: name(held.person, &report.picture.model),
        held: held.role,
        role: read::role(Some(held.role)),
        since: dates::date(held.since.day()),
        last_sync: fresh.map_or_else(|| t("never-synced"), |at| ago(at, now)),
        silent: known.map(|m| read::silent_phones(m, now)).unwrap_or_default(),
        grant,
        person: held.person,
        devices: of_person.map(device).collect(),
    }
}

fn is_open(invite: &InviteRow, now: Millis) -> bool {
    invite.redeemed_at.is_none() && invites::check(invite, now).is_ok()
}

fn invite_words(invite: &InviteRow) -> String {
    let (role, until) = (read::role(Some(invite.role)), dates::date(invite.expires_at.day()));
    t_with("invite-open", &[("name", &invite.person_name), ("role", &role), ("day", &until)])
}

/// Held work by author and document, as a chief's phone shows it: nobody's name stands for a colleague's work, and a
/// button lets in what stands above it alone.
fn held_rows(report: &Report, held: &[HeldChange], said: &held_words::Said) -> Vec<HeldRow> {
    let row = |work: HeldWork| {
        let author = name(work.person, &report.picture.model);
        let why = t(&format!("{}-other", work.why.key()));
        let count = work.hashes.len().to_string();
        let mut words = t_with("held-words", &[("name", &author), ("count", &count), ("why", &why)]);
        if work.hashes.len() > ADMITTED_MAX {
            words += &t_with("held-part", &[("count", &ADMITTED_MAX.to_string())]);
        }
        // a form of more would be larger than a form may be; the rest is offered once these are in
        let hashes: Vec<ChangeHash> = work.hashes.into_iter().take(ADMITTED_MAX).collect();
        let says = said.get(&(work.person, work.doc)).cloned().unwrap_or_default();
        HeldRow { doc: work.doc, hashes, words, says }
    };
    by_author(held.iter(), &report.picture.members).into_iter().map(row).collect()
}

fn show(page: PeoplePage) -> Element {
    let (path, token) = (page.path, page.token);
    let is_chief = |member: &&MemberRow| member.held == Role::Chief;
    let chiefs = page.members.iter().filter(is_chief).map(|chief| chief.name.clone()).collect::<Vec<_>>().join("、");
    rsx! {
        PageHead { crumbs: page.crumbs, title: t("people-title"), sub: t("people-sub") }
        if let Some(chiefs) = page.chiefs {
            Banner { text: chiefs, tone: Tone::Warn }
        }
        if !page.held.is_empty() {
            BoxCard { title: t("held-title"), note: t("held-note"), padded: true,
                for held in page.held {
                    HeldLine { held, path: path.clone(), token: token.clone() }
                }
            }
        }
        if page.members.is_empty() {
            p { class: "mute", {t("people-none")} }
        } else {
            BoxCard { title: t("people-members"), note: t_with("people-count", &[("count", &page.members.len().to_string())]),
                ul { class: "members",
                    for member in page.members {
                        MemberLine { member, chiefs: chiefs.clone(), path: path.clone(), token: token.clone() }
                    }
                }
            }
        }
        if !page.invites.is_empty() {
            BoxCard { title: t("invites-open"), padded: true,
                for words in page.invites {
                    p { class: "small", "{words}" }
                }
            }
        }
        BoxCard { title: t("invite-chief"), note: t("invite-chief-note"), padded: true,
            if !chiefs.is_empty() {
                p { class: "small", {t_with("invite-chief-beside", &[("names", &chiefs)])} }
            }
            InviteForm { path, token }
        }
    }
}

#[component]
fn HeldLine(held: HeldRow, path: String, token: String) -> Element {
    rsx! {
        form { method: "post", action: "{path}/admit",
            p { class: "small", "{held.words}" }
            if !held.says.is_empty() {
                ul { class: "small",
                    for says in held.says {
                        li { "{says}" }
                    }
                }
            }
            input { r#type: "hidden", name: "token", value: token }
            input { r#type: "hidden", name: "doc", value: held.doc.to_string() }
            for hash in held.hashes {
                input { r#type: "hidden", name: "hash", value: hash.to_string() }
            }
            Button { label: t("held-admit"), kind: ButtonKind::Main, glyph: Glyph::Check, compact: true, submit: true }
        }
    }
}

/// One member: who, with which phones, and what can be done about it.
#[component]
fn MemberLine(member: MemberRow, chiefs: String, path: String, token: String) -> Element {
    let note = t_with("member-since", &[("day", &member.since), ("sync", &member.last_sync)]);
    rsx! {
        li { class: "member", id: "member-{member.person}",
            div {
                b { "{member.name}" }
                span { class: "small mute", " · {member.role}" }
                p { class: "cap faint", "{note}" }
                for words in member.silent {
                    p { class: "cap text-tone-warn", "{words}" }
                }
            }
            div {
                for device in member.devices {
                    DeviceLine { device, path: path.clone(), token: token.clone() }
                }
            }
            div { class: "member-acts",
                Final { ask: t("member-again"), what: t("member-again-what"),
                    form { method: "post", action: "{path}/invite",
                        input { r#type: "hidden", name: "token", value: token.clone() }
                        input { r#type: "hidden", name: "person", value: member.person.to_string() }
                        Button { label: t("invite-make"), compact: true, submit: true, glyph: Glyph::QrCode }
                    }
                }
                RoleForm { name: member.name.clone(), person: member.person, role: member.held, chiefs, path: path.clone(), token: token.clone() }
                Final { ask: t("member-end"), what: t("member-end-what"),
                    form { method: "post", action: "{path}/end",
                        input { r#type: "hidden", name: "token", value: token }
                        input { r#type: "hidden", name: "grant", value: member.grant.to_string() }
                        Button { label: t("member-end-do"), kind: ButtonKind::Danger, compact: true, submit: true }
                    }
                }
            }
        }
    }
}

#[component]
fn DeviceLine(device: DeviceRow, path: String, token: String) -> Element {
    let since = t_with("device-since", &[("day", &device.since)]);
    rsx! {
        div { class: "member-device",
            p { class: "small",
                "{device.name}"
                span { class: "cap faint", " · {since}" }
                if device.revoked {
                    span { class: "cap mute", " · " {t("device-revoked")} }
                }
            }
            if !device.revoked {
                Final { ask: t("device-revoke"), what: t("device-revoke-what"),
                    form { method: "post", action: "{path}/revoke",
                        input { r#type: "hidden", name: "token", value: token }
                        input { r#type: "hidden", name: "device", value: device.device.to_string() }
                        Button { label: t("device-revoke-do"), kind: ButtonKind::Danger, compact: true, submit: true }
                    }
                }
            }
        }
    }
}

/// Something that is not done by one tap: folded, with what it means above its button.
#[component]
fn Final(ask: String, what: String, children: Element) -> Element {
    rsx! {
        details { class: "figures",
            summary { "{ask}" }
            p { class: "cap mute", "{what}" }
            {children}
        }
    }
}

fn back(studio: StudioId) -> Redirect {
    Redirect::to(&format!("{}/people", studio_path(studio)))
}

/// POST …/revoke
pub(super) async fn revoke(State(app): State<Arc<App>>, studio: Path<String>, sent: OfficerForm) -> Page {
    let device: DeviceId = sent.fields.text("device").parse().map_err(|_| PageFault::NotFound)?;
    let known = move |report: &Report| report.picture.members.device(device).is_some();
    decide(&app, studio, sent.officer, known, What::Revoke(Revoke { device })).await
}

/// POST …/end
pub(super) async fn end(State(app): State<Arc<App>>, studio: Path<String>, sent: OfficerForm) -> Page {
    let grant: DecisionId = sent.fields.text("grant").parse().map_err(|_| PageFault::NotFound)?;
    let known = move |report: &Report| report.picture.members.grants.contains_key(&grant);
    decide(&app, studio, sent.officer, known, What::End(End { grant })).await
}

async fn decide(
    app: &Arc<App>,
    studio: Path<String>,
    officer: Officer,
    known: impl Fn(&Report) -> bool,
    what: What,
) -> Page {
    let (now, studio): (Millis, StudioId) = (chance::now(), id(studio)?);
    let report = report(app, &officer, studio, now).await?;
    if !known(&report) {
        return Err(PageFault::NotFound);
    }
    let by = By::Officer(officer.row.login);
    app.disk.write(move |desk| desk.decide(studio, what, &by, now)).await?;
    Ok(back(studio).into_response())
}

/// POST …/admit
pub(super) async fn admit(State(app): State<Arc<App>>, studio: Path<String>, sent: OfficerForm) -> Page {
    let (now, studio): (Millis, StudioId) = (chance::now(), id(studio)?);
    report(&app, &sent.officer, studio, now).await?;
    let doc: DocId = sent.fields.text("doc").parse().map_err(|_| PageFault::NotFound)?;
    let hashes: Vec<ChangeHash> = sent.fields.all("hash").filter_map(|text| text.parse().ok()).collect();
    let by = By::Officer(sent.officer.row.login);
    app.disk.admit(studio, doc, hashes, by, now).await?;
    Ok(back(studio).into_response())
}
