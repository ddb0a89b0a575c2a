//! `closure` against a recomputation that is slow, obvious and written another way: from the
//! generated studio itself, with nested loops, without the read model.

use std::collections::BTreeSet;

use proptest::prelude::*;
use studio_core::access::{DocKind, Role};
use studio_core::activity::ActivityKind;
use studio_core::closure::{ClosureReport, Indicator, Why};
use studio_core::edit::{Edit, FieldEdit};
use studio_core::id::{PersonId, RecordId};
use studio_core::mentoring::Dimension;
use studio_core::outcome::Level;
use studio_core::read::Member;
use studio_core::support::SupportKind;
use studio_core::time::Day;
use studio_core::view::{self, Depth, Scene};

use crate::paper::{Studio, day, guide, noon, person, set};

/// People 0..PEOPLE; not all of them are in the roster.
pub(crate) const PEOPLE: u8 = 18;

/// Townships as people write them; the first is none, and where the bare 柳河 stands, all that are called so are one.
pub(crate) const TOWNSHIPS: [&str; 6] = ["", "柳河乡", "石佛镇", "白庙乡", "柳河", "柳河镇"];

#[derive(Debug, Clone)]
pub(crate) struct Life {
    pub(crate) submitted: bool,
    pub(crate) edited: bool,
    pub(crate) withdrawn: bool,
    pub(crate) deleted: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Meeting {
    pub(crate) owner: u8,
    pub(crate) day: Day,
    pub(crate) kind: usize,
    pub(crate) people: Vec<(u8, bool)>,
    pub(crate) life: Life,
}

#[derive(Debug, Clone)]
pub(crate) struct Guidance {
    pub(crate) owner: u8,
    pub(crate) day: Day,
    pub(crate) mentor: u8,
    pub(crate) mentee: u8,
    pub(crate) dimensions: [bool; 3],
    pub(crate) life: Life,
}

#[derive(Debug, Clone)]
pub(crate) struct Achievement {
    pub(crate) owner: u8,
    pub(crate) day: Day,
    pub(crate) level: usize,
    pub(crate) life: Life,
}

/// A topic, or a support measure of one of its kinds.
#[derive(Debug, Clone)]
pub(crate) struct Other {
    pub(crate) owner: u8,
    pub(crate) day: Day,
    pub(crate) support: Option<usize>,
    pub(crate) life: Life,
}

/// One of the six papers, as far as it is written: characters in each of its parts, whether they stand in a heading, which
/// part was thrown away, and a scan that may have been thrown away too.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    words: Vec<usize>,
    heading: bool,
    gone: Option<usize>,
    torn: bool,
    scan: Option<bool>,
}

/// The parts of a paper by their words, each with the characters that it asks for.
type Parts = &'static [(&'static str, usize)];

/// The six papers by their words, each part with its word and the characters that it asks for, and those of the whole:
/// what the third batch says, once more by hand.
const SHEETS: [(&str, Parts, usize); 6] = [
    (
        "plan",
        &[
            ("ground", 200),
            ("goal", 200),
            ("selection", 200),
            ("mode", 300),
            ("work", 300),
            ("safeguard", 150),
            ("schedule", 100),
        ],
        2_000,
    ),
    ("case", &[("problem", 150), ("how", 600), ("effect", 300), ("learned", 150), ("spread", 100)], 2_000),
    ("select", &[("who", 80), ("way", 80)], 300),
    ("grow", &[("what", 80), ("way", 80)], 300),
    ("use", &[("duty", 80), ("support", 80)], 300),
    ("evaluate", &[("what", 80), ("way", 80)], 300),
];

#[derive(Debug, Clone)]
pub(crate) struct Teacher {
    pub(crate) id: u8,
    pub(crate) name: u8,
    pub(crate) school: u8,
    pub(crate) township: usize,
    pub(crate) born: Option<i32>,
    pub(crate) deleted: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Pair {
    a: usize,
    b: usize,
    same: bool,
    withdrawn: bool,
}

/// What a guide says of days and ages, once more by hand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Calendar {
    /// The first day that counts.
    pub(crate) from: &'static str,
    /// The spring term of 2026, both days.
    pub(crate) spring: (&'static str, &'static str),
    /// The first day of the autumn term that runs on the later of a world's two days.
    pub(crate) autumn: &'static str,
    /// The age from which nobody is young.
    pub(crate) grown: i32,
}

/// That of the third batch.
const THIRD: Calendar =
    Calendar { from: "2024-04-15", spring: ("2026-03-02", "2026-07-10"), autumn: "2026-09-01", grown: 36 };

#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) calendar: Calendar,
    pub(crate) today: Day,
    pub(crate) members: Vec<(u8, Role, Day, Option<Day>)>,
    pub(crate) roster: Vec<Teacher>,
    pub(crate) meetings: Vec<Meeting>,
    pub(crate) logs: Vec<Guidance>,
    pub(crate) outcomes: Vec<Achievement>,
    pub(crate) others: Vec<Other>,
    pub(crate) sheets: Vec<Sheet>,
    pub(crate) person_pairs: Vec<Pair>,
    pub(crate) meeting_pairs: Vec<Pair>,
    pub(crate) outcome_pairs: Vec<Pair>,
}

fn days() -> impl Strategy<Value = Day> {
    // most days lie around the term; some before the project counts, some in the future
    prop_oneof![4 => -100i64..20, 1 => -1000i64..20]
        .prop_map(|offset| day("2026-11-24") + chrono::Duration::days(offset))
}

fn life() -> impl Strategy<Value = Life> {
    (0u8..10, 0u8..4, 0u8..8, 0u8..8).prop_map(|(submitted, edited, withdrawn, deleted)| Life {
        submitted: submitted < 8,
        edited: edited == 0,
        withdrawn: withdrawn == 0,
        deleted: deleted == 0,
    })
}

pub(crate) fn world() -> impl Strategy<Value = World> {
    let role = prop_oneof![Just(Role::Chief), Just(Role::Backbone), Just(Role::Backbone), Just(Role::Assistant)];
    let member = (0..PEOPLE, role, days(), prop::option::weighted(0.3, days()));
    let teacher = (0..PEOPLE, 0u8..6, 0u8..3, 0..TOWNSHIPS.len(), prop::option::of(1970i32..2004), 0u8..10).prop_map(
        |(id, name, school, township, born, deleted)| Teacher {
            id,
            name,
            school,
            township,
            born,
            deleted: deleted == 0,
        },
    );
    // few people and few days, so that many meetings look alike
    let people = prop::collection::vec((0..PEOPLE / 2, prop::bool::weighted(0.1)), 0..8);
    let alike = prop_oneof![2 => Just(day("2026-11-10")), 1 => Just(day("2026-06-10")), 2 => days()];
    let meeting = (0..PEOPLE, alike, 0usize..2, people, life()).prop_map(|(owner, day, kind, people, life)| Meeting {
        owner,
        day,
        kind,
        people,
        life,
    });
    let log = (0..PEOPLE, days(), 0..PEOPLE, 0..PEOPLE, any::<[bool; 3]>(), life()).prop_map(
        |(owner, day, mentor, mentee, dimensions, life)| Guidance { owner, day, mentor, mentee, dimensions, life },
    );
    let outcome = (0..PEOPLE, days(), 0usize..6, life()).prop_map(|(owner, day, level, life)| Achievement {
        owner,
        day,
        level,
        life,
    });
    let other = (0..PEOPLE, days(), prop::option::of(0..SupportKind::ALL.len()), life())
        .prop_map(|(owner, day, support, life)| Other { owner, day, support, life });
    let part = prop_oneof![3 => Just(700usize), 1 => 0usize..700, 1 => Just(80), 1 => Just(150), 1 => Just(79)];
    let sheet = (
        prop::collection::vec(part, 7),
        prop::bool::weighted(0.1),
        prop::option::weighted(0.1, 0usize..7),
        prop::bool::weighted(0.1),
        prop::option::weighted(0.2, any::<bool>()),
    )
        .prop_map(|(words, heading, gone, torn, scan)| Sheet { words, heading, gone, torn, scan });
    let pair =
        |n: usize| {
            (0..n, 0..n, prop::bool::weighted(0.8), prop::bool::weighted(0.2))
                .prop_map(|(a, b, same, withdrawn)| Pair { a, b, same, withdrawn })
        };
    (
        prop_oneof![Just(day("2026-11-24")), Just(day("2026-08-01"))],
        prop::collection::vec(member, 0..8),
        prop::collection::vec(teacher, 0..20),
        prop::collection::vec(meeting, 0..14),
        prop::collection::vec(log, 0..14),
        prop::collection::vec(outcome, 0..8),
        (prop::collection::vec(other, 0..8), prop::collection::vec(sheet, 0..7)),
        prop::collection::vec(pair(usize::from(PEOPLE)), 0..5),
        prop::collection::vec(pair(14), 0..4),
        prop::collection::vec(pair(8), 0..3),
    )
        .prop_map(
            |(
                today,
                members,
                mut roster,
                meetings,
                logs,
                outcomes,
                (others, sheets),
                person_pairs,
                mut meeting_pairs,
                mut outcome_pairs,
            )| {
                let mut seen = BTreeSet::new();
                roster.retain(|teacher| seen.insert(teacher.id));
                meeting_pairs.retain(|pair| pair.a < meetings.len() && pair.b < meetings.len());
                outcome_pairs.retain(|pair| pair.a < outcomes.len() && pair.b < outcomes.len());
                World {
                    calendar: THIRD,
                    today,
                    members,
                    roster,
                    meetings,
                    logs,
                    outcomes,
                    others,
                    sheets,
                    person_pairs,
                    meeting_pairs,
                    outcome_pairs,
                }
            },
        )
}

fn meeting_id(n: usize) -> RecordId {
    RecordId([0x40 + u8::try_from(n).unwrap(); 16])
}

fn log_id(n: usize) -> RecordId {
    RecordId([0x80 + u8::try_from(n).unwrap(); 16])
}

fn outcome_id(n: usize) -> RecordId {
    RecordId([0xc0 + u8::try_from(n).unwrap(); 16])
}

fn other_id(n: usize) -> RecordId {
    RecordId([0xe0 + u8::try_from(n).unwrap(); 16])
}

fn written_other(other: &Other) -> Vec<FieldEdit> {
    match other.support {
        None => vec![set("type", "topic"), set("approved_on", other.day.to_string())],
        Some(kind) => {
            vec![set("type", "support"), set("day", other.day.to_string()), set("kind", SupportKind::ALL[kind].word())]
        }
    }
}

/// The world written down as a studio's records.
pub(crate) fn written(world: &World) -> Studio {
    let mut studio = Studio::new("2026-11-24");
    studio.facts.members = world
        .members
        .iter()
        .map(|(n, role, since, until)| Member { person: person(*n), role: *role, since: *since, until: *until })
        .collect();
    for teacher in &world.roster {
        write_teacher(&mut studio, teacher);
    }
    for (n, meeting) in world.meetings.iter().enumerate() {
        let kind = ActivityKind::ALL[meeting.kind].word();
        let mut fields =
            vec![set("type", "activity"), set("kind", kind), set("start", format!("{}T09:00", meeting.day))];
        let mut seen = BTreeSet::new();
        for (who, leave) in meeting.people.iter().filter(|(who, _)| seen.insert(*who)) {
            fields.push(set(&format!("attendance/{}", person(*who)), if *leave { "leave" } else { "signed" }));
        }
        write_work(&mut studio, meeting.owner, meeting_id(n), fields, &meeting.life);
    }
    for (n, log) in world.logs.iter().enumerate() {
        let mut fields = vec![
            set("type", "mentoring"),
            set("day", log.day.to_string()),
            set("mentor", person(log.mentor).to_string()),
            set("mentee", person(log.mentee).to_string()),
        ];
        for (dimension, held) in Dimension::ALL.iter().zip(log.dimensions) {
            if held {
                fields.push(set(&format!("dimensions/{}", dimension.word()), true));
            }
        }
        write_work(&mut studio, log.owner, log_id(n), fields, &log.life);
    }
    for (n, outcome) in world.outcomes.iter().enumerate() {
        let level = Level::ALL[outcome.level].word();
        let fields = vec![set("type", "outcome"), set("day", outcome.day.to_string()), set("level", level)];
        write_work(&mut studio, outcome.owner, outcome_id(n), fields, &outcome.life);
    }
    for (n, other) in world.others.iter().enumerate() {
        write_work(&mut studio, other.owner, other_id(n), written_other(other), &other.life);
    }
    for (n, sheet) in world.sheets.iter().take(SHEETS.len()).enumerate() {
        write_sheet(&mut studio, n, sheet);
    }
    for pair in &world.person_pairs {
        let (a, b) = (small(pair.a), small(pair.b));
        write_pair(&mut studio, "same_person", person(a).to_string(), person(b).to_string(), pair);
    }
    for pair in &world.meeting_pairs {
        let (a, b) = (meeting_id(pair.a).to_string(), meeting_id(pair.b).to_string());
        write_pair(&mut studio, "same_activity", a, b, pair);
    }
    for pair in &world.outcome_pairs {
        let (a, b) = (outcome_id(pair.a).to_string(), outcome_id(pair.b).to_string());
        write_pair(&mut studio, "same_work", a, b, pair);
    }
    studio
}

fn small(n: usize) -> u8 {
    u8::try_from(n).unwrap()
}

fn write_teacher(studio: &mut Studio, teacher: &Teacher) {
    let school = if teacher.school == 0 { String::new() } else { format!("第{}小学", teacher.school) };
    studio.put_person(person(teacher.id), &format!("教师{}", teacher.name), &school, TOWNSHIPS[teacher.township]);
    let record = RecordId(person(teacher.id).0);
    if let Some(born) = teacher.born {
        let fields = vec![set("born", format!("{born}-03"))];
        studio.write(person(1), &Edit { kind: DocKind::Roster, record, fields });
    }
    if teacher.deleted {
        let fields = vec![set("type", "deleted"), set("record", record.to_string())];
        let record = studio.fresh();
        studio.write(person(1), &Edit { kind: DocKind::Roster, record, fields });
    }
}

fn write_work(studio: &mut Studio, owner: u8, record: RecordId, fields: Vec<FieldEdit>, life: &Life) {
    let journal = |record, fields| Edit { kind: DocKind::Journal, record, fields };
    studio.write(person(owner), &journal(record, fields));
    let version = studio.records[&record].0.version().unwrap();
    if life.submitted {
        let mut fields = vec![
            set("type", "submitted"),
            set("record", record.to_string()),
            set("version", studio_core::record::Scalar::Bytes(version.0.to_vec())),
        ];
        if life.withdrawn {
            fields.push(set("withdrawn", true));
        }
        let fact = studio.fresh();
        studio.write(person(owner), &journal(fact, fields));
    }
    if life.edited {
        studio.write(person(owner), &journal(record, vec![set("effect", "后来补写的。")]));
    }
    if life.deleted {
        let fact = studio.fresh();
        let fields = vec![set("type", "deleted"), set("record", record.to_string())];
        studio.write(person(owner), &journal(fact, fields));
    }
    // a stranger's fact about it changes nothing
    let fact = studio.fresh();
    let fields = vec![set("type", "deleted"), set("record", record.to_string())];
    studio.write(person(owner + 100), &journal(fact, fields));
}

fn write_sheet(studio: &mut Studio, n: usize, sheet: &Sheet) {
    let (paper, parts, _) = SHEETS[n];
    let roster = |record, fields| Edit { kind: DocKind::Roster, record, fields };
    let throw = |studio: &mut Studio, record: RecordId| {
        let fact = studio.fresh();
        let fields = vec![set("type", "deleted"), set("record", record.to_string())];
        studio.write(person(2), &roster(fact, fields));
    };
    for (at, ((part, _), words)) in parts.iter().zip(&sheet.words).enumerate().filter(|(_, (_, words))| **words > 0) {
        let record = studio.fresh();
        let mut fields = vec![set("type", "paragraph"), set("paper", paper), set("part", *part), set("order", "i5")];
        fields.push(set("text", "字".repeat(*words)));
        if sheet.heading {
            fields.push(set("style", "heading"));
        }
        studio.write(person(1), &roster(record, fields));
        if sheet.gone == Some(at) {
            throw(studio, record);
        }
        if sheet.torn && at == 0 {
            let (torn, _) = studio.records.get_mut(&record).unwrap();
            let values = torn.fields.get_mut("text").unwrap();
            let mut other = values[0].clone();
            other.op.counter += 100_000;
            values.push(other);
        }
    }
    if let Some(gone) = sheet.scan {
        let record = studio.fresh();
        let hash = studio_core::id::PieceHash([7; 32]);
        let fields = vec![
            set("type", "filed"),
            set("paper", paper),
            set(&format!("attachments/{hash}"), "scan;application/pdf;9;1;;-;"),
        ];
        studio.write(person(3), &roster(record, fields));
        if gone {
            throw(studio, record);
        }
    }
}

fn write_pair(studio: &mut Studio, word: &str, a: String, b: String, pair: &Pair) {
    let mut fields = vec![set("type", word), set("a", a), set("b", b)];
    if !pair.same {
        fields.push(set("same", false));
    }
    if pair.withdrawn {
        fields.push(set("withdrawn", true));
    }
    let record = studio.fresh();
    studio.write(person(1), &Edit { kind: DocKind::Charter, record, fields });
}

// ---- the oracle ----

/// Everything that some chain of pairs joins with `start`.
pub(crate) fn group(start: usize, pairs: &[Pair]) -> BTreeSet<usize> {
    let mut group = BTreeSet::from([start]);
    loop {
        let before = group.len();
        for pair in pairs.iter().filter(|pair| pair.same && !pair.withdrawn) {
            if group.contains(&pair.a) || group.contains(&pair.b) {
                group.insert(pair.a);
                group.insert(pair.b);
            }
        }
        if group.len() == before {
            return group;
        }
    }
}

impl World {
    pub(crate) fn people(&self, who: u8) -> BTreeSet<usize> {
        group(usize::from(who), &self.person_pairs)
    }

    fn one(&self, a: u8, b: u8) -> bool {
        self.people(a).contains(&usize::from(b))
    }

    fn role_on(&self, who: u8, day: Day) -> BTreeSet<Role> {
        let held = self.members.iter().filter(|(member, _, since, until)| {
            self.one(*member, who) && *since <= day && until.is_none_or(|last| day <= last)
        });
        held.map(|(_, role, _, _)| *role).collect()
    }

    pub(crate) fn in_roster(&self, who: u8) -> bool {
        self.roster.iter().any(|teacher| !teacher.deleted && self.one(teacher.id, who))
    }

    /// Of a person's entries in the roster one in post, else one with a school, else the smallest id.
    pub(crate) fn face(&self, who: u8) -> Option<&Teacher> {
        let alive = self.roster.iter().filter(|teacher| !teacher.deleted && self.one(teacher.id, who));
        let in_post = |teacher: &Teacher| {
            self.members.iter().any(|(member, _, since, until)| {
                *member == teacher.id && *since <= self.today && until.is_none_or(|last| self.today <= last)
            })
        };
        alive.min_by_key(|teacher| (!in_post(teacher), teacher.school == 0, teacher.id))
    }

    pub(crate) fn counts(&self, life: &Life) -> bool {
        life.submitted && !life.withdrawn && !life.deleted
    }

    pub(crate) fn in_project(&self, at: Day) -> bool {
        at >= day(self.calendar.from) && at <= self.today
    }

    pub(crate) fn in_term(&self, at: Day) -> bool {
        if self.today == day("2026-11-24") {
            at >= day(self.calendar.autumn) && at <= self.today
        } else {
            at >= day(self.calendar.spring.0) && at <= day(self.calendar.spring.1)
        }
    }

    pub(crate) fn reached(&self) -> BTreeSet<PersonId> {
        let mut faces = BTreeSet::new();
        for who in 0..PEOPLE {
            let rural = |at: Day| {
                self.in_roster(who) && self.role_on(who, self.today).is_empty() && self.role_on(who, at).is_empty()
            };
            // the first entry of a person in one record counts: the writer drops repeats
            let first = |people: &[(u8, bool)], id: u8| people.iter().find(|(p, _)| *p == id).map(|(_, leave)| *leave);
            let met = self.meetings.iter().any(|m| {
                self.counts(&m.life)
                    && self.in_project(m.day)
                    && rural(m.day)
                    && (0..PEOPLE).any(|id| self.one(id, who) && first(&m.people, id) == Some(false))
            });
            let guided = self.logs.iter().any(|log| {
                self.counts(&log.life) && self.in_project(log.day) && rural(log.day) && self.one(log.mentee, who)
            });
            if met || guided {
                faces.insert(person(self.face(who).unwrap().id));
            }
        }
        faces
    }

    pub(crate) fn holders(&self, role: Role) -> i64 {
        let mut groups = BTreeSet::new();
        for who in 0..PEOPLE {
            let holds = self.members.iter().any(|(member, held, since, until)| {
                *member == who && *held == role && *since <= self.today && until.is_none_or(|last| self.today <= last)
            });
            if holds {
                groups.insert(self.people(who));
            }
        }
        i64::try_from(groups.len()).unwrap()
    }

    /// The roles of a day; before the first role ever, that first one.
    fn role_then(&self, who: u8, at: Day) -> BTreeSet<Role> {
        let held: Vec<_> = self
            .members
            .iter()
            .filter(|(member, _, since, until)| self.one(*member, who) && until.is_none_or(|last| *since <= last))
            .collect();
        let first = held.iter().map(|(_, _, since, _)| *since).min();
        let at = if first.is_some_and(|first| at < first) { first.unwrap() } else { at };
        let then = held.iter().filter(|(_, _, since, until)| *since <= at && until.is_none_or(|last| at <= last));
        then.map(|(_, role, _, _)| *role).collect()
    }

    pub(crate) fn backbone_guided(&self) -> i64 {
        let mut groups = BTreeSet::new();
        for log in self.logs.iter().filter(|log| self.counts(&log.life) && self.in_term(log.day)) {
            let holds = |who: u8, role: Role| self.role_then(who, log.day).contains(&role);
            if holds(log.mentor, Role::Chief) && holds(log.mentee, Role::Backbone) {
                groups.insert(self.people(log.mentee));
            }
        }
        i64::try_from(groups.len()).unwrap()
    }

    pub(crate) fn meetings_held(&self) -> BTreeSet<BTreeSet<usize>> {
        let held = self.meetings.iter().enumerate().filter(|(_, m)| self.counts(&m.life) && self.in_term(m.day));
        held.map(|(n, _)| group(n, &self.meeting_pairs)).collect()
    }

    pub(crate) fn young(&self) -> i64 {
        let mut count = 0;
        let mut done = BTreeSet::new();
        for who in 0..PEOPLE {
            if !done.insert(self.people(who)) {
                continue;
            }
            let Some(face) = self.face(who) else { continue };
            let young =
                |at: Day| face.born.is_none_or(|born| at < day(&format!("{}-03-01", born + self.calendar.grown)));
            let all = (0..3).all(|n| {
                self.logs.iter().any(|log| {
                    self.counts(&log.life)
                        && self.in_project(log.day)
                        && self.one(log.mentee, who)
                        && young(log.day)
                        && log.dimensions[n]
                })
            });
            count += i64::from(all);
        }
        count
    }

    pub(crate) fn townships(&self) -> i64 {
        let reached = self.reached();
        let bare = self.roster.iter().any(|t| !t.deleted && TOWNSHIPS[t.township] == "柳河");
        let of = self.roster.iter().filter(|t| reached.contains(&person(t.id)) && t.township > 0);
        let names = of.map(|t| TOWNSHIPS[t.township]);
        let one = names.map(|name| if bare && name.starts_with("柳河") { "柳河" } else { name });
        i64::try_from(one.collect::<BTreeSet<&str>>().len()).unwrap()
    }

    /// Papers: records that were joined are one.
    pub(crate) fn papers(&self) -> BTreeSet<BTreeSet<usize>> {
        let held = self.outcomes.iter().enumerate().filter(|(_, o)| self.counts(&o.life) && self.in_project(o.day));
        held.map(|(n, _)| group(n, &self.outcome_pairs)).collect()
    }

    /// How many of the first two papers are whole, and how many of the other four.
    pub(crate) fn sheets_ready(&self) -> (i64, i64) {
        let ready = |n: &usize| self.is_whole(*n, SHEETS[*n].1, SHEETS[*n].2, true);
        let count = |of: std::ops::Range<usize>| i64::try_from(of.filter(ready).count()).unwrap();
        (count(0..2), count(2..6))
    }

    /// Whether so much of the paper in this place of the six stands: in these of its parts, and in all of them together.
    pub(crate) fn is_whole(&self, n: usize, asked: &[(&str, usize)], least: usize, by_scan: bool) -> bool {
        let Some(sheet) = self.sheets.get(n) else { return false };
        if by_scan && sheet.scan == Some(false) {
            return true;
        }
        let parts = SHEETS[n].1;
        let there = |at: usize| if sheet.gone == Some(at) || sheet.heading { 0 } else { sheet.words[at] };
        let torn = sheet.torn && sheet.gone != Some(0) && sheet.words[0] > 0;
        let whole = (0..parts.len()).map(there).sum::<usize>() >= least;
        let in_part = |word: &str| parts.iter().position(|(part, _)| *part == word).map_or(0, there);
        !torn && whole && asked.iter().all(|(word, least)| in_part(word) >= *least)
    }

    /// Topics, and the kinds of support of which there is any: policy, people, money.
    pub(crate) fn topics_and_supports(&self) -> (i64, i64) {
        let held = || self.others.iter().filter(|other| self.counts(&other.life) && self.in_project(other.day));
        let topics = held().filter(|other| other.support.is_none()).count();
        let asked = [SupportKind::Policy, SupportKind::People, SupportKind::Money];
        let has = |kind: SupportKind| held().any(|other| other.support.is_some_and(|n| SupportKind::ALL[n] == kind));
        let kinds = asked.into_iter().filter(|kind| has(*kind)).count();
        (i64::try_from(topics).unwrap(), i64::try_from(kinds).unwrap())
    }

    /// Somebody said of one of these and one of those that they are two.
    fn told_apart(pairs: &[Pair], a: &BTreeSet<usize>, b: &BTreeSet<usize>) -> bool {
        let between = |p: &Pair| (a.contains(&p.a) && b.contains(&p.b)) || (a.contains(&p.b) && b.contains(&p.a));
        pairs.iter().any(|p| !p.withdrawn && !p.same && between(p))
    }

    fn people_in_doubt(&self) -> usize {
        let reached = self.reached();
        let counted = |t: &Teacher| self.face(t.id).is_some_and(|face| reached.contains(&person(face.id)));
        let is_face = |t: &&Teacher| !t.deleted && self.face(t.id).is_some_and(|face| face.id == t.id);
        let faces: Vec<&Teacher> = self.roster.iter().filter(is_face).collect();
        let told_apart = |a: &Teacher, b: &Teacher| {
            let (a, b) = (self.people(a.id), self.people(b.id));
            let apart = |pair: &&Pair| !pair.same && !pair.withdrawn;
            let between = |pair: &Pair| {
                (a.contains(&pair.a) && b.contains(&pair.b)) || (a.contains(&pair.b) && b.contains(&pair.a))
            };
            self.person_pairs.iter().filter(apart).any(between)
        };
        let mut pairs = 0;
        for a in &faces {
            for b in faces.iter().filter(|b| b.id > a.id) {
                let alike = a.name == b.name && (a.school == b.school || a.school == 0 || b.school == 0);
                let open = !told_apart(a, b);
                pairs += usize::from(alike && open && counted(a) && counted(b));
            }
        }
        pairs
    }

    fn meetings_in_doubt(&self) -> usize {
        let held = self.meetings_held();
        let there = |m: &Meeting| -> BTreeSet<BTreeSet<usize>> {
            let mut seen = BTreeSet::new();
            let first = m.people.iter().filter(|(who, _)| seen.insert(*who));
            first.filter(|(_, leave)| !leave).map(|(who, _)| self.people(*who)).collect()
        };
        let mut pairs = BTreeSet::new();
        for (i, a) in self.meetings.iter().enumerate() {
            for (j, b) in self.meetings.iter().enumerate().skip(i + 1) {
                let (of_a, of_b) = (there(a), there(b));
                let both = of_a.iter().filter(|g| of_b.contains(*g)).count();
                let alike = a.day == b.day && a.kind == b.kind && both > 0 && both * 2 >= of_a.len().max(of_b.len());
                let (one, other) = (group(i, &self.meeting_pairs), group(j, &self.meeting_pairs));
                let counted =
                    self.counts(&a.life) && self.counts(&b.life) && held.contains(&one) && held.contains(&other);
                if alike && one != other && counted && !Self::told_apart(&self.meeting_pairs, &one, &other) {
                    pairs.insert(BTreeSet::from([one, other]));
                }
            }
        }
        pairs.len()
    }
}

fn report(world: &World) -> ClosureReport {
    let now = noon(&world.today.to_string());
    let mut studio = written(world);
    studio.now = now;
    let freshness = std::collections::BTreeMap::new();
    studio_core::closure::report(&studio.model(), &guide(), now, &freshness).unwrap()
}

fn indicator<'a>(report: &'a ClosureReport, id: &str) -> &'a Indicator {
    report.indicators.iter().find(|indicator| indicator.id == id).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn closure_equals_a_slow_and_obvious_recomputation(world in world()) {
        let report = report(&world);
        let value = |id: &str| indicator(&report, id).value;
        prop_assert_eq!(value("I1"), world.holders(Role::Chief));
        prop_assert_eq!(value("I2"), world.holders(Role::Backbone));
        let reached: BTreeSet<PersonId> = indicator(&report, "I3").people.iter().map(|p| p.person).collect();
        prop_assert_eq!(&reached, &world.reached());
        prop_assert_eq!(value("I3"), i64::try_from(reached.len()).unwrap());
        prop_assert_eq!(value("I4"), world.backbone_guided());
        prop_assert_eq!(value("I5"), i64::try_from(world.meetings_held().len()).unwrap());
        prop_assert_eq!((value("I6"), value("I12")), world.topics_and_supports());
        prop_assert_eq!((value("I10"), value("I11")), world.sheets_ready());
        prop_assert_eq!(value("I7"), world.young());
        prop_assert_eq!(value("I8"), world.townships());
        prop_assert_eq!(value("I9"), i64::try_from(world.papers().len()).unwrap());
        prop_assert_eq!(indicator(&report, "I3").possible_duplicates, world.people_in_doubt());
        prop_assert_eq!(indicator(&report, "I5").possible_duplicates, world.meetings_in_doubt());
    }

    #[test]
    fn every_record_is_behind_a_number_or_has_one_reason(world in world()) {
        let mut studio = written(&world);
        studio.now = noon(&world.today.to_string());
        let (model, guide) = (studio.model(), guide());
        for id in ["I1", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I12"] {
            let page = studio_core::closure::indicator_page(&model, &guide, studio.now, id, &|_| true).unwrap();
            let mut seen = BTreeSet::new();
            let left = page.left_out.iter().flat_map(|group| group.records.iter().map(|record| record.record));
            for record in page.indicator.evidence.iter().map(|record| record.record).chain(left) {
                prop_assert!(seen.insert(record), "{} has two places in {}", record, id);
            }
            prop_assert!(page.left_out.iter().all(|group| group.unnamed == 0));
            let all = world.meetings.len() + world.logs.len() + world.outcomes.len() + world.others.len();
            prop_assert_eq!(seen.len() + page.elsewhere, all, "{}", id);
        }
    }

    #[test]
    fn why_a_meeting_does_not_count_is_told_as_it_is(world in world()) {
        let mut studio = written(&world);
        studio.now = noon(&world.today.to_string());
        let page = studio_core::closure::indicator_page(&studio.model(), &guide(), studio.now, "I5", &|_| true).unwrap();
        for (n, meeting) in world.meetings.iter().enumerate() {
            let told = page.left_out.iter().find(|group| group.records.iter().any(|r| r.record == meeting_id(n)));
            let handed_in = meeting.life.submitted && !meeting.life.withdrawn;
            let first = (0..n).any(|m| {
                let other = &world.meetings[m];
                world.counts(&other.life) && world.in_term(other.day) && group(n, &world.meeting_pairs).contains(&m)
            });
            let why = match () {
                () if meeting.life.deleted => Some(Why::Deleted),
                () if !handed_in => Some(Why::Draft),
                () if meeting.day > world.today => Some(Why::Ahead),
                () if !world.in_term(meeting.day) => Some(Why::OtherTime),
                () => first.then_some(Why::SameMeeting),
            };
            prop_assert_eq!(told.map(|group| group.why), why);
        }
    }

    #[test]
    fn the_order_in_which_records_arrive_changes_nothing(world in world(), turn in 0usize..64) {
        let studio = written(&world);
        let mut records: Vec<_> = studio.records.values().map(|(record, meta)| (record, meta)).collect();
        let straight = studio_core::read::ReadModel::build(studio.facts.clone(), records.iter().copied());
        let len = records.len().max(1);
        records.rotate_left(turn % len);
        records.reverse();
        let turned = studio_core::read::ReadModel::build(studio.facts.clone(), records);
        prop_assert_eq!(straight, turned);
    }

    #[test]
    fn the_picture_of_the_team_counts_whom_the_report_counts(world in world()) {
        let mut studio = written(&world);
        studio.now = noon(&world.today.to_string());
        let (model, guide, none) = (studio.model(), guide(), std::collections::BTreeMap::new());
        let deliveries = std::collections::BTreeMap::new();
        let scene = Scene { model: &model, guide: &guide, me: person(0), now: studio.now, freshness: &none, deliveries: &deliveries };
        let team = view::team(&scene);
        let of = |depth: Depth| team.depths.iter().find(|(d, _)| *d == depth).map_or(0, |(_, count)| *count);
        let reached = of(Depth::Guided) + of(Depth::Often) + of(Depth::Met);
        prop_assert_eq!(i64::try_from(reached).unwrap(), indicator(&report(&world), "I3").value);
        prop_assert_eq!(of(Depth::NotYet), team.unreached.iter().map(|gap| gap.count).sum::<usize>());
        let drawn = team.backbone.iter().map(|branch| branch.rural.len()).sum::<usize>() + team.others.len();
        prop_assert_eq!(drawn, reached + of(Depth::NotYet), "everybody once");
    }
}
