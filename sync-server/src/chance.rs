//! The one place where the clock is read and random bytes are drawn. Everything else takes them as arguments.

use std::time::{SystemTime, UNIX_EPOCH};

use studio_core::time::Millis;

/// Now, by this machine's clock.
pub fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Random bytes from the operating system.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut drawn = [0; N];
    if let Err(error) = getrandom::fill(&mut drawn) {
        unreachable!("the operating system gives no random bytes: {error}");
    }
    drawn
}
