//! The deadline in words: days left or overdue, extension, forecast, money at stake.

use studio_core::closure::Forecast;
use studio_core::project::{Deadline, Standing};
use studio_core::time::{Day, day_short};

use crate::dates::thousands;
use crate::i18n::{t, t_with};

/// A deadline as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadlineWords {
    /// 延期至 12月31日; with the year when it is not this one.
    pub until: String,
    /// 37
    pub number: String,
    /// 天后到期 / 天，已逾期
    pub word: String,
    /// 37 天 / 逾期 12 天 / 今天到期
    pub days: String,
    /// 离结项还有 / 结项已经
    pub label: String,
    /// It has passed.
    pub overdue: bool,
}

/// Puts a deadline into words.
pub fn deadline(deadline: &Deadline, today: Day) -> DeadlineWords {
    let key = if deadline.extension.is_some() { "until-extended" } else { "until-original" };
    let until = t_with(key, &[("day", &day_short(deadline.last_day, today))]);
    match deadline.standing {
        Standing::DaysLeft(left) => {
            let number = left.to_string();
            let days = if left == 0 { t("days-last") } else { t_with("days-left", &[("days", &number)]) };
            DeadlineWords { until, number, word: t("days-left-word"), days, label: t("closure-left"), overdue: false }
        }
        Standing::Overdue(past) => {
            let number = past.to_string();
            let days = t_with("days-overdue", &[("days", &number)]);
            DeadlineWords {
                until,
                number,
                word: t("days-overdue-word"),
                days,
                label: t("closure-overdue"),
                overdue: true,
            }
        }
    }
}

/// 按现在的节奏，12月20日左右可以全部达标; nothing when too little is known.
pub fn forecast(forecast: Forecast, today: Day) -> Option<String> {
    match forecast {
        Forecast::Met => Some(t("forecast-met")),
        Forecast::About(day) => Some(t_with("forecast-about", &[("day", &day_short(day, today))])),
        Forecast::NotThisTerm => Some(t("forecast-not-this-term")),
        Forecast::Unknown => None,
    }
}

/// 10 万元, 8500 元; money is kept in 分.
pub fn money(fen: i64) -> String {
    let (wan, yuan) = (fen / 1_000_000, fen / 100);
    if wan > 0 && fen % 1_000_000 == 0 {
        t_with("money-wan", &[("amount", &wan.to_string())])
    } else {
        t_with("money-yuan", &[("amount", &thousands(yuan.unsigned_abs()))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::project::Extension;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn of(last: &str, extended: bool, today: &str) -> DeadlineWords {
        let extension = extended.then(|| Extension { until: day(last), reason: String::new() });
        let (last_day, today) = (day(last), day(today));
        let standing = Standing::of(last_day, today);
        let made = Deadline { original: day("2025-12-31"), verbatim: String::new(), extension, last_day, standing };
        deadline(&made, today)
    }

    #[test]
    fn days_left_and_overdue_are_said_in_words() {
        let left = of("2026-12-31", true, "2026-11-24");
        assert_eq!((left.until.as_str(), left.days.as_str(), left.overdue), ("延期至 12月31日", "37 天", false));
        let past = of("2025-12-31", false, "2026-11-24");
        assert_eq!(
            (past.until.as_str(), past.days.as_str(), past.overdue),
            ("期限 2025年12月31日", "逾期 328 天", true)
        );
        assert_eq!(of("2026-11-24", true, "2026-11-24").days, "今天到期");
    }

    #[test]
    fn money_is_said_as_people_say_it() {
        assert_eq!((money(10_000_000).as_str(), money(850_000).as_str()), ("10 万元", "8,500 元"));
    }
}
