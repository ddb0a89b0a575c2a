//! How it stands with the network, in one pill. Offline is normal: grey; and it is said only where nobody answered.

use dioxus::prelude::*;

use crate::components::list::Row;
use crate::i18n::{t, t_with};
use crate::icon::{Glyph, Icon};

/// How it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyncState {
    /// No server in reach.
    Offline,
    /// Talking to the server.
    Syncing,
    /// Last talked to it: 今天 18:05.
    Synced(String),
    /// There was an answer, and what waits waits on: 服务器正忙. It passes by itself.
    Waits(String),
    /// The server has all of it, and some of it waits to be let in: 1 条等首席放行.
    Held(String),
    /// All text is there, pictures are not: 记录已到，照片还有 2 张; and what becomes of them.
    Pictures(String, String),
    /// It needs the person: 应用版本太旧.
    Needs(String),
}

/// The pill and the sentence beside it.
#[component]
pub fn SyncPill(
    /// How it stands.
    state: SyncState,
    /// Records that are only on this phone.
    unsent: usize,
    /// Where a tap leads.
    href: Option<String>,
    /// What a tap does instead.
    onclick: Option<EventHandler<MouseEvent>>,
) -> Element {
    let count = unsent.to_string();
    let waiting = unsent > 0;
    let (glyph, class, words) = match (&state, waiting) {
        (SyncState::Held(words), _) => (Glyph::Clock, "tone-plain", words.clone()),
        (SyncState::Pictures(words, _), _) => (Glyph::Images, "tone-plain", words.clone()),
        (SyncState::Waits(words), _) => (Glyph::Clock, "tone-plain", words.clone()),
        (SyncState::Needs(words), _) => (Glyph::TriangleAlert, "tone-warn", words.clone()),
        (SyncState::Offline, true) => {
            (Glyph::CloudOff, "tone-plain", t_with("sync-offline-count", &[("count", &count)]))
        }
        (SyncState::Offline, false) => (Glyph::CloudOff, "tone-plain", t("sync-offline")),
        (SyncState::Syncing, _) => (Glyph::RefreshCw, "tone-plain", t("sync-running")),
        (SyncState::Synced(_), true) => (Glyph::Check, "tone-plain", t_with("sync-waiting", &[("count", &count)])),
        (SyncState::Synced(_), false) => (Glyph::CloudCheck, "tone-good", t("sync-done")),
    };
    let note = match (&state, waiting) {
        (SyncState::Synced(at), false) => t_with("sync-last", &[("at", at)]),
        (SyncState::Pictures(_, note), _) => note.clone(),
        (SyncState::Held(_), _) => t("sync-held-note"),
        (SyncState::Waits(_) | SyncState::Needs(_), true) => t_with("sync-note-kept", &[("count", &count)]),
        (_, true) => t("sync-note-waiting"),
        (_, false) => t("sync-note-offline"),
    };
    rsx! {
        div { class: "sync-line", role: "status",
            Row { class: "sync-door", href, onclick, span { class: "pill {class}", Icon { glyph } "{words}" } }
            span { class: "cap faint", "{note}" }
        }
    }
}
