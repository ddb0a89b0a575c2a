//! The first download: until all of it is here, a screen that counts or judges would do so from nothing. It shows how far
//! the download is instead. Recording does not wait for it.

use dioxus::prelude::*;
use studio_engine::messages::{Phase, Progress as Pulled};
use studio_ui::dates;
use studio_ui::prelude::*;

use super::{StoppedHere, drawn, stopped_here};
use crate::desk::{Answer, Desk, use_desk};

/// Whether the first download of the open studio is still on its way.
pub(crate) fn is_filling(desk: Desk) -> bool {
    (desk.standing)().and_then(|standing| standing.open).is_some_and(|here| here.filling)
}

/// How far the download is, and what comes in the screen's place.
#[component]
pub(crate) fn Filling(phase: Phase) -> Element {
    rsx! {
        div { "data-testid": "filling",
            FillingLine { phase }
            Skeleton {}
        }
    }
}

/// How much, how long, and that one need not wait.
#[component]
pub(crate) fn FillingLine(phase: Phase) -> Element {
    let Phase::Syncing(pulled) = phase else {
        return rsx! { Progress { title: t("filling"), note: t("filling-waits") } };
    };
    rsx! {
        Progress { title: t("filling"), fraction: fraction(&pulled), amount: amount(&pulled), note: t("filling-note") }
    }
}

fn fraction(pulled: &Pulled) -> Option<f64> {
    (pulled.entries_expected > 0).then(|| pulled.entries as f64 / pulled.entries_expected as f64)
}

fn amount(pulled: &Pulled) -> String {
    let received = dates::bytes(pulled.received_bytes);
    match pulled.expected_bytes.map(dates::bytes) {
        Some(all) if pulled.received_bytes == 0 => t_with("filling-all", &[("all", &all)]),
        Some(all) => t_with("filling-part", &[("received", &received), ("all", &all)]),
        None => t_with("filling-received", &[("received", &received)]),
    }
}

/// The content of a screen that counts, where there is something to count.
pub(crate) fn drawn_whole<T>(answer: Answer<T>, draw: impl FnOnce(T) -> Element) -> Element {
    let desk = use_desk();
    if let Some(stopped) = stopped_here(desk) {
        return rsx! { StoppedHere { stopped } };
    }
    if is_filling(desk) {
        let phase = (desk.sync)().phase;
        return rsx! { Filling { phase } };
    }
    drawn(answer, draw)
}
