//! Records behind a number, as a list shows them.

use super::EvidenceRef;
use crate::id::{PersonId, RecordId};
use crate::read::{Found, ReadModel};
use crate::time::Day;

/// How a list names a record; `None` for a type that is no evidence.
pub(super) fn of(model: &ReadModel, record: RecordId, joined: Vec<RecordId>) -> Option<EvidenceRef> {
    let found = model.find(record)?;
    let face = face(model, found)?;
    let author = found.meta().owner;
    Some(EvidenceRef {
        record,
        doc: found.doc(),
        record_type: found.record_type(),
        title: face.title,
        kind_key: face.kind_key.unwrap_or_default().to_owned(),
        day: face.day,
        place: face.place,
        author,
        author_name: author.map(|id| model.name_of(id).to_owned()).unwrap_or_default(),
        people: face.people.len(),
        state: found.state(),
        joined,
    })
}

/// What every list of records says of one.
#[derive(Debug)]
pub(crate) struct Face {
    pub(crate) title: String,
    pub(crate) kind_key: Option<&'static str>,
    pub(crate) day: Option<Day>,
    pub(crate) time: String,
    pub(crate) place: String,
    pub(crate) level_key: Option<&'static str>,
    pub(crate) people: Vec<PersonId>,
}

/// The face of a record of work; `None` for people and profiles.
pub(crate) fn face(model: &ReadModel, found: Found<'_>) -> Option<Face> {
    Some(match found {
        Found::Activity(kept) => {
            let activity = &kept.content;
            Face {
                title: activity.topic.clone(),
                kind_key: activity.kind.map(|kind| kind.label_key()),
                day: activity.day,
                time: activity.start.map(|at| at.format("%H:%M").to_string()).unwrap_or_default(),
                place: activity.place.clone(),
                level_key: None,
                people: activity.present().collect(),
            }
        }
        Found::Mentoring(kept) => {
            let log = &kept.content;
            Face {
                title: mentoring_title(log.mentee.map(|id| model.name_of(id)).unwrap_or_default(), &log.content),
                kind_key: log.mode.map(|mode| mode.label_key()),
                day: log.day,
                time: String::new(),
                place: String::new(),
                level_key: None,
                people: log.mentee.into_iter().collect(),
            }
        }
        Found::Outcome(kept) => {
            let outcome = &kept.content;
            Face {
                title: outcome.title.clone(),
                kind_key: outcome.kind.map(|kind| kind.label_key()),
                day: outcome.day,
                time: String::new(),
                place: String::new(),
                level_key: outcome.level.map(|level| level.label_key()),
                people: outcome.authors.clone(),
            }
        }
        Found::Person(_) | Found::Profile(_) => return None,
    })
}

/// Characters of a guidance's content in its title.
const TITLE_CHARS_MAX: usize = 24;

/// `陈明：课堂提问的层次`: with whom, and the first clause of what it was about.
fn mentoring_title(name: &str, content: &str) -> String {
    let clause = content.split(['。', '；', '，', '\n', '！', '？']).find(|part| !part.trim().is_empty());
    let clause: String = clause.unwrap_or_default().trim().chars().take(TITLE_CHARS_MAX).collect();
    match (name.is_empty(), clause.is_empty()) {
        (false, false) => format!("{name}：{clause}"),
        _ => format!("{name}{clause}"),
    }
}
