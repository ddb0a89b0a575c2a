//! The messages of one round trip (`POST /v1/studios/{studio}/sync`), and of coming in. CBOR;
//! arrays that only grow at their end. They say nothing of HTTP.

use minicbor::decode::Error as DecodeError;
use minicbor::{Decode, Decoder, Encode, Encoder};

use crate::decision::SignedDecision;
use crate::doc::Descriptor;
use crate::envelope::Envelope;
use crate::id::{ChainHash, ChangeHash, DeviceId, DocId, LogId, StudioId};
use crate::log::{Entry, EntryBody, Head};
use crate::refusal::{Holding, Refusal};
use crate::time::Millis;

mod fresh;
mod member;
mod sheaf;
mod short;

pub use fresh::{Fresh, LastSync};
pub use member::{
    ENROL_PATH, EnrolAnswer, EnrolRequest, GuideAnswer, GuideRequest, HeldAnswer, HeldRequest, HeldWork, InviteAnswer,
    InviteRequest, LOOK_PATH, LookAnswer, LookRequest, RenewRequest, guide_path, held_path, invite_path, renew_path,
};
pub use sheaf::{Place, Sheaf, Torn};
pub use short::{Brought, Changes, SHORT, Sent, Told};

/// Media type of all messages here.
pub const MEDIA_TYPE: &str = "application/cbor";
/// Request header: the device that signed the request.
pub const HEADER_DEVICE: &str = "studio-device";
/// Request header: the signature over method, path and body.
pub const HEADER_SIGNATURE: &str = "studio-signature";

/// The path of a studio's sync.
pub fn sync_path(studio: StudioId) -> String {
    format!("/v1/studios/{studio}/sync")
}

/// What a phone sends.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct SyncRequest {
    /// [`crate::limits::PROTOCOL`].
    #[n(0)]
    pub protocol: u16,
    /// Bits for what a newer phone can take: [`SHORT`].
    #[n(1)]
    pub capabilities: u64,
    /// The last signed head that the phone has verified.
    #[n(2)]
    pub seen: Option<Head>,
    /// The server's own bookmark, opaque to the phone; empty at first.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub cursor: Vec<u8>,
    /// The phone's clock.
    #[n(4)]
    pub device_time: Millis,
    /// How large an answer the phone wants.
    #[n(5)]
    pub answer_bytes_max: u32,
    /// Documents that are new to the server.
    #[n(6)]
    pub descriptors: Vec<Descriptor>,
    /// What was written since, at most [`crate::limits::ENVELOPES_MAX`].
    #[n(7)]
    pub envelopes: Vec<Envelope>,
    /// What a server that was set back has asked for again.
    #[n(8)]
    pub run: Option<Run>,
    /// The device's own certificate and grant, for a server that has lost them; with a run, the
    /// certificates of those who wrote what it holds.
    #[n(9)]
    pub credentials: Vec<SignedDecision>,
    /// Entries from this number on are wanted once more: some were kept out of sight, and a certificate
    /// came since that may prove them.
    #[n(10)]
    pub again_from: Option<u64>,
    /// More envelopes, behind those above, in the short form: only for a server that takes it.
    #[n(11)]
    pub sheaf: Option<Sheaf>,
}

/// Entries that a server acknowledged in a former life, under its own signed head.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Run {
    /// Number of the last common entry.
    #[n(0)]
    pub after: u64,
    /// The head of the former life under which these entries were acknowledged.
    #[n(3)]
    pub head: Head,
    /// First seen and header hash of every entry after it, up to the head.
    #[n(1)]
    pub headers: Vec<RunHeader>,
    /// Bodies of as many of them as fit, in order.
    #[n(2)]
    pub bodies: Vec<RunBody>,
}

/// One entry of a run, without its body.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct RunHeader {
    /// When the server first had it.
    #[n(0)]
    pub first_seen: Millis,
    /// Hash of its header.
    #[n(1)]
    pub header: ChainHash,
}

/// The body of one entry of a run.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct RunBody {
    /// Its number in the former life.
    #[n(0)]
    pub seq: u64,
    /// The body.
    #[n(1)]
    pub body: EntryBody,
}

/// What the server answers.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct SyncAnswer {
    /// [`crate::limits::PROTOCOL`].
    #[n(0)]
    pub protocol: u16,
    /// One for every envelope sent.
    #[n(1)]
    pub verdicts: Vec<Judged>,
    /// What is new to the phone, in log order (and gaps filled in, which come first).
    #[n(2)]
    pub entries: Vec<Entry>,
    /// Descriptors of documents that these entries open.
    #[n(3)]
    pub descriptors: Vec<Descriptor>,
    /// To be sent back next time.
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub cursor: Vec<u8>,
    /// Whether there is more to pull.
    #[n(5)]
    pub more: bool,
    /// The log's end now.
    #[n(6)]
    pub head: Head,
    /// When each member last synced.
    #[n(7)]
    pub freshness: Vec<Fresh>,
    /// The server's clock.
    #[n(8)]
    pub server_time: Millis,
    /// The server was set back: what it still shares with the phone, and what it wants again.
    #[n(9)]
    pub set_back: Option<SetBack>,
    /// Seconds after which what waits for want of quota (`Later`) will be taken; absent when nothing
    /// waits for that.
    #[n(10)]
    pub wait_s: Option<u32>,
    /// Bits for what this server takes: [`SHORT`]. An older one says nothing.
    #[n(11)]
    pub takes: Option<u64>,
    /// The verdicts, in the short form.
    #[n(12)]
    pub told: Option<Vec<Told>>,
    /// More entries, in the short form: stubs of what this request brought.
    #[n(13)]
    pub brought: Option<Vec<Brought>>,
    /// More entries, in the short form: changes.
    #[n(14)]
    pub changes: Option<Changes>,
}

/// A server that was set back says where its history and the phone's part.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct SetBack {
    /// The life in which the phone's `seen` was signed.
    #[n(0)]
    pub old_log: LogId,
    /// The last entry that both have.
    #[n(1)]
    pub common: u64,
    /// First number of the old life whose body the server still wants; `None` when it has all.
    #[n(2)]
    pub want_from: Option<u64>,
    /// Devices whose certificate the server wants before it takes the run on: it takes no change
    /// whose author it cannot prove.
    #[n(3)]
    pub unproven: Option<Vec<DeviceId>>,
    /// Places of the server's log, the latest first: the greatest that the phone has as well is what
    /// both share, whatever `common` says. Such an answer brings no entries: they go on from there.
    #[n(4)]
    pub points: Option<Vec<Point>>,
}

impl SetBack {
    /// Where histories part, and what is wanted again.
    pub fn new(old_log: LogId, common: u64, want_from: Option<u64>) -> Self {
        Self { old_log, common, want_from, unproven: None, points: None }
    }
}

/// A place of a log, and the chain there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Point {
    /// Number of an entry.
    #[n(0)]
    pub seq: u64,
    /// The chain after it.
    #[n(1)]
    pub chain: ChainHash,
}

/// The server's word on one envelope.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Judged {
    /// The document.
    #[n(0)]
    pub doc: DocId,
    /// The change.
    #[n(1)]
    pub hash: ChangeHash,
    /// The word.
    #[n(2)]
    pub verdict: Verdict,
}

/// What became of a change. An open set: one that a phone does not know is `Later`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Durable in the log, under this number.
    Accepted(u64),
    /// Was there already, under this number.
    Duplicate(u64),
    /// Not now (busy, over quota, or behind another that waits): send again.
    Later,
    /// Builds on changes that the server does not have; with none named, the document's descriptor is
    /// what is missing.
    Missing(Vec<ChangeHash>),
    /// Kept, to be let in by somebody.
    Held(Holding),
    /// Not taken, for ever.
    Refused(Refusal),
}

impl<C> Encode<C> for Verdict {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.array(2)?;
        match self {
            Self::Accepted(seq) => e.u8(0)?.u64(*seq)?.ok(),
            Self::Duplicate(seq) => e.u8(1)?.u64(*seq)?.ok(),
            Self::Later => e.u8(2)?.null()?.ok(),
            Self::Missing(hashes) => e.u8(3)?.encode_with(hashes, ctx)?.ok(),
            Self::Held(reason) => e.u8(4)?.encode_with(reason, ctx)?.ok(),
            Self::Refused(reason) => e.u8(5)?.encode_with(reason, ctx)?.ok(),
        }
    }
}

impl<'b, C> Decode<'b, C> for Verdict {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, DecodeError> {
        if d.array()? != Some(2) {
            return Err(DecodeError::message("a verdict has two parts"));
        }
        Ok(match d.u8()? {
            0 => Self::Accepted(d.u64()?),
            1 => Self::Duplicate(d.u64()?),
            3 => Self::Missing(d.decode_with(ctx)?),
            4 => Self::Held(d.decode_with(ctx)?),
            5 => Self::Refused(d.decode_with(ctx)?),
            _ => {
                d.skip()?;
                Self::Later
            }
        })
    }
}

/// Reads a message.
///
/// # Errors
/// When the bytes are not that message, or something follows it.
pub fn read<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Result<T, DecodeError> {
    let mut d = Decoder::new(bytes);
    let message = d.decode()?;
    if d.position() == bytes.len() { Ok(message) } else { Err(DecodeError::message("bytes after the message")) }
}
