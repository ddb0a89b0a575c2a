//! A question before what cannot be undone. The browser keeps the keyboard inside it and afterwards gives the focus back
//! to what opened it.

use dioxus::prelude::*;
use studio_core::time::Day;
use studio_ui::prelude::*;

use crate::platform;

/// The dialog on the page; there is one at a time.
const DIALOG: &str = "dialog";

/// Asked while it is in the tree; whoever asks takes it away after either answer.
#[component]
pub(crate) fn Ask(
    title: String,
    text: String,
    verb: String,
    #[props(default)] danger: bool,
    onyes: EventHandler<()>,
    onno: EventHandler<()>,
) -> Element {
    // closed by the browser before it leaves the page: what merely goes away gives no focus back
    let closing = |then: EventHandler<()>| {
        move |()| {
            platform::close_dialog(DIALOG);
            then.call(());
        }
    };
    rsx! {
        Dialog {
            id: DIALOG, title, text, verb, danger, onshown: move |()| platform::show_dialog(DIALOG), onyes: closing(onyes),
            onno: closing(onno),
        }
    }
}

/// Asked before something is handed in whose day is still to come: a slip of the finger, or a meeting that was not held.
#[component]
pub(crate) fn AskAhead(day: Day, onyes: EventHandler<()>, onno: EventHandler<()>) -> Element {
    let title = t_with("form-ahead-ask", &[("day", &studio_ui::dates::date(day))]);
    rsx! { Ask { title, text: t("form-ahead-text"), verb: t("form-ahead-yes"), onyes, onno } }
}

/// Asked before words of a line that no field took go with the form.
#[component]
pub(crate) fn AskLeft(words: Vec<String>, onyes: EventHandler<()>, onno: EventHandler<()>) -> Element {
    let text = t_with("form-left-text", &[("words", &words.join("”“"))]);
    rsx! { Ask { title: t("form-left-ask"), text, verb: t("form-left-yes"), danger: true, onyes, onno } }
}

/// Asked before one's own words take the place of those that somebody else wrote meanwhile.
#[component]
pub(crate) fn AskOver(onyes: EventHandler<()>, onno: EventHandler<()>) -> Element {
    let (title, text, verb) = (t("form-over-ask"), t("form-over-text"), t("form-over-yes"));
    rsx! { Ask { title, text, verb, danger: true, onyes, onno } }
}
