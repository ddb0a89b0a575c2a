//! A line as what keeps a studio running: money spent and planned, tasks, support, answers that were counted.

use std::ops::Range;

use super::label::after_leads;
use super::line::Line;
use super::money::{self, Said};
use super::reading::Reading;
use super::rest;
use super::when::DayRole;
use crate::budget::Account;
use crate::support::SupportKind;
use crate::task::TaskKind;

/// What money was spent on, the more telling word first.
const ACCOUNTS: &[(&str, Account)] = &[
    ("餐", Account::Meetings),
    ("专家", Account::Experts),
    ("劳务", Account::Experts),
    ("讲课费", Account::Experts),
    ("评审费", Account::Experts),
    ("差旅", Account::Travel),
    ("车费", Account::Travel),
    ("路费", Account::Travel),
    ("加油", Account::Travel),
    ("油费", Account::Travel),
    ("车票", Account::Travel),
    ("租车", Account::Travel),
    ("包车", Account::Travel),
    ("打车", Account::Travel),
    ("交通", Account::Travel),
    ("住宿", Account::Travel),
    ("打印纸", Account::Equipment),
    ("打印机", Account::Equipment),
    ("电脑", Account::Equipment),
    ("音响", Account::Equipment),
    ("投影", Account::Equipment),
    ("硬盘", Account::Equipment),
    ("A4纸", Account::Equipment),
    ("墨盒", Account::Equipment),
    ("硒鼓", Account::Equipment),
    ("U盘", Account::Equipment),
    ("设备", Account::Equipment),
    ("耗材", Account::Equipment),
    ("白板笔", Account::Equipment),
    ("文具", Account::Equipment),
    ("粉笔", Account::Equipment),
    ("印刷", Account::Printing),
    ("复印", Account::Printing),
    ("装订", Account::Printing),
    ("打印", Account::Printing),
    ("会议", Account::Meetings),
    ("场地", Account::Meetings),
    ("培训费", Account::Meetings),
    ("杂志", Account::Books),
    ("资料", Account::Books),
    ("教材", Account::Books),
    ("书", Account::Books),
];
const BOUGHT: [&str; 17] = [
    "买了",
    "购买了",
    "购买",
    "购置了",
    "购置",
    "采购了",
    "采购",
    "买",
    "购",
    "订阅了",
    "订阅",
    "报销了",
    "报销",
    "报账",
    "支出",
    "付给",
    "支付",
];
const SHOPS: [&str; 10] = ["书店", "文具店", "打印店", "复印店", "超市", "商店", "门市部", "饭店", "宾馆", "店"];
const SPENT_WORDS: [&str; 10] = ["花了", "共计", "合计", "总共", "一共", "共", "花费", "花", "垫付", "每"];
const HANDLES: [&str; 7] = ["先垫", "垫的", "经手人", "垫付人", "经手", "垫付", "经办"];

/// Fills what a line says of money spent.
pub(super) fn expense(reading: &mut Reading<'_>) {
    let one_thing = put_amount(reading);
    reading.put_day("day");
    put_handler(reading);
    if !one_thing {
        return;
    }
    put_account(reading);
    put_payee(reading);
    if let Some(what) = what(&reading.line) {
        reading.put_text("what", &what);
    }
}

/// Fills the amount. Of several nobody knows which one is meant, nor what for: `false`, and all words are kept.
fn put_amount(reading: &mut Reading<'_>) -> bool {
    match money::spoken(&reading.line) {
        Said::Nothing => true,
        Said::Several(_) => false,
        Said::One(fen, from) => {
            reading.line.take(&from);
            reading.put("amount", fen, &from);
            true
        }
    }
}

fn put_account(reading: &mut Reading<'_>) {
    let account = ACCOUNTS.iter().find_map(|(word, account)| Some((account, anywhere(&reading.line, word)?)));
    if let Some((account, from)) = account {
        reading.put("account", account.word(), &from);
    }
    if !reading.line.titles.is_empty() {
        let from = reading.line.titles.first().cloned().unwrap_or_default();
        reading.put("account", Account::Books.word(), &from);
    }
}

/// A word that is no part of the shop where it was bought.
fn anywhere(line: &Line<'_>, word: &str) -> Option<Range<usize>> {
    let found = line.find(word)?;
    let shop = found.end < line.len() && line.is_at(found.end, "店") && word == "书";
    (!shop).then_some(found)
}

fn put_payee(reading: &mut Reading<'_>) {
    let Some(shop) = reading.line.earliest(&SHOPS, 0) else { return };
    let line = &reading.line;
    let stops = |at: &usize| {
        let letter = line.letter(*at).unwrap_or(' ');
        line.is_taken(*at) || !letter.is_alphanumeric() || "在从给去到".contains(letter)
    };
    let start = (0..shop.start).rev().find(stops).map_or(0, |at| at + 1);
    let payee = start..shop.end;
    reading.put_text("payee", &payee);
    reading.line.take(&payee);
}

fn put_handler(reading: &mut Reading<'_>) {
    let handles = reading.row_beside(&HANDLES, &HANDLES);
    reading.put_one_of_row("handler", &handles.unwrap_or_default());
}

/// What was bought: behind 买 and its like, else what the line begins with.
fn what(line: &Line<'_>) -> Option<Range<usize>> {
    let bought = line.earliest(&BOUGHT, 0);
    let from = bought.as_ref().map_or(0, |found| found.end);
    let from = (from..line.len())
        .find(|at| !line.is_taken(*at) && line.letter(*at).is_some_and(|c| c.is_alphanumeric() || c == '《'))?;
    let from = line.one_at(from, &["工作室买", "工作室", "的"]).map_or(from, |word| from + word.chars().count());
    let ends = |at: &usize| {
        let letter = line.letter(*at).unwrap_or(' ');
        let mark = " ,。;；!(\n".contains(letter);
        !line.is_quoted(*at) && (mark || line.is_taken(*at) || line.one_at(*at, &SPENT_WORDS).is_some())
    };
    let end = (from..line.len()).find(ends).unwrap_or(line.len());
    (end - from > 1 || bought.is_some_and(|found| found.end == from)).then_some(from..end)
}

/// Fills what a line says of money planned.
pub(super) fn budget(reading: &mut Reading<'_>) {
    let one_thing = put_amount(reading);
    reading.put_day("day");
    if !one_thing {
        return;
    }
    put_account(reading);
    let line = &reading.line;
    let fee = line.find("预算").map(|found| line.clause(after_leads(line, found.end)));
    let fee = fee.filter(|clause| line.one_before(clause.end, &["费"]).is_some());
    let bought = || line.any(&BOUGHT).and_then(|_| what(line));
    let before = || {
        let word = line.find("预算")?;
        let start =
            (0..word.start).rev().take_while(|at| line.letter(*at).is_some_and(char::is_alphanumeric)).last()?;
        let fee = line.one_before(word.start, &["费"]).filter(|_| line.one_before(word.start, &["经费"]).is_none());
        fee.map(|_| start..word.start)
    };
    if let Some(what) = fee.or_else(before).or_else(bought) {
        reading.put_text("what", &what);
    }
}

const TASKS: &[(&str, TaskKind)] = &[
    ("课题", TaskKind::Topic),
    ("结题", TaskKind::Topic),
    ("开题", TaskKind::Topic),
    ("听课", TaskKind::Lessons),
    ("评课", TaskKind::Lessons),
    ("论文", TaskKind::Results),
    ("微课", TaskKind::Resources),
    ("课件", TaskKind::Resources),
    ("总结", TaskKind::Papers),
    ("制度", TaskKind::Papers),
    ("台账", TaskKind::Papers),
    ("材料", TaskKind::Papers),
    ("教研活动", TaskKind::Research),
    ("送教", TaskKind::Research),
    ("青年教师", TaskKind::Guidance),
];
const DONE: [&str; 12] =
    ["完成", "上交", "提交", "交上", "交", "做好", "写完", "写好", "上报", "报送", "准备好", "录好"];

/// Fills what a line says of something to do.
pub(super) fn task(reading: &mut Reading<'_>) {
    reading.put_deadline("due");
    let kind = TASKS.iter().find_map(|(word, kind)| Some((kind, reading.line.find(word)?)));
    if let Some((kind, from)) = kind {
        reading.put("kind", kind.word(), &from);
    }
    if let Some((value, from)) = rest::before(&reading.line, &["篇", "节", "次", "个", "份", "场"]) {
        reading.put("quantity", value, &from);
        reading.line.take(&from);
    }
    let owner = reading.row_beside(&["负责人", "由"], &["负责", "来做", "牵头"]);
    let rows = reading.rows(&reading.mentions);
    let alone = if let [only] = rows.as_slice() { Some(only.clone()) } else { None };
    reading.put_one_of_row("owner", &owner.or(alone).unwrap_or_default());
    if let Some(what) = what_to_do(reading) {
        reading.put_text("what", &what);
    }
}

/// Behind 完成 and its like, else behind the deadline.
fn what_to_do(reading: &Reading<'_>) -> Option<Range<usize>> {
    let line = &reading.line;
    let free = |at: &usize| !line.is_taken(*at) && line.letter(*at).is_some_and(|c| c.is_alphanumeric() || c == '《');
    // 王丽和徐颖把课件交上来: what joins two names is not what is done
    let behind = |from: usize| {
        let starts = (from..line.len()).filter(|at| free(at) && (*at == from || !free(&(at - 1))));
        starts.map(|start| line.clause(start)).find(|clause| clause.len() > 1)
    };
    let done = line.earliest(&DONE, 0).and_then(|found| behind(found.end));
    let due = || reading.days.iter().find(|said| said.role != DayRole::On).and_then(|said| behind(said.range.end));
    let named = || line.any(&["任务", "待办"]).and_then(|found| behind(found.end));
    done.or_else(due).or_else(named)
}

/// Fills what a line says of what others give the studio.
pub(super) fn support(reading: &mut Reading<'_>) {
    reading.put_day("day");
    if let Some((fen, from)) = money::amount(&reading.line).one() {
        reading.put("kind", SupportKind::Money.word(), &from);
        reading.put("amount", fen, &from);
    }
    if let Some((text, from)) = rest::document_no(&reading.line) {
        reading.put("document_no", text, &from);
    }
    let body = reading.line.earliest(&["教育体育局", "教育局", "教体局", "财政局", "教育厅", "教研室", "县政府"], 0);
    if let Some(body) = body {
        let led =
            body.start.checked_sub(1).filter(|at| reading.line.letter(*at).is_some_and(|c| "省市县区".contains(c)));
        reading.put_text("issuer", &(led.unwrap_or(body.start)..body.end));
    }
}

/// Fills what a line says of answers that were counted.
pub(super) fn survey(reading: &mut Reading<'_>) {
    const COUNTS: [(&str, &[&str]); 6] = [
        ("sent", &["发出", "发放", "发了", "发"]),
        ("answered", &["收回", "回收", "收到"]),
        ("very_satisfied", &["非常满意", "很满意"]),
        ("dissatisfied", &["不满意"]),
        ("satisfied", &["满意"]),
        ("neutral", &["一般", "基本满意"]),
    ];
    reading.put_day("day");
    put_about(reading);
    for (field, words) in COUNTS {
        if let Some((value, from)) = rest::behind(&reading.line, words) {
            reading.line.take(&from);
            reading.put(field, value, &from);
        }
    }
}

/// 送教活动 of 送教活动满意度问卷.
fn put_about(reading: &mut Reading<'_>) {
    const ASKED: [&str; 4] = ["满意度", "问卷", "调查问卷", "的满意"];
    let line = &reading.line;
    let Some(word) = line.earliest(&ASKED, 0) else { return };
    let free = |at: &usize| line.is_free(&(*at..*at + 1)) && line.letter(*at).is_some_and(char::is_alphanumeric);
    let Some(start) = (0..word.start).rev().take_while(free).last() else { return };
    let about = start..word.start;
    let says = ["今天", "把", "发", "收", "做了"].iter().all(|word| !line.text(&about).contains(word));
    if about.len() > 1 && says {
        reading.put_text("about", &about);
    }
}

/// Fills what a line says of a stage of the project.
pub(super) fn milestone(reading: &mut Reading<'_>) {
    let stages = super::kind::cues(crate::record_type::RecordType::Milestone, None);
    if let Some(stage) = reading.line.any(&stages) {
        reading.put_text("title", &stage);
    }
    let mut days = reading.days.clone().into_iter().filter_map(|said| Some((said.day?, said.range)));
    for field in ["from", "to"] {
        if let Some((day, range)) = days.next() {
            reading.put(field, crate::tolerant::day_text(day), &range);
        }
    }
}
