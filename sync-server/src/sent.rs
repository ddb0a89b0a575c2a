//! A picture as an answer, to a phone and to an officer alike: all of it, the part that was asked for, or the word that
//! whoever asks has it. Who may see it was asked before; no rule of that is here.

use std::io::{self, SeekFrom};
use std::ops::Range;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    InvalidHeaderValue,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use studio_core::id::PieceHash;
use studio_core::scan::MEDIA_PDF;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

use crate::api::Problem;
use crate::app::App;
use crate::ranges::{Wanted, wanted};
use crate::store::files::Opened;

/// No browser keeps one: a phone keeps pictures itself and lets them go, at an office's computer others sit down after the
/// officer has signed out, and what is erased shall lie on no disk.
const KEPT: &str = "no-store";
/// Bytes that are read at once.
const READ_BYTES: usize = 64 << 10;

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

/// A picture or a scan that is here, as far as it was asked for. It is read while it is sent: of 20 MB no more lies in
/// memory than of a photo.
///
/// # Errors
/// What the disk said.
pub async fn picture(app: &Arc<App>, hash: PieceHash, asks: Asks) -> io::Result<Response> {
    let files = app.files.clone();
    let opened = tokio::task::spawn_blocking(move || files.open(hash)).await;
    let Opened { bytes: length, media, file } = opened.unwrap_or_else(|_| Err(io::Error::other("stopped")))?;
    let found = wanted(&asks.method, &asks.headers, &tag(hash), length);
    let mut answer = match &found {
        Wanted::Whole => part_of(file, 0..length).await?.into_response(),
        Wanted::Part(range) => (StatusCode::PARTIAL_CONTENT, part_of(file, range.clone()).await?).into_response(),
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
    describe(headers, hash, media).map_err(io::Error::other)?;
    Ok(answer)
}

/// A part of a file as a body that says how long it will be.
async fn part_of(file: std::fs::File, range: Range<u64>) -> io::Result<([(HeaderName, HeaderValue); 1], Body)> {
    let mut file = tokio::fs::File::from_std(file);
    file.seek(SeekFrom::Start(range.start)).await?;
    let length = range.end - range.start;
    let body = Body::from_stream(ReaderStream::with_capacity(file.take(length), READ_BYTES));
    Ok(([(CONTENT_LENGTH, length.into())], body))
}

/// What `HEAD` tells of a picture that is here: what `GET` would, without its bytes.
///
/// # Errors
/// What the disk said.
pub async fn told(app: &Arc<App>, hash: PieceHash, headers: &mut HeaderMap) -> io::Result<()> {
    let files = app.files.clone();
    let opened = tokio::task::spawn_blocking(move || files.open(hash)).await;
    let Opened { bytes, media, .. } = opened.unwrap_or_else(|_| Err(io::Error::other("stopped")))?;
    headers.insert(CONTENT_LENGTH, bytes.into());
    describe(headers, hash, media).map_err(io::Error::other)
}

/// A scan is given as a file to keep, never opened within these pages.
fn describe(headers: &mut HeaderMap, hash: PieceHash, media: &'static str) -> Result<(), InvalidHeaderValue> {
    headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static(media));
    if media == MEDIA_PDF {
        headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    }
    headers.insert(ETAG, HeaderValue::try_from(tag(hash))?);
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(KEPT));
    Ok(())
}

/// Strong: under a hash lie these bytes or none.
fn tag(hash: PieceHash) -> String {
    format!("\"{hash}\"")
}
