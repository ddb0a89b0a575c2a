//! 修改历史 as shapes: what each change of a record did, by whom and when.

use serde::{Deserialize, Serialize};

use super::Telling;
use crate::edit::FieldEdit;
use crate::id::{ChangeHash, DeviceId, RecordId};
use crate::record_type::RecordType;
use crate::time::Millis;
use crate::tolerant::Fields;

/// 修改历史 of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordHistory {
    /// The record.
    pub record: RecordId,
    /// What it is.
    pub record_type: RecordType,
    /// Its title as it stands.
    pub title: String,
    /// Whether the one who looks may change it: wrote it, or writes what many write. Nobody else puts anything back.
    pub mine: bool,
    /// The newest ones, newest first, and what it was born with.
    pub revisions: Vec<Revision>,
    /// How many there are that are not among them: older ones.
    pub older: usize,
    /// What its values are told with.
    pub telling: Telling,
}

/// What one change did to a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// The change.
    pub change: ChangeHash,
    /// On which device.
    pub device: DeviceId,
    /// When, by the clock of that device.
    pub at: Millis,
    /// The record was born with it.
    pub born: bool,
    /// What was done with the record as a whole.
    pub acts: Vec<Act>,
    /// The fields that it changed, in the form's order.
    pub fields: Vec<Revised>,
}

/// What is done with a record as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Act {
    /// 提交
    HandedIn,
    /// 收回成草稿
    TakenBack,
    /// 移到回收站
    Deleted,
    /// 找回
    Undeleted,
}

impl Act {
    /// The translation key of its label.
    pub fn label_key(self) -> &'static str {
        match self {
            Self::HandedIn => "act-handed-in",
            Self::TakenBack => "act-taken-back",
            Self::Deleted => "act-deleted",
            Self::Undeleted => "act-undeleted",
        }
    }
}

/// A field that a change touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revised {
    /// Its key in the form; of a field with keys below it only what was touched stands in the values.
    pub field: String,
    /// What stood there before its writer's eyes: nothing, one value, or the several that two phones had written.
    pub was: Vec<Older>,
    /// What stands there since; empty when it was cleared.
    pub now: Fields,
}

/// An older value of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Older {
    /// The value; empty when nothing stood there.
    pub fields: Fields,
    /// What puts it back over what stands now; empty when it stands already, or is not to be put back.
    pub back: Vec<FieldEdit>,
}
