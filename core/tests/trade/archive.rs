//! 成长档案: what a person did by term, what was agreed and kept, and what waits for their answer.

use std::collections::BTreeMap;

use studio_core::command::{Answer, Command, Draft};
use studio_core::id::{PersonId, RecordId};
use studio_core::read::ReadModel;
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::term::TermKey;
use studio_core::time::Millis;
use studio_core::view::{self, Archive, PartIn, Promise, PromiseNow, Scene, Stretch};
use studio_core::wire::LastSync;

use crate::paper::{Studio, activity, guide, mentoring, noon, outcome, person, set};

/// A chief, two backbone teachers, two rural teachers, one of them under two ids.
fn studio() -> Studio {
    let mut studio = Studio::new("2026-11-23");
    let people = [
        (1, "周慧敏", "赵桥小学"),
        (2, "王丽", "赵桥小学"),
        (3, "刘洋", "西邵小学"),
        (50, "孙红梅", "白庙小学"),
        (51, "马晓东", "白庙小学"),
        (60, "孙红梅", ""),
    ];
    for (n, name, school) in people {
        studio.put_person(person(n), name, school, "白庙乡");
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

/// A guidance with the day of the next one, where one was agreed.
fn guided(studio: &mut Studio, by: u8, whom: u8, on: &str, next_on: Option<&str>) -> RecordId {
    let record = studio.fresh();
    let mut draft = mentoring(record, on, person(by), person(whom), "craft");
    draft.fields.extend(next_on.map(|day| set("next_on", day)));
    finish(studio, by, draft)
}

/// A lesson of somebody that somebody observed, with what was agreed.
fn observed(studio: &mut Studio, by: u8, whom: u8, on: &str, check_on: Option<&str>) -> RecordId {
    let record = studio.fresh();
    let mut fields = vec![
        set("teacher", person(whom).to_string()),
        set("observer", person(by).to_string()),
        set("day", on),
        set("subject", "语文"),
        set("lesson_title", "落花生"),
        set("strengths", "问题有层次。"),
        set("suggestions", "多等学生两秒。"),
        set("score", 88),
    ];
    fields.extend(check_on.into_iter().flat_map(|day| [set("next_step", "把问题写进教案"), set("check_on", day)]));
    finish(studio, by, Draft { record_type: RecordType::Observation, record, fields })
}

fn seen<T>(studio: &Studio, me: u8, look: impl FnOnce(&Scene<'_>) -> T) -> T {
    seen_with(studio, me, studio.now, &BTreeMap::new(), look)
}

fn seen_with<T>(
    studio: &Studio,
    me: u8,
    now: Millis,
    freshness: &BTreeMap<PersonId, LastSync>,
    look: impl FnOnce(&Scene<'_>) -> T,
) -> T {
    let (model, guide): (ReadModel, _) = (studio.model(), guide());
    let deliveries = BTreeMap::new();
    look(&Scene { model: &model, guide: &guide, me: person(me), now, freshness, deliveries: &deliveries })
}

fn of(studio: &Studio, n: u8) -> Archive {
    seen(studio, 1, |scene| view::archive(scene, person(n), None)).unwrap()
}

fn key(text: &str) -> TermKey {
    text.parse().unwrap()
}

/// Meetings and minutes of each stretch.
fn hours(archive: &Archive) -> Vec<(Stretch, usize, i64)> {
    archive.stretches.iter().map(|part| (part.when, part.tally.meetings, part.tally.minutes)).collect()
}

#[test]
fn hours_stand_by_term_and_a_meeting_that_two_recorded_gives_them_once() {
    let mut studio = studio();
    let (a, b) = (meet(&mut studio, 1, "2026-11-20", &[50]), meet(&mut studio, 2, "2026-11-20", &[50, 51]));
    meet(&mut studio, 1, "2026-05-12", &[50]);
    let terms = [Stretch::Term(key("2026-autumn")), Stretch::Term(key("2026-spring"))];
    assert_eq!(hours(&of(&studio, 50)), [(terms[0], 2, 240), (terms[1], 1, 120)], "nobody has joined them yet");
    studio.run(person(3), &Command::SameWork { a, b, answer: Answer::Same }).unwrap_err();
    studio.run(person(1), &Command::SameWork { a, b, answer: Answer::Same }).unwrap();
    let archive = of(&studio, 50);
    assert_eq!(hours(&archive), [(terms[0], 1, 120), (terms[1], 1, 120)]);
    assert_eq!((archive.total.meetings, archive.total.minutes), (2, 240));
    assert_eq!((archive.stretches[0].rows.len(), archive.stretches[0].rows[0].joined), (1, 1));
    let one = seen(&studio, 1, |scene| view::archive(scene, person(50), Some(key("2026-spring")))).unwrap();
    assert_eq!((one.total.meetings, one.terms.len()), (1, 2), "one term, and the other can be asked for");
}

#[test]
fn who_was_on_leave_was_not_there_and_the_archive_says_why() {
    let mut studio = studio();
    let record = studio.fresh();
    let mut draft = activity(record, "2026-11-20", person(1), &[person(51)]);
    draft.fields.push(set(&format!("attendance/{}", person(50)), "leave"));
    finish(&mut studio, 1, draft);
    let archive = of(&studio, 50);
    assert_eq!((archive.total.meetings, archive.total.minutes), (0, 0));
    assert_eq!(archive.stretches[0].rows[0].parts, [PartIn::Leave]);
    let joined = meet(&mut studio, 2, "2026-11-20", &[50, 51]);
    studio.run(person(1), &Command::SameWork { a: record, b: joined, answer: Answer::Same }).unwrap();
    let archive = of(&studio, 50);
    assert_eq!(archive.total.meetings, 1, "a colleague saw them there");
    assert_eq!(archive.stretches[0].rows[0].parts, [PartIn::Field("attendance".to_owned())]);
}

#[test]
fn a_term_holds_its_first_and_last_day_and_the_days_between_two_are_holidays() {
    let mut studio = studio();
    studio.now = noon("2027-03-01");
    for on in ["2026-08-31", "2026-09-01", "2027-01-22", "2027-01-23", "2027-02-21", "2027-02-22", "2024-08-01"] {
        meet(&mut studio, 1, on, &[50]);
    }
    let (autumn, spring) = (key("2026-autumn"), key("2027-spring"));
    let stretches = [
        (Stretch::Term(spring), 1, 120),
        (Stretch::Holiday(autumn), 2, 240),
        (Stretch::Term(autumn), 2, 240),
        (Stretch::Holiday(key("2026-spring")), 1, 120),
        (Stretch::Before, 1, 120),
    ];
    assert_eq!(hours(&of(&studio, 50)), stretches);
    let one = seen(&studio, 1, |scene| view::archive(scene, person(50), Some(autumn))).unwrap();
    let days = [one.first, one.last].map(|day| day.unwrap().to_string());
    assert_eq!(days, ["2026-09-01", "2027-01-22"]);
}

#[test]
fn what_lies_ahead_or_is_a_draft_counts_nowhere_and_drafts_are_told_to_their_author_alone() {
    let mut studio = studio();
    meet(&mut studio, 1, "2026-11-24", &[50]);
    let record = studio.fresh();
    studio.run(person(2), &Command::Save(activity(record, "2026-11-20", person(2), &[person(50)]))).unwrap();
    let archive = of(&studio, 50);
    assert_eq!(hours(&archive), [(Stretch::Ahead, 0, 0)]);
    assert_eq!((archive.total.meetings, archive.drafts), (0, 0));
    assert_eq!(seen(&studio, 2, |scene| view::archive(scene, person(50), None)).unwrap().drafts, 1);
}

#[test]
fn a_person_under_two_ids_has_one_archive_under_either() {
    let mut studio = studio();
    meet(&mut studio, 1, "2026-11-20", &[50]);
    guided(&mut studio, 1, 60, "2026-11-12", None);
    assert_eq!(of(&studio, 50).total.guided, 0);
    studio.run(person(1), &Command::SamePerson { a: person(50), b: person(60), answer: Answer::Same }).unwrap();
    for id in [50, 60] {
        let total = of(&studio, id).total;
        assert_eq!((total.meetings, total.guided), (1, 1));
        let craft = ("dimension-craft".to_owned(), 1);
        assert!(total.dimensions.len() == 3 && total.dimensions.contains(&craft), "{:?}", total.dimensions);
    }
}

/// Due, and how it stands: kept (late or not) by whom, open, unseen.
fn told(promise: &Promise) -> (String, String) {
    let due = promise.due.map(|day| day.to_string()).unwrap_or_default();
    let now = match &promise.now {
        PromiseNow::Kept { late, by, .. } => format!("{}{by}", if *late { "late " } else { "kept " }),
        PromiseNow::Open => "open".to_owned(),
        PromiseNow::Unseen => "unseen".to_owned(),
    };
    (due, now)
}

#[test]
fn a_promise_is_kept_by_a_later_visit_late_after_its_day_and_unseen_is_not_undone() {
    let mut studio = studio();
    observed(&mut studio, 1, 50, "2026-09-10", Some("2026-09-24"));
    guided(&mut studio, 2, 50, "2026-09-20", Some("2026-10-12"));
    guided(&mut studio, 1, 50, "2026-10-20", Some("2026-11-10"));
    guided(&mut studio, 1, 51, "2026-11-20", Some("2026-11-23"));
    let said = |n: u8| -> Vec<(String, String)> { of(&studio, n).promises.iter().map(told).collect() };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    let of_sun = [pair("2026-11-10", "unseen"), pair("2026-10-12", "late 周慧敏"), pair("2026-09-24", "kept 王丽")];
    assert_eq!(said(50), of_sun);
    assert_eq!(said(51), [pair("2026-11-23", "open")], "its own day has not passed");
    let of_chief = of(&studio, 1);
    assert_eq!(of_chief.promises.len(), 3, "those that she made");
    assert!(of_chief.promises.iter().all(|one| one.given), "{:?}", of_chief.promises);
    assert_eq!(of_chief.promises[0].with, "马晓东");
}

#[test]
fn a_colleagues_record_of_the_same_lesson_keeps_no_promise_and_neither_does_a_draft() {
    let mut studio = studio();
    let a = observed(&mut studio, 1, 50, "2026-11-02", Some("2026-11-16"));
    let b = observed(&mut studio, 2, 50, "2026-11-03", None);
    let now = |studio: &Studio| of(studio, 50).promises[0].now.clone();
    assert!(matches!(now(&studio), PromiseNow::Kept { .. }));
    studio.run(person(1), &Command::SameWork { a, b, answer: Answer::Same }).unwrap();
    let record = studio.fresh();
    let draft = mentoring(record, "2026-11-18", person(1), person(50), "craft");
    studio.run(person(1), &Command::Save(draft)).unwrap();
    assert_eq!(now(&studio), PromiseNow::Unseen);
}

#[test]
fn ones_own_plan_and_task_are_promises_that_their_own_record_keeps() {
    let mut studio = studio();
    let plan = |studio: &mut Studio, to: &str, on: Option<&str>| {
        let record = studio.fresh();
        let mut fields = vec![
            set("person", person(2).to_string()),
            set("goal", "上好一节县级公开课"),
            set("from", "2026-09-01"),
            set("to", to),
        ];
        fields.extend(on.map(|day| set("reviews/a1/on", day)));
        finish(studio, 2, Draft { record_type: RecordType::Growth, record, fields })
    };
    plan(&mut studio, "2026-11-01", Some("2026-11-05"));
    plan(&mut studio, "2026-10-01", None);
    plan(&mut studio, "2027-01-20", Some("2026-11-05"));
    let record = studio.fresh();
    let fields = vec![
        set("what", "写完实践案例初稿"),
        set("kind", "papers"),
        set("owner", person(2).to_string()),
        set("due", "2026-11-15"),
        set("done_on", "2026-11-14"),
    ];
    finish(&mut studio, 2, Draft { record_type: RecordType::Task, record, fields });
    let archive = of(&studio, 2);
    let said: Vec<_> = archive.promises.iter().map(told).collect();
    let pairs = [("2027-01-20", "open"), ("2026-11-15", "kept "), ("2026-11-01", "late "), ("2026-10-01", "unseen")];
    assert_eq!(said, pairs.map(|(due, now)| (due.to_owned(), now.to_owned())));
    assert_eq!(archive.own.len(), 3);
    let listed = archive.stretches.iter().flat_map(|part| &part.rows);
    assert!(listed.map(|row| row.row.record_type).all(|of| of != RecordType::Task), "a task is the studio's");
}

#[test]
fn observed_lessons_give_words_and_no_marks_and_outcomes_stand_by_level() {
    let mut studio = studio();
    observed(&mut studio, 1, 50, "2026-11-02", None);
    for (who, level) in [(2, "county"), (3, "province")] {
        let record = studio.fresh();
        finish(&mut studio, who, outcome(record, "2026-10-10", person(50), level));
    }
    let archive = of(&studio, 50);
    assert_eq!((archive.lessons.len(), archive.total.lessons), (1, 1));
    assert_eq!(archive.lessons[0].said[0].strengths, "问题有层次。");
    assert!(!format!("{:?}", archive.lessons).contains("88"), "no score of a person");
    let levels = [("level-province".to_owned(), 1), ("level-county".to_owned(), 1)];
    assert_eq!(archive.total.outcomes, levels);
    assert_eq!(of(&studio, 1).total.observing, 1);
}

#[test]
fn nobody_knows_anything_of_somebody_new_and_nothing_at_all_of_somebody_else() {
    let studio = studio();
    let archive = of(&studio, 51);
    assert!(archive.stretches.is_empty() && archive.promises.is_empty() && archive.terms.is_empty());
    assert_eq!((archive.first, archive.last, archive.total.minutes), (None, None, 0));
    assert!(seen(&studio, 1, |scene| view::archive(scene, person(99), None)).is_none());
}

#[test]
fn four_hundred_records_stand_each_once() {
    let mut studio = studio();
    let mut model = studio.model();
    for n in 0..400 {
        let record = studio.fresh();
        let on = format!("2026-{:02}-{:02}", 9 + n % 2, 1 + n % 28);
        let draft = activity(record, &on, person(1), &[person(50)]);
        studio.run_on(&mut model, person(1), &Command::Finish(draft)).unwrap();
    }
    let archive = of(&studio, 50);
    assert_eq!((archive.total.meetings, archive.total.minutes), (400, 48_000));
    assert_eq!(archive.stretches.iter().map(|part| part.rows.len()).sum::<usize>(), 400);
}

#[test]
fn a_clock_that_is_behind_the_server_is_said_and_nothing_of_later_is_called_missing() {
    let mut studio = studio();
    guided(&mut studio, 1, 50, "2026-09-10", Some("2026-10-12"));
    let freshness: BTreeMap<PersonId, LastSync> = [(person(1), studio.now.into())].into();
    let at = |day: &str| seen_with(&studio, 1, noon(day), &freshness, |scene| view::archive(scene, person(50), None));
    let archive = at("2026-09-30").unwrap();
    assert!(archive.clock_behind);
    assert_eq!(archive.promises[0].now, PromiseNow::Open);
    let archive = at("2026-11-23").unwrap();
    assert!(!archive.clock_behind);
    assert_eq!(archive.promises[0].now, PromiseNow::Unseen);
}

#[test]
fn what_others_wrote_of_ones_lessons_and_guidance_waits_until_it_is_answered() {
    let mut studio = studio();
    let lesson = observed(&mut studio, 1, 2, "2026-11-02", None);
    let talk = guided(&mut studio, 3, 2, "2026-11-10", None);
    guided(&mut studio, 2, 50, "2026-11-11", None);
    observed(&mut studio, 1, 50, "2026-11-12", None);
    let waiting = |studio: &Studio, me: u8| -> Vec<RecordId> {
        seen(studio, me, view::awaiting).into_iter().map(|row| row.record).collect()
    };
    assert_eq!((waiting(&studio, 2), waiting(&studio, 1)), (vec![talk, lesson], vec![]));
    assert_eq!(seen(&studio, 2, view::me).awaiting, 2);
    let record = studio.fresh();
    let fields = vec![set("record", lesson.to_string()), set("day", "2026-11-20"), set("text", "谢谢，我试了。")];
    let answer = Command::Save(Draft { record_type: RecordType::Reply, record, fields });
    studio.run(person(2), &answer).unwrap();
    assert_eq!(waiting(&studio, 2), [talk]);
    let page = |me: u8| seen(&studio, me, |scene| view::person_page(scene, person(2))).unwrap();
    assert_eq!((page(2).awaiting.len(), page(1).awaiting.len()), (1, 0), "it is nobody else's business");
    let taken_back = Command::Delete { record };
    studio.run(person(2), &taken_back).unwrap();
    assert_eq!(waiting(&studio, 2).len(), 2);
}

#[test]
fn an_archive_holds_no_month_of_birth_and_survives_the_way_to_the_page() {
    let mut studio = studio();
    let born = Command::Save(Draft {
        record_type: RecordType::Person,
        record: RecordId(person(50).0),
        fields: vec![set("born", Scalar::from("1989-07"))],
    });
    studio.run(person(1), &born).unwrap();
    meet(&mut studio, 1, "2026-11-20", &[50]);
    let archive = of(&studio, 50);
    assert!(!format!("{archive:?}").contains("1989"), "{archive:?}");
    assert_eq!(postcard::from_bytes::<Archive>(&postcard::to_stdvec(&archive).unwrap()).unwrap(), archive);
}
