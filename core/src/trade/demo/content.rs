//! Names and texts of the made-up county, read from `assets/demo`. It invents nothing.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use crate::activity::ActivityKind;
use crate::outcome::{Level, OutcomeKind};
use crate::paragraph::Style;
use crate::record_type::RecordType;

/// A text of `assets/demo` that does not read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("demo content: {0}")]
pub struct DemoError(String);

/// Everything that the demo's scripts are written with.
#[derive(Debug, Clone)]
pub struct Content {
    pub(super) county: County,
    general: General,
    works: Vec<Work>,
    subjects: Vec<Texts>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct County {
    county: String,
    bureau: String,
    pub(super) projects: Vec<DemoProject>,
    pub(super) surnames: String,
    pub(super) given: Vec<String>,
    pub(super) townships: Vec<Township>,
    pub(super) studios: Vec<Plan>,
}

/// A project of the county, and what the province granted it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoProject {
    /// 项目名称
    pub name: String,
    /// Why it was extended.
    pub reason: String,
    /// Days from today to the extended last day, negative when it is past; without it that is the end of this year.
    pub days_left: Option<i64>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Township {
    pub(super) name: String,
    pub(super) schools: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    pub(super) name: String,
    /// Which of the county's projects it belongs to.
    #[serde(default)]
    pub(super) project: usize,
    /// Its chief is invited and has not come: nobody is in it, and nothing was done.
    #[serde(default)]
    pub(super) waits: bool,
    /// So many days ago everything stopped.
    #[serde(default)]
    pub(super) stopped_days: i64,
    pub(super) subject: String,
    pub(super) chief: String,
    pub(super) school: String,
    pub(super) township: String,
    pub(super) backbone: Vec<String>,
    pub(super) activities: usize,
    pub(super) mentoring: usize,
    pub(super) outcomes: usize,
    pub(super) drafts: usize,
    /// How much of the works of `year.toml` it does.
    pub(super) year_percent: usize,
    /// So many members were without a network for some weeks of the last term.
    #[serde(default)]
    pub(super) away: usize,
    pub(super) reach_percent: usize,
    pub(super) chief_guides: usize,
    pub(super) quiet: usize,
    pub(super) quiet_days: i64,
    pub(super) vision: String,
    pub(super) rules: String,
}

/// Texts of a subject.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Texts {
    subject: String,
    pub(super) lessons: Vec<String>,
    activities: Vec<Meeting>,
    craft: Vec<Guidance>,
    outcomes: Vec<Achievement>,
    papers: Vec<Writing>,
}

/// A paper as a studio of the subject writes it, whole or as far as it has come.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Writing {
    /// The guide's word.
    pub(super) paper: String,
    /// In the last term, not in the first.
    #[serde(default)]
    pub(super) late: bool,
    /// The name that it gets as it stands.
    pub(super) edition: Option<String>,
    /// In the order in which they are written; of one part, in which they stand.
    pub(super) texts: Vec<PaperText>,
}

/// What one writes in a paper at once.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PaperText {
    /// The guide's word.
    pub(super) part: String,
    pub(super) by: Writer,
    pub(super) style: Option<Style>,
    /// It tells of a record of this type; where there is none it is not written.
    pub(super) refers: Option<RecordType>,
    /// Parted at its blank lines.
    pub(super) text: String,
    /// What the chief makes of its last paragraph.
    pub(super) reworded: Option<String>,
}

/// Texts that suit every subject.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct General {
    activities: Vec<Meeting>,
    craft: Vec<Guidance>,
    ethics: Vec<Guidance>,
    politics: Vec<Guidance>,
    outcomes: Vec<Achievement>,
    replies: Vec<String>,
    /// Words that a text leaves open: `{time}` is one of `time`.
    slots: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Meeting {
    pub(super) kind: ActivityKind,
    pub(super) topic: String,
    pub(super) minutes: String,
    #[serde(default)]
    pub(super) decisions: String,
    #[serde(default)]
    pub(super) reflection: String,
    #[serde(default)]
    pub(super) effect: String,
    #[serde(default)]
    pub(super) feedback: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Guidance {
    pub(super) content: String,
    pub(super) issues: String,
    pub(super) advice: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Achievement {
    pub(super) kind: OutcomeKind,
    pub(super) title: String,
    pub(super) level: Level,
    #[serde(default)]
    pub(super) rank: String,
    pub(super) issuer: String,
}

/// Work of any type, as `year.toml` tells it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Work {
    #[serde(rename = "type")]
    pub(super) of: RecordType,
    pub(super) by: Writer,
    /// How many in a whole term.
    pub(super) times: usize,
    /// All of them in the first days of a term.
    #[serde(default)]
    pub(super) at_start: bool,
    /// In the first term alone.
    #[serde(default)]
    pub(super) once: bool,
    pub(super) fields: BTreeMap<String, Values>,
    /// Fields that belong together: each record has one of these.
    #[serde(default)]
    pub(super) together: Vec<BTreeMap<String, Value>>,
    /// What is added to it some time after.
    pub(super) later: Option<Later>,
}

/// What is added to a record some days after it was written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Later {
    pub(super) days: i64,
    pub(super) fields: BTreeMap<String, Values>,
}

/// Who writes it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Writer {
    Chief,
    Backbone,
    Members,
}

/// One way to fill a field, or several in turn.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Values {
    Many(Vec<Value>),
    One(Value),
}

/// What stands in a field.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Value {
    Yes(bool),
    Whole(i64),
    Text(String),
    /// A number of this span, in these steps.
    Between {
        from: i64,
        to: i64,
        step: i64,
    },
}

impl Values {
    pub(super) fn len(&self) -> usize {
        if let Self::Many(values) = self { values.len() } else { 1 }
    }

    pub(super) fn get(&self, turn: usize) -> Option<&Value> {
        match self {
            Self::Many(values) => values.get(turn % values.len().max(1)),
            Self::One(value) => Some(value),
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    works: Vec<Work>,
}

impl Content {
    /// The content of `county.toml`, `general.toml`, `year.toml` and one text for each subject.
    ///
    /// # Errors
    /// [`DemoError`] when a text does not read, or a studio's subject has no text.
    pub fn parse(county: &str, general: &str, year: &str, subjects: &[&str]) -> Result<Self, DemoError> {
        fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, DemoError> {
            toml::from_str(text).map_err(|error| DemoError(error.to_string()))
        }
        let subjects = subjects.iter().map(|text| read(text)).collect::<Result<Vec<Texts>, _>>()?;
        let content =
            Self { county: read(county)?, general: read(general)?, works: read::<Year>(year)?.works, subjects };
        let unknown = |plan: &&Plan| !plan.waits && content.subject(&plan.subject).is_none();
        if let Some(plan) = content.county.studios.iter().find(unknown) {
            return Err(DemoError(format!("no texts for {}", plan.subject)));
        }
        match content.county.studios.iter().find(|plan| content.county.projects.get(plan.project).is_none()) {
            Some(plan) => Err(DemoError(format!("no project for {}", plan.name))),
            None => Ok(content),
        }
    }

    /// 县名
    pub fn county(&self) -> &str {
        &self.county.county
    }

    /// 教育局
    pub fn bureau(&self) -> &str {
        &self.county.bureau
    }

    /// How many studios it describes.
    pub fn studios(&self) -> usize {
        self.county.studios.len()
    }

    pub(super) fn project(&self, plan: &Plan) -> Option<&DemoProject> {
        self.county.projects.get(plan.project)
    }

    fn subject(&self, name: &str) -> Option<&Texts> {
        self.subjects.iter().find(|texts| texts.subject == name)
    }

    pub(super) fn lessons(&self, subject: &str) -> &[String] {
        self.subject(subject).map(|texts| texts.lessons.as_slice()).unwrap_or_default()
    }

    /// Meetings of a subject and those that suit every subject.
    pub(super) fn meetings(&self, subject: &str) -> Vec<&Meeting> {
        let own = self.subject(subject).map(|texts| &texts.activities);
        own.into_iter().flatten().chain(&self.general.activities).collect()
    }

    pub(super) fn papers(&self, subject: &str) -> &[Writing] {
        self.subject(subject).map(|texts| texts.papers.as_slice()).unwrap_or_default()
    }

    pub(super) fn works(&self) -> &[Work] {
        &self.works
    }

    /// Guidance in a subject and what suits every subject.
    pub(super) fn craft(&self, subject: &str) -> Vec<&Guidance> {
        let own = self.subject(subject).map(|texts| &texts.craft);
        own.into_iter().flatten().chain(&self.general.craft).collect()
    }

    pub(super) fn ethics(&self) -> Vec<&Guidance> {
        self.general.ethics.iter().collect()
    }

    pub(super) fn politics(&self) -> Vec<&Guidance> {
        self.general.politics.iter().collect()
    }

    /// Outcomes of a subject, then those that are written for any lesson.
    pub(super) fn outcomes(&self, subject: &str) -> Vec<&Achievement> {
        let own = self.subject(subject).map(|texts| &texts.outcomes);
        own.into_iter().flatten().chain(&self.general.outcomes).collect()
    }

    pub(super) fn replies(&self) -> &[String] {
        &self.general.replies
    }

    pub(super) fn slot(&self, name: &str) -> &[String] {
        self.general.slots.get(name).map(Vec::as_slice).unwrap_or_default()
    }
}
