//! 从记录里挑: work that a part of a paper may tell of. What is ticked becomes a paragraph each, with its note.

use std::collections::BTreeSet;

use dioxus::prelude::*;
use studio_core::command::{Command, Passage, Place};
use studio_core::id::RecordId;
use studio_core::paragraph::Style;
use studio_core::record_type::RecordType;
use studio_core::view::PaperOffer;
use studio_engine::messages::{Changed, Notice};
use studio_ui::phone::{Screen, ScreenFoot};
use studio_ui::prelude::*;
use studio_ui::read;

use crate::desk::{Desk, use_answer, use_desk};
use crate::find::by_words;
use crate::route::{Route, leave_for};
use crate::search_box::SearchBox;
use crate::shell::{Banners, drawn_whole};
use crate::words;

/// Records for one part.
#[component]
pub fn WritingFrom(paper: String, part: String) -> Element {
    let offers = use_answer((paper.clone(), part.clone()), &[Changed::Records], |engine, (paper, part)| async move {
        engine.paper_offers(paper, part).await
    });
    let ticked = use_ticked(paper.clone(), part.clone());
    let back = Route::Writing { paper: paper.clone() }.to_string();
    let here = match &offers {
        crate::desk::Answer::Here(offers) => offers.clone(),
        _ => Vec::new(),
    };
    rsx! {
        div { "data-testid": "paper-offers",
            Screen {
                bar: rsx! { AppBar { title: t("paper-from"), back } },
                foot: ScreenFoot::Dock, foot_element: rsx! { Foot { paper, part, offers: here, ticked } },
                Banners { needed_only: true }
                {drawn_whole(offers, move |offers| rsx! { OffersView { offers, ticked } })}
            }
        }
    }
}

/// What is ticked for a part: as it was left, and kept for whoever goes back before it is written.
fn use_ticked(paper: String, part: String) -> Signal<BTreeSet<RecordId>> {
    let mut left = use_desk().ticked;
    let ticked = use_signal(|| match &*left.peek() {
        (of, at, records) if *of == paper && *at == part => records.clone(),
        _ => BTreeSet::new(),
    });
    use_effect(move || left.set((paper.clone(), part.clone(), ticked())));
    ticked
}

/// The same as a picture of plain data.
#[component]
pub(crate) fn OffersView(offers: Vec<PaperOffer>, ticked: Signal<BTreeSet<RecordId>>) -> Element {
    let mut looked = use_signal(String::new);
    if offers.is_empty() {
        return rsx! { EmptyState { glyph: Glyph::NotebookText, title: t("paper-offers-none"), text: t("paper-offers-none-why") } };
    }
    let only = only(&offers);
    let found = groups(offers.into_iter().filter(|offer| finds(offer, &looked.read())));
    rsx! {
        p { class: "small mute banners", {t("paper-offers-intro")} }
        div { class: "banners",
            SearchBox { testid: "offer-search", label: t("records-search"), onlook: move |text: String| looked.set(text) }
        }
        if found.is_empty() {
            p { class: "small mute banners", role: "status", {t("paper-offers-none-found")} }
        }
        p { class: "cap mute banners", "data-testid": "offers-only", "{only}" }
        for (title, note, offers) in found {
            section { key: "{title}", class: "stack", "data-testid": "offer-group",
                Section { title, note }
                div { class: "list", role: "list",
                    for offer in offers {
                        OfferRow { key: "{offer.record.record}", offer, ticked }
                    }
                }
            }
        }
    }
}

/// 这里列出的只有教研活动、听评课: whoever looks for another type need not try other words.
fn only(offers: &[PaperOffer]) -> String {
    let mut types: Vec<String> = Vec::new();
    for name in offers.iter().map(|offer| words::type_name(offer.record.record_type)) {
        if !types.contains(&name) {
            types.push(name);
        }
    }
    t_with("paper-offers-only", &[("types", &types.join("、"))])
}

/// A heading, what to know of what stands below it, and the records.
type OfferGroup = (String, Option<String>, Vec<PaperOffer>);

/// By type, in the order in which they are offered; behind them what is not done yet, whatever its type.
pub(crate) fn groups(offers: impl Iterator<Item = PaperOffer>) -> Vec<OfferGroup> {
    let mut groups: Vec<OfferGroup> = Vec::new();
    for offer in offers {
        let (title, note) = match offer.open {
            true => (t("paper-offers-open"), Some(t("paper-offers-open-note"))),
            false => (words::type_name(offer.record.record_type), None),
        };
        match groups.last_mut().filter(|(last, _, _)| *last == title) {
            Some((_, _, same)) => same.push(offer),
            None => groups.push((title, note, vec![offer])),
        }
    }
    groups
}

/// By what its row says and what is written in it, or by the initials of that.
pub(crate) fn finds(offer: &PaperOffer, typed: &str) -> bool {
    let one = &offer.record;
    let kind = if one.kind_key.is_empty() { String::new() } else { t(&one.kind_key) };
    let named = [&one.title, &one.place, &one.author_name, &offer.by, &kind].map(String::as_str);
    let said = offer.said.iter().map(|said| said.text.as_str());
    let words: Vec<&str> = named.into_iter().chain(said).collect();
    by_words(&words, &offer.initials, typed)
}

#[component]
fn OfferRow(offer: PaperOffer, ticked: Signal<BTreeSet<RecordId>>) -> Element {
    let mut ticked = ticked;
    let record = offer.record.record;
    let said = read::offer_said(&offer);
    let tick = move |_| {
        let mut all = ticked.write();
        if !all.remove(&record) {
            all.insert(record);
        }
    };
    rsx! {
        label { class: "item offer", role: "listitem", "data-testid": "paper-offer",
            input { r#type: "checkbox", checked: ticked.read().contains(&record), onchange: tick }
            span { class: "grow",
                span { class: "item-title", {words::title(offer.record.record_type, &offer.record.title)} }
                span { class: "item-note", {read::evidence_line(&offer.record)} }
                if !said.is_empty() {
                    span { class: "item-note", {words::first_words(&said)} }
                }
                if offer.told {
                    span { class: "item-note", {t("paper-offer-told")} }
                }
            }
        }
    }
}

#[component]
fn Foot(paper: String, part: String, offers: Vec<PaperOffer>, ticked: Signal<BTreeSet<RecordId>>) -> Element {
    let desk = use_desk();
    let chosen: Vec<PaperOffer> =
        offers.into_iter().filter(|offer| ticked.read().contains(&offer.record.record)).collect();
    let count = chosen.len().to_string();
    let status =
        if chosen.is_empty() { t("paper-offers-tick") } else { t_with("paper-offers-count", &[("count", &count)]) };
    let none = chosen.is_empty();
    let mut ticked = ticked;
    let take = move |_| {
        let (paper, part, chosen) = (paper.clone(), part.clone(), chosen.clone());
        spawn(async move {
            match write(desk, &paper, &part, chosen).await {
                Ok(first) => {
                    ticked.write().clear();
                    desk.say(t(desk.kept("paper-written-said")), Vec::new());
                    let mut to_passage = desk.to_passage;
                    to_passage.set(first);
                    leave_for(Route::Writing { paper });
                }
                Err(notice) => desk.tell(notice),
            }
        });
    };
    rsx! {
        Dock { status, note: None, missing: none,
            Button { label: t("paper-offers-take"), kind: ButtonKind::Main, glyph: Glyph::Check, disabled: none, testid: "paper-take", onclick: take }
        }
    }
}

/// A paragraph for each, in the order in which things happened, behind what stands in the part; the first of them.
async fn write(desk: Desk, paper: &str, part: &str, mut chosen: Vec<PaperOffer>) -> Result<Option<RecordId>, Notice> {
    chosen.sort_by_key(|offer| (offer.record.day, offer.record.record));
    let engine = desk.engine();
    let page = engine.paper(paper.to_owned()).await?;
    let lines = page.iter().flat_map(|here| &here.page.parts).filter(|one| one.id == part).flat_map(|one| &one.lines);
    let after = lines.last().map(|line| line.record);
    let mut passages = Vec::new();
    for offer in chosen {
        let record = engine.start(RecordType::Paragraph).await?.record;
        let text = read::told(&offer);
        passages.push(Passage { record, style: Style::Body, text, refers: Some(offer.record.record), seen: None });
    }
    let place = Place { paper: paper.to_owned(), part: part.to_owned(), after };
    let first = passages.first().map(|passage| passage.record);
    engine.command(Command::WriteParagraphs { place, passages }).await.map(|_| first)
}
