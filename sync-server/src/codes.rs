//! Secrets that people carry: invite codes, session tokens, first passwords. Only hashes of them are kept.

use sha2::{Digest, Sha256};
use studio_core::id::{from_text, to_text};
use studio_core::limits::INVITE_CHARS;

use crate::store::sqlite::office::TokenHash;

/// An invite's code: 8 Crockford characters, 40 random bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// The code that grows from 5 random bytes.
    pub fn from_bytes(bytes: [u8; 5]) -> Self {
        Self(to_text(&bytes).to_uppercase())
    }

    /// A code as somebody typed it: in any case, with dashes or spaces, `O` for `0`, `I` and `L` for `1`.
    pub fn typed(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(char::is_ascii_alphanumeric).take(INVITE_CHARS + 1).collect();
        let bytes = from_text(&plain).ok()?;
        (plain.len() == INVITE_CHARS).then(|| Self(to_text(&bytes).to_uppercase()))
    }

    /// The eight characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is read: `7KQM-2XW9`.
    pub fn spaced(&self) -> String {
        let (first, last) = self.0.split_at(INVITE_CHARS / 2);
        format!("{first}-{last}")
    }

    /// What is kept of it.
    pub fn hash(&self) -> TokenHash {
        hash("studio-invite/1", self.0.as_bytes())
    }
}

/// What is kept of a session's token.
pub fn session_hash(token: &str) -> TokenHash {
    hash("studio-session/1", token.as_bytes())
}

/// The token that the forms of a session carry against forged requests: it follows from the session's own.
pub fn form_token(session: &str) -> String {
    to_text(hash("studio-form/1", session.as_bytes()).split_at(16).0)
}

/// A first password that can be read over the telephone: 60 random bits in three groups.
pub fn password(bytes: [u8; 10]) -> String {
    let letters = to_text(&bytes);
    let (first, rest) = letters.split_at(4);
    let (second, rest) = rest.split_at(4);
    format!("{first}-{second}-{}", rest.split_at(4).0)
}

fn hash(domain: &str, secret: &[u8]) -> TokenHash {
    let mut digest = Sha256::new();
    digest.update(domain.as_bytes());
    digest.update([0]);
    digest.update(secret);
    digest.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_understood_however_it_is_typed() {
        let code = Code::from_bytes([0, 1, 2, 250, 255]);
        assert_eq!(code.as_str().len(), INVITE_CHARS);
        for typed in [code.spaced(), code.as_str().to_lowercase(), code.as_str().replace('0', "o").replace('1', "L")] {
            assert_eq!(Code::typed(&typed), Some(code.clone()), "{typed}");
        }
        for wrong in ["", "7KQM", "7KQM-2XW9-1", "7KQM-2XU9", "零一二三四五六七"] {
            assert_eq!(Code::typed(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_forms_token_says_nothing_of_the_session() {
        assert_ne!(form_token("a"), form_token("b"));
        assert!(!form_token("secret").contains("secret"));
    }
}
