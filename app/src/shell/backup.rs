//! 备份到文件: the file is handed to the browser, and whether it arrived only the person can see: some browsers take a
//! download and do nothing. It is called done when they say so; until then other ways are offered.

use std::rc::Rc;

use dioxus::core::spawn_forever;
use dioxus::prelude::*;
use studio_core::id::to_text;
use studio_engine::messages::ExportFile;
use studio_ui::dates;
use studio_ui::prelude::*;

use crate::desk::{Desk, use_desk};
use crate::platform::{self, ANY_FILE};
use crate::screens::me::BACKED_UP;

/// What a backup begins with that is carried as text.
pub(crate) const TEXT_MARK: &str = "studio-backup:";
/// Where the question stands, for the eye to be led there.
const ASKED: &str = "backup-asked";

/// A backup that was handed over, and is not known to have arrived.
#[derive(Clone, PartialEq)]
pub(crate) struct Given {
    file: Rc<ExportFile>,
    /// The person saw no file: the other ways are shown.
    not_seen: bool,
    /// What the last other way came to.
    said: Option<String>,
}

#[cfg(test)]
impl Given {
    /// As it stands after the hand-over, for a picture.
    pub(crate) fn of(file: ExportFile, not_seen: bool) -> Self {
        Self { file: Rc::new(file), not_seen, said: None }
    }
}

/// Hands the file over and asks whether it is there. In place: a form that is open keeps its words.
pub(crate) fn back_up(desk: Desk) {
    spawn_forever(async move {
        match desk.engine().export().await {
            Ok(file) => ask(desk, file).await,
            Err(notice) => desk.tell(notice),
        }
    });
}

async fn ask(mut desk: Desk, file: ExportFile) {
    let not_seen = !platform::hand_over(&file.name, ANY_FILE, &file.bytes).await;
    desk.given.set(Some(Given { file: Rc::new(file), not_seen, said: None }));
    spawn(async move {
        platform::sleep(0).await;
        platform::focus(ASKED);
    });
}

/// 看到文件了吗
#[component]
pub(crate) fn BackupAsked() -> Element {
    let Some(given) = (use_desk().given)() else { return rsx! {} };
    rsx! { Asked { given } }
}

#[component]
fn Asked(given: Given) -> Element {
    let desk = use_desk();
    let file = given.file.clone();
    let title = if given.not_seen { t("backup-other-way") } else { t("backup-seen-ask") };
    let text = t_with("backup-seen-text", &[("name", &file.name), ("bytes", &dates::bytes(file.bytes.len() as u64))]);
    let seen = move |_| done(desk);
    let not_seen = move |_| change(desk, |given| given.not_seen = true);
    rsx! {
        section { class: "card stack", id: ASKED, tabindex: "-1", "data-testid": "backup-asked",
            b { "{title}" }
            if !given.not_seen {
                p { class: "small mute", "{text}" }
            }
            if given.not_seen {
                OtherWays { file }
            }
            if let Some(said) = given.said.clone() {
                p { class: "small", role: "status", "{said}" }
            }
            div { class: "row wrap",
                Button { label: t("backup-seen"), kind: ButtonKind::Main, compact: true, testid: "backup-seen", onclick: seen }
                if !given.not_seen {
                    Button { label: t("backup-not-seen"), compact: true, testid: "backup-not-seen", onclick: not_seen }
                } else {
                    Button { label: t("dialog-no"), compact: true, kind: ButtonKind::Quiet, testid: "backup-later", onclick: move |_| { let mut given = desk.given; given.set(None); } }
                }
            }
        }
    }
}

/// The phone's share sheet, text to paste somewhere, the download once more.
#[component]
fn OtherWays(file: Rc<ExportFile>) -> Element {
    let desk = use_desk();
    let (shared, copied, again) = (file.clone(), file.clone(), file);
    let share = move |_| {
        let file = shared.clone();
        spawn(async move {
            let went = platform::share_file(&file.name, ANY_FILE, &file.bytes).await;
            say(desk, if went { "backup-shared" } else { "backup-share-failed" });
        });
    };
    let copy = move |_| {
        let text = format!("{TEXT_MARK}{}", to_text(&copied.bytes));
        spawn(async move {
            let went = platform::copy(&text).await;
            say(desk, if went { "backup-copied" } else { "backup-copy-failed" });
        });
    };
    let download = move |_| {
        let went = platform::give_file(&again.name, ANY_FILE, &again.bytes);
        say(desk, if went { "backup-again-said" } else { "me-backup-failed" });
    };
    rsx! {
        div { class: "row wrap",
            if platform::can_share_files() {
                Button { label: t("backup-share"), compact: true, glyph: Glyph::Upload, testid: "backup-share", onclick: share }
            }
            Button { label: t("backup-copy"), compact: true, glyph: Glyph::Copy, testid: "backup-copy", onclick: copy }
            Button { label: t("backup-again"), compact: true, glyph: Glyph::Download, testid: "backup-again", onclick: download }
        }
    }
}

fn change(mut desk: Desk, what: impl FnOnce(&mut Given)) {
    if let Some(given) = desk.given.write().as_mut() {
        what(given);
    }
}

fn say(desk: Desk, key: &'static str) {
    change(desk, |given| given.said = Some(t(key)));
}

/// The person has it: only now nobody has to be reminded.
fn done(mut desk: Desk) {
    let Some(given) = desk.given.take() else { return };
    if let Some(last) = desk.sync.peek().last_at {
        platform::remember(BACKED_UP, &last.0.to_string());
    }
    let counts = [("changes", given.file.changes.to_string()), ("drafts", given.file.drafts.to_string())];
    desk.say(t_with("me-backup-said", &[("changes", &counts[0].1), ("drafts", &counts[1].1)]), Vec::new());
}
