//! The line by reqwest.

use reqwest::header::RETRY_AFTER;
use studio_core::files::HEADER_OFFSET;

use super::{ANSWER_WAIT_MAX, Letter, Word};

/// A way to send letters.
#[derive(Debug, Clone)]
pub(super) struct Line(reqwest::Client);

impl Line {
    pub(super) fn new() -> Self {
        Self(reqwest::Client::new())
    }

    /// Takes a letter there and waits for the word that comes back.
    pub(super) async fn carry(self, letter: Letter) -> Option<Word> {
        let method = letter.method.parse().ok()?;
        let mut request = self.0.request(method, letter.url).timeout(ANSWER_WAIT_MAX);
        for (name, value) in letter.headers {
            request = request.header(name, value);
        }
        let response = request.body(letter.body).send().await.ok()?;
        let status = response.status();
        let said = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let (retry_after, offset) = (said(RETRY_AFTER.as_str()), said(HEADER_OFFSET));
        let body = response.bytes().await;
        // A connection cut in the body is a decode error, not a status: the same as no word at all. A refusal counts
        // without its body too.
        let body = if status.is_success() { body.ok()? } else { body.unwrap_or_default() };
        Some(Word { status: status.as_u16(), retry_after, offset, body: body.into() })
    }
}
