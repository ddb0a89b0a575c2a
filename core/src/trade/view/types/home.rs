//! 首页 and 我的 as shapes.

use serde::{Deserialize, Serialize};

use super::{RecordRow, TeamMember};
use crate::closure::{Freshness, IndicatorState, Offer, Outlook};
use crate::command::Problem;
use crate::id::RecordId;
use crate::project::Deadline;
use crate::record_type::RecordType;
use crate::term::Season;
use crate::time::Day;

/// 首页
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Home {
    /// The studio's name.
    pub studio: String,
    /// Where the day stands in the school year.
    pub term: Option<TermHere>,
    /// Who looks.
    pub me: TeamMember,
    /// Progress.
    pub compass: Compass,
    /// How many are reached of those for whom it all is, where the direction says by which number.
    pub reach: Option<Petal>,
    /// Deadline, extension, days left or overdue.
    pub deadline: Deadline,
    /// When everything may be met, and what holds it up.
    pub outlook: Outlook,
    /// Her own work, for a backbone teacher.
    pub mine: Option<Mine>,
    /// The types of work that they used last.
    pub used: Vec<RecordType>,
    /// What I planned for the next days, the nearest first.
    pub coming: Vec<RecordRow>,
    /// What matters now, at most three.
    pub gaps: Vec<Gap>,
    /// Own records that were thrown away on one phone while they were written in on another.
    pub deleted_unseen: Vec<RecordRow>,
    /// 数据截至
    pub freshness: Freshness,
}

/// A backbone teacher's own work.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mine {
    /// Rural teachers around her.
    pub rural: usize,
    /// Those of them who were reached.
    pub reached: usize,
    /// Names of the others.
    pub waiting: Vec<String>,
    /// A meeting with the others.
    pub offer: Option<Offer>,
    /// Guidance that she recorded this term.
    pub guidance: usize,
    /// Meetings that she recorded this term.
    pub meetings: usize,
}

/// Where a day stands in the school year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermHere {
    /// Calendar year in which the term began.
    pub year: i32,
    /// 秋 or 春.
    pub season: Season,
    /// 第几周, of the term.
    pub week: i64,
    /// In the holidays after it: nothing is owed.
    pub holiday: bool,
}

/// The compass: one petal an indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compass {
    /// Met.
    pub met: usize,
    /// Judged: counted by this release, with a target.
    pub judged: usize,
    /// 还要另交: short titles of what this release does not count.
    pub apart: Vec<String>,
    /// Petals in the guide's order.
    pub petals: Vec<Petal>,
}

/// A petal of the compass.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Petal {
    /// `I3`.
    pub id: String,
    /// Title.
    pub title: String,
    /// The count.
    pub value: i64,
    /// 最少
    pub target: Option<i64>,
    /// 示例: judged by a target that nobody but the county can set.
    pub example: bool,
    /// How it stands.
    pub state: IndicatorState,
    /// How full it is, 0 to 100.
    pub percent: u8,
}

/// Something that matters now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gap {
    /// A record of mine has a field with two values.
    Conflict {
        /// The record.
        record: RecordId,
        /// What it is.
        record_type: RecordType,
        /// Its title.
        title: String,
    },
    /// Rural teachers whom nobody has reached.
    Unreached {
        /// How many are missing to the target.
        missing: i64,
        /// Reached.
        value: i64,
        /// Target.
        target: i64,
        /// Where most of them are.
        townships: Vec<String>,
    },
    /// Another indicator is not met.
    Indicator {
        /// `I5`.
        id: String,
        /// Title.
        title: String,
        /// What is missing.
        missing: i64,
        /// The count.
        value: i64,
        /// Target.
        target: i64,
        /// 单位
        unit: String,
        /// 示例: the target is an example.
        example: bool,
        /// People whom it lacks, when it counts people.
        names: Vec<String>,
    },
    /// A promised next meeting is due.
    NextMeeting {
        /// The guidance in which it was agreed.
        record: RecordId,
        /// With whom.
        name: String,
        /// Agreed for.
        day: Day,
        /// Last time.
        last: Option<Day>,
        /// Agreed about.
        advice: String,
    },
    /// A draft of mine is not handed in.
    Draft {
        /// The record.
        record: RecordId,
        /// What it is.
        record_type: RecordType,
        /// Its title.
        title: String,
        /// What it lacks.
        missing: Vec<Problem>,
    },
    /// Pairs that may be the same, for the chief to answer.
    Duplicates {
        /// Pairs of people.
        people: usize,
        /// Pairs of records of work.
        works: usize,
        /// A record of the first of those: the question stands on its page.
        first: Option<RecordId>,
    },
    /// What I planned was, and is not written up yet.
    Passed {
        /// The plan.
        record: RecordId,
        /// What it is.
        record_type: RecordType,
        /// Its title.
        title: String,
        /// When it was.
        day: Day,
        /// What it lacks.
        missing: Vec<Problem>,
    },
}

impl Gap {
    /// The plan that it tells of as not written up.
    pub(crate) fn plan(&self) -> Option<RecordId> {
        match self {
            Self::Passed { record, .. } => Some(*record),
            _ => None,
        }
    }
}

/// 我的: what core knows of the one who looks; the engine adds sync, storage and devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Who.
    pub member: TeamMember,
    /// The studio's name.
    pub studio: String,
    /// Records written.
    pub records: usize,
    /// Of them not handed in.
    pub drafts: usize,
    /// Of the drafts those that lack something.
    pub unready: usize,
    /// In the recycle bin.
    pub deleted: usize,
    /// 等我回应: what others wrote of one's lessons and guidance and what is not answered yet.
    pub awaiting: usize,
}
