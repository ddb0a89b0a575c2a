//! The officers' way in and out. A wrong password and an unknown login look alike. Who guesses is slowed where he is;
//! the officer's own browser never stands behind him.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Query, State};
use axum::http::header::{RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use dioxus::prelude::*;
use serde::Deserialize;
use studio_core::time::Millis;
use studio_ui::bureau::Login;
use studio_ui::i18n::{t, t_with};

use super::assemble::{Fields, OfficerForm};
use super::{Page, PageFault, again, draw};
use crate::app::App;
use crate::auth::places::Asker;
use crate::auth::session::{Officer, clear_cookie, fresh_token, is_own_origin, set_cookie};
use crate::auth::way::Way;
use crate::auth::{known, password};
use crate::chance;
use crate::codes::session_hash;
use crate::fault::Fault;
use crate::gate::ComeBack;
use crate::guesses::Guess;
use crate::limits::{KEPT_BYTES_MAX, SESSION_MS};
use crate::source::Source;
use crate::store::sqlite::office::{self, OfficerRow};

/// Where to after the login.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    to: String,
}

/// A form that waits for its officer: where it goes, and what was typed, as one text.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) action: String,
    pub(super) text: String,
}

impl Kept {
    fn read(fields: &Fields) -> Option<Self> {
        let kept = Self { action: fields.text("kept-for").to_owned(), text: fields.text("kept").to_owned() };
        (!kept.text.is_empty() && kept.text.len() <= KEPT_BYTES_MAX).then_some(kept)
    }
}

/// GET /bureau/login
pub(super) async fn page(officer: Option<Officer>, Query(asked): Query<Asked>) -> Page {
    let way = Way::of(&asked.to).unwrap_or_else(Way::home);
    if officer.is_some() {
        return Ok(Redirect::to(way.as_str()).into_response());
    }
    login_page(StatusCode::OK, String::new(), None, way, None)
}

/// The login, with where it leads and what it carries there.
pub(super) fn login_page(
    status: StatusCode,
    account: String,
    error: Option<String>,
    way: Way,
    kept: Option<Kept>,
) -> Page {
    let mut carried = vec![("to".to_owned(), way.as_str().to_owned())];
    if let Some(kept) = kept {
        carried.extend([("kept-for".to_owned(), kept.action), ("kept".to_owned(), kept.text)]);
    }
    let page = move || {
        rsx! { Login { action: "/bureau/login", bureau: t("login-foot"), account: account.clone(), error: error.clone(), carried: carried.clone() } }
    };
    Ok((status, draw(&t("login-title"), page)?).into_response())
}

/// POST /bureau/login
pub(super) async fn log_in(
    State(app): State<Arc<App>>,
    source: Source,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Page {
    if !is_own_origin(&headers) {
        return Err(PageFault::Form);
    }
    let fields = Fields(fields);
    let (login, typed) = (fields.text("account").to_owned(), fields.text("password").to_owned());
    let (way, kept) = (Way::of(fields.text("to")).unwrap_or_else(Way::home), Kept::read(&fields));
    let now = chance::now();
    let browser = known::of_request(&headers, &login, now, app.disk.secret(), app.reach.secure);
    let guess = browser.map_or_else(|| Guess::at_a_password(&login, source), Guess::in_a_known_browser);
    if let Err(come_back) = app.passwords.pass(&guess).await {
        return slow_page(login, come_back, way, kept);
    }
    let asker = if browser.is_some() { Asker::Known } else { Asker::Stranger };
    let checked = check(&app, login.clone(), typed, asker).await;
    if !matches!(checked, Ok(None)) {
        // right, or not looked at
        app.passwords.was_right(&guess);
    }
    match checked? {
        Some(officer) => welcome(&app, officer, now, &way, kept).await,
        None => login_page(StatusCode::UNAUTHORIZED, login, Some(t("login-wrong")), way, kept),
    }
}

/// Too many guesses wait where this one comes from: when there is room, and which way is open at once.
fn slow_page(login: String, come_back: ComeBack, way: Way, kept: Option<Kept>) -> Page {
    let words = t_with("login-slow", &[("seconds", &come_back.wait_s.to_string())]);
    let mut page = login_page(StatusCode::TOO_MANY_REQUESTS, login, Some(words), way, kept)?;
    page.headers_mut().insert(RETRY_AFTER, come_back.wait_s.into());
    Ok(page)
}

/// The officer, if the password is right. What fits nobody takes as long as what fits somebody.
async fn check(app: &Arc<App>, login: String, typed: String, asker: Asker) -> Result<Option<OfficerRow>, Fault> {
    let officer = app.disk.read(move |db| Ok(office::officer(db, &login)?)).await?;
    let place = app.hashing.take(asker).await?;
    let checked = tokio::task::spawn_blocking(move || match officer {
        Some(officer) if password::fits(&typed, &officer.password_hash) => Some(officer),
        Some(_) => None,
        None => {
            password::check_nobody(&typed);
            None
        }
    });
    let fitting = checked.await.map_err(|_| Fault::Stopped)?;
    drop(place);
    Ok(fitting)
}

async fn welcome(app: &Arc<App>, officer: OfficerRow, now: Millis, way: &Way, kept: Option<Kept>) -> Page {
    let (token, secure) = (fresh_token(), app.reach.secure);
    let (hash, login) = (session_hash(&token), officer.login.clone());
    let written =
        app.disk.write(move |desk| Ok(office::add_session(desk.db(), &hash, &login, now, Millis(now.0 + SESSION_MS))?));
    written.await?;
    let known = known::set_cookie(&officer.login, chance::bytes(), now, app.disk.secret(), secure);
    let cookies = AppendHeaders([(SET_COOKIE, set_cookie(&token, secure)), (SET_COOKIE, known)]);
    let officer = Officer::signed_in(officer, token);
    let shown = match &kept {
        Some(kept) => again::after_login(app, &officer, kept).await,
        None => None,
    };
    let onward = || Ok(Redirect::to(way.as_str()).into_response());
    let page = shown.unwrap_or_else(onward).unwrap_or_else(PageFault::into_response);
    Ok((cookies, page).into_response())
}

/// POST /bureau/logout
pub(super) async fn log_out(State(app): State<Arc<App>>, form: OfficerForm) -> Result<Response, PageFault> {
    let hash = form.officer.session_hash();
    app.disk.write(move |desk| Ok(office::drop_session(desk.db(), &hash)?)).await?;
    Ok(([(SET_COOKIE, clear_cookie(app.reach.secure))], Redirect::to("/bureau/login")).into_response())
}
