//! 数据截至 by phone: a person is as fresh as the oldest of the phones that they use. Values in, values out.

use std::collections::BTreeMap;

use studio_core::changelog::HeldChange;
use studio_core::closure::{Freshness, HeldOf, STALE_DAYS, SilentPhone};
use studio_core::id::{DeviceId, PersonId};
use studio_core::members::Members;
use studio_core::read::ReadModel;
use studio_core::time::{DAY_MS, Millis};

use crate::held::by_author;
use studio_core::turn::{ServerStudio, Turn};
use studio_core::wire::{Fresh, LastSync};

/// After so many days without a sync nobody waits for a phone any more: it was a browser that was thrown away.
const SILENT_DAYS_MAX: i64 = 60;

/// A trusted phone and when it last synced.
struct Phone<'a> {
    name: &'a str,
    last: Millis,
}

/// When the phones last synced.
pub struct Seen {
    /// By person, as the studio tells its members.
    pub people: BTreeMap<PersonId, Millis>,
    /// By phone.
    pub phones: BTreeMap<DeviceId, Millis>,
}

impl Seen {
    /// The trusted phones of a person. One that never synced since this is kept was here when it was enrolled.
    fn phones_of<'a>(&'a self, members: &'a Members, person: PersonId) -> Vec<Phone<'a>> {
        let trusted = members.devices.iter().filter(|(id, known)| known.person == person && !members.is_revoked(**id));
        let last = |id: &DeviceId, since: Millis| self.phones.get(id).copied().unwrap_or(since);
        trusted.map(|(id, known)| Phone { name: &known.name, last: last(id, known.since) }).collect()
    }

    /// Up to when everything of a person is in that the phones hold which they use: those that synced within the days of
    /// grace. Without any, the last sync of all.
    pub fn whole_up_to(&self, members: &Members, now: Millis) -> BTreeMap<PersonId, LastSync> {
        let whole = |person, last| whole_up_to(&self.phones_of(members, person), last, now);
        let told = |person, last| LastSync { whole: whole(person, last), ..LastSync::from(last) };
        self.people.iter().map(|(person, last)| (*person, told(*person, *last))).collect()
    }
}

fn whole_up_to(phones: &[Phone<'_>], last: Millis, now: Millis) -> Millis {
    let used = phones.iter().map(|phone| phone.last).filter(|last| !is_silent(*last, now));
    used.min().map_or(last, |oldest| oldest.min(last))
}

fn is_silent(last: Millis, now: Millis) -> bool {
    now.0 - last.0 > STALE_DAYS * DAY_MS
}

/// Names what is known to be missing: phones that are silent while another one of the same person synced.
pub fn name_silent(freshness: &mut Freshness, members: &Members, seen: &Seen, now: Millis) {
    for member in freshness.members.iter_mut().filter(|member| !member.stale) {
        let phones = seen.phones_of(members, member.person);
        let silent = silent(&phones, now);
        member.silent =
            silent.map(|phone| SilentPhone { name: phone.name.to_owned(), last_sync: phone.last }).collect();
    }
}

/// Those of one person's phones that may hold work: silent, not for too long, while another one synced.
fn silent<'a>(phones: &'a [Phone<'a>], now: Millis) -> impl Iterator<Item = &'a Phone<'a>> {
    let one_synced = phones.iter().any(|phone| !is_silent(phone.last, now));
    let is_waited_for = move |last: Millis| now.0 - last.0 <= SILENT_DAYS_MAX * DAY_MS;
    phones.iter().filter(move |phone| one_synced && is_silent(phone.last, now) && is_waited_for(phone.last))
}

/// Tells phones what the officer's pages tell: whose other phone is silent, and whose work waits to be let in. `device` is
/// the one that asks: it is here.
pub fn tell(freshness: &mut [Fresh], ready: &ServerStudio, mut seen: BTreeMap<DeviceId, Millis>, turn: &Turn<'_>) {
    let members = &ready.state.members;
    seen.insert(turn.device, turn.now);
    let seen = Seen { people: BTreeMap::new(), phones: seen };
    let mut held: BTreeMap<PersonId, u32> = BTreeMap::new();
    for change in ready.held() {
        if let Some(device) = members.device(change.envelope.device) {
            *held.entry(device.person).or_default() += 1;
        }
    }
    for fresh in freshness {
        let phones = seen.phones_of(members, fresh.person);
        fresh.whole = Some(whole_up_to(&phones, fresh.at, turn.now)).filter(|whole| *whole != fresh.at);
        fresh.silent = silent(&phones, turn.now).map(|phone| phone.last).min();
        fresh.held = held.get(&fresh.person).copied();
    }
}

/// Names whose work waits to be let in, members and former ones.
pub fn name_held(freshness: &mut Freshness, model: &ReadModel, members: &Members, held: &[HeldChange]) {
    let mut by_person: BTreeMap<PersonId, usize> = BTreeMap::new();
    for work in by_author(held.iter(), members) {
        *by_person.entry(work.person).or_default() += work.hashes.len();
    }
    let one = |(person, changes)| HeldOf { person, name: model.called(person), changes };
    freshness.held = by_person.into_iter().map(one).collect();
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::access::Role;
    use studio_core::closure;
    use studio_core::decision::{By, Decision, Device, Grant, Revoke, What};
    use studio_core::id::{DecisionId, PublicKey};
    use studio_core::read::StudioFacts;

    const HOUR: i64 = 3_600_000;
    const LILY: PersonId = PersonId([2; 16]);

    /// 王丽 with two phones, both enrolled long ago.
    fn studio(revoked: bool) -> Members {
        let mut members = Members::default();
        let phone = |n: u8| {
            What::Device(Device {
                device: DeviceId([n; 16]),
                person: LILY,
                key: PublicKey([n; 32]),
                name: format!("手机{n}"),
            })
        };
        let mut all = vec![What::Grant(Grant { person: LILY, role: Role::Backbone }), phone(1), phone(2)];
        all.extend(revoked.then_some(What::Revoke(Revoke { device: DeviceId([1; 16]) })));
        for (n, what) in (1_u8..).zip(all) {
            members.apply(&Decision { id: DecisionId([n; 16]), by: By::Server, at: Millis(0), what });
        }
        members
    }

    /// What is told when the first phone synced so many hours ago, the second just now.
    fn told(members: &Members, hours: i64) -> Freshness {
        let now = Millis(200 * 24 * HOUR);
        let ago = Millis(now.0 - hours * HOUR);
        let seen =
            Seen { people: [(LILY, now)].into(), phones: [(DeviceId([1; 16]), ago), (DeviceId([2; 16]), now)].into() };
        let model = ReadModel::build(StudioFacts::from(members), []);
        let mut freshness = closure::fresh(&model, now, &seen.whole_up_to(members, now));
        name_silent(&mut freshness, members, &seen, now);
        freshness
    }

    #[test]
    fn two_phones_in_use_are_as_fresh_as_the_older_one() {
        let freshness = told(&studio(false), 20);
        assert_eq!(freshness.as_of, Some(Millis((200 * 24 - 20) * HOUR)));
        assert!(!freshness.lacks_something());
    }

    #[test]
    fn a_phone_that_is_silent_while_another_one_syncs_is_named_and_a_stopped_or_forgotten_one_is_not() {
        let freshness = told(&studio(false), 5 * 24);
        assert_eq!(freshness.as_of, Some(Millis(200 * 24 * HOUR)));
        let silent: Vec<&str> =
            freshness.with_silent_phones().flat_map(|m| &m.silent).map(|p| p.name.as_str()).collect();
        assert_eq!(silent, ["手机1"]);
        assert!(!told(&studio(true), 5 * 24).lacks_something(), "stopped");
        assert!(!told(&studio(false), 61 * 24).lacks_something(), "forgotten");
    }
}
