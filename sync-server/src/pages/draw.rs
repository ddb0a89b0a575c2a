//! From components to an HTML page, and the two files that pages name: the style sheet and the script of comfort.

use std::sync::LazyLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{Html, IntoResponse};
use dioxus::prelude::*;
use sha2::{Digest, Sha256};
use studio_core::id::to_text;
use studio_ui::bureau::PAGE_SCRIPT;
use studio_ui::styles::stylesheet;

use crate::fault::Fault;
use crate::routes::{Guard, Route};

static STYLE: LazyLock<String> = LazyLock::new(stylesheet);
/// Where the style sheet lies: its name changes with its content.
pub static STYLE_PATH: LazyLock<String> = LazyLock::new(|| format!("/pages/{}.css", short_hash(&STYLE)));
/// Where the script lies.
pub static SCRIPT_PATH: LazyLock<String> = LazyLock::new(|| format!("/pages/{}.js", short_hash(PAGE_SCRIPT)));

fn short_hash(text: &str) -> String {
    to_text(Sha256::digest(text.as_bytes()).split_at(8).0)
}

/// The files that pages name.
pub(super) fn files() -> Vec<Route> {
    let style = async || kept_for_ever("text/css; charset=utf-8", STYLE.as_str());
    let script = async || kept_for_ever("text/javascript; charset=utf-8", PAGE_SCRIPT);
    vec![
        Route::at(STYLE_PATH.as_str(), Guard::Open).get(style),
        Route::at(SCRIPT_PATH.as_str(), Guard::Open).get(script),
    ]
}

fn kept_for_ever(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")], text)
}

/// Draws a page. A component that fails would go out as an empty 200: it is looked for, and is a fault.
///
/// # Errors
/// [`Fault::Page`] when a component failed.
pub fn draw<D: Fn() -> Element + Clone + 'static>(title: &str, page: D) -> Result<Html<String>, Fault> {
    let mut dom = VirtualDom::new_with_props(|page: Draw<D>| (page.0)(), Draw(page));
    dom.rebuild_in_place();
    let failed = dom.in_scope(ScopeId::ROOT_ERROR_BOUNDARY, || {
        try_consume_context::<ErrorContext>().and_then(|context| context.error())
    });
    if let Some(error) = failed {
        return Err(Fault::Page(error.to_string()));
    }
    let mut html = String::with_capacity(32 << 10);
    html.push_str("<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">");
    html.push_str("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1,viewport-fit=cover\">");
    html.push_str("<meta name=\"format-detection\" content=\"telephone=no\">");
    html.push_str("<meta name=\"color-scheme\" content=\"light dark\"><title>");
    push_escaped(&mut html, title);
    html.push_str("</title><link rel=\"icon\" href=\"/app/icons/icon.svg\" type=\"image/svg+xml\">");
    html.push_str(&format!("<link rel=\"stylesheet\" href=\"{}\">", *STYLE_PATH));
    html.push_str(&format!("<script src=\"{}\" defer></script></head><body>", *SCRIPT_PATH));
    let drawn = dioxus_ssr::Renderer::new().render_to(&mut html, &dom);
    drawn.map_err(|error| Fault::Page(error.to_string()))?;
    html.push_str("</body></html>");
    Ok(Html(html))
}

#[derive(Clone)]
struct Draw<D>(D);

fn push_escaped(html: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '&' => html.push_str("&amp;"),
            other => html.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_that_fails_is_a_fault_and_not_an_empty_page() {
        #[component]
        fn Broken() -> Element {
            Err(anyhow::anyhow!("no data").into())
        }
        let drawn = draw("x", || rsx! { Broken {} });
        assert!(matches!(drawn, Err(Fault::Page(_))), "{drawn:?}");
    }

    #[test]
    fn what_people_typed_stays_text() {
        let html = draw("<b>", || rsx! { p { "<script>" } }).unwrap().0;
        assert!(html.contains("<title>&lt;b&gt;</title>") && !html.contains("<p><script>"));
    }
}
