//! A phone for the bench: the engine as it stands on a real phone, over a folder. It joins, takes so many pictures of so many
//! bytes, says `ready`, and on a line of input brings them: then it says how long that took.
//! `phone ADDRESS CODE NAME PICTURES BYTES`
#![allow(clippy::print_stdout, reason = "a program that says what it found")]

use std::io::BufRead as _;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use studio_core::attachment::{Attachment, AttachmentKind};
use studio_core::command::{Command, Draft};
use studio_core::edit::FieldEdit;
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_engine::client::{EngineHandle, Updates};
use studio_engine::host::native;
use studio_engine::messages::{Notice, Request, SyncState, Update};
use tokio::task::LocalSet;

/// Bytes of a small picture, as the app makes one.
const SMALL_BYTES: usize = 9_000;

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [address, code, name, pictures, bytes] = words.as_slice() else {
        bail!("phone ADDRESS CODE NAME PICTURES BYTES")
    };
    let folder = tempfile::tempdir()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (engine, updates, pump) = native::start(folder.path().to_owned(), address.clone())?;
    let (pictures, bytes) = (pictures.parse()?, bytes.parse()?);
    LocalSet::new().block_on(&runtime, async move {
        tokio::task::spawn_local(pump);
        bring(&engine, updates, (code, name), (pictures, bytes)).await
    })
}

async fn bring(
    engine: &EngineHandle,
    mut updates: Updates,
    (code, name): (&str, &str),
    (pictures, bytes): (usize, usize),
) -> Result<()> {
    engine.enrol(code.to_owned(), name.to_owned(), "bench".to_owned()).await.map_err(said)?;
    send(engine, "paused").await?;
    let start = engine.start(RecordType::Activity).await.map_err(said)?;
    let mut fields = vec![field("topic", "照片"), field("kind", "theme-research"), field("start", "2026-11-24T14:30")];
    // another phone's pictures are others: the server has none of them
    let of_name = name.bytes().map(usize::from).sum::<usize>() << 16;
    for order in 0..pictures {
        let [large, small] = [(0, bytes), (1, SMALL_BYTES)].map(|(n, bytes)| jpeg(of_name + order * 2 + n, bytes));
        let kept = engine.keep_picture(large, Some(small)).await.map_err(said)?;
        let one = Attachment {
            hash: kept.hash,
            kind: AttachmentKind::Photo,
            media: "image/jpeg".into(),
            bytes: kept.bytes,
            order: i64::try_from(order)?,
            pupils: false,
            thumb: kept.thumb,
            caption: String::new(),
        };
        fields.push(field(&one.key(), &one.text()));
    }
    let draft = Draft { record_type: RecordType::Activity, record: start.record, fields };
    engine.command(Command::Save(draft)).await.map_err(said)?;
    engine.tell(Request::SyncNow);
    until(&mut updates, |sync| sync.unsent == 0 && sync.pictures == pictures).await?;
    println!("ready {}", pictures * (bytes + SMALL_BYTES));
    std::io::stdin().lock().read_line(&mut String::new())?;
    let begun = Instant::now();
    send(engine, "").await?;
    engine.tell(Request::SyncNow);
    until(&mut updates, |sync| sync.pictures == 0).await?;
    println!("brought {}", begun.elapsed().as_millis());
    Ok(())
}

/// Whether pictures go.
async fn send(engine: &EngineHandle, value: &str) -> Result<()> {
    let setting = Request::SetSetting { name: "pictures".to_owned(), value: value.to_owned() };
    engine.call(setting).await.map(drop).map_err(said)
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

fn field(key: &str, value: &str) -> FieldEdit {
    FieldEdit { key: key.to_owned(), seen: None, value: Some(Scalar::from(value)) }
}

/// A JPEG's skeleton of so many bytes, each of another scan: nobody decodes a pixel of it.
fn jpeg(n: usize, bytes: usize) -> Vec<u8> {
    let frame = [0xff, 0xc0, 0, 11, 8, 4, 176, 6, 64, 1, 1, 0x11, 0];
    let head = [&[0xff, 0xd8][..], &frame, &[0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]].concat();
    let mut state = u32::try_from(n).unwrap_or(0).wrapping_mul(2_654_435_761).wrapping_add(1);
    let scan = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        // never the byte that begins a marker
        (state >> 24) as u8 & 0xfe
    });
    let room = bytes.saturating_sub(head.len() + 2);
    head.iter().copied().chain(scan.take(room)).chain([0xff, 0xd9]).collect()
}
