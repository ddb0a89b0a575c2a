//! A record opened, and what a new one's form opens with.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveDateTime, Timelike};

use super::replies;
use super::{Output, Prefill, RecordDetail, RecordRow, Scene, Telling, choice, team};
use crate::activity::Activity;
use crate::closure::{self, duplicates, report::counting, roster::Roster};
use crate::command::problems;
use crate::face::{self, involved, portfolios};
use crate::form::{FieldSpec, Input, Start};
use crate::guide::Guide;
use crate::id::{PersonId, RecordId};
use crate::joined;
use crate::lesson::{self, Agreement};
use crate::read::{Kept, ReadModel, Reading, Typed};
use crate::record::Scalar;
use crate::record_type::RecordType;
use crate::tolerant::{self, day_text, instant_text};

/// A record opened; `None` when the one who looks holds or sees no such record.
pub fn record_detail(scene: &Scene<'_>, record: RecordId) -> Option<RecordDetail> {
    let found = scene.model.find(record).filter(|found| found.record_type.says().work && scene.sees(found))?;
    let alike = same_works(scene, record);
    Some(RecordDetail {
        row: scene.row(found)?,
        studio: scene.model.studio_name().to_owned(),
        delivery: scene.deliveries.get(&record).copied().unwrap_or_default(),
        fields: found.fields.clone(),
        telling: Telling {
            records: pointed_at(scene.model, found, |kept| scene.sees(kept)),
            ..telling(scene.model, Some(scene.guide), involved(found))
        },
        erasures: scene.model.erasures(found),
        elsewhere: scene.model.elsewhere(found),
        conflicts: found.conflicts.clone(),
        problems: problems(found.record_type, &found.fields),
        outputs: outputs(scene, found),
        may_answer: team::may_answer(scene),
        version: found.version,
        deleted: found.deleted,
        deleted_unseen: found.deleted_unseen(&scene.model.facts),
        joined: alike.joined,
        maybe_same: alike.maybe,
        told_apart: alike.apart,
        replies: replies::seen(scene, found),
        may_reply: !scene.wrote(found) && !found.deleted && scene.model.role_now(scene.me, scene.now.day()).is_some(),
        agreement: agreement(scene, found),
    })
}

/// How far those who observed this lesson agree: the records that people joined, as far as they are handed in.
fn agreement(scene: &Scene<'_>, found: &Kept) -> Option<Agreement> {
    let joined = joined::works(&scene.model.facts);
    let root = joined.root(found.id);
    let of_lesson = |kept: &&Kept| kept.id == found.id || (kept.counts() && joined.root(kept.id) == root);
    let observers = scene.model.each(RecordType::Observation).filter(of_lesson);
    lesson::agreement(&scene.guide.lesson, observers.map(|kept| &kept.fields))
}

/// What the values of a record with these people are told with.
pub fn telling(model: &ReadModel, guide: Option<&Guide>, people: impl IntoIterator<Item = PersonId>) -> Telling {
    let names: BTreeMap<PersonId, String> = people.into_iter().map(|id| (id, model.called(id))).collect();
    let school = |id: &PersonId| Some((*id, model.person(*id)?.content.school.clone()));
    let schools = names.keys().filter_map(school).collect();
    let erased = model.studio.erased.keys().copied().collect();
    let lines = guide.into_iter().flat_map(|guide| &guide.lesson.rubric);
    let marks = lines.map(|line| (line.id.clone(), line.title.clone())).collect();
    let records = BTreeMap::new();
    let own = guide.map(Guide::own).unwrap_or_default();
    Telling { names, schools, class_hour: guide.map(|guide| guide.class_hour), erased, marks, records, own }
}

/// Titles of the records that a record's fields point at, of those that may be seen.
pub fn pointed_at(model: &ReadModel, found: &Kept, sees: impl Fn(&Kept) -> bool) -> BTreeMap<RecordId, String> {
    let links = found.record_type.says().fields.iter().filter(|spec| matches!(spec.input, Input::Record(_)));
    let others = links.filter_map(|spec| model.find(tolerant::str(&found.fields, spec.key)?.parse().ok()?));
    let title = |other: &Kept| {
        let said = face::title(other.record_type, &other.fields, &|person| model.name_of(person).to_owned());
        (!said.is_empty()).then_some((other.id, said))
    };
    others.filter(|other| sees(other) && !other.deleted).filter_map(title).collect()
}

/// Records that are, may be and were said not to be the same thing as one.
struct Alike {
    joined: Vec<RecordRow>,
    maybe: Vec<RecordRow>,
    apart: Vec<RecordRow>,
}

fn same_works(scene: &Scene<'_>, record: RecordId) -> Alike {
    let counting = counting(scene.model, scene.now.day());
    let rows = |ids: Vec<RecordId>| -> Vec<RecordRow> {
        let found = ids.iter().filter_map(|id| scene.model.find(*id)).filter(|f| scene.sees(f));
        found.filter_map(|f| scene.row(f)).collect()
    };
    let root = counting.joined.root(record);
    let mut one = counting.joined.groups().remove(&root).unwrap_or_default();
    one.retain(|id| *id != record);
    let other = |(a, b): (RecordId, RecordId)| match (counting.joined.root(a) == root, counting.joined.root(b) == root)
    {
        (true, false) => Some(b),
        (false, true) => Some(a),
        _ => None,
    };
    let maybe =
        duplicates::works(scene.model, &counting.roster, &counting.joined).into_iter().filter_map(other).collect();
    let apart = duplicates::apart(scene.model).filter_map(other).collect();
    Alike { joined: rows(one), maybe: rows(maybe), apart: rows(apart) }
}

/// 一录多用: what this record fills without further writing.
fn outputs(scene: &Scene<'_>, found: &Kept) -> Vec<Output> {
    let sheets = found.record_type.says().sheets.iter();
    let mut outputs: Vec<Output> = sheets.map(|sheet| Output::Sheet((*sheet).to_owned())).collect();
    if let Reading::Activity(activity) = &found.reading {
        let there = activity.present().count();
        outputs.extend(activity.minutes_long().filter(|_| there > 0).map(|_| Output::Hours(there)));
    }
    let indicators = closure::indicators_of(scene.model, scene.guide, scene.now, found.id);
    outputs.extend(indicators.into_iter().map(Output::Indicator));
    let people = portfolios(found).len();
    if people > 0 {
        outputs.push(Output::Portfolio(people));
    }
    outputs
}

/// What a new record's form opens with: today, and what was the same last time.
pub fn prefill(scene: &Scene<'_>, record_type: RecordType) -> Prefill {
    let mine = my_activities(scene);
    let roster = counting(scene.model, scene.now.day()).roster;
    let opening = Opening { scene, roster: &roster, last: last_of(scene, record_type) };
    let says = record_type.says();
    let fields = says.opens_with.iter().filter_map(|(key, start)| Some((says.field(key)?, *start)));
    let fields = fields.flat_map(|(spec, start)| opening.of(spec, start)).collect();
    let suggested = opening.suggested(says.fields);
    Prefill {
        fields,
        suggested,
        places: places(scene, &mine),
        people: choice::people(scene, &roster, &mine),
        class_hour: scene.guide.class_hour,
        lesson: scene.guide.lesson.clone(),
        own: scene.guide.own(),
    }
}

/// The newest record of a type by the one who looks.
fn last_of<'a>(scene: &Scene<'a>, record_type: RecordType) -> Option<&'a Kept> {
    let mine = scene.model.each(record_type).filter(|kept| kept.owner() == Some(scene.me) && !kept.deleted);
    mine.max_by_key(|kept| (tolerant::str(&kept.fields, record_type.says().face.day), kept.id))
}

/// What a new record's fields open with.
struct Opening<'a> {
    scene: &'a Scene<'a>,
    roster: &'a Roster<'a>,
    last: Option<&'a Kept>,
}

/// A meeting that was longer was none of one afternoon: the next one opens with two hours.
const AS_LONG_MINUTES_MAX: i64 = 600;
const LONG_MINUTES: i64 = 120;

impl Opening<'_> {
    fn of(&self, spec: &FieldSpec, start: Start) -> Vec<(String, Scalar)> {
        let one = |value: String| vec![(spec.key.to_owned(), Scalar::from(value))];
        match start {
            Start::Me if spec.input == Input::Person => one(self.scene.me.to_string()),
            Start::Me => vec![(format!("{}/{}", spec.key, self.scene.me), Scalar::Int(1))],
            Start::Today => one(day_text(self.scene.now.day())),
            Start::Began => one(instant_text(self.span().0)),
            Start::Ended => self.ended().map(|end| one(instant_text(end))).unwrap_or_default(),
            Start::AsLast => self.as_last(spec),
        }
    }

    /// As long as the last one, until about now, and not before this day began.
    fn span(&self) -> (NaiveDateTime, NaiveDateTime) {
        let now = self.scene.now.local();
        let end = now - Duration::minutes(i64::from(now.minute() % 30)) - Duration::seconds(i64::from(now.second()));
        let long = self.last.and_then(|kept| kept.activity()?.content.minutes_long());
        let long = long.filter(|minutes| *minutes < AS_LONG_MINUTES_MAX).unwrap_or(LONG_MINUTES);
        let start = (end - Duration::minutes(long)).max(now.date().and_time(chrono::NaiveTime::MIN));
        (start, end)
    }

    fn ended(&self) -> Option<NaiveDateTime> {
        let (start, end) = self.span();
        (end > start).then_some(end)
    }

    fn as_last(&self, spec: &FieldSpec) -> Vec<(String, Scalar)> {
        let Some(last) = self.last else { return Vec::new() };
        let text = tolerant::text(&last.fields, spec.key);
        if text.is_empty() { Vec::new() } else { vec![(spec.key.to_owned(), text.into())] }
    }

    /// Who was there last time, each once: offered, for whoever is ticked unasked was not looked at.
    fn suggested(&self, fields: &[FieldSpec]) -> Vec<PersonId> {
        let attendance = fields.iter().find(|spec| spec.input == Input::Attendance);
        let there = attendance.zip(self.last).map(|(spec, last)| face::there(spec, &last.fields));
        let faces = there.into_iter().flatten().filter_map(|id| self.roster.face(self.roster.root(id)));
        faces.map(|(person, _)| person).collect::<BTreeSet<PersonId>>().into_iter().collect()
    }
}

/// The activities of the one who looks, newest first.
pub(super) fn my_activities<'a>(scene: &Scene<'a>) -> Vec<Typed<'a, Activity>> {
    let me = scene.me;
    let mut mine: Vec<Typed<'_, Activity>> =
        scene.model.activities().filter(|kept| kept.owner() == Some(me) && !kept.deleted).collect();
    mine.sort_by_key(|kept| std::cmp::Reverse((kept.content.start, kept.id)));
    mine
}

/// Places used before: one's own first, then the colleagues', most recent first.
pub(super) fn places(scene: &Scene<'_>, mine: &[Typed<'_, Activity>]) -> Vec<String> {
    const PLACES_MAX: usize = 8;
    let mut others: Vec<Typed<'_, Activity>> = scene.model.activities().filter(|kept| kept.counts()).collect();
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
