//! What the numbers on 总览 count, over all studios of a project that go on: each number opens its list. Counts nothing
//! itself.

use std::sync::Arc;

use axum::extract::{Path, State};
use dioxus::prelude::*;
use studio_core::closure::ClosureReport;
use studio_core::time::Millis;
use studio_ui::bureau::{BoxCard, PageHead};
use studio_ui::components::EmptyState;
use studio_ui::i18n::{t, t_with};
use studio_ui::icon::Glyph;
use studio_ui::link::Anchor;

use super::assemble::{Place, crumb, framed, id, studio_path};
use super::project::{self, Project, project_path};
use super::{Page, PageFault};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;
use crate::reports::Report;
use crate::words;

/// A list: its columns, and rows whose first cell is a door.
#[derive(Clone, Default)]
struct Table {
    columns: Vec<String>,
    rows: Vec<(String, String, Vec<String>)>,
}

/// GET /bureau/projects/{project}/{what}
pub(super) async fn page(
    State(app): State<Arc<App>>,
    officer: Officer,
    Path((project, what)): Path<(String, String)>,
) -> Page {
    let now = chance::now();
    let project = project::load(&app, &officer, id(Path(project))?, now).await?;
    let going = project.studios.iter().filter(|(_, ended)| ended.is_none()).map(|(report, _)| report);
    let (title, table) = match what.as_str() {
        "ready" => ("tile-ready", ready(going)),
        "reached" => ("tile-reached", reached(going)),
        "stale" => ("tile-stale", stale(going)),
        _ => return Err(PageFault::NotFound),
    };
    let note = t(&format!("{title}-list"));
    framed(&officer, Place::Overview, &t(title), move || show(&project, t(title), note.clone(), table.clone()))
}

fn show(project: &Project, title: String, note: String, table: Table) -> Element {
    let here = crumb(project.row.name.clone(), Some(project_path(project.row.project)));
    let crumbs = vec![crumb(t("nav-overview"), Some("/bureau/".to_owned())), here, crumb(title.clone(), None)];
    rsx! {
        PageHead { crumbs, title, sub: note }
        if table.rows.is_empty() {
            EmptyState { glyph: Glyph::Users, title: t("counted-none"), text: t("counted-none-why") }
        } else {
            BoxCard { note: t_with("counted-rows", &[("count", &table.rows.len().to_string())]), title: t("counted-title"),
                table { class: "table",
                    thead {
                        tr {
                            for column in table.columns {
                                th { scope: "col", "{column}" }
                            }
                        }
                    }
                    tbody {
                        for (name, href, cells) in table.rows {
                            tr {
                                th { scope: "row", Anchor { class: "cell-door", href, "{name}" } }
                                for cell in cells {
                                    td { "{cell}" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn columns(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| t(key)).collect()
}

fn closures<'a>(going: impl Iterator<Item = &'a Report>) -> impl Iterator<Item = (&'a Report, &'a ClosureReport)> {
    going.filter_map(|report| Some((report, report.closure.as_ref()?)))
}

/// Every studio with how many of its indicators are met, those that are ready first.
fn ready<'a>(going: impl Iterator<Item = &'a Report>) -> Table {
    let mut all: Vec<_> = closures(going).collect();
    all.sort_by_key(|(_, closure)| (closure.judged - closure.met.min(closure.judged), closure.studio.clone()));
    let row = |(report, closure): (&Report, &ClosureReport)| {
        let state = t(if closure.is_ready() { "tile-ready" } else { "counted-not-ready" });
        let cells = vec![closure.met.to_string(), closure.judged.to_string(), state];
        (closure.studio.clone(), studio_path(report.picture.studio), cells)
    };
    Table {
        columns: columns(&["overview-studio", "overview-reached", "overview-judged", "counted-state"]),
        rows: all.into_iter().map(row).collect(),
    }
}

/// Everybody of those for whom it all is whom some studio has reached, studio by studio.
fn reached<'a>(going: impl Iterator<Item = &'a Report>) -> Table {
    let mut rows = Vec::new();
    for (report, closure) in closures(going) {
        if let Some(indicator) = closure.reached() {
            let href = format!("{}/indicators/{}", studio_path(report.picture.studio), indicator.number);
            rows.extend(indicator.people.iter().map(|person| {
                let (school, township) = (person.school.clone(), person.township.clone());
                let cells = vec![school, township, closure.studio.clone(), person.times.to_string()];
                (person.name.clone(), href.clone(), cells)
            }));
        }
    }
    let keys = ["sheet-col-name", "sheet-col-school", "evidence-township", "overview-studio", "evidence-times"];
    Table { columns: columns(&keys), rows }
}

/// Everybody whose data has not come in, the longest silence first.
fn stale<'a>(going: impl Iterator<Item = &'a Report>) -> Table {
    let mut rows: Vec<(Option<Millis>, _)> = Vec::new();
    for report in going {
        let path = format!("{}/people", studio_path(report.picture.studio));
        for member in report.freshness.stale().chain(report.freshness.with_silent_phones()) {
            let last = member.last_sync.map_or_else(|| t("never-synced"), words::moment);
            let studio = report.picture.model.studio_name().to_owned();
            let href = format!("{path}#member-{}", member.person);
            rows.push((member.last_sync, (member.name.clone(), href, vec![member.school.clone(), studio, last])));
        }
    }
    rows.sort_by_key(|(last, _)| *last);
    let keys = ["sheet-col-name", "sheet-col-school", "overview-studio", "counted-last-sync"];
    Table { columns: columns(&keys), rows: rows.into_iter().map(|(_, row)| row).collect() }
}
