//! What the county added to a form: its fields, after all others. Nothing of it must be filled.

use dioxus::prelude::*;
use studio_core::guide::{OwnField, OwnInput};
use studio_ui::prelude::*;

use super::{Book, FormText};

/// The county's fields of this form, under their own heading; nothing where it added none.
#[component]
pub(crate) fn OwnFields(book: Book) -> Element {
    let of = book.peek(FormText::record_type);
    let fields: Vec<(String, OwnField)> = (book.own)().of(of).map(|(key, field)| (key, field.clone())).collect();
    if fields.is_empty() {
        return rsx! {};
    }
    rsx! {
        div { class: "stack-wide", "data-testid": "own-fields",
            Section { title: t("own-fields") }
            for (name, field) in fields {
                OwnControl { key: "{name}", book, name, field }
            }
        }
    }
}

#[component]
fn OwnControl(book: Book, name: String, field: OwnField) -> Element {
    let hint = Some(field.hint.clone()).filter(|hint| !hint.is_empty());
    match field.input {
        OwnInput::Text => rsx! { Typed { book, name, label: field.title, hint, kind: InputKind::Text } },
        OwnInput::Number => rsx! { Typed { book, name, label: field.title, hint, kind: InputKind::Number } },
        OwnInput::Day => rsx! { Typed { book, name, label: field.title, hint, kind: InputKind::Date } },
        OwnInput::Yes | OwnInput::Choice => rsx! { Tapped { book, name, field } },
    }
}

/// A field that is typed.
#[component]
fn Typed(book: Book, name: String, label: String, hint: Option<String>, kind: InputKind) -> Element {
    let initial = use_hook(|| book.peek(|text| text.text(&name)));
    let hinted = hint.is_some();
    let key = name.clone();
    let written = move |typed: String| match kind {
        InputKind::Number => book.write_number(&key, &typed),
        _ => book.write(&key, &typed),
    };
    rsx! {
        Field { field: name.clone(), label, optional: true, hint,
            TextInput { id: name, initial, kind, hint: hinted, oninput: written }
        }
    }
}

/// A field that is tapped: yes, or one of its words.
#[component]
fn Tapped(book: Book, name: String, field: OwnField) -> Element {
    const YES: &str = "yes";
    let only_yes = field.input == OwnInput::Yes;
    let (chosen, yes) = book.read(|text| (text.text(&name), text.yes(&name)));
    let chip = |value: &str, label: String, on: bool| Chip { value: value.to_owned(), label, on, glyph: None };
    let chips: Vec<Chip> = match only_yes {
        true => vec![chip(YES, t("value-yes"), yes)],
        false => field.words.iter().map(|word| chip(&word.id, word.title.clone(), word.id == chosen)).collect(),
    };
    let hint = Some(field.hint.clone()).filter(|hint| !hint.is_empty());
    let key = name.clone();
    let picked = move |word: String| {
        book.choose(|text| match only_yes {
            true => text.put_yes(&key, !yes),
            false => text.put_text(&key, &word),
        });
    };
    rsx! {
        Field { field: name.clone(), label: field.title.clone(), optional: true, hint, group: true,
            Chips { name, label: field.title, chips, multi: only_yes, onpick: picked }
        }
    }
}
