//! One request to the server, signed or not, and what came of it. It knows no screens and keeps
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

use studio_core::files::{CHUNK_MEDIA_TYPE, HEADER_RESUMABLE, TUS_VERSION, signed_headers};
use studio_core::id::DeviceId;
use studio_core::sign::{Secret, sign_request};
use studio_core::wire::{HEADER_DEVICE, HEADER_SIGNATURE, MEDIA_TYPE};

/// Longer than the server's own limits (10 s for headers, 30 s for bodies), so that its word comes first.
const ANSWER_WAIT_MAX: Duration = Duration::from_secs(45);
/// Smaller bodies gain nothing from gzip.
const PLAIN_BYTES_MAX: usize = 400;
/// Larger answers than the server may give are not read: its limit, twice.
const ANSWER_BYTES_MAX: usize = 4 << 20;

/// The way to one server.
#[derive(Debug, Clone)]
pub struct Transport {
    line: line::Line,
    origin: String,
}

/// What a line takes to the server.
struct Letter {
    method: &'static str,
    url: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

/// What a line brings back, whatever the status; `None` of it when the connection broke at any point.
struct Word {
    status: u16,
    retry_after: Option<String>,
    /// How many bytes of a file are there, where the answer says it.
    offset: Option<String>,
    body: Vec<u8>,
}

/// An answer of status 2xx.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its body, unpacked.
    pub body: Vec<u8>,
    /// Bytes of the request's body as sent.
    pub sent_bytes: u64,
    /// Bytes of a file that are there.
    pub offset: Option<u64>,
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
    /// Stable code; empty when the answer was no problem of the server's: somebody on the way gave it.
    pub code: String,
    /// The answer was a page to look at: a proxy's or a login's.
    pub is_page: bool,
    /// Seconds that it wants to be left alone.
    pub retry_after: Option<u32>,
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

    /// Sends one message, packed when that gains something; the signature covers the body before it is packed. The
    /// future holds nothing of the caller's.
    pub fn post(
        &self,
        path: &str,
        body: Vec<u8>,
        by: Option<SignedBy<'_>>,
    ) -> impl Future<Output = Result<Answer, Silence>> + 'static {
        let packs = body.len() > PLAIN_BYTES_MAX;
        send(self.line.clone(), self.letter(path, body, by), packs)
    }

    /// Sends one message as it is, where packed ones do not go through.
    pub fn post_plain(
        &self,
        path: &str,
        body: Vec<u8>,
        by: Option<SignedBy<'_>>,
    ) -> impl Future<Output = Result<Answer, Silence>> + 'static {
        send(self.line.clone(), self.letter(path, body, by), false)
    }

    fn letter(&self, path: &str, body: Vec<u8>, by: Option<SignedBy<'_>>) -> Letter {
        let mut headers = vec![("content-type", MEDIA_TYPE.to_owned())];
        if let Some(by) = by {
            let signature = sign_request(by.secret, "POST", path, &body);
            headers.push((HEADER_DEVICE, by.device.to_string()));
            headers.push((HEADER_SIGNATURE, signature.to_string()));
        }
        Letter { method: "POST", url: format!("{}{path}", self.origin), headers, body }
    }

    /// Sends one request about a file (tus): what it does stands in its headers, and these are signed.
    pub fn file(
        &self,
        method: &'static str,
        path: &str,
        says: &[(&'static str, String)],
        body: Vec<u8>,
        by: SignedBy<'_>,
    ) -> impl Future<Output = Result<Answer, Silence>> + 'static {
        let text = signed_headers(|name| says.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str()));
        let signature = sign_request(by.secret, method, path, text.as_bytes());
        let mut headers = says.to_vec();
        headers.push((HEADER_RESUMABLE, TUS_VERSION.to_owned()));
        headers.push(("content-type", CHUNK_MEDIA_TYPE.to_owned()));
        headers.push((HEADER_DEVICE, by.device.to_string()));
        headers.push((HEADER_SIGNATURE, signature.to_string()));
        send(self.line.clone(), Letter { method, url: format!("{}{path}", self.origin), headers, body }, false)
    }
}

async fn send(line: line::Line, mut letter: Letter, packs: bool) -> Result<Answer, Silence> {
    if packs && let Some(packed) = gzip::packed(&letter.body).await {
        letter.headers.push(("content-encoding", "gzip".to_owned()));
        letter.body = packed;
    }
    let sent_bytes = letter.body.len() as u64;
    let word = line.carry(letter).await.ok_or(Silence::Network)?;
    if !(200..300).contains(&word.status) {
        return Err(Silence::Problem(problem(&word)));
    }
    if word.body.len() > ANSWER_BYTES_MAX {
        return Err(Silence::Network);
    }
    let offset = word.offset.and_then(|offset| offset.parse().ok());
    Ok(Answer { body: word.body, sent_bytes, offset })
}

fn problem(word: &Word) -> Problem {
    let retry_after = word.retry_after.as_ref().and_then(|seconds| seconds.parse().ok());
    Problem { status: word.status, code: code(&word.body), retry_after, is_page: is_page(&word.body) }
}

/// The code of a problem, which is all that a phone reads of it: a word, so the text needs no reader of JSON, which would
/// be larger than all else that understands the server. Inside of other words each `"` has a sign before it.
fn code(body: &[u8]) -> String {
    let text = str::from_utf8(body).unwrap_or_default();
    let after = text.split_once("\"code\"").and_then(|(_, after)| after.trim_start().strip_prefix(':'));
    let word = after.and_then(|after| after.trim_start().strip_prefix('"')?.split_once('"'));
    word.map_or_else(String::new, |(word, _)| word.to_owned())
}

/// Whether the bytes are a page to look at, whatever they were called: no message begins with `<`.
pub(crate) fn is_page(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.trim_ascii_start().first() == Some(&b'<')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_problem_is_read_and_of_nothing_else() {
        assert_eq!(code(br#"{"type":"about:blank","code":"invite-used","detail":"x"}"#), "invite-used");
        assert_eq!(code(br#"{ "detail": "the \"code\": \"no\"", "code" : "busy" }"#), "busy");
        let none: [&[u8]; 4] = [b"", b"<html>", br#"{"detail":"busy"}"#, br#"{"code":5}"#];
        assert!(none.into_iter().all(|body| code(body).is_empty()));
    }

    #[test]
    fn a_page_is_told_from_a_message_by_its_first_sign() {
        let page: [&[u8]; 3] = [b"<html>", b"\xef\xbb\xbf\r\n <!doctype html>", b"<?xml version='1.0'?>"];
        assert!(page.into_iter().all(is_page));
        let other: [&[u8]; 4] = [b"", b"\x8b\x01", br#"{"code":"busy"}"#, b"login first"];
        assert!(!other.into_iter().any(is_page));
    }
}
