//! The bureau's pages, the printable forms and the invite's landing page, drawn on the server through `studio_ui`.
//! Handlers of a few lines: read, assemble, draw. Every page works without a script.

mod again;
mod assemble;
mod counted;
mod door;
mod draw;
mod ended;
mod erasing;
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
mod papers;
mod parts;
mod past;
mod people;
mod pictures;
mod project;
mod pupils;
mod replies;
mod roles;
mod standing;
mod studio;
mod terms;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use studio_ui::bureau::MessagePage;
use studio_ui::i18n::t;

pub use draw::{SCRIPT_PATH, STYLE_PATH, draw};

use crate::fault::Fault;
use crate::routes::{Guard, Route};

/// The ways of the pages.
pub fn routes() -> Vec<Route> {
    [doors(), studios(), projects(), draw::files()].concat()
}

/// The ways in and out, and the first page behind them.
fn doors() -> Vec<Route> {
    vec![
        Route::at("/", Guard::Open).get(landing::front),
        Route::at("/join", Guard::Open).get(landing::join),
        Route::at("/bureau", Guard::Open).get(async || Redirect::to("/bureau/")),
        Route::at("/j", Guard::Open).get(landing::page),
        Route::at("/bureau/login", Guard::Open).get(door::page).post(door::log_in),
        Route::at("/bureau/logout", Guard::Officer).post(door::log_out),
        Route::at("/bureau/", Guard::Officer).get(overview::page),
    ]
}

/// The ways of a studio's pages.
fn studios() -> Vec<Route> {
    vec![
        Route::at("/bureau/studios/new", Guard::Officer).get(manage::new_page),
        Route::at("/bureau/studios", Guard::Officer).post(manage::create),
        Route::at("/bureau/studios/{studio}", Guard::Officer).get(studio::page),
        Route::at("/bureau/studios/{studio}/indicators/{number}", Guard::Officer).get(evidence::indicator),
        Route::at("/bureau/studios/{studio}/indicators/{number}/pictures", Guard::Officer).get(pictures::of_indicator),
        Route::at("/bureau/studios/{studio}/records/{record}/pictures", Guard::Officer).get(pictures::of_record),
        Route::at("/bureau/studios/{studio}/past/{term}", Guard::Officer).get(past::page),
        Route::at("/bureau/studios/{studio}/records/{record}", Guard::Officer).get(evidence::record),
        Route::at("/bureau/studios/{studio}/records/{record}/print", Guard::Officer).get(paper::print),
        Route::at("/bureau/studios/{studio}/papers/{paper}", Guard::Officer).get(papers::page),
        Route::at("/bureau/studios/{studio}/records/{record}/signin", Guard::Officer).get(paper::signin),
        Route::at("/bureau/studios/{studio}/files/{hash}", Guard::Officer).get(files::fetch),
        Route::at("/bureau/studios/{studio}/erase", Guard::Officer).post(erasing::erase),
        Route::at("/bureau/studios/{studio}/pupils", Guard::Officer).get(pupils::page),
        Route::at("/bureau/studios/{studio}/people", Guard::Officer).get(people::page),
        Route::at("/bureau/studios/{studio}/invite", Guard::Officer).post(invite::invite),
        Route::at("/bureau/studios/{studio}/revoke", Guard::Officer).post(people::revoke),
        Route::at("/bureau/studios/{studio}/end", Guard::Officer).post(people::end),
        Route::at("/bureau/studios/{studio}/role", Guard::Officer).post(roles::change),
        Route::at("/bureau/studios/{studio}/admit", Guard::Officer).post(people::admit),
        Route::at("/bureau/studios/{studio}/terms", Guard::Officer).get(terms::of_studio),
        Route::at("/bureau/studios/{studio}/settings", Guard::Officer).get(standing::page),
        Route::at("/bureau/studios/{studio}/rename", Guard::Officer).post(standing::rename_studio),
        Route::at("/bureau/studios/{studio}/finish", Guard::Officer).post(standing::finish_studio),
        Route::at("/bureau/studios/{studio}/reopen", Guard::Officer).post(standing::reopen_studio),
        Route::at("/bureau/studios/{studio}/remove", Guard::Officer).post(standing::remove_studio),
    ]
}

/// The ways of a project's pages.
fn projects() -> Vec<Route> {
    vec![
        Route::at("/bureau/projects/{project}", Guard::Officer).get(project::page),
        Route::at("/bureau/projects/{project}/{what}", Guard::Officer).get(counted::page),
        Route::at("/bureau/projects/{project}/terms", Guard::Officer).post(terms::set),
        Route::at("/bureau/projects/{project}/level", Guard::Officer).post(terms::level),
        Route::at("/bureau/projects/{project}/rename", Guard::Officer).post(standing::rename_project),
        Route::at("/bureau/projects/{project}/finish", Guard::Officer).post(standing::finish_project),
        Route::at("/bureau/projects/{project}/reopen", Guard::Officer).post(standing::reopen_project),
        Route::at("/bureau/projects/{project}/remove", Guard::Officer).post(standing::remove_project),
    ]
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
