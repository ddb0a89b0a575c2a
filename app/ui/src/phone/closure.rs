//! 结项罗盘: days and money at stake, then the indicators; each row opens its records.

use dioxus::prelude::*;

use crate::components::Pill;
use crate::icon::Glyph;
use crate::link::Anchor;
use crate::pictures::{Meter, Petal, PetalState};
use crate::tone::Tone;

/// Days and money.
#[component]
pub fn ClosureHead(
    /// 离结项还有 / 已经逾期
    days_label: String,
    /// 37 天
    days: String,
    /// 不按期结项，可能收回
    money_label: String,
    /// 10 万元
    money: String,
    /// Warn, or bad when overdue; plain in 寒暑假.
    #[props(default = Tone::Warn)]
    tone: Tone,
) -> Element {
    rsx! {
        section { class: "card closure-head {tone.class()} text-{tone.class()}",
            div {
                div { class: "cap", "{days_label}" }
                b { class: "closure-days num", "{days}" }
            }
            div {
                div { class: "cap", "{money_label}" }
                b { class: "closure-money num", "{money}" }
            }
        }
    }
}

/// One indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicatorLine {
    /// Its number in the guide.
    pub no: String,
    /// Name, progress, state.
    pub petal: Petal,
    /// 77
    pub have: String,
    /// 100; absent where no number is demanded.
    pub need: Option<String>,
    /// 达标, or 差 23 人.
    pub verdict: String,
    /// 按人算，不按人次；3 人数据未到
    pub note: Option<String>,
    /// The records behind it; absent when nothing is counted.
    pub href: Option<String>,
}

/// The rows.
#[component]
pub fn IndicatorRows(
    /// The indicators in the guide's order.
    lines: Vec<IndicatorLine>,
) -> Element {
    rsx! {
        div { class: "list", role: "list",
            for line in lines {
                div { class: "item-place", role: "listitem",
                    if let Some(href) = line.href.clone() {
                        Anchor { class: "item item-top", href, IndicatorBody { line } }
                    } else {
                        div { class: "item item-top", IndicatorBody { line } }
                    }
                }
            }
        }
    }
}

#[component]
fn IndicatorBody(line: IndicatorLine) -> Element {
    let reached = line.petal.state == PetalState::Reached;
    let tone = match line.petal.state {
        PetalState::Missing => Tone::Bad,
        PetalState::Noted | PetalState::Unmeasured => Tone::Plain,
        _ => Tone::Warn,
    };
    rsx! {
        span { class: "indicator-no", "{line.no}" }
        span { class: "grow",
            span { class: "indicator-head",
                b { class: "small", "{line.petal.name}" }
                if reached {
                    Pill { label: line.verdict, tone: Tone::Good, glyph: Glyph::Check }
                } else {
                    span { class: "indicator-verdict text-{tone.class()}", "{line.verdict}" }
                }
            }
            span { class: "indicator-bar",
                Meter { petal: line.petal }
                span { class: "cap num", "{line.have}"
                    if let Some(need) = line.need {
                        span { class: "indicator-need", " / {need}" }
                    }
                }
            }
            if let Some(note) = line.note {
                span { class: "item-note faint", "{note}" }
            }
        }
    }
}
