//! The days that a line names. A day that is to come stays one, though the line says that it has been.

use std::ops::Range;

use chrono::{Datelike, Duration, Months};

use super::Known;
use super::line::Line;
use super::number::{digits, han_digit, whole};
use crate::term::Now;
use crate::time::Day;

/// A day, and how it is meant.
#[derive(Debug, Clone)]
pub(super) struct SaidDay {
    /// `None` for one that no calendar has: 2月30日.
    pub(super) day: Option<Day>,
    /// The last day of that name before it: of something that has been, it may be that one.
    pub(super) last: Option<Day>,
    pub(super) range: Range<usize>,
    pub(super) role: DayRole,
}

impl SaidDay {
    /// A day that goes without saying.
    pub(super) fn of(day: Day, range: Range<usize>) -> Self {
        Self { day: Some(day), last: None, range, role: DayRole::On }
    }
}

/// What a day is said for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayRole {
    /// It was, or will be, then.
    On,
    /// By then.
    By,
    /// Again then.
    Next,
    /// A stretch, such as 月底 or 周六周日: good for a deadline alone.
    About,
}

/// A day before what it is said for is known.
struct Found {
    day: Option<Day>,
    /// How many days or months the last one of that name lies before it.
    back: Option<Back>,
    end: usize,
    about: bool,
}

enum Back {
    Week,
    Month,
}

impl Found {
    fn sure(day: impl Into<Option<Day>>, end: usize) -> Self {
        Self { day: day.into(), back: None, end, about: false }
    }
}

const BY_NAME: [(&str, i64); 22] = [
    ("大前天", -3),
    ("大后天", 3),
    ("今儿个", 0),
    ("昨儿个", -1),
    ("今天", 0),
    ("今日", 0),
    ("今早", 0),
    ("今上午", 0),
    ("今下午", 0),
    ("今晚", 0),
    ("今儿", 0),
    ("昨天", -1),
    ("昨日", -1),
    ("昨晚", -1),
    ("昨儿", -1),
    ("前天", -2),
    ("前日", -2),
    ("明天", 1),
    ("明日", 1),
    ("明早", 1),
    ("明晚", 1),
    ("后天", 2),
];
const WEEKS: [(&str, i64); 12] = [
    ("上上个", -2),
    ("下下个", 2),
    ("上上", -2),
    ("下下", 2),
    ("上个", -1),
    ("下个", 1),
    ("这个", 0),
    ("本", 0),
    ("上", -1),
    ("下", 1),
    ("这", 0),
    ("每", i64::MAX),
];
const WEEK: [&str; 3] = ["星期", "礼拜", "周"];
const MONTHS: [(&str, i32); 9] = [
    ("上个月", -1),
    ("下个月", 1),
    ("这个月", 0),
    ("上月", -1),
    ("下月", 1),
    ("本月", 0),
    ("这月", 0),
    ("当月", 0),
    ("月", 0),
];
/// A number before 号 with one of these behind it is a name of something.
const NO_DAY: [&str; 12] = ["楼", "教室", "文", "桌", "门", "线", "机", "院", "会议室", "通知", "室", "厅"];
/// A number with a point and one of these behind it is an amount.
const UNITS: [&str; 18] = [
    "元", "块", "万", "千", "个", "小时", "学时", "课时", "分", "%", "节", "次", "人", "公里", "斤", "米", "版", "钟头",
];
const DEADLINE: [&str; 6] = ["之前", "以前", "截止", "截至", "前", "止"];
const AGAIN_BEFORE: [&str; 8] = ["下次", "下次约", "下回", "约好", "约在", "约定", "约了", "再次"];

/// Every day of a line, in its order.
pub(super) fn days(line: &mut Line<'_>, known: &Known<'_>) -> Vec<SaidDay> {
    let has_been = has_been(line);
    let mut all = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let found = (!line.is_quoted(at) && !line.is_taken(at)).then(|| day_at(line, at, known, has_been)).flatten();
        let Some(found) = found else {
            at += 1;
            continue;
        };
        let role = role(line, at, &found);
        let to_come = found.day.filter(|day| role == DayRole::On && *day > known.today);
        let last = to_come.zip(found.back.as_ref()).and_then(|(day, back)| match back {
            Back::Week => Some(day - Duration::days(7)),
            Back::Month => day.checked_sub_months(Months::new(1)),
        });
        let end = if role == DayRole::By { after_deadline(line, found.end) } else { found.end };
        line.take(&(at..end));
        all.push(SaidDay { day: found.day, last, range: at..end, role });
        at = end;
        if let Some((start, found)) = found.day.and_then(|day| same_month(line, end, day)) {
            let role = self::role(line, start, &found);
            at = if role == DayRole::By { after_deadline(line, found.end) } else { found.end };
            line.take(&(start..at));
            all.push(SaidDay { day: found.day, last: None, range: start..at, role });
        }
    }
    all
}

/// 4日 of 12月3日和4日: the month is that of the day before it.
fn same_month(line: &Line<'_>, end: usize, before: Day) -> Option<(usize, Found)> {
    line.one_before(end, &["日", "号"])?;
    let start = end + line.one_at(end, &["和", "、", "到", "至", "-", "~"])?.chars().count();
    let (day, end) = whole(line, start)?;
    line.one_at(end, &["日", "号"]).filter(|_| line.one_at(end + 1, &NO_DAY).is_none())?;
    let day = before.with_day(u32::try_from(day).ok()?);
    Some((start, Found::sure(day, end + 1)))
}

/// 元旦前: a feast is a day where something is due by it; 元旦汇演 is none.
fn feast(line: &Line<'_>, at: usize, today: Day) -> Option<Found> {
    const FEASTS: [(&str, i64, i64); 8] = [
        ("元旦", 1, 1),
        ("五一", 5, 1),
        ("劳动节", 5, 1),
        ("六一", 6, 1),
        ("儿童节", 6, 1),
        ("教师节", 9, 10),
        ("国庆节", 10, 1),
        ("国庆", 10, 1),
    ];
    let (name, month, day) = FEASTS.iter().find(|(name, ..)| line.is_at(at, name))?;
    let end = at + name.chars().count();
    let year = i64::from(today.year());
    let next = [year, year + 1].into_iter().find_map(|year| ymd(year, *month, *day).filter(|day| *day >= today));
    line.one_at(end, &DEADLINE).and(next).map(|day| Found::sure(day, end))
}

/// Whether a line tells of something that has been.
pub(super) fn has_been(line: &Line<'_>) -> bool {
    ["了", "过", "刚", "已经"].iter().any(|word| line.has(word)) && !is_planned(line)
}

/// Whether a line tells of something that is to come.
pub(super) fn is_planned(line: &Line<'_>) -> bool {
    ["计划", "准备", "打算", "预计", "定于", "通知", "将要", "拟"].iter().any(|word| line.has(word))
}

fn role(line: &Line<'_>, start: usize, found: &Found) -> DayRole {
    let again = AGAIN_BEFORE.iter().any(|word| line.one_before(start, &[word]).is_some());
    if again || line.is_at(found.end, "再") || line.is_at(found.end, "继续") {
        DayRole::Next
    } else if line.one_at(found.end, &DEADLINE).is_some() {
        DayRole::By
    } else if found.about {
        DayRole::About
    } else {
        DayRole::On
    }
}

fn after_deadline(line: &Line<'_>, end: usize) -> usize {
    end + line.one_at(end, &DEADLINE).map_or(0, |word| word.chars().count())
}

/// Where 9月31号 ends in 9月31号以前.
pub(super) fn before_deadline(line: &Line<'_>, range: &Range<usize>) -> usize {
    line.one_before(range.end, &DEADLINE).map_or(range.end, |(_, start)| start)
}

fn day_at(line: &Line<'_>, at: usize, known: &Known<'_>, has_been: bool) -> Option<Found> {
    let today = known.today;
    named(line, at, today)
        .or_else(|| week_of_term(line, at, known))
        .or_else(|| weekday(line, at, today))
        .or_else(|| with_year(line, at))
        .or_else(|| of_year(line, at, today))
        .or_else(|| month_and_day(line, at, today, has_been))
        .or_else(|| feast(line, at, today))
        .or_else(|| end_of_month(line, at, today))
        .or_else(|| of_month(line, at, today, has_been))
}

fn named(line: &Line<'_>, at: usize, today: Day) -> Option<Found> {
    let (name, days) = BY_NAME.iter().find(|(name, _)| line.is_at(at, name))?;
    let end = at + name.chars().count();
    // 今天是第十三周 says when it is written
    (!line.is_at(end, "是")).then(|| Found::sure(today + Duration::days(*days), end))
}

/// 周五, 星期天: its place in the week from Monday, and where it ends.
fn day_of_week(line: &Line<'_>, at: usize) -> Option<(i64, usize)> {
    let week = line.one_at(at, &WEEK)?;
    let at = at + week.chars().count();
    let letter = line.letter(at)?;
    let place = match letter {
        '日' | '天' => 6,
        _ => han_digit(letter).or_else(|| letter.to_digit(10).map(i64::from)).filter(|n| (1..=6).contains(n))? - 1,
    };
    Some((place, at + 1))
}

fn monday(day: Day) -> Day {
    day - Duration::days(i64::from(day.weekday().num_days_from_monday()))
}

fn weekday(line: &Line<'_>, at: usize, today: Day) -> Option<Found> {
    let which = WEEKS.iter().find(|(word, _)| line.is_at(at, word));
    let said = which.map_or(at, |(word, _)| at + word.chars().count());
    let (place, end) = day_of_week(line, said)?;
    // the habit of every week is no day
    let weeks = which.map_or(0, |(_, weeks)| *weeks);
    if weeks == i64::MAX || line.one_before(at, &["每"]).is_some() {
        return None;
    }
    let joined = usize::from(line.one_at(end, &["到", "至", "和", "、"]).is_some());
    let (about, end) = day_of_week(line, end + joined).map_or((false, end), |(_, last)| (true, last));
    let back = which.is_none().then_some(Back::Week);
    Some(Found { day: Some(monday(today) + Duration::days(7 * weeks + place)), back, end, about })
}

/// 第十周周五, by the term that counts today.
fn week_of_term(line: &Line<'_>, at: usize, known: &Known<'_>) -> Option<Found> {
    let number_at = if line.is_at(at, "第") { at + 1 } else { return None };
    let (week, end) = whole(line, number_at)?;
    let end = if line.is_at(end, "周") { end + 1 } else { return None };
    let end = if line.is_at(end, "的") { end + 1 } else { end };
    let (place, end) = day_of_week(line, end)?;
    let now = Now::of(&known.guide.terms, known.today);
    let first = monday(now.term()?.first);
    (1..=30).contains(&week).then(|| Found::sure(first + Duration::days(7 * (week - 1) + place), end))
}

/// 2026年11月20日, 2026-11-20, 2026.11.20, 二〇二六年…
fn with_year(line: &Line<'_>, at: usize) -> Option<Found> {
    let (year, end) = whole(line, at).filter(|(year, _)| (2000..2100).contains(year))?;
    let mark = line.letter(end).filter(|mark| "年-/.".contains(*mark))?;
    let (month, end) = whole(line, end + 1)?;
    let next = if mark == '年' { '月' } else { mark };
    let (day, end) = whole(line, end + 1).filter(|_| line.letter(end) == Some(next))?;
    let end = if matches!(line.letter(end), Some('日' | '号')) { end + 1 } else { end };
    Some(Found::sure(ymd(year, month, day), end))
}

/// 去年12月20号.
fn of_year(line: &Line<'_>, at: usize, today: Day) -> Option<Found> {
    const YEARS: [(&str, i64); 5] = [("前年", -2), ("去年", -1), ("今年", 0), ("明年", 1), ("后年", 2)];
    let (_, years) = YEARS.iter().find(|(word, _)| line.is_at(at, word))?;
    let from = at + 2 + usize::from(line.is_at(at + 2, "的"));
    let (month, end) = whole(line, from).filter(|(_, end)| line.is_at(*end, "月"))?;
    let (day, end) = whole(line, end + 1)?;
    let end = end + line.one_at(end, &["日", "号"])?.chars().count();
    Some(Found::sure(ymd(i64::from(today.year()) + years, month, day), end))
}

/// 11月20日, 十一月二十号, 11.20, 11/20.
fn month_and_day(line: &Line<'_>, at: usize, today: Day, has_been: bool) -> Option<Found> {
    if at > 0 && line.letter(at - 1).is_some_and(|before| before.is_ascii_alphanumeric() || ".-/第".contains(before)) {
        return None;
    }
    let (month, end) = whole(line, at)?;
    let mark = line.letter(end)?;
    let (day, end) = match mark {
        '月' => whole(line, end + 1)?,
        '.' | '/' => digits(line, end + 1).filter(|_| digits(line, at).is_some())?,
        _ => return None,
    };
    let end = match line.letter(end) {
        Some('日' | '号') => end + 1,
        _ if mark == '月' && line.one_at(end, &["份", "节", "课"]).is_some() => return None,
        _ => end,
    };
    let amount = line.one_at(end, &UNITS).is_some() || line.letter(end).is_some_and(|c| c.is_ascii_alphanumeric());
    if mark != '月' && (amount || line.letter(end) == Some('.')) {
        return None;
    }
    let this_year = ymd(i64::from(today.year()), month, day);
    // without 日 or 号 behind it 2月30 is most likely no day
    let is_day = this_year.is_some() || line.one_before(end, &["日", "号"]).is_some();
    is_day.then(|| Found::sure(this_year.map(|day| of_nearest_year(day, today, has_been)), end))
}

/// A month and a day more than half a year ahead are last year's, unless something is planned.
fn of_nearest_year(day: Day, today: Day, has_been: bool) -> Day {
    const FAR_DAYS: i64 = 180;
    let away = (day - today).num_days();
    let other = |years: i32| day.with_year(day.year() + years).unwrap_or(day);
    match away {
        away if away > FAR_DAYS && has_been => other(-1),
        away if away < -FAR_DAYS - 90 && !has_been => other(1),
        _ => day,
    }
}

/// 月底, 12月底, 年底.
fn end_of_month(line: &Line<'_>, at: usize, today: Day) -> Option<Found> {
    let last_of = |year: i32, month: u32| {
        Day::from_ymd_opt(year, month, 1)?.checked_add_months(Months::new(1)).map(|next| next - Duration::days(1))
    };
    let about = |day: Day, end: usize| Some(Found { day: Some(day), back: None, end, about: true });
    if line.is_at(at, "年底") {
        return about(ymd(i64::from(today.year()), 12, 31)?, at + 2);
    }
    if let Some((month, end)) = whole(line, at).filter(|(_, end)| line.is_at(*end, "月底")) {
        let year = today.year() + i32::from(month < i64::from(today.month()));
        return about(last_of(year, u32::try_from(month).ok()?)?, end + 2);
    }
    let (name, months) = MONTHS.iter().find(|(name, _)| line.is_at(at, name))?;
    let end = at + name.chars().count();
    let first = first_of(today, *months)?;
    if line.is_at(end, "底") { about(last_of(first.year(), first.month())?, end + 1) } else { None }
}

fn first_of(today: Day, months: i32) -> Option<Day> {
    let first = today.with_day(1)?;
    let by = Months::new(months.unsigned_abs());
    if months < 0 { first.checked_sub_months(by) } else { first.checked_add_months(by) }
}

/// 20号, 20日, 上个月5号. A month that has no 31号 is not meant by it: it is the one before, or the one to come.
fn of_month(line: &Line<'_>, at: usize, today: Day, has_been: bool) -> Option<Found> {
    let named = MONTHS.iter().find(|(name, _)| *name != "月" && line.is_at(at, name));
    let number_at = named.map_or(at, |(name, _)| at + name.chars().count());
    if named.is_none() && at > 0 && stands_in_a_number(line.letter(at - 1)?) {
        return None;
    }
    let (day, end) = whole(line, number_at)?;
    let mark = line.letter(end)?;
    let in_digits = digits(line, number_at).is_some();
    if !(mark == '号' || (mark == '日' && in_digits)) || line.one_at(end + 1, &NO_DAY).is_some() {
        return None;
    }
    let number = u32::try_from(day).ok().filter(|day| (1..=31).contains(day))?;
    let of = |months: i32| first_of(today, months)?.with_day(number);
    let Some((_, months)) = named else {
        let this = of(0);
        let back = this.is_some().then_some(Back::Month);
        let day = this.or_else(|| of(if has_been { -1 } else { 1 }));
        return Some(Found { day, back, end: end + 1, about: false });
    };
    Some(Found::sure(of(*months), end + 1))
}

fn stands_in_a_number(before: char) -> bool {
    before.is_ascii_alphanumeric() || ".月第-/〕】])十".contains(before) || han_digit(before).is_some()
}

fn ymd(year: i64, month: i64, day: i64) -> Option<Day> {
    Day::from_ymd_opt(i32::try_from(year).ok()?, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}
