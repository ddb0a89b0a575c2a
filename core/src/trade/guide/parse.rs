//! From TOML to a guide. It accepts nothing that it does not understand: a guide is ours to write.

use thiserror::Error;

use super::{Direction, Guide, IndicatorRule, Measure};

/// A text that is not a guide.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("guide, line {line}: {what}")]
pub struct GuideError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

/// The guide that a text describes, once it agrees with itself.
pub(super) fn guide(text: &str) -> Result<Guide, GuideError> {
    let guide: Guide = toml::from_str(text).map_err(|error| GuideError {
        line: line_at(text, error.span().map_or(0, |span| span.start)),
        what: error.message().to_owned(),
    })?;
    check(&guide)
        .map_err(|(needle, what)| GuideError { line: line_at(text, text.find(&needle).unwrap_or(0)), what })?;
    Ok(guide)
}

fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
}

/// A text to find the line by, and what is wrong there.
type Wrong = (String, String);

fn check(guide: &Guide) -> Result<(), Wrong> {
    for pair in guide.terms.windows(2) {
        if let [before, after] = pair
            && after.first <= before.last
        {
            return Err(wrong(&after.first.to_string(), "this term begins before the last one ends"));
        }
    }
    if let Some(term) = guide.terms.iter().find(|term| term.last < term.first) {
        return Err(wrong(&term.last.to_string(), "this term ends before it begins"));
    }
    for (place, direction) in guide.directions.iter().enumerate() {
        if guide.directions.iter().take(place).any(|d| d.number == direction.number) {
            return Err(wrong(&format!("number = {}", direction.number), "two directions have this number"));
        }
        check_direction(direction)?;
    }
    Ok(())
}

fn check_direction(direction: &Direction) -> Result<(), Wrong> {
    for (place, rule) in direction.indicators.iter().enumerate() {
        let id = format!("id = \"{}\"", rule.id);
        if direction.indicators.iter().take(place).any(|r| r.id == rule.id) {
            return Err(wrong(&id, "two indicators have this id"));
        }
        check_rule(rule).map_err(|what| wrong(&id, what))?;
    }
    let known = |id: &String| direction.indicators.iter().any(|rule| rule.id == *id);
    match direction.items.iter().flat_map(|item| &item.indicators).find(|id| !known(id)) {
        Some(id) => Err(wrong(&format!("\"{id}\""), "no indicator has this id")),
        None => Ok(()),
    }
}

fn check_rule(rule: &IndicatorRule) -> Result<(), &'static str> {
    if rule.target.is_some_and(|target| target <= 0) {
        return Err("a target is at least 1");
    }
    if rule.measure == Measure::YoungGuided && rule.young_age_max.is_none() {
        return Err("young-guided needs young_age_max");
    }
    Ok(())
}

fn wrong(needle: &str, what: &str) -> Wrong {
    (needle.to_owned(), what.to_owned())
}
