//! A term that is over: its numbers as they stood on its last day, with what has arrived by now.

use dioxus::prelude::*;
use studio_core::closure::ClosureReport;
use studio_core::term::TermKey;
use studio_ui::phone::{IndicatorRows, Screen};
use studio_ui::prelude::*;
use studio_ui::read;

use super::{KINDS, Opened};
use crate::desk::use_answer;
use crate::route::Route;
use crate::shell::drawn_whole;

/// The term of an address; nothing for one that is none.
fn key(term: &str) -> Option<TermKey> {
    term.parse().ok()
}

/// 看以前的学期
#[component]
pub fn Past(term: String) -> Element {
    let of = key(&term);
    let report = use_answer(of, KINDS, |engine, of| async move {
        match of {
            Some(of) => engine.past(of).await,
            None => Ok(None),
        }
    });
    let title = of.map_or_else(|| t("closure-title"), |of| t_with("past-title", &[("term", &read::term(of))]));
    rsx! {
        div { "data-testid": "past-term",
            Screen { bar: rsx! { AppBar { title, back: Route::Closure {}.to_string() } },
                {drawn_whole(report, move |report: Option<Box<ClosureReport>>| match report {
                    Some(report) => rsx! { PastView { term: term.clone(), report: *report } },
                    None => rsx! { p { class: "small mute opening", {t("closure-none")} } },
                })}
            }
        }
    }
}

/// The numbers of the term.
#[component]
pub(crate) fn PastView(term: String, report: ClosureReport) -> Element {
    let href = |id: &str| Route::PastEvidence { term: term.clone(), indicator: id.to_owned() }.to_string();
    let lines: Vec<_> = report.indicators.iter().map(|i| read::indicator_line(i, false, href(&i.id))).collect();
    rsx! {
        p { class: "cap mute banners", {t("past-as-of")} }
        IndicatorRows { lines }
    }
}

/// An indicator of the term, opened.
#[component]
pub fn PastEvidence(term: String, indicator: String) -> Element {
    let of = key(&term);
    rsx! { Opened { indicator, term: of, back: Route::Past { term }.to_string() } }
}
