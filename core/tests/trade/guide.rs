//! The guide of the third batch, as it ships.

use studio_core::guide::{FORM, Flaw, Guide, Measure, Source};
use studio_core::term::{Now, Season};
use studio_core::time::Day;

use crate::ninth::NINTH;
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
    assert_eq!(guide.usual().unwrap().number, 4);
    assert_eq!(four.items.len(), 8);
    let ids: Vec<&str> = four.indicators.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids.join(" "), "I1 I2 I3 I4 I5 I6 I7 I8 I9 I10 I11 I12");
}

#[test]
fn every_direction_has_items_and_rows_in_the_notices_own_words() {
    let guide = Guide::parse(HENAN).unwrap();
    let bound: String = guide.clauses.iter().map(|clause| clause.verbatim.as_str()).collect();
    for direction in &guide.directions {
        assert!(direction.items.len() >= 6 && direction.indicators.len() >= 11, "{}", direction.number);
        for item in &direction.items {
            assert!(direction.content.contains(&item.verbatim), "{}: {}", direction.number, item.verbatim);
            assert!(!item.indicators.is_empty(), "{}: nothing stands behind {}", direction.number, item.id);
        }
        let said = [&direction.goal, &direction.content, &direction.deliverables_verbatim, &bound];
        for rule in &direction.indicators {
            assert!(said.iter().any(|text| text.contains(&rule.verbatim)), "{}: {}", direction.number, rule.verbatim);
            assert!(rule.note.ends_with('。') && rule.short.chars().count() <= 5, "{} {}", direction.number, rule.id);
        }
        for paper in &direction.deliverables {
            assert!(!paper.indicators.is_empty(), "{}: {}", direction.number, paper.id);
        }
        assert_eq!(direction.counts_from, Some(guide.issued));
    }
}

#[test]
fn a_threshold_that_the_notice_does_not_give_is_marked_as_an_example() {
    let guide = Guide::parse(HENAN).unwrap();
    for (direction, given) in
        [(1, "I1 I9"), (2, "I1 I2 I3 I4"), (3, "I1 I10 I11 I14"), (4, "I1 I2 I3 I4 I10 I11 I12"), (5, "I12 I13 I14")]
    {
        let rules = &guide.direction(direction).unwrap().indicators;
        let notice = rules.iter().filter(|rule| rule.source == Source::Notice).map(|rule| rule.id.as_str());
        assert_eq!(notice.collect::<Vec<_>>().join(" "), given, "{direction}");
        assert!(rules.iter().all(|rule| rule.least.is_none() == (rule.source == Source::Unset)), "{direction}");
    }
    assert_eq!(guide.terms_source, Source::Example);
}

#[test]
fn what_this_release_does_not_count_is_listed_and_says_so() {
    let guide = Guide::parse(HENAN).unwrap();
    for (direction, apart) in [(1, ""), (2, ""), (3, ""), (4, ""), (5, "")] {
        let rules = guide.direction(direction).unwrap().indicators.iter();
        let uncounted: Vec<_> = rules.filter(|rule| rule.count.is(Measure::NotCounted)).collect();
        assert_eq!(uncounted.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>().join(" "), apart, "{direction}");
        assert!(uncounted.iter().all(|rule| rule.note.contains("本版")), "{direction}");
    }
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
fn a_guide_that_phones_are_handed_has_the_form_of_its_number() {
    let guide = Guide::parse(NINTH).unwrap().for_phones().of_project(2);
    assert_eq!(guide.directions.iter().map(|direction| direction.number).collect::<Vec<_>>(), [2]);
    let bytes = postcard::to_allocvec(&guide).unwrap();
    assert_eq!(postcard::from_bytes::<Guide>(&bytes).unwrap(), guide);
    assert_eq!((FORM, bytes.len()), (2, 3436), "a field came, went or moved: phones need another FORM");
    assert!(guide.is_sound() && !Guide { id: String::new(), ..guide }.is_sound());
}

#[test]
fn a_wrong_guide_names_its_line() {
    let line = |text: &str| Guide::parse(text).unwrap_err().line;
    let at = |text: &str, words: &str| text.lines().position(|line| line.contains(words)).unwrap() + 1;
    let broken = HENAN.replacen("grant_fen = 30000000", "grant_fen = \"viel\"", 1);
    assert_eq!(line(&broken), at(&broken, "viel"));
    let unknown = HENAN.replacen("count = \"rural-reached\"", "count = \"magic\"", 1);
    assert_eq!(line(&unknown), at(&unknown, "magic"));
    let zero = HENAN.replacen("least = 100", "least = 0", 1);
    let title = at(&zero, "title = '联系到的乡村教师'");
    assert_eq!(line(&zero), title - 1, "the id of this row, not that of another direction's third one");
}

#[test]
fn a_paper_that_contradicts_the_rest_of_its_guide_names_its_line() {
    let told = |from: &str, to: &str| {
        assert!(HENAN.contains(from), "{from}");
        let broken = HENAN.replacen(from, to, 1);
        let error = Guide::parse(&broken).expect_err(to);
        let line = broken.lines().nth(error.line - 1).unwrap();
        (error.what.to_string(), line.to_owned())
    };
    let (what, line) = told("papers = [\"case\"] }", "papers = [\"cases\"] }");
    assert!(what.contains("no paper") && line.contains("实践案例") || line.contains("工作案例"), "{what}: {line}");
    let (what, line) = told("where = { paper = [\"plan\", \"case\"] }", "where = { paper = [\"plan\", \"cases\"] }");
    assert!(what.contains("no paper") && line.contains("I10"), "{what}: {line}");
    let (what, line) = told("where = { paper = [\"plan\", \"case\"] }", "where = { kind = [\"plan\"] }");
    assert!(what.contains("where") && line.contains("I10"), "{what}: {line}");
    let (what, line) = told("of = [\"support\", \"budget\"]", "of = [\"support\", \"budgets\"]");
    assert!(what.contains("type of work") && line.contains("budgets"), "{what}: {line}");
    let (what, line) = told("{ id = \"goal\", title = '目标任务'", "{ id = \"ground\", title = '目标任务'");
    assert!(what.contains("twice") && line.contains("目标任务"), "{what}: {line}");
    let (what, _) = told("least_words = 2000", "least_words = 2000000");
    assert!(what.contains("200000"), "{what}");
}

/// The ninth batch with one change: what is refused, and whether that is where the change was made.
fn refused(from: &str, to: &str) -> String {
    assert!(NINTH.contains(from), "{from}");
    let text = NINTH.replacen(from, to, 1);
    let error = Guide::parse(&text).expect_err(to);
    let line = text.lines().nth(error.line - 1).unwrap();
    let last = to.lines().last().unwrap();
    assert!(line.contains(last), "{error}: {line}");
    error.what.to_string()
}

/// The notice's own guide with one change, as [`refused`].
fn refused_of_henan(from: &str, to: &str) -> Flaw {
    assert!(HENAN.contains(from), "{from}");
    let text = HENAN.replacen(from, to, 1);
    let error = Guide::parse(&text).expect_err(to);
    let line = text.lines().nth(error.line - 1).unwrap();
    assert!(line.contains(to), "{error}: {line}");
    error.what
}

#[test]
fn what_its_writer_left_empty_or_wrote_twice_is_refused_with_its_line_and_a_phone_goes_by_it_all_the_same() {
    let phases = "phases = ['导入', '新授', '练习'";
    for (from, to, flaw) in [
        ("version = 5", "version = 0", Flaw::Version),
        (phases, "phases = ['导入', '新授', '导入'", Flaw::TwoPhases),
        (phases, "phases = ['导入', ' ', '练习'", Flaw::NoTitle),
        ("title = '本学期教研活动'", "title = ''", Flaw::NoTitle),
        ("check_after_days = 14", "check_after_days = 0", Flaw::CheckAfter(365)),
        ("least_words = 2000", "least_words = 200", Flaw::PaperBelowParts(1_050)),
    ] {
        assert_eq!(refused_of_henan(from, to), flaw);
    }
    let mut guide = Guide::parse(HENAN).unwrap();
    guide.lesson.check_after_days = 0;
    assert!(guide.is_sound(), "one that an earlier release took");
}

#[test]
fn a_guide_that_contradicts_itself_is_refused_with_its_line() {
    for (from, to, what) in [
        ("id = \"invented-batch-9\"", "id = \"第九批\"", "a guide's id has small Latin letters, digits and dashes"),
        (
            "apply_by = \"2026-02-28\"",
            "apply_by = \"2025-02-28\"",
            "apply_by is before the day on which the notice was issued",
        ),
        (
            "deadline = \"2027-06-30\"",
            "deadline = \"2025-06-30\"",
            "the deadline is before the notice was issued or the applications are due",
        ),
        (
            "deadline = \"2027-06-30\"",
            "deadline = \"2026-02-27\"",
            "the deadline is before the notice was issued or the applications are due",
        ),
        ("counts_from = \"2026-03-01\"", "counts_from = \"2027-07-01\"", "counts_from is after the deadline"),
        ("grant_fen = 4500000", "grant_fen = -1", "a grant is not below zero"),
        ("usual_direction = 2", "usual_direction = 7", "no direction has this number"),
        ("number = 2", "number = 1", "two directions have this number"),
        ("id = \"N2\"", "id = \"N1\"", "an indicator with this id stands here twice"),
        ("id = \"reach\"", "id = \"team\"", "an item with this id stands here twice"),
        ("indicators = [\"N3\"]", "indicators = [\"N3\", \"N3\"]", "this indicator is named twice"),
        ("indicators = [\"N3\"]", "indicators = [\"N99\"]", "no indicator has this id"),
        ("first = \"2026-08-25\"", "first = \"2026-07-20\"", "this term begins before the last one ends"),
        ("last = \"2026-07-20\"", "last = \"2026-02-01\"", "this term ends before it begins"),
        ("year = 2026\nseason = \"autumn\"", "year = 2026\nseason = \"spring\"", "two terms have this year and season"),
        (
            "last = \"2026-10-08\" }]",
            "last = \"2027-10-08\" }]",
            "a break ends after it begins and lies inside its term",
        ),
        ("minutes = 40", "minutes = 0", "a class hour has minutes"),
        (
            "id = \"parents\"",
            "id = \"家长\"",
            "a field or word of a county's own has an id of small Latin letters, digits and dashes",
        ),
        ("id = \"open-day\"", "id = \"parents\"", "a field of this type with this id stands here twice"),
        ("title = '是开放日'", "title = ' '", "a field or word of a county's own has a title"),
        ("input = \"number\"", "input = \"choice\"", "a choice has words, and no other input has"),
        (
            "of = \"activity\"\nid = \"parents\"",
            "id = \"parents\"\nof = \"person\"",
            "person is no type of work: nothing can be added to it",
        ),
        ("reach = \"N3\"", "reach = \"N99\"", "no indicator has this id"),
        ("who = \"mentee\"", "who = \"advice\"", "advice of mentoring names nobody"),
        (
            "kind = [\"x-invented-batch-9/market-class\"] } },",
            "kind = [\"fair\"] } },",
            "kind of activity has no word fair",
        ),
        ("id = \"shown\"", "id = \"asked\"", "a step with this id stands here twice"),
        ("field = \"kind\"", "field = \"place\"", "place of activity is no choice of one word"),
        ("id = \"plain\"", "id = \"recording\"", "a word of this choice with this id stands here twice"),
    ] {
        assert_eq!(refused(from, to), what, "{from} → {to}");
    }
    let unknown = refused("document_no = ", "document_nr = ");
    assert!(unknown.starts_with("unknown field `document_nr`"), "{unknown}");
    let without = &NINTH[..NINTH.find("[[directions]]").unwrap()].replacen(
        "usual_direction = 2",
        "directions = []\nterms = []",
        1,
    );
    assert_eq!(Guide::parse(without).unwrap_err().what.to_string(), "a guide has at least one direction");
}
