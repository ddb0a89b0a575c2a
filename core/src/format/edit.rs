//! What a command comes down to: fields of records to set or clear. It names no document id, no
//! operation and no device; the replica turns it into a change.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::access::DocKind;
use crate::id::RecordId;
use crate::record::Scalar;

/// One record's fields to write, in one document of the member who acts.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
pub struct Edit {
    /// Where the record lies. A journal is the acting member's own.
    #[n(0)]
    pub kind: DocKind,
    /// Which record; a birth when the studio does not hold it yet.
    #[n(1)]
    pub record: RecordId,
    /// Fields to write. A birth writes `type` among them.
    #[n(2)]
    pub fields: Vec<FieldEdit>,
}

/// One field to write.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
pub struct FieldEdit {
    /// Flat key.
    #[n(0)]
    pub key: String,
    /// The value that the user had before their eyes when they changed it; `None` when there was
    /// none. The replica compares it with the value now, so that nothing unseen is overwritten.
    #[n(1)]
    pub seen: Option<Scalar>,
    /// The new value; `None` clears the field.
    #[n(2)]
    pub value: Option<Scalar>,
}
