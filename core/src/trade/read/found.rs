//! What counting reads in a record, for the types that are counted by more than their fields.

use serde::{Deserialize, Serialize};

use super::{Kept, Typed};
use crate::activity::Activity;
use crate::mentoring::MentoringLog;
use crate::outcome::Outcome;
use crate::person::Person;
use crate::profile::Profile;
use crate::record_type::RecordType;
use crate::tolerant::Fields;

/// The typed content of a record; most types have none, their fields say all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reading {
    /// 教研活动
    Activity(Box<Activity>),
    /// 指导记录
    Mentoring(Box<MentoringLog>),
    /// 成果
    Outcome(Box<Outcome>),
    /// 人员
    Person(Box<Person>),
    /// 工作室概况
    Profile(Box<Profile>),
    /// Its fields say all.
    None,
}

impl Reading {
    /// What counting reads in a record of this type. It is no part of what is said of the type: a page that only draws
    /// forms would carry every reader with it, and with the readers the table of pinyin.
    pub(super) fn of(of: RecordType, fields: &Fields) -> Self {
        match of {
            RecordType::Activity => Self::Activity(Box::new(Activity::read(fields))),
            RecordType::Mentoring => Self::Mentoring(Box::new(MentoringLog::read(fields))),
            RecordType::Outcome => Self::Outcome(Box::new(Outcome::read(fields))),
            RecordType::Person => Self::Person(Box::new(Person::read(fields))),
            RecordType::Profile => Self::Profile(Box::new(Profile::read(fields))),
            _ => Self::None,
        }
    }
}

/// A record read as one type; `None` for any other.
macro_rules! read_as {
    ($($(#[$doc:meta])* $name:ident: $variant:ident($content:ty)),+ $(,)?) => {
        impl Kept {
            $($(#[$doc])* pub fn $name(&self) -> Option<Typed<'_, $content>> {
                match &self.reading {
                    Reading::$variant(content) => Some(Typed { kept: self, content }),
                    _ => None,
                }
            })+
        }
    };
}

read_as! {
    /// As a 教研活动.
    activity: Activity(Activity),
    /// As a 指导记录.
    mentoring: Mentoring(MentoringLog),
    /// As a 成果.
    outcome: Outcome(Outcome),
    /// As one of 人员.
    person: Person(Person),
    /// As a 工作室概况.
    profile: Profile(Profile),
}
