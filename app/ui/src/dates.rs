//! Days, moments and amounts as people read them in Chinese. Must not ask for the time: now comes in as an argument.

use chrono::{Datelike, NaiveDateTime};
use studio_core::time::{self, Day};

use crate::i18n::{t, t_with};

/// 2026年11月23日
pub fn date(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// 2026年11月23日 星期一
pub fn date_with_weekday(day: Day) -> String {
    time::day_long(day)
}

/// 11月23日
pub fn month_day(day: Day) -> String {
    format!("{}月{}日", day.month(), day.day())
}

/// 14:05
pub fn clock(at: NaiveDateTime) -> String {
    time::clock(at)
}

/// 今天, 昨天, 11月4日, or with the year when it is another one.
pub fn day_near(day: Day, today: Day) -> String {
    match (today - day).num_days() {
        0 => t("day-today"),
        1 => t("day-yesterday"),
        -1 => t("day-tomorrow"),
        _ => time::day_short(day, today),
    }
}

/// 今天 14:05, 昨天 18:05, 11月4日 09:10
pub fn moment_near(at: NaiveDateTime, now: NaiveDateTime) -> String {
    format!("{} {}", day_near(at.date(), now.date()), clock(at))
}

/// 今天, 昨天, 3 天前, and after a week the date: how old something is.
pub fn age(day: Day, today: Day) -> String {
    match (today - day).num_days() {
        days @ 2..=6 => t_with("days-ago", &[("days", &days.to_string())]),
        _ => day_near(day, today),
    }
}

/// 2.1 KB, 86 MB: a whole number when it has two digits or more. Nobody knows what a byte is: the least is a KB.
pub fn bytes(count: u64) -> String {
    let (value, unit) = match count {
        0 => return "0 KB".to_owned(),
        1..1_000 => return "1 KB".to_owned(),
        1_000..1_000_000 => (count as f64 / 1_000.0, "KB"),
        _ => (count as f64 / 1_000_000.0, "MB"),
    };
    if value < 10.0 { format!("{value:.1} {unit}") } else { format!("{value:.0} {unit}") }
}

/// 3,420: thousands apart.
pub fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let first = digits.len() % 3;
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 3 == first {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a date")
    }

    #[test]
    fn near_days_have_names_and_other_years_are_named() {
        let today = day("2026-11-24");
        assert_eq!(day_near(today, today), "今天");
        assert_eq!(day_near(day("2026-11-23"), today), "昨天");
        assert_eq!(day_near(day("2026-11-04"), today), "11月4日");
        assert_eq!(day_near(day("2025-12-31"), today), "2025年12月31日");
        assert_eq!(age(day("2026-11-21"), today), "3 天前");
        assert_eq!(age(day("2026-11-04"), today), "11月4日");
    }

    #[test]
    fn a_moment_says_day_and_clock() {
        let now = day("2026-11-24").and_hms_opt(20, 0, 0).expect("a time");
        let at = day("2026-11-24").and_hms_opt(9, 5, 0).expect("a time");
        assert_eq!(moment_near(at, now), "今天 09:05");
    }

    #[test]
    fn amounts_are_short_and_thousands_stand_apart() {
        assert_eq!([0, 900, 2_100, 14_200, 86_000_000].map(bytes), ["0 KB", "1 KB", "2.1 KB", "14 KB", "86 MB"]);
        assert_eq!([7, 100, 3_420, 1_000_000].map(thousands), ["7", "100", "3,420", "1,000,000"]);
    }
}
