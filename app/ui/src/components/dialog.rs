//! A dialog, only for what cannot be undone; verbs on its buttons.

use dioxus::prelude::*;

use crate::components::{Button, ButtonKind};
use crate::i18n::t;

/// Shown while it is in the tree; whoever shows it takes it away.
#[component]
pub fn Dialog(
    /// The question.
    title: String,
    /// What will happen, and what is kept.
    text: String,
    /// The verb.
    verb: String,
    /// It takes something away.
    #[props(default)]
    danger: bool,
    /// The person said yes.
    onyes: Option<EventHandler<()>>,
    /// The person went back.
    onno: Option<EventHandler<()>>,
) -> Element {
    let escaped = move |event: KeyboardEvent| {
        if event.key() == Key::Escape {
            event.stop_propagation();
            answer(onno);
        }
    };
    // the keyboard goes where the question is
    let shown = move |event: MountedEvent| {
        spawn(async move {
            // without a browser there is nothing to focus
            let _ = event.set_focus(true).await;
        });
    };
    rsx! {
        div { class: "scrim",
            div { class: "dialog", role: "alertdialog", tabindex: "-1", onmounted: shown, "aria-modal": "true", "aria-labelledby": "dialog-title",
                "aria-describedby": "dialog-text", onkeydown: escaped,
                h2 { id: "dialog-title", "{title}" }
                p { id: "dialog-text", class: "small mute", "{text}" }
                div { class: "dialog-acts",
                    Button { label: t("dialog-no"), onclick: move |_| answer(onno) }
                    Button { label: verb, kind: if danger { ButtonKind::Danger } else { ButtonKind::Main }, onclick: move |_| answer(onyes) }
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
