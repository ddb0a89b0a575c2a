//! The officer behind a request: an opaque cookie, and for forms an origin and a token that no other site has.

use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::header::{COOKIE, HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::response::{IntoResponse, Redirect, Response};
use studio_core::id::to_text;

use super::way::Way;
use crate::app::App;
use crate::chance;
use crate::codes::{form_token, session_hash};
use crate::limits::SESSION_MS;
use crate::pages::PageFault;
use crate::store::sqlite::office::{self, OfficerRow};

/// An officer who is signed in.
#[derive(Debug, Clone)]
pub struct Officer {
    /// The account.
    pub row: OfficerRow,
    /// The session's token, as the cookie carries it.
    session: String,
}

impl Officer {
    /// An officer who has just signed in.
    pub fn signed_in(row: OfficerRow, session: String) -> Self {
        Self { row, session }
    }

    /// What this officer's forms carry.
    pub fn form_token(&self) -> String {
        form_token(&self.session)
    }

    /// What is kept of the session.
    pub fn session_hash(&self) -> office::TokenHash {
        session_hash(&self.session)
    }
}

/// Nobody is signed in: to the login.
pub enum NoOfficer {
    /// To the login, and back here afterwards.
    Login(Way),
    /// The disk did not say.
    Fault(PageFault),
}

impl IntoResponse for NoOfficer {
    fn into_response(self) -> Response {
        match self {
            Self::Login(way) => Redirect::to(&way.login()).into_response(),
            Self::Fault(fault) => fault.into_response(),
        }
    }
}

impl FromRequestParts<Arc<App>> for Officer {
    type Rejection = NoOfficer;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, NoOfficer> {
        let way = || NoOfficer::Login(way(parts));
        let session = cookie(&parts.headers, cookie_name(app.reach.secure)).ok_or_else(way)?;
        let (hash, now) = (session_hash(&session), chance::now());
        let found = app.disk.read(move |db| Ok(office::officer_of_session(db, &hash, now)?)).await;
        match found {
            Ok(Some(row)) => Ok(Self { row, session }),
            Ok(None) => Err(way()),
            Err(fault) => Err(NoOfficer::Fault(fault.into())),
        }
    }
}

impl OptionalFromRequestParts<Arc<App>> for Officer {
    type Rejection = NoOfficer;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Option<Self>, NoOfficer> {
        match <Self as FromRequestParts<_>>::from_request_parts(parts, app).await {
            Ok(officer) => Ok(Some(officer)),
            Err(NoOfficer::Login(_)) => Ok(None),
            Err(fault @ NoOfficer::Fault(_)) => Err(fault),
        }
    }
}

/// Where a request was going; a form goes back to no page by itself.
fn way(parts: &Parts) -> Way {
    let asked = parts.uri.path_and_query().map_or("", |path| path.as_str());
    let is_page = matches!(parts.method, Method::GET | Method::HEAD);
    Way::of(asked).filter(|_| is_page).unwrap_or_else(Way::home)
}

/// A fresh token for a new session.
pub fn fresh_token() -> String {
    to_text(&chance::bytes::<20>())
}

/// The header that gives a browser its session.
pub fn set_cookie(token: &str, secure: bool) -> HeaderValue {
    let age = SESSION_MS / 1000;
    cookie_header(cookie_name(secure), token, age, secure)
}

/// The header that takes it away.
pub fn clear_cookie(secure: bool) -> HeaderValue {
    cookie_header(cookie_name(secure), "", 0, secure)
}

/// A cookie that no script reads and no other site sends along. `age` in seconds.
pub(super) fn cookie_header(name: &str, token: &str, age: i64, secure: bool) -> HeaderValue {
    let only_tls = if secure { "; Secure" } else { "" };
    let text = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{only_tls}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// Under TLS the name itself says to browsers that no other host or path may set it.
fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-studio-session" } else { "studio-session" }
}

/// A cookie that a request brings.
pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name && !value.is_empty()).then(|| value.to_owned()))
}

/// Where a form was sent from, as far as its browser says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// One of our own pages.
    Own,
    /// Somebody else's.
    Foreign,
    /// An old browser says nothing.
    Unsaid,
}

/// Where a form was sent from.
pub fn origin(headers: &HeaderMap) -> Origin {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let own = |is_own: bool| if is_own { Origin::Own } else { Origin::Foreign };
    if let Some(site) = text(axum::http::HeaderName::from_static("sec-fetch-site")) {
        return own(matches!(site, "same-origin" | "none"));
    }
    match (text(ORIGIN), text(HOST)) {
        (Some(origin), Some(host)) => own(origin.split_once("://").is_some_and(|(_, from)| from == host)),
        (Some(_), None) => Origin::Foreign,
        (None, _) => Origin::Unsaid,
    }
}

/// Whether a form may come from one of our own pages. From a browser that says nothing the form's token alone must do.
pub fn is_own_origin(headers: &HeaderMap) -> bool {
    origin(headers) != Origin::Foreign
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(k, v)| (HeaderName::from_static(k), HeaderValue::from_static(v))).collect()
    }

    #[test]
    fn a_form_of_another_site_is_known_by_its_origin() {
        assert!(is_own_origin(&headers(&[("host", "lx.example.cn"), ("origin", "https://lx.example.cn")])));
        assert!(!is_own_origin(&headers(&[("host", "lx.example.cn"), ("origin", "https://evil.example")])));
        assert!(!is_own_origin(&headers(&[("host", "lx.example.cn"), ("origin", "null")])));
        assert!(!is_own_origin(&headers(&[("sec-fetch-site", "cross-site"), ("host", "a"), ("origin", "http://a")])));
        assert!(is_own_origin(&headers(&[("host", "lx.example.cn")])));
    }

    #[test]
    fn a_session_is_found_among_other_cookies() {
        let line = headers(&[("cookie", "a=1; studio-session=abc; b=2")]);
        assert_eq!(cookie(&line, "studio-session").as_deref(), Some("abc"));
        assert_eq!(cookie(&line, "studio"), None);
    }
}
