//! Buttons. One main button a screen; what is destructive is quiet, says its verb and can be undone.

use dioxus::prelude::*;

use crate::icon::{Glyph, Icon};
use crate::link::Anchor;

/// How loud a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing this screen is for.
    Main,
    /// Everything else.
    #[default]
    Plain,
    /// Words only.
    Quiet,
    /// Takes something away.
    Danger,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            ButtonKind::Main => "btn btn-main",
            ButtonKind::Plain => "btn",
            ButtonKind::Quiet => "btn btn-quiet",
            ButtonKind::Danger => "btn btn-danger",
        }
    }
}

/// A button, or a link that looks like one when `href` is given.
#[component]
pub fn Button(
    /// The verb.
    label: String,
    /// How loud.
    #[props(default)]
    kind: ButtonKind,
    /// A glyph before the words.
    glyph: Option<Glyph>,
    /// Smaller type and padding, for pages with many.
    #[props(default)]
    compact: bool,
    /// As wide as its place.
    #[props(default)]
    wide: bool,
    /// Submits the form around it.
    #[props(default)]
    submit: bool,
    /// Cannot be pressed now; say why beside it.
    #[props(default)]
    disabled: bool,
    /// A link instead.
    href: Option<String>,
    /// For tests and for links to this place.
    id: Option<String>,
    /// Sent with the form, where one form has several buttons.
    name: Option<String>,
    /// See `name`.
    value: Option<String>,
    /// Handle for journeys.
    testid: Option<String>,
    /// A key that does the same, shown in the button.
    shortcut: Option<String>,
    /// What happens.
    onclick: Option<EventHandler<MouseEvent>>,
) -> Element {
    let class = [kind.class(), if compact { " btn-compact" } else { "" }, if wide { " btn-wide" } else { "" }].concat();
    let inner = rsx! {
        if let Some(glyph) = glyph {
            Icon { glyph }
        }
        span { "{label}" }
        if let Some(shortcut) = &shortcut {
            kbd { "{shortcut}" }
        }
    };
    if let Some(href) = href {
        return rsx! { Anchor { class, href, id, testid, {inner} } };
    }
    let pressed = move |event: MouseEvent| {
        if let Some(handler) = &onclick {
            handler.call(event);
        }
    };
    rsx! {
        button {
            class, id, name, value, disabled, r#type: if submit { "submit" } else { "button" },
            "aria-keyshortcuts": shortcut.clone(), "data-testid": testid, onclick: pressed, {inner}
        }
    }
}
