//! A short word after an action, with 撤销 when it can be undone.

use dioxus::prelude::*;

use crate::i18n::t;
use crate::icon::{Glyph, Icon};

/// Floats above the bottom bar; whoever shows it takes it away.
#[component]
pub fn Toast(
    /// What happened.
    text: String,
    /// A glyph before it.
    #[props(default = Glyph::Check)]
    glyph: Glyph,
    /// Takes it back.
    onundo: Option<EventHandler<MouseEvent>>,
) -> Element {
    rsx! {
        div { class: "toast", role: "status",
            Icon { glyph }
            span { class: "grow", "{text}" }
            if let Some(handler) = onundo {
                button { class: "toast-act", r#type: "button", onclick: move |event| handler.call(event), {t("undo")} }
            }
        }
    }
}
