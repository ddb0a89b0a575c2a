//! The same field changed on two phones: both values with who wrote them and when; the person decides, nothing was lost.

use dioxus::prelude::*;
use studio_core::command::{Command, Draft};
use studio_core::edit::FieldEdit;
use studio_core::form::Input;
use studio_core::id::RecordId;
use studio_core::read::Conflict;
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::time::Millis;
use studio_engine::messages::{RecordPage, Writer};
use studio_ui::prelude::*;
use studio_ui::read::one;

use crate::desk::{Desk, use_desk};
use crate::route::Route;
use crate::words;

/// Every field of a record with two values.
#[component]
pub(super) fn Conflicts(page: RecordPage, now: Millis) -> Element {
    let mine = page.detail.row.mine;
    rsx! {
        for conflict in page.detail.conflicts.clone() {
            div { key: "{conflict.key}", "data-testid": "two-values", Two { page: page.clone(), conflict, mine, now } }
        }
    }
}

#[component]
fn Two(page: RecordPage, conflict: Conflict, mine: bool, now: Millis) -> Element {
    let desk = use_desk();
    let of = page.detail.row.record_type;
    let record = page.detail.row.record;
    let mut chosen = use_signal(|| conflict.values.len().saturating_sub(1).to_string());
    let choices = choices(&page, &conflict, now);
    let label = studio_ui::read::label(of, &conflict.key, &page.detail.telling);
    let values: Vec<Scalar> = conflict.values.iter().map(|(_, value)| value.clone()).collect();
    let together = both(of, &conflict.key, &values).map(|text| settlement(&conflict.key, &values, text));
    let each: Vec<FieldEdit> = values.iter().map(|value| settlement(&conflict.key, &values, value.clone())).collect();
    let use_this = move |_| {
        let field = chosen.peek().parse::<usize>().ok().and_then(|at| each.get(at)).cloned();
        field.into_iter().for_each(|field| settle(desk, of, record, field));
    };
    let keep_both =
        together.map(|field| EventHandler::new(move |_: MouseEvent| settle(desk, of, record, field.clone())));
    if !mine {
        return rsx! { Banner { text: t_with("two-theirs", &[("field", &label)]), tone: Tone::Info, glyph: Glyph::GitMerge } };
    }
    rsx! {
        TwoValues {
            field: label, choices, chosen: chosen(), onpick: move |key: String| chosen.set(key), onuse: use_this, onboth: keep_both,
            onedit: move |_| edit(desk, record, &conflict.key),
        }
    }
}

/// The form, opened at the field.
fn edit(desk: Desk, record: RecordId, key: &str) {
    let mut to_field = desk.to_field;
    to_field.set(key.split('/').next().map(str::to_owned));
    navigator().push(Route::Form { id: record.to_string() });
}

fn choices(page: &RecordPage, conflict: &Conflict, now: Millis) -> Vec<ValueChoice> {
    let times = page.values_at.get(&conflict.key).map(Vec::as_slice).unwrap_or_default();
    let values = conflict.values.iter().enumerate();
    values
        .map(|(at, (device, value))| ValueChoice {
            key: at.to_string(),
            value: one(page.detail.row.record_type, &conflict.key, value, &page.detail.telling),
            who: said_by(page.writers.get(device), times.get(at).copied().flatten(), now),
        })
        .collect()
}

/// 王丽（红米手机） · 今天 17:02
fn said_by(writer: Option<&Writer>, at: Option<Millis>, now: Millis) -> String {
    let at = at.map(|at| words::moment(at.local(), now));
    [writer.map(words::writer), at].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Both texts, one below the other; only where a field holds text, and nothing stands twice.
fn both(of: RecordType, key: &str, values: &[Scalar]) -> Option<Scalar> {
    let text = of.says().field(key).is_some_and(|spec| spec.key == key && spec.input == Input::Text);
    let texts: Option<Vec<&str>> = values.iter().map(Scalar::as_str).collect();
    let mut different: Vec<&str> = Vec::new();
    for text in texts.filter(|_| text)? {
        if !different.contains(&text.trim()) {
            different.push(text.trim());
        }
    }
    (different.len() > 1).then(|| different.join("\n").into())
}

fn settle(desk: Desk, record_type: RecordType, record: RecordId, field: FieldEdit) {
    desk.act(Command::Amend(Draft { record_type, record, fields: vec![field] }), "two-settled", Vec::new());
}

/// The field with one value again. What was seen is the value that stands; where that one is chosen it is another one,
/// for a field whose value was seen as it shall be counts as not touched.
fn settlement(key: &str, values: &[Scalar], value: Scalar) -> FieldEdit {
    let seen = values.iter().rev().find(|other| **other != value).cloned();
    FieldEdit { key: key.to_owned(), seen, value: Some(value) }
}

#[cfg(test)]
mod tests {
    use super::{both, settlement};
    use studio_core::form::Input;
    use studio_core::record::Scalar;
    use studio_core::record_type::RecordType;

    #[test]
    fn both_are_kept_of_texts_alone_one_below_the_other_and_nothing_twice() {
        let of = RecordType::Activity;
        let key = of.says().fields.iter().find(|spec| spec.input == Input::Text).expect("a text").key;
        let kept = |key: &str, one: &str, other: &str| both(of, key, &[one.into(), other.into()]);
        assert_eq!(kept(key, "先说课", "再磨课"), Some("先说课\n再磨课".into()));
        assert_eq!(kept(key, "先说课", "先说课 "), None, "one is enough");
        assert_eq!(kept("place", "录播室", "会议室"), None, "a line holds one place");
        assert_eq!(kept("kind", "meeting", "outreach"), None);
    }

    #[test]
    fn a_choice_is_always_a_change_and_names_what_stands_unless_it_is_that() {
        let values = [Scalar::from("录播室"), Scalar::from("会议室")];
        let seen = |value: &str| settlement("place", &values, value.into()).seen;
        assert_eq!(seen("录播室"), Some("会议室".into()));
        assert_eq!(seen("会议室"), Some("录播室".into()));
        assert_eq!(seen("录播室\n会议室"), Some("会议室".into()));
    }
}
