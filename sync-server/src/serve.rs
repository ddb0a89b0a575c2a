//! The network: one router, its layers, plain or TLS, and a stop that lets answers out. Knows no handler's work.

mod layers;
pub mod listen;
mod prompt;
mod spoken;
pub mod tls;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;

use crate::app::App;
use crate::store::sqlite::office;
use crate::{api, pages, web_app};

/// Everything that this server answers.
pub fn router(app: Arc<App>) -> Router {
    let secure = app.reach.secure;
    let router = Router::new()
        .merge(api::routes())
        .merge(pages::routes())
        .merge(web_app::routes())
        .route("/healthz", get(async || "ok"))
        .route("/readyz", get(ready))
        .fallback(async || pages::PageFault::NotFound)
        .with_state(app);
    layers::around(router, secure)
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
