//! From TOML to a guide. It accepts nothing that it does not understand: a guide is ours to write.

use thiserror::Error;

use super::Guide;

/// A text that is not a guide.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("guide, line {line}: {what}")]
pub struct GuideError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

pub(super) fn guide(text: &str) -> Result<Guide, GuideError> {
    toml::from_str(text).map_err(|error| GuideError {
        line: error.span().and_then(|span| text.get(..span.start)).map_or(1, |before| before.matches('\n').count() + 1),
        what: error.message().to_owned(),
    })
}
