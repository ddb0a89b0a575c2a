//! Rows of a field, each with the fields that its type says: the lessons of a visit, the reviews of a pair.

use dioxus::prelude::*;
use studio_core::form::{FieldSpec, Input, ORDER_KEY};
use studio_core::record::Scalar;
use studio_core::time::Millis;
use studio_ui::prelude::*;

use super::controls::{Around, Written, around};
use super::{Book, FormText};
use crate::platform;

/// Rows of one field.
const ROWS_MAX: usize = 12;
/// Characters of one line in a row.
const LINE_CHARS_MAX: usize = 60;
/// Characters of a text in a row.
const TEXT_CHARS_MAX: usize = 500;

/// The rows, and a way to add one.
#[component]
pub(super) fn Rows(book: Book, spec: &'static FieldSpec, columns: &'static [FieldSpec]) -> Element {
    let ids = book.read(|text| ids(text, spec.key));
    let Around { label, optional, hint, error } = around(book, spec);
    let add_label = t(&format!("{}-add", spec.label_key(book.peek(|text| text.record_type()))));
    let full = ids.len() >= ROWS_MAX;
    let add = move |_| book.choose(|text| drop(add(text, spec.key, platform::now())));
    rsx! {
        Field { field: spec.key, label, optional, hint, error, group: true,
            for id in ids {
                Row { key: "{id}", book, spec, columns, id: id.clone() }
            }
            Button { label: add_label, glyph: Glyph::Plus, compact: true, disabled: full, testid: "{spec.key}-add", onclick: add }
        }
    }
}

/// One row, and the way to take it out.
#[component]
pub(super) fn Row(book: Book, spec: &'static FieldSpec, columns: &'static [FieldSpec], id: String) -> Element {
    let gone = id.clone();
    let remove = move |_| book.choose(|text| remove(text, spec.key, &gone));
    rsx! {
        div { class: "pair",
            for column in columns.iter().filter(|column| typed(column.input).is_some()) {
                Cell { key: "{column.key}", book, spec, column, id: id.clone() }
            }
            Button { label: t("row-remove"), kind: ButtonKind::Quiet, compact: true, onclick: remove }
        }
    }
}

/// The keyboard of a column that is typed; `None` for one that is chosen, which a row does not ask for yet.
fn typed(column: Input) -> Option<InputKind> {
    match column {
        Input::Line | Input::Text => Some(InputKind::Text),
        Input::Number => Some(InputKind::Number),
        Input::Day => Some(InputKind::Date),
        Input::Instant => Some(InputKind::DateTime),
        _ => None,
    }
}

#[component]
fn Cell(book: Book, spec: &'static FieldSpec, column: &'static FieldSpec, id: String) -> Element {
    let key = format!("{}/{id}/{}", spec.key, column.key);
    let initial = use_hook(|| book.peek(|text| text.text(&key)));
    let of = book.peek(|text| text.record_type());
    let label = t(&format!("{}-{}", spec.label_key(of), column.key.replace('_', "-")));
    let limit = if column.input == Input::Text { TEXT_CHARS_MAX } else { LINE_CHARS_MAX };
    let mut count = use_signal(|| initial.chars().count());
    let kind = typed(column.input).unwrap_or_default();
    let written = key.clone();
    rsx! {
        Field { field: key.clone(), label,
            TextInput { id: key, initial, kind,
                oninput: move |typed: String| {
                    count.set(typed.chars().count());
                    book.write(&written, &typed);
                },
            }
            Written { count, limit, over_only: true }
        }
    }
}

/// The rows' ids in their order.
fn ids(text: &FormText, key: &str) -> Vec<String> {
    let mut placed: Vec<(i64, String)> = text
        .below(key)
        .into_iter()
        .filter_map(|rest| {
            let id = rest.strip_suffix(ORDER_KEY)?.strip_suffix('/')?.to_owned();
            let order = text.marked(key, &rest).and_then(Scalar::as_int).unwrap_or_default();
            Some((order, id))
        })
        .collect();
    placed.sort();
    placed.into_iter().map(|(_, id)| id).collect()
}

/// A row's key must not meet one that a colleague adds on another phone: it holds the moment.
pub(super) fn add(text: &mut FormText, key: &str, now: Millis) -> String {
    let order = ids(text, key).len() as i64 + 1;
    let id = format!("{:x}", now.0);
    text.mark(key, &format!("{id}/{ORDER_KEY}"), Some(Scalar::Int(order)));
    id
}

/// The moment that a row's key holds.
pub(super) fn made_at(id: &str) -> Option<Millis> {
    i64::from_str_radix(id, 16).ok().map(Millis)
}

/// Takes a row out with all its keys.
pub(super) fn remove(text: &mut FormText, key: &str, id: &str) {
    for rest in text.below(key).into_iter().filter(|rest| rest.starts_with(&format!("{id}/"))) {
        text.mark(key, &rest, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::record_type::RecordType;

    #[test]
    fn a_row_comes_and_goes_with_all_its_keys() {
        let mut text = FormText::editing(RecordType::Activity, &Default::default());
        add(&mut text, "lessons", Millis(1));
        let id = ids(&text, "lessons").remove(0);
        text.put_text(&format!("lessons/{id}/title"), "落花生");
        remove(&mut text, "lessons", &id);
        assert_eq!((ids(&text, "lessons").len(), text.below("lessons").len()), (0, 0));
    }
}
