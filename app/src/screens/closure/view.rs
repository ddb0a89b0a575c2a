//! 结项罗盘 as a picture of plain data.

use dioxus::prelude::*;
use studio_core::closure::{ClosureReport, DeliverableStand};
use studio_core::time::Millis;
use studio_ui::phone::{AsOfNote, ClosureHead, IndicatorLine, IndicatorRows};
use studio_ui::prelude::*;
use studio_ui::read;

use crate::route::Route;
use crate::screens::home::view::SummaryWay;

/// The report.
#[component]
pub(crate) fn ClosureView(report: ClosureReport, now: Millis) -> Element {
    let stale = report.freshness.stale().next().is_some();
    let href = |id: &str| Route::Evidence { indicator: id.to_owned() }.to_string();
    let lines: Vec<IndicatorLine> =
        report.indicators.iter().map(|indicator| read::indicator_line(indicator, stale, href(&indicator.id))).collect();
    let count = report.indicators.len().to_string();
    rsx! {
        Head { report: report.clone() }
        Standing { report: report.clone() }
        if !report.deliverables.is_empty() {
            Section { title: t("closure-deliverables"), note: t("closure-deliverables-note") }
            List {
                for one in report.deliverables.clone() {
                    ListItem {
                        key: "{one.title}", title: one.title.clone(), note: read::deliverable_note(&one, &report), badge: Glyph::FileText,
                        pill: read::deliverable_state(&one), pill_tone: one.state.map(read::paper_tone).unwrap_or_default(),
                        href: deliverable_door(&one, &report), testid: "deliverable",
                    }
                }
            }
        }
        if !report.papers.is_empty() {
            div { class: "banners",
                Button { label: t_with("papers-door", &[("count", &report.papers.len().to_string())]), kind: ButtonKind::Quiet, wide: true, glyph: Glyph::NotebookText, testid: "papers", href: Route::Writings {}.to_string() }
            }
        }
        Section { title: t_with("closure-indicators", &[("count", &count)]), note: t("closure-indicators-note") }
        IndicatorRows { lines }
        Steps { report: report.clone() }
        div { class: "banners", SummaryWay {} }
        if !report.past.is_empty() {
            Section { title: t("past-terms") }
            List {
                for key in report.past.clone() {
                    ListItem { key: "{key}", title: read::term(key), href: Route::Past { term: key.to_string() }.to_string(), testid: "past" }
                }
            }
        }
        AsOfNote { text: read::as_of_note(&report.freshness, now) }
    }
}

/// The paper that it consists of, or what counts it.
fn deliverable_door(one: &DeliverableStand, report: &ClosureReport) -> Option<String> {
    let paper = one.papers.first().and_then(|at| report.papers.get(*at));
    let indicator = one.indicators.first().and_then(|at| report.indicators.get(*at));
    let to_paper = paper.map(|paper| Route::Writing { paper: paper.id.clone() });
    let to = to_paper.or_else(|| indicator.map(|indicator| Route::Evidence { indicator: indicator.id.clone() }));
    to.map(|route| route.to_string())
}

/// People shown before the others are unfolded.
const SHOWN: usize = 6;

/// Who took which step; nothing where the direction has none.
#[component]
fn Steps(report: ClosureReport) -> Element {
    if report.steps.is_empty() {
        return rsx! {};
    }
    let mut rows = read::steps_rows(&report, true, |record| Route::RecordScreen { id: record.to_string() }.to_string());
    let others = rows.split_off(rows.len().min(SHOWN));
    rsx! {
        div { "data-testid": "steps",
            Section { title: t("steps-title"), note: read::steps_taken(&report) }
            if rows.is_empty() {
                p { class: "cap faint", {t("steps-none")} }
            } else {
                StepsRows { rows }
            }
            if !others.is_empty() {
                details { class: "more",
                    summary { class: "more-door", {t_with("steps-others", &[("count", &others.len().to_string())])} Icon { glyph: Glyph::ChevronDown } }
                    StepsRows { rows: others }
                }
            }
        }
    }
}

/// How many of the indicators are counted, and when these may be met.
#[component]
fn Standing(report: ClosureReport) -> Element {
    let forecast = read::forecast(&report.outlook, report.judged, &report.apart, report.today);
    let tone = |late: bool| if late && !report.now.is_holiday() { "cap text-tone-bad" } else { "cap text-tone-warn" };
    rsx! {
        div { class: "stack banners", "data-testid": "readiness",
            p { class: "cap mute", {read::readiness(report.indicators.len(), report.apart.len())} }
            if let Some(words) = forecast {
                p { class: tone(words.late), "{words.text}" }
            }
        }
    }
}

/// Days and money; no pressure in 寒暑假.
#[component]
fn Head(report: ClosureReport) -> Element {
    let words = read::deadline(&report.deadline, report.today);
    let tone = match (report.now.is_holiday(), words.overdue) {
        (true, _) => Tone::Plain,
        (false, true) => Tone::Bad,
        (false, false) => Tone::Warn,
    };
    rsx! {
        ClosureHead {
            days_label: words.label, days: words.days, money_label: t("closure-money"), money: read::money(report.money_at_risk_fen), tone,
        }
    }
}
