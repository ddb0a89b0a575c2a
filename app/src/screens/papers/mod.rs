//! What is kept and who sees it; what the app is and what its signatures promise.

use dioxus::prelude::*;
use studio_ui::phone::Screen;
use studio_ui::prelude::*;

use crate::route::Route;

/// Paragraphs of 隐私: title and text.
pub(crate) const PRIVACY: [&str; 5] = ["what", "who", "where", "right", "erase"];
/// Paragraphs of 关于.
pub(crate) const ABOUT: [&str; 4] = ["app", "signed", "not-signed", "free"];

/// 隐私
#[component]
pub fn Privacy() -> Element {
    rsx! { Paper { title: t("privacy-title"), prefix: "privacy", parts: PRIVACY.to_vec() } }
}

/// 关于
#[component]
pub fn About() -> Element {
    rsx! { Paper { title: t("about-title"), prefix: "about", parts: ABOUT.to_vec() } }
}

#[component]
fn Paper(title: String, prefix: String, parts: Vec<&'static str>) -> Element {
    rsx! {
        Screen { bar: rsx! { AppBar { title, back: Route::Me {}.to_string() } },
            div { class: "stack",
                for part in parts {
                    Card {
                        h2 { class: "small", {t(&format!("{prefix}-{part}-title"))} }
                        p { class: "small mute", {t(&format!("{prefix}-{part}-text"))} }
                    }
                }
            }
        }
    }
}
