//! 工作室 report: the indicators with their evidence, the deadline, whose data has not arrived.

use dioxus::prelude::*;

use crate::components::Pill;
use crate::i18n::t;
use crate::icon::Glyph;
use crate::link::Anchor;
use crate::pictures::{Compass, Meter, Petal, PetalState};
use crate::tone::Tone;

/// One indicator.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IndicatorRow {
    /// Its number in the guide.
    pub no: String,
    /// Name, progress, state.
    pub petal: Petal,
    /// 77
    pub have: String,
    /// 100; absent where no number is demanded.
    pub need: Option<String>,
    /// 达标, 差 23 人
    pub verdict: String,
    /// 31 次活动
    pub evidence: String,
    /// The records behind it.
    pub href: Option<String>,
    /// 2026年11月24日, 2 人未同步
    pub as_of: String,
    /// Who has not.
    pub as_of_door: Option<String>,
    /// How it is counted, or 可能重复 n 次.
    pub note: Option<String>,
}

impl IndicatorRow {
    pub(super) fn tone(&self) -> Tone {
        match self.petal.state {
            PetalState::Reached => Tone::Good,
            PetalState::Near | PetalState::Partly => Tone::Warn,
            PetalState::Missing => Tone::Bad,
            PetalState::Noted => Tone::Info,
            PetalState::Unmeasured => Tone::Plain,
        }
    }
}

/// The table; on a phone each row becomes a block.
#[component]
pub fn IndicatorTable(
    /// The indicators in the guide's order.
    rows: Vec<IndicatorRow>,
) -> Element {
    rsx! {
        table { class: "table indicator-table",
            thead { class: "unseen",
                tr {
                    for key in ["indicator-col-no", "indicator-col-name", "indicator-col-have", "indicator-col-need", "indicator-col-state", "indicator-col-evidence", "as-of"] {
                        th { scope: "col", {t(key)} }
                    }
                }
            }
            tbody {
                for row in rows {
                    IndicatorLine { row }
                }
            }
        }
    }
}

#[component]
fn IndicatorLine(row: IndicatorRow) -> Element {
    let tone = row.tone();
    let check = (tone == Tone::Good).then_some(Glyph::Check);
    rsx! {
        tr { class: "indicator-row",
            td { class: "ind-no faint num", "{row.no}" }
            th { class: "ind-name", scope: "row",
                "{row.petal.name}"
                if let Some(note) = row.note {
                    span { class: "cap faint block", "{note}" }
                }
            }
            td { class: "ind-bar nowrap",
                Meter { petal: row.petal, short: true }
                " "
                span { class: "num", "{row.have}" }
            }
            // a cell of its own, the stroke drawn by the style sheet: a spreadsheet would make a date of 3 / 7
            td { class: "ind-need faint num", {row.need.clone().unwrap_or_default()} }
            td { class: "ind-state", Pill { label: row.verdict, tone, glyph: check } }
            td { class: "ind-door",
                if let Some(href) = row.href {
                    Anchor { class: "door", href, "{row.evidence}" }
                } else {
                    span { class: "faint", "{row.evidence}" }
                }
            }
            td { class: "ind-asof cap faint nowrap",
                if let Some(href) = row.as_of_door {
                    Anchor { class: "door", href, "{row.as_of}" }
                } else {
                    "{row.as_of}"
                }
            }
        }
    }
}

/// The compass with the days that are left.
#[component]
pub fn DeadlineCard(
    /// The indicators.
    petals: Vec<Petal>,
    /// 延期至 2026年12月31日
    until: String,
    /// 37 天
    days: String,
    /// The deadline has passed.
    #[props(default)]
    overdue: bool,
    /// 按现在的节奏，12月20日左右全部达标
    forecast: Option<String>,
    /// The forecast is that the deadline comes first.
    #[props(default)]
    late: bool,
    /// 8 项已统计 · 4 项还要另交
    readiness: Option<String>,
) -> Element {
    rsx! {
        section { class: "box box-body deadline",
            Compass { petals, small: true }
            div { class: "grow",
                div { class: "cap faint", "{until}" }
                b { class: if overdue { "deadline-days num text-tone-bad" } else { "deadline-days num" }, "{days}" }
                if let Some(forecast) = forecast {
                    div { class: if late { "cap text-tone-bad" } else { "cap text-tone-warn" }, "{forecast}" }
                }
                if let Some(readiness) = readiness {
                    div { class: "cap faint", "{readiness}" }
                }
            }
        }
    }
}

/// One person's data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AsOfRow {
    /// Name.
    pub name: String,
    /// School or role.
    pub place: String,
    /// 2026年11月21日, 从未
    pub when: String,
    /// Where one sees this person.
    pub href: Option<String>,
    /// Longer ago than the guide's patience.
    pub stale: bool,
    /// What else of them may not be in yet, a sentence each.
    pub note: Vec<String>,
}

/// 数据截至 per person.
#[component]
pub fn AsOfTable(
    /// The people, longest silence first.
    rows: Vec<AsOfRow>,
    /// 其余 9 人今天同步过。没同步不等于没做。
    note: String,
) -> Element {
    rsx! {
        table { class: "table as-of",
            tbody {
                for row in rows {
                    tr {
                        th { scope: "row",
                            if let Some(href) = row.href {
                                Anchor { class: "cell-door", href, "{row.name}" }
                            } else {
                                "{row.name}"
                            }
                        }
                        td { class: "cap faint", "{row.place}" }
                        td { class: if row.stale { "cap right nowrap text-tone-warn" } else { "cap right nowrap" }, "{row.when}" }
                    }
                    for note in row.note {
                        tr { td { class: "cap text-tone-warn", colspan: "3", "{note}" } }
                    }
                }
            }
        }
        p { class: "cap faint box-foot", "{note}" }
    }
}
