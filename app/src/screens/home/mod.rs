//! 首页: the compass, what is owed next, the ways to record.

mod gaps;
pub(crate) mod view;

use dioxus::prelude::*;
use studio_engine::messages::Changed;

use crate::desk::{use_answer, use_desk};
use crate::platform;
use crate::screens::form::use_drafts;
use crate::shell::{Banners, drawn, is_filling, stopped_here, tabs};
use studio_ui::phone::{Screen, ScreenFoot};
use studio_ui::prelude::*;
use view::{BareHome, HomeView, StoppedHome};

/// What changes what 首页 shows.
const KINDS: &[Changed] = &[Changed::Records, Changed::Team, Changed::Deliveries];

/// 首页
#[component]
pub fn Home() -> Element {
    let desk = use_desk();
    use_hook(|| desk.leave_line());
    let home = use_answer((), KINDS, |engine, ()| async move { engine.home().await });
    let drafts = use_drafts();
    let here = (desk.standing)().and_then(|standing| standing.open);
    let filling = is_filling(desk);
    let (sync, now) = ((desk.sync)(), platform::now());
    if let Some(stopped) = stopped_here(desk) {
        let studio = here.map(|here| here.name).unwrap_or_default();
        return rsx! { div { "data-testid": "home", StoppedHome { studio, stopped, sync, drafts, now } } };
    }
    rsx! {
        div { "data-testid": "home",
            {drawn(home, |home| match home {
                Some(home) => rsx! { HomeView { home: *home, sync, drafts, filling, now } },
                None => rsx! { BareHome { studio: here.map(|here| here.name).unwrap_or_default(), sync, drafts, filling, now } },
            })}
        }
    }
}

/// The frame, so that banners and tabs stand in the same place in pictures and on the phone.
#[component]
fn Frame(title: String, sub: String, children: Element) -> Element {
    rsx! {
        Screen { bar: rsx! { AppBar { title, sub } }, foot: ScreenFoot::Tabs, foot_element: tabs(Tab::Home),
            Banners {}
            {children}
        }
    }
}
