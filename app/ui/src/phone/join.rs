//! 加入: who invites, the code, one name. Also used by the page that an invite's link opens.

use dioxus::prelude::*;

use crate::components::Badge;
use crate::i18n::t;
use crate::icon::Glyph;
use crate::pictures::Logo;

/// The deep screen with the mark and the promise; the card goes inside.
#[component]
pub fn JoinScreen(
    /// Below the card: how much data it costs, another way in.
    foot: Option<Element>,
    /// A [`Card`](crate::components::Card) with the form.
    children: Element,
) -> Element {
    rsx! {
        div { class: "screen screen-deep",
            main { class: "join",
                div { class: "join-head",
                    Logo { big: true }
                    h1 { class: "join-title", {t("app-name")} }
                    p { class: "join-promise", {t("app-promise")} }
                }
                {children}
                div { class: "grow" }
                div { class: "join-foot cap", {foot} }
            }
        }
    }
}

/// 周慧敏 邀请你加入 …
#[component]
pub fn InviteHead(
    /// 周慧敏 邀请你加入
    title: String,
    /// The studio, and as what.
    note: String,
) -> Element {
    rsx! {
        div { class: "row invite-head",
            Badge { glyph: Glyph::MailOpen }
            div { class: "grow",
                b { class: "small block", "{title}" }
                span { class: "cap faint block", "{note}" }
            }
        }
    }
}

/// A known code, one box a character, to be compared with a slip of paper.
#[component]
pub fn CodeBoxes(
    /// Eight characters; a dash is shown in the middle.
    code: String,
) -> Element {
    let letters: Vec<char> = code.chars().filter(|letter| letter.is_ascii_alphanumeric()).collect();
    let half = letters.len() / 2;
    rsx! {
        div { class: "code", role: "img", "aria-label": "{code}",
            for (index, letter) in letters.iter().enumerate() {
                if index == half && index > 0 {
                    span { class: "code-dash", "-" }
                }
                span { class: "code-cell", "{letter}" }
            }
        }
    }
}
