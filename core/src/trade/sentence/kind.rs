//! What a line is a record of, by the words that tell: each cue has a weight, and the heaviest decides. It reads no field.

use std::ops::Range;

use super::line::Line;
use super::money::{self, Said};
use super::when::{DayRole, SaidDay};
use crate::activity::ActivityKind;
use crate::record_type::RecordType;

/// A word, what it tells, how much it weighs against others.
struct Cue(&'static str, RecordType, u8);

const CUES: &[Cue] = &[
    Cue("预算", RecordType::Budget, 92),
    Cue("报销", RecordType::Expense, 90),
    Cue("报账", RecordType::Expense, 90),
    Cue("满意度", RecordType::Survey, 88),
    Cue("问卷", RecordType::Survey, 88),
    Cue("师徒结对", RecordType::Pairing, 86),
    Cue("结对", RecordType::Pairing, 84),
    Cue("结成师徒", RecordType::Pairing, 86),
    Cue("收徒", RecordType::Pairing, 86),
    Cue("拜师", RecordType::Pairing, 86),
    Cue("带徒弟", RecordType::Pairing, 84),
    Cue("为徒", RecordType::Pairing, 86),
    Cue("徒弟", RecordType::Pairing, 36),
    Cue("个人规划", RecordType::Growth, 86),
    Cue("三年规划", RecordType::Growth, 86),
    Cue("发展规划", RecordType::Growth, 86),
    Cue("成长规划", RecordType::Growth, 86),
    Cue("我的规划", RecordType::Growth, 86),
    Cue("拨款", RecordType::Support, 88),
    Cue("拨了", RecordType::Support, 88),
    Cue("拨给", RecordType::Support, 88),
    Cue("给工作室配", RecordType::Support, 88),
    Cue("下发", RecordType::Support, 50),
    Cue("印发", RecordType::Support, 50),
    Cue("不少于", RecordType::Task, 75),
    Cue("集中学习", RecordType::Activity, 66),
    Cue("第一阶段", RecordType::Milestone, 74),
    Cue("第二阶段", RecordType::Milestone, 74),
    Cue("第三阶段", RecordType::Milestone, 74),
    Cue("第四阶段", RecordType::Milestone, 74),
    Cue("准备阶段", RecordType::Milestone, 74),
    Cue("启动阶段", RecordType::Milestone, 74),
    Cue("实施阶段", RecordType::Milestone, 74),
    Cue("总结阶段", RecordType::Milestone, 74),
    Cue("经费支持", RecordType::Support, 91),
    Cue("发文支持", RecordType::Support, 88),
    Cue("等奖", RecordType::Outcome, 82),
    Cue("优秀奖", RecordType::Outcome, 82),
    Cue("金奖", RecordType::Outcome, 82),
    Cue("银奖", RecordType::Outcome, 82),
    Cue("表彰", RecordType::Outcome, 78),
    Cue("先进", RecordType::Outcome, 60),
    Cue("获奖", RecordType::Outcome, 82),
    Cue("第一名", RecordType::Outcome, 82),
    Cue("第二名", RecordType::Outcome, 82),
    Cue("第三名", RecordType::Outcome, 82),
    Cue("指导奖", RecordType::Outcome, 82),
    Cue("发表", RecordType::Outcome, 82),
    Cue("被评为", RecordType::Outcome, 82),
    Cue("被授予", RecordType::Outcome, 82),
    Cue("荣誉", RecordType::Outcome, 80),
    Cue("证书", RecordType::Outcome, 78),
    Cue("出版", RecordType::Outcome, 80),
    Cue("报道", RecordType::Outcome, 78),
    Cue("优课", RecordType::Outcome, 70),
    Cue("论文", RecordType::Outcome, 58),
    Cue("校本课程", RecordType::Outcome, 58),
    Cue("课题研讨", RecordType::Activity, 78),
    Cue("立项", RecordType::Topic, 76),
    Cue("开题", RecordType::Topic, 76),
    Cue("结题", RecordType::Topic, 76),
    Cue("中期检查", RecordType::Topic, 76),
    Cue("申报", RecordType::Topic, 50),
    Cue("市级课题", RecordType::Topic, 60),
    Cue("县级课题", RecordType::Topic, 60),
    Cue("省级课题", RecordType::Topic, 60),
    Cue("评为", RecordType::Outcome, 82),
    Cue("授予", RecordType::Outcome, 82),
    Cue("谈话", RecordType::Mentoring, 72),
    Cue("谈心", RecordType::Mentoring, 72),
    Cue("聊了", RecordType::Mentoring, 60),
    Cue("批阅", RecordType::Mentoring, 70),
    Cue("看教案", RecordType::Mentoring, 64),
    Cue("的教案", RecordType::Mentoring, 52),
    Cue("指导", RecordType::Mentoring, 66),
    Cue("示范", RecordType::Mentoring, 52),
    Cue("备了一节课", RecordType::Mentoring, 50),
    Cue("备《", RecordType::Mentoring, 50),
    Cue("谈了", RecordType::Mentoring, 60),
    Cue("谈谈", RecordType::Mentoring, 48),
    Cue("聊", RecordType::Mentoring, 48),
    Cue("写反思", RecordType::Reflection, 62),
    Cue("教学反思", RecordType::Reflection, 64),
    Cue("课后反思", RecordType::Reflection, 64),
    Cue("读书笔记", RecordType::Reflection, 64),
    Cue("读后感", RecordType::Reflection, 64),
    Cue("心得", RecordType::Reflection, 64),
    Cue("教育叙事", RecordType::Reflection, 64),
    Cue("教育故事", RecordType::Reflection, 64),
    Cue("读《", RecordType::Reflection, 54),
    Cue("读了《", RecordType::Reflection, 60),
    Cue("读完《", RecordType::Reflection, 60),
    Cue("读完", RecordType::Reflection, 42),
    Cue("读了", RecordType::Reflection, 38),
    Cue("课件", RecordType::Resource, 60),
    Cue("微课", RecordType::Resource, 60),
    Cue("试卷", RecordType::Resource, 60),
    Cue("习题", RecordType::Resource, 56),
    Cue("素材", RecordType::Resource, 56),
    Cue("量表", RecordType::Resource, 56),
    Cue("教案", RecordType::Resource, 50),
    Cue("推门听", RecordType::Observation, 70),
    Cue("听评课", RecordType::Observation, 70),
    Cue("听课记录", RecordType::Observation, 40),
    Cue("评课", RecordType::Observation, 54),
    Cue("听课", RecordType::Observation, 54),
    Cue("反思", RecordType::Reflection, 30),
    Cue("讲了《", RecordType::Observation, 40),
    Cue("提问", RecordType::Observation, 30),
    Cue("评分", RecordType::Observation, 30),
    Cue("亮点", RecordType::Observation, 30),
    Cue("优点", RecordType::Observation, 30),
    Cue("缺点", RecordType::Observation, 30),
];

/// Words of an activity, each with its kind. The longer word stands before the one inside it.
pub(super) const ACTIVITIES: &[(&str, ActivityKind)] = &[
    ("同课异构", ActivityKind::SameLesson),
    ("课题研讨", ActivityKind::TopicSeminar),
    ("集体备课", ActivityKind::JointPreparation),
    ("主题教研", ActivityKind::Theme),
    ("送教", ActivityKind::Outreach),
    ("送课", ActivityKind::Outreach),
    ("磨课", ActivityKind::LessonPolishing),
    ("磨了个课", ActivityKind::LessonPolishing),
    ("磨了一节课", ActivityKind::LessonPolishing),
    ("磨了", ActivityKind::LessonPolishing),
    ("示范课", ActivityKind::ModelLesson),
    ("公开课", ActivityKind::OpenLesson),
    ("集中研修", ActivityKind::Training),
    ("集中培训", ActivityKind::Training),
    ("集中学习", ActivityKind::Training),
    ("研修", ActivityKind::Training),
    ("师德专题", ActivityKind::Ethics),
    ("师德学习", ActivityKind::Ethics),
    ("师德教育", ActivityKind::Ethics),
    ("专题讲座", ActivityKind::Lecture),
    ("讲座", ActivityKind::Lecture),
    ("读书分享会", ActivityKind::Reading),
    ("读书分享", ActivityKind::Reading),
    ("读书会", ActivityKind::Reading),
    ("共读", ActivityKind::Reading),
    ("观摩", ActivityKind::Visit),
    ("一起备", ActivityKind::JointPreparation),
    ("一块备", ActivityKind::JointPreparation),
    ("一块儿备", ActivityKind::JointPreparation),
    ("线上教研", ActivityKind::Online),
    ("网上教研", ActivityKind::Online),
    ("腾讯会议", ActivityKind::Online),
    ("钉钉", ActivityKind::Online),
    ("碰了个头", ActivityKind::Meeting),
    ("网络教研", ActivityKind::Online),
    ("线上研讨", ActivityKind::Online),
    ("线上会", ActivityKind::Online),
    ("视频会", ActivityKind::Online),
    ("网络会", ActivityKind::Online),
    ("集备", ActivityKind::JointPreparation),
    ("例会", ActivityKind::Meeting),
    ("短会", ActivityKind::Meeting),
    ("开完会", ActivityKind::Meeting),
    ("开个会", ActivityKind::Meeting),
    ("开了个会", ActivityKind::Meeting),
    ("碰头会", ActivityKind::Meeting),
    ("动员会", ActivityKind::Meeting),
    ("专题会", ActivityKind::Meeting),
    ("交流会", ActivityKind::Meeting),
    ("会议", ActivityKind::Meeting),
    ("开会", ActivityKind::Meeting),
    ("开了会", ActivityKind::Meeting),
    ("推进会", ActivityKind::Meeting),
    ("座谈会", ActivityKind::Meeting),
    ("总结会", ActivityKind::Meeting),
];
const ACTIVITY_WEIGHT: u8 = 56;
/// A meeting may be about anything: whatever else is named weighs more.
const MEETING_WEIGHT: u8 = 45;
/// Who goes to see another school hears lessons there.
const VISIT_WEIGHT: u8 = 69;
/// An activity of a kind that nobody can tell.
const GENERAL: [&str; 2] = ["教研活动", "教研"];
const GENERAL_WEIGHT: u8 = 40;
/// Behind one of these stands what a meeting was about.
const TALK: [&str; 8] = ["讨论", "商量", "安排", "布置", "部署", "研究", "商讨", "说了"];
const SPENDING: [&str; 25] = [
    "包车",
    "买",
    "购",
    "花了",
    "花",
    "付",
    "支出",
    "费",
    "订阅",
    "印刷",
    "打印",
    "垫付",
    "报",
    "盒",
    "发票",
    "耗材",
    "复印",
    "装订",
    "租车",
    "打车",
    "硒鼓",
    "墨盒",
    "打印纸",
    "粉笔",
    "U盘",
];
const DONE_BY: [&str; 14] =
    ["完成", "交", "做好", "写完", "写好", "收齐", "整理", "准备", "报送", "听课", "上报", "弄好", "落实", "录好"];
const TASK: [&str; 2] = ["任务", "待办"];
const TASK_WEIGHT: u8 = 87;
const SPENDING_WEIGHT: u8 = 85;
/// An amount without a word for spending.
const MONEY_WEIGHT: u8 = 57;
/// What is done for one of them, and what is only spoken.
const FOR_WHAT: [&str; 9] = ["评课", "备课", "示范", "改教案", "看了", "看教案", "教案", "改了", "修改"];
const SPOKEN: [&str; 4] = ["说", "谈", "聊", "讲了"];
const FOR_SOMEBODY_WEIGHT: u8 = 61;
const SPOKEN_WEIGHT: u8 = 46;
const TAUGHT_WEIGHT: u8 = 47;
const LISTENED_WEIGHT: u8 = 68;
/// What a lesson that was seen is said with.
const LISTENED: [&str; 5] = ["听了", "听", "评了", "去听", "听完"];
/// What stands behind a cue that tells nothing: 听课老师, 听课笔记.
const NO_CUE: [&str; 6] = ["老师", "教师", "笔记", "人数", "人员", "本"];
const NO_LESSON: [&str; 7] = ["听说", "听取", "听力", "听写", "听讲座", "听报告", "听课笔记"];

/// The type, and the words that told it.
pub(super) fn of(line: &Line<'_>, days: &[SaidDay]) -> Option<(RecordType, Range<usize>)> {
    let mut best: Option<(u8, RecordType, Range<usize>)> = None;
    let mut weigh = |weight: u8, of: RecordType, from: Range<usize>| {
        if best.as_ref().is_none_or(|(heaviest, _, _)| weight > *heaviest) {
            best = Some((weight, of, from));
        }
    };
    for Cue(word, of, weight) in CUES {
        if let Some(from) = found(line, word) {
            weigh(*weight, *of, from);
        }
    }
    if let Some((kind, from)) = activity(line) {
        let weight = match kind {
            ActivityKind::Meeting => MEETING_WEIGHT,
            ActivityKind::Visit => VISIT_WEIGHT,
            _ => ACTIVITY_WEIGHT,
        };
        weigh(weight, RecordType::Activity, from);
    }
    if let Some(from) = general(line) {
        weigh(GENERAL_WEIGHT, RecordType::Activity, from);
    }
    if let Some(from) = listened(line) {
        weigh(LISTENED_WEIGHT, RecordType::Observation, from);
    }
    if let Some(from) = for_somebody(line, &["给", "帮"], &FOR_WHAT) {
        weigh(FOR_SOMEBODY_WEIGHT, RecordType::Mentoring, from);
    }
    if let Some(from) = for_somebody(line, &["给", "跟", "和", "找"], &SPOKEN) {
        weigh(SPOKEN_WEIGHT, RecordType::Mentoring, from);
    }
    if let Some(from) = taught(line) {
        weigh(TAUGHT_WEIGHT, RecordType::Mentoring, from);
    }
    if let Some((weight, from)) = spent(line) {
        weigh(weight, RecordType::Expense, from);
    }
    if let Some(from) = to_do(line, days) {
        weigh(TASK_WEIGHT, RecordType::Task, from);
    }
    best.map(|(_, of, from)| (of, from))
}

/// The words that tell a type, and of an activity its kind: to a reader who knows both they say nothing more.
pub(super) fn cues(of: RecordType, kind: Option<&str>) -> Vec<&'static str> {
    let own = CUES.iter().filter(|Cue(_, told, _)| *told == of).map(|Cue(word, ..)| word.trim_end_matches('《'));
    let is_activity = of == RecordType::Activity;
    let held = ACTIVITIES.iter().filter(|(_, told)| is_activity && Some(told.word()) == kind).map(|(word, _)| *word);
    own.chain(held).collect()
}

/// A cue; one that ends in 《 stands before a title.
fn found(line: &Line<'_>, cue: &str) -> Option<Range<usize>> {
    match cue.strip_suffix('《') {
        None => line.find(cue).filter(|found| line.one_at(found.end, &NO_CUE).is_none()),
        Some(word) => line.each(word).find(|found| line.is_at(found.end, "《")),
    }
}

/// The kind of an activity: the word that stands first in the table.
pub(super) fn activity(line: &Line<'_>) -> Option<(ActivityKind, Range<usize>)> {
    // 送教的事 is spoken of, and was no 送教
    const SPOKEN_OF: [&str; 6] = ["的事", "方案", "照片", "材料", "总结", "课件"];
    // 琢磨了 polishes no lesson
    const OTHER: [&str; 4] = ["琢", "折", "打", "消"];
    let meets = ACTIVITIES.iter().filter(|(_, kind)| *kind == ActivityKind::Meeting).map(|(word, _)| *word);
    let meeting = line.earliest(&meets.collect::<Vec<_>>(), 0);
    // 开会讨论送教 was a meeting
    let talk = meeting.as_ref().and_then(|meeting| line.earliest(&TALK, meeting.end)).map(|talk| talk.start);
    let held = |found: &Range<usize>| {
        let spoken_of = line.one_at(found.end, &SPOKEN_OF).is_some() || talk.is_some_and(|talk| found.start > talk);
        !spoken_of && line.one_before(found.start, &OTHER).is_none()
    };
    ACTIVITIES.iter().find_map(|(word, kind)| Some((*kind, line.each(word).find(held)?)))
}

/// 听了…的课, 听…讲.
fn listened(line: &Line<'_>) -> Option<Range<usize>> {
    const LESSON: [&str; 7] = ["课", "讲", "《", "执教", "上的", "的", "节"];
    let heard =
        LISTENED.iter().filter_map(|word| line.find(word)).min_by_key(|found| (found.start, line.len() - found.end))?;
    let other = line.one_at(heard.start, &NO_LESSON).is_some() || line.is_at(heard.start, "听课");
    let by_me = line.one_before(heard.start, &["参与", "教师", "老师们"]).is_none();
    let from = if line.one_at(heard.start, &["听了", "听完"]).is_some() { 0 } else { heard.end };
    let lesson = LESSON.iter().any(|word| (from..line.len()).any(|at| line.is_at(at, word)));
    (!other && by_me && lesson).then_some(heard)
}

/// 教研, where it names nobody: 教研室, 教研组.
fn general(line: &Line<'_>) -> Option<Range<usize>> {
    let held = |found: &Range<usize>| line.one_at(found.end, &["室", "组", "员", "院"]).is_none();
    GENERAL.iter().find_map(|word| line.each(word).find(held))
}

/// 给…评课, 帮…看了教案.
fn for_somebody(line: &Line<'_>, who: &[&str], what: &[&str]) -> Option<Range<usize>> {
    const APART_MAX: usize = 8;
    let near = |from: &Range<usize>| {
        let found = line.earliest(what, from.end).filter(|found| found.start - from.end <= APART_MAX);
        let found = found.filter(|found| line.one_before(found.start, &["座", "访"]).is_none());
        found.is_some_and(|found| line.clause(from.end).end >= found.start || line.is_taken(from.end))
    };
    who.iter().find_map(|word| line.each(word).find(near))
}

/// 教史军怎么用白板.
fn taught(line: &Line<'_>) -> Option<Range<usize>> {
    const NO_TEACHING: &str = "学师研案材室育";
    const APART_MAX: usize = 6;
    let by = |found: &Range<usize>| {
        let how = line.earliest(&["怎么", "如何", "怎样"], found.end);
        let near = how.is_some_and(|how| (2..=APART_MAX).contains(&(how.start - found.end)));
        let apart = line.one_before(found.start, &["执", "送", "支", "任", "家"]).is_none();
        near && apart && !line.letter(found.end).is_some_and(|letter| NO_TEACHING.contains(letter))
    };
    line.each("教").find(by)
}

fn spent(line: &Line<'_>) -> Option<(u8, Range<usize>)> {
    let Some(spending) = line.any(&SPENDING) else {
        // 一块儿 is no money
        return money::amount(line).one().filter(|(fen, _)| *fen > 100).map(|(_, from)| (MONEY_WEIGHT, from));
    };
    let sold = line.any(&["买", "购", "花", "费", "付", "支出"]);
    let spent = match money::amount(line) {
        Said::One(_, from) | Said::Several(from) => Some(if sold.is_some() { spending } else { from }),
        Said::Nothing => match money::spoken(line) {
            Said::Nothing => None,
            _ => line.any(&["费", "花了", "报账", "租车", "打车", "硒鼓", "墨盒", "打印纸", "粉笔", "U盘"]),
        },
    };
    spent.map(|from| (SPENDING_WEIGHT, from))
}

fn to_do(line: &Line<'_>, days: &[SaidDay]) -> Option<Range<usize>> {
    if let Some(named) = line.any(&TASK).filter(|named| named.start == 0) {
        return Some(named);
    }
    let by = days.iter().find(|day| matches!(day.role, DayRole::By | DayRole::About))?;
    // 今天开会，要求周五前交教案: what was agreed in a meeting
    let met = days.iter().any(|day| day.role == DayRole::On && day.range.start < by.range.start);
    if met && activity(line).is_some_and(|(_, from)| from.start < by.range.start) {
        return None;
    }
    line.any(&DONE_BY).map(|_| by.range.clone())
}
