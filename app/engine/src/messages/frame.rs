//! How messages cross between page and engine: postcard, with a number that pairs answer and question.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Notice, Reply, Request, Update};

/// Page to engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToEngine {
    /// The page's number for this question.
    pub id: u64,
    /// The question.
    pub request: Request,
}

/// Engine to page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum FromEngine {
    /// The answer to a question.
    Answer {
        /// Its number.
        id: u64,
        /// The reply, or what went wrong.
        reply: Result<Reply, Notice>,
    },
    /// Something that nobody asked for.
    Update(Update),
}

/// Bytes that are no message of this release: page and worker are not of one build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameError;

/// The message as bytes.
///
/// # Errors
/// [`FrameError`] when a value has no postcard form; none of these types contains one.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, FrameError> {
    postcard::to_stdvec(message).map_err(|_| FrameError)
}

/// The message behind the bytes.
///
/// # Errors
/// [`FrameError`].
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, FrameError> {
    postcard::from_bytes(bytes).map_err(|_| FrameError)
}
