//! Faults of SQLite, classified once into what the rest of the engine acts on.

use rusqlite::ffi::SQLITE_IOERR_WRITE;
use rusqlite::{Error, ErrorCode};
use studio_core::store::StoreError;

/// What a fault of SQLite means for the user.
pub(super) fn classified(fault: Error) -> StoreError {
    match fault.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        // Over the quota a browser writes nothing and throws nothing: to SQLite that is a write that failed, not a full disk.
        // Reads go on, and so does the backup that is offered; loading the page again would lose what is not kept yet.
        Some(_) if fault.sqlite_error().is_some_and(|fault| fault.extended_code == SQLITE_IOERR_WRITE) => {
            StoreError::Full
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
            StoreError::Busy
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Corrupt,
        _ => StoreError::Other(fault.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::*;

    #[test]
    fn a_write_that_the_browser_did_not_take_over_the_quota_is_a_full_disk() {
        let fault = |code| classified(Error::SqliteFailure(ffi::Error::new(code), None));
        assert_eq!(fault(ffi::SQLITE_IOERR_WRITE), StoreError::Full);
        assert_eq!(fault(ffi::SQLITE_FULL), StoreError::Full);
        assert!(matches!(fault(ffi::SQLITE_IOERR_READ), StoreError::Other(_)));
    }
}
