//! 申报指南 as data: directions, deadlines, money, indicators, terms. Read from a TOML text that the
//! shells embed; no code knows a deadline or a threshold.

mod check;
mod flaw;
mod outline;
mod own;
mod parse;
mod row;
mod shape;
mod written;

use serde::{Deserialize, Serialize};

pub use flaw::Flaw;
pub(crate) use outline::PAPER_WORDS;
pub use outline::{PaperRule, PartRule};
pub use own::{Own, OwnChoice, OwnField, OwnInput, OwnWord, is_own};
pub use parse::GuideError;
pub use row::{Count, Deduct, Distinct, IndicatorRule, Measure, Period, Points};
pub use shape::{PersonStep, Shape, StepRecords};

use crate::term::Term;
use crate::time::Day;
use crate::word::words;

/// The form in which phones are handed a guide: raised with every field of it that comes, goes or moves, since phones read
/// it by the places of its fields. A phone that reads another form says that it wants an update.
pub const FORM: u32 = 2;

/// A guide: one batch of one notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// Its name, as `Terms` decisions cite it: `henan-2024-batch-3`.
    pub id: String,
    /// Grows with every change of the file.
    pub version: u32,
    /// The notice's title.
    pub title: String,
    /// 文号
    pub document_no: String,
    /// 印发日期
    #[serde(with = "crate::time::as_day")]
    pub issued: Day,
    /// Number of the batch, by our reading.
    pub batch: u8,
    /// Last day for application files.
    #[serde(with = "crate::time::as_day")]
    pub apply_by: Day,
    /// Where the notice contradicts itself: its words beside our reading.
    pub readings: Vec<Reading>,
    /// Sentences of the notice that bind every direction.
    pub clauses: Vec<Clause>,
    /// The directions of which a project chooses one.
    pub directions: Vec<Direction>,
    /// The direction that is meant where nobody has chosen one: that of most of the county's projects.
    #[serde(default)]
    pub usual_direction: Option<u8>,
    /// 学时: how long one is.
    pub class_hour: ClassHour,
    /// 听评课: its phases and its rubric.
    #[serde(default)]
    pub lesson: LessonSheet,
    /// Terms in order.
    pub terms: Vec<Term>,
    /// Whether the terms are an example, because the notice gives none.
    pub terms_source: Source,
    /// Fields that a county adds to types of records.
    #[serde(default)]
    pub fields: Vec<OwnField>,
    /// Words that a county adds to choices of types.
    #[serde(default)]
    pub choices: Vec<OwnChoice>,
}

/// A place where the notice contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// Where.
    pub place: String,
    /// The notice's own words.
    pub verbatim: String,
    /// How we read them.
    pub ours: String,
    /// Why.
    pub why: String,
}

/// A sentence of the notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Where it stands: `四（二）`.
    pub place: String,
    /// The notice's own words.
    pub verbatim: String,
}

/// One of the directions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Direction {
    /// Its number in the notice.
    pub number: u8,
    /// Name.
    pub name: String,
    /// 目标, verbatim.
    pub goal: String,
    /// 内容, verbatim.
    pub content: String,
    /// 预期成果, verbatim.
    pub deliverables_verbatim: String,
    /// 预期成果, one by one.
    pub deliverables: Vec<Deliverable>,
    /// 内容 as items that need evidence.
    #[serde(default)]
    pub items: Vec<ContentItem>,
    /// 结项时间要求, verbatim.
    pub deadline_verbatim: String,
    /// 结项时间要求, our reading.
    #[serde(with = "crate::time::as_day")]
    pub deadline: Day,
    /// 经费资助, verbatim.
    pub grant_verbatim: String,
    /// 经费资助 in 分.
    pub grant_fen: i64,
    /// Names of the county's townships, where it wants to say which are meant.
    #[serde(default)]
    pub townships: Vec<String>,
    /// Records before this day do not count.
    #[serde(default, with = "crate::time::as_day_or_none")]
    pub counts_from: Option<Day>,
    /// What closure is judged by, in order.
    #[serde(default)]
    pub indicators: Vec<IndicatorRule>,
    /// 材料: the papers that are written together, in order.
    #[serde(default)]
    pub papers: Vec<PaperRule>,
    /// What those are called who carry it.
    #[serde(default)]
    pub shape: Shape,
    /// Steps that everybody takes for whom it all is, in order.
    #[serde(default)]
    pub steps: Vec<PersonStep>,
}

/// A text that must be handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deliverable {
    /// Stable name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Indicators that say how far it is.
    #[serde(default)]
    pub indicators: Vec<String>,
    /// Papers that it consists of.
    #[serde(default)]
    pub papers: Vec<String>,
}

/// A part of 内容 that needs evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentItem {
    /// Stable name.
    pub id: String,
    /// Short title.
    pub title: String,
    /// The notice's own words.
    pub verbatim: String,
    /// Indicators that give evidence for it.
    pub indicators: Vec<String>,
}

/// 学时: the unit in which the hours of an activity are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassHour {
    /// Minutes of one.
    pub minutes: i64,
    /// Who says so.
    pub source: Source,
}

/// 听评课: what an observer taps and ticks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LessonSheet {
    /// Who says so.
    #[serde(default)]
    pub source: Source,
    /// 环节, in the order of a usual lesson.
    #[serde(default)]
    pub phases: Vec<String>,
    /// 量表: yes or no.
    #[serde(default)]
    pub rubric: Vec<Mark>,
    /// Days until one looks again at what was agreed.
    #[serde(default)]
    pub check_after_days: u16,
}

/// A line of the rubric, with what is said of it to the teacher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// The word that records store.
    pub id: String,
    /// What is looked at.
    pub title: String,
    /// What is said where it was so.
    pub good: String,
    /// The next step where it was not.
    pub next: String,
}

impl ClassHour {
    /// Minutes of so many, as people type it: `2`, `1.5`; a tenth of one at the least. `None` when it is no such number.
    pub fn typed(self, text: &str) -> Option<i64> {
        let (hours, tenths) = text.split_once('.').unwrap_or((text, "0"));
        let digits =
            |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(hours, 4) || !digits(tenths, 1) {
            return None;
        }
        Some(hours.parse::<i64>().ok()? * self.minutes + tenths.parse::<i64>().ok()? * self.minutes / 10)
    }

    /// How many so many minutes are, as people type it: `2`, `1.5`.
    pub fn text(self, minutes: i64) -> String {
        if minutes % self.minutes == 0 {
            return (minutes / self.minutes).to_string();
        }
        format!("{:.1}", minutes as f64 / self.minutes as f64)
    }
}

words! {
    /// Where a rule or a threshold comes from.
    #[derive(Default)]
    Source, "source" {
        /// The notice itself.
        Notice = "notice",
        /// 示例: practice elsewhere; the county sets its own.
        Example = "example",
        /// Nobody set one.
        #[default]
        Unset = "unset",
    }
}

impl Guide {
    /// The guide that a TOML text describes.
    ///
    /// # Errors
    /// [`GuideError`] with the line, when the text is not TOML or not a guide.
    pub fn parse(text: &str) -> Result<Self, GuideError> {
        parse::guide(text)
    }

    /// What phones carry: without the sentences of the notice that no screen of theirs shows and nothing is counted by.
    pub fn for_phones(mut self) -> Self {
        self.readings.clear();
        self.clauses.clear();
        for direction in &mut self.directions {
            for words in [
                &mut direction.goal,
                &mut direction.content,
                &mut direction.deliverables_verbatim,
                &mut direction.grant_verbatim,
            ] {
                words.clear();
            }
            direction.items.clear();
            direction.indicators.iter_mut().for_each(|rule| rule.verbatim.clear());
        }
        self
    }

    /// The same with one direction alone: what a phone asks for whose project goes by it.
    pub fn of_project(mut self, number: u8) -> Self {
        self.directions.retain(|direction| direction.number == number);
        self.usual_direction = None;
        self
    }

    /// Whether it agrees with itself, as every one does that was parsed: asked of one that came over a line.
    pub fn is_sound(&self) -> bool {
        check::guide(self).is_ok()
    }

    /// What it adds to the types of records.
    pub fn own(&self) -> Own {
        Own { guide: self.id.clone(), fields: self.fields.clone(), choices: self.choices.clone() }
    }

    /// A direction by its number.
    pub fn direction(&self, number: u8) -> Option<&Direction> {
        self.directions.iter().find(|d| d.number == number)
    }

    /// The direction that is meant where nobody has chosen one; where the guide names none, the first that can be judged.
    pub fn usual(&self) -> Option<&Direction> {
        match self.usual_direction {
            Some(number) => self.direction(number),
            None => self.directions.iter().find(|d| !d.indicators.is_empty()).or(self.directions.first()),
        }
    }
}
