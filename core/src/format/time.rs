//! Instants, days, half-years and how they are said in Chinese. No clock: `now` comes in.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, TimeZone, Timelike, Utc, Weekday};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Milliseconds since the Unix epoch, UTC.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Encode, Decode)]
#[cbor(transparent)]
pub struct Millis(#[n(0)] pub i64);

/// A calendar day in Asia/Shanghai.
pub type Day = NaiveDate;

/// Milliseconds in a day.
pub const DAY_MS: i64 = 86_400_000;

/// Asia/Shanghai's offset.
const SHANGHAI_MS: i64 = 8 * 3_600_000;

/// China has had one offset and no summer time since 1992.
fn shanghai() -> FixedOffset {
    match FixedOffset::east_opt(8 * 3600) {
        Some(offset) => offset,
        None => unreachable!("eight hours is an offset"),
    }
}

impl Millis {
    /// The local date and time in Asia/Shanghai; the epoch for an instant beyond the calendar.
    pub fn local(self) -> NaiveDateTime {
        let utc: DateTime<Utc> = DateTime::from_timestamp_millis(self.0).unwrap_or_default();
        utc.with_timezone(&shanghai()).naive_local()
    }

    /// The local day in Asia/Shanghai.
    pub fn day(self) -> Day {
        self.local().date()
    }

    /// Whole seconds until the next day begins in Asia/Shanghai, at least one.
    pub fn seconds_to_next_day(self) -> u32 {
        let left_ms = DAY_MS - (self.0 + SHANGHAI_MS).rem_euclid(DAY_MS);
        u32::try_from(left_ms.div_euclid(1_000) + i64::from(left_ms % 1_000 > 0)).unwrap_or(1)
    }

    /// The instant of a local date and time in Asia/Shanghai.
    pub fn from_local(local: NaiveDateTime) -> Self {
        Self(shanghai().from_local_datetime(&local).single().map_or(0, |t| t.timestamp_millis()))
    }
}

/// A calendar half-year in Asia/Shanghai: `2026-1` is January to June.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Encode, Decode)]
pub struct HalfYear {
    /// Calendar year.
    #[n(0)]
    pub year: u16,
    /// 1 or 2.
    #[n(1)]
    pub half: u8,
}

impl HalfYear {
    /// The half-year that holds an instant.
    pub fn of(at: Millis) -> Self {
        let day = at.day();
        let half = if day.month() <= 6 { 1 } else { 2 };
        Self { year: u16::try_from(day.year()).unwrap_or_default(), half }
    }

    /// A number that grows by one each half-year.
    pub fn ordinal(self) -> i32 {
        i32::from(self.year) * 2 + i32::from(self.half) - 1
    }
}

/// `2026年11月23日 星期一`.
pub fn day_long(day: Day) -> String {
    format!("{}年{}月{}日 {}", day.year(), day.month(), day.day(), weekday(day.weekday()))
}

/// `11月23日`, with the year in front when it is not `today`'s.
pub fn day_short(day: Day, today: Day) -> String {
    if day.year() == today.year() {
        format!("{}月{}日", day.month(), day.day())
    } else {
        format!("{}年{}月{}日", day.year(), day.month(), day.day())
    }
}

/// `今天 14:05`, `昨天 09:10`, `3 天前`, then the date.
pub fn ago(at: Millis, now: Millis) -> String {
    let (then, today) = (at.local(), now.day());
    match (today - then.date()).num_days() {
        0 => format!("今天 {}", clock(then)),
        1 => format!("昨天 {}", clock(then)),
        days @ 2..=30 => format!("{days} 天前"),
        _ => day_short(then.date(), today),
    }
}

/// `14:05`
pub fn clock(at: NaiveDateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `2026-11-23T14:05`: a local instant as records write it.
pub fn write_instant(at: NaiveDateTime) -> String {
    format!("{}T{}", at.date(), clock(at))
}

/// The day of `2026-11-23`, written to the end. It forgives what chrono's `%Y-%m-%d` forgives, which read days before:
/// a record that was a day stays one. Chrono's own reader knows every format there is, and phones would load them all.
pub fn read_day(text: &str) -> Option<Day> {
    day(text)?.whole()
}

/// A day in a message or a guide: as text, read by [`read_day`].
pub(crate) mod as_day {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(day: &super::Day, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(day)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<super::Day, D::Error> {
        super::read_day(&String::deserialize(from)?).ok_or_else(|| D::Error::custom("not a day"))
    }
}

/// A day, or none, likewise.
pub(crate) mod as_day_or_none {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Text(#[serde(with = "super::as_day")] super::Day);

    pub(crate) fn serialize<S: Serializer>(day: &Option<super::Day>, to: S) -> Result<S::Ok, S::Error> {
        day.map(Text).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<super::Day>, D::Error> {
        Ok(Option::<Text>::deserialize(from)?.map(|text| text.0))
    }
}

/// The local instant of `2026-11-23T14:05`.
pub fn read_instant(text: &str) -> Option<NaiveDateTime> {
    let day = day(text)?;
    let hour = digits(day.rest.strip_prefix('T')?, 2)?;
    let minute = digits(hour.rest.strip_prefix(':')?, 2)?;
    day.value.and_hms_opt(hour.value, minute.whole()?, 0)
}

/// What stood at the head of a text, and what is left of it.
struct Read<'a, T> {
    value: T,
    rest: &'a str,
}

impl<T> Read<'_, T> {
    fn whole(self) -> Option<T> {
        self.rest.is_empty().then_some(self.value)
    }
}

fn day(text: &str) -> Option<Read<'_, Day>> {
    let year = year(text)?;
    let month = digits(year.rest.strip_prefix('-')?, 2)?;
    let day = digits(month.rest.strip_prefix('-')?, 2)?;
    Some(Read { value: Day::from_ymd_opt(year.value, month.value, day.value)?, rest: day.rest })
}

fn year(text: &str) -> Option<Read<'_, i32>> {
    let text = text.trim_start();
    let unsigned = text.strip_prefix(['+', '-']);
    let Read { value, rest } = digits_here(unsigned.unwrap_or(text), if unsigned.is_some() { text.len() } else { 4 })?;
    let value = i32::try_from(value).ok()?;
    Some(Read { value: if text.starts_with('-') { -value } else { value }, rest })
}

/// A number of so many digits at most, perhaps after blanks.
fn digits(text: &str, most: usize) -> Option<Read<'_, u32>> {
    digits_here(text.trim_start(), most)
}

fn digits_here(text: &str, most: usize) -> Option<Read<'_, u32>> {
    let length = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(length)?;
    Some(Read { value: number.parse().ok()?, rest })
}

/// `星期一` …
pub fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "星期一",
        Weekday::Tue => "星期二",
        Weekday::Wed => "星期三",
        Weekday::Thu => "星期四",
        Weekday::Fri => "星期五",
        Weekday::Sat => "星期六",
        Weekday::Sun => "星期日",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_year_in_henan_comes_eight_hours_before_utc() {
        let at = Millis(1_767_196_800_000); // 2025-12-31T16:00:00Z
        assert_eq!(at.day().to_string(), "2026-01-01");
        assert_eq!(HalfYear::of(at), HalfYear { year: 2026, half: 1 });
        assert_eq!(HalfYear::of(Millis(at.0 - 1)), HalfYear { year: 2025, half: 2 });
        assert_eq!(Millis::from_local(at.local()), at);
    }

    #[test]
    fn the_next_day_begins_at_midnight_in_henan() {
        let midnight = Millis(1_767_196_800_000);
        assert_eq!(midnight.seconds_to_next_day(), 86_400);
        assert_eq!(Millis(midnight.0 - 1).seconds_to_next_day(), 1);
        assert_eq!(Millis(midnight.0 - 1_000).seconds_to_next_day(), 1);
        assert_eq!(Millis(midnight.0 - 1_001).seconds_to_next_day(), 2);
        assert_eq!(Millis(midnight.0 - 1_001).day(), Millis(midnight.0 - DAY_MS).day());
    }

    proptest::proptest! {
        #[test]
        fn days_and_instants_are_read_as_chrono_reads_them(
            day in "[ +-]?[0-9]{1,5}-[ 0]?[0-9]{1,3}-[ 0-3]?[0-9]{0,2}[ x]?",
            instant in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[ 0-2]?[0-9]{0,2}:[0-6]?[0-9]{0,2}[ xZ]?",
        ) {
            proptest::prop_assert_eq!(read_day(&day), NaiveDate::parse_from_str(&day, "%Y-%m-%d").ok());
            proptest::prop_assert_eq!(read_instant(&instant), NaiveDateTime::parse_from_str(&instant, "%Y-%m-%dT%H:%M").ok());
        }

        #[test]
        fn what_is_written_is_read(ms in 0_i64..4_000_000_000_000) {
            let at = Millis(ms - ms % 60_000).local();
            proptest::prop_assert_eq!(read_instant(&write_instant(at)), Some(at));
            proptest::prop_assert_eq!(read_day(&at.date().to_string()), Some(at.date()));
        }
    }

    #[test]
    fn days_read_as_people_say_them() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        assert_eq!(day_long(day), "2026年11月23日 星期一");
        let now = Millis::from_local(day.and_hms_opt(18, 0, 0).unwrap());
        assert_eq!(ago(Millis(now.0 - 3_600_000), now), "今天 17:00");
        assert_eq!(ago(Millis(now.0 - 3 * DAY_MS), now), "3 天前");
    }
}
