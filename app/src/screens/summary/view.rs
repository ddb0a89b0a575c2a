//! 小结 as a picture of plain data: the text as it goes into the chat, and the records behind it.

use dioxus::prelude::*;
use studio_core::id::RecordId;
use studio_core::time::Millis;
use studio_core::view::{Summary, SummaryOf};
use studio_ui::dates;
use studio_ui::phone::AsOfNote;
use studio_ui::prelude::*;
use studio_ui::read;

use crate::route::Route;
use crate::shell::Send;

/// This one or one before: a week, a month, a term.
#[component]
pub(crate) fn Spans(of: SummaryOf, onpick: EventHandler<SummaryOf>) -> Element {
    let segment = |value: &str, label: String| Segment { value: value.to_owned(), label, href: None };
    let segments = vec![
        segment("week", t("summary-of-week")),
        segment("month", t("summary-of-month")),
        segment("term", t("summary-of-term")),
    ];
    let (chosen, back) = match of {
        SummaryOf::Week(back) => ("week", back),
        SummaryOf::Month(back) => ("month", back),
        SummaryOf::Term(back) => ("term", back),
        SummaryOf::OfTerm(_) => ("term", 0),
    };
    rsx! {
        Segments { label: t("summary-span"), testid: "summary", segments, chosen, onpick: move |value: String| onpick.call(span(&value, 0)) }
        div { class: "row between",
            Button { label: t(&format!("summary-back-{chosen}")), kind: ButtonKind::Quiet, compact: true, glyph: Glyph::ChevronLeft, testid: "summary-back", onclick: move |_| onpick.call(span(chosen, back.saturating_add(1))) }
            if back > 0 {
                Button { label: t(&format!("summary-on-{chosen}")), kind: ButtonKind::Quiet, compact: true, glyph: Glyph::ChevronRight, testid: "summary-on", onclick: move |_| onpick.call(span(chosen, back - 1)) }
            }
        }
    }
}

fn span(value: &str, back: u16) -> SummaryOf {
    match value {
        "month" => SummaryOf::Month(back),
        "term" => SummaryOf::Term(back),
        _ => SummaryOf::Week(back),
    }
}

/// The text, its two buttons, and what it tells of as doors.
#[component]
pub(crate) fn SummaryView(summary: Summary, now: Millis) -> Element {
    let text = read::summary_text(&summary);
    let behind = behind(&summary, now);
    rsx! {
        section { class: "card stack",
            h2 { class: "section-title", {read::summary_title(&summary)} }
            p { class: "reply-text", "data-testid": "summary-text", "{text}" }
            Send { text, share: t("summary-share"), copy: t("summary-copy"), testid: "summary" }
        }
        Notes { notes: read::summary_notes(&summary) }
        AsOfNote { text: read::as_of_note(&summary.freshness, now) }
        if !behind.is_empty() {
            Section { title: t("summary-records") }
            List {
                for (record, title, note) in behind {
                    ListItem { key: "{record}{note}", title, note, href: Route::RecordScreen { id: record.to_string() }.to_string(), testid: "summary-record" }
                }
            }
        }
    }
}

/// What stands on the screen and goes into no chat.
#[component]
pub(crate) fn Notes(notes: Vec<String>) -> Element {
    rsx! {
        if !notes.is_empty() {
            Section { title: t("summary-notes") }
            section { class: "card stack small", "data-testid": "summary-notes",
                for note in notes {
                    p { "{note}" }
                }
            }
        }
    }
}

/// Every record that the text tells of, with its day where it has one.
fn behind(summary: &Summary, now: Millis) -> Vec<(RecordId, String, String)> {
    let day = |day| dates::day_near(day, now.day());
    let meetings = summary.meetings.iter().map(|one| (one.record, one.title.clone(), day(one.day)));
    let lessons = summary.lessons.iter().map(|one| (one.record, one.title.clone(), one.teacher.clone()));
    let outcomes = summary.outcomes.iter().map(|one| {
        let level = if one.level_key.is_empty() { String::new() } else { t(&one.level_key) };
        (one.record, one.title.clone(), level)
    });
    let agreed = summary.next.iter().chain(&summary.unseen);
    let agreed = agreed.map(|one| {
        let title = if one.what.is_empty() { t(&one.record_type.label_key()) } else { one.what.clone() };
        let note = [day(one.day), one.name.clone()].into_iter().filter(|part| !part.is_empty());
        (one.record, title, note.collect::<Vec<_>>().join(" · "))
    });
    meetings.chain(lessons).chain(outcomes).chain(agreed).collect()
}
