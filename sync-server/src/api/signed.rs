//! Bodies and signatures of requests: read once at the edge, with every limit, into types that carry the proof.

use std::io::Read;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use axum::http::{HeaderMap, Method};
use flate2::read::GzDecoder;
use studio_core::id::{DeviceId, PublicKey, Signature, StudioId};
use studio_core::limits::BODY_BYTES_MAX;
use studio_core::sign::verify_request;
use studio_core::wire::{self, HEADER_DEVICE, HEADER_SIGNATURE};

use super::problem::Problem;
use crate::desk::Desk;
use crate::fault::Fault;

/// A request with a device's signature that nobody has checked yet: the key is in the studio.
#[derive(Debug)]
pub struct Signed {
    /// The device that says it is.
    pub device: DeviceId,
    signature: Signature,
    method: Method,
    path: String,
    bytes: Vec<u8>,
}

impl Signed {
    /// Reads a signed request.
    ///
    /// # Errors
    /// A [`Problem`] when headers are missing or the body breaks a limit.
    pub async fn take(request: Request<Body>) -> Result<Self, Problem> {
        let headers = request.headers();
        let device = header(headers, HEADER_DEVICE)?.parse().map_err(|_| Problem::Unsigned)?;
        let signature = header(headers, HEADER_SIGNATURE)?.parse().map_err(|_| Problem::Unsigned)?;
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let bytes = body_bytes(request).await?;
        Ok(Self { device, signature, method, path, bytes })
    }

    /// The message in the body.
    ///
    /// # Errors
    /// [`Problem::Malformed`].
    pub fn message<T: for<'b> minicbor::Decode<'b, ()>>(&self) -> Result<T, Problem> {
        message(&self.bytes)
    }

    /// Whether the owner of this key signed it.
    pub fn is_by(&self, key: &PublicKey) -> bool {
        verify_request(key, self.method.as_str(), &self.path, &self.bytes, &self.signature)
    }

    /// Goes on if a device that the studio knows signed the request.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn by_member<T>(
        &self,
        desk: &mut Desk<'_>,
        studio: StudioId,
        go_on: impl FnOnce(&mut Desk<'_>) -> Result<T, Fault>,
    ) -> Result<Result<T, Problem>, Fault> {
        let Some(known) = desk.studio(studio)? else { return Ok(Err(Problem::NotFound)) };
        let Some(device) = known.state.members.device(self.device) else { return Ok(Err(Problem::UnknownDevice)) };
        if !self.is_by(&device.key) {
            return Ok(Err(Problem::Signature));
        }
        go_on(desk).map(Ok)
    }
}

/// The message in some bytes.
///
/// # Errors
/// [`Problem::Malformed`].
pub(super) fn message<T: for<'b> minicbor::Decode<'b, ()>>(bytes: &[u8]) -> Result<T, Problem> {
    wire::read(bytes).map_err(|_| Problem::Malformed("cbor"))
}

/// The body, unpacked, within every limit.
///
/// # Errors
/// [`Problem::TooLarge`], [`Problem::Malformed`] or [`Problem::Encoding`].
pub async fn body_bytes(request: Request<Body>) -> Result<Vec<u8>, Problem> {
    let (parts, body) = request.into_parts();
    let announced = parts.headers.get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|bytes| bytes > BODY_BYTES_MAX) {
        return Err(Problem::TooLarge);
    }
    let packed = to_bytes(body, BODY_BYTES_MAX).await.map_err(cut_short)?;
    match parts.headers.get(CONTENT_ENCODING).map(|v| v.as_bytes()) {
        None | Some(b"identity") => Ok(packed.into()),
        Some(b"gzip") => gunzip(&packed),
        Some(_) => Err(Problem::Encoding),
    }
}

fn cut_short(error: axum::Error) -> Problem {
    let too_large = std::error::Error::source(&error).is_some_and(|cause| cause.to_string().contains("limit"));
    if too_large { Problem::TooLarge } else { Problem::Malformed("body") }
}

/// A few kilobytes of gzip can be gigabytes of zeros: unpacking stops at the limit of a plain body, so that no request costs
/// more memory than one. How well the bytes pack says nothing: the honest minutes of a term are much the same.
fn gunzip(packed: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let read = GzDecoder::new(packed).take(BODY_BYTES_MAX as u64 + 1).read_to_end(&mut bytes);
    match read {
        Ok(_) if bytes.len() > BODY_BYTES_MAX => Err(Problem::TooLarge),
        Ok(_) => Ok(bytes),
        Err(_) => Err(Problem::Malformed("gzip")),
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Result<&'a str, Problem> {
    headers.get(name).and_then(|value| value.to_str().ok()).ok_or(Problem::Unsigned)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use sha2::{Digest, Sha256};

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_bomb_is_put_down_at_the_limit_and_what_lies_behind_it_is_never_unpacked() {
        let bomb = gzip(&vec![0; 8 << 20]);
        assert_eq!(gunzip(&bomb), Err(Problem::TooLarge));
        // Half of it has no end and no checksum: whoever read on would call it damaged.
        assert_eq!(gunzip(bomb.split_at(bomb.len() / 2).0), Err(Problem::TooLarge));
        assert_eq!(gunzip(b"not gzip"), Err(Problem::Malformed("gzip")));
    }

    #[test]
    fn the_same_words_again_and_again_are_taken_up_to_the_limit_however_well_they_pack() {
        let minutes = "集体备课，逐句磨教案。".repeat(BODY_BYTES_MAX / 30).into_bytes();
        let packed = gzip(&minutes[..BODY_BYTES_MAX]);
        assert!(packed.len() * 100 < BODY_BYTES_MAX, "much better than twenty to one");
        assert_eq!(gunzip(&packed).map(|bytes| bytes.len()), Ok(BODY_BYTES_MAX));
        assert_eq!(gunzip(&gzip(&minutes[..=BODY_BYTES_MAX])), Err(Problem::TooLarge));
    }

    #[test]
    fn whatever_the_ratio_no_more_comes_out_than_a_body_may_have() {
        let hardly: Vec<u8> =
            (0..).flat_map(|n: u64| Sha256::digest(n.to_be_bytes())).take(BODY_BYTES_MAX + 1).collect();
        assert_eq!(gunzip(&gzip(&hardly[..BODY_BYTES_MAX])).map(|b| b.len()), Ok(BODY_BYTES_MAX));
        assert_eq!(gunzip(&gzip(&hardly)), Err(Problem::TooLarge));
    }
}
