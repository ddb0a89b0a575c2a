//! A phone that was stopped, or whose owner's role ended: said with who and when, what is still safe here, and how to take
//! it along. It counts nothing: what colleagues wrote is not on this phone any more.

use dioxus::prelude::*;
use studio_engine::messages::{Remedy, Stopped, StoppedBy, StoppedWhat, SyncState};
use studio_ui::prelude::*;

use super::help;
use crate::desk::{Desk, use_desk};
use crate::platform;
use crate::words;

/// How the open studio was stopped on this phone, if it was.
pub(crate) fn stopped_here(desk: Desk) -> Option<Stopped> {
    (desk.standing)().and_then(|standing| standing.open).and_then(|here| here.stopped)
}

/// 这部手机 11月24日 被教育局停用了
pub(crate) fn stopped_words(stopped: &Stopped) -> String {
    let day = words::day(stopped.at.day(), platform::now());
    let key = match stopped.what {
        StoppedWhat::Phone => "stopped-phone",
        StoppedWhat::Role => "stopped-role",
    };
    let by = match &stopped.by {
        StoppedBy::Bureau => t("stopped-by-bureau"),
        StoppedBy::Member(name) if name.is_empty() => t("role-chief"),
        StoppedBy::Member(name) => name.clone(),
        StoppedBy::Server => t("stopped-by-server"),
    };
    t_with(key, &[("day", &day), ("by", &by)])
}

/// What happened, what is safe, what one can do.
#[component]
pub(crate) fn StoppedCard(stopped: Stopped, sync: SyncState, drafts: usize) -> Element {
    let desk = use_desk();
    let waiting = sync.unsent_records + sync.held_records + sync.asides;
    let safe = t_with("stopped-safe", &[("waiting", &waiting.to_string()), ("drafts", &drafts.to_string())]);
    // what a member writes on a stopped phone waits to be let in; of who is none nothing is taken any more
    let next = match stopped.what {
        StoppedWhat::Phone => "stopped-next",
        StoppedWhat::Role => "stopped-next-role",
    };
    rsx! {
        section { class: "card stack", role: "alert", "data-testid": "stopped",
            b { {stopped_words(&stopped)} }
            p { class: "small", "{safe}" }
            p { class: "small mute", {t("stopped-gone")} }
            p { class: "small mute", {t(next)} }
            div { class: "row wrap",
                Button { label: t("me-backup"), kind: ButtonKind::Main, glyph: Glyph::Download, testid: "stopped-backup", onclick: move |_| help(desk, Remedy::Export) }
                Button { label: t("remedy-join-again"), testid: "stopped-join", onclick: move |_| help(desk, Remedy::JoinAgain) }
            }
        }
    }
}

/// The card in the place of a screen that counts.
#[component]
pub(crate) fn StoppedHere(stopped: Stopped) -> Element {
    let desk = use_desk();
    let drafts = crate::desk::use_answer((), &[studio_engine::messages::Changed::Drafts], |engine, ()| async move {
        engine.drafts().await
    });
    let drafts = if let crate::desk::Answer::Here(drafts) = drafts { drafts.len() } else { 0 };
    rsx! { StoppedCard { stopped, sync: (desk.sync)(), drafts } }
}
