//! What all requests share: disk, reports kept ready, gates before secrets, how this server is reached. No rule of the
//! trade.

use std::sync::{Arc, Once};

use tokio::sync::Semaphore;

use crate::auth::places::Places;
use crate::config::Reach;
use crate::gate::Gate;
use crate::guides::Guides;
use crate::limits::FILE_JOBS_MAX;
use crate::reports::Reports;
use crate::store::files::Files;
use crate::store::threads::Disk;

/// What all requests share.
pub struct App {
    /// Said once: the proxy in front does not tell where requests come from.
    pub silent_proxy: Once,
    /// The disk.
    pub disk: Disk,
    /// The folder of pictures.
    pub files: Files,
    /// Places for work with that folder.
    pub file_jobs: Arc<Semaphore>,
    /// The guides by which projects are founded.
    pub guides: Guides,
    /// Reports kept ready.
    pub reports: Reports,
    /// How people reach this server.
    pub reach: Reach,
    /// The gate before invite codes.
    pub codes: Gate,
    /// The gate before officers' passwords.
    pub passwords: Gate,
    /// Places for password checks.
    pub hashing: Places,
}

impl App {
    /// A server over a disk that knows the guides of this release.
    pub fn new(disk: Disk, reach: Reach) -> Self {
        Self::by(Guides::default(), disk, reach)
    }

    /// A server over a disk that knows these guides.
    pub fn by(guides: Guides, disk: Disk, reach: Reach) -> Self {
        Self {
            silent_proxy: Once::new(),
            files: Files::beside(disk.path()),
            disk,
            file_jobs: Arc::new(Semaphore::new(FILE_JOBS_MAX)),
            reports: Reports::by(guides.clone()),
            guides,
            reach,
            codes: Gate::new("invite codes"),
            passwords: Gate::new("passwords"),
            hashing: Places::default(),
        }
    }
}
