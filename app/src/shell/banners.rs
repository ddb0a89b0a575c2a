//! What stands above the content of the main screens: a waiting update, storage that does not last, notices.

use dioxus::prelude::*;
use studio_engine::messages::{Notice, Remedy, Request, Severity, StorageKind, StorageState};
use studio_ui::prelude::*;

use super::backup::{BackupAsked, back_up};
use super::places::Places;
use crate::desk::{Desk, use_desk};
use crate::platform;
use crate::route::Route;
use crate::words;

/// All of them, most pressing first. A screen that is about one thing shows only what needs the person.
#[component]
pub(crate) fn Banners(#[props(default)] needed_only: bool) -> Element {
    let desk = use_desk();
    let mut ready = desk.update_ready;
    let found = use_callback(move |()| ready.set(true));
    use_hook(|| std::rc::Rc::new(platform::on_update(move || found.call(()))));
    rsx! {
        div { class: "stack banners",
            BackupAsked {}
            Storage {}
            if !needed_only {
                Places {}
                ClockOff {}
            }
            for notice in (desk.notices)().into_iter().filter(|notice| !needed_only || notice.severity == Severity::Needed) {
                NoticeBanner { key: "{notice.key}", notice }
            }
            if ready() {
                div { "data-testid": "banner-update",
                    Banner { text: t("update-ready"), tone: Tone::Good, action: t("update-now"), onclick: move |_| platform::activate_update() }
                }
            }
        }
    }
}

/// The browser has no disk for pages; every other reason is of this phone today.
const NO_DISK: &str = "notice-storage-memory";
/// The engine's word for a phone without room.
const NO_ROOM: &str = "storage-no-room";

#[component]
fn Storage() -> Element {
    let desk = use_desk();
    let Some(text) = storage_words(&(desk.storage)()) else { return rsx! {} };
    // Nothing is kept before a studio is open: there is nothing to take along.
    let joined = (desk.standing)().is_some_and(|standing| standing.open.is_some());
    let full = (desk.storage)().reason_key.as_deref() == Some(NO_ROOM);
    let action = (joined && full).then(|| t("me-backup"));
    rsx! {
        div { "data-testid": "banner-storage",
            Banner { text, tone: Tone::Warn, glyph: Glyph::HardDrive, action, onclick: move |_| back_up(desk) }
        }
    }
}

/// What a disk that does not keep means; nothing where it does.
pub(crate) fn storage_words(storage: &StorageState) -> Option<String> {
    let lost = storage.set_aside.is_some();
    if storage.kind != StorageKind::Memory && !lost {
        return None;
    }
    Some(match (lost, &storage.reason_key) {
        (true, _) => t("storage-rebuilt"),
        (false, Some(key)) if key != NO_DISK => t_with("storage-page-only", &[("reason", &t(key))]),
        (false, _) => t(NO_DISK),
    })
}

/// The server's clock says otherwise than this phone's: dates that the phone fills in are wrong until it is set.
#[component]
fn ClockOff() -> Element {
    let Some(off_ms) = (use_desk().sync)().clock_off_ms else { return rsx! {} };
    rsx! { div { "data-testid": "banner-clock", Banner { text: words::clock_off(off_ms), tone: Tone::Warn, glyph: Glyph::Clock } } }
}

#[component]
fn NoticeBanner(notice: Notice) -> Element {
    let desk = use_desk();
    let key = notice.key.clone();
    let (action, remedy) = match notice.remedy {
        Some(remedy) => (remedy_label(remedy), Some(remedy)),
        None => (t("notice-seen"), None),
    };
    let helped = move |_| {
        desk.dismiss(&key);
        if let Some(remedy) = remedy {
            help(desk, remedy);
        }
    };
    rsx! {
        div { "data-testid": "banner-{notice.key}",
            Banner { text: words::sentence(&notice), tone: words::severity(notice.severity), action, onclick: helped }
        }
    }
}

/// The words on the button of a remedy.
pub(crate) fn remedy_label(remedy: Remedy) -> String {
    t(match remedy {
        Remedy::SyncNow => "me-sync-now",
        Remedy::Export => "me-backup",
        Remedy::JoinAgain => "remedy-join-again",
        Remedy::UpdateApp => "update-now",
        Remedy::Reload => "stopped-reload",
        Remedy::ShowAsides => "remedy-look",
    })
}

/// Does what a remedy says.
pub(crate) fn help(desk: Desk, remedy: Remedy) {
    let go = |route: Route| {
        navigator().push(route);
    };
    match remedy {
        Remedy::SyncNow => desk.engine().tell(Request::SyncNow),
        // In place: to leave a form that could not be kept would be to lose it.
        Remedy::Export => back_up(desk),
        Remedy::JoinAgain => go(Route::Join {}),
        Remedy::UpdateApp => platform::activate_update(),
        Remedy::Reload => platform::reload(),
        Remedy::ShowAsides => go(Route::Asides {}),
    }
}
