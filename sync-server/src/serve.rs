//! The network: one router, its layers, plain or TLS, and a stop that lets answers out. Knows no handler's work.

mod layers;
pub mod listen;
mod prompt;
mod spoken;
pub mod tls;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::limits::FORM_BYTES_MAX;
use crate::routes::{self, Guard, Route};
use crate::store::sqlite::office;
use crate::{api, pages, web_app};

/// Everything that this server answers.
pub fn router(app: Arc<App>) -> Router {
    let secure = app.reach.secure;
    layers::around(bare(app), secure)
}

/// The same without the layers around it.
pub fn bare(app: Arc<App>) -> Router {
    routes::router(table())
        .fallback(nowhere)
        // of what the framework reads for us; the api reads its bodies itself
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .with_state(app)
}

/// Every address that answers with more than that it is none.
pub fn table() -> Vec<Route> {
    [api::routes(), pages::routes(), web_app::routes(), health()].concat()
}

/// Nothing stands here. Who asks the api is a program, and is told as one.
async fn nowhere(request: Request) -> Response {
    if layers::is_api(&request) {
        api::Problem::NotFound.into_response()
    } else {
        pages::PageFault::NotFound.into_response()
    }
}

fn health() -> Vec<Route> {
    vec![Route::at("/healthz", Guard::Open).get(async || "ok"), Route::at("/readyz", Guard::Open).get(ready)]
}

/// Ready when the writer writes and a reader reads.
async fn ready(State(app): State<Arc<App>>) -> impl IntoResponse {
    let wrote = app.disk.write(|desk| Ok(office::server_seed(desk.db())?.is_some())).await;
    let read = app.disk.read(|db| Ok(office::server_seed(db)?.is_some())).await;
    match (wrote, read) {
        (Ok(true), Ok(true)) => (StatusCode::OK, "ready"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "not ready"),
    }
}
