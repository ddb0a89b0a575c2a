//! The form of somebody who is no member any more, or whose phone was stopped: saving may be refused, and what they wrote is
//! theirs to take along. It saves nothing.

use std::collections::BTreeMap;

use dioxus::prelude::*;
use studio_core::view::{PersonChip, Telling};
use studio_ui::prelude::*;
use studio_ui::read;

use crate::form::{Book, FormText};
use crate::platform;
use crate::words;

/// Characters of a title in the name of a file.
const NAME_CHARS_MAX: usize = 40;
const MEDIA_TEXT: &str = "text/plain;charset=utf-8";

/// Above the fields: the text to paste, and the text as a file.
#[component]
pub(super) fn Carried(book: Book) -> Element {
    let mut told = use_signal(|| None::<&'static str>);
    let whole = move || {
        let people = book.people.peek().clone();
        book.peek(|text| as_text(text, &people))
    };
    let copy = move |_| {
        let text = whole();
        spawn(async move {
            told.set(Some(if platform::copy(&text).await { "form-carried-copied" } else { "copy-failed" }));
        });
    };
    let keep = move |_| {
        let (name, text) = (book.peek(file_name), whole());
        spawn(async move {
            let given = platform::hand_over(&name, MEDIA_TEXT, text.as_bytes()).await;
            told.set(Some(if given { "form-carried-given" } else { "form-carried-not" }));
        });
    };
    rsx! {
        section { class: "card stack", "data-testid": "carried",
            p { class: "small", {t("form-carried")} }
            div { class: "row wrap",
                Button { label: t("form-carried-copy"), compact: true, glyph: Glyph::Copy, testid: "carried-copy", onclick: copy }
                Button { label: t("form-carried-file"), compact: true, kind: ButtonKind::Quiet, glyph: Glyph::Download, testid: "carried-file", onclick: keep }
            }
            if let Some(key) = told() {
                p { class: "cap mute", role: "status", {t(key)} }
            }
        }
    }
}

/// 集体备课：大单元教学设计, then a field a line; a paragraph of a paper is its text alone.
fn as_text(text: &FormText, people: &[PersonChip]) -> String {
    let of = text.record_type();
    let names: BTreeMap<_, _> = people.iter().map(|person| (person.person, person.name.clone())).collect();
    let facts = read::facts(of, text.fields(), &telling(names));
    if !of.says().work {
        return facts.into_iter().map(|fact| fact.value).collect::<Vec<_>>().join("\n\n");
    }
    let lines =
        facts.into_iter().map(|fact| t_with("form-carried-line", &[("label", &fact.label), ("value", &fact.value)]));
    std::iter::once(words::title(of, &text.title())).chain(lines).collect::<Vec<_>>().join("\n")
}

/// Names alone: what else a page tells with is not on a phone that was stopped.
fn telling(names: BTreeMap<studio_core::id::PersonId, String>) -> Telling {
    Telling { names, ..Telling::default() }
}

/// A name that every disk takes: titles hold marks that some refuse.
fn file_name(text: &FormText) -> String {
    let title = words::title(text.record_type(), &text.title());
    let title: String = title.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(NAME_CHARS_MAX).collect();
    format!("{title}.txt")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use studio_core::record_type::RecordType;

    #[test]
    fn what_was_written_is_taken_along_with_its_labels_and_names() {
        let opening = sample::opening(true);
        let text = as_text(&opening.text, &opening.people);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "大单元教学设计：从一篇到一组");
        for line in ["地点：赵桥小学", "主持人：周慧敏"] {
            assert!(lines.contains(&line), "{line} not in\n{text}");
        }
        assert!(text.contains("围绕五年级上册第四单元") && !text.contains("040g2081"), "{text}");
        assert_eq!(file_name(&opening.text), "大单元教学设计-从一篇到一组.txt");
    }

    #[test]
    fn a_paragraph_is_its_text_alone() {
        let mut text = FormText::editing(RecordType::Paragraph, &Default::default());
        text.put_text("text", "第一句。");
        assert_eq!(as_text(&text, &[]), "第一句。");
    }
}
