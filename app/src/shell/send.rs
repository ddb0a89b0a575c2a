//! A text on its way to a chat: the phone's share sheet where there is one, and the text to paste.

use dioxus::prelude::*;
use studio_ui::prelude::*;

use crate::platform;

/// Both buttons; `share` and `copy` are their words, `testid` how journeys find them.
#[component]
pub(crate) fn Send(text: String, share: String, copy: String, testid: &'static str) -> Element {
    let mut copied = use_signal(|| None::<bool>);
    let shares = platform::can_share();
    let (shared, pasted) = (text.clone(), text);
    let give = move |_| {
        let text = shared.clone();
        // Whoever closes the sheet has changed their mind: nothing to tell.
        spawn(async move {
            let _ = platform::share(&text).await;
        });
    };
    let lay = move |_| {
        let text = pasted.clone();
        spawn(async move { copied.set(Some(platform::copy(&text).await)) });
    };
    let label = if copied() == Some(true) { t("copied") } else { copy };
    let kind = if shares { ButtonKind::Plain } else { ButtonKind::Main };
    rsx! {
        if shares {
            Button { label: share, kind: ButtonKind::Main, wide: true, glyph: Glyph::Share, testid: "{testid}-share", onclick: give }
        }
        Button { label, kind, wide: true, glyph: Glyph::Copy, testid: "{testid}-copy", onclick: lay }
        if copied() == Some(false) {
            Banner { text: t("copy-failed"), tone: Tone::Warn, glyph: Glyph::Info }
        }
    }
}
