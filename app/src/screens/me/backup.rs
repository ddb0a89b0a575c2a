//! 备份到文件, and back: what is only on this phone, in a file that another phone of the studio can take in.

use dioxus::prelude::*;
use studio_core::id::from_text;
use studio_engine::messages::{Imported, Notice};
use studio_ui::prelude::*;

use crate::desk::{Desk, use_desk};
use crate::shell::{TEXT_MARK, back_up};

/// A backup of a whole studio has a few hundred kilobytes; more is some other file.
const FILE_BYTES_MAX: u64 = 64 << 20;

/// The file to give away.
#[component]
pub(super) fn Backup() -> Element {
    let desk = use_desk();
    rsx! { ListItem { title: t("me-backup"), note: t("me-backup-note"), glyph: Glyph::Download, testid: "backup", onclick: move |_| back_up(desk) } }
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

/// A backup that was copied as text comes back the same way.
#[component]
pub(super) fn RestoreText() -> Element {
    let desk = use_desk();
    let mut open = use_signal(|| false);
    let mut pasted = use_hook(|| CopyValue::new(String::new()));
    let go = move |_| {
        let bytes = bytes_of(&pasted.read());
        spawn(async move {
            match bytes {
                Some(bytes) => taken_in(desk, bytes).await,
                None => desk.tell(Notice::needed("me-restore-no-text")),
            }
        });
    };
    rsx! {
        ListItem { title: t("me-restore-text"), note: t("me-restore-text-note"), glyph: Glyph::ClipboardPaste, testid: "restore-text", onclick: move |_| open.toggle() }
        if open() {
            div { class: "item-place stack", role: "listitem",
                Field { field: "restore-pasted", label: t("me-restore-text"),
                    TextArea { id: "restore-pasted", testid: "restore-pasted", oninput: move |text: String| pasted.set(text) }
                }
                Button { label: t("me-restore-go"), kind: ButtonKind::Main, testid: "restore-go", onclick: go }
            }
        }
    }
}

/// The backup in a pasted text, whatever a chat app put around and between it.
fn bytes_of(pasted: &str) -> Option<Vec<u8>> {
    let (_, text) = pasted.split_once(TEXT_MARK)?;
    let letters: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    from_text(&letters).ok().filter(|bytes| !bytes.is_empty())
}

async fn taken_in(desk: Desk, bytes: Vec<u8>) {
    match desk.engine().import(bytes).await {
        Ok(imported) => desk.say(imported_words(imported), Vec::new()),
        Err(notice) => desk.tell(notice),
    }
}

fn imported_words(Imported { changes, known, drafts, drafts_of_others }: Imported) -> String {
    let counts = [changes, known, drafts, drafts_of_others].map(|count| count.to_string());
    let args = [
        ("changes", counts[0].as_str()),
        ("known", counts[1].as_str()),
        ("drafts", counts[2].as_str()),
        ("others", counts[3].as_str()),
    ];
    t_with(if drafts_of_others > 0 { "me-restore-said-others" } else { "me-restore-said" }, &args)
}

#[cfg(test)]
mod tests {
    use studio_core::id::to_text;

    use super::*;

    #[test]
    fn a_backup_copied_as_text_is_read_back_also_when_a_chat_app_broke_its_lines() {
        let text = to_text(&[1, 2, 250, 251, 0]);
        let (first, rest) = text.split_at(3);
        assert_eq!(bytes_of(&format!("王丽：\n{TEXT_MARK}{first}\n {rest}\n")), Some(vec![1, 2, 250, 251, 0]));
        assert_eq!(bytes_of("没有备份"), None);
    }

    #[test]
    fn a_colleagues_drafts_in_a_backup_are_said_to_be_theirs() {
        let words = imported_words(Imported { changes: 2, known: 0, drafts: 0, drafts_of_others: 1 });
        assert!(words.contains("1 份草稿是别人的"), "{words}");
    }
}
