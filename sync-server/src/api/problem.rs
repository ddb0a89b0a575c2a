//! Problems as RFC 9457 JSON: a stable code for programs, Chinese words for people, nothing of the inside.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use studio_core::scan::NoScan;
use studio_ui::i18n::{t, t_with};

use crate::enrol::Turned;
use crate::fault::Fault;
use crate::gate::ComeBack;
use crate::invites::Closed;
use crate::picture::NoPicture;

/// How long phones are asked to leave a busy server alone. Seconds.
const BUSY_WAIT_S: u32 = 30;

/// tus' own status for a chunk that is not what its checksum says.
const CHECKSUM_MISMATCH: u16 = 460;

/// Why a request of a phone is not answered as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No such address or studio.
    NotFound,
    /// The address takes another method.
    Method,
    /// No device or signature in the headers.
    Unsigned,
    /// The signature is not this device's.
    Signature,
    /// The device is unknown here and brought no certificate.
    UnknownDevice,
    /// The body is not the message it should be.
    Malformed(&'static str),
    /// The app speaks a protocol that this server does not.
    Update,
    /// More envelopes, descriptors, credentials or run headers than one request may hold.
    SendLess,
    /// Larger than a request may be, packed or unpacked.
    TooLarge,
    /// Not whole within its time.
    TooSlow,
    /// Packed in a way that is not understood here.
    Encoding,
    /// The invite does not stand.
    Invite(Closed),
    /// Coming in or inviting is not possible.
    Turned(Turned),
    /// Too many wait behind wrong codes from where this one comes from.
    TooManyTries(ComeBack),
    /// A picture is larger than one may be, or than was said.
    FileTooLarge,
    /// A chunk does not follow what is there.
    FileOffset,
    /// A chunk is not what its checksum says.
    FileChecksum,
    /// A picture is not what its name says.
    FileHash,
    /// The bytes are no picture as phones keep one.
    FileUnfit(NoPicture),
    /// The bytes are no scan that may lie here: it acts, carries a file, is locked or damaged.
    ScanUnfit(NoScan),
    /// A range of a picture begins behind its end.
    FileRange,
    /// The picture was erased; said only to who sees its record.
    FileErased,
    /// The studio's pictures fill its place.
    FilesFull,
    /// As many pictures as one phone may have begun are on their way.
    TooManyFiles(ComeBack),
    /// The server has too much to do.
    Busy,
    /// The server's own fault.
    Internal,
}

impl Problem {
    /// Every problem that a phone may meet, for the page that tells its author.
    pub const ALL: [Self; 36] = [
        Self::NotFound,
        Self::Method,
        Self::Unsigned,
        Self::Signature,
        Self::UnknownDevice,
        Self::Malformed("cbor"),
        Self::Update,
        Self::SendLess,
        Self::TooLarge,
        Self::TooSlow,
        Self::Encoding,
        Self::Invite(Closed::Unknown),
        Self::Invite(Closed::Expired),
        Self::Invite(Closed::Used),
        Self::Invite(Closed::Other),
        Self::Invite(Closed::Tries),
        Self::Turned(Turned::Ended),
        Self::Turned(Turned::DeviceTaken),
        Self::Turned(Turned::TooManyDevices),
        Self::Turned(Turned::Name),
        Self::Turned(Turned::MayNot),
        Self::Turned(Turned::Stranger),
        Self::Turned(Turned::TooMany(ComeBack { wait_s: 1 })),
        Self::TooManyTries(ComeBack { wait_s: 1 }),
        Self::FileTooLarge,
        Self::FileOffset,
        Self::FileChecksum,
        Self::FileHash,
        Self::FileUnfit(NoPicture::NoJpeg),
        Self::ScanUnfit(NoScan::NoPdf),
        Self::FileRange,
        Self::FileErased,
        Self::FilesFull,
        Self::TooManyFiles(ComeBack { wait_s: 1 }),
        Self::Busy,
        Self::Internal,
    ];

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::Invite(Closed::Unknown) => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unsigned | Self::Signature | Self::UnknownDevice => StatusCode::UNAUTHORIZED,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Update => StatusCode::UPGRADE_REQUIRED,
            Self::SendLess | Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Encoding => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invite(Closed::Other) => StatusCode::CONFLICT,
            Self::Invite(_) | Self::Turned(Turned::Ended) | Self::FileErased => StatusCode::GONE,
            Self::Turned(turned) => turned_status(*turned),
            Self::TooManyTries(_) | Self::TooManyFiles(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::FileTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::FileOffset => StatusCode::CONFLICT,
            Self::FileChecksum => StatusCode::from_u16(CHECKSUM_MISMATCH).unwrap_or(StatusCode::BAD_REQUEST),
            Self::FileHash | Self::FileUnfit(_) | Self::ScanUnfit(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::FileRange => StatusCode::RANGE_NOT_SATISFIABLE,
            Self::FilesFull => StatusCode::INSUFFICIENT_STORAGE,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What a refusal with this status means to a phone, when no handler saw the request.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::Encoding,
            StatusCode::REQUEST_TIMEOUT => Self::TooSlow,
            _ => Self::Malformed("request"),
        }
    }

    /// When the same request may go better. Seconds: true where somebody's place in a line is known; of a server with
    /// too much to do only a wish, so that not all phones come back at once.
    fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::TooManyTries(come_back)
            | Self::TooManyFiles(come_back)
            | Self::Turned(Turned::TooMany(come_back)) => Some(come_back.wait_s),
            Self::Busy => Some(BUSY_WAIT_S),
            _ => None,
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::TooManyTries(come_back) => {
                t_with("problem-too-many-tries-in", &[("seconds", &come_back.wait_s.to_string())])
            }
            _ => t(&format!("problem-{}-do", self.code())),
        }
    }

    /// The stable code; words for people stand under `problem-<code>` and `problem-<code>-do`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Method => "method",
            Self::Unsigned => "unsigned",
            Self::Signature => "bad-signature",
            Self::UnknownDevice => "unknown-device",
            Self::Malformed(_) => "malformed",
            Self::Update => "update",
            Self::SendLess => "send-less",
            Self::TooLarge => "too-large",
            Self::TooSlow => "too-slow",
            Self::Encoding => "encoding",
            Self::Invite(closed) => invite_code(*closed),
            Self::Turned(turned) => turned_code(*turned),
            Self::TooManyTries(_) => "too-many-tries",
            Self::FileTooLarge => "file-too-large",
            Self::FileOffset => "file-offset",
            Self::FileChecksum => "file-checksum",
            Self::FileHash => "file-hash",
            Self::FileUnfit(_) => "file-unfit",
            Self::ScanUnfit(_) => "scan-unfit",
            Self::FileRange => "file-range",
            Self::FileErased => "file-erased",
            Self::FilesFull => "files-full",
            Self::TooManyFiles(_) => "too-many-files",
            Self::Busy => "busy",
            Self::Internal => "internal",
        }
    }
}

fn invite_code(closed: Closed) -> &'static str {
    match closed {
        Closed::Unknown => "invite-unknown",
        Closed::Expired => "invite-expired",
        Closed::Used => "invite-used",
        Closed::Other => "invite-other-name",
        Closed::Tries => "invite-closed",
    }
}

fn turned_code(turned: Turned) -> &'static str {
    match turned {
        Turned::Invite(closed) => invite_code(closed),
        Turned::Ended => "membership-ended",
        Turned::DeviceTaken => "device-taken",
        Turned::TooManyDevices => "too-many-devices",
        Turned::Name => "name",
        Turned::MayNot => "may-not",
        Turned::Stranger => "unknown-device",
        Turned::TooMany(_) => "too-many-invites",
    }
}

fn turned_status(turned: Turned) -> StatusCode {
    match turned {
        Turned::Name => StatusCode::UNPROCESSABLE_ENTITY,
        Turned::MayNot => StatusCode::FORBIDDEN,
        Turned::Stranger => StatusCode::UNAUTHORIZED,
        Turned::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        Turned::Invite(_) | Turned::Ended | Turned::DeviceTaken | Turned::TooManyDevices => StatusCode::CONFLICT,
    }
}

impl From<Turned> for Problem {
    fn from(turned: Turned) -> Self {
        match turned {
            Turned::Invite(closed) => Self::Invite(closed),
            other => Self::Turned(other),
        }
    }
}

impl From<ComeBack> for Problem {
    fn from(come_back: ComeBack) -> Self {
        Self::TooManyTries(come_back)
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        if fault.passes() {
            tracing::warn!(%fault, "busy");
            return Self::Busy;
        }
        tracing::error!(%fault, "request failed");
        Self::Internal
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, code) = (self.status(), self.code());
        let body = json!({
            "type": format!("urn:studio:problem:{code}"),
            "code": code,
            "status": status.as_u16(),
            "title": t(&format!("problem-{code}")),
            "detail": self.detail(),
        });
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, axum::http::HeaderValue::from_static("application/problem+json"));
        headers.insert(CACHE_CONTROL, axum::http::HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after_s() {
            headers.insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}
