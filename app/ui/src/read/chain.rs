//! The end of a studio's log, short enough to be read out.

use studio_core::id::{ChainHash, to_text};

use crate::i18n::t_with;

/// Bytes of the chain that make its eight characters.
const MARK_BYTES: usize = 5;
/// Characters between dashes.
const GROUP: usize = 4;

/// The chain as two people compare it, on a phone or on the bureau's page: how many entries, and eight characters.
pub fn chain_head(seq: u64, chain: &ChainHash) -> String {
    let mark = to_text(chain.0.split_at(MARK_BYTES).0);
    let (first, last) = mark.split_at(GROUP);
    t_with("chain-head", &[("seq", &seq.to_string()), ("mark", &format!("{first}-{last}"))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_chains_that_differ_in_their_first_bytes_are_told_apart() {
        let mut chain = ChainHash([0; 32]);
        assert_eq!(chain_head(1_234, &chain), "存到第 1234 条 · 核对码 0000-0000");
        chain.0[4] = 1;
        assert_eq!(chain_head(1_234, &chain), "存到第 1234 条 · 核对码 0000-0001");
    }
}
