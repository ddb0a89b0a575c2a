//! From TOML to a guide. It accepts nothing that it does not understand: a guide is ours to write.

use thiserror::Error;

use super::{Count, Direction, Distinct, Guide, IndicatorRule, LessonSheet, Measure, Period, Points};
use crate::form::{FieldSpec, Input};
use crate::record_type::RecordType;

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
    if !(1..=24 * 60).contains(&guide.class_hour.minutes) {
        return Err(wrong("[class_hour]", "a class hour has minutes"));
    }
    check_lesson(&guide.lesson)
}

/// The words of a rubric are keys of records: short, plain, each once.
fn check_lesson(lesson: &LessonSheet) -> Result<(), Wrong> {
    for (place, line) in lesson.rubric.iter().enumerate() {
        let id = format!("id = \"{}\"", line.id);
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if line.id.is_empty() || line.id.len() > MARK_BYTES_MAX || !line.id.bytes().all(plain) {
            return Err(wrong(&id, "a line of the rubric has a word of small Latin letters, digits and dashes"));
        }
        if lesson.rubric.iter().take(place).any(|other| other.id == line.id) {
            return Err(wrong(&id, "two lines of the rubric have this word"));
        }
    }
    if lesson.rubric.len() > RUBRIC_MAX || lesson.phases.len() > RUBRIC_MAX {
        return Err(wrong("[lesson]", "a lesson has at most 20 phases and 20 lines of a rubric"));
    }
    Ok(())
}

/// Letters of a rubric's word.
const MARK_BYTES_MAX: usize = 24;
/// What one can tap while a lesson runs.
const RUBRIC_MAX: usize = 20;

fn check_direction(direction: &Direction) -> Result<(), Wrong> {
    for (place, rule) in direction.indicators.iter().enumerate() {
        let id = format!("id = \"{}\"", rule.id);
        if direction.indicators.iter().take(place).any(|r| r.id == rule.id) {
            return Err(wrong(&id, "two indicators have this id"));
        }
        check_rule(rule).map_err(|what| wrong(&id, &what))?;
    }
    let known = |id: &String| direction.indicators.iter().any(|rule| rule.id == *id);
    match direction.items.iter().flat_map(|item| &item.indicators).find(|id| !known(id)) {
        Some(id) => Err(wrong(&format!("\"{id}\""), "no indicator has this id")),
        None => Ok(()),
    }
}

fn check_rule(rule: &IndicatorRule) -> Result<(), String> {
    check_numbers(rule)?;
    match rule.count {
        Count::Records(of) => check_row(of, rule),
        Count::Named(measure) => check_named(measure, rule).map_err(str::to_owned),
    }
}

fn check_numbers(rule: &IndicatorRule) -> Result<(), String> {
    let amounts = [rule.least, rule.most, rule.deduct.map(|d| d.under), rule.deduct.map(|d| d.each)];
    if amounts.into_iter().flatten().any(|amount| !(1..=AMOUNT_MAX).contains(&amount)) {
        return Err(format!("least, most and what deduct says are between 1 and {AMOUNT_MAX}"));
    }
    let worth = rule.points.iter().flat_map(|points| points.of.values().chain([&points.each]));
    if worth.into_iter().any(|points| !(0..=AMOUNT_MAX).contains(points)) {
        return Err(format!("points are between 0 and {AMOUNT_MAX}"));
    }
    if let (Some(least), Some(most)) = (rule.least, rule.most)
        && most < least
    {
        return Err("most is less than least: nobody could reach it".to_owned());
    }
    Ok(())
}

/// A guide's numbers are those of people and meetings: products of two stay far from the end of an `i64`.
const AMOUNT_MAX: i64 = 1_000_000;

fn check_named(measure: Measure, rule: &IndicatorRule) -> Result<(), &'static str> {
    let of_records = !rule.only.is_empty() || rule.distinct != Distinct::Record;
    if of_records || rule.most.is_some() || rule.points.is_some() || rule.deduct.is_some() {
        return Err("where, distinct, most, points and deduct are said of records, not of a measure");
    }
    if measure == Measure::YoungGuided && rule.young_age_max.is_none() {
        return Err("young-guided needs young_age_max");
    }
    Ok(())
}

fn check_row(of: RecordType, rule: &IndicatorRule) -> Result<(), String> {
    if rule.period == Period::Today {
        return Err("records are counted over days: project or term".to_owned());
    }
    for (key, words) in &rule.only {
        check_words(of, key, words)?;
    }
    if let Distinct::Person(key) = &rule.distinct {
        let names = field(of, key)?.input;
        if !matches!(names, Input::Person | Input::People | Input::OrderedPeople | Input::Attendance) {
            return Err(format!("{key} of {} names nobody", of.word()));
        }
    }
    if let Distinct::Word(key) = &rule.distinct
        && !matches!(field(of, key)?.input, Input::Choice(_))
    {
        return Err(format!("{key} of {} is no choice of one word", of.word()));
    }
    match &rule.points {
        Some(Points { by: Some(key), .. }) if matches!(field(of, key)?.input, Input::Choices(_)) => {
            Err(format!("{key} of {} has many words: points need one", of.word()))
        }
        Some(Points { by: Some(key), of: worth, .. }) => check_words(of, key, worth.keys()),
        Some(Points { by: None, of: worth, .. }) if !worth.is_empty() => {
            Err("points of words need the choice that they stand in: by".to_owned())
        }
        None if rule.deduct.is_some() => Err("deduct takes points, and things have none here".to_owned()),
        _ => Ok(()),
    }
}

fn field(of: RecordType, key: &str) -> Result<&'static FieldSpec, String> {
    let found = of.says().fields.iter().find(|spec| spec.key == key);
    found.ok_or_else(|| format!("{} has no field {key}", of.word()))
}

/// Every word is one of those that the type's choice offers: a word that is not would quietly count nothing.
fn check_words<'a>(of: RecordType, key: &str, words: impl IntoIterator<Item = &'a String>) -> Result<(), String> {
    let (Input::Choice(choices) | Input::Choices(choices)) = field(of, key)?.input else {
        return Err(format!("{key} of {} is no choice", of.word()));
    };
    match words.into_iter().find(|word| !choices.iter().any(|(known, _)| known == word)) {
        Some(word) => Err(format!("{key} of {} has no word {word}", of.word())),
        None => Ok(()),
    }
}

fn wrong(needle: &str, what: &str) -> Wrong {
    (needle.to_owned(), what.to_owned())
}
