//! Which types of work somebody writes: what they used last stands first on 首页 and on the sheet ＋记一笔.

use std::cmp::Reverse;

use super::Scene;
use crate::record_type::RecordType;
use crate::time::Day;

/// Types shown before all others: four fit into one row of 首页.
pub const USED_MAX: usize = 4;

/// The types that the one who looks used last, the newest first; those that nobody used yet follow in their order.
pub fn used(scene: &Scene<'_>) -> Vec<RecordType> {
    let today = scene.now.day();
    let last = |of: RecordType| -> Option<Day> {
        let mine = scene.model.each(of).filter(|kept| kept.owner() == Some(scene.me) && !kept.deleted);
        // a plan says by when, not when it was made: what is still to come is used, and no more recent than anything else
        mine.map(|kept| kept.day().map_or(today, |day| if day > today { Day::MIN } else { day })).max()
    };
    let mut types: Vec<(Option<Day>, RecordType)> = RecordType::work().map(|of| (last(of), of)).collect();
    // a stable order: of two that were used on one day the one that stands first in the list
    types.sort_by_key(|(last, _)| Reverse(*last));
    types.into_iter().take(USED_MAX).map(|(_, of)| of).collect()
}
