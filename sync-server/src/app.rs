//! What all requests share: disk, reports kept ready, counters, how this server is reached. No rule of the trade.

use std::sync::{Mutex, PoisonError};

use studio_core::time::Millis;
use tokio::sync::Semaphore;

use crate::api::Problem;
use crate::config::Reach;
use crate::enrol::{Turned, Way};
use crate::invites::Closed;
use crate::limits::{HASHING_MAX, WRONG_CODES_A_MINUTE};
use crate::reports::Reports;
use crate::store::threads::Disk;

/// What all requests share.
pub struct App {
    /// The disk.
    pub disk: Disk,
    /// Reports kept ready.
    pub reports: Reports,
    /// How people reach this server.
    pub reach: Reach,
    /// Wrong invite codes of this minute.
    pub wrong_codes: Bucket,
    /// Places for password checks.
    pub hashing: Semaphore,
}

impl App {
    /// A server over a disk.
    pub fn new(disk: Disk, reach: Reach) -> Self {
        Self {
            disk,
            reports: Reports::default(),
            reach,
            wrong_codes: Bucket::new(WRONG_CODES_A_MINUTE),
            hashing: Semaphore::new(HASHING_MAX),
        }
    }

    /// The outcome of coming in; a code that no invite has is counted.
    ///
    /// # Errors
    /// The [`Problem`] to answer.
    pub fn counting_wrong_codes<T>(&self, way: Way<T>, now: Millis) -> Result<T, Problem> {
        if matches!(way, Err(Turned::Invite(Closed::Unknown))) {
            self.wrong_codes.count(now);
        }
        way.map_err(Problem::from)
    }
}

/// Counts what may happen so often a minute.
pub struct Bucket {
    a_minute: u32,
    minute: Mutex<(i64, u32)>,
}

impl Bucket {
    fn new(a_minute: u32) -> Self {
        Self { a_minute, minute: Mutex::new((0, 0)) }
    }

    /// Whether this minute has room.
    pub fn has_room(&self, now: Millis) -> bool {
        let (minute, count) = *self.minute.lock().unwrap_or_else(PoisonError::into_inner);
        minute != now.0 / 60_000 || count < self.a_minute
    }

    fn count(&self, now: Millis) {
        let mut counted = self.minute.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.0 / 60_000;
        *counted = if counted.0 == minute { (minute, counted.1 + 1) } else { (minute, 1) };
    }
}
