//! What users can do, and what they are told when they cannot.

use std::collections::BTreeMap;

use crate::paper::{Studio, activity, day, guide, mentoring, noon, outcome, person, set};
use studio_core::command::{Answer, Command, CommandError, Draft, Fields, NewPerson, PEOPLE_LIST_MAX, problems};
use studio_core::id::RecordId;
use studio_core::limits::{TEXT_BYTES_MAX, TEXT_CHARS_MAX};
use studio_core::read::State;
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;

fn empty(record: RecordId) -> Draft {
    Draft { record_type: RecordType::Activity, record, fields: Vec::new() }
}

fn keys(error: CommandError) -> Vec<String> {
    error.problems().iter().map(|problem| problem.key.clone()).collect()
}

#[test]
fn a_draft_is_saved_with_almost_nothing_in_it() {
    let mut studio = Studio::new("2026-11-23");
    let record = studio.fresh();
    let draft = Draft { fields: vec![set("topic", "作业设计")], ..empty(record) };
    studio.run(person(2), &Command::Save(draft)).unwrap();
    let model = studio.model();
    let kept = &model.activity(record).unwrap();
    assert_eq!((kept.state, kept.content.topic.as_str()), (State::Draft, "作业设计"));
    assert_eq!(kept.owner(), Some(person(2)));
}

#[test]
fn handing_in_names_everything_that_is_missing_at_once_and_writes_nothing() {
    let mut studio = Studio::new("2026-11-23");
    let record = studio.fresh();
    let error = studio.run(person(2), &Command::Finish(empty(record))).unwrap_err();
    let expected = ["kind", "topic", "start", "end", "place", "host", "attendance"];
    assert_eq!(keys(error), expected.map(|key| format!("missing-activity-{key}")));
    assert!(studio.records.is_empty());
}

#[test]
fn a_link_stands_for_a_place_and_hours_stand_for_an_end() {
    let mut studio = Studio::new("2026-11-23");
    let record = studio.fresh();
    let mut draft = activity(record, "2026-11-23", person(2), &[person(3)]);
    draft.fields.retain(|field| field.key != "place" && field.key != "end");
    draft.fields.extend([set("online_link", "腾讯会议 123"), set("hours", 90)]);
    studio.run(person(2), &Command::Finish(draft)).unwrap();
}

#[test]
fn a_meeting_of_several_days_says_how_many_hours_it_was_and_no_night_counts() {
    let mut studio = Studio::new("2026-11-25");
    let record = studio.fresh();
    let mut draft = activity(record, "2026-11-23", person(2), &[person(3)]);
    draft.fields.retain(|field| field.key != "end");
    draft.fields.push(set("end", "2026-11-25T17:00"));
    assert_eq!(keys(studio.run(person(2), &Command::Finish(draft.clone())).unwrap_err()), ["rule-activity-hours"]);
    studio.run(person(2), &Command::Save(draft.clone())).unwrap();
    assert_eq!(studio.model().activity(record).unwrap().content.minutes_long(), None);
    let hours = Draft { fields: vec![set("hours", 18 * 60)], ..draft };
    studio.run(person(2), &Command::Finish(hours)).unwrap();
    assert_eq!(studio.model().activity(record).unwrap().content.minutes_long(), Some(18 * 60));
}

#[test]
fn a_row_that_lacks_what_its_column_must_have_is_told_and_so_is_one_that_reads_as_nothing() {
    let mut fields = studio_core::testing::filled(RecordType::Pairing, &[person(2), person(3)]);
    let found = |fields: &Fields| -> Vec<(String, String)> {
        problems(RecordType::Pairing, fields).into_iter().map(|problem| (problem.field, problem.key)).collect()
    };
    assert_eq!(found(&fields), []);
    fields.remove("reviews/a1/on");
    fields.insert("reviews/b2/on".to_owned(), "星期三".into());
    let told = [("reviews/a1/on", "missing-pairing-reviews-on"), ("reviews/b2/on", "problem-day")];
    assert_eq!(found(&fields), told.map(|(field, key)| (field.to_owned(), key.to_owned())));
}

#[test]
fn a_lesson_of_a_clock_that_went_astray_is_asked_about_and_one_over_midnight_is_not() {
    let told = |phases: &[(&str, &str)]| -> Vec<String> {
        let mut fields = Fields::new();
        for (n, (from, to)) in phases.iter().enumerate() {
            for (key, value) in [("phase", "新授"), ("from", *from), ("to", *to)] {
                fields.insert(format!("timeline/a{n}/{key}"), value.into());
            }
        }
        let found = problems(RecordType::Observation, &fields);
        found.into_iter().filter(|one| one.field == "timeline").map(|one| one.key).collect()
    };
    let wrong = ["rule-observation-timeline"];
    assert_eq!(told(&[("2026-11-23T00:10", "2026-11-23T23:00")]), wrong, "almost a day");
    let apart = [("2026-11-23T00:10", "2026-11-23T00:20"), ("2026-11-23T10:00", "2026-11-23T10:40")];
    assert_eq!(told(&apart), wrong, "from the first to the last");
    let turned = [("2026-11-23T10:10", "2026-11-23T10:02"), ("2026-11-23T10:02", "2026-11-23T10:40")];
    assert_eq!(told(&turned), wrong, "the clock went back");
    assert!(told(&[("2026-11-23T23:40", "2026-11-24T00:20")]).is_empty(), "over midnight");
    assert!(told(&[("2026-11-23T08:00", "2026-11-23T12:00")]).is_empty(), "half a day is the longest");
    assert!(told(&[]).is_empty());
    let runs = [("2026-11-23T08:00", "2026-11-23T08:10"), ("2026-11-23T08:10", "")];
    assert_eq!(told(&runs), ["rule-observation-timeline-runs"], "what runs would run on for ever");
}

#[test]
fn only_people_on_leave_are_no_attendance() {
    let mut studio = Studio::new("2026-11-23");
    let record = studio.fresh();
    let mut draft = activity(record, "2026-11-23", person(2), &[]);
    draft.fields.push(set(&format!("attendance/{}", person(3)), "leave"));
    let error = studio.run(person(2), &Command::Finish(draft)).unwrap_err();
    assert_eq!(keys(error), ["missing-activity-attendance"]);
}

#[test]
fn an_end_before_the_start_and_a_mentor_who_guides_himself_are_refused() {
    let mut studio = Studio::new("2026-11-23");
    let record = studio.fresh();
    let mut draft = activity(record, "2026-11-23", person(2), &[person(3)]);
    draft.fields.retain(|field| field.key != "end");
    draft.fields.push(set("end", "2026-11-23T14:30"));
    assert_eq!(keys(studio.run(person(2), &Command::Finish(draft)).unwrap_err()), ["rule-activity-end"]);
    let draft = mentoring(record, "2026-11-23", person(2), person(2), "craft");
    assert_eq!(keys(studio.run(person(2), &Command::Finish(draft)).unwrap_err()), ["rule-mentoring-mentee"]);
}

#[test]
fn a_finished_record_is_handed_in_and_a_later_edit_shows_and_taking_back_makes_a_draft() {
    let mut studio = Studio::new("2026-11-23");
    let record = studio.fresh();
    let draft = activity(record, "2026-11-23", person(2), &[person(3)]);
    studio.run(person(2), &Command::Finish(draft)).unwrap();
    assert_eq!(studio.model().activity(record).unwrap().state, State::Submitted);

    let draft = Draft { fields: vec![set("minutes", "先各自说课。")], ..empty(record) };
    studio.run(person(2), &Command::Save(draft)).unwrap();
    let model = studio.model();
    assert_eq!(model.activity(record).unwrap().state, State::Edited);

    let version = model.activity(record).unwrap().version.unwrap();
    studio.run(person(2), &Command::Submit { record, version }).unwrap();
    assert_eq!(studio.model().activity(record).unwrap().state, State::Submitted);
    assert_eq!(studio.run(person(2), &Command::Submit { record, version }), Ok(0), "once is enough");

    studio.run(person(2), &Command::Withdraw { record }).unwrap();
    assert_eq!(studio.model().activity(record).unwrap().state, State::Draft);
}

#[test]
fn submitting_a_version_that_is_no_longer_there_is_refused() {
    let mut studio = Studio::new("2026-11-23");
    let record = studio.fresh();
    studio.run(person(2), &Command::Save(activity(record, "2026-11-23", person(2), &[person(3)]))).unwrap();
    let version = studio.model().activity(record).unwrap().version.unwrap();
    let draft = Draft { fields: vec![set("minutes", "改过。")], ..empty(record) };
    studio.run(person(2), &Command::Save(draft)).unwrap();
    assert_eq!(studio.run(person(2), &Command::Submit { record, version }), Err(CommandError::Changed));
}

#[test]
fn a_form_that_changed_nothing_writes_nothing_and_an_emptied_text_is_cleared() {
    let mut studio = Studio::new("2026-11-23");
    let record = studio.fresh();
    studio.run(person(2), &Command::Save(activity(record, "2026-11-23", person(2), &[]))).unwrap();
    let mut same = set("place", "赵桥小学");
    same.seen = Some("赵桥小学".into());
    let draft = Draft { fields: vec![same.clone()], ..empty(record) };
    assert_eq!(studio.run(person(2), &Command::Save(draft)), Ok(0));
    same.value = Some("  ".into());
    studio.run(person(2), &Command::Save(Draft { fields: vec![same], ..empty(record) })).unwrap();
    assert!(!studio.model().activity(record).unwrap().fields.contains_key("place"));
}

#[test]
fn a_text_at_the_limit_is_saved_and_one_character_more_is_refused() {
    let mut studio = Studio::new("2026-11-23");
    let record = studio.fresh();
    let with = |chars: usize| Draft { fields: vec![set("minutes", "字".repeat(chars))], ..empty(record) };
    studio.edits(person(2), &Command::Save(with(TEXT_CHARS_MAX))).unwrap();
    let error = studio.edits(person(2), &Command::Save(with(TEXT_CHARS_MAX + 1))).unwrap_err();
    let problem = &error.problems()[0];
    assert_eq!((problem.field.as_str(), problem.key.as_str()), ("minutes", "problem-text-too-long"));
    assert_eq!(problem.args["have"], (TEXT_CHARS_MAX + 1).to_string());
}

#[test]
fn a_record_at_the_limit_of_a_change_is_saved_and_one_byte_more_is_refused() {
    let mut studio = Studio::new("2026-11-23");
    let record = studio.fresh();
    let born = studio.edits(person(2), &Command::Save(empty(record))).unwrap();
    let birth: usize = born[0].fields.iter().filter_map(|f| f.value.as_ref()?.as_str()).map(str::len).sum();
    let with = |bytes: usize| {
        let texts = ["minutes", "decisions", "reflection", "effect"];
        let whole = 3 * 16_000 * 3;
        let mut fields: Vec<_> = texts[..3].iter().map(|key| set(key, "字".repeat(16_000))).collect();
        fields.push(set(texts[3], "字".repeat((bytes - whole) / 3) + &"a".repeat((bytes - whole) % 3)));
        Draft { fields, ..empty(record) }
    };
    let room = TEXT_BYTES_MAX - birth;
    studio.edits(person(2), &Command::Save(with(room))).unwrap();
    let error = studio.edits(person(2), &Command::Save(with(room + 1))).unwrap_err();
    assert_eq!(keys(error), ["problem-record-too-long"]);
}

#[test]
fn nobody_touches_a_colleagues_record_and_a_stranger_writes_nothing() {
    let mut studio = Studio::new("2026-11-23");
    let record = studio.fresh();
    studio.run(person(2), &Command::Save(activity(record, "2026-11-23", person(2), &[person(3)]))).unwrap();
    let touch = Draft { fields: vec![set("minutes", "别人写的")], ..empty(record) };
    assert_eq!(studio.run(person(3), &Command::Save(touch.clone())), Err(CommandError::NotAllowed));
    assert_eq!(studio.run(person(1), &Command::Delete { record }), Err(CommandError::NotAllowed));
    let other = Draft { record: studio.fresh(), ..touch };
    assert_eq!(studio.run(person(9), &Command::Save(other)), Err(CommandError::NotAllowed));
}

#[test]
fn type_and_number_are_not_the_forms_to_change() {
    let mut studio = Studio::new("2026-11-23");
    let record = studio.fresh();
    for key in ["type", "no"] {
        let draft = Draft { fields: vec![set(key, "x")], ..empty(record) };
        assert_eq!(studio.run(person(2), &Command::Save(draft)), Err(CommandError::NotAllowed));
    }
}

#[test]
fn numbers_count_up_for_each_device_and_carry_the_writers_initials() {
    let mut studio = Studio::new("2026-11-23");
    studio.put_person(person(1), "周慧敏", "赵桥小学", "赵桥乡");
    let (a, b) = (studio.fresh(), studio.fresh());
    studio.run(person(1), &Command::Save(activity(a, "2026-11-23", person(1), &[]))).unwrap();
    studio.run(person(1), &Command::Save(outcome(b, "2026-11-23", person(1), "county"))).unwrap();
    let model = studio.model();
    let device: String = crate::paper::device(person(1)).to_string().to_uppercase().chars().take(2).collect();
    assert_eq!(model.activity(a).unwrap().no, format!("ZHM-{device}-0001"));
    assert_eq!(model.get(RecordType::Outcome, b).unwrap().no, format!("ZHM-{device}-0002"));
}

#[test]
fn the_recycle_bin_gives_back_what_it_took() {
    let mut studio = Studio::new("2026-11-23");
    let record = studio.fresh();
    studio.run(person(2), &Command::Finish(activity(record, "2026-11-23", person(2), &[person(3)]))).unwrap();
    studio.run(person(2), &Command::Delete { record }).unwrap();
    let model = studio.model();
    assert!(model.activity(record).unwrap().deleted && !model.activity(record).unwrap().counts());
    studio.run(person(2), &Command::Undelete { record }).unwrap();
    assert!(studio.model().activity(record).unwrap().counts());
}

#[test]
fn what_was_written_on_one_phone_while_another_threw_it_away_is_known_until_its_author_decides() {
    let mut studio = Studio::new("2026-11-23");
    let record = studio.fresh();
    studio.run(person(2), &Command::Finish(activity(record, "2026-11-23", person(2), &[person(3)]))).unwrap();
    // Both phones act on what they held before they met.
    let deletes = studio.edits(person(2), &Command::Delete { record }).unwrap();
    let fields = vec![set("topic", "改过的主题")];
    let edits = studio.edits(person(2), &Command::Finish(Draft { fields, ..empty(record) })).unwrap();
    assert_eq!(studio.unseen(person(2)), []);
    edits.iter().chain(&deletes).for_each(|edit| studio.write(person(2), edit));
    assert_eq!(studio.unseen(person(2)), [record], "the newer text is not lost without a word");
    assert_eq!(studio.unseen(person(3)), [], "it is its author's");

    let found_again = studio.edits(person(2), &Command::Undelete { record }).unwrap();
    assert_eq!(found_again.len(), 1);
    assert_eq!(studio.run(person(2), &Command::Delete { record }), Ok(1), "its author has seen it and throws it away");
    assert_eq!(studio.unseen(person(2)), []);
    assert_eq!(studio.run(person(2), &Command::Delete { record }), Ok(0));
    studio.run(person(2), &Command::Undelete { record }).unwrap();
    let model = studio.model();
    let back = model.activity(record).unwrap();
    assert_eq!(back.fields.get("topic").and_then(Scalar::as_str), Some("改过的主题"));
    assert!(!back.deleted);
}

#[test]
fn a_person_with_a_role_is_not_deleted() {
    let mut studio = Studio::new("2026-11-23");
    studio.put_person(person(2), "王丽", "赵桥小学", "赵桥乡");
    studio.put_person(person(50), "孙红梅", "白庙小学", "白庙乡");
    let delete = |n| Command::Delete { record: RecordId(person(n).0) };
    assert_eq!(keys(studio.run(person(1), &delete(2)).unwrap_err()), ["problem-person-has-role"]);
    studio.run(person(2), &delete(50)).unwrap();
    assert_eq!(studio.model().roster().count(), 1);
}

#[test]
fn only_the_chiefs_side_says_who_is_who_and_may_change_its_mind() {
    let mut studio = Studio::new("2026-11-23");
    studio.put_person(person(50), "王丽", "白庙小学", "白庙乡");
    studio.put_person(person(51), "王丽", "白庙小学", "白庙乡");
    let say = |answer| Command::SamePerson { a: person(51), b: person(50), answer };
    assert_eq!(studio.run(person(2), &say(Answer::Same)), Err(CommandError::NotAllowed));
    let roots = |studio: &Studio| {
        let joined = studio_core::joined::people(&studio.model().facts);
        (joined.root(person(50)), joined.root(person(51)))
    };
    studio.run(person(1), &say(Answer::Same)).unwrap();
    assert_eq!(studio.run(person(1), &say(Answer::Same)), Ok(0), "once is enough");
    assert_eq!(roots(&studio), (person(50), person(50)));
    studio.run(person(1), &say(Answer::Different)).unwrap();
    assert_eq!(roots(&studio), (person(50), person(51)));
    studio.run(person(1), &say(Answer::Open)).unwrap();
    assert_eq!(studio.model().facts.person_pairs().count(), 0);
}

#[test]
fn who_says_that_a_third_one_is_somebody_else_parts_nobody() {
    let mut studio = Studio::new("2026-11-23");
    for n in [50, 51, 52] {
        studio.put_person(person(n), "孙红梅", "", "");
    }
    let say = |a: u8, b: u8, answer| Command::SamePerson { a: person(a), b: person(b), answer };
    studio.run(person(1), &say(50, 51, Answer::Same)).unwrap();
    studio.run(person(1), &say(52, 51, Answer::Different)).unwrap();
    let joined = studio_core::joined::people(&studio.model().facts);
    assert_eq!((joined.root(person(51)), joined.root(person(52))), (person(50), person(52)));
}

#[test]
fn a_new_teacher_of_a_known_school_has_its_township_unless_it_was_written_in_two_ways() {
    let mut studio = Studio::new("2026-11-23");
    let of = |name: &str, school: &str, township: &str| NewPerson {
        name: name.into(),
        school: school.into(),
        township: township.into(),
        ..NewPerson::default()
    };
    for (n, school, township) in
        [(50, "白庙小学", "白庙乡"), (51, "石佛小学", "石佛镇"), (52, "石佛小学", "石佛"), (53, "西邵小学", "")]
    {
        studio.put_person(person(n), "孙红梅", school, township);
    }
    let list = [
        of("赵一", "白庙小学", ""),
        of("钱二", "白庙小学", "柳河乡"),
        of("孙三", "石佛小学", ""),
        of("李四", "西邵小学", ""),
        of("周五", "柳河中学", "柳河乡"),
        of("吴六", "柳河中学", " "),
        of("郑七", "", ""),
    ];
    studio.run(person(1), &Command::AddPeople(list[..1].to_vec())).unwrap();
    studio.run(person(1), &Command::AddPeople(list[1..].to_vec())).unwrap();
    let model = studio.model();
    let townships: BTreeMap<&str, &str> = model.roster().map(|(_, p)| (p.name.as_str(), p.township.as_str())).collect();
    let right = [
        ("赵一", "白庙乡"),
        ("钱二", "柳河乡"),
        ("孙三", ""),
        ("李四", ""),
        ("周五", "柳河乡"),
        ("吴六", "柳河乡"),
        ("郑七", ""),
    ];
    right.iter().for_each(|(name, township)| assert_eq!(townships[name], *township, "{name}"));
}

#[test]
fn a_list_of_people_is_added_in_one_go_up_to_its_limit() {
    let mut studio = Studio::new("2026-11-23");
    let named =
        |n: usize| NewPerson { name: format!("教师{n}"), school: "白庙小学".into(), ..NewPerson::default() };
    let full: Vec<NewPerson> = (0..PEOPLE_LIST_MAX).map(named).collect();
    let mut over = full.clone();
    over.push(named(PEOPLE_LIST_MAX));
    assert_eq!(keys(studio.run(person(2), &Command::AddPeople(over)).unwrap_err()), ["problem-list-too-long"]);
    studio.run(person(2), &Command::AddPeople(full)).unwrap();
    assert_eq!(studio.model().roster().count(), PEOPLE_LIST_MAX);
    let nameless = vec![NewPerson::default()];
    assert_eq!(keys(studio.run(person(2), &Command::AddPeople(nameless)).unwrap_err()), ["missing-person-name"]);
}

#[test]
fn a_conflict_must_be_settled_before_a_record_is_handed_in() {
    let mut studio = Studio::new("2026-11-23");
    let record = studio.fresh();
    studio.run(person(2), &Command::Save(activity(record, "2026-11-23", person(2), &[person(3)]))).unwrap();
    let (held, _) = studio.records.get_mut(&record).unwrap();
    let mut second = held.fields["topic"][0].clone();
    second.op.counter += 100;
    second.value = Scalar::from("另一部手机写的");
    held.fields.get_mut("topic").unwrap().push(second);
    let model = studio.model();
    let kept = model.activity(record).unwrap();
    assert_eq!((kept.version, kept.conflicts.len()), (None, 1));
    assert_eq!(studio.run(person(2), &Command::Finish(empty(record))), Err(CommandError::TwoValues));
    let mut choice = set("topic", "选定的主题");
    choice.seen = Some("另一部手机写的".into());
    let chosen = Draft { fields: vec![choice], ..empty(record) };
    studio.run(person(2), &Command::Finish(chosen)).unwrap();
}

#[test]
fn every_form_that_the_tests_fill_lacks_nothing() {
    let mut studio = Studio::new("2026-11-23");
    assert_eq!(guide().directions.len(), 5);
    assert_eq!(noon("2026-11-23").day(), crate::paper::day("2026-11-23"));
    for draft in [
        activity(studio.fresh(), "2026-11-23", person(2), &[person(3)]),
        mentoring(studio.fresh(), "2026-11-23", person(2), person(3), "craft"),
        outcome(studio.fresh(), "2026-11-23", person(2), "county"),
    ] {
        let fields = draft.fields.iter().map(|f| (f.key.clone(), f.value.clone().unwrap())).collect();
        assert_eq!(problems(draft.record_type, &fields), []);
    }
}

#[test]
fn a_month_of_birth_that_nobody_can_read_is_asked_for_again() {
    let mut studio = Studio::new("2026-11-23");
    let record = studio.fresh();
    let born = |text: &str| Draft {
        record_type: RecordType::Person,
        record,
        fields: vec![set("name", "何雨"), set("born", text)],
    };
    let error = studio.run(person(1), &Command::Save(born("七十年代"))).unwrap_err();
    assert_eq!(keys(error), ["problem-month"]);
    assert!(studio.records.is_empty());
    studio.run(person(1), &Command::Save(born("1971年5月"))).unwrap();
}

#[test]
fn a_phone_whose_clock_is_behind_its_own_enrolment_still_records() {
    let mut studio = Studio::new("2024-08-30");
    let record = studio.fresh();
    let draft = activity(record, "2024-08-30", person(2), &[person(3)]);
    assert!(studio.run(person(2), &Command::Finish(draft)).is_ok(), "the role is known: it was given");
    studio.facts.members[1].until = Some(day("2026-01-31"));
    studio.now = noon("2026-02-01");
    let again = activity(studio.fresh(), "2026-02-01", person(2), &[person(3)]);
    assert_eq!(
        studio.run(person(2), &Command::Save(again)),
        Err(CommandError::NotAllowed),
        "and one that ended is over"
    );
}
