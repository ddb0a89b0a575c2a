//! The deadline in words: days left or overdue, extension, forecast, money at stake.

use studio_core::closure::{Forecast, Outlook};
use studio_core::guide::Source;
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
    let extended = deadline.extension.is_some();
    let key = if extended { "until-extended" } else { "until-original" };
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
                label: t(if extended { "closure-overdue-extended" } else { "closure-overdue" }),
                overdue: true,
            }
        }
    }
}

/// A forecast as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForecastWords {
    /// 按现在的节奏，12月20日左右统计的 7 项可以达标
    pub text: String,
    /// The deadline comes first: no good news.
    pub late: bool,
}

/// When what is judged may be met; `apart` are those that are handed in apart. Nothing when too little is known.
pub fn forecast(outlook: &Outlook, judged: usize, apart: &[String], today: Day) -> Option<ForecastWords> {
    if judged == 0 {
        return None;
    }
    if let Some(day) = outlook.last.filter(|_| outlook.days_late > 0) {
        let late = [("day", day_short(day, today)), ("days", outlook.days_late.to_string())];
        let late = t_with("forecast-late", &late.each_ref().map(|(key, value)| (*key, value.as_str())));
        return Some(ForecastWords { text: helped(late, outlook), late: true });
    }
    let calm = |text| ForecastWords { text: with_unwritten(text, outlook), late: false };
    let judged = judged.to_string();
    match outlook.forecast {
        Forecast::Met if !outlook.unwritten.is_empty() => {
            let names = outlook.unwritten.join("、");
            Some(ForecastWords { text: t_with("forecast-papers-left", &[("names", &names)]), late: false })
        }
        Forecast::Met if apart.is_empty() => Some(calm(t("forecast-met"))),
        Forecast::Met => {
            let (count, names) = (apart.len().to_string(), apart.join("、"));
            let args = [("judged", judged.as_str()), ("count", &count), ("names", &names)];
            Some(calm(t_with("forecast-met-apart", &args)))
        }
        Forecast::About(day) => {
            let args = [("day", day_short(day, today)), ("judged", judged)];
            Some(calm(t_with("forecast-about", &args.each_ref().map(|(key, value)| (*key, value.as_str())))))
        }
        Forecast::NotThisTerm => Some(ForecastWords { text: helped(t("forecast-not-this-term"), outlook), late: true }),
        Forecast::Unknown => None,
    }
}

/// Papers that are still to be written, behind what was said of the rest: nobody can say how long that takes.
fn with_unwritten(said: String, outlook: &Outlook) -> String {
    if outlook.unwritten.is_empty() {
        return said;
    }
    format!("{said}；{}", t_with("forecast-unwritten", &[("names", &outlook.unwritten.join("、"))]))
}

/// What would help most, behind what was said.
fn helped(said: String, outlook: &Outlook) -> String {
    let Some(by) = &outlook.held_up_by else { return said };
    let missing = by.missing.to_string();
    let help = t_with("forecast-help", &[("title", &by.title), ("missing", &missing), ("unit", &by.unit)]);
    format!("{said}；{}", as_example(help, by.target_source == Source::Example))
}

/// （示例） behind what a target judges that the notice does not set.
pub fn as_example(words: String, example: bool) -> String {
    if example { t_with("as-example", &[("words", &words)]) } else { words }
}

/// 8 项已统计 · 4 项还要另交
pub fn readiness(indicators: usize, apart: usize) -> String {
    let counted = indicators.saturating_sub(apart).to_string();
    if apart == 0 {
        return t_with("readiness-all", &[("counted", &counted)]);
    }
    t_with("readiness", &[("counted", &counted), ("apart", &apart.to_string())])
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
    fn overdue_after_an_extension_is_said_so() {
        let label = |extended| of("2026-11-12", extended, "2026-11-24").label;
        assert_eq!([label(false), label(true)], ["结项已经", "延期也过了，已经"]);
    }

    #[test]
    fn a_forecast_after_the_deadline_says_by_how_much_and_what_would_help_most() {
        let by = studio_core::closure::HeldUp {
            id: "I5".into(),
            title: "本学期教研活动".into(),
            missing: 3,
            unit: "次".into(),
            target_source: Source::Example,
        };
        let late = Outlook {
            forecast: Forecast::About(day("2027-01-31")),
            last: Some(day("2027-01-31")),
            days_late: 31,
            held_up_by: Some(by),
            unwritten: Vec::new(),
        };
        let said = forecast(&late, 7, &[], day("2026-11-24")).expect("words");
        assert_eq!(
            (said.text.as_str(), said.late),
            ("按现在的节奏要到2027年1月31日，比期限晚 31 天；最要补的是本学期教研活动，还差 3 次（示例）", true)
        );
    }

    #[test]
    fn what_is_handed_in_apart_is_said_where_all_that_is_counted_is_met() {
        let met =
            Outlook { forecast: Forecast::Met, last: None, days_late: 0, held_up_by: None, unwritten: Vec::new() };
        let said = |apart: &[String]| forecast(&met, 7, apart, day("2026-11-24")).expect("words").text;
        assert_eq!(said(&[]), "都已达标，够用即止");
        assert_eq!(said(&["课题".into(), "方案案例".into()]), "统计的 7 项都已达标；还要另交 2 项：课题、方案案例");
        assert_eq!(readiness(12, 4), "8 项已统计 · 4 项还要另交");
        assert_eq!(forecast(&met, 0, &[], day("2026-11-24")), None, "nothing is judged: nothing is good news");
    }

    #[test]
    fn money_is_said_as_people_say_it() {
        assert_eq!((money(10_000_000).as_str(), money(850_000).as_str()), ("10 万元", "8,500 元"));
    }
}
