//! What a county adds to the types of records: fields and words of its own, under a prefix that is nobody else's. Data
//! alone: no field of a type changes, and whoever does not know the guide keeps and shows what stands there.

use serde::{Deserialize, Serialize};

use super::Source;
use crate::record_type::RecordType;
use crate::word::words;

words! {
    /// How a field of a county's own is filled, and what is stored.
    OwnInput, "own-input" {
        /// Text.
        Text = "text",
        /// A whole number.
        Number = "number",
        /// Yes, or not said: `true`.
        Yes = "yes",
        /// One of its words.
        Choice = "choice",
        /// A day: `2026-11-23`.
        Day = "day",
    }
}

/// A field that a county adds to a type. It need not be filled: drafts that people have already can still be handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnField {
    /// The type of record that has it.
    pub of: RecordType,
    /// Its name in keys, after the guide's.
    pub id: String,
    /// Its label.
    pub title: String,
    /// A word beside the label.
    #[serde(default)]
    pub hint: String,
    /// How it is filled.
    pub input: OwnInput,
    /// What can be chosen.
    #[serde(default)]
    pub words: Vec<OwnWord>,
    /// Who asks for it.
    #[serde(default)]
    pub source: Source,
}

/// A word of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnWord {
    /// What records store: of an own field as it is, of a field of the type after the guide's name.
    pub id: String,
    /// What people read.
    pub title: String,
}

/// Words that a county adds to a choice of a type: one more kind of activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnChoice {
    /// The type.
    pub of: RecordType,
    /// The field, by its key.
    pub field: String,
    /// What can be chosen besides.
    pub words: Vec<OwnWord>,
}

/// All that a guide adds, with the name under which it does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Own {
    /// The guide's.
    pub guide: String,
    /// Fields.
    pub fields: Vec<OwnField>,
    /// Words of choices that the types have.
    pub choices: Vec<OwnChoice>,
}

/// How a key and a word begin that a guide added.
const BEFORE: &str = "x-";

/// Whether a key or a word is some guide's own: `x-<guide>/…`.
pub fn is_own(text: &str) -> bool {
    text.strip_prefix(BEFORE).is_some_and(|rest| rest.contains('/'))
}

/// A name as it is stored: `x-<guide>/<id>`.
pub(super) fn stored(guide: &str, id: &str) -> String {
    format!("{BEFORE}{guide}/{id}")
}

impl Own {
    /// The fields of a type, each with its key, in the guide's order.
    pub fn of(&self, of: RecordType) -> impl Iterator<Item = (String, &OwnField)> {
        self.fields.iter().filter(move |field| field.of == of).map(|field| (stored(&self.guide, &field.id), field))
    }

    /// The field of a key.
    pub fn field(&self, of: RecordType, key: &str) -> Option<&OwnField> {
        self.of(of).find(|(own, _)| own == key).map(|(_, field)| field)
    }

    /// The words of a choice of a type, as they are stored, with what people read.
    pub fn words(&self, of: RecordType, field: &str) -> impl Iterator<Item = (String, &str)> {
        let here = self.choices.iter().filter(move |choice| choice.of == of && choice.field == field);
        here.flat_map(|choice| &choice.words).map(|word| (stored(&self.guide, &word.id), word.title.as_str()))
    }

    /// What people read for a stored word of a choice of a type.
    pub fn title(&self, of: RecordType, field: &str, word: &str) -> Option<&str> {
        self.words(of, field).find(|(own, _)| own == word).map(|(_, title)| title)
    }
}
