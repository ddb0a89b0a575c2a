//! 工作室: the indicators with their evidence, days left or overdue, whose data has not arrived, the last twelve weeks,
//! the head of the chain.

use std::sync::Arc;

use axum::extract::{Path, State};
use chrono::{Datelike, Duration, NaiveDate};
use dioxus::prelude::*;
use studio_core::access::Role;
use studio_core::closure::{ClosureReport, Freshness, Indicator, IndicatorState};
use studio_core::project::{Deadline, Standing};
use studio_core::term::{Now, Season, TermKey};
use studio_core::time::Millis;
use studio_core::view;
use studio_ui::bureau::{
    AsOfRow, AsOfTable, BoxCard, Checklist, ChecklistRow, Crumb, DeadlineCard, IndicatorRow, IndicatorTable, PageHead,
    PaperLink, PaperLinks,
};
use studio_ui::components::{Banner, Button, ButtonKind, StepsRow, StepsRows};
use studio_ui::dates;
use studio_ui::i18n::{t, t_with};
use studio_ui::icon::Glyph;
use studio_ui::pictures::{Petal, RhythmBars, Week};
use studio_ui::read::{self, DeadlineWords};
use studio_ui::tone::Tone;

use super::assemble::{Place, crumb, framed, id, report, studio_crumbs, studio_path};
use super::past::PastTerms;
use super::{Page, PageFault, papers};
use crate::app::App;
use crate::auth::session::Officer;
use crate::chance;
use crate::reports::Report;

/// Where 数据截至 of each person stands on this page.
const AS_OF: &str = "#as-of";
/// Weeks in the picture of the rhythm.
const WEEKS: i64 = 12;

#[derive(Clone)]
struct StudioPage {
    crumbs: Vec<Crumb>,
    title: String,
    parts: Vec<Crumb>,
    path: String,
    rows: Vec<IndicatorRow>,
    items: Vec<ChecklistRow>,
    deliverables: Vec<ChecklistRow>,
    papers: Vec<PaperLink>,
    steps: Vec<StepsRow>,
    steps_note: String,
    petals: Vec<Petal>,
    deadline: DeadlineWords,
    forecast: Option<read::ForecastWords>,
    readiness: String,
    money: Option<String>,
    as_of: Vec<AsOfRow>,
    as_of_note: String,
    weeks: Vec<Week>,
    past: Vec<TermKey>,
    chain: String,
}

/// GET /bureau/studios/{studio}
pub(super) async fn page(State(app): State<Arc<App>>, officer: Officer, studio: Path<String>) -> Page {
    let now = chance::now();
    let report = report(&app, &officer, id(studio)?, now).await?;
    let content = assemble(&report, now).ok_or(PageFault::NotFound)?;
    let title = content.title.clone();
    framed(&officer, Place::Studio, &title, move || show(content.clone()))
}

fn show(page: StudioPage) -> Element {
    let count = t_with("report-indicators", &[("count", &page.rows.len().to_string())]);
    rsx! {
        PageHead { crumbs: page.crumbs, title: page.title, parts: page.parts,
            Button { label: t("print"), glyph: Glyph::Printer, compact: true, name: "print" }
            Button { label: t("people-title"), glyph: Glyph::Users, compact: true, href: "{page.path}/people" }
            Button { label: t("terms-title"), glyph: Glyph::CalendarDays, kind: ButtonKind::Plain, compact: true, href: "{page.path}/terms" }
            Button { label: t("pupils-door"), kind: ButtonKind::Plain, compact: true, href: "{page.path}/pupils" }
            Button { label: t("settings-title"), kind: ButtonKind::Quiet, compact: true, href: "{page.path}/settings" }
        }
        if let Some(money) = page.money {
            Banner { text: money, tone: Tone::Bad }
        }
        div { class: "columns",
            BoxCard { title: count, note: t("report-doors"), IndicatorTable { rows: page.rows } }
            aside { class: "columns-side",
                DeadlineCard { petals: page.petals, until: page.deadline.until, days: page.deadline.days, overdue: page.deadline.overdue, forecast: page.forecast.as_ref().map(|words| words.text.clone()), late: page.forecast.is_some_and(|words| words.late), readiness: page.readiness }
                BoxCard { title: t("report-weeks"), note: t("report-weeks-what"), padded: true,
                    RhythmBars { name: t("report-weeks-what"), weeks: page.weeks }
                }
                BoxCard { title: t("report-stale"), id: "as-of", AsOfTable { rows: page.as_of, note: page.as_of_note } }
                PastTerms { path: page.path.clone(), terms: page.past }
                p { class: "cap faint", "{page.chain}" }
            }
        }
        if !page.steps.is_empty() {
            BoxCard { title: t("steps-title"), note: page.steps_note, id: "steps", StepsRows { rows: page.steps } }
        }
        if !page.items.is_empty() {
            BoxCard { title: t("checklist-title"), note: t("checklist-note"), id: "items",
                Checklist { rows: page.items, what: t("checklist-item") }
            }
        }
        if !page.deliverables.is_empty() {
            BoxCard { title: t("checklist-deliverables"), id: "deliverables",
                Checklist { rows: page.deliverables, what: t("checklist-deliverable") }
            }
        }
        if !page.papers.is_empty() {
            BoxCard { title: t("papers-title"), note: t("papers-note-bureau"), id: "papers", padded: true,
                PaperLinks { papers: page.papers }
            }
        }
    }
}

fn assemble(report: &Report, now: Millis) -> Option<StudioPage> {
    let closure = report.closure.as_ref()?;
    let path = studio_path(report.picture.studio);
    let deadline = read::deadline(&closure.deadline, closure.today);
    let rows: Vec<IndicatorRow> = closure.indicators.iter().map(|i| row(i, &report.freshness, now, &path)).collect();
    let behind = |ids: &[String]| behind(closure, &rows, ids);
    let direction = report.picture.guide.direction(closure.direction)?;
    let items = direction.items.iter();
    let items = items.map(|i| ChecklistRow {
        title: i.title.clone(),
        words: i.verbatim.clone(),
        behind: behind(&i.indicators),
        papers: Vec::new(),
    });
    let asked = direction.deliverables.iter().zip(&closure.deliverables);
    let asked = asked.map(|(d, stand)| ChecklistRow {
        title: d.title.clone(),
        words: String::new(),
        behind: if stand.papers.is_empty() { behind(&d.indicators) } else { Vec::new() },
        papers: papers::links(closure, stand, &path),
    });
    Some(StudioPage {
        crumbs: studio_crumbs(report, None),
        title: closure.studio.clone(),
        parts: parts(report, closure, &path),
        items: items.collect(),
        deliverables: asked.collect(),
        papers: closure.papers.iter().map(|paper| papers::link(paper, &path)).collect(),
        steps: read::steps_rows(closure, false, |record| format!("{path}/records/{record}")),
        steps_note: read::steps_taken(closure),
        rows: rows.clone(),
        petals: read::petals(closure),
        money: overdue(&closure.deadline, closure.money_at_risk_fen),
        deadline,
        forecast: read::forecast(&closure.outlook, closure.judged, &closure.apart, closure.today),
        readiness: read::readiness(closure.indicators.len(), closure.apart.len()),
        as_of: read::as_of_rows(&report.freshness, now, |person| format!("{path}/people#member-{person}")),
        as_of_note: read::as_of_rest(&report.freshness),
        weeks: weeks(report, closure.today),
        past: closure.past.clone(),
        chain: read::chain_head(report.picture.head.seq, &report.picture.head.chain),
        path,
    })
}

/// What is at stake once the deadline has passed; where an extension has passed too, nobody is told to enter one.
fn overdue(deadline: &Deadline, at_risk_fen: i64) -> Option<String> {
    matches!(deadline.standing, Standing::Overdue(_)).then_some(())?;
    let amount = read::money(at_risk_fen);
    Some(match &deadline.extension {
        Some(set) => {
            let until = dates::date(set.until);
            t_with("report-overdue-extended", &[("day", &until), ("amount", &amount)])
        }
        None => t_with("report-overdue-money", &[("amount", &amount)]),
    })
}

/// The rows of these indicators, as the guide names them.
fn behind(closure: &ClosureReport, rows: &[IndicatorRow], ids: &[String]) -> Vec<IndicatorRow> {
    let of = |id: &String| closure.indicators.iter().zip(rows).find(|(indicator, _)| indicator.id == *id);
    ids.iter().filter_map(of).map(|(_, row)| row.clone()).collect()
}

/// Who leads it, how many are with it, which term: names and counts lead to the people.
fn parts(report: &Report, closure: &ClosureReport, path: &str) -> Vec<Crumb> {
    let backbone = report.freshness.members.iter().filter(|m| m.role == Role::Backbone).count();
    let people = format!("{path}/people");
    let chief = closure.chief.as_ref().map_or_else(
        || crumb(t("chief-missing"), Some(people.clone())),
        |chief| {
            let words = t_with("report-chief", &[("name", &chief.name), ("school", &chief.school)]);
            crumb(words, Some(chief.person.map_or_else(|| people.clone(), |id| format!("{people}#member-{id}"))))
        },
    );
    let backbone = crumb(t_with("report-backbone", &[("count", &backbone.to_string())]), Some(people.clone()));
    let term = Some(term(&closure.now)).filter(|term| !term.is_empty()).map(|term| crumb(term, None));
    [Some(chief), Some(backbone), term].into_iter().flatten().collect()
}

/// 2026 秋, with 寒暑假 behind it when nothing is owed.
fn term(now: &Now) -> String {
    let Some(term) = now.term() else { return String::new() };
    let season = t(if term.season == Season::Autumn { "term-autumn" } else { "term-spring" });
    let rest = if now.is_holiday() { t("term-holiday") } else { String::new() };
    format!("{} {season}{rest}", term.year)
}

fn row(indicator: &Indicator, freshness: &Freshness, now: Millis, path: &str) -> IndicatorRow {
    let by_sync = read::comes_by_sync(indicator);
    let stale = by_sync && freshness.stale().next().is_some();
    let as_of = match indicator.state {
        IndicatorState::NotCounted => String::new(),
        _ if by_sync => read::as_of_short(freshness),
        _ => dates::date(now.day()),
    };
    let row = read::indicator_row(indicator, stale, as_of, format!("{path}/indicators/{}", indicator.number));
    IndicatorRow { as_of_door: stale.then(|| AS_OF.to_owned()), ..row }
}

/// Activities and guidance of the last twelve weeks, weeks beginning on Monday; breaks of the term are named.
fn weeks(report: &Report, today: NaiveDate) -> Vec<Week> {
    let days = view::days_of_work(&report.picture.model, today);
    let this_week = today - Duration::days(i64::from(today.weekday().num_days_from_monday()));
    (0..WEEKS)
        .rev()
        .map(|ago| {
            let (first, next) = (this_week - Duration::weeks(ago), this_week - Duration::weeks(ago - 1));
            let count = days.iter().filter(|day| (first..next).contains(day)).count();
            Week {
                label: dates::date(first),
                count: u32::try_from(count).unwrap_or(u32::MAX),
                holiday: break_in(report, first, next),
            }
        })
        .collect()
}

fn break_in(report: &Report, first: NaiveDate, next: NaiveDate) -> Option<String> {
    let breaks = report.picture.guide.terms.iter().flat_map(|term| &term.breaks);
    let in_week = |pause: &&studio_core::term::Break| pause.first < next && first <= pause.last;
    breaks.into_iter().find(in_week).map(|pause| pause.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::project::Extension;

    #[test]
    fn overdue_after_an_extension_nobody_is_told_to_enter_it() {
        let of = |extended: bool, standing| {
            let last_day = NaiveDate::from_ymd_opt(2026, 11, 12).unwrap();
            let extension = extended.then(|| Extension { until: last_day, reason: "疫情".into() });
            Deadline { original: last_day, verbatim: String::new(), extension, last_day, standing }
        };
        let said = |extended| overdue(&of(extended, Standing::Overdue(12)), 10_000_000).unwrap();
        assert!(said(false).contains("延期的，请在“期限”里记下"), "{}", said(false));
        assert_eq!(said(true), "延期到2026年11月12日，也已经过了：不按要求结项会收回经费 10 万元。");
        assert_eq!(overdue(&of(true, Standing::DaysLeft(3)), 10_000_000), None);
    }
}
