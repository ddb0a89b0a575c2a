//! A meeting from the plan to its day: the card that calls people, the form before and on the day, 首页.

use dioxus::prelude::*;
use studio_core::time::Millis;
use studio_core::view::{Gap, RecordRow};
use studio_engine::messages::Phase;

use super::{framed, hides, picture, shows};
use crate::form::FormText;
use crate::sample;
use crate::screens::form::view::FormView;
use crate::screens::home::view::HomeView;
use crate::screens::record::view::RecordView;

#[test]
fn a_plan_is_called_out_as_a_text_and_kept_in_the_calendar() {
    let html =
        picture("plan", || framed("教研活动", None, rsx! { RecordView { page: sample::plan(), now: sample::now() } }));
    shows(
        &html,
        &[
            "通知大家",
            "【集体备课】大单元教学设计：从一篇到一组",
            "时间：2026年11月26日 星期四 14:30–16:30",
            "地点：赵桥小学",
            "请参加：王丽、",
            "请带：语文书、第四单元教案",
            "接龙：\n1. ",
            "data-testid=\"call-copy\"",
            "data-testid=\"call-calendar\"",
            "到那天点开，记下谁来了",
        ],
    );
    shows(&html, &["已安排"]);
    hides(
        &html,
        &["草稿", "data-testid=\"submit\"", "还差 1 项", "data-testid=\"call-share\"", "还没写地点", "还没选叫谁来"],
    );
}

#[test]
fn on_its_day_a_plan_is_still_called_out_and_asks_who_came() {
    let html = picture("plan-today", || {
        let now = Millis(sample::now().0 + 2 * studio_core::time::DAY_MS);
        framed("教研活动", None, rsx! { RecordView { page: sample::plan(), now } })
    });
    shows(&html, &["通知大家", "还差 1 项：参加人员"]);
    hides(&html, &["到那天点开"]);
}

#[test]
fn what_a_call_lacks_is_said_beside_it_and_it_can_be_sent_all_the_same() {
    let html = picture("plan-bare", || {
        let mut page = sample::plan();
        page.detail.fields.retain(|key, _| !key.starts_with("asked/") && key != "place");
        framed("教研活动", None, rsx! { RecordView { page, now: sample::now() } })
    });
    shows(&html, &["还没写地点；还没选叫谁来，没有点名", "data-testid=\"call-copy\""]);
    hides(&html, &["请参加：", "地点："]);
}

#[test]
fn a_record_of_what_was_calls_nobody() {
    let html = picture("plan-past", || {
        let now = Millis(sample::now().0 + 7 * studio_core::time::DAY_MS);
        framed("教研活动", None, rsx! { RecordView { page: sample::plan(), now } })
    });
    hides(&html, &["通知大家", "接龙"]);
}

/// The form of the plan, as it opens when its meeting is so many days ahead of the clock.
fn form_of_plan(name: &str, days: i64) -> String {
    super::picture_of(name, days, |days| {
        let start = crate::platform::now().day() + chrono::Duration::days(days);
        let mut fields = sample::plan().detail.fields;
        for (key, at) in [("start", "14:30"), ("end", "16:30")] {
            fields.insert(key.to_owned(), format!("{start}T{at}").into());
        }
        let text = FormText::editing(studio_core::record_type::RecordType::Activity, &fields);
        rsx! { FormView { opening: crate::form::Opening { text, suggested: Vec::new(), ..sample::opening(true) } } }
    })
}

#[test]
fn before_the_day_the_form_asks_who_is_called_and_lacks_nobody() {
    let html = form_of_plan("plan-form", 2);
    shows(&html, &["叫谁来", "4 人", "带什么", "还没到那天", "data-testid=\"save\""]);
    hides(&html, &["data-testid=\"submit\"", "还差", "还没有选择参加人员", "open=\"true\"", "都来了</span>"]);
    let at = |words: &str| html.find(words).expect("words");
    assert!(at("id=\"asked-place\"") < at("data-testid=\"more\""));
    assert!(at("data-testid=\"more\"") < at("id=\"attendance-place\""));
}

#[test]
fn on_the_day_nobody_is_ticked_and_those_who_were_called_are_one_tap() {
    let html = form_of_plan("plan-day", 0);
    shows(&html, &["谁来了", "叫了的 4 人都来了", "还差 1 项：参加人员", "data-testid=\"paste-chain\""]);
    let at = |words: &str| html.find(words).expect("words");
    assert!(at("id=\"attendance-place\"") < at("data-testid=\"more\""));
    assert!(at("data-testid=\"more\"") < at("id=\"asked-place\""));
    hides(&html[at("id=\"attendance-place\"")..at("data-testid=\"more\"")], &["4 人，", "presence-act"]);
}

#[test]
fn home_tells_of_plans_before_what_is_owed_and_of_one_that_was_not_written_up() {
    let html = picture("home-plan", || {
        let row = sample::plan().detail.row;
        let mut home = sample::home();
        let coming = |day: &str| RecordRow { day: Some(day.parse().expect("a day")), ..row.clone() };
        let passed = Gap::Passed {
            record: sample::record(9),
            record_type: row.record_type,
            title: "古诗群文阅读".into(),
            day: "2026-11-23".parse().expect("a day"),
            missing: vec![sample::problem("attendance", "missing-activity-attendance")],
        };
        home.coming = vec![coming("2026-11-24"), coming("2026-11-25")];
        home.gaps = vec![passed];
        rsx! { HomeView { home, sync: sample::sync(0, Phase::Idle), drafts: Vec::new(), filling: false, now: sample::now() } }
    });
    let told = [
        "接下来",
        "今天 14:30 有《",
        "记下谁来了",
        "明天 14:30 有《大单元教学设计：从一篇到一组》",
        "可以发到群里",
        "先补这 1 项",
        "昨天的《古诗群文阅读》还没记完",
        "还差 1 项：参加人员",
    ];
    shows(&html, &told);
    let at: Vec<_> = told.iter().map(|words| html.find(words)).collect();
    assert!(at.is_sorted(), "in this order: {at:?}");
}

#[test]
fn a_plan_reads_as_planned_for_its_day_and_not_as_a_draft() {
    let html = picture("plan-row", || {
        let line = crate::words::record_line(&sample::plan().detail.row, sample::now());
        rsx! { studio_ui::phone::RecordRow { line } }
    });
    shows(&html, &["已安排 · 11月26日"]);
    hides(&html, &["草稿", "还差", "接着写", "完成"]);
}
