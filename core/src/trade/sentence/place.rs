//! Where it was: a place used before, a school of the roster, or words that end like a place behind 在, 到, 去.

use std::ops::Range;

use super::Known;
use super::line::{Line, is_blank, is_stop};

const ENDINGS: [&str; 24] = [
    "多功能厅",
    "报告厅",
    "阶梯教室",
    "录播教室",
    "会议室",
    "活动室",
    "图书室",
    "阅览室",
    "办公室",
    "教研室",
    "录播室",
    "教室",
    "中心学校",
    "中心校",
    "教学点",
    "实验小学",
    "小学",
    "中学",
    "初中",
    "高中",
    "学校",
    "幼儿园",
    "礼堂",
    "操场",
];
/// Endings of a school, in which the others are rooms.
const SCHOOLS: [&str; 9] = ["中心学校", "中心校", "教学点", "小学", "中学", "初中", "高中", "学校", "幼儿园"];
const BEFORE: [&str; 12] = ["地点是", "地点在", "地点:", "地点", "来到", "前往", "在", "到", "去", "赴", "于", "来"];
/// Words before a place that are no part of it.
const NO_PART: [&str; 6] = ["咱们", "咱", "我们", "了", "我", "的"];
const LONG_MAX: usize = 16;

/// A place, and the school in it.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) range: Range<usize>,
    /// Where its words end that name a school.
    pub(super) school: Option<Range<usize>>,
    /// It stands behind 在, 到, 去, or was used before: it is where something was, and not where somebody is from.
    pub(super) told: bool,
}

/// The place of a line.
pub(super) fn place(line: &mut Line<'_>, known: &Known<'_>) -> Option<Place> {
    let found =
        used_before(line, known).or_else(|| behind_a_word(line, known)).or_else(|| of_the_roster(line, known))?;
    line.take(&found.range);
    Some(found)
}

fn used_before(line: &Line<'_>, known: &Known<'_>) -> Option<Place> {
    let long_enough = known.places.iter().filter(|place| place.chars().count() > 1);
    let range = long_enough.filter_map(|place| free(line, place)).max_by_key(ExactSizeIterator::len)?;
    Some(Place { school: school_in(line, &range), range, told: true })
}

fn free(line: &Line<'_>, word: &str) -> Option<Range<usize>> {
    line.find(word).filter(|range| line.is_free(range))
}

fn behind_a_word(line: &Line<'_>, known: &Known<'_>) -> Option<Place> {
    (0..line.len()).find_map(|at| {
        let word = line.one_at(at, &BEFORE).filter(|_| !line.is_quoted(at) && !line.is_taken(at))?;
        let from = skip(line, at + word.chars().count());
        let end = ending(line, from)?;
        let from = of_township(line, known, from, end);
        (line.text(&(from..end)) != "学校").then_some(Place {
            range: from..end,
            school: school_in(line, &(from..end)),
            told: true,
        })
    })
}

/// 大屯小学 of 大屯乡大屯小学: a school of the roster without its township.
fn of_township(line: &Line<'_>, known: &Known<'_>, from: usize, end: usize) -> usize {
    let whole = |one: &&super::Colleague| line.text(&(from..end)) == format!("{}{}", one.township, one.school);
    known.roster.iter().find(whole).map_or(from, |one| from + one.township.chars().count())
}

fn skip(line: &Line<'_>, mut at: usize) -> usize {
    while let Some(letters) = line.one_at(at, &NO_PART).map(|word| word.chars().count()).or_else(|| blank(line, at)) {
        at += letters;
    }
    at
}

fn blank(line: &Line<'_>, at: usize) -> Option<usize> {
    line.letter(at).is_some_and(|letter| is_blank(letter) || letter == ':').then_some(1)
}

/// Where words end that begin here and end like a place.
fn ending(line: &Line<'_>, from: usize) -> Option<usize> {
    const BREAKS: &str = "了听上讲开召组织听和跟";
    let stops = |at: &usize| {
        let letter = line.letter(*at).unwrap_or(' ');
        is_stop(letter) || is_blank(letter) || BREAKS.contains(letter) || line.is_taken(*at) || line.is_quoted(*at)
    };
    let until = (from..line.len()).find(stops).unwrap_or(line.len()).min(from + LONG_MAX);
    let mut ends =
        (from + 1..=until).filter(|end| line.one_before(*end, &ENDINGS).is_some_and(|(_, start)| start >= from));
    ends.next_back()
}

fn of_the_roster(line: &Line<'_>, known: &Known<'_>) -> Option<Place> {
    let schools = known.roster.iter().map(|one| one.school.as_str()).filter(|school| school.chars().count() > 2);
    let found = schools.filter_map(|school| free(line, school)).max_by_key(ExactSizeIterator::len)?;
    let behind = ending(line, found.start).filter(|end| *end > found.end).unwrap_or(found.end);
    Some(Place { school: Some(found.clone()), range: found.start..behind, told: false })
}

fn school_in(line: &Line<'_>, range: &Range<usize>) -> Option<Range<usize>> {
    let mut ends = range.clone().map(|at| at + 1).filter(|end| {
        let word = line.one_before(*end, &SCHOOLS);
        word.is_some_and(|(word, start)| start >= range.start && (start > range.start || word != "学校"))
    });
    ends.next_back().map(|end| range.start..end)
}
