//! The teachers' app, embedded in the binary with its compressed siblings. Serves bytes; knows nothing of what is in them.

use axum::extract::Path;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;
use studio_ui::bureau::MessagePage;
use studio_ui::i18n::t;

use crate::pages::draw;
use crate::routes::{Guard, Route};

/// A file of the web app.
pub struct WebFile {
    /// Its path below `/app/`.
    pub path: &'static str,
    /// As it is.
    pub plain: &'static [u8],
    /// Brotli.
    pub br: Option<&'static [u8]>,
    /// gzip.
    pub gz: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/web_files.rs"));

const INDEX: &str = "index.html";
/// No eval, nothing inline but styles; wasm may be compiled.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
                      img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; object-src 'none'; \
                      base-uri 'self'; frame-ancestors 'none'";

/// The ways of the app.
pub fn routes() -> Vec<Route> {
    let (index, file) = (
        async |headers: HeaderMap| serve(INDEX, &headers),
        async |Path(path): Path<String>, headers: HeaderMap| serve(&path, &headers),
    );
    vec![
        Route::at("/app", Guard::Open).get(async || Redirect::permanent("/app/")),
        Route::at("/app/", Guard::Open).get(index),
        Route::at("/app/{*path}", Guard::Open).get(file),
    ]
}

/// Whether this binary carries the app.
pub fn is_here() -> bool {
    find(INDEX).is_some()
}

fn find(path: &str) -> Option<&'static WebFile> {
    FILES.iter().find(|file| file.path == path)
}

fn serve(path: &str, headers: &HeaderMap) -> Response {
    if let Some(file) = find(path) {
        return answer(file, headers);
    }
    // a name with an ending is a file that is not here; anything else is one of the app's own addresses
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    match find(INDEX) {
        Some(index) if !is_file => answer(index, headers),
        Some(_) => StatusCode::NOT_FOUND.into_response(),
        None => missing(),
    }
}

fn answer(file: &'static WebFile, headers: &HeaderMap) -> Response {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (encoding, bytes) = choose(file, accepted);
    let mut response = bytes.into_response();
    let set = response.headers_mut();
    set.insert(CONTENT_TYPE, HeaderValue::from_static(kind(file.path)));
    set.insert(CACHE_CONTROL, HeaderValue::from_static(keeping(file.path)));
    set.insert(VARY, HeaderValue::from_static("accept-encoding"));
    set.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    if let Some(encoding) = encoding {
        set.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn choose(file: &'static WebFile, accepted: &str) -> (Option<&'static str>, &'static [u8]) {
    let takes = |name: &str| accepted.split(',').any(|one| is_taken(one, name));
    match (file.br.filter(|_| takes("br")), file.gz.filter(|_| takes("gzip"))) {
        (Some(bytes), _) => (Some("br"), bytes),
        (None, Some(bytes)) => (Some("gzip"), bytes),
        (None, None) => (None, file.plain),
    }
}

/// `br`, `br;q=0.5`, but not `br;q=0`.
fn is_taken(offer: &str, name: &str) -> bool {
    let mut parts = offer.split(';').map(str::trim);
    let refused = |quality: &str| quality.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0_f32));
    parts.next() == Some(name) && !parts.any(refused)
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// A name that carries the hash of its content never changes its content; everything else is asked for again.
fn keeping(path: &str) -> &'static str {
    if has_hash(path) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// `page-3f9a71c0d2.js`, or a folder of such a name: at least eight hex digits between dashes and dots.
fn has_hash(path: &str) -> bool {
    path.split(['/', '.', '-', '_']).any(|part| {
        let digits = part.chars().any(|c| c.is_ascii_digit());
        part.len() >= 8 && digits && part.chars().all(|c| c.is_ascii_hexdigit())
    })
}

fn missing() -> Response {
    let page = || rsx! { MessagePage { title: t("no-web-app"), text: t("no-web-app-do"), door: Some((t("page-to-overview"), "/bureau/".to_owned())) } };
    match draw(&t("no-web-app"), page) {
        Ok(html) => (StatusCode::NOT_FOUND, html).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for kept in [
            "page-3f9a71c0d2e4.js",
            "worker_bg-0a1b2c3d.wasm",
            "studio.3f9a71c0.css",
            "page-3f9a71c0d2e4-snippets/x/eval.js",
        ] {
            assert!(has_hash(kept), "{kept}");
        }
        for asked in ["index.html", "sw.js", "manifest.webmanifest", "icons/icon-192.png", "loader.js"] {
            assert!(!has_hash(asked), "{asked}");
        }
    }

    #[test]
    fn a_browser_gets_what_it_takes() {
        static FILE: WebFile = WebFile { path: "a.js", plain: b"plain", br: Some(b"br"), gz: Some(b"gz") };
        assert_eq!(choose(&FILE, "gzip, deflate, br").0, Some("br"));
        assert_eq!(choose(&FILE, "gzip, br;q=0").0, Some("gzip"));
        assert_eq!(choose(&FILE, "").0, None);
        assert_eq!(choose(&FILE, "brotli").0, None);
    }
}
