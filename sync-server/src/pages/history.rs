//! When a record was written, when it arrived, how often it was changed since: told by the log itself.

use std::collections::BTreeMap;

use rusqlite::Connection;
use studio_core::change::{Body, Obj, Write};
use studio_core::id::{DeviceId, DocId, RecordId, StudioId};
use studio_core::record::OpId;
use studio_core::store::StoreError;
use studio_core::time::Millis;

use crate::store::sqlite::reading;

/// The way of a record so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct History {
    /// When it was first written, by the device's clock.
    pub(super) written_at: Millis,
    /// When the server first had it.
    pub(super) arrived_at: Millis,
    /// The device delivered other work of this document between the two.
    pub(super) delivered_between: bool,
    /// Changes after the first.
    pub(super) edits: usize,
}

/// The history of a record; `None` when the log does not hold its birth.
///
/// # Errors
/// [`StoreError`], [`StoreError::Corrupt`] when a change that was judged once does not read any more.
pub(super) fn of(
    db: &Connection,
    studio: StudioId,
    doc: DocId,
    record: RecordId,
) -> Result<Option<History>, StoreError> {
    let mut found: Option<(OpId, History)> = None;
    let mut deliveries: BTreeMap<DeviceId, Vec<Millis>> = BTreeMap::new();
    for (first_seen, envelope) in reading::envelopes(db, studio, doc)? {
        let body = Body::decode_kept(&envelope.body).map_err(|_| StoreError::Corrupt)?;
        match &mut found {
            None => {
                let of_device = deliveries.entry(envelope.device).or_default();
                let delivered_between = lies_between(of_device, envelope.made_at, first_seen);
                of_device.push(first_seen);
                let history =
                    History { written_at: envelope.made_at, arrived_at: first_seen, delivered_between, edits: 0 };
                found = birth_in(&body, record).map(|birth| (birth, history));
            }
            Some((birth, history)) => {
                let touches = body.ops.iter().any(|op| op.obj == Obj::Map(*birth));
                history.edits += usize::from(touches);
            }
        }
    }
    Ok(found.map(|(_, history)| history))
}

fn birth_in(body: &Body, record: RecordId) -> Option<OpId> {
    let id = record.to_string();
    let born = body.ops.iter().position(|op| matches!(op.write, Write::MakeMap) && op.key == id)?;
    Some(body.op_id(born))
}

/// Whether one of the deliveries, oldest first, lies between two moments; what came along with the later one does not.
fn lies_between(deliveries: &[Millis], written: Millis, arrived: Millis) -> bool {
    deliveries.iter().rev().find(|at| **at < arrived).is_some_and(|at| *at > written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delivery_before_counts_also_when_others_came_along_with_the_record() {
        let deliveries = [Millis(10), Millis(50), Millis(90), Millis(90)];
        assert!(lies_between(&deliveries, Millis(20), Millis(90)));
        assert!(!lies_between(&deliveries, Millis(60), Millis(90)));
        assert!(!lies_between(&[], Millis(20), Millis(90)));
        assert!(!lies_between(&deliveries, Millis(99), Millis(90)), "a clock that runs ahead");
    }
}
