//! Ed25519 with domains: what is signed always begins with a word that says what it is.
//! No randomness: a key is made from a seed that a shell drew.

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};

use crate::change::sha256;
use crate::id::{KeyId, PublicKey, Signature};

/// The one cryptographic suite so far: Ed25519 over SHA-256 hashes.
pub const SUITE: u8 = 1;

/// A private key, of a device or of a server. It is shown nowhere and wiped when dropped.
#[derive(Clone)]
pub struct Secret(SigningKey);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secret(of {})", self.public())
    }
}

impl Secret {
    /// The key that grows from 32 random bytes.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&seed))
    }

    /// The seed, to be kept where only this device or server reads it.
    pub fn seed(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs the parts, one after another.
    pub fn sign(&self, parts: &[&[u8]]) -> Signature {
        Signature(self.0.sign(&parts.concat()).to_bytes())
    }
}

impl PublicKey {
    /// A short name of the key.
    pub fn id(&self) -> KeyId {
        let digest = sha256(&self.0);
        let mut id = [0; 8];
        id.copy_from_slice(digest.split_at(8).0);
        KeyId(id)
    }

    /// Whether the signature is this key's over the parts (strict: no malleable forms).
    pub fn verifies(&self, parts: &[&[u8]], signature: &Signature) -> bool {
        let Ok(key) = VerifyingKey::from_bytes(&self.0) else {
            return false;
        };
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        key.verify_strict(&parts.concat(), &signature).is_ok()
    }
}

/// Signs one request of a device: `"studio-req/1" ‖ method ‖ path ‖ SHA-256(body)`, each of the
/// texts with its length in two bytes before it.
pub fn sign_request(secret: &Secret, method: &str, path: &str, body: &[u8]) -> Signature {
    secret.sign(&request_parts(method, path, &sha256(body)).each_ref().map(Vec::as_slice))
}

/// Whether a request was signed by this device key.
pub fn verify_request(key: &PublicKey, method: &str, path: &str, body: &[u8], by: &Signature) -> bool {
    key.verifies(&request_parts(method, path, &sha256(body)).each_ref().map(Vec::as_slice), by)
}

fn request_parts(method: &str, path: &str, body_hash: &[u8; 32]) -> [Vec<u8>; 4] {
    let prefixed = |text: &str| {
        let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
        [&length.to_be_bytes(), text.as_bytes()].concat()
    };
    [b"studio-req/1".to_vec(), prefixed(method), prefixed(path), body_hash.to_vec()]
}
