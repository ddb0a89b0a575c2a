//! Closure as a chief and an officer read it.

use std::collections::BTreeMap;

use studio_core::access::{DocKind, Role};
use studio_core::closure::{ClosureReport, Forecast, Indicator, IndicatorState, report};
use studio_core::command::{Answer, Command};
use studio_core::edit::Edit;
use studio_core::guide::Source;
use studio_core::id::{PersonId, RecordId};
use studio_core::project::{Extension, Standing, Terms};
use studio_core::read::Member;
use studio_core::time::{DAY_MS, Millis};

use crate::paper::{Studio, activity, day, guide, mentoring, outcome, person};

fn closure(studio: &Studio) -> ClosureReport {
    report(&studio.model(), &guide(), studio.now, &BTreeMap::new()).unwrap()
}

fn indicator(studio: &Studio, id: &str) -> Indicator {
    closure(studio).indicators.into_iter().find(|indicator| indicator.id == id).unwrap()
}

#[test]
fn two_members_who_record_the_same_thirty_people_under_three_double_ids_count_thirty_once_joined() {
    let mut studio = Studio::new("2026-11-23");
    let id = |n: usize| person(u8::try_from(100 + n).unwrap());
    // the first three stand in the roster twice: once as each colleague wrote them
    for n in 0..33 {
        let who = if n < 30 { n } else { n - 30 };
        studio.put_person(id(n), &format!("教师{who}"), "白庙小学", "白庙乡");
    }
    let of_two: Vec<PersonId> = (0..30).map(id).collect();
    let of_three: Vec<PersonId> = (30..33).chain(3..30).map(id).collect();
    for (member, there) in [(2, of_two), (3, of_three)] {
        let record = studio.fresh();
        let draft = activity(record, "2026-11-20", person(member), &there);
        studio.run(person(member), &Command::Finish(draft)).unwrap();
    }
    let before = indicator(&studio, "I3");
    assert_eq!((before.value, before.possible_duplicates), (33, 3));
    for n in 0..3 {
        let command = Command::SamePerson { a: id(n), b: id(n + 30), answer: Answer::Same };
        studio.run(person(1), &command).unwrap();
    }
    let after = indicator(&studio, "I3");
    assert_eq!((after.value, after.possible_duplicates, after.people.len()), (30, 0, 30));
}

#[test]
fn one_meeting_that_two_members_recorded_is_proposed_and_counts_once_when_joined() {
    let mut studio = Studio::new("2026-11-23");
    let there: Vec<PersonId> = (50..58).map(person).collect();
    let (a, b) = (studio.fresh(), studio.fresh());
    let draft = activity(a, "2026-11-20", person(2), &there);
    studio.run(person(2), &Command::Finish(draft)).unwrap();
    let draft = activity(b, "2026-11-20", person(3), &there[..4]);
    studio.run(person(3), &Command::Finish(draft)).unwrap();
    let before = indicator(&studio, "I5");
    assert_eq!((before.value, before.possible_duplicates, before.merged), (2, 1, 0));
    studio.run(person(1), &Command::SameWork { a, b, answer: Answer::Same }).unwrap();
    let after = indicator(&studio, "I5");
    assert_eq!((after.value, after.possible_duplicates, after.merged), (1, 0, 1));
    assert_eq!(after.evidence.len(), 1);
    studio.run(person(1), &Command::SameWork { a, b, answer: Answer::Different }).unwrap();
    let apart = indicator(&studio, "I5");
    assert_eq!((apart.value, apart.possible_duplicates), (2, 0));
}

#[test]
fn fewer_than_half_of_the_people_in_common_is_another_meeting() {
    let mut studio = Studio::new("2026-11-23");
    let there: Vec<PersonId> = (50..59).map(person).collect();
    for (member, people) in [(2, &there[..]), (3, &there[..4])] {
        let record = studio.fresh();
        let draft = activity(record, "2026-11-20", person(member), people);
        studio.run(person(member), &Command::Finish(draft)).unwrap();
    }
    assert_eq!(indicator(&studio, "I5").possible_duplicates, 0);
}

#[test]
fn a_draft_counts_nowhere_and_a_later_edit_does_not_undo_handing_in() {
    let mut studio = Studio::new("2026-11-23");
    studio.put_person(person(50), "孙红梅", "白庙小学", "白庙乡");
    let record = studio.fresh();
    studio.run(person(2), &Command::Save(activity(record, "2026-11-20", person(2), &[person(50)]))).unwrap();
    assert_eq!((indicator(&studio, "I3").value, indicator(&studio, "I5").value), (0, 0));
    let version = studio.model().activity(record).unwrap().version.unwrap();
    studio.run(person(2), &Command::Submit { record, version }).unwrap();
    assert_eq!((indicator(&studio, "I3").value, indicator(&studio, "I5").value), (1, 1));
    let mut edit = crate::paper::set("topic", "换了主题");
    edit.seen = Some("大单元教学设计：从一篇到一组".into());
    let mut draft = activity(record, "2026-11-20", person(2), &[]);
    draft.fields = vec![edit];
    studio.run(person(2), &Command::Save(draft)).unwrap();
    assert_eq!(indicator(&studio, "I5").value, 1);
}

#[test]
fn people_whom_the_roster_does_not_know_are_named_as_unknown_not_counted() {
    let mut studio = Studio::new("2026-11-23");
    let record = studio.fresh();
    let draft = activity(record, "2026-11-20", person(2), &[person(50), person(51), person(3)]);
    studio.run(person(2), &Command::Finish(draft)).unwrap();
    let reached = indicator(&studio, "I3");
    assert_eq!((reached.value, reached.unknown_people), (0, 3));
}

#[test]
fn what_has_no_target_is_not_judged_and_papers_are() {
    let report = closure(&Studio::new("2026-11-23"));
    let states: Vec<(&str, IndicatorState)> = report.indicators.iter().map(|i| (i.id.as_str(), i.state)).collect();
    for id in ["I10", "I11"] {
        assert!(states.contains(&(id, IndicatorState::Missing)), "{id}");
    }
    assert!(states.contains(&("I9", IndicatorState::NoTarget)));
    assert_eq!((report.judged, report.met), (11, 1));
}

#[test]
fn the_deadline_of_the_notice_has_passed_and_an_extension_gives_days_again() {
    let mut studio = Studio::new("2026-11-24");
    let overdue = closure(&studio);
    assert_eq!(overdue.deadline.last_day, day("2025-12-31"));
    assert_eq!(overdue.deadline.standing, Standing::Overdue(328));
    assert_eq!(overdue.money_at_risk_fen, 10_000_000);
    let until = day("2026-12-31");
    let extension = Some(Extension { until, reason: "省厅批复延期".to_owned() });
    studio.facts.terms = Some(Terms { direction: 4, extension, ..Terms::default() });
    let extended = closure(&studio);
    assert_eq!(extended.deadline.standing, Standing::DaysLeft(37));
    assert_eq!(extended.deadline.original, day("2025-12-31"));
    assert_eq!(Standing::of(until, until), Standing::DaysLeft(0));
    studio.facts.terms = Some(Terms { direction: 9, ..Terms::default() });
    assert!(report(&studio.model(), &guide(), studio.now, &BTreeMap::new()).is_none());
}

#[test]
fn a_forecast_follows_the_pace_of_the_term_and_is_silent_where_there_is_none() {
    let mut studio = Studio::new("2026-10-30"); // the 60th day of the term
    assert_eq!(indicator(&studio, "I5").forecast, Forecast::Unknown);
    assert_eq!(indicator(&studio, "I1").forecast, Forecast::Met);
    assert_eq!(indicator(&studio, "I2").forecast, Forecast::Unknown, "people in post have no pace");
    for _ in 0..4 {
        let record = studio.fresh();
        let draft = activity(record, "2026-10-20", person(2), &[person(3)]);
        studio.run(person(2), &Command::Finish(draft)).unwrap();
    }
    // four in 60 days: four more take another 60
    assert_eq!(indicator(&studio, "I5").forecast, Forecast::About(day("2026-12-29")));
    studio.now = crate::paper::noon("2027-01-20");
    assert_eq!(indicator(&studio, "I5").forecast, Forecast::NotThisTerm);
    studio.now = crate::paper::noon("2027-02-01");
    assert_eq!(indicator(&studio, "I5").forecast, Forecast::Unknown, "no pressure in holidays");
    assert_eq!(indicator(&studio, "I5").value, 4, "in holidays the last term stands");
}

#[test]
fn data_as_of_names_who_has_not_synced() {
    let studio = Studio::new("2026-11-24");
    let ago = |hours: i64| Millis(studio.now.0 - hours * 3_600_000);
    let synced = BTreeMap::from(
        [(1, ago(2)), (2, ago(5)), (3, Millis(studio.now.0 - 4 * DAY_MS))].map(|(n, at)| (person(n), at.into())),
    );
    let fresh = report(&studio.model(), &guide(), studio.now, &synced).unwrap().freshness;
    assert_eq!(fresh.as_of, Some(ago(5)));
    assert_eq!(fresh.stale().map(|m| m.person).collect::<Vec<_>>(), [person(3)]);
    let never = report(&studio.model(), &guide(), studio.now, &BTreeMap::new()).unwrap().freshness;
    assert_eq!((never.as_of, never.stale().count()), (None, 3));
}

#[test]
fn the_chiefs_guidance_of_backbone_teachers_counts_people_in_this_term() {
    let mut studio = Studio::new("2026-11-23");
    let logs = [("2026-11-02", 1, 2), ("2026-11-09", 1, 2), ("2026-06-01", 1, 3), ("2026-11-02", 2, 3)];
    for (day, mentor, mentee) in logs {
        let record = studio.fresh();
        let draft = mentoring(record, day, person(mentor), person(mentee), "craft");
        studio.run(person(1), &Command::Finish(draft)).unwrap();
    }
    let guided = indicator(&studio, "I4");
    assert_eq!((guided.value, guided.people[0].person, guided.people[0].times), (1, person(2), 2));
}

#[test]
fn a_backbone_teacher_is_no_rural_teacher_before_or_after_on_the_days_of_the_role() {
    let mut studio = Studio::new("2026-11-23");
    studio.put_person(person(2), "王丽", "赵桥小学", "赵桥乡");
    studio.put_person(person(4), "刘洋", "赵桥小学", "赵桥乡");
    let (since, until) = (day("2026-09-01"), Some(day("2026-10-31")));
    studio.facts.members.push(Member { person: person(4), role: Role::Backbone, since, until });
    let meet = |studio: &mut Studio, on: &str| {
        let record = studio.fresh();
        let draft = activity(record, on, person(1), &[person(2), person(4)]);
        studio.run(person(1), &Command::Finish(draft)).unwrap();
    };
    meet(&mut studio, "2026-10-15");
    assert_eq!(indicator(&studio, "I3").value, 0);
    meet(&mut studio, "2026-11-15");
    let reached = indicator(&studio, "I3");
    assert_eq!((reached.value, reached.people[0].person), (1, person(4)));
}

#[test]
fn outcomes_are_listed_by_level_and_nothing_is_demanded() {
    let mut studio = Studio::new("2026-11-23");
    for level in ["county", "county", "province"] {
        let record = studio.fresh();
        studio.run(person(2), &Command::Finish(outcome(record, "2026-10-10", person(2), level))).unwrap();
    }
    let outcomes = indicator(&studio, "I9");
    assert_eq!((outcomes.value, outcomes.state), (3, IndicatorState::NoTarget));
    let parts: Vec<(&str, i64)> = outcomes.parts.iter().map(|p| (p.label_key.as_str(), p.count)).collect();
    assert_eq!(parts, [("level-province", 1), ("level-county", 2)]);
}

#[test]
fn one_township_with_and_without_its_ending_counts_once() {
    let mut studio = Studio::new("2026-11-23");
    for (n, township) in [(50, "柳河乡"), (51, "柳河"), (52, "石佛镇"), (53, "")] {
        studio.put_person(person(n), &format!("教师{n}"), "柳河小学", township);
    }
    let record = studio.fresh();
    let there: Vec<PersonId> = (50..54).map(person).collect();
    studio.run(person(1), &Command::Finish(activity(record, "2026-11-20", person(1), &there))).unwrap();
    let covered = indicator(&studio, "I8");
    assert_eq!(covered.value, 2);
    let parts: Vec<(&str, i64)> = covered.parts.iter().map(|part| (part.name.as_str(), part.count)).collect();
    assert_eq!(parts, [("柳河乡", 2), ("石佛镇", 1)]);
}

#[test]
fn somebody_written_by_name_alone_is_asked_about_and_counts_once_when_answered() {
    let mut studio = Studio::new("2026-11-23");
    studio.put_person(person(50), "孟霞", "", "");
    studio.put_person(person(51), "孟霞", "柳河小学", "柳河乡");
    let record = studio.fresh();
    let draft = activity(record, "2026-11-20", person(1), &[person(50), person(51)]);
    studio.run(person(1), &Command::Finish(draft)).unwrap();
    let before = indicator(&studio, "I3");
    assert_eq!((before.value, before.possible_duplicates), (2, 1));
    let same = Command::SamePerson { a: person(50), b: person(51), answer: Answer::Same };
    studio.run(person(1), &same).unwrap();
    studio.put_person(person(52), "孟霞", "赵桥小学", "赵桥乡");
    let after = indicator(&studio, "I3");
    assert_eq!((after.value, after.possible_duplicates), (1, 0), "her school is known by now");
}

#[test]
fn a_month_of_birth_written_in_words_makes_nobody_young() {
    let mut studio = Studio::new("2026-11-23");
    let born = [(50, "1971年5月"), (51, "1971"), (52, "1971.5"), (53, "1990"), (54, "1991年")];
    for (n, born) in born {
        studio.put_person(person(n), &format!("教师{n}"), "柳河小学", "柳河乡");
        let record = RecordId(person(n).0);
        let fields = vec![crate::paper::set("born", born)];
        studio.write(person(1), &Edit { kind: DocKind::Roster, record, fields });
        for dimension in ["politics", "ethics", "craft"] {
            let record = studio.fresh();
            let draft = mentoring(record, "2026-11-20", person(1), person(n), dimension);
            studio.run(person(1), &Command::Finish(draft)).unwrap();
        }
    }
    let young = indicator(&studio, "I7");
    let who: Vec<PersonId> = young.people.iter().map(|p| p.person).collect();
    assert_eq!(who, [person(53), person(54)], "of 1990 nobody knows that 36 years are over");
}

#[test]
fn everything_that_is_counted_may_be_met_while_something_is_still_to_be_handed_in_apart() {
    let report = closure(&Studio::new("2026-11-23"));
    assert!(report.apart.is_empty(), "direction four counts all of its own");
    assert_eq!(report.outlook.unwritten, ["方案案例", "机制文件"]);
    let met = ClosureReport { met: report.judged, apart: vec!["相关系统".to_owned()], ..report.clone() };
    assert!(met.is_met() && !met.is_ready());
    assert!(ClosureReport { apart: Vec::new(), ..met }.is_ready());
}

#[test]
fn a_forecast_after_the_deadline_says_by_how_many_days_and_what_holds_it_up() {
    let mut studio = Studio::new("2026-10-30"); // the 60th day of the term
    let until = day("2026-11-28");
    let extension = Some(Extension { until, reason: String::new() });
    studio.facts.terms = Some(Terms { direction: 4, extension, ..Terms::default() });
    for _ in 0..4 {
        let record = studio.fresh();
        let draft = activity(record, "2026-10-20", person(2), &[person(3)]);
        studio.run(person(2), &Command::Finish(draft)).unwrap();
    }
    let outlook = closure(&studio).outlook;
    assert_eq!((outlook.last, outlook.days_late), (Some(day("2026-12-29")), 31));
    let by = outlook.held_up_by.unwrap();
    assert_eq!((by.id.as_str(), by.missing, by.target_source), ("I5", 4, Source::Example));
    studio.facts.terms = Some(Terms { direction: 4, deadline: Some(day("2026-12-31")), ..Terms::default() });
    let outlook = closure(&studio).outlook;
    assert_eq!((outlook.days_late, outlook.held_up_by), (0, None));
}
