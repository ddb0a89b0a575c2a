//! 接龙 as they are really pasted, against a roster.

use crate::paper::{Studio, person};
use studio_core::activity::Attendance;
use studio_core::command::{Chain, read_chain};
use studio_core::id::PersonId;

/// 范振华, two 潘凯, 王丽, 王丽娟, 刘洋, 降巴泽仁.
fn roster() -> Studio {
    let mut studio = Studio::new("2026-11-23");
    studio.put_person(person(50), "范振华", "石佛小学", "石佛镇");
    studio.put_person(person(51), "潘凯", "石佛小学", "石佛镇");
    studio.put_person(person(52), "潘凯", "白庙小学", "白庙乡");
    studio.put_person(person(53), "王丽", "白庙小学", "白庙乡");
    studio.put_person(person(54), "王丽娟", "白庙小学", "白庙乡");
    studio.put_person(person(55), "刘洋", "白庙小学", "白庙乡");
    studio.put_person(person(56), "降巴泽仁", "白庙小学", "白庙乡");
    studio
}

fn read(text: &str) -> Chain {
    read_chain(text, &roster().model())
}

/// Name, who it may be, and how.
fn told(chain: &Chain) -> Vec<(&str, Vec<PersonId>, Attendance)> {
    let who = |one: &studio_core::command::ChainName| one.who.iter().map(|one| one.person).collect();
    chain.names.iter().map(|one| (one.name.as_str(), who(one), one.how)).collect()
}

#[test]
fn a_name_inside_a_longer_one_is_nobody() {
    let chain = read("#接龙\n1. 王丽娟 2. 刘洋");
    assert_eq!(
        told(&chain),
        [("王丽娟", vec![person(54)], Attendance::Chain), ("刘洋", vec![person(55)], Attendance::Chain)]
    );
}

#[test]
fn every_name_is_told_excused_late_doubled_or_unknown() {
    let chain = read("1. 范振华（请假）\n2. 潘凯 晚到10分钟\n3. 张三丰\n4. 王丽\n5. 收到\n6. 降巴泽仁");
    assert_eq!(
        told(&chain),
        [
            ("范振华", vec![person(50)], Attendance::Leave),
            ("潘凯", vec![person(51), person(52)], Attendance::ChainLate),
            ("张三丰", vec![], Attendance::Chain),
            ("王丽", vec![person(53)], Attendance::Chain),
            ("降巴泽仁", vec![person(56)], Attendance::Chain),
        ]
    );
    let problems: Vec<_> = chain.problems.iter().map(|problem| (problem.line, problem.key.as_str())).collect();
    assert_eq!(problems, [(5, "list-not-a-name")]);
}

#[test]
fn who_writes_that_they_cannot_come_is_excused_by_whatever_words() {
    for said in ["来不了", "今天来不了", "有事来不了", "，家里有事", "老师去不了了", " 不来了", "没法来", "（不去）"]
    {
        let line = format!("7. 范振华{said}");
        assert_eq!(told(&read(&line)), [("范振华", vec![person(50)], Attendance::Leave)], "{line}");
    }
    assert_eq!(told(&read("范振华有事晚到")), [("范振华", vec![person(50)], Attendance::ChainLate)], "they come");
}

#[test]
fn a_school_in_the_line_tells_namesakes_apart() {
    assert_eq!(told(&read("潘凯 白庙小学")), [("潘凯", vec![person(52)], Attendance::Chain)]);
    assert_eq!(told(&read("潘凯（西邵小学）"))[0].1.len(), 2, "of neither: asked");
}

#[test]
fn what_stands_before_all_names_is_said_of_all_and_behind_one_of_that_one() {
    let all = read("请假：王丽、刘洋");
    assert!(told(&all).iter().all(|(_, _, how)| *how == Attendance::Leave));
    let one = read("王丽、刘洋请假、范振华");
    let how: Vec<_> = told(&one).iter().map(|(_, _, how)| *how).collect();
    assert_eq!(how, [Attendance::Chain, Attendance::Leave, Attendance::Chain]);
}

#[test]
fn nobody_is_ticked_of_whom_the_list_says_that_they_were_not_there() {
    let chain = read("王丽 没来\n刘洋");
    assert_eq!(told(&chain).len(), 1);
    assert_eq!(chain.problems[0].key, "chain-not-there");
}

/// As the app writes it; `app/ui` holds that its words are these.
const CALL: &str = "【集体备课】大单元教学设计\n周慧敏工作室\n主持：刘洋\n时间：12月1日 星期二 14:30–16:30\n地点：石佛小学\n请参加：王丽、刘洋、王丽娟\n请带：语文书、教案\n能来的请接龙，来不了的请写“请假”\n接龙：";

#[test]
fn whom_a_call_asks_by_name_has_not_answered_by_it() {
    for head in ["", "#接龙\n"] {
        let chain = read(&format!("{head}{CALL}\n1. 范振华\n2. 王丽 请假\n3. 刘洋"));
        let how: Vec<_> = told(&chain).iter().map(|(name, _, how)| (*name, *how)).collect();
        assert_eq!(
            how,
            [("范振华", Attendance::Chain), ("王丽", Attendance::Leave), ("刘洋", Attendance::Chain)],
            "{head}"
        );
        assert_eq!(chain.problems, []);
    }
}

#[test]
fn a_list_before_a_call_and_a_second_call_lose_nobody() {
    let chain = read(&format!("1. 王丽娟\n{CALL}1. 范振华\n{CALL}\n刘洋"));
    let names: Vec<_> = told(&chain).iter().map(|(name, _, _)| *name).collect();
    assert_eq!(names, ["王丽娟", "范振华", "刘洋"]);
}

#[test]
fn a_title_in_brackets_without_a_list_below_it_hides_no_name() {
    let names: Vec<_> = told(&read("【签到】\n王丽\n刘洋")).iter().map(|(name, _, _)| (*name).to_owned()).collect();
    assert_eq!(names, ["王丽", "刘洋"]);
}
