//! Where the loop lives: a dedicated worker of the browser, or a thread. Clock, timers, pages and
//! the choice of a disk are here; nothing of records.

#[cfg(not(target_arch = "wasm32"))]
pub mod native;
#[cfg(target_arch = "wasm32")]
pub mod web;

use std::rc::Rc;

use futures_util::Stream;
use studio_core::pieces::{MemoryPieces, Pieces};
use studio_core::store::StoreError;

use crate::driver::{Disk, Ended, Engine, Host, Inbox};
use crate::messages::{FromEngine, StorageKind, StorageState, Update};
use crate::store::shelf::Shelf;
use crate::store::{self, NoPieces, Opened, SqlitePieces, SqliteStore};
use crate::transport::Transport;

/// A page that was left a moment ago may still hold the disk.
const BUSY_RETRY_MS: u32 = 25;
/// So often at most: 5 seconds.
const BUSY_TRIES_MAX: usize = 200;
/// A disk that turns out damaged as often as this in one run is not used any more.
const DAMAGED_MAX: usize = 3;

/// No room for as much as a first file.
pub(crate) const NO_ROOM: &str = "storage-no-room";
/// Somebody else holds the files.
pub(crate) const IN_USE: &str = "storage-in-use";

/// Runs the engine on a shelf, opening it again when it turns out damaged; without a shelf, or with
/// one that cannot be used, in memory, and the user is told.
async fn serve(
    host: Rc<dyn Host>,
    shelf: Result<Rc<dyn Shelf>, &'static str>,
    transport: Transport,
    measured: StorageState,
    mailbox: &mut (impl Stream<Item = Inbox> + Unpin),
) -> Ended {
    for _ in 0..DAMAGED_MAX {
        let found = disk(host.as_ref(), shelf.clone(), &measured).await;
        let engine = found.and_then(|(disk, storage)| Engine::new(host.clone(), disk, transport.clone(), storage));
        let Ok(mut engine) = engine else { break };
        match engine.run(mailbox).await {
            Ended::Damaged => {}
            ended => return ended,
        }
    }
    let found = in_memory("notice-storage-damaged", &measured);
    match found.and_then(|(disk, storage)| Engine::new(host.clone(), disk, transport, storage)) {
        Ok(mut engine) => engine.run(mailbox).await,
        Err(fault) => {
            host.send(FromEngine::Update(Update::Stopped { reason: fault.to_string() }));
            Ended::PageGone
        }
    }
}

async fn disk(
    host: &dyn Host,
    shelf: Result<Rc<dyn Shelf>, &'static str>,
    measured: &StorageState,
) -> Result<(Disk, StorageState), StoreError> {
    let shelf = match shelf {
        Ok(shelf) => shelf,
        Err(reason) => return in_memory(reason, measured),
    };
    match opened(host, shelf.as_ref()).await {
        Ok(opened) => {
            let storage = StorageState {
                kind: StorageKind::Durable,
                set_aside: opened.set_aside,
                reason_key: None,
                ..measured.clone()
            };
            let pieces = pieces(shelf.as_ref());
            Ok((Disk { store: Box::new(opened.store), pieces, keep_keys: Some(shelf) }, storage))
        }
        Err(StoreError::TooNew) => in_memory("notice-storage-too-new", measured),
        Err(StoreError::Full) => in_memory(NO_ROOM, measured),
        Err(StoreError::Busy) => in_memory(IN_USE, measured),
        Err(_) => in_memory("storage-failed", measured),
    }
}

async fn opened(host: &dyn Host, shelf: &dyn Shelf) -> Result<Opened, StoreError> {
    for _ in 0..BUSY_TRIES_MAX {
        match store::open(shelf) {
            Err(StoreError::Busy) => host.sleep(BUSY_RETRY_MS).await,
            other => return other,
        }
    }
    Err(StoreError::Busy)
}

/// The pictures of a shelf. Where they cannot be opened records go on, and whoever takes a picture is told that it is not
/// kept.
fn pieces(shelf: &dyn Shelf) -> Box<dyn Pieces> {
    match SqlitePieces::open(shelf) {
        Ok(pieces) => Box::new(pieces),
        Err(fault) => Box::new(NoPieces(fault)),
    }
}

/// 此浏览器不能离线保存
fn in_memory(reason: &'static str, measured: &StorageState) -> Result<(Disk, StorageState), StoreError> {
    let storage = StorageState { kind: StorageKind::Memory, reason_key: Some(reason.to_owned()), ..measured.clone() };
    let pieces = Box::<MemoryPieces>::default();
    Ok((Disk { store: Box::new(SqliteStore::in_memory()?), pieces, keep_keys: None }, storage))
}
