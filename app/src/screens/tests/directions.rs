//! Screens of a project that is no studio, and forms to which a county added something.

use dioxus::prelude::*;
use studio_core::closure::{ClosureReport, Offer, OnTheSteps, StepHead, StepTaken};
use studio_core::guide::{Own, OwnChoice, OwnField, OwnInput, OwnWord, Shape, Source};
use studio_core::record_type::RecordType;
use studio_engine::messages::Phase;
use studio_ui::i18n::speak;

use super::{framed, picture, shows};
use crate::sample;
use crate::screens::closure::view::ClosureView;
use crate::screens::form::view::FormView;
use crate::screens::home::view::HomeView;
use crate::screens::join::Look;
use crate::screens::join::view::JoinView;

/// A class of 50.
fn class() -> Shape {
    let word = |text: &str| text.to_owned();
    Shape {
        studio: word("培训班"),
        chief: word("班主任"),
        chief_title: word("班主任"),
        backbone: word("指导教师"),
        backbone_title: word("指导教师"),
        member: word("学员"),
        ..Shape::default()
    }
}

/// Its report: eight members, the first with all before them.
fn report() -> ClosureReport {
    let names = ["何雨", "曹小军", "宋玉兰", "马晓东", "高志强", "李娜", "范振华", "孙梅"];
    let offer =
        |n: u8| Offer { record_type: RecordType::Growth, people: vec![sample::person(n)], dimensions: Vec::new() };
    let member = |(n, name): (u8, &str)| OnTheSteps {
        person: sample::person(n),
        name: name.to_owned(),
        school: "柳河小学".into(),
        steps: (0..4)
            .map(|step| match step < n - 30 {
                true => StepTaken::Taken { record: sample::record(7), records: 2 },
                false => StepTaken::Open(offer(n)),
            })
            .collect(),
    };
    let heads = [("选", 7), ("育", 6), ("用", 5), ("评", 4)];
    ClosureReport {
        steps: heads.map(|(title, taken)| StepHead { title: title.into(), taken }).to_vec(),
        on_steps: (30..).zip(names).map(member).collect(),
        ..sample::report()
    }
}

/// 加入, before and after the code was looked up.
fn joining(name: &str, look: Look) -> String {
    super::picture_of(name, look, |look| {
        rsx! {
            JoinView {
                given: None, look, name: "", joining: false, failed: None, chat_app: false, keeps: true,
                oncode: |_| {}, onname: |_| {}, ongo: |()| {},
            }
        }
    })
}

#[test]
fn who_joins_a_class_joins_a_class_and_before_anybody_knows_what_it_is_called_nothing() {
    let mut seen = sample::invite_seen();
    (seen.studio_name, seen.shape) = ("小学语文班".into(), Box::new(class()));
    let html = joining("join-class", Look::Seen(seen));
    shows(&html, &["加入培训班", "邀请你的人"]);
    super::hides(&html.replace("工作室记录本", ""), &["工作室", "首席"]);
    let html = joining("join-nothing", Look::Nothing);
    shows(&html, &["<span>加入</span>"]);
    super::hides(&html.replace("工作室记录本", ""), &["工作室", "首席"]);
}

#[test]
fn a_class_says_of_each_member_which_step_is_taken_and_opens_what_is_still_to_do() {
    let html = picture("closure-steps", || {
        speak(class());
        framed("结项罗盘", None, rsx! { ClosureView { report: report(), now: sample::now() } })
    });
    speak(Shape::default());
    shows(&html, &["每位学员走到哪一步", "选 7 · 育 6 · 用 5 · 评 4", "另外 2 位", "选：有 2 条记录"]);
    let open = format!("/app/offer/growth?with={}", sample::person(30));
    shows(&html, &["选：还差，记一条个人规划", &open]);
}

#[test]
fn the_first_screen_of_a_class_says_how_many_came_in_its_own_words() {
    let html = picture("home-class", || {
        speak(class());
        let mut home = sample::home();
        home.reach = home.compass.petals.first().cloned();
        let sync = sample::sync(0, Phase::Idle);
        rsx! { HomeView { home, sync, drafts: Vec::new(), filling: false, now: sample::now() } }
    });
    speak(Shape::default());
    shows(&html, &["data-testid=\"reach\"", "1 / 1", "联系学员还差 23 位"]);
    assert!(!html.contains("联系乡村教师"));
}

#[test]
fn a_form_asks_for_what_the_county_added_and_offers_its_kind() {
    let html = picture("form-own", || {
        let word = |id: &str, title: &str| OwnWord { id: id.into(), title: title.into() };
        let field = |id: &str, title: &str, input, words| OwnField {
            of: RecordType::Activity,
            id: id.into(),
            title: title.into(),
            hint: "录播教室要提前三天约".into(),
            input,
            words,
            source: Source::Example,
        };
        let fields = vec![
            field("parents", "来了几位家长", OwnInput::Number, Vec::new()),
            field("open-day", "是开放日", OwnInput::Yes, Vec::new()),
            field("room", "用的哪间教室", OwnInput::Choice, vec![word("plain", "普通教室"), word("rec", "录播教室")]),
        ];
        let of = RecordType::Activity;
        let choices = vec![OwnChoice { of, field: "kind".into(), words: vec![word("market", "集市课堂")] }];
        let mut opening = sample::opening(true);
        opening.own = Own { guide: "lx".into(), fields, choices };
        rsx! { FormView { opening } }
    });
    shows(
        &html,
        &["县里加的", "来了几位家长", "chip-x-lx/room-plain", "录播教室要提前三天约", "chip-kind-x-lx/market"],
    );
}
