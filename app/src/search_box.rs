//! A box to look for something. It looks while one types Latin letters, and only after the word is chosen while an input
//! method composes: raw pinyin finds nothing.

use dioxus::prelude::*;
use studio_ui::prelude::*;

/// Tells the text to look for.
#[component]
pub(crate) fn SearchBox(testid: String, label: String, onlook: EventHandler<String>) -> Element {
    let mut typed = use_hook(|| CopyValue::new(String::new()));
    let mut composing = use_hook(|| CopyValue::new(false));
    let composed = move |_| {
        composing.set(false);
        onlook.call(typed.cloned());
    };
    let written = move |text: String| {
        typed.set(text.clone());
        if !*composing.peek() {
            onlook.call(text);
        }
    };
    rsx! {
        div { oncompositionstart: move |_| composing.set(true), oncompositionend: composed,
            Field { field: testid.clone(), label,
                TextInput { id: testid.clone(), testid, kind: InputKind::Search, oninput: written }
            }
        }
    }
}
