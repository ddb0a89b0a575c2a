//! The files of the repository, by their paths from its root. What builds and tools leave there is not read.

use std::path::{Path, PathBuf};

/// Folders that hold no file of ours.
const NOT_OURS: [&str; 3] = ["target", "node_modules", ".git"];

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file's path from the root, in order.
pub(crate) fn files() -> Vec<String> {
    let mut found = Vec::new();
    walk(&root(), "", &mut found);
    found.sort();
    found
}

/// Every file with this ending, and its text.
pub(crate) fn texts(ending: &str) -> Vec<(String, String)> {
    files().into_iter().filter(|path| path.ends_with(ending)).map(|path| (path.clone(), text(&path))).collect()
}

/// A file's text.
pub(crate) fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn walk(folder: &Path, below: &str, found: &mut Vec<String>) {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        if !entry.path().is_dir() {
            found.push(path);
        } else if !NOT_OURS.contains(&name.as_str()) {
            walk(&entry.path(), &path, found);
        }
    }
}
