//! A line as something that was brought about: 成果, 课题, 资源.

use std::ops::Range;

use super::line::Line;
use super::reading::Reading;
use super::{rest, title};
use crate::outcome::{Level, OutcomeKind};
use crate::resource::ResourceKind;
use crate::topic::TopicStage;

const KINDS: &[(&str, OutcomeKind)] = &[
    ("优质课", OutcomeKind::LessonAward),
    ("辅导学生", OutcomeKind::PupilAward),
    ("指导学生", OutcomeKind::PupilAward),
    ("学生", OutcomeKind::PupilAward),
    ("论文", OutcomeKind::Paper),
    ("教学设计", OutcomeKind::LessonPlan),
    ("教案", OutcomeKind::LessonPlan),
    ("课例", OutcomeKind::LessonVideo),
    ("案例", OutcomeKind::Case),
    ("专著", OutcomeKind::Book),
    ("出版", OutcomeKind::Book),
    ("校本课程", OutcomeKind::SchoolCourse),
    ("报道", OutcomeKind::Media),
    ("称号", OutcomeKind::Honour),
    ("荣誉", OutcomeKind::Honour),
    ("指导奖", OutcomeKind::Honour),
    ("评为", OutcomeKind::Honour),
    ("授予", OutcomeKind::Honour),
    ("先进", OutcomeKind::Honour),
    ("表彰", OutcomeKind::Honour),
];
const LEVELS: &[(&str, Level)] = &[
    ("国家级", Level::Nation),
    ("全国", Level::Nation),
    ("省级", Level::Province),
    ("市级", Level::City),
    ("县级", Level::County),
    ("乡级", Level::Township),
    ("镇级", Level::Township),
    ("校级", Level::School),
];
const RANKS: [&str; 11] =
    ["第一名", "第二名", "第三名", "特等奖", "一等奖", "二等奖", "三等奖", "优秀奖", "金奖", "银奖", "铜奖"];
const ISSUERS: [&str; 12] = [
    "教育体育局",
    "教育局",
    "教体局",
    "教育厅",
    "教研室",
    "教科院",
    "教研院",
    "教育部",
    "电视台",
    "教师进修学校",
    "中心校",
    "教育学会",
];
const WHERE_FROM: &str = "国省市县区乡镇";

/// Fills what a line says of an outcome.
pub(super) fn outcome(reading: &mut Reading<'_>) {
    reading.put_day("day");
    let kind = KINDS.iter().find_map(|(word, kind)| Some((kind, reading.line.find(word)?)));
    if let Some((kind, from)) = kind {
        reading.put("kind", kind.word(), &from);
    }
    put_level(reading);
    if let Some(rank) = reading.line.earliest(&RANKS, 0) {
        reading.put_text("rank", &rank);
    }
    let journal = journal(&reading.line);
    let issuer = journal.clone().or_else(|| issuer(&reading.line));
    if let Some(issuer) = &issuer {
        reading.put_text("issuer", issuer);
    }
    let named = reading.line.titles.iter().find(|title| Some(*title) != journal.as_ref()).cloned();
    let honour = || {
        title::behind(&reading.line, &["被评为", "评为", "被授予", "授予", "荣获"])
            .map(|title| without_award(&reading.line, title))
    };
    if let Some(title) = named.or_else(|| unmarked(&reading.line)).or_else(honour).filter(|title| title.len() > 1) {
        reading.put_text("title", &title);
    }
    put_authors(reading);
}

/// What was written or taught, between the word for it and what became of it: 论文…获, 课例…被评为.
fn unmarked(line: &Line<'_>) -> Option<Range<usize>> {
    const WRITTEN: [&str; 6] = ["论文", "教学设计", "教案", "课例", "案例", "微课"];
    const BECAME: [&str; 9] = ["荣获", "获", "得了", "拿了", "被评", "评上", "评为", "发表", "刊"];
    const LEAST: usize = 4;
    let title = |found: Range<usize>| {
        let end = line.earliest(&BECAME, found.end)?.start.min(line.clause(found.end).end);
        let title = found.end..end;
        let named =
            title.clone().all(|at| !line.is_quoted(at)) && line.one_at(title.start, &["在", "于", "是"]).is_none();
        (title.len() >= LEAST && named).then_some(title)
    };
    WRITTEN.iter().find_map(|word| line.find(word).and_then(title))
}

fn put_level(reading: &mut Reading<'_>) {
    let named = LEVELS.iter().find_map(|(word, level)| Some((*level, reading.line.find(word)?)));
    let level = named.or_else(|| level_letter(&reading.line));
    if let Some((level, from)) = level {
        reading.put("level", level.word(), &from);
    }
}

/// 县 in 获县优质课奖, 省 in 在省里评上.
fn level_letter(line: &Line<'_>) -> Option<(Level, Range<usize>)> {
    const LETTERS: [(char, Level); 3] = [('省', Level::Province), ('市', Level::City), ('县', Level::County)];
    const BEFORE: [&str; 6] = ["在", "获", "获得", "荣获", "评上", "评为"];
    const BEHIND: [&str; 11] = ["里", "教", "电视台", "一等", "二等", "三等", "优", "先进", "课题", "论文", "骨干"];
    (0..line.len()).filter(|at| !line.is_quoted(*at)).find_map(|at| {
        let letter = line.letter(at)?;
        let level = LETTERS.iter().find(|(of, _)| *of == letter)?.1;
        let told = (line.one_before(at, &BEFORE).is_some() && !line.is_at(at + 1, "城"))
            || line.one_at(at + 1, &BEHIND).is_some();
        told.then_some((level, at..at + 1))
    })
}

/// The journal: the title behind 在, or before 上发表.
fn journal(line: &Line<'_>) -> Option<Range<usize>> {
    let published = line.has("发表") || line.has("刊");
    let stands = |title: &&Range<usize>| {
        let open = title.start - 1;
        line.one_before(open, &["在", "发表于", "刊于"]).is_some() || line.is_at(title.end + 1, "上")
    };
    line.titles.iter().find(stands).filter(|_| published).cloned()
}

/// 县教体局, 市教研室.
fn issuer(line: &Line<'_>) -> Option<Range<usize>> {
    let body = line.earliest(&ISSUERS, 0)?;
    let start =
        body.start.checked_sub(1).filter(|at| line.letter(*at).is_some_and(|from| WHERE_FROM.contains(from)))?;
    Some(start..body.end)
}

/// 优秀教师 of 优秀教师荣誉称号.
fn without_award(line: &Line<'_>, title: Range<usize>) -> Range<usize> {
    let ends = ["荣誉称号", "称号", "证书", "一等奖", "二等奖", "三等奖"];
    let over = ends.iter().filter_map(|word| line.find_from(word, title.start)).map(|found| found.start).min();
    let end = over.map_or(title.end, |over| over.clamp(title.start, title.end));
    // 评为省级优秀 names a level and a rank, and no title
    let text = line.text(&(title.start..end));
    let is_level =
        LEVELS.iter().any(|(word, _)| text.strip_prefix(word).is_some_and(|rest| ["", "优秀"].contains(&rest)));
    if is_level { title.start..title.start } else { title.start..end }
}

fn put_authors(reading: &mut Reading<'_>) {
    let mut place = 0;
    for one in reading.mentions.clone() {
        place += 1;
        reading.put_among("authors", &one, place);
    }
}

const STAGES: [(&str, TopicStage, &str); 6] = [
    ("结题", TopicStage::Closed, "closed_on"),
    ("中期", TopicStage::Midterm, "midterm_on"),
    ("开题", TopicStage::Opened, "opened_on"),
    ("立项", TopicStage::Approved, "approved_on"),
    ("获批", TopicStage::Approved, "approved_on"),
    ("终止", TopicStage::Stopped, ""),
];

/// Fills what a line says of a research topic.
pub(super) fn topic(reading: &mut Reading<'_>) {
    put_level(reading);
    let stage = STAGES.iter().find_map(|(word, stage, on)| Some((stage, *on, reading.line.find(word)?)));
    if let Some((stage, on, from)) = stage {
        reading.put("stage", stage.word(), &from);
        reading.put_day(on);
    }
    let named = title::in_marks(&reading.line)
        .or_else(|| title::behind(&reading.line, &["课题名称", "题目是", "题目", "课题:"]));
    put_number(reading);
    put_researchers(reading);
    let left = named.or_else(|| apart(&reading.line)).or_else(|| {
        take(
            &mut reading.line,
            &["课题", "开题", "立项", "结题", "中期", "主持人", "主持", "成员", "省级", "市级", "县级"],
        );
        title::left_over(&reading.line, 6)
    });
    if let Some(title) = left {
        reading.put_text("title", &title);
    }
}

/// A piece between blanks that ends like the name of a topic.
fn apart(line: &Line<'_>) -> Option<Range<usize>> {
    const ENDINGS: [&str; 6] = ["研究", "策略", "实践", "探索", "设计", "探究"];
    let mut from = 0;
    while from < line.len() {
        let piece = line.clause(from);
        let ends = line.one_before(piece.end, &ENDINGS).is_some();
        if ends && piece.len() > 6 {
            let named = line.find_from("课题", piece.start).filter(|word| word.end < piece.end);
            return Some(named.map_or(piece.start, |word| word.end)..piece.end);
        }
        from = piece.end + 1;
    }
    None
}

/// Words that are part of no title.
fn take(line: &mut Line<'_>, words: &[&str]) {
    for word in words {
        if let Some(found) = line.find(word) {
            line.take(&found);
        }
    }
}

fn put_number(reading: &mut Reading<'_>) {
    let Some(word) = reading.line.any(&["批准号", "立项编号", "立项号", "编号"]) else { return };
    let line = &reading.line;
    let part =
        |at: &usize| line.letter(*at).is_some_and(|c| c.is_ascii_alphanumeric() || "-〔〕[]字第号教".contains(c));
    let start = (word.end..line.len()).find(part).unwrap_or(line.len());
    let end = (start..line.len()).find(|at| !part(at)).unwrap_or(line.len());
    if end - start > 3 {
        reading.put_text("approval_no", &(start..end));
    }
}

fn put_researchers(reading: &mut Reading<'_>) {
    const LEADS: [&str; 3] = ["主持人", "主持", "负责"];
    let mentions = reading.mentions.clone();
    let leader = mentions
        .iter()
        .position(|one| reading.is_followed(one.range.end, &LEADS) || reading.is_led(one.range.start, &LEADS));
    for (at, one) in mentions.iter().enumerate() {
        if Some(at) == leader {
            reading.put_person("leader", one);
        } else if leader.is_some() {
            reading.put_among("members", one, true);
        }
    }
}

const RESOURCES: &[(&str, ResourceKind)] = &[
    ("课件", ResourceKind::Slides),
    ("微课", ResourceKind::Video),
    ("教案", ResourceKind::LessonPlan),
    ("试卷", ResourceKind::Exercises),
    ("习题", ResourceKind::Exercises),
    ("素材", ResourceKind::Material),
    ("量表", ResourceKind::Tool),
];

/// Fills what a line says of something to teach with.
pub(super) fn resource(reading: &mut Reading<'_>) {
    reading.put_day("day");
    let kind = RESOURCES.iter().find_map(|(word, kind)| Some((kind, reading.line.find(word)?)));
    if let Some((kind, from)) = kind {
        reading.put("kind", kind.word(), &from);
    }
    for (field, said) in [("grade", rest::grade(&reading.line).0), ("subject", rest::subject(&reading.line))] {
        if let Some((text, from)) = said {
            reading.put(field, text, &from);
            reading.line.take(&from);
        }
    }
    let title = title::in_marks(&reading.line).or_else(|| before_kind(&reading.line)).or_else(|| {
        take(&mut reading.line, &["微课", "课件", "教案", "制作", "录制", "录", "试卷"]);
        title::left_over(&reading.line, 4)
    });
    if let Some(title) = title {
        reading.put_text("title", &title);
    }
    put_authors(reading);
}

/// 认识钟表 of 数学认识钟表的课件: between what was understood and the word for what it is.
fn before_kind(line: &Line<'_>) -> Option<Range<usize>> {
    let word = RESOURCES.iter().find_map(|(word, _)| line.find(&format!("的{word}")))?;
    let start = (0..word.start).rev().take_while(|at| line.is_free(&(*at..*at + 1)) && is_letter(line, *at)).last()?;
    let after_taken = start > 0 && line.is_taken(start - 1);
    (after_taken && word.start - start > 1).then_some(start..word.start)
}

fn is_letter(line: &Line<'_>, at: usize) -> bool {
    line.letter(at).is_some_and(char::is_alphanumeric)
}
