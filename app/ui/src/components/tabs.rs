//! The phone's bottom bar of five, with ＋ in the middle.

use dioxus::prelude::*;

use crate::i18n::t;
use crate::icon::{Glyph, Icon};
use crate::link::Anchor;

/// The five.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// 首页
    Home,
    /// 记录
    Records,
    /// 记一笔
    New,
    /// 团队
    Team,
    /// 我的
    Me,
}

impl Tab {
    const ALL: [Tab; 5] = [Tab::Home, Tab::Records, Tab::New, Tab::Team, Tab::Me];

    fn label(self) -> String {
        match self {
            Tab::Home => t("tab-home"),
            Tab::Records => t("tab-records"),
            Tab::New => t("tab-new"),
            Tab::Team => t("tab-team"),
            Tab::Me => t("tab-me"),
        }
    }

    fn testid(self) -> &'static str {
        match self {
            Tab::Home => "tab-home",
            Tab::Records => "tab-records",
            Tab::New => "tab-new",
            Tab::Team => "tab-team",
            Tab::Me => "tab-me",
        }
    }

    fn glyph(self) -> Glyph {
        match self {
            Tab::Home => Glyph::Compass,
            Tab::Records => Glyph::NotebookText,
            Tab::New => Glyph::Plus,
            Tab::Team => Glyph::UsersRound,
            Tab::Me => Glyph::CircleUserRound,
        }
    }
}

/// The bottom bar.
#[component]
pub fn TabBar(
    /// Where one is.
    current: Option<Tab>,
    /// Where each of the five leads, in their order: 首页 记录 记一笔 团队 我的.
    hrefs: [String; 5],
) -> Element {
    rsx! {
        nav { class: "tabs", "aria-label": t("tabs-label"),
            for (tab, href) in Tab::ALL.into_iter().zip(hrefs) {
                Anchor {
                    key: "{href}", testid: tab.testid(), href, current: current == Some(tab),
                    class: match (tab, current == Some(tab)) {
                        (Tab::New, _) => "tab tab-plus",
                        (_, true) => "tab tab-on",
                        (_, false) => "tab",
                    },
                    span { class: "tab-glyph", Icon { glyph: tab.glyph() } }
                    span { "{tab.label()}" }
                }
            }
        }
    }
}
