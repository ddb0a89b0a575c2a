//! People of one name: told apart, asked about, joined, parted, thrown away and found again.

use std::collections::BTreeMap;

use studio_core::closure::{self, Indicator};
use studio_core::command::{Answer, Command, read_chain};
use studio_core::id::{PersonId, RecordId};
use studio_core::record_type::RecordType;
use studio_core::view::{self, PersonChip, Prefill, RecordQuery, Scene};

use crate::paper::{Studio, activity, guide, mentoring, person};

/// The roster of a studio in which two are called 王丽 and one is known by name only.
fn studio() -> Studio {
    let mut studio = Studio::new("2026-11-23");
    studio.put_person(person(1), "周慧敏", "赵桥小学", "赵桥乡");
    studio.put_person(person(2), "王丽", "赵桥小学", "赵桥乡");
    studio.put_person(person(3), "刘洋", "西邵小学", "西邵乡");
    studio.put_person(person(50), "王丽", "石佛小学", "石佛镇");
    studio.put_person(person(51), "孟霞", "", "");
    studio.put_person(person(52), "孟 霞", "柳河小学", "柳河乡");
    studio
}

fn seen<T>(studio: &Studio, me: PersonId, look: impl FnOnce(&Scene<'_>) -> T) -> T {
    let (model, guide) = (studio.model(), guide());
    let (freshness, deliveries) = (BTreeMap::new(), BTreeMap::new());
    look(&Scene { model: &model, guide: &guide, me, now: studio.now, freshness: &freshness, deliveries: &deliveries })
}

fn prefill(studio: &Studio) -> Prefill {
    seen(studio, person(1), |scene| view::prefill(scene, RecordType::Activity))
}

fn said(studio: &mut Studio, a: u8, b: u8, answer: Answer) {
    studio.run(person(1), &Command::SamePerson { a: person(a), b: person(b), answer }).unwrap();
}

/// Pairs that wait for an answer.
fn asked(studio: &Studio) -> Vec<(PersonId, PersonId)> {
    let team = seen(studio, person(1), view::team);
    team.maybe_same.iter().map(|pair| (pair.a.person, pair.b.person)).collect()
}

fn reached(studio: &Studio) -> Indicator {
    let report = closure::report(&studio.model(), &guide(), studio.now, &BTreeMap::new()).unwrap();
    report.indicators.into_iter().find(|indicator| indicator.id == "I3").unwrap()
}

fn ids(chips: &[PersonChip]) -> Vec<PersonId> {
    chips.iter().map(|chip| chip.person).collect()
}

#[test]
fn two_people_of_one_name_are_told_apart_wherever_they_are_named() {
    let mut studio = studio();
    let record = studio.fresh();
    let draft = activity(record, "2026-11-20", person(2), &[person(50), person(3)]);
    studio.run(person(2), &Command::Finish(draft)).unwrap();
    let apart = |chips: &[PersonChip], n: u8| chips.iter().find(|chip| chip.person == person(n)).unwrap().apart.clone();
    let chips = prefill(&studio).people;
    assert_eq!((apart(&chips, 2), apart(&chips, 50)), (Some("赵桥小学".into()), Some("石佛小学".into())));
    assert_eq!(apart(&chips, 3), None, "nobody else is called so");
    assert_eq!(apart(&chips, 51), Some(String::new()), "nothing is known that tells them apart");
    let detail = seen(&studio, person(1), |scene| view::record_detail(scene, record)).unwrap();
    assert_eq!(detail.telling.names[&person(50)], "王丽（石佛小学）");
    assert_eq!(detail.row.author_name, "王丽（赵桥小学）");
    assert_eq!(detail.row.people, ["刘洋", "王丽（石佛小学）"]);
    let team = seen(&studio, person(1), view::team);
    assert_eq!(team.backbone[0].member.called, "王丽（赵桥小学）");
}

#[test]
fn namesakes_of_one_school_are_told_apart_by_their_subject() {
    let mut studio = studio();
    studio.put_person(person(60), "李娜", "石佛小学", "石佛镇");
    studio.put_person(person(61), "李娜", "石佛小学", "石佛镇");
    let subject = vec![crate::paper::set("subject", "数学")];
    let edit = studio_core::edit::Edit {
        kind: studio_core::access::DocKind::Roster,
        record: RecordId([61; 16]),
        fields: subject,
    };
    studio.write(person(1), &edit);
    let model = studio.model();
    assert_eq!(
        (model.called(person(60)), model.called(person(61))),
        ("李娜（石佛小学）".into(), "李娜（石佛小学 数学）".into())
    );
}

#[test]
fn somebody_known_by_name_only_is_asked_about_and_joined_by_nobody() {
    let mut studio = studio();
    for (member, there) in [(2, 51), (3, 52)] {
        let record = studio.fresh();
        let draft = activity(record, "2026-11-20", person(member), &[person(there)]);
        studio.run(person(member), &Command::Finish(draft)).unwrap();
    }
    assert_eq!((reached(&studio).value, reached(&studio).possible_duplicates), (2, 1));
    assert_eq!(asked(&studio), [(person(51), person(52))], "王丽 of two schools are two");
    said(&mut studio, 51, 52, Answer::Same);
    let after = reached(&studio);
    assert_eq!((after.value, after.possible_duplicates, asked(&studio)), (1, 0, vec![]));
    assert_eq!(after.people[0].township, "柳河乡", "the entry with the school stands for both");
}

#[test]
fn once_somebody_without_a_school_is_known_to_be_one_of_two_nobody_asks_about_the_other() {
    let mut studio = studio();
    studio.put_person(person(53), "孟霞", "白庙小学", "白庙乡");
    assert_eq!(asked(&studio), [(person(51), person(52)), (person(51), person(53))]);
    said(&mut studio, 51, 52, Answer::Same);
    assert_eq!(asked(&studio), []);
}

#[test]
fn a_no_is_not_asked_again_whichever_entry_stands_for_them() {
    let mut studio = studio();
    said(&mut studio, 51, 52, Answer::Different);
    assert_eq!(asked(&studio), []);
    studio.put_person(person(40), "孟霞", "柳河小学", "柳河乡");
    assert_eq!(asked(&studio), [(person(40), person(52)), (person(40), person(51))]);
    said(&mut studio, 40, 52, Answer::Same);
    assert_eq!(asked(&studio), [], "52 was told from 51, and 40 is 52");
}

#[test]
fn after_the_answer_one_tile_stands_for_both_and_says_under_what_it_was_recorded() {
    let mut studio = studio();
    said(&mut studio, 51, 52, Answer::Same);
    let chips = prefill(&studio).people;
    assert_eq!(chips.len(), 5);
    let tile = chips.iter().find(|chip| chip.name.starts_with('孟')).unwrap();
    assert_eq!((tile.person, &tile.also, &tile.apart), (person(52), &vec![person(51)], &None));
    let chain = read_chain("1. 孟霞", &studio.model());
    assert_eq!(
        chain.names[0].who.iter().map(|one| one.person).collect::<Vec<_>>(),
        [person(52)],
        "nobody is asked which"
    );
}

#[test]
fn an_answer_by_mistake_is_taken_back_at_once_or_later_from_the_persons_page() {
    let mut studio = studio();
    said(&mut studio, 51, 52, Answer::Same);
    said(&mut studio, 51, 52, Answer::Open);
    assert_eq!(asked(&studio).len(), 1, "asked again");
    said(&mut studio, 51, 52, Answer::Same);
    let page = seen(&studio, person(1), |scene| view::person_page(scene, person(52))).unwrap();
    assert_eq!(ids(&page.joined), [person(51)]);
    said(&mut studio, 52, 51, Answer::Different);
    let page = seen(&studio, person(1), |scene| view::person_page(scene, person(52))).unwrap();
    assert_eq!((page.joined.len(), asked(&studio)), (0, vec![]));
    said(&mut studio, 52, 51, Answer::Same);
    assert_eq!(prefill(&studio).people.len(), 5, "and that is taken back too");
}

#[test]
fn who_leaves_a_group_leaves_it_whole_and_the_others_stay_one() {
    let mut studio = studio();
    studio.put_person(person(53), "孟霞", "柳河小学", "柳河乡");
    said(&mut studio, 51, 52, Answer::Same);
    said(&mut studio, 52, 53, Answer::Same);
    let joined =
        |studio: &Studio, n: u8| ids(&seen(studio, person(1), |s| view::person_page(s, person(n))).unwrap().joined);
    said(&mut studio, 51, 52, Answer::Different);
    assert_eq!((joined(&studio, 52), joined(&studio, 51)), (vec![], vec![person(53)]));
}

#[test]
fn a_teacher_who_was_thrown_away_lies_in_the_bin_until_found_again() {
    let mut studio = studio();
    let record = RecordId(person(52).0);
    studio.run(person(2), &Command::Delete { record }).unwrap();
    let bin = |studio: &Studio, text: &str| {
        let query = RecordQuery { deleted: true, text: text.to_owned(), ..RecordQuery::default() };
        ids(&seen(studio, person(3), |scene| view::record_list(scene, &query)).people)
    };
    assert_eq!(
        (bin(&studio, ""), bin(&studio, "mx"), bin(&studio, "刘")),
        (vec![person(52)], vec![person(52)], vec![])
    );
    assert_eq!(ids(&seen(&studio, person(3), view::team).deleted), [person(52)]);
    studio.run(person(3), &Command::Undelete { record }).unwrap();
    assert_eq!((bin(&studio, ""), prefill(&studio).people.len()), (vec![], 6));
}

#[test]
fn only_who_may_say_who_is_who_is_asked() {
    let mut studio = studio();
    let may = |studio: &Studio, n: u8| seen(studio, person(n), view::team).may_answer;
    assert_eq!((may(&studio, 1), may(&studio, 2)), (true, false));
    let record = studio.fresh();
    let draft = mentoring(record, "2026-11-12", person(2), person(50), "craft");
    studio.run(person(2), &Command::Finish(draft)).unwrap();
    let row = seen(&studio, person(2), |scene| view::record_detail(scene, record)).unwrap().row;
    assert_eq!(row.people, ["王丽（石佛小学）"]);
}
