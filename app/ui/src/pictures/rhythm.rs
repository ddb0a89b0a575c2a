//! The rhythm of the last weeks: one bar a week. No streaks: an empty week is a thin line, a holiday says so.

use dioxus::prelude::*;

use crate::i18n::t_with;
use crate::pictures::{Figures, FiguresRow};

const WIDE: f64 = 266.0;
const HIGH: f64 = 56.0;
const GAP: f64 = 2.0;

/// One week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Week {
    /// When it began: 9月1日.
    pub label: String,
    /// What was recorded in it.
    pub count: u32,
    /// A holiday's name, when nothing is owed.
    pub holiday: Option<String>,
}

/// The bars, their ends named, the numbers below as a table.
#[component]
pub fn RhythmBars(
    /// What the bars count (教研活动和指导).
    name: String,
    /// The weeks, oldest first.
    weeks: Vec<Week>,
) -> Element {
    let most = weeks.iter().map(|week| week.count).max().unwrap_or(0).max(1);
    let step = WIDE / weeks.len().max(1) as f64;
    let total: u32 = weeks.iter().map(|week| week.count).sum();
    let label =
        t_with("rhythm-label", &[("name", &name), ("weeks", &weeks.len().to_string()), ("total", &total.to_string())]);
    let first = weeks.first().map(|week| week.label.clone()).unwrap_or_default();
    let holiday = weeks.iter().find_map(|week| week.holiday.clone());
    let rows = weeks.iter().map(|week| FiguresRow::new(&week.label, &week.count.to_string())).collect::<Vec<_>>();
    rsx! {
        svg { class: "rhythm", view_box: "0 0 {WIDE} {HIGH}", role: "img", "aria-label": label, preserve_aspect_ratio: "none",
            for (index, week) in weeks.iter().enumerate() {
                Bar { x: step * index as f64 + GAP / 2.0, wide: step - GAP, fraction: f64::from(week.count) / f64::from(most) }
            }
        }
        div { class: "rhythm-ends cap faint",
            span { "{first}" }
            if let Some(holiday) = holiday {
                span { "{holiday}" }
            }
            span { {crate::i18n::t("rhythm-now")} }
        }
        Figures { caption: name, rows }
    }
}

#[component]
fn Bar(x: f64, wide: f64, fraction: f64) -> Element {
    let high = (fraction * (HIGH - 2.0)).max(1.5);
    let class = if fraction > 0.0 { "rhythm-bar" } else { "rhythm-bar rhythm-none" };
    rsx! {
        rect { class, x: "{x:.1}", y: "{HIGH - high:.1}", width: "{wide:.1}", height: "{high:.1}", rx: "1.5" }
    }
}
