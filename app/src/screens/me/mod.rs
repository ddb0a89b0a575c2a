//! 我的: who I am, what is only on this phone, backup, text size, devices, papers.

mod backup;
pub(crate) mod view;

use dioxus::prelude::*;
use studio_engine::messages::Changed;
use studio_ui::phone::{Screen, ScreenFoot};
use studio_ui::prelude::*;

use crate::desk::{use_answer, use_desk};
use crate::platform;
use crate::shell::{Banners, drawn, tabs};
use view::MeView;

/// Where it is remembered for which time without a network a backup was made.
pub(crate) const BACKED_UP: &str = "studio-backed-up";

/// What changes 我的.
const KINDS: &[Changed] = &[
    Changed::Records,
    Changed::Team,
    Changed::Deliveries,
    Changed::Drafts,
    Changed::Asides,
    Changed::Settings,
    Changed::Pieces,
];

/// 我的
#[component]
pub fn Me() -> Element {
    let desk = use_desk();
    let page = use_answer((), KINDS, |engine, ()| async move { engine.me().await });
    rsx! {
        div { "data-testid": "me",
            Screen { bar: rsx! { AppBar { title: t("tab-me"), large: true } }, foot: ScreenFoot::Tabs, foot_element: tabs(Tab::Me),
                Banners {}
                {drawn(page, |page| rsx! { MeView { page: *page, sync: (desk.sync)(), now: platform::now() } })}
            }
        }
    }
}
