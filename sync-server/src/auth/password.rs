//! argon2id with the library's defaults (19 MiB, two passes). Slow on purpose: call it where blocking is allowed.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use crate::limits::PASSWORD_BYTES_MAX;

/// What is kept of a password.
///
/// # Errors
/// When the library refuses, in its words.
pub fn hash(password: &str) -> Result<String, String> {
    Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(|error| error.to_string())
}

/// Whether a password is the one that this was kept of.
pub fn fits(password: &str, kept: &str) -> bool {
    let Ok(kept) = PasswordHash::new(kept) else { return false };
    password.len() <= PASSWORD_BYTES_MAX && Argon2::default().verify_password(password.as_bytes(), &kept).is_ok()
}

/// Work as long as a real check for a login that nobody has: the time of an answer must not tell which exist.
pub fn check_nobody(password: &str) {
    if password.len() <= PASSWORD_BYTES_MAX {
        drop(hash(password));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_itself_fits() {
        let kept = hash("临溪-2026").unwrap();
        assert!(kept.starts_with("$argon2id$"));
        assert!(fits("临溪-2026", &kept) && !fits("临溪-2025", &kept) && !fits("临溪-2026", "not a hash"));
    }

    #[test]
    fn a_password_longer_than_its_limit_fits_nothing() {
        let (at, over) = ("x".repeat(PASSWORD_BYTES_MAX), "x".repeat(PASSWORD_BYTES_MAX + 1));
        assert!(fits(&at, &hash(&at).unwrap()) && !fits(&over, &hash(&over).unwrap()));
    }
}
