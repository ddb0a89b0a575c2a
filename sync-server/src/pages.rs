//! The bureau's pages, the printable forms and the invite's landing page, drawn on the server through `studio_ui`.
//! Handlers of a few lines: read, assemble, draw. Every page works without a script.

mod again;
mod assemble;
mod counted;
mod door;
mod draw;
mod ended;
mod evidence;
mod files;
mod history;
mod invite;
mod invite_again;
mod landing;
mod manage;
mod missing;
mod overview;
mod paper;
mod parts;
mod past;
mod people;
mod pictures;
mod project;
mod roles;
mod standing;
mod studio;
mod terms;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use studio_ui::bureau::MessagePage;
use studio_ui::i18n::t;

pub use draw::{SCRIPT_PATH, STYLE_PATH, draw};

use crate::app::App;
use crate::fault::Fault;
use crate::limits::FORM_BYTES_MAX;

/// The ways of the pages.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(landing::front))
        .route("/join", get(landing::join))
        .route("/bureau", get(async || Redirect::to("/bureau/")))
        .route("/j", get(landing::page))
        .route("/bureau/login", get(door::page).post(door::log_in))
        .route("/bureau/logout", post(door::log_out))
        .route("/bureau/", get(overview::page))
        .route("/bureau/studios/new", get(manage::new_page))
        .route("/bureau/studios", post(manage::create))
        .route("/bureau/studios/{studio}", get(studio::page))
        .route("/bureau/studios/{studio}/indicators/{number}", get(evidence::indicator))
        .route("/bureau/studios/{studio}/indicators/{number}/pictures", get(pictures::of_indicator))
        .route("/bureau/studios/{studio}/records/{record}/pictures", get(pictures::of_record))
        .route("/bureau/studios/{studio}/past/{term}", get(past::page))
        .route("/bureau/studios/{studio}/records/{record}", get(evidence::record))
        .route("/bureau/studios/{studio}/records/{record}/print", get(paper::print))
        .route("/bureau/studios/{studio}/records/{record}/signin", get(paper::signin))
        .route("/bureau/studios/{studio}/files/{hash}", get(files::fetch))
        .route("/bureau/studios/{studio}/people", get(people::page))
        .route("/bureau/studios/{studio}/invite", post(invite::invite))
        .route("/bureau/studios/{studio}/revoke", post(people::revoke))
        .route("/bureau/studios/{studio}/end", post(people::end))
        .route("/bureau/studios/{studio}/role", post(roles::change))
        .route("/bureau/studios/{studio}/admit", post(people::admit))
        .route("/bureau/studios/{studio}/terms", get(terms::of_studio))
        .route("/bureau/studios/{studio}/settings", get(standing::page))
        .route("/bureau/studios/{studio}/rename", post(standing::rename_studio))
        .route("/bureau/studios/{studio}/finish", post(standing::finish_studio))
        .route("/bureau/studios/{studio}/reopen", post(standing::reopen_studio))
        .route("/bureau/studios/{studio}/remove", post(standing::remove_studio))
        .merge(projects())
        .route("/bureau/{*rest}", get(async || PageFault::NotFound))
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .merge(draw::files())
}

/// The ways of a project's pages.
fn projects() -> Router<Arc<App>> {
    Router::new()
        .route("/bureau/projects/{project}", get(project::page))
        .route("/bureau/projects/{project}/{what}", get(counted::page))
        .route("/bureau/projects/{project}/terms", post(terms::set))
        .route("/bureau/projects/{project}/level", post(terms::level))
        .route("/bureau/projects/{project}/rename", post(standing::rename_project))
        .route("/bureau/projects/{project}/finish", post(standing::finish_project))
        .route("/bureau/projects/{project}/reopen", post(standing::reopen_project))
        .route("/bureau/projects/{project}/remove", post(standing::remove_project))
}

/// Why a page cannot be shown.
#[derive(Debug)]
pub enum PageFault {
    /// No such page, studio or record, or not this bureau's.
    NotFound,
    /// The form did not come from one of our pages, or from an old one.
    Form,
    /// An address or a form that cannot be read.
    Unreadable,
    /// A page that is not there in this way.
    Method,
    /// More than a form may hold.
    TooLarge,
    /// The server's own fault; already logged where it is made into this.
    Internal,
    /// Too much to do at the moment.
    Busy,
    /// What the browser sends does not come whole within its time.
    TooSlow,
}

impl From<Fault> for PageFault {
    fn from(fault: Fault) -> Self {
        if fault.passes() {
            tracing::warn!(%fault, "busy");
            return Self::Busy;
        }
        tracing::error!(%fault, "page failed");
        Self::Internal
    }
}

impl PageFault {
    /// What a refusal with this status means to an officer.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::FORBIDDEN => Self::Form,
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::REQUEST_TIMEOUT => Self::TooSlow,
            _ => Self::Unreadable,
        }
    }

    fn parts(&self) -> (StatusCode, &'static str) {
        match self {
            Self::NotFound => (StatusCode::NOT_FOUND, "page-not-found"),
            Self::Form => (StatusCode::FORBIDDEN, "page-form"),
            Self::Unreadable => (StatusCode::BAD_REQUEST, "page-unreadable"),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, "page-method"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "page-too-large"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "page-internal"),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, "page-busy"),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, "page-too-slow"),
        }
    }
}

impl IntoResponse for PageFault {
    fn into_response(self) -> Response {
        use dioxus::prelude::*;
        let (status, key) = self.parts();
        let page = move || {
            let door = Some((t("page-to-overview"), "/bureau/".to_owned()));
            rsx! { MessagePage { title: t(key), text: t(&format!("{key}-do")), door } }
        };
        match draw(&t(key), page) {
            Ok(html) => (status, html).into_response(),
            Err(_) => status.into_response(),
        }
    }
}

/// What a page's handler gives.
type Page = Result<Response, PageFault>;
