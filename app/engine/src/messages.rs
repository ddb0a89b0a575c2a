//! All that screens know of the engine: what they may ask, what they get, what they are told.
//! Plain values that travel as postcard; no SQLite, no automerge, no HTTP, no sentences.

mod frame;
mod notice;
mod pages;
mod room;
mod state;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use studio_core::access::Role;
use studio_core::closure::{ClosureReport, IndicatorPage, Offer};
use studio_core::command::{Chain, Command, Preview};
use studio_core::id::{ChangeHash, DocId, PersonId, PieceHash, RecordId, StudioId};
use studio_core::record_type::RecordType;
use studio_core::term::TermKey;
use studio_core::time::Millis;
use studio_core::tolerant::Fields;
use studio_core::view::{
    Archive, Home, LastVisit, PaperOffer, PersonPage, RecordList, RecordQuery, Summary, SummaryOf, Team, TermPage,
};

pub use frame::{FrameError, FromEngine, ToEngine, decode, encode};
pub use notice::{Notice, Remedy, Severity};
pub use pages::{
    AsideField, AsideRow, ChainHere, DeviceRow, Draft, ExportFile, HeldRow, HistoryPage, Imported, Invite, InviteSeen,
    MePage, PaperHere, RecordPage, RecordStart, SentenceStart, Writer, device_seen,
};
pub use room::{Freed, Many, PicturesHere, PicturesOf, PicturesOfTerm};
pub use state::{
    OVER_WIFI, PAUSED, Phase, Progress, SENDING, Sending, Standing, Stopped, StoppedBy, StoppedWhat, StorageKind,
    StorageState, Stuck, StudioHere, SyncState, TabState,
};

/// What a page asks of the engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// A screen's content.
    Query(Query),
    /// Something that the user does to records. Answered after it is durable on this device.
    Do(Command),
    /// Keep a form's text. Answered after it is durable.
    SaveDraft {
        /// The record that it will be or that it edits; drafts are known by it.
        record: RecordId,
        /// Which form, in the screen's words.
        form: String,
        /// Its content, in the screen's own encoding.
        content: Vec<u8>,
    },
    /// Forget a form's text: it became a record, or its user threw it away.
    DropDraft(RecordId),
    /// Try the server now, whatever was believed of the network.
    SyncNow,
    /// Who invites; redeems nothing.
    LookInvite {
        /// As typed; spaces, dashes and letter case do not matter.
        code: String,
    },
    /// Redeem an invite for this device.
    Enrol {
        /// As typed.
        code: String,
        /// The owner's name, as they write it.
        name: String,
        /// What they call this device.
        device_name: String,
    },
    /// Invite a person of the roster, online.
    Invite {
        /// Who.
        person: PersonId,
        /// As what.
        role: Role,
    },
    /// Work that waits to be let in, asked of the server; a chief may let some of it in first.
    Held {
        /// The document and the changes.
        let_in: Option<(DocId, Vec<ChangeHash>)>,
    },
    /// 备份到文件: what is not on the server yet, and drafts. Never the private key.
    Export,
    /// Take a backup file back in.
    Import {
        /// The file.
        bytes: Vec<u8>,
    },
    /// A setting of this device in this studio; an empty value drops it.
    SetSetting {
        /// Name, in the screen's words.
        name: String,
        /// Value.
        value: String,
    },
    /// What shall become of something set aside.
    ResolveAside {
        /// [`AsideRow::place`].
        place: u64,
        /// The user's choice.
        choice: AsideChoice,
    },
    /// Keep a picture, shrunk, with its small one, or a scan as it is. Answered after all is durable.
    KeepPicture {
        /// A JPEG; a PDF.
        large: Vec<u8>,
        /// A small JPEG of it; there is none of a scan.
        small: Option<Vec<u8>>,
    },
    /// The bytes of a picture, from here or from the server.
    Piece(PieceHash),
    /// Let large pictures go that the server has too: all, or those of a term. Answered when each was asked for.
    FreePictures(Option<PicturesOf>),
    /// Another studio of this device.
    OpenStudio(StudioId),
    /// 在此处使用: the other tab shall give way.
    TakeOver,
    /// The page was shown or hidden; nothing is sent while hidden.
    Visible(bool),
}

/// What to do with something set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AsideChoice {
    /// Write it again over what stands there now; the user has seen both.
    WriteAgain,
    /// Let it go.
    Forget,
}

/// Which content a screen wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Query {
    /// Where this device stands, before anything else is asked.
    Standing,
    /// 首页
    Home,
    /// 结项罗盘 with every indicator.
    Closure,
    /// 记录
    Records(RecordQuery),
    /// A record opened.
    Record(RecordId),
    /// What a new record's form opens with.
    Start(RecordType),
    /// The last observed lesson of a teacher, for the form of another.
    LastVisit {
        /// Who taught.
        teacher: PersonId,
        /// The form's own record.
        record: RecordId,
    },
    /// One line of a teacher, read as a form: for a type that was chosen, or for the one that the line tells.
    Sentence {
        /// As typed.
        line: String,
        /// The type, where it was chosen.
        of: Option<RecordType>,
    },
    /// The types of work that this person used last.
    Used,
    /// 团队
    Team,
    /// 成长档案
    Person(PersonId),
    /// The same for paper, of one term or of all.
    Archive {
        /// Whose.
        person: PersonId,
        /// Which term.
        term: Option<TermKey>,
    },
    /// 小结
    Summary(SummaryOf),
    /// 我的
    Me,
    /// An indicator opened; of a closed term, where one is named.
    Indicator {
        /// `I3`.
        id: String,
        /// Which term.
        term: Option<TermKey>,
    },
    /// A closed term: its numbers, its records, its summary.
    Past(TermKey),
    /// What an offered record's form opens with.
    Offered(Offer),
    /// Forms that were not saved, newest first.
    Drafts,
    /// One of them.
    Draft(RecordId),
    /// A pasted list of people, read against the roster.
    People {
        /// The list.
        text: String,
    },
    /// Everything set aside, oldest first.
    Asides,
    /// All settings of this device in this studio.
    Settings,
    /// A pasted 接龙, read against the roster.
    Chain {
        /// The list.
        text: String,
    },
    /// Every device under this person's name, this one first.
    Devices,
    /// 修改历史 of a record.
    History(RecordId),
    /// The fields of what many write: a paragraph, a scan of a paper.
    Fields(RecordId),
    /// A paper that many write, by the guide's word.
    Paper(String),
    /// The same as it stood when an edition of it was named.
    Edition(RecordId),
    /// Work that a part of a paper may tell of.
    PaperOffers {
        /// The paper's word.
        paper: String,
        /// The part's word.
        part: String,
    },
}

/// What the engine answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// Done, durably.
    Done,
    /// A command is carried out and durable.
    Saved {
        /// Records that it wrote, in its order.
        records: Vec<RecordId>,
        /// When.
        at: Millis,
    },
    /// To [`Query::Standing`] and [`Request::Enrol`].
    Standing(Standing),
    /// To [`Query::Home`]; `None` while the guide does not hold the studio's direction.
    Home(Option<Box<Home>>),
    /// To [`Query::Closure`]; `None` while the studio has no project terms or the guide is unknown.
    Closure(Option<Box<ClosureReport>>),
    /// To [`Query::Past`]; `None` for a term that is not over.
    Past(Option<Box<TermPage>>),
    /// To [`Query::Indicator`].
    Indicator(Option<Box<IndicatorPage>>),
    /// To [`Query::Records`].
    Records(Box<RecordList>),
    /// To [`Query::Record`].
    Record(Option<Box<RecordPage>>),
    /// To [`Query::Start`] and [`Query::Offered`].
    Start(Box<RecordStart>),
    /// To [`Query::LastVisit`].
    LastVisit(Option<Box<LastVisit>>),
    /// To [`Query::Sentence`].
    Sentence(Box<SentenceStart>),
    /// To [`Query::Used`].
    Used(Vec<RecordType>),
    /// To [`Query::Team`].
    Team(Box<Team>),
    /// To [`Query::Person`].
    Person(Option<Box<PersonPage>>),
    /// To [`Query::Archive`].
    Archive(Option<Box<Archive>>),
    /// To [`Query::Summary`]; `None` for a term that the guide does not list.
    Summary(Option<Box<Summary>>),
    /// To [`Query::Me`].
    Me(Box<MePage>),
    /// To [`Query::Drafts`].
    Drafts(Vec<Draft>),
    /// To [`Query::Draft`].
    Draft(Option<Draft>),
    /// To [`Query::People`].
    People(Box<Preview>),
    /// To [`Query::Asides`].
    Asides(Vec<AsideRow>),
    /// To [`Query::Settings`].
    Settings(BTreeMap<String, String>),
    /// To [`Request::LookInvite`].
    InviteSeen(InviteSeen),
    /// To [`Request::Invite`].
    Invite(Invite),
    /// To [`Request::Held`].
    Held(Vec<HeldRow>),
    /// To [`Request::Export`].
    Export(ExportFile),
    /// To [`Request::Import`].
    Imported(Imported),
    /// To [`Query::Chain`].
    Chain(Box<Chain>),
    /// To [`Query::Devices`].
    Devices(Vec<DeviceRow>),
    /// To [`Request::KeepPicture`].
    Picture(PictureKept),
    /// To [`Request::Piece`]; `None` when nobody who can be reached has it.
    Piece(Option<Vec<u8>>),
    /// To [`Request::FreePictures`].
    Freed(Freed),
    /// To [`Query::History`]; `None` when the one who asks holds or sees no such record.
    History(Option<Box<HistoryPage>>),
    /// To [`Query::Paper`] and [`Query::Edition`]; `None` when the project's direction asks for no such paper.
    Paper(Option<Box<PaperHere>>),
    /// To [`Query::Fields`]; `None` where nothing of that id lies in a shared document.
    Fields(Option<(RecordType, Fields)>),
    /// To [`Query::PaperOffers`].
    PaperOffers(Vec<PaperOffer>),
}

/// A picture that is kept here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureKept {
    /// Its name.
    pub hash: PieceHash,
    /// How many bytes.
    pub bytes: u64,
    /// The name of its small one, where it has one.
    pub thumb: Option<PieceHash>,
}

/// What the engine tells without being asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Update {
    /// These contents changed: ask again what is on screen.
    Changed(Vec<Changed>),
    /// How syncing stands.
    Sync(SyncState),
    /// Something to tell the user.
    Notice(Notice),
    /// Whether this tab has the studio.
    Tab(TabState),
    /// Where records are kept.
    Storage(StorageState),
    /// Where this device stands changed (it joined, or its role ended).
    Standing(Standing),
    /// The engine stopped and answers nothing any more: offer to load again.
    Stopped {
        /// Why, for a report; not a sentence for people.
        reason: String,
    },
}

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Changed {
    /// Records, or what is computed from them.
    Records,
    /// The roster or who is a member.
    Team,
    /// Ticks of records.
    Deliveries,
    /// Forms not saved.
    Drafts,
    /// What is set aside.
    Asides,
    /// Settings.
    Settings,
    /// Pictures that came or went.
    Pieces,
}
