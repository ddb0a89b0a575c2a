//! The pictures of a record: small side by side, one over the whole screen, and how far each has come.

use std::collections::BTreeMap;

use dioxus::prelude::*;
use studio_core::attachment::{Attachment, attachments};
use studio_core::id::PieceHash;
use studio_core::pieces::PieceState;
use studio_engine::messages::RecordPage;
use studio_ui::prelude::*;

use crate::desk::use_desk;
use crate::piece::{Small, use_piece};
use crate::platform;

const VIEWER: &str = "viewer";

/// The pictures; nothing for a record without.
#[component]
pub(super) fn Pictures(page: RecordPage) -> Element {
    let all = attachments(&page.detail.fields);
    let mut open = use_signal(|| None::<usize>);
    if all.is_empty() {
        return rsx! {};
    }
    let held = (use_desk().sync)().pictures_paused;
    let key = if held { "shots-held" } else { "shots-waiting" };
    let waiting = all.iter().filter(|one| page.pieces.get(&one.hash) == Some(&PieceState::OnlyHere)).count();
    rsx! {
        section { class: "card stack", "data-testid": "pictures",
            div { class: "row between",
                b { class: "small", {t("shots-title")} }
                if waiting > 0 {
                    span { class: "cap text-tone-warn", "data-testid": "pictures-waiting", {t_with(key, &[("count", &waiting.to_string())])} }
                }
            }
            div { class: "shots",
                for (n, one) in all.iter().cloned().enumerate() {
                    Small { key: "{one.hash}", thumb: one.thumb, caption: one.caption.clone(), note: note(&one, &page.pieces, page.detail.row.mine), onopen: move |()| open.set(Some(n)) }
                }
            }
        }
        if let Some(n) = open() {
            Viewer { all, n, onmove: move |n| open.set(Some(n)), onclose: move |()| open.set(None) }
        }
    }
}

/// What one should know of a picture: only here, refused, with pupils.
fn note(one: &Attachment, pieces: &BTreeMap<PieceHash, PieceState>, mine: bool) -> Option<String> {
    match pieces.get(&one.hash) {
        Some(PieceState::OnlyHere) if mine => Some(t("shot-only-here")),
        Some(PieceState::Refused) => Some(t("shot-refused")),
        _ if one.pupils => Some(t("shot-pupils")),
        _ => None,
    }
}

/// One picture over the whole screen; the browser's own dialog, so that Esc and the way back close it.
#[component]
fn Viewer(all: Vec<Attachment>, n: usize, onmove: EventHandler<usize>, onclose: EventHandler<()>) -> Element {
    let Some(one) = all.get(n).cloned() else { return rsx! {} };
    let last = all.len().saturating_sub(1);
    rsx! {
        dialog { id: VIEWER, class: "viewer", "data-testid": "viewer", "aria-label": t("shots-title"),
            onmounted: move |_| platform::show_dialog(VIEWER), oncancel: move |_| onclose.call(()),
            Large { key: "{one.hash}", one }
            div { class: "row between",
                Button { label: t("shot-before"), compact: true, disabled: n == 0, onclick: move |_| onmove.call(n.saturating_sub(1)) }
                Button { label: t("shot-close"), compact: true, testid: "viewer-close", onclick: move |_| onclose.call(()) }
                Button { label: t("shot-next"), compact: true, disabled: n >= last, onclick: move |_| onmove.call(n + 1) }
            }
        }
    }
}

/// The picture itself; the small one until the large one is here.
#[component]
fn Large(one: Attachment) -> Element {
    let large = use_piece(Some(one.hash));
    let small = use_piece(one.thumb);
    let here = large.is_some();
    let alt = if one.caption.is_empty() { t("shot") } else { one.caption.clone() };
    rsx! {
        figure { class: "viewer-figure",
            if let Some(src) = large.or(small) {
                img { class: "viewer-image", src, alt, "data-testid": if here { "viewer-large" } }
            }
            figcaption { class: "small",
                "{one.caption}"
                if !here {
                    span { class: "block", role: "status", {t("shot-elsewhere")} }
                }
            }
        }
    }
}
