//! The county's server as a program: built here, driven from here through its command line, as a county would.

use crate::{cargo, term};
use anyhow::{Context, Result, bail};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

const NAME: &str = "studio-sync-server";
/// Opening a database of one county takes far less; a server that needs longer is stuck.
const READY_WITHIN: Duration = Duration::from_secs(30);
const ASK_AGAIN_AFTER: Duration = Duration::from_millis(50);

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

/// The server that the workspace's own tests drove: cargo built it for them, with the web app that was there before.
pub(crate) fn tested() -> PathBuf {
    cargo::root().join("target/debug").join(format!("{NAME}{}", std::env::consts::EXE_SUFFIX))
}

/// Says early and plainly when another program holds the port.
pub(crate) fn need_free(port: u16) -> Result<()> {
    if TcpStream::connect(("127.0.0.1", port)).is_ok() {
        bail!(
            "port {port} is taken: is another county running? End it first.\n端口 {port} 已被占用，请先关闭正在运行的服务。"
        );
    }
    Ok(())
}

/// A server that is up; dropped, it ends.
pub(crate) struct Serving {
    child: Child,
}

impl Serving {
    /// Serves a folder on loopback and returns when it is ready to answer.
    pub(crate) fn start(server: &Path, data: &Path, port: u16) -> Result<Self> {
        need_free(port)?;
        let mut command = Command::new(server);
        command.args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"]).arg(data);
        let child = command.spawn().with_context(|| format!("cannot start `{}`", term::spoken(&command)))?;
        let mut serving = Self { child };
        serving.wait_until_ready(port)?;
        Ok(serving)
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Returns when the server ends by itself.
    pub(crate) fn wait(mut self) -> Result<()> {
        let status = self.child.wait()?;
        if status.success() { Ok(()) } else { bail!("the server ended with {status}") }
    }

    fn wait_until_ready(&mut self, port: u16) -> Result<()> {
        let started = Instant::now();
        while !is_ready(port) {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended with {status} before it was ready");
            }
            if started.elapsed() > READY_WITHIN {
                bail!("the server did not become ready within {}", term::elapsed(READY_WITHIN));
            }
            thread::sleep(ASK_AGAIN_AFTER);
        }
        Ok(())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Nothing can be done about a failure here, and an ended server gives one.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One plain HTTP question; a client library would be a hundred crates for this.
fn is_ready(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return false };
    let request = format!("GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    let mut answer = [0; 12];
    stream.write_all(request.as_bytes()).is_ok() && stream.read_exact(&mut answer).is_ok() && answer.ends_with(b" 200")
}
