//! 约定: what a record agrees for a later day, and whether a later record shows it. What no record shows may be done all
//! the same: it is called unseen, never undone.

use std::collections::BTreeMap;

use super::Whose;
use crate::id::{PersonId, RecordId};
use crate::joined::{self, Joined};
use crate::read::{Kept, ReadModel};
use crate::record_type::RecordType;
use crate::time::Day;
use crate::tolerant;
use crate::view::{Promise, PromiseNow, Scene};

/// A teacher who was looked after on a day, as a record tells.
struct Visit {
    day: Day,
    record: RecordId,
    work: RecordId,
    by: Option<PersonId>,
}

/// Every observed lesson and every guidance, by the teacher.
pub(crate) struct Visits {
    people: Joined<PersonId>,
    of: BTreeMap<PersonId, Vec<Visit>>,
}

/// A promise in a record of a visit, with the two whom it binds.
pub(crate) struct Made {
    pub(crate) giver: Option<PersonId>,
    pub(crate) taker: PersonId,
    pub(crate) promise: Promise,
}

/// Who is visited and who visits in a record of a type; `None` for a type that is no visit.
fn keys(of: RecordType) -> Option<(&'static str, &'static str)> {
    match of {
        RecordType::Observation => Some(("teacher", "observer")),
        RecordType::Mentoring => Some(("mentee", "mentor")),
        _ => None,
    }
}

/// Records of visits that have happened and were handed in.
fn visits(model: &ReadModel, today: Day) -> impl Iterator<Item = (&Kept, Day, PersonId, Option<PersonId>)> {
    let records = model.each(RecordType::Observation).chain(model.each(RecordType::Mentoring));
    records.filter(|kept| kept.counts()).filter_map(move |kept| {
        let (to, by) = keys(kept.record_type)?;
        let day = kept.day().filter(|day| *day <= today)?;
        Some((kept, day, tolerant::person(&kept.fields, to)?, tolerant::person(&kept.fields, by)))
    })
}

impl Visits {
    /// All of a studio.
    pub(crate) fn of(scene: &Scene<'_>) -> Self {
        let people = joined::people(&scene.model.facts);
        let works = joined::works(&scene.model.facts);
        let mut of: BTreeMap<PersonId, Vec<Visit>> = BTreeMap::new();
        for (kept, day, teacher, by) in visits(scene.model, scene.now.day()) {
            let visit = Visit { day, record: kept.id, work: works.root(kept.id), by };
            of.entry(people.root(teacher)).or_default().push(visit);
        }
        of.values_mut().for_each(|all| all.sort_by_key(|visit| (visit.day, visit.record)));
        Self { people, of }
    }

    /// The first visit to a teacher after the day of another one.
    fn after(&self, teacher: PersonId, day: Day, work: RecordId) -> Option<&Visit> {
        self.of.get(&self.people.root(teacher))?.iter().find(|visit| visit.day > day && visit.work != work)
    }
}

/// What every visit of the studio agreed on.
pub(crate) fn made<'a>(scene: &'a Scene<'a>, all: &'a Visits) -> impl Iterator<Item = Made> + 'a {
    let works = joined::works(&scene.model.facts);
    let today = scene.now.day();
    visits(scene.model, today).filter_map(move |(kept, day, taker, giver)| {
        let (what, due) = match kept.record_type {
            RecordType::Observation => ("next_step", tolerant::day(&kept.fields, "check_on")),
            _ => ("advice", Some(tolerant::day(&kept.fields, "next_on")?)),
        };
        let what = tolerant::text(&kept.fields, what);
        (due.is_some() || !what.is_empty()).then_some(())?;
        let now = match all.after(taker, day, works.root(kept.id)) {
            Some(visit) => PromiseNow::Kept {
                day: visit.day,
                late: due.is_some_and(|due| visit.day > due),
                by: visit.by.map(|id| scene.model.called(id)).unwrap_or_default(),
                record: visit.record,
            },
            None => not_yet(due, today),
        };
        let (record, record_type) = (kept.id, kept.record_type);
        let promise =
            Promise { record, record_type, with: String::new(), given: false, what, made: Some(day), due, now };
        Some(Made { giver, taker, promise })
    })
}

fn not_yet(due: Option<Day>, today: Day) -> PromiseNow {
    if due.is_some_and(|due| due < today) { PromiseNow::Unseen } else { PromiseNow::Open }
}

/// Everything that binds a person, the latest first.
pub(super) fn of_person(whose: &Whose<'_>) -> Vec<Promise> {
    let scene = whose.scene;
    let all = Visits::of(scene);
    let of_visits = made(scene, &all).filter_map(|made| {
        let taken = whose.is(&made.taker);
        let given = made.giver.is_some_and(|id| whose.is(&id));
        let with = whose.called(if taken { made.giver } else { Some(made.taker) });
        (taken || given).then_some(Promise { with, given: given && !taken, ..made.promise })
    });
    let mut promises: Vec<Promise> = of_visits.chain(goals(whose)).chain(tasks(whose)).collect();
    promises.sort_by_key(|one| std::cmp::Reverse((one.due.or(one.made), one.record)));
    promises
}

/// 个人规划: kept when its end has come and somebody looked back at it.
fn goals<'a>(whose: &'a Whose<'a>) -> impl Iterator<Item = Promise> + 'a {
    let today = whose.scene.now.day();
    let plans = whose.scene.model.each(RecordType::Growth).filter(|kept| kept.counts());
    let own = plans.filter(|kept| tolerant::person(&kept.fields, "person").is_some_and(|id| whose.is(&id)));
    own.map(move |kept| {
        let due = tolerant::day(&kept.fields, "to");
        let rows = tolerant::rows(&kept.fields, "reviews");
        let last = rows.values().filter_map(|row| tolerant::day(row, "on")).filter(|day| *day <= today).max();
        let now = match last {
            Some(day) if due.is_none_or(|due| due <= today) => shown(kept, day, due),
            _ => not_yet(due, today),
        };
        own_promise(kept, "goal", due, now)
    })
}

/// 计划任务: kept when its owner says on which day.
fn tasks<'a>(whose: &'a Whose<'a>) -> impl Iterator<Item = Promise> + 'a {
    let today = whose.scene.now.day();
    let tasks = whose.scene.model.each(RecordType::Task).filter(|kept| kept.counts());
    let own = tasks.filter(|kept| tolerant::person(&kept.fields, "owner").is_some_and(|id| whose.is(&id)));
    own.map(move |kept| {
        let due = tolerant::day(&kept.fields, "due");
        let done = tolerant::day(&kept.fields, "done_on").filter(|day| *day <= today);
        own_promise(kept, "what", due, done.map_or_else(|| not_yet(due, today), |day| shown(kept, day, due)))
    })
}

/// Shown by the record of the promise itself.
fn shown(kept: &Kept, day: Day, due: Option<Day>) -> PromiseNow {
    PromiseNow::Kept { day, late: due.is_some_and(|due| day > due), by: String::new(), record: kept.id }
}

fn own_promise(kept: &Kept, what: &str, due: Option<Day>, now: PromiseNow) -> Promise {
    Promise {
        record: kept.id,
        record_type: kept.record_type,
        with: String::new(),
        given: true,
        what: tolerant::text(&kept.fields, what),
        made: tolerant::day(&kept.fields, "from"),
        due,
        now,
    }
}
