//! The page's end of the line: numbers questions, pairs answers, hands on what nobody asked for.
//! It knows nothing of what is said.

#[cfg(target_arch = "wasm32")]
mod web;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use futures_channel::{mpsc, oneshot};
use futures_util::StreamExt;
use studio_core::access::Role;
use studio_core::closure::{ClosureReport, IndicatorPage, Offer};
use studio_core::command::{Chain, Command, Preview};
use studio_core::id::{ChangeHash, DocId, PersonId, PieceHash, RecordId};
use studio_core::record_type::RecordType;
use studio_core::term::TermKey;
use studio_core::tolerant::Fields;
use studio_core::view::{
    Archive, Home, LastVisit, PaperOffer, PersonPage, RecordList, RecordQuery, Summary, SummaryOf, Team, TermPage,
};

use crate::messages::{
    AsideRow, DeviceRow, Draft, ExportFile, Freed, FromEngine, HeldRow, HistoryPage, Imported, Invite, InviteSeen,
    MePage, Notice, PaperHere, PictureKept, PicturesOf, Query, RecordPage, RecordStart, Remedy, Reply, Request,
    SentenceStart, Standing, ToEngine, Update, decode, encode,
};

/// Carries bytes to the engine.
type Send = Box<dyn Fn(Vec<u8>)>;

/// A page's line to its engine. Clones share the line.
#[derive(Clone)]
pub struct EngineHandle {
    line: Rc<Line>,
}

struct Line {
    send: Send,
    next: Cell<u64>,
    waiting: RefCell<BTreeMap<u64, oneshot::Sender<Result<Reply, Notice>>>>,
    updates: mpsc::UnboundedSender<Update>,
}

/// What the engine tells without being asked, in order. Unbounded: dropping an update would leave a
/// screen wrong, and a page that stopped reading is gone.
pub struct Updates(mpsc::UnboundedReceiver<Update>);

impl Updates {
    /// The next update; `None` when the line is gone.
    pub async fn next(&mut self) -> Option<Update> {
        self.0.next().await
    }
}

/// The end of a line at which the engine's bytes come in.
#[derive(Clone)]
pub struct Incoming(Rc<Line>);

impl EngineHandle {
    /// A line over any carrier: `send` takes bytes to the engine; what comes back goes into [`Incoming`].
    pub fn over(send: impl Fn(Vec<u8>) + 'static) -> (Self, Updates, Incoming) {
        let (updates, receiver) = mpsc::unbounded();
        let line = Rc::new(Line { send: Box::new(send), next: Cell::new(1), waiting: RefCell::default(), updates });
        (Self { line: line.clone() }, Updates(receiver), Incoming(line))
    }

    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// The [`Notice`] to show.
    pub async fn call(&self, request: Request) -> Result<Reply, Notice> {
        let id = self.line.next.replace(self.line.next.get() + 1);
        let (sender, receiver) = oneshot::channel();
        let bytes = encode(&ToEngine { id, request }).map_err(|_| stopped())?;
        self.line.waiting.borrow_mut().insert(id, sender);
        (self.line.send)(bytes);
        receiver.await.unwrap_or_else(|_| Err(stopped()))
    }

    /// Tells, and does not wait.
    pub fn tell(&self, request: Request) {
        let id = self.line.next.replace(self.line.next.get() + 1);
        if let Ok(bytes) = encode(&ToEngine { id, request }) {
            (self.line.send)(bytes);
        }
    }
}

impl Incoming {
    /// Takes in one message of the engine.
    pub fn deliver(&self, bytes: &[u8]) {
        match decode(bytes) {
            Ok(FromEngine::Answer { id, reply }) => {
                let asker = self.0.waiting.borrow_mut().remove(&id);
                // Nobody waits for what was only told, and an asker may have gone with its screen.
                let unheard = match asker {
                    Some(asker) => asker.send(reply).err(),
                    None => Some(reply),
                };
                if let Some(Err(notice)) = unheard {
                    let _ = self.0.updates.unbounded_send(Update::Notice(notice));
                }
            }
            Ok(FromEngine::Update(update)) => {
                if matches!(update, Update::Stopped { .. }) {
                    self.0.waiting.borrow_mut().clear();
                }
                let _ = self.0.updates.unbounded_send(update);
            }
            Err(_) => self.stopped("bytes of another build"),
        }
    }

    /// The engine is gone: everybody who waits hears of it.
    pub fn stopped(&self, reason: &str) {
        self.0.waiting.borrow_mut().clear();
        let _ = self.0.updates.unbounded_send(Update::Stopped { reason: reason.to_owned() });
    }
}

fn stopped() -> Notice {
    Notice::needed("notice-engine-stopped").remedied(Remedy::Reload)
}

/// One method a question, so that a screen receives the type that it asked for.
macro_rules! questions {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $of:ty),*) = $request:expr => $reply:ident -> $answer:ty;)*) => {
        impl EngineHandle {
            $($(#[$doc])*
            ///
            /// # Errors
            /// The [`Notice`] to show.
            pub async fn $name(&self, $($arg: $of),*) -> Result<$answer, Notice> {
                match self.call($request).await? {
                    Reply::$reply(answer) => Ok(answer),
                    _ => Err(stopped()),
                }
            })*
        }
    };
}

questions! {
    /// Where this device stands.
    standing() = Request::Query(Query::Standing) => Standing -> Standing;
    /// 首页
    home() = Request::Query(Query::Home) => Home -> Option<Box<Home>>;
    /// 结项罗盘
    closure() = Request::Query(Query::Closure) => Closure -> Option<Box<ClosureReport>>;
    /// A closed term, opened.
    past(term: TermKey) = Request::Query(Query::Past(term)) => Past -> Option<Box<TermPage>>;
    /// An indicator opened.
    indicator(id: String, term: Option<TermKey>) = Request::Query(Query::Indicator { id, term }) => Indicator -> Option<Box<IndicatorPage>>;
    /// What an offered record's form opens with.
    offered(offer: Offer) = Request::Query(Query::Offered(offer)) => Start -> Box<RecordStart>;
    /// 记录
    records(query: RecordQuery) = Request::Query(Query::Records(query)) => Records -> Box<RecordList>;
    /// A record opened.
    record(record: RecordId) = Request::Query(Query::Record(record)) => Record -> Option<Box<RecordPage>>;
    /// 修改历史 of a record.
    history(record: RecordId) = Request::Query(Query::History(record)) => History -> Option<Box<HistoryPage>>;
    /// The fields of what many write.
    fields(record: RecordId) = Request::Query(Query::Fields(record)) => Fields -> Option<(RecordType, Fields)>;
    /// A paper that many write.
    paper(paper: String) = Request::Query(Query::Paper(paper)) => Paper -> Option<Box<PaperHere>>;
    /// The same as it stood when an edition of it was named.
    edition(record: RecordId) = Request::Query(Query::Edition(record)) => Paper -> Option<Box<PaperHere>>;
    /// Work that a part of a paper may tell of.
    paper_offers(paper: String, part: String) = Request::Query(Query::PaperOffers { paper, part }) => PaperOffers -> Vec<PaperOffer>;
    /// What a new record's form opens with.
    start(of: RecordType) = Request::Query(Query::Start(of)) => Start -> Box<RecordStart>;
    /// The last observed lesson of a teacher, for the form of another.
    last_visit(teacher: PersonId, record: RecordId) = Request::Query(Query::LastVisit { teacher, record }) => LastVisit -> Option<Box<LastVisit>>;
    /// One line of a teacher, read as a form.
    sentence(line: String, of: Option<RecordType>) = Request::Query(Query::Sentence { line, of }) => Sentence -> Box<SentenceStart>;
    /// The types of work that this person used last.
    used() = Request::Query(Query::Used) => Used -> Vec<RecordType>;
    /// 团队
    team() = Request::Query(Query::Team) => Team -> Box<Team>;
    /// 成长档案
    person(person: PersonId) = Request::Query(Query::Person(person)) => Person -> Option<Box<PersonPage>>;
    /// The same for paper, of one term or of all.
    archive(person: PersonId, term: Option<TermKey>) = Request::Query(Query::Archive { person, term }) => Archive -> Option<Box<Archive>>;
    /// 小结
    summary(of: SummaryOf) = Request::Query(Query::Summary(of)) => Summary -> Option<Box<Summary>>;
    /// 我的
    me() = Request::Query(Query::Me) => Me -> Box<MePage>;
    /// Forms not saved.
    drafts() = Request::Query(Query::Drafts) => Drafts -> Vec<Draft>;
    /// One form not saved.
    draft(record: RecordId) = Request::Query(Query::Draft(record)) => Draft -> Option<Draft>;
    /// A pasted list of people.
    people(text: String) = Request::Query(Query::People { text }) => People -> Box<Preview>;
    /// A pasted 接龙.
    chain(text: String) = Request::Query(Query::Chain { text }) => Chain -> Box<Chain>;
    /// What is set aside.
    asides() = Request::Query(Query::Asides) => Asides -> Vec<AsideRow>;
    /// Every device under this person's name, this one first.
    devices() = Request::Query(Query::Devices) => Devices -> Vec<DeviceRow>;
    /// Settings of this device.
    settings() = Request::Query(Query::Settings) => Settings -> BTreeMap<String, String>;
    /// Who invites.
    look_invite(code: String) = Request::LookInvite { code } => InviteSeen -> InviteSeen;
    /// Redeems an invite.
    enrol(code: String, name: String, device_name: String) = Request::Enrol { code, name, device_name } => Standing -> Standing;
    /// Invites a person.
    invite(person: PersonId, role: Role) = Request::Invite { person, role } => Invite -> Invite;
    /// What waits to be let in, after what is let in now.
    held(let_in: Option<(DocId, Vec<ChangeHash>)>) = Request::Held { let_in } => Held -> Vec<HeldRow>;
    /// Keeps a picture with its small one.
    keep_picture(large: Vec<u8>, small: Option<Vec<u8>>) = Request::KeepPicture { large, small } => Picture -> PictureKept;
    /// The bytes of a picture, from here or from the server.
    piece(hash: PieceHash) = Request::Piece(hash) => Piece -> Option<Vec<u8>>;
    /// Lets large pictures go that the server has too.
    free_pictures(of: Option<PicturesOf>) = Request::FreePictures(of) => Freed -> Freed;
    /// 备份到文件
    export() = Request::Export => Export -> ExportFile;
    /// Takes a backup file back in.
    import(bytes: Vec<u8>) = Request::Import { bytes } => Imported -> Imported;
}

impl EngineHandle {
    /// Carries out a command; the records that it wrote, once they are durable.
    ///
    /// # Errors
    /// The [`Notice`] to show, with the problems of each field.
    pub async fn command(&self, command: Command) -> Result<Vec<RecordId>, Notice> {
        match self.call(Request::Do(command)).await? {
            Reply::Saved { records, .. } => Ok(records),
            _ => Err(stopped()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn now<T>(future: impl Future<Output = T>) -> Option<T> {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => Some(value),
            Poll::Pending => None,
        }
    }

    #[test]
    fn an_answer_reaches_the_question_of_its_number() {
        let sent = Rc::new(RefCell::new(Vec::new()));
        let out = sent.clone();
        let (engine, _updates, incoming) = EngineHandle::over(move |bytes| out.borrow_mut().push(bytes));
        let mut first = Box::pin(engine.drafts());
        let mut second = Box::pin(engine.standing());
        assert_eq!(now(first.as_mut()), None);
        assert_eq!(now(second.as_mut()), None);
        let ids: Vec<u64> = sent.borrow().iter().map(|b| decode::<ToEngine>(b).expect("a question").id).collect();
        for (id, reply) in [(ids[1], Reply::Standing(Standing::default())), (ids[0], Reply::Drafts(Vec::new()))] {
            let bytes = encode(&FromEngine::Answer { id, reply: Ok(reply) }).expect("an answer");
            incoming.deliver(&bytes);
        }
        assert_eq!(now(first), Some(Ok(Vec::new())));
        assert_eq!(now(second), Some(Ok(Standing::default())));
    }

    #[test]
    fn a_failure_that_nobody_waits_for_is_told_all_the_same() {
        let (engine, mut updates, incoming) = EngineHandle::over(|_| {});
        engine.tell(Request::SyncNow);
        let mut gone = Box::pin(engine.export());
        assert_eq!(now(gone.as_mut()), None);
        drop(gone);
        let full = Notice::needed("notice-storage-full");
        for id in [1, 2] {
            incoming.deliver(&encode(&FromEngine::Answer { id, reply: Err(full.clone()) }).expect("an answer"));
            assert_eq!(now(updates.next()), Some(Some(Update::Notice(full.clone()))));
        }
    }

    #[test]
    fn whoever_waits_hears_that_the_engine_stopped() {
        let (engine, mut updates, incoming) = EngineHandle::over(|_| {});
        let mut waiting = Box::pin(engine.export());
        assert_eq!(now(waiting.as_mut()), None);
        incoming.deliver(&[0xff; 3]);
        assert!(matches!(now(waiting), Some(Err(notice)) if notice.key == "notice-engine-stopped"));
        assert!(matches!(now(updates.next()), Some(Some(Update::Stopped { .. }))));
    }
}
