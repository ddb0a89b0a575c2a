//! What a user can do, in the trade's words. Two levels: saving asks almost nothing, handing in asks
//! for every required field. A command becomes edits; it makes no change and no id.

mod chain;
mod check;
mod erase;
mod fact;
mod passage;
mod people;
mod person_list;
mod problem;
mod save;

use serde::{Deserialize, Serialize};

pub use chain::{Chain, ChainName, Namesake, read_chain};
pub use check::{Fields, NAME_CHARS_MAX, problems, problems_of};
pub use passage::{Passage, Place};
pub use people::PEOPLE_LIST_MAX;
pub use person_list::{ListProblem, Preview, PreviewRow, parse_list};
pub use problem::{CommandError, Problem};
pub(crate) use save::NO_KEY;

use crate::access::{Action, DocKind, may};
use crate::edit::{Edit, FieldEdit};
use crate::id::{DeviceId, PersonId, PieceHash, RecordId, Version};
use crate::read::{Kept, ReadModel};
use crate::record_type::RecordType;
use crate::time::Millis;

/// What a user wants to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Save a record as far as it is written.
    Save(Draft),
    /// Save a record and hand it in, in one step. Nothing is written while it lacks something.
    Finish(Draft),
    /// Hand in a version of a record.
    Submit {
        /// The record.
        record: RecordId,
        /// The version before the user's eyes.
        version: Version,
    },
    /// Take a record back: it is a draft again.
    Withdraw {
        /// The record.
        record: RecordId,
    },
    /// Into the recycle bin.
    Delete {
        /// The record or person.
        record: RecordId,
    },
    /// Out of the recycle bin.
    Undelete {
        /// The record or person.
        record: RecordId,
    },
    /// A picture of one's own record is gone for good: its bytes go from every phone and from the server. Its hash and the
    /// fact stay.
    ErasePicture {
        /// The record.
        record: RecordId,
        /// The picture.
        hash: PieceHash,
    },
    /// Add people to the roster.
    AddPeople(Vec<NewPerson>),
    /// Say whether two people of the roster are one.
    SamePerson {
        /// One.
        a: PersonId,
        /// The other.
        b: PersonId,
        /// The answer.
        answer: Answer,
    },
    /// Say whether two records of one type are one thing: a meeting, a paper.
    SameWork {
        /// One.
        a: RecordId,
        /// The other.
        b: RecordId,
        /// The answer.
        answer: Answer,
    },
    /// Write single fields of a record that stands, from its page: one of two values, an older value. A form of it that
    /// was not saved keeps its text.
    Amend(Draft),
    /// Write a paragraph of a paper, new or another's, and new ones behind it: several texts, or one that is parted at its
    /// blank lines.
    WriteParagraphs {
        /// Where what is new goes.
        place: Place,
        /// What is written; the first one may be a paragraph that stands.
        passages: Vec<Passage>,
    },
    /// Put a paragraph somewhere else in its paper.
    MoveParagraph {
        /// The paragraph.
        record: RecordId,
        /// Where it goes.
        place: Place,
    },
}

/// What a form holds when it is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Activity, mentoring, outcome, person or profile.
    pub record_type: RecordType,
    /// The record: a fresh random id for a new one, the person's id for a person.
    pub record: RecordId,
    /// Fields that the user changed, each with the value seen.
    pub fields: Vec<FieldEdit>,
}

/// A person to add, as typed or pasted. Empty texts are not stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPerson {
    /// A person who was already granted a role keeps their id; a fresh one is drawn otherwise.
    pub person: Option<PersonId>,
    /// 姓名
    pub name: String,
    /// 学校
    pub school: String,
    /// 乡镇
    pub township: String,
    /// 学科
    pub subject: String,
}

/// An answer to "are these two one?".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// They are one.
    Same,
    /// They are two.
    Different,
    /// Every earlier answer is taken back.
    Open,
}

/// Who acts, on what, when.
#[derive(Debug, Clone, Copy)]
pub struct Actor<'a> {
    /// The studio as this device holds it.
    pub model: &'a ReadModel,
    /// Who acts.
    pub person: PersonId,
    /// On which device; two characters of it stand in record numbers.
    pub device: DeviceId,
    /// When.
    pub now: Millis,
}

impl Command {
    /// The edits that this command comes down to. `ids` yields fresh random bytes.
    ///
    /// # Errors
    /// [`CommandError`] with everything that is wrong, in words' keys; nothing is written then.
    pub fn edits(&self, actor: &Actor<'_>, ids: &mut dyn Iterator<Item = [u8; 16]>) -> Result<Vec<Edit>, CommandError> {
        match self {
            Self::Save(draft) => save::save(actor, draft),
            Self::Amend(draft) => save::amend(actor, draft),
            Self::Finish(draft) => save::finish(actor, draft, ids),
            Self::Submit { record, version } => fact::submit(actor, *record, *version, ids),
            Self::Withdraw { record } => fact::withdraw(actor, *record),
            Self::Delete { record } => fact::delete(actor, *record, ids),
            Self::Undelete { record } => fact::undelete(actor, *record),
            Self::ErasePicture { record, hash } => erase::erase(actor, *record, *hash, ids),
            Self::AddPeople(people) => people::add(actor, people, ids),
            Self::SamePerson { a, b, answer } => fact::same_person(actor, (*a, *b), *answer, ids),
            Self::SameWork { a, b, answer } => fact::same_work(actor, (*a, *b), *answer, ids),
            Self::WriteParagraphs { place, passages } => passage::write(actor, place, passages, ids),
            Self::MoveParagraph { record, place } => passage::put(actor, *record, place, ids),
        }
    }
}

impl Actor<'_> {
    /// Refuses what the role of the one who acts does not allow today.
    fn must_be_allowed(&self, action: Action) -> Result<(), CommandError> {
        match self.model.role_now(self.person, self.now.day()) {
            Some(role) if may(role, action) => Ok(()),
            _ => Err(CommandError::NotAllowed),
        }
    }

    /// Refuses to touch a record in somebody else's journal.
    fn must_own(&self, found: &Kept) -> Result<(), CommandError> {
        let meta = found.meta;
        if meta.kind == DocKind::Journal && meta.owner != Some(self.person) {
            return Err(CommandError::NotAllowed);
        }
        Ok(())
    }
}
