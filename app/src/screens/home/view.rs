//! 首页 as a picture of plain data.

use dioxus::prelude::*;
use studio_core::command::Command;
use studio_core::record_type::RecordType;
use studio_core::time::{DAY_MS, Millis};
use studio_core::view::{Home, Mine, Petal, RecordRow, USED_MAX};
use studio_engine::messages::{Stopped, SyncState};
use studio_ui::phone::{AsOfNote, GapRows, HomeHero, QuickGrid, QuickItem};
use studio_ui::prelude::*;
use studio_ui::read;

use super::Frame;
use super::gaps::{coming, gap};
use crate::desk::use_desk;
use crate::platform;
use crate::route::Route;
use crate::screens::form::DraftLine;
use crate::screens::me::BACKED_UP;
use crate::shell::{Filling, Room, StoppedCard};
use crate::words;

/// Days of unsent work after which a backup file is asked for, once.
const BACKUP_AFTER_DAYS: i64 = 3;

/// Where it is remembered that the way to the home screen was told.
const HOME_SCREEN_TOLD: &str = "studio-home-screen-told";

/// 首页
#[component]
pub(crate) fn HomeView(home: Home, sync: SyncState, drafts: Vec<DraftLine>, filling: bool, now: Millis) -> Element {
    rsx! {
        Frame { title: home.studio.clone(), sub: subtitle(&home),
            Unsent { sync: sync.clone(), now }
            Undone { rows: home.deleted_unseen.clone() }
            Calls { sync: sync.clone(), drafts, now }
            if filling {
                Filling { phase: sync.phase.clone() }
                Ways { used: home.used.clone() }
            } else {
                Judged { home: home.clone(), now }
            }
        }
    }
}

/// What is counted and owed: only of a studio that is here whole.
#[component]
fn Judged(home: Home, now: Millis) -> Element {
    let gaps: Vec<_> = home.gaps.iter().map(|owed| gap(owed, now)).collect();
    let plans: Vec<_> = home.coming.iter().map(|row| coming(row, now)).collect();
    let counted = home.compass.petals.len().to_string();
    let holiday = home.term.is_some_and(|term| term.holiday);
    let deadline = read::deadline(&home.deadline, now.day());
    let (judged, apart) = (home.compass.judged, &home.compass.apart);
    let forecast = read::forecast(&home.outlook, judged, apart, now.day());
    let late = forecast.as_ref().is_some_and(|words| words.late) && !holiday;
    rsx! {
        if let Some(mine) = home.mine.clone() {
            Own { mine }
            Section { title: t("home-studio") }
        }
        div { "data-testid": "compass",
            HomeHero {
                petals: read::home_petals(&home.compass), until: deadline.until, days: deadline.number, days_word: deadline.word,
                overdue: deadline.overdue && !holiday, forecast: forecast.map(|words| words.text), late,
                readiness: read::readiness(home.compass.petals.len(), apart.len()), more: t_with("home-more", &[("count", &counted)]), href: Route::Closure {}.to_string(),
            }
        }
        if let Some(reach) = home.reach.clone() {
            Reached { reach }
        }
        // what is to come is nothing that one has to make up for
        if !plans.is_empty() {
            Section { title: t("home-coming") }
            div { "data-testid": "coming", GapRows { gaps: plans } }
        }
        if !gaps.is_empty() {
            Section { title: t_with("home-gaps", &[("count", &gaps.len().to_string())]), note: t("home-gaps-note") }
            GapRows { gaps }
        }
        div { class: "banners", SummaryWay {} }
        Ways { used: home.used.clone() }
        AsOfNote { text: read::as_of_note(&home.freshness, now) }
    }
}

/// One tap to 小结.
#[component]
pub(crate) fn SummaryWay() -> Element {
    rsx! {
        List {
            ListItem { title: t("summary-way"), note: t("summary-way-note"), badge: Glyph::MessageSquareText, tone: Tone::Info, href: Route::Summary {}.to_string(), testid: "summary-way" }
        }
    }
}

/// How many are reached of those for whom it all is: 到班学员 12 / 50.
#[component]
fn Reached(reach: Petal) -> Element {
    let value = match reach.target {
        Some(target) => format!("{} / {target}", reach.value),
        None => reach.value.to_string(),
    };
    let href = Route::Evidence { indicator: reach.id.clone() }.to_string();
    rsx! {
        div { class: "banners", "data-testid": "reach",
            List { ListItem { title: reach.title, badge: Glyph::UsersRound, tone: Tone::Good, value, href } }
        }
    }
}

/// A backbone teacher's own ten and her own logs, before the studio's numbers.
#[component]
fn Own(mine: Mine) -> Element {
    let counts = [("guidance", mine.guidance.to_string()), ("meetings", mine.meetings.to_string())];
    let note = t_with("home-mine-note", &counts.each_ref().map(|(key, value)| (*key, value.as_str())));
    let counts = [("count", mine.rural.to_string()), ("reached", mine.reached.to_string())];
    let title = t_with("home-mine-reached", &counts.each_ref().map(|(key, value)| (*key, value.as_str())));
    let waiting = if mine.rural == 0 {
        t("home-mine-none")
    } else if mine.waiting.is_empty() {
        t("home-mine-all")
    } else {
        t_with("home-mine-waiting", &[("names", &words::names(&mine.waiting))])
    };
    let href = mine.offer.as_ref().map_or_else(|| Route::Team {}.to_string(), read::offer_path);
    rsx! {
        Section { title: t("home-mine"), note }
        div { "data-testid": "mine",
            List { ListItem { title, note: waiting, badge: Glyph::UsersRound, tone: Tone::Good, value: mine.offer.as_ref().map(read::offer_label), href } }
        }
    }
}

/// 首页 before the studio's guide is known: recording does not wait for it.
#[component]
pub(crate) fn BareHome(studio: String, sync: SyncState, drafts: Vec<DraftLine>, filling: bool, now: Millis) -> Element {
    let title = if studio.is_empty() { t("app-name") } else { studio };
    rsx! {
        Frame { title, sub: "",
            Unsent { sync: sync.clone(), now }
            Calls { sync: sync.clone(), drafts, now }
            if filling {
                Filling { phase: sync.phase.clone() }
            } else {
                Banner { text: t("closure-none"), glyph: Glyph::Compass }
            }
            Ways { used: RecordType::work().take(USED_MAX).collect() }
        }
    }
}

/// 首页 of a phone that was stopped: nothing is counted here any more.
#[component]
pub(crate) fn StoppedHome(
    studio: String,
    stopped: Stopped,
    sync: SyncState,
    drafts: Vec<DraftLine>,
    now: Millis,
) -> Element {
    rsx! {
        Frame { title: studio, sub: "",
            Unsent { sync: sync.clone(), now }
            StoppedCard { stopped, sync: sync.clone(), drafts: drafts.len() }
            Calls { sync, drafts, now }
        }
    }
}

/// Thrown away on one phone, written in on another: the text is there, and one tap brings it back.
#[component]
fn Undone(rows: Vec<RecordRow>) -> Element {
    let desk = use_desk();
    rsx! {
        if !rows.is_empty() {
            div { class: "stack banners",
                for RecordRow { record, record_type, title, .. } in rows {
                    div { key: "{record}", "data-testid": "banner-undone",
                        Banner {
                            text: t_with("home-undone", &[("title", &words::title(record_type, &title))]), tone: Tone::Warn, glyph: Glyph::Trash2,
                            action: t("home-undone-back"), testid: "undone-back",
                            onclick: move |_| desk.act(Command::Undelete { record }, "record-back-said", Vec::new()),
                        }
                    }
                }
            }
        }
    }
}

/// The ways to record that were used last, without a menu.
#[component]
fn Ways(used: Vec<RecordType>) -> Element {
    rsx! {
        Section { title: t("tab-new"), action: t("home-all-types"), href: Route::New {}.to_string() }
        QuickGrid { items: used.into_iter().map(quick).collect::<Vec<_>>() }
    }
}

fn subtitle(home: &Home) -> String {
    let role = read::role(home.me.role);
    let who = t_with("home-who", &[("name", &home.me.name), ("role", &role)]);
    let term = home.term.as_ref().map(words::term);
    term.into_iter().chain([who]).collect::<Vec<_>>().join(" · ")
}

/// The pill of the network with the number of records that are only here.
#[component]
fn Unsent(sync: SyncState, now: Millis) -> Element {
    let count = sync.unsent_records;
    rsx! {
        div { "data-testid": "unsent-count", "data-count": "{count}",
            div { "data-testid": "sync-pill", SyncPill { state: words::pill(&sync, now), unsent: count, href: Route::Me {}.to_string() } }
        }
    }
}

/// What needs the person: work set aside, unfinished forms, a backup.
#[component]
fn Calls(sync: SyncState, drafts: Vec<DraftLine>, now: Millis) -> Element {
    rsx! {
        div { class: "stack banners",
            if sync.asides > 0 {
                div { "data-testid": "banner-asides",
                    Banner {
                        text: t_with("home-asides", &[("count", &sync.asides.to_string())]), tone: Tone::Bad,
                        action: t("remedy-look"), href: Route::Asides {}.to_string(),
                    }
                }
            }
            if sync.held > 0 {
                div { "data-testid": "banner-waiting",
                    Banner {
                        text: words::held(&sync), tone: Tone::Info, glyph: Glyph::Clock,
                        action: t("notice-look"), href: Route::Asides {}.to_string(),
                    }
                }
            }
            if wants_backup(&sync, now) {
                div { "data-testid": "banner-backup",
                    Banner { text: t("home-backup"), tone: Tone::Warn, glyph: Glyph::HardDrive, action: t("me-backup"), href: Route::Me {}.to_string() }
                }
            }
            Room {}
            HomeScreenTip {}
            for draft in drafts.into_iter().take(2) {
                Banner {
                    key: "{draft.href}", text: t_with(if draft.editing { "home-draft-editing" } else { "home-draft" }, &[("title", &draft.title)]), tone: Tone::Info, glyph: Glyph::RotateCcw, action: t("record-go-on"),
                    testid: "draft-row", href: draft.href.clone(),
                }
            }
        }
    }
}

/// How the app comes to the home screen, for this browser; told until it is seen.
#[component]
fn HomeScreenTip() -> Element {
    let way = match platform::device_name_key() {
        "device-iphone" | "device-tablet" => "home-screen-apple",
        "device-android" => "home-screen-android",
        _ => return rsx! {},
    };
    let mut seen = use_signal(|| platform::from_home_screen() || platform::remembered(HOME_SCREEN_TOLD).is_some());
    if seen() {
        return rsx! {};
    }
    let told = move |_| {
        platform::remember(HOME_SCREEN_TOLD, "yes");
        seen.set(true);
    };
    rsx! {
        div { "data-testid": "banner-home-screen",
            Banner { text: t(way), tone: Tone::Info, glyph: Glyph::Smartphone, action: t("notice-seen"), onclick: told }
        }
    }
}

/// Asked once for each time the phone was last in touch.
fn wants_backup(sync: &SyncState, now: Millis) -> bool {
    let Some(last) = sync.last_at else { return false };
    let old = now.0 - last.0 > BACKUP_AFTER_DAYS * DAY_MS;
    sync.unsent > 0 && old && platform::remembered(BACKED_UP).is_none_or(|at| at != last.0.to_string())
}

fn quick(of: RecordType) -> QuickItem {
    QuickItem {
        glyph: words::glyph(of).0,
        label: words::type_name(of),
        href: Route::NewForm { kind: of.word().to_owned() }.to_string(),
    }
}
