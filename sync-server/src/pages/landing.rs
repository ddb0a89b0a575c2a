//! `/`, `/j` and `/join`: what somebody sees who comes by the server's name alone, by an invite's link, or types what the
//! landing page says. The same for everyone: a code is in the fragment, which never comes here.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{HOST, USER_AGENT};
use axum::response::{IntoResponse, Redirect};
use dioxus::prelude::*;
use studio_ui::bureau::{FrontPage, Landing};
use studio_ui::i18n::t;

use super::{Page, draw};
use crate::app::App;

/// Words by which chat apps' browsers name themselves: only to choose the hint, never to refuse.
const CHAT_APPS: [&str; 5] = ["MicroMessenger", "wxwork", "QQ/", "DingTalk", "AlipayClient"];

/// Where a code is typed in.
const JOIN: &str = "/app/join";

/// GET /
pub(super) async fn front() -> Page {
    let page = || rsx! { FrontPage { app: "/app/", join: JOIN, bureau: "/bureau/" } };
    Ok(draw(&t("app-name"), page)?.into_response())
}

/// GET /join: short enough to be typed on a phone.
pub(super) async fn join() -> Redirect {
    Redirect::to(JOIN)
}

/// GET /j
pub(super) async fn page(State(app): State<Arc<App>>, headers: HeaderMap) -> Page {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let agent = text(USER_AGENT);
    let chat = CHAT_APPS.iter().any(|name| agent.contains(name));
    let address = app.reach.address(text(HOST));
    let host = address.split_once("://").map_or(address.as_str(), |(_, host)| host);
    let typed = format!("{host}/join");
    let page = move || rsx! { Landing { app: JOIN, address: typed.clone(), chat } };
    Ok(draw(&t("app-name"), page)?.into_response())
}
