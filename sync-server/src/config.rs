//! How this server is reached and where its data lies. Read once at start; nothing here changes while it runs.

use std::path::{Path, PathBuf};

/// The database inside the data folder.
pub const DATABASE: &str = "studio.db";

/// Where the database of a data folder lies.
pub fn database(data: &Path) -> PathBuf {
    data.join(DATABASE)
}

/// How people reach this server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// Requests come over TLS, here or at the proxy in front.
    pub secure: bool,
    /// A proxy stands in front and says where requests come from.
    pub behind_proxy: bool,
    /// The address that invites carry; absent: the one that the request names.
    pub public_url: Option<String>,
}

impl Reach {
    /// The address of this server as people type it, from the request's `Host`.
    pub fn address(&self, host: &str) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        self.public_url
            .as_deref()
            .map_or_else(|| format!("{scheme}://{host}"), |url| url.trim_end_matches('/').to_owned())
    }
}
