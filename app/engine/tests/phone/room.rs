//! When pictures go, and what they take by term, on a phone without a network.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::mpsc;
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use studio_core::attachment::{Attachment, AttachmentKind};
use studio_core::command::{Command, Draft};
use studio_core::edit::FieldEdit;
use studio_core::id::RecordId;
use studio_core::pieces::{MemoryPieces, PieceState, Pieces, hash_of};
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::term::Season;
use studio_core::time::Millis;
use studio_engine::driver::{Disk, Engine, Host, Inbox};
use studio_engine::messages::{
    FromEngine, Many, MePage, Notice, OVER_WIFI, PAUSED, PicturesOf, Query, Reply, Request, SENDING, Sending,
    StorageState, ToEngine,
};
use studio_engine::store::open;
use studio_engine::store::shelf::Folder;
use studio_engine::transport::Transport;

use crate::studio::{NOON, STUDIO, enrol};

/// A machine that may tell what its network is.
#[derive(Default)]
struct Machine {
    over_wifi: Cell<Option<bool>>,
    answers: RefCell<Vec<Result<Reply, Notice>>>,
}

impl Host for Machine {
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

    fn over_wifi(&self) -> Option<bool> {
        self.over_wifi.get()
    }
}

/// A phone whose pictures are these.
struct Phone {
    machine: Rc<Machine>,
    engine: Engine,
    runtime: tokio::runtime::Runtime,
    _folder: tempfile::TempDir,
}

impl Phone {
    fn with(pieces: MemoryPieces) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        enrol(folder.path());
        let store = open(&Folder::at(folder.path()).expect("a folder")).expect("a store").store;
        let disk = Disk { store: Box::new(store), pieces: Box::new(pieces), keep_keys: None };
        let machine = Rc::new(Machine::default());
        let transport = Transport::to("http://127.0.0.1:1");
        let engine = Engine::new(machine.clone(), disk, transport, StorageState::default()).expect("an engine");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { machine, engine, runtime, _folder: folder }
    }

    fn ask(&mut self, request: Request) -> Reply {
        let (sender, mut mailbox) = mpsc::unbounded();
        sender.unbounded_send(Inbox::Ask(ToEngine { id: 1, request })).expect("somebody listens");
        drop(sender);
        self.runtime.block_on(self.engine.run(&mut mailbox));
        self.machine.answers.borrow_mut().pop().expect("an answer").expect("no fault")
    }

    fn me(&mut self) -> MePage {
        let Reply::Me(page) = self.ask(Request::Query(Query::Me)) else { panic!("another answer") };
        *page
    }

    /// When pictures go, as far as the person and this network are concerned.
    fn sending(&mut self, set: &str, over_wifi: Option<bool>) -> Sending {
        self.machine.over_wifi.set(over_wifi);
        self.ask(Request::SetSetting { name: SENDING.to_owned(), value: set.to_owned() });
        self.me().sync.sending
    }
}

#[test]
fn photos_wait_for_wifi_by_choice_and_only_where_the_machine_can_tell() {
    let mut phone = Phone::with(MemoryPieces::default());
    let cases = [
        ("", Some(false), Sending::Goes),
        (OVER_WIFI, Some(false), Sending::WaitsForWifi),
        (OVER_WIFI, Some(true), Sending::Goes),
        (OVER_WIFI, None, Sending::Goes),
        (PAUSED, Some(true), Sending::Paused),
        (PAUSED, None, Sending::Paused),
    ];
    for (set, over_wifi, expected) in cases {
        assert_eq!(phone.sending(set, over_wifi), expected, "{set:?} {over_wifi:?}");
    }
}

/// A record of a day with a picture of these bytes and its small one.
fn record(number: u8, day: &str, large: &[u8], small: &[u8]) -> Request {
    let one = Attachment {
        hash: hash_of(large),
        kind: AttachmentKind::Photo,
        media: "image/jpeg".to_owned(),
        bytes: large.len() as u64,
        order: 1,
        pupils: false,
        thumb: Some(hash_of(small)),
        caption: String::new(),
    };
    let fields: [(String, Scalar); 3] = [
        ("topic".to_owned(), "识字".into()),
        ("start".to_owned(), format!("{day}T14:30").into()),
        (one.key(), one.text().into()),
    ];
    let fields = fields.into_iter().map(|(key, value)| FieldEdit { key, seen: None, value: Some(value) }).collect();
    let record = RecordId([number; 16]);
    Request::Do(Command::Save(Draft { record_type: RecordType::Activity, record, fields }))
}

#[test]
fn what_pictures_take_is_told_by_the_term_of_their_record_and_nothing_is_counted_twice() {
    let mut pieces = MemoryPieces::default();
    let mut put = |bytes: &[u8], state| drop(pieces.put(STUDIO, bytes, state, NOON));
    put(&[1; 900], PieceState::OnServer);
    put(&[2; 90], PieceState::OnServer);
    put(&[3; 700], PieceState::OnlyHere);
    put(&[4; 70], PieceState::OnlyHere);
    put(&[5; 300], PieceState::OnlyHere);
    let mut phone = Phone::with(pieces);
    phone.ask(record(1, "2026-04-10", &[1; 900], &[2; 90]));
    phone.ask(record(2, "2026-11-20", &[3; 700], &[4; 70]));
    // the same picture under a second record belongs to the newer one
    phone.ask(record(3, "2026-03-01", &[3; 700], &[4; 70]));
    let here = phone.me().pictures;
    let many = |count, bytes| Many { count, bytes };
    assert_eq!((here.bytes, here.large(), here.free()), (2_060, many(2, 1_600), many(1, 900)));
    let of: Vec<PicturesOf> = here.terms.iter().map(|term| term.of).collect();
    let autumn = PicturesOf::Term(2026, Season::Autumn);
    assert_eq!(of, [autumn, PicturesOf::Term(2026, Season::Spring), PicturesOf::Nothing]);
    assert_eq!((here.terms[0].only_here, here.terms[0].free), (many(1, 700), many(0, 0)));
    assert_eq!((here.terms[1].large, here.terms[1].small), (many(1, 900), many(1, 90)));
    assert_eq!(here.terms[2].large, many(1, 300), "of a form that is open");
}

#[test]
fn an_erased_picture_leaves_the_phone_at_once_and_only_what_another_record_shows_stays() {
    let mut pieces = MemoryPieces::default();
    let mut put = |bytes: &[u8]| drop(pieces.put(STUDIO, bytes, PieceState::OnlyHere, NOON));
    [&[1_u8; 900][..], &[2; 90], &[3; 700], &[4; 70]].into_iter().for_each(&mut put);
    let mut phone = Phone::with(pieces);
    phone.ask(record(1, "2026-11-20", &[1; 900], &[2; 90]));
    phone.ask(record(2, "2026-11-20", &[3; 700], &[4; 70]));
    phone.ask(record(3, "2026-11-21", &[3; 700], &[4; 70]));
    let erase = |number: u8, large: &[u8]| {
        Request::Do(Command::ErasePicture { record: RecordId([number; 16]), hash: hash_of(large) })
    };
    phone.ask(erase(1, &[1; 900]));
    assert_eq!(phone.me().pictures.bytes, 770, "the large one and the small one");
    phone.ask(erase(2, &[3; 700]));
    assert_eq!(phone.me().pictures.bytes, 770, "another record shows it");
    phone.ask(erase(3, &[3; 700]));
    assert_eq!(phone.me().pictures.bytes, 0);
}
