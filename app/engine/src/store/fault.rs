//! Faults of SQLite, classified once into what the rest of the engine acts on.

use rusqlite::{Error, ErrorCode};
use studio_core::store::StoreError;

/// What a fault of SQLite means for the user.
pub(super) fn classified(fault: Error) -> StoreError {
    match fault.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
            StoreError::Busy
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Corrupt,
        _ => StoreError::Other(fault.to_string()),
    }
}
