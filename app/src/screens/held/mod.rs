//! 等你放行的记录: work of a colleague whose phone was stopped or whose role ended before it arrived. The server keeps it
//! as it is; the chief lets it in, online.

use dioxus::prelude::*;
use studio_core::id::{ChangeHash, DocId};
use studio_core::time::ago;
use studio_engine::messages::{HeldRow, Notice, Request};
use studio_ui::phone::Screen;
use studio_ui::prelude::*;

use crate::desk::{Desk, use_desk};
use crate::platform;
use crate::route::Route;
use crate::shell::Ask;
use crate::words;

/// What the server last said.
type Said = Signal<Option<Result<Vec<HeldRow>, Notice>>>;

/// What waits.
#[component]
pub fn Held() -> Element {
    let desk = use_desk();
    let said: Said = use_signal(|| None);
    use_hook(|| ask(desk, said, None));
    rsx! {
        div { "data-testid": "waiting-page",
            Screen { bar: rsx! { AppBar { title: t("held-title"), back: Route::Team {}.to_string() } },
                p { class: "small mute", {t("held-note")} }
                match &*said.read() {
                    None => rsx! { p { class: "small mute opening", role: "status", {t("held-asking")} } },
                    Some(Err(notice)) => rsx! {
                        div { class: "banners", Banner { text: words::sentence(notice), tone: words::severity(notice.severity) } }
                        Button { label: t("held-ask-again"), glyph: Glyph::RefreshCw, onclick: move |_| ask(desk, said, None) }
                    },
                    Some(Ok(rows)) => rsx! { Rows { rows: rows.clone(), said } },
                }
            }
        }
    }
}

/// One card for each author and document.
#[component]
pub(crate) fn Rows(rows: Vec<HeldRow>, said: Said) -> Element {
    if rows.is_empty() {
        return rsx! { p { class: "small mute opening", "data-testid": "held-none", {t("held-none")} } };
    }
    rsx! {
        div { class: "stack",
            for row in rows {
                Waiting { key: "{row.person}{row.doc}", row, said }
            }
        }
    }
}

/// One card. What was let in stays in, so it is asked once more.
#[component]
fn Waiting(row: HeldRow, said: Said) -> Element {
    let desk = use_desk();
    let mut asked = use_signal(|| false);
    let count = row.hashes.len().to_string();
    let what = t_with(
        "held-words",
        &[("name", &row.name), ("count", &count), ("why", &t(&format!("{}-other", row.reason_key)))],
    );
    let title = t_with("held-admit-ask", &[("name", &row.name), ("count", &count)]);
    let age = ago(row.at, platform::now());
    let let_in = move |()| {
        asked.set(false);
        ask(desk, said, Some((row.doc, row.hashes.clone())));
    };
    rsx! {
        section { class: "card stack", "data-testid": "waiting-row",
            p { "{what}" }
            if !row.said.is_empty() {
                ul { class: "plain-list", "data-testid": "waiting-said",
                    for line in row.said.clone() {
                        li { "{line}" }
                    }
                }
            }
            p { class: "cap faint", "{age}" }
            Button { label: t("held-admit"), kind: ButtonKind::Main, glyph: Glyph::Check, testid: "held-admit", onclick: move |_| asked.set(true) }
            if asked() {
                Ask { title, text: t("held-admit-text"), verb: t("held-admit"), onyes: let_in, onno: move |()| asked.set(false) }
            }
        }
    }
}

/// Asks the server, after letting something in; a sync brings it here afterwards.
fn ask(desk: Desk, said: Said, let_in: Option<(DocId, Vec<ChangeHash>)>) {
    let mut said = said;
    let decides = let_in.is_some();
    spawn(async move {
        let answer = desk.engine().held(let_in).await;
        if decides && answer.is_ok() {
            desk.engine().tell(Request::SyncNow);
        }
        said.set(Some(answer));
    });
}
