//! 团队: who is reached, how deeply, who not yet; who has not synced.

pub(crate) mod bin;
pub(crate) mod list;
pub(crate) mod same;
pub(crate) mod view;

use dioxus::prelude::*;
use studio_core::access::{Action, Role, may};
use studio_engine::messages::Changed;
use studio_ui::phone::{Screen, ScreenFoot};
use studio_ui::prelude::*;

use crate::desk::{use_answer, use_desk};
use crate::platform;
use crate::route::Route;
use crate::shell::{Banners, drawn_whole, tabs};
use list::Everybody;
use same::SameOne;
use view::Flower;

/// What changes the team's picture.
const KINDS: &[Changed] = &[Changed::Team, Changed::Records];
/// The two looks.
const FLOWER: &str = "flower";
const LIST: &str = "list";

/// 团队
#[component]
pub fn Team() -> Element {
    let desk = use_desk();
    let team = use_answer((), KINDS, |engine, ()| async move { engine.team().await });
    let mut look = use_signal(|| FLOWER.to_owned());
    let role = (desk.standing)().and_then(|standing| standing.open).and_then(|here| here.role);
    let segment = |value: &str, label: String| Segment { value: value.to_owned(), label, href: None };
    let segments = vec![segment(FLOWER, t("team-flower")), segment(LIST, t("team-list"))];
    let bar = rsx! {
        AppBar { title: t("tab-team"), large: true,
            BarAction { glyph: Glyph::UserRoundPlus, label: t("team-add"), href: Route::PeopleAdd {}.to_string() }
        }
    };
    rsx! {
        div { "data-testid": "team",
            Screen { bar, foot: ScreenFoot::Tabs, foot_element: tabs(Tab::Team),
                Banners { needed_only: true }
                Segments { label: t("team-looks"), segments, chosen: look(), onpick: move |value: String| look.set(value) }
                {drawn_whole(team, |team| rsx! {
                    if look() == FLOWER {
                        Flower { team: *team, now: platform::now() }
                    } else {
                        Everybody { team: *team, now: platform::now() }
                    }
                })}
                Ways { role }
            }
        }
    }
}

/// 可能重复: the questions who is who, and nothing else.
#[component]
pub fn SamePeople() -> Element {
    let team = use_answer((), KINDS, |engine, ()| async move { engine.team().await });
    rsx! {
        div { "data-testid": "same-people",
            Screen { bar: rsx! { AppBar { title: t("same-people"), back: Route::Team {}.to_string() } },
                Banners { needed_only: true }
                {drawn_whole(team, |team| rsx! { Pairs { team: *team } })}
            }
        }
    }
}

/// Every pair that nobody has answered.
#[component]
pub(crate) fn Pairs(team: studio_core::view::Team) -> Element {
    if team.maybe_same.is_empty() {
        return rsx! { p { class: "small mute opening", role: "status", {t("same-people-none")} } };
    }
    rsx! {
        for pair in team.maybe_same.clone() {
            SameOne { key: "{pair.a.person}{pair.b.person}", pair, may_answer: team.may_answer }
        }
    }
}

/// The ways to add people; inviting is the chief's.
#[component]
fn Ways(role: Option<Role>) -> Element {
    let invites = role.is_some_and(|role| may(role, Action::Invite(Role::Backbone)));
    let admits = role.is_some_and(|role| may(role, Action::Admit));
    rsx! {
        div { class: "stack banners",
            List {
                ListItem { title: t("team-add-one"), glyph: Glyph::UserRoundPlus, testid: "add-person", href: Route::PeopleAdd {}.to_string() }
                ListItem { title: t("team-paste"), glyph: Glyph::ClipboardPaste, testid: "paste-people", href: Route::PeoplePaste {}.to_string() }
                if invites {
                    ListItem { title: t("team-invite"), glyph: Glyph::MailOpen, testid: "invite-backbone", href: Route::Invite {}.to_string() }
                }
                if admits {
                    ListItem { title: t("held-title"), glyph: Glyph::Clock, testid: "held", href: Route::Held {}.to_string() }
                }
            }
        }
    }
}
