//! What was answered to a record, as phones and pages show it. An answer that was taken back is nobody's business.

use super::{Reply, Scene};
use crate::id::RecordId;
use crate::read::{Kept, ReadModel};
use crate::record_type::RecordType;
use crate::reply;
use crate::tolerant;

/// The answers to a record, the first one first.
pub fn replies_to(model: &ReadModel, record: RecordId) -> Vec<&Kept> {
    let all = model.each(RecordType::Reply).filter(|kept| !kept.deleted);
    let mut to_it: Vec<&Kept> = all
        .filter(|kept| reply::about(&kept.fields) == Some(record))
        .filter(|kept| !tolerant::text(&kept.fields, "text").is_empty())
        .collect();
    to_it.sort_by_key(|kept| (tolerant::day(&kept.fields, reply::DAY_KEY), kept.id));
    to_it
}

/// The same as somebody of the studio sees them.
pub(super) fn seen(scene: &Scene<'_>, found: &Kept) -> Vec<Reply> {
    let one = |kept: &Kept| Reply {
        record: kept.id,
        name: kept.owner().map(|person| scene.model.called(person)).unwrap_or_default(),
        text: tolerant::text(&kept.fields, "text"),
        day: tolerant::day(&kept.fields, reply::DAY_KEY),
        mine: scene.wrote(kept),
        older: reply::version(&kept.fields) != found.version,
    };
    replies_to(scene.model, found.id).into_iter().map(one).collect()
}
