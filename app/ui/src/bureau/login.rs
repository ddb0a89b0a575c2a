//! 教育局登录.

use dioxus::prelude::*;

use crate::components::{Banner, Button, ButtonKind, Field, InputKind, TextInput};
use crate::i18n::t;
use crate::icon::Glyph;
use crate::pictures::Logo;
use crate::tone::Tone;

/// The page. Posts `account`, `password` and `token`.
#[component]
pub fn Login(
    /// Where the form posts to.
    action: String,
    /// 临溪县教育局 · 第三批出彩项目
    bureau: String,
    /// A token against forged requests.
    #[props(default)]
    token: String,
    /// The account typed before.
    #[props(default)]
    account: String,
    /// What goes along unseen: where it leads, and a form that waits.
    #[props(default)]
    carried: Vec<(String, String)>,
    /// Why it did not work.
    error: Option<String>,
) -> Element {
    rsx! {
        div { class: "login",
            header { class: "login-word",
                div { class: "brand brand-large", Logo {} span { {t("app-name")} } }
                div {
                    h1 { class: "login-line", {t("login-line")} }
                    p { class: "login-sub", {t("login-sub")} }
                }
                span { class: "cap login-foot", "{bureau}" }
            }
            main { class: "login-place",
                form { class: "login-form", method: "post", action,
                    h2 { class: "page-title", {t("login-title")} }
                    if let Some(error) = error {
                        Banner { text: error, tone: Tone::Bad, glyph: Glyph::CircleAlert }
                    }
                    input { r#type: "hidden", name: "token", value: token }
                    for (name, value) in carried {
                        input { r#type: "hidden", name, value }
                    }
                    Field { field: "account", label: t("login-account"),
                        TextInput { id: "account", kind: InputKind::Account, initial: account, limit: 64, required: true, autocomplete: "username" }
                    }
                    Field { field: "password", label: t("login-password"),
                        TextInput { id: "password", kind: InputKind::Password, limit: 128, required: true, autocomplete: "current-password" }
                    }
                    Button { label: t("login-go"), kind: ButtonKind::Main, submit: true, wide: true }
                    span { class: "cap faint", {t("login-hint")} }
                }
            }
        }
    }
}
