//! The work of a whole year beside meetings, guidance and outcomes: lessons observed by several, answers, plans, money,
//! surveys; and which types stand in front.

use std::collections::BTreeMap;

use studio_core::command::{Command, CommandError, Draft, problems};
use studio_core::id::RecordId;
use studio_core::read::ReadModel;
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::view::{self, LastVisit, RecordDetail, RecordQuery, Scene};

use crate::paper::{Studio, activity, guide, person, set};

fn studio() -> Studio {
    let mut studio = Studio::new("2026-11-23");
    for (n, name) in [(1, "周慧敏"), (2, "王丽"), (3, "刘洋"), (50, "孙红梅")] {
        studio.put_person(person(n), name, "赵桥小学", "赵桥乡");
    }
    studio
}

fn seen<T>(studio: &Studio, me: u8, show: impl Fn(&Scene<'_>) -> T) -> T {
    let (model, guide): (ReadModel, _) = (studio.model(), guide());
    let (freshness, deliveries) = (BTreeMap::new(), BTreeMap::new());
    let now = studio.now;
    show(&Scene { model: &model, guide: &guide, me: person(me), now, freshness: &freshness, deliveries: &deliveries })
}

fn detail(studio: &Studio, me: u8, record: RecordId) -> RecordDetail {
    seen(studio, me, |scene| view::record_detail(scene, record)).unwrap()
}

/// A lesson of 50 that somebody observed, with what they ticked.
fn observed(studio: &mut Studio, by: u8, on: &str, marks: &[(&str, bool)]) -> RecordId {
    let record = studio.fresh();
    let mut fields = vec![
        set("teacher", person(50).to_string()),
        set("observer", person(by).to_string()),
        set("day", on),
        set("subject", "语文"),
        set("lesson_title", "《落花生》"),
        set("strengths", "目标清楚。"),
        set("suggestions", "问完数到三再叫人。"),
        set("next_step", "问题写在教案里。"),
    ];
    fields.extend(marks.iter().map(|(word, yes)| set(&format!("rubric/{word}"), *yes)));
    let draft = Draft { record_type: RecordType::Observation, record, fields };
    studio.run(person(by), &Command::Finish(draft)).unwrap();
    record
}

fn answer(record: RecordId, to: RecordId, text: &str) -> Command {
    let fields = vec![set("text", text), set("record", to.to_string()), set("day", "2026-11-23")];
    Command::Save(Draft { record_type: RecordType::Reply, record, fields })
}

#[test]
fn two_who_sat_in_one_lesson_are_asked_whether_it_is_one_and_see_where_they_agree() {
    let mut studio = studio();
    let one = observed(&mut studio, 1, "2026-11-20", &[("goal", true), ("many", false)]);
    let two = observed(&mut studio, 2, "2026-11-20", &[("goal", true), ("many", true)]);
    assert_eq!(detail(&studio, 1, one).maybe_same.len(), 1);
    assert_eq!(detail(&studio, 1, one).agreement, None, "two lessons until somebody says that they are one");
    let same = Command::SameWork { a: one, b: two, answer: studio_core::command::Answer::Same };
    studio.run(person(1), &same).unwrap();
    let agreement = detail(&studio, 2, two).agreement.unwrap();
    assert_eq!(agreement.alike, ["目标清楚，学生知道要学会什么"]);
    assert_eq!(agreement.apart, ["多数学生参与，不只几个举手的"]);
    assert_eq!(detail(&studio, 1, one).joined.len(), 1);
}

#[test]
fn one_observer_who_wrote_two_lessons_of_a_day_is_asked_nothing() {
    let mut studio = studio();
    let one = observed(&mut studio, 1, "2026-11-20", &[]);
    observed(&mut studio, 1, "2026-11-20", &[]);
    assert!(detail(&studio, 1, one).maybe_same.is_empty());
}

#[test]
fn the_next_visit_opens_with_the_promised_step_and_what_was_weakest() {
    let mut studio = studio();
    observed(&mut studio, 2, "2026-10-12", &[("many", false), ("goal", false)]);
    let last = observed(&mut studio, 1, "2026-11-09", &[("many", false), ("goal", true)]);
    let visit = |studio: &Studio, me: u8, own: RecordId| -> Option<LastVisit> {
        seen(studio, me, |scene| view::last_visit(scene, person(50), own))
    };
    let found = visit(&studio, 3, RecordId([9; 16])).unwrap();
    assert_eq!((found.record, found.next_step.as_str()), (last, "问题写在教案里。"));
    assert_eq!(found.weakest, ["多数学生参与，不只几个举手的", "目标清楚，学生知道要学会什么"]);
    assert_ne!(visit(&studio, 3, last).unwrap().record, last, "the form's own record is not its last visit");
    let draft = studio.fresh();
    let fields = vec![set("teacher", person(50).to_string()), set("day", "2026-11-20"), set("next_step", "草稿")];
    let save = Command::Save(Draft { record_type: RecordType::Observation, record: draft, fields });
    studio.run(person(1), &save).unwrap();
    assert_eq!(visit(&studio, 3, RecordId([9; 16])).unwrap().record, last, "a draft is nobody's promise");
}

#[test]
fn the_one_who_taught_answers_and_nobody_elses_record_changes() {
    let mut studio = studio();
    let lesson = observed(&mut studio, 1, "2026-11-20", &[]);
    let before = detail(&studio, 1, lesson);
    let reply = studio.fresh();
    studio.run(person(2), &answer(reply, lesson, "下节课先数到三。")).unwrap();
    let after = detail(&studio, 1, lesson);
    assert_eq!((after.version, after.row.state, after.problems.len()), (before.version, before.row.state, 0));
    let said = &after.replies[0];
    assert_eq!((said.name.as_str(), said.text.as_str(), said.mine), ("王丽", "下节课先数到三。", false));
    assert!(after.replies[0].older, "it named no version");
    assert!(!after.may_reply && detail(&studio, 2, lesson).may_reply && detail(&studio, 2, lesson).replies[0].mine);
    let lists = seen(&studio, 2, |scene| view::record_list(scene, &RecordQuery::default()).total);
    assert_eq!(lists, 1, "an answer is no record of work");

    assert_eq!(studio.run(person(1), &Command::Delete { record: reply }), Err(CommandError::NotAllowed));
    studio.run(person(2), &Command::Delete { record: reply }).unwrap();
    assert!(detail(&studio, 1, lesson).replies.is_empty());
    studio.run(person(2), &Command::Undelete { record: reply }).unwrap();
    assert_eq!(detail(&studio, 1, lesson).replies.len(), 1, "撤销");
}

#[test]
fn an_answer_says_something_to_something() {
    let mut studio = studio();
    let lesson = observed(&mut studio, 1, "2026-11-20", &[]);
    let reply = studio.fresh();
    let empty = studio.run(person(2), &answer(reply, lesson, "  ")).unwrap_err();
    assert_eq!(empty.problems()[0].key, "missing-reply-text");
    let nothing = studio.run(person(2), &answer(reply, RecordId([77; 16]), "好"));
    assert_eq!(nothing, Err(CommandError::NoSuchRecord));
}

fn broken(of: RecordType, fields: &[(&str, Scalar)]) -> Vec<String> {
    let fields = fields.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    let keys = problems(of, &fields).into_iter().map(|problem| problem.key);
    keys.filter(|key| !key.starts_with("missing-")).collect()
}

#[test]
fn numbers_that_contradict_each_other_are_told() {
    let survey = |sent: i64, answered: i64, good: i64| {
        let fields = [("sent", sent.into()), ("answered", answered.into()), ("very_satisfied", good.into())];
        broken(RecordType::Survey, &fields)
    };
    assert_eq!(survey(40, 38, 38), Vec::<String>::new());
    assert_eq!(survey(40, 41, 30), ["rule-survey-answered"]);
    assert_eq!(survey(40, 38, 39), ["rule-survey-very-satisfied"]);
    assert_eq!(survey(i64::MAX, i64::MAX, i64::MAX), Vec::<String>::new());
    let share = |percent: i64| broken(RecordType::Observation, &[("pupil_activity", percent.into())]);
    assert_eq!((share(100), share(101)), (vec![], vec!["rule-observation-pupil-activity".to_owned()]));
}

#[test]
fn money_is_no_less_than_nothing_and_has_no_third_decimal() {
    let amount = |value: Scalar| broken(RecordType::Expense, &[("amount", value)]);
    assert_eq!(amount(12_050.into()), Vec::<String>::new());
    for odd in [Scalar::Int(-1), "12.345".into(), "1.2万".into(), "-3".into()] {
        assert_eq!(amount(odd), ["problem-money"]);
    }
}

#[test]
fn a_record_that_another_points_at_is_told_by_its_title_to_whoever_may_see_it() {
    let mut studio = studio();
    let (meeting, expense) = (studio.fresh(), studio.fresh());
    let held = activity(meeting, "2026-11-10", person(1), &[person(2)]);
    studio.run(person(1), &Command::Save(held)).unwrap();
    let fields = vec![set("what", "印材料"), set("activity", meeting.to_string()), set("day", "2026-11-11")];
    let paid = Draft { record_type: RecordType::Expense, record: expense, fields };
    studio.run(person(1), &Command::Save(paid)).unwrap();
    let told = |studio: &Studio, me: u8| detail(studio, me, expense).telling.records.into_values().collect::<Vec<_>>();
    assert_eq!(told(&studio, 1).len(), 1);
    assert!(seen(&studio, 2, |scene| view::record_detail(scene, expense)).is_none(), "a draft is its author's");
    let (model, expense) = (studio.model(), studio.model().find(expense).unwrap().clone());
    assert!(view::pointed_at(&model, &expense, |kept| kept.counts()).is_empty(), "nor is its title told");
    studio.run(person(1), &Command::Delete { record: meeting }).unwrap();
    assert!(told(&studio, 1).is_empty(), "what is thrown away has no title");
}

#[test]
fn the_types_that_somebody_used_last_stand_in_front() {
    let mut studio = studio();
    let used = |studio: &Studio, me: u8| seen(studio, me, view::used);
    let first: Vec<RecordType> = RecordType::work().take(view::USED_MAX).collect();
    assert_eq!(used(&studio, 1), first, "who used none sees the first ones");
    let record = studio.fresh();
    studio.run(person(1), &Command::Finish(activity(record, "2026-11-10", person(1), &[person(2)]))).unwrap();
    observed(&mut studio, 1, "2026-11-20", &[]);
    let fields = vec![set("what", "印材料"), set("day", "2026-11-22")];
    let expense = Draft { record_type: RecordType::Expense, record: studio.fresh(), fields };
    studio.run(person(1), &Command::Save(expense)).unwrap();
    assert_eq!(used(&studio, 1)[..3], [RecordType::Expense, RecordType::Observation, RecordType::Activity]);
    let fields = vec![set("what", "送教到教学点"), set("due", "2026-12-30")];
    let task = Draft { record_type: RecordType::Task, record: studio.fresh(), fields };
    studio.run(person(1), &Command::Save(task)).unwrap();
    let four = [RecordType::Task, RecordType::Expense, RecordType::Observation, RecordType::Activity];
    assert_eq!(used(&studio, 1), four, "it was written just now, whatever day it says");
    let last_term = studio.fresh();
    studio.run(person(1), &Command::Finish(activity(last_term, "2026-03-10", person(1), &[person(2)]))).unwrap();
    assert_eq!(used(&studio, 1)[0], RecordType::Activity, "and so was what happened long ago");
    assert_eq!(used(&studio, 2), first, "what others use is no matter of mine");
}
