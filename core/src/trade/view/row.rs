//! A record as a row, and who may see it.

use super::{RecordRow, Scene, Tick, Waiting};
use crate::closure::evidence::{Face, face};
use crate::command::problems;
use crate::id::{PersonId, RecordId};
use crate::read::{Found, State};

impl Scene<'_> {
    /// Every record of work that the one who looks may see: their own, and what others handed in.
    /// A colleague's draft is theirs until then.
    pub(super) fn works(&self) -> impl Iterator<Item = Found<'_>> {
        let model = self.model;
        let activities = model.activities.values().map(Found::Activity);
        let mentoring = model.mentoring.values().map(Found::Mentoring);
        let outcomes = model.outcomes.values().map(Found::Outcome);
        activities.chain(mentoring).chain(outcomes).filter(|found| self.sees(*found))
    }

    /// Whether the one who looks may see a record.
    pub(super) fn sees(&self, found: Found<'_>) -> bool {
        self.wrote(found) || (found.state().handed_in() && !found.deleted())
    }

    /// Whether the one who looks wrote a record.
    pub(super) fn wrote(&self, found: Found<'_>) -> bool {
        found.meta().owner == Some(self.me)
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
    pub(super) fn row(&self, found: Found<'_>) -> Option<RecordRow> {
        let face = face(self.model, found)?;
        Some(self.row_of(found, face))
    }

    fn row_of(&self, found: Found<'_>, face: Face) -> RecordRow {
        let author = found.meta().owner;
        let mine = self.wrote(found);
        let draft = mine && found.state() == State::Draft;
        let names = face.people.iter().map(|person| self.model.name_of(*person).to_owned());
        RecordRow {
            record: found.id(),
            record_type: found.record_type(),
            title: face.title,
            kind_key: face.kind_key.unwrap_or_default().to_owned(),
            level_key: face.level_key.unwrap_or_default().to_owned(),
            no: found.no().to_owned(),
            day: face.day,
            time: face.time,
            place: face.place,
            author,
            author_name: author.map(|id| self.model.name_of(id).to_owned()).unwrap_or_default(),
            people: names.filter(|name| !name.is_empty()).collect(),
            state: found.state(),
            tick: self.tick(found.id()),
            missing: if draft { problems(found.record_type(), found.fields()) } else { Vec::new() },
            conflicts: found.conflicts().len(),
            mine,
        }
    }
}

/// Everybody who has to do with a record, in whatever part.
pub(super) fn involved(found: Found<'_>) -> Vec<PersonId> {
    let mut people: Vec<PersonId> = match found {
        Found::Activity(kept) => {
            let activity = &kept.content;
            let lessons = activity.lessons.iter().filter_map(|lesson| lesson.teacher);
            activity
                .attendance
                .keys()
                .chain(&activity.speakers)
                .chain(&activity.senders)
                .copied()
                .chain(activity.host)
                .chain(lessons)
                .collect()
        }
        Found::Mentoring(kept) => kept.content.mentor.into_iter().chain(kept.content.mentee).collect(),
        Found::Outcome(kept) => kept.content.authors.clone(),
        Found::Person(_) | Found::Profile(_) => Vec::new(),
    };
    people.extend(found.meta().owner);
    people.sort_unstable();
    people.dedup();
    people
}
