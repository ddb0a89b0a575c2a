//! 材料: a paper that is written together, as the guide asks for it: its parts, what each is about, how much makes it whole.

use serde::{Deserialize, Serialize};

use super::Source;

/// The key under which an indicator's `where` names papers.
pub(crate) const PAPER_WORDS: &str = "paper";

/// A paper and when it is ready.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperRule {
    /// The word that its paragraphs name it by.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Title in a narrow place.
    pub short: String,
    /// Characters that make it whole, as Word counts them; 0 asks for none.
    #[serde(default)]
    pub least_words: usize,
    /// Whether a scan of it is enough.
    #[serde(default)]
    pub filed: bool,
    /// Who says how much it takes.
    #[serde(default)]
    pub source: Source,
    /// What it is for and where it goes, in a sentence for people.
    #[serde(default)]
    pub note: String,
    /// Its parts, in order.
    #[serde(default)]
    pub parts: Vec<PartRule>,
}

/// A part of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartRule {
    /// The word that its paragraphs name it by.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What to write, in a sentence for people.
    #[serde(default)]
    pub hint: String,
    /// Characters that make it whole; 0 asks for none.
    #[serde(default)]
    pub least_words: usize,
    /// The types of work of which it tells, by their words: what is offered to be written into it.
    #[serde(default)]
    pub of: Vec<String>,
}
