//! 小结 of a week, a month and a term, and a term that is over, opened.

use std::collections::BTreeMap;

use studio_core::command::{Answer, Command, Draft};
use studio_core::guide::Period;
use studio_core::id::{PersonId, RecordId};
use studio_core::read::ReadModel;
use studio_core::record_type::RecordType;
use studio_core::time::Millis;
use studio_core::view::{self, Scene, Summary, SummaryOf, TermPage};
use studio_core::wire::LastSync;

use crate::paper::{Studio, activity, guide, mentoring, noon, outcome, person, set};

fn studio() -> Studio {
    let mut studio = Studio::new("2026-11-25"); // a Wednesday
    let people = [(1, "周慧敏"), (2, "王丽"), (3, "刘洋"), (50, "孙红梅"), (51, "马晓东"), (60, "孙 红梅")];
    for (n, name) in people {
        studio.put_person(person(n), name, "白庙小学", "白庙乡");
    }
    studio
}

fn finish(studio: &mut Studio, who: u8, draft: Draft) -> RecordId {
    let record = draft.record;
    studio.run(person(who), &Command::Finish(draft)).unwrap();
    record
}

fn meet(studio: &mut Studio, who: u8, on: &str, there: &[u8]) -> RecordId {
    let record = studio.fresh();
    let there: Vec<PersonId> = there.iter().map(|n| person(*n)).collect();
    finish(studio, who, activity(record, on, person(who), &there))
}

fn guided(studio: &mut Studio, by: u8, whom: u8, on: &str, next_on: Option<&str>) -> RecordId {
    let record = studio.fresh();
    let mut draft = mentoring(record, on, person(by), person(whom), "craft");
    draft.fields.extend(next_on.map(|day| set("next_on", day)));
    finish(studio, by, draft)
}

fn look<T>(studio: &Studio, me: u8, now: Millis, show: impl FnOnce(&Scene<'_>) -> T) -> T {
    let (model, guide): (ReadModel, _) = (studio.model(), guide());
    let freshness: BTreeMap<PersonId, LastSync> = [(person(1), studio.now.into())].into();
    let deliveries = BTreeMap::new();
    show(&Scene { model: &model, guide: &guide, me: person(me), now, freshness: &freshness, deliveries: &deliveries })
}

fn told(studio: &Studio, of: SummaryOf) -> Summary {
    look(studio, 1, studio.now, |scene| view::summary(scene, of)).unwrap()
}

fn term(studio: &Studio, key: &str) -> Option<TermPage> {
    look(studio, 1, studio.now, |scene| view::term_page(scene, key.parse().unwrap()))
}

#[test]
fn a_week_begins_on_monday_and_says_how_far_it_has_come() {
    let mut studio = studio();
    for on in ["2026-11-22", "2026-11-23", "2026-11-25", "2026-11-26"] {
        meet(&mut studio, 1, on, &[50]);
    }
    let week = told(&studio, SummaryOf::Week(0));
    let days = [week.first, week.last, week.through].map(|day| day.to_string());
    assert_eq!(days, ["2026-11-23", "2026-11-29", "2026-11-25"]);
    assert_eq!((week.meetings.len(), week.people), (2, 1), "one person, however often");
    let place = week.place.unwrap();
    assert_eq!((place.term.to_string().as_str(), place.week, place.holiday), ("2026-autumn", Some(13), false));
    assert_eq!(week.next.iter().map(|one| one.day.to_string()).collect::<Vec<_>>(), ["2026-11-26"]);
    let before = told(&studio, SummaryOf::Week(1));
    assert_eq!((before.first.to_string().as_str(), before.meetings.len()), ("2026-11-16", 1), "Sunday is its last day");
    let month = told(&studio, SummaryOf::Month(0));
    assert_eq!((month.first.to_string().as_str(), month.last.to_string().as_str()), ("2026-11-01", "2026-11-30"));
    assert_eq!((month.meetings.len(), told(&studio, SummaryOf::Term(0)).meetings.len()), (3, 3));
}

#[test]
fn a_week_with_one_day_of_term_is_its_first_and_a_week_of_holidays_says_so() {
    let mut studio = studio();
    let place = |studio: &mut Studio, on: &str| {
        studio.now = noon(on);
        told(studio, SummaryOf::Week(0)).place.unwrap()
    };
    assert_eq!(place(&mut studio, "2026-08-31").week, Some(1), "the term begins on the next day");
    let week = place(&mut studio, "2026-10-03");
    assert_eq!((week.week, week.breaks), (Some(5), vec!["国庆".to_owned()]));
    let last = place(&mut studio, "2027-01-24");
    assert_eq!((last.week, last.holiday), (Some(21), false), "Sunday of the term's last week");
    let week = place(&mut studio, "2027-01-25");
    assert_eq!((week.week, week.holiday, week.term.to_string()), (None, true, "2026-autumn".to_owned()));
    let owed = told(&studio, SummaryOf::Week(0)).missing;
    assert!(owed.iter().all(|gap| gap.id != "I4" && gap.id != "I5"), "nothing of the term is owed: {owed:?}");
    assert_eq!(told(&studio, SummaryOf::Term(0)).place.unwrap().term.to_string(), "2026-autumn");
}

#[test]
fn different_people_are_counted_once_and_so_is_what_two_recorded() {
    let mut studio = studio();
    let (a, b) = (meet(&mut studio, 1, "2026-11-24", &[50, 51, 3]), meet(&mut studio, 2, "2026-11-24", &[60, 51, 3]));
    guided(&mut studio, 1, 50, "2026-11-25", None);
    guided(&mut studio, 2, 60, "2026-11-25", None);
    let record = studio.fresh();
    finish(&mut studio, 2, outcome(record, "2026-11-24", person(2), "county"));
    let apart = told(&studio, SummaryOf::Week(0));
    assert_eq!((apart.meetings.len(), apart.doubts, apart.people), (2, 1, 4));
    studio.run(person(1), &Command::SameWork { a, b, answer: Answer::Same }).unwrap();
    studio.run(person(1), &Command::SamePerson { a: person(50), b: person(60), answer: Answer::Same }).unwrap();
    let week = told(&studio, SummaryOf::Week(0));
    assert_eq!((week.meetings.len(), week.doubts, week.meetings[0].people), (1, 0, 3));
    assert_eq!((week.people, week.rural), (3, 2));
    assert_eq!((week.guidance, week.guided.len(), week.guided[0].times), (2, 1, 2));
    assert_eq!(
        (week.outcomes[0].level_key.as_str(), week.outcomes[0].authors.as_slice()),
        ("level-county", ["王丽".to_owned()].as_slice())
    );
}

#[test]
fn drafts_are_said_and_not_counted_and_a_colleagues_is_not_even_said() {
    let mut studio = studio();
    for who in [1, 2] {
        let record = studio.fresh();
        studio.run(person(who), &Command::Save(activity(record, "2026-11-24", person(who), &[person(50)]))).unwrap();
    }
    let counted = |week: Summary| (week.meetings.len(), week.people, week.drafts);
    assert_eq!(counted(told(&studio, SummaryOf::Week(0))), (0, 0, 1));
    meet(&mut studio, 1, "2026-11-24", &[51]);
    assert_eq!(counted(told(&studio, SummaryOf::Week(0))), (1, 1, 1), "what was handed in is no draft");
}

#[test]
fn what_was_agreed_comes_next_and_what_no_record_shows_is_named_for_its_days() {
    let mut studio = studio();
    guided(&mut studio, 1, 50, "2026-11-10", Some("2026-11-24"));
    guided(&mut studio, 2, 51, "2026-11-10", Some("2026-12-01"));
    guided(&mut studio, 2, 3, "2026-11-10", Some("2026-12-10"));
    let week = told(&studio, SummaryOf::Week(0));
    let names = |list: &[view::SummaryNext]| list.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    assert_eq!(
        (names(&week.next), names(&week.unseen)),
        (vec!["马晓东".to_owned()], vec!["孙红梅（白庙小学）".to_owned()])
    );
    guided(&mut studio, 3, 50, "2026-11-25", None);
    assert!(told(&studio, SummaryOf::Week(0)).unseen.is_empty(), "they have met since");
    let last_term = told(&studio, SummaryOf::Term(1));
    assert!(last_term.next.is_empty(), "nothing comes next in what is long gone");
}

#[test]
fn a_term_that_is_over_opens_with_its_report_its_records_and_its_summary() {
    let mut studio = studio();
    for on in ["2026-03-02", "2026-07-10", "2026-07-11", "2026-09-01"] {
        meet(&mut studio, 1, on, &[50]);
    }
    assert!(term(&studio, "2026-autumn").is_none(), "it runs");
    let spring = term(&studio, "2026-spring").unwrap();
    assert_eq!((spring.records.total, spring.summary.meetings.len()), (2, 2), "both days of its edge");
    assert!(spring.report.indicators.iter().all(|one| one.closed_term == Some(spring.term)));
    let held = |page: &TermPage| page.report.indicators.iter().find(|one| one.id == "I5").unwrap().value;
    assert_eq!(held(&spring), 2);
    assert_eq!(spring.waiting, ["王丽", "刘洋"].map(str::to_owned).to_vec(), "who has not synced since");
    studio.now = noon("2027-03-01");
    let terms: Vec<String> = term(&studio, "2026-autumn").unwrap().terms.iter().map(ToString::to_string).collect();
    assert_eq!(terms, ["2026-autumn", "2026-spring"]);
    assert_eq!(told(&studio, SummaryOf::Term(0)).meetings.len(), 0, "the new term begins with nothing");
    assert_eq!(held(&term(&studio, "2026-spring").unwrap()), 2, "and the old one stays");
}

#[test]
fn of_a_term_that_is_over_nobody_is_said_to_hold_a_role_today() {
    let mut studio = studio();
    meet(&mut studio, 1, "2026-05-12", &[50]);
    let roles: Vec<_> = term(&studio, "2026-spring").unwrap().report.indicators;
    let roles: Vec<_> = roles.into_iter().filter(|one| one.period == Period::Today).collect();
    assert!(!roles.is_empty() && roles.iter().all(|one| one.note.is_empty()), "{roles:?}");
    let key = "2026-spring".parse().unwrap();
    let opened = |term| look(&studio, 1, studio.now, |scene| view::indicator(scene, &roles[0].id, term)).unwrap();
    assert_eq!(opened(Some(key)).indicator.note, "");
    assert!(!opened(None).indicator.note.is_empty(), "of today the guide's own words stand");
}

#[test]
fn what_comes_in_late_counts_for_the_term_in_which_it_was() {
    let mut studio = studio();
    meet(&mut studio, 1, "2026-05-12", &[50]);
    let before = term(&studio, "2026-spring").unwrap();
    meet(&mut studio, 2, "2026-06-02", &[51]);
    let after = term(&studio, "2026-spring").unwrap();
    assert_eq!((before.summary.people, after.summary.people), (1, 2));
}

#[test]
fn with_a_clock_set_back_a_summary_says_so_and_before_the_guides_terms_it_names_none() {
    let mut studio = studio();
    meet(&mut studio, 1, "2026-11-24", &[50]);
    let at = |day: &str, of| look(&studio, 1, noon(day), |scene| view::summary(scene, of));
    let week = at("2023-11-25", SummaryOf::Week(0)).unwrap();
    assert!(week.clock_behind && week.place.is_none() && week.meetings.is_empty());
    assert!(at("2023-11-25", SummaryOf::Term(0)).is_none());
    assert!(!at("2026-11-25", SummaryOf::Week(0)).unwrap().clock_behind);
}

#[test]
fn an_empty_studio_has_a_summary_that_says_what_is_missing() {
    let studio = studio();
    let week = told(&studio, SummaryOf::Week(0));
    assert!(week.meetings.is_empty() && week.guided.is_empty() && week.others.is_empty() && week.people == 0);
    assert!(week.missing.iter().any(|gap| gap.id == "I3" && gap.missing == 100), "{:?}", week.missing);
    let bytes = postcard::to_stdvec(&week).unwrap();
    assert_eq!(postcard::from_bytes::<Summary>(&bytes).unwrap(), week);
}

#[test]
fn of_a_term_before_anything_was_done_nothing_is_missing() {
    let mut studio = studio();
    assert!(told(&studio, SummaryOf::Term(1)).missing.is_empty());
    meet(&mut studio, 1, "2026-09-08", &[50]);
    let before = told(&studio, SummaryOf::Term(1));
    assert!(before.is_empty() && before.missing.is_empty(), "{before:?}");
    meet(&mut studio, 1, "2026-03-02", &[50]);
    let spring = told(&studio, SummaryOf::Term(1));
    assert!(!spring.is_empty() && !spring.missing.is_empty(), "{spring:?}");
}

#[test]
fn what_is_only_planned_for_these_days_is_not_told_as_done() {
    let mut studio = studio();
    let task = |done: Option<&str>| {
        let fields = [set("what", "印材料"), set("kind", "papers"), set("owner", person(1).to_string())];
        let days = [set("due", "2026-11-24")].into_iter().chain(done.map(|on| set("done_on", on)));
        fields.into_iter().chain(days).collect::<Vec<_>>()
    };
    let record = studio.fresh();
    finish(&mut studio, 1, Draft { record_type: RecordType::Task, record, fields: task(None) });
    assert!(told(&studio, SummaryOf::Week(0)).others.is_empty(), "due, and nobody says that it is done");
    let record = studio.fresh();
    finish(&mut studio, 1, Draft { record_type: RecordType::Task, record, fields: task(Some("2026-11-25")) });
    assert_eq!(told(&studio, SummaryOf::Week(0)).others, [(RecordType::Task, 1)]);
}

#[test]
fn work_without_a_line_of_its_own_is_counted_by_its_type() {
    let mut studio = studio();
    let record = studio.fresh();
    let fields = vec![
        set("kind", "teaching"),
        set("title", "一节课的反思"),
        set("content", "问题太多，等得太少。"),
        set("person", person(2).to_string()),
        set("day", "2026-11-24"),
    ];
    finish(&mut studio, 2, Draft { record_type: RecordType::Reflection, record, fields });
    meet(&mut studio, 1, "2026-11-24", &[50]);
    assert_eq!(told(&studio, SummaryOf::Week(0)).others, [(RecordType::Reflection, 1)]);
}
