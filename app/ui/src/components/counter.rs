//! How much of a limit is written.

use dioxus::prelude::*;

use crate::dates::thousands;
use crate::i18n::t_with;

/// 已写 320/500 字; says so in cinnabar when it is too much.
#[component]
pub fn Counter(
    /// Characters written, counted as Word counts.
    count: usize,
    /// The limit.
    limit: usize,
    /// Id, so that the input can name it.
    id: Option<String>,
) -> Element {
    let over = count > limit;
    let (shown, most) = (thousands(count as u64), thousands(limit as u64));
    let words = if over {
        t_with("counter-over", &[("count", &shown), ("limit", &most), ("over", &thousands((count - limit) as u64))])
    } else {
        t_with("counter", &[("count", &shown), ("limit", &most)])
    };
    rsx! {
        span { class: if over { "hint hint-error" } else { "hint" }, id, "{words}" }
    }
}
