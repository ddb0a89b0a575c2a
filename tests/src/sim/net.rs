//! Messages on their way. Everything travels as bytes.

use studio_core::id::{DeviceId, Signature};
use studio_core::wire::SyncAnswer;

/// A request on its way to the server.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) number: u64,
    pub(super) phone: usize,
    pub(super) device: DeviceId,
    pub(super) bytes: Vec<u8>,
    pub(super) signature: Signature,
    pub(super) sent_at: i64,
    /// A copy that the network made.
    pub(super) is_copy: bool,
}

/// An answer on its way to a phone.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) number: u64,
    pub(super) phone: usize,
    pub(super) content: Content,
}

/// What an answer says.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// The bytes of a sync answer.
    Sync(Vec<u8>),
    /// The server does not know the device.
    Unknown,
}

/// What is on its way, in order of sending.
#[derive(Debug, Default)]
pub(super) struct Net {
    pub(super) requests: Vec<Request>,
    pub(super) answers: Vec<Answer>,
    pub(super) sent: u64,
}

/// Whether the server took changes with this answer.
pub(super) fn has_accepted(answer: &SyncAnswer) -> bool {
    answer.verdicts.iter().any(|j| matches!(j.verdict, studio_core::wire::Verdict::Accepted(_)))
}
