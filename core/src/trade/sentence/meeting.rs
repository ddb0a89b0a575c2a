//! A line as a 教研活动: its kind, what it was about, who was there and who did what.

use std::ops::Range;

use super::heads;
use super::kind;
use super::label::Label;
use super::line::Line;
use super::reading::Reading;
use super::rest;
use super::title;
use super::who;
use crate::activity::{ActivityKind, Attendance};
use crate::time::Day;
use crate::tolerant::parse_day;

const LABELS: &[Label] = &[
    ("decisions", &["达成共识", "共识", "商定", "决定", "定下来"]),
    ("minutes", &["纪要"]),
    ("reflection", &["反思"]),
    ("effect", &["效果", "成效"]),
    ("feedback", &["反馈"]),
];
const LEAVE: [&str; 5] = ["请假", "事假", "病假", "公假", "请了假"];
const LATE: [&str; 5] = ["迟到", "晚到", "来晚", "来迟", "晚来"];
const AWAY: [&str; 8] = ["没来", "没到", "未到", "缺席", "没去", "没参加", "未参加", "有事没"];
const HOST: [&str; 3] = ["主持人", "主持", "召集"];
const SPEAKS: [&str; 10] = ["主讲", "执教", "讲的", "讲了", "讲课", "作讲座", "做讲座", "作专题", "做专题", "授课"];
/// Of a 送教下乡 these say who was sent.
const TEACHES: [&str; 6] = ["上的", "上了", "上课", "上一节", "上示范", "上公开"];
const SPEAKS_BEFORE: [&str; 9] =
    ["主讲人", "主讲", "执教老师", "执教教师", "执教", "授课教师", "授课老师", "授课人", "试教"];
const TRIES: [&str; 2] = ["试教", "试讲"];
const LISTENS: [&str; 6] = ["参与听课", "听课", "参加听课", "陪同", "参与", "来听"];
/// What a strong word leads over to is the topic before any title in marks.
const TOPIC: [&str; 12] =
    ["主题是", "主题为", "主题:", "主题", "题目是", "题目", "议题", "内容是", "内容:", "内容", "关于", "围绕"];
const TOPIC_WEAK: [&str; 16] = [
    "磨的是",
    "叫那个",
    "叫做",
    "讲的是",
    "讨论",
    "研讨",
    "布置",
    "安排",
    "部署",
    "学习",
    "研究",
    "商量",
    "商讨",
    "说说",
    "总结",
    "传达",
];
/// Words of the studio itself: they are understood, and fill nothing.
const IDLE: [&str; 13] = [
    "语文组",
    "数学组",
    "英语组",
    "教研组",
    "备课组",
    "工作室",
    "教研活动",
    "教研",
    "活动",
    "全体成员",
    "全体",
    "时间",
    "地点",
];

/// Fills what a line says of a meeting.
pub(super) fn activity(reading: &mut Reading<'_>) {
    if let Some((kind, from)) = kind::activity(&reading.line) {
        reading.put("kind", kind.word(), &from);
    }
    reading.put_times("start", "end", "hours");
    take_words(&mut reading.line);
    put_place(reading);
    put_people(reading);
    reading.put_labelled(LABELS);
    put_counts(reading);
    put_bring(reading);
    put_topic(reading);
}

/// Words that tell the kind are part of no title.
fn take_words(line: &mut Line<'_>) {
    for (word, _) in kind::ACTIVITIES {
        let mut from = 0;
        while let Some(found) = line.find_from(word, from) {
            line.take(&found);
            from = found.end;
        }
    }
}

/// A school that says where somebody is from is no place.
fn put_place(reading: &mut Reading<'_>) {
    let Some(place) = reading.place.clone() else { return };
    let end = place.range.end;
    let of_somebody = |at: usize| reading.mentions.iter().any(|one| one.range.start == at);
    let is_whose = of_somebody(end) || (reading.line.is_at(end, "的") && of_somebody(end + 1));
    let in_brackets = reading.line.one_before(place.range.start, &["("]).is_some();
    if !place.told && (is_whose || in_brackets) {
        return;
    }
    reading.put_text("place", &place.range);
    if let Some(school) = place.school {
        reading.put_text("host_school", &school);
    }
}

fn put_people(reading: &mut Reading<'_>) {
    let mentions = reading.mentions.clone();
    let is_outreach = reading.word("kind").as_deref() == Some(ActivityKind::Outreach.word());
    // nobody has been at what is still to come
    let is_ahead = reading.word("start").and_then(|start| day_of(&start)).is_some_and(|day| day > reading.known.today);
    for people in reading.rows(&mentions) {
        let (Some(first), Some(last)) = (people.first(), people.last()) else { continue };
        let (start, end) = (first.range.start, last.range.end);
        let how = attendance(reading, start, end);
        let hosts = reading.is_followed(end, &HOST) || reading.is_led(start, &HOST);
        let teaches = !is_outreach && reading.is_followed(end, &TEACHES);
        let speaks = teaches || reading.is_followed(end, &SPEAKS) || reading.is_led(start, &SPEAKS_BEFORE);
        let tries = reading.is_followed(end, &TRIES);
        let listens = reading.is_followed(end, &LISTENS);
        if hosts {
            reading.put_one_of_row("host", &people);
        }
        for one in &people {
            match how.filter(|_| !hosts || one.who.len() == 1) {
                Some(how) if how.present() && is_ahead => reading.put_among("asked", one, true),
                Some(how) => reading.put_among("attendance", one, how.word()),
                None => {}
            }
            let was_there = how.is_some_and(Attendance::present);
            if speaks && was_there && !tries {
                reading.put_among("speakers", one, true);
            }
            if is_outreach && was_there && !listens && !is_of_host_school(reading, one) {
                reading.put_among("senders", one, true);
            }
        }
    }
    if !is_ahead {
        put_writer(reading, is_outreach);
    }
}

/// Who writes 和王丽备课 or 我们 was there.
fn put_writer(reading: &mut Reading<'_>, is_outreach: bool) {
    let Some(from) = us(&reading.line).or_else(|| in_company(reading)) else { return };
    let me = who::Mention::of(from, vec![reading.known.me]);
    reading.put_among("attendance", &me, Attendance::Entered.word());
    if is_outreach {
        reading.put_among("senders", &me, true);
    }
}

/// 我们, where it is no place: 我们学校.
fn us(line: &Line<'_>) -> Option<Range<usize>> {
    const PLACES: [&str; 10] = ["学校", "校", "县", "乡", "镇", "区", "市", "省", "班", "村"];
    let own = |found: &Range<usize>| line.one_at(found.end, &PLACES).is_none();
    ["我们", "咱们", "我俩", "咱俩"].iter().find_map(|word| line.each(word).find(own))
}

/// 和 before a name, or before 一起, where nobody else is named who was with them.
fn in_company(reading: &Reading<'_>) -> Option<Range<usize>> {
    const WITH: [&str; 8] = ["带着", "带领", "陪着", "陪", "和", "跟", "与", "同"];
    const BEHIND: [&str; 12] = ["上午", "下午", "中午", "晚上", "早上", "今早", "今晚", "又", "也", "刚", "刚才", "呢"];
    const APART_MAX: usize = 10;
    let line = &reading.line;
    let begins = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| line.letter(before));
        let of_somebody = reading.mentions.iter().any(|one| one.range.end == at);
        let apart = before.is_none_or(|letter| !letter.is_alphanumeric()) || line.is_taken(at.saturating_sub(1));
        !of_somebody && (apart || line.one_before(at, &BEHIND).is_some())
    };
    let with = |at: usize| {
        let end = at + line.one_at(at, &WITH)?.chars().count();
        let named = reading.mentions.iter().any(|one| one.range.start == end);
        let together =
            || line.earliest(&["一起", "一块", "共同"], end).is_some_and(|found| found.start - end <= APART_MAX);
        (!line.is_quoted(at) && begins(at) && (named || together())).then_some(at..end)
    };
    (0..line.len()).find_map(with)
}

/// The day of an instant, or of a day alone.
fn day_of(text: &str) -> Option<Day> {
    parse_day(text.split('T').next()?)
}

/// How those between two places were there; `None`: not at all.
fn attendance(reading: &Reading<'_>, start: usize, end: usize) -> Option<Attendance> {
    let end = after_reason(reading, end);
    let said: [(&[&str], Option<Attendance>); 3] =
        [(&LEAVE, Some(Attendance::Leave)), (&LATE, Some(Attendance::EnteredLate)), (&AWAY, None)];
    let behind = said.iter().find(|(words, _)| reading.is_followed(end, words));
    let told = behind.or_else(|| said.iter().find(|(words, _)| reading.is_headed(start, words)));
    told.map_or(Some(Attendance::Entered), |(_, how)| *how)
}

/// 因病 of 因病请假.
fn after_reason(reading: &Reading<'_>, end: usize) -> usize {
    const REASONS: [&str; 6] = ["因病", "因事", "有事", "生病", "临时有事", "外出"];
    end + reading.line.one_at(end, &REASONS).map_or(0, |word| word.chars().count())
}

fn is_of_host_school(reading: &Reading<'_>, one: &who::Mention) -> bool {
    let host = reading.word("host_school").unwrap_or_default();
    let theirs = |person| reading.known.roster.iter().any(|held| held.person == person && held.school == host);
    !host.is_empty() && one.who.iter().copied().any(theirs)
}

fn put_counts(reading: &mut Reading<'_>) {
    let [teachers, pupils] = heads::counted(&reading.line);
    for (field, counted) in [("benefit_teachers", teachers), ("benefit_students", pupils)] {
        if let Some((value, from)) = counted {
            reading.put(field, value, &from);
        }
    }
}

/// What everybody is asked to bring to what has not been: 带上语文书、听课本.
fn put_bring(reading: &mut Reading<'_>) {
    const BRING: [&str; 12] = [
        "请大家带上",
        "请大家带好",
        "请大家带",
        "请带上",
        "请带好",
        "请带",
        "记得带上",
        "记得带",
        "带上",
        "带好",
        "带齐",
        "自带",
    ];
    if reading.word("start").and_then(|start| day_of(&start)).is_some_and(|day| day < reading.known.today) {
        return;
    }
    let line = &reading.line;
    let Some(word) = line.earliest(&BRING, 0).filter(|found| line.is_free(found)) else { return };
    let from = word.end + usize::from(line.letter(word.end).is_some_and(|letter| ": ".contains(letter)));
    let mut end = line.clause(from).end;
    // a row of things is one
    while line.is_at(end, "、") && !line.is_taken(end) {
        end = line.clause(end + 1).end;
    }
    // 带上王丽, 请带队老师
    let other = line.letter(from).is_none_or(|letter| "队领头班教着来去到".contains(letter));
    if other || end == from {
        return;
    }
    reading.put_text("bring", &(from..end));
    reading.also_used(word.start..from);
    reading.line.take(&(word.start..end));
}

fn put_topic(reading: &mut Reading<'_>) {
    let line = &mut reading.line;
    let strong = title::behind(line, &TOPIC)
        .or_else(|| title::in_marks(line))
        .or_else(|| title::behind(line, &TOPIC_WEAK))
        .or_else(|| title::affair(line));
    let found = strong.or_else(|| {
        for word in IDLE {
            if let Some(found) = line.find(word) {
                line.take(&found);
            }
        }
        for said in [rest::grade(line).0, rest::subject(line)].into_iter().flatten() {
            line.take(&said.1);
        }
        for said in [rest::period(line), rest::half_day(line)].into_iter().flatten() {
            line.take(&said.1);
        }
        // 班主任会议 says who met, 集体备课第五单元 about what
        title::left_over(line, 3).filter(|piece| !kind::ACTIVITIES.iter().any(|(word, _)| line.is_at(piece.end, word)))
    });
    if let Some(found) = found {
        reading.put_text("topic", &found);
    }
}
