//! A record's page as a picture of plain data; what one can do with it stands in `acts`.

use dioxus::prelude::*;
use studio_core::id::Version;
use studio_core::read::State;
use studio_core::time::{Millis, ago, day_long};
use studio_core::view::{Delivery, Output, RecordDetail, Waiting};
use studio_engine::messages::RecordPage;
use studio_ui::dates;
use studio_ui::phone::{RecordHead, UsedIn};
use studio_ui::prelude::*;
use studio_ui::read::facts_below_title;

use super::acts::Acts;
use super::conflicts::Conflicts;
use super::same::MaybeSame;
use crate::words;

/// Characters of each half of a version: enough to compare with a printed sheet by eye.
const VERSION_HALF: usize = 4;

/// The page.
#[component]
pub(crate) fn RecordView(page: RecordPage, now: Millis) -> Element {
    let detail = page.detail.clone();
    let row = &detail.row;
    let kind = if row.kind_key.is_empty() { words::type_name(row.record_type) } else { t(&row.kind_key) };
    let titled = words::title(row.record_type, &row.title);
    let outputs: Vec<String> = detail.outputs.iter().map(output_words).collect();
    let uses = t_with("record-used-in", &[("count", &outputs.len().to_string())]);
    rsx! {
        div { class: "stack",
            RecordHead { kind, title: titled, note: head_note(&detail) }
            if detail.deleted {
                Banner { text: t("record-in-bin"), tone: Tone::Warn, glyph: Glyph::Trash2 }
            }
            Conflicts { page: page.clone() }
            Ticks { detail: detail.clone(), now }
            Card { Facts { facts: facts_below_title(row.record_type, &detail.fields, &detail.names) } }
            if !outputs.is_empty() {
                UsedIn { title: uses, places: outputs }
            }
            MaybeSame { detail: detail.clone(), now }
            Acts { detail }
        }
    }
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
    let text: Vec<char> = version.to_string().chars().take(2 * VERSION_HALF).collect();
    let halves: Vec<String> = text.chunks(VERSION_HALF).map(|half| half.iter().collect()).collect();
    t_with("sheet-version", &[("version", &halves.join(" "))])
}

/// ✓ and ✓✓ with times and bytes; ✓✓✓ is still to come.
#[component]
fn Ticks(detail: RecordDetail, now: Millis) -> Element {
    let delivery = detail.delivery;
    let saved = match delivery.waiting {
        Waiting::No => true,
        Waiting::PageOnly => false,
        Waiting::Network | Waiting::Held | Waiting::SetAside => delivery.saved_at.is_some(),
    };
    let on_server = delivery.waiting == Waiting::No;
    let steps =
        vec![saved_step(&delivery, saved, now), server_step(&delivery, on_server, now), review_step(detail.row.state)];
    rsx! {
        div { "data-testid": if saved { "saved-tick" } else { "not-saved-tick" },
            div { "data-testid": if on_server { "server-tick" } else { "server-waits" }, Trail { steps } }
        }
    }
}

fn saved_step(delivery: &Delivery, done: bool, now: Millis) -> TrailStep {
    if delivery.waiting == Waiting::PageOnly {
        let (title, note) = (t("tick-page-only"), t("tick-page-only-note"));
        return TrailStep { glyph: Glyph::TriangleAlert, title, note, done };
    }
    let note = delivery
        .saved_at
        .map_or_else(|| t("tick-from-server"), |at| t_with("tick-saved-note", &[("at", &ago(at, now))]));
    TrailStep { glyph: Glyph::Check, title: t("tick-saved"), note, done }
}

fn server_step(delivery: &Delivery, done: bool, now: Millis) -> TrailStep {
    let at = delivery.server_at.map(|at| ago(at, now));
    let note = match (delivery.waiting, at, delivery.upload_bytes) {
        (Waiting::Network, _, _) => t("tick-waits-network"),
        (Waiting::PageOnly, _, _) => t("tick-waits-page"),
        (Waiting::Held, _, _) => t("record-held"),
        (Waiting::SetAside, _, _) => t("tick-set-aside"),
        (Waiting::No, Some(at), Some(bytes)) => {
            t_with("tick-sent-note", &[("at", &at), ("bytes", &dates::bytes(bytes))])
        }
        (Waiting::No, Some(at), None) => at,
        (Waiting::No, None, _) => t("tick-on-server"),
    };
    let title = if done { t("tick-sent") } else { t("tick-not-sent") };
    TrailStep { glyph: Glyph::CheckCheck, title, note, done }
}

fn review_step(state: State) -> TrailStep {
    let (title, note) = match state {
        State::Draft => ("tick-not-handed-in", "tick-not-handed-in-note"),
        State::Edited => ("tick-edited", "tick-edited-note"),
        State::Submitted => ("tick-review", "tick-review-note"),
    };
    TrailStep { glyph: Glyph::BadgeCheck, title: t(title), note: t(note), done: false }
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
