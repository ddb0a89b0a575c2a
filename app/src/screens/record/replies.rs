//! What was answered to a record, and how far those who sat in one lesson agree.

use dioxus::prelude::*;
use studio_core::command::Command;
use studio_core::time::Millis;
use studio_core::view::{RecordDetail, Reply};
use studio_engine::messages::Request;
use studio_ui::prelude::*;

use crate::desk::use_desk;
use crate::route::Route;
use crate::words;

/// The answers, and the way to write one.
#[component]
pub(super) fn Replies(detail: RecordDetail, now: Millis) -> Element {
    let record = detail.row.record;
    if detail.replies.is_empty() && !detail.may_reply {
        return rsx! {};
    }
    rsx! {
        if !detail.replies.is_empty() {
            section { class: "card stack", "data-testid": "replies",
                h2 { class: "small", {t("reply-title")} }
                for reply in detail.replies {
                    One { key: "{reply.record}", reply, now }
                }
            }
        }
        if detail.may_reply {
            Button { label: t("reply-write"), wide: true, glyph: Glyph::MessageCircleReply, testid: "reply", href: Route::Answer { id: record.to_string() }.to_string() }
        }
    }
}

#[component]
fn One(reply: Reply, now: Millis) -> Element {
    let desk = use_desk();
    let record = reply.record;
    let day = reply.day.map(|day| words::day(day, now));
    let who = [Some(reply.name), day].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let undo = vec![Request::Do(Command::Undelete { record })];
    rsx! {
        div { class: "reply", "data-testid": "reply-row",
            p { class: "cap mute", "{who}" }
            p { class: "reply-text", "{reply.text}" }
            if reply.older {
                p { class: "cap faint", {t("reply-older")} }
            }
            if reply.mine {
                Button { label: t("reply-take-back"), compact: true, kind: ButtonKind::Quiet, testid: "reply-take-back",
                    onclick: move |_| desk.act(Command::Delete { record }, "reply-back-said", undo.clone()) }
            }
        }
    }
}

/// Line by line, never as a number of a person.
#[component]
pub(super) fn Agreed(detail: RecordDetail) -> Element {
    let Some(agreement) = detail.agreement else { return rsx! {} };
    let said = [("agreement-alike", agreement.alike), ("agreement-apart", agreement.apart)];
    rsx! {
        section { class: "card stack", "data-testid": "agreement",
            h2 { class: "small", {t("agreement-title")} }
            for (key, lines) in said.into_iter().filter(|(_, lines)| !lines.is_empty()) {
                p { key: "{key}", class: "small", {t_with(key, &[("names", &lines.join("、"))])} }
            }
        }
    }
}
