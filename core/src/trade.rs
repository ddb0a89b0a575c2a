//! The wing of the trade: what records mean, who sees what of them, how far a studio is. Must not know the network, the
//! disk or the log. A record type is one value in one file, and one line in the list at the end.

pub mod activity;
pub mod arrival;
pub mod attachment;
pub mod birth_month;
pub mod budget;
pub mod closure;
pub mod command;
#[cfg(feature = "demo")]
pub mod demo;
pub mod edition;
pub mod expense;
pub mod face;
pub mod fact;
pub mod filed;
pub mod form;
pub mod growth;
pub mod guide;
pub mod initials;
pub mod joined;
pub mod lesson;
pub mod mentoring;
pub mod milestone;
pub mod observation;
pub mod outcome;
pub mod pairing;
pub mod paper;
pub mod paragraph;
pub mod person;
pub mod profile;
pub mod project;
pub mod read;
pub mod record_type;
pub mod reflection;
pub mod reply;
pub mod resource;
pub mod schema;
pub mod sentence;
pub(crate) mod sound;
pub mod studio;
pub mod support;
pub mod survey;
pub mod task;
pub mod term;
pub mod tolerant;
pub mod topic;
pub mod view;
pub(crate) mod word;

record_type::types! {
    /// 教研活动
    Activity = activity::ACTIVITY,
    /// 听评课
    Observation = observation::OBSERVATION,
    /// 指导记录
    Mentoring = mentoring::MENTORING,
    /// 成果
    Outcome = outcome::OUTCOME,
    /// 师徒结对
    Pairing = pairing::PAIRING,
    /// 课题
    Topic = topic::TOPIC,
    /// 资源
    Resource = resource::RESOURCE,
    /// 个人规划
    Growth = growth::GROWTH,
    /// 读书/反思
    Reflection = reflection::REFLECTION,
    /// 满意度
    Survey = survey::SURVEY,
    /// 计划任务
    Task = task::TASK,
    /// 进度阶段
    Milestone = milestone::MILESTONE,
    /// 支持措施
    Support = support::SUPPORT,
    /// 经费预算
    Budget = budget::BUDGET,
    /// 经费支出
    Expense = expense::EXPENSE,
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
    /// 回应: an answer to a record.
    Reply = reply::REPLY,
    /// Fact: two records of another type of work are (or are not) one thing.
    SameWork = fact::SAME_WORK,
    /// 段落: one paragraph of a paper.
    Paragraph = paragraph::PARAGRAPH,
    /// 扫描件: a paper that was written elsewhere.
    Filed = filed::FILED,
    /// 版本: a name for a paper as it stood.
    Edition = edition::EDITION,
}
