//! Small forms that stand on several pages: one button that does one thing, folded away where it should not be pressed by
//! the way.

use dioxus::prelude::*;
use studio_ui::components::{Button, ButtonKind};

/// A form of one button.
#[component]
pub(super) fn Act(
    /// Where it posts to.
    action: String,
    /// The officer's token.
    token: String,
    /// The verb.
    verb: String,
    #[props(default)] kind: ButtonKind,
    /// What it sends besides.
    #[props(default)]
    sent: Vec<(String, String)>,
) -> Element {
    rsx! {
        form { method: "post", action,
            input { r#type: "hidden", name: "token", value: token }
            for (name, value) in sent {
                input { r#type: "hidden", name, value }
            }
            Button { label: verb, kind, compact: true, submit: true }
        }
    }
}

/// Something that is not done by one tap: folded, with what it means above its button.
#[component]
pub(super) fn Folded(ask: String, what: String, children: Element) -> Element {
    rsx! {
        details { class: "figures",
            summary { "{ask}" }
            p { class: "cap mute", "{what}" }
            {children}
        }
    }
}
