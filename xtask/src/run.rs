//! `cargo xtask run`: from a clean clone to a county one can look at: builds, makes the demo county, serves it, and says
//! where to go. The county itself is made by the server's own `demo`, not here.

use crate::demo::Demo;
use crate::server::{self, Build, Serving};
use crate::{cargo, web};
use anyhow::Result;
use std::path::Path;

const PORT: u16 = 8787;

/// What the person asked for.
pub(crate) struct Wishes {
    /// Make the demo county anew.
    pub(crate) fresh: bool,
    /// Build the web app as a county gets it, not as fast as possible.
    pub(crate) pace: web::Pace,
}

/// Builds, serves, and returns only when the server ends.
pub(crate) fn county(wishes: &Wishes) -> Result<()> {
    server::need_free(PORT)?;
    web::build(wishes.pace)?;
    let server = server::build(Build::Dev)?;
    let demo = Demo::make(&server, wishes.fresh)?;
    let serving = Serving::start(&server, &demo.data, PORT)?;
    print_addresses(&demo.words, &server);
    serving.wait()
}

fn print_addresses(words: &str, server: &Path) {
    let server = server.strip_prefix(cargo::root()).unwrap_or(server).display();
    println!(
        "
The county is open. 县里的服务已启动。

  bureau's pages 管理页面     http://127.0.0.1:{PORT}/bureau/
  teachers' app  教师应用     http://127.0.0.1:{PORT}/app/

{}

A real phone needs a secure address (https or its own localhost). Over USB:
  adb reverse tcp:{PORT} tcp:{PORT}      and open http://127.0.0.1:{PORT}/app/ on the phone
or over the network with a certificate that the phone trusts:
  {server} serve --listen 0.0.0.0:8443 --data target/demo --tls-cert cert.pem --tls-key key.pem

Ctrl-C ends it; `cargo xtask run --fresh` makes the demo county anew.
",
        words.trim_end()
    );
}
