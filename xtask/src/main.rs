//! The project's own commands: `cargo xtask web | test | run | bench`. It drives other programs and the built server;
//! it must not contain anything that the product itself needs.
#![expect(clippy::print_stdout, reason = "a command for a person at a terminal speaks by printing")]

mod bench;
mod browser;
mod cargo;
mod compress;
mod cut;
mod demo;
mod kills;
mod names;
mod node;
mod numbers;
mod packages;
mod run;
mod server;
mod service_worker;
mod stranger;
mod styles;
mod tally;
mod term;
mod test;
mod toolchain;
mod tree;
mod wasm;
mod web;

use anyhow::{Result, bail};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask run             build everything, make a demo county and open it on this machine
                            --fresh: make the county anew  --small: build the app as a county gets it
cargo xtask test [--quick]  install what tests need and run all of them, with real browsers
cargo xtask web [--quick]   build the teachers' app into target/web
                            --quick: built sooner, larger and slower to load; for the developers' loop
                            --proof: only the proof that the browser's disk keeps its contract
cargo xtask stranger        attack real servers with a client written from the protocol's page: --seeds N, --first N
cargo xtask kills           kill browsers and servers in the middle of pictures: --kills N, --seed N
cargo xtask bench           measure speed and size
                            --peer: only what a sync costs, beside bare automerge
cargo xtask lint-web        clippy for the crates that run in the browser
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[String]) -> Result<()> {
    let command = words.first().map_or("help", String::as_str);
    let flags = words.get(1..).unwrap_or_default();
    match command {
        "web" => {
            only(flags, &["--quick", "--proof"])?;
            let pace = web::Pace::from_flags(flags);
            if flags.iter().any(|flag| flag == "--proof") {
                return web::build_conformance(pace);
            }
            web::build(pace).map(drop)
        }
        "run" => {
            only(flags, &["--fresh", "--small"])?;
            let has = |name: &str| flags.iter().any(|flag| flag == name);
            let pace = if has("--small") { web::Pace::Small } else { web::Pace::Quick };
            run::county(&run::Wishes { fresh: has("--fresh"), pace })
        }
        "test" => {
            only(flags, &["--quick"])?;
            test::everything(web::Pace::from_flags(flags))
        }
        "stranger" => stranger::long(flags),
        "kills" => kills::long(flags),
        "bench" => {
            only(flags, &["--peer"])?;
            if flags.is_empty() { bench::figures() } else { bench::beside_a_peer() }
        }
        "lint-web" => {
            only(flags, &[])?;
            wasm::lint()
        }
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => bail!("there is no command `{other}`\n{HELP}"),
    }
}

fn only(flags: &[String], known: &[&str]) -> Result<()> {
    match flags.iter().find(|flag| !known.contains(&flag.as_str())) {
        Some(flag) => bail!("unknown option `{flag}`\n{HELP}"),
        None => Ok(()),
    }
}
