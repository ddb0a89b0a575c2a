//! A record opened, and what a new one's form opens with.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, Timelike};

use super::row::involved;
use super::{Content, Output, PersonChip, Prefill, RecordDetail, RecordRow, Scene};
use crate::activity::{Activity, Attendance};
use crate::closure::{self, duplicates, report::counting, roster::Roster};
use crate::command::{Fields, problems};
use crate::id::{PersonId, RecordId};
use crate::read::{Found, Kept};
use crate::record::Scalar;
use crate::record_type::RecordType;
use crate::time::Day;
use crate::tolerant::{day_text, instant_text};

/// A record opened; `None` when the one who looks holds or sees no such record.
pub fn record_detail(scene: &Scene<'_>, record: RecordId) -> Option<RecordDetail> {
    let found = scene.model.find(record).filter(|found| scene.sees(*found))?;
    let content = match found {
        Found::Activity(kept) => Content::Activity(kept.content.clone()),
        Found::Mentoring(kept) => Content::Mentoring(kept.content.clone()),
        Found::Outcome(kept) => Content::Outcome(kept.content.clone()),
        Found::Person(_) | Found::Profile(_) => return None,
    };
    let (joined, maybe_same) = same_meetings(scene, record);
    Some(RecordDetail {
        row: scene.row(found)?,
        delivery: scene.deliveries.get(&record).copied().unwrap_or_default(),
        fields: found.fields().clone(),
        content,
        names: involved(found).iter().map(|id| (*id, scene.model.name_of(*id).to_owned())).collect(),
        conflicts: found.conflicts().to_vec(),
        problems: problems(found.record_type(), found.fields()),
        outputs: outputs(scene, found),
        version: found.version(),
        deleted: found.deleted(),
        joined,
        maybe_same,
    })
}

/// Meetings joined with a record, and those that may be the same.
fn same_meetings(scene: &Scene<'_>, record: RecordId) -> (Vec<RecordRow>, Vec<RecordRow>) {
    let counting = counting(scene.model, scene.now.day());
    let rows = |ids: Vec<RecordId>| -> Vec<RecordRow> {
        let found = ids.iter().filter_map(|id| scene.model.find(*id)).filter(|f| scene.sees(*f));
        found.filter_map(|f| scene.row(f)).collect()
    };
    let root = counting.joined.root(record);
    let mut one = counting.joined.groups().remove(&root).unwrap_or_default();
    one.retain(|id| *id != record);
    let maybe = duplicates::activities(scene.model, &counting.roster, &counting.joined)
        .into_iter()
        .filter_map(|(a, b)| match record {
            id if id == a => Some(b),
            id if id == b => Some(a),
            _ => None,
        })
        .collect();
    (rows(one), rows(maybe))
}

/// 一录多用: what this record fills without further writing.
fn outputs(scene: &Scene<'_>, found: Found<'_>) -> Vec<Output> {
    let mut outputs = Vec::new();
    let people = match found {
        Found::Activity(kept) => {
            outputs.extend([Output::ActivitySheet, Output::SignInSheet]);
            let there = kept.content.present().count();
            if kept.content.minutes_long().is_some() && there > 0 {
                outputs.push(Output::Hours(there));
            }
            there
        }
        Found::Mentoring(kept) => kept.content.mentor.iter().chain(&kept.content.mentee).count(),
        Found::Outcome(kept) => kept.content.authors.len(),
        Found::Person(_) | Found::Profile(_) => 0,
    };
    let report = closure::report(scene.model, scene.guide, scene.now, scene.freshness);
    let id = found.id();
    outputs.extend(
        report
            .iter()
            .flat_map(|report| &report.indicators)
            .filter(|i| i.evidence.iter().any(|e| e.record == id || e.joined.contains(&id)))
            .map(|i| Output::Indicator(i.number)),
    );
    if people > 0 {
        outputs.push(Output::Portfolio(people));
    }
    outputs
}

/// What a new record's form opens with: today, and what was the same last time.
pub fn prefill(scene: &Scene<'_>, record_type: RecordType) -> Prefill {
    let mine = my_activities(scene);
    let roster = counting(scene.model, scene.now.day()).roster;
    let fields = match record_type {
        RecordType::Activity => activity_fields(scene, &roster, mine.first().copied()),
        RecordType::Mentoring => Fields::from([
            ("mentor".to_owned(), scene.me.to_string().into()),
            ("day".to_owned(), day_text(scene.now.day()).into()),
        ]),
        RecordType::Outcome => Fields::from([
            (format!("authors/{}", scene.me), Scalar::Int(1)),
            ("day".to_owned(), day_text(scene.now.day()).into()),
        ]),
        _ => Fields::new(),
    };
    Prefill { fields, places: places(scene, &mine), people: people(scene, &roster, &mine) }
}

/// The activities of the one who looks, newest first.
fn my_activities<'a>(scene: &Scene<'a>) -> Vec<&'a Kept<Activity>> {
    let me = scene.me;
    let mut mine: Vec<&Kept<Activity>> =
        scene.model.activities.values().filter(|kept| kept.owner() == Some(me) && !kept.deleted).collect();
    mine.sort_by_key(|kept| std::cmp::Reverse((kept.content.start, kept.id)));
    mine
}

/// Two hours that end about now, at the place and with the people of last time.
fn activity_fields(scene: &Scene<'_>, roster: &Roster<'_>, last: Option<&Kept<Activity>>) -> Fields {
    let now = scene.now.local();
    let end = now - Duration::minutes(i64::from(now.minute() % 30)) - Duration::seconds(i64::from(now.second()));
    let long = last.and_then(|kept| kept.content.minutes_long()).filter(|m| *m < 600).unwrap_or(120);
    let start = (end - Duration::minutes(long)).max(now.date().and_time(chrono::NaiveTime::MIN));
    let mut fields = Fields::from([
        ("start".to_owned(), instant_text(start).into()),
        ("host".to_owned(), scene.me.to_string().into()),
    ]);
    if end > start {
        fields.insert("end".to_owned(), instant_text(end).into());
    }
    if let Some(kept) = last {
        if !kept.content.place.is_empty() {
            fields.insert("place".to_owned(), kept.content.place.clone().into());
        }
        for (person, _) in kept.content.present().filter_map(|id| roster.face(roster.root(id))) {
            fields.insert(format!("attendance/{person}"), Attendance::Entered.word().into());
        }
    }
    fields
}

/// Places used before: one's own first, then the colleagues', most recent first.
fn places(scene: &Scene<'_>, mine: &[&Kept<Activity>]) -> Vec<String> {
    const PLACES_MAX: usize = 8;
    let mut others: Vec<&Kept<Activity>> = scene.model.activities.values().filter(|kept| kept.counts()).collect();
    others.sort_by_key(|kept| std::cmp::Reverse((kept.content.day, kept.id)));
    let mut seen = BTreeSet::new();
    mine.iter()
        .copied()
        .chain(others)
        .map(|kept| kept.content.place.clone())
        .filter(|place| !place.is_empty() && seen.insert(place.clone()))
        .take(PLACES_MAX)
        .collect()
}

/// Everybody who can be chosen: members by role, then those met most recently, then the others. Of
/// joined people one stands in line; the others come last, for records that still name them.
fn people(scene: &Scene<'_>, roster: &Roster<'_>, mine: &[&Kept<Activity>]) -> Vec<PersonChip> {
    let mut met: BTreeMap<PersonId, Day> = BTreeMap::new();
    for kept in mine {
        for person in kept.content.present() {
            let day = kept.content.day.unwrap_or_default();
            met.entry(roster.root(person)).and_modify(|last| *last = day.max(*last)).or_insert(day);
        }
    }
    let mut chips: Vec<PersonChip> = scene.chips().collect();
    chips.sort_by(|a, b| {
        let is_face =
            |chip: &PersonChip| roster.face(roster.root(chip.person)).is_some_and(|(id, _)| id == chip.person);
        let order = |chip: &PersonChip| (!is_face(chip), chip.role.is_none(), chip.role);
        let recent = |chip: &PersonChip| met.get(&roster.root(chip.person)).copied();
        order(a)
            .cmp(&order(b))
            .then(recent(b).cmp(&recent(a)))
            .then(a.initials.cmp(&b.initials))
            .then(a.person.cmp(&b.person))
    });
    chips
}
