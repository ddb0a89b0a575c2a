//! A form field's frame: the label above, 选填 beside it, a hint or the error below.

use dioxus::prelude::*;

use crate::i18n::{t, t_with};
use crate::icon::{Glyph, Icon};

/// Frames a control. The control's id is `field`; its messages are `field-hint` and `field-error`, which the control
/// names in `aria-describedby`.
#[component]
pub fn Field(
    /// Id of the control.
    field: String,
    /// The label.
    label: String,
    /// Need not be filled in: says 选填.
    #[props(default)]
    optional: bool,
    /// More words after 选填 or the label.
    note: Option<String>,
    /// A count beside the label (8 人).
    count: Option<String>,
    /// Below the control.
    hint: Option<String>,
    /// What is wrong and what to do, in the words of the error summary.
    error: Option<String>,
    /// The control is a group of chips or people: no `for`.
    #[props(default)]
    group: bool,
    /// At the right of the label: a link or a button.
    aside: Option<Element>,
    /// The control.
    children: Element,
) -> Element {
    let beside = match (optional, note) {
        (true, Some(note)) => Some(t_with("field-optional-note", &[("note", &note)])),
        (true, None) => Some(t("field-optional")),
        (false, note) => note,
    };
    let head = rsx! {
        "{label}"
        if let Some(count) = count {
            span { class: "field-count", "{count}" }
        }
        if let Some(words) = beside {
            span { class: "field-optional", "{words}" }
        }
    };
    rsx! {
        div { class: "field", id: "{field}-place",
            div { class: "field-head",
                if group {
                    span { class: "field-label", id: "{field}-label", {head} }
                } else {
                    label { class: "field-label", r#for: "{field}", {head} }
                }
                {aside}
            }
            {children}
            if let Some(hint) = hint {
                span { class: "hint", id: "{field}-hint", "{hint}" }
            }
            if let Some(error) = error {
                span { class: "hint hint-error", id: "{field}-error", Icon { glyph: Glyph::CircleAlert } "{error}" }
            }
        }
    }
}
