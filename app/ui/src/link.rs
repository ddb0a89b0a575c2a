//! Links that work for both renderers: a plain `<a href>` on the server's pages, a step of the app's router on the phone.
//! Must not know a router: the app hands one in through [`Follow`].

use dioxus::prelude::*;

/// What the app does with a tapped link of its own. Without it (on the server's pages) the browser follows the link.
#[derive(Clone, Copy, PartialEq)]
pub struct Follow(pub Callback<String>);

/// A link. Paths of this site go through [`Follow`] when the app has provided it.
#[component]
pub fn Anchor(
    /// Where to; anything but a path, a fragment or http(s) is dropped, so that no stored text becomes a script.
    href: String,
    /// Classes for the style sheets.
    class: Option<String>,
    /// What a screen reader says when the content alone is not enough.
    label: Option<String>,
    /// For links to this place.
    id: Option<String>,
    /// Handle for journeys.
    testid: Option<String>,
    /// This is the page one is on.
    #[props(default)]
    current: bool,
    /// What one sees.
    children: Element,
) -> Element {
    let follow = try_use_context::<Follow>();
    let target = safe(&href).then(|| href.clone());
    let onclick = move |event: MouseEvent| {
        let Some(Follow(go)) = follow else { return };
        if href.starts_with('/') && event.modifiers().is_empty() {
            event.prevent_default();
            go.call(href.clone());
        }
    };
    rsx! {
        a { class, id, href: target, "aria-label": label, "aria-current": current.then_some("page"), "data-testid": testid, onclick, {children} }
    }
}

fn safe(href: &str) -> bool {
    ["/", "#", "?", "https://", "http://", "blob:"].iter().any(|start| href.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn a_stored_text_cannot_become_a_script() {
        assert!(safe("/studios/1") && safe("#place") && safe("https://example.cn"));
        assert!(!safe("javascript:alert(1)") && !safe(" javascript:alert(1)") && !safe("data:text/html,x"));
    }
}
