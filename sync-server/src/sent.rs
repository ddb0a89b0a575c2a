//! A picture as an answer, to a phone and to an officer alike: all of it, the part that was asked for, or the word that
//! whoever asks has it. Who may see it was asked before; no rule of that is here.

use std::io;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, InvalidHeaderValue,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use studio_core::id::PieceHash;

use crate::api::Problem;
use crate::app::App;
use crate::ranges::{Wanted, wanted};

/// No other kind of picture is taken.
const JPEG: [(HeaderName, &str); 1] = [(CONTENT_TYPE, "image/jpeg")];

/// What a request says of how much it wants.
#[derive(Debug, Clone)]
pub struct Asks {
    method: Method,
    headers: HeaderMap,
}

impl Asks {
    /// What this one says.
    pub fn of(request: &Request<Body>) -> Self {
        Self { method: request.method().clone(), headers: request.headers().clone() }
    }
}

/// A picture that is here, as far as it was asked for; `kept` says how long a browser may keep it.
///
/// # Errors
/// What the disk said.
pub async fn picture(app: &Arc<App>, hash: PieceHash, asks: Asks, kept: &'static str) -> io::Result<Response> {
    let (files, tag) = (app.files.clone(), tag(hash));
    let read = tokio::task::spawn_blocking(move || {
        let mut found = Wanted::Whole;
        let (length, bytes) = files.read(hash, |length| {
            found = wanted(&asks.method, &asks.headers, &tag, length);
            match &found {
                Wanted::Whole => 0..length,
                Wanted::Part(range) => range.clone(),
                Wanted::Behind | Wanted::Nothing => 0..0,
            }
        })?;
        Ok((found, length, bytes))
    });
    let (found, length, bytes) = read.await.unwrap_or_else(|_| Err(io::Error::other("stopped")))?;
    let mut answer = match &found {
        Wanted::Whole => (JPEG, bytes).into_response(),
        Wanted::Part(_) => (StatusCode::PARTIAL_CONTENT, JPEG, bytes).into_response(),
        Wanted::Behind => Problem::FileRange.into_response(),
        Wanted::Nothing => StatusCode::NOT_MODIFIED.into_response(),
    };
    let headers = answer.headers_mut();
    let place = match found {
        Wanted::Part(range) => Some(format!("bytes {}-{}/{length}", range.start, range.end - 1)),
        Wanted::Behind => Some(format!("bytes */{length}")),
        Wanted::Whole | Wanted::Nothing => None,
    };
    if let Some(place) = place.and_then(|place| HeaderValue::try_from(place).ok()) {
        headers.insert(CONTENT_RANGE, place);
    }
    describe(headers, hash, kept).map_err(io::Error::other)?;
    Ok(answer)
}

/// What `HEAD` tells of a picture that is here: what `GET` would, without its bytes.
///
/// # Errors
/// None that a hash can make.
pub fn told(
    headers: &mut HeaderMap,
    hash: PieceHash,
    length: u64,
    kept: &'static str,
) -> Result<(), InvalidHeaderValue> {
    headers.insert(CONTENT_LENGTH, length.into());
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    describe(headers, hash, kept)
}

fn describe(headers: &mut HeaderMap, hash: PieceHash, kept: &'static str) -> Result<(), InvalidHeaderValue> {
    headers.insert(ETAG, HeaderValue::try_from(tag(hash))?);
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    Ok(())
}

/// Strong: under a hash lie these bytes or none.
fn tag(hash: PieceHash) -> String {
    format!("\"{hash}\"")
}
