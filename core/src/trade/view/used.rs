//! Which types of work somebody writes: what they wrote last stands first on 首页 and on the sheet ＋记一笔.

use std::cmp::Reverse;

use super::Scene;
use crate::read::Kept;
use crate::record_type::RecordType;

/// Types shown before all others: four fit into one row of 首页.
pub const USED_MAX: usize = 4;

/// The types that the one who looks wrote last, the newest first; those that nobody wrote yet follow in their order. A
/// record's own day says nothing here: last month's meeting that was entered just now was used just now.
pub fn used(scene: &Scene<'_>) -> Vec<RecordType> {
    let last = |of: RecordType| {
        let mine = scene.model.each(of).filter(|kept| kept.owner() == Some(scene.me) && !kept.deleted);
        mine.map(written).max()
    };
    let mut types: Vec<_> = RecordType::work().map(|of| (last(of), of)).collect();
    // a stable order: of two that nobody wrote the one that stands first in the list
    types.sort_by_key(|(last, _)| Reverse(*last));
    types.into_iter().take(USED_MAX).map(|(_, of)| of).collect()
}

/// When a record of a journal was written. A journal is begun anew each half-year and counts from its own beginning, so the
/// half-year decides first.
fn written(kept: &Kept) -> (Option<i32>, u64) {
    (kept.meta.half_year.map(|half| half.ordinal()), kept.written)
}
