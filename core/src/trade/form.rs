//! What is said of a record type, as data: its fields, its rules, its face, what its form opens with. Forms, rows, pages,
//! prints and checks read it from here; nothing is read from a record here.

use serde::{Deserialize, Serialize};

use crate::access::DocKind;
use crate::attachment::AttachmentKind;
use crate::record_type::RecordType;
use crate::tolerant::{self, Fields};

/// All that is said of a record type. One value in one file of this wing; [`RecordType`] lists them.
#[derive(Debug)]
pub struct Type {
    /// The word that records store; it can never be taken back.
    pub word: &'static str,
    /// The kinds of document that take it. Facts about a record lie where its own writers write, so that only they can
    /// state them.
    pub lies_in: &'static [DocKind],
    /// A teacher writes it by hand, hands it in and sees it in 记录.
    pub work: bool,
    /// Where it stands among the types of work.
    pub group: Group,
    /// It gets a number (编号) when it is born.
    pub numbered: bool,
    /// It happens on the day of its face: written long after, it is said to be late.
    pub happens: bool,
    /// Its day says by when or from when something is meant to be: one that is still to come is no mistake.
    pub intends: bool,
    /// The fields of its form, in order.
    pub fields: &'static [FieldSpec],
    /// What its fields must agree on before it is handed in.
    pub rules: &'static [Rule],
    /// How lists name it.
    pub face: Face,
    /// The text that takes what a sentence says and no other field holds; none where every text is about one thing.
    pub takes_rest: Option<&'static str>,
    /// What a new one's form opens with.
    pub opens_with: &'static [(&'static str, Start)],
    /// Printed sheets that it fills; their names' translation keys are `sheet-<word>`.
    pub sheets: &'static [&'static str],
}

/// A type that says nothing yet: what most of them leave as it is.
pub(super) const PLAIN: Type = Type {
    word: "",
    lies_in: &[],
    work: false,
    group: Group::Running,
    numbered: false,
    happens: false,
    intends: false,
    fields: &[],
    rules: &[],
    face: Face { title: &[], kind: None, level: None, day: "", place: None, people: &[] },
    takes_rest: None,
    opens_with: &[],
    sheets: &[],
};

/// A type of work: in its author's journal, numbered, in 记录.
pub(super) const WORK: Type =
    Type { lies_in: &[DocKind::Journal], work: true, numbered: true, sheets: &["record"], ..PLAIN };

/// A field of a form. Its label's translation key is `field-<type>-<key>`, see [`FieldSpec::label_key`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldSpec {
    /// Flat key, or the prefix of the keys below it for people, choices of many and rows.
    pub key: &'static str,
    /// How it is filled.
    pub input: Input,
    /// Must be filled before the record is handed in.
    pub required: bool,
    /// Belongs to the record only while another field holds one of these words; otherwise it is shown nowhere, and
    /// comes back with the word.
    pub when: Option<(&'static str, &'static [&'static str])>,
    /// Its place in front of the form; the others are folded under 更多.
    pub front: Option<u8>,
    /// Its place in front while the record's day is still to come.
    pub ahead: Option<u8>,
}

/// How a field is filled and what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// One line of text.
    Line,
    /// Text of several lines.
    Text,
    /// A word or an id that the form is opened with: nobody types it, and no form shows it.
    Word,
    /// A whole number.
    Number,
    /// A span of time, stored in minutes.
    Minutes,
    /// Money, typed in 元, stored in 分.
    Money,
    /// Yes, or not said: `true`.
    Yes,
    /// A day: `2026-11-23`.
    Day,
    /// A month: `1995-03`.
    Month,
    /// A local instant: `2026-11-23T14:30`.
    Instant,
    /// One person: the id as text.
    Person,
    /// People: `<key>/<person>` = `true`.
    People,
    /// People in order: `<key>/<person>` = place.
    OrderedPeople,
    /// Attendance: `<key>/<person>` = word.
    Attendance,
    /// People who are asked to come: `<key>/<person>` = `true`. Being asked is no part in it: it counts nowhere.
    Asked,
    /// One of these words, with the translation key of each label.
    Choice(&'static [(&'static str, &'static str)]),
    /// Any of these words: `<key>/<word>` = `true`.
    Choices(&'static [(&'static str, &'static str)]),
    /// Yes or no to each line of the guide's rubric: `<key>/<line's word>` = `true` or `false`; not said: absent.
    Marks,
    /// Another record of this type: its id as text.
    Record(RecordType),
    /// Pictures, of this kind when they are taken here: `<key>/<hash of the bytes>` = what it is, see [`crate::attachment`].
    Files(AttachmentKind),
    /// Rows in order, each with these fields: `<key>/<random>/order` and `<key>/<random>/<field>`.
    Rows(&'static [FieldSpec]),
}

/// The part of a row's key that holds its place.
pub const ORDER_KEY: &str = "order";

/// 分组: how the types of work are laid out for somebody who looks for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Group {
    /// 教研
    Research,
    /// 带教与成长
    Guidance,
    /// 成果与评价
    Results,
    /// 计划与经费
    Running,
}

impl Group {
    /// Every group, in the order in which people are shown them.
    pub const ALL: [Self; 4] = [Self::Research, Self::Guidance, Self::Results, Self::Running];

    /// The translation key of its heading.
    pub fn label_key(self) -> &'static str {
        match self {
            Self::Research => "group-research",
            Self::Guidance => "group-guidance",
            Self::Results => "group-results",
            Self::Running => "group-running",
        }
    }
}

/// What fields of one record must agree on. A broken rule is told at its first field, under the translation key
/// `rule-<type>-<field>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Two fields must not hold the same.
    Differ(&'static str, &'static str),
    /// The first day or instant must not lie before the second.
    NotBefore(&'static str, &'static str),
    /// The first day or instant must lie after the second.
    After(&'static str, &'static str),
    /// The first must be filled when the two others lie on different days: nobody knows how much of the days it was.
    SaysHowLong(&'static str, &'static str, &'static str),
    /// One of these is enough; the first one is asked for.
    OneOf(&'static [&'static str]),
    /// A number must not be greater than this.
    UpTo(&'static str, i64),
    /// From the first beginning among the rows of a field to their last end it is at most so many minutes, and none of
    /// them ends before it begins. Over midnight is as good as by day.
    Within(&'static str, (&'static str, &'static str), i64),
    /// Of the rows of a field none has begun and not ended: it would run on for ever. Told under the key's `-runs`.
    Stopped(&'static str, (&'static str, &'static str)),
    /// These numbers together must not be greater than the one that stands last.
    NoMoreThan(&'static [&'static str], &'static str),
}

/// How lists name a record, by the keys of its fields.
#[derive(Debug, Clone, Copy)]
pub struct Face {
    /// Its title: the parts that say something, with a colon between them.
    pub title: &'static [Part],
    /// The choice that stands before the title.
    pub kind: Option<&'static str>,
    /// The choice that says how far it reaches.
    pub level: Option<&'static str>,
    /// Its day, or the instant that has it.
    pub day: &'static str,
    /// Where.
    pub place: Option<&'static str>,
    /// Who is in it.
    pub people: &'static [&'static str],
}

/// A part of a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A text as it is.
    Text(&'static str),
    /// The name of the person whom a field names.
    Name(&'static str),
    /// The first clause of a text.
    Clause(&'static str),
}

/// What a field of a new record opens with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// The one who writes.
    Me,
    /// Today.
    Today,
    /// As long before now as the last one was long.
    Began,
    /// About now.
    Ended,
    /// What stood there in the last one of this type.
    AsLast,
}

/// A field that must be filled.
pub(super) const fn must(key: &'static str, input: Input) -> FieldSpec {
    FieldSpec { key, input, required: true, when: None, front: None, ahead: None }
}

/// A field that may stay empty.
pub(super) const fn may(key: &'static str, input: Input) -> FieldSpec {
    FieldSpec { required: false, ..must(key, input) }
}

impl FieldSpec {
    /// In front of the form, at this place.
    pub(super) const fn front(mut self, place: u8) -> Self {
        self.front = Some(place);
        self
    }

    /// In front, at this place, while the record's day is still to come.
    pub(super) const fn ahead(mut self, place: u8) -> Self {
        self.ahead = Some(place);
        self
    }

    /// Only while another field holds one of these words.
    pub(super) const fn when(mut self, key: &'static str, words: &'static [&'static str]) -> Self {
        self.when = Some((key, words));
        self
    }

    /// The translation key of its label: `field-activity-topic`.
    pub fn label_key(&self, record_type: RecordType) -> String {
        label_key(record_type, self.key)
    }

    /// Whether it belongs to a record with these fields.
    pub fn belongs(&self, fields: &Fields) -> bool {
        self.when.is_none_or(|(key, words)| tolerant::str(fields, key).is_some_and(|word| words.contains(&word)))
    }
}

impl Type {
    /// The fields that belong to a record with these fields, in the form's order.
    pub fn shown(&self, fields: &Fields) -> impl Iterator<Item = &'static FieldSpec> + use<'_> {
        let hidden: Vec<&str> = self.fields.iter().filter(|spec| !spec.belongs(fields)).map(|spec| spec.key).collect();
        self.fields.iter().filter(move |spec| !hidden.contains(&spec.key))
    }

    /// The field of a flat key; a key below a prefix belongs to its prefix's.
    pub fn field(&self, key: &str) -> Option<&'static FieldSpec> {
        let head = key.split('/').next().unwrap_or(key);
        self.fields.iter().find(|spec| spec.key == head)
    }

    /// How the value under a flat key is filled: that of its field, or of its column where it stands in a row.
    pub fn input(&self, key: &str) -> Option<Input> {
        let spec = self.field(key)?;
        match (spec.input, key.split('/').nth(2)) {
            (Input::Rows(columns), Some(column)) => {
                columns.iter().find(|spec| spec.key == column).map(|spec| spec.input)
            }
            (input, _) => Some(input),
        }
    }

    /// What stands in a record but belongs to another kind of it is taken out: no page shows it, no number counts it.
    pub(crate) fn belonging(&self, fields: &Fields) -> Fields {
        let away = |key: &String| self.field(key).is_some_and(|spec| !spec.belongs(fields));
        fields.iter().filter(|(key, _)| !away(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
    }
}

/// Whether people are asked to come to a record of this type.
pub fn asks(of: RecordType) -> bool {
    of.says().fields.iter().any(|spec| spec.input == Input::Asked)
}

/// The fields of a type's form, in order; none for facts.
pub fn fields(record_type: RecordType) -> &'static [FieldSpec] {
    record_type.says().fields
}

/// The translation key of a field's label; a key below a prefix is labelled by its prefix, and underscores are written
/// as dashes: `attendance/…` → `field-activity-attendance`.
pub fn label_key(record_type: RecordType, key: &str) -> String {
    let head = key.split('/').next().unwrap_or(key);
    format!("field-{}-{}", record_type.word(), head.replace('_', "-"))
}
