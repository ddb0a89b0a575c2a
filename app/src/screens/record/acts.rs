//! What one can do with a record: go on, hand in, take back, delete with a way back.

use dioxus::prelude::*;
use studio_core::command::Command;
use studio_core::form::{Input, fields};
use studio_core::read::State;
use studio_core::time::Millis;
use studio_core::view::RecordDetail;
use studio_engine::messages::Request;
use studio_ui::prelude::*;

use super::call::is_plan;
use crate::desk::use_desk;
use crate::route::Route;
use crate::shell::AskAhead;
use crate::words;

/// The buttons; only the author has any.
#[component]
pub(super) fn Acts(detail: RecordDetail, now: Millis) -> Element {
    let desk = use_desk();
    let record = detail.row.record;
    if !detail.row.mine {
        return rsx! {};
    }
    if detail.deleted {
        let back = move |_| desk.act(Command::Undelete { record }, "record-back-said", Vec::new());
        let unseen = detail.deleted_unseen;
        return rsx! {
            Button { label: t("record-undelete"), kind: ButtonKind::Main, wide: true, glyph: Glyph::Undo2, testid: "undelete", onclick: back }
            if unseen {
                Button { label: t("record-delete-all-the-same"), kind: ButtonKind::Quiet, wide: true, glyph: Glyph::Trash2, testid: "delete",
                    onclick: move |_| desk.act(Command::Delete { record }, "record-deleted-said", Vec::new()) }
            }
        };
    }
    let undo = vec![Request::Do(Command::Undelete { record })];
    let takes_files = fields(detail.row.record_type).iter().any(|field| matches!(field.input, Input::Files(_)));
    let add = move |_| {
        let mut to_pictures = desk.to_pictures;
        to_pictures.set(true);
        navigator().push(Route::Form { id: record.to_string() });
    };
    rsx! {
        HandIn { detail: detail.clone(), now }
        if takes_files {
            Button { label: t("record-add-pictures"), wide: true, glyph: Glyph::Images, testid: "add-pictures", onclick: add }
        }
        Button { label: t("record-edit"), wide: true, glyph: Glyph::FilePenLine, testid: "edit", href: Route::Form { id: record.to_string() }.to_string() }
        if detail.row.state != State::Draft {
            Button { label: t("record-withdraw"), kind: ButtonKind::Quiet, wide: true, testid: "withdraw",
                onclick: move |_| desk.act(Command::Withdraw { record }, "record-withdrawn-said", Vec::new()) }
        }
        Button { label: t("record-delete"), kind: ButtonKind::Quiet, wide: true, glyph: Glyph::Trash2, testid: "delete",
            onclick: move |_| desk.act(Command::Delete { record }, "record-deleted-said", undo.clone()) }
    }
}

/// 完成: for a draft, and for a record that was changed since.
#[component]
fn HandIn(detail: RecordDetail, now: Millis) -> Element {
    let desk = use_desk();
    let mut asked = use_signal(|| false);
    let record = detail.row.record;
    if detail.row.state == State::Submitted {
        return rsx! {};
    }
    // nothing to hand in yet, however much of it is written
    if is_plan(&detail, now) && detail.row.day.is_some_and(|day| day > now.day()) {
        return rsx! { Banner { text: t("record-ahead"), tone: Tone::Info, glyph: Glyph::CalendarDays, action: t("record-go-on"), href: Route::Form { id: record.to_string() }.to_string() } };
    }
    if !detail.problems.is_empty() {
        let words = words::missing(detail.row.record_type, &detail.problems);
        return rsx! {
            Banner { text: words, tone: Tone::Warn, glyph: Glyph::FilePenLine, action: t("record-go-on"), href: Route::Form { id: record.to_string() }.to_string() }
        };
    }
    let Some(version) = detail.version else { return rsx! {} };
    let hand_in = move || desk.act(Command::Submit { record, version }, desk.kept("form-done-said"), Vec::new());
    let ahead = detail.row.day.filter(|day| *day > now.day());
    let pressed = move |_| if ahead.is_some() { asked.set(true) } else { hand_in() };
    rsx! {
        Button { label: t("record-hand-in"), kind: ButtonKind::Main, wide: true, glyph: Glyph::Check, testid: "submit", onclick: pressed }
        if let Some(day) = ahead.filter(|_| asked()) {
            AskAhead { day, onyes: move |()| { asked.set(false); hand_in() }, onno: move |()| asked.set(false) }
        }
    }
}
