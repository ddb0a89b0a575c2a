//! One line of a teacher as a form that opens with it: what forms open with, and over it what the line says. Where the line
//! asks, nothing stands.

use chrono::{Duration, NaiveDateTime, NaiveTime};

use super::{Prefill, Scene, SentenceRead, detail, offer, prefill};
use crate::closure::report::counting;
use crate::form::{Input, Rule};
use crate::record::Scalar;
use crate::record_type::RecordType;
use crate::sentence::{self, Colleague, Guess, Half, Known, Sentence};
use crate::time::Day;
use crate::tolerant::{self, Fields, instant_text, parse_day, parse_instant};

/// Reads a line against the studio; for a form that was `chosen` already, or for the one that the line tells.
pub fn sentence(scene: &Scene<'_>, line: &str, chosen: Option<RecordType>) -> SentenceRead {
    let today = scene.now.day();
    let roster = roster(scene, today);
    let places = detail::places(scene, &detail::my_activities(scene));
    let known = Known { today, guide: scene.guide, roster: &roster, places: &places, me: scene.me };
    let mut sentence = match chosen {
        Some(record_type) => sentence::read_as(line, record_type, &known),
        None => sentence::read(line, &known),
    };
    let filled = sentence.record_type.map(|record_type| filled(scene, record_type, &mut sentence, line));
    let (prefill, usual) = filled.map_or((None, Fields::new()), |(prefill, usual)| (Some(prefill), usual));
    SentenceRead { sentence, prefill, usual }
}

/// Everybody who can be chosen, each person once.
fn roster(scene: &Scene<'_>, today: Day) -> Vec<Colleague> {
    let roster = counting(scene.model, today).roster;
    let colleague = |person, held: &crate::person::Person| Colleague {
        person,
        name: held.name.clone(),
        initials: held.initials.clone(),
        school: held.school.clone(),
        township: held.township.clone(),
    };
    roster.faces().map(|(_, person, held)| colleague(person, held)).collect()
}

/// The form as it opens, and as it would have opened without the line.
fn filled(scene: &Scene<'_>, record_type: RecordType, sentence: &mut Sentence, line: &str) -> (Prefill, Fields) {
    keep_rest(record_type, sentence, line);
    let mut prefill = prefill(scene, record_type);
    let opened = prefill.fields.clone();
    let choices = sentence.questions.iter_mut().flat_map(|question| &mut question.choices);
    for guess in sentence.guesses.iter_mut().chain(choices) {
        with_time(scene, record_type, &opened, guess, line);
    }
    let said = sentence.guesses.iter().map(|guess| guess.key.as_str());
    for key in said.chain(sentence.questions.iter().map(|question| question.field.as_str())) {
        let head = key.split('/').next().unwrap_or(key);
        prefill.fields.retain(|field, _| field.split('/').next() != Some(head));
    }
    for guess in &sentence.guesses {
        prefill.fields.insert(guess.key.clone(), guess.value.clone());
    }
    agree(record_type, sentence, &opened, &mut prefill.fields);
    (prefill, opened)
}

/// Words that no field took go into the text of the type that takes such, behind what the line fills there; where there is
/// none, they stay told as unused.
fn keep_rest(record_type: RecordType, sentence: &mut Sentence, line: &str) {
    let Some(key) = record_type.says().takes_rest else { return };
    let (Some(first), Some(last)) = (sentence.unused.first(), sentence.unused.last()) else { return };
    let from = first.start..last.end;
    let words: Vec<&str> = sentence.unused.iter().filter_map(|words| line.get(words.clone())).map(str::trim).collect();
    let rest = words.join("；");
    match sentence.guesses.iter_mut().find(|guess| guess.key == key) {
        Some(guess) => {
            let said = guess.value.as_str().unwrap_or_default();
            guess.value = format!("{said}\n{rest}").into();
            guess.from = guess.from.start.min(from.start)..guess.from.end.max(from.end);
        }
        None => sentence.guesses.push(Guess { key: key.to_owned(), value: rest.into(), from }),
    }
}

/// A day alone, where an instant belongs, at the hour at which the form would open or the last one began; where the line
/// names a half of the day, in that half.
fn with_time(scene: &Scene<'_>, record_type: RecordType, opened: &Fields, guess: &mut Guess, line: &str) {
    let is_instant = record_type.says().input(&guess.key) == Some(Input::Instant);
    let day = guess.value.as_str().filter(|text| is_instant && parse_instant(text).is_none()).and_then(parse_day);
    let Some(day) = day else { return };
    let at_once = tolerant::instant(opened, &guess.key).filter(|at| at.date() == day);
    let (hour, minute) = offer::FIRST_MEETING;
    let hour = || {
        let first = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
        day.and_time(offer::last_start(scene).map_or(first, |last| last.time()))
    };
    let at = at_once.unwrap_or_else(hour);
    let words = |of: std::ops::Range<usize>| line.get(of).unwrap_or_default();
    let half = Half::of(words(guess.from.clone()), words(guess.from.end..line.len()));
    let time = half.map_or(at.time(), |half| half.fitted(at.time()));
    guess.value = instant_text(day.and_time(time)).into();
}

/// What the form opened with and the line did not say gives way: the end to the start, and of two who must differ the one.
fn agree(record_type: RecordType, sentence: &Sentence, opened: &Fields, fields: &mut Fields) {
    let is_said = |key: &str| sentence.guesses.iter().any(|guess| guess.key == key);
    let is_asked = |key: &str| sentence.questions.iter().any(|question| question.field == key);
    for rule in record_type.says().rules {
        match rule {
            Rule::After(end, start) if is_asked(start) && !is_said(end) => {
                fields.remove(*end);
            }
            Rule::After(end, start) if is_said(start) && !is_said(end) => {
                let moved = moved(opened, start, end, tolerant::instant(fields, start));
                fields.remove(*end);
                fields.extend(moved.map(|at| ((*end).to_owned(), Scalar::from(instant_text(at)))));
            }
            Rule::Differ(one, other) if fields.contains_key(*one) && fields.get(*one) == fields.get(*other) => {
                fields.remove(if is_said(one) { *other } else { *one });
            }
            _ => {}
        }
    }
}

/// The end of what begins at another time and is as long.
fn moved(opened: &Fields, start: &str, end: &str, begins: Option<NaiveDateTime>) -> Option<NaiveDateTime> {
    let span = tolerant::instant(opened, end).zip(tolerant::instant(opened, start));
    let long = span.map_or(offer::LONG_MINUTES, |(end, start)| (end - start).num_minutes());
    Some(begins? + Duration::minutes(long))
}
