//! Two to four views of the same thing, or two to four steps of one setting: one line of segments.

use dioxus::prelude::*;

use crate::components::list::Row;

/// One segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segment {
    /// What is reported.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Where it leads, when it is a link.
    pub href: Option<String>,
}

/// A line of segments.
#[component]
pub fn Segments(
    /// What one switches, for screen readers.
    label: String,
    /// The segments.
    segments: Vec<Segment>,
    /// Handle for journeys: each segment is `testid-value`.
    testid: Option<String>,
    /// Value of the chosen one.
    chosen: String,
    /// Told the value that was tapped.
    onpick: Option<EventHandler<String>>,
) -> Element {
    rsx! {
        div { class: "seg", role: "group", "aria-label": label,
            for segment in segments {
                SegmentBox { key: "{segment.value}", testid: testid.as_ref().map(|of| format!("{of}-{}", segment.value)), on: segment.value == chosen, segment, onpick }
            }
        }
    }
}

#[component]
fn SegmentBox(segment: Segment, on: bool, testid: Option<String>, onpick: Option<EventHandler<String>>) -> Element {
    let class = if on { "seg-part seg-on" } else { "seg-part" };
    if segment.href.is_some() {
        return rsx! { Row { class, href: segment.href.clone(), testid, "{segment.label}" } };
    }
    let value = segment.value.clone();
    let picked = move |_| {
        if let Some(handler) = &onpick {
            handler.call(value.clone());
        }
    };
    rsx! {
        button { class, r#type: "button", "data-testid": testid, "aria-pressed": if on { "true" } else { "false" }, onclick: picked, "{segment.label}" }
    }
}
