//! Erasing a picture of one's own record. The record says it under keys of its own; what was handed in stays handed in.

use super::fact::{Ids, own_work, submitted};
use super::save::{fields_after, new_field};
use super::{Actor, CommandError};
use crate::attachment::{attachments, erased, erased_key};
use crate::edit::Edit;
use crate::id::{PieceHash, RecordId};
use crate::read::State;
use crate::record::version_of;

/// Says that a picture and its small one are erased; nothing when that was said.
pub(super) fn erase(
    actor: &Actor<'_>,
    record: RecordId,
    hash: PieceHash,
    ids: &mut Ids<'_>,
) -> Result<Vec<Edit>, CommandError> {
    let found = own_work(actor, record)?;
    let one = attachments(&found.fields).into_iter().find(|one| one.hash == hash).ok_or(CommandError::NoSuchRecord)?;
    if erased(&found.fields).any(|(gone, _)| gone == hash) {
        return Ok(Vec::new());
    }
    let fields = one.pieces().map(|piece| new_field(&erased_key(piece), actor.now.0)).collect();
    let mut edits = vec![Edit { kind: found.meta.kind, record, fields }];
    // the words that were handed in are the same: nobody need look at them once more
    if found.state == State::Submitted {
        let fields = fields_after(actor, record, &edits)?;
        let version = version_of(record, fields.iter().map(|(key, value)| (key.as_str(), value)));
        edits.push(submitted(record, version, ids)?);
    }
    Ok(edits)
}
