//! The engine in a dedicated worker of the browser. One tab has the studio: a Web Lock says which,
//! a broadcast asks it to give way.

mod lock;
mod scope;

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::mpsc;
use futures_util::FutureExt;
use futures_util::future::{Either, LocalBoxFuture, select};
use js_sys::Date;
use studio_core::time::Millis;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

use super::{IN_USE, NO_ROOM};
use crate::driver::{Ended, Host, Inbox};
use crate::messages::{FromEngine, Reply, Request, StorageState, TabState, ToEngine, Update, decode};
use crate::store::shelf::{Pool, PoolFault, Shelf};
use crate::transport::Transport;
use lock::Lock;

/// Name of lock and broadcast.
const NAME: &str = "studio-engine";
/// What a tab says that wants the studio.
const GIVE_WAY: &str = "give-way";
/// A reload gets the lock within this time: only after it is another tab worth mentioning.
const OTHER_TAB_MS: u32 = 1_500;
/// The browser grants the lock before it has closed the old page's files (9 of 10 reloads).
const POOL_RETRY_MS: u32 = 25;
/// So often at most: 5 seconds.
const POOL_TRIES_MAX: u32 = 200;

/// Starts the engine in this worker.
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        scope::send(&FromEngine::Update(Update::Stopped { reason: info.to_string() }));
    }));
    let (sender, mailbox) = mpsc::unbounded();
    let tabs = Rc::new(Tabs { sender, channel: BroadcastChannel::new(NAME).ok(), here: RefCell::new(false) });
    tabs.clone().listen();
    // The first word: the page holds its questions back until somebody listens.
    scope::send(&FromEngine::Update(Update::Storage(StorageState::default())));
    wasm_bindgen_futures::spawn_local(run(tabs, mailbox));
}

async fn run(tabs: Rc<Tabs>, mut mailbox: mpsc::UnboundedReceiver<Inbox>) {
    let host: Rc<dyn Host> = Rc::new(Worker);
    let transport = Transport::to(&scope::origin());
    let mut pool: Option<Rc<Pool>> = None;
    let mut state = TabState::Elsewhere;
    loop {
        let lock = wait_for_lock(state).await;
        *tabs.here.borrow_mut() = true;
        tell(TabState::Here);
        let shelf = open_pool(&mut pool).await;
        let shelf = shelf.map(|pool| pool as Rc<dyn Shelf>);
        let measured = scope::storage().await;
        let ended = super::serve(host.clone(), shelf, transport.clone(), measured, &mut mailbox).await;
        *tabs.here.borrow_mut() = false;
        if let Some(pool) = &pool {
            pool.pause();
        }
        lock.release();
        if ended != Ended::GaveWay {
            return;
        }
        state = TabState::GivenAway;
        tell(state);
    }
}

/// Waits until this tab has the studio. Whoever closes the other tab gets it here by itself.
async fn wait_for_lock(state: TabState) -> Lock {
    let waiting = lock::request(NAME).boxed_local();
    match select(waiting, scope::sleep(OTHER_TAB_MS).boxed_local()).await {
        Either::Left((lock, _)) => lock,
        Either::Right((_, waiting)) => {
            tell(state);
            waiting.await
        }
    }
}

/// The pool, installed or taken up again; the word for the user when there is none.
async fn open_pool(pool: &mut Option<Rc<Pool>>) -> Result<Rc<Pool>, &'static str> {
    for _ in 0..POOL_TRIES_MAX {
        let tried = match pool {
            Some(pool) => pool.resume().await.map(|()| pool.clone()),
            None => Pool::install().await.map(Rc::new),
        };
        match tried {
            Ok(open) => {
                *pool = Some(open.clone());
                return Ok(open);
            }
            Err(PoolFault::NotSupported) => return Err("notice-storage-memory"),
            Err(PoolFault::Full) => return Err(NO_ROOM),
            Err(PoolFault::Busy) => scope::sleep(POOL_RETRY_MS).await,
        }
    }
    Err(IN_USE)
}

fn tell(state: TabState) {
    scope::send(&FromEngine::Update(Update::Tab(state)));
}

/// What comes in from the page and from other tabs.
struct Tabs {
    sender: mpsc::UnboundedSender<Inbox>,
    channel: Option<BroadcastChannel>,
    here: RefCell<bool>,
}

impl Tabs {
    fn listen(self: Rc<Self>) {
        let tabs = self.clone();
        scope::on_message(move |bytes| {
            if let Ok(message) = decode(&bytes) {
                tabs.take(message);
            }
        });
        let tabs = self.clone();
        scope::on_online(move || tabs.post(Inbox::Online));
        if let Some(channel) = &self.channel {
            let tabs = self.clone();
            let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                if event.data().as_string().as_deref() == Some(GIVE_WAY) && *tabs.here.borrow() {
                    tabs.post(Inbox::GiveWay);
                }
            });
            channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
            // It lives as long as the worker.
            heard.forget();
        }
    }

    fn take(&self, message: ToEngine) {
        if message.request != Request::TakeOver {
            return self.post(Inbox::Ask(message));
        }
        // The lock is already asked for: it comes when the other tab lets go.
        if !*self.here.borrow()
            && let Some(channel) = &self.channel
        {
            // A channel that cannot send leaves this tab waiting, as before.
            let _ = channel.post_message(&JsValue::from_str(GIVE_WAY));
        }
        scope::send(&FromEngine::Answer { id: message.id, reply: Ok(Reply::Done) });
    }

    fn post(&self, inbox: Inbox) {
        // The loop ends only with the worker.
        let _ = self.sender.unbounded_send(inbox);
    }
}

struct Worker;

impl Host for Worker {
    fn now(&self) -> Millis {
        Millis(Date::now() as i64)
    }

    fn sleep(&self, ms: u32) -> LocalBoxFuture<'static, ()> {
        scope::sleep(ms).boxed_local()
    }

    fn send(&self, message: FromEngine) {
        scope::send(&message);
    }

    fn over_wifi(&self) -> Option<bool> {
        scope::over_wifi()
    }
}
