//! 成长档案: everything that the records say of a person, term by term. It counts what was handed in and has happened;
//! it ranks nobody and says of nothing that it was not done.

mod promise;

use std::collections::BTreeMap;

pub(super) use promise::{Made, Visits, made};

use super::{
    Archive, ArchiveRow, ArchiveStretch, LessonSaid, LessonSeen, OwnWork, PartIn, RecordRow, Scene, Stretch, Tally,
    list,
};
use crate::closure;
use crate::face::{looks, named, there};
use crate::form::{Group, Input};
use crate::id::{PersonId, RecordId};
use crate::joined::{self, Joined};
use crate::mentoring::Dimension;
use crate::outcome::Level;
use crate::read::{Kept, Reading, State};
use crate::record_type::RecordType;
use crate::reply;
use crate::term::{Now, TermKey};
use crate::time::Day;
use crate::tolerant;

/// One thing that the person had a part in, with every record of it.
struct Thing<'a> {
    day: Option<Day>,
    when: Stretch,
    /// The one that stands for it first.
    records: Vec<(&'a Kept, Vec<PartIn>)>,
}

/// Whose archive it is, under whichever of their ids something was recorded.
struct Whose<'a> {
    scene: &'a Scene<'a>,
    people: Joined<PersonId>,
    works: Joined<RecordId>,
    root: PersonId,
}

/// The archive of a person, of one term or of all; `None` when the roster does not know them.
pub fn archive(scene: &Scene<'_>, person: PersonId, term: Option<TermKey>) -> Option<Archive> {
    let content = scene.model.person(person)?.content;
    let people = joined::people(&scene.model.facts);
    let root = people.root(person);
    let mine = people.root(scene.me) == root;
    let whose = Whose { scene, people, works: joined::works(&scene.model.facts), root };
    let mut things = whose.things();
    let terms = terms(&things);
    things.retain(|thing| term.is_none_or(|key| thing.when == Stretch::Term(key)));
    let within = |day: Option<Day>| term.is_none_or(|key| stretch(scene, day) == Stretch::Term(key));
    let promises = promise::of_person(&whose).into_iter().filter(|one| within(one.made.or(one.due))).collect();
    let stretches = whose.stretches(&things);
    let (first, last) = period(scene, term, &things);
    Some(Archive {
        person,
        studio: scene.model.studio_name().to_owned(),
        name: content.name.clone(),
        school: content.school.clone(),
        subject: content.subject.clone(),
        title: content.title.clone(),
        role: scene.model.role_on(person, scene.now.day()),
        mine,
        today: scene.now.day(),
        term,
        terms,
        first,
        last,
        class_hour: scene.guide.class_hour,
        total: whose.tally(&things),
        stretches,
        promises,
        lessons: whose.lessons(&things),
        own: whose.own(&things),
        drafts: whose.drafts().filter(|kept| within(kept.day())).count(),
        freshness: closure::fresh(scene.model, scene.now, scene.freshness),
        clock_behind: clock_behind(scene),
    })
}

/// Whether the server heard of somebody on a later day than this phone's: its clock stands wrong, and nothing that lies
/// "ahead" need lie there.
pub(super) fn clock_behind(scene: &Scene<'_>) -> bool {
    scene.freshness.values().any(|told| told.at.day() > scene.now.day())
}

/// Where a day lies among the terms, seen from today.
pub(super) fn stretch(scene: &Scene<'_>, day: Option<Day>) -> Stretch {
    match day {
        None => Stretch::Undated,
        Some(day) if day > scene.now.day() => Stretch::Ahead,
        Some(day) => match Now::of(&scene.guide.terms, day) {
            Now::Term(term) => Stretch::Term(term.key()),
            Now::Holiday { after } => Stretch::Holiday(after.key()),
            Now::Unknown => Stretch::Before,
        },
    }
}

fn terms(things: &[Thing<'_>]) -> Vec<TermKey> {
    let mut terms: Vec<TermKey> = Vec::new();
    for thing in things {
        if let Stretch::Term(key) = thing.when
            && !terms.contains(&key)
        {
            terms.push(key);
        }
    }
    terms
}

/// The days that the archive speaks of: those of the term as far as they have come, else from the first record on.
fn period(scene: &Scene<'_>, term: Option<TermKey>, things: &[Thing<'_>]) -> (Option<Day>, Option<Day>) {
    let today = scene.now.day();
    match term {
        Some(key) => {
            let term = scene.guide.terms.iter().find(|term| term.key() == key);
            (term.map(|term| term.first), term.map(|term| term.last.min(today)))
        }
        None => {
            let first = things.iter().filter(|thing| thing.when.is_past()).filter_map(|thing| thing.day).min();
            (first, first.map(|_| today))
        }
    }
}

impl<'a> Whose<'a> {
    fn is(&self, id: &PersonId) -> bool {
        self.people.root(*id) == self.root
    }

    /// What the person did in a record; nothing when it has nothing to do with them.
    fn parts(&self, kept: &Kept) -> Vec<PartIn> {
        let mut parts = Vec::new();
        let shown = kept.record_type.says().shown(&kept.fields).filter(|spec| spec.input != Input::Asked);
        for spec in shown.filter(|spec| named(spec, &kept.fields).iter().any(|id| self.is(id))) {
            let was_there = there(spec, &kept.fields).iter().any(|id| self.is(id));
            parts.push(if was_there { PartIn::Field(spec.key.to_owned()) } else { PartIn::Leave });
        }
        if parts.is_empty() && kept.owner().is_some_and(|owner| self.is(&owner)) {
            parts.push(PartIn::Wrote);
        }
        parts
    }

    /// Everything handed in with this person, the latest first. Plans and money of the studio tell nothing of a person.
    fn things(&self) -> Vec<Thing<'a>> {
        let mut by_root: BTreeMap<RecordId, Vec<(&Kept, Vec<PartIn>)>> = BTreeMap::new();
        let seen = self.scene.model.works().filter(|kept| kept.counts());
        for kept in seen.filter(|kept| kept.record_type.says().group != Group::Running) {
            let parts = self.parts(kept);
            if !parts.is_empty() {
                by_root.entry(self.works.root(kept.id)).or_default().push((kept, parts));
            }
        }
        let mut things: Vec<Thing<'_>> = by_root.into_values().map(|records| self.thing(records)).collect();
        things.sort_by_key(|thing| std::cmp::Reverse((thing.day, thing.records.first().map(|(kept, _)| kept.id))));
        things
    }

    fn thing(&self, mut records: Vec<(&'a Kept, Vec<PartIn>)>) -> Thing<'a> {
        // who only wrote it down or was on leave in one of them was there by another
        let was_there = |parts: &[PartIn]| parts.iter().any(|part| matches!(part, PartIn::Field(_)));
        records.sort_by_key(|(kept, parts)| (!was_there(parts), kept.day().is_none(), kept.day(), kept.id));
        let day = records.first().and_then(|(kept, _)| kept.day());
        Thing { day, when: stretch(self.scene, day), records }
    }

    fn stretches(&self, things: &[Thing<'_>]) -> Vec<ArchiveStretch> {
        let mut runs: Vec<(Stretch, Vec<&Thing<'_>>)> = Vec::new();
        for thing in things {
            match runs.last_mut() {
                Some((when, run)) if *when == thing.when => run.push(thing),
                _ => runs.push((thing.when, vec![thing])),
            }
        }
        let one = |(when, run): (Stretch, Vec<&Thing<'_>>)| ArchiveStretch {
            when,
            tally: self.tally(run.iter().copied()),
            rows: run.into_iter().filter_map(|thing| self.row(thing)).collect(),
        };
        runs.into_iter().map(one).collect()
    }

    fn row(&self, thing: &Thing<'_>) -> Option<ArchiveRow> {
        let (kept, parts) = thing.records.first()?;
        Some(ArchiveRow { row: self.scene.row(kept)?, parts: parts.clone(), joined: thing.records.len() - 1 })
    }

    fn tally<'t>(&self, things: impl IntoIterator<Item = &'t Thing<'a>>) -> Tally
    where
        'a: 't,
    {
        let mut tally = Tally::default();
        let mut dimensions: BTreeMap<Dimension, usize> = BTreeMap::new();
        let mut levels: BTreeMap<Option<Level>, usize> = BTreeMap::new();
        for thing in things.into_iter().filter(|thing| thing.when.is_past()) {
            let did = self.did(thing);
            if let Some(minutes) = did.there {
                tally.meetings += 1;
                tally.minutes += minutes;
                tally.unmeasured += usize::from(minutes == 0);
            }
            tally.guided += usize::from(did.guided.is_some());
            did.guided.into_iter().flatten().for_each(|of| *dimensions.entry(of).or_default() += 1);
            tally.guiding += usize::from(did.guiding);
            tally.lessons += usize::from(did.taught);
            tally.observing += usize::from(did.observed);
            did.outcome.into_iter().for_each(|level| *levels.entry(level).or_default() += 1);
        }
        let count = |of: &Dimension| dimensions.get(of).copied().unwrap_or_default();
        tally.dimensions = Dimension::ALL.iter().map(|of| (of.label_key().to_owned(), count(of))).collect();
        let key = |level: Option<Level>| level.map(|level| level.label_key().to_owned()).unwrap_or_default();
        tally.outcomes = levels.into_iter().rev().map(|(level, count)| (key(level), count)).collect();
        tally
    }

    fn did(&self, thing: &Thing<'_>) -> Did {
        let mut did = Did::default();
        for (kept, _) in &thing.records {
            match &kept.reading {
                Reading::Activity(meeting) if meeting.present().any(|id| self.is(&id)) => {
                    let minutes = meeting.minutes_long().unwrap_or_default();
                    did.there = did.there.max(Some(minutes));
                }
                Reading::Mentoring(log) if log.mentee.is_some_and(|id| self.is(&id)) => {
                    did.guided.get_or_insert_default().extend(&log.dimensions);
                }
                Reading::Mentoring(log) => did.guiding |= log.mentor.is_some_and(|id| self.is(&id)),
                Reading::Outcome(outcome) if outcome.authors.iter().any(|id| self.is(id)) => {
                    did.outcome = did.outcome.max(Some(outcome.level));
                }
                _ if kept.record_type == RecordType::Observation => {
                    let named = |key| tolerant::person(&kept.fields, key).is_some_and(|id| self.is(&id));
                    did.taught |= named("teacher");
                    did.observed |= named("observer");
                }
                _ => {}
            }
        }
        did
    }

    fn lessons(&self, things: &[Thing<'_>]) -> Vec<LessonSeen> {
        let taught = |kept: &Kept| {
            kept.record_type == RecordType::Observation
                && tolerant::person(&kept.fields, "teacher").is_some_and(|id| self.is(&id))
        };
        let said = |kept: &Kept| LessonSaid {
            record: kept.id,
            observer: self.called(tolerant::person(&kept.fields, "observer")),
            strengths: tolerant::text(&kept.fields, "strengths"),
            suggestions: tolerant::text(&kept.fields, "suggestions"),
        };
        let of = |thing: &Thing<'_>| {
            let all: Vec<&Kept> = thing.records.iter().map(|(kept, _)| *kept).filter(|kept| taught(kept)).collect();
            let title = tolerant::text(&all.first()?.fields, "lesson_title");
            Some(LessonSeen { day: thing.day?, lesson_title: title, said: all.into_iter().map(said).collect() })
        };
        things.iter().filter(|thing| thing.when.is_past()).filter_map(of).collect()
    }

    fn own(&self, things: &[Thing<'_>]) -> Vec<OwnWork> {
        let of = |thing: &Thing<'_>| {
            let (kept, _) = thing.records.first()?;
            let key = match kept.record_type {
                RecordType::Growth => "goal",
                RecordType::Reflection => "title",
                _ => return None,
            };
            tolerant::person(&kept.fields, "person").filter(|id| self.is(id))?;
            let kind_key = looks(self.scene.model, kept)?.kind_key.to_owned();
            let text = tolerant::text(&kept.fields, key);
            Some(OwnWork { record: kept.id, record_type: kept.record_type, kind_key, day: kept.day(), text })
        };
        things.iter().filter_map(of).collect()
    }

    /// Only the one who looks sees drafts, and only their own.
    fn drafts(&self) -> impl Iterator<Item = &Kept> {
        let open = self.scene.works().filter(|kept| kept.state == State::Draft && !kept.deleted);
        open.filter(|kept| kept.record_type.says().group != Group::Running && !self.parts(kept).is_empty())
    }

    fn called(&self, person: Option<PersonId>) -> String {
        person.map(|id| self.scene.model.called(id)).unwrap_or_default()
    }
}

/// What somebody did in one thing.
#[derive(Default)]
struct Did {
    /// They were at the meeting, so many minutes long; 0 when nobody wrote how long.
    there: Option<i64>,
    guided: Option<std::collections::BTreeSet<Dimension>>,
    guiding: bool,
    taught: bool,
    observed: bool,
    /// Its level, where that is known.
    outcome: Option<Option<Level>>,
}

/// 等我回应: what others wrote of the lessons and the guidance of the one who looks, and what they have not answered yet.
pub fn awaiting(scene: &Scene<'_>) -> Vec<RecordRow> {
    let people = joined::people(&scene.model.facts);
    let me = people.root(scene.me);
    let is_me = |id: PersonId| people.root(id) == me;
    let answers = scene.model.each(RecordType::Reply).filter(|kept| !kept.deleted && kept.owner().is_some_and(is_me));
    let answered: Vec<RecordId> = answers
        .filter(|kept| !tolerant::text(&kept.fields, "text").is_empty())
        .filter_map(|kept| reply::about(&kept.fields))
        .collect();
    let about_me = [(RecordType::Observation, "teacher"), (RecordType::Mentoring, "mentee")];
    let waits = |kept: &&Kept, key: &str| {
        kept.counts()
            && !kept.owner().is_some_and(is_me)
            && kept.day().is_some_and(|day| day <= scene.now.day())
            && tolerant::person(&kept.fields, key).is_some_and(is_me)
            && !answered.contains(&kept.id)
    };
    let waiting = about_me
        .into_iter()
        .flat_map(|(of, key)| scene.model.each(of).filter(move |kept| waits(kept, key)).collect::<Vec<_>>());
    let mut rows: Vec<RecordRow> = waiting.filter_map(|kept| scene.row(kept)).collect();
    list::newest_first(&mut rows);
    rows
}
