//! The log of a studio: entries, the chain over their headers, the signed head. It stores nothing
//! and judges nobody.

use minicbor::{Decode, Encode};

use crate::cbor::cbor;
use crate::change::sha256;
use crate::decision::SignedDecision;
use crate::envelope::Envelope;
use crate::id::{ChainHash, LogId, PublicKey, Signature, StudioId};
use crate::sign::{SUITE, Secret};
use crate::time::Millis;

/// What stands at one place of the log.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum EntryBody {
    /// What a member wrote.
    #[n(0)]
    Change(#[n(0)] Envelope),
    /// What the server decided.
    #[n(1)]
    Decision(#[n(0)] SignedDecision),
    /// Something this reader may not see: the hash of its header alone.
    #[n(2)]
    Stub(#[n(0)] ChainHash),
}

impl EntryBody {
    /// What a member wrote, where it is that.
    pub fn envelope(&self) -> Option<&Envelope> {
        match self {
            Self::Change(envelope) => Some(envelope),
            Self::Decision(_) | Self::Stub(_) => None,
        }
    }

    /// SHA-256 of the entry's header: everything but a change's body, so that erasure breaks nothing.
    pub fn header_hash(&self) -> ChainHash {
        let bytes = match self {
            Self::Stub(hash) => return *hash,
            Self::Change(envelope) => return envelope.header_hash(envelope.hash()),
            Self::Decision(dec) => cbor(|e| {
                e.array(5)?.str("decision")?.u8(dec.suite)?.encode(dec.key_id)?;
                e.encode(dec.signature)?.bytes(&sha256(&dec.bytes))?.ok()
            }),
        };
        ChainHash(sha256(&bytes))
    }
}

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Entry {
    /// Its number, from 1, without gaps.
    #[n(0)]
    pub seq: u64,
    /// When a server first had it, by that server's clock.
    #[n(1)]
    pub first_seen: Millis,
    /// What it is.
    #[n(2)]
    pub body: EntryBody,
}

/// `chain(0) = H("studio-chain/1" ‖ studio ‖ log_id)`.
pub fn chain_start(studio: StudioId, log: LogId) -> ChainHash {
    ChainHash(sha256(&[b"studio-chain/1".as_slice(), &studio.0, &log.0].concat()))
}

/// `chain(seq) = H(chain(seq−1) ‖ seq ‖ first_seen ‖ H(header))`, numbers big-endian.
pub fn chain_next(before: ChainHash, seq: u64, first_seen: Millis, header: ChainHash) -> ChainHash {
    let parts = [&before.0[..], &seq.to_be_bytes(), &first_seen.0.to_be_bytes(), &header.0];
    ChainHash(sha256(&parts.concat()))
}

/// The end of a log as its server signed it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Head {
    /// Cryptographic suite.
    #[n(0)]
    pub suite: u8,
    /// Which life of the log.
    #[n(1)]
    pub log: LogId,
    /// Number of the last entry.
    #[n(2)]
    pub seq: u64,
    /// The chain there.
    #[n(3)]
    pub chain: ChainHash,
    /// Ed25519 over `"studio-head/1" ‖ suite ‖ studio ‖ log_id ‖ seq ‖ chain`.
    #[n(4)]
    pub signature: Signature,
}

impl Head {
    /// Signs the end of a log.
    pub fn sign(studio: StudioId, log: LogId, seq: u64, chain: ChainHash, secret: &Secret) -> Self {
        let mut head = Self { suite: SUITE, log, seq, chain, signature: Signature([0; 64]) };
        head.signature = secret.sign(&[&head.signed_bytes(studio)]);
        head
    }

    /// Whether this server key signed it for this studio.
    pub fn is_signed_by(&self, studio: StudioId, key: &PublicKey) -> bool {
        self.suite == SUITE && key.verifies(&[&self.signed_bytes(studio)], &self.signature)
    }

    fn signed_bytes(&self, studio: StudioId) -> Vec<u8> {
        let seq = self.seq.to_be_bytes();
        let parts: [&[u8]; 6] = [b"studio-head/1", &[self.suite], &studio.0, &self.log.0, &seq, &self.chain.0];
        parts.concat()
    }
}
