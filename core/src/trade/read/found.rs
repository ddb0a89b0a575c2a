//! A record of any shown type, for what is true of all of them.

use std::collections::BTreeMap;

use super::{Conflict, DocMeta, Kept, State};
use crate::activity::Activity;
use crate::id::{DocId, RecordId, Version};
use crate::mentoring::MentoringLog;
use crate::outcome::Outcome;
use crate::person::Person;
use crate::profile::Profile;
use crate::record::Scalar;
use crate::record_type::RecordType;
use crate::time::Day;

/// A record of any shown type.
#[derive(Debug, Clone, Copy)]
pub enum Found<'a> {
    /// 教研活动
    Activity(&'a Kept<Activity>),
    /// 指导记录
    Mentoring(&'a Kept<MentoringLog>),
    /// 成果
    Outcome(&'a Kept<Outcome>),
    /// 人员
    Person(&'a Kept<Person>),
    /// 工作室概况
    Profile(&'a Kept<Profile>),
}

/// Runs the same expression over whatever kept record this is.
macro_rules! each {
    ($found:expr, $kept:ident => $body:expr) => {
        match $found {
            Found::Activity($kept) => $body,
            Found::Mentoring($kept) => $body,
            Found::Outcome($kept) => $body,
            Found::Person($kept) => $body,
            Found::Profile($kept) => $body,
        }
    };
}

impl<'a> Found<'a> {
    /// What it is.
    pub fn record_type(self) -> RecordType {
        match self {
            Self::Activity(_) => RecordType::Activity,
            Self::Mentoring(_) => RecordType::Mentoring,
            Self::Outcome(_) => RecordType::Outcome,
            Self::Person(_) => RecordType::Person,
            Self::Profile(_) => RecordType::Profile,
        }
    }

    /// Its id.
    pub fn id(self) -> RecordId {
        each!(self, kept => kept.id)
    }

    /// Its document.
    pub fn doc(self) -> DocId {
        each!(self, kept => kept.doc)
    }

    /// What its document is.
    pub fn meta(self) -> DocMeta {
        each!(self, kept => kept.meta)
    }

    /// Its version.
    pub fn version(self) -> Option<Version> {
        each!(self, kept => kept.version)
    }

    /// Its state.
    pub fn state(self) -> State {
        each!(self, kept => kept.state)
    }

    /// Whether it lies in the recycle bin.
    pub fn deleted(self) -> bool {
        each!(self, kept => kept.deleted)
    }

    /// Its number; empty when it has none.
    pub fn no(self) -> &'a str {
        each!(self, kept => kept.no.as_str())
    }

    /// The day of what it tells of, for work that is done on a day.
    pub fn event_day(self) -> Option<Day> {
        match self {
            Self::Activity(kept) => kept.content.day,
            Self::Mentoring(kept) => kept.content.day,
            Self::Outcome(_) | Self::Person(_) | Self::Profile(_) => None,
        }
    }

    /// Every field as it stands.
    pub fn fields(self) -> &'a BTreeMap<String, Scalar> {
        each!(self, kept => &kept.fields)
    }

    /// Fields with two values.
    pub fn conflicts(self) -> &'a [Conflict] {
        each!(self, kept => kept.conflicts.as_slice())
    }
}
