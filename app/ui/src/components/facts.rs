//! A record's fields as label and value.

use dioxus::prelude::*;

use crate::link::Anchor;

/// One field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// The value, as it is read; line breaks are kept.
    pub value: String,
    /// A link after the value: its words and where it leads.
    pub door: Option<(String, String)>,
}

impl Fact {
    /// A field without a link.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Fact {
        Fact { label: label.into(), value: value.into(), door: None }
    }
}

/// The list.
#[component]
pub fn Facts(
    /// The fields in their order.
    facts: Vec<Fact>,
) -> Element {
    rsx! {
        dl { class: "facts",
            for fact in facts {
                dt { "{fact.label}" }
                dd {
                    "{fact.value}"
                    if let Some((words, href)) = fact.door {
                        " "
                        Anchor { class: "door", href, "{words}" }
                    }
                }
            }
        }
    }
}
