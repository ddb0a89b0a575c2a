//! Whether a guide agrees with itself: its days, its names, its rows. What it says twice or could never count is refused
//! with its place, before a project goes by it.

mod papers;

use super::parse::Step::{self, At, Key};
use super::parse::Wrong;
use super::{
    ContentItem, Count, Deliverable, Direction, Distinct, Flaw, Guide, IndicatorRule, LessonSheet, Measure, Own,
    OwnChoice, OwnInput, OwnWord, Period, PersonStep, Points,
};
use crate::form::{FieldSpec, Input};
use crate::record_type::RecordType;
use crate::term::Term;

/// Letters of a name that stands in decisions, records and addresses.
const NAME_BYTES_MAX: usize = 64;
/// Letters of a rubric's word.
const MARK_BYTES_MAX: usize = 24;
/// What one can tap while a lesson runs.
const RUBRIC_MAX: usize = 20;
/// A guide's numbers are those of people and meetings: products of two stay far from the end of an `i64`.
const AMOUNT_MAX: i64 = 1_000_000;

pub(super) fn guide(guide: &Guide) -> Result<(), Wrong> {
    if !is_plain(&guide.id, NAME_BYTES_MAX) {
        return Err(Wrong::at([Key("id")], Flaw::Name));
    }
    if guide.apply_by < guide.issued {
        return Err(Wrong::at([Key("apply_by")], Flaw::AppliesTooEarly));
    }
    if !(1..=24 * 60).contains(&guide.class_hour.minutes) {
        return Err(Wrong::at([Key("class_hour"), Key("minutes")], Flaw::ClassHour));
    }
    lesson(&guide.lesson).map_err(|wrong| wrong.under([Key("lesson")]))?;
    terms(&guide.terms)?;
    own(guide)?;
    if guide.directions.is_empty() {
        return Err(Wrong::at([Key("directions")], Flaw::NoDirection));
    }
    for (place, one) in guide.directions.iter().enumerate() {
        let here = [Key("directions"), At(place)];
        if guide.directions.iter().take(place).any(|other| other.number == one.number) {
            return Err(Wrong::at([Key("number")], Flaw::TwoDirections).under(here));
        }
        direction(guide, one).map_err(|wrong| wrong.under(here))?;
    }
    if guide.usual_direction.is_some_and(|number| guide.direction(number).is_none()) {
        return Err(Wrong::at([Key("usual_direction")], Flaw::UnknownDirection));
    }
    Ok(())
}

fn is_plain(word: &str, bytes_max: usize) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !word.is_empty() && word.len() <= bytes_max && word.bytes().all(plain)
}

fn terms(terms: &[Term]) -> Result<(), Wrong> {
    for (place, term) in terms.iter().enumerate() {
        let wrong = |key, what| Err(Wrong::at([Key("terms"), At(place), Key(key)], what));
        if term.last < term.first {
            return wrong("last", Flaw::TermBackwards);
        }
        let mut earlier = terms.iter().take(place);
        if earlier.clone().any(|other| (other.year, other.season) == (term.year, term.season)) {
            return wrong("season", Flaw::TwoTerms);
        }
        if earlier.any(|other| term.first <= other.last) {
            return wrong("first", Flaw::TermsOverlap);
        }
        let outside =
            |pause: &crate::term::Break| pause.last < pause.first || pause.first < term.first || term.last < pause.last;
        if term.breaks.iter().any(outside) {
            return wrong("breaks", Flaw::Break);
        }
    }
    Ok(())
}

/// The words of a rubric are keys of records: short, plain, each once.
fn lesson(lesson: &LessonSheet) -> Result<(), Wrong> {
    if lesson.rubric.len() > RUBRIC_MAX || lesson.phases.len() > RUBRIC_MAX {
        return Err(Wrong::at([], Flaw::Lesson(RUBRIC_MAX)));
    }
    for (place, line) in lesson.rubric.iter().enumerate() {
        if !is_plain(&line.id, MARK_BYTES_MAX) {
            return Err(Wrong::at([Key("rubric"), At(place), Key("id")], Flaw::RubricWord));
        }
    }
    once("rubric", "a line of the rubric", lesson.rubric.iter().map(|line| line.id.as_str()))
}

/// Each of a list has an id of its own.
fn once<'a>(list: &'static str, what: &'static str, ids: impl Iterator<Item = &'a str> + Clone) -> Result<(), Wrong> {
    match ids.clone().enumerate().find(|(place, id)| ids.clone().take(*place).any(|other| other == *id)) {
        Some((place, _)) => Err(Wrong::at([Key(list), At(place), Key("id")], Flaw::TwoIds(what))),
        None => Ok(()),
    }
}

fn direction(guide: &Guide, direction: &Direction) -> Result<(), Wrong> {
    let wrong = |key, what| Err(Wrong::at([Key(key)], what));
    if direction.deadline < guide.issued || direction.deadline < guide.apply_by {
        return wrong("deadline", Flaw::DeadlineTooEarly);
    }
    if direction.counts_from.is_some_and(|from| direction.deadline < from) {
        return wrong("counts_from", Flaw::CountsTooLate);
    }
    if direction.grant_fen < 0 {
        return wrong("grant_fen", Flaw::Grant);
    }
    once("indicators", "an indicator", direction.indicators.iter().map(|rule| rule.id.as_str()))?;
    once("items", "an item", direction.items.iter().map(|item| item.id.as_str()))?;
    once("deliverables", "a deliverable", direction.deliverables.iter().map(|paper| paper.id.as_str()))?;
    for (place, one) in direction.indicators.iter().enumerate() {
        rule(guide, direction, one).map_err(|what| Wrong::at([Key("indicators"), At(place), Key("id")], what))?;
    }
    once("steps", "a step", direction.steps.iter().map(|step| step.id.as_str()))?;
    for (place, one) in direction.steps.iter().enumerate() {
        step(&guide.own(), one).map_err(|wrong| wrong.under([Key("steps"), At(place)]))?;
    }
    let reach = direction.shape.reach.as_ref();
    if reach.is_some_and(|id| direction.indicators.iter().all(|rule| rule.id != *id)) {
        return Err(Wrong::at([Key("shape"), Key("reach")], Flaw::NoIndicator));
    }
    papers::papers(direction)?;
    let items = direction.items.iter().map(|ContentItem { indicators, .. }| indicators);
    named(direction, "items", items)?;
    named(direction, "deliverables", direction.deliverables.iter().map(|Deliverable { indicators, .. }| indicators))
}

/// A step that nobody could take is none.
fn step(own: &Own, step: &PersonStep) -> Result<(), Wrong> {
    if step.by.is_empty() {
        return Err(Wrong::at([Key("by")], Flaw::StepOfNothing));
    }
    for (place, records) in step.by.iter().enumerate() {
        let judged = names_people(records.of, &records.who)
            .and_then(|()| records.only.iter().try_for_each(|(key, asked)| words(own, records.of, key, asked)));
        judged.map_err(|what| Wrong::at([Key("by"), At(place)], what))?;
    }
    Ok(())
}

/// What gives evidence stands in the direction, and is named once.
fn named<'a>(
    direction: &Direction,
    list: &'static str,
    all: impl Iterator<Item = &'a Vec<String>>,
) -> Result<(), Wrong> {
    for (place, ids) in all.enumerate() {
        for (at, id) in ids.iter().enumerate() {
            let way: [Step; 4] = [Key(list), At(place), Key("indicators"), At(at)];
            if !direction.indicators.iter().any(|rule| rule.id == *id) {
                return Err(Wrong::at(way, Flaw::NoIndicator));
            }
            if ids.iter().take(at).any(|other| other == id) {
                return Err(Wrong::at(way, Flaw::NamedTwice));
            }
        }
    }
    Ok(())
}

/// What a county adds has names of its own, and words exactly where one chooses.
fn own(guide: &Guide) -> Result<(), Wrong> {
    for (place, field) in guide.fields.iter().enumerate() {
        let wrong = |key, what| Err(Wrong::at([Key("fields"), At(place), Key(key)], what));
        if !is_plain(&field.id, MARK_BYTES_MAX) {
            return wrong("id", Flaw::OwnName);
        }
        if guide.fields.iter().take(place).any(|other| other.of == field.of && other.id == field.id) {
            return wrong("id", Flaw::TwoIds("a field of this type"));
        }
        if !field.of.says().work {
            return wrong("of", Flaw::NoWork(field.of.word()));
        }
        if field.title.trim().is_empty() {
            return wrong("title", Flaw::OwnTitle);
        }
        if field.words.is_empty() == (field.input == OwnInput::Choice) {
            return wrong("input", Flaw::OwnWords);
        }
        own_words(&field.words).map_err(|wrong| wrong.under([Key("fields"), At(place)]))?;
    }
    for (place, choice) in guide.choices.iter().enumerate() {
        let here = [Key("choices"), At(place)];
        one_word(choice.of, &choice.field).map_err(|what| Wrong::at([Key("field")], what).under(here))?;
        let before = |other: &OwnChoice| other.of == choice.of && other.field == choice.field;
        if choice.words.is_empty() || guide.choices.iter().take(place).any(before) {
            return Err(Wrong::at([Key("field")], Flaw::OwnChoice).under(here));
        }
        own_words(&choice.words).map_err(|wrong| wrong.under(here))?;
    }
    Ok(())
}

fn own_words(words: &[OwnWord]) -> Result<(), Wrong> {
    for (place, word) in words.iter().enumerate() {
        if !is_plain(&word.id, MARK_BYTES_MAX) {
            return Err(Wrong::at([Key("words"), At(place), Key("id")], Flaw::OwnName));
        }
        if word.title.trim().is_empty() {
            return Err(Wrong::at([Key("words"), At(place), Key("title")], Flaw::OwnTitle));
        }
    }
    once("words", "a word of this choice", words.iter().map(|word| word.id.as_str()))
}

fn rule(guide: &Guide, direction: &Direction, rule: &IndicatorRule) -> Result<(), Flaw> {
    numbers(rule)?;
    match rule.count {
        Count::Records(of) => row(&guide.own(), of, rule),
        Count::Named(Measure::Papers) => papers::of_papers(direction, rule),
        Count::Named(measure) => of_measure(measure, rule),
    }
}

fn numbers(rule: &IndicatorRule) -> Result<(), Flaw> {
    let amounts = [rule.least, rule.most, rule.deduct.map(|d| d.under), rule.deduct.map(|d| d.each)];
    if amounts.into_iter().flatten().any(|amount| !(1..=AMOUNT_MAX).contains(&amount)) {
        return Err(Flaw::Amount(AMOUNT_MAX));
    }
    let worth = rule.points.iter().flat_map(|points| points.of.values().chain([&points.each]));
    if worth.into_iter().any(|points| !(0..=AMOUNT_MAX).contains(points)) {
        return Err(Flaw::Points(AMOUNT_MAX));
    }
    if let (Some(least), Some(most)) = (rule.least, rule.most)
        && most < least
    {
        return Err(Flaw::MostBelowLeast);
    }
    Ok(())
}

fn of_measure(measure: Measure, rule: &IndicatorRule) -> Result<(), Flaw> {
    let of_records = !rule.only.is_empty() || rule.distinct != Distinct::Record;
    if of_records || rule.most.is_some() || rule.points.is_some() || rule.deduct.is_some() {
        return Err(Flaw::SaidOfMeasure);
    }
    if measure == Measure::YoungGuided && rule.young_age_max.is_none() {
        return Err(Flaw::YoungAge);
    }
    Ok(())
}

fn row(own: &Own, of: RecordType, rule: &IndicatorRule) -> Result<(), Flaw> {
    if rule.period == Period::Today {
        return Err(Flaw::RecordsToday);
    }
    for (key, asked) in &rule.only {
        words(own, of, key, asked)?;
    }
    match &rule.distinct {
        Distinct::Record | Distinct::Township => {}
        Distinct::Person(key) | Distinct::School(key) => names_people(of, key)?,
        Distinct::Word(key) => one_word(of, key)?,
    }
    match &rule.points {
        Some(Points { by: Some(key), of: worth, .. }) => {
            one_word(of, key)?;
            words(own, of, key, worth.keys())
        }
        Some(Points { by: None, of: worth, .. }) if !worth.is_empty() => Err(Flaw::PointsOfNothing),
        None if rule.deduct.is_some() => Err(Flaw::DeductOfNothing),
        _ => Ok(()),
    }
}

fn field(of: RecordType, key: &str) -> Result<&'static FieldSpec, Flaw> {
    let found = of.says().fields.iter().find(|spec| spec.key == key);
    found.ok_or_else(|| Flaw::NoField { of: of.word(), key: key.to_owned() })
}

fn names_people(of: RecordType, key: &str) -> Result<(), Flaw> {
    match field(of, key)?.input {
        Input::Person | Input::People | Input::OrderedPeople | Input::Attendance => Ok(()),
        _ => Err(Flaw::NamesNobody { of: of.word(), key: key.to_owned() }),
    }
}

fn one_word(of: RecordType, key: &str) -> Result<(), Flaw> {
    match field(of, key)?.input {
        Input::Choice(_) => Ok(()),
        _ => Err(Flaw::NoChoice { of: of.word(), key: key.to_owned(), one: true }),
    }
}

/// Every word is one of those that the type's choice offers: a word that is not would quietly count nothing.
fn words<'a>(own: &Own, of: RecordType, key: &str, asked: impl IntoIterator<Item = &'a String>) -> Result<(), Flaw> {
    let unknown = |word: &String| Flaw::NoWord { of: of.word(), key: key.to_owned(), word: word.clone() };
    if let Some(field) = own.field(of, key) {
        let mut asked = asked.into_iter();
        let strange = asked.find(|word| field.words.iter().all(|known| known.id != **word));
        return strange.map_or(Ok(()), |word| Err(unknown(word)));
    }
    let (Input::Choice(choices) | Input::Choices(choices)) = field(of, key)?.input else {
        return Err(Flaw::NoChoice { of: of.word(), key: key.to_owned(), one: false });
    };
    let known = |word: &str| choices.iter().any(|(known, _)| *known == word) || own.title(of, key, word).is_some();
    match asked.into_iter().find(|word| !known(word)) {
        Some(word) => Err(unknown(word)),
        None => Ok(()),
    }
}
