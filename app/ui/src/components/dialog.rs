//! A dialog, only for what cannot be undone; verbs on its buttons.

use dioxus::prelude::*;

use crate::components::{Button, ButtonKind};
use crate::i18n::t;

/// Shown while it is in the tree; whoever shows it takes it away. It is the browser's own dialog: shown as a modal one,
/// it keeps the keyboard inside and gives the focus back when it closes.
#[component]
pub fn Dialog(
    /// By which `onshown` finds it.
    id: String,
    /// The question.
    title: String,
    /// What will happen, and what is kept.
    text: String,
    /// The verb.
    verb: String,
    /// It takes something away.
    #[props(default)]
    danger: bool,
    /// Open from the start, as on a page without scripts.
    #[props(default)]
    open: bool,
    /// It is on the page: time to show it as a modal one.
    onshown: Option<EventHandler<()>>,
    /// The person said yes.
    onyes: Option<EventHandler<()>>,
    /// The person went back, with the button or with Esc.
    onno: Option<EventHandler<()>>,
) -> Element {
    rsx! {
        dialog {
            id, class: "scrim", role: "alertdialog", open, "aria-labelledby": "dialog-title", "aria-describedby": "dialog-text",
            "data-testid": "dialog", onmounted: move |_| answer(onshown), oncancel: move |_| answer(onno),
            div { class: "dialog",
                h2 { id: "dialog-title", "{title}" }
                p { id: "dialog-text", class: "small mute", "{text}" }
                div { class: "dialog-acts",
                    Button { label: t("dialog-no"), testid: "dialog-no", onclick: move |_| answer(onno) }
                    Button {
                        label: verb, kind: if danger { ButtonKind::Danger } else { ButtonKind::Main }, testid: "dialog-yes",
                        onclick: move |_| answer(onyes),
                    }
                }
            }
        }
    }
}

fn answer(handler: Option<EventHandler<()>>) {
    if let Some(handler) = handler {
        handler.call(());
    }
}
