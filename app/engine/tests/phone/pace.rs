//! When a phone syncs, by a clock that the test turns.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::{mpsc, oneshot};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use studio_core::pieces::MemoryPieces;
use studio_core::time::Millis;
use studio_engine::client::{EngineHandle, Incoming, Updates};
use studio_engine::driver::{Disk, Engine, Host, Inbox};
use studio_engine::messages::{FromEngine, Phase, StorageState, Update, decode, encode};
use studio_engine::store::SqliteStore;
use studio_engine::transport::Transport;
use tokio::task::LocalSet;

use crate::server::{BACKBONE, Server};
use crate::studio::NOON;
use crate::sync::{activity, join};

/// A machine whose time passes when the test says so.
struct Machine {
    now: Cell<i64>,
    timers: RefCell<Vec<(i64, oneshot::Sender<()>)>>,
    page: Incoming,
}

impl Machine {
    fn passes(&self, ms: i64) {
        self.now.set(self.now.get() + ms);
        let ended = self.timers.borrow_mut().extract_if(.., |(at, _)| *at <= self.now.get()).collect::<Vec<_>>();
        // a timer that nobody waits for any more ends unheard
        ended.into_iter().for_each(|(_, timer)| {
            let _ = timer.send(());
        });
    }
}

impl Host for Machine {
    fn now(&self) -> Millis {
        Millis(self.now.get())
    }

    fn sleep(&self, ms: u32) -> LocalBoxFuture<'static, ()> {
        let (timer, ended) = oneshot::channel();
        self.timers.borrow_mut().push((self.now.get() + i64::from(ms), timer));
        ended.map(drop).boxed_local()
    }

    fn send(&self, message: FromEngine) {
        self.page.deliver(&encode(&message).expect("bytes"));
    }
}

/// A page over an engine in memory, on such a machine.
fn with_machine<F: AsyncFnOnce(EngineHandle, Updates, Rc<Machine>)>(server: &Server, page: F) {
    let (sender, mut mailbox) = mpsc::unbounded();
    let ask = move |bytes: Vec<u8>| {
        let asked = Inbox::Ask(decode(&bytes).expect("a question"));
        sender.unbounded_send(asked).expect("the engine listens");
    };
    let (line, updates, incoming) = EngineHandle::over(ask);
    let machine = Rc::new(Machine { now: Cell::new(NOON.0), timers: RefCell::default(), page: incoming });
    let store = Box::new(SqliteStore::in_memory().expect("a store"));
    let disk = Disk { store, pieces: Box::<MemoryPieces>::default(), keep_keys: None };
    let transport = Transport::to(&server.origin);
    let mut engine = Engine::new(machine.clone(), disk, transport, StorageState::default()).expect("an engine");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    LocalSet::new().block_on(&runtime, async move {
        tokio::task::spawn_local(async move { engine.run(&mut mailbox).await });
        page(line, updates, machine).await;
    });
}

/// Whether a sync began since the last look.
fn began(updates: &mut Updates) -> bool {
    let told = std::iter::from_fn(|| updates.next().now_or_never().flatten());
    told.filter(|update| matches!(update, Update::Sync(state) if matches!(state.phase, Phase::Syncing(_)))).count() > 0
}

#[test]
fn who_saves_again_and_again_is_synced_all_the_same() {
    let server = Server::start();
    with_machine(&server, async |engine, mut updates, machine| {
        join(&engine, &mut updates, BACKBONE, "王丽").await;
        machine.passes(60_000);
        crate::sync::until_synced(&mut updates).await;
        for second in 0..3 {
            engine.command(activity(second + 1, "识字")).await.expect("a record");
            assert_eq!(began(&mut updates), second == 2, "the first save waits a moment for others, and not for ever");
            machine.passes(1_000);
        }
    });
}
