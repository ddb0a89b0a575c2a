//! 首页: the compass with the days that are left, the gaps that matter now, four ways to record.

use dioxus::prelude::*;

use crate::components::{List, ListItem};
use crate::icon::{Glyph, Icon};
use crate::link::Anchor;
use crate::pictures::{Compass, Petal};
use crate::tone::Tone;

/// The card at the top.
#[component]
pub fn HomeHero(
    /// The indicators.
    petals: Vec<Petal>,
    /// 延期至 12月31日
    until: String,
    /// 37
    days: String,
    /// 天后到期 / 天逾期
    days_word: String,
    /// The deadline has passed: the number takes cinnabar. Left false in 寒暑假.
    #[props(default)]
    overdue: bool,
    /// 按现在的节奏，12月20日左右可以全部达标
    forecast: Option<String>,
    /// The forecast is that the deadline comes first.
    #[props(default)]
    late: bool,
    /// 8 项已统计 · 4 项还要另交
    readiness: Option<String>,
    /// 看 12 项指标
    more: String,
    /// Where that leads.
    href: String,
) -> Element {
    // what says by how much it is late and what would help is too long for a place beside the picture
    let (beside, below) = if late { (None, forecast) } else { (forecast, None) };
    rsx! {
        section { class: "card hero",
            Compass { petals }
            div { class: "hero-words",
                div {
                    div { class: "cap faint", "{until}" }
                    div { class: "hero-days",
                        b { class: if overdue { "hero-number num text-tone-bad" } else { "hero-number num" }, "{days}" }
                        span { class: "small mute", "{days_word}" }
                    }
                }
                if let Some(forecast) = beside {
                    div { class: "cap text-tone-warn", "{forecast}" }
                }
                Anchor { class: "hero-more", href, "{more}" Icon { glyph: Glyph::ChevronRight } }
            }
            div { class: "hero-said",
                if let Some(forecast) = below {
                    div { class: "cap text-tone-bad", "{forecast}" }
                }
                if let Some(readiness) = readiness {
                    div { class: "cap faint", "{readiness}" }
                }
            }
        }
    }
}

/// One thing that is owed next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Its glyph.
    pub glyph: Glyph,
    /// Its tone.
    pub tone: Tone,
    /// 联系乡村教师还差 23 位
    pub title: String,
    /// Who, where.
    pub note: String,
    /// Where one does something about it.
    pub href: String,
}

/// The gaps, most pressing first.
#[component]
pub fn GapRows(
    /// The gaps.
    gaps: Vec<Gap>,
) -> Element {
    rsx! {
        List {
            for gap in gaps {
                ListItem { title: gap.title, note: gap.note, badge: gap.glyph, tone: gap.tone, href: gap.href }
            }
        }
    }
}

/// One way to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuickItem {
    /// Its glyph.
    pub glyph: Glyph,
    /// Its word.
    pub label: String,
    /// Its form.
    pub href: String,
}

/// The ways to record, without a menu.
#[component]
pub fn QuickGrid(
    /// Three or four.
    items: Vec<QuickItem>,
) -> Element {
    rsx! {
        div { class: "quick",
            for item in items {
                Anchor { class: "quick-door", testid: crate::phone::new_record::testid(&item.href), href: item.href, Icon { glyph: item.glyph } b { "{item.label}" } }
            }
        }
    }
}
