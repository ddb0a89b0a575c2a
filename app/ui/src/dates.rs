//! Days and amounts as people read them, where core's `time` does not say them already. Must not ask for the time.

use chrono::Datelike;
use studio_core::time::{Day, Millis};

/// 2026年11月23日
pub fn date(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// 2026年11月24日 09:10, in Asia/Shanghai.
pub fn moment(at: Millis) -> String {
    let local = at.local();
    format!("{} {}", date(local.date()), local.format("%H:%M"))
}

/// 2.1 KB, 86 MB: a whole number when it has two digits or more.
pub fn bytes(count: u64) -> String {
    let (value, unit) = match count {
        0..1_000 => return format!("{count} B"),
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

    #[test]
    fn a_moment_is_said_in_the_time_of_henan() {
        assert_eq!(moment(Millis(1_767_196_800_000)), "2026年1月1日 00:00");
    }

    #[test]
    fn amounts_are_short_and_thousands_stand_apart() {
        assert_eq!([900, 2_100, 14_200, 86_000_000].map(bytes), ["900 B", "2.1 KB", "14 KB", "86 MB"]);
        assert_eq!([7, 100, 3_420, 1_000_000].map(thousands), ["7", "100", "3,420", "1,000,000"]);
    }
}
