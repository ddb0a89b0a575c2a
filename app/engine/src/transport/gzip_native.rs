//! gzip by flate2.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

/// The bytes, packed.
pub(super) async fn packed(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}
