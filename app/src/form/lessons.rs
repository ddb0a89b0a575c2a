//! 课节 of a 送教下乡: each a title and a grade.

use dioxus::prelude::*;
use studio_core::form::FieldSpec;
use studio_core::record::Scalar;
use studio_ui::prelude::*;

use super::controls::{Around, around};
use super::{Book, FormText};

/// Lessons in one visit.
const LESSONS_MAX: usize = 12;
/// Characters of a title.
const TITLE_CHARS_MAX: u32 = 60;

/// The lessons, and a way to add one.
#[component]
pub(super) fn Lessons(book: Book, spec: &'static FieldSpec) -> Element {
    let ids = book.read(|text| ids(text, spec.key));
    let Around { label, optional, .. } = around(book, spec);
    let full = ids.len() >= LESSONS_MAX;
    let add = move |_| book.choose(|text| add(text, spec.key));
    rsx! {
        Field { field: spec.key, label, optional, group: true,
            for id in ids {
                Lesson { key: "{id}", book, spec, id: id.clone() }
            }
            Button { label: t("lesson-add"), glyph: Glyph::Plus, compact: true, disabled: full, testid: "lesson-add", onclick: add }
        }
    }
}

#[component]
fn Lesson(book: Book, spec: &'static FieldSpec, id: String) -> Element {
    let (title, grade) = (format!("{}/{id}/title", spec.key), format!("{}/{id}/grade", spec.key));
    let (first_title, first_grade) = use_hook(|| book.peek(|text| (text.text(&title), text.text(&grade))));
    let gone = id.clone();
    let remove = move |_| book.choose(|text| remove(text, spec.key, &gone));
    rsx! {
        div { class: "pair",
            Field { field: title.clone(), label: t("lesson-title"),
                TextInput { id: title.clone(), initial: first_title, limit: TITLE_CHARS_MAX, oninput: move |typed: String| book.write(&title, &typed) }
            }
            Field { field: grade.clone(), label: t("lesson-grade"),
                TextInput { id: grade.clone(), initial: first_grade, limit: TITLE_CHARS_MAX, oninput: move |typed: String| book.write(&grade, &typed) }
            }
            Button { label: t("lesson-remove"), kind: ButtonKind::Quiet, compact: true, onclick: remove }
        }
    }
}

/// The lessons' ids in their order.
fn ids(text: &FormText, key: &str) -> Vec<String> {
    let mut placed: Vec<(i64, String)> = text
        .below(key)
        .into_iter()
        .filter_map(|rest| {
            let id = rest.strip_suffix("/order")?.to_owned();
            let order = text.marked(key, &rest).and_then(Scalar::as_int).unwrap_or_default();
            Some((order, id))
        })
        .collect();
    placed.sort();
    placed.into_iter().map(|(_, id)| id).collect()
}

/// A lesson's key must not meet one that a colleague adds on another phone: it holds the moment.
fn add(text: &mut FormText, key: &str) {
    let order = ids(text, key).len() as i64 + 1;
    let id = format!("{:x}", crate::platform::now().0);
    text.mark(key, &format!("{id}/order"), Some(Scalar::Int(order)));
}

fn remove(text: &mut FormText, key: &str, id: &str) {
    for rest in text.below(key).into_iter().filter(|rest| rest.starts_with(&format!("{id}/"))) {
        text.mark(key, &rest, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::record_type::RecordType;

    #[test]
    fn a_lesson_comes_and_goes_with_all_its_keys() {
        let mut text = FormText::editing(RecordType::Activity, &Default::default());
        add(&mut text, "lessons");
        let id = ids(&text, "lessons").remove(0);
        text.put_text(&format!("lessons/{id}/title"), "落花生");
        remove(&mut text, "lessons", &id);
        assert_eq!((ids(&text, "lessons").len(), text.below("lessons").len()), (0, 0));
    }
}
