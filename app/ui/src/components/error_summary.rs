//! What is still wrong, on top of the form, each line a link to its field with the same words as there.

use dioxus::prelude::*;

use crate::i18n::{t, t_with};
use crate::icon::{Glyph, Icon};

/// One thing that is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldError {
    /// Id of the field it belongs to.
    pub field: String,
    /// What is wrong and what to do.
    pub words: String,
}

/// The summary; shows nothing when nothing is wrong.
#[component]
pub fn ErrorSummary(
    /// What is wrong, in the order of the fields.
    errors: Vec<FieldError>,
    /// The last line; by default: what was written is kept.
    note: Option<String>,
) -> Element {
    if errors.is_empty() {
        return rsx! {};
    }
    let count = errors.len().to_string();
    rsx! {
        section { class: "card errors", role: "alert", id: "errors", tabindex: "-1",
            b { class: "errors-head", Icon { glyph: Glyph::CircleAlert } {t_with("errors-title", &[("count", &count)])} }
            ul { class: "errors-list",
                for error in errors {
                    li { a { href: "#{error.field}", "{error.words}" } }
                }
            }
            span { class: "cap faint", {note.unwrap_or_else(|| t("errors-kept"))} }
        }
    }
}
