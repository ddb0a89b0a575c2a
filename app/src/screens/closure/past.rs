//! A term that is over, whole: its numbers as they stood on its last day with what has arrived by now, its summary, its
//! records.

use dioxus::prelude::*;
use studio_core::term::TermKey;
use studio_core::time::Millis;
use studio_core::view::TermPage;
use studio_ui::dates;
use studio_ui::phone::{AsOfNote, IndicatorRows, Screen};
use studio_ui::prelude::*;
use studio_ui::read;

use super::{KINDS, NoSuch, NoneCalledSo, Opened};
use crate::desk::use_answer;
use crate::platform;
use crate::route::Route;
use crate::screens::records::view::Timeline;
use crate::screens::summary::view::Notes;
use crate::shell::{Send, drawn_whole};

/// The term of an address; nothing for one that is none.
fn key(term: &str) -> Option<TermKey> {
    term.parse().ok()
}

/// 看以前的学期
#[component]
pub fn Past(term: String) -> Element {
    match key(&term) {
        Some(of) => rsx! { Whole { of } },
        None => rsx! { NoTerm { term } },
    }
}

/// The term of an address that is none.
#[component]
fn NoTerm(term: String) -> Element {
    let back = Route::Closure {}.to_string();
    rsx! {
        Screen { bar: rsx! { AppBar { title: t("closure-title"), back: back.clone() } },
            NoneCalledSo { what: NoSuch::Term, name: term, back }
        }
    }
}

/// A term by its name; where none that is over is called so, that.
#[component]
fn Whole(of: TermKey) -> Element {
    let page = use_answer(of, KINDS, |engine, of| async move { engine.past(of).await });
    let (name, back) = (read::term(of), Route::Closure {}.to_string());
    rsx! {
        div { "data-testid": "past-term",
            Screen { bar: rsx! { AppBar { title: t_with("past-title", &[("term", &name)]), back: back.clone() } },
                {drawn_whole(page, |page: Option<Box<TermPage>>| match page {
                    Some(page) => rsx! { PastView { page: *page, now: platform::now() } },
                    None => rsx! { NoneCalledSo { what: NoSuch::Term, name, back } },
                })}
            }
        }
    }
}

/// The whole term: its days, its numbers, its summary, its records.
#[component]
pub(crate) fn PastView(page: TermPage, now: Millis) -> Element {
    let term = page.term.to_string();
    let href = |id: &str| Route::PastEvidence { term: term.clone(), indicator: id.to_owned() }.to_string();
    let lines: Vec<_> = page.report.indicators.iter().map(|i| read::indicator_line(i, false, href(&i.id))).collect();
    let days = [("first", dates::date(page.first)), ("last", dates::date(page.last))];
    let days = t_with("past-days", &days.each_ref().map(|(key, value)| (*key, value.as_str())));
    let text = read::summary_text(&page.summary);
    rsx! {
        Others { term: page.term, terms: page.terms.clone() }
        p { class: "cap mute banners", "{days} · " {t("past-as-of")} }
        if !page.waiting.is_empty() {
            div { class: "banners",
                Banner { text: t_with("past-waiting", &[("names", &page.waiting.join("、"))]), tone: Tone::Info, glyph: Glyph::Clock }
            }
        }
        IndicatorRows { lines }
        Section { title: t("past-summary") }
        section { class: "card stack",
            p { class: "reply-text", "data-testid": "summary-text", "{text}" }
            Send { text, share: t("summary-share"), copy: t("summary-copy"), testid: "summary" }
        }
        Notes { notes: read::summary_notes(&page.summary) }
        Section { title: t("past-records"), note: t_with("records-rows", &[("count", &page.records.total.to_string())]) }
        div { "data-testid": "past-records", "data-count": "{page.records.total}",
            if page.records.total == 0 {
                p { class: "small mute", {t("past-no-records")} }
            } else {
                Timeline { list: page.records.clone(), drafts: Vec::new(), all: false, shown: ROWS_SHOWN, now }
            }
        }
        AsOfNote { text: read::as_of_note(&page.summary.freshness, now) }
    }
}

/// The other terms that are over: one tap each.
#[component]
fn Others(term: TermKey, terms: Vec<TermKey>) -> Element {
    if terms.len() < 2 {
        return rsx! {};
    }
    let chip = |key: &TermKey| Chip { value: key.to_string(), label: read::term(*key), on: *key == term, glyph: None };
    let chips: Vec<Chip> = terms.iter().map(chip).collect();
    rsx! {
        Chips {
            name: "past-term", label: t("past-choose"), chips, scroll: true,
            onpick: move |value: String| { navigator().replace(Route::Past { term: value }); },
        }
    }
}

/// An indicator of the term, opened.
#[component]
pub fn PastEvidence(term: String, indicator: String) -> Element {
    match key(&term) {
        Some(_) => rsx! { Opened { indicator, term: key(&term), back: Route::Past { term }.to_string() } },
        // without its term it would be the one of today
        None => rsx! { NoTerm { term } },
    }
}
