//! What stands around every screen: joining before anything else, the second tab, banners, the word after an action.
//! It knows no record.

mod ask;
mod backup;
mod banners;
mod filling;
mod places;
mod room;
mod said;
mod second_tab;
mod send;
mod stopped;
mod waiting;

use dioxus::prelude::*;
use studio_engine::messages::TabState;
use studio_ui::link::Follow;
use studio_ui::prelude::*;

pub(crate) use ask::{Ask, AskAhead, AskLeft, AskOver};
#[cfg(test)]
pub(crate) use backup::BackupAsked;
pub(crate) use backup::{Given, TEXT_MARK, back_up};
pub(crate) use banners::{Banners, help, remedy_label, storage_words};
pub(crate) use filling::{Filling, FillingLine, drawn_whole, is_filling};
#[cfg(test)]
pub(crate) use places::PlacesView;
pub(crate) use room::Room;
#[cfg(test)]
pub(crate) use room::RoomView;
pub(crate) use said::Word;
pub(crate) use second_tab::SecondTab;
pub(crate) use send::Send;
pub(crate) use stopped::{StoppedCard, StoppedHere, stopped_here, stopped_words};
pub(crate) use waiting::{drawn, tabs};

use crate::desk::use_desk;
use crate::later::Opening;
use crate::platform;
use crate::route::Route;
use crate::screens::join::Join;

/// The frame of every route.
#[component]
pub(crate) fn Shell() -> Element {
    let desk = use_desk();
    use_context_provider(|| {
        Follow(Callback::new(|href: String| {
            navigator().push(href);
        }))
    });
    let route = use_route::<Route>();
    let joined = (desk.standing)().map(|standing| standing.open.is_some());
    if (desk.stopped)().is_some() {
        return rsx! { Stopped {} };
    }
    // Whoever comes to join sees 加入 at once; it stays the same 加入 when the engine answers and while it joins.
    let joining = joined == Some(false) || matches!(route, Route::Join {});
    match (desk.tab)() {
        TabState::Here if joining => rsx! { Join {} },
        TabState::Here if joined.is_none() => rsx! { Opening {} },
        TabState::Here => rsx! {
            Outlet::<Route> {}
            Word {}
        },
        state => rsx! { SecondTab { state } },
    }
}

/// The engine answers nothing any more. What was saved is on the device.
#[component]
fn Stopped() -> Element {
    rsx! {
        div { class: "screen",
            main { class: "screen-main opening",
                EmptyState { glyph: Glyph::TriangleAlert, title: t("stopped-title"), text: t("stopped-text"),
                    Button { label: t("stopped-reload"), kind: ButtonKind::Main, testid: "reload", onclick: move |_| platform::reload() }
                }
            }
        }
    }
}
