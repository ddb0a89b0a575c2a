//! The loop: questions of the page, ends of timers and answers of the server come in one by one;
//! each is handled to its end on replica and disk before the next. Nothing here waits while it
//! holds the replica: what takes time is a future that brings an `Event`.

mod act;
mod album;
mod ask;
mod backup;
mod erased;
mod faults;
mod guide;
mod history;
mod join;
mod page;
mod paper;
mod parts;
mod picture;
mod pieces;
mod portions;
mod room;
mod standing;
mod sync;
mod sync_state;
mod unkept;

use std::rc::Rc;

use futures_util::future::{Either, LocalBoxFuture, select};
use futures_util::stream::{FuturesUnordered, StreamExt};
use futures_util::{FutureExt, Stream};
use studio_core::id::{DeviceId, StudioId};
use studio_core::pieces::Pieces;
use studio_core::replica::Replica;
use studio_core::store::{Store, StoreError};
use studio_core::time::Millis;

use crate::messages::{Changed, FromEngine, Notice, Reply, Request, StorageState, ToEngine, Update};
use crate::store::shelf::Shelf;
use crate::transport::{Answer, Silence, Transport};
use picture::Picture;
use pieces::{PieceDesk, Taken};
use sync::SyncDesk;

/// What the loop needs of the world around it.
pub trait Host {
    /// The clock.
    fn now(&self) -> Millis;
    /// Ends after so many milliseconds.
    fn sleep(&self, ms: u32) -> LocalBoxFuture<'static, ()>;
    /// Takes a message to the page.
    fn send(&self, message: FromEngine);
    /// Whether this network is Wi-Fi or a cable; `None` where nobody tells.
    fn over_wifi(&self) -> Option<bool> {
        None
    }
}

/// What comes to the loop from outside.
#[derive(Debug)]
pub enum Inbox {
    /// A question of the page.
    Ask(ToEngine),
    /// The network may be back, or another one: a hint, no more.
    Online,
    /// Another tab wants the studio: stop and let go of the disk.
    GiveWay,
}

/// Why the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Another tab took over.
    GaveWay,
    /// The page is gone.
    PageGone,
    /// The database is damaged: open again, which sets it aside.
    Damaged,
}

/// The disk, and the shelf that it stands on when it lasts.
pub struct Disk {
    /// Rows.
    pub store: Box<dyn Store>,
    /// Bytes of pictures.
    pub pieces: Box<dyn Pieces>,
    /// Called after an enrolment, so that the keyring learns of it; nothing in memory has one.
    pub keep_keys: Option<Rc<dyn Shelf>>,
}

/// The engine of one device.
pub struct Engine {
    host: Rc<dyn Host>,
    disk: Disk,
    transport: Transport,
    replica: Option<Replica>,
    picture: Picture,
    sync: SyncDesk,
    pieces: PieceDesk,
    storage: StorageState,
    work: FuturesUnordered<LocalBoxFuture<'static, Event>>,
    /// The device that an unanswered enrolment asked for: asked again, it is the same one.
    joining: Option<Joining>,
    damaged: bool,
    /// The studio whose guide was asked for since the start.
    guide_asked: Option<StudioId>,
    /// Forms' texts that the disk did not take: they stand until this engine ends, and a backup file takes them along.
    unkept: unkept::Unkept,
}

/// The device that an enrolment asks for.
#[derive(Clone)]
struct Joining {
    code: String,
    device: DeviceId,
    seed: [u8; 32],
}

/// Something that took time has ended.
enum Event {
    /// A timer of syncing, by its number.
    Due(u64),
    /// A turn of syncing.
    Turned { began: Millis, outcome: Result<Answer, Silence> },
    /// A look at an invite.
    Looked { id: u64, code: String, outcome: Result<Answer, Silence> },
    /// An enrolment.
    Enrolled { id: u64, outcome: Result<Answer, Silence> },
    /// A second name for this device.
    Renewed { joining: Joining, outcome: Result<Answer, Silence> },
    /// An invite.
    Invited { id: u64, outcome: Result<Answer, Silence> },
    /// A look at held work.
    HeldSeen { id: u64, outcome: Result<Answer, Silence> },
    /// The guide of the project.
    GuideSeen(Result<Answer, Silence>),
    /// A step of a picture's way to the server, or of one from there.
    Piece(Taken, Result<Answer, Silence>),
    /// A timer of pictures, by its number.
    PieceDue(u64),
    /// What came or went of pictures meanwhile is told.
    PiecesTold,
}

impl Engine {
    /// The engine over an open disk.
    ///
    /// # Errors
    /// [`StoreError`] when the studio on it cannot be read.
    pub fn new(
        host: Rc<dyn Host>,
        disk: Disk,
        transport: Transport,
        storage: StorageState,
    ) -> Result<Self, StoreError> {
        let work = FuturesUnordered::new();
        // An empty set would end at once, each time it is asked.
        work.push(std::future::pending().boxed_local());
        let mut engine = Self {
            host,
            disk,
            transport,
            replica: None,
            picture: Picture::default(),
            sync: SyncDesk::default(),
            pieces: PieceDesk::default(),
            storage,
            work,
            joining: None,
            damaged: false,
            guide_asked: None,
            unkept: unkept::Unkept::default(),
        };
        engine.open_last()?;
        Ok(engine)
    }

    /// Runs until the page goes, another tab takes over, or the disk turns out damaged.
    pub async fn run(&mut self, mailbox: &mut (impl Stream<Item = Inbox> + Unpin)) -> Ended {
        self.tell(Update::Storage(self.storage.clone()));
        self.tell(Update::Standing(self.standing()));
        self.tell_sync();
        self.sync_now();
        loop {
            match select(mailbox.next(), self.work.next()).await {
                Either::Left((None, _)) => return Ended::PageGone,
                Either::Left((Some(Inbox::GiveWay), _)) => return Ended::GaveWay,
                Either::Left((Some(Inbox::Online), _)) => self.sync_now(),
                Either::Left((Some(Inbox::Ask(message)), _)) => self.answer(message),
                Either::Right((event, _)) => event.into_iter().for_each(|event| self.take(event)),
            }
            if self.damaged {
                return Ended::Damaged;
            }
        }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Due(number) => self.due(number),
            Event::Turned { began, outcome } => self.turned(began, outcome),
            Event::Looked { id, code, outcome } => {
                let reply = self.looked(&code, outcome);
                self.reply(id, reply);
            }
            Event::Enrolled { id, outcome } => {
                let reply = self.enrolled(outcome);
                self.reply(id, reply);
            }
            Event::Renewed { joining, outcome } => self.renewed(&joining, outcome),
            Event::Invited { id, outcome } => {
                let reply = self.invited(outcome);
                self.reply(id, reply);
            }
            Event::GuideSeen(outcome) => self.guide_seen(outcome),
            Event::Piece(taken, outcome) => self.piece_stepped(taken, outcome),
            Event::PieceDue(number) => self.pieces_due(number),
            Event::PiecesTold => self.pieces_told(),
            Event::HeldSeen { id, outcome } => {
                let reply = self.held_seen(outcome);
                self.reply(id, reply);
            }
        }
    }

    /// Questions that are answered at once; those that need the server are answered by an event.
    fn answer(&mut self, ToEngine { id, request }: ToEngine) {
        let reply = match request {
            Request::LookInvite { code } => return self.look(id, &code),
            Request::Enrol { code, name, device_name } => return self.enrol(id, &code, name, device_name),
            Request::Invite { person, role } => match self.invite(id, person, role) {
                Ok(()) => return,
                Err(notice) => Err(notice),
            },
            Request::Held { let_in } => match self.held(id, let_in) {
                Ok(()) => return,
                Err(notice) => Err(notice),
            },
            Request::Query(query) => self.query(query),
            Request::FreePictures(of) => match self.free_pictures(id, of) {
                Ok(()) => return,
                Err(notice) => Err(notice),
            },
            Request::KeepPicture { large, small } => self.keep_picture(&large, small.as_deref()),
            Request::Piece(hash) => match self.piece(id, hash) {
                Some(reply) => reply,
                None => return,
            },
            Request::Do(command) => self.command(&command),
            Request::SaveDraft { record, form, content } => self.save_draft(record, form, content),
            Request::DropDraft(record) => self.drop_draft(record),
            Request::SetSetting { name, value } => self.set_setting(&name, &value),
            Request::ResolveAside { place, choice } => self.resolve_aside(place, choice),
            Request::Export => self.export(),
            Request::Import { bytes } => self.import(&bytes),
            Request::OpenStudio(studio) => self.open_other(studio),
            Request::SyncNow => {
                self.sync_asked();
                Ok(Reply::Done)
            }
            Request::Visible(visible) => {
                self.set_visible(visible);
                Ok(Reply::Done)
            }
            // This tab has the studio already.
            Request::TakeOver => Ok(Reply::Done),
        };
        self.reply(id, reply);
    }

    fn reply(&self, id: u64, reply: Result<Reply, Notice>) {
        self.host.send(FromEngine::Answer { id, reply });
    }

    fn tell(&self, update: Update) {
        self.host.send(FromEngine::Update(update));
    }

    fn changed(&self, what: &[Changed]) {
        self.tell(Update::Changed(what.to_vec()));
    }

    /// A fault of the disk as a notice; damage ends the loop, which opens the disk again.
    fn disk_fault(&mut self, fault: &StoreError) -> Notice {
        self.damaged |= *fault == StoreError::Corrupt;
        faults::of_store(fault)
    }

    /// Opens the studio that was open last.
    fn open_last(&mut self) -> Result<(), StoreError> {
        let mut last: Option<(i64, Replica)> = None;
        for studio in self.disk.store.studios()? {
            let Some(replica) = Replica::open(self.disk.store.as_ref(), studio, fresh())? else { continue };
            let at = replica.setting(OPENED_AT).and_then(|at| at.parse().ok()).unwrap_or(0);
            if last.as_ref().is_none_or(|(then, _)| at > *then) {
                last = Some((at, replica));
            }
        }
        self.replica = last.map(|(_, replica)| replica);
        self.redraw();
        Ok(())
    }

    fn open_other(&mut self, studio: StudioId) -> Result<Reply, Notice> {
        let opened =
            Replica::open(self.disk.store.as_ref(), studio, fresh()).map_err(|fault| self.disk_fault(&fault))?;
        let mut replica = opened.ok_or_else(|| Notice::needed("notice-not-joined"))?;
        let at = self.host.now().0.to_string();
        replica.set(self.disk.store.as_mut(), OPENED_AT, &at).map_err(|fault| self.disk_fault(&fault))?;
        self.replica = Some(replica);
        self.pieces_elsewhere();
        self.redraw();
        self.tell(Update::Standing(self.standing()));
        self.changed(&[Changed::Records, Changed::Team, Changed::Drafts, Changed::Asides, Changed::Settings]);
        self.tell_sync();
        self.sync_now();
        Ok(Reply::Done)
    }

    /// Computes everything that screens show from what the replica holds.
    fn redraw(&mut self) {
        self.picture = self.replica.as_ref().map(|replica| Picture::of(replica, self.storage.kind)).unwrap_or_default();
        self.erase_pieces();
    }
}

/// When a studio was last opened: the one that opens at the next start.
const OPENED_AT: &str = "engine/opened-at";

/// Settings of the engine's own: screens do not see them.
const OWN_SETTINGS: &str = "engine/";

/// Fresh random bytes.
fn fresh<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without randomness there are no ids, keys or actors: nothing sensible can go on.
    assert!(getrandom::fill(&mut bytes).is_ok(), "this device gives no random bytes");
    bytes
}
