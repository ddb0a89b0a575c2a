//! Forms that were not finished, as lines to go on with.

use dioxus::prelude::*;
use studio_core::id::RecordId;
use studio_core::time::Millis;
use studio_engine::messages::{Changed, Draft};
use studio_ui::prelude::*;

use crate::desk::{Answer, use_answer};
use crate::form::FormText;
use crate::platform;
use crate::route::Route;
use crate::words;

/// One form that was not finished.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DraftLine {
    /// The record that it will be or that it edits.
    pub(crate) record: RecordId,
    /// What it is called.
    pub(crate) title: String,
    /// It changes a record or a person that exists: nothing of it is saved there yet.
    pub(crate) editing: bool,
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
    let text = FormText::from_bytes(&draft.content);
    let editing = text.as_ref().is_some_and(FormText::edits_existing);
    let (title, missing) = text.map_or_else(|| (t("draft-newer"), t("draft-newer-do")), |text| said(&text));
    DraftLine {
        record: draft.record,
        title,
        editing,
        missing,
        at: draft.at,
        href: Route::Form { id: draft.record.to_string() }.to_string(),
    }
}

/// Its title as far as it is written, and what it lacks; of a plan nothing yet.
fn said(text: &FormText) -> (String, String) {
    let of = text.record_type();
    let plan = text.is_plan(platform::now().day());
    let problems = if plan { Vec::new() } else { text.problems() };
    let missing = match (problems.is_empty(), text.edits_existing()) {
        (false, _) => words::missing(of, &problems),
        (true, true) => t("draft-editing-note"),
        (true, false) => String::new(),
    };
    (words::title(of, &text.title()), missing)
}

impl DraftLine {
    /// 草稿 · 读书会, 改了一半 · 读书会
    pub(crate) fn heading(&self) -> String {
        let key = if self.editing { "draft-editing-title" } else { "record-draft-title" };
        t_with(key, &[("title", &self.title)])
    }
}

/// On the page of a record or a person: a change of it was begun and not saved.
#[component]
pub(crate) fn HalfDone(record: RecordId) -> Element {
    let draft = use_answer(record, &[Changed::Drafts], |engine, record| async move { engine.draft(record).await });
    match draft {
        Answer::Here(Some(draft)) => rsx! { HalfDoneView { line: line(&draft) } },
        _ => rsx! {},
    }
}

/// The same as a picture of plain data.
#[component]
pub(crate) fn HalfDoneView(line: DraftLine) -> Element {
    rsx! {
        div { class: "banners", "data-testid": "half-done",
            Banner { text: t("draft-editing-here"), tone: Tone::Warn, glyph: Glyph::FilePenLine, action: t("draft-editing-go-on"), href: line.href }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::record_type::RecordType;

    #[test]
    fn a_draft_that_this_release_cannot_read_is_named_and_not_passed_over() {
        let draft = Draft { record: RecordId([1; 16]), form: "hologram".into(), content: vec![1, 2, 3], at: Millis(0) };
        let lines = drafts_of(&[draft]);
        assert_eq!((lines.len(), lines[0].title.as_str()), (1, t("draft-newer").as_str()));
        assert!(lines[0].missing.contains("更新"), "{}", lines[0].missing);
    }

    #[test]
    fn a_change_that_was_left_halfway_is_no_record_of_its_own() {
        let fields = [("topic".to_owned(), "读书会".into())].into();
        let mut text = FormText::editing(RecordType::Activity, &fields);
        text.put_text("topic", "读书会二");
        let draft = |content| Draft { record: RecordId([1; 16]), form: "activity".into(), content, at: Millis(0) };
        let one = line(&draft(text.to_bytes()));
        assert!(one.editing && one.heading().starts_with("改了一半"), "{}", one.heading());
        let one = line(&draft(crate::sample::opening(true).text.to_bytes()));
        assert!(!one.editing && one.heading().starts_with("草稿"), "{}", one.heading());
    }
}
