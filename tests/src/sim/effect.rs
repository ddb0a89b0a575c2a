//! What the faults did. Effects are counted, not injections: a fault that changed nothing proves
//! nothing.

use std::collections::BTreeMap;

use studio_core::record_type::RecordType;

/// Something that happened because of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// A request never arrived.
    RequestLost,
    /// An answer never arrived, and the server had taken changes with it.
    CommittedAnswerLost,
    /// A request arrived twice, and the server knew its changes already.
    DuplicateKnown,
    /// A copy of a request arrived more than thirty days late.
    ThirtyDaysLate,
    /// A request overtook an older one of the same phone.
    Overtaken,
    /// The same answer was taken twice.
    AnswerTwice,
    /// An answer came after its request was given up: nobody waits for it any more.
    StaleAnswer,
    /// A request cut short was turned away.
    Truncated,
    /// A request with a flipped bit was turned away.
    Flipped,
    /// An answer altered on its way was noticed.
    AlteredAnswerNoticed,
    /// A phone died before its commit was durable.
    PhoneDiedBeforeCommit,
    /// A phone died when its commit was durable and it did not know.
    PhoneDiedAfterCommit,
    /// A phone was restarted in the middle of a request.
    RestartMidRequest,
    /// A phone's disk was full.
    DiskFull,
    /// The server died before its append was durable.
    ServerDiedBeforeAppend,
    /// The server died when its append was durable and nobody knew.
    ServerDiedAfterAppend,
    /// A change was made by a clock more than a year off.
    WrongClock,
    /// A copied device noticed and enrolled again.
    CloneRenewed,
    /// A wiped device came back under a new name.
    WipedCameBack,
    /// A damaged disk was filled again from the server.
    DiskMadeAnew,
    /// A change was refused.
    Refused,
    /// Later work was made again after a refusal in the middle.
    MadeAgain,
    /// Work was set aside.
    SetAside,
    /// Honest work was held.
    Held,
    /// Held work was let in.
    Admitted,
    /// A role was taken.
    RoleTaken,
    /// A role was given again.
    RoleGivenAgain,
    /// A device was revoked.
    Revoked,
    /// The server was set back by `restore`.
    SetBackByRestore,
    /// The server's database was copied back by hand.
    SetBackByHand,
    /// Entries that the server had lost came back by a run.
    TakenAgain,
    /// A device that the server had lost showed its certificate.
    CertificateShown,
    /// A role that ended inside the window ended again.
    DepartureKept,
    /// Two phones wrote one field; both values stand.
    Conflict,
    /// A forged envelope was turned away.
    ForgedRefused,
    /// Work was brought from a backup file.
    Imported,
    /// A phone found that its log is not the server's and asked for all of it anew.
    StartedOver,
    /// A picture was kept, and its record said saved.
    PictureKept,
    /// A picture was not kept, for its disk died or was full.
    PictureNotKept,
    /// The same picture was taken for a second record.
    PictureTwice,
    /// A step of a picture never arrived.
    PieceLost,
    /// The server did a step, and its answer never arrived.
    PieceAnswerLost,
    /// A chunk came twice, at once or long after.
    ChunkTwice,
    /// A chunk torn on its way was turned away.
    ChunkTorn,
    /// Bytes under another piece's name were turned away.
    LieRefused,
    /// A picture altered on its way to a phone was not kept.
    PieceAltered,
    /// The server died over a picture.
    ServerDiedOverPiece,
    /// A phone let a picture go that the server has.
    Freed,
    /// A picture that the server had lost came back from a phone.
    PieceBroughtAgain,
    /// Somebody erased a picture of an own record.
    PictureErased,
    /// A record of a type of work was written.
    Written(RecordType),
    /// A record of a type of work was changed.
    Changed(RecordType),
    /// A record was written whole and handed in at once.
    HandedIn,
    /// A record was taken back.
    Withdrawn,
    /// A record went into the recycle bin.
    Deleted,
    /// A record came out of it.
    Undeleted,
    /// Somebody answered a colleague's record.
    Replied,
    /// Somebody said whether two records are one.
    SaidSame,
    /// A paragraph of a paper was written.
    ParagraphWritten,
    /// A paragraph was put in other words.
    ParagraphReworded,
    /// A paragraph was put somewhere else.
    ParagraphMoved,
    /// A paragraph was thrown away.
    ParagraphGone,
    /// A paragraph was taken back.
    ParagraphBack,
    /// Two reworded one paragraph; both texts stand.
    ParagraphTorn,
    /// A form was opened, another text came, and what was typed did not replace it.
    UnseenStays,
    /// A paper as it stood got a name.
    EditionNamed,
}

/// Every effect that must occur over a run of the simulator.
const ALL: &[Effect] = &[
    Effect::RequestLost,
    Effect::CommittedAnswerLost,
    Effect::DuplicateKnown,
    Effect::ThirtyDaysLate,
    Effect::Overtaken,
    Effect::AnswerTwice,
    Effect::StaleAnswer,
    Effect::Truncated,
    Effect::Flipped,
    Effect::AlteredAnswerNoticed,
    Effect::PhoneDiedBeforeCommit,
    Effect::PhoneDiedAfterCommit,
    Effect::RestartMidRequest,
    Effect::DiskFull,
    Effect::ServerDiedBeforeAppend,
    Effect::ServerDiedAfterAppend,
    Effect::WrongClock,
    Effect::CloneRenewed,
    Effect::WipedCameBack,
    Effect::DiskMadeAnew,
    Effect::Refused,
    Effect::MadeAgain,
    Effect::SetAside,
    Effect::Held,
    Effect::Admitted,
    Effect::RoleTaken,
    Effect::RoleGivenAgain,
    Effect::Revoked,
    Effect::SetBackByRestore,
    Effect::SetBackByHand,
    Effect::TakenAgain,
    Effect::CertificateShown,
    Effect::DepartureKept,
    Effect::Conflict,
    Effect::ForgedRefused,
    Effect::Imported,
    Effect::StartedOver,
];

/// Effects that only work of every type and papers have.
const OF_EVERY_TYPE: &[Effect] = &[
    Effect::HandedIn,
    Effect::Withdrawn,
    Effect::Deleted,
    Effect::Undeleted,
    Effect::Replied,
    Effect::SaidSame,
    Effect::ParagraphWritten,
    Effect::ParagraphReworded,
    Effect::ParagraphMoved,
    Effect::ParagraphGone,
    Effect::ParagraphBack,
    Effect::ParagraphTorn,
    Effect::UnseenStays,
    Effect::EditionNamed,
];

/// Effects that only a server set back has.
const OF_SET_BACKS: &[Effect] = &[
    Effect::SetBackByRestore,
    Effect::SetBackByHand,
    Effect::TakenAgain,
    Effect::CertificateShown,
    Effect::DepartureKept,
    Effect::StartedOver,
];

/// Effects that only pictures have.
const OF_PICTURES: &[Effect] = &[
    Effect::PictureKept,
    Effect::PictureNotKept,
    Effect::PictureTwice,
    Effect::PieceLost,
    Effect::PieceAnswerLost,
    Effect::ChunkTwice,
    Effect::ChunkTorn,
    Effect::LieRefused,
    Effect::PieceAltered,
    Effect::ServerDiedOverPiece,
    Effect::Freed,
    Effect::PieceBroughtAgain,
    Effect::PictureErased,
];

/// How often each effect occurred.
#[derive(Debug, Clone, Default)]
pub struct Effects(BTreeMap<Effect, usize>);

impl Effects {
    /// Counts one.
    pub fn note(&mut self, effect: Effect) {
        self.note_many(effect, 1);
    }

    /// Counts several.
    pub fn note_many(&mut self, effect: Effect, count: usize) {
        *self.0.entry(effect).or_default() += count;
    }

    /// Adds what another seed did.
    pub fn add(&mut self, other: &Self) {
        for (effect, count) in &other.0 {
            self.note_many(*effect, *count);
        }
    }

    /// Effects that never occurred; those of a set-back are asked for only where there is one.
    pub fn absent(&self, set_backs: bool) -> Vec<Effect> {
        let wanted = ALL.iter().filter(|effect| set_backs || !OF_SET_BACKS.contains(effect));
        wanted.filter(|effect| self.0.get(effect).is_none_or(|count| *count == 0)).copied().collect()
    }

    /// Effects of work of every type and of papers that never occurred.
    pub fn absent_of_every_type(&self) -> Vec<Effect> {
        let of_types = RecordType::work().flat_map(|of| [Effect::Written(of), Effect::Changed(of)]);
        let wanted = OF_EVERY_TYPE.iter().copied().chain(of_types);
        wanted.filter(|effect| self.0.get(effect).is_none_or(|count| *count == 0)).collect()
    }

    /// Effects of pictures that never occurred.
    pub fn absent_of_pictures(&self) -> Vec<Effect> {
        OF_PICTURES.iter().filter(|effect| !self.0.contains_key(effect)).copied().collect()
    }
}
