//! Forms that were not finished, as lines to go on with.

use studio_core::id::RecordId;
use studio_core::time::Millis;
use studio_engine::messages::Draft;
use studio_ui::i18n::t;

use crate::form::FormText;
use crate::route::Route;
use crate::words;

/// One form that was not finished.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DraftLine {
    /// The record that it will be or that it edits.
    pub(crate) record: RecordId,
    /// What it is called.
    pub(crate) title: String,
    /// 还差 2 项：地点、参加人员
    pub(crate) missing: String,
    /// When it was last kept.
    pub(crate) at: Millis,
    /// Where one goes on.
    pub(crate) href: String,
}

/// The drafts, newest first. One that this release cannot read stays in the table and is named as such.
pub(crate) fn drafts_of(drafts: &[Draft]) -> Vec<DraftLine> {
    drafts.iter().map(line).collect()
}

fn line(draft: &Draft) -> DraftLine {
    let (title, missing) = match FormText::from_bytes(&draft.content) {
        Some(text) => said(&text),
        None => (t("draft-newer"), t("draft-newer-do")),
    };
    DraftLine {
        record: draft.record,
        title,
        missing,
        at: draft.at,
        href: Route::Form { id: draft.record.to_string() }.to_string(),
    }
}

/// Its title as far as it is written, and what it lacks.
fn said(text: &FormText) -> (String, String) {
    let of = text.record_type();
    let problems = text.problems();
    let missing = if problems.is_empty() { String::new() } else { words::missing(of, &problems) };
    (words::title(of, &text.title()), missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_that_this_release_cannot_read_is_named_and_not_passed_over() {
        let draft = Draft { record: RecordId([1; 16]), form: "hologram".into(), content: vec![1, 2, 3], at: Millis(0) };
        let lines = drafts_of(&[draft]);
        assert_eq!((lines.len(), lines[0].title.as_str()), (1, t("draft-newer").as_str()));
        assert!(lines[0].missing.contains("更新"), "{}", lines[0].missing);
    }
}
