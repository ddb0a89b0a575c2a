//! What a number counts: its parts, its people, its records, down to the record.

use dioxus::prelude::*;
use studio_core::closure::{CountedPerson, Doubt, EvidenceRef, Indicator, IndicatorPage};
use studio_core::time::Millis;
use studio_ui::prelude::*;
use studio_ui::read;

use super::missing::{Missing, NotCounted};
use crate::route::Route;
use crate::screens::writing::PaperRows;
use crate::words;

/// What is missing, the number and what stands behind it, what did not count.
#[component]
pub(crate) fn EvidenceView(page: IndicatorPage, past: bool, now: Millis) -> Element {
    let IndicatorPage { indicator, lacking, left_out, elsewhere, papers, doubts } = page;
    let written = !papers.is_empty();
    let (people, records) = (indicator.people.len(), indicator.evidence.len());
    rsx! {
        if !past {
            Missing { indicator: indicator.clone(), lacking }
        }
        Number { indicator: indicator.clone() }
        InDoubt { total: indicator.possible_duplicates, doubts, now }
        if records > 0 {
            Section { title: t("evidence-records-title"), note: t_with("records-rows", &[("count", &records.to_string())]) }
            List {
                for evidence in indicator.evidence.clone() {
                    Counted { key: "{evidence.record}", evidence, now }
                }
            }
        }
        if people > 0 {
            Section { title: t("evidence-people-title"), note: t_with("people-count", &[("count", &people.to_string())]) }
            List {
                for person in indicator.people.clone() {
                    Someone { key: "{person.person}", person }
                }
            }
        }
        if written {
            Section { title: t("papers-title") }
            PaperRows { papers }
        }
        if records == 0 && people == 0 && !written {
            p { class: "small mute opening", {t("evidence-nothing")} }
        }
        NotCounted { groups: left_out, elsewhere, now }
    }
}

/// The number with what one should know of it.
#[component]
fn Number(indicator: Indicator) -> Element {
    rsx! {
        Card {
            div { class: "indicator-bar",
                Meter { petal: read::petal(&indicator, false) }
                b { class: "num", {amount(&indicator)} }
            }
            if let Some(beside) = read::beside(&indicator) {
                p { class: "cap mute", "{beside}" }
            }
            p { class: "cap mute", {read::counted_how(&indicator)} }
            for caveat in read::caveats(&indicator) {
                p { class: "cap text-tone-warn", "{caveat}" }
            }
            p { class: "cap mute", {read::evidence_words(&indicator)} }
        }
    }
}

/// Pairs that may be one, each a door to the page that asks.
#[component]
fn InDoubt(doubts: Vec<Doubt>, total: usize, now: Millis) -> Element {
    let more = total.saturating_sub(doubts.len());
    if doubts.is_empty() {
        return rsx! {};
    }
    rsx! {
        div { "data-testid": "doubts",
            Section { title: t("doubts-title"), note: t("doubts-note") }
            List {
                for (n, doubt) in doubts.into_iter().enumerate() {
                    ListItem {
                        key: "{n}", title: doubt_title(&doubt), note: read::doubt(&doubt, now.day()), badge: Glyph::Copy, tone: Tone::Warn,
                        href: asks(&doubt).to_string(), testid: "doubt",
                    }
                }
            }
            if more > 0 {
                p { class: "cap mute banners", {t_with("doubts-more", &[("count", &more.to_string())])} }
            }
        }
    }
}

fn doubt_title(doubt: &Doubt) -> String {
    match doubt {
        Doubt::People(person, _) => person.name.clone(),
        Doubt::Works(record, _) => words::title(record.record_type, &record.title),
    }
}

/// The page where the question is answered.
fn asks(doubt: &Doubt) -> Route {
    match doubt {
        Doubt::People(person, _) => Route::Person { id: person.person.to_string() },
        Doubt::Works(record, _) => Route::RecordScreen { id: record.record.to_string() },
    }
}

/// 77 / 100 人, 5 / 8 次（示例）
fn amount(indicator: &Indicator) -> String {
    let (value, unit) = (indicator.value, &indicator.unit);
    let said = match indicator.target {
        Some(target) => format!("{value} / {target} {unit}"),
        None => format!("{value} {unit}"),
    };
    read::as_example(said, indicator.is_example())
}

/// A record as a row that opens it.
#[component]
pub(super) fn Counted(evidence: EvidenceRef, now: Millis) -> Element {
    let (badge, tone) = words::glyph(evidence.record_type);
    let day = evidence.day.map(|day| words::day(day, now)).unwrap_or_default();
    let kind =
        if evidence.kind_key.is_empty() { words::type_name(evidence.record_type) } else { t(&evidence.kind_key) };
    let people = if evidence.people > 0 {
        t_with("people-count", &[("count", &evidence.people.to_string())])
    } else {
        String::new()
    };
    let parts = [kind, day, evidence.place.clone(), people, evidence.author_name.clone()];
    let note = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    rsx! {
        ListItem {
            title: words::title(evidence.record_type, &evidence.title), note, badge, tone, testid: "evidence-row",
            href: Route::RecordScreen { id: evidence.record.to_string() }.to_string(),
        }
    }
}

#[component]
fn Someone(person: CountedPerson) -> Element {
    let note = [person.school.clone(), person.township.clone()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let times = (person.times > 0).then(|| t_with("times-count", &[("count", &person.times.to_string())]));
    rsx! {
        ListItem { title: person.name.clone(), name: true, note, value: times, href: Route::Person { id: person.person.to_string() }.to_string() }
    }
}
