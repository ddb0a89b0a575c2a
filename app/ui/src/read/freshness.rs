//! 数据截至: which numbers these are, and whose work is not in them yet.

use studio_core::closure::{Freshness, HeldOf, MemberFreshness, STALE_DAYS, SilentPhone};
use studio_core::id::PersonId;
use studio_core::time::{Millis, ago};

use crate::bureau::AsOfRow;
use crate::dates;
use crate::i18n::{t, t_with};

/// 今天 18:05; 从未 when nobody's data is in.
pub fn as_of(freshness: &Freshness, now: Millis) -> String {
    freshness.as_of.map_or_else(|| t("never-synced"), |at| ago(at, now))
}

/// 2026年11月24日, for a table: whoever copies it reads it in another year. 从未 when nobody's data is in.
pub fn as_of_day(freshness: &Freshness) -> String {
    freshness.as_of.map_or_else(|| t("never-synced"), |at| dates::date(at.day()))
}

/// For a narrow column: 2 人未同步, 1 人另有手机没同步, 2 处等放行, or the day.
pub fn as_of_short(freshness: &Freshness) -> String {
    let held: usize = freshness.held.iter().map(|held| held.changes).sum();
    let missing = [
        ("stale-count", freshness.stale().count()),
        ("silent-count", freshness.with_silent_phones().count()),
        ("held-count", held),
    ];
    match missing.iter().find(|(_, count)| *count > 0) {
        Some((key, count)) => t_with(key, &[("count", &count.to_string())]),
        None => as_of_day(freshness),
    }
}

/// 数据截至今天 18:05；高志强、徐颖 3 天以上没同步，之后记的还没算进来。 Whose other phone is silent and whose work waits
/// to be let in is said too.
pub fn as_of_note(freshness: &Freshness, now: Millis) -> String {
    noted(freshness, &as_of(freshness, now), "as-of-note")
}

/// The same for paper and for a chat, where it is read on another day: 数据截至2026年11月24日；没同步不等于没做。
pub fn as_of_note_kept(freshness: &Freshness) -> String {
    noted(freshness, &as_of_day(freshness), "as-of-note-whole")
}

fn noted(freshness: &Freshness, at: &str, whole: &str) -> String {
    let missing = [
        ("as-of-note-stale", named(freshness, freshness.stale())),
        ("as-of-note-silent", named(freshness, freshness.with_silent_phones())),
    ];
    let missing = missing.iter().filter(|(_, names)| !names.is_empty());
    let missing = missing.map(|(key, names)| t_with(key, &[("names", names), ("days", &STALE_DAYS.to_string())]));
    let missing: String = missing.chain(held(freshness)).collect();
    match (freshness.as_of, missing.is_empty()) {
        _ if freshness.members.is_empty() => t("as-of-nobody"),
        // who has not synced for long is told; that the data is of no day at all says nothing more
        (None, false) => missing,
        (_, true) => t_with(whole, &[("at", at)]),
        _ => t_with("as-of-note-missing", &[("at", at), ("missing", &missing)]),
    }
}

fn named<'a>(freshness: &Freshness, members: impl Iterator<Item = &'a MemberFreshness>) -> String {
    members.map(|member| called(freshness, member)).collect::<Vec<_>>().join("、")
}

/// 王丽有 2 处改动在等放行，还没算进来。
fn held(freshness: &Freshness) -> impl Iterator<Item = String> {
    let one = |held: &HeldOf| t_with("as-of-held", &[("name", &held.name), ("count", &held.changes.to_string())]);
    freshness.held.iter().map(one)
}

/// A member's name, with the school where two are called so.
fn called(freshness: &Freshness, member: &MemberFreshness) -> String {
    let namesakes = freshness.members.iter().filter(|other| other.name == member.name);
    if namesakes.map(|other| other.person).any(|other| other != member.person) && !member.school.is_empty() {
        return t_with("person-called", &[("name", &member.name), ("apart", &member.school)]);
    }
    member.name.clone()
}

/// 数据截至 of everybody who records, longest silence first; `door` is where somebody stands.
pub fn as_of_rows(freshness: &Freshness, now: Millis, door: impl Fn(PersonId) -> String) -> Vec<AsOfRow> {
    let row = |member: &MemberFreshness| AsOfRow {
        name: member.name.clone(),
        place: member.school.clone(),
        when: member.whole.map_or_else(|| t("never-synced"), moment),
        href: Some(door(member.person)),
        stale: member.stale,
        note: older_phone(member, now).into_iter().chain(silent_phones(member, now)).collect(),
    };
    let mut members: Vec<_> = freshness.members.iter().collect();
    members.sort_by_key(|member| (member.whole, member.person));
    members.into_iter().map(row).collect()
}

/// Why all is in only up to an earlier moment than the last sync: another phone, in use too, synced before it.
fn older_phone(member: &MemberFreshness, now: Millis) -> Option<String> {
    let last = member.last_sync.filter(|last| member.whole.is_some_and(|whole| whole < *last))?;
    Some(t_with("as-of-older-phone", &[("at", &ago(last, now))]))
}

/// What may be on other phones of a member, a sentence each.
pub fn silent_phones(member: &MemberFreshness, now: Millis) -> Vec<String> {
    member.silent.iter().map(|phone| silent(phone, now)).collect()
}

/// 2026年11月29日 13:05: a table may be copied, and then no 今天 tells which day it was.
fn moment(at: Millis) -> String {
    format!("{} {}", dates::date(at.day()), dates::clock(at.local()))
}

/// 另一部手机（旧手机）上次同步是11月20日，上面可能还有没上传的。
fn silent(phone: &SilentPhone, now: Millis) -> String {
    let name = if phone.name.is_empty() { t("phone-unnamed") } else { phone.name.clone() };
    t_with("as-of-silent", &[("name", &name), ("at", &ago(phone.last_sync, now))])
}

/// 其余 9 人都同步过。没同步不等于没做。 Whose work waits to be let in is named; of somebody whose other phone is silent it
/// is not said that all is in, and of nobody that they have synced.
pub fn as_of_rest(freshness: &Freshness) -> String {
    let lacking = freshness.stale().count() + freshness.with_silent_phones().count();
    let rest = freshness.members.len() - lacking;
    let said = match (rest, lacking) {
        (0, 0) => t("as-of-nobody"),
        (0, _) => t("as-of-no-rest"),
        (_, 0) => t_with("as-of-all", &[("count", &rest.to_string())]),
        _ => t_with("as-of-rest", &[("count", &rest.to_string())]),
    };
    std::iter::once(said).chain(held(freshness)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::access::Role;
    use studio_core::id::PersonId;

    fn of(silent: Vec<SilentPhone>, held: Vec<HeldOf>) -> Freshness {
        let one = |n: u8, name: &str, silent| MemberFreshness {
            person: PersonId([n; 16]),
            name: name.into(),
            school: "赵桥小学".into(),
            role: Role::Backbone,
            last_sync: Some(Millis(10 * 86_400_000)),
            whole: Some(Millis(10 * 86_400_000)),
            stale: false,
            silent,
        };
        let members = vec![one(1, "周慧敏", Vec::new()), one(2, "王丽", silent)];
        Freshness { as_of: Some(Millis(10 * 86_400_000)), members, held }
    }

    #[test]
    fn where_another_phone_is_silent_or_work_waits_nobody_says_that_all_have_synced() {
        let now = Millis(10 * 86_400_000 + 1_000);
        let phone = SilentPhone { name: "旧手机".into(), last_sync: Millis(4 * 86_400_000) };
        let silent = of(vec![phone], Vec::new());
        let note = as_of_note(&silent, now);
        assert!(note.ends_with("；王丽另有手机 3 天以上没同步，上面可能还有没上传的。"), "{note}");
        assert_eq!(as_of_rest(&silent), "其余 1 人都同步过。没同步不等于没做。");
        assert_eq!(as_of_short(&silent), "1 人另有手机没同步");
        let notes: Vec<String> =
            as_of_rows(&silent, now, |_| String::new()).into_iter().flat_map(|row| row.note).collect();
        assert!(notes.len() == 1 && notes[0].contains("旧手机") && notes[0].contains("没上传"), "{notes:?}");
        let whens: Vec<String> = as_of_rows(&silent, now, |_| String::new()).into_iter().map(|row| row.when).collect();
        assert_eq!(whens, ["1970年1月11日 08:00", "1970年1月11日 08:00"]);
        let held = of(Vec::new(), vec![HeldOf { person: PersonId([2; 16]), name: "王丽".into(), changes: 2 }]);
        assert!(as_of_rest(&held).ends_with("王丽有 2 处改动在等放行，还没算进来。"), "{}", as_of_rest(&held));
        assert_eq!(as_of_short(&held), "2 处等放行");
        assert_eq!(as_of_rest(&of(Vec::new(), Vec::new())), "2 人都同步过。");
    }

    #[test]
    fn of_nobody_it_is_not_said_that_they_have_synced_nor_that_data_is_of_never() {
        let now = Millis(10 * 86_400_000 + 1_000);
        let nobody = Freshness { as_of: None, members: Vec::new(), held: Vec::new() };
        let said = "还没有成员。有人用邀请码加入并同步以后，这里才有数据。";
        assert_eq!([as_of_rest(&nobody), as_of_note(&nobody, now), as_of_note_kept(&nobody)], [said; 3]);
        let mut silent = of(Vec::new(), Vec::new());
        silent.as_of = None;
        silent.members.iter_mut().for_each(|member| member.stale = true);
        assert_eq!(as_of_rest(&silent), "没同步不等于没做。");
        let note = as_of_note(&silent, now);
        assert_eq!(note, "周慧敏、王丽 3 天以上没同步，之后记的还没算进来。");
    }

    #[test]
    fn of_two_phones_in_use_the_day_is_the_older_ones_and_the_newer_sync_is_said_beside_it() {
        let mut freshness = of(Vec::new(), Vec::new());
        freshness.members[1].whole = Some(Millis(9 * 86_400_000));
        let rows = as_of_rows(&freshness, Millis(10 * 86_400_000 + 1_000), |_| String::new());
        assert_eq!((rows[0].name.as_str(), rows[0].when.as_str()), ("王丽", "1970年1月10日 08:00"));
        assert!(rows[0].note.len() == 1 && rows[0].note[0].contains("另一部"), "{:?}", rows[0].note);
        assert!(rows[1].note.is_empty());
    }
}
