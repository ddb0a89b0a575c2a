//! What every answer gets: a request id, a time limit, compression, the headers that keep browsers careful.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::mem;
use std::pin::pin;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use studio_core::guide::Shape;
use studio_core::id::to_text;
use studio_core::scan::MEDIA_PDF;
use studio_ui::i18n::speak;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tracing::Instrument;

use super::spoken::spoken;
use crate::api::Problem;
use crate::chance;
use crate::limits::REQUEST_TIMEOUT;
use crate::pages::PageFault;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Pages need no script; the one of comfort is a file of ours. Column widths of printed forms are style attributes.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Half a year: a county that gives up its certificate is not locked out for ever.
const STRICT_TRANSPORT: &str = "max-age=15552000";

/// They are packed already, and read by ranges.
const NO_SCANS: NotForContentType = NotForContentType::const_new(MEDIA_PDF);

/// The router inside its layers.
pub(super) fn around(router: Router, secure: bool) -> Router {
    router
        .layer(from_fn(voiced))
        .layer(from_fn(spoken))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(NO_SCANS)))
        .layer(from_fn(timely))
        .layer(from_fn(move |request, next| careful(request, next, secure)))
        .layer(from_fn(caught))
        .layer(from_fn(named))
}

/// A name for the request, in the log and in the answer. Paths are logged, bodies, codes and names never.
async fn named(request: Request, next: Next) -> Response {
    let id = to_text(&chance::bytes::<8>());
    let span = tracing::info_span!("request", %id, method = %request.method(), path = %request.uri().path());
    let mut response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| tracing::debug!(status = response.status().as_u16(), "answered"));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// A page that came to speak of a project speaks in its words until it is done, whoever else is answered meanwhile.
async fn voiced(request: Request, next: Next) -> Response {
    let mut answer = pin!(next.run(request));
    let mut spoken = Shape::default();
    poll_fn(move |context| {
        let before = speak(mem::take(&mut spoken));
        let polled = answer.as_mut().poll(context);
        spoken = speak(before);
        polled
    })
    .await
}

/// A request that drips is given up, and its client is told what to do.
async fn timely(request: Request, next: Next) -> Response {
    let is_api = is_api(&request);
    match tokio::time::timeout(REQUEST_TIMEOUT, next.run(request)).await {
        Ok(response) => response,
        Err(_) if is_api => Problem::TooSlow.into_response(),
        Err(_) => PageFault::TooSlow.into_response(),
    }
}

pub(super) fn is_api(request: &Request) -> bool {
    request.uri().path().starts_with("/v1/")
}

/// A handler that panics is our fault: logged once, answered without a word of the inside.
async fn caught(request: Request, next: Next) -> Response {
    let is_api = is_api(&request);
    let task = tokio::spawn(next.run(request).instrument(tracing::Span::current()));
    match task.await {
        Ok(response) => response,
        Err(error) => {
            let panic = error.try_into_panic().unwrap_or_else(|_| Box::new("cancelled"));
            tracing::error!(what = said(&*panic), "a handler panicked");
            if is_api { Problem::Internal.into_response() } else { PageFault::Internal.into_response() }
        }
    }
}

fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no words")
}

async fn careful(request: Request, next: Next, secure: bool) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let defaults = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "geolocation=(), microphone=(), payment=()"),
    ];
    for (name, value) in defaults {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if secure {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(STRICT_TRANSPORT));
    }
    response
}
