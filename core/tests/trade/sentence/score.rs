//! Lines of teachers with what each shall fill, and how much of it was read.

use std::collections::{BTreeMap, BTreeSet};

use studio_core::guide::Guide;
use studio_core::id::PersonId;
use studio_core::initials;
use studio_core::record::Scalar;
use studio_core::sentence::{self, Colleague, Guess, Known, Sentence};
use studio_core::time::Day;

const SENTENCES: &str = include_str!("../../fixtures/sentences.txt");
const HENAN: &str = include_str!("../../../../assets/guides/henan-2024-batch-3.toml");

/// What a field is filled with, or asked.
pub(crate) type Said = BTreeSet<(String, String)>;

/// One line with what it shall fill.
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) expected: Said,
    pub(crate) part: Part,
}

/// When a line was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Before the reader, which was made with it in sight.
    Developed,
    /// After the reader.
    HeldOut,
    /// After the general mends that those led to.
    Second,
    /// After the mends that these led to. The reader is not changed for them.
    Unseen,
    /// As teachers dictate, most of it without a mark, and as fresh users typed; mends followed.
    Dictated,
}

/// The fixture: who is known, and the lines.
pub(crate) struct Lines {
    pub(crate) roster: Vec<Colleague>,
    pub(crate) places: Vec<String>,
    pub(crate) guide: Guide,
    pub(crate) all: Vec<Line>,
}

/// How often a field was right, wrong, missing.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Score {
    pub(crate) right: usize,
    pub(crate) wrong: usize,
    pub(crate) missing: usize,
}

impl Score {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missing += other.missing;
    }

    pub(crate) fn precision(self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }

    pub(crate) fn recall(self) -> f64 {
        self.right as f64 / (self.right + self.missing).max(1) as f64
    }

    pub(crate) fn f1(self) -> f64 {
        2.0 * self.right as f64 / (2 * self.right + self.wrong + self.missing).max(1) as f64
    }
}

impl Lines {
    pub(crate) fn new() -> Self {
        let part = |mark: char| SENTENCES.lines().filter_map(move |line| line.strip_prefix(mark).map(str::trim));
        let roster = part('%').zip(1..).map(|(row, n)| colleague(row, n)).collect();
        let places = part('$').map(str::to_owned).collect();
        let mut part_now = Part::Developed;
        let mut all = Vec::new();
        for row in SENTENCES.lines() {
            part_now = match row {
                "== held-out" => Part::HeldOut,
                "== second" => Part::Second,
                "== unseen" => Part::Unseen,
                "== dictated" => Part::Dictated,
                _ => part_now,
            };
            if let Some((text, expected)) = row.split_once('\t').filter(|_| !row.starts_with('#')) {
                all.push(Line { text: text.to_owned(), expected: expectation(expected), part: part_now });
            }
        }
        Self { roster, places, guide: Guide::parse(HENAN).expect("the guide is read"), all }
    }

    pub(crate) fn known(&self) -> Known<'_> {
        let today: Day = "2026-11-26".parse().expect("a day");
        Known { today, guide: &self.guide, roster: &self.roster, places: &self.places, me: PersonId([1; 16]) }
    }

    /// What is read of a line.
    pub(crate) fn read(&self, text: &str) -> Said {
        self.said(text, &sentence::read(text, &self.known()))
    }

    /// The words of a line that no field took.
    pub(crate) fn unused(&self, text: &str) -> Vec<String> {
        let read = sentence::read(text, &self.known());
        read.unused.iter().map(|words| text.get(words.clone()).unwrap_or_default().to_owned()).collect()
    }

    fn said(&self, text: &str, sentence: &Sentence) -> Said {
        let Some(record_type) = sentence.record_type else { return Said::new() };
        let kind = ("type".to_owned(), record_type.word().to_owned());
        let guesses = sentence.guesses.iter().map(|guess| self.guessed(guess));
        let asked = sentence
            .questions
            .iter()
            .map(|one| (format!("?{}", one.field), text.get(one.from.clone()).unwrap_or_default().to_owned()));
        std::iter::once(kind).chain(guesses).chain(asked).collect()
    }

    fn guessed(&self, guess: &Guess) -> (String, String) {
        let key: Vec<String> = guess.key.split('/').map(|part| self.named(part)).collect();
        let value = match &guess.value {
            Scalar::Str(text) => self.named(text),
            Scalar::Int(number) => number.to_string(),
            other => other.as_bool().map_or(String::new(), |yes| yes.to_string()),
        };
        (key.join("/"), value)
    }

    /// A person by name, with the school where two are called so.
    fn named(&self, text: &str) -> String {
        let Some(one) = text.parse().ok().and_then(|id: PersonId| self.roster.iter().find(|one| one.person == id))
        else {
            return text.to_owned();
        };
        let alone = self.roster.iter().filter(|other| other.name == one.name).count() == 1;
        if alone { one.name.clone() } else { format!("{}@{}", one.name, one.school) }
    }

    /// Each field's score, and that of all, over one part of the lines or over all.
    pub(crate) fn scores(&self, part: Option<Part>) -> (BTreeMap<String, Score>, Score) {
        let mut fields: BTreeMap<String, Score> = BTreeMap::new();
        for line in self.all.iter().filter(|line| part.is_none_or(|part| part == line.part)) {
            let read = self.read(&line.text);
            let one = |right, wrong, missing| Score { right, wrong, missing };
            let right = read.intersection(&line.expected).map(|(key, _)| (key, one(1, 0, 0)));
            let wrong = read.difference(&line.expected).map(|(key, _)| (key, one(0, 1, 0)));
            let missing = line.expected.difference(&read).map(|(key, _)| (key, one(0, 0, 1)));
            for (key, score) in right.chain(wrong).chain(missing) {
                let field = if key.starts_with('?') { "(asked)" } else { key.split('/').next().unwrap_or(key) };
                fields.entry(field.to_owned()).or_default().add(score);
            }
        }
        let mut all = Score::default();
        fields.values().for_each(|score| all.add(*score));
        (fields, all)
    }

    /// The table of all fields, each part's sum below it.
    pub(crate) fn table(&self) -> String {
        let row = |name: &str, score: Score| {
            let Score { right, wrong, missing } = score;
            let (precision, recall, f1) = (score.precision(), score.recall(), score.f1());
            format!("{name:<18}{right:>6}{wrong:>6}{missing:>8}{precision:>10.3}{recall:>8.3}{f1:>7.3}\n")
        };
        let (fields, all) = self.scores(None);
        let head = format!(
            "{:<18}{:>6}{:>6}{:>8}{:>10}{:>8}{:>7}\n",
            "", "right", "wrong", "missing", "precision", "recall", "F1"
        );
        let rows: String = fields.iter().map(|(field, score)| row(field, *score)).collect();
        let sum = |name: &str, part: Part| row(name, self.scores(Some(part)).1);
        head + &rows
            + &sum("developed", Part::Developed)
            + &sum("held out", Part::HeldOut)
            + &sum("second", Part::Second)
            + &sum("unseen", Part::Unseen)
            + &sum("dictated", Part::Dictated)
            + &row("all", all)
    }
}

fn colleague(row: &str, n: u8) -> Colleague {
    let mut parts = row.split(' ').map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    let name = next();
    let initials = initials::of_name(&name);
    Colleague { person: PersonId([n; 16]), name, initials, school: next(), township: next() }
}

/// The compact notation of the fixture, as its head describes it.
fn expectation(text: &str) -> Said {
    let mut parts = text.split("; ").map(str::trim);
    let kind = parts.next().filter(|kind| *kind != "-");
    let kind = kind.map(|kind| ("type".to_owned(), kind.to_owned()));
    kind.into_iter().chain(parts.map(field)).collect()
}

fn field(part: &str) -> (String, String) {
    if let Some(there) = part.strip_prefix('@') {
        let (name, how) = match there.strip_suffix('-') {
            Some(name) => (name, "leave"),
            None => there.strip_suffix('~').map_or((there, "entered"), |name| (name, "entered-late")),
        };
        return (format!("attendance/{name}"), how.to_owned());
    }
    let (key, value) = part.split_once('=').unwrap_or((part, "true"));
    (key.to_owned(), value.to_owned())
}
