//! One paragraph: read, opened, moved, thrown away; and where two wrote it without knowing of each other, both texts.

use std::collections::BTreeMap;

use dioxus::prelude::*;
use studio_core::command::{Command, Draft, Place};
use studio_core::edit::FieldEdit;
use studio_core::id::{DeviceId, RecordId};
use studio_core::paragraph::{Style, TEXT_KEY};
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::view::{PaperLine, PaperPart, Piece, Waiting};
use studio_engine::messages::{Request, Writer};
use studio_ui::prelude::*;
use studio_ui::read;

use super::half::{Half, HalfHere};
use crate::desk::{Desk, use_desk};
use crate::form::Unnamed;
use crate::route::Route;
use crate::words;

/// Where a paragraph stands among the others of its part, and where one tap puts it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Among {
    up: Option<Place>,
    down: Option<Place>,
}

/// The place of a part's paragraph.
pub(super) fn place_of(paper: &str, part: &PaperPart, at: usize) -> Among {
    let to = |after: Option<RecordId>| Place { paper: paper.to_owned(), part: part.id.clone(), after };
    let id = |at: usize| part.lines.get(at).map(|line| line.record);
    Among { up: (at > 0).then(|| to(at.checked_sub(2).and_then(id))), down: id(at + 1).map(|next| to(Some(next))) }
}

/// Where a paragraph stands on the page; what else of a paper one comes back to has its place there the same way.
pub(super) fn seat(record: RecordId) -> String {
    format!("passage-{record}")
}

/// Both texts of a paragraph that two wrote, each with its writer; none where one text stands.
pub(super) fn torn(line: &PaperLine, writers: &BTreeMap<DeviceId, Writer>) -> Vec<ValueChoice> {
    let conflict = line.conflicts.iter().find(|conflict| conflict.key == TEXT_KEY);
    let values = conflict.into_iter().flat_map(|conflict| &conflict.values).enumerate();
    let choice = |(at, (device, value)): (usize, &(DeviceId, Scalar))| ValueChoice {
        key: at.to_string(),
        value: value.as_str().unwrap_or_default().to_owned(),
        who: writers.get(device).map(words::writer).unwrap_or_default(),
    };
    values.map(choice).collect()
}

/// A paragraph in its part.
#[component]
pub(super) fn Passage(
    place: Among,
    torn: Vec<ValueChoice>,
    line: PaperLine,
    writes: bool,
    moving: bool,
    halves: Vec<Half>,
) -> Element {
    let record = line.record;
    let is_torn = torn.len() > 1;
    rsx! {
        article { class: "passage", id: seat(record), tabindex: "-1", "data-testid": "passage", "data-style": line.style.word(),
            if is_torn && writes {
                Torn { record, choices: torn }
            } else {
                Text { line: line.clone() }
            }
            Standing { waiting: line.delivery.waiting }
            if writes {
                Unnamed { names: line.unnamed.clone(), key_of: "paper-unnamed" }
            }
            for half in halves.iter().filter(|half| half.record == record) {
                HalfHere { key: "{half.record}", half: half.clone() }
            }
            if writes && moving {
                Moves { record, place }
            } else if writes {
                div { class: "row wrap passage-acts",
                    if !is_torn {
                        Button { label: t("paper-edit"), compact: true, kind: ButtonKind::Quiet, glyph: Glyph::FilePenLine, testid: "passage-edit", href: Route::Form { id: record.to_string() }.to_string() }
                    }
                    Button { label: t("history-title"), compact: true, kind: ButtonKind::Quiet, glyph: Glyph::History, testid: "passage-history", href: Route::Revisions { id: record.to_string() }.to_string() }
                }
            }
        }
    }
}

/// What it says, with its numbers and its note.
#[component]
pub(super) fn Text(line: PaperLine) -> Element {
    let class = match line.style {
        Style::Body => "passage-text",
        Style::Heading => "passage-text passage-heading",
        Style::Quote => "passage-text passage-quote",
        Style::Caption => "passage-text passage-caption",
    };
    rsx! {
        p { class,
            for (at, piece) in line.pieces.iter().enumerate() {
                match piece {
                    Piece::Text(text) => rsx! { span { key: "{at}", "{text}" } },
                    Piece::Figure { indicator, name, value, unit } => rsx! {
                        Anchor { key: "{at}", class: "figure-now", href: Route::Evidence { indicator: indicator.clone() }.to_string(), label: t_with("paper-figure-of", &[("name", name)]), {read::figure_now(*value, unit)} }
                    },
                }
            }
            if let Some(note) = line.note {
                sup { class: "passage-note", "〔{note}〕" }
            }
        }
    }
}

/// That it is not in the paper that others read, and why.
#[component]
pub(super) fn Standing(waiting: Waiting) -> Element {
    match words::waits(waiting) {
        Some(why) => rsx! { p { class: "cap mute", "data-testid": "passage-waits", "{why}" } },
        None => rsx! {},
    }
}

/// Up, down, away.
#[component]
fn Moves(record: RecordId, place: Among) -> Element {
    let desk = use_desk();
    let Among { up, down } = place;
    let (first, last) = (up.is_none(), down.is_none());
    let move_to = move |to: &Option<Place>| to.iter().for_each(|place| put(desk, record, place.clone()));
    let away = move |_| {
        let undo = vec![Request::Do(Command::Undelete { record })];
        desk.act(Command::Delete { record }, "paper-away-said", undo);
    };
    rsx! {
        div { class: "row wrap passage-acts",
            Button { label: t("paper-up"), compact: true, disabled: first, testid: "passage-up", onclick: move |_| move_to(&up) }
            Button { label: t("paper-down"), compact: true, disabled: last, testid: "passage-down", onclick: move |_| move_to(&down) }
            Button { label: t("paper-away"), compact: true, kind: ButtonKind::Danger, glyph: Glyph::Trash2, testid: "passage-away", onclick: away }
        }
    }
}

fn put(desk: Desk, record: RecordId, place: Place) {
    desk.act(Command::MoveParagraph { record, place }, "paper-moved-said", Vec::new());
}

/// Two wrote this paragraph without knowing of each other: both texts; neither is lost.
#[component]
fn Torn(record: RecordId, choices: Vec<ValueChoice>) -> Element {
    let desk = use_desk();
    let mut chosen = use_signal(|| choices.len().saturating_sub(1).to_string());
    let values: Vec<String> = choices.iter().map(|choice| choice.value.clone()).collect();
    let together = values.join("\n");
    let each = values.clone();
    let (all, both) = (values.clone(), together.clone());
    let use_this = move |_| {
        let at = chosen.peek().parse::<usize>().unwrap_or_default();
        each.get(at).into_iter().for_each(|text| settle(desk, record, &each, text));
    };
    rsx! {
        div { "data-testid": "two-values",
            TwoValues {
                field: t("paper-this"), choices, chosen: chosen(), onpick: move |key: String| chosen.set(key), onuse: use_this,
                onboth: move |_| settle(desk, record, &values, &together),
                onedit: move |_| edit_both(desk, record, &all, &both),
            }
        }
    }
}

/// The form with both texts, one below the other: whoever puts them in order has both before their eyes.
fn edit_both(desk: Desk, record: RecordId, values: &[String], together: &str) {
    let command = settlement(record, values, together);
    spawn(async move {
        match desk.engine().command(command).await {
            Ok(_) => {
                navigator().push(Route::Form { id: record.to_string() });
            }
            Err(notice) => desk.tell(notice),
        }
    });
}

fn settle(desk: Desk, record: RecordId, values: &[String], text: &str) {
    desk.act(settlement(record, values, text), "two-settled", Vec::new());
}

/// The paragraph with one text again. Seen was another one than the one that is meant, so that it is a change.
fn settlement(record: RecordId, values: &[String], text: &str) -> Command {
    let seen = values.iter().rev().find(|other| *other != text).map(|other| Scalar::from(other.as_str()));
    let field = FieldEdit { key: TEXT_KEY.to_owned(), seen, value: Some(text.into()) };
    Command::Amend(Draft { record_type: RecordType::Paragraph, record, fields: vec![field] })
}
