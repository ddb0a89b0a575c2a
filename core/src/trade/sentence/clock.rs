//! The time of day that a line names, and how long something took. Where a line says only 下午 no time is made of it; a
//! form that opens at some hour opens in that half of the day ([`Half`]).

use std::ops::Range;

use chrono::{Duration, NaiveTime};

use super::line::Line;
use super::number::{digit, digits, hundredths, whole};
use crate::guide::ClassHour;

/// From when to when.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub(super) start: NaiveTime,
    pub(super) start_from: Range<usize>,
    pub(super) end: Option<(NaiveTime, Range<usize>)>,
}

/// How long.
#[derive(Debug, Clone)]
pub(super) struct Length {
    pub(super) minutes: i64,
    pub(super) range: Range<usize>,
    /// It is said in 学时.
    pub(super) counted: bool,
}

/// A half of the day, as people say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// 上午
    Morning,
    /// 中午
    Noon,
    /// 下午
    Afternoon,
    /// 晚上
    Evening,
}

impl Half {
    /// The half that is said with a day: in the words of the day (今晚), or right behind them. One that stands elsewhere may
    /// be another day's.
    pub fn of(day: &str, behind: &str) -> Option<Self> {
        let behind = behind.trim_start().trim_start_matches('的');
        let said = |word: &str| day.contains(word) || behind.starts_with(word);
        HALVES.iter().find(|(word, _)| said(word)).map(|(_, half)| *half)
    }

    /// From which hour and minute on a time belongs to it, up to where, and when in it something usually begins.
    fn hours(self) -> [(u32, u32); 3] {
        match self {
            Self::Morning => [(0, 0), (12, 0), (9, 0)],
            Self::Noon => [(11, 30), (14, 0), (12, 30)],
            Self::Afternoon => [(12, 0), (18, 30), (14, 30)],
            Self::Evening => [(17, 30), (23, 59), (19, 0)],
        }
    }

    /// This time, if it lies in this half of the day; else when something usually begins in it.
    pub fn fitted(self, time: NaiveTime) -> NaiveTime {
        let [from, until, usual] =
            self.hours().map(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default());
        if (from..until).contains(&time) { time } else { usual }
    }
}

const HALVES: [(&str, Half); 16] = [
    ("早上", Half::Morning),
    ("早晨", Half::Morning),
    ("清早", Half::Morning),
    ("上午", Half::Morning),
    ("今早", Half::Morning),
    ("明早", Half::Morning),
    ("中午", Half::Noon),
    ("下午", Half::Afternoon),
    ("午后", Half::Afternoon),
    ("傍晚", Half::Evening),
    ("晚上", Half::Evening),
    ("今晚", Half::Evening),
    ("昨晚", Half::Evening),
    ("明晚", Half::Evening),
    ("夜里", Half::Evening),
    ("晚", Half::Evening),
];
const UNTIL: [&str; 7] = ["一直到", "到", "至", "--", "-", "~", "～"];
/// What took longer than a week is not told in hours.
const MINUTES_MAX: i64 = 7 * 24 * 60;
/// About then is not then.
const ABOUT: [&str; 5] = ["多", "左右", "来钟", "前后", "许"];
/// A school's day begins no earlier: a smaller hour without its half is an afternoon's.
const FIRST_HOUR: u32 = 7;

/// The first time of day that a line names, and until when.
pub(super) fn span(line: &mut Line<'_>) -> Option<Span> {
    let (start, half, from) = (0..line.len()).find_map(|at| moment(line, at, None))?;
    let end = until(line, from.end).and_then(|at| {
        let (end, _, range) = moment(line, at, half)?;
        let later = if end <= start { end.overflowing_add_signed(Duration::hours(12)).0 } else { end };
        (later > start).then_some((later, range))
    });
    line.take(&(from.start..end.as_ref().map_or(from.end, |(_, range)| range.end)));
    Some(Span { start, start_from: from, end })
}

/// A time that no clock has, behind a day, a half of it or nothing: 25点, 下午26:00. 提了25点建议 is none.
pub(super) fn impossible(line: &mut Line<'_>) -> Option<Range<usize>> {
    let found = (0..line.len()).find_map(|at| impossible_at(line, at))?;
    line.take(&found);
    Some(found)
}

fn impossible_at(line: &Line<'_>, at: usize) -> Option<Range<usize>> {
    const POINTS: &str = "意建要问心感希体注想";
    let (hour, end) = whole(line, at).filter(|_| line.is_free(&(at..at + 1)))?;
    let half = HALVES.iter().find_map(|(word, _)| line.one_before(at, &[word]));
    let before = at.checked_sub(1).and_then(|before| line.letter(before));
    let apart =
        before.is_none_or(|letter| !letter.is_alphanumeric() && letter != '.') || line.is_taken(at.wrapping_sub(1));
    let minute = digits(line, end + 1).filter(|(_, stop)| line.is_at(end, ":") && stop - end == 3);
    let end = match minute {
        Some((minute, stop)) => (hour > 23 || minute > 59).then_some(stop)?,
        None => (hour > 23 && line.is_at(end, "点")).then_some(end + 1)?,
    };
    let counted = line.letter(end).is_some_and(|letter| POINTS.contains(letter));
    let said = hour < 100 && (apart || half.is_some()) && !counted;
    said.then(|| half.map_or(at, |(_, start)| start)..end)
}

/// A half of the day that stands alone: of what has no day it is today's.
pub(super) fn half_alone(line: &Line<'_>) -> Option<Range<usize>> {
    let words: Vec<&str> = HALVES.iter().map(|(word, _)| *word).filter(|word| word.chars().count() > 1).collect();
    words.iter().find_map(|word| line.each(word).find(|found| line.is_free(found)))
}

/// Where the end is told, a few letters behind the start: 14:30开会到16:00.
fn until(line: &Line<'_>, from: usize) -> Option<usize> {
    const APART_MAX: usize = 4;
    let stops = |at: usize| line.letter(at).is_none_or(super::line::is_stop);
    let near = (from..=from + APART_MAX).take_while(|at| *at == from || !stops(*at - 1));
    near.into_iter().find_map(|at| {
        let word = line.one_at(at, &UNTIL)?;
        let at = skip_blank(line, at + word.chars().count());
        moment(line, at, Some(Half::Morning)).map(|_| at)
    })
}

fn skip_blank(line: &Line<'_>, at: usize) -> usize {
    if line.letter(at) == Some(' ') { at + 1 } else { at }
}

/// 下午两点半, 14:30, 7点40, 14时30分; the half of the day may stand before it.
fn moment(line: &Line<'_>, at: usize, before: Option<Half>) -> Option<(NaiveTime, Option<Half>, Range<usize>)> {
    if line.is_quoted(at) {
        return None;
    }
    let half = HALVES.iter().find(|(word, _)| line.is_at(at, word)).map(|(word, half)| (*half, word.chars().count()));
    let mut number_at = half.map_or(at, |(_, long)| at + long);
    if half.is_some() {
        number_at = skip_blank(line, if line.is_at(number_at, "的") { number_at + 1 } else { number_at });
    }
    let joined = half.is_none()
        && at > 0
        && line.letter(at - 1).is_some_and(|c| c.is_ascii_alphanumeric() || "第十点:".contains(c));
    if joined {
        return None;
    }
    let (hour, minute, end) = hour_and_minute(line, number_at)?;
    if line.one_at(end, &ABOUT).is_some() {
        return None;
    }
    let written_long = digit(line, number_at) == Some(0);
    let half = half.map(|(half, _)| half).or(before);
    let hour = in_day(hour, half, written_long)?;
    Some((NaiveTime::from_hms_opt(hour, minute, 0)?, half, at..end))
}

fn hour_and_minute(line: &Line<'_>, at: usize) -> Option<(u32, u32, usize)> {
    let (hour, end) = whole(line, at)?;
    let hour = u32::try_from(hour).ok().filter(|hour| *hour < 24)?;
    let mark = line.letter(end)?;
    let end = end + 1;
    match mark {
        ':' => {
            let (tens, ones) = (digit(line, end)?, digit(line, end + 1)?);
            let minute = u32::try_from(tens * 10 + ones).ok()?;
            digit(line, end + 2).is_none().then_some((hour, minute, end + 2))
        }
        '点' | '时' => {
            let (minute, end) = minutes_behind(line, end);
            let misread = line.is_at(end, "名") || (mark == '时' && line.letter(end.saturating_sub(1)) == Some('时'));
            (!misread || minute > 0).then_some((hour, minute, end))
        }
        _ => None,
    }
}

/// What stands behind 点: 半, 一刻, 40, 四十分, 钟, 整.
fn minutes_behind(line: &Line<'_>, at: usize) -> (u32, usize) {
    const WORDS: [(&str, u32); 6] = [("半钟", 30), ("半", 30), ("一刻", 15), ("三刻", 45), ("钟", 0), ("整", 0)];
    if let Some((word, minute)) = WORDS.iter().find(|(word, _)| line.is_at(at, word)) {
        return (*minute, at + word.chars().count());
    }
    match whole(line, at).and_then(|(minute, end)| Some((u32::try_from(minute).ok().filter(|m| *m < 60)?, end))) {
        Some((minute, end)) if line.is_at(end, "分") => (minute, end + 1),
        Some((minute, end)) if end - at == 2 && digit(line, at).is_some() => (minute, end),
        _ => (0, at),
    }
}

fn in_day(hour: u32, half: Option<Half>, written_long: bool) -> Option<u32> {
    let hour = match half {
        Some(Half::Afternoon | Half::Evening) if hour < 12 => hour + 12,
        Some(Half::Noon) if hour < 3 => hour + 12,
        None if hour < FIRST_HOUR && !written_long => hour + 12,
        _ => hour,
    };
    (hour < 24).then_some(hour)
}

/// 2学时, 两个半小时, 90分钟, 半小时.
pub(super) fn length(line: &mut Line<'_>, class_hour: ClassHour) -> Option<Length> {
    let found = (0..line.len()).find_map(|at| length_at(line, at, class_hour))?;
    line.take(&found.range);
    Some(found)
}

fn length_at(line: &Line<'_>, at: usize, class_hour: ClassHour) -> Option<Length> {
    const HOUR: [&str; 3] = ["小时", "钟头", "个钟"];
    const NOT_HELD: [&str; 5] = ["迟到", "迟到了", "晚到", "晚到了", "晚了"];
    let own = line.is_free(&(at..at + 1))
        && !line.letter(at.wrapping_sub(1)).is_some_and(|c| c.is_ascii_alphanumeric() || c == '.');
    if !own || NOT_HELD.iter().any(|word| line.one_before(at, &[word]).is_some()) {
        return None;
    }
    let ends = |at: usize, words: &[&str]| line.one_at(at, words).map(|word| at + word.chars().count());
    let held = |minutes: i64, end: usize, counted: bool| {
        let past = line.one_at(end, &["后", "前", "以后", "之后"]).is_some();
        (!past && (1..=MINUTES_MAX).contains(&minutes)).then_some(Length { minutes, range: at..end, counted })
    };
    if line.is_at(at, "半") {
        let unit = if line.is_at(at + 1, "个") { at + 2 } else { at + 1 };
        return held(30, ends(unit, &HOUR)?, false);
    }
    let (hundredths, end) = hundredths(line, at)?;
    if let Some(end) = ends(end, &["学时"]) {
        return held(hundredths * class_hour.minutes / 100, end, true);
    }
    if let Some(end) = ends(end, &["分钟"]) {
        return held(hundredths / 100, end, false);
    }
    let unit = if line.is_at(end, "个") { end + 1 } else { end };
    let (more, unit) = if line.is_at(unit, "半") { (30, unit + 1) } else { (0, unit) };
    held(hundredths * 60 / 100 + more, ends(unit, &HOUR)?, false)
}
