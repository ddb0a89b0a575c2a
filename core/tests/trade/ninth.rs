//! An invented ninth batch: another grant, 1+6+40, other days, rows by points with caps and deductions. No line of code
//! knows it, and it counts what a slow recomputation over the same generated studio counts.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use studio_core::access::Role;
use studio_core::activity::ActivityKind;
use studio_core::closure::{StepTaken, report};
use studio_core::command::{Command, Draft};
use studio_core::guide::Guide;
use studio_core::id::RecordId;
use studio_core::outcome::Level;
use studio_core::record_type::RecordType;
use studio_core::support::SupportKind;

use crate::closure_oracle::{Calendar, World, world, written};
use crate::paper::{Studio, activity, mentoring, noon, person, set};

pub(crate) const NINTH: &str = include_str!("../fixtures/guide-batch-9.toml");

const CALENDAR: Calendar =
    Calendar { from: "2026-03-01", spring: ("2026-02-25", "2026-07-20"), autumn: "2026-08-25", grown: 41 };

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap()
}

impl World {
    /// The best record of each meeting, less what is short of three, to twelve.
    fn points_of_meetings(&self) -> i64 {
        let worth = |n: &usize| match ActivityKind::ALL[self.meetings[*n].kind] {
            ActivityKind::JointPreparation => 2,
            ActivityKind::Theme => 3,
            _ => 1,
        };
        let held = |n: &&usize| self.counts(&self.meetings[**n].life) && self.in_term(self.meetings[**n].day);
        let all = self.meetings_held();
        let best = all.iter().map(|one| one.iter().filter(held).map(worth).max().unwrap()).sum::<i64>();
        (best - 2 * (3 - number(all.len())).max(0)).clamp(0, 12)
    }

    fn points_of_papers(&self) -> i64 {
        let worth = |n: &usize| match Level::ALL[self.outcomes[*n].level] {
            Level::County => 2,
            Level::City => 4,
            Level::Province => 8,
            Level::Nation => 10,
            Level::School | Level::Township => 0,
        };
        let held = |n: &&usize| self.counts(&self.outcomes[**n].life) && self.in_project(self.outcomes[**n].day);
        let best = self.papers().iter().map(|one| one.iter().filter(held).map(worth).max().unwrap()).sum::<i64>();
        best.min(30)
    }

    fn papers_from_afar(&self) -> i64 {
        let far = |n: &usize| {
            let one = &self.outcomes[*n];
            let level = [Level::City, Level::Province, Level::Nation].contains(&Level::ALL[one.level]);
            level && self.counts(&one.life) && self.in_project(one.day)
        };
        number(self.papers().iter().filter(|paper| paper.iter().any(far)).count())
    }

    fn points_of_ethics(&self) -> i64 {
        let asked = self.logs.iter().filter(|log| self.counts(&log.life) && self.in_term(log.day));
        let asked = asked.filter(|log| log.dimensions[1] && self.in_roster(log.mentee));
        let people = number(asked.map(|log| self.people(log.mentee)).collect::<BTreeSet<_>>().len());
        (2 * people - 3 * (2 - people).max(0)).clamp(0, 10)
    }

    fn points_of_support(&self) -> i64 {
        let held = || self.others.iter().filter(|other| self.counts(&other.life) && self.in_project(other.day));
        let has = |kind: SupportKind| held().any(|other| other.support.is_some_and(|n| SupportKind::ALL[n] == kind));
        3 * i64::from(has(SupportKind::Policy)) + 5 * i64::from(has(SupportKind::KeyWork))
    }

    fn logs_of_the_term(&self) -> i64 {
        number(self.logs.iter().filter(|log| self.counts(&log.life) && self.in_term(log.day)).count())
    }
}

#[test]
fn the_ninth_batch_is_read_and_is_not_the_third() {
    let guide = Guide::parse(NINTH).unwrap();
    let usual = guide.usual().unwrap();
    assert_eq!((guide.batch, usual.number, usual.grant_fen), (9, 2, 4_500_000));
    let least = |id: &str| usual.indicators.iter().find(|rule| rule.id == id).unwrap().least;
    assert_eq!((least("N1"), least("N2"), least("N3")), (Some(1), Some(6), Some(40)));
    assert!(usual.items.iter().all(|item| usual.content.contains(&item.verbatim)));
}

/// A meeting of the county's own kind, with what the county asks of it.
fn market_class(record: RecordId, topic: &str, room: Option<&str>) -> Draft {
    let own = |id: &str| format!("x-invented-batch-9/{id}");
    let mut draft = activity(record, "2026-09-10", person(1), &[person(1)]);
    draft.fields.retain(|field| !["kind", "topic"].contains(&field.key.as_str()));
    draft.fields.extend([set("kind", own("market-class")), set("topic", topic), set(&own("parents"), 12)]);
    draft.fields.extend(room.map(|room| set(&own("room"), room)));
    draft
}

#[test]
fn a_kind_and_a_field_that_the_county_added_are_handed_in_counted_and_named_in_lists() {
    let guide = Guide::parse(NINTH).unwrap();
    let mut studio = Studio::new("2026-09-20");
    for (topic, room) in [("认识秤", Some("plain")), ("讨价还价里的加减", Some("recording")), ("没写教室", None)]
    {
        let draft = market_class(studio.fresh(), topic, room);
        studio.run(person(1), &Command::Finish(draft)).expect("nothing is missing");
    }
    let mut model = studio.model();
    model.own = guide.own();
    let report = report(&model, &guide, studio.now, &BTreeMap::new()).unwrap();
    let row = report.indicators.iter().find(|indicator| indicator.id == "N16").unwrap();
    assert_eq!((row.value, row.evidence.len()), (8, 2), "two of them say in which room");
    assert!(row.evidence.iter().all(|one| one.kind_key == "集市课堂"), "{:?}", row.evidence);
    let meetings = report.indicators.iter().find(|indicator| indicator.id == "N5").unwrap();
    assert_eq!(
        meetings.parts.iter().map(|part| (part.name.as_str(), part.count)).collect::<Vec<_>>(),
        [("集市课堂", 3)]
    );
}

#[test]
fn each_of_those_for_whom_it_all_is_has_steps_and_what_is_open_is_offered_with_their_name() {
    let guide = Guide::parse(NINTH).unwrap();
    let mut studio = Studio::new("2026-09-20");
    for (n, name) in [(5, "王丽"), (6, "刘洋")] {
        studio.put_person(person(n), name, "柳河小学", "柳河乡");
    }
    let mut speaks = market_class(studio.fresh(), "认识秤", None);
    speaks.fields.push(set(&format!("speakers/{}", person(5)), true));
    studio.run(person(1), &Command::Finish(speaks)).unwrap();
    let guided = mentoring(studio.fresh(), "2026-09-11", person(1), person(5), "craft");
    studio.run(person(1), &Command::Finish(guided)).unwrap();
    let report = report(&studio.model(), &guide, studio.now, &BTreeMap::new()).unwrap();
    let heads: Vec<(&str, usize)> = report.steps.iter().map(|step| (step.title.as_str(), step.taken)).collect();
    assert_eq!(heads, [("问", 1), ("讲", 1)]);
    let names: Vec<&str> = report.on_steps.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["刘洋", "王丽"], "who has most before them comes first, and nobody who holds a role");
    assert!(report.on_steps[1].steps.iter().all(|step| matches!(step, StepTaken::Taken { records: 1, .. })));
    let StepTaken::Open(offer) = &report.on_steps[0].steps[0] else { panic!("nobody guided 刘洋") };
    assert_eq!((offer.record_type, offer.people.as_slice()), (RecordType::Mentoring, [person(6)].as_slice()));
    assert_eq!(report.reached().unwrap().id, "N3");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_ninth_batch_counts_what_a_slow_recomputation_counts(mut world in world()) {
        world.calendar = CALENDAR;
        let now = noon(&world.today.to_string());
        let mut studio = written(&world);
        studio.now = now;
        let report = report(&studio.model(), &Guide::parse(NINTH).unwrap(), now, &BTreeMap::new()).unwrap();
        let value = |id: &str| report.indicators.iter().find(|indicator| indicator.id == id).unwrap().value;
        prop_assert_eq!(value("N1"), world.holders(Role::Chief));
        prop_assert_eq!(value("N2"), world.holders(Role::Backbone));
        prop_assert_eq!(value("N3"), number(world.reached().len()));
        prop_assert_eq!(value("N4"), world.backbone_guided());
        prop_assert_eq!(value("N5"), world.points_of_meetings());
        prop_assert_eq!(value("N6"), world.points_of_papers());
        prop_assert_eq!(value("N7"), world.points_of_ethics());
        prop_assert_eq!(value("N8"), world.topics_and_supports().0);
        prop_assert_eq!(value("N9"), world.points_of_support());
        prop_assert_eq!(value("N10"), world.young());
        prop_assert_eq!(value("N11"), world.townships());
        prop_assert_eq!(value("N12"), (5 * number(world.visited().len())).min(15));
        prop_assert_eq!(value("N13"), i64::from(world.is_whole(1, &[("how", 500), ("problem", 80)], 1_500, false)));
        prop_assert_eq!(value("N14"), world.papers_from_afar());
        prop_assert_eq!(value("N15"), world.logs_of_the_term());
        prop_assert_eq!(report.indicators.len(), 16);
        prop_assert_eq!(report.money_at_risk_fen, 4_500_000);
    }
}
