//! 还差谁: what is missing, what did not count and why, and what is offered to close it.

use std::collections::BTreeMap;

use studio_core::access::Role;
use studio_core::closure::{self, Doubt, Indicator, IndicatorPage, Offer, Why};
use studio_core::command::{Answer, Command};
use studio_core::guide::Guide;
use studio_core::id::RecordId;
use studio_core::mentoring::Dimension;
use studio_core::read::{Member, ReadModel};
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::view::{self, Home, Scene};

use crate::paper::{Studio, activity, day, guide, mentoring, noon, outcome, person};

/// A chief, two backbone teachers, four rural teachers in two townships.
fn studio() -> Studio {
    let mut studio = Studio::new("2026-11-23");
    let people = [
        (1, "周慧敏", "赵桥小学", "赵桥乡"),
        (2, "王丽", "赵桥小学", "赵桥乡"),
        (3, "刘洋", "西邵小学", "西邵乡"),
        (50, "孙红梅", "白庙小学", "白庙乡"),
        (51, "马晓东", "白庙小学", "白庙"),
        (52, "高志强", "石佛小学", "石佛镇"),
        (53, "徐颖", "赵桥小学", ""),
    ];
    for (n, name, school, township) in people {
        studio.put_person(person(n), name, school, township);
    }
    studio
}

fn finish(studio: &mut Studio, who: u8, draft: studio_core::command::Draft) {
    studio.run(person(who), &Command::Finish(draft)).unwrap();
}

fn meet(studio: &mut Studio, who: u8, on: &str, there: &[u8]) -> RecordId {
    let (record, there) = (studio.fresh(), there.iter().copied().map(person).collect::<Vec<_>>());
    finish(studio, who, activity(record, on, person(who), &there));
    record
}

fn guide_one(studio: &mut Studio, who: u8, on: &str, (mentor, mentee): (u8, u8), dimension: &str) -> RecordId {
    let record = studio.fresh();
    finish(studio, who, mentoring(record, on, person(mentor), person(mentee), dimension));
    record
}

/// What a screen is seen with.
fn seen<T>(studio: &Studio, me: u8, show: impl Fn(&Scene<'_>) -> T) -> T {
    let (model, guide): (ReadModel, Guide) = (studio.model(), guide());
    let (freshness, deliveries) = (BTreeMap::new(), BTreeMap::new());
    let now = studio.now;
    show(&Scene { model: &model, guide: &guide, me: person(me), now, freshness: &freshness, deliveries: &deliveries })
}

fn opened(studio: &Studio, me: u8, id: &str) -> IndicatorPage {
    seen(studio, me, |scene| view::indicator(scene, id, None).unwrap())
}

fn names(page: &IndicatorPage) -> Vec<&str> {
    page.lacking.people.iter().map(|one| one.name.as_str()).collect()
}

fn reasons(page: &IndicatorPage) -> Vec<(Why, usize)> {
    page.left_out.iter().map(|group| (group.why, group.records.len() + group.unnamed)).collect()
}

#[test]
fn whom_nobody_reached_stands_first_by_township_with_a_meeting_to_close_it() {
    let mut studio = studio();
    meet(&mut studio, 1, "2026-11-20", &[50]);
    let page = opened(&studio, 1, "I3");
    assert_eq!(names(&page), ["马晓东", "高志强", "徐颖"]);
    let townships: Vec<(&str, usize)> = page.lacking.townships.iter().map(|t| (t.name.as_str(), t.people)).collect();
    assert_eq!(townships, [("白庙乡", 1), ("石佛镇", 1), ("", 1)], "白庙 is 白庙乡");
    assert_eq!(page.lacking.offer, Some(Offer::meeting([51, 52, 53].map(person).to_vec())));
    assert_eq!((page.lacking.short, page.lacking.beyond_roster), (99, 96), "96 more have to come into the roster");
    let covered = opened(&studio, 1, "I8");
    let townships: Vec<&str> = covered.lacking.townships.iter().map(|t| t.name.as_str()).collect();
    assert_eq!(townships, ["石佛镇"]);
    assert_eq!(covered.lacking.offer, Some(Offer::meeting(vec![person(52)])));
}

#[test]
fn a_young_teacher_is_named_with_the_dimensions_that_she_has_and_lacks() {
    let mut studio = studio();
    guide_one(&mut studio, 2, "2026-11-10", (2, 50), "craft");
    guide_one(&mut studio, 2, "2026-11-11", (2, 50), "ethics");
    let page = opened(&studio, 2, "I7");
    let first = &page.lacking.people[0];
    assert_eq!(
        (first.name.as_str(), &first.has, &first.lacks),
        ("孙红梅", &vec![Dimension::Ethics, Dimension::Craft], &vec![Dimension::Politics])
    );
    let offer = first.offer.clone().unwrap();
    assert_eq!(
        (offer.record_type, &offer.people, &offer.dimensions),
        (RecordType::Mentoring, &vec![person(50)], &vec![Dimension::Politics])
    );
    assert!(!names(&page).contains(&"周慧敏"), "the chief is nobody's young teacher");
    let fields = seen(&studio, 2, |scene| view::offered(scene, &offer)).fields;
    assert_eq!(fields["mentee"].as_str(), Some(person(50).to_string().as_str()));
    assert_eq!(fields["dimensions/politics"], Scalar::Bool(true));
}

#[test]
fn a_backbone_teacher_whom_the_chief_has_not_guided_is_named_until_she_is() {
    let mut studio = studio();
    assert_eq!(names(&opened(&studio, 1, "I4")), ["王丽", "刘洋"]);
    guide_one(&mut studio, 1, "2026-11-10", (1, 2), "craft");
    let page = opened(&studio, 1, "I4");
    assert_eq!((names(&page), page.lacking.beyond_roster), (vec!["刘洋"], 8));
}

#[test]
fn in_holidays_nobody_of_the_term_is_missing() {
    let mut studio = studio();
    studio.now = noon("2027-02-01");
    assert_eq!(opened(&studio, 1, "I4").lacking, closure::Lacking::default());
    assert!(!opened(&studio, 1, "I3").lacking.people.is_empty(), "the project's hundred are");
}

#[test]
fn every_record_counts_or_has_its_reason() {
    let mut studio = studio();
    let counted = meet(&mut studio, 1, "2026-11-20", &[50, 2]);
    let twin = meet(&mut studio, 2, "2026-11-20", &[50, 2]);
    studio.run(person(1), &Command::SameWork { a: counted, b: twin, answer: Answer::Same }).unwrap();
    meet(&mut studio, 1, "2026-12-01", &[50]);
    meet(&mut studio, 1, "2026-05-12", &[50]);
    meet(&mut studio, 1, "2024-01-10", &[50]);
    meet(&mut studio, 1, "2026-11-02", &[2, 3]);
    let gone = meet(&mut studio, 1, "2026-11-03", &[50]);
    studio.run(person(1), &Command::Delete { record: gone }).unwrap();
    let draft = studio.fresh();
    studio.run(person(1), &Command::Save(activity(draft, "2026-11-04", person(1), &[person(50)]))).unwrap();
    guide_one(&mut studio, 1, "2026-11-05", (1, 2), "craft");
    let held = opened(&studio, 1, "I5");
    assert_eq!(held.indicator.value, 2);
    let left = [(Why::Deleted, 1), (Why::Draft, 1), (Why::Ahead, 1), (Why::OtherTime, 2), (Why::SameMeeting, 1)];
    assert_eq!((reasons(&held), held.elsewhere), (left.to_vec(), 1));
    let reached = opened(&studio, 1, "I3");
    let left = [
        (Why::Deleted, 1),
        (Why::Draft, 1),
        (Why::Ahead, 1),
        (Why::OtherTime, 1),
        (Why::SameMeeting, 1),
        (Why::NotWhom, 2),
    ];
    assert_eq!((reasons(&reached), reached.elsewhere), (left.to_vec(), 0));
    assert_eq!(reached.indicator.evidence.len(), 2);
}

#[test]
fn a_colleagues_draft_is_counted_among_the_reasons_and_not_named() {
    let mut studio = studio();
    let draft = studio.fresh();
    studio.run(person(2), &Command::Save(activity(draft, "2026-11-04", person(2), &[person(50)]))).unwrap();
    let of = |me: u8| {
        let page = opened(&studio, me, "I5");
        (page.left_out[0].records.len(), page.left_out[0].unnamed)
    };
    assert_eq!((of(2), of(1)), ((1, 0), (0, 1)));
}

#[test]
fn guidance_counts_by_the_roles_of_its_day_when_a_backbone_teacher_becomes_chief() {
    let mut studio = studio();
    guide_one(&mut studio, 1, "2026-10-10", (1, 2), "craft");
    guide_one(&mut studio, 1, "2026-10-11", (1, 3), "craft");
    let value = |studio: &Studio| opened(studio, 1, "I4").indicator.value;
    assert_eq!(value(&studio), 2);
    // 王丽 takes over from 周慧敏 in November
    let (last, first) = (day("2026-10-31"), day("2026-11-01"));
    for member in &mut studio.facts.members {
        member.until = (member.person != person(3)).then_some(last);
    }
    studio.facts.members.push(Member { person: person(2), role: Role::Chief, since: first, until: None });
    assert_eq!(value(&studio), 2, "what the old chief did stays done");
    guide_one(&mut studio, 2, "2026-11-10", (2, 3), "craft");
    assert_eq!(value(&studio), 2, "刘洋 once, whoever guided her");
    guide_one(&mut studio, 2, "2026-11-12", (1, 3), "craft");
    assert_eq!(opened(&studio, 1, "I4").indicator.people[1].times, 2, "not by a chief any more");
}

#[test]
fn work_that_is_older_than_the_first_role_is_judged_by_that_role() {
    let mut studio = studio();
    for member in &mut studio.facts.members {
        member.since = day("2026-11-01");
    }
    guide_one(&mut studio, 1, "2026-09-20", (1, 2), "craft");
    assert_eq!(opened(&studio, 1, "I4").indicator.value, 1);
}

#[test]
fn a_closed_term_stays_readable_and_stands_beside_the_whole_project() {
    let mut studio = studio();
    for on in ["2026-05-12", "2026-05-19", "2026-11-20"] {
        meet(&mut studio, 1, on, &[50]);
    }
    meet(&mut studio, 1, "2026-11-21", &[51]);
    let number = |indicator: &Indicator| (indicator.value, indicator.beside);
    let (held, reached) = (opened(&studio, 1, "I5").indicator, opened(&studio, 1, "I3").indicator);
    assert_eq!((number(&held), number(&reached)), ((2, Some(4)), (2, Some(2))));
    studio.now = noon("2027-03-10");
    let report =
        seen(&studio, 1, |scene| closure::report(scene.model, scene.guide, scene.now, scene.freshness)).unwrap();
    let terms: Vec<String> = report.past.iter().map(ToString::to_string).collect();
    assert_eq!(terms, ["2026-autumn", "2026-spring"]);
    assert_eq!(number(&opened(&studio, 1, "I5").indicator), (0, Some(4)));
    let past = |term: &str| seen(&studio, 1, |scene| view::past_report(scene, term.parse().unwrap()));
    let of = |term: &str| past(term).unwrap().indicators[4].value;
    assert_eq!((of("2026-autumn"), of("2026-spring")), (2, 2));
    let page = seen(&studio, 1, |scene| view::indicator(scene, "I5", "2026-spring".parse().ok())).unwrap();
    assert_eq!((page.indicator.evidence.len(), reasons(&page)), (2, vec![(Why::Ahead, 2)]));
    assert!(past("2027-spring").is_none() && past("1999-spring").is_none(), "not over, not in the guide");
}

#[test]
fn one_paper_recorded_by_two_authors_is_asked_about_and_counts_once_when_the_chief_says_so() {
    let mut studio = studio();
    let both = [2, 3].map(|who| {
        let record = studio.fresh();
        finish(&mut studio, who, outcome(record, "2026-10-10", person(who), "county"));
        record
    });
    let record = studio.fresh();
    finish(&mut studio, 2, outcome(record, "2026-10-10", person(2), "province"));
    let outcomes = opened(&studio, 1, "I9").indicator;
    assert_eq!((outcomes.value, outcomes.possible_duplicates), (3, 1));
    let [a, b] = both;
    let asked = |studio: &Studio, me: u8| {
        let page = seen(studio, me, |scene| view::record_detail(scene, a)).unwrap();
        let ids = |rows: &[view::RecordRow]| rows.iter().map(|row| row.record).collect::<Vec<_>>();
        (ids(&page.maybe_same), ids(&page.joined), page.may_answer)
    };
    assert_eq!(asked(&studio, 1), (vec![b], vec![], true));
    assert!(!asked(&studio, 2).2, "a backbone teacher is told to ask the chief");
    let answer = |answer| Command::SameWork { a, b, answer };
    assert!(studio.run(person(2), &answer(Answer::Same)).is_err());
    studio.run(person(1), &answer(Answer::Same)).unwrap();
    let outcomes = opened(&studio, 1, "I9").indicator;
    assert_eq!((outcomes.value, outcomes.possible_duplicates, outcomes.merged), (2, 0, 1));
    assert_eq!(asked(&studio, 1), (vec![], vec![b], true));
    studio.run(person(1), &answer(Answer::Different)).unwrap();
    let outcomes = opened(&studio, 1, "I9").indicator;
    assert_eq!((outcomes.value, outcomes.possible_duplicates), (3, 0), "looked at: not asked again");
    let apart = |studio: &Studio| {
        let page = seen(studio, 1, |scene| view::record_detail(scene, b)).unwrap();
        page.told_apart.iter().map(|row| row.record).collect::<Vec<_>>()
    };
    assert_eq!(apart(&studio), [a], "the way back stands on both records");
    studio.run(person(1), &answer(Answer::Same)).unwrap();
    assert_eq!((opened(&studio, 1, "I9").indicator.value, apart(&studio)), (2, vec![]));
}

#[test]
fn a_third_record_of_what_two_are_said_to_be_is_asked_about_once_and_answered_once() {
    let mut studio = studio();
    let [a, b, c] = [2, 3, 1].map(|who| {
        let record = studio.fresh();
        finish(&mut studio, who, outcome(record, "2026-10-10", person(who), "county"));
        record
    });
    studio.run(person(1), &Command::SameWork { a, b, answer: Answer::Same }).unwrap();
    let page = opened(&studio, 1, "I9");
    assert_eq!((page.indicator.value, page.indicator.possible_duplicates, page.doubts.len()), (2, 1, 1));
    let asked = |studio: &Studio, of| {
        let page = seen(studio, 1, |scene| view::record_detail(scene, of)).unwrap();
        page.maybe_same.iter().map(|row| row.record).collect::<Vec<_>>()
    };
    assert!(asked(&studio, a) == [c] && asked(&studio, b) == [c] && asked(&studio, c).len() == 1, "each of them asks");
    studio.run(person(1), &Command::SameWork { a: c, b, answer: Answer::Different }).unwrap();
    assert_eq!((asked(&studio, a), asked(&studio, c)), (vec![], vec![]), "an answer about one is one about both");
    assert!(opened(&studio, 1, "I9").doubts.is_empty());
}

#[test]
fn a_number_in_doubt_names_the_pairs_and_every_pair_is_a_door() {
    let mut studio = studio();
    let (a, b) = (meet(&mut studio, 2, "2026-11-20", &[50]), meet(&mut studio, 3, "2026-11-20", &[50]));
    let doubts = opened(&studio, 1, "I5").doubts;
    assert!(matches!(&doubts[..], [Doubt::Works(one, other)] if [one.record, other.record] == [a, b]), "{doubts:?}");
    let home = seen(&studio, 1, view::home).unwrap();
    assert!(matches!(home.gaps[0], view::Gap::Duplicates { works: 1, .. }), "{:?}", home.gaps);
}

#[test]
fn what_may_be_the_same_is_one_tap_away_and_only_two_of_one_type_can_be_one() {
    let mut studio = studio();
    let (a, b) = (meet(&mut studio, 1, "2026-11-20", &[50]), meet(&mut studio, 2, "2026-11-20", &[50]));
    let mut met = guide();
    met.directions.iter_mut().for_each(|direction| direction.indicators.truncate(1));
    let home = seen(&studio, 1, |scene| view::home(&Scene { guide: &met, ..*scene })).unwrap();
    let door = home.gaps.iter().find_map(|gap| match gap {
        view::Gap::Duplicates { first, works: 1, people: 0 } => *first,
        _ => None,
    });
    assert!(door == Some(a) || door == Some(b), "{:?}", home.gaps);
    let paper = studio.fresh();
    finish(&mut studio, 1, outcome(paper, "2026-11-20", person(1), "county"));
    let mixed = Command::SameWork { a, b: paper, answer: Answer::Same };
    assert!(studio.run(person(1), &mixed).is_err());
}

#[test]
fn a_meeting_that_two_recorded_is_one_in_a_portfolio_and_in_the_weeks_and_tomorrows_is_none() {
    let mut studio = studio();
    let (a, b) = (meet(&mut studio, 1, "2026-11-20", &[50]), meet(&mut studio, 2, "2026-11-20", &[50]));
    studio.run(person(1), &Command::SameWork { a, b, answer: Answer::Same }).unwrap();
    meet(&mut studio, 1, "2026-11-24", &[50]);
    guide_one(&mut studio, 1, "2026-11-25", (1, 50), "craft");
    let page = seen(&studio, 1, |scene| view::person_page(scene, person(50))).unwrap();
    let total = page.archive.total;
    assert_eq!((total.meetings, total.minutes, total.guided), (1, 120, 0));
    assert_eq!(view::days_of_work(&studio.model(), day("2026-11-23")), [day("2026-11-20")]);
}

#[test]
fn an_offered_meeting_opens_with_those_people_alone_on_a_coming_day() {
    let mut studio = studio();
    meet(&mut studio, 1, "2026-11-19", &[50, 2, 3]); // a Thursday
    let offer = opened(&studio, 1, "I3").lacking.offer.unwrap();
    let fields = seen(&studio, 1, |scene| view::offered(scene, &offer)).fields;
    let asked: Vec<&str> = fields.keys().filter_map(|key| key.strip_prefix("asked/")).collect();
    assert_eq!(asked, [51, 52, 53].map(|n| person(n).to_string()));
    assert!(!fields.keys().any(|key| key.starts_with("attendance/")), "nobody was there yet");
    assert_eq!(fields["start"].as_str(), Some("2026-11-26T14:30"));
    assert_eq!(fields["end"].as_str(), Some("2026-11-26T16:30"));
}

#[test]
fn a_backbone_teachers_home_speaks_of_her_own_ten_first() {
    let mut studio = studio();
    meet(&mut studio, 2, "2026-11-20", &[50]);
    guide_one(&mut studio, 2, "2026-11-20", (2, 50), "craft");
    meet(&mut studio, 2, "2026-05-20", &[50]);
    let home = |me: u8| -> Home { seen(&studio, me, view::home).unwrap() };
    let mine = home(2).mine.unwrap();
    assert_eq!((mine.rural, mine.reached, mine.waiting.as_slice()), (2, 1, ["徐颖".to_owned()].as_slice()));
    assert_eq!((mine.guidance, mine.meetings), (1, 1));
    assert_eq!(mine.offer, Some(Offer::meeting(vec![person(53)])));
    assert_eq!(home(1).mine, None);
}

#[test]
fn an_indicator_opened_survives_the_way_from_worker_to_page() {
    let mut studio = studio();
    meet(&mut studio, 1, "2026-11-20", &[50]);
    let page = opened(&studio, 1, "I7");
    let back: IndicatorPage = postcard::from_bytes(&postcard::to_stdvec(&page).unwrap()).unwrap();
    assert_eq!(back, page);
}
