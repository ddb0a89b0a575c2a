//! 我的: who I am, what is only on this phone, how large the letters are.

use dioxus::prelude::*;

use crate::components::list::Row;
use crate::components::{Segment, Segments};
use crate::i18n::{t, whole_dots};
use crate::icon::{Glyph, Icon};
use crate::tone::Tone;

/// Who I am.
#[component]
pub fn ProfileCard(
    /// Name.
    name: String,
    /// Role, school, subject.
    note: String,
    /// Where my own page is.
    href: Option<String>,
) -> Element {
    let initial: String = name.chars().next_back().map(String::from).unwrap_or_default();
    let leads = href.is_some();
    rsx! {
        Row { class: "card profile", href,
            span { class: "face", "aria-hidden": "true", "{initial}" }
            span { class: "grow",
                b { class: "block item-name", "{name}" }
                span { class: "cap faint block", {whole_dots(&note)} }
            }
            if leads {
                span { class: "item-go", Icon { glyph: Glyph::ChevronRight } }
            }
        }
    }
}

/// What stands in the way of sending, that nothing is lost, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncAdvice {
    /// The sentence.
    pub text: String,
    /// Its glyph.
    pub glyph: Glyph,
    /// Grey while it passes by itself.
    pub tone: Tone,
}

/// What is only on this phone, when it last met the server, what to do without a network.
#[component]
pub fn SyncCard(
    /// 3 条还在这部手机上 / 都已到服务器
    title: String,
    /// 上次同步：昨天 18:05，用了 14 KB
    note: String,
    /// The button 现在同步.
    button: Element,
    /// What stands in the way, if anything does.
    advice: Option<SyncAdvice>,
    /// More: the button that helps.
    #[props(default)]
    children: Element,
) -> Element {
    rsx! {
        section { class: "card stack",
            div { class: "sync-card",
                div { class: "sync-card-words",
                    b { class: "small block", "{title}" }
                    span { class: "cap faint block", "{note}" }
                }
                {button}
            }
            if let Some(advice) = advice {
                div { class: "sync-advice cap text-{advice.tone.class()}", Icon { glyph: advice.glyph } span { "{advice.text}" } }
            }
            {children}
        }
    }
}

/// 字号: 标准 / 大 / 特大. The values are what goes on the root's `data-size`: `standard`, `large`, `huge`.
#[component]
pub fn TextSizeCard(
    /// The value in use.
    chosen: String,
    /// Told the value that was tapped.
    onpick: Option<EventHandler<String>>,
) -> Element {
    let segment = |value: &str, label: String| Segment { value: value.to_owned(), label, href: None };
    let segments = vec![
        segment("standard", t("text-size-standard")),
        segment("large", t("text-size-large")),
        segment("huge", t("text-size-huge")),
    ];
    rsx! {
        section { class: "card seg-row",
            span { class: "small", {t("text-size")} }
            Segments { label: t("text-size"), testid: "size", segments, chosen, onpick }
        }
    }
}
