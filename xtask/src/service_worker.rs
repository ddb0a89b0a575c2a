//! Fills in what the service worker must know: every file of the app with its hash, and a version that changes with any
//! of them.

use crate::tree::{Tree, short_hash};
use crate::web;
use anyhow::Result;
use data_encoding::BASE64;
use sha2::{Digest, Sha256};

/// The service worker's file; it is not among the files that it keeps.
pub(crate) const NAME: &str = "sw.js";

/// The template with version and files in their places.
pub(crate) fn fill(template: &str, tree: &Tree) -> Result<String> {
    let entries: Vec<String> = tree.files().map(|(path, bytes)| entry(path, bytes)).collect();
    let files = format!("{{\n{}\n}}", entries.join(",\n"));
    let version = short_hash(format!("{template}{files}").as_bytes());
    web::fill(template, &[("\"@FILES@\"", &files), ("@VERSION@", &version), ("@BASE@", web::BASE)])
}

/// The browser itself checks a download against the hash: a half-updated server cannot slip in a foreign file.
fn entry(path: &str, bytes: &[u8]) -> String {
    format!("  \"{path}\": \"sha256-{}\"", BASE64.encode(&Sha256::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "const BASE = \"@BASE@\"; const VERSION = \"@VERSION@\"; const FILES = \"@FILES@\";";

    #[test]
    fn any_changed_file_makes_a_new_version() -> Result<()> {
        let mut tree = Tree::new();
        tree.add("index.html", b"one".to_vec());
        let before = fill(TEMPLATE, &tree)?;
        tree.add("index.html", b"two".to_vec());
        let after = fill(TEMPLATE, &tree)?;
        let version = |script: &str| script.split('"').nth(3).map(str::to_owned);
        assert_ne!(version(&before), version(&after));
        Ok(())
    }

    #[test]
    fn every_file_is_listed_with_the_hash_that_browsers_check() -> Result<()> {
        let mut tree = Tree::new();
        tree.add("index.html", b"hello".to_vec());
        let script = fill(TEMPLATE, &tree)?;
        assert!(script.contains("\"index.html\": \"sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=\""), "{script}");
        Ok(())
    }
}
