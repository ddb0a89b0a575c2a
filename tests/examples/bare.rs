//! Bare automerge sync over HTTP, to hold the product against: the library's own sync protocol, one document, each answer
//! durable in SQLite (FULL) before it is given. It checks nothing, shows nothing and knows nobody.
//! `bare serve FOLDER` says `port N`; `bare push ADDRESS RECORDS` and `bare pull ADDRESS` say `ready`, and `done MS` once both
//! sides have the same.
#![allow(clippy::print_stdout, reason = "a program that says what it found")]

#[path = "frame/mod.rs"]
mod frame;

use std::collections::HashMap;
use std::io::BufRead as _;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use automerge::sync::{Message, State, SyncDoc as _};
use automerge::transaction::Transactable as _;
use automerge::{ActorId, AutoCommit, ObjType, ROOT, ReadDoc as _};
use axum::Router;
use axum::body::Bytes;
use axum::extract::Path as Of;
use axum::routing::post;
use rusqlite::Connection;

#[tokio::main]
async fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["serve", folder] => serve(Path::new(folder)).await,
        ["push", address, records] => bring(address, "push", records.parse()?).await,
        ["pull", address] => bring(address, "pull", 0).await,
        _ => bail!("bare serve FOLDER | push ADDRESS RECORDS | pull ADDRESS"),
    }
}

/// What the server has.
struct Server {
    doc: AutoCommit,
    /// How far each client is.
    states: HashMap<String, State>,
    disk: Connection,
}

async fn serve(folder: &Path) -> Result<()> {
    let disk = Connection::open(folder.join("bare.db"))?;
    disk.pragma_update(None, "journal_mode", "WAL")?;
    disk.pragma_update(None, "synchronous", "FULL")?;
    disk.execute("CREATE TABLE change (hash BLOB PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID", [])?;
    let server = Arc::new(Mutex::new(Server { doc: AutoCommit::new(), states: HashMap::new(), disk }));
    let turn = move |Of(client): Of<String>, body: Bytes| {
        let server = Arc::clone(&server);
        async move {
            let turned = tokio::task::spawn_blocking(move || {
                server.lock().unwrap_or_else(std::sync::PoisonError::into_inner).turn(client, &body)
            });
            turned.await.ok().and_then(Result::ok).unwrap_or_default()
        }
    };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("port {}", listener.local_addr()?.port());
    Ok(axum::serve(listener, Router::new().route("/sync/{client}", post(turn))).await?)
}

impl Server {
    /// Takes a message in, and answers with the next one; an empty body where there is none.
    fn turn(&mut self, client: String, body: &[u8]) -> Result<Vec<u8>> {
        let state = self.states.entry(client).or_default();
        let before = self.doc.get_heads();
        self.doc.sync().receive_sync_message(state, Message::decode(body)?)?;
        let rows = self.disk.transaction()?;
        for change in self.doc.get_changes(&before) {
            let row = (change.hash().0, change.raw_bytes());
            rows.prepare_cached("INSERT OR IGNORE INTO change VALUES (?1, ?2)")?.execute(row)?;
        }
        rows.commit()?;
        Ok(self.doc.sync().generate_sync_message(state).map(Message::encode).unwrap_or_default())
    }
}

async fn bring(address: &str, client: &str, records: usize) -> Result<()> {
    let mut doc = AutoCommit::new().with_actor(ActorId::from(client.as_bytes()));
    for (n, fields) in frame::records(records).into_iter().enumerate() {
        let record = doc.put_object(ROOT, format!("{n:026}"), ObjType::Map)?;
        for (key, value) in fields {
            doc.put(&record, key, value)?;
        }
        doc.commit();
    }
    println!("ready");
    std::io::stdin().lock().read_line(&mut String::new())?;
    let (begun, line) = (Instant::now(), reqwest::Client::new());
    let mut state = State::new();
    loop {
        let Some(message) = doc.sync().generate_sync_message(&mut state) else { break };
        let sent = line.post(format!("{address}/sync/{client}")).body(message.encode()).send().await?;
        let answer = sent.error_for_status()?.bytes().await?;
        if answer.is_empty() {
            break;
        }
        doc.sync().receive_sync_message(&mut state, Message::decode(&answer)?)?;
    }
    println!("done {}", begun.elapsed().as_millis());
    println!("records {}", doc.keys(ROOT).count());
    doc.get_heads().first().context("nothing came").map(drop)
}
