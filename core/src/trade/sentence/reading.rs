//! A line under reading: what was understood of it so far, and what it fills. A field that the type has not got is never
//! filled, and none is filled twice.

use std::ops::Range;

use chrono::{Duration, NaiveTime};

use super::clock::{self, Length, Span};
use super::label::{self, Label};
use super::line::Line;
use super::when::{self, DayRole, SaidDay};
use super::who::{self, Mention};
use super::{Guess, Known, Question, Sentence, kind, place, unused};
use crate::form::Input;
use crate::id::PersonId;
use crate::record::Scalar;
use crate::record_type::RecordType;
use crate::time::Day;
use crate::tolerant::{self, Fields, day_text, instant_text};

/// A line, and what it is read for.
pub(super) struct Reading<'a> {
    pub(super) line: Line<'a>,
    pub(super) known: &'a Known<'a>,
    pub(super) days: Vec<SaidDay>,
    pub(super) span: Option<Span>,
    pub(super) length: Option<Length>,
    /// A time that no clock has.
    no_time: Option<Range<usize>>,
    pub(super) mentions: Vec<Mention>,
    pub(super) place: Option<place::Place>,
    record_type: RecordType,
    guesses: Vec<Guess>,
    questions: Vec<Question>,
    /// Words that are in no guess and say no more than one: a day far from its time, a school that tells namesakes apart.
    also_used: Vec<Range<usize>>,
}

impl<'a> Reading<'a> {
    /// Days, times, people and the place are looked for in every line, in this order: 周五 is nobody called 周.
    pub(super) fn new(mut line: Line<'a>, days: Vec<SaidDay>, record_type: RecordType, known: &'a Known<'a>) -> Self {
        let span = clock::span(&mut line);
        let no_time = if span.is_none() { clock::impossible(&mut line) } else { None };
        // 课前三分钟 is no length of what has none
        let has_length = record_type.says().fields.iter().any(|spec| spec.input == Input::Minutes);
        let length = has_length.then(|| clock::length(&mut line, known.guide.class_hour)).flatten();
        let mentions = who::mentions(&mut line, known);
        // of what has no place, a place is part of what is told: 打车去石佛中心校
        let has_place = ["place", "school"].iter().any(|key| record_type.says().field(key).is_some());
        let place = has_place.then(|| place::place(&mut line, known)).flatten();
        Self {
            line,
            known,
            days,
            span,
            length,
            no_time,
            mentions,
            place,
            record_type,
            guesses: Vec::new(),
            questions: Vec::new(),
            also_used: Vec::new(),
        }
    }

    /// Fills a field.
    pub(super) fn put(&mut self, key: &str, value: impl Into<Scalar>, from: &Range<usize>) {
        if self.is_open(key) {
            self.guesses.push(self.guess(key, value.into(), from));
        }
    }

    /// Fills a field with words of the line as they are written.
    pub(super) fn put_text(&mut self, key: &str, from: &Range<usize>) {
        let from = self.line.trimmed(from.clone());
        let text = self.line.text(&from).trim().to_owned();
        if !text.is_empty() {
            self.put(key, text, &from);
        }
    }

    /// Words that lead to what was filled, and say no more.
    pub(super) fn also_used(&mut self, range: Range<usize>) {
        self.also_used.push(range);
    }

    /// Fills fields whose texts stand behind their labels.
    pub(super) fn put_labelled(&mut self, labels: &[Label]) {
        for one in label::texts(&self.line, labels) {
            self.put_text(one.field, &one.text);
            self.line.take(&one.whole);
        }
    }

    /// Fills a field for one person, or asks which of several is meant.
    pub(super) fn put_person(&mut self, field: &str, mention: &Mention) {
        self.put_who(field, mention, |person| (field.to_owned(), person.to_string().into()));
    }

    /// The same for a row of people, where the field holds one: of 王丽和刘洋 it asks which.
    pub(super) fn put_one_of_row(&mut self, field: &str, row: &[Mention]) {
        let (Some(first), Some(last)) = (row.first(), row.last()) else { return };
        self.also_used.extend(row.iter().filter_map(|one| one.told_by.clone()));
        let each = row.iter().flat_map(|one| one.who.iter().map(move |person| (one, *person)));
        let choices: Vec<Guess> =
            each.map(|(one, person)| self.guess(field, person.to_string().into(), &one.range)).collect();
        self.put_one_of(field, &(first.range.start..last.range.end), choices);
    }

    /// Adds a person to a field of many, or asks likewise.
    pub(super) fn put_among(&mut self, field: &str, mention: &Mention, value: impl Into<Scalar>) {
        let value = value.into();
        self.put_who(field, mention, |person| (format!("{field}/{person}"), value.clone()));
    }

    fn put_who(&mut self, field: &str, mention: &Mention, filled: impl Fn(PersonId) -> (String, Scalar)) {
        self.also_used.extend(mention.told_by.clone());
        let choices = mention.who.iter().map(|person| filled(*person));
        let choices: Vec<Guess> = choices.map(|(key, value)| self.guess(&key, value, &mention.range)).collect();
        self.put_one_of(field, &mention.range, choices);
    }

    fn put_one_of(&mut self, field: &str, from: &Range<usize>, choices: Vec<Guess>) {
        match choices.as_slice() {
            [only] if self.is_open(&only.key) => self.guesses.push(only.clone()),
            [_] => {}
            _ if self.is_open(field) => {
                let from = self.line.bytes(from);
                self.questions.push(Question { field: field.to_owned(), from, choices });
            }
            _ => {}
        }
    }

    fn guess(&self, key: &str, value: Scalar, from: &Range<usize>) -> Guess {
        Guess { key: key.to_owned(), value, from: self.line.bytes(from) }
    }

    fn is_open(&self, key: &str) -> bool {
        self.record_type.says().field(key).is_some() && !self.guesses.iter().any(|guess| guess.key == key)
    }

    /// The day on which it was or will be; what it is said for otherwise is passed over.
    pub(super) fn day(&self) -> Option<SaidDay> {
        self.days.iter().find(|said| said.role == DayRole::On).cloned()
    }

    /// Fills a day, or asks which one is meant where the line tells of what has been and the day is to come. One that no
    /// calendar has is asked without a choice.
    pub(super) fn put_day(&mut self, field: &str) {
        if let Some(said) = self.day() {
            let row = self.row_of(&said);
            match row.as_slice() {
                [_, _, ..] => self.put_one_day(field, &row, |day| day_text(day).into()),
                _ => self.put_days(field, &said, self.days_meant(&said)),
            }
        }
    }

    /// A day, and those that are told in one breath with it: 12月3日和4日.
    fn row_of(&self, said: &SaidDay) -> Vec<SaidDay> {
        let mut row = vec![said.clone()];
        for next in self.days.iter().filter(|next| next.role == DayRole::On && next.day.is_some()) {
            if row.last().is_some_and(|last| last.day.is_some() && next.range.start == last.range.end + 1) {
                row.push(next.clone());
            }
        }
        row
    }

    /// Of several days one record is about one.
    fn put_one_day(&mut self, field: &str, row: &[SaidDay], value: impl Fn(Day) -> Scalar) {
        let (Some(first), Some(last)) = (row.first(), row.last()) else { return };
        let choice = |said: &SaidDay| Some(self.guess(field, value(said.day?), &said.range));
        let choices = row.iter().filter_map(choice).collect();
        self.put_one_of(field, &(first.range.start..last.range.end), choices);
    }

    /// Fills the day of a deadline.
    pub(super) fn put_deadline(&mut self, field: &str) {
        let due = |said: &&SaidDay| matches!(said.role, DayRole::By | DayRole::About);
        if let Some(mut said) = self.days.iter().find(due).cloned() {
            if said.day.is_none() {
                // there is no 9月31号, with 以前 or without
                self.also_used.push(said.range.clone());
                said.range.end = when::before_deadline(&self.line, &said.range);
            }
            self.put_days(field, &said, said.day.into_iter());
        }
    }

    fn put_days(&mut self, field: &str, said: &SaidDay, days: impl Iterator<Item = Day>) {
        let choices = days.map(|day| self.guess(field, day_text(day).into(), &said.range)).collect();
        self.put_one_of(field, &said.range, choices);
    }

    fn days_meant(&self, said: &SaidDay) -> impl Iterator<Item = Day> + use<> {
        let says = self.record_type.says();
        let is_told_after = says.happens && says.face.day == "day" && !when::is_planned(&self.line);
        let last = said.last.filter(|_| is_told_after || when::has_been(&self.line));
        said.day.into_iter().chain(last)
    }

    /// Fills the day on which it is seen to again.
    pub(super) fn put_next_day(&mut self, field: &str) {
        let next = self.days.iter().find(|said| said.role == DayRole::Next).cloned();
        if let Some(said) = next {
            self.put_days(field, &said, said.day.into_iter());
        }
    }

    /// Fills start, end and length of what has a day or a time. A time without a day is today's, as the form's own is.
    pub(super) fn put_times(&mut self, start: &str, end: &str, length: &str) {
        let (said, span, long) = (self.day(), self.span.clone(), self.length.clone());
        let today = |span: &Span| SaidDay::of(self.known.today, span.start_from.clone());
        if let Some(no_time) = self.no_time.clone() {
            self.also_used.extend(said.map(|said| said.range));
            self.put_one_of(start, &no_time, Vec::new());
            return self.put_length(length, long.as_ref());
        }
        let half = || clock::half_alone(&self.line).map(|half| SaidDay::of(self.known.today, half));
        let today = || span.as_ref().map(today).or_else(half).filter(|_| self.is_today());
        let Some(said) = said.or_else(today) else {
            return self.put_length(length, long.as_ref());
        };
        self.line.take(&said.range);
        let row = self.row_of(&said);
        if row.len() > 1 {
            self.also_used.extend(span.as_ref().map(|span| span.start_from.clone()));
            self.put_one_day(start, &row, |day| match &span {
                Some(span) => instant_text(day.and_time(span.start)).into(),
                None => day_text(day).into(),
            });
            return self.put_length(length, long.as_ref());
        }
        if let Some(span) = span.as_ref().filter(|_| said.day.is_none()) {
            // of a day that there is not the time says nothing
            self.also_used.push(span.start_from.clone());
            self.also_used.extend(span.end.as_ref().map(|(_, range)| range.clone()));
        }
        let (Some(span), Some(day)) = (span, said.day) else {
            self.put_days(start, &said, self.days_meant(&said));
            return self.put_length(length, long.as_ref());
        };
        let from = joined(&said.range, &span.start_from);
        self.also_used.push(said.range.clone());
        let at = |day: Day, time: NaiveTime| Scalar::from(instant_text(day.and_time(time)));
        let starts: Vec<Guess> =
            self.days_meant(&said).map(|day| self.guess(start, at(day, span.start), &from)).collect();
        let sure = starts.len() == 1;
        self.put_one_of(start, &from, starts);
        match (&span.end, long) {
            (Some((time, range)), _) if sure => self.put(end, at(day, *time), range),
            (None, Some(long)) if sure && !long.counted => {
                let ends = day.and_time(span.start) + Duration::minutes(long.minutes);
                self.put(end, instant_text(ends), &long.range);
            }
            (_, long) => self.put_length(length, long.as_ref()),
        }
    }

    /// Whether a line says of no other time that it was then.
    fn is_today(&self) -> bool {
        const OTHER: [&str; 11] =
            ["下周", "上周", "下星期", "上星期", "下个月", "上个月", "改天", "那天", "有一天", "前几天", "过几天"];
        self.days.is_empty() && self.line.any(&OTHER).is_none()
    }

    fn put_length(&mut self, field: &str, long: Option<&Length>) {
        if let Some(long) = long {
            self.put(field, long.minutes, &long.range);
        }
    }

    /// Those people in the rows in which they are named.
    pub(super) fn rows(&self, mentions: &[Mention]) -> Vec<Vec<Mention>> {
        let rows = who::rows(&self.line, mentions, false);
        rows.into_iter().filter_map(|row| mentions.get(row).map(<[Mention]>::to_vec)).collect()
    }

    /// The row of people that stands right behind one of these words, or right before one of those.
    pub(super) fn row_beside(&self, leads: &[&str], follows: &[&str]) -> Option<Vec<Mention>> {
        self.rows(&self.mentions).into_iter().find(|row| {
            let led = row.first().is_some_and(|one| self.is_led(one.range.start, leads));
            led || row.last().is_some_and(|one| self.is_followed(one.range.end, follows))
        })
    }

    /// Everybody named but the one who writes.
    pub(super) fn others(&self) -> Vec<Mention> {
        self.mentions.iter().filter(|one| !one.is(self.known.me)).cloned().collect()
    }

    /// Whether one of these words stands right behind a place, a blank or 都, 也, 各 between them.
    pub(super) fn is_followed(&self, at: usize, words: &[&str]) -> bool {
        let mut at = at;
        // 迟到的有陈明 is said of who stands behind it
        let of_others = |at: usize, word: &str| {
            let end = at + word.chars().count();
            self.line.one_at(end, &["的有", "的是", "的:", ":", "人员"]).is_some()
        };
        let stands = |at: usize| self.line.one_at(at, words).is_some_and(|word| !of_others(at, word));
        while self.line.letter(at).is_some_and(|letter| " 都也各又去来".contains(letter)) {
            if stands(at) {
                return true;
            }
            at += 1;
        }
        stands(at)
    }

    /// Whether one of these words stands right before a place, a blank or a colon between them.
    pub(super) fn is_led(&self, at: usize, words: &[&str]) -> bool {
        let mut at = at;
        while at
            .checked_sub(1)
            .and_then(|before| self.line.letter(before))
            .is_some_and(|letter| " :是为有的".contains(letter))
        {
            at -= 1;
        }
        self.line.one_before(at, words).is_some()
    }

    /// Whether one of these words stands right before a place as its heading, as 请假：王丽 and 迟到的有陈明.
    pub(super) fn is_headed(&self, at: usize, words: &[&str]) -> bool {
        let marked = at.checked_sub(1).and_then(|before| self.line.letter(before)).is_some_and(|c| ":是有".contains(c));
        let blank = self.line.one_before(at, &[": "]).is_some();
        (marked || blank) && self.is_led(at, words)
    }

    /// What is guessed and asked, of the fields that belong to a record of this kind, and what is left of the line.
    pub(super) fn sentence(mut self) -> Sentence {
        let fields: Fields = self.guesses.iter().map(|guess| (guess.key.clone(), guess.value.clone())).collect();
        let says = self.record_type.says();
        let belongs = |key: &str| says.field(key).is_some_and(|spec| spec.belongs(&fields));
        self.guesses.retain(|guess| belongs(&guess.key));
        self.questions.retain(|one| belongs(&one.field) && !fields.contains_key(&one.field));
        let unused = self.unused();
        let Self { record_type, guesses, questions, .. } = self;
        Sentence { record_type: Some(record_type), type_from: None, guesses, questions, unused }
    }

    /// Words that no field took; what is longer than a line that is read is among them.
    fn unused(&self) -> Vec<Range<usize>> {
        let is_choice = |guess: &&Guess| {
            let input = self.record_type.says().input(&guess.key);
            matches!(input, Some(Input::Choice(_) | Input::Choices(_)))
        };
        let (told, filled): (Vec<&Guess>, Vec<&Guess>) = self.guesses.iter().partition(is_choice);
        let filled = filled.into_iter().map(|guess| guess.from.clone());
        let asked = self.questions.iter().map(|one| one.from.clone());
        let also = self.also_used.iter().map(|range| self.line.bytes(range));
        let mut used = self.line.letters_in(&filled.chain(asked).chain(also).collect::<Vec<_>>());
        self.line.with_marks(&mut used);
        let told = self.line.letters_in(&told.into_iter().map(|guess| guess.from.clone()).collect::<Vec<_>>());
        let is_used = |range: &Range<usize>| used.get(range.start) == Some(&true);
        let names = self.mentions.iter().map(|one| one.range.clone());
        let next = self.days.iter().filter(|said| said.role == DayRole::Next).map(|said| said.range.clone());
        let beside: Vec<Range<usize>> = names.chain(next).filter(is_used).collect();
        let cues = kind::cues(self.record_type, self.word("kind").as_deref());
        let looked = unused::Looked { line: &self.line, used: &used, told: &told, cues: &cues, beside: &beside };
        let mut all: Vec<Range<usize>> = looked.stretches().iter().map(|words| self.line.bytes(words)).collect();
        let tail = self.line.tail();
        match all.last_mut() {
            _ if tail.is_empty() => {}
            Some(last) if last.end == tail.start => last.end = tail.end,
            _ => all.push(tail),
        }
        all
    }

    /// The word of a choice that was filled.
    pub(super) fn word(&self, key: &str) -> Option<String> {
        let fields: Fields = self.guesses.iter().map(|guess| (guess.key.clone(), guess.value.clone())).collect();
        tolerant::str(&fields, key).map(str::to_owned)
    }
}

/// Two ranges as one where they stand beside each other, else the later one.
fn joined(day: &Range<usize>, time: &Range<usize>) -> Range<usize> {
    if day == time {
        return time.clone();
    }
    if day.end <= time.start && time.start - day.end <= 2 { day.start..time.end } else { time.clone() }
}
