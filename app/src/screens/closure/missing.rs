//! 还差谁 in front of what counted, and behind it what did not count, with the reason.

use dioxus::prelude::*;
use studio_core::closure::{Indicator, Lacking, LackingPerson, LackingTownship, LeftOut};
use studio_core::time::Millis;
use studio_ui::prelude::*;
use studio_ui::read;

use super::evidence::Counted;
use crate::route::Route;

/// People shown before the rest is folded.
const PEOPLE_SHOWN: usize = 12;

/// Who is missing, and the record that would close it.
#[component]
pub(super) fn Missing(indicator: Indicator, lacking: Lacking) -> Element {
    let Some(short) = read::lacking_title(&indicator, &lacking) else { return rsx! {} };
    let (shown, rest) = lacking.people.split_at(lacking.people.len().min(PEOPLE_SHOWN));
    let (shown, rest) = (shown.to_vec(), rest.to_vec());
    rsx! {
        div { "data-testid": "lacking",
            Section { title: t("lacking-heading"), note: short }
            if let Some(beyond) = read::lacking_beyond(&indicator, &lacking) {
                p { class: "cap mute banners", "{beyond}" }
            }
            if let Some(offer) = lacking.offer.clone() {
                div { class: "banners",
                    Button { label: read::offer_label(&offer), kind: ButtonKind::Main, glyph: Glyph::Plus, href: read::offer_path(&offer), testid: "offer" }
                }
            }
            if !lacking.townships.is_empty() {
                p { class: "cap mute banners", {t("lacking-townships")} }
                List {
                    for township in lacking.townships.clone() {
                        Township { key: "{township.name}", township }
                    }
                }
            }
            if !shown.is_empty() {
                List { for person in shown { Lacks { key: "{person.person}", person } } }
            }
            if !rest.is_empty() {
                details { class: "more",
                    summary { class: "more-door", {t_with("lacking-rest", &[("count", &rest.len().to_string())])} Icon { glyph: Glyph::ChevronDown } }
                    List { for person in rest { Lacks { key: "{person.person}", person } } }
                }
            }
        }
    }
}

#[component]
fn Township(township: LackingTownship) -> Element {
    let count = t_with("lacking-people-of", &[("count", &township.people.to_string())]);
    rsx! {
        ListItem {
            title: read::lacking_township(&township), note: read::offer_label(&township.offer), value: count, badge: Glyph::UsersRound, tone: Tone::Warn,
            href: read::offer_path(&township.offer), testid: "offer-township",
        }
    }
}

/// One person: a tap opens the record about them, where there is one.
#[component]
fn Lacks(person: LackingPerson) -> Element {
    let page = Route::Person { id: person.person.to_string() }.to_string();
    rsx! {
        ListItem {
            title: person.name.clone(), note: read::lacking_note(&person), value: person.offer.as_ref().map(read::offer_label),
            href: person.offer.as_ref().map_or(page, read::offer_path), testid: "lacks",
        }
    }
}

/// What did not count and why.
#[component]
pub(super) fn NotCounted(groups: Vec<LeftOut>, elsewhere: usize, now: Millis) -> Element {
    if groups.is_empty() && elsewhere == 0 {
        return rsx! {};
    }
    rsx! {
        div { "data-testid": "left-out",
            Section { title: t("left-out-title"), note: t("left-out-note") }
            for group in groups {
                Group { key: "{group.why:?}", group, now }
            }
            if let Some(said) = read::elsewhere(elsewhere) {
                p { class: "cap mute banners", "{said}" }
            }
        }
    }
}

#[component]
fn Group(group: LeftOut, now: Millis) -> Element {
    rsx! {
        details { class: "more",
            summary { class: "more-door", {read::left_out(&group)} Icon { glyph: Glyph::ChevronDown } }
            if !group.records.is_empty() {
                List {
                    for evidence in group.records.clone() {
                        Counted { key: "{evidence.record}", evidence, now }
                    }
                }
            }
            if let Some(unnamed) = read::left_out_unnamed(&group) {
                p { class: "cap mute banners", "{unnamed}" }
            }
        }
    }
}
