//! A paragraph of a paper on its way to its place, and the numbers that its text may hold.

use dioxus::prelude::*;
use studio_core::closure::ClosureReport;
use studio_core::command::{Command, Passage, Place};
use studio_core::id::RecordId;
use studio_core::paragraph::{PAPER_KEY, PART_KEY, REFERS_KEY, STYLE_KEY, Style, TEXT_KEY};
use studio_core::record_type::RecordType;
use studio_core::view::{PaperPage, PassagePlace, figure};
use studio_ui::prelude::*;
use studio_ui::read;

use super::{Book, FormText};
use crate::desk::{Answer, use_answer};

/// Under this key a form holds the paragraph behind which its own is to stand: it belongs to the form, not to the record.
pub(crate) const AFTER: &str = "after";
/// Numbers shown before the others are folded.
const SHOWN: usize = 6;

impl FormText {
    /// A paragraph that says nothing of its look is body: the form shows so.
    pub(crate) fn with_style(mut self) -> Self {
        if self.record_type() == RecordType::Paragraph && self.text(STYLE_KEY).is_empty() {
            self.put_text(STYLE_KEY, Style::Body.word());
        }
        self
    }

    /// Puts something into a text at a place, behind it where none is given; the place behind what was put. Places are counted
    /// as browsers count them, in UTF-16.
    pub(crate) fn put_in(&mut self, key: &str, at: Option<usize>, more: &str) -> usize {
        let (mut text, mut units) = (self.text(key), 0);
        let before = |letter: &char| {
            let is_before = at.is_none_or(|at| units < at);
            units += if is_before { letter.len_utf16() } else { 0 };
            is_before
        };
        let byte = text.chars().take_while(before).map(char::len_utf8).sum();
        text.insert_str(byte, more);
        self.put_text(key, &text);
        units + more.encode_utf16().count()
    }

    /// Where it stands in its paper, or will stand.
    pub(crate) fn place_in(&self, page: &PaperPage, record: RecordId) -> PassagePlace {
        page.place_of(record, &self.text(PART_KEY), self.text(AFTER).parse().ok())
    }

    /// What saving the paragraph comes down to.
    pub(crate) fn passage(&self, record: RecordId) -> Command {
        let style = |word: &str| Style::from_word(word).unwrap_or(Style::Body);
        let seen = self.edits_existing().then(|| (self.had_text(TEXT_KEY), style(&self.had_text(STYLE_KEY))));
        Command::WriteParagraphs {
            place: Place {
                paper: self.text(PAPER_KEY),
                part: self.text(PART_KEY),
                after: self.text(AFTER).parse().ok(),
            },
            passages: vec![Passage {
                record,
                style: style(&self.text(STYLE_KEY)),
                text: self.text(TEXT_KEY),
                refers: self.text(REFERS_KEY).parse().ok(),
                seen,
            }],
        }
    }
}

/// Where the paragraph stands or will stand: the form has no room for the whole paper, and whoever was called away asks.
#[component]
pub(crate) fn PassageHead(book: Book) -> Element {
    let paper = use_hook(|| book.peek(|text| text.text(PAPER_KEY)));
    let page = use_answer(paper, &[], |engine, paper| async move { engine.paper(paper).await });
    let Answer::Here(Some(here)) = page else { return rsx! {} };
    let place = book.peek(|text| text.place_in(&here.page, book.record()));
    rsx! { p { class: "small mute banners", "data-testid": "passage-place", {read::passage_place(&place)} } }
}

/// Names in the text's brackets that no figure has, while it is written.
#[component]
pub(crate) fn UnnamedHere(book: Book, named: Signal<Vec<String>>) -> Element {
    let paper = use_hook(|| book.peek(|text| text.text(PAPER_KEY)));
    let page = use_answer(paper, &[], |engine, paper| async move { engine.paper(paper).await });
    let Answer::Here(Some(here)) = page else { return rsx! {} };
    let known = |name: &String| here.page.figures.iter().any(|figure| figure.is_called(name));
    let names: Vec<String> = named.read().iter().filter(|name| !known(name)).cloned().collect();
    rsx! { Unnamed { names, key_of: "paper-unnamed-here" } }
}

/// Names in brackets that no figure has: nobody finds out on paper only.
#[component]
pub(crate) fn Unnamed(names: Vec<String>, key_of: &'static str) -> Element {
    if names.is_empty() {
        return rsx! {};
    }
    let names = names.iter().map(|name| figure(name)).collect::<Vec<_>>().join("、");
    rsx! { p { class: "cap mute", role: "status", "data-testid": "passage-unnamed", {t_with(key_of, &[("names", &names)])} } }
}

/// Numbers of the report that one tap puts into the text where one writes: they stand there by name and are drawn as they are now.
#[component]
pub(crate) fn Figures(book: Book) -> Element {
    let paper = use_hook(|| book.peek(|text| text.text(PAPER_KEY)));
    let page = use_answer(paper, &[], |engine, paper| async move { engine.paper(paper).await });
    let report = use_answer((), &[], |engine, ()| async move { engine.closure().await });
    let Answer::Here(Some(page)) = page else { return rsx! {} };
    let report = if let Answer::Here(report) = report { report } else { None };
    let chips = chips(&page.page, report.as_deref());
    let (shown, rest) = chips.split_at(chips.len().min(SHOWN));
    let (shown, rest) = (shown.to_vec(), rest.to_vec());
    rsx! {
        section { class: "stack", "data-testid": "figures",
            p { class: "small", {t("paper-figures")} }
            p { class: "cap mute", {t("paper-figures-hint")} }
            FigureChips { book, chips: shown }
            if !rest.is_empty() {
                details { class: "more",
                    summary { class: "more-door", {t("paper-figures-more")} Icon { glyph: Glyph::ChevronDown } }
                    FigureChips { book, chips: rest }
                }
            }
        }
    }
}

/// The name of each figure, and what its chip says: the name with the number that it stands for now.
pub(crate) fn chips(page: &PaperPage, report: Option<&ClosureReport>) -> Vec<(String, String)> {
    let now = |name: &str| {
        let one = report?.indicators.iter().find(|indicator| indicator.short == name)?;
        let args = [("name", name), ("value", &one.value.to_string()), ("unit", &one.unit)];
        Some(t_with("paper-figure-chip", &args))
    };
    page.figures.iter().map(|one| (one.name.clone(), now(&one.name).unwrap_or_else(|| one.name.clone()))).collect()
}

#[component]
fn FigureChips(book: Book, chips: Vec<(String, String)>) -> Element {
    rsx! {
        div { class: "row wrap",
            for (name, label) in chips {
                Button { key: "{name}", label, compact: true, testid: "figure", onclick: move |_| book.add_text(TEXT_KEY, &figure(&name)) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_goes_in_where_the_caret_is_and_the_next_one_behind_it() {
        let mut text = FormText::editing(RecordType::Paragraph, &[("text".to_owned(), "已办次。".into())].into());
        let behind = text.put_in(TEXT_KEY, Some(2), "【教研】");
        assert_eq!((text.text(TEXT_KEY).as_str(), behind), ("已办【教研】次。", 6));
        text.put_in(TEXT_KEY, Some(behind), "、【送教】");
        assert_eq!(text.text(TEXT_KEY), "已办【教研】、【送教】次。");
        assert_eq!(text.put_in(TEXT_KEY, None, "完"), 14, "where nobody has a caret it goes behind the text");
        assert_eq!(text.put_in(TEXT_KEY, Some(99), "了"), 15, "a place that the text does not reach is its end");
        assert_eq!(text.text(TEXT_KEY), "已办【教研】、【送教】次。完了");
    }

    #[test]
    fn no_letter_is_cut_in_two_that_a_browser_counts_as_two() {
        let mut text = FormText::editing(RecordType::Paragraph, &[("text".to_owned(), "𠮷日".into())].into());
        assert_eq!(text.put_in(TEXT_KEY, Some(2), "一"), 3);
        assert_eq!(text.put_in(TEXT_KEY, Some(1), "二"), 3);
        assert_eq!(text.text(TEXT_KEY), "𠮷二一日");
    }
}
