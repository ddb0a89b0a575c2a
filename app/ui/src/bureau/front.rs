//! What somebody sees who types the server's name alone: two doors. A teacher is never sent to the officers' login.

use dioxus::prelude::*;

use crate::components::{Button, ButtonKind};
use crate::i18n::t;
use crate::pictures::Logo;

/// The page.
#[component]
pub fn FrontPage(
    /// Where the app lives.
    app: String,
    /// Where a code is typed in.
    join: String,
    /// The officers' pages.
    bureau: String,
) -> Element {
    rsx! {
        div { class: "screen screen-deep landing",
            main { class: "join landing-main",
                div { class: "join-head",
                    Logo { big: true }
                    h1 { class: "join-title", {t("app-name")} }
                    p { class: "join-promise", {t("app-promise")} }
                }
                section { class: "card",
                    h2 { class: "record-title", {t("front-teacher")} }
                    p { class: "small mute", {t("front-teacher-do")} }
                    Button { label: t("front-join"), kind: ButtonKind::Main, href: join, wide: true, id: "front-join" }
                    Button { label: t("front-open"), href: app, wide: true }
                }
                section { class: "card",
                    h2 { class: "record-title", {t("front-bureau")} }
                    Button { label: t("front-bureau-go"), href: bureau, wide: true }
                }
            }
        }
    }
}
