//! A record as a row, and who may see it.

use super::{RecordRow, Scene, Tick, Waiting};
use crate::access::{Action, DocKind, may};
use crate::command::problems;
use crate::face::{Looks, looks};
use crate::form;
use crate::id::RecordId;
use crate::read::{Kept, State};
use crate::time::clock;

impl Scene<'_> {
    /// Every record of work that the one who looks may see: their own, and what others handed in.
    /// A colleague's draft is theirs until then.
    pub(super) fn works(&self) -> impl Iterator<Item = &Kept> {
        self.model.works().filter(|kept| self.sees(kept))
    }

    /// Whether the one who looks may see a record.
    pub(super) fn sees(&self, kept: &Kept) -> bool {
        self.wrote(kept) || kept.counts()
    }

    /// Whether the one who looks may change a record: their own, and what many write.
    pub(super) fn may_change(&self, kept: &Kept) -> bool {
        self.wrote(kept) || (kept.owner().is_none() && self.may_write(kept.meta.kind))
    }

    /// Whether the one who looks may write in a document of this kind today.
    pub(super) fn may_write(&self, kind: DocKind) -> bool {
        self.model.role_now(self.me, self.now.day()).is_some_and(|role| may(role, Action::Write(kind)))
    }

    /// Whether the one who looks wrote a record.
    pub(super) fn wrote(&self, kept: &Kept) -> bool {
        kept.owner() == Some(self.me)
    }

    /// How far a record has come.
    pub(super) fn tick(&self, record: RecordId) -> Tick {
        match self.deliveries.get(&record).map(|delivery| delivery.waiting) {
            None | Some(Waiting::No) => Tick::OnServer,
            Some(Waiting::Network) => Tick::Saved,
            Some(Waiting::PageOnly) => Tick::PageOnly,
            Some(Waiting::Held) => Tick::Held,
            Some(Waiting::SetAside) => Tick::SetAside,
        }
    }

    /// A record as a row; `None` for what is no record of work.
    pub(super) fn row(&self, kept: &Kept) -> Option<RecordRow> {
        Some(self.row_of(kept, looks(self.model, kept)?))
    }

    /// Whether it has not begun yet.
    fn is_ahead(&self, looks: &Looks) -> bool {
        let (today, now) = (self.now.day(), clock(self.now.local()));
        looks.day.is_some_and(|day| day > today || (day == today && (looks.time.is_empty() || looks.time > now)))
    }

    fn row_of(&self, kept: &Kept, looks: Looks) -> RecordRow {
        let author = kept.owner();
        let mine = self.wrote(kept);
        let draft = mine && kept.state == State::Draft;
        let planned = draft && form::asks(kept.record_type) && self.is_ahead(&looks);
        let files = self.model.pictures(kept);
        let scans = files.iter().filter(|one| one.is_scan()).count();
        let names = looks.people.iter().map(|person| self.model.called(*person));
        RecordRow {
            record: kept.id,
            record_type: kept.record_type,
            title: looks.title,
            kind_key: looks.kind_key,
            level_key: looks.level_key,
            no: kept.no.to_owned(),
            day: looks.day,
            time: looks.time,
            place: looks.place,
            author,
            author_name: author.map(|id| self.model.called(id)).unwrap_or_default(),
            people: names.filter(|name| !name.is_empty()).collect(),
            pictures: files.len() - scans,
            scans,
            state: kept.state,
            tick: self.tick(kept.id),
            planned,
            // what is to come lacks nothing yet
            missing: if draft && !planned { problems(kept.record_type, &kept.fields) } else { Vec::new() },
            conflicts: kept.conflicts.len(),
            mine,
        }
    }
}
