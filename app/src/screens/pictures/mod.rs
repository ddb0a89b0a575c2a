//! 我的 › 照片: what pictures take on this phone, when they go.

pub(crate) mod view;

use dioxus::prelude::*;
use studio_engine::messages::Changed;
use studio_ui::phone::Screen;
use studio_ui::prelude::*;

use crate::desk::{use_answer, use_desk};
use crate::route::Route;
use crate::shell::{Banners, drawn};
use view::PicturesView;

/// What changes it.
const KINDS: &[Changed] = &[Changed::Records, Changed::Settings, Changed::Pieces];

/// 照片
#[component]
pub fn Pictures() -> Element {
    let desk = use_desk();
    let page = use_answer((), KINDS, |engine, ()| async move { engine.me().await });
    rsx! {
        div { "data-testid": "my-pictures",
            Screen { bar: rsx! { AppBar { title: t("shots-title"), back: Route::Me {}.to_string() } },
                Banners { needed_only: true }
                {drawn(page, |page| rsx! { PicturesView { page: *page, sync: (desk.sync)() } })}
            }
        }
    }
}
