//! The signed envelope that a change travels in. It proves who wrote a change, not that the
//! writer may: that is judged once, by the server, at append.

use minicbor::{Decode, Encode};

use crate::cbor::cbor;
use crate::change::sha256;
use crate::id::{ChainHash, ChangeHash, DeviceId, DocId, PublicKey, Signature, StudioId};
use crate::mutant::{Mutant, is_planted};
use crate::sign::{SUITE, Secret};
use crate::time::Millis;

/// Body kind: one automerge change chunk. 1 erased, 2 sealed, 3 paper, 4 server-founded: reserved.
pub const BODY_CHANGE: u8 = 0;

/// Place of the length field behind magic and checksum.
const SEALED_FROM: usize = 8;

/// A change and the proof of who made it. Identity is (doc, change hash).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Envelope {
    /// Cryptographic suite.
    #[n(0)]
    pub suite: u8,
    /// What the body is.
    #[n(1)]
    pub body_kind: u8,
    /// The document.
    #[n(2)]
    pub doc: DocId,
    /// The device that made it.
    #[n(3)]
    pub device: DeviceId,
    /// When, by the device's clock.
    #[n(4)]
    pub made_at: Millis,
    /// Ed25519 over suite, studio, document, device, time and change hash.
    #[n(5)]
    pub signature: Signature,
    /// The change chunk.
    #[n(6)]
    #[cbor(with = "minicbor::bytes")]
    pub body: Vec<u8>,
}

/// Who signs, and when: the same for all envelopes of one user action.
#[derive(Debug, Clone, Copy)]
pub struct Signer<'a> {
    /// The studio.
    pub studio: StudioId,
    /// The device.
    pub device: DeviceId,
    /// Its key.
    pub secret: &'a Secret,
    /// Now, by its clock.
    pub made_at: Millis,
}

impl Envelope {
    /// Seals a change.
    pub fn seal(by: Signer<'_>, doc: DocId, change: Vec<u8>) -> Self {
        let hash = change_hash(&change);
        let mut envelope = Self {
            suite: SUITE,
            body_kind: BODY_CHANGE,
            doc,
            device: by.device,
            made_at: by.made_at,
            signature: Signature([0; 64]),
            body: change,
        };
        envelope.signature = by.secret.sign(&[&envelope.signed_bytes(by.studio, hash)]);
        envelope
    }

    /// The hash of the change inside, computed from the bytes.
    pub fn hash(&self) -> ChangeHash {
        change_hash(&self.body)
    }

    /// The hash of the header that an entry with it has, from the hash of the change inside: everything but the body.
    pub fn header_hash(&self, hash: ChangeHash) -> ChainHash {
        let header = cbor(|e| {
            e.array(7)?.str("change")?.u8(self.suite)?.encode(self.doc)?.encode(hash)?;
            e.encode(self.device)?.encode(self.made_at)?.encode(self.signature)?.ok()
        });
        ChainHash(sha256(&header))
    }

    /// Whether the device with this key sealed it for this studio.
    pub fn is_sealed_by(&self, studio: StudioId, key: &PublicKey, hash: ChangeHash) -> bool {
        if is_planted(Mutant::SkipSignature) {
            return true;
        }
        self.suite == SUITE && key.verifies(&[&self.signed_bytes(studio, hash)], &self.signature)
    }

    /// `"studio-env/1" ‖ suite ‖ studio ‖ doc ‖ device ‖ made_at ‖ change_hash`, fixed widths,
    /// big-endian. The hash is signed, not the bytes, so a body can be erased and the proof stays.
    fn signed_bytes(&self, studio: StudioId, hash: ChangeHash) -> Vec<u8> {
        [
            b"studio-env/1".as_slice(),
            &[self.suite],
            &studio.0,
            &self.doc.0,
            &self.device.0,
            &self.made_at.0.to_be_bytes(),
            &hash.0,
        ]
        .concat()
    }
}

/// SHA-256 over type, length and data of a chunk: automerge's own change hash. The checksum in
/// front is not trusted (of 3,435 flipped bits 2,181 got past automerge's reader).
pub fn change_hash(chunk: &[u8]) -> ChangeHash {
    ChangeHash(sha256(chunk.get(SEALED_FROM..).unwrap_or_default()))
}
