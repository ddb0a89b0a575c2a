//! The timeline as a picture of plain data.

use dioxus::core::spawn_forever;
use dioxus::prelude::*;
use studio_core::id::RecordId;
use studio_core::time::{Millis, ago};
use studio_core::view::{Heading, RecordGroup, RecordList, RecordRow as Row};
use studio_engine::messages::{Draft, Request};
use studio_ui::phone::{RecordLine, RecordRow};
use studio_ui::prelude::*;

use super::new_href;
use crate::desk::{Desk, use_desk};
use crate::screens::form::DraftLine;
use crate::screens::team::bin::DeletedPeople;
use crate::shell::Ask;
use crate::words;

/// Unfinished forms, then records by month. While the first download runs, an empty list says nothing.
#[component]
pub(crate) fn Timeline(
    list: RecordList,
    drafts: Vec<DraftLine>,
    all: bool,
    #[props(default)] filling: bool,
    /// So many rows stand in front, the others behind a fold; all, where nobody says.
    shown: Option<usize>,
    /// What a press for more rows does, where there are more than the list holds.
    onmore: Option<EventHandler<()>>,
    now: Millis,
) -> Element {
    if list.groups.is_empty() && drafts.is_empty() && list.people.is_empty() {
        return if filling {
            rsx! {}
        } else {
            rsx! { Nothing { all } }
        };
    }
    let (front, rest) = cut(list.groups, shown.unwrap_or(usize::MAX));
    rsx! {
        if !drafts.is_empty() {
            Section { title: t("records-drafts"), note: count(drafts.len()) }
            List {
                for draft in drafts.clone() {
                    div { key: "{draft.href}", "data-testid": "draft-row", RecordRow { line: draft_line(draft, now) } }
                }
            }
        }
        if drafts.len() > 1 {
            AllAway { drafts }
        }
        Parts { parts: front, now }
        if let Some(onmore) = onmore.filter(|_| list.more > 0) {
            div { class: "away",
                Button { label: t_with("records-more", &[("count", &list.more.to_string())]), kind: ButtonKind::Quiet, testid: "records-more", onclick: move |_| onmore.call(()) }
            }
        }
        if !rest.is_empty() {
            Rest { all: list.total, Parts { parts: rest, now } }
        }
        if !list.people.is_empty() {
            DeletedPeople { people: list.people }
        }
    }
}

/// Rows below one heading with the number of them; none where the rows above it go on.
#[derive(Clone, PartialEq)]
struct Part {
    heading: Option<(Heading, usize)>,
    rows: Vec<Row>,
}

/// So many rows from the front, and the rest: the heading of a group that is cut stands over its first rows.
fn cut(groups: Vec<RecordGroup>, mut room: usize) -> (Vec<Part>, Vec<Part>) {
    let (mut front, mut behind) = (Vec::new(), Vec::new());
    for RecordGroup { heading, count, mut rows } in groups {
        let heading = Some((heading, count));
        let rest = rows.split_off(rows.len().min(room));
        room -= rows.len();
        if !rest.is_empty() {
            behind.push(Part { heading: heading.filter(|_| rows.is_empty()), rows: rest });
        }
        if !rows.is_empty() {
            front.push(Part { heading, rows });
        }
    }
    (front, behind)
}

#[component]
fn Parts(parts: Vec<Part>, now: Millis) -> Element {
    rsx! {
        for part in parts {
            if let Some((heading, rows)) = part.heading {
                Section { title: words::heading(heading, now), note: count(rows) }
            }
            List {
                for row in part.rows {
                    RecordRow { key: "{row.record}", line: words::record_line(&row, now) }
                }
            }
        }
    }
}

/// Every unfinished form at once, asked first and with the way back.
#[component]
fn AllAway(drafts: Vec<DraftLine>) -> Element {
    let desk = use_desk();
    let mut asked = use_signal(|| false);
    let count = drafts.len().to_string();
    let away = move |()| {
        asked.set(false);
        all_away(desk, drafts.iter().map(|draft| draft.record).collect());
    };
    rsx! {
        div { class: "away",
            Button { label: t("drafts-all-away"), kind: ButtonKind::Quiet, glyph: Glyph::Trash2, testid: "drafts-all-away", onclick: move |_| asked.set(true) }
        }
        if asked() {
            Ask {
                title: t_with("drafts-all-away-ask", &[("count", &count)]), text: t("drafts-all-away-text"), verb: t("drafts-all-away"), danger: true,
                onyes: away, onno: move |()| asked.set(false),
            }
        }
    }
}

/// Throws these drafts away; 撤销 keeps them again as they were. It outlives the list that they stand in.
fn all_away(desk: Desk, records: Vec<RecordId>) {
    spawn_forever(async move {
        let drafts = match desk.engine().drafts().await {
            Ok(drafts) => drafts.into_iter().filter(|draft| records.contains(&draft.record)).collect::<Vec<_>>(),
            Err(notice) => return desk.tell(notice),
        };
        let mut undo = Vec::new();
        for Draft { record, form, content, .. } in drafts {
            match desk.engine().call(Request::DropDraft(record)).await {
                Ok(_) => undo.push(Request::SaveDraft { record, form, content }),
                Err(notice) => return desk.tell(notice),
            }
        }
        desk.say(t_with("drafts-all-away-said", &[("count", &undo.len().to_string())]), undo);
    });
}

fn count(rows: usize) -> String {
    t_with("records-rows", &[("count", &rows.to_string())])
}

fn draft_line(draft: DraftLine, now: Millis) -> RecordLine {
    RecordLine {
        glyph: Glyph::FilePenLine,
        tone: Tone::Warn,
        title: draft.heading(),
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
