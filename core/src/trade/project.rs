//! 项目: what the bureau agreed for a studio's project, and how its deadline stands today. It
//! knows no direction and no date of its own: both come from decisions and the guide.

use serde::{Deserialize, Serialize};

use crate::decision;
use crate::time::Day;
use crate::tolerant::parse_day;

/// What the newest `Terms` decision of a studio says. Fields that it leaves open come from the guide.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// 项目名称
    pub project: String,
    /// Number of the direction in the guide.
    pub direction: u8,
    /// Number of the batch.
    pub batch: u8,
    /// Name of the guide: `henan-2024-batch-3`.
    pub guide: String,
    /// Another deadline than the guide's, if the bureau set one.
    #[serde(with = "crate::time::as_day_or_none")]
    pub deadline: Option<Day>,
    /// 延期
    pub extension: Option<Extension>,
    /// Another grant than the guide's, in 分.
    pub grant_fen: Option<i64>,
}

impl From<&decision::Terms> for Terms {
    /// The decision's terms; a day that does not read as one is left to the guide.
    fn from(terms: &decision::Terms) -> Self {
        let extension = terms
            .extension
            .as_ref()
            .and_then(|e| Some(Extension { until: parse_day(&e.until)?, reason: e.reason.clone() }));
        Self {
            project: terms.name.clone(),
            direction: terms.direction,
            batch: terms.batch,
            guide: terms.guide.clone(),
            deadline: parse_day(&terms.deadline),
            extension,
            grant_fen: Some(terms.grant_fen),
        }
    }
}

/// 延期: granted by the province, with a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// The new last day.
    #[serde(with = "crate::time::as_day")]
    pub until: Day,
    /// Why.
    pub reason: String,
}

/// A deadline and how far away it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The last day before any extension.
    #[serde(with = "crate::time::as_day")]
    pub original: Day,
    /// The notice's own words for it.
    pub verbatim: String,
    /// 延期
    pub extension: Option<Extension>,
    /// The last day that counts now.
    #[serde(with = "crate::time::as_day")]
    pub last_day: Day,
    /// Where today stands.
    pub standing: Standing,
}

/// Today against the last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Whole days left; 0 on the last day itself.
    DaysLeft(i64),
    /// 逾期: whole days since the last day.
    Overdue(i64),
}

impl Standing {
    /// Where `today` stands against `last_day`.
    pub fn of(last_day: Day, today: Day) -> Self {
        match (last_day - today).num_days() {
            left if left >= 0 => Self::DaysLeft(left),
            past => Self::Overdue(-past),
        }
    }
}
