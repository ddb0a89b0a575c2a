//! A disk without room: nothing is said to be kept, and nothing that was written is lost while the engine stands.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::mpsc;
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use studio_core::decision::SignedDecision;
use studio_core::id::{ChangeHash, DecisionId, DocId, LogId, RecordId, StudioId};
use studio_core::pieces::MemoryPieces;
use studio_core::replica::Export;
use studio_core::store::{KeptChange, KeptEntry, Saved, Store, StoreError, Write};
use studio_core::time::Millis;
use studio_engine::driver::{Disk, Engine, Host, Inbox};
use studio_engine::messages::{FromEngine, Notice, Query, Remedy, Reply, Request, StorageState, ToEngine};
use studio_engine::store::shelf::Folder;
use studio_engine::store::{SqliteStore, open};
use studio_engine::transport::Transport;
use tokio::runtime::Runtime;

use crate::studio::{NOON, enrol};

/// A store that takes nothing while it is full.
struct Narrow {
    store: SqliteStore,
    full: Rc<Cell<bool>>,
}

impl Store for Narrow {
    fn studios(&self) -> Result<Vec<StudioId>, StoreError> {
        self.store.studios()
    }

    fn load(&self, studio: StudioId) -> Result<Option<Saved>, StoreError> {
        self.store.load(studio)
    }

    fn changes(&self, studio: StudioId, doc: DocId) -> Result<Vec<KeptChange>, StoreError> {
        self.store.changes(studio, doc)
    }

    fn change(&self, studio: StudioId, doc: DocId, hash: ChangeHash) -> Result<Option<KeptChange>, StoreError> {
        self.store.change(studio, doc, hash)
    }

    fn decision(&self, studio: StudioId, id: DecisionId) -> Result<Option<SignedDecision>, StoreError> {
        self.store.decision(studio, id)
    }

    fn entries(
        &self,
        studio: StudioId,
        former: Option<LogId>,
        after: u64,
        count_max: usize,
    ) -> Result<Vec<KeptEntry>, StoreError> {
        self.store.entries(studio, former, after, count_max)
    }

    fn commit(&mut self, studio: StudioId, writes: &[Write]) -> Result<(), StoreError> {
        if self.full.get() { Err(StoreError::Full) } else { self.store.commit(studio, writes) }
    }
}

/// A page's end without a page: what the engine answers, by the number of the question.
#[derive(Default)]
struct Page {
    answers: RefCell<Vec<Result<Reply, Notice>>>,
}

impl Host for Page {
    fn now(&self) -> Millis {
        NOON
    }

    fn sleep(&self, _ms: u32) -> LocalBoxFuture<'static, ()> {
        std::future::pending().boxed_local()
    }

    fn send(&self, message: FromEngine) {
        if let FromEngine::Answer { reply, .. } = message {
            self.answers.borrow_mut().push(reply);
        }
    }
}

/// Asks the engine these things in their order; its answers.
fn asked(
    runtime: &Runtime,
    engine: &mut Engine,
    page: &Rc<Page>,
    requests: Vec<Request>,
) -> Vec<Result<Reply, Notice>> {
    let (sender, mut mailbox) = mpsc::unbounded();
    for (id, request) in (1..).zip(requests) {
        sender.unbounded_send(Inbox::Ask(ToEngine { id, request })).expect("somebody listens");
    }
    drop(sender);
    runtime.block_on(engine.run(&mut mailbox));
    std::mem::take(&mut page.answers.borrow_mut())
}

fn draft(content: &str) -> Request {
    Request::SaveDraft { record: RecordId([4; 16]), form: "activity".to_owned(), content: content.as_bytes().to_vec() }
}

#[test]
fn on_a_full_disk_a_forms_words_are_there_again_and_in_the_backup_and_never_called_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    enrol(folder.path());
    let shelf = Folder::at(folder.path()).expect("a folder");
    let full = Rc::new(Cell::new(true));
    let store = Narrow { store: open(&shelf).expect("a store").store, full: full.clone() };
    let page = Rc::new(Page::default());
    let disk = Disk { store: Box::new(store), pieces: Box::<MemoryPieces>::default(), keep_keys: None };
    let transport = Transport::to("http://127.0.0.1:1");
    let mut engine = Engine::new(page.clone(), disk, transport, StorageState::default()).expect("an engine");

    let ask = vec![draft("写了一半"), Request::Query(Query::Draft(RecordId([4; 16]))), Request::Export];
    let said = asked(&runtime, &mut engine, &page, ask);
    let told = said[0].as_ref().expect_err("it is not kept");
    assert_eq!((told.key.as_str(), told.remedy), ("notice-storage-full", Some(Remedy::Export)), "never a reload");
    let Ok(Reply::Draft(Some(held))) = &said[1] else { panic!("{:?}", said[1]) };
    assert_eq!(held.content, "写了一半".as_bytes());
    let Ok(Reply::Export(file)) = &said[2] else { panic!("{:?}", said[2]) };
    let export: Export = minicbor::decode(&file.bytes).expect("a backup");
    assert_eq!(export.drafts.len(), 1);

    full.set(false);
    let said = asked(&runtime, &mut engine, &page, vec![draft("写完了"), Request::Query(Query::Drafts)]);
    assert_eq!(said[0], Ok(Reply::Done));
    let Ok(Reply::Drafts(drafts)) = &said[1] else { panic!("{:?}", said[1]) };
    assert_eq!(drafts.iter().map(|draft| draft.content.clone()).collect::<Vec<_>>(), ["写完了".as_bytes()]);
}
