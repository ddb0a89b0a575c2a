//! A record's page as a picture of plain data; what one can do with it stands in `acts`.

use dioxus::prelude::*;
use studio_core::id::{RecordId, Version};
use studio_core::read::State;
use studio_core::time::{Millis, ago, day_long};
use studio_core::view::{Output, RecordDetail, Waiting};
use studio_engine::messages::RecordPage;
use studio_ui::dates;
use studio_ui::phone::{RecordHead, UsedIn};
use studio_ui::prelude::*;
use studio_ui::read::{facts_below_title, mark};

use super::acts::Acts;
use super::call::CallCard;
use super::conflicts::Conflicts;
use super::pictures::Pictures;
use super::replies::{Agreed, Replies};
use super::same::MaybeSame;
use crate::route::Route;
use crate::words;

/// The page.
#[component]
pub(crate) fn RecordView(page: RecordPage, now: Millis) -> Element {
    let detail = page.detail.clone();
    let row = &detail.row;
    let kind = if row.kind_key.is_empty() { words::type_name(row.record_type) } else { t(&row.kind_key) };
    let titled = words::title(row.record_type, &row.title);
    let outputs: Vec<(String, Option<String>)> =
        detail.outputs.iter().map(|output| (output_words(output), door(output, detail.row.record))).collect();
    let uses = match (row.state, row.day.is_some_and(|day| day > now.day())) {
        (State::Draft, _) => "record-will-fill",
        (_, true) => "record-will-fill-then",
        _ => "record-used-in",
    };
    let uses = t_with(uses, &[("count", &outputs.len().to_string())]);
    rsx! {
        div { class: "stack",
            RecordHead { kind, title: titled, note: head_note(&detail) }
            if detail.deleted {
                Banner { text: t(if detail.deleted_unseen { "record-undone" } else { "record-in-bin" }), tone: Tone::Warn, glyph: Glyph::Trash2 }
            }
            Conflicts { page: page.clone(), now }
            CallCard { page: page.clone(), now }
            Ticks { page: page.clone(), now }
            Card { Facts { facts: facts_below_title(row.record_type, &detail.fields, &detail.telling) } }
            Pictures { page: page.clone() }
            if !outputs.is_empty() && !detail.deleted {
                UsedIn { title: uses, places: outputs }
            }
            Agreed { detail: detail.clone() }
            Replies { detail: detail.clone(), now }
            MaybeSame { detail: detail.clone(), now }
            Past { page: page.clone() }
            Acts { detail, now }
        }
    }
}

/// The quiet door to 修改历史. How often a colleague changed a draft is theirs alone.
#[component]
fn Past(page: RecordPage) -> Element {
    let row = &page.detail.row;
    let count = page.changed.to_string();
    let label =
        if row.mine && page.changed > 0 { t_with("history-door", &[("count", &count)]) } else { t("history-title") };
    let href = Route::Revisions { id: row.record.to_string() }.to_string();
    rsx! { Button { label, kind: ButtonKind::Quiet, wide: true, glyph: Glyph::History, testid: "history-door", href } }
}

/// Number, author, day.
fn head_note(detail: &RecordDetail) -> String {
    let row = &detail.row;
    let author = t_with("record-by", &[("name", &row.author_name)]);
    let day = row.day.map(day_long).unwrap_or_default();
    let version = detail.version.map(version).unwrap_or_default();
    [row.no.clone(), author, day, version].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// As on paper: the printed form names the same version.
fn version(version: Version) -> String {
    t_with("sheet-version", &[("version", &mark(version))]).replace(' ', "\u{a0}")
}

/// ✓ and ✓✓ with times and bytes, and whether it counts.
#[component]
fn Ticks(page: RecordPage, now: Millis) -> Element {
    let delivery = page.detail.delivery;
    let saved = match delivery.waiting {
        Waiting::No => true,
        Waiting::PageOnly => false,
        Waiting::Network | Waiting::Held | Waiting::SetAside => delivery.saved_at.is_some(),
    };
    let on_server = delivery.waiting == Waiting::No;
    let steps =
        vec![saved_step(&page, saved, now), server_step(&page, on_server, now), count_step(&page.detail, on_server)];
    rsx! {
        div { "data-testid": if saved { "saved-tick" } else { "not-saved-tick" },
            div { "data-testid": if on_server { "server-tick" } else { "server-waits" }, Trail { steps } }
        }
    }
}

/// Whether the newest change was written on this phone.
fn written_here(page: &RecordPage) -> bool {
    page.written.as_ref().is_some_and(|writer| writer.this_device)
}

/// Where the newest change was written: 王丽的安卓手机, or one's own other phone.
fn elsewhere(page: &RecordPage) -> Option<String> {
    let writer = page.written.as_ref().filter(|writer| !writer.this_device)?;
    let own = page.detail.row.mine && page.detail.row.author == Some(writer.person);
    let key = match (own, writer.name.is_empty()) {
        (true, _) => "tick-own-other-phone",
        (false, true) => "tick-some-phone",
        (false, false) => "tick-phone-of",
    };
    Some(t_with(key, &[("name", &writer.name), ("device", &writer.device_name)]))
}

fn saved_step(page: &RecordPage, done: bool, now: Millis) -> TrailStep {
    let delivery = &page.detail.delivery;
    if delivery.waiting == Waiting::PageOnly {
        let (title, note) = (t("tick-page-only"), t("tick-page-only-note"));
        return TrailStep { glyph: Glyph::TriangleAlert, title, note, done };
    }
    let at = delivery.saved_at.map(|at| ago(at, now));
    let (title, note) = match (at, elsewhere(page)) {
        (Some(at), Some(place)) => (t("tick-written"), t_with("tick-written-note", &[("at", &at), ("place", &place)])),
        (Some(at), None) if written_here(page) => (t("tick-saved"), t_with("tick-saved-note", &[("at", &at)])),
        _ => (t("tick-saved"), t("tick-from-server")),
    };
    TrailStep { glyph: Glyph::Check, title, note, done }
}

fn server_step(page: &RecordPage, done: bool, now: Millis) -> TrailStep {
    let delivery = &page.detail.delivery;
    let at = delivery.server_at.map(|at| ago(at, now));
    // What a colleague's phone sent is no traffic of this one.
    let bytes = delivery.upload_bytes.filter(|_| written_here(page));
    let note = match (delivery.waiting, at, bytes) {
        (Waiting::Network, _, _) => t("tick-waits-network"),
        (Waiting::PageOnly, _, _) => t("tick-waits-page"),
        (Waiting::Held, _, _) => t("tick-held-note"),
        (Waiting::SetAside, _, _) => t("tick-set-aside"),
        (Waiting::No, Some(at), Some(bytes)) => {
            t_with("tick-sent-note", &[("at", &at), ("bytes", &dates::bytes(bytes))])
        }
        (Waiting::No, Some(at), None) => at,
        (Waiting::No, None, _) => t("tick-on-server"),
    };
    let title = match delivery.waiting {
        Waiting::Held => t("tick-held"),
        _ if done => t("tick-sent"),
        _ => t("tick-not-sent"),
    };
    TrailStep { glyph: Glyph::CheckCheck, title, note, done }
}

/// Whether it counts, and what its author can do; nobody else is told to press what they do not have.
fn count_step(detail: &RecordDetail, on_server: bool) -> TrailStep {
    let mine = detail.row.mine;
    let (title, note) = match detail.row.state {
        _ if detail.deleted => ("tick-in-bin", "tick-in-bin-note"),
        State::Draft if detail.row.planned => ("tick-planned", "tick-planned-note"),
        State::Draft if mine => ("tick-not-handed-in", "tick-not-handed-in-note"),
        State::Draft => ("tick-not-handed-in", "tick-not-handed-in-other"),
        State::Edited if mine => ("tick-edited", "tick-edited-note"),
        State::Edited => ("tick-edited", "tick-edited-other"),
        State::Submitted if detail.delivery.waiting == Waiting::Held => ("state-submitted", "tick-submitted-held"),
        State::Submitted if !on_server => ("state-submitted", "tick-submitted-later"),
        State::Submitted if mine => ("state-submitted", "tick-submitted-note"),
        State::Submitted => ("state-submitted", "tick-submitted-other"),
    };
    let done = detail.row.state == State::Submitted && on_server && !detail.deleted;
    TrailStep { glyph: Glyph::BadgeCheck, title: t(title), note: t(note), done }
}

/// A sheet is looked at and printed.
fn door(output: &Output, record: RecordId) -> Option<String> {
    match output {
        Output::Sheet(sheet) => Some(Route::Paper { id: record.to_string(), sheet: sheet.clone() }.to_string()),
        _ => None,
    }
}

fn output_words(output: &Output) -> String {
    let counted = |key: &str, count: usize| t_with(key, &[("count", &count.to_string())]);
    match output {
        Output::Sheet(sheet) => t(&format!("sheet-{sheet}")),
        Output::Hours(people) => counted("output-hours", *people),
        Output::Indicator(number) => counted("output-indicator", *number),
        Output::Portfolio(people) => counted("output-portfolio", *people),
    }
}
