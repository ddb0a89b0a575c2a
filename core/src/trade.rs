//! The wing of the trade: what records mean, who sees what of them, how far a studio is. Must not know the network, the
//! disk or the log. A record type is one value in one file, and one line in the list at the end.

pub mod activity;
pub mod arrival;
pub mod attachment;
pub mod birth_month;
pub mod closure;
pub mod command;
#[cfg(feature = "demo")]
pub mod demo;
pub mod face;
pub mod fact;
pub mod form;
pub mod guide;
pub mod initials;
pub mod joined;
pub mod mentoring;
pub mod outcome;
pub mod pairing;
pub mod person;
pub mod profile;
pub mod project;
pub mod read;
pub mod record_type;
pub mod schema;
pub(crate) mod sound;
pub mod studio;
pub mod term;
pub mod tolerant;
pub mod view;
pub(crate) mod word;

record_type::types! {
    /// 教研活动
    Activity = activity::ACTIVITY,
    /// 指导记录
    Mentoring = mentoring::MENTORING,
    /// 成果
    Outcome = outcome::OUTCOME,
    /// 师徒结对
    Pairing = pairing::PAIRING,
    /// 人员: its record id is the person's id.
    Person = person::PERSON,
    /// 工作室概况
    Profile = profile::PROFILE,
    /// Fact: a version of a record was handed in.
    Submitted = fact::SUBMITTED,
    /// Fact: a record lies in the recycle bin.
    Deleted = fact::DELETED,
    /// Fact: two people in the roster are (or are not) one.
    SamePerson = fact::SAME_PERSON,
    /// Fact: two activities are (or are not) one meeting.
    SameActivity = fact::SAME_ACTIVITY,
    /// Fact: an answer to a record. Reserved.
    Reply = fact::REPLY,
    /// Fact: two records of another type of work are (or are not) one thing.
    SameWork = fact::SAME_WORK,
}
