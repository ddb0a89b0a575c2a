//! What screens show, from the eyes of a chief and of a backbone teacher.

use std::collections::BTreeMap;

use studio_core::access::Role;
use studio_core::command::Command;
use studio_core::guide::Guide;
use studio_core::id::{PersonId, RecordId};
use studio_core::read::{ReadModel, State};
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::time::Millis;
use studio_core::view::{self, Delivery, Depth, Gap, Heading, Output, RecordQuery, Scene, Tick, Waiting};

use crate::paper::{Studio, activity, guide, mentoring, outcome, person, set};
use studio_core::wire::LastSync;

/// Holds everything that a scene borrows.
struct Eyes {
    model: ReadModel,
    guide: Guide,
    freshness: BTreeMap<PersonId, LastSync>,
    deliveries: BTreeMap<RecordId, Delivery>,
    now: Millis,
    me: PersonId,
}

impl Eyes {
    fn of(studio: &Studio, me: PersonId) -> Self {
        let freshness = [1, 2, 3].map(|n| (person(n), studio.now.into())).into();
        Self { model: studio.model(), guide: guide(), freshness, deliveries: BTreeMap::new(), now: studio.now, me }
    }

    fn scene(&self) -> Scene<'_> {
        Scene {
            model: &self.model,
            guide: &self.guide,
            me: self.me,
            now: self.now,
            freshness: &self.freshness,
            deliveries: &self.deliveries,
        }
    }
}

/// A studio of three members and six rural teachers in two townships.
fn studio() -> Studio {
    let mut studio = Studio::new("2026-11-23");
    let people = [
        (1, "周慧敏", "赵桥小学", "赵桥乡"),
        (2, "王丽", "赵桥小学", "赵桥乡"),
        (3, "刘洋", "西邵小学", "西邵乡"),
        (50, "孙红梅", "白庙小学", "白庙乡"),
        (51, "马晓东", "白庙小学", "白庙乡"),
        (52, "郭芳", "前李小学", "白庙乡"),
        (53, "高志强", "石佛小学", "石佛镇"),
        (54, "徐颖", "赵桥小学", "赵桥乡"),
        (55, "买买提·艾力", "西邵小学", "西邵乡"),
    ];
    for (n, name, school, township) in people {
        studio.put_person(person(n), name, school, township);
    }
    studio
}

fn finish(studio: &mut Studio, who: u8, draft: studio_core::command::Draft) {
    studio.run(person(who), &Command::Finish(draft)).unwrap();
}

#[test]
fn the_timeline_is_grouped_as_people_speak_and_hides_colleagues_drafts() {
    let mut studio = studio();
    let days = ["2026-11-23", "2026-11-17", "2026-10-12"]; // Monday, last week, a month
    for on in days {
        let record = studio.fresh();
        finish(&mut studio, 1, activity(record, on, person(1), &[person(2)]));
    }
    let record = studio.fresh();
    studio.run(person(2), &Command::Save(activity(record, "2026-11-20", person(2), &[]))).unwrap();
    let list = |me| view::record_list(&Eyes::of(&studio, me).scene(), &RecordQuery::default());
    let headings: Vec<Heading> = list(person(1)).groups.iter().map(|group| group.heading).collect();
    assert_eq!(headings, [Heading::Today, Heading::LastWeek, Heading::Month { year: 2026, month: 10 }]);
    assert_eq!((list(person(1)).total, list(person(2)).total), (3, 4));
    let groups = list(person(2)).groups;
    let draft = groups.iter().flat_map(|group| &group.rows).find(|row| row.state == State::Draft).unwrap();
    assert_eq!(draft.missing.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), ["attendance"]);
}

#[test]
fn a_long_list_gives_the_rows_that_are_wanted_and_says_how_many_stand_behind_them() {
    let mut studio = studio();
    for on in ["2026-11-23", "2026-11-23", "2026-11-17", "2026-10-12", "2026-10-13"] {
        let record = studio.fresh();
        finish(&mut studio, 1, activity(record, on, person(1), &[person(2)]));
    }
    let eyes = Eyes::of(&studio, person(1));
    let ids = |list: &view::RecordList| -> Vec<RecordId> {
        list.groups.iter().flat_map(|group| &group.rows).map(|row| row.record).collect()
    };
    let whole = view::record_list(&eyes.scene(), &RecordQuery::default());
    assert_eq!((ids(&whole).len(), whole.more), (5, 0));
    for most in 0..=6 {
        let list = view::record_list(&eyes.scene(), &RecordQuery { most: Some(most), ..RecordQuery::default() });
        let shown = most.min(5);
        assert_eq!((ids(&list).as_slice(), list.more), (&ids(&whole)[..shown], 5 - shown), "{most} from the top");
        assert_eq!((list.total, &list.counts), (5, &whole.counts), "what is counted is all of it");
        assert!(list.groups.iter().zip(&whole.groups).all(|(some, all)| some.count == all.rows.len()), "a heading too");
    }
}

#[test]
fn search_finds_by_part_and_by_pinyin_initials() {
    let mut studio = studio();
    let record = studio.fresh();
    finish(&mut studio, 1, activity(record, "2026-11-20", person(1), &[person(50)]));
    let record = studio.fresh();
    finish(&mut studio, 1, outcome(record, "2026-11-18", person(1), "county"));
    let eyes = Eyes::of(&studio, person(2));
    let find = |text: &str| {
        view::record_list(&eyes.scene(), &RecordQuery { text: text.to_owned(), ..RecordQuery::default() }).total
    };
    assert_eq!((find("大单元"), find("shm"), find("zqxx"), find("xxddyzy"), find("没有的")), (2, 1, 1, 1, 0));
    assert_eq!((find("zqxx 大单元"), find("大单元  没有的")), (1, 0), "each word is found, whichever text says it");
    let query = RecordQuery { record_type: Some(RecordType::Outcome), ..RecordQuery::default() };
    let list = view::record_list(&eyes.scene(), &query);
    assert_eq!((list.groups[0].rows.len(), list.total), (1, 2));
    let counts: Vec<_> = list.counts.iter().filter(|(_, count)| *count > 0).collect();
    assert_eq!(counts, [&(RecordType::Activity, 1), &(RecordType::Outcome, 1)]);
    assert_eq!(list.counts.len(), RecordType::work().count());
}

#[test]
fn a_record_shows_how_far_it_has_come_and_what_it_already_fills() {
    let mut studio = studio();
    let record = studio.fresh();
    finish(&mut studio, 1, activity(record, "2026-11-20", person(1), &[person(50), person(51)]));
    let mut eyes = Eyes::of(&studio, person(1));
    assert_eq!(view::record_detail(&eyes.scene(), record).unwrap().row.tick, Tick::OnServer);
    let delivery = Delivery { saved_at: Some(studio.now), waiting: Waiting::Network, ..Delivery::default() };
    eyes.deliveries.insert(record, delivery);
    let detail = view::record_detail(&eyes.scene(), record).unwrap();
    assert_eq!((detail.row.tick, detail.delivery), (Tick::Saved, delivery));
    let outputs = [
        Output::Sheet("activity".to_owned()),
        Output::Sheet("signin".to_owned()),
        Output::Hours(2),
        Output::Indicator(3),
        Output::Indicator(5),
        Output::Indicator(8),
        Output::Portfolio(3),
    ];
    assert_eq!(detail.outputs, outputs);
    assert_eq!(detail.telling.names[&person(50)], "孙红梅");
    assert_eq!(detail.problems, []);
}

#[test]
fn the_team_shows_who_was_reached_how_deeply_and_who_not_yet() {
    let mut studio = studio();
    for on in ["2026-11-02", "2026-11-09", "2026-11-16"] {
        let record = studio.fresh();
        finish(&mut studio, 3, activity(record, on, person(3), &[person(50), person(1)]));
    }
    let record = studio.fresh();
    finish(&mut studio, 2, activity(record, "2026-11-10", person(2), &[person(51)]));
    let record = studio.fresh();
    finish(&mut studio, 2, mentoring(record, "2026-11-12", person(2), person(54), "craft"));
    let eyes = Eyes::of(&studio, person(1));
    let team = view::team(&eyes.scene());
    assert_eq!(team.chief.as_ref().map(|m| (m.name.as_str(), m.role)), Some(("周慧敏", Some(Role::Chief))));
    let depths = [(Depth::Guided, 1), (Depth::Often, 1), (Depth::Met, 1), (Depth::NotYet, 3)];
    assert_eq!(team.depths, depths);
    let around = |n: u8| -> Vec<&str> {
        let branch = team.backbone.iter().find(|b| b.member.person == person(n)).unwrap();
        branch.rural.iter().map(|dot| dot.name.as_str()).collect()
    };
    assert_eq!(around(2), ["马晓东", "徐颖"], "who recorded them");
    assert_eq!(around(3), ["孙红梅", "买买提·艾力"], "who recorded them, and whose school it is");
    let gaps: Vec<(&str, usize)> = team.unreached.iter().map(|g| (g.township.as_str(), g.count)).collect();
    assert_eq!(gaps, [("白庙乡", 1), ("石佛镇", 1), ("西邵乡", 1)]);
    let shown: usize = team.backbone.iter().map(|b| b.rural.len()).sum::<usize>() + team.others.len();
    assert_eq!(shown, 6, "everybody is in the picture once");
}

#[test]
fn home_names_three_gaps_at_most_and_what_is_promised_comes_before_what_is_counted() {
    let mut studio = studio();
    let record = studio.fresh();
    let mut log = mentoring(record, "2026-11-10", person(1), person(2), "craft");
    log.fields.push(set("next_on", "2026-11-23"));
    finish(&mut studio, 1, log);
    let home = view::home(&Eyes::of(&studio, person(1)).scene()).unwrap();
    assert_eq!(home.gaps.len(), 3);
    assert!(matches!(&home.gaps[0], Gap::NextMeeting { name, .. } if name == "王丽"));
    assert!(matches!(&home.gaps[1], Gap::Unreached { missing: 100, townships, .. } if townships[0] == "白庙乡"));
    assert_eq!((home.compass.petals.len(), home.compass.judged), (12, 11));
    assert_eq!(home.term.map(|t| (t.year, t.week, t.holiday)), Some((2026, 13, false)));

    let later = studio.fresh();
    finish(&mut studio, 1, mentoring(later, "2026-11-22", person(1), person(2), "craft"));
    let home = view::home(&Eyes::of(&studio, person(1)).scene()).unwrap();
    assert!(!matches!(home.gaps[0], Gap::NextMeeting { .. }), "they have met since");
}

#[test]
fn in_holidays_nothing_of_the_term_is_owed() {
    let mut studio = studio();
    studio.now = crate::paper::noon("2027-02-01");
    let home = view::home(&Eyes::of(&studio, person(1)).scene()).unwrap();
    assert!(home.term.unwrap().holiday);
    let owed = |id: &str| home.gaps.iter().any(|gap| matches!(gap, Gap::Indicator { id: i, .. } if i == id));
    assert!(!owed("I4") && !owed("I5"));
}

/// A meeting that is planned: nobody was there, and these are asked.
fn plan(studio: &mut Studio, who: u8, on: &str, asked: &[u8]) -> RecordId {
    let record = studio.fresh();
    let mut draft = activity(record, on, person(who), &[]);
    draft.fields.extend(asked.iter().map(|n| set(&format!("asked/{}", person(*n)), true)));
    studio.run(person(who), &Command::Save(draft)).unwrap();
    record
}

fn home_on(studio: &Studio, who: u8, on: &str) -> view::Home {
    let mut eyes = Eyes::of(studio, person(who));
    eyes.now = crate::paper::noon(on);
    view::home(&eyes.scene()).unwrap()
}

fn coming(home: &view::Home) -> Vec<RecordId> {
    home.coming.iter().map(|row| row.record).collect()
}

#[test]
fn plans_are_told_the_nearest_first_two_weeks_before_and_after_their_day_as_not_written_up() {
    let mut studio = studio();
    let (later, record) = (plan(&mut studio, 1, "2026-11-27", &[50]), plan(&mut studio, 1, "2026-11-26", &[50]));
    let unwritten = |home: &view::Home| -> Vec<RecordId> {
        let told = home.gaps.iter().filter_map(|gap| match gap {
            Gap::Passed { record, .. } | Gap::Draft { record, .. } => Some(*record),
            _ => None,
        });
        told.collect()
    };
    let told = |on: &str| {
        let home = home_on(&studio, 1, on);
        (coming(&home), unwritten(&home))
    };
    assert_eq!(told("2026-11-11"), (vec![], vec![]), "a plan for later lacks nothing yet");
    assert_eq!(told("2026-11-12"), (vec![record], vec![]));
    assert_eq!(told("2026-11-13"), (vec![record, later], vec![]));
    assert_eq!(told("2026-11-26"), (vec![record, later], vec![]), "until it begins");
    assert_eq!(told("2026-11-27"), (vec![later], vec![record]));
    assert_eq!(told("2026-11-28").1[0], later);
    assert!(home_on(&studio, 1, "2026-11-27").gaps.len() <= 3);
    assert_eq!(coming(&home_on(&studio, 2, "2026-11-23")), [], "a plan is its author's");
}

#[test]
fn a_plan_lacks_nothing_until_it_begins_and_lists_begin_with_the_nearest() {
    let mut studio = studio();
    let days = ["2026-12-05", "2026-11-26", "2026-12-01"];
    let [last, first, second] = days.map(|day| plan(&mut studio, 1, day, &[50]));
    let list = |on: &str| {
        let mut eyes = Eyes::of(&studio, person(1));
        eyes.now = crate::paper::noon(on);
        (view::record_list(&eyes.scene(), &RecordQuery::default()).groups, view::me(&eyes.scene()).unready)
    };
    let (groups, unready) = list("2026-11-23");
    assert_eq!((groups[0].heading, unready), (Heading::Ahead, 0));
    assert_eq!(groups[0].rows.iter().map(|row| row.record).collect::<Vec<_>>(), [first, second, last]);
    assert!(groups[0].rows.iter().all(|row| row.planned && row.missing.is_empty()), "{groups:?}");
    let (groups, unready) = list("2026-11-27");
    let past = groups.iter().flat_map(|group| &group.rows).find(|row| row.record == first).unwrap();
    assert!(!past.planned && !past.missing.is_empty(), "{past:?}");
    assert_eq!(unready, 1);
}

#[test]
fn in_holidays_a_planned_meeting_is_told_all_the_same() {
    let mut studio = studio();
    studio.now = crate::paper::noon("2027-02-01");
    let record = plan(&mut studio, 1, "2027-02-03", &[50]);
    let home = view::home(&Eyes::of(&studio, person(1)).scene()).unwrap();
    assert!(home.term.unwrap().holiday);
    assert_eq!(coming(&home), [record]);
}

#[test]
fn who_was_asked_and_did_not_come_was_not_there_in_any_number_or_portfolio() {
    let mut studio = studio();
    let record = studio.fresh();
    let mut held = activity(record, "2026-11-20", person(1), &[person(50)]);
    held.fields.extend([50, 51].map(|n| set(&format!("asked/{}", person(n)), true)));
    finish(&mut studio, 1, held);
    let eyes = Eyes::of(&studio, person(1));
    let records = |n: u8| view::person_page(&eyes.scene(), person(n)).unwrap().archive.stretches.len();
    assert_eq!((records(50), records(51)), (1, 0));
    let detail = view::record_detail(&eyes.scene(), record).unwrap();
    assert!(detail.outputs.contains(&Output::Hours(1)) && detail.outputs.contains(&Output::Portfolio(2)), "{detail:?}");
    assert_eq!(detail.telling.names[&person(51)], "马晓东", "the page names whom one asked");
    let query = RecordQuery { person: Some(person(51)), ..RecordQuery::default() };
    assert_eq!(view::record_list(&eyes.scene(), &query).total, 0);
}

#[test]
fn a_new_activity_opens_with_today_and_last_times_place_and_ticks_nobody_unasked() {
    let mut studio = studio();
    let record = studio.fresh();
    finish(&mut studio, 2, activity(record, "2026-11-16", person(2), &[person(50), person(3)]));
    let eyes = Eyes::of(&studio, person(2));
    let prefill = view::prefill(&eyes.scene(), RecordType::Activity);
    let text = |key: &str| prefill.fields.get(key).and_then(Scalar::as_str);
    assert_eq!((text("start"), text("end")), (Some("2026-11-23T10:00"), Some("2026-11-23T12:00")));
    assert_eq!((text("place"), text("host")), (Some("赵桥小学"), Some(person(2).to_string().as_str())));
    assert!(prefill.fields.keys().all(|key| !key.starts_with("attendance/")));
    assert_eq!(prefill.suggested, [person(3), person(50)], "offered");
    let order: Vec<&str> = prefill.people.iter().take(4).map(|chip| chip.name.as_str()).collect();
    assert_eq!(order, ["周慧敏", "刘洋", "王丽", "孙红梅"], "members, then those met last");
}

#[test]
fn of_joined_people_one_is_offered_and_it_is_the_one_in_post() {
    let mut studio = studio();
    studio.put_person(person(40), "孙红梅", "白庙小学", "白庙乡");
    studio.put_person(person(30), "王丽", "赵桥小学", "赵桥乡");
    let record = studio.fresh();
    finish(&mut studio, 1, activity(record, "2026-11-16", person(1), &[person(50), person(30)]));
    for (a, b) in [(40, 50), (2, 30)] {
        let answer = studio_core::command::Answer::Same;
        studio.run(person(1), &Command::SamePerson { a: person(a), b: person(b), answer }).unwrap();
    }
    let prefill = view::prefill(&Eyes::of(&studio, person(1)).scene(), RecordType::Activity);
    assert_eq!(prefill.suggested, [person(2), person(40)], "the one in post, else the one with the smallest id");
    let order: Vec<(PersonId, &[PersonId])> = prefill.people.iter().map(|p| (p.person, p.also.as_slice())).collect();
    assert_eq!(order[3], (person(40), [person(50)].as_slice()), "members, then those met last");
    assert_eq!((order[1], order.len()), ((person(2), [person(30)].as_slice()), 9), "everybody once");
}

#[test]
fn a_persons_page_gathers_what_was_recorded_under_each_of_their_ids() {
    let mut studio = studio();
    studio.put_person(person(60), "孙红梅", "白庙小学", "白庙乡");
    let record = studio.fresh();
    finish(&mut studio, 2, activity(record, "2026-11-10", person(2), &[person(50)]));
    let record = studio.fresh();
    finish(&mut studio, 3, mentoring(record, "2026-11-12", person(3), person(60), "ethics"));
    let answer = studio_core::command::Answer::Same;
    studio.run(person(1), &Command::SamePerson { a: person(50), b: person(60), answer }).unwrap();
    let page = view::person_page(&Eyes::of(&studio, person(1)).scene(), person(60)).unwrap();
    let (total, rows) = (&page.archive.total, &page.archive.stretches[0].rows);
    assert_eq!((total.meetings, total.minutes, total.guided, rows.len()), (1, 120, 1, 2));
    assert!(total.dimensions.contains(&("dimension-ethics".to_owned(), 1)));
    assert_eq!(page.joined.len(), 1);
}

#[test]
fn what_a_screen_shows_survives_the_way_from_worker_to_page() {
    let mut studio = studio();
    let record = studio.fresh();
    finish(&mut studio, 1, activity(record, "2026-11-20", person(1), &[person(50)]));
    let eyes = Eyes::of(&studio, person(1));
    let scene = eyes.scene();
    let home = view::home(&scene).unwrap();
    let team = view::team(&scene);
    let detail = view::record_detail(&scene, record).unwrap();
    let report = studio_core::closure::report(&eyes.model, &eyes.guide, eyes.now, &eyes.freshness).unwrap();
    assert_eq!(postcard::from_bytes::<view::Home>(&postcard::to_stdvec(&home).unwrap()).unwrap(), home);
    assert_eq!(postcard::from_bytes::<view::Team>(&postcard::to_stdvec(&team).unwrap()).unwrap(), team);
    assert_eq!(postcard::from_bytes::<view::RecordDetail>(&postcard::to_stdvec(&detail).unwrap()).unwrap(), detail);
    let back: studio_core::closure::ClosureReport =
        postcard::from_bytes(&postcard::to_stdvec(&report).unwrap()).unwrap();
    assert_eq!(back, report);
}
