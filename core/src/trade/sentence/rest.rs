//! What is said of a lesson and counted in it: subject, grade, class, lesson of the day, numbers with their words.

use std::ops::Range;

use super::line::Line;
use super::number::{digit, han_digit, whole};

const SUBJECTS: [&str; 20] = [
    "道德与法治",
    "道法",
    "思想品德",
    "信息技术",
    "信息科技",
    "心理健康",
    "综合实践",
    "语文",
    "数学",
    "英语",
    "科学",
    "物理",
    "化学",
    "生物",
    "历史",
    "地理",
    "音乐",
    "体育",
    "美术",
    "书法",
];
const GRADES: [&str; 15] = [
    "一年级",
    "二年级",
    "三年级",
    "四年级",
    "五年级",
    "六年级",
    "七年级",
    "八年级",
    "九年级",
    "初一",
    "初二",
    "初三",
    "高一",
    "高二",
    "高三",
];
const GRADE_OF: [(char, &str); 9] = [
    ('一', "一年级"),
    ('二', "二年级"),
    ('三', "三年级"),
    ('四', "四年级"),
    ('五', "五年级"),
    ('六', "六年级"),
    ('七', "七年级"),
    ('八', "八年级"),
    ('九', "九年级"),
];

/// A text and where it was read from.
pub(super) type Said = (String, Range<usize>);

/// The first subject that a line names.
pub(super) fn subject(line: &Line<'_>) -> Option<Said> {
    let found = line.earliest(&SUBJECTS, 0)?;
    Some((line.text(&found).to_owned(), found))
}

/// Grade and class: 五年级, 五(2)班, 七年级3班.
pub(super) fn grade(line: &Line<'_>) -> (Option<Said>, Option<Said>) {
    let named = line.earliest(&GRADES, 0);
    let class = (0..line.len()).find_map(|at| class_at(line, at));
    let grade = match (&named, &class) {
        (Some(found), _) => Some((line.text(found).to_owned(), found.clone())),
        (None, Some((text, range))) => {
            let first = text.chars().next();
            GRADE_OF.iter().find(|(han, _)| Some(*han) == first).map(|(_, name)| ((*name).to_owned(), range.clone()))
        }
        (None, None) => None,
    };
    (grade, class)
}

fn class_at(line: &Line<'_>, at: usize) -> Option<Said> {
    if line.is_quoted(at) || line.is_taken(at) {
        return None;
    }
    let short = line.letter(at).filter(|letter| GRADE_OF.iter().any(|(han, _)| han == letter));
    let long = line.one_at(at, &GRADES).map(|word| word.chars().count());
    let after = long.or(short.map(|_| 1))?;
    let open = line.is_at(at + after, "(");
    if !open && long.is_none() {
        return None;
    }
    let number_at = at + after + usize::from(open);
    let (_, end) = whole(line, number_at)?;
    let end = if open { end + usize::from(line.is_at(end, ")")) } else { end };
    line.is_at(end, "班").then(|| (line.text(&(at..end + 1)).to_owned(), at..end + 1))
}

/// 第三节, 上午第二节, 第二节课.
pub(super) fn period(line: &Line<'_>) -> Option<Said> {
    let at = (0..line.len())
        .find(|at| line.is_at(*at, "第") && !line.is_quoted(*at) && ends_in_lesson(line, *at).is_some())?;
    let end = ends_in_lesson(line, at)?;
    let start = line.one_before(at, &["上午", "下午", "晚上"]).map_or(at, |(_, start)| start);
    Some((line.text(&(start..end)).to_owned(), start..end))
}

/// 上午, 下午: it fills nothing.
pub(super) fn half_day(line: &Line<'_>) -> Option<Said> {
    let found = line.earliest(&["上午", "下午", "晚上", "早上", "中午"], 0)?;
    Some((line.text(&found).to_owned(), found))
}

fn ends_in_lesson(line: &Line<'_>, at: usize) -> Option<usize> {
    let (_, end) = whole(line, at + 1)?;
    line.is_at(end, "节").then_some(end + 1)
}

/// A number behind one of these words: 提问18次, 打分88, 发了50份.
pub(super) fn behind(line: &Line<'_>, words: &[&str]) -> Option<(i64, Range<usize>)> {
    words.iter().find_map(|word| {
        let mut from = 0;
        while let Some(found) = line.find_from(word, from) {
            from = found.end;
            let at = skip(line, found.end);
            if let Some((value, end)) = whole(line, at).filter(|_| line.is_free(&found)) {
                return Some((value, found.start..end));
            }
        }
        None
    })
}

fn skip(line: &Line<'_>, mut at: usize) -> usize {
    while line.letter(at).is_some_and(|letter| " :是了大概约有的为占到".contains(letter)) {
        at += 1;
    }
    at
}

/// A number before one of these words: 12篇, 三个.
pub(super) fn before(line: &Line<'_>, units: &[&str]) -> Option<(i64, Range<usize>)> {
    (0..line.len()).find_map(|at| {
        let inside = |c: char| c.is_ascii_alphanumeric() || "第.十百".contains(c) || han_digit(c).is_some();
        let own = line.is_free(&(at..at + 1)) && !line.letter(at.wrapping_sub(1)).is_some_and(inside);
        let (value, end) = whole(line, at).filter(|_| own)?;
        let unit = line.one_at(end, units)?;
        Some((value, at..end + unit.chars().count()))
    })
}

/// The number of a document: 豫教〔2026〕18号.
pub(super) fn document_no(line: &Line<'_>) -> Option<Said> {
    let open = (0..line.len())
        .find(|at| line.letter(*at).is_some_and(|letter| "〔[【(".contains(letter)) && digit(line, at + 1).is_some())?;
    let (_, close) = whole(line, open + 1)?;
    let (_, end) = whole(line, close + 1)?;
    let start = (0..open).rev().find(|at| !line.letter(*at).is_some_and(char::is_alphanumeric)).map_or(0, |at| at + 1);
    // 下发了豫教〔2026〕18号, 文件号临教〔2026〕17号
    let over = |at: &usize| line.letter(*at).is_some_and(|letter| "了号的是为见".contains(letter));
    let start = (start..open).rev().find(over).map_or(start, |at| at + 1);
    let led = line.one_before(start, &["文件编号", "文件号", "文号", "编号"]).map_or(start, |(_, led)| led);
    line.is_at(end, "号").then(|| (line.text(&(start..end + 1)).to_owned(), led..end + 1))
}
