//! 照片 as a picture of plain data.

use dioxus::core::spawn_forever;
use dioxus::prelude::*;
use studio_engine::messages::{
    Freed, Many, MePage, OVER_WIFI, PAUSED, PicturesOf, PicturesOfTerm, Request, SENDING, Sending, SyncState,
};
use studio_ui::dates;
use studio_ui::prelude::*;

use crate::desk::{Desk, Freeing, use_desk};
use crate::shell::Room;
use crate::words;

/// The page.
#[component]
pub(crate) fn PicturesView(page: MePage, sync: SyncState) -> Element {
    let here = page.pictures.clone();
    rsx! {
        Room { here: true }
        Said {}
        if here.terms.is_empty() {
            EmptyState { glyph: Glyph::Images, title: t("pictures-none"), text: t("pictures-none-text") }
        } else {
            Section { title: t("pictures-here"), note: words::pictures_here(&here) }
            List { for term in here.terms.clone() { Term { term } } }
            if here.free().count > 0 && here.terms.len() > 1 {
                div { class: "banners", Free { of: None, free: here.free() } }
            }
            p { class: "cap faint as-of", {t("pictures-free-how")} }
        }
        Section { title: t("pictures-when") }
        When { page, sync }
    }
}

/// Pictures of a term: what they take, how many are nowhere else, what can go.
#[component]
fn Term(term: PicturesOfTerm) -> Element {
    let title = match term.of {
        PicturesOf::Term(year, season) => words::season(year, season),
        PicturesOf::NoTerm => t("pictures-no-term"),
        PicturesOf::Nothing => t("pictures-of-forms"),
    };
    let note = match term.of {
        PicturesOf::Nothing => dates::bytes(term.large.bytes),
        _ => [told("pictures-large", term.large), told("pictures-small", term.small)].join(" · "),
    };
    rsx! {
        ListItem { title, note, glyph: Glyph::Images, testid: "pictures-term",
            if term.only_here.count > 0 {
                span { class: "item-note text-tone-warn", {told("pictures-only-here", term.only_here)} }
            }
        }
        if term.free.count > 0 {
            div { class: "item-act", role: "listitem", Free { of: Some(term.of), free: term.free } }
        }
    }
}

fn told(key: &str, many: Many) -> String {
    t_with(key, &[("count", &many.count.to_string()), ("bytes", &dates::bytes(many.bytes))])
}

/// 腾出空间: what the server has may go from this phone.
#[component]
fn Free(of: Option<PicturesOf>, free: Many) -> Element {
    let desk = use_desk();
    let asking = (desk.freeing)() == Freeing::Asking;
    let key = if of.is_some() { "pictures-free" } else { "pictures-free-all" };
    rsx! {
        Button { label: told(key, free), compact: true, disabled: asking, testid: "pictures-free", onclick: move |_| let_go(desk, of) }
    }
}

fn let_go(mut desk: Desk, of: Option<PicturesOf>) {
    desk.freeing.set(Freeing::Asking);
    spawn_forever(async move {
        let said = match desk.engine().free_pictures(of).await {
            Ok(freed) => Freeing::Done(freed_words(&freed)),
            Err(notice) => {
                desk.tell(notice);
                Freeing::Not
            }
        };
        desk.freeing.set(said);
    });
}

/// What became of it, and nothing that did not.
pub(crate) fn freed_words(freed: &Freed) -> String {
    let count = |key: &str, count: usize| (count > 0).then(|| t_with(key, &[("count", &count.to_string())]));
    let gone = match (freed.gone.count, freed.is_done) {
        (0, false) => t("freed-none-offline"),
        (0, true) => t("freed-none"),
        (_, is_done) => {
            let rest = if is_done { String::new() } else { t("freed-rest-offline") };
            [told("freed-gone", freed.gone), rest].concat()
        }
    };
    let more = [count("freed-lost", freed.lost), count("freed-only-here", freed.only_here)];
    [Some(gone)].into_iter().chain(more).flatten().collect::<Vec<_>>().join("；")
}

/// While it goes on, and afterwards what became of it.
#[component]
fn Said() -> Element {
    let (text, tone) = match (use_desk().freeing)() {
        Freeing::Not => return rsx! {},
        Freeing::Asking => (t("pictures-freeing"), Tone::Info),
        Freeing::Done(text) => (text, Tone::Good),
    };
    rsx! { div { class: "banners", role: "status", "data-testid": "pictures-freed", Banner { text, tone, glyph: Glyph::HardDrive } } }
}

/// When pictures go. A browser that cannot tell Wi-Fi from the mobile network offers no promise about it.
#[component]
fn When(page: MePage, sync: SyncState) -> Element {
    let desk = use_desk();
    let tells = page.pictures.over_wifi.is_some();
    let set = page.settings.get(SENDING).map(String::as_str).unwrap_or_default();
    let set = if set == OVER_WIFI && !tells { "" } else { set };
    let choices = [("", "pictures-when-always"), (OVER_WIFI, "pictures-when-wifi"), (PAUSED, "pictures-when-paused")];
    let offered = choices.into_iter().filter(|(value, _)| *value != OVER_WIFI || tells);
    let chips = offered.map(|(value, key)| Chip {
        value: value.to_owned(),
        label: t(key),
        on: value == set,
        glyph: Some(Glyph::Check),
    });
    let pick = move |value: String| {
        desk.engine().tell(Request::SetSetting { name: SENDING.to_owned(), value });
    };
    let note = match (sync.sending, set) {
        (Sending::Paused, _) => "pictures-when-paused-note",
        (Sending::WaitsForWifi, _) => "pictures-when-waits-note",
        (Sending::Goes, OVER_WIFI) => "pictures-when-wifi-note",
        (Sending::Goes, _) => "pictures-when-always-note",
    };
    rsx! {
        section { class: "card stack", "data-testid": "pictures-when",
            Chips { name: SENDING, label: t("pictures-when"), chips: chips.collect::<Vec<_>>(), onpick: pick }
            p { class: "small mute", role: "status", {t(note)} }
            if !tells {
                p { class: "small mute", "data-testid": "wifi-unknown", {t("pictures-wifi-unknown")} }
            }
        }
    }
}
