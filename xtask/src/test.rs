//! `cargo xtask test`: installs what tests need, builds what they drive, runs all of them and counts.
//! It knows no test by name.

use crate::tally::Tally;
use crate::{browser, cargo, node, server, stranger, term, web};
use anyhow::{Context, Result, bail};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The journeys of real people in a real browser.
const JOURNEYS: &str = "tests/browser";

/// Runs everything; an error when anything failed.
pub(crate) fn everything(pace: web::Pace) -> Result<()> {
    let journeys = node::tests_in(JOURNEYS)?;
    if !journeys.is_empty() {
        browser::prepare(&cargo::root().join(JOURNEYS))?;
    }
    web::build(pace)?;
    if !journeys.is_empty() {
        web::build_conformance(pace)?;
    }
    let mut tally = Tally::default();
    term::step("testing the workspace", || run_counted(&mut workspace_tests(), &mut tally, Tally::read_cargo))?;
    let server = server::tested();
    let mut stranger = stranger::short(&server)?;
    term::step("letting a stranger in", || run_counted(&mut stranger, &mut tally, Tally::read_node))?;
    if !journeys.is_empty() {
        let mut node = journey_tests(&journeys, &server)?;
        term::step("walking the browser journeys", || run_counted(&mut node, &mut tally, Tally::read_node))?;
    }
    println!("\n{tally}");
    if tally.is_good() { Ok(()) } else { bail!("not all tests passed") }
}

fn workspace_tests() -> Command {
    let mut command = cargo::own();
    command.args(["test", "--workspace", "--no-fail-fast"]);
    command
}

fn journey_tests(journeys: &[PathBuf], server: &Path) -> Result<Command> {
    let mut command = node::tests(journeys, server);
    command.env("CHROMIUM", browser::find().context("no Chromium")?);
    Ok(command)
}

/// Shows a program's lines as they come and counts what they tell. A program that fails without telling of a failed
/// test (it did not compile, it died) counts as one failure.
fn run_counted(command: &mut Command, tally: &mut Tally, read: fn(&mut Tally, &str)) -> Result<()> {
    let failed_before = tally.failed();
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start `{}`", term::spoken(command)))?;
    let lines = child.stdout.take().map(BufReader::new).into_iter().flat_map(BufReader::lines);
    for line in lines {
        let line = line?;
        println!("{line}");
        read(tally, &line);
    }
    let status = child.wait()?;
    if !status.success() && tally.failed() == failed_before {
        eprintln!("`{}` ended with {status}", term::spoken(command));
        tally.add_failure();
    }
    Ok(())
}
