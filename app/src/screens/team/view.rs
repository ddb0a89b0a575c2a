//! The sunflower, the unreached by township, the questions who is who.

use dioxus::prelude::*;
use studio_core::closure::Offer;
use studio_core::command::{Answer, Command};
use studio_core::time::Millis;
use studio_core::view::{PersonPair, Team, TownshipGap};
use studio_ui::phone::{AsOfNote, SunflowerCard};
use studio_ui::prelude::*;
use studio_ui::read;

use crate::desk::use_desk;
use crate::route::Route;

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
            SameOne { key: "{pair.a.person}{pair.b.person}", pair }
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
                    key: "{person.person}", title: person.name.clone(), note: person.school.clone(),
                    href: Route::Person { id: person.person.to_string() }.to_string(),
                }
            }
        }
    }
}

/// Two entries that may be one person: they count once as soon as somebody says so.
#[component]
fn SameOne(pair: PersonPair) -> Element {
    let desk = use_desk();
    let (a, b) = (pair.a.person, pair.b.person);
    let answered = move |answer: Answer| desk.act(Command::SamePerson { a, b, answer }, "same-said", Vec::new());
    let question = t_with(
        "same-person",
        &[("a", &pair.a.name), ("a-school", &pair.a.school), ("b", &pair.b.name), ("b-school", &pair.b.school)],
    );
    rsx! {
        section { class: "card stack banners", "data-testid": "maybe-same",
            b { class: "small", "{question}" }
            div { class: "row wrap",
                Button { label: t("same-yes"), compact: true, testid: "same-yes", onclick: move |_| answered(Answer::Same) }
                Button { label: t("same-no"), compact: true, kind: ButtonKind::Quiet, testid: "same-no", onclick: move |_| answered(Answer::Different) }
            }
        }
    }
}
