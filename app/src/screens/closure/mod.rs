//! 结项罗盘: days and money at stake, the deliverables, every indicator; each opens what it counts.

pub(crate) mod evidence;
pub(crate) mod view;

use dioxus::prelude::*;
use studio_core::closure::ClosureReport;
use studio_engine::messages::Changed;
use studio_ui::phone::Screen;
use studio_ui::prelude::*;

use crate::desk::{Answer, use_answer};
use crate::platform;
use crate::route::Route;
use crate::shell::drawn;
use evidence::EvidenceView;
use view::ClosureView;

/// What changes the report.
const KINDS: &[Changed] = &[Changed::Records, Changed::Team];

fn use_report() -> Answer<Option<Box<ClosureReport>>> {
    use_answer((), KINDS, |engine, ()| async move { engine.closure().await })
}

/// 结项罗盘
#[component]
pub fn Closure() -> Element {
    let report = use_report();
    let sub = match &report {
        Answer::Here(Some(report)) => Some(t_with(
            "closure-direction",
            &[("number", &t(&format!("direction-{}", report.direction))), ("name", &report.direction_name)],
        )),
        _ => None,
    };
    rsx! {
        div { "data-testid": "closure",
            Screen { bar: rsx! { AppBar { title: t("closure-title"), sub, back: Route::Home {}.to_string() } },
                {drawn(report, |report| match report {
                    Some(report) => rsx! { ClosureView { report: *report, now: platform::now() } },
                    None => rsx! { p { class: "small mute opening", {t("closure-none")} } },
                })}
            }
        }
    }
}

/// 指标背后的记录
#[component]
pub fn Evidence(indicator: String) -> Element {
    let report = use_report();
    let found = match report {
        Answer::Here(report) => {
            Answer::Here(report.and_then(|report| report.indicators.into_iter().find(|one| one.id == indicator)))
        }
        Answer::Waiting => Answer::Waiting,
        Answer::Failed(notice) => Answer::Failed(notice),
    };
    let title = if let Answer::Here(Some(found)) = &found { found.title.clone() } else { t("closure-title") };
    rsx! {
        div { "data-testid": "evidence",
            Screen { bar: rsx! { AppBar { title, back: Route::Closure {}.to_string() } },
                {drawn(found, |found| match found {
                    Some(indicator) => rsx! { EvidenceView { indicator, now: platform::now() } },
                    None => rsx! { p { class: "small mute opening", {t("closure-none")} } },
                })}
            }
        }
    }
}
