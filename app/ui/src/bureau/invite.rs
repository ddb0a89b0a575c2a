//! An invite as a slip: QR code, link, eight characters; shown to the officer and printed for the teacher.

use dioxus::prelude::*;

use super::qr::{Qr, QrModules};
use crate::components::{Button, ButtonKind};
use crate::i18n::t;
use crate::icon::Glyph;

/// The slip.
#[component]
pub fn InviteSlip(
    /// 请 周慧敏 加入 赵桥乡语文首席教师工作室
    title: String,
    /// As what, until when.
    note: String,
    /// 7KQM-2XW9
    code: String,
    /// The link with the code in its fragment.
    link: String,
    /// The same as a picture.
    modules: Option<QrModules>,
) -> Element {
    rsx! {
        section { class: "card invite-slip",
            if let Some(modules) = modules {
                Qr { modules, label: t("invite-qr") }
            }
            div { class: "stack",
                div {
                    h2 { class: "record-title", "{title}" }
                    p { class: "cap faint", "{note}" }
                }
                div { class: "invite-code",
                    span { class: "cap faint block", {t("invite-code")} }
                    b { class: "invite-letters num", id: "invite-code", "{code}" }
                }
                p { class: "cap mute link-line", id: "invite-link", "{link}" }
                div { class: "acts no-print", "data-copied": t("copied"), "data-copy-failed": t("copy-failed"),
                    Button { label: t("invite-copy-link"), kind: ButtonKind::Main, glyph: Glyph::Copy, compact: true, id: "copy-link", name: "copy", value: "invite-link" }
                    Button { label: t("print"), glyph: Glyph::Printer, compact: true, name: "print" }
                }
                p { class: "cap faint", {t("invite-how")} }
                p { class: "cap faint", {t("join-again")} }
            }
        }
    }
}
