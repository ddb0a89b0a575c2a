//! One POST to the server, signed or not, and what came of it. It knows no screens and keeps
//! nothing; it never logs a body or a signature.

#[cfg_attr(target_arch = "wasm32", path = "transport/gzip_web.rs")]
#[cfg_attr(not(target_arch = "wasm32"), path = "transport/gzip_native.rs")]
mod gzip;
/// The platform's own way of sending: in the browser its `fetch`, elsewhere reqwest (which, in the browser, would be a
/// tenth of the worker for the same `fetch`).
#[cfg_attr(target_arch = "wasm32", path = "transport/line_web.rs")]
#[cfg_attr(not(target_arch = "wasm32"), path = "transport/line_native.rs")]
mod line;

use std::time::Duration;

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
    line: line::Line,
    origin: String,
}

/// What a line takes to the server.
struct Letter {
    url: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

/// What a line brings back, whatever the status; `None` of it when the connection broke at any point.
struct Word {
    status: u16,
    retry_after: Option<String>,
    body: Vec<u8>,
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
        Self { line: line::Line::new(), origin: origin.trim_end_matches('/').to_owned() }
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
        let mut headers = vec![("content-type", MEDIA_TYPE.to_owned())];
        if let Some(by) = by {
            let signature = sign_request(by.secret, "POST", path, &body);
            headers.push((HEADER_DEVICE, by.device.to_string()));
            headers.push((HEADER_SIGNATURE, signature.to_string()));
        }
        send(self.line.clone(), Letter { url: format!("{}{path}", self.origin), headers, body })
    }
}

async fn send(line: line::Line, mut letter: Letter) -> Result<Answer, Silence> {
    if letter.body.len() > PLAIN_BYTES_MAX
        && let Some(packed) = gzip::packed(&letter.body).await
    {
        letter.headers.push(("content-encoding", "gzip".to_owned()));
        letter.body = packed;
    }
    let sent_bytes = letter.body.len() as u64;
    let word = line.post(letter).await.ok_or(Silence::Network)?;
    if !(200..300).contains(&word.status) {
        return Err(Silence::Problem(problem(&word)));
    }
    if word.body.len() > ANSWER_BYTES_MAX {
        return Err(Silence::Network);
    }
    Ok(Answer { body: word.body, sent_bytes })
}

fn problem(word: &Word) -> Problem {
    let retry_after = word.retry_after.as_ref().and_then(|seconds| seconds.parse().ok());
    let code = serde_json::from_slice::<Details>(&word.body).map(|details| details.code).unwrap_or_default();
    Problem { status: word.status, code, retry_after }
}
