//! How many teachers and pupils were reached: 23名教师, 学生45人, and side by side 两个老师七个娃. A number belongs to one word
//! alone.

use std::ops::Range;

use super::line::Line;
use super::number::{digit, han_digit, whole};

/// Who is counted, the more telling word first.
const TEACHERS: &[&str] = &["受益教师", "听课教师", "听课老师", "参训教师", "教师", "老师"];
const PUPILS: &[&str] = &["受益学生", "学生", "孩子", "娃娃", "娃", "小朋友", "同学"];
const COUNTERS: [&str; 8] = ["多名", "多位", "多个", "来个", "名", "位", "个", "人"];
/// Fewer than these, alone, are somebody of whom one tells.
const LEAST_ALONE: i64 = 3;

/// A word for people, with its number.
struct Counted {
    word: usize,
    of_teachers: bool,
    value: i64,
    range: Range<usize>,
}

/// Teachers and pupils, each with where they were counted.
pub(super) fn counted(line: &Line<'_>) -> [Option<(i64, Range<usize>)>; 2] {
    let all = all(line);
    let both = all.iter().any(|one| one.of_teachers) && all.iter().any(|one| !one.of_teachers);
    [true, false].map(|of_teachers| {
        let of = all.iter().filter(|one| one.of_teachers == of_teachers && (both || one.value >= LEAST_ALONE));
        of.min_by_key(|one| one.word).map(|one| (one.value, one.range.clone()))
    })
}

/// From left to right, each word takes the number before it or else the one behind it.
fn all(line: &Line<'_>) -> Vec<Counted> {
    let mut all: Vec<Counted> = Vec::new();
    let (mut at, mut free) = (0, 0);
    while at < line.len() {
        let Some((word, of_teachers, end)) = head(line, at) else {
            at += 1;
            continue;
        };
        let found = before(line, free..at).or_else(|| behind(line, end));
        if let Some((value, number)) = found {
            let range = number.start.min(at)..number.end.max(end);
            free = range.end;
            all.push(Counted { word, of_teachers, value, range });
        }
        at = end;
    }
    all
}

/// The word for people that stands here: its place in its table, whether it means teachers, where it ends.
fn head(line: &Line<'_>, at: usize) -> Option<(usize, bool, usize)> {
    let found = |words: &[&str], of_teachers: bool| {
        let place = words.iter().position(|word| line.is_at(at, word))?;
        let end = at + words.get(place)?.chars().count();
        line.is_free(&(at..end)).then_some((place, of_teachers, end))
    };
    found(TEACHERS, true).or_else(|| found(PUPILS, false))
}

/// The number that ends where a word begins, its counter between them.
fn before(line: &Line<'_>, within: Range<usize>) -> Option<(i64, Range<usize>)> {
    let end = line.one_before(within.end, &COUNTERS).map_or(within.end, |(_, start)| start);
    let inside = |c: char| c.is_ascii_alphanumeric() || "第.十百".contains(c) || han_digit(c).is_some();
    within.clone().find_map(|at| {
        let own = line.is_free(&(at..at + 1)) && !line.letter(at.wrapping_sub(1)).is_some_and(inside);
        let (value, stop) = whole(line, at).filter(|_| own)?;
        (stop == end).then_some((value, at..within.end))
    })
}

/// The number behind a word, which is not the next word's.
fn behind(line: &Line<'_>, from: usize) -> Option<(i64, Range<usize>)> {
    let leads = |at: &usize| line.letter(*at).is_some_and(|letter| " :是了大概约有的为占到".contains(letter));
    let at = (from..line.len()).find(|at| !leads(at))?;
    let (value, end) = whole(line, at).filter(|_| line.is_free(&(at..at + 1)))?;
    let stop = line.one_at(end, &COUNTERS).map_or(end, |word| end + word.chars().count());
    let theirs = head(line, stop).is_some_and(|(_, _, end)| {
        let next = line.letter(end);
        !next.is_some_and(|c| han_digit(c).is_some() || c == '十') && digit(line, end).is_none()
    });
    (!theirs).then_some((value, at..stop))
}
