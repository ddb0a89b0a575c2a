//! Which SQLite runs. Older ones than the least can damage a database in WAL mode.

/// The least version that is safe here, as SQLite counts: 3.51.3. Before it, a WAL that is reset while another process
/// checkpoints could lose rows that were already acknowledged.
pub const LEAST: (i32, &str) = (3_051_003, "3.51.3");

/// The version that runs, as it is called.
pub fn running() -> &'static str {
    rusqlite::version()
}

/// Whether the version that runs is safe.
pub fn is_safe() -> bool {
    is_safe_number(rusqlite::version_number())
}

fn is_safe_number(number: i32) -> bool {
    number >= LEAST.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_that_is_built_in_is_safe_and_the_one_before_the_least_would_not_be() {
        assert!(is_safe(), "{}", running());
        assert!(is_safe_number(3_051_003) && !is_safe_number(3_051_002) && !is_safe_number(3_050_007));
    }
}
