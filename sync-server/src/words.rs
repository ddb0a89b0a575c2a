//! Words that only this server says: an instant in full, as administrators and officers compare it.

use studio_core::time::Millis;
use studio_ui::dates;

/// 2026年11月24日 09:10, in Asia/Shanghai.
pub fn moment(at: Millis) -> String {
    format!("{} {}", dates::date(at.day()), at.local().format("%H:%M"))
}
