//! A form on its way to its screen. It is data; what it becomes stands in `book`.

use std::collections::BTreeMap;

use studio_core::guide::{LessonSheet, Own};
use studio_core::id::{PersonId, RecordId};
use studio_core::record::Scalar;
use studio_core::sentence::Sentence;
use studio_core::view::PersonChip;

use super::FormText;

/// A form on its way to its screen.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Opening {
    /// The record that it will be or that it edits.
    pub(crate) record: RecordId,
    /// What it holds.
    pub(crate) text: FormText,
    /// Places used before, most recent first.
    pub(crate) places: Vec<String>,
    /// Everybody who can be chosen.
    pub(crate) people: Vec<PersonChip>,
    /// Who was there last time: offered for this time too.
    pub(crate) suggested: Vec<PersonId>,
    /// What an observer of a lesson taps and ticks.
    pub(crate) lesson: LessonSheet,
    /// What the guide adds to the types.
    pub(crate) own: Own,
    /// The person wrote in it before: it was reopened.
    pub(crate) reopened: bool,
    /// The line that it was filled from.
    pub(crate) said: Option<SaidLine>,
}

/// A line that a form was filled from, with what it filled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SaidLine {
    /// As it was typed.
    pub(crate) line: String,
    /// What it filled, and what it asks.
    pub(crate) sentence: Sentence,
    /// What the form would have opened with.
    pub(crate) usual: BTreeMap<String, Scalar>,
}
