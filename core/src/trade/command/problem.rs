//! What is wrong with a command: a field, a translation key and its arguments, no sentences.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One thing to put right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// The flat key that it concerns; empty when it concerns the whole.
    pub field: String,
    /// Translation key.
    pub key: String,
    /// Arguments of the translation.
    pub args: BTreeMap<String, String>,
}

impl Problem {
    /// A problem of a field.
    pub(crate) fn of(field: &str, key: &str) -> Self {
        Self { field: field.to_owned(), key: key.to_owned(), args: BTreeMap::new() }
    }

    /// The same problem with one more argument.
    pub(crate) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }
}

/// Why a command was not carried out. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum CommandError {
    /// Something must be put right; all of it is listed.
    #[error("{} things to put right", .0.len())]
    Invalid(Vec<Problem>),
    /// The role of the one who acts does not allow it.
    #[error("not allowed for this role")]
    NotAllowed,
    /// This device holds no such record.
    #[error("no such record")]
    NoSuchRecord,
    /// The record changed since the user looked.
    #[error("the record changed meanwhile")]
    Changed,
    /// The caller gave too few fresh ids: a fault of the program, not of the user.
    #[error("too few fresh ids")]
    NoIds,
    /// A field of the record has two values; someone must choose first.
    #[error("a field has two values")]
    TwoValues,
}

impl CommandError {
    /// The translation key of its sentence.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "command-invalid",
            Self::NotAllowed => "command-not-allowed",
            Self::NoSuchRecord => "command-no-such-record",
            Self::Changed => "command-changed",
            Self::NoIds => "command-fault",
            Self::TwoValues => "command-two-values",
        }
    }

    /// What must be put right, when it is that.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Invalid(problems) => problems,
            _ => &[],
        }
    }
}
