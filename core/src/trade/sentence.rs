//! One line of a teacher, typed or dictated, as guesses for a form: what it is a record of, and which words fill which
//! field. Offline and by tables of words. It fills nothing that the line does not say, and where a name fits two people,
//! or a weekday two days, it asks; of several amounts it guesses none. Must not know the network, the disk, a clock or a screen.

mod clock;
mod guidance;
mod heads;
mod kind;
mod label;
mod lesson;
mod line;
mod meeting;
mod money;
mod number;
mod place;
mod reading;
mod rest;
mod result;
mod running;
mod title;
mod unused;
mod when;
mod who;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::guide::Guide;
use crate::id::PersonId;
use crate::record::Scalar;
use crate::record_type::RecordType;
use crate::time::Day;
pub use clock::Half;
use line::Line;
use reading::Reading;

/// What a line is read against.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Today.
    pub today: Day,
    /// The guide: 第十周周五 is told by its terms, 学时 by its length.
    pub guide: &'a Guide,
    /// Everybody who may be named, each person once.
    pub roster: &'a [Colleague],
    /// Places used before.
    pub places: &'a [String],
    /// Who writes: 我.
    pub me: PersonId,
}

/// Somebody who may be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Who.
    pub person: PersonId,
    /// 姓名
    pub name: String,
    /// Pinyin initials of the name.
    pub initials: String,
    /// 学校: it tells namesakes apart.
    pub school: String,
    /// 乡镇, likewise.
    pub township: String,
}

/// A field that the line fills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guess {
    /// Flat key of the form: `topic`, `attendance/<person>`.
    pub key: String,
    /// What is filled in. Of a meeting whose day alone is said, `start` is that day.
    pub value: Scalar,
    /// The words that it was read from, as bytes of the line.
    pub from: Range<usize>,
}

/// A field that the line may fill in several ways: nothing is filled until one of them is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The field's key in the form.
    pub field: String,
    /// The words that fit several.
    pub from: Range<usize>,
    /// Every way: two teachers of one name, two who are named where one belongs, or two days. None where what is said
    /// cannot be: 2月30日, 25点.
    pub choices: Vec<Guess>,
}

/// What a line comes down to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// What it is a record of; `None` where nobody can tell.
    pub record_type: Option<RecordType>,
    /// The words that tell the type.
    pub type_from: Option<Range<usize>>,
    /// What is filled in, each key once.
    pub guesses: Vec<Guess>,
    /// What has to be asked.
    pub questions: Vec<Question>,
    /// Words that no field took, as bytes of the line, in its order.
    pub unused: Vec<Range<usize>>,
}

/// Reads a line. Where it does not tell its type nothing is guessed: see [`read_as`].
pub fn read(line: &str, known: &Known<'_>) -> Sentence {
    let mut line = Line::new(line);
    let days = when::days(&mut line, known);
    match kind::of(&line, &days) {
        Some((record_type, from)) => {
            let type_from = Some(line.bytes(&from));
            Sentence { type_from, ..filled(line, days, record_type, known) }
        }
        None => Sentence::default(),
    }
}

/// Reads a line for a form that was chosen already.
pub fn read_as(line: &str, record_type: RecordType, known: &Known<'_>) -> Sentence {
    let mut line = Line::new(line);
    let days = when::days(&mut line, known);
    filled(line, days, record_type, known)
}

fn filled(line: Line<'_>, days: Vec<when::SaidDay>, record_type: RecordType, known: &Known<'_>) -> Sentence {
    let mut reading = Reading::new(line, days, record_type, known);
    match record_type {
        RecordType::Activity => meeting::activity(&mut reading),
        RecordType::Observation => lesson::observation(&mut reading),
        RecordType::Mentoring => guidance::mentoring(&mut reading),
        RecordType::Pairing => guidance::pairing(&mut reading),
        RecordType::Growth => guidance::growth(&mut reading),
        RecordType::Reflection => guidance::reflection(&mut reading),
        RecordType::Outcome => result::outcome(&mut reading),
        RecordType::Topic => result::topic(&mut reading),
        RecordType::Resource => result::resource(&mut reading),
        RecordType::Survey => running::survey(&mut reading),
        RecordType::Task => running::task(&mut reading),
        RecordType::Milestone => running::milestone(&mut reading),
        RecordType::Support => running::support(&mut reading),
        RecordType::Budget => running::budget(&mut reading),
        RecordType::Expense => running::expense(&mut reading),
        _ => {}
    }
    reading.sentence()
}
