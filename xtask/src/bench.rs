//! `cargo xtask bench`: prints every figure of "speed and size", measured as a county would meet it: release builds, the
//! real server, real Chromium. It judges nothing on a clock: a slow machine prints larger numbers, that is all.

use crate::demo::Demo;
use crate::server::{self, Build, Serving};
use crate::{browser, cargo, node, stranger, term, web};
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

/// Not the port of `run`: a county may be open beside the bench.
const PORT: u16 = 8797;

/// Measures and prints everything.
pub(crate) fn figures() -> Result<()> {
    server::need_free(PORT)?;
    web::build(web::Pace::Small)?;
    let folder = cargo::root().join("tests/browser");
    browser::prepare(&folder)?;
    let server = server::build(Build::Release)?;
    println!();
    native()?;
    pictures(&server)?;
    // A county of its own: the bench's phone joins it and writes.
    let demo = Demo::make_in(&server, cargo::root().join("target/bench-county"), true)?;
    let serving = Serving::start(&server, &demo.data, PORT)?;
    println!("server, idle, RSS: {} (≤ 60 MB)", resident(serving.id())?);
    for script in ["bench-pages.mjs", "bench.mjs"] {
        let mut node = cargo::clean("node");
        node.arg(folder.join(script)).env("STUDIO_ADDRESS", format!("http://127.0.0.1:{PORT}"));
        node.env("STUDIO_DEMO", &demo.words).env("CHROMIUM", browser::find().context("no Chromium")?);
        term::step(&format!("measuring in Chromium ({script})"), || term::run(&mut node))?;
    }
    Ok(())
}

/// What needs neither browser nor network: saving, one day's bytes, judging a thousand records.
fn native() -> Result<()> {
    let mut bench = cargo::own();
    bench.args(["bench", "--package", "studio-tests", "--bench", "figures"]);
    term::step("measuring storage and sync natively", || term::run(&mut bench))
}

/// What pictures cost: the phone's engine over a line that breaks, beside the published tus server.
fn pictures(server: &Path) -> Result<()> {
    let folder = cargo::root().join(stranger::FOLDER);
    node::prepare(&folder)?;
    let mut phone = cargo::own();
    phone.args(["build", "--release", "--package", "studio-tests", "--example", "phone"]);
    term::step("building a phone for the bench", || term::run(&mut phone))?;
    let mut node = cargo::clean("node");
    node.arg(folder.join("bench-files.mjs")).env("STUDIO_SERVER", server);
    node.env("STUDIO_PHONE", cargo::root().join("target/release/examples/phone"));
    term::step("measuring pictures (bench-files.mjs)", || term::run(&mut node))
}

/// A studio's year brought and taken: the phone's engine and the real server beside bare automerge sync, in one run.
pub(crate) fn beside_a_peer() -> Result<()> {
    let folder = cargo::root().join(stranger::FOLDER);
    node::prepare(&folder)?;
    let server = server::build(Build::Release)?;
    let mut programs = cargo::own();
    programs.args(["build", "--release", "--package", "studio-tests", "--example", "year", "--example", "bare"]);
    term::step("building a phone and bare automerge", || term::run(&mut programs))?;
    let built = |name: &str| cargo::root().join("target/release/examples").join(name);
    let mut node = cargo::clean("node");
    node.arg(folder.join("bench-sync.mjs")).env("STUDIO_SERVER", server);
    node.env("STUDIO_YEAR", built("year")).env("STUDIO_BARE", built("bare"));
    term::step("bringing and taking a year (bench-sync.mjs)", || term::run(&mut node))
}

/// Memory that a process holds, as the system tells it.
fn resident(process: u32) -> Result<String> {
    let told = term::answer(Command::new("ps").args(["-o", "rss=", "-p", &process.to_string()]));
    let kilobytes: usize =
        told.and_then(|told| told.trim().parse().ok()).context("ps does not tell the server's RSS")?;
    Ok(term::kilobytes(kilobytes * 1024))
}
