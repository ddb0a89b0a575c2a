//! A phone for the bench of syncs: the engine as it stands on a real phone, over a folder. It joins, and says `ready` once it
//! has what was there. With a number of records it writes these first, in the frame's words, while it brings nothing, and says how
//! long a look at the list of them takes. On a line
//! of input it brings and takes all, and says how long that took.
//! `year ADDRESS CODE NAME RECORDS`
#![allow(clippy::print_stdout, reason = "a program that says what it found")]

#[path = "frame/mod.rs"]
mod frame;

use std::io::BufRead as _;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use studio_core::command::{Command, Draft};
use studio_core::edit::FieldEdit;
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::view::RecordQuery;
use studio_engine::client::{EngineHandle, Updates};
use studio_engine::host::native;
use studio_engine::messages::{Notice, Phase, Request, SyncState, Update};
use tokio::task::LocalSet;

const LOOKS: usize = 21;
/// As many rows as the app opens the list with.
const ROWS: usize = 100;

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [address, code, name, records] = words.as_slice() else { bail!("year ADDRESS CODE NAME RECORDS") };
    let folder = tempfile::tempdir()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (engine, updates, pump) = native::start(folder.path().to_owned(), address.clone())?;
    let records = records.parse()?;
    LocalSet::new().block_on(&runtime, async move {
        tokio::task::spawn_local(pump);
        live(&engine, updates, (code, name), records).await
    })
}

async fn live(engine: &EngineHandle, mut updates: Updates, (code, name): (&str, &str), records: usize) -> Result<()> {
    if records == 0 {
        // what it takes is measured from its first word on
        println!("ready");
        go()?;
    }
    let begun = Instant::now();
    engine.enrol(code.to_owned(), name.to_owned(), "bench".to_owned()).await.map_err(said)?;
    until(&mut updates, |sync| matches!(sync.phase, Phase::Syncing(_))).await?;
    until(&mut updates, |sync| sync.unsent == 0 && matches!(sync.phase, Phase::Idle)).await?;
    if records == 0 {
        println!("done {}", begun.elapsed().as_millis());
        return Ok(());
    }
    // nobody looks: nothing goes by itself
    engine.tell(Request::Visible(false));
    for fields in frame::records(records) {
        write(engine, fields).await?;
    }
    println!("list {}", look(engine).await?);
    println!("ready");
    go()?;
    let begun = Instant::now();
    engine.tell(Request::Visible(true));
    until(&mut updates, |sync| matches!(sync.phase, Phase::Syncing(_)) && sync.unsent >= records).await?;
    until(&mut updates, |sync| sync.unsent == 0 && matches!(sync.phase, Phase::Idle)).await?;
    println!("done {}", begun.elapsed().as_millis());
    Ok(())
}

/// Microseconds from the question for 记录, as the app asks it, to its answer: the median of some.
async fn look(engine: &EngineHandle) -> Result<u128> {
    let mut times = Vec::new();
    for _ in 0..LOOKS {
        let begun = Instant::now();
        engine.records(RecordQuery { most: Some(ROWS), ..RecordQuery::default() }).await.map_err(said)?;
        times.push(begun.elapsed().as_micros());
    }
    times.sort_unstable();
    Ok(times.get(LOOKS / 2).copied().unwrap_or_default())
}

fn go() -> Result<()> {
    std::io::stdin().lock().read_line(&mut String::new())?;
    Ok(())
}

async fn write(engine: &EngineHandle, fields: Vec<frame::Field>) -> Result<()> {
    let start = engine.start(RecordType::Activity).await.map_err(said)?;
    let field = |(key, value): frame::Field| FieldEdit { key, seen: None, value: Some(Scalar::from(value.as_str())) };
    let fields = fields.into_iter().map(field).collect();
    let draft = Draft { record_type: RecordType::Activity, record: start.record, fields };
    engine.command(Command::Save(draft)).await.map(drop).map_err(said)
}

async fn until(updates: &mut Updates, is_so: impl Fn(&SyncState) -> bool) -> Result<()> {
    loop {
        match updates.next().await.context("the engine is gone")? {
            Update::Sync(sync) if is_so(&sync) => return Ok(()),
            Update::Stopped { reason } => bail!("the engine stopped: {reason}"),
            _ => {}
        }
    }
}

fn said(notice: Notice) -> anyhow::Error {
    anyhow::anyhow!("{notice:?}")
}
