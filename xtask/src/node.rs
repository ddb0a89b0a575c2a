//! Node and what a folder's `package.json` names: found, or installed. Tests in JavaScript run by it.

use crate::{cargo, packages, term};
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of tests has no copy of what it needs: it says so in package.json.
const PACKAGES: &str = "node_modules";

/// Makes sure of node and of what the folder's lock names.
pub(crate) fn prepare(folder: &Path) -> Result<()> {
    for (program, package) in [("node", "nodejs"), ("npm", "npm")] {
        if term::answer(Command::new(program).arg("--version")).is_none() {
            packages::need(&[package])?;
        }
    }
    let installed = folder.join(PACKAGES).join(".package-lock.json");
    let wanted = folder.join("package-lock.json");
    let newer = |file: &Path| file.metadata().and_then(|file| file.modified()).ok();
    if newer(&installed) > newer(&wanted) {
        return Ok(());
    }
    let mut npm = cargo::clean("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--prefix"]).arg(folder);
    term::step("installing what the tests in JavaScript need (npm ci)", || term::run(&mut npm))
}

/// Runs these files of tests with the built server, and says what happened as TAP.
pub(crate) fn tests(files: &[PathBuf], server: &Path) -> Command {
    let mut command = cargo::clean("node");
    // One file after the other: each has a county or a browser of its own, and two would fight for two cores.
    command.args(["--test", "--test-concurrency=1", "--test-reporter=tap"]).args(files);
    command.env("STUDIO_SERVER", server);
    command
}

/// The files of a folder that hold tests, by name; none while the folder is absent.
pub(crate) fn tests_in(folder: &str) -> Result<Vec<PathBuf>> {
    let folder = cargo::root().join(folder);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.to_str().is_some_and(|path| path.ends_with(".test.mjs") || path.ends_with(".test.js")) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
