//! The client that a stranger wrote from `core/PROTOCOL.md` alone: its short run is part of the tests, its long one is
//! `cargo xtask stranger --seeds N`.

use crate::{cargo, node, server, term};
use anyhow::{Context, Result, bail};
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
    let wanted = Wanted::read(flags)?;
    node::prepare(&cargo::root().join(FOLDER))?;
    let server = match std::env::var_os("STUDIO_SERVER") {
        Some(built) => built.into(),
        None => server::build(server::Build::Dev)?,
    };
    let mut command = cargo::clean("node");
    command
        .arg(cargo::root().join(FOLDER).join("long.mjs"))
        .arg(wanted.seeds.to_string())
        .arg(wanted.first.to_string());
    command.env("STUDIO_SERVER", server);
    term::step("attacking real servers", || term::run(&mut command))
}

#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    seeds: u32,
    first: u32,
}

impl Wanted {
    /// `--seeds 170 --first 1`, in any order; both may be left out.
    fn read(flags: &[String]) -> Result<Self> {
        let mut wanted = Self { seeds: SEEDS, first: 1 };
        for pair in flags.chunks(2) {
            let [name, number] = pair else { bail!("`{}` needs a number", pair.concat()) };
            let number = number.parse().with_context(|| format!("`{number}` is no number"))?;
            match name.as_str() {
                "--seeds" => wanted.seeds = number,
                "--first" => wanted.first = number,
                _ => bail!("unknown option `{name}`"),
            }
        }
        Ok(wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Result<Wanted> {
        Wanted::read(&words.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn seeds_and_the_first_one_are_read_in_any_order() {
        assert_eq!(read("").ok(), Some(Wanted { seeds: SEEDS, first: 1 }));
        assert_eq!(read("--first 7 --seeds 170").ok(), Some(Wanted { seeds: 170, first: 7 }));
    }

    #[test]
    fn what_is_no_number_or_no_option_is_told() {
        for words in ["--seeds", "--seeds many", "--all 3"] {
            assert!(read(words).is_err(), "{words}");
        }
    }
}
