//! 项目: its terms, which are those of all its studios; the studios; its name, and how it is ended. Where studios go by
//! different terms it says so.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use dioxus::prelude::*;
use studio_core::decision::Terms;
use studio_core::guide::{Direction, Guide};
use studio_core::id::{ProjectId, StudioId};
use studio_core::time::{Day, Millis};
use studio_ui::bureau::{BoxCard, FormPage, PageHead};
use studio_ui::components::{Banner, Button, ButtonKind, Fact, Facts, Field, FieldError, InputKind, TextInput};
use studio_ui::i18n::{speak, t, t_with};
use studio_ui::icon::Glyph;
use studio_ui::link::Anchor;
use studio_ui::tone::Tone;
use studio_ui::{dates, read};

use super::assemble::{Fields, Place, crumb, framed, id, studio_path};
use super::parts::{Act, Folded};
use super::{Page, PageFault};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;
use crate::limits::TITLE_CHARS_MAX;
use crate::reports::Report;
use crate::store::sqlite::marks;
use crate::store::sqlite::office::{self, ProjectRow};
use crate::terms::{self, ProjectTerms};

/// A project of the bureau as its pages see it.
#[derive(Clone)]
pub(super) struct Project {
    /// Its row.
    pub(super) row: ProjectRow,
    /// Its guide; `None` when the server does not know it any more.
    pub(super) guide: Option<Arc<Guide>>,
    /// When it was ended.
    pub(super) ended: Option<Millis>,
    /// What its studios' logs say of its terms.
    pub(super) terms: ProjectTerms,
    /// Its studios, and when each was ended.
    pub(super) studios: Vec<(Report, Option<Millis>)>,
}

/// What was typed into the page's forms, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) until: String,
    pub(super) reason: String,
    pub(super) name: String,
    /// What is wrong.
    pub(super) errors: Vec<FieldError>,
    /// Why the page is shown again.
    pub(super) note: Option<String>,
}

impl Project {
    /// Its direction in its guide.
    pub(super) fn direction(&self) -> Option<&Direction> {
        self.guide.as_ref()?.direction(self.row.direction)
    }
}

impl Typed {
    /// What stands there now.
    fn standing(project: &Project) -> Self {
        let set = project.terms.newest.as_ref().and_then(|terms| terms.extension.clone());
        let (until, reason) = set.map_or_else(Default::default, |set| (set.until, set.reason));
        Self { until, reason, name: project.row.name.clone(), ..Self::default() }
    }

    /// What stands there now, with what a form brought in its place.
    pub(super) fn over(project: &Project, fields: &Fields) -> Self {
        let now = Self::standing(project);
        let text = |name: &str, now: String| if fields.has(name) { fields.text(name).to_owned() } else { now };
        Self {
            until: text("until", now.until),
            reason: text("reason", now.reason),
            name: text("name", now.name),
            ..now
        }
    }
}

/// A project's page.
pub(super) fn project_path(project: ProjectId) -> String {
    format!("/bureau/projects/{project}")
}

/// 第 3 批 · 方向 4 乡村首席教师工作室建设模式创新
pub(super) fn direction_line(batch: u8, number: u8, direction: Option<&Direction>) -> String {
    let name = direction.map(|direction| direction.name.as_str());
    let (batch, number) = (batch.to_string(), number.to_string());
    let words = [("batch", batch.as_str()), ("number", number.as_str()), ("direction", name.unwrap_or_default())];
    t_with("overview-direction", &words)
}

/// A project of this officer's bureau; from here on the page speaks in its words. Another bureau's is not found.
pub(super) async fn load(
    app: &Arc<App>,
    officer: &Officer,
    project: ProjectId,
    now: Millis,
) -> Result<Project, PageFault> {
    let (bureau, reports, guides) = (officer.row.bureau, app.reports.clone(), app.guides.clone());
    let reading = app.disk.read(move |db| {
        let Some(row) = office::project_of(db, &bureau, project)? else { return Ok(None) };
        let mut studios = Vec::new();
        for studio in office::studios(db, &bureau)?.into_iter().filter(|studio| studio.project == project) {
            let ended = marks::ended(db, studio.studio)?;
            studios.extend(reports.of(db, studio.studio, now)?.map(|report| (report, ended)));
        }
        let (ended, terms) = (marks::ended(db, project)?, terms::of_project(db, project)?);
        let guide = guides.by_name(&row.guide).cloned();
        Ok(Some(Project { row, guide, ended, terms, studios }))
    });
    let project = reading.await?.ok_or(PageFault::NotFound)?;
    speak(project.direction().map(|direction| direction.shape.clone()).unwrap_or_default());
    Ok(project)
}

/// GET /bureau/projects/{project}
pub(super) async fn page(State(app): State<Arc<App>>, officer: Officer, project: Path<String>) -> Page {
    let now = chance::now();
    let project = load(&app, &officer, id(project)?, now).await?;
    let typed = Typed::standing(&project);
    draw(&officer, project, typed, now)
}

/// The page, with what was typed.
pub(super) fn draw(officer: &Officer, project: Project, typed: Typed, now: Millis) -> Page {
    let token = officer.form_token();
    framed(officer, Place::Overview, &project.row.name.clone(), move || {
        show(&project, typed.clone(), token.clone(), now.day())
    })
}

fn show(project: &Project, typed: Typed, token: String, today: Day) -> Element {
    let path = project_path(project.row.project);
    let crumbs = vec![crumb(t("nav-overview"), Some("/bureau/".to_owned())), crumb(project.row.name.clone(), None)];
    let facts = project.terms.newest.as_ref().map(|terms| facts(terms, project.direction()));
    let has_terms = facts.is_some();
    rsx! {
        PageHead { crumbs, title: project.row.name.clone(), sub: direction_line(project.row.batch, project.row.direction, project.direction()) }
        if let Some(note) = &typed.note {
            Banner { text: note.clone(), tone: Tone::Info }
        }
        if let Some(at) = project.ended {
            Banner { text: t_with("project-ended", &[("day", &dates::date(at.day()))]), tone: Tone::Plain, glyph: Glyph::Info }
        }
        {different(project, &path, &token)}
        if let Some(facts) = facts {
            section { class: "card", Facts { facts } }
        }
        if has_terms {
            {extension(&typed, format!("{path}/terms"), token.clone())}
        }
        {studios(project, today)}
        {naming(&typed, format!("{path}/rename"), token.clone())}
        {ending(project, &path, token)}
    }
}

fn facts(terms: &Terms, direction: Option<&Direction>) -> Vec<Fact> {
    let mut facts = vec![Fact::new(t("terms-deadline"), original(terms, direction))];
    if let Some(direction) = direction {
        facts.push(Fact::new(t("terms-verbatim"), direction.deadline_verbatim.clone()));
    }
    if let Some(extension) = &terms.extension {
        facts.push(Fact::new(t("terms-until"), format!("{}（{}）", day(&extension.until), extension.reason)));
    }
    facts.push(Fact::new(t("terms-grant"), read::money(terms.grant_fen)));
    facts
}

fn original(terms: &Terms, direction: Option<&Direction>) -> String {
    let of_guide = direction.map(|direction| dates::date(direction.deadline));
    terms.deadline.parse().ok().map(dates::date).or(of_guide).unwrap_or_default()
}

fn day(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), dates::date)
}

/// 延期至 2026年12月31日（豫教师〔2026〕1号）；经费 10 万元
fn words(terms: &Terms, direction: Option<&Direction>) -> String {
    let until = match &terms.extension {
        Some(set) => t_with("terms-extended", &[("day", &day(&set.until)), ("reason", &set.reason)]),
        None => t_with("terms-plain", &[("day", &original(terms, direction))]),
    };
    t_with("terms-in-short", &[("until", &until), ("grant", &read::money(terms.grant_fen)), ("project", &terms.name)])
}

/// Groups of studios that go by the same terms, when there is more than one.
fn groups(project: &Project) -> Vec<(Terms, Vec<(StudioId, String)>)> {
    let mut groups: Vec<(Terms, Vec<(StudioId, String)>)> = Vec::new();
    let name = |report: &Report| (report.picture.studio, report.picture.model.studio_name().to_owned());
    for (report, _) in &project.studios {
        let Some(own) = project.terms.of_studios.get(&report.picture.studio) else { continue };
        match groups.iter_mut().find(|(known, _)| terms::same(known, own)) {
            Some((_, studios)) => studios.push(name(report)),
            None => groups.push((own.clone(), vec![name(report)])),
        }
    }
    groups
}

/// Studios of one project that go by different terms: what each goes by, and one press that sets them equal.
fn different(project: &Project, path: &str, token: &str) -> Element {
    let groups = groups(project);
    if groups.len() < 2 {
        return rsx! {};
    }
    rsx! {
        BoxCard { title: t("terms-differ"), note: t("terms-differ-why"), padded: true,
            for (terms, studios) in groups {
                div {
                    p { b { {words(&terms, project.direction())} } }
                    p { class: "small", {studios.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join("、")} }
                    if let Some((studio, _)) = studios.first() {
                        Act { action: "{path}/level", token, verb: t("terms-level"), sent: vec![("studio".to_owned(), studio.to_string())] }
                    }
                }
            }
        }
    }
}

fn extension(typed: &Typed, action: String, token: String) -> Element {
    let of = |field: &str| typed.errors.iter().find(|e| e.field == field).map(|e| e.words.clone());
    let errors: Vec<FieldError> = typed.errors.iter().filter(|e| e.field != "name").cloned().collect();
    rsx! {
        FormPage { action, token, errors, verb: t("terms-set"),
            p { class: "small mute", {t("terms-sub")} }
            Field { field: "until", label: t("terms-until"), error: of("until"),
                TextInput { id: "until", kind: InputKind::Date, initial: typed.until.clone(), error: of("until").is_some() }
            }
            Field { field: "reason", label: t("terms-reason"), hint: t("terms-reason-hint"), error: of("reason"),
                TextInput { id: "reason", initial: typed.reason.clone(), hint: true, error: of("reason").is_some() }
            }
        }
    }
}

fn studios(project: &Project, today: Day) -> Element {
    let mut by_name: BTreeMap<(bool, String), &Report> = BTreeMap::new();
    for (report, ended) in &project.studios {
        let name = report.picture.model.studio_name().to_owned();
        by_name.insert((ended.is_some(), format!("{name} {}", report.picture.studio)), report);
    }
    let rows: Vec<_> = by_name.into_iter().map(|((ended, _), report)| studio(report, ended, today)).collect();
    rsx! {
        BoxCard { title: t("project-studios"), note: t_with("project-studios-count", &[("count", &rows.len().to_string())]),
            table { class: "table",
                thead {
                    tr {
                        for key in ["overview-studio", "terms-title", "project-days", "project-state"] {
                            th { scope: "col", {t(key)} }
                        }
                    }
                }
                tbody {
                    for row in rows {
                        {row}
                    }
                }
            }
        }
    }
}

fn studio(report: &Report, ended: bool, today: Day) -> Element {
    let (name, path) = (report.picture.model.studio_name().to_owned(), studio_path(report.picture.studio));
    let deadline = report.closure.as_ref().map(|closure| &closure.deadline);
    let last = deadline.map_or_else(String::new, |deadline| dates::date(deadline.last_day));
    let days = deadline.map_or_else(String::new, |deadline| read::deadline(deadline, today).days);
    let state = t(if ended { "project-studio-ended" } else { "project-studio-goes-on" });
    rsx! {
        tr {
            th { scope: "row", Anchor { class: "cell-door", href: path.clone(), "{name}" } }
            td { "{last}" }
            td { "{days}" }
            td { Anchor { class: "door", href: "{path}/settings", "{state}" } }
        }
    }
}

fn naming(typed: &Typed, action: String, token: String) -> Element {
    let error = typed.errors.iter().find(|e| e.field == "name").cloned();
    let words = error.as_ref().map(|e| e.words.clone());
    rsx! {
        FormPage { action, token, errors: error.into_iter().collect::<Vec<_>>(), verb: t("rename-do"),
            Field { field: "name", label: t("studio-project-name"), hint: t("project-rename-hint"), error: words.clone(),
                TextInput { id: "name", initial: typed.name.clone(), limit: TITLE_CHARS_MAX as u32, hint: true, error: words.is_some() }
            }
        }
    }
}

fn ending(project: &Project, path: &str, token: String) -> Element {
    if project.ended.is_some() {
        return rsx! { Act { action: "{path}/reopen", token, verb: t("project-reopen") } };
    }
    rsx! {
        Folded { ask: t("project-end"), what: t("end-what"),
            Act { action: "{path}/finish", token: token.clone(), verb: t("project-end-do") }
        }
        if project.studios.is_empty() {
            Folded { ask: t("project-remove"), what: t("project-remove-what"),
                Act { action: "{path}/remove", token, verb: t("remove-do"), kind: ButtonKind::Danger }
            }
        } else {
            p { class: "cap faint", {t("project-remove-not")} }
        }
        div { class: "acts", Button { label: t("page-to-overview"), href: "/bureau/", kind: ButtonKind::Quiet } }
    }
}
