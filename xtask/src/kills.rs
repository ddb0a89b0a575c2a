//! `cargo xtask kills --kills N --seed S`: browsers and servers are killed in the middle of pictures, for as long as one
//! likes. The short run is one of the journeys.

use crate::numbers::Numbers;
use crate::{browser, cargo, server, term, web};
use anyhow::{Context, Result};

/// Without a number: some five minutes.
const KILLS: u32 = 100;

/// The long run; an error when anything was lost.
pub(crate) fn long(flags: &[String]) -> Result<()> {
    let numbers = Numbers::read(flags, &["--kills", "--seed"])?;
    let folder = cargo::root().join("tests/browser");
    browser::prepare(&folder)?;
    let built = match std::env::var_os("STUDIO_SERVER") {
        Some(built) => built.into(),
        None => {
            web::build(web::Pace::Quick)?;
            server::build(server::Build::Dev)?
        }
    };
    let mut node = cargo::clean("node");
    node.arg(folder.join("long-kills.mjs"));
    node.arg(numbers.or("--kills", KILLS).to_string()).arg(numbers.or("--seed", 1).to_string());
    node.env("STUDIO_SERVER", built).env("CHROMIUM", browser::find().context("no Chromium")?);
    term::step("killing browsers and servers", || term::run(&mut node))
}
