//! What the bureau has ended, at the end of 总览 in grey, each with its way back. Nothing of it is lost.

use dioxus::prelude::*;
use studio_core::time::Millis;
use studio_ui::bureau::BoxCard;
use studio_ui::dates;
use studio_ui::i18n::{t, t_with};
use studio_ui::link::Anchor;

use super::parts::Act;

/// One project or studio that was ended.
#[derive(Clone, PartialEq)]
pub(super) struct Ended {
    /// What it is called.
    pub(super) name: String,
    /// When it was ended.
    pub(super) at: Millis,
    /// Its page, and where its form goes.
    pub(super) path: String,
}

#[component]
pub(super) fn EndedCard(all: Vec<Ended>, token: String) -> Element {
    rsx! {
        BoxCard { title: t("ended-title"), note: t("ended-note"),
            ul { class: "members",
                for one in all {
                    li { class: "member mute",
                        Anchor { class: "cell-door", href: one.path.clone(), "{one.name}" }
                        span { class: "cap faint", {t_with("ended-at", &[("day", &dates::date(one.at.day()))])} }
                        div { class: "member-acts",
                            Act { action: "{one.path}/reopen", token: token.clone(), verb: t("ended-reopen") }
                        }
                    }
                }
            }
        }
    }
}
