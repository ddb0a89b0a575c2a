//! The word after an action, with 撤销 where it can be taken back. It goes by itself.

use dioxus::prelude::*;
use studio_ui::prelude::*;

use crate::desk::{Said, use_desk};
use crate::platform;

/// How long a word stays: long enough to read and to reach 撤销.
const STAYS_MS: u32 = 8_000;

/// The word, when there is one.
#[component]
pub(crate) fn Word() -> Element {
    let desk = use_desk();
    let mut said = desk.said;
    use_resource(move || async move {
        let mut said = desk.said;
        if let Some(now) = said() {
            platform::sleep(STAYS_MS).await;
            if said.peek().as_ref() == Some(&now) {
                said.set(None);
            }
        }
    });
    let Some(Said { text, undo }) = said() else { return rsx! {} };
    if undo.is_empty() {
        return rsx! { div { class: "toast-place", "data-testid": "toast", Toast { text } } };
    }
    let take_back = move |_| {
        let undo = undo.clone();
        said.set(None);
        spawn(async move {
            for request in undo {
                if let Err(notice) = desk.engine().call(request).await {
                    desk.tell(notice);
                }
            }
        });
    };
    rsx! { div { class: "toast-place", "data-testid": "toast", Toast { text, onundo: take_back } } }
}
