//! `/j`: what an invite's link opens. The same page for everyone: the code is in the fragment, which never comes here.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{HOST, USER_AGENT};
use axum::response::IntoResponse;
use dioxus::prelude::*;
use studio_ui::bureau::Landing;
use studio_ui::i18n::t;

use super::{Page, draw};
use crate::app::App;

/// Words by which chat apps' browsers name themselves: only to choose the hint, never to refuse.
const CHAT_APPS: [&str; 5] = ["MicroMessenger", "wxwork", "QQ/", "DingTalk", "AlipayClient"];

/// GET /j
pub(super) async fn page(State(app): State<Arc<App>>, headers: HeaderMap) -> Page {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let agent = text(USER_AGENT);
    let chat = CHAT_APPS.iter().any(|name| agent.contains(name));
    let address = app.reach.address(text(HOST));
    let shown = address.split_once("://").map_or(address.as_str(), |(_, host)| host).to_owned();
    let page = move || rsx! { Landing { app: "/app/join", address: shown.clone(), chat } };
    Ok(draw(&t("app-name"), page)?.into_response())
}
