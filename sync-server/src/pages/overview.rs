//! 总览: county → projects → studios, those who need help first. Never a ranking by number of records.

use std::sync::Arc;

use axum::extract::State;
use dioxus::prelude::*;
use studio_core::closure::ClosureReport;
use studio_core::guide::Measure;
use studio_core::id::ProjectId;
use studio_core::time::Millis;
use studio_ui::bureau::{BoxCard, Crumb, OverviewTable, PageHead, StudioRow, Tile, Tiles};
use studio_ui::components::{Button, ButtonKind, EmptyState};
use studio_ui::dates;
use studio_ui::i18n::{t, t_with};
use studio_ui::icon::Glyph;
use studio_ui::read;

use super::Page;
use super::assemble::{Place, crumb, framed, studio_path};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;
use crate::reports::Report;
use crate::store::sqlite::office::{self, ProjectRow};
use crate::words;

#[derive(Clone)]
struct ProjectPart {
    title: String,
    tiles: Vec<Tile>,
    /// What a cell opens, and which targets are examples.
    note: String,
    columns: Vec<String>,
    rows: Vec<StudioRow>,
}

/// GET /bureau/
pub(super) async fn page(State(app): State<Arc<App>>, officer: Officer) -> Page {
    let (now, bureau, reports) = (chance::now(), officer.row.bureau, app.reports.clone());
    let reading = app.disk.read(move |db| {
        let studios = office::studios(db, &bureau)?;
        let mut found = Vec::with_capacity(studios.len());
        for studio in studios {
            found.extend(reports.of(db, studio.studio, now)?.map(|report| (studio.project, report)));
        }
        Ok((office::projects(db, &bureau)?, found))
    });
    let (projects, mut found) = reading.await?;
    found.sort_by_key(|(_, report)| need(report));
    let parts: Vec<ProjectPart> =
        projects.iter().filter_map(|project| part(project, &of_project(&found, project.project), now)).collect();
    let sub = t_with("overview-as-of", &[("at", &words::moment(now))]);
    framed(&officer, Place::Overview, &t("overview-title"), move || overview(parts.clone(), sub.clone()))
}

fn of_project(found: &[(ProjectId, Report)], project: ProjectId) -> Vec<Report> {
    found.iter().filter(|(of, _)| *of == project).map(|(_, report)| report.clone()).collect()
}

/// Those who need help first: furthest from closure, then whose data is missing, then by name so that the order stays.
fn need(report: &Report) -> (i64, i64, String) {
    let closure = report.closure.as_ref();
    let done = closure.map_or(0, |c| (c.met * 1000 / c.judged.max(1)) as i64);
    (done, -(report.freshness.stale().count() as i64), report.picture.model.studio_name().to_owned())
}

fn overview(parts: Vec<ProjectPart>, sub: String) -> Element {
    let crumbs: Vec<Crumb> =
        parts.first().filter(|_| parts.len() == 1).map(|p| crumb(p.title.clone(), None)).into_iter().collect();
    let many = parts.len() > 1;
    let none = parts.is_empty();
    rsx! {
        PageHead { crumbs, title: t("overview-title"), sub,
            Button { label: t("print"), glyph: Glyph::Printer, compact: true, name: "print" }
            Button { label: t("nav-new-studio"), glyph: Glyph::Plus, kind: ButtonKind::Main, compact: true, href: "/bureau/studios/new" }
        }
        if none {
            EmptyState { glyph: Glyph::School, title: t("overview-empty"), text: t("overview-empty-do"),
                Button { label: t("nav-new-studio"), kind: ButtonKind::Main, href: "/bureau/studios/new" }
            }
        }
        for part in parts {
            if many {
                h2 { class: "page-title", "{part.title}" }
            }
            Tiles { tiles: part.tiles }
            BoxCard { title: t("overview-order"), note: part.note,
                OverviewTable { columns: part.columns, rows: part.rows }
            }
        }
    }
}

fn part(project: &ProjectRow, reports: &[Report], now: Millis) -> Option<ProjectPart> {
    let first = reports.iter().find_map(|report| report.closure.as_ref())?;
    let direction = t_with(
        "overview-direction",
        &[
            ("batch", &project.batch.to_string()),
            ("number", &first.direction.to_string()),
            ("direction", &first.direction_name),
        ],
    );
    Some(ProjectPart {
        title: format!("{} · {direction}", project.name),
        tiles: tiles(reports, first),
        note: note(first),
        columns: first.indicators.iter().map(read::column).collect(),
        rows: reports.iter().filter_map(|report| row(report, now)).collect(),
    })
}

/// The order and the words of a row judge by examples too: it is said.
fn note(first: &ClosureReport) -> String {
    let examples = first.indicators.iter().filter(|i| i.is_example()).count();
    if examples == 0 {
        return t("overview-doors");
    }
    format!("{}；{}", t("overview-doors"), t_with("overview-examples", &[("count", &examples.to_string())]))
}

fn tiles(reports: &[Report], first: &ClosureReport) -> Vec<Tile> {
    let closures: Vec<&ClosureReport> = reports.iter().filter_map(|report| report.closure.as_ref()).collect();
    let ready: Vec<&str> = closures.iter().filter(|c| c.is_ready()).map(|c| c.studio.as_str()).collect();
    let reached = |value: fn(&studio_core::closure::Indicator) -> i64| -> i64 {
        let all = closures.iter().flat_map(|c| &c.indicators);
        all.filter(|i| i.measure == Measure::RuralReached).map(value).sum()
    };
    let lacking = |report: &Report| report.freshness.stale().count() + report.freshness.with_silent_phones().count();
    let stale: usize = reports.iter().map(lacking).sum();
    vec![
        deadline_tile(first),
        Tile {
            label: t("tile-ready"),
            value: ready.len().to_string(),
            of: Some(t_with("tile-of-studios", &[("count", &closures.len().to_string())])),
            note: Some(if ready.is_empty() { not_ready(&closures) } else { ready.join("、") }),
            href: None,
        },
        Tile {
            label: t("tile-reached"),
            value: reached(|i| i.value).to_string(),
            of: Some(format!("/ {}", reached(|i| i.target.unwrap_or_default()))),
            note: Some(t("tile-reached-how")),
            href: None,
        },
        Tile {
            label: t("tile-stale"),
            value: stale.to_string(),
            of: Some(t("tile-people")),
            note: Some(t("tile-stale-how")),
            href: None,
        },
    ]
}

/// 8 项已统计 · 4 项还要另交；统计的都达标：赵桥乡语文工作室
fn not_ready(closures: &[&ClosureReport]) -> String {
    let of = closures.iter().max_by_key(|c| c.apart.len());
    let said = of.map_or_else(String::new, |c| read::readiness(c.indicators.len(), c.apart.len()));
    let met: Vec<&str> = closures.iter().filter(|c| c.is_met()).map(|c| c.studio.as_str()).collect();
    if met.is_empty() { said } else { format!("{said}；{}", t_with("tile-met", &[("names", &met.join("、"))])) }
}

fn deadline_tile(closure: &ClosureReport) -> Tile {
    let words = read::deadline(&closure.deadline, closure.today);
    let original = dates::date(closure.deadline.original);
    let note = match &closure.deadline.extension {
        Some(extension) => t_with("tile-original-extended", &[("day", &original), ("reason", &extension.reason)]),
        None => t_with("tile-original", &[("day", &original)]),
    };
    Tile { label: words.label, value: words.days, of: None, note: Some(note), href: None }
}

fn row(report: &Report, now: Millis) -> Option<StudioRow> {
    let closure = report.closure.as_ref()?;
    let path = studio_path(report.picture.studio);
    let number = |id: &str| closure.indicators.iter().find(|i| i.id == id).map_or(1, |i| i.number);
    Some(read::studio_row(closure, now, path.clone(), |id| format!("{path}/indicators/{}", number(id))))
}
