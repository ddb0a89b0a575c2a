//! The real binary over a watched disk, and a client that notices when it dies.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Output, Stdio};
use std::sync::{Mutex, mpsc};

use studio_core::sign::sign_request;
use studio_core::wire::{self, HEADER_DEVICE, HEADER_SIGNATURE};

use crate::county::{Phone, between};
use crate::cut::Disk;

const BINARY: &str = env!("CARGO_BIN_EXE_studio-sync-server");

/// What a process does to its syncs, and when it dies.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fate {
    /// Classes of syncs that are only pretended.
    pub(crate) ignore: &'static str,
    /// After which event, or in place of which sync, it is killed.
    pub(crate) die: String,
}

impl Fate {
    pub(crate) fn dies(die: impl Into<String>) -> Self {
        Self { ignore: "", die: die.into() }
    }

    pub(crate) fn without(ignore: &'static str) -> Self {
        Self { ignore, die: String::new() }
    }
}

/// Runs a command of the binary on the watched disk.
pub(crate) fn run(disk: &Disk, fate: &Fate, arguments: &[&str]) -> Output {
    let mut command = disk.command(BINARY);
    command.args(arguments).env("POWER_IGNORE", fate.ignore).env("POWER_DIE", &fate.die).stdin(Stdio::null());
    command.output().unwrap()
}

/// What `doctor` says of a data folder, if it finds something.
pub(crate) fn illness(data: &Path) -> Option<String> {
    let arguments = ["doctor", "--behind-proxy", "--data", data.to_str().unwrap()];
    let output = std::process::Command::new(BINARY).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let about_data = |line: &&str| line.starts_with('✗') && !line.contains("web app");
    let bad: Vec<&str> = said.lines().filter(about_data).collect();
    let looked = said.contains("都对得上");
    (!bad.is_empty() || !looked).then(|| said.clone())
}

/// A server.
pub(crate) struct Serving {
    child: Mutex<Child>,
    address: String,
}

impl Serving {
    pub(crate) fn start(disk: &Disk, data: &Path, fate: &Fate) -> Self {
        let mut child = disk
            .command(BINARY)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .envs([("RUST_LOG", "info"), ("NO_COLOR", "1"), ("POWER_IGNORE", fate.ignore)])
            .env("POWER_DIE", &fate.die)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (line, log) = mpsc::channel();
        // read to the end, so that the server never waits for its own log
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|text| drop(line.send(text))));
        let listening = log.iter().find(|line| line.contains("listening")).expect("the server listens");
        Self { child: Mutex::new(child), address: between(&listening, "address=", " ").unwrap() }
    }

    /// Kills it, between two events, and waits for its end.
    pub(crate) fn kill(&self, disk: &Disk) {
        disk.between_events(|| drop(self.child.lock().unwrap().kill()));
        self.wait();
    }

    /// Waits until it has died.
    pub(crate) fn wait(&self) {
        self.child.lock().unwrap().wait().unwrap();
    }

    /// A signed request; an error when the server died before it had answered.
    pub(crate) fn signed(&self, phone: &Phone, path: &str, body: &[u8]) -> io::Result<Vec<u8>> {
        let signature = sign_request(phone.replica.secret(), "POST", path, body).to_string();
        let device = phone.replica.identity().device.to_string();
        self.post(path, &[(HEADER_DEVICE, &device), (HEADER_SIGNATURE, &signature)], body)
    }

    /// A request over a connection of its own.
    pub(crate) fn post(&self, path: &str, headers: &[(&str, &str)], body: &[u8]) -> io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(&self.address)?;
        let mut head = format!("POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.address);
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        stream.write_all(&[head.as_bytes(), body].concat())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let cut_short = || io::Error::from(io::ErrorKind::UnexpectedEof);
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or_else(cut_short)?;
        let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
        let length: usize = between(&head, "content-length: ", "\r").map_or(0, |length| length.parse().unwrap());
        let body = answer.split_off(end + 4);
        if body.len() < length {
            return Err(cut_short());
        }
        assert!(head.starts_with("http/1.1 200"), "{head}\n{}", String::from_utf8_lossy(&body));
        Ok(body)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let child = self.child.get_mut().unwrap();
        drop(child.kill());
        drop(child.wait());
    }
}

/// A message in an answer.
pub(crate) fn read<T: for<'b> minicbor::Decode<'b, ()>>(body: &[u8]) -> T {
    wire::read(body).unwrap()
}
