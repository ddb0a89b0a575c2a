//! Debian packages that a step needs: installed when we may, named when we may not.

use crate::term;
use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

/// Makes sure that these Debian packages are there.
pub(crate) fn need(packages: &[&str]) -> Result<()> {
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if !can_install() {
        bail!("please install first: apt-get install {names}\n请先安装这些软件包：{names}");
    }
    term::step(&format!("installing {names}"), || install(&missing))
}

/// Whether this is Debian (or a child of it) and we are root.
pub(crate) fn can_install() -> bool {
    let root = term::answer(Command::new("id").arg("-u")).is_some_and(|user| user == "0");
    root && Path::new("/usr/bin/apt-get").exists()
}

fn installed(package: &str) -> bool {
    let status = term::answer(Command::new("dpkg-query").args(["-W", "-f", "${db:Status-Status}", package]));
    status.is_some_and(|status| status == "installed")
}

fn install(packages: &[&str]) -> Result<()> {
    // A fresh image has no lists at all, an old one has stale ones: refresh before the one install.
    term::run(apt().arg("update"))?;
    term::run(apt().args(["install", "--yes", "--no-install-recommends"]).args(packages))
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").arg("--quiet=2");
    command
}
