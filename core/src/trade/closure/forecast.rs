//! When something may be met, if the pace of the term goes on: a straight line, and an honest
//! "unknown" where there is none.

use super::{Forecast, HeldUp, Indicator, Outlook};
use crate::guide::{Count, Measure, Period};
use crate::term::Term;
use crate::time::Day;

/// Days of a term that must have passed before its pace says anything.
const PACE_DAYS_MIN: i64 = 14;
/// A day further away than this says nothing.
const AHEAD_DAYS_MAX: i64 = 366;

/// The forecast of one indicator. `gained` is what was added since the term began.
pub(super) fn of(count: Count, period: Period, missing: i64, gained: i64, today: Day, term: Option<&Term>) -> Forecast {
    let Some(term) = term.filter(|term| term.holds(today)) else {
        return Forecast::Unknown;
    };
    let passed = (today - term.first).num_days() + 1;
    let unpaced = [Measure::ChiefInPost, Measure::BackboneInPost, Measure::Papers];
    let paced = !unpaced.into_iter().any(|measure| count.is(measure));
    if !paced || gained <= 0 || passed < PACE_DAYS_MIN {
        return Forecast::Unknown;
    }
    let needed = missing.saturating_mul(passed).saturating_add(gained - 1) / gained;
    if needed > AHEAD_DAYS_MAX {
        return Forecast::Unknown;
    }
    match today.checked_add_signed(chrono::Duration::days(needed)) {
        Some(day) if period == Period::Term && day > term.last => Forecast::NotThisTerm,
        Some(day) => Forecast::About(day),
        None => Forecast::Unknown,
    }
}

/// The outlook of everything that is judged, against the last day that counts.
pub(super) fn outlook(indicators: &[Indicator], last_day: Day) -> Outlook {
    let about = |indicator: &Indicator| match indicator.forecast {
        Forecast::About(day) => Some(day),
        _ => None,
    };
    let judged = || indicators.iter().filter(|i| i.is_judged());
    let latest =
        judged().filter_map(|i| Some((about(i)?, i))).max_by_key(|(day, i)| (*day, std::cmp::Reverse(i.number)));
    let days_late = latest.map_or(0, |(day, _)| (day - last_day).num_days().max(0));
    let not_this_term = judged().find(|i| i.forecast == Forecast::NotThisTerm);
    let late = latest.filter(|_| days_late > 0).map(|(_, indicator)| indicator);
    Outlook {
        forecast: overall(indicators),
        last: latest.map(|(day, _)| day),
        days_late,
        held_up_by: late.or(not_this_term).map(held_up_by),
        unwritten: judged().filter(|i| is_unwritten(i)).map(|i| i.short.clone()).collect(),
    }
}

/// Whether it waits for a paper.
fn is_unwritten(indicator: &Indicator) -> bool {
    indicator.count.is(Measure::Papers) && indicator.forecast != Forecast::Met
}

fn held_up_by(indicator: &Indicator) -> HeldUp {
    HeldUp {
        id: indicator.id.clone(),
        title: indicator.title.clone(),
        missing: indicator.missing(),
        unit: indicator.unit.clone(),
        target_source: indicator.target_source,
    }
}

/// The forecast of everything that is judged: the last of its parts, and unknown if one is.
fn overall(indicators: &[Indicator]) -> Forecast {
    let judged = || indicators.iter().filter(|i| i.is_judged() && !is_unwritten(i)).map(|i| i.forecast);
    if judged().any(|f| f == Forecast::Unknown) {
        return Forecast::Unknown;
    }
    if judged().any(|f| f == Forecast::NotThisTerm) {
        return Forecast::NotThisTerm;
    }
    judged()
        .filter_map(|f| match f {
            Forecast::About(day) => Some(day),
            _ => None,
        })
        .max()
        .map_or(Forecast::Met, Forecast::About)
}
