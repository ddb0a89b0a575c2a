//! What is kept and who sees it; what the app is and what its signatures promise.

use dioxus::prelude::*;
use studio_engine::messages::{ChainHere, Changed};
use studio_ui::phone::Screen;
use studio_ui::prelude::*;
use studio_ui::read;

use crate::desk::{Answer, use_answer};
use crate::route::Route;

/// Paragraphs of 隐私: title and text.
pub(crate) const PRIVACY: [&str; 7] = ["what", "person", "why", "who", "where", "right", "erase"];
/// Paragraphs of 关于.
pub(crate) const ABOUT: [&str; 4] = ["app", "signed", "not-signed", "free"];

/// What comes with a longer log.
const KINDS: &[Changed] = &[Changed::Records, Changed::Team, Changed::Deliveries];

/// 隐私
#[component]
pub fn Privacy() -> Element {
    rsx! { Paper { title: t("privacy-title"), prefix: "privacy", parts: PRIVACY.to_vec() } }
}

/// 关于
#[component]
pub fn About() -> Element {
    let page = use_answer((), KINDS, |engine, ()| async move { engine.me().await });
    let chain = if let Answer::Here(page) = page { page.chain } else { None };
    rsx! {
        Paper { title: t("about-title"), prefix: "about", parts: ABOUT.to_vec(),
            if let Some(chain) = chain {
                ChainCard { chain }
            }
        }
    }
}

/// How far this phone holds the log, for two people to compare.
#[component]
pub(crate) fn ChainCard(chain: ChainHere) -> Element {
    rsx! {
        Card {
            h2 { class: "small", {t("about-chain-title")} }
            p { "data-testid": "chain", {read::chain_head(chain.seq, &chain.chain)} }
            p { class: "small mute", {t("about-chain-text")} }
        }
    }
}

#[component]
fn Paper(title: String, prefix: String, parts: Vec<&'static str>, children: Element) -> Element {
    rsx! {
        Screen { bar: rsx! { AppBar { title, back: Route::Me {}.to_string() } },
            div { class: "stack",
                {children}
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
