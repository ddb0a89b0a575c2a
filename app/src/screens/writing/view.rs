//! A paper as a picture of plain data: how far it is, its parts, its notes.

use std::collections::BTreeMap;

use dioxus::prelude::*;
use studio_core::id::{DeviceId, RecordId};
use studio_core::view::{PaperPage, PaperPart};
use studio_engine::messages::{PaperHere, Writer};
use studio_ui::prelude::*;
use studio_ui::read;

use super::extras::{Editions, Gone, Rename, Scans, TakeAway};
use super::half::{Half, HalfAbove, HalfHere, halves, new_behind};
use super::line::{Passage, Standing, place_of, seat, torn};
use crate::desk::{Desk, use_desk};
use crate::platform;
use crate::route::Route;
use crate::words;

/// What it lacks, shown before the rest is folded.
const LACKS_SHOWN: usize = 4;

/// The paper.
#[component]
pub(crate) fn PaperView(here: PaperHere) -> Element {
    let mut moving = use_signal(|| false);
    use_led(use_desk(), here.edition.as_ref().map(|edition| edition.record));
    let page = here.page.clone();
    let halves = halves(&here);
    let writes = page.may_write && here.edition.is_none();
    let lines = page.parts.iter().map(|part| part.lines.len()).sum::<usize>();
    rsx! {
        div { class: "stack",
            if let Some(edition) = here.edition.clone() {
                Banner { text: t_with("edition-shown", &[("name", &edition.name), ("at", &read::edition_at(&edition))]), tone: Tone::Info, glyph: Glyph::History,
                    action: t("edition-now"), href: Route::Writing { paper: page.stand.id.clone() }.to_string() }
                div { class: "banners", Standing { waiting: edition.delivery.waiting } }
            }
            Head { page: page.clone() }
            if writes {
                HalfWritten { halves: halves.clone() }
            }
            if writes && lines > 0 {
                div { class: "banners",
                    Button { label: t(if moving() { "paper-move-done" } else { "paper-move" }), compact: true, kind: ButtonKind::Quiet, glyph: Glyph::ChevronDown, testid: "paper-move", onclick: move |_| moving.toggle() }
                }
            }
            for (at, part) in page.parts.iter().enumerate() {
                Part { key: "{part.id}-{at}", paper: page.stand.id.clone(), writers: here.writers.clone(), part: part.clone(), writes, moving: moving() && writes, halves: halves.clone() }
            }
            Notes { page: page.clone() }
            if here.edition.is_none() {
                Scans { page: page.clone(), writes }
                Editions { page: page.clone(), writes }
                Gone { page: page.clone(), writes }
            }
            if let Some(edition) = here.edition.clone().filter(|_| page.may_write) {
                Rename { key: "{edition.name}", edition, editions: page.editions.clone() }
            }
            TakeAway { page, edition: here.edition.map(|edition| edition.record) }
        }
    }
}

/// The paragraph that the paper was opened for, if it was for one, is shown at once. From a paper as it stood one comes back
/// to its name.
fn use_led(desk: Desk, edition: Option<RecordId>) {
    let led = use_hook(|| {
        let mut to_passage = desk.to_passage;
        to_passage.replace(edition)
    });
    use_effect(move || led.into_iter().for_each(|record| platform::focus_drawn(seat(record))));
}

/// How far it is, and what it lacks.
#[component]
fn Head(page: PaperPage) -> Element {
    let stand = page.stand.clone();
    let lacks: Vec<String> = stand.lacks.iter().map(read::paper_lack).collect();
    let (shown, rest) = lacks.split_at(lacks.len().min(LACKS_SHOWN));
    let (shown, rest) = (shown.to_vec(), rest.to_vec());
    rsx! {
        section { class: "card stack", "data-testid": "paper-head",
            div { class: "row",
                h1 { class: "grow paper-title", "{stand.title}" }
                Pill { label: t(stand.state.label_key()), tone: read::paper_tone(stand.state) }
            }
            p { class: "small", "data-testid": "paper-words", {read::paper_note(&stand)} }
            if !shown.is_empty() {
                ul { class: "plain-list small", "data-testid": "paper-lacks",
                    for lack in shown { li { key: "{lack}", "{lack}" } }
                }
            }
            if !rest.is_empty() {
                details { class: "more",
                    summary { class: "more-door", {t_with("paper-lacks-more", &[("count", &rest.len().to_string())])} Icon { glyph: Glyph::ChevronDown } }
                    ul { class: "plain-list small", for lack in rest { li { key: "{lack}", "{lack}" } } }
                }
            }
            if !page.note.is_empty() {
                p { class: "cap mute", "{page.note}" }
            }
        }
    }
}

/// Paragraphs that are open and not saved: on this phone alone.
#[component]
pub(super) fn HalfWritten(halves: Vec<Half>) -> Element {
    rsx! {
        for half in halves {
            HalfAbove { key: "{half.record}", half }
        }
    }
}

/// A part with its paragraphs and the ways to more.
#[component]
fn Part(
    paper: String,
    writers: BTreeMap<DeviceId, Writer>,
    part: PaperPart,
    writes: bool,
    moving: bool,
    halves: Vec<Half>,
) -> Element {
    let title = if part.title.is_empty() { t("paper-loose") } else { part.title.clone() };
    let last = part.lines.last().map(|line| line.record.to_string()).unwrap_or_default();
    let write = Route::Write { kind: "paragraph".to_owned(), paper: paper.clone(), part: part.id.clone(), after: last };
    let from = Route::WritingFrom { paper: paper.clone(), part: part.id.clone() };
    let done = part.least > 0 && part.words >= part.least;
    rsx! {
        section { class: "paper-part stack", "data-testid": "paper-part", "data-part": "{part.id}",
            Section { title, note: read::part_note(&part) }
            if part.lines.is_empty() && !part.hint.is_empty() {
                p { class: "small mute banners", "{part.hint}" }
            }
            for (at, line) in part.lines.iter().enumerate() {
                Passage { key: "{line.record}", place: place_of(&paper, &part, at), torn: torn(line, &writers), line: line.clone(), writes, moving, halves: halves.clone() }
                Begun { halves: new_behind(&halves, &part, Some(line.record)), writes }
            }
            Begun { halves: new_behind(&halves, &part, None), writes }
            if writes {
                div { class: "row wrap banners",
                    Button { label: t("paper-add"), compact: true, kind: if done { ButtonKind::Quiet } else { ButtonKind::Plain }, glyph: Glyph::Plus, testid: "paper-add", href: write.to_string() }
                    if part.offers {
                        Button { label: t("paper-from"), compact: true, kind: ButtonKind::Quiet, glyph: Glyph::NotebookText, testid: "paper-from", href: from.to_string() }
                    }
                }
            }
        }
    }
}

/// New paragraphs that were begun here and not saved.
#[component]
fn Begun(halves: Vec<Half>, writes: bool) -> Element {
    rsx! {
        for half in halves.into_iter().filter(|_| writes) {
            HalfHere { key: "{half.record}", half }
        }
    }
}

/// 佐证: what the paper tells of, by number.
#[component]
fn Notes(page: PaperPage) -> Element {
    if page.evidence.is_empty() {
        return rsx! {};
    }
    rsx! {
        div { "data-testid": "paper-notes",
            Section { title: t("paper-notes"), note: t("paper-notes-note") }
            List {
                for (at, evidence) in page.evidence.iter().enumerate() {
                    match evidence {
                        Some(one) => rsx! {
                            ListItem { key: "{at}", number: (at + 1).to_string(), title: words::title(one.record_type, &one.title), note: read::evidence_line(one),
                                href: Route::RecordScreen { id: one.record.to_string() }.to_string() }
                        },
                        None => rsx! { ListItem { key: "{at}", number: (at + 1).to_string(), title: t("paper-note-gone"), note: t("paper-note-gone-why"), tone: Tone::Warn } },
                    }
                }
            }
        }
    }
}
