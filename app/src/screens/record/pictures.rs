//! The pictures of a record: small side by side, one over the whole screen, and how far each has come. Below them its scans,
//! each a file to open.

use std::collections::BTreeMap;

use dioxus::prelude::*;
use studio_core::attachment::{Attachment, attachments};
use studio_core::id::PieceHash;
use studio_core::pieces::PieceState;
use studio_engine::messages::{Phase, RecordPage, Sending};
use studio_ui::prelude::*;
use studio_ui::read::{erased_shot, erased_words};

use super::paper_pictures::{PICTURES, has_pictures};
use super::scan::{self, Scan};
use super::viewer::Viewer;
use crate::desk::use_desk;
use crate::piece::Small;
use crate::route::Route;

/// The pictures; nothing for a record without.
#[component]
pub(super) fn Pictures(page: RecordPage) -> Element {
    let named = attachments(&page.detail.fields);
    let erasures = page.detail.erasures.clone();
    let mut open = use_signal(|| None::<usize>);
    if named.is_empty() {
        return rsx! {};
    }
    let (gone, all): (Vec<Attachment>, Vec<Attachment>) =
        named.into_iter().partition(|one| erasures.contains_key(&one.hash));
    let (scans, all): (Vec<Attachment>, Vec<Attachment>) = all.into_iter().partition(Attachment::is_scan);
    let own = Some(page.detail.row.record).filter(|_| page.detail.row.mine && !page.detail.deleted);
    let (gone_scans, gone): (Vec<Attachment>, Vec<Attachment>) = gone.into_iter().partition(Attachment::is_scan);
    let sync = (use_desk().sync)();
    let key = match sync.sending {
        Sending::Goes if matches!(sync.phase, Phase::Offline { .. }) => "shots-offline",
        Sending::Goes => "shots-waiting",
        Sending::Paused => "shots-held",
        Sending::WaitsForWifi => "shots-wifi",
    };
    let count = all.len();
    let waiting = all.iter().filter(|one| page.pieces.get(&one.hash) == Some(&PieceState::OnlyHere)).count();
    let is_drawn = !all.is_empty() || !gone.is_empty();
    rsx! {
        if is_drawn { section { class: "card stack", "data-testid": "pictures",
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
                for one in gone {
                    if let Some(erasure) = erasures.get(&one.hash) {
                        ShotFigure { key: "{one.hash}", shot: erased_shot(one, erasure, &page.detail.telling) }
                    }
                }
            }
            if has_pictures(&page.detail) {
                Button { label: t("print-pictures"), glyph: Glyph::Printer, compact: true, testid: "print-pictures", href: Route::Paper { id: page.detail.row.record.to_string(), sheet: PICTURES.to_owned() }.to_string() }
            }
        } }
        if !scans.is_empty() || !gone_scans.is_empty() {
            List { label: t("scans-title"),
                for one in scans {
                    Scan { key: "{one.hash}", note: note(&one, &page.pieces, page.detail.row.mine), own, is_elsewhere: page.detail.elsewhere.contains(&one.hash), one }
                }
                for one in gone_scans {
                    if let Some(erasure) = erasures.get(&one.hash) {
                        ListItem { key: "{one.hash}", title: scan::name(&one), note: erased_words(&one, erasure, &page.detail.telling), badge: Glyph::Trash2, testid: "scan-gone" }
                    }
                }
            }
        }
        if let Some(first) = open().filter(|first| *first < count) {
            Viewer { all, pieces: page.pieces, first, own, elsewhere: page.detail.elsewhere, onclose: move |()| open.set(None) }
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
