//! What a direction calls those who carry it: a studio with its chief, a team with its head, a class with its members. It
//! holds words and knows no role: what a role may do is the same whatever it is called.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Source;
use crate::record_type::RecordType;

/// The words of a direction. One that is empty is the usual one, which the words of the screens hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Shape {
    /// Who says so.
    pub source: Source,
    /// 工作室: what a project consists of, and what one joins.
    pub studio: String,
    /// The same in full, above a printed sheet: 乡村首席教师工作室.
    pub full: String,
    /// 首席, as it stands beside a name.
    pub chief: String,
    /// 首席教师, as it is told to the one who is invited.
    pub chief_title: String,
    /// 骨干, as it stands beside a number.
    pub backbone: String,
    /// 骨干教师, as it is told to the one who is invited.
    pub backbone_title: String,
    /// 乡村教师: everybody else of the roster, for whom it all is.
    pub member: String,
    /// 1+10+100: all of them around one another.
    pub circle: String,
    /// The indicator that says how many of those everybody else are reached. Where none is named, the one that counts
    /// them by name.
    pub reach: Option<String>,
}

/// A step that everybody takes for whom it all is: 选, 育, 用, 评.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonStep {
    /// Stable name.
    pub id: String,
    /// Its title: 选.
    pub title: String,
    /// The records that stand behind it: one of any of them is enough. What is still to do is offered as the first.
    pub by: Vec<StepRecords>,
}

/// Records in which a person takes a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepRecords {
    /// Their type.
    pub of: RecordType,
    /// The field that names the person.
    pub who: String,
    /// Only records in whose choice (by key) one of these words stands.
    #[serde(default, rename = "where")]
    pub only: BTreeMap<String, Vec<String>>,
}

impl Shape {
    /// The words in which somebody is invited, where the invite brought them.
    pub fn of_invite(studio: Option<String>, title: Option<String>) -> Self {
        let title = title.unwrap_or_default();
        let studio = studio.unwrap_or_default();
        Self { studio, chief_title: title.clone(), backbone_title: title, ..Self::default() }
    }

    /// The word for a thing, as the messages for people name it; `None` where the usual one is meant.
    pub fn word(&self, thing: &str) -> Option<&str> {
        let word = match thing {
            "studio" => &self.studio,
            "studio-full" => &self.full,
            "chief" => &self.chief,
            "chief-title" => &self.chief_title,
            "backbone" => &self.backbone,
            "backbone-title" => &self.backbone_title,
            "member" => &self.member,
            "circle" => &self.circle,
            _ => return None,
        };
        Some(word.as_str()).filter(|word| !word.is_empty())
    }
}
