//! 数据截至: which numbers these are, and whose work is not in them yet.

use studio_core::closure::{Freshness, STALE_DAYS};
use studio_core::time::{Millis, ago};

use crate::bureau::AsOfRow;
use crate::i18n::{t, t_with};

/// 今天 18:05; 从未 when nobody's data is in.
pub fn as_of(freshness: &Freshness, now: Millis) -> String {
    freshness.as_of.map_or_else(|| t("never-synced"), |at| ago(at, now))
}

/// For a narrow column: 2 人未同步, or the moment.
pub fn as_of_short(freshness: &Freshness, now: Millis) -> String {
    match freshness.stale().count() {
        0 => as_of(freshness, now),
        count => t_with("stale-count", &[("count", &count.to_string())]),
    }
}

/// 数据截至今天 18:05；高志强、徐颖 3 天以上没同步，他们记的还没算进来。
pub fn as_of_note(freshness: &Freshness, now: Millis) -> String {
    let names: Vec<&str> = freshness.stale().map(|member| member.name.as_str()).collect();
    let at = as_of(freshness, now);
    if names.is_empty() {
        return t_with("as-of-note", &[("at", &at)]);
    }
    t_with("as-of-note-stale", &[("at", &at), ("names", &names.join("、")), ("days", &STALE_DAYS.to_string())])
}

/// 数据截至 of everybody who records, longest silence first.
pub fn as_of_rows(freshness: &Freshness, now: Millis) -> Vec<AsOfRow> {
    let row = |member: &studio_core::closure::MemberFreshness| AsOfRow {
        name: member.name.clone(),
        place: member.school.clone(),
        when: member.last_sync.map_or_else(|| t("never-synced"), |at| ago(at, now)),
        stale: member.stale,
    };
    let mut members: Vec<_> = freshness.members.iter().collect();
    members.sort_by_key(|member| member.last_sync);
    members.into_iter().map(row).collect()
}

/// 其余 9 人都同步过。没同步不等于没做。
pub fn as_of_rest(freshness: &Freshness) -> String {
    let stale = freshness.stale().count();
    let rest = (freshness.members.len() - stale).to_string();
    let key = if stale == 0 { "as-of-all" } else { "as-of-rest" };
    t_with(key, &[("count", &rest)])
}
