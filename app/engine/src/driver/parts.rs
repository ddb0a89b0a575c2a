//! A piece that comes from the server in parts: a cut line costs one of them, and not the scan.

use std::collections::BTreeMap;

use studio_core::id::PieceHash;
use studio_core::pieces::PIECE_BYTES_MAX;

use crate::transport::{Answer, Silence};

/// Bytes that are fetched at once.
const PART_BYTES: usize = 1 << 20;
/// A range begins behind the end: what is here is all there is.
const BEHIND_THE_END: u16 = 416;

/// What has come of pieces whose last part has not.
#[derive(Debug, Default)]
pub(super) struct Parts(BTreeMap<PieceHash, Vec<u8>>);

impl Parts {
    /// The range to ask for next.
    pub(super) fn next(&self, hash: PieceHash) -> String {
        let from = self.0.get(&hash).map_or(0, Vec::len);
        format!("bytes={from}-{}", from + PART_BYTES - 1)
    }

    /// All of a piece, when its last part has come; `None` when another part is to be asked for. What has come before a
    /// line broke stays for whoever asks again.
    pub(super) fn put_together(
        &mut self,
        hash: PieceHash,
        outcome: Result<Answer, Silence>,
    ) -> Option<Result<Vec<u8>, Silence>> {
        let body = match outcome {
            Ok(answer) => answer.body,
            Err(Silence::Problem(problem)) if problem.status == BEHIND_THE_END => Vec::new(),
            Err(silence) => return Some(Err(silence)),
        };
        let all = self.0.entry(hash).or_default();
        all.extend_from_slice(&body);
        if body.len() == PART_BYTES && all.len() < PIECE_BYTES_MAX {
            return None;
        }
        self.0.remove(&hash).map(Ok)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::Problem;

    const HASH: PieceHash = PieceHash([7; 32]);

    fn part(bytes: usize) -> Result<Answer, Silence> {
        Ok(Answer { body: vec![7; bytes], sent_bytes: 0, offset: None })
    }

    fn no(status: u16) -> Result<Answer, Silence> {
        Err(Silence::Problem(Problem { status, code: String::new(), is_page: false, retry_after: None }))
    }

    #[test]
    fn a_piece_is_put_together_of_parts_and_a_cut_line_takes_none_of_them_away() {
        let mut parts = Parts::default();
        assert_eq!(parts.put_together(HASH, part(900)), Some(Ok(vec![7; 900])), "a small one comes at once");
        assert_eq!(parts.put_together(HASH, part(PART_BYTES)), None);
        assert_eq!(parts.put_together(HASH, Err(Silence::Network)), Some(Err(Silence::Network)));
        assert_eq!(parts.0.get(&HASH).map(Vec::len), Some(PART_BYTES), "it goes on from there");
        assert_eq!(parts.put_together(HASH, part(5)), Some(Ok(vec![7; PART_BYTES + 5])));
        assert!(parts.0.is_empty());
        assert_eq!(parts.put_together(HASH, part(PART_BYTES)), None);
        assert_eq!(parts.put_together(HASH, no(416)), Some(Ok(vec![7; PART_BYTES])), "its length was just that");
        assert!(matches!(parts.put_together(HASH, no(404)), Some(Err(Silence::Problem(_)))));
    }

    #[test]
    fn a_server_that_never_ends_is_ended() {
        let mut parts = Parts::default();
        let count = (1..100).find(|_| parts.put_together(HASH, part(PART_BYTES)).is_some());
        assert_eq!(count, Some(PIECE_BYTES_MAX.div_ceil(PART_BYTES)));
    }
}
