//! The guide of the third batch, as it ships.

use studio_core::guide::{Guide, Measure, Source};
use studio_core::term::{Now, Season};
use studio_core::time::Day;

use crate::paper::HENAN;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn direction_four_says_what_the_notice_says() {
    let guide = Guide::parse(HENAN).unwrap();
    let four = guide.direction(4).unwrap();
    assert_eq!(guide.directions.len(), 5);
    assert_eq!(four.deadline, day("2025-12-31"));
    assert_eq!(four.grant_fen, 10_000_000);
    assert_eq!(guide.direction(1).unwrap().grant_fen, 30_000_000);
    assert_eq!(four.deliverables_verbatim, "乡村首席教师工作室建设方案和实践案例。");
    assert_eq!(four.items.len(), 8);
    for item in &four.items {
        assert!(four.content.contains(&item.verbatim), "{}", item.verbatim);
    }
    let ids: Vec<&str> = four.indicators.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids.join(" "), "I1 I2 I3 I4 I5 I6 I7 I8 I9 I10 I11 I12");
}

#[test]
fn a_threshold_that_the_notice_does_not_give_is_marked_as_an_example() {
    let guide = Guide::parse(HENAN).unwrap();
    for rule in &guide.direction(4).unwrap().indicators {
        let given = ["I1", "I2", "I3", "I4", "I10", "I11", "I12"].contains(&rule.id.as_str());
        assert_eq!(rule.source == Source::Notice, given, "{}", rule.id);
        assert_eq!(rule.least.is_none(), rule.source == Source::Unset, "{}", rule.id);
    }
    assert_eq!(guide.terms_source, Source::Example);
}

#[test]
fn what_this_release_does_not_count_is_listed_and_says_so() {
    let guide = Guide::parse(HENAN).unwrap();
    let uncounted: Vec<&str> = guide
        .direction(4)
        .unwrap()
        .indicators
        .iter()
        .filter(|rule| rule.count.is(Measure::NotCounted))
        .map(|rule| rule.id.as_str())
        .collect();
    assert_eq!(uncounted, ["I10", "I11"]);
}

#[test]
fn the_notices_contradictions_stand_verbatim_beside_our_reading() {
    let guide = Guide::parse(HENAN).unwrap();
    let verbatim: String = guide.readings.iter().map(|r| r.verbatim.as_str()).collect();
    for words in ["公布第二批", "市县教育行政部门（U）、高等学校（G）", "12月31前"] {
        assert!(verbatim.contains(words), "{words}");
    }
}

#[test]
fn the_calendar_knows_terms_holidays_and_weeks() {
    let terms = Guide::parse(HENAN).unwrap().terms;
    let Now::Term(term) = Now::of(&terms, day("2026-11-24")) else {
        panic!("in term");
    };
    assert_eq!((term.year, term.season), (2026, Season::Autumn));
    assert_eq!(term.week(day("2026-09-01")), 1);
    assert_eq!(term.week(day("2026-09-06")), 1);
    assert_eq!(term.week(day("2026-09-07")), 2);
    let summer = Now::of(&terms, day("2026-08-01"));
    assert!(summer.is_holiday());
    assert_eq!(summer.term().unwrap().season, Season::Spring);
    assert_eq!(Now::of(&terms, day("2020-01-01")), Now::Unknown);
}

#[test]
fn a_wrong_guide_names_its_line() {
    let line = |text: &str| Guide::parse(text).unwrap_err().line;
    let broken = HENAN.replacen("grant_fen = 30000000", "grant_fen = \"viel\"", 1);
    let expected = broken.lines().position(|l| l.contains("viel")).unwrap() + 1;
    assert_eq!(line(&broken), expected);
    let unknown = HENAN.replacen("count = \"rural-reached\"", "count = \"magic\"", 1);
    let expected = unknown.lines().position(|l| l.contains("magic")).unwrap() + 1;
    assert_eq!(line(&unknown), expected);
    let zero = HENAN.replacen("least = 100", "least = 0", 1);
    let expected = zero.lines().position(|l| l == "id = \"I3\"").unwrap() + 1;
    assert_eq!(line(&zero), expected);
}
