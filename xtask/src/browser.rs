//! A real Chromium for the journeys and the browser's part of the bench: found, or installed.

use crate::{node, packages};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Where Chromium is: `$CHROMIUM`, or on the path.
pub(crate) fn find() -> Option<PathBuf> {
    let chosen = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let named = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    chosen.into_iter().chain(named).find(|program| program.is_file())
}

/// Makes sure of Chromium, Chinese fonts, node and what `package.json` in the folder names.
pub(crate) fn prepare(folder: &Path) -> Result<()> {
    if packages::can_install() {
        packages::need(&["fonts-noto-cjk"])?;
    }
    if find().is_none() {
        packages::need(&["chromium"])?;
    }
    find().context("the journeys need Chromium: set CHROMIUM to its path\n浏览器测试需要 Chromium")?;
    node::prepare(folder)
}
