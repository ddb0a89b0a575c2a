//! Rows of a guide over records: the same counts once more from the generated studio, with nested loops, for an invented
//! county that judges by points, and what a guide that contradicts itself is told.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use studio_core::activity::ActivityKind;
use studio_core::closure::{Indicator, IndicatorState, Why, indicator_page, report};
use studio_core::guide::Guide;
use studio_core::outcome::Level;
use studio_core::record_type::RecordType;

use crate::closure_oracle::{PEOPLE, TOWNSHIPS, World, group, world, written};
use crate::paper::{HENAN, Studio, noon, outcome, person};

/// What an invented county adds to direction 4.
const COUNTY: &str = r#"
[[directions.indicators]]
id = "P1"
title = '成果得分'
short = '成果得分'
unit = '分'
count = "outcome"
period = "project"
least = 12
most = 20
points = { by = "level", of = { county = 3, city = 6, province = 12, nation = 12 }, each = 1 }
deduct = { under = 3, each = 2 }
source = "example"
note = '县级 3 分，市级 6 分，省级以上 12 分，其余 1 分；不足 3 项每项扣 2 分，最多 20 分。'
verbatim = ''

[[directions.indicators]]
id = "P2"
title = '师德受过指导的教师'
short = '师德指导'
unit = '人'
count = "mentoring"
where = { dimensions = ["ethics", "politics"] }
distinct = "person:mentee"
period = "term"
least = 4
source = "example"
note = '师德或思想政治方面受过指导的人，每人一次。'
verbatim = ''

[[directions.indicators]]
id = "P3"
title = '活动到过的乡镇'
short = '活动乡镇'
unit = '个'
count = "activity"
distinct = "township"
period = "project"
least = 3
source = "example"
note = '来参加活动的人所在的乡镇。'
verbatim = ''

[[directions.indicators]]
id = "P4"
title = '集体备课'
short = '备课'
unit = '分'
count = "activity"
where = { kind = ["joint-lesson-prep"] }
period = "term"
most = 4
points = { each = 2 }
source = "unset"
note = '每次 2 分，最多 4 分。'
verbatim = ''
"#;

fn county() -> Guide {
    Guide::parse(&text(COUNTY)).unwrap()
}

/// The notice's guide with these rows behind direction 4's own.
fn text(rows: &str) -> String {
    HENAN.replacen("# 五、", &format!("{rows}\n# 五、"), 1)
}

impl World {
    fn score(&self) -> i64 {
        let worth = |n: &usize| match Level::ALL[self.outcomes[*n].level] {
            Level::County => 3,
            Level::City => 6,
            Level::Province | Level::Nation => 12,
            Level::School | Level::Township => 1,
        };
        let held = |n: &&usize| self.counts(&self.outcomes[**n].life) && self.in_project(self.outcomes[**n].day);
        let papers = self.papers();
        let best = papers.iter().map(|paper| paper.iter().filter(held).map(worth).max().unwrap()).sum::<i64>();
        let short = 3 - i64::try_from(papers.len()).unwrap().min(3);
        (best - 2 * short).clamp(0, 20)
    }

    fn cared_for(&self) -> BTreeSet<BTreeSet<usize>> {
        let asked = self.logs.iter().filter(|log| self.counts(&log.life) && self.in_term(log.day));
        let asked = asked.filter(|log| (log.dimensions[0] || log.dimensions[1]) && self.in_roster(log.mentee));
        asked.map(|log| self.people(log.mentee)).collect()
    }

    pub(crate) fn visited(&self) -> BTreeSet<&'static str> {
        let bare = self.roster.iter().any(|t| !t.deleted && TOWNSHIPS[t.township] == "柳河");
        let mut visited = BTreeSet::new();
        for meeting in self.meetings.iter().filter(|m| self.counts(&m.life) && self.in_project(m.day)) {
            for who in 0..PEOPLE {
                let first = meeting.people.iter().find(|(id, _)| *id == who).map(|(_, leave)| *leave);
                let name = self.face(who).map_or("", |face| TOWNSHIPS[face.township]);
                if first == Some(false) && !name.is_empty() {
                    visited.insert(if bare && name.starts_with("柳河") { "柳河" } else { name });
                }
            }
        }
        visited
    }

    fn preparations(&self) -> i64 {
        let held = self.meetings.iter().enumerate().filter(|(_, m)| self.counts(&m.life) && self.in_term(m.day));
        let held = held.filter(|(_, m)| ActivityKind::ALL[m.kind] == ActivityKind::JointPreparation);
        let meetings: BTreeSet<BTreeSet<usize>> = held.map(|(n, _)| group(n, &self.meeting_pairs)).collect();
        (2 * i64::try_from(meetings.len()).unwrap()).min(4)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_county_that_judges_by_points_gets_what_a_slow_recomputation_gets(world in world()) {
        let now = noon(&world.today.to_string());
        let mut studio = written(&world);
        studio.now = now;
        let report = report(&studio.model(), &county(), now, &BTreeMap::new()).unwrap();
        let of = |id: &str| report.indicators.iter().find(|indicator| indicator.id == id).unwrap();
        prop_assert_eq!(of("P1").value, world.score());
        prop_assert_eq!(of("P2").value, i64::try_from(world.cared_for().len()).unwrap());
        prop_assert_eq!(of("P3").value, i64::try_from(world.visited().len()).unwrap());
        prop_assert_eq!(of("P3").parts.len(), world.visited().len(), "each has a name");
        prop_assert_eq!(of("P4").value, world.preparations());
    }

    #[test]
    fn every_record_is_behind_a_row_of_points_too_or_has_one_reason(world in world()) {
        let now = noon(&world.today.to_string());
        let mut studio = written(&world);
        studio.now = now;
        let (model, guide) = (studio.model(), county());
        for id in ["P1", "P2", "P3", "P4"] {
            let page = indicator_page(&model, &guide, now, id, &|_| true).unwrap();
            let left = page.left_out.iter().flat_map(|group| group.records.iter().map(|record| record.record));
            let shown: Vec<_> = page.indicator.evidence.iter().map(|record| record.record).chain(left).collect();
            let once: BTreeSet<_> = shown.iter().copied().collect();
            prop_assert_eq!(once.len(), shown.len(), "{} names a record twice", id);
            let all = world.meetings.len() + world.logs.len() + world.outcomes.len() + world.others.len();
            prop_assert_eq!(shown.len() + page.elsewhere, all, "{}", id);
            prop_assert!(page.left_out.len() <= 6, "{}", id);
        }
    }
}

/// The studio's chief handed in a paper of each of these levels.
fn with_outcomes(levels: &[&str]) -> Studio {
    let mut studio = Studio::new("2026-11-24");
    for level in levels {
        let record = studio.fresh();
        studio
            .run(person(1), &studio_core::command::Command::Finish(outcome(record, "2026-10-10", person(1), level)))
            .unwrap();
    }
    studio
}

fn score(studio: &Studio, guide: &Guide) -> Indicator {
    let report = report(&studio.model(), guide, studio.now, &BTreeMap::new()).unwrap();
    report.indicators.into_iter().find(|indicator| indicator.id == "P1").unwrap()
}

#[test]
fn points_add_up_to_their_cap_and_what_is_short_takes_some_away_but_never_more_than_there_are() {
    let guide = county();
    let value = |levels: &[&str]| score(&with_outcomes(levels), &guide).value;
    assert_eq!(value(&[]), 0, "nothing is not less than nothing");
    assert_eq!(value(&["school"]), 0, "1 − 2 × 2");
    assert_eq!(value(&["city", "county"]), 7, "6 + 3 − 2");
    assert_eq!(value(&["city", "county", "school"]), 10);
    assert_eq!(value(&["province", "province", "city"]), 20, "capped");
}

#[test]
fn a_number_of_points_says_what_is_missing_offers_the_record_and_shows_what_it_is_made_of() {
    let (studio, guide) = (with_outcomes(&["city", "county", "city"]), county());
    let indicator = score(&studio, &guide);
    assert_eq!((indicator.value, indicator.state), (15, IndicatorState::Met));
    let parts: Vec<_> = indicator.parts.iter().map(|part| (part.label_key.as_str(), part.count)).collect();
    assert_eq!(parts, [("level-city", 2), ("level-county", 1)], "from far to near");
    let poor = with_outcomes(&["city"]);
    let page = indicator_page(&poor.model(), &guide, poor.now, "P1", &|_| true).unwrap();
    assert_eq!((page.lacking.short, page.lacking.beyond_roster), (10, 0));
    assert_eq!(page.lacking.offer.unwrap().record_type, RecordType::Outcome);
}

#[test]
fn what_a_row_does_not_ask_for_is_told_so() {
    let mut studio = Studio::new("2026-11-24");
    let record = studio.fresh();
    let log = crate::paper::mentoring(record, "2026-10-10", person(1), person(2), "craft");
    studio.run(person(1), &studio_core::command::Command::Finish(log)).unwrap();
    let page = indicator_page(&studio.model(), &county(), studio.now, "P2", &|_| true).unwrap();
    let told: Vec<_> = page.left_out.iter().map(|group| (group.why, group.records.len())).collect();
    assert_eq!(told, [(Why::NotAsked, 1)]);
    let offer = page.lacking.offer.unwrap();
    assert_eq!((page.lacking.short, offer.record_type, offer.people.len()), (4, RecordType::Mentoring, 0));
}

#[test]
fn schools_of_those_whom_a_field_names_are_counted_once_each() {
    let guide = Guide::parse(&text(&COUNTY.replacen("person:mentee", "school:mentee", 1))).unwrap();
    let mut studio = Studio::new("2026-11-24");
    for (n, school) in [(5, "柳河小学"), (6, "柳河小学"), (7, "大王庄小学"), (8, "")] {
        studio.put_person(person(n), &format!("教师{n}"), school, "柳河乡");
        let record = studio.fresh();
        let log = crate::paper::mentoring(record, "2026-10-10", person(1), person(n), "ethics");
        studio.run(person(1), &studio_core::command::Command::Finish(log)).unwrap();
    }
    let report = report(&studio.model(), &guide, studio.now, &BTreeMap::new()).unwrap();
    let row = report.indicators.iter().find(|indicator| indicator.id == "P2").unwrap();
    let parts: Vec<(&str, i64)> = row.parts.iter().map(|part| (part.name.as_str(), part.count)).collect();
    assert_eq!((row.value, row.people.len()), (2, 3), "whose school nobody knows counts for none");
    assert_eq!(parts, [("大王庄小学", 1), ("柳河小学", 2)]);
}

#[test]
fn a_row_that_could_count_nothing_is_refused_with_its_line_and_what_is_wrong() {
    let refused = |from: &str, to: &str| {
        let broken = text(&COUNTY.replacen(from, to, 1));
        let error = Guide::parse(&broken).unwrap_err();
        let line = broken.lines().nth(error.line - 1).unwrap_or_default();
        assert!(line.starts_with("id = \"P") || line.contains(to), "{error}: {line}");
        error.what.to_string()
    };
    for (from, to, what) in [
        ("count = \"outcome\"", "count = \"outcomes\"", "`outcomes` is no type of work and no measure"),
        ("count = \"outcome\"", "count = \"submitted\"", "`submitted` is no type of work and no measure"),
        (
            "count = \"outcome\"\nperiod = \"project\"",
            "count = \"outcome\"\nperiod = \"today\"",
            "records are counted over days: project or term",
        ),
        ("points = { each = 2 }", "points = { each = 2, by = \"dimensions\" }", "activity has no field dimensions"),
        ("by = \"level\"", "by = \"height\"", "outcome has no field height"),
        ("by = \"level\"", "by = \"title\"", "title of outcome is no choice of one word"),
        ("county = 3", "kreis = 3", "level of outcome has no word kreis"),
        ("by = \"level\", ", "", "points of words need the choice that they stand in: by"),
        ("[\"ethics\", \"politics\"]", "[\"moral\"]", "dimensions of mentoring has no word moral"),
        ("person:mentee", "person:content", "content of mentoring names nobody"),
        ("person:mentee", "school:content", "content of mentoring names nobody"),
        ("person:mentee", "word:dimensions", "dimensions of mentoring is no choice of one word"),
        ("distinct = \"township\"", "distinct = \"village\"", "`village` is no way to tell things apart"),
        ("most = 20", "most = 11", "most is less than least: nobody could reach it"),
        ("least = 12", "least = 0", "least, most and what deduct says are between 1 and 1000000"),
        ("under = 3", "under = -3", "least, most and what deduct says are between 1 and 1000000"),
        ("each = 1 }", "each = -1 }", "points are between 0 and 1000000"),
        (
            "points = { by = \"level\", of = { county = 3, city = 6, province = 12, nation = 12 }, each = 1 }",
            "",
            "deduct takes points, and things have none here",
        ),
        (
            "count = \"activity\"\ndistinct",
            "count = \"rural-reached\"\ndistinct",
            "where, distinct, most, points and deduct are said of records, not of a measure",
        ),
    ] {
        assert_eq!(refused(from, to), what, "{from} → {to}");
    }
    let hour = HENAN.replacen("minutes = 60", "minutes = 0", 1);
    assert_eq!(Guide::parse(&hour).unwrap_err().what.to_string(), "a class hour has minutes");
}
