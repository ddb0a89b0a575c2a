//! Whether the papers of a direction agree with its rows and deliverables, and with the types of work.

use super::super::outline::PAPER_WORDS;
use super::super::parse::Step::{At, Key};
use super::super::parse::Wrong;
use super::super::{Direction, Flaw, IndicatorRule, Measure, PaperRule};
use super::{MARK_BYTES_MAX, is_plain, of_measure, once};
use crate::record_type::RecordType;

/// Papers of a direction.
const PAPERS_MAX: usize = 20;
/// Parts of a paper.
const PARTS_MAX: usize = 40;
/// Characters that a paper may ask for: a book.
const PAPER_WORDS_MAX: usize = 200_000;

/// The papers that a row names stand in the direction.
pub(super) fn of_papers(direction: &Direction, rule: &IndicatorRule) -> Result<(), Flaw> {
    let named = rule.only.get(PAPER_WORDS).filter(|named| !named.is_empty() && rule.only.len() == 1);
    let named = named.ok_or(Flaw::WhichPapers)?;
    if named.iter().any(|id| !direction.papers.iter().any(|paper| paper.id == *id)) {
        return Err(Flaw::NoPaper);
    }
    of_measure(Measure::Papers, &IndicatorRule { only: Default::default(), ..rule.clone() })
}

/// Papers and their parts have words of their own, and parts are of types of work.
pub(super) fn papers(direction: &Direction) -> Result<(), Wrong> {
    if direction.papers.len() > PAPERS_MAX {
        return Err(Wrong::at([Key("papers")], Flaw::Papers(PAPERS_MAX)));
    }
    once("papers", "a paper", direction.papers.iter().map(|paper| paper.id.as_str()))?;
    for (place, paper) in direction.papers.iter().enumerate() {
        outline(paper).map_err(|wrong| wrong.under([Key("papers"), At(place)]))?;
    }
    for (place, asked) in direction.deliverables.iter().enumerate() {
        if let Some(at) = asked.papers.iter().position(|id| !direction.papers.iter().any(|paper| paper.id == *id)) {
            return Err(Wrong::at([Key("deliverables"), At(place), Key("papers"), At(at)], Flaw::NoPaper));
        }
    }
    Ok(())
}

fn outline(paper: &PaperRule) -> Result<(), Wrong> {
    let is_word = |word: &str| is_plain(word, MARK_BYTES_MAX);
    if !is_word(&paper.id) {
        return Err(Wrong::at([Key("id")], Flaw::PaperWord));
    }
    if paper.parts.len() > PARTS_MAX {
        return Err(Wrong::at([Key("parts")], Flaw::Papers(PARTS_MAX)));
    }
    once("parts", "a part", paper.parts.iter().map(|part| part.id.as_str()))?;
    for (place, part) in paper.parts.iter().enumerate() {
        let wrong = |key, what| Err(Wrong::at([Key("parts"), At(place), Key(key)], what));
        if !is_word(&part.id) {
            return wrong("id", Flaw::PaperWord);
        }
        if part.of.iter().any(|word| !RecordType::work().any(|of| of.word() == word)) {
            return wrong("of", Flaw::NoPartOf);
        }
    }
    let asked: usize = paper.parts.iter().map(|part| part.least_words).fold(0, usize::saturating_add);
    if asked.max(paper.least_words) > PAPER_WORDS_MAX {
        return Err(Wrong::at([Key("least_words")], Flaw::PaperWords(PAPER_WORDS_MAX)));
    }
    Ok(())
}
