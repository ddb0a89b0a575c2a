//! The pictures of a record over the whole screen, one beside the other: swiped, made larger, and each with what it shows
//! and where its large one is. What a finger does is the browser's and the loader's.

use std::collections::{BTreeMap, BTreeSet};

use dioxus::prelude::*;
use studio_core::attachment::Attachment;
use studio_core::command::Command;
use studio_core::id::{PieceHash, RecordId};
use studio_core::pieces::PieceState;
use studio_engine::messages::Phase;
use studio_ui::dates;
use studio_ui::prelude::*;

use crate::desk::use_desk;
use crate::piece::{Piece, use_piece};
use crate::platform;
use crate::shell::Ask;

/// The dialog and the row of pictures in it.
const VIEWER: &str = "viewer";
const REEL: &str = "viewer-reel";

/// All pictures, number `first` shown first; those of one's `own` record can be erased, and of some the
/// same ones stand `elsewhere`. The browser's own dialog keeps the keyboard inside and gives the focus back;
/// the phone's way back closes it and not the screen below.
#[component]
pub(crate) fn Viewer(
    all: Vec<Attachment>,
    pieces: BTreeMap<PieceHash, PieceState>,
    first: usize,
    own: Option<RecordId>,
    elsewhere: BTreeSet<PieceHash>,
    onclose: EventHandler<()>,
) -> Element {
    let mut at = use_signal(|| first);
    let close = use_callback(move |()| {
        platform::close_dialog(VIEWER);
        onclose.call(());
    });
    use_hook(|| std::rc::Rc::new(platform::lay_over(move || close.call(()))));
    let (n, count) = (at(), all.len());
    let hashes: Vec<PieceHash> = all.iter().map(|one| one.hash).collect();
    let scrolled = move |event: Event<ScrollData>| {
        let shown = (event.scroll_left() / f64::from(event.client_width().max(1))).round() as usize;
        if shown != *at.peek() {
            at.set(shown);
        }
    };
    rsx! {
        dialog { id: VIEWER, class: "viewer", "data-testid": "viewer", "aria-label": t("shots-title"),
            onmounted: move |_| { platform::show_dialog(VIEWER); platform::reel(REEL, first); }, oncancel: move |_| close.call(()),
            div { class: "viewer-bar",
                span { role: "status", "data-testid": "viewer-count", {place(n, count)} }
                BarAction { glyph: Glyph::X, label: t("shot-close"), testid: "viewer-close", onclick: move |_| close.call(()) }
            }
            div { id: REEL, class: "viewer-reel", onscroll: scrolled,
                for (place, one) in all.into_iter().enumerate() {
                    Shown { key: "{one.hash}", is_here: pieces.contains_key(&one.hash), turns: place.abs_diff(n), place, count, one }
                }
            }
            if count > 1 {
                div { class: "viewer-turns",
                    Turn { by: "-1", label: t("shot-before"), is_end: n == 0 }
                    Turn { by: "1", label: t("shot-next"), is_end: n + 1 >= count }
                }
            }
            if let Some(record) = own {
                EraseDoor { record, hashes, at: n, elsewhere, onerased: move |()| close.call(()) }
            }
        }
    }
}

/// Erases the picture that is looked at, after a question: it comes back from nowhere.
#[component]
pub(super) fn EraseDoor(
    record: RecordId,
    hashes: Vec<PieceHash>,
    at: usize,
    elsewhere: BTreeSet<PieceHash>,
    #[props(default)] scan: bool,
    onerased: EventHandler<()>,
) -> Element {
    let words = move |key: &str| t_with(key, &[("one", &t(if scan { "scan-one" } else { "shot-one" }))]);
    let desk = use_desk();
    // Which one was asked about, not which one is looked at when the answer comes: one before it may go meanwhile.
    let mut asked = use_signal(|| None::<PieceHash>);
    let Some(looked_at) = hashes.get(at).copied() else { return rsx! {} };
    let mut erase = move |hash: PieceHash| {
        asked.set(None);
        desk.act(
            Command::ErasePicture { record, hash },
            if scan { "scan-erased" } else { "shot-erased-said" },
            Vec::new(),
        );
        onerased.call(());
    };
    rsx! {
        Button { label: t(if scan { "scan-erase" } else { "shot-erase" }), kind: ButtonKind::Quiet, glyph: Glyph::Trash2, compact: true, testid: "shot-erase", onclick: move |_| asked.set(Some(looked_at)) }
        if let Some(hash) = asked().filter(|hash| hashes.contains(hash)) {
            Ask { title: words("shot-erase-ask"), text: words(if elsewhere.contains(&hash) { "shot-erase-elsewhere" } else { "shot-erase-text" }), verb: t("shot-erase-yes"), danger: true, onyes: move |()| erase(hash), onno: move |()| asked.set(None) }
        }
    }
}

/// 2 / 5
fn place(n: usize, count: usize) -> String {
    t_with("shot-place", &[("n", &(n + 1).to_string()), ("count", &count.to_string())])
}

/// A button to the next one; at the end it stays where the keyboard is, and does nothing.
#[component]
fn Turn(by: &'static str, label: String, is_end: bool) -> Element {
    rsx! {
        button { class: "btn btn-compact", r#type: "button", name: "turn", value: by, "aria-disabled": is_end, "data-testid": "viewer-turn{by}", "{label}" }
    }
}

/// One picture. The large one is asked for only where it or its neighbour is looked at: a phone holds three decoded, not
/// twenty. One that lies at the server comes when somebody taps.
#[component]
fn Shown(one: Attachment, is_here: bool, turns: usize, place: usize, count: usize) -> Element {
    let (is_shown, is_near) = (turns == 0, turns <= 1);
    let mut taps = use_signal(|| 0_u32);
    let small = use_piece(one.thumb.filter(|_| is_near), 0);
    let wanted = is_near && (is_here || taps() > 0);
    let large = use_piece(wanted.then_some(one.hash), taps());
    let here = large.src();
    let alt = if one.caption.is_empty() { t("shot") } else { one.caption.clone() };
    let is_offline = matches!((use_desk().sync)().phase, Phase::Offline { .. });
    let away = away(&large, wanted, is_offline, one.bytes);
    rsx! {
        figure { class: "viewer-page", "aria-label": self::place(place, count),
            div { class: "viewer-box", "data-testid": "viewer-box",
                if let Some(src) = here.clone().or_else(|| small.src()) {
                    img { class: "viewer-image", src, alt, "data-testid": is_shown.then_some(if here.is_some() { "viewer-large" } else { "viewer-small" }) }
                } else if is_near {
                    span { class: "viewer-none", Icon { glyph: Glyph::Images } }
                }
            }
            figcaption { class: "small",
                "{one.caption}"
                if here.is_none() && is_shown {
                    if let Some(words) = away {
                        button { class: "viewer-fetch", r#type: "button", "data-testid": "viewer-fetch", onclick: move |_| taps += 1, "{words}" }
                    } else if taps() > 0 {
                        span { class: "block", role: "status", {t("shot-coming")} }
                    }
                }
            }
        }
    }
}

/// Where the large one is, while it is not here; `None` while it comes.
fn away(large: &Piece, wanted: bool, is_offline: bool, bytes: u64) -> Option<String> {
    match large {
        Piece::Nowhere if is_offline => Some(t("shot-unreachable")),
        Piece::Nowhere => Some(t("shot-nowhere")),
        _ if wanted => None,
        _ => Some(t_with("shot-elsewhere", &[("bytes", &dates::bytes(bytes))])),
    }
}
