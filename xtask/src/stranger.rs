//! The client that a stranger wrote from `core/PROTOCOL.md` alone: its short run is part of the tests, its long one is
//! `cargo xtask stranger --seeds N`.

use crate::numbers::Numbers;
use crate::{cargo, node, server, term};
use anyhow::Result;
use std::path::Path;
use std::process::Command;

/// Where it lies.
pub(crate) const FOLDER: &str = "tests/stranger";
/// Without a number: some six minutes.
const SEEDS: u32 = 40;

/// The short run: its tests, and what they need.
pub(crate) fn short(server: &Path) -> Result<Command> {
    node::prepare(&cargo::root().join(FOLDER))?;
    Ok(node::tests(&node::tests_in(FOLDER)?, server))
}

/// The long run over so many seeds; an error when anything was wrong.
pub(crate) fn long(flags: &[String]) -> Result<()> {
    let numbers = Numbers::read(flags, &["--seeds", "--first"])?;
    node::prepare(&cargo::root().join(FOLDER))?;
    let server = match std::env::var_os("STUDIO_SERVER") {
        Some(built) => built.into(),
        None => server::build(server::Build::Dev)?,
    };
    let mut command = cargo::clean("node");
    command
        .arg(cargo::root().join(FOLDER).join("long.mjs"))
        .arg(numbers.or("--seeds", SEEDS).to_string())
        .arg(numbers.or("--first", 1).to_string());
    command.env("STUDIO_SERVER", server);
    term::step("attacking real servers", || term::run(&mut command))
}
