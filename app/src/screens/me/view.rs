//! 我的 as a picture of plain data.

use dioxus::prelude::*;
use studio_core::time::{Millis, ago};
use studio_engine::messages::{MePage, Phase, Remedy, Request, Sending, StorageKind, Stuck, SyncState};
use studio_ui::dates;
use studio_ui::phone::{ProfileCard, SyncCard, TextSizeCard};
use studio_ui::prelude::*;
use studio_ui::read;

use super::backup::{Backup, Restore, RestoreText};
use crate::desk::use_desk;
use crate::platform;
use crate::route::Route;
use crate::shell::{StoppedCard, help, remedy_label, stopped_here, stopped_words};
use crate::words;

/// The page.
#[component]
pub(crate) fn MeView(page: MePage, sync: SyncState, now: Millis) -> Element {
    let member = &page.me.member;
    let stopped = stopped_here(use_desk());
    let role = stopped.as_ref().map_or_else(|| read::role(member.role), stopped_words);
    let note = [role, member.school.clone(), member.subject.clone(), page.me.studio.clone()];
    let note = note.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let mut size = use_signal(platform::text_size);
    let pick = move |value: String| {
        platform::set_text_size(&value);
        size.set(value);
    };
    rsx! {
        ProfileCard { name: member.name.clone(), note, href: Route::Person { id: member.person.to_string() }.to_string() }
        div { class: "banners", Own { page: page.clone() } }
        if let Some(stopped) = stopped {
            StoppedCard { stopped, sync: sync.clone(), drafts: page.drafts }
        }
        Section { title: t("me-sync") }
        div { class: "stack",
            Sync { sync: sync.clone(), now }
            List {
                for stuck in sync.stuck.clone() {
                    StuckRow { stuck }
                }
                Backup {}
                Restore {}
                RestoreText {}
                Space { page: page.clone() }
                PicturesRow { page: page.clone(), sync: sync.clone() }
                if sync.asides > 0 {
                    ListItem {
                        title: t_with("me-asides", &[("count", &sync.asides.to_string())]), glyph: Glyph::TriangleAlert,
                        urgent: true, testid: "asides", href: Route::Asides {}.to_string(),
                    }
                } else if sync.held > 0 {
                    ListItem {
                        title: words::held(&sync), note: t("sync-held-note"), glyph: Glyph::Clock, testid: "asides",
                        href: Route::Asides {}.to_string(),
                    }
                }
            }
        }
        Section { title: t("me-display") }
        div { "data-testid": "text-size", TextSizeCard { chosen: size(), onpick: pick } }
        Section { title: t("me-devices"), note: t_with("me-device-count", &[("count", &page.devices.len().to_string())]) }
        Devices { page: page.clone(), now }
        Studios {}
        div { class: "banners",
            List {
                ListItem { title: t("privacy-title"), glyph: Glyph::Eye, testid: "privacy", href: Route::Privacy {}.to_string() }
                ListItem { title: t("about-title"), glyph: Glyph::Info, testid: "about", href: Route::About {}.to_string() }
            }
        }
    }
}

/// The way to my own archive, and what waits there for my answer.
#[component]
fn Own(page: MePage) -> Element {
    let href = Route::Person { id: page.me.member.person.to_string() }.to_string();
    let waits = page.me.awaiting;
    let count = (waits > 0).then(|| t_with("records-rows", &[("count", &waits.to_string())]));
    rsx! {
        List {
            if let Some(count) = count {
                ListItem { title: t("archive-awaiting"), note: t("archive-awaiting-note"), glyph: Glyph::MessageSquareText, pill: count, pill_tone: Tone::Info, href: href.clone(), testid: "me-awaiting" }
            }
            ListItem { title: t("archive-mine"), note: t("archive-mine-note"), glyph: Glyph::NotebookText, href, testid: "me-archive" }
        }
    }
}

/// What is only on this phone, and the button.
#[component]
fn Sync(sync: SyncState, now: Millis) -> Element {
    let desk = use_desk();
    let count = sync.unsent_records;
    let title = match (sync.unsent, sync.held) {
        (1.., _) => t_with("me-unsent", &[("count", &count.to_string())]),
        (0, 1..) => words::held(&sync),
        (0, 0) if sync.pictures > 0 => words::pictures(&sync),
        (0, 0) => t("sync-done"),
    };
    let busy = matches!(sync.phase, Phase::Syncing(_));
    let label = if busy { t("sync-running") } else { t("me-sync-now") };
    let now_button = rsx! {
        Button { label, glyph: Glyph::RefreshCw, compact: true, disabled: busy, testid: "sync-now", onclick: move |_| desk.engine().tell(Request::SyncNow) }
    };
    rsx! {
        div { "data-testid": "unsent-count", "data-count": "{count}", "data-phase": phase_word(&sync.phase),
            SyncCard { title, note: last(&sync, now), button: now_button, advice: words::advice(&sync, now),
                if let Phase::Blocked(notice) = &sync.phase {
                    if let Some(remedy) = notice.remedy.filter(|remedy| *remedy != Remedy::Export) {
                        Button { label: remedy_label(remedy), compact: true, kind: ButtonKind::Main, testid: "sync-remedy", onclick: move |_| help(desk, remedy) }
                    }
                }
            }
        }
    }
}

/// Something that is too large for this network: which, how large, and what waits for it.
#[component]
fn StuckRow(stuck: Stuck) -> Element {
    let title = stuck.record_type.map_or_else(|| stuck.title.clone(), |of| words::title(of, &stuck.title));
    let several = [("title", title.as_str()), ("count", &stuck.records.to_string())];
    let title = if stuck.records > 1 { t_with("me-stuck-several", &several) } else { title };
    let (bytes, behind) = (dates::bytes(stuck.bytes), stuck.behind.to_string());
    let key = if stuck.behind > 0 { "me-stuck-behind" } else { "me-stuck-bytes" };
    rsx! {
        ListItem {
            title, note: t_with(key, &[("bytes", &bytes), ("count", &behind)]), note_tone: Tone::Warn, glyph: Glyph::TriangleAlert, testid: "stuck-row",
            href: stuck.record.map(|id| Route::RecordScreen { id: id.to_string() }.to_string()),
        }
    }
}

/// For journeys: what the engine is doing.
fn phase_word(phase: &Phase) -> &'static str {
    match phase {
        Phase::Idle => "idle",
        Phase::Syncing(_) => "syncing",
        Phase::Offline { .. } => "offline",
        Phase::NotNow { .. } => "not-now",
        Phase::Blocked(_) => "blocked",
    }
}

fn last(sync: &SyncState, now: Millis) -> String {
    let Some(at) = sync.last_at else { return t("me-never-synced") };
    t_with("me-last-sync", &[("at", &ago(at, now)), ("bytes", &dates::bytes(sync.last_bytes))])
}

#[component]
fn Space(page: MePage) -> Element {
    let used = page.storage.used_bytes.map(|bytes| t_with("me-space-used", &[("bytes", &dates::bytes(bytes))]));
    let note = match (page.storage.kind, page.storage.persisted) {
        (StorageKind::Memory, _) => t("storage-memory"),
        (_, true) => t("storage-kept"),
        (_, false) => t("storage-may-go"),
    };
    rsx! { ListItem { title: t("me-space"), note, glyph: Glyph::HardDrive, value: used } }
}

/// What pictures take here, and whether they go: more on their own screen.
#[component]
fn PicturesRow(page: MePage, sync: SyncState) -> Element {
    let here = page.pictures;
    let (note, note_tone) = match sync.sending {
        Sending::Paused => (t("me-pictures-paused"), Tone::Warn),
        Sending::WaitsForWifi if sync.pictures > 0 => (words::pictures_note(&sync), Tone::Plain),
        _ => (words::pictures_here(&here), Tone::Plain),
    };
    rsx! {
        ListItem { title: t("shots-title"), note, note_tone, glyph: Glyph::Images, testid: "me-pictures", href: Route::Pictures {}.to_string() }
    }
}

/// The other studios of this phone.
#[component]
fn Studios() -> Element {
    let desk = use_desk();
    let Some(standing) = (desk.standing)().filter(|standing| standing.studios.len() > 1) else { return rsx! {} };
    let open = standing.open.map(|here| here.studio);
    rsx! {
        Section { title: t("me-studios") }
        List {
            for here in standing.studios {
                ListItem {
                    key: "{here.studio}", title: here.name.clone(), note: read::role(here.role), glyph: Glyph::School,
                    pill: (open == Some(here.studio)).then(|| t("me-studio-open")), pill_tone: Tone::Good,
                    onclick: move |_| desk.engine().tell(Request::OpenStudio(here.studio)),
                }
            }
        }
    }
}

#[component]
fn Devices(page: MePage, now: Millis) -> Element {
    rsx! {
        List {
            for device in page.devices.clone() {
                ListItem {
                    key: "{device.device}", title: device.name.clone(), glyph: Glyph::Smartphone,
                    note: t_with("me-device-since", &[("day", &words::day(device.since.day(), now))]),
                    pill: if device.this_device { Some(t("this-device")) } else if device.revoked { Some(t("me-device-revoked")) } else { None },
                    pill_tone: if device.revoked { Tone::Bad } else { Tone::Good },
                }
            }
        }
    }
}
