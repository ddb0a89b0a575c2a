//! What an invite's link opens. Redeems nothing by itself: in a chat app's browser it shows the one way out and the code
//! to copy; elsewhere the way into the app. The code stands in the link's fragment, which no server sees: the page's script
//! fills it in, and without a script the words say where to find it.

use dioxus::prelude::*;

use crate::components::{Button, ButtonKind};
use crate::i18n::{t, t_with};
use crate::icon::{Glyph, Icon};
use crate::phone::InviteHead;
use crate::pictures::Logo;

/// The page. With the script: `chat-way` is shown in a chat app's browser and `open-way` elsewhere.
#[component]
pub fn Landing(
    /// Where the app lives: 加入 is there.
    app: String,
    /// lx.example.cn/join: what one types by hand when nothing else works. It leads to a field for the code.
    address: String,
    /// Asked for by a chat app's browser, as far as its request tells.
    #[props(default)]
    chat: bool,
) -> Element {
    rsx! {
        div { class: "screen screen-deep landing", "data-invite": "{app}",
            div { class: "landing-arrow", id: "chat-arrow", hidden: !chat, "aria-hidden": "true", Icon { glyph: Glyph::ArrowUpRight } }
            main { class: "join landing-main",
                div { id: "chat-way", hidden: !chat, ChatWay {} }
                div { id: "open-way", hidden: chat, OpenWay { app: app.clone() } }
                CodeCard { address }
            }
        }
    }
}

#[component]
fn ChatWay() -> Element {
    rsx! {
        h1 { class: "landing-title",
            {t("landing-corner")} " "
            span { class: "landing-dots", "aria-label": t("landing-dots"), "•••" }
            br {}
            {t("landing-choose")}
        }
        p { class: "small landing-why", {t("landing-why")} }
    }
}

#[component]
fn OpenWay(app: String) -> Element {
    rsx! {
        div { class: "join-head",
            Logo { big: true }
            h1 { class: "join-title", {t("app-name")} }
            p { class: "join-promise", {t("app-promise")} }
            Button { label: t("landing-open"), kind: ButtonKind::Main, href: app, wide: true, id: "open-app" }
        }
    }
}

#[component]
fn CodeCard(address: String) -> Element {
    rsx! {
        section { class: "card",
            InviteHead { title: t("landing-invited"), note: t("join-again") }
            div { class: "code-line", "data-copied": t("copied"), "data-copy-failed": t("copy-failed"),
                span {
                    span { class: "cap faint block", {t("invite-code")} }
                    b { class: "invite-letters num", id: "invite-code", hidden: true }
                    span { class: "small", id: "code-hint", {t("landing-code-in-link")} }
                }
                Button { id: "copy-code", label: t("copy"), glyph: Glyph::Copy, compact: true, name: "copy", value: "invite-code" }
            }
            span { class: "cap faint", {t_with("landing-by-hand", &[("address", &address)])} }
        }
    }
}
