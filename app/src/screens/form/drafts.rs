//! Forms that were not finished, as lines to go on with.

use studio_core::time::Millis;
use studio_engine::messages::Draft;

use crate::form::FormText;
use crate::route::Route;
use crate::words;

/// One form that was not finished.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DraftLine {
    /// What it is called.
    pub(crate) title: String,
    /// 还差 2 项：地点、参加人员
    pub(crate) missing: String,
    /// When it was last kept.
    pub(crate) at: Millis,
    /// Where one goes on.
    pub(crate) href: String,
}

/// The drafts whose content this release can read; newest first. One that it cannot read stays in the table.
pub(crate) fn drafts_of(drafts: &[Draft]) -> Vec<DraftLine> {
    drafts.iter().filter_map(line).collect()
}

fn line(draft: &Draft) -> Option<DraftLine> {
    let text = FormText::from_bytes(&draft.content)?;
    let of = text.record_type();
    let title =
        ["topic", "title", "content", "name"].into_iter().map(|key| text.text(key)).find(|text| !text.is_empty());
    let problems = text.problems();
    Some(DraftLine {
        title: words::title(of, &title.unwrap_or_default()),
        missing: if problems.is_empty() { String::new() } else { words::missing(of, &problems) },
        at: draft.at,
        href: Route::Form { id: draft.record.to_string() }.to_string(),
    })
}
