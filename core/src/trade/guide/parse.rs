//! From TOML to a guide, and from a place in a guide back to its line. It accepts nothing that it does not understand: a
//! guide is ours to write.

use thiserror::Error;
use toml::de::{DeTable, DeValue};

use super::{Flaw, Guide, check, written};

/// A text that is not a guide.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("guide, line {line}: {what}")]
pub struct GuideError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: Flaw,
}

/// A step from a value to one inside it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// Of a table.
    Key(&'static str),
    /// Of a list, from 0.
    At(usize),
}

/// Something wrong, and the way to it.
#[derive(Debug)]
pub(super) struct Wrong {
    way: Vec<Step>,
    what: Flaw,
}

impl Wrong {
    /// Something wrong there.
    pub(super) fn at(way: impl IntoIterator<Item = Step>, what: Flaw) -> Self {
        Self { way: way.into_iter().collect(), what }
    }

    /// The same, seen from further out.
    pub(super) fn under(mut self, way: impl IntoIterator<Item = Step>) -> Self {
        self.way.splice(0..0, way);
        self
    }
}

/// The guide that a text describes, once it agrees with itself.
pub(super) fn guide(text: &str) -> Result<Guide, GuideError> {
    let guide: Guide = toml::from_str(text).map_err(|error| GuideError {
        line: line_at(text, error.span().map_or(0, |span| span.start)),
        what: Flaw::Unreadable(error.message().to_owned()),
    })?;
    let checked = check::guide(&guide).and_then(|()| written::guide(&guide));
    checked.map_err(|Wrong { way, what }| GuideError { line: line_of(text, &way), what })?;
    Ok(guide)
}

fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
}

/// Where a way leads, or as far along it as the text goes: what the text leaves out stands at what should hold it.
fn line_of(text: &str, way: &[Step]) -> usize {
    let offset = DeTable::parse(text).ok().and_then(|table| in_table(table.get_ref(), way));
    line_at(text, offset.unwrap_or(0))
}

fn in_table(table: &DeTable<'_>, way: &[Step]) -> Option<usize> {
    let [Step::Key(key), rest @ ..] = way else { return None };
    let (name, value) = table.iter().find(|(name, _)| name.get_ref() == key)?;
    Some(inside(value.get_ref(), rest).unwrap_or(name.span().start))
}

fn inside(value: &DeValue<'_>, way: &[Step]) -> Option<usize> {
    match (value, way) {
        (DeValue::Table(table), _) => in_table(table, way),
        (DeValue::Array(list), [Step::At(place), rest @ ..]) => {
            let one = list.get(*place)?;
            Some(inside(one.get_ref(), rest).unwrap_or(one.span().start))
        }
        _ => None,
    }
}
