//! Names and texts of the made-up county, read from `assets/demo`. It invents nothing.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use crate::activity::ActivityKind;
use crate::outcome::{Level, OutcomeKind};
use crate::record_type::RecordType;

/// A text of `assets/demo` that does not read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("demo content: {0}")]
pub struct DemoError(String);

/// Everything that the demo's scripts are written with.
#[derive(Debug, Clone)]
pub struct Content {
    pub(super) county: County,
    general: Texts,
    works: Vec<Work>,
    subjects: Vec<Texts>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct County {
    county: String,
    bureau: String,
    pub(super) project: String,
    pub(super) surnames: String,
    pub(super) given: Vec<String>,
    pub(super) townships: Vec<Township>,
    pub(super) studios: Vec<Plan>,
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
    pub(super) subject: String,
    pub(super) chief: String,
    pub(super) school: String,
    pub(super) township: String,
    pub(super) backbone: Vec<String>,
    pub(super) activities: usize,
    pub(super) mentoring: usize,
    pub(super) outcomes: usize,
    pub(super) drafts: usize,
    pub(super) reach_percent: usize,
    pub(super) chief_guides: usize,
    pub(super) quiet: usize,
    pub(super) quiet_days: i64,
    pub(super) vision: String,
    pub(super) rules: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Texts {
    subject: String,
    pub(super) lessons: Vec<String>,
    activities: Vec<Meeting>,
    craft: Vec<Guidance>,
    ethics: Vec<Guidance>,
    politics: Vec<Guidance>,
    pub(super) outcomes: Vec<Achievement>,
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
        let known = |plan: &&Plan| content.subject(&plan.subject).is_none();
        match content.county.studios.iter().find(known) {
            Some(plan) => Err(DemoError(format!("no texts for {}", plan.subject))),
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

    pub(super) fn subject(&self, name: &str) -> Option<&Texts> {
        self.subjects.iter().find(|texts| texts.subject == name)
    }

    /// Meetings of a subject and those that suit every subject.
    pub(super) fn meetings(&self, subject: &str) -> Vec<&Meeting> {
        let own = self.subject(subject).map(|texts| &texts.activities);
        own.into_iter().flatten().chain(&self.general.activities).collect()
    }

    pub(super) fn works(&self) -> &[Work] {
        &self.works
    }

    pub(super) fn craft(&self, subject: &str) -> &[Guidance] {
        self.subject(subject).map(|texts| texts.craft.as_slice()).unwrap_or_default()
    }

    pub(super) fn ethics(&self) -> &[Guidance] {
        &self.general.ethics
    }

    pub(super) fn politics(&self) -> &[Guidance] {
        &self.general.politics
    }
}
