//! 结项罗盘 as a picture of plain data.

use dioxus::prelude::*;
use studio_core::closure::ClosureReport;
use studio_core::time::Millis;
use studio_ui::phone::{AsOfNote, ClosureHead, IndicatorLine, IndicatorRows};
use studio_ui::prelude::*;
use studio_ui::read;

use crate::route::Route;

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
                for title in report.deliverables.clone() {
                    ListItem {
                        key: "{title}", title: title.clone(), note: t("closure-deliverable-open"), badge: Glyph::FileText,
                        pill: t("petal-unmeasured"),
                    }
                }
            }
        }
        Section { title: t_with("closure-indicators", &[("count", &count)]), note: t("closure-indicators-note") }
        IndicatorRows { lines }
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
