//! 总览: county → projects → studios, those who need help first. Never a ranking by number of records.

use std::sync::Arc;

use axum::extract::State;
use dioxus::prelude::*;
use studio_core::closure::ClosureReport;
use studio_core::guide::Shape;
use studio_core::id::ProjectId;
use studio_core::project::Deadline;
use studio_core::time::{Day, Millis};
use studio_ui::bureau::{BoxCard, OverviewTable, PageHead, StudioRow, Tile, Tiles};
use studio_ui::components::{Button, ButtonKind, EmptyState};
use studio_ui::dates;
use studio_ui::i18n::{speak, speaking, t, t_with};
use studio_ui::icon::Glyph;
use studio_ui::link::Anchor;
use studio_ui::read;

use super::Page;
use super::assemble::{Place, framed, studio_path};
use super::ended::{Ended, EndedCard};
use super::project::{direction_line, project_path};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;
use crate::guides::Guides;
use crate::reports::Report;
use crate::store::sqlite::marks;
use crate::store::sqlite::office::{self, ProjectRow};
use crate::words;

#[derive(Clone)]
struct ProjectPart {
    title: String,
    path: String,
    tiles: Vec<Tile>,
    /// What a cell opens, and which targets are examples.
    note: String,
    /// What a row is.
    whose: String,
    columns: Vec<String>,
    rows: Vec<StudioRow>,
    /// That there is none yet.
    none: String,
}

/// A project or a studio, and when it was ended.
struct Standing<T>(T, Option<Millis>);

/// GET /bureau/
pub(super) async fn page(State(app): State<Arc<App>>, officer: Officer) -> Page {
    let (now, bureau, reports) = (chance::now(), officer.row.bureau, app.reports.clone());
    let reading = app.disk.read(move |db| {
        let (mut projects, mut found) = (Vec::new(), Vec::new());
        for project in office::projects(db, &bureau)? {
            let ended = marks::ended(db, project.project)?;
            projects.push(Standing(project, ended));
        }
        for studio in office::studios(db, &bureau)? {
            let ended = marks::ended(db, studio.studio)?;
            found.extend(reports.of(db, studio.studio, now)?.map(|report| Standing((studio.project, report), ended)));
        }
        Ok((projects, found))
    });
    let (projects, mut found) = reading.await?;
    found.sort_by_key(|Standing((_, report), _)| need(report));
    let going = projects.iter().filter(|Standing(_, ended)| ended.is_none()).map(|Standing(project, _)| project);
    let (shapes, parts): (Vec<Shape>, Vec<ProjectPart>) = going
        .map(|project| {
            let shape = app.guides.direction_of(project).map(|d| d.shape.clone()).unwrap_or_default();
            let part = speaking(&shape, || part(&app.guides, project, &of_project(&found, project.project)));
            (shape, part)
        })
        .unzip();
    speak(of_all(&shapes));
    let ended = ended(&projects, &found);
    let (sub, token) = (t_with("overview-as-of", &[("at", &words::moment(now))]), officer.form_token());
    framed(&officer, Place::Overview, &t("overview-title"), move || {
        overview(parts.clone(), ended.clone(), sub.clone(), token.clone())
    })
}

/// The words in which a county is spoken of as a whole: those of its projects where they have the same, else the usual ones.
fn of_all(shapes: &[Shape]) -> Shape {
    shapes.first().filter(|first| shapes.iter().all(|shape| shape == *first)).cloned().unwrap_or_default()
}

/// The studios of a project that go on.
fn of_project(found: &[Standing<(ProjectId, Report)>], project: ProjectId) -> Vec<&Report> {
    let going = found.iter().filter(|Standing((of, _), ended)| *of == project && ended.is_none());
    going.map(|Standing((_, report), _)| report).collect()
}

/// Ended projects, and ended studios of projects that go on.
fn ended(projects: &[Standing<ProjectRow>], found: &[Standing<(ProjectId, Report)>]) -> Vec<Ended> {
    let of_projects = projects.iter().filter_map(|Standing(project, at)| {
        Some(Ended { name: project.name.clone(), at: (*at)?, path: project_path(project.project) })
    });
    let goes_on = |of: ProjectId| projects.iter().any(|Standing(p, at)| p.project == of && at.is_none());
    let of_studios =
        found.iter().filter(|Standing((of, _), _)| goes_on(*of)).filter_map(|Standing((_, report), at)| {
            let name = report.picture.model.studio_name().to_owned();
            Some(Ended { name, at: (*at)?, path: studio_path(report.picture.studio) })
        });
    of_projects.chain(of_studios).collect()
}

/// Those who need help first: furthest from closure, then whose data is missing, then by name so that the order stays.
fn need(report: &Report) -> (i64, i64, String) {
    let closure = report.closure.as_ref();
    let done = closure.map_or(0, |c| (c.met * 1000 / c.judged.max(1)) as i64);
    (done, -(report.freshness.stale().count() as i64), report.picture.model.studio_name().to_owned())
}

fn overview(parts: Vec<ProjectPart>, ended: Vec<Ended>, sub: String, token: String) -> Element {
    let none = parts.is_empty();
    rsx! {
        PageHead { title: t("overview-title"), sub,
            Button { label: t("print"), glyph: Glyph::Printer, compact: true, name: "print" }
            Button { label: t("nav-new-studio"), glyph: Glyph::Plus, kind: ButtonKind::Main, compact: true, href: "/bureau/studios/new" }
        }
        if none {
            EmptyState { glyph: Glyph::School, title: t("overview-empty"), text: t("overview-empty-do"),
                Button { label: t("nav-new-studio"), kind: ButtonKind::Main, href: "/bureau/studios/new" }
            }
        }
        for part in parts {
            h2 { class: "project-head", Anchor { class: "door", href: part.path, "{part.title}" } }
            if part.rows.is_empty() {
                p { class: "small mute", "{part.none}" }
            } else {
                Tiles { tiles: part.tiles }
                BoxCard { title: t("overview-order"), note: part.note,
                    OverviewTable { whose: part.whose, columns: part.columns, rows: part.rows }
                }
            }
        }
        if !ended.is_empty() {
            EndedCard { all: ended, token }
        }
    }
}

fn part(guides: &Guides, project: &ProjectRow, reports: &[&Report]) -> ProjectPart {
    let closures: Vec<&ClosureReport> = reports.iter().filter_map(|report| report.closure.as_ref()).collect();
    let (path, first) = (project_path(project.project), closures.first());
    ProjectPart {
        title: format!(
            "{} · {}",
            project.name,
            direction_line(project.batch, project.direction, guides.direction_of(project))
        ),
        tiles: tiles(reports, &closures, &path),
        note: first.map_or_else(String::new, |first| note(first)),
        columns: first.map(|first| first.indicators.iter().map(read::column).collect()).unwrap_or_default(),
        rows: reports.iter().filter_map(|report| row(report)).collect(),
        whose: t("overview-studio"),
        none: t("project-no-studios"),
        path,
    }
}

/// The order and the words of a row judge by examples too: it is said.
fn note(first: &ClosureReport) -> String {
    let examples = first.indicators.iter().filter(|i| i.is_example()).count();
    if examples == 0 {
        return t("overview-doors");
    }
    format!("{}；{}", t("overview-doors"), t_with("overview-examples", &[("count", &examples.to_string())]))
}

fn tiles(reports: &[&Report], closures: &[&ClosureReport], path: &str) -> Vec<Tile> {
    let ready: Vec<&str> = closures.iter().filter(|c| c.is_ready()).map(|c| c.studio.as_str()).collect();
    let lacking = |report: &Report| report.freshness.stale().count() + report.freshness.with_silent_phones().count();
    let stale: usize = reports.iter().map(|report| lacking(report)).sum();
    let door = |what: &str| Some(format!("{path}/{what}"));
    let mut tiles: Vec<Tile> = deadline_tile(closures, path).into_iter().collect();
    tiles.push(Tile {
        label: t("tile-ready"),
        value: ready.len().to_string(),
        of: Some(t_with("tile-of-studios", &[("count", &closures.len().to_string())])),
        note: Some(if ready.is_empty() { not_ready(closures) } else { ready.join("、") }),
        href: door("ready"),
    });
    tiles.extend(reached_tile(closures, door("reached")));
    tiles.push(Tile {
        label: t("tile-stale"),
        value: stale.to_string(),
        of: Some(t("tile-people")),
        note: Some(t("tile-stale-how")),
        href: door("stale"),
    });
    tiles
}

/// How many are reached of those for whom it all is, where the guide asks for them.
fn reached_tile(closures: &[&ClosureReport], href: Option<String>) -> Option<Tile> {
    let asked = || closures.iter().filter_map(|c| c.reached());
    let first = asked().next()?;
    let (value, target): (i64, i64) =
        (asked().map(|i| i.value).sum(), asked().map(|i| i.target.unwrap_or_default()).sum());
    Some(Tile {
        label: first.title.clone(),
        value: value.to_string(),
        of: Some(t_with("tile-reached-of", &[("count", &target.to_string())])),
        note: Some(t("tile-reached-how")),
        href,
    })
}

/// 8 项已统计 · 4 项还要另交；统计的都达标：赵桥乡语文工作室
fn not_ready(closures: &[&ClosureReport]) -> String {
    let of = closures.iter().max_by_key(|c| c.apart.len());
    let said = of.map_or_else(String::new, |c| read::readiness(c.indicators.len(), c.apart.len()));
    let met: Vec<&str> = closures.iter().filter(|c| c.is_met()).map(|c| c.studio.as_str()).collect();
    if met.is_empty() { said } else { format!("{said}；{}", t_with("tile-met", &[("names", &met.join("、"))])) }
}

/// The project's deadline. Where its studios go by different ones, each is said: nobody's stands for another's.
fn deadline_tile(closures: &[&ClosureReport], path: &str) -> Option<Tile> {
    let mut groups: Vec<(&Deadline, Vec<&str>)> = Vec::new();
    for closure in closures {
        match groups.iter_mut().find(|(known, _)| **known == closure.deadline) {
            Some((_, names)) => names.push(&closure.studio),
            None => groups.push((&closure.deadline, vec![&closure.studio])),
        }
    }
    let today = closures.first()?.today;
    if let [(deadline, _)] = groups.as_slice() {
        return Some(one_deadline(deadline, today, path));
    }
    let said = |(deadline, names): &(&Deadline, Vec<&str>)| {
        let words = read::deadline(deadline, today);
        let (names, last) = (names.join("、"), dates::date(deadline.last_day));
        t_with("tile-deadline-of", &[("names", &names), ("day", &last), ("days", &words.days)])
    };
    Some(Tile {
        label: t("tile-deadlines"),
        value: groups.len().to_string(),
        of: Some(t("tile-deadlines-unit")),
        note: Some(groups.iter().map(said).collect::<Vec<_>>().join("；")),
        href: Some(path.to_owned()),
    })
}

fn one_deadline(deadline: &Deadline, today: Day, path: &str) -> Tile {
    let words = read::deadline(deadline, today);
    let original = dates::date(deadline.original);
    let note = match &deadline.extension {
        Some(extension) => t_with("tile-original-extended", &[("day", &original), ("reason", &extension.reason)]),
        None => t_with("tile-original", &[("day", &original)]),
    };
    Tile { label: words.label, value: words.days, of: None, note: Some(note), href: Some(path.to_owned()) }
}

fn row(report: &Report) -> Option<StudioRow> {
    let closure = report.closure.as_ref()?;
    let path = studio_path(report.picture.studio);
    let number = |id: &str| closure.indicators.iter().find(|i| i.id == id).map_or(1, |i| i.number);
    Some(read::studio_row(closure, path.clone(), |id| format!("{path}/indicators/{}", number(id))))
}
