//! `cargo xtask run`: from a clean clone to a county one can look at: builds, makes the demo county, serves it, and says
//! where to go. The county itself is made by the server's own `demo`, not here.

use crate::server::{self, Build};
use crate::{cargo, term, web};
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

const PORT: u16 = 8787;
/// Opening a database of one county takes far less; a server that needs longer is stuck.
const READY_WITHIN: Duration = Duration::from_secs(30);
const ASK_AGAIN_AFTER: Duration = Duration::from_millis(50);

/// What the person asked for.
pub(crate) struct Wishes {
    /// Make the demo county anew.
    pub(crate) fresh: bool,
    /// Build the web app as a county gets it, not as fast as possible.
    pub(crate) pace: web::Pace,
}

/// Builds, serves, and returns only when the server ends.
pub(crate) fn county(wishes: &Wishes) -> Result<()> {
    if TcpStream::connect(("127.0.0.1", PORT)).is_ok() {
        bail!(
            "port {PORT} is taken: another county is running? End it first.\n端口 {PORT} 已被占用，请先关闭正在运行的服务。"
        );
    }
    web::build(wishes.pace)?;
    let server = server::build(Build::Dev)?;
    let demo = Demo::make(&server, wishes.fresh)?;
    let mut serving = serve(&server, &demo.data)?;
    wait_until_ready(&mut serving)?;
    print_addresses(&demo.words, &server);
    let status = serving.wait()?;
    if status.success() { Ok(()) } else { bail!("the server ended with {status}") }
}

/// The demo county on disk.
struct Demo {
    data: PathBuf,
    /// What `demo` said: logins and invites. Kept, because a later run needs them again.
    words: String,
}

impl Demo {
    fn make(server: &Path, fresh: bool) -> Result<Self> {
        let data = cargo::root().join("target/demo");
        let words = data.with_extension("txt");
        if fresh || !data.exists() || !words.exists() {
            term::step("making the demo county", || Self::create(server, &data, &words))?;
        }
        let words = fs::read_to_string(&words)?;
        Ok(Self { data, words })
    }

    /// Into a folder beside, then moved: a broken attempt leaves no half county.
    fn create(server: &Path, data: &Path, words: &Path) -> Result<()> {
        let making = data.with_extension("making");
        for folder in [&making, &data.to_path_buf()] {
            if folder.exists() {
                fs::remove_dir_all(folder)?;
            }
        }
        let mut demo = Command::new(server);
        demo.arg("demo").arg("--data").arg(&making).stderr(std::process::Stdio::inherit());
        let output = demo.output().context("cannot start the server")?;
        if !output.status.success() {
            bail!("`{}` ended with {}", term::spoken(&demo), output.status);
        }
        fs::rename(&making, data)?;
        fs::write(words, output.stdout)?;
        Ok(())
    }
}

fn serve(server: &Path, data: &Path) -> Result<Child> {
    let mut command = Command::new(server);
    command.args(["serve", "--listen", &format!("127.0.0.1:{PORT}"), "--data"]).arg(data);
    command.spawn().context("cannot start the server")
}

fn wait_until_ready(serving: &mut Child) -> Result<()> {
    let started = Instant::now();
    while !is_ready() {
        if let Some(status) = serving.try_wait()? {
            bail!("the server ended with {status} before it was ready");
        }
        if started.elapsed() > READY_WITHIN {
            serving.kill()?;
            bail!("the server did not become ready within {}", term::elapsed(READY_WITHIN));
        }
        thread::sleep(ASK_AGAIN_AFTER);
    }
    Ok(())
}

/// One plain HTTP question; a client library would be a hundred crates for this.
fn is_ready() -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", PORT)) else { return false };
    let request = format!("GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\nConnection: close\r\n\r\n");
    let mut answer = [0; 12];
    stream.write_all(request.as_bytes()).is_ok() && stream.read_exact(&mut answer).is_ok() && answer.ends_with(b" 200")
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
