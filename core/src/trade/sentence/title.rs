//! What a line is about: behind 主题 or 关于, in 《…》, behind a weaker word, or what is left when all else is understood.

use std::ops::Range;

use super::line::{Line, is_blank, is_item, is_stop};
use super::number::han_digit;

/// Letters of a title at the most.
const TITLE_MAX: usize = 40;
/// Words that lead over to it.
const LEADS: [&str; 10] = ["一下", "那个", "的是", "是", "为", "了", "着", ":", " ", "做"];
/// Words where it is over.
const OVER: [&str; 28] = [
    "一是",
    "听了",
    "收获",
    "大家",
    "大伙",
    "老师们",
    "孩子们",
    "开展了",
    "开展",
    "进行了",
    "进行",
    "展开了",
    "展开",
    "举行",
    "召开",
    "组织",
    "参加",
    "主讲",
    "主持",
    "发言",
    "做了",
    "作了",
    "一起",
    "等问题",
    "建议",
    "亮点",
    "优点",
    "不足",
];
/// Letters that are no end of a title.
const TAIL: &str = "的了吧呢啊等和、";
/// Words of which one in what is left says that it is a sentence, and no title.
const NO_TITLE: [&str; 59] = [
    "一份",
    "一套",
    "了",
    "我",
    "们",
    "去",
    "来",
    "到",
    "没",
    "都",
    "也",
    "参加",
    "活动",
    "老师",
    "工作室",
    "大家",
    "全体",
    "成员",
    "顺利",
    "辛苦",
    "开始",
    "各",
    "讲",
    "上课",
    "听",
    "进行",
    "组织",
    "一起",
    "今天",
    "刚才",
    "人员",
    "教师",
    "学校",
    "参与",
    "课题",
    "累",
    "很",
    "迟到",
    "请假",
    "地点",
    "时间",
    "内容",
    "主题",
    "下次",
    "有事",
    "个",
    "方式",
    "线上",
    "目标",
    "级",
    "证书",
    "发",
    "在",
    "县",
    "乡",
    "年级",
    "好",
    "组",
    "学期",
];

/// Letters that join what is understood, and say nothing alone: 上的, 也来了.
const IDLE: &str = "上的也来了都去讲和跟还有在是到各一节课由给与及";
/// Words that do likewise.
const IDLE_WORDS: [&str; 10] = ["执教", "主讲", "主持", "参加", "参会", "试教", "第一次", "第二次", "第三次", "第四次"];

/// What is left and begins with one of these tells what somebody did.
const NO_TITLE_FIRST: &str = "上讲来去到看听说用请";

/// Behind one of these words, in the table's order; a title in marks alone is told without them.
pub(super) fn behind(line: &Line<'_>, words: &[&str]) -> Option<Range<usize>> {
    words.iter().find_map(|word| {
        let mut from = 0;
        while let Some(found) = line.find_from(word, from) {
            from = found.end;
            if line.is_free(&found) {
                let text = up_to_over(line, after_leads(line, found.end));
                if (2..=TITLE_MAX).contains(&text.len()) && !is_a_time(line, &text) {
                    return Some(bare(line, text));
                }
            }
        }
        None
    })
}

/// 期末检测 of 说了期末检测的事.
pub(super) fn affair(line: &Line<'_>) -> Option<Range<usize>> {
    let affair = |said: Range<usize>| {
        let from = after_leads(line, said.end);
        let end = line.find_from("的事", from)?.start.min(line.clause(from).end);
        ((2..=TITLE_MAX).contains(&end.saturating_sub(from)) && line.is_at(end, "的事")).then_some(from..end)
    };
    line.each("说").find_map(affair)
}

fn after_leads(line: &Line<'_>, mut at: usize) -> usize {
    while let Some(word) = line.one_at(at, &LEADS) {
        at += word.chars().count();
    }
    at
}

fn up_to_over(line: &Line<'_>, from: usize) -> Range<usize> {
    let clause = line.clause(from);
    let over = line.earliest(&OVER, from).map_or(clause.end, |over| over.start.min(clause.end));
    without_tail(line, from..over.max(from))
}

fn without_tail(line: &Line<'_>, range: Range<usize>) -> Range<usize> {
    let mut range = line.trimmed(range);
    if let Some((_, start)) = line.one_before(range.end, &["的事情", "的事", "等事宜", "事宜"]) {
        range.end = start.max(range.start);
    }
    while range.end > range.start && line.letter(range.end - 1).is_some_and(|letter| TAIL.contains(letter)) {
        range.end -= 1;
    }
    range
}

/// The inside of 《…》 where there is nothing but it.
pub(super) fn bare(line: &Line<'_>, range: Range<usize>) -> Range<usize> {
    let whole = line.titles.iter().find(|inside| inside.start == range.start + 1 && inside.end + 1 == range.end);
    whole.cloned().unwrap_or(range)
}

/// The first title in 《…》, or else the only saying in other marks.
pub(super) fn in_marks(line: &Line<'_>) -> Option<Range<usize>> {
    let saying = || if let [only] = line.sayings.as_slice() { Some(only.clone()) } else { None };
    line.titles.first().cloned().or_else(saying)
}

/// What is left of the line, where it is one piece that stands apart and may be a title.
pub(super) fn left_over(line: &Line<'_>, least: usize) -> Option<Range<usize>> {
    let idle = |piece: &Range<usize>| {
        line.text(piece).chars().all(|letter| IDLE.contains(letter)) || IDLE_WORDS.contains(&line.text(piece))
    };
    let pieces = pieces(line).into_iter().map(|piece| without_tail(line, piece));
    let mut pieces = pieces.filter(|piece| !piece.is_empty() && !idle(piece));
    let (one, more) = (pieces.next(), pieces.next());
    let one = one.filter(|_| more.is_none())?;
    let text = line.text(&one);
    let is_done = text.starts_with(|letter| NO_TITLE_FIRST.contains(letter));
    let is_title =
        !is_done && (least..=TITLE_MAX).contains(&one.len()) && !NO_TITLE.iter().any(|word| text.contains(word));
    (is_title && text.chars().all(char::is_alphanumeric) && !is_a_time(line, &one)).then_some(one)
}

/// Whether nothing but a day or a time is said, though perhaps none that there is: 25点, 13月5日.
fn is_a_time(line: &Line<'_>, range: &Range<usize>) -> bool {
    const OF_TIMES: &str = "年月日号点时分半钟第周星期天上下中午早晚到至:.-/ ";
    range.clone().filter_map(|at| line.letter(at)).all(|letter| {
        letter.is_ascii_digit() || OF_TIMES.contains(letter) || han_digit(letter).is_some() || letter == '十'
    })
}

/// Stretches in which nothing was understood.
fn pieces(line: &Line<'_>) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for at in 0..line.len() {
        let ends = |letter: char| is_stop(letter) || is_blank(letter) || is_item(letter) || !letter.is_alphanumeric();
        let apart = line.letter(at).is_none_or(ends);
        if apart || line.is_taken(at) || line.is_quoted(at) {
            continue;
        }
        match pieces.last_mut() {
            Some(piece) if piece.end == at => piece.end = at + 1,
            _ => pieces.push(at..at + 1),
        }
    }
    pieces
}
