//! 工作室概况: what the charter says of the studio itself. A reader only.

use serde::{Deserialize, Serialize};

use crate::record::Record;
use crate::time::Day;
use crate::tolerant;

/// The studio as it describes itself. Missing texts are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// 名称
    pub name: String,
    /// 学科
    pub subject: String,
    /// 所在学校
    pub school: String,
    /// 级别
    pub level: String,
    /// 周期 from.
    pub period_from: Option<Day>,
    /// 周期 to.
    pub period_to: Option<Day>,
    /// 愿景
    pub vision: String,
    /// 制度
    pub rules: String,
}

impl Profile {
    /// The profile that a record describes, whatever it lacks.
    pub fn read(record: &Record) -> Self {
        Self {
            name: tolerant::text(record, "name"),
            subject: tolerant::text(record, "subject"),
            school: tolerant::text(record, "school"),
            level: tolerant::text(record, "level"),
            period_from: tolerant::day(record, "period_from"),
            period_to: tolerant::day(record, "period_to"),
            vision: tolerant::text(record, "vision"),
            rules: tolerant::text(record, "rules"),
        }
    }
}
