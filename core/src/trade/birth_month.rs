//! 出生年月 as people write it: `1971-05`, `1971年5月`, `1971.5`, a year alone. It reads the whole text or nothing: half
//! of a date would make somebody older or younger than they are.

use chrono::NaiveDate;

use crate::time::Day;

/// Years in which somebody who works today may be born; what lies outside is a slip of the finger.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2099;

/// A month of birth, or a year of which the month is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BirthMonth {
    year: i32,
    month: Option<u32>,
}

impl BirthMonth {
    /// What a text says; `None` when it does not say it whole.
    pub fn read(text: &str) -> Option<Self> {
        let plain = plain(text);
        let numbers: Vec<&str> = plain.split('-').collect();
        let (year, month) = match numbers.as_slice() {
            [run] if run.len() == 6 && run.is_ascii() => (run.get(..4)?, Some(run.get(4..)?)),
            [run] if run.len() == 8 && run.is_ascii() => {
                day(run.get(..4)?, run.get(4..6)?, run.get(6..)?)?;
                (run.get(..4)?, Some(run.get(4..6)?))
            }
            [year] => (*year, None),
            [year, month] => (*year, Some(*month)),
            [year, month, of_month] => {
                day(year, month, of_month)?;
                (*year, Some(*month))
            }
            _ => return None,
        };
        let year = number(year, 4, 4).and_then(|year| i32::try_from(year).ok()).filter(|year| YEARS.contains(year))?;
        let month = match month {
            Some(month) => Some(number(month, 1, 2).filter(|month| (1..=12).contains(month))?),
            None => None,
        };
        Some(Self { year, month })
    }

    /// As records keep it: `1971-05`, or `1971`.
    pub fn text(self) -> String {
        self.month.map_or_else(|| self.year.to_string(), |month| format!("{}-{month:02}", self.year))
    }

    /// The first day of the month; of a year alone the last month's, so that nobody is called older than is known.
    pub(crate) fn first_day(self) -> Option<Day> {
        NaiveDate::from_ymd_opt(self.year, self.month.unwrap_or(12), 1)
    }
}

/// Numbers with dashes between them: 年, 月, 日, dots and slashes are dashes, full-width digits are digits.
fn plain(text: &str) -> String {
    let one = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from('0') + u32::from(c) - u32::from('０')).unwrap_or(c),
        '年' | '月' | '日' | '号' | '.' | '．' | '。' | '/' | '／' | '－' | '—' | '–' => '-',
        other => other,
    };
    let text = text.trim().trim_end_matches("生").trim_end_matches("出");
    let made: String = text.chars().filter(|c| !c.is_whitespace()).map(one).collect();
    made.strip_suffix('-').map(str::to_owned).unwrap_or(made)
}

/// A day that the calendar has: its day of the month is not kept.
fn day(year: &str, month: &str, of_month: &str) -> Option<Day> {
    let year = i32::try_from(number(year, 4, 4)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(month, 1, 2)?, number(of_month, 1, 2)?)
}

/// A number of so many digits and nothing else.
fn number(text: &str, least: usize, most: usize) -> Option<u32> {
    let digits = text.bytes().all(|b| b.is_ascii_digit()) && (least..=most).contains(&text.len());
    digits.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        BirthMonth::read(text).map(BirthMonth::text)
    }

    #[test]
    fn a_month_of_birth_is_read_however_it_is_written() {
        for text in [
            "1971-05",
            "1971-5",
            "1971年5月",
            "1971年05月",
            "1971.5",
            "1971.05",
            "1971/5",
            "1971 年 5 月",
            "１９７１年５月",
            "197105",
            "1971年5月生",
            "1971年5月出生",
            "1971-05-03",
            "1971年5月3日",
            "19710503",
            "1971。5",
        ] {
            assert_eq!(read(text).as_deref(), Some("1971-05"), "{text}");
        }
        for text in ["1971", "1971年", "1971 年", "１９７１年"] {
            assert_eq!(read(text).as_deref(), Some("1971"), "{text}");
        }
    }

    #[test]
    fn what_is_no_month_is_not_half_read() {
        for text in [
            "",
            "71年5月",
            "1971-13",
            "1971-0",
            "七一年五月",
            "5/1971",
            "1971年左右",
            "19715",
            "1971-02-30",
            "1871-05",
            "1971--5",
            "1971年5月6日7",
            "约1971",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_year_alone_stands_for_its_last_month() {
        let first = |text: &str| BirthMonth::read(text).and_then(BirthMonth::first_day).map(|day| day.to_string());
        assert_eq!(first("1990").as_deref(), Some("1990-12-01"));
        assert_eq!(first("1990年3月").as_deref(), Some("1990-03-01"));
    }
}
