//! Long work: how far, how much, how long; it can be left.

use dioxus::prelude::*;

/// A bar with words.
#[component]
pub fn Progress(
    /// What is being done.
    title: String,
    /// 0 to 1; absent when nobody can know.
    fraction: Option<f64>,
    /// 0.6 / 1.1 MB
    amount: Option<String>,
    /// 约 20 秒。可以先开始记，不用等。
    note: Option<String>,
) -> Element {
    let percent = fraction.map(|part| format!("{:.0}", part.clamp(0.0, 1.0) * 100.0));
    let width = percent.clone().map(|percent| format!("width: {percent}%"));
    rsx! {
        section { class: "card progress",
            div { class: "progress-head",
                b { class: "small", "{title}" }
                if let Some(amount) = amount {
                    span { class: "cap num", "{amount}" }
                }
            }
            div {
                class: if percent.is_none() { "meter meter-thick meter-waiting" } else { "meter meter-thick" },
                role: "progressbar", "aria-label": "{title}", "aria-valuemin": "0", "aria-valuemax": "100", "aria-valuenow": percent,
                span { class: "meter-fill fill-reached", style: width }
            }
            if let Some(note) = note {
                span { class: "cap faint", "{note}" }
            }
        }
    }
}
