//! 回应: what somebody says to a record that another wrote, in the journal of the one who answers. It changes nothing in the
//! record, and is taken back by its own author alone.

use crate::access::DocKind;
use crate::form::{Input, PLAIN, Type, must};
use crate::id::{RecordId, Version};
use crate::record::Scalar;
use crate::tolerant::{self, Fields};

/// 回应
pub(super) const REPLY: Type =
    Type { word: "reply", lies_in: &[DocKind::Journal], fields: &[must("text", Input::Text).front(1)], ..PLAIN };

/// The key of the record that is answered.
pub const ABOUT_KEY: &str = "record";
/// The key of the version that the one who answers had before their eyes.
pub const VERSION_KEY: &str = "version";
/// The key of the day.
pub const DAY_KEY: &str = "day";

/// The record that is answered.
pub fn about(fields: &Fields) -> Option<RecordId> {
    tolerant::str(fields, ABOUT_KEY)?.parse().ok()
}

/// The version that was answered.
pub(crate) fn version(fields: &Fields) -> Option<Version> {
    match fields.get(VERSION_KEY)? {
        Scalar::Bytes(bytes) => Version::try_from(bytes.as_slice()).ok(),
        _ => None,
    }
}
