//! Where a record is: ✓ 已存本机 · ✓✓ 已到服务器 · ✓✓✓ 已审阅, and the states beside that road. Icon and word, always both.

use dioxus::prelude::*;

use crate::i18n::t;
use crate::icon::{Glyph, Icon};
use crate::tone::Tone;

/// How far a record has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TickState {
    /// Not yet complete; nothing of it has left the phone.
    Draft,
    /// Still to come: nothing of it is to be written yet.
    Planned,
    /// Only in the open page: the browser refuses a disk.
    PageOnly,
    /// On this phone, waiting for a network.
    Saved,
    /// On the server.
    Sent,
    /// The server has it, and somebody has to let it in.
    Held,
    /// Seen by the bureau.
    Reviewed,
    /// Sent back with a reason.
    Returned,
    /// Refused by the server and set aside; nothing is lost.
    SetAside,
}

impl TickState {
    /// The words.
    pub fn words(self) -> String {
        match self {
            TickState::Draft => t("tick-draft"),
            TickState::Planned => t("tick-planned"),
            TickState::PageOnly => t("tick-page-only"),
            TickState::Saved => t("tick-saved-waiting"),
            TickState::Sent => t("tick-sent"),
            TickState::Held => t("record-held"),
            TickState::Reviewed => t("tick-reviewed"),
            TickState::Returned => t("tick-returned"),
            TickState::SetAside => t("tick-set-aside"),
        }
    }

    /// The glyph.
    pub fn glyph(self) -> Glyph {
        match self {
            TickState::Draft => Glyph::FilePenLine,
            TickState::Planned => Glyph::CalendarDays,
            TickState::PageOnly => Glyph::TriangleAlert,
            TickState::Saved => Glyph::Check,
            TickState::Sent => Glyph::CheckCheck,
            TickState::Held => Glyph::Clock,
            TickState::Reviewed => Glyph::BadgeCheck,
            TickState::Returned => Glyph::MessageSquareWarning,
            TickState::SetAside => Glyph::TriangleAlert,
        }
    }

    /// The tone.
    pub fn tone(self) -> Tone {
        match self {
            TickState::Draft | TickState::PageOnly => Tone::Warn,
            TickState::Planned => Tone::Info,
            TickState::Saved | TickState::Held => Tone::Plain,
            TickState::Sent | TickState::Reviewed => Tone::Good,
            TickState::Returned | TickState::SetAside => Tone::Bad,
        }
    }
}

/// One line under a record.
#[component]
pub fn TickLine(
    /// How far it has come.
    state: TickState,
    /// Other words than the usual ones (退回：签到表第 2 页照片看不清).
    words: Option<String>,
    /// The row's badge already shows this glyph: words only.
    #[props(default)]
    bare: bool,
) -> Element {
    let words = words.unwrap_or_else(|| state.words());
    rsx! {
        span { class: "tick text-{state.tone().class()}",
            if !bare {
                Icon { glyph: state.glyph() }
            }
            "{words}"
        }
    }
}
