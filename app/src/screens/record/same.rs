//! Two people may have recorded one meeting: the question, and the records already joined with this one.

use dioxus::prelude::*;
use studio_core::command::{Answer, Command};
use studio_core::id::RecordId;
use studio_core::time::Millis;
use studio_core::view::{RecordDetail, RecordRow};
use studio_ui::prelude::*;

use crate::desk::use_desk;
use crate::route::Route;
use crate::words;

/// The question for each record that may be the same, and those that are.
#[component]
pub(super) fn MaybeSame(detail: RecordDetail, now: Millis) -> Element {
    let desk = use_desk();
    let record = detail.row.record;
    rsx! {
        for other in detail.maybe_same.clone() {
            section { key: "{other.record}", class: "card stack", "data-testid": "maybe-same",
                b { class: "small", {t("same-meeting")} }
                p { class: "cap mute", {described(&other, now)} }
                div { class: "row wrap",
                    Button { label: t("same-yes"), compact: true, testid: "same-yes", onclick: move |_| desk.act(question(record, other.record, Answer::Same), "same-said", Vec::new()) }
                    Button { label: t("same-no"), compact: true, kind: ButtonKind::Quiet, testid: "same-no", onclick: move |_| desk.act(question(record, other.record, Answer::Different), "same-said", Vec::new()) }
                }
            }
        }
        if !detail.joined.is_empty() {
            List { label: t("same-joined"),
                for other in detail.joined.clone() {
                    ListItem {
                        key: "{other.record}", title: t("same-joined"), note: described(&other, now), glyph: Glyph::Link,
                        href: Route::RecordScreen { id: other.record.to_string() }.to_string(),
                    }
                }
            }
        }
    }
}

fn described(row: &RecordRow, now: Millis) -> String {
    let day = row.day.map(|day| words::day(day, now)).unwrap_or_default();
    [words::title(row.record_type, &row.title), day, row.author_name.clone()].join(" · ")
}

fn question(a: RecordId, b: RecordId, answer: Answer) -> Command {
    Command::SameActivity { a, b, answer }
}
