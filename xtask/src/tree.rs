//! The tree of files that the server gives out: path → bytes, in order, in memory until it is complete.

use crate::wasm::Module;
use anyhow::{Context, Result};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;

/// So many bytes of the hash stand in a file's name: a clash within one county's releases is out of the question.
const NAME_HASH_BYTES: usize = 8;

/// Paths with `/`, relative to where the server mounts the tree.
pub(crate) struct Tree {
    files: BTreeMap<String, Vec<u8>>,
    siblings: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl Tree {
    pub(crate) fn new() -> Self {
        Self { files: BTreeMap::new(), siblings: Mutex::new(BTreeMap::new()) }
    }

    /// Adds a file under exactly this path.
    pub(crate) fn add(&mut self, path: &str, bytes: Vec<u8>) {
        self.files.insert(path.to_owned(), bytes);
    }

    /// Adds a file under `assets/` with its content's hash in the name, and returns its path.
    pub(crate) fn add_hashed(&mut self, name: &str, extension: &str, bytes: Vec<u8>) -> String {
        let path = format!("assets/{name}-{}.{extension}", short_hash(&bytes));
        self.add(&path, bytes);
        path
    }

    /// Adds all files of a module under `assets/`.
    pub(crate) fn add_module(&mut self, module: &Module) -> Result<()> {
        self.add_folder(&module.folder, "assets")
    }

    /// Adds a folder with all that is below it.
    pub(crate) fn add_folder(&mut self, folder: &Path, path: &str) -> Result<()> {
        for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let entry = entry?;
            let path = format!("{path}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                self.add_folder(&entry.path(), &path)?;
            } else {
                self.add(&path, fs::read(entry.path())?);
            }
        }
        Ok(())
    }

    /// A compressed copy beside its original; callable from several threads.
    pub(crate) fn add_sibling(&self, path: String, bytes: Vec<u8>) {
        self.siblings.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(path, bytes);
    }

    /// Every original file, in the order of the paths.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// How many bytes the chosen originals have.
    pub(crate) fn bytes(&self, chosen: impl Fn(&str) -> bool) -> usize {
        self.files().filter(|(path, _)| chosen(path)).map(|(_, bytes)| bytes.len()).sum()
    }

    /// Writes everything below a folder.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        let siblings = self.siblings.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for (path, bytes) in self.files.iter().chain(siblings.iter()) {
            let file = folder.join(path);
            if let Some(parent) = file.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
        }
        Ok(())
    }
}

/// The hash that stands in a file's name.
pub(crate) fn short_hash(bytes: &[u8]) -> String {
    HEXLOWER.encode(Sha256::digest(bytes).get(..NAME_HASH_BYTES).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_content_gets_another_name() {
        let mut tree = Tree::new();
        let one = tree.add_hashed("app", "css", b"a{}".to_vec());
        let other = tree.add_hashed("app", "css", b"b{}".to_vec());
        assert_ne!(one, other);
        assert!(one.starts_with("assets/app-") && one.ends_with(".css"), "{one}");
    }

    #[test]
    fn what_is_written_is_what_was_added() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let mut tree = Tree::new();
        tree.add("icons/a.svg", b"<svg/>".to_vec());
        tree.add_sibling("icons/a.svg.br".to_owned(), b"br".to_vec());
        tree.write(folder.path())?;
        assert_eq!(fs::read(folder.path().join("icons/a.svg"))?, b"<svg/>");
        assert_eq!(fs::read(folder.path().join("icons/a.svg.br"))?, b"br");
        Ok(())
    }
}
