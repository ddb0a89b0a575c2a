//! 学期: terms and holidays of a school year, as the guide lists them. It owns no dates.

use serde::{Deserialize, Serialize};

use crate::time::Day;
use crate::word::words;

words! {
    /// Which term of a school year.
    Season, "season" {
        /// 秋
        Autumn = "autumn",
        /// 春
        Spring = "spring",
    }
}

/// A term: both days belong to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Calendar year in which it begins.
    pub year: i32,
    /// 秋 or 春.
    pub season: Season,
    /// First day.
    #[serde(with = "crate::time::as_day")]
    pub first: Day,
    /// Last day.
    #[serde(with = "crate::time::as_day")]
    pub last: Day,
    /// Holidays inside it (国庆 …), for pictures of the term.
    pub breaks: Vec<Break>,
}

/// Days off inside a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Break {
    /// 国庆 …
    pub name: String,
    /// First day.
    #[serde(with = "crate::time::as_day")]
    pub first: Day,
    /// Last day.
    #[serde(with = "crate::time::as_day")]
    pub last: Day,
}

/// A term by its name, as addresses write it: `2026-autumn`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermKey {
    /// Calendar year in which it begins.
    pub year: i32,
    /// 秋 or 春.
    pub season: Season,
}

impl std::fmt::Display for TermKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.year, self.season.word())
    }
}

impl std::str::FromStr for TermKey {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (year, season) = text.split_once('-').ok_or(())?;
        Ok(Self { year: year.parse().map_err(|_| ())?, season: Season::from_word(season).ok_or(())? })
    }
}

impl Term {
    /// Its name.
    pub fn key(&self) -> TermKey {
        TermKey { year: self.year, season: self.season }
    }

    /// Whether a day lies in it.
    pub fn holds(&self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// 第几周: 1 for the week of the first day, weeks beginning on Monday.
    pub fn week(&self, day: Day) -> i64 {
        use chrono::Datelike;
        let offset = i64::from(self.first.weekday().num_days_from_monday());
        ((day - self.first).num_days() + offset).div_euclid(7) + 1
    }
}

/// Where a day stands among the terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Now {
    /// In a term.
    Term(Term),
    /// In the holidays after a term: nothing is owed.
    Holiday {
        /// The term that ended.
        after: Term,
    },
    /// Before the first term that the guide lists.
    Unknown,
}

impl Now {
    /// Where `day` stands among `terms`, which are in order.
    pub fn of(terms: &[Term], day: Day) -> Self {
        match terms.iter().rev().find(|term| term.first <= day) {
            Some(term) if term.holds(day) => Self::Term(term.clone()),
            Some(term) => Self::Holiday { after: term.clone() },
            None => Self::Unknown,
        }
    }

    /// The term that counts: the running one, in holidays the last one.
    pub fn term(&self) -> Option<&Term> {
        match self {
            Self::Term(term) | Self::Holiday { after: term } => Some(term),
            Self::Unknown => None,
        }
    }

    /// Whether nothing is owed now.
    pub fn is_holiday(&self) -> bool {
        matches!(self, Self::Holiday { .. })
    }
}
