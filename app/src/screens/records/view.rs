//! The timeline as a picture of plain data.

use dioxus::prelude::*;
use studio_core::time::{Millis, ago};
use studio_core::view::RecordList;
use studio_ui::phone::{RecordLine, RecordRow};
use studio_ui::prelude::*;

use super::new_href;
use crate::screens::form::DraftLine;
use crate::screens::team::bin::DeletedPeople;
use crate::words;

/// Unfinished forms, then records by month. While the first download runs, an empty list says nothing.
#[component]
pub(crate) fn Timeline(
    list: RecordList,
    drafts: Vec<DraftLine>,
    all: bool,
    #[props(default)] filling: bool,
    now: Millis,
) -> Element {
    if list.groups.is_empty() && drafts.is_empty() && list.people.is_empty() {
        return if filling {
            rsx! {}
        } else {
            rsx! { Nothing { all } }
        };
    }
    rsx! {
        if !drafts.is_empty() {
            Section { title: t("records-drafts"), note: count(drafts.len()) }
            List {
                for draft in drafts {
                    div { key: "{draft.href}", "data-testid": "draft-row", RecordRow { line: draft_line(draft, now) } }
                }
            }
        }
        for group in list.groups {
            Section { title: words::heading(group.heading, now), note: count(group.rows.len()) }
            List {
                for row in group.rows {
                    RecordRow { key: "{row.record}", line: words::record_line(&row, now) }
                }
            }
        }
        if !list.people.is_empty() {
            DeletedPeople { people: list.people }
        }
    }
}

fn count(rows: usize) -> String {
    t_with("records-rows", &[("count", &rows.to_string())])
}

fn draft_line(draft: DraftLine, now: Millis) -> RecordLine {
    RecordLine {
        glyph: Glyph::FilePenLine,
        tone: Tone::Warn,
        title: t_with("record-draft-title", &[("title", &draft.title)]),
        note: Some(ago(draft.at, now)),
        state: TickState::Draft,
        state_words: (!draft.missing.is_empty()).then_some(draft.missing),
        action: Some(t("record-go-on")),
        href: draft.href,
    }
}

/// One sentence and one button.
#[component]
fn Nothing(all: bool) -> Element {
    if !all {
        return rsx! { p { class: "small mute opening", {t("records-none-found")} } };
    }
    rsx! {
        EmptyState { glyph: Glyph::NotebookText, title: t("records-empty"), text: t("records-empty-text"),
            Button { label: t("records-first"), kind: ButtonKind::Main, glyph: Glyph::Plus, href: new_href(), testid: "first-record" }
        }
    }
}
