//! A studio as a row of the bureau's overview.

use studio_core::closure::{ClosureReport, IndicatorState};

use super::freshness::as_of_short;
use super::indicator::{heat_cell, petals, verdict};
use crate::bureau::StudioRow;
use crate::i18n::t;
use crate::tone::Tone;

/// Tone of 7/12: a step of colour only. No pressure in 寒暑假.
pub fn score_tone(met: usize, judged: usize, holiday: bool) -> Tone {
    match (met * 100).checked_div(judged) {
        None => Tone::Plain,
        Some(80..) => Tone::Good,
        Some(50..) => Tone::Warn,
        Some(_) if holiday => Tone::Warn,
        Some(_) => Tone::Bad,
    }
}

/// The row; `href` is the studio's report, `cell` where an indicator's records are, by its id.
pub fn studio_row(report: &ClosureReport, href: String, cell: impl Fn(&str) -> String) -> StudioRow {
    let stale = report.freshness.stale().next().is_some();
    let chief = report.chief.as_ref().map(|chief| format!("{} · {}", chief.school, chief.name)).unwrap_or_default();
    StudioRow {
        name: report.studio.clone(),
        note: chief,
        met: report.met.to_string(),
        judged: report.judged.to_string(),
        tone: score_tone(report.met, report.judged, report.now.is_holiday()),
        verdict: most_missing(report),
        cells: report.indicators.iter().map(|indicator| heat_cell(indicator, stale, cell(&indicator.id))).collect(),
        petals: petals(report),
        as_of: as_of_short(&report.freshness),
        stale,
        as_of_door: Some(format!("{href}#as-of")),
        href,
    }
}

/// The unmet indicator that is furthest from its target.
fn most_missing(report: &ClosureReport) -> String {
    let unmet = |state| matches!(state, IndicatorState::OnTheWay | IndicatorState::Missing);
    let furthest = report.indicators.iter().filter(|indicator| unmet(indicator.state)).max_by_key(|indicator| {
        let target = indicator.target.unwrap_or(1).max(1);
        indicator.missing() * 100 / target
    });
    match furthest {
        Some(indicator) => format!("{} {}", indicator.short, verdict(indicator)),
        None => t("verdict-all"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holidays_know_no_red() {
        assert_eq!(score_tone(3, 9, false), Tone::Bad);
        assert_eq!(score_tone(3, 9, true), Tone::Warn);
        assert_eq!(score_tone(0, 0, false), Tone::Plain);
        assert_eq!(score_tone(9, 9, false), Tone::Good);
    }
}
