//! 工作室概况: what the charter says of the studio itself. A reader only.

use serde::{Deserialize, Serialize};

use crate::access::DocKind;
use crate::form::{Face, Input, PLAIN, Part, Type, may, must};
use crate::time::Day;
use crate::tolerant::{self, Fields};

/// 工作室概况
pub(super) const PROFILE: Type = Type {
    word: "profile",
    lies_in: &[DocKind::Charter],
    fields: &[
        must("name", Input::Line),
        may("subject", Input::Line),
        must("school", Input::Line),
        may("level", Input::Line),
        must("period_from", Input::Day),
        must("period_to", Input::Day),
        may("vision", Input::Text),
        may("rules", Input::Text),
    ],
    face: Face { title: &[Part::Text("name")], ..PLAIN.face },
    ..PLAIN
};

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
    pub fn read(fields: &Fields) -> Self {
        Self {
            name: tolerant::text(fields, "name"),
            subject: tolerant::text(fields, "subject"),
            school: tolerant::text(fields, "school"),
            level: tolerant::text(fields, "level"),
            period_from: tolerant::day(fields, "period_from"),
            period_to: tolerant::day(fields, "period_to"),
            vision: tolerant::text(fields, "vision"),
            rules: tolerant::text(fields, "rules"),
        }
    }
}
