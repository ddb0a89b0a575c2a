//! What stands below a paper: scans of it, names for it as it stood, what was thrown away, the ways out of the phone.

use dioxus::prelude::*;
use studio_core::command::{Command, Draft};
use studio_core::edit::FieldEdit;
use studio_core::edition::{AT_KEY, NAME_KEY};
use studio_core::id::RecordId;
use studio_core::paragraph::PAPER_KEY;
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::tolerant::instant_text;
use studio_core::view::{PaperEdition, PaperPage};
use studio_engine::messages::Request;
use studio_ui::prelude::*;
use studio_ui::read;

use super::line::seat;
use crate::desk::{Desk, use_desk};
use crate::platform;
use crate::route::Route;
use crate::screens::record::scan::Scan;
use crate::shell::Send;
use crate::words;

/// Characters of an edition's name.
const NAME_CHARS_MAX: u32 = 30;

/// 扫描件: what was filed in its place.
#[component]
pub(super) fn Scans(page: PaperPage, writes: bool) -> Element {
    let desk = use_desk();
    if !page.may_be_filed || (page.scans.is_empty() && !writes) {
        return rsx! {};
    }
    let file = Route::Write {
        kind: "filed".to_owned(),
        paper: page.stand.id.clone(),
        part: String::new(),
        after: String::new(),
    };
    let away = move |record: RecordId| {
        desk.act(Command::Delete { record }, "paper-scan-away-said", vec![Request::Do(Command::Undelete { record })]);
    };
    rsx! {
        div { "data-testid": "paper-scans",
            Section { title: t("filed-scans"), note: t("filed-scans-note") }
            for scan in page.scans.clone() {
                div { key: "{scan.record}", id: seat(scan.record), tabindex: "-1",
                    List {
                        for one in scan.files.clone() {
                            Scan { key: "{one.hash}", note: words::waits(scan.delivery.waiting), one, own: None, is_elsewhere: false }
                        }
                    }
                    if writes {
                        div { class: "banners",
                            Button { label: t("paper-scan-away"), compact: true, kind: ButtonKind::Quiet, glyph: Glyph::Trash2, testid: "paper-scan-away", onclick: move |_| away(scan.record) }
                        }
                    }
                }
            }
            if writes {
                div { class: "banners", Button { label: t("paper-scan-add"), compact: true, glyph: Glyph::Upload, testid: "paper-scan-add", href: file.to_string() } }
            }
        }
    }
}

/// 版本: names for it as it stood, and a name for it as it stands.
#[component]
pub(super) fn Editions(page: PaperPage, writes: bool) -> Element {
    let desk = use_desk();
    let mut name = use_signal(String::new);
    let mut round = use_signal(|| 0_u32);
    let mut wrong = use_signal(|| None::<String>);
    let empty = page.parts.iter().all(|part| part.lines.is_empty());
    if page.editions.is_empty() && (!writes || empty) {
        return rsx! {};
    }
    let paper = page.stand.id.clone();
    let editions = page.editions.clone();
    let give = move |_| {
        let called = name.peek().trim().to_owned();
        let paper = paper.clone();
        wrong.set(no_name(&called, &editions, None));
        if wrong.peek().is_some() {
            return;
        }
        spawn(async move {
            if give_name(desk, &paper, &called).await {
                name.set(String::new());
                round += 1;
            }
        });
    };
    rsx! {
        div { "data-testid": "editions",
            Section { title: t("editions"), note: t("editions-note") }
            if !page.editions.is_empty() {
                List {
                    for edition in page.editions.clone() {
                        ListItem { key: "{edition.record}", id: seat(edition.record), title: edition.name.clone(), note: edition_note(&edition), badge: Glyph::History,
                            href: Route::Edition { id: edition.record.to_string() }.to_string(), testid: "edition" }
                    }
                }
            }
            if writes && !empty {
                div { class: "banners stack", key: "{round}",
                    Field { field: "edition-name", label: t("edition-name"), optional: false, error: wrong(),
                        TextInput { id: "edition-name", limit: NAME_CHARS_MAX, error: wrong().is_some(), oninput: move |typed| name.set(typed) }
                    }
                    Button { label: t("edition-give"), compact: true, testid: "edition-give", onclick: give }
                }
            }
        }
    }
}

/// Why an edition cannot be called so: two of one name cannot be told apart in a list.
fn no_name(called: &str, editions: &[PaperEdition], own: Option<RecordId>) -> Option<String> {
    let taken = |edition: &PaperEdition| edition.name.trim() == called && Some(edition.record) != own;
    match (called.is_empty(), editions.iter().any(taken)) {
        (true, _) => Some(t("edition-nameless")),
        (false, true) => Some(t_with("edition-taken", &[("name", called)])),
        (false, false) => None,
    }
}

/// When it was named, and that nobody else sees it yet.
fn edition_note(edition: &PaperEdition) -> String {
    let waits = words::waits(edition.delivery.waiting);
    [Some(read::edition_at(edition)), waits].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

async fn give_name(desk: Desk, paper: &str, called: &str) -> bool {
    let start = match desk.engine().start(RecordType::Edition).await {
        Ok(start) => start,
        Err(notice) => {
            desk.tell(notice);
            return false;
        }
    };
    let field = |key: &str, value: Scalar| FieldEdit { key: key.to_owned(), seen: None, value: Some(value) };
    let fields = vec![
        field(PAPER_KEY, paper.into()),
        field(NAME_KEY, called.into()),
        field(AT_KEY, instant_text(platform::now().local()).into()),
    ];
    let draft = Draft { record_type: RecordType::Edition, record: start.record, fields };
    match desk.engine().command(Command::Save(draft)).await {
        Ok(_) => {
            desk.say(t_with("edition-said", &[("name", called)]), Vec::new());
            true
        }
        Err(notice) => {
            desk.tell(notice);
            false
        }
    }
}

/// Another name for it as it stood: what it holds stays as it is.
#[component]
pub(super) fn Rename(edition: PaperEdition, editions: Vec<PaperEdition>) -> Element {
    let mut wrong = use_signal(|| None::<String>);
    let desk = use_desk();
    let (record, was) = (edition.record, edition.name.clone());
    let mut name = use_signal(|| was.clone());
    let give = move |_| {
        let called = name.peek().trim().to_owned();
        wrong.set(no_name(&called, &editions, Some(record)));
        if wrong.peek().is_some() {
            return;
        }
        let field = |seen: &str, value: &str| FieldEdit {
            key: NAME_KEY.to_owned(),
            seen: Some(seen.into()),
            value: Some(value.into()),
        };
        let named = |field| Command::Amend(Draft { record_type: RecordType::Edition, record, fields: vec![field] });
        let undo = vec![Request::Do(named(field(&called, &edition.name)))];
        desk.act(named(field(&edition.name, &called)), "edition-renamed-said", undo);
    };
    rsx! {
        details { class: "more", "data-testid": "edition-rename",
            summary { class: "more-door", {t("edition-rename")} Icon { glyph: Glyph::ChevronDown } }
            div { class: "banners stack",
                Field { field: "edition-name", label: t("edition-name"), optional: false, error: wrong(),
                    TextInput { id: "edition-name", initial: was, limit: NAME_CHARS_MAX, error: wrong().is_some(), oninput: move |typed| name.set(typed) }
                }
                Button { label: t("edition-rename-do"), compact: true, testid: "edition-rename-do", onclick: give }
            }
        }
    }
}

/// 删掉的段落: they can be put back.
#[component]
pub(super) fn Gone(page: PaperPage, writes: bool) -> Element {
    let desk = use_desk();
    if page.gone.is_empty() || !writes {
        return rsx! {};
    }
    let unseen = page.gone.iter().any(|line| line.gone_unseen);
    let count = page.gone.len().to_string();
    rsx! {
        details { class: "more", open: unseen, "data-testid": "paper-gone",
            summary { class: "more-door", {t_with("paper-gone-lines", &[("count", &count)])} Icon { glyph: Glyph::ChevronDown } }
            for line in page.gone.clone() {
                div { class: "card stack", key: "{line.record}",
                    if line.gone_unseen {
                        Banner { text: t("paper-gone-unseen"), tone: Tone::Warn, glyph: Glyph::TriangleAlert }
                    }
                    Whole { text: line.text.trim().to_owned() }
                    Button { label: t("paper-put-back"), compact: true, glyph: Glyph::Undo2, testid: "paper-put-back",
                        onclick: move |_| desk.act(Command::Undelete { record: line.record }, "paper-put-back-said", Vec::new()) }
                }
            }
        }
    }
}

/// A text that was thrown away, all of it: nobody puts back what they have not read. A long one is folded.
#[component]
fn Whole(text: String) -> Element {
    let first = words::first_words(&text);
    if first == text {
        return rsx! { p { class: "small passage-text", "{text}" } };
    }
    rsx! {
        details { class: "more", "data-testid": "paper-gone-text",
            summary { class: "more-door",
                span { class: "while-folded", "{first}" }
                span { class: "while-unfolded", {t("paper-gone-fold")} }
                Icon { glyph: Glyph::ChevronDown }
            }
            p { class: "small passage-text", "{text}" }
        }
    }
}

/// Printed, or copied into a document on a desk.
#[component]
pub(super) fn TakeAway(page: PaperPage, edition: Option<RecordId>) -> Element {
    if page.parts.iter().all(|part| part.lines.is_empty()) {
        return rsx! {};
    }
    let text = read::written_plain(&page);
    let sheet = match edition {
        Some(edition) => Route::EditionSheet { id: edition.to_string() },
        None => Route::WritingSheet { paper: page.stand.id.clone() },
    };
    rsx! {
        div { class: "banners stack", "data-testid": "paper-out",
            Button { label: t("paper-print"), wide: true, glyph: Glyph::Printer, testid: "paper-print", href: sheet.to_string() }
            Send { text, share: t("paper-share"), copy: t("paper-copy"), testid: "paper-text" }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::view::Delivery;

    #[test]
    fn an_edition_without_a_name_or_with_one_that_another_has_is_asked_for_another() {
        let record = RecordId([8; 16]);
        let one = PaperEdition { record, name: "送审稿".into(), at: String::new(), delivery: Delivery::default() };
        let said = |called: &str, own| no_name(called, std::slice::from_ref(&one), own);
        assert!(said("", None).is_some_and(|words| words.contains("请先写版本名")));
        assert!(said("送审稿", None).is_some_and(|words| words.contains("送审稿") && words.contains("换一个")));
        assert_eq!((said("送审稿", Some(record)), said("定稿", None)), (None, None));
    }
}
