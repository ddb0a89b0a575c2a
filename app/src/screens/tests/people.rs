//! Pictures of lists of people: namesakes, questions who is who, the recycle bin, the picker.

use dioxus::prelude::*;
use studio_core::form;
use studio_core::record_type::RecordType;
use studio_core::view::{PersonChip, RecordList};
use studio_engine::messages::StoppedWhat;

use super::{framed, hides, picture, picture_of, shows, stopped};
use crate::form::{Others, use_book};
use crate::sample;
use crate::screens::form::view::FormView;
use crate::screens::person::PersonView;
use crate::screens::records::view::Timeline;
use crate::screens::team::list::Everybody;
use crate::screens::team::view::Flower;
use studio_ui::prelude::Tab;

#[test]
fn the_question_who_is_who_says_what_is_known_of_each() {
    let html = picture("team-same", || rsx! { Flower { team: sample::team(), now: sample::now() } });
    shows(&html, &["王丽（赵桥小学 · 赵桥乡 · 语文）和王丽（没写学校），是同一位老师吗？", "data-testid=\"same-yes\""]);
    let html = picture("team-same-backbone", || {
        let team = studio_core::view::Team { may_answer: false, ..sample::team() };
        rsx! { Flower { team, now: sample::now() } }
    });
    shows(&html, &["请首席或助理来回答"]);
    assert!(!html.contains("data-testid=\"same-yes\""), "no button that would only say no");
}

#[test]
fn who_was_joined_can_be_parted_on_the_persons_page() {
    let html = picture("person-joined", || {
        framed("成长档案", None, rsx! { PersonView { page: sample::person_page(), now: sample::now() } })
    });
    shows(&html, &["已认作同一位老师", "data-testid=\"part\"", "分开", "data-testid=\"maybe-same\""]);
}

#[test]
fn thrown_away_teachers_are_in_the_bin_of_the_records_and_of_the_team() {
    let bin = picture("records-bin", || {
        let people = vec![sample::chip(43, "冯小刚", None)];
        let list = RecordList { counts: Vec::new(), total: 0, groups: Vec::new(), more: 0, people };
        framed(
            "记录",
            Some(Tab::Records),
            rsx! { Timeline { list, drafts: Vec::new(), all: false, now: sample::now() } },
        )
    });
    let team = picture("team-list-bin", || {
        framed("团队", Some(Tab::Team), rsx! { Everybody { team: sample::team(), now: sample::now() } })
    });
    for html in [bin, team] {
        shows(&html, &["回收站里的老师", "冯小刚", "data-testid=\"undelete-冯小刚\"", "可以找回；以前的记录"]);
    }
}

#[test]
fn a_new_form_offers_those_of_last_time_and_ticks_nobody() {
    let html = picture("form-as-last", || rsx! { FormView { opening: sample::opening(false) } });
    shows(&html, &["和上次一样的 2 人", "data-testid=\"people-as-last\""]);
    assert!(!html.contains("person person-on"));
}

#[component]
fn Picker(people: Vec<PersonChip>) -> Element {
    let spec = form::fields(RecordType::Activity).iter().find(|spec| spec.key == "attendance").expect("attendance");
    let opening = crate::form::Opening { people, ..sample::opening(false) };
    let book = use_book(&opening);
    rsx! { Others { book, spec, single: false, ondone: |()| {} } }
}

#[test]
fn on_a_stopped_phone_nobody_is_said_to_be_missing_from_the_roster_or_offered_to_be_added() {
    let html = picture_of("picker-stopped", stopped(StoppedWhat::Phone), |stopped| {
        let mut desk = crate::desk::use_desk();
        use_hook(|| {
            let mut standing = sample::standing(false);
            standing.open.iter_mut().for_each(|here| here.stopped = Some(stopped.clone()));
            desk.standing.set(Some(standing));
        });
        rsx! { Picker { people: Vec::new() } }
    });
    shows(&html, &["名册不在上面了", "可以复制出去"]);
    hides(&html, &["可以把这位老师加进名册", "data-testid=\"person-new\""]);
}

#[test]
fn the_picker_says_how_many_it_does_not_show_and_takes_many_at_once() {
    let names = ["何雨", "曹小军", "买买提·艾力", "欧阳静怡"];
    let mut people = sample::people();
    for (at, name) in names.iter().cycle().take(90).enumerate() {
        let apart = (*name == "何雨").then(|| "石佛镇中心小学".to_owned());
        people.push(PersonChip { apart, ..sample::chip(60 + at as u8, name, None) });
    }
    let all = people.len();
    let html = picture_of("picker", people, |people| rsx! { Picker { people } });
    let said = format!("名册里共 {all} 人，还有 {} 人没列出来", all - 11 - 30);
    shows(&html, &[&said, "再列 30 人", &format!("全选（{all} 人）"), "全体骨干", "按学校", "石佛镇中心小学"]);
}
