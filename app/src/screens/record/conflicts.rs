//! The same field changed on two phones: both values with who wrote them; the person decides, nothing was lost.

use dioxus::prelude::*;
use studio_core::command::{Command, Draft};
use studio_core::edit::FieldEdit;
use studio_core::form::Input;
use studio_core::id::RecordId;
use studio_core::read::Conflict;
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_engine::messages::RecordPage;
use studio_ui::prelude::*;
use studio_ui::read::one;

use crate::desk::{Desk, use_desk};
use crate::route::Route;

/// Every field of a record with two values.
#[component]
pub(super) fn Conflicts(page: RecordPage) -> Element {
    let mine = page.detail.row.mine;
    rsx! {
        for conflict in page.detail.conflicts.clone() {
            div { key: "{conflict.key}", "data-testid": "two-values", Two { page: page.clone(), conflict, mine } }
        }
    }
}

#[component]
fn Two(page: RecordPage, conflict: Conflict, mine: bool) -> Element {
    let desk = use_desk();
    let of = page.detail.row.record_type;
    let record = page.detail.row.record;
    let mut chosen = use_signal(|| conflict.values.len().saturating_sub(1).to_string());
    let choices = choices(&page, &conflict);
    let label = studio_ui::read::label(of, &conflict.key);
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
            onedit: move |_| { navigator().push(Route::Form { id: record.to_string() }); },
        }
    }
}

fn choices(page: &RecordPage, conflict: &Conflict) -> Vec<ValueChoice> {
    let values = conflict.values.iter().enumerate();
    values
        .map(|(at, (device, value))| ValueChoice {
            key: at.to_string(),
            value: one(page.detail.row.record_type, &conflict.key, value, &page.detail.telling),
            who: page.writers.get(device).map(who).unwrap_or_default(),
        })
        .collect()
}

fn who(writer: &studio_engine::messages::Writer) -> String {
    let device = if writer.this_device { t("this-device") } else { writer.device_name.clone() };
    [writer.name.clone(), device].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Both texts, one below the other; only where a field holds text.
fn both(of: RecordType, key: &str, values: &[Scalar]) -> Option<Scalar> {
    let text = of.says().field(key).is_some_and(|spec| spec.key == key && spec.input == Input::Text);
    let texts: Option<Vec<&str>> = values.iter().map(Scalar::as_str).collect();
    texts.filter(|_| text).map(|texts| texts.join("\n").into())
}

fn settle(desk: Desk, record_type: RecordType, record: RecordId, field: FieldEdit) {
    desk.act(Command::Save(Draft { record_type, record, fields: vec![field] }), "two-settled", Vec::new());
}

/// The field with one value again. What was seen is the value that stands; where that one is chosen it is another one,
/// for a field whose value was seen as it shall be counts as not touched.
fn settlement(key: &str, values: &[Scalar], value: Scalar) -> FieldEdit {
    let seen = values.iter().rev().find(|other| **other != value).cloned();
    FieldEdit { key: key.to_owned(), seen, value: Some(value) }
}

#[cfg(test)]
mod tests {
    use super::settlement;
    use studio_core::record::Scalar;

    #[test]
    fn a_choice_is_always_a_change_and_names_what_stands_unless_it_is_that() {
        let values = [Scalar::from("录播室"), Scalar::from("会议室")];
        let seen = |value: &str| settlement("place", &values, value.into()).seen;
        assert_eq!(seen("录播室"), Some("会议室".into()));
        assert_eq!(seen("会议室"), Some("录播室".into()));
        assert_eq!(seen("录播室\n会议室"), Some("会议室".into()));
    }
}
