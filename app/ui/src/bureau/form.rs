//! A form of the bureau: create a studio, invite its chief.

use dioxus::prelude::*;

use crate::components::{Banner, Button, ButtonKind, ErrorSummary, FieldError};
use crate::tone::Tone;

/// A card with a form that posts its fields and `token`.
#[component]
pub fn FormPage(
    /// Where it posts to.
    action: String,
    /// A token against forged requests.
    #[props(default)]
    token: String,
    /// Why it is shown again, when nothing is wrong with it.
    note: Option<String>,
    /// What is wrong with what was sent.
    #[props(default)]
    errors: Vec<FieldError>,
    /// The verb on the button.
    verb: String,
    /// Where 返回 leads: words and place.
    back: Option<(String, String)>,
    /// [`Field`](crate::components::Field)s.
    children: Element,
) -> Element {
    rsx! {
        form { class: "form-page", method: "post", action,
            input { r#type: "hidden", name: "token", value: token }
            if let Some(note) = note {
                Banner { text: note, tone: Tone::Info }
            }
            ErrorSummary { errors, note: "" }
            section { class: "card stack-wide", {children} }
            div { class: "acts",
                Button { label: verb, kind: ButtonKind::Main, submit: true }
                if let Some((label, href)) = back {
                    Button { label, href, kind: ButtonKind::Quiet }
                }
            }
        }
    }
}
