//! What the framework refuses before a handler of ours sees it (a path, a form, a method, a size) is said in English and in
//! plain text. People and phones get it as everything else: a page in Chinese, or a problem with its code.

use axum::extract::Request;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::api::Problem;
use crate::pages::PageFault;

/// Puts a refusal of the framework's into our words.
pub(super) async fn spoken(request: Request, next: Next) -> Response {
    let is_api = super::layers::is_api(&request);
    let response = next.run(request).await;
    if !is_the_frameworks(response.status(), response.headers()) {
        return response;
    }
    let (status, allowed) = (response.status(), response.headers().get(ALLOW).cloned());
    let mut said =
        if is_api { Problem::of_status(status).into_response() } else { PageFault::of_status(status).into_response() };
    if !is_api {
        *said.status_mut() = status;
    }
    if let Some(allowed) = allowed {
        said.headers_mut().insert(ALLOW, allowed);
    }
    said
}

/// None of ours is plain text, and none of ours forbids a method.
fn is_the_frameworks(status: StatusCode, headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let said = kind.starts_with("text/plain");
    status.is_client_error() && (said || (kind.is_empty() && status == StatusCode::METHOD_NOT_ALLOWED))
}
