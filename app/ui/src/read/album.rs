//! Pictures on paper, in words: the same on the phone's sheet and on the bureau's.

use studio_core::attachment::Attachment;
use studio_core::time::Day;

use crate::dates;
use crate::i18n::{t, t_with};

/// Whether a page can draw it: a scan it cannot.
pub fn is_drawn(one: &Attachment) -> bool {
    !one.is_scan()
}

/// 2026年11月23日 · 课堂提问 · 板书. That pupils are in it is no paper's business.
pub fn picture_words(day: Option<Day>, title: String, one: &Attachment) -> String {
    let words = [day.map(dates::date), Some(title), Some(one.caption.clone())].into_iter().flatten();
    words.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// What cannot be drawn, by name; `None` where there is nothing of it.
pub fn scans_words(scans: &[Attachment]) -> Option<String> {
    let named = |one: &Attachment| if one.caption.is_empty() { t(one.kind.label_key()) } else { one.caption.clone() };
    let names = scans.iter().map(named).collect::<Vec<_>>().join("、");
    let count = scans.len().to_string();
    (!scans.is_empty()).then(|| t_with("paper-scans", &[("count", &count), ("names", &names)]))
}
