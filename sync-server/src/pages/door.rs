//! The officers' way in and out. A wrong password, a resting account and an unknown login look alike until the
//! password is right.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;
use studio_core::time::Millis;
use studio_ui::bureau::Login;
use studio_ui::i18n::t;

use super::assemble::{Fields, OfficerForm};
use super::{Page, PageFault, draw};
use crate::app::App;
use crate::auth::password;
use crate::auth::session::{Officer, clear_cookie, fresh_token, is_own_origin, set_cookie};
use crate::chance;
use crate::codes::session_hash;
use crate::fault::Fault;
use crate::limits::SESSION_MS;
use crate::store::sqlite::office::{self, OfficerRow};

/// GET /bureau/login
pub(super) async fn page(officer: Option<Officer>) -> Page {
    if officer.is_some() {
        return Ok(Redirect::to("/bureau/").into_response());
    }
    login_page(StatusCode::OK, String::new(), None)
}

fn login_page(status: StatusCode, account: String, error: Option<String>) -> Page {
    let page = move || {
        rsx! { Login { action: "/bureau/login", bureau: t("login-foot"), account: account.clone(), error: error.clone() } }
    };
    Ok((status, draw(&t("login-title"), page)?).into_response())
}

/// POST /bureau/login
pub(super) async fn log_in(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Page {
    if !is_own_origin(&headers) {
        return Err(PageFault::Form);
    }
    let fields = Fields(fields);
    let (login, typed) = (fields.text("account").to_owned(), fields.text("password").to_owned());
    let now = chance::now();
    match check(&app, login.clone(), typed, now).await? {
        Entry::In(officer) => welcome(&app, officer, now).await,
        Entry::Wrong => login_page(StatusCode::UNAUTHORIZED, login, Some(t("login-wrong"))),
        Entry::Resting => login_page(StatusCode::TOO_MANY_REQUESTS, login, Some(t("login-resting"))),
    }
}

enum Entry {
    In(OfficerRow),
    Wrong,
    Resting,
}

async fn check(app: &Arc<App>, login: String, typed: String, now: Millis) -> Result<Entry, Fault> {
    let asked = login.clone();
    let officer = app.disk.read(move |db| Ok(office::officer(db, &asked)?)).await?;
    if officer.as_ref().is_some_and(|officer| now < officer.locked_until) {
        return Ok(Entry::Resting);
    }
    let place = app.hashing.acquire().await.map_err(|_| Fault::Stopped)?;
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
    match fitting {
        Some(officer) => Ok(Entry::In(officer)),
        None => note_failure(app, login, now).await,
    }
}

/// Counted at the desk, against what the row says then: many tries at once are many failures. A right password that
/// comes in the same moment as the fifth wrong one is let in; the account rests for the next.
async fn note_failure(app: &Arc<App>, login: String, now: Millis) -> Result<Entry, Fault> {
    let noted = app.disk.write(move |desk| {
        let Some(officer) = office::officer(desk.db(), &login)? else { return Ok(Entry::Wrong) };
        if now < officer.locked_until {
            return Ok(Entry::Resting);
        }
        let (failures, locked_until) = password::after_failure(officer.failures, now);
        office::note_failures(desk.db(), &login, failures, locked_until)?;
        Ok(if locked_until > now { Entry::Resting } else { Entry::Wrong })
    });
    noted.await
}

async fn welcome(app: &Arc<App>, officer: OfficerRow, now: Millis) -> Page {
    let token = fresh_token();
    let hash = session_hash(&token);
    let written = app.disk.write(move |desk| {
        office::note_failures(desk.db(), &officer.login, 0, Millis(0))?;
        Ok(office::add_session(desk.db(), &hash, &officer.login, now, Millis(now.0 + SESSION_MS))?)
    });
    written.await?;
    Ok(([(SET_COOKIE, set_cookie(&token, app.reach.secure))], Redirect::to("/bureau/")).into_response())
}

/// POST /bureau/logout
pub(super) async fn log_out(State(app): State<Arc<App>>, form: OfficerForm) -> Result<Response, PageFault> {
    let hash = form.officer.session_hash();
    app.disk.write(move |desk| Ok(office::drop_session(desk.db(), &hash)?)).await?;
    Ok(([(SET_COOKIE, clear_cookie(app.reach.secure))], Redirect::to("/bureau/login")).into_response())
}
