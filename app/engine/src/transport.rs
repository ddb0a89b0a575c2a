//! One POST to the server, signed or not, and what came of it. It knows no screens and keeps
//! nothing; it never logs a body or a signature.

#[cfg_attr(target_arch = "wasm32", path = "transport/gzip_web.rs")]
#[cfg_attr(not(target_arch = "wasm32"), path = "transport/gzip_native.rs")]
mod gzip;

use std::time::Duration;

use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use serde::Deserialize;
use studio_core::id::DeviceId;
use studio_core::sign::{Secret, sign_request};
use studio_core::wire::{HEADER_DEVICE, HEADER_SIGNATURE, MEDIA_TYPE};

/// Longer than the server's own limits (10 s for headers, 30 s for bodies), so that its word comes first.
const ANSWER_WAIT_MAX: Duration = Duration::from_secs(45);
/// Smaller bodies gain nothing from gzip.
const PLAIN_BYTES_MAX: usize = 400;
/// Larger answers than the server may give are not read: its limit, twice.
const ANSWER_BYTES_MAX: usize = 2 << 20;

/// The way to one server.
#[derive(Debug, Clone)]
pub struct Transport {
    client: reqwest::Client,
    origin: String,
}

/// An answer of status 2xx.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its body, unpacked.
    pub body: Vec<u8>,
    /// Bytes of the request's body as sent.
    pub sent_bytes: u64,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Silence {
    /// No word from the server, or a word cut short: try again.
    Network,
    /// It said no.
    Problem(Problem),
}

/// The server's no (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// HTTP status.
    pub status: u16,
    /// Stable code; empty when the answer was not a problem (a proxy's page, perhaps).
    pub code: String,
    /// Seconds that it wants to be left alone.
    pub retry_after: Option<u32>,
}

#[derive(Deserialize)]
struct Details {
    #[serde(default)]
    code: String,
}

/// Who signs a request.
#[derive(Debug, Clone, Copy)]
pub struct SignedBy<'a> {
    /// The device.
    pub device: DeviceId,
    /// Its key.
    pub secret: &'a Secret,
}

impl Transport {
    /// The way to the server at an origin, `https://…` without a slash at the end.
    pub fn to(origin: &str) -> Self {
        Self { client: reqwest::Client::new(), origin: origin.trim_end_matches('/').to_owned() }
    }

    /// The server's address.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Sends one message; the signature covers the body before it is compressed. The future holds
    /// nothing of the caller's.
    pub fn post(
        &self,
        path: &str,
        body: Vec<u8>,
        by: Option<SignedBy<'_>>,
    ) -> impl Future<Output = Result<Answer, Silence>> + 'static {
        let mut request = self
            .client
            .post(format!("{}{path}", self.origin))
            .timeout(ANSWER_WAIT_MAX)
            .header(CONTENT_TYPE, MEDIA_TYPE);
        if let Some(by) = by {
            let signature = sign_request(by.secret, "POST", path, &body);
            request = request.header(HEADER_DEVICE, by.device.to_string());
            request = request.header(HEADER_SIGNATURE, signature.to_string());
        }
        send(request, body)
    }
}

async fn send(request: reqwest::RequestBuilder, body: Vec<u8>) -> Result<Answer, Silence> {
    let packed = if body.len() > PLAIN_BYTES_MAX { gzip::packed(&body).await } else { None };
    let (request, body) = match packed {
        Some(packed) => (request.header(CONTENT_ENCODING, "gzip"), packed),
        None => (request, body),
    };
    let sent_bytes = body.len() as u64;
    let response = request.body(body).send().await.map_err(|_| Silence::Network)?;
    if !response.status().is_success() {
        return Err(Silence::Problem(problem(response).await));
    }
    // A connection cut in the body is a decode error, not a status: the same as no word at all.
    let body = response.bytes().await.map_err(|_| Silence::Network)?;
    if body.len() > ANSWER_BYTES_MAX {
        return Err(Silence::Network);
    }
    Ok(Answer { body: body.into(), sent_bytes })
}

async fn problem(response: reqwest::Response) -> Problem {
    let status = response.status().as_u16();
    let header = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let body = response.bytes().await.unwrap_or_default();
    let code = serde_json::from_slice::<Details>(&body).map(|details| details.code).unwrap_or_default();
    Problem { status, code, retry_after: header }
}
