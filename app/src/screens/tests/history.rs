//! Pictures of 修改历史: who changed what and when, in words alone; only whoever wrote it puts anything back.

use dioxus::prelude::*;
use studio_core::form::Input;
use studio_core::record_type::RecordType;
use studio_engine::messages::HistoryPage;

use super::{framed, hides, picture_of, shows};
use crate::sample;
use crate::screens::form::view::FormView;
use crate::screens::record::history::HistoryView;
use crate::screens::record::view::RecordView;

fn drawn(name: &str, page: HistoryPage) -> String {
    picture_of(name, page, |page| {
        framed("修改历史", None, rsx! { HistoryView { page, now: sample::now(), place: None } })
    })
}

/// What people read of a page: its words without the markup.
fn words(html: &str) -> String {
    let tags = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    tags.collect::<Vec<_>>().join(" ")
}

#[test]
fn the_history_says_who_changed_what_and_when_newest_first_and_what_can_be_put_back() {
    let html = drawn("history", sample::history(true));
    shows(&html, &["今天 18:10 · 周慧敏（这部手机）", "赵桥小学 会议室 → 赵桥小学 录播室", "还没到服务器"]);
    shows(&html, &["昨天 17:30 · 周慧敏（平板）", "加了：1 人：赵静", "刘洋：代录 → 请假", "提交", "新建"]);
    shows(&html, &["大单元教学设计：从一篇到一组", "恢复成这个：赵桥小学 会议室"]);
    let at = |words: &str| html.find(words).expect("words");
    assert!(at("录播室") < at("加了：") && at("加了：") < at("新建"));
    assert_eq!(html.matches("data-testid=\"put-back\"").count(), 1, "only where another value stands today");
    assert!(!html.contains("history-older"));
}

#[test]
fn a_history_never_shows_an_id_or_a_word_of_the_machine() {
    for mine in [true, false] {
        let html = drawn("history-words", sample::history(mine));
        let said = words(&html);
        let body = said.split_once("大单元").map_or("", |(_, rest)| rest);
        assert!(!body.contains(|c: char| c.is_ascii_alphabetic()), "{body}");
    }
}

#[test]
fn a_colleague_reads_it_and_has_no_button() {
    let html = drawn("history-theirs", sample::history(false));
    shows(&html, &["只能看，不能改", "赵桥小学 会议室 → 赵桥小学 录播室"]);
    hides(&html, &["put-back", "恢复成"]);
}

#[test]
fn what_is_not_listed_is_counted_where_it_would_stand() {
    let mut page = sample::history(true);
    page.history.older = 10;
    let html = drawn("history-older", page.clone());
    shows(&html, &["中间还有 10 次", "data-testid=\"history-older\""]);
    assert!(html.find("中间还有") < html.find("新建"), "the first words are there");
    page.history.revisions.pop();
    shows(&drawn("history-older", page), &["更早的还有 10 次"]);
}

#[test]
fn the_door_counts_ones_own_changes_and_no_colleagues() {
    let door = |mine: bool, changed: usize| {
        let mut page = sample::page();
        (page.detail.row.mine, page.changed) = (mine, changed);
        let html = picture_of("history-door", page, |page| rsx! { RecordView { page, now: sample::now() } });
        shows(&html, &["data-testid=\"history-door\"", "/history\""]);
        html
    };
    shows(&door(true, 3), &["修改历史（3 次）"]);
    for html in [door(false, 3), door(true, 0)] {
        shows(&html, &["修改历史"]);
        hides(&html, &["修改历史（"]);
    }
}

#[test]
fn both_values_are_kept_of_a_text_and_never_of_a_line() {
    let two = |key: &str| {
        let mut page = sample::page();
        page.detail.conflicts.iter_mut().for_each(|conflict| conflict.key = key.to_owned());
        picture_of("two-values", page, |page| rsx! { RecordView { page, now: sample::now() } })
    };
    let fields = RecordType::Activity.says().fields.iter();
    let text = fields.clone().find(|spec| spec.input == Input::Text).expect("a text");
    shows(&two(text.key), &["用这个", "两个都留", "改一改"]);
    let line = two("place");
    shows(&line, &["用这个", "改一改"]);
    hides(&line, &["两个都留"]);
}

#[test]
fn the_form_opens_at_the_field_that_it_was_opened_for_also_where_that_is_folded() {
    let specs: Vec<_> = RecordType::Activity.says().fields.iter().collect();
    let folded = crate::form::folded(&specs, false).first().map(|spec| spec.key).expect("a field under 更多");
    let more = |key: Option<&'static str>| {
        let html = picture_of("form-led", key, |key| {
            let desk = crate::desk::use_desk();
            use_hook(|| {
                let mut to_field = desk.to_field;
                to_field.set(key.map(str::to_owned));
            });
            rsx! { FormView { opening: sample::opening(true) } }
        });
        let details = html.split("<details").find(|part| part.contains("class=\"more\"")).expect("更多").to_owned();
        details.split('>').next().unwrap_or_default().to_owned()
    };
    assert!(more(Some(folded)).contains("open") && !more(None).contains("open"), "{}", more(None));
}
