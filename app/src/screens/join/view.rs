//! 加入 as a picture of plain data.

use dioxus::prelude::*;
use studio_core::command::NAME_CHARS_MAX;
use studio_engine::messages::{InviteSeen, Notice};
use studio_ui::dates;
use studio_ui::i18n::speaking;
use studio_ui::phone::{CodeBoxes, InviteHead, JoinScreen};
use studio_ui::prelude::*;

use super::Look;
use crate::words;

/// What the app itself costs to download; the studio's records come on top.
const APP_BYTES: u64 = 1_200_000;
/// A code with a dash or spaces in it.
const CODE_CHARS_MAX: u32 = 12;

/// What stands on this phone already.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Before {
    /// Whose phone it is, and in which studio; empty before anybody joined.
    pub(crate) owners: Vec<(String, String)>,
    /// What a disk that does not keep means.
    pub(crate) storage: Option<String>,
}

/// The way in.
#[component]
pub(crate) fn JoinView(
    given: Option<String>,
    look: Look,
    name: String,
    joining: bool,
    failed: Option<Notice>,
    chat_app: bool,
    keeps: bool,
    /// What else must be known before anything is redeemed: whose phone this is, that it has no room.
    #[props(default)]
    before: Before,
    oncode: EventHandler<String>,
    onname: EventHandler<String>,
    ongo: EventHandler<()>,
) -> Element {
    let seen = if let Look::Seen(seen) = &look { Some(seen.clone()) } else { None };
    // The inviter's name arrives after the input: another key gives the input its first value once more.
    let known = seen.is_some();
    let foot = rsx! { p { {data_words(seen.as_ref())} } p { {t("join-again")} } p { {t("join-other-places")} } };
    // Said once, and the last word counts: what the code was looked up for, or what joining came to.
    let look = if failed.is_some() && matches!(look, Look::Failed(_)) { Look::Nothing } else { look };
    // what one joins is called as its direction calls it; before the code is known nobody can say
    let go = |seen: &InviteSeen| speaking(&seen.shape, || t("join-go"));
    let label = match joining {
        true => t("join-going"),
        false => seen.as_ref().map_or_else(|| t("join-go-unseen"), go),
    };
    rsx! {
        JoinScreen { foot,
            Elsewhere { chat_app, keeps, code: given.clone() }
            Already { before }
            Card {
                Inviter { look: look.clone() }
                Code { given, oncode }
                Field { field: "join-name", label: t("join-name"),
                    TextInput {
                        key: "{known}", id: "join-name", testid: "join-name", initial: name,
                        limit: NAME_CHARS_MAX as u32, autocomplete: "name", oninput: onname,
                    }
                }
                Kept {}
                if let Some(notice) = failed {
                    div { "data-testid": "join-error", Banner { text: words::whole(&notice), tone: Tone::Bad } }
                }
                Button { label, kind: ButtonKind::Main, wide: true, disabled: joining, testid: "join-go", onclick: move |_| ongo.call(()) }
                p { class: "cap faint", {t("join-keep")} }
            }
        }
    }
}

/// Who invites, or why nobody does.
#[component]
fn Inviter(look: Look) -> Element {
    match look {
        Look::Nothing => rsx! {},
        Look::Asking => rsx! { p { class: "cap faint", role: "status", {t("join-asking")} } },
        Look::Failed(notice) => rsx! {
            div { "data-testid": "join-error", Banner { text: words::whole(&notice), tone: words::severity(notice.severity) } }
        },
        Look::Seen(seen) => rsx! {
            div { "data-testid": "join-invite",
                InviteHead {
                    title: t_with("join-invited", &[("name", &seen.inviter_name)]),
                    note: [seen.studio_name.clone(), speaking(&seen.shape, || studio_ui::read::role(Some(seen.role)))].join(" · "),
                }
            }
        },
    }
}

/// The code that the link brought, one box a character; or a place to type it.
#[component]
fn Code(given: Option<String>, oncode: EventHandler<String>) -> Element {
    let mut other = use_signal(|| false);
    match given.filter(|_| !other()) {
        Some(code) => rsx! {
            Field { field: "join-code", label: t("invite-code"), group: true,
                aside: rsx! {
                    button { class: "field-act", r#type: "button", "data-testid": "join-other-code", onclick: move |_| other.set(true), {t("join-other-code")} }
                },
                div { "data-testid": "join-code-given", CodeBoxes { code } }
            }
        },
        None => rsx! {
            Field { field: "join-code", label: t("invite-code"), hint: t("join-code-hint"),
                TextInput { id: "join-code", testid: "join-code", kind: InputKind::Code, limit: CODE_CHARS_MAX, hint: true, oninput: oncode }
            }
        },
    }
}

/// Whose phone this is, and what becomes of their words when somebody else joins on it.
#[component]
fn Already(before: Before) -> Element {
    rsx! {
        if let Some(text) = before.storage {
            div { "data-testid": "join-storage", Banner { text, tone: Tone::Warn, glyph: Glyph::HardDrive } }
        }
        for (name, studio) in before.owners {
            div { key: "{name}{studio}", "data-testid": "join-owner",
                Banner { text: t_with("join-owner", &[("name", &name), ("studio", &studio)]), tone: Tone::Info, glyph: Glyph::Smartphone }
            }
        }
    }
}

/// What is kept and who sees it, in three lines.
#[component]
fn Kept() -> Element {
    rsx! {
        ul { class: "cap faint notice-lines",
            li { {t("privacy-line-1")} }
            li { {t("privacy-line-2")} }
            li { {t("privacy-line-3")} }
        }
    }
}

/// A browser in which nothing would last: said before anything is redeemed.
#[component]
fn Elsewhere(chat_app: bool, keeps: bool, code: Option<String>) -> Element {
    if keeps && !chat_app {
        return rsx! {};
    }
    let text = if chat_app { t("join-chat-app") } else { t("join-no-storage") };
    rsx! {
        div { "data-testid": "join-chat-app",
            Card {
                b { {t("join-elsewhere")} }
                p { class: "small mute", "{text}" }
                if let Some(code) = code {
                    CodeBoxes { code }
                }
            }
        }
    }
}

fn data_words(seen: Option<&InviteSeen>) -> String {
    let bytes = APP_BYTES + seen.map_or(0, |seen| seen.download_bytes);
    t_with("join-data", &[("bytes", &dates::bytes(bytes))])
}
