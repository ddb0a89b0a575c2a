//! What the records say of a person: the numbers, what was agreed, every record by term.

use dioxus::prelude::*;
use studio_core::time::{Day, Millis};
use studio_core::view::{Archive, ArchiveRow, ArchiveStretch, LessonSaid, LessonSeen, Promise};
use studio_ui::dates;
use studio_ui::phone::{AsOfNote, RecordLine, RecordRow};
use studio_ui::prelude::*;
use studio_ui::read;

use crate::route::Route;
use crate::words;

/// Promises that are shown before one asks for more.
const PROMISES_SHOWN: usize = 8;

/// 等我回应: what others wrote of me and what I have not answered.
#[component]
pub(super) fn Awaiting(rows: Vec<studio_core::view::RecordRow>, now: Millis) -> Element {
    if rows.is_empty() {
        return rsx! {};
    }
    let count = t_with("records-rows", &[("count", &rows.len().to_string())]);
    let rows: Vec<Element> = rows.iter().map(|row| rsx! { RecordRow { line: words::record_line(row, now) } }).collect();
    rsx! {
        div { "data-testid": "awaiting",
            Section { title: t("archive-awaiting"), note: count }
            p { class: "cap mute banners", {t("archive-awaiting-note")} }
            LongList { rows }
        }
    }
}

/// The numbers of everything, and the way to paper.
#[component]
pub(super) fn Numbers(archive: Archive, township: String) -> Element {
    let mut facts = read::archive_facts(&archive.total, archive.class_hour);
    if !township.is_empty() {
        facts.push(Fact::new(t("field-person-township"), township));
    }
    let said = [("archive-unmeasured", archive.total.unmeasured), ("archive-drafts", archive.drafts)];
    let said = said.into_iter().filter(|(_, count)| *count > 0);
    let said: Vec<String> = said.map(|(key, count)| t_with(key, &[("count", &count.to_string())])).collect();
    rsx! {
        if archive.clock_behind {
            Banner { text: t("archive-clock"), tone: Tone::Warn, glyph: Glyph::Clock }
        }
        Card {
            Facts { facts }
            div { class: "banners",
                for line in said {
                    p { key: "{line}", class: "cap mute", "{line}" }
                }
            }
        }
        Button {
            label: t("archive-print"), kind: ButtonKind::Main, wide: true, glyph: Glyph::Printer, testid: "archive-print",
            href: Route::ArchiveSheet { id: archive.person.to_string() }.to_string(),
        }
    }
}

/// What was agreed, what was said of lessons, the records by term.
#[component]
pub(super) fn Story(archive: Archive, now: Millis) -> Element {
    rsx! {
        Promises { promises: archive.promises.clone(), today: archive.today }
        Lessons { lessons: archive.lessons.clone(), today: archive.today }
        if archive.stretches.is_empty() {
            p { class: "small mute", {t("person-no-records")} }
        }
        for part in archive.stretches.clone() {
            Part { key: "{read::stretch(part.when)}", hours: read::span_words(&part.tally, archive.class_hour), part, now }
        }
        AsOfNote { text: read::as_of_note(&archive.freshness, now) }
    }
}

#[component]
fn Promises(promises: Vec<Promise>, today: Day) -> Element {
    let mut all = use_signal(|| false);
    if promises.is_empty() {
        return rsx! {};
    }
    let rest = promises.len().saturating_sub(PROMISES_SHOWN);
    let shown = if all() { promises.len() } else { PROMISES_SHOWN };
    rsx! {
        Section { title: t("archive-promises"), note: t("archive-promises-note") }
        div { "data-testid": "promises",
            List {
                for (place, one) in promises.into_iter().take(shown).enumerate() {
                    PromiseRow { key: "{place}", promise: one, today }
                }
            }
        }
        if rest > 0 && !all() {
            Button { label: t_with("archive-promises-more", &[("count", &rest.to_string())]), kind: ButtonKind::Quiet, wide: true, onclick: move |_| all.set(true) }
        }
    }
}

#[component]
fn PromiseRow(promise: Promise, today: Day) -> Element {
    let said = read::promise(&promise, today);
    let with = (!promise.with.is_empty()).then(|| t_with("archive-with", &[("name", &promise.with)]));
    let note = with.into_iter().chain([said.due, said.now]).collect::<Vec<_>>().join(" · ");
    rsx! {
        ListItem {
            title: said.what, note, note_tone: said.tone, badge: Glyph::Handshake, tone: said.tone,
            href: Route::RecordScreen { id: promise.record.to_string() }.to_string(),
        }
    }
}

/// Words of observers, never their marks.
#[component]
fn Lessons(lessons: Vec<LessonSeen>, today: Day) -> Element {
    if lessons.is_empty() {
        return rsx! {};
    }
    let said = lessons.iter().flat_map(|lesson| lesson.said.iter().map(move |said| (lesson, said)));
    let rows: Vec<Element> = said.map(|(lesson, said)| lesson_row(lesson, said, today)).collect();
    rsx! {
        Section { title: t("archive-lessons-said") }
        LongList { rows }
    }
}

fn lesson_row(lesson: &LessonSeen, said: &LessonSaid, today: Day) -> Element {
    rsx! {
        ListItem {
            title: lesson.lesson_title.clone(), badge: Glyph::Ear, tone: Tone::Good,
            note: [dates::day_near(lesson.day, today), said.observer.clone()].join(" · "),
            href: Route::RecordScreen { id: said.record.to_string() }.to_string(),
            if !said.strengths.is_empty() {
                span { class: "item-note faint", {t_with("archive-strengths", &[("text", &said.strengths)])} }
            }
            if !said.suggestions.is_empty() {
                span { class: "item-note faint", {t_with("archive-suggestions", &[("text", &said.suggestions)])} }
            }
        }
    }
}

/// The records of a term, with what they come to.
#[component]
fn Part(part: ArchiveStretch, hours: String, now: Millis) -> Element {
    let count = t_with("records-rows", &[("count", &part.rows.len().to_string())]);
    let rows: Vec<Element> = part.rows.iter().map(|row| rsx! { RecordRow { line: line(row, now) } }).collect();
    rsx! {
        Section { title: read::stretch(part.when), note: count }
        if !hours.is_empty() {
            p { class: "cap mute banners", "data-testid": "stretch-numbers", "{hours}" }
        }
        LongList { rows }
    }
}

/// A record, with what this person did in it.
fn line(row: &ArchiveRow, now: Millis) -> RecordLine {
    let line = words::record_line(&row.row, now);
    let joined = (row.joined > 0).then(|| t_with("archive-joined", &[("count", &row.joined.to_string())]));
    let part = read::parts(row.row.record_type, &row.parts);
    let note = [part].into_iter().chain(line.note.clone()).chain(joined).collect::<Vec<_>>().join(" · ");
    RecordLine { note: Some(note), ..line }
}
