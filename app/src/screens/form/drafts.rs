//! Forms that were not finished, as lines to go on with.

use dioxus::prelude::*;
use studio_core::id::RecordId;
use studio_core::paragraph::{PAPER_KEY, PART_KEY};
use studio_core::time::Millis;
use studio_core::view::PassagePlace;
use studio_engine::client::EngineHandle;
use studio_engine::messages::{Changed, Draft, Notice};
use studio_ui::prelude::*;
use studio_ui::read;

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

/// A draft, and where it stands in its paper if it is a paragraph of one.
type Placed = (Draft, Option<PassagePlace>);

/// The drafts of this phone, newest first; none before the engine told.
pub(crate) fn use_drafts() -> Vec<DraftLine> {
    let placed = use_answer((), &[Changed::Drafts, Changed::Records], |engine, ()| placed(engine));
    if let Answer::Here(placed) = placed { drafts_of(&placed) } else { Vec::new() }
}

async fn placed(engine: EngineHandle) -> Result<Vec<Placed>, Notice> {
    let mut all = Vec::new();
    for draft in engine.drafts().await? {
        let text =
            FormText::from_bytes(&draft.content).filter(|text| text.record_type().says().field(PART_KEY).is_some());
        let place = match text {
            // of a paper that cannot be read now its paragraph still has its words: they are no reason to show no draft
            Some(text) => engine
                .paper(text.text(PAPER_KEY))
                .await
                .ok()
                .flatten()
                .map(|here| text.place_in(&here.page, draft.record)),
            None => None,
        };
        all.push((draft, place));
    }
    Ok(all)
}

/// As lines. One that this release cannot read stays in the table and is named as such.
fn drafts_of(placed: &[Placed]) -> Vec<DraftLine> {
    placed.iter().map(|(draft, place)| line(draft, place.as_ref())).collect()
}

fn line(draft: &Draft, place: Option<&PassagePlace>) -> DraftLine {
    let text = FormText::from_bytes(&draft.content);
    let editing = text.as_ref().is_some_and(FormText::edits_existing);
    let (title, missing) = text.map_or_else(|| (t("draft-newer"), t("draft-newer-do")), |text| said(&text));
    // how a text begins is no name for it
    let title = place.map_or(title, read::passage_place);
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
        Answer::Here(Some(draft)) => rsx! { HalfDoneView { line: line(&draft, None) } },
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
        let lines = drafts_of(&[(draft, None)]);
        assert_eq!((lines.len(), lines[0].title.as_str()), (1, t("draft-newer").as_str()));
        assert!(lines[0].missing.contains("更新"), "{}", lines[0].missing);
    }

    #[test]
    fn a_change_that_was_left_halfway_is_no_record_of_its_own() {
        let fields = [("topic".to_owned(), "读书会".into())].into();
        let mut text = FormText::editing(RecordType::Activity, &fields);
        text.put_text("topic", "读书会二");
        let draft = |content| Draft { record: RecordId([1; 16]), form: "activity".into(), content, at: Millis(0) };
        let one = line(&draft(text.to_bytes()), None);
        assert!(one.editing && one.heading().starts_with("改了一半"), "{}", one.heading());
        let one = line(&draft(crate::sample::opening(true).text.to_bytes()), None);
        assert!(!one.editing && one.heading().starts_with("草稿"), "{}", one.heading());
    }

    #[test]
    fn a_half_written_paragraph_is_called_by_where_it_stands_and_not_by_how_it_begins() {
        let mut text = FormText::editing(RecordType::Paragraph, &Default::default());
        text.put_text("text", "好");
        let form = "paragraph".to_owned();
        let draft = Draft { record: RecordId([1; 16]), form, content: text.to_bytes(), at: Millis(0) };
        let place = PassagePlace { paper: "实践案例".into(), part: "做法".into(), number: Some(2) };
        assert_eq!(drafts_of(&[(draft, Some(place))])[0].title, "实践案例 · 做法 · 第 2 段");
    }
}
