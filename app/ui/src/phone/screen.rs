//! The frame of a screen: head, main, and at the foot the five tabs or a dock.

use dioxus::prelude::*;

use crate::i18n::t_with;
use crate::icon::{Glyph, Icon};

/// What stands at the foot, for the space it takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScreenFoot {
    /// Nothing.
    #[default]
    None,
    /// A [`TabBar`](crate::components::TabBar).
    Tabs,
    /// A [`Dock`](crate::components::Dock).
    Dock,
}

/// A screen.
#[component]
pub fn Screen(
    /// An [`AppBar`](crate::components::AppBar).
    bar: Element,
    /// What stands at the foot.
    #[props(default)]
    foot: ScreenFoot,
    /// The foot itself.
    foot_element: Option<Element>,
    /// The content.
    children: Element,
) -> Element {
    let class = match foot {
        ScreenFoot::None => "screen",
        ScreenFoot::Tabs => "screen screen-tabs",
        ScreenFoot::Dock => "screen screen-dock",
    };
    rsx! {
        div { class,
            {bar}
            main { class: "screen-main", id: "main", tabindex: "-1", {children} }
            {foot_element}
        }
    }
}

/// 数据截至…: which numbers these are, and who is not in them yet.
#[component]
pub fn AsOfNote(
    /// The sentence.
    text: String,
) -> Element {
    rsx! {
        p { class: "as-of cap faint", Icon { glyph: Glyph::Info } " {text}" }
    }
}

/// 14:32 已自动保存, at the right of a form's head.
#[component]
pub fn SavedNote(
    /// 14:32; absent while nothing has been saved yet.
    at: Option<String>,
) -> Element {
    let Some(at) = at else { return rsx! {} };
    rsx! {
        span { class: "bar-note", role: "status", Icon { glyph: Glyph::Save } {t_with("form-saved-at", &[("at", &at)])} }
    }
}
