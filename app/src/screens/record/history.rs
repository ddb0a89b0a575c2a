//! 修改历史: each change of a record, newest first, and the ways back for the one who wrote it.

use dioxus::prelude::*;
use studio_core::command::{Command, Draft};
use studio_core::edit::FieldEdit;
use studio_core::id::RecordId;
use studio_core::paragraph::{PAPER_KEY, PART_KEY};
use studio_core::time::Millis;
use studio_core::tolerant;
use studio_core::view::{PassagePlace, RecordHistory, Revision, Waiting};
use studio_engine::messages::{Changed, HistoryPage, Request};
use studio_ui::phone::{RevisionCard, Screen, WayBack};
use studio_ui::prelude::*;
use studio_ui::read::{born_with, passage_place, revised};

use crate::desk::{Answer, Desk, use_answer, use_desk};
use crate::platform;
use crate::route::Route;
use crate::shell::{Banners, drawn};
use crate::words;

/// What changes a history.
const KINDS: &[Changed] = &[Changed::Records, Changed::Deliveries, Changed::Team];

/// The history of one record.
#[component]
pub fn Revisions(id: String) -> Element {
    let page = use_answer(id.parse::<RecordId>().ok(), KINDS, |engine, record| async move {
        match record {
            Some(record) => engine.history(record).await,
            None => Ok(None),
        }
    });
    let (back, place) = use_home(&id);
    rsx! {
        div { "data-testid": "history",
            Screen { bar: rsx! { AppBar { title: t("history-title"), back: back.to_string() } },
                Banners { needed_only: true }
                {drawn(page, |page| match page {
                    Some(page) => rsx! { HistoryView { page: *page, now: platform::now(), place: place.clone() } },
                    None => rsx! { p { class: "small mute opening", {t("history-gone")} } },
                })}
            }
        }
    }
}

/// Where the record is read: on its own page, a paragraph in its paper, which opens at it again; and where it stands there.
fn use_home(id: &str) -> (Route, Option<PassagePlace>) {
    let desk = use_desk();
    let shared = use_answer(id.parse::<RecordId>().ok(), &[], |engine, record| async move {
        match record {
            Some(record) => engine.fields(record).await,
            None => Ok(None),
        }
    });
    let fields = if let Answer::Here(Some((_, fields))) = shared { Some(fields) } else { None };
    let word = |key| fields.as_ref().and_then(|fields| tolerant::str(fields, key)).unwrap_or_default().to_owned();
    let (paper, part) = (word(PAPER_KEY), word(PART_KEY));
    let written = use_answer(paper.clone(), &[Changed::Records], |engine, paper| async move {
        match paper.is_empty() {
            true => Ok(None),
            false => engine.paper(paper).await,
        }
    });
    if fields.is_none() {
        return (Route::RecordScreen { id: id.to_owned() }, None);
    }
    let record = id.parse::<RecordId>().ok();
    let mut to_passage = desk.to_passage;
    to_passage.set(record);
    let place = match (written, record) {
        (Answer::Here(Some(here)), Some(record)) => Some(here.page.place_of(record, &part, None)),
        _ => None,
    };
    (Route::Writing { paper }, place)
}

/// The page.
#[component]
pub(crate) fn HistoryView(page: HistoryPage, now: Millis, place: Option<PassagePlace>) -> Element {
    let history = &page.history;
    let title = place.map_or_else(|| words::title(history.record_type, &history.title), |place| passage_place(&place));
    let (first, newest): (Vec<Revision>, Vec<Revision>) = history.revisions.iter().cloned().partition(|one| one.born);
    let older = if first.is_empty() { "history-older" } else { "history-between" };
    let older = (history.older > 0).then(|| t_with(older, &[("count", &history.older.to_string())]));
    rsx! {
        div { class: "stack",
            h2 { class: "record-title", {title} }
            p { class: "small mute", {t(whose(history))} }
            div { class: "stack", role: "list",
                for one in newest {
                    One { key: "{one.change}", page: page.clone(), one, now }
                }
                // others stand here
                if let Some(words) = older {
                    p { class: "small mute", role: "listitem", "data-testid": "history-older", "{words}" }
                }
                for one in first {
                    One { key: "{one.change}", page: page.clone(), one, now }
                }
            }
            p { class: "cap faint", {t("history-clock")} }
        }
    }
}

#[component]
fn One(page: HistoryPage, one: Revision, now: Millis) -> Element {
    let desk = use_desk();
    let HistoryPage { history, writers, waiting } = &page;
    let when = words::moment(one.at.local(), now);
    let who = writers.get(&one.device).map(words::writer).unwrap_or_default();
    let who = [when, who].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let telling = &history.telling;
    let facts = if one.born { born_with(history.record_type, &one, telling) } else { Vec::new() };
    let told = if one.born { &[][..] } else { &one.fields };
    let told = told.iter().map(|field| revised(history.record_type, field, telling)).collect();
    let marks = marks(&one, waiting.get(&one.change).copied().unwrap_or_default());
    let (record, fields) = (history.clone(), one.fields.clone());
    let back = move |(field, older): WayBack| {
        let older = fields.get(field).and_then(|field| field.was.get(older));
        older.into_iter().for_each(|older| put_back(desk, &record, older.back.clone()));
    };
    rsx! { RevisionCard { who, marks, facts, revised: told, onback: back } }
}

/// Who may do what with it.
fn whose(history: &RecordHistory) -> &'static str {
    match (history.mine, history.record_type.says().work) {
        (true, _) => "history-mine",
        (false, true) => "history-theirs",
        (false, false) => "history-shared",
    }
}

/// 新建, 提交, and that it is not on the server yet.
fn marks(one: &Revision, waiting: Waiting) -> Vec<(String, Tone)> {
    let born = one.born.then(|| (t("history-born"), Tone::Good));
    let acts = one.acts.iter().map(|act| (t(act.label_key()), Tone::Info));
    let waits = match waiting {
        Waiting::No => None,
        Waiting::Held => Some("record-held"),
        Waiting::Network | Waiting::PageOnly | Waiting::SetAside => Some("tick-not-sent"),
    };
    born.into_iter().chain(acts).chain(waits.map(|key| (t(key), Tone::Plain))).collect()
}

/// An older value stands again: an ordinary change over what is before the user's eyes. 撤销 is another one.
fn put_back(desk: Desk, history: &RecordHistory, back: Vec<FieldEdit>) {
    let (record_type, record) = (history.record_type, history.record);
    let amend = |fields: Vec<FieldEdit>| Command::Amend(Draft { record_type, record, fields });
    let undo = amend(back.iter().map(taken_back).collect());
    desk.act(amend(back), "history-restored", vec![Request::Do(undo)]);
}

/// The edit that undoes another one.
fn taken_back(edit: &FieldEdit) -> FieldEdit {
    FieldEdit { key: edit.key.clone(), seen: edit.value.clone(), value: edit.seen.clone() }
}
