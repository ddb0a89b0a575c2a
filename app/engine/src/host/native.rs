//! The engine in a thread of its own, over a folder: for tests and for a desktop shell.

use std::path::PathBuf;
use std::rc::Rc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_channel::mpsc;
use futures_util::future::LocalBoxFuture;
use futures_util::{FutureExt, StreamExt};
use studio_core::time::Millis;

use crate::client::{EngineHandle, Updates};
use crate::driver::{Host, Inbox};
use crate::messages::{FromEngine, StorageState, decode, encode};
use crate::store::shelf::{Folder, Shelf};
use crate::transport::Transport;

/// Carries the engine's words to the page for as long as it is polled.
pub type Pump = LocalBoxFuture<'static, ()>;

/// Starts the engine over a folder and opens a line to it. The engine stops when the handle is gone.
///
/// # Errors
/// When the system gives no thread.
pub fn start(folder: PathBuf, origin: String) -> std::io::Result<(EngineHandle, Updates, Pump)> {
    let (to_engine, inbox) = mpsc::unbounded::<Vec<u8>>();
    let (to_page, mut outbox) = mpsc::unbounded::<Vec<u8>>();
    std::thread::Builder::new().name("engine".to_owned()).spawn(move || run(folder, &origin, inbox, to_page))?;
    let (engine, updates, incoming) = EngineHandle::over(move |bytes| {
        // An engine that stopped has said so.
        let _ = to_engine.unbounded_send(bytes);
    });
    let pump = async move {
        while let Some(bytes) = outbox.next().await {
            incoming.deliver(&bytes);
        }
        incoming.stopped("the engine's thread ended");
    };
    Ok((engine, updates, pump.boxed_local()))
}

fn run(
    folder: PathBuf,
    origin: &str,
    inbox: mpsc::UnboundedReceiver<Vec<u8>>,
    to_page: mpsc::UnboundedSender<Vec<u8>>,
) {
    let host: Rc<dyn Host> = Rc::new(Native { to_page });
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
    let mut mailbox = inbox.filter_map(|bytes| std::future::ready(decode(&bytes).ok().map(Inbox::Ask)));
    let shelf = Folder::at(folder).map(|folder| Rc::new(folder) as Rc<dyn Shelf>).map_err(|_| "notice-storage-fault");
    let transport = Transport::to(origin);
    runtime.block_on(super::serve(host, shelf, transport, StorageState::default(), &mut mailbox));
}

struct Native {
    to_page: mpsc::UnboundedSender<Vec<u8>>,
}

impl Host for Native {
    fn now(&self) -> Millis {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn sleep(&self, ms: u32) -> LocalBoxFuture<'static, ()> {
        tokio::time::sleep(Duration::from_millis(u64::from(ms))).boxed_local()
    }

    fn send(&self, message: FromEngine) {
        if let Ok(bytes) = encode(&message) {
            // A page that is gone reads nothing any more; the loop ends with its mailbox.
            let _ = self.to_page.unbounded_send(bytes);
        }
    }
}
