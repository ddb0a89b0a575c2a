//! The county's server as a program: built here, driven from here through its command line, as a county would.

use crate::{cargo, term};
use anyhow::Result;
use std::path::PathBuf;

const NAME: &str = "studio-sync-server";

/// For what the server is built.
#[derive(Clone, Copy)]
pub(crate) enum Build {
    /// Soonest: a first `cargo xtask run`, and journeys. What is hot (hashes, signatures, SQLite) is optimised in the
    /// dev profile too, so it is fast enough for a demo county.
    Dev,
    /// As a county runs it: what the bench measures.
    Release,
}

/// Builds the server, with the web app of `target/web` inside, and returns where it is.
pub(crate) fn build(build: Build) -> Result<PathBuf> {
    let mut command = cargo::own();
    command.args(["build", "--package", NAME, "--bin", NAME]);
    let folder = match build {
        Build::Dev => "debug",
        Build::Release => {
            command.arg("--release");
            "release"
        }
    };
    term::step("building the server", || term::run(&mut command))?;
    let name = format!("{NAME}{}", std::env::consts::EXE_SUFFIX);
    Ok(cargo::root().join("target").join(folder).join(name))
}
