//! 结项罗盘: days and money at stake, the deliverables, every indicator; each opens what it counts.

pub(crate) mod evidence;
mod missing;
pub(crate) mod past;
pub(crate) mod view;

use dioxus::prelude::*;
use studio_core::closure::ClosureReport;
use studio_core::term::TermKey;
use studio_engine::messages::Changed;
use studio_ui::phone::Screen;
use studio_ui::prelude::*;
use studio_ui::read;

use crate::desk::{Answer, use_answer};
use crate::platform;
use crate::route::Route;
use crate::shell::drawn_whole;
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
                {drawn_whole(report, |report| match report {
                    Some(report) => rsx! { ClosureView { report: *report, now: platform::now() } },
                    None => rsx! { p { class: "small mute opening", {t("closure-none")} } },
                })}
            }
        }
    }
}

/// Letters of a name that is repeated where nothing is called so: an address can be as long as it likes.
const NAME_CHARS_MAX: usize = 20;

/// An address that names nothing: says so, and leads to what there is.
#[component]
pub(crate) fn NoneCalledSo(what: NoSuch, name: String, back: String) -> Element {
    let name: String = name.chars().take(NAME_CHARS_MAX).collect();
    let (title, text) = match what {
        NoSuch::Indicator => ("no-such-indicator", "no-such-indicator-why"),
        NoSuch::Term => ("no-such-term", "no-such-term-why"),
    };
    rsx! {
        div { "data-testid": "none-called-so",
            EmptyState { glyph: Glyph::Compass, title: t_with(title, &[("name", &name)]), text: t(text),
                Button { label: t("back"), kind: ButtonKind::Main, href: back }
            }
        }
    }
}

/// What an address names that there is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoSuch {
    /// An indicator of the guide.
    Indicator,
    /// A term that is over.
    Term,
}

/// 指标背后的记录
#[component]
pub fn Evidence(indicator: String) -> Element {
    rsx! { Opened { indicator, term: None, back: Route::Closure {}.to_string() } }
}

/// An indicator opened; of a closed term, where one is named.
#[component]
fn Opened(indicator: String, term: Option<TermKey>, back: String) -> Element {
    let of = (indicator.clone(), term);
    let page = use_answer(of, KINDS, |engine, (id, term)| async move { engine.indicator(id, term).await });
    let title = match &page {
        Answer::Here(Some(page)) => read::indicator_title(&page.indicator),
        _ => t("closure-title"),
    };
    rsx! {
        div { "data-testid": "evidence",
            Screen { bar: rsx! { AppBar { title, sub: term.map(read::term), back: back.clone() } },
                {drawn_whole(page, move |page| match page {
                    Some(page) => rsx! { EvidenceView { page: *page, past: term.is_some(), now: platform::now() } },
                    None => rsx! { NoneCalledSo { what: NoSuch::Indicator, name: indicator, back } },
                })}
            }
        }
    }
}
