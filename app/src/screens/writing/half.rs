//! Paragraphs that are half written: where each belongs in its paper. They lie on this phone alone.

use dioxus::prelude::*;
use studio_core::id::RecordId;
use studio_core::paragraph::{PAPER_KEY, PART_KEY, TEXT_KEY};
use studio_core::view::PaperPart;
use studio_engine::messages::{Draft, PaperHere};
use studio_ui::prelude::*;

use crate::form::{AFTER, FormText};
use crate::route::Route;
use crate::words;

/// A paragraph that is open and not saved: it lies on this phone alone.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Half {
    /// Its record.
    pub(super) record: RecordId,
    /// How it begins.
    said: String,
    /// The part that it goes into.
    part: String,
    /// The paragraph behind which it goes.
    after: Option<RecordId>,
    /// The paragraph stands already, and says something else.
    stands: bool,
}

/// Those of a paper.
pub(super) fn halves(here: &PaperHere) -> Vec<Half> {
    let paper = &here.page.stand.id;
    let half = |draft: &Draft| {
        let text = FormText::from_bytes(&draft.content)?;
        (text.text(PAPER_KEY) == *paper).then(|| Half {
            record: draft.record,
            said: words::first_words(&text.text(TEXT_KEY)),
            part: text.text(PART_KEY),
            after: text.text(AFTER).parse().ok(),
            stands: text.edits_existing(),
        })
    };
    here.drafts.iter().filter_map(half).collect()
}

/// New ones of a part that go behind this paragraph; without one, those whose paragraph is not in the part any more.
pub(super) fn new_behind(halves: &[Half], part: &PaperPart, line: Option<RecordId>) -> Vec<Half> {
    let stands = |record: &RecordId| part.lines.iter().any(|line| line.record == *record);
    let new = halves.iter().filter(|half| !half.stands && half.part == part.id);
    new.filter(|half| half.after.filter(stands) == line).cloned().collect()
}

/// The mark of a half-written text where it belongs.
#[component]
pub(super) fn HalfHere(half: Half) -> Element {
    let text = match half.stands {
        true => t("paper-half-here"),
        false => t_with("paper-half", &[("text", &half.said)]),
    };
    rsx! { HalfBanner { record: half.record, text, testid: "half-here" } }
}

/// The same at the top of the page: whoever was called away need not search.
#[component]
pub(super) fn HalfAbove(half: Half) -> Element {
    let text = t_with("paper-half", &[("text", &half.said)]);
    rsx! { HalfBanner { record: half.record, text, testid: "half-written" } }
}

#[component]
fn HalfBanner(record: RecordId, text: String, testid: &'static str) -> Element {
    rsx! {
        div { class: "banners", "data-testid": testid,
            Banner { text, tone: Tone::Warn, glyph: Glyph::FilePenLine, action: t("draft-editing-go-on"), href: Route::Form { id: record.to_string() }.to_string() }
        }
    }
}
