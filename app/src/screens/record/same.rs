//! Two people may have recorded one meeting or one paper: the question, and the records already joined with this one.

use dioxus::prelude::*;
use studio_core::command::{Answer, Command};
use studio_core::id::RecordId;
use studio_core::time::Millis;
use studio_core::view::{RecordDetail, RecordRow};
use studio_engine::messages::Request;
use studio_ui::prelude::*;

use crate::desk::{Desk, use_desk};
use crate::route::Route;
use crate::words;

/// The question for each record that may be the same, and those that are.
#[component]
pub(super) fn MaybeSame(detail: RecordDetail, now: Millis) -> Element {
    let desk = use_desk();
    let record = detail.row.record;
    let of = t(&detail.row.record_type.label_key());
    let joined = t_with("same-joined", &[("type", &of)]);
    rsx! {
        for other in detail.maybe_same.clone() {
            section { key: "{other.record}", class: "card stack", "data-testid": "maybe-same",
                b { class: "small", {t_with("same-ask", &[("type", &of)])} }
                p { class: "cap mute", {described(&other, now)} }
                if detail.may_answer {
                    div { class: "row wrap",
                        Button { label: t("same-yes"), compact: true, testid: "same-yes", onclick: move |_| answered(desk, record, other.record, Answer::Same) }
                        Button { label: t("same-no"), compact: true, kind: ButtonKind::Quiet, testid: "same-no", onclick: move |_| answered(desk, record, other.record, Answer::Different) }
                    }
                } else {
                    p { class: "cap", {t("same-ask-chief")} }
                }
            }
        }
        if !detail.joined.is_empty() {
            List { label: joined.clone(),
                for other in detail.joined.clone() {
                    ListItem {
                        key: "{other.record}", title: joined.clone(), note: described(&other, now), glyph: Glyph::Link,
                        href: Route::RecordScreen { id: other.record.to_string() }.to_string(),
                    }
                    if detail.may_answer {
                        div { class: "item-act",
                            Button { label: t("same-part"), compact: true, kind: ButtonKind::Quiet, testid: "part", onclick: move |_| part(desk, record, other.record) }
                        }
                    } else {
                        p { class: "item-act cap faint", {t("same-part-for-chief")} }
                    }
                }
            }
        }
        ToldApart { detail: detail.clone(), now }
    }
}

/// Records that were said to be others, each with the way back for whoever may answer.
#[component]
fn ToldApart(detail: RecordDetail, now: Millis) -> Element {
    let desk = use_desk();
    let record = detail.row.record;
    let apart = t_with("same-apart", &[("type", &t(&detail.row.record_type.label_key()))]);
    if detail.told_apart.is_empty() || !detail.may_answer {
        return rsx! {};
    }
    rsx! {
        List { label: apart.clone(),
            for other in detail.told_apart.clone() {
                ListItem {
                    key: "{other.record}", title: apart.clone(), note: described(&other, now), glyph: Glyph::Copy,
                    href: Route::RecordScreen { id: other.record.to_string() }.to_string(),
                }
                div { class: "item-act",
                    Button { label: t("same-after-all"), compact: true, kind: ButtonKind::Quiet, testid: "join", onclick: move |_| join(desk, record, other.record) }
                }
            }
        }
    }
}

fn described(row: &RecordRow, now: Millis) -> String {
    let day = row.day.map(|day| words::day(day, now)).unwrap_or_default();
    [words::title(row.record_type, &row.title), day, row.author_name.clone()].join(" · ")
}

/// Nobody had answered before: 撤销 opens the question again.
fn answered(desk: Desk, a: RecordId, b: RecordId, answer: Answer) {
    let undo = vec![Request::Do(Command::SameWork { a, b, answer: Answer::Open })];
    desk.act(Command::SameWork { a, b, answer }, "same-said", undo);
}

fn join(desk: Desk, a: RecordId, b: RecordId) {
    let apart = vec![Request::Do(Command::SameWork { a, b, answer: Answer::Different })];
    desk.act(Command::SameWork { a, b, answer: Answer::Same }, "same-said", apart);
}

fn part(desk: Desk, a: RecordId, b: RecordId) {
    let again = vec![Request::Do(Command::SameWork { a, b, answer: Answer::Same })];
    desk.act(Command::SameWork { a, b, answer: Answer::Different }, "same-parted-said", again);
}
