//! One indicator as petal, row, line or cell.

use studio_core::closure::{ClosureReport, Doubt, Indicator, IndicatorState};
use studio_core::guide::{Measure, Period};
use studio_core::term::TermKey;
use studio_core::time::{Day, day_short};
use studio_core::view;

use super::deadline::as_example;
use super::missing::term;
use crate::bureau::IndicatorRow;
use crate::i18n::{t, t_with};
use crate::phone::IndicatorLine;
use crate::pictures::{HeatCell, Petal, PetalState};

/// From here on a bar is drawn in the paler pine: so little is missing that nobody need worry. A step of colour only.
const NEAR_PERCENT: i64 = 80;

fn petal_state(state: IndicatorState, value: i64, target: Option<i64>) -> PetalState {
    match state {
        IndicatorState::Met => PetalState::Reached,
        IndicatorState::OnTheWay if target.is_some_and(|target| value * 100 >= target * NEAR_PERCENT) => {
            PetalState::Near
        }
        IndicatorState::OnTheWay => PetalState::Partly,
        IndicatorState::Missing => PetalState::Missing,
        IndicatorState::NoTarget => PetalState::Noted,
        IndicatorState::NotCounted => PetalState::Unmeasured,
    }
}

fn fraction(state: IndicatorState, value: i64, target: Option<i64>) -> f64 {
    match (state, target) {
        (IndicatorState::NotCounted, _) => 0.0,
        (_, Some(target)) if target > 0 => (value as f64 / target as f64).clamp(0.0, 1.0),
        _ if value > 0 => 1.0,
        _ => 0.0,
    }
}

/// 77 / 100, with 示例 behind a target that judges without the notice.
fn amount(state: IndicatorState, value: i64, target: Option<i64>, example: bool) -> String {
    match (state, target) {
        (IndicatorState::NotCounted, _) => "—".into(),
        (_, Some(target)) => as_example(format!("{value} / {target}"), example),
        (_, None) => value.to_string(),
    }
}

/// Its title; of a term that is over the guide's 本学期 is that one by its name.
pub fn indicator_title(indicator: &Indicator) -> String {
    indicator.closed_term.map_or_else(|| indicator.title.clone(), |key| in_term(&indicator.title, key))
}

/// What the guide says of 本学期, said of a term by its name: 2026 春学期教研活动.
pub(super) fn in_term(said: &str, key: TermKey) -> String {
    said.replace(&t("period-term"), &t_with("past-title", &[("term", &term(key))]))
}

/// The indicator as a petal.
pub fn petal(indicator: &Indicator, stale: bool) -> Petal {
    let Indicator { state, value, target, .. } = *indicator;
    Petal {
        name: indicator_title(indicator),
        fraction: fraction(state, value, target),
        state: petal_state(state, value, target),
        amount: amount(state, value, target, indicator.is_example()),
        stale: stale && comes_by_sync(indicator),
    }
}

/// Whether work that has not come in could still change the number. Who is in post is decided at the server, and what is
/// not counted has no number.
pub fn comes_by_sync(indicator: &Indicator) -> bool {
    let decided = indicator.count.is(Measure::ChiefInPost) || indicator.count.is(Measure::BackboneInPost);
    !decided && indicator.state != IndicatorState::NotCounted
}

/// All petals of a report; those that could still change are hatched when someone of the studio has not synced.
pub fn petals(report: &ClosureReport) -> Vec<Petal> {
    let stale = report.freshness.stale().next().is_some();
    report.indicators.iter().map(|indicator| petal(indicator, stale)).collect()
}

/// The petals of 首页.
pub fn home_petals(compass: &view::Compass) -> Vec<Petal> {
    let one = |from: &view::Petal| Petal {
        name: from.title.clone(),
        fraction: fraction(from.state, from.value, from.target),
        state: petal_state(from.state, from.value, from.target),
        amount: amount(from.state, from.value, from.target, from.example),
        stale: false,
    };
    compass.petals.iter().map(one).collect()
}

/// 教研活动, with 示例 below where its target is one: the head of a column of cells that are judged.
pub fn column(indicator: &Indicator) -> String {
    if indicator.is_example() {
        format!("{}\n{}", indicator.short, t("source-example"))
    } else {
        indicator.short.clone()
    }
}

/// 达标, 差 23 人, 差 3 次（示例）, 只计数, 还不统计.
pub fn verdict(indicator: &Indicator) -> String {
    as_example(plain_verdict(indicator), indicator.is_example())
}

fn plain_verdict(indicator: &Indicator) -> String {
    match indicator.state {
        IndicatorState::Met => t("verdict-reached"),
        IndicatorState::OnTheWay | IndicatorState::Missing => {
            let missing = indicator.missing().to_string();
            t_with("verdict-short", &[("missing", &missing), ("unit", &indicator.unit)])
        }
        IndicatorState::NoTarget => t("verdict-no-target"),
        IndicatorState::NotCounted => t("verdict-not-counted"),
    }
}

/// What stands behind the number: 省级 2 · 市级 3, 9 条记录, 10 人.
pub fn evidence_words(indicator: &Indicator) -> String {
    let parts: Vec<String> = indicator.parts.iter().filter(|part| part.count > 0).map(part_words).collect();
    if !parts.is_empty() {
        return parts.join(" · ");
    }
    match (indicator.evidence.len(), indicator.people.len()) {
        (0, 0) => t("evidence-none"),
        (0, people) => t_with("evidence-people", &[("count", &people.to_string())]),
        (records, _) => t_with("evidence-records", &[("count", &records.to_string())]),
    }
}

fn part_words(part: &studio_core::closure::Part) -> String {
    let name = if part.label_key.is_empty() { part.name.clone() } else { t(&part.label_key) };
    t_with("part", &[("name", &name), ("count", &part.count.to_string())])
}

/// What one should know about the number before trusting it: 可能重复 1 次, 合并了 1 条, 3 人不在名单里.
pub fn caveats(indicator: &Indicator) -> Vec<String> {
    let counts = [
        ("duplicates-maybe", indicator.possible_duplicates),
        ("merged", indicator.merged),
        ("unknown-people", indicator.unknown_people),
    ];
    let said = counts.iter().filter(|(_, count)| *count > 0);
    said.map(|(key, count)| t_with(key, &[("count", &count.to_string()), ("unit", &indicator.unit)])).collect()
}

/// 11月20日 · 周慧敏和王丽各记了一条; 赵桥小学、没写学校.
pub fn doubt(doubt: &Doubt, today: Day) -> String {
    match doubt {
        Doubt::People(a, b) => [a, b].map(|person| school(&person.school)).join("、"),
        Doubt::Works(a, b) => {
            let key = if a.author == b.author { "doubt-one-author" } else { "doubt-two-authors" };
            let who = t_with(key, &[("a", &a.author_name), ("b", &b.author_name)]);
            a.day.map(|day| day_short(day, today)).into_iter().chain([who]).collect::<Vec<_>>().join(" · ")
        }
    }
}

fn school(name: &str) -> String {
    if name.is_empty() { t("no-school") } else { name.to_owned() }
}

/// 项目以来 27 次 beside a term's number, 本学期 5 人 beside the project's.
pub fn beside(indicator: &Indicator) -> Option<String> {
    let key = if indicator.period == Period::Term { "beside-project" } else { "beside-term" };
    let count = indicator.beside?.to_string();
    let said = t_with(key, &[("count", &count), ("unit", &indicator.unit)]);
    Some(indicator.closed_term.map_or_else(|| said.clone(), |key| in_term(&said, key)))
}

/// How it is counted: as the guide notes it; of roles that it says nothing of, that they are those of the day for which the
/// numbers stand.
pub fn counted_how(indicator: &Indicator) -> String {
    if indicator.note.is_empty() && indicator.period == Period::Today {
        return t("role-of-that-day");
    }
    indicator.closed_term.map_or_else(|| indicator.note.clone(), |key| in_term(&indicator.note, key))
}

/// The number over the other span, then what one should know of it; without the latter, how it is counted.
fn note(indicator: &Indicator) -> Option<String> {
    let mut said = caveats(indicator);
    let how = counted_how(indicator);
    if said.is_empty() && !how.is_empty() {
        said.push(how);
    }
    let all: Vec<String> = beside(indicator).into_iter().chain(said).collect();
    (!all.is_empty()).then(|| all.join("；"))
}

/// A number that nothing stands behind is opened too: there stands what is missing.
fn opens(indicator: &Indicator, href: String) -> Option<String> {
    (indicator.state != IndicatorState::NotCounted).then_some(href)
}

/// A row of the bureau's table; `href` is used when there is something to open.
pub fn indicator_row(indicator: &Indicator, stale: bool, as_of: String, href: String) -> IndicatorRow {
    IndicatorRow {
        no: indicator.number.to_string(),
        petal: petal(indicator, stale),
        have: if indicator.state == IndicatorState::NotCounted { "—".into() } else { indicator.value.to_string() },
        need: indicator
            .target
            .filter(|_| indicator.state != IndicatorState::NotCounted)
            .map(|target| target.to_string()),
        verdict: verdict(indicator),
        evidence: evidence_words(indicator),
        href: opens(indicator, href),
        as_of,
        as_of_door: None,
        note: note(indicator),
    }
}

/// A row of the phone's 结项罗盘.
pub fn indicator_line(indicator: &Indicator, stale: bool, href: String) -> IndicatorLine {
    let row = indicator_row(indicator, stale, String::new(), href);
    IndicatorLine {
        no: row.no,
        petal: row.petal,
        have: row.have,
        need: row.need,
        verdict: row.verdict,
        note: row.note,
        href: row.href,
    }
}

/// A cell of the bureau's overview.
pub fn heat_cell(indicator: &Indicator, stale: bool, href: String) -> HeatCell {
    let Indicator { state, value, target, .. } = *indicator;
    let text = if state == IndicatorState::NotCounted { "—".into() } else { value.to_string() };
    HeatCell {
        name: as_example(indicator.title.clone(), indicator.is_example()),
        text,
        state: petal_state(state, value, target),
        stale: stale && comes_by_sync(indicator),
        href,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_never_longer_than_its_track_and_nothing_is_divided_by_zero() {
        assert_eq!(fraction(IndicatorState::Met, 9, Some(8)), 1.0);
        assert_eq!(fraction(IndicatorState::Met, 0, Some(0)), 0.0);
        assert_eq!(fraction(IndicatorState::NotCounted, 5, Some(1)), 0.0);
    }

    #[test]
    fn what_is_not_counted_shows_no_number() {
        assert_eq!(amount(IndicatorState::NotCounted, 0, Some(2), false), "—");
        assert_eq!(amount(IndicatorState::OnTheWay, 5, Some(8), true), "5 / 8（示例）");
        assert_eq!(petal_state(IndicatorState::NotCounted, 0, Some(2)), PetalState::Unmeasured);
    }

    #[test]
    fn nine_of_ten_is_nearly_there_and_seven_of_ten_is_on_the_way() {
        assert_eq!(petal_state(IndicatorState::OnTheWay, 9, Some(10)), PetalState::Near);
        assert_eq!(petal_state(IndicatorState::OnTheWay, 7, Some(10)), PetalState::Partly);
    }
}
