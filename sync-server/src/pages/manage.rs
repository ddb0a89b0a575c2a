//! Creating a studio and inviting its chief. What was typed is checked and, if something is wrong, shown again.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use axum::http::header::HOST;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use dioxus::prelude::*;
use fast_qr::qr::QRBuilder;
use studio_core::access::Role;
use studio_core::decision::Extension;
use studio_core::guide::{Direction, Guide};
use studio_core::id::{StudioId, to_text};
use studio_core::time::{Day, Millis};
use studio_ui::bureau::{FormPage, InviteSlip, PageHead, QrModules};
use studio_ui::components::{Banner, Button, ButtonKind, Chip, Chips, Field, FieldError, InputKind, TextInput};
use studio_ui::dates;
use studio_ui::i18n::{t, t_with};
use studio_ui::read;
use studio_ui::tone::Tone;

use super::assemble::{Fields, OfficerForm, Place, crumb, framed, report, studio_path};
use super::project::direction_line;
use super::{Page, PageFault};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;
use crate::codes::Code;
use crate::enrol::clean;
use crate::fault::Fault;
use crate::founding::{self, Founded, Wish};
use crate::guides::Guides;
use crate::limits::{NAME_CHARS_MAX, TITLE_CHARS_MAX};
use crate::store::sqlite::marks;
use crate::store::sqlite::office::{self, ProjectRow};

/// Value of the choice that makes a new project.
const NEW_PROJECT: &str = "new";

/// What the officer typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Typed {
    once: String,
    project: String,
    project_name: String,
    direction: String,
    until: String,
    reason: String,
    name: String,
    school: String,
    chief: String,
    /// The name of which this form was told that the project has one of it.
    same: String,
}

impl Typed {
    fn read(fields: &Fields) -> Self {
        let text = |name| fields.text(name).to_owned();
        Self {
            once: text("once"),
            project: text("project"),
            project_name: text("project-name"),
            direction: text("direction"),
            until: text("until"),
            reason: text("reason"),
            name: text("name"),
            school: text("school"),
            chief: text("chief"),
            same: text("same"),
        }
    }

    /// The project that was chosen; `None` for a new one.
    fn chosen<'a>(&self, projects: &'a [ProjectRow]) -> Option<&'a ProjectRow> {
        projects.iter().find(|p| p.project.to_string() == self.project)
    }

    /// A page that an earlier release drew has nothing that tells its forms apart: each is a new one.
    fn wish(&self, projects: &[ProjectRow]) -> Wish {
        let once = if self.once.is_empty() { fresh_once() } else { self.once.clone() };
        Wish {
            once,
            project: self.project.parse().ok().filter(|_| self.chosen(projects).is_some()),
            project_name: self.project_name.clone(),
            direction: self
                .direction
                .rsplit_once('/')
                .and_then(|(guide, number)| Some((guide.to_owned(), number.parse().ok()?))),
            extension: clean(&self.reason, TITLE_CHARS_MAX)
                .filter(|_| !self.until.is_empty())
                .map(|reason| Extension { until: self.until.clone(), reason }),
            name: self.name.clone(),
            school: self.school.clone(),
            chief: self.chief.clone(),
            knows_same: self.same == self.name,
        }
    }

    /// Whether a new project's direction is one of those that can be chosen; a page of an earlier release names none.
    fn has_direction(&self, guides: &Guides) -> bool {
        self.direction.is_empty() || choices(guides).any(|(value, _)| value == self.direction)
    }

    fn errors(&self, projects: &[ProjectRow], guides: &Guides) -> Vec<FieldError> {
        let needs_name = self.chosen(projects).is_none();
        let asked = [
            ("project-name", self.project_name.as_str(), TITLE_CHARS_MAX, needs_name),
            ("name", self.name.as_str(), TITLE_CHARS_MAX, true),
            ("school", self.school.as_str(), TITLE_CHARS_MAX, true),
            ("chief", self.chief.as_str(), NAME_CHARS_MAX, true),
        ];
        let wrong =
            |(_, text, chars_max, asked): &(&str, &str, usize, bool)| *asked && clean(text, *chars_max).is_none();
        let texts = asked.into_iter().filter(wrong).map(|(field, _, chars_max, _)| error(field, chars_max));
        let direction = (needs_name && !self.has_direction(guides)).then(|| error("direction", 0));
        texts.chain(direction).chain(self.of_extension(needs_name, guides)).collect()
    }

    /// What is wrong with a later day: it has a reason, and belongs to a new project alone.
    fn of_extension(&self, new: bool, guides: &Guides) -> Vec<FieldError> {
        let (until, reason) = (!self.until.is_empty(), !self.reason.is_empty());
        let first = usual(guides).filter(|_| self.direction.is_empty()).unwrap_or_else(|| self.direction.clone());
        let first = directions(guides).find(|(value, ..)| *value == first).map(|(.., one)| one.deadline);
        let later = |day: Day| first.is_none_or(|first| day > first);
        let wrong = match (until || reason, new) {
            (false, _) => Vec::new(),
            (true, false) => vec![("until", "studio-error-until-known")],
            (true, true) => [
                ("until", "terms-error-until", self.until.parse().is_ok_and(later)),
                ("reason", "terms-error-reason", clean(&self.reason, TITLE_CHARS_MAX).is_some()),
            ]
            .into_iter()
            .filter(|(.., good)| !good)
            .map(|(field, key, _)| (field, key))
            .collect(),
        };
        wrong.into_iter().map(|(field, key)| FieldError { field: field.to_owned(), words: t(key) }).collect()
    }

    /// A new project's name beside a project that was chosen: nobody can tell which of them is meant. It is kept, and a new
    /// one is chosen.
    fn names_another(&self, projects: &[ProjectRow]) -> bool {
        let typed = clean(&self.project_name, TITLE_CHARS_MAX);
        self.chosen(projects).zip(typed).is_some_and(|(chosen, typed)| chosen.name != typed)
    }
}

fn error(field: &str, chars_max: usize) -> FieldError {
    let words = t_with(&format!("studio-error-{field}"), &[("limit", &chars_max.to_string())]);
    FieldError { field: field.to_owned(), words }
}

/// GET /bureau/studios/new
pub(super) async fn new_page(State(app): State<Arc<App>>, officer: Officer) -> Page {
    let projects = projects(&app, &officer).await?;
    let first = projects.first().map(|p| p.project.to_string()).unwrap_or_default();
    let direction = usual(&app.guides).unwrap_or_default();
    let typed = Typed { once: fresh_once(), project: first, direction, ..Typed::default() };
    form(&officer, &app.guides, projects, typed, Vec::new(), None)
}

/// What the usual direction of the newest guide is sent as.
fn usual(guides: &Guides) -> Option<String> {
    let guide = guides.newest()?;
    Some(format!("{}/{}", guide.id, guide.usual()?.number))
}

/// Every direction of every guide, the newest guide first, with what is sent for it.
fn directions(guides: &Guides) -> impl Iterator<Item = (String, &Guide, &Direction)> {
    let of = |guide: &Guide, direction: &Direction| format!("{}/{}", guide.id, direction.number);
    let all = guides.all().rev().flat_map(|guide| guide.directions.iter().map(move |direction| (guide, direction)));
    all.map(move |(guide, direction)| (of(guide, direction), &**guide, direction))
}

/// Every direction: what is sent, and 第 3 批 · 方向 4 ….
fn choices(guides: &Guides) -> impl Iterator<Item = (String, String)> {
    directions(guides)
        .map(|(value, guide, direction)| (value, direction_line(guide.batch, direction.number, Some(direction))))
}

/// The batches whose day has passed, each with it: a project that is founded on one of them is overdue at once.
fn passed(guides: &Guides, today: Day) -> Vec<String> {
    let passed = directions(guides).filter(|(.., direction)| direction.deadline < today);
    let days: BTreeSet<(Day, u8)> = passed.map(|(_, guide, direction)| (direction.deadline, guide.batch)).collect();
    let words = |(day, batch): (Day, u8)| {
        t_with("studio-deadline-passed", &[("batch", &batch.to_string()), ("day", &dates::date(day))])
    };
    days.into_iter().map(words).collect()
}

/// What tells one form from every other: the same form sent twice founds one studio.
fn fresh_once() -> String {
    to_text(&chance::bytes::<16>())
}

/// The projects that go on.
async fn projects(app: &Arc<App>, officer: &Officer) -> Result<Vec<ProjectRow>, Fault> {
    let bureau = officer.row.bureau;
    let reading = app.disk.read(move |db| {
        let mut going = Vec::new();
        for project in office::projects(db, &bureau)? {
            if marks::ended(db, project.project)?.is_none() {
                going.push(project);
            }
        }
        Ok(going)
    });
    reading.await
}

/// The form again with what was typed; nothing was done yet.
pub(super) async fn again(app: &Arc<App>, officer: &Officer, fields: &Fields) -> Page {
    let projects = projects(app, officer).await?;
    form(officer, &app.guides, projects, Typed::read(fields), Vec::new(), Some(t("form-again")))
}

fn form(
    officer: &Officer,
    guides: &Guides,
    projects: Vec<ProjectRow>,
    typed: Typed,
    errors: Vec<FieldError>,
    note: Option<String>,
) -> Page {
    let (token, directions) = (officer.form_token(), direction_chips(guides, &typed.direction));
    let passed = passed(guides, chance::now().day());
    // nobody can say yet which direction it will be: its words are none's
    framed(officer, Place::NewStudio, &t("studio-new-title"), move || {
        let of = |field: &str| errors.iter().find(|e| e.field == field).map(|e| e.words.clone());
        let crumbs = vec![crumb(t("nav-overview"), Some("/bureau/".to_owned())), crumb(t("studio-new-title"), None)];
        let typed = typed.clone();
        rsx! {
            PageHead { crumbs, title: t("studio-new-title"), sub: t("studio-new-sub") }
            FormPage { action: "/bureau/studios", token: token.clone(), note: note.clone(), errors: errors.clone(), verb: t("studio-create"), back: (t("dialog-no"), "/bureau/".to_owned()),
                input { r#type: "hidden", name: "once", value: typed.once }
                input { r#type: "hidden", name: "same", value: typed.same }
                if !projects.is_empty() {
                    Field { field: "project", label: t("studio-project"), group: true,
                        Chips { label: t("studio-project"), name: "project", chips: project_chips(&projects, &typed.project) }
                    }
                }
                Field { field: "project-name", label: t("studio-project-name"), hint: (!projects.is_empty()).then(|| t("studio-project-name-hint")), error: of("project-name"),
                    TextInput { id: "project-name", initial: typed.project_name, limit: limit(TITLE_CHARS_MAX), error: of("project-name").is_some(), hint: !projects.is_empty() }
                }
                Field { field: "direction", label: t("studio-direction"), hint: t("studio-direction-hint"), error: of("direction"), group: true,
                    Chips { label: t("studio-direction"), name: "direction", chips: directions.clone() }
                }
                Until { passed: passed.clone(), until: typed.until, reason: typed.reason, errors: errors.clone() }
                Field { field: "name", label: t("studio-new-name"), hint: t("studio-new-name-hint"), error: of("name"), TextInput { id: "name", initial: typed.name, limit: limit(TITLE_CHARS_MAX), hint: true, error: of("name").is_some() } }
                Field { field: "school", label: t("studio-school"), error: of("school"), TextInput { id: "school", initial: typed.school, limit: limit(TITLE_CHARS_MAX), error: of("school").is_some() } }
                Field { field: "chief", label: t("studio-new-chief"), hint: t("studio-chief-hint"), error: of("chief"), TextInput { id: "chief", initial: typed.chief, limit: limit(NAME_CHARS_MAX), hint: true, error: of("chief").is_some() } }
            }
        }
    })
}

/// Of guides whose day has passed: that a project would be overdue, and until when it goes, if that was decided.
#[component]
fn Until(passed: Vec<String>, until: String, reason: String, errors: Vec<FieldError>) -> Element {
    let of = |field: &str| errors.iter().find(|e| e.field == field).map(|e| e.words.clone());
    if passed.is_empty() && until.is_empty() && reason.is_empty() {
        return rsx! {};
    }
    rsx! {
        for words in passed {
            Banner { text: words, tone: Tone::Warn }
        }
        Field { field: "until", label: t("terms-until"), hint: t("studio-until-hint"), error: of("until"),
            TextInput { id: "until", kind: InputKind::Date, initial: until, hint: true, error: of("until").is_some() }
        }
        Field { field: "reason", label: t("terms-reason"), hint: t("terms-reason-hint"), error: of("reason"),
            TextInput { id: "reason", initial: reason, limit: limit(TITLE_CHARS_MAX), hint: true, error: of("reason").is_some() }
        }
    }
}

fn limit(chars_max: usize) -> u32 {
    u32::try_from(chars_max).unwrap_or(u32::MAX)
}

fn project_chips(projects: &[ProjectRow], chosen: &str) -> Vec<Chip> {
    let chip = |value: String, label: String| Chip { on: value == chosen, value, label, glyph: None };
    let known = projects.iter().map(|project| chip(project.project.to_string(), project.name.clone()));
    known.chain([chip(NEW_PROJECT.to_owned(), t("studio-project-new"))]).collect()
}

fn direction_chips(guides: &Guides, chosen: &str) -> Vec<Chip> {
    choices(guides).map(|(value, label)| Chip { on: value == chosen, value, label, glyph: None }).collect()
}

/// POST /bureau/studios
pub(super) async fn create(State(app): State<Arc<App>>, headers: HeaderMap, sent: OfficerForm) -> Page {
    let OfficerForm { officer, fields } = sent;
    let typed = Typed::read(&fields);
    let projects = projects(&app, &officer).await?;
    let (now, by, wish) = (chance::now(), officer.row.clone(), typed.wish(&projects));
    let secret = app.disk.secret().clone();
    let (asked, asking) = (wish.clone(), by.clone());
    let before = app.disk.read(move |db| founding::made_before(db, &asked, &asking, &secret)).await?;
    let made = match before {
        Some(made) => made,
        None => {
            if typed.names_another(&projects) {
                let typed = Typed { project: NEW_PROJECT.to_owned(), ..typed };
                let page = form(&officer, &app.guides, projects, typed, Vec::new(), Some(t("studio-project-which")))?;
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
            }
            let errors = typed.errors(&projects, &app.guides);
            if !errors.is_empty() {
                let page = form(&officer, &app.guides, projects, typed, errors, None)?;
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
            }
            let guides = app.guides.clone();
            match app.disk.write(move |desk| founding::found(desk, &guides, &wish, &by, now)).await? {
                Founded::Made(made) => made,
                Founded::Not => return Err(PageFault::NotFound),
                Founded::Same => {
                    let note = Some(t_with("studio-same", &[("name", &typed.name)]));
                    let typed = Typed { same: typed.name.clone(), ..typed };
                    let page = form(&officer, &app.guides, projects, typed, Vec::new(), note)?;
                    return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
                }
            }
        }
    };
    // what it is told with from here on are the words of what was founded
    let report = report(&app, &officer, made.studio, now).await?;
    let overdue = report.closure.as_ref().is_some_and(|closure| read::deadline(&closure.deadline, now.day()).overdue);
    let slip = Slip { name: typed.chief, role: Role::Chief, studio_name: typed.name, studio: made.studio, overdue };
    slip_page(&app, &headers, &officer, slip, &made.code, made.expires_at)
}

/// Whom a slip is for.
pub(super) struct Slip {
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) studio_name: String,
    pub(super) studio: StudioId,
    /// Its project is past its day: said where it was just founded.
    pub(super) overdue: bool,
}

/// The invite as link, QR code and eight characters: shown this once.
pub(super) fn slip_page(
    app: &App,
    headers: &HeaderMap,
    officer: &Officer,
    slip: Slip,
    code: &Code,
    expires_at: Millis,
) -> Page {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let link = format!("{}/j#{}", app.reach.address(host), code.as_str());
    let modules = qr(&link);
    let role = read::role(Some(slip.role));
    let note = t_with("slip-note", &[("role", &role), ("day", &dates::date(expires_at.day()))]);
    let title = t_with("slip-title", &[("name", &slip.name), ("studio", &slip.studio_name)]);
    let (spaced, path, overdue) = (code.spaced(), studio_path(slip.studio), slip.overdue);
    framed(officer, Place::Studio, &t("slip-made"), move || {
        rsx! {
            PageHead { title: t("slip-made"), sub: t("slip-once") }
            InviteSlip { title: title.clone(), note: note.clone(), code: spaced.clone(), link: link.clone(), modules: modules.clone() }
            if overdue {
                div { class: "no-print",
                    Banner { text: t("slip-overdue"), tone: Tone::Warn, action: t("slip-overdue-do"), href: "{path}/terms" }
                }
            }
            div { class: "acts no-print", Button { label: t("slip-to-studio"), href: path.clone(), kind: ButtonKind::Plain } }
        }
    })
}

/// The link as a picture; none when it is longer than a code holds.
fn qr(link: &str) -> Option<QrModules> {
    let code = QRBuilder::new(link).build().ok()?;
    let side = code.size;
    let dark = (0..side).flat_map(|y| (0..side).map(move |x| (x, y))).map(|(x, y)| code[y][x].value()).collect();
    Some(QrModules { side, dark })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invites_link_becomes_a_square_picture() {
        let modules = qr("https://lx.example.cn/j#7KQM2XW9").unwrap();
        assert_eq!(modules.dark.len(), modules.side * modules.side);
        // the three corner marks begin with seven dark modules
        assert!(modules.dark.iter().take(7).all(|dark| *dark));
    }
}
