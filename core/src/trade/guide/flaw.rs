//! What can be wrong with a guide, for whoever writes it. No sentence for people: those are the server's.

use thiserror::Error;

/// What is wrong at a place of a guide.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Flaw {
    /// No TOML, or a key or value that a guide has not; the reader's own words.
    #[error("{0}")]
    Unreadable(String),
    /// Its name stands in decisions and in addresses.
    #[error("a guide's id has small Latin letters, digits and dashes")]
    Name,
    /// A later file takes its place by a greater one.
    #[error("a guide's version is at least 1")]
    Version,
    /// People read it.
    #[error("a title or a name is empty")]
    NoTitle,
    /// One could not say which was tapped.
    #[error("this phase stands here twice")]
    TwoPhases,
    /// One would look again before the lesson is over.
    #[error("check_after_days is between 1 and {0}")]
    CheckAfter(u16),
    /// A paper would be whole before its parts are.
    #[error("least_words of the paper is less than the {0} of its parts together")]
    PaperBelowParts(usize),
    /// Nothing could be founded by it.
    #[error("a guide has at least one direction")]
    NoDirection,
    /// The usual one is none of them.
    #[error("no direction has this number")]
    UnknownDirection,
    /// Applications are due before the notice was there.
    #[error("apply_by is before the day on which the notice was issued")]
    AppliesTooEarly,
    /// A project would be late before it could begin.
    #[error("the deadline is before the notice was issued or the applications are due")]
    DeadlineTooEarly,
    /// No record could count.
    #[error("counts_from is after the deadline")]
    CountsTooLate,
    /// Money that the county would owe.
    #[error("a grant is not below zero")]
    Grant,
    /// A day would belong to two terms.
    #[error("this term begins before the last one ends")]
    TermsOverlap,
    /// No day would belong to it.
    #[error("this term ends before it begins")]
    TermBackwards,
    /// Addresses tell terms apart by year and season.
    #[error("two terms have this year and season")]
    TwoTerms,
    /// Days off that nobody would have had to work.
    #[error("a break ends after it begins and lies inside its term")]
    Break,
    /// One could not say which is meant.
    #[error("two directions have this number")]
    TwoDirections,
    /// One could not say which is meant: an indicator, an item, a deliverable, a line of the rubric.
    #[error("{0} with this id stands here twice")]
    TwoIds(&'static str),
    /// An item or a deliverable names an indicator twice.
    #[error("this indicator is named twice")]
    NamedTwice,
    /// An item or a deliverable names one that its direction has not.
    #[error("no indicator has this id")]
    NoIndicator,
    /// Hours are divided by it.
    #[error("a class hour has minutes")]
    ClassHour,
    /// The words of a rubric are keys of records.
    #[error("a line of the rubric has a word of small Latin letters, digits and dashes")]
    RubricWord,
    /// Nobody taps so many while a lesson runs.
    #[error("a lesson has at most {0} phases and {0} lines of a rubric")]
    Lesson(usize),
    /// A number of people, meetings or points.
    #[error("least, most and what deduct says are between 1 and {0}")]
    Amount(i64),
    /// What a thing is worth.
    #[error("points are between 0 and {0}")]
    Points(i64),
    /// Nobody could reach it.
    #[error("most is less than least: nobody could reach it")]
    MostBelowLeast,
    /// A measure is not counted so.
    #[error("where, distinct, most, points and deduct are said of records, not of a measure")]
    SaidOfMeasure,
    /// Who is young?
    #[error("young-guided needs young_age_max")]
    YoungAge,
    /// A row that counts papers says which.
    #[error("papers are counted by where = {{ paper = [...] }}, and by nothing else")]
    WhichPapers,
    /// A row or a deliverable names a paper that its direction has not.
    #[error("no paper has this id")]
    NoPaper,
    /// The words of papers and parts are values in records.
    #[error("a paper and a part have a word of small Latin letters, digits and dashes")]
    PaperWord,
    /// Nobody reads so many on a phone.
    #[error("at most {0} stand here")]
    Papers(usize),
    /// Nobody writes so much.
    #[error("a paper asks for at most {0} characters")]
    PaperWords(usize),
    /// A part tells of types of work.
    #[error("no type of work has this word")]
    NoPartOf,
    /// A record has a day, not a state.
    #[error("records are counted over days: project or term")]
    RecordsToday,
    /// Points by word, and no choice that has the words.
    #[error("points of words need the choice that they stand in: by")]
    PointsOfNothing,
    /// Points taken where there are none.
    #[error("deduct takes points, and things have none here")]
    DeductOfNothing,
    /// Names of what a county adds stand in keys of records.
    #[error("a field or word of a county's own has an id of small Latin letters, digits and dashes")]
    OwnName,
    /// Nobody could tell what is asked.
    #[error("a field or word of a county's own has a title")]
    OwnTitle,
    /// Nobody could take it.
    #[error("a step names the records in which one takes it")]
    StepOfNothing,
    /// Nothing to choose from, or words where nobody chooses.
    #[error("a choice has words, and no other input has")]
    OwnWords,
    /// Nothing is added, or the same choice stands twice.
    #[error("words are added to a choice once, and at least one")]
    OwnChoice,
    /// Fields are added to what teachers write by hand.
    #[error("{0} is no type of work: nothing can be added to it")]
    NoWork(&'static str),
    /// A type of work has no such field.
    #[error("{of} has no field {key}")]
    NoField {
        /// The type's word.
        of: &'static str,
        /// The field's key.
        key: String,
    },
    /// A field in which nobody stands.
    #[error("{key} of {of} names nobody")]
    NamesNobody {
        /// The type's word.
        of: &'static str,
        /// The field's key.
        key: String,
    },
    /// A field without words to choose, or with more than this asks for.
    #[error("{key} of {of} is no choice of {}", if *one { "one word" } else { "words" })]
    NoChoice {
        /// The type's word.
        of: &'static str,
        /// The field's key.
        key: String,
        /// Whether exactly one word must stand there.
        one: bool,
    },
    /// A word that nobody can choose would quietly count nothing.
    #[error("{key} of {of} has no word {word}")]
    NoWord {
        /// The type's word.
        of: &'static str,
        /// The field's key.
        key: String,
        /// The word.
        word: String,
    },
}
