//! How the bytes of pictures travel: tus 1.0 under a studio's address, signed by the device (PROTOCOL §14). Names and what
//! is signed; no bytes.

use crate::id::{PieceHash, StudioId};

/// Bytes of one chunk: a cut line costs at most one.
pub const CHUNK_BYTES_MAX: usize = 256 << 10;
/// The version of tus that is spoken.
pub const TUS_VERSION: &str = "1.0.0";
/// Says the version.
pub const HEADER_RESUMABLE: &str = "tus-resumable";
/// How many bytes the whole file has.
pub const HEADER_LENGTH: &str = "upload-length";
/// How many bytes are there.
pub const HEADER_OFFSET: &str = "upload-offset";
/// `hash <base64 of the hash's text>`.
pub const HEADER_METADATA: &str = "upload-metadata";
/// `sha256 <base64>` of the chunk in the body.
pub const HEADER_CHECKSUM: &str = "upload-checksum";
/// The media type of a chunk.
pub const CHUNK_MEDIA_TYPE: &str = "application/offset+octet-stream";

/// Headers that say what is done: a device signs them in this order.
pub const SIGNED_HEADERS: [&str; 4] = [HEADER_LENGTH, HEADER_OFFSET, HEADER_METADATA, HEADER_CHECKSUM];

/// Where a studio's files are made.
pub fn files_path(studio: StudioId) -> String {
    format!("/v1/studios/{studio}/files")
}

/// Where one file is sent to, asked of and fetched from.
pub fn file_path(studio: StudioId, hash: PieceHash) -> String {
    format!("{}/{hash}", files_path(studio))
}

/// What is signed of a file's request in the place of its body: its headers, a line each, as far as they are there. The
/// body of a chunk is bound by its checksum.
pub fn signed_headers<'a>(value: impl Fn(&str) -> Option<&'a str>) -> String {
    let line = |name: &&str| Some(format!("{name}: {}\n", value(name)?));
    SIGNED_HEADERS.iter().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_signed_in_one_order_and_those_that_are_not_there_leave_no_line() {
        let chunk = |name: &str| match name {
            HEADER_CHECKSUM => Some("sha256 AAAA"),
            HEADER_OFFSET => Some("0"),
            _ => None,
        };
        assert_eq!(signed_headers(chunk), "upload-offset: 0\nupload-checksum: sha256 AAAA\n");
        assert_eq!(signed_headers(|_| None), "");
    }
}
