//! The same field changed on two phones: both values, who wrote each and when; the person decides.

use dioxus::prelude::*;

use crate::components::{Button, ButtonKind};
use crate::i18n::{t, t_with};
use crate::icon::{Glyph, Icon};

/// One of the values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueChoice {
    /// What is reported when it is chosen.
    pub key: String,
    /// The value.
    pub value: String,
    /// Who, when, where.
    pub who: String,
}

/// 用这个 / 两个都留 / 改一改.
#[component]
pub fn TwoValues(
    /// The field's label.
    field: String,
    /// The values, two or more.
    choices: Vec<ValueChoice>,
    /// Key of the chosen one.
    chosen: String,
    /// Another was chosen.
    onpick: Option<EventHandler<String>>,
    /// 用这个
    onuse: Option<EventHandler<MouseEvent>>,
    /// 两个都留; absent where a field holds one value only.
    onboth: Option<EventHandler<MouseEvent>>,
    /// 改一改
    onedit: Option<EventHandler<MouseEvent>>,
) -> Element {
    rsx! {
        section { class: "card two-values",
            b { class: "two-head", Icon { glyph: Glyph::GitMerge } {t_with("two-title", &[("field", &field)])} }
            for choice in choices {
                ValueOption { key: "{choice.key}", group: field.clone(), on: choice.key == chosen, choice, onpick }
            }
            div { class: "two-acts",
                Button { label: t("two-use"), kind: ButtonKind::Main, compact: true, onclick: onuse }
                if onboth.is_some() {
                    Button { label: t("two-both"), compact: true, onclick: onboth }
                }
                Button { label: t("two-edit"), kind: ButtonKind::Quiet, compact: true, onclick: onedit }
            }
        }
    }
}

#[component]
fn ValueOption(group: String, choice: ValueChoice, on: bool, onpick: Option<EventHandler<String>>) -> Element {
    let key = choice.key.clone();
    let picked = move |_| {
        if let Some(handler) = &onpick {
            handler.call(key.clone());
        }
    };
    rsx! {
        label { class: "option",
            input { class: "option-input", r#type: "radio", name: "two-{group}", checked: on, onchange: picked }
            span { class: "grow",
                "{choice.value}"
                span { class: "cap faint block", "{choice.who}" }
            }
        }
    }
}
