//! A line as what one teacher does for another, or for their own growth: 指导, 结对, 规划, 反思.

use std::ops::Range;

use super::label::{Label, after_leads};
use super::line::Line;
use super::reading::Reading;
use super::title;
use super::who::Mention;
use crate::mentoring::{Dimension, MentoringMode};
use crate::reflection::ReflectionKind;

const LABELS: &[Label] = &[("issues", &["存在问题", "问题", "不足"]), ("advice", &["建议", "要求", "提醒"])];
const MODES: &[(&str, MentoringMode)] = &[
    ("谈话", MentoringMode::Talk),
    ("谈心", MentoringMode::Talk),
    ("微信", MentoringMode::Online),
    ("电话", MentoringMode::Online),
    ("线上", MentoringMode::Online),
    ("视频", MentoringMode::Online),
    ("聊了聊", MentoringMode::Talk),
    ("聊了", MentoringMode::Talk),
    ("谈了", MentoringMode::Talk),
    ("谈谈", MentoringMode::Talk),
    ("示范", MentoringMode::Demonstration),
    ("教案", MentoringMode::PlanReview),
    ("评课", MentoringMode::Discussing),
    ("备课", MentoringMode::Preparing),
    ("备了一节课", MentoringMode::Preparing),
    ("听课", MentoringMode::Listening),
    ("聊", MentoringMode::Talk),
    ("谈", MentoringMode::Talk),
];
const ETHICS: &[&str] = &["师德", "体罚", "廉洁"];
const POLITICS: &[&str] = &["思想政治", "思想", "入党", "政治", "理想信念"];
const CRAFT: &[&str] = &[
    "业务",
    "教案",
    "备课",
    "备了一节课",
    "板书",
    "课堂",
    "朗读",
    "提问",
    "评课",
    "教学",
    "识字",
    "作业设计",
    "写论文",
    "教法",
    "怎么教",
    "优质课",
];
const GUIDES_BEFORE: [&str; 16] = [
    "指导青年教师",
    "指导",
    "找",
    "给",
    "跟",
    "和",
    "与",
    "帮",
    "带着",
    "带",
    "批阅",
    "批改",
    "看了",
    "辅导",
    "同",
    "徒弟",
];
const GUIDES_BEHIND: [&str; 5] = ["找", "指导", "给", "辅导", "带"];
const ABOUT: [&str; 16] = [
    "主要谈了",
    "聊了一会儿",
    "聊了一会",
    "谈了谈",
    "谈了",
    "聊了聊",
    "聊了",
    "说了",
    "讲了",
    "指出",
    "主要是",
    "关于",
    "内容是",
    "内容:",
    "谈",
    "聊",
];
const NO_CONTENT: [&str; 6] = ["谈话了", "谈话", "谈心", "备课", "教案", "评课"];

/// Fills what a line says of one guidance.
pub(super) fn mentoring(reading: &mut Reading<'_>) {
    reading.put_day("day");
    reading.put_next_day("next_on");
    put_pair(reading);
    let prepares = reading.line.each("备").find(|found| reading.line.is_at(found.end, "《"));
    let mode = MODES.iter().find_map(|(word, mode)| Some((*mode, reading.line.find(word)?)));
    let mode = mode.or_else(|| Some((MentoringMode::Preparing, prepares.clone()?)));
    if let Some((mode, from)) = mode {
        reading.put("mode", mode.word(), &from);
    }
    for (dimension, words) in [(Dimension::Ethics, ETHICS), (Dimension::Politics, POLITICS), (Dimension::Craft, CRAFT)]
    {
        let of_craft = prepares.clone().filter(|_| dimension == Dimension::Craft);
        if let Some(from) = reading.line.any(words).or(of_craft) {
            reading.put(&format!("dimensions/{}", dimension.word()), true, &from);
        }
    }
    reading.put_labelled(LABELS);
    if let Some(content) = content(&reading.line, &reading.mentions) {
        reading.put_text("content", &content);
    }
}

/// Who guides whom: the one behind 找, 给, 指导 is guided, the one before is not.
fn put_pair(reading: &mut Reading<'_>) {
    let rows = reading.rows(&reading.others());
    let led = |row: &[Mention]| row.first().is_some_and(|one| reading.is_led(one.range.start, &GUIDES_BEFORE));
    let leads = |row: &[Mention]| row.last().is_some_and(|one| reading.is_followed(one.range.end, &GUIDES_BEHIND));
    let guides = rows.iter().find(|row| leads(row) && rows.iter().any(|other| other != *row && led(other))).cloned();
    let guided = rows.iter().find(|row| led(row) && Some(*row) != guides.as_ref()).cloned();
    let alone = if let [only] = rows.as_slice() { Some(only.clone()).filter(|_| guides.is_none()) } else { None };
    reading.put_one_of_row("mentee", &guided.or(alone).unwrap_or_default());
    reading.put_one_of_row("mentor", &guides.unwrap_or_default());
}

/// Behind a word for speaking, else behind the name of who was guided.
fn content(line: &Line<'_>, mentions: &[Mention]) -> Option<Range<usize>> {
    let spoken = ABOUT.iter().find_map(|word| {
        let own = |found: &Range<usize>| line.is_free(found) && line.one_at(found.start, &NO_CONTENT).is_none();
        let found = line.each(word).find(own)?;
        let from = over_length(line, after_leads(line, found.end));
        Some(up_to_taken(line, from)).filter(|range| range.len() > 1)
    });
    let behind = || {
        let last = mentions.last()?.range.end;
        let text = up_to_taken(line, over_idle(line, last));
        (text.len() > 2).then_some(text)
    };
    spoken.or_else(behind)
}

/// Behind 一个多小时.
fn over_length(line: &Line<'_>, from: usize) -> usize {
    const LONG_MAX: usize = 6;
    let units = ["小时", "钟头", "分钟", "上午", "下午"];
    let end = line.earliest(&units, from).filter(|found| found.start - from <= LONG_MAX).map(|found| found.end);
    let is_number = |letter: char| letter.is_ascii_digit() || "一二两三四五六七八九十半几多个来整".contains(letter);
    let number = |end: &usize| (from..end - 2).all(|at| line.letter(at).is_some_and(is_number)) && end - 2 > from;
    end.filter(number).map_or(from, |end| after_leads(line, end))
}

/// Behind what the other fields say already.
fn over_idle(line: &Line<'_>, mut at: usize) -> usize {
    const IDLE: [&str; 23] = [
        "谈话了",
        "谈话",
        "谈心",
        "备课",
        "的教案",
        "教案",
        "评课",
        "了",
        "的",
        ",",
        " ",
        "。",
        "线上",
        ":",
        "备",
        "方式",
        "示范",
        "看了",
        "看",
        "说",
        "一节课",
        "一份",
        "一次",
    ];
    while let Some(word) = line.one_at(at, &IDLE) {
        at += word.chars().count();
    }
    at
}

fn up_to_taken(line: &Line<'_>, from: usize) -> Range<usize> {
    let stops = |at: &usize| {
        !line.is_quoted(*at)
            // what was said may tell of the one who writes
            && ((line.is_taken(*at) && line.letter(*at) != Some('我'))
                || line.letter(*at).is_some_and(|letter| "。;；\n".contains(letter))
                || line.is_at(*at, "下次"))
    };
    line.trimmed(from..(from..line.len()).find(stops).unwrap_or(line.len()))
}

/// Fills what a line says of 师徒结对.
pub(super) fn pairing(reading: &mut Reading<'_>) {
    reading.put_day("from");
    let rows = reading.rows(&reading.others());
    let first = |row: &[Mention]| row.first().map_or(0, |one| one.range.start);
    let last = |row: &[Mention]| row.last().map_or(0, |one| one.range.end);
    let led = |words: &[&str]| rows.iter().find(|row| reading.is_led(first(row), words)).cloned();
    let mentee = led(&["徒弟", "收徒", "徒弟:", "带", "收"]);
    let leads = |row: &&Vec<Mention>| reading.is_followed(last(row), &["带徒弟", "带", "收"]);
    let masters = ["师傅", "师父", "导师"];
    let master = reading.mentions.iter().find(|one| reading.is_led(one.range.start, &masters)).cloned();
    let mentor = master.map(|one| vec![one]).or_else(|| rows.iter().find(leads).cloned());
    let mine = reading.mentions.iter().find(|one| one.is(reading.known.me)).cloned();
    let other = if let [only] = rows.as_slice() { Some(only.clone()) } else { None };
    let (mentor, mentee) = match (mentor, mentee) {
        (None, None) => (mine.map(|one| vec![one]), other),
        told => told,
    };
    reading.put_one_of_row("mentor", &mentor.unwrap_or_default());
    reading.put_one_of_row("mentee", &mentee.unwrap_or_default());
    put_goal(reading);
}

/// Fills what a line says of somebody's plan for their own growth.
pub(super) fn growth(reading: &mut Reading<'_>) {
    put_goal(reading);
    let line = &reading.line;
    let plan = |found: &Range<usize>| line.letter(found.end).is_some_and(|letter| !"了书表好的".contains(letter));
    let found = line.any(&["规划:", "规划 ", "规划,", "规划是"]).or_else(|| line.each("规划").find(plan));
    if let Some(found) = found {
        let text = after_leads(&reading.line, found.end)..reading.line.len();
        reading.put_text("goal", &text);
    }
    if let [one] = reading.others().as_slice() {
        reading.put_person("person", one);
    }
}

fn put_goal(reading: &mut Reading<'_>) {
    reading.put_labelled(&[("goal", &["目标"])]);
}

const KINDS: &[(&str, ReflectionKind)] = &[
    ("读书笔记", ReflectionKind::Reading),
    ("读后感", ReflectionKind::Reading),
    ("教育叙事", ReflectionKind::Story),
    ("心得", ReflectionKind::Training),
    ("反思", ReflectionKind::Teaching),
    ("读了", ReflectionKind::Reading),
    ("读完", ReflectionKind::Reading),
    ("有感", ReflectionKind::Reading),
    ("教育故事", ReflectionKind::Story),
];

/// Fills what a line says of something read or thought over.
pub(super) fn reflection(reading: &mut Reading<'_>) {
    reading.put_day("day");
    let kind = KINDS.iter().find_map(|(word, kind)| Some((*kind, reading.line.find(word)?)));
    let Some((kind, from)) = kind else { return };
    reading.put("kind", kind.word(), &from);
    let marks = reading.line.titles.first().cloned();
    match (kind, &marks) {
        (ReflectionKind::Reading, Some(book)) => reading.put_text("book", book),
        (ReflectionKind::Teaching, Some(lesson)) if lesson.end < from.start && from.start - lesson.end < 5 => {
            reading.put_text("title", &(lesson.start - 1..from.end));
        }
        _ => {}
    }
    if let Some(title) = title::behind(&reading.line, &["题目是", "题目", "标题", "题为"]) {
        reading.put_text("title", &title);
    }
    if let [one] = reading.others().as_slice() {
        reading.put_person("person", one);
    }
    put_thoughts(reading, kind, marks, &from);
}

/// What was thought: behind the word for it, or behind the book.
fn put_thoughts(reading: &mut Reading<'_>, kind: ReflectionKind, marks: Option<Range<usize>>, word: &Range<usize>) {
    let from = match (kind, marks) {
        (ReflectionKind::Reading, Some(book)) => book.end + 1,
        (ReflectionKind::Teaching, _) => word.end,
        (ReflectionKind::Training, _) if reading.line.is_at(word.end, ":") => word.end,
        _ => return,
    };
    let line = &reading.line;
    let from = (from..line.len()).find(|at| !line.is_quoted(*at) && !line.is_taken(*at)).unwrap_or(line.len());
    let from = skip_idle(line, from);
    let text = from..line.len();
    if text.len() > 3 {
        reading.put_text("content", &text);
    }
}

fn skip_idle(line: &Line<'_>, at: usize) -> usize {
    const IDLE: [&str; 7] = ["有感", "前三章", "一书", "这本书", "的课", "一下", "了"];
    let at = line.one_at(at, &IDLE).map_or(at, |word| at + word.chars().count());
    after_leads(line, at)
}
