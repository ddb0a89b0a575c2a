//! The type words of records and the documents they belong in. It reads no fields.

use crate::access::DocKind;
use crate::schema;
use crate::word::words;

words! {
    /// What a record is. A record with another word is kept and not shown.
    RecordType, "record-type" {
        /// 教研活动
        Activity = "activity",
        /// 指导记录
        Mentoring = "mentoring",
        /// 成果
        Outcome = "outcome",
        /// 人员: its record id is the person's id.
        Person = "person",
        /// 工作室概况
        Profile = "profile",
        /// Fact: a version of a record was handed in.
        Submitted = "submitted",
        /// Fact: a record lies in the recycle bin.
        Deleted = "deleted",
        /// Fact: two people in the roster are (or are not) one.
        SamePerson = "same_person",
        /// Fact: two activities are (or are not) one meeting.
        SameActivity = "same_activity",
        /// Fact: an answer to a record. Reserved.
        Reply = "reply",
    }
}

impl RecordType {
    /// Whether a record of this type may lie in a document of this kind. Facts about a record lie
    /// where its own writers write, so that only they can state them.
    pub fn fits(self, kind: DocKind) -> bool {
        schema::fits(self.word(), kind)
    }

    /// The types that a teacher writes by hand and sees in 记录.
    pub const WORK: [Self; 3] = [Self::Activity, Self::Mentoring, Self::Outcome];
}
