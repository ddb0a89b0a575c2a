//! The phone: this release's engine over the earlier release's files, asked as a page asks it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use studio_core::id::{ChainHash, RecordId};
use studio_core::view::RecordQuery;
use studio_engine::client::{EngineHandle, Updates};
use studio_engine::host::native;
use studio_engine::messages::{AsideRow, Draft, Phase, Request, Update};
use tokio::task::LocalSet;

/// Nobody listens on this port: it is reserved for a service that nobody runs.
pub(crate) const NOBODY: &str = "http://127.0.0.1:1";

/// Runs a page against an engine on a folder.
pub(crate) fn with_phone<T>(folder: &Path, origin: &str, page: impl AsyncFnOnce(EngineHandle, Updates) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (engine, updates, pump) = native::start(folder.to_owned(), origin.to_owned()).unwrap();
    LocalSet::new().block_on(&runtime, async move {
        tokio::task::spawn_local(pump);
        page(engine, updates).await
    })
}

/// Syncs until nothing is only on this phone.
pub(crate) async fn until_sent(engine: &EngineHandle, updates: &mut Updates) {
    engine.tell(Request::SyncNow);
    while let Some(update) = updates.next().await {
        match update {
            Update::Sync(state) if state.phase == Phase::Idle && state.unsent == 0 => return,
            Update::Sync(state) => assert!(!matches!(state.phase, Phase::Blocked(_)), "{state:?}"),
            _ => {}
        }
    }
    panic!("the engine stopped");
}

/// What a person finds on their phone.
#[derive(Debug)]
pub(crate) struct Shown {
    /// Records and their titles.
    pub(crate) records: BTreeMap<RecordId, String>,
    /// The recycle bin.
    pub(crate) deleted: BTreeMap<RecordId, String>,
    pub(crate) drafts: Vec<Draft>,
    pub(crate) asides: Vec<AsideRow>,
    pub(crate) unsent: usize,
    pub(crate) set_aside: Option<String>,
    /// Number and chain of the last entry.
    pub(crate) chain: (u64, ChainHash),
}

impl Shown {
    pub(crate) async fn on(engine: &EngineHandle) -> Self {
        let me = engine.me().await.unwrap();
        let chain = me.chain.expect("it has synced");
        Self {
            records: listed(engine, false).await,
            deleted: listed(engine, true).await,
            drafts: engine.drafts().await.unwrap(),
            asides: engine.asides().await.unwrap(),
            unsent: me.sync.unsent,
            set_aside: me.storage.set_aside,
            chain: (chain.seq, chain.chain),
        }
    }

    /// Every record, also those in the recycle bin.
    pub(crate) fn ids(&self) -> BTreeSet<RecordId> {
        self.records.keys().chain(self.deleted.keys()).copied().collect()
    }
}

async fn listed(engine: &EngineHandle, deleted: bool) -> BTreeMap<RecordId, String> {
    let list = engine.records(RecordQuery { deleted, ..RecordQuery::default() }).await.unwrap();
    list.groups.iter().flat_map(|group| &group.rows).map(|row| (row.record, row.title.clone())).collect()
}
