//! A real Chromium and node for the journeys and the browser's part of the bench: found, or installed.

use crate::{cargo, packages, term};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/// The drivers' own folder has no copy of them: it says what it needs in package.json.
const DRIVERS: &str = "node_modules";

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
    for (program, package) in [("node", "nodejs"), ("npm", "npm")] {
        if term::answer(Command::new(program).arg("--version")).is_none() {
            packages::need(&[package])?;
        }
    }
    find().context("the journeys need Chromium: set CHROMIUM to its path\n浏览器测试需要 Chromium")?;
    install_drivers(folder)
}

fn install_drivers(folder: &Path) -> Result<()> {
    let installed = folder.join(DRIVERS).join(".package-lock.json");
    let wanted = folder.join("package-lock.json");
    let newer = |file: &Path| file.metadata().and_then(|file| file.modified()).ok();
    if newer(&installed) > newer(&wanted) {
        return Ok(());
    }
    let mut npm = cargo::clean("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--prefix"]).arg(folder);
    term::step("installing the browser's driver (npm ci)", || term::run(&mut npm))
}
