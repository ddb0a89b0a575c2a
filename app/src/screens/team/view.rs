//! The sunflower, the unreached by township, the questions who is who.

use dioxus::prelude::*;
use studio_core::closure::Offer;
use studio_core::time::Millis;
use studio_core::view::{Team, TownshipGap};
use studio_ui::phone::{AsOfNote, SunflowerCard};
use studio_ui::prelude::*;
use studio_ui::read;

use super::same::SameOne;
use crate::route::Route;
use crate::words;

/// 1+10+100
#[component]
pub(crate) fn Flower(team: Team, now: Millis) -> Element {
    let chief = team.chief.as_ref().map(|chief| chief.name.clone()).unwrap_or_default();
    let unreached: usize = team.unreached.iter().map(|gap| gap.count).sum();
    let nobody = team.backbone.is_empty() && team.others.is_empty();
    rsx! {
        if nobody {
            div { class: "banners",
                EmptyState { glyph: Glyph::UsersRound, title: t("team-empty"), text: t("team-empty-text"),
                    Button { label: t("team-paste"), kind: ButtonKind::Main, glyph: Glyph::ClipboardPaste, href: Route::PeoplePaste {}.to_string() }
                }
            }
        } else {
            SunflowerCard { chief, backbones: read::backbones(&team) }
        }
        if unreached > 0 {
            Section {
                title: t_with("team-unreached", &[("count", &unreached.to_string())]), action: t("team-plan"),
                href: read::offer_path(&meeting(&team)),
            }
            div { "data-testid": "unreached",
                List {
                    for gap in team.unreached.clone() {
                        Township { key: "{gap.township}", gap }
                    }
                }
            }
        }
        for pair in team.maybe_same.clone() {
            SameOne { key: "{pair.a.person}{pair.b.person}", pair, may_answer: team.may_answer }
        }
        AsOfNote { text: read::as_of_note(&team.freshness, now) }
    }
}

/// A meeting with those whom nobody has reached, the largest townships first: more than a hall holds come to none.
fn meeting(team: &Team) -> Offer {
    const PEOPLE_MAX: usize = 120;
    let people = team.unreached.iter().flat_map(|gap| &gap.people).map(|chip| chip.person);
    Offer::meeting(people.take(PEOPLE_MAX).collect())
}

/// One township: how many where; a tap opens who they are.
#[component]
fn Township(gap: TownshipGap) -> Element {
    let mut open = use_signal(|| false);
    let name = if gap.township.is_empty() { t("team-no-township") } else { gap.township.clone() };
    let schools: Vec<String> = gap
        .schools
        .iter()
        .map(|(school, count)| t_with("records-count", &[("name", school), ("count", &count.to_string())]))
        .collect();
    rsx! {
        ListItem { title: name, note: schools.join(" · "), number: gap.count.to_string(), tone: Tone::Warn, onclick: move |_| open.toggle() }
        if open() {
            for person in gap.people.clone() {
                ListItem {
                    key: "{person.person}", title: person.name.clone(), name: true, note: words::school_of(&person),
                    href: Route::Person { id: person.person.to_string() }.to_string(),
                }
            }
        }
    }
}
