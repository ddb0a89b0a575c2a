//! 备份到文件, and back: what is only on this phone, in a file that another phone of the studio can take in.

use dioxus::prelude::*;
use studio_core::time::Millis;
use studio_engine::messages::{ExportFile, Imported, Notice};
use studio_ui::prelude::*;

use super::BACKED_UP;
use crate::desk::{Desk, use_desk};
use crate::platform;

/// A backup of a whole studio has a few hundred kilobytes; more is some other file.
const FILE_BYTES_MAX: u64 = 64 << 20;

/// The file to give away.
#[component]
pub(super) fn Backup(last: Option<Millis>) -> Element {
    let desk = use_desk();
    let go = move |_| {
        spawn(async move {
            match desk.engine().export().await {
                Ok(file) => given(desk, &file, last),
                Err(notice) => desk.tell(notice),
            }
        });
    };
    rsx! { ListItem { title: t("me-backup"), note: t("me-backup-note"), glyph: Glyph::Download, testid: "backup", onclick: go } }
}

fn given(desk: Desk, file: &ExportFile, last: Option<Millis>) {
    if !platform::give_file(&file.name, &file.bytes) {
        return desk.tell(Notice::needed("me-backup-failed"));
    }
    if let Some(last) = last {
        platform::remember(BACKED_UP, &last.0.to_string());
    }
    let counts = [("changes", file.changes.to_string()), ("drafts", file.drafts.to_string())];
    desk.say(t_with("me-backup-said", &[("changes", &counts[0].1), ("drafts", &counts[1].1)]), Vec::new());
}

/// The file to take back in.
#[component]
pub(super) fn Restore() -> Element {
    let desk = use_desk();
    let chosen = move |event: FormEvent| {
        let files = event.files();
        spawn(async move {
            let Some(file) = files.into_iter().next() else { return };
            if file.size() > FILE_BYTES_MAX {
                return desk.tell(Notice::needed("me-restore-no-backup"));
            }
            match file.read_bytes().await {
                Ok(bytes) => taken_in(desk, bytes.to_vec()).await,
                Err(_) => desk.tell(Notice::needed("me-restore-unread")),
            }
        });
    };
    rsx! {
        div { class: "item-place", role: "listitem",
            label { class: "item item-light item-file",
                span { class: "item-glyph", Icon { glyph: Glyph::Upload } }
                span { class: "grow",
                    span { class: "item-title", {t("me-restore")} }
                    span { class: "item-note text-tone-plain", {t("me-restore-note")} }
                }
                input { class: "unseen", r#type: "file", "data-testid": "restore", onchange: chosen }
            }
        }
    }
}

async fn taken_in(desk: Desk, bytes: Vec<u8>) {
    match desk.engine().import(bytes).await {
        Ok(Imported { changes, known, drafts }) => desk.say(
            t_with(
                "me-restore-said",
                &[("changes", &changes.to_string()), ("known", &known.to_string()), ("drafts", &drafts.to_string())],
            ),
            Vec::new(),
        ),
        Err(notice) => desk.tell(notice),
    }
}
