//! Coming in: inviting, looking at an invite, redeeming it, and a device that enrols again. Runs at the desk; what an
//! invite allows is decided in `invites`, who may invite in `studio_core::access`.

use chrono::{Days, NaiveTime};
use studio_core::access::{Action, Role, may};
use studio_core::decision::{By, Decision, Device, Grant, SignedDecision, What};
use studio_core::id::{DeviceId, PersonId, PublicKey, RecordId, StudioId};
use studio_core::limits::DEVICE_NAME_CHARS_MAX;
use studio_core::members::Members;
use studio_core::time::Millis;
use studio_core::turn::ServerStudio;
use studio_core::wire::{EnrolAnswer, EnrolRequest, InviteAnswer, InviteRequest, LookAnswer, RenewRequest};

use crate::chance;
use crate::codes::Code;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::gate::ComeBack;
use crate::guides::Guides;
use crate::invites::{self, Closed, Invited, Use};
use crate::limits::{DEVICES_MAX, INVITES_A_DAY_MAX, NAME_CHARS_MAX, TITLE_CHARS_MAX};
use crate::store::sqlite::{invites as rows, office, reading};

/// Why somebody cannot come in or invite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turned {
    /// The invite.
    Invite(Closed),
    /// The membership that the invite began has ended.
    Ended,
    /// This device id is another's.
    DeviceTaken,
    /// More devices under one name than a person has.
    TooManyDevices,
    /// A name or school is missing or too long.
    Name,
    /// The role does not invite.
    MayNot,
    /// The device is unknown or no longer trusted here.
    Stranger,
    /// The studio's invites of today are used up; there are new ones tomorrow.
    TooMany(ComeBack),
}

/// Outcome of coming in.
pub type Way<T> = Result<T, Turned>;

/// Who invites, as what.
///
/// # Errors
/// [`Fault`].
pub fn look(desk: &mut Desk<'_>, guides: &Guides, code: &Code, now: Millis) -> Result<Way<LookAnswer>, Fault> {
    let Some(invite) = rows::invite(desk.db(), &code.hash())? else {
        return Ok(Err(Turned::Invite(Closed::Unknown)));
    };
    if let Err(closed) = invites::check(&invite, now) {
        return Ok(Err(Turned::Invite(closed)));
    }
    let bureau_name = office::bureau_name_of(desk.db(), invite.studio)?.unwrap_or_default();
    let download_bytes = office::log_bytes(desk.db(), invite.studio)?;
    let named = office::studio_name(desk.db(), invite.studio)?;
    let Some(studio) = desk.studio(invite.studio)? else { return Ok(Err(Turned::Invite(Closed::Unknown))) };
    let terms = studio.state.members.terms.as_ref();
    let shape = terms.and_then(|terms| Some(&guides.by_name(&terms.guide)?.direction(terms.direction)?.shape));
    let word = |thing: &str| shape.and_then(|shape| shape.word(thing)).map(str::to_owned);
    let title = match invite.role {
        Role::Chief => word("chief-title"),
        Role::Backbone => word("backbone-title"),
        Role::Assistant => None,
    };
    Ok(Ok(LookAnswer {
        studio_name: named.unwrap_or_else(|| founded_name(&studio.state.members)),
        bureau_name,
        inviter_name: invite.inviter_name,
        role: invite.role,
        person_name: invite.person_name,
        school: invite.school,
        download_bytes,
        role_title: title,
        studio_word: word("studio"),
    }))
}

/// Redeems an invite for a device. The same request twice is once.
///
/// # Errors
/// [`Fault`].
pub fn redeem(
    desk: &mut Desk<'_>,
    code: &Code,
    request: &EnrolRequest,
    now: Millis,
) -> Result<Way<EnrolAnswer>, Fault> {
    let Some(name) = clean(&request.person_name, NAME_CHARS_MAX) else { return Ok(Err(Turned::Name)) };
    let Some(invite) = rows::invite(desk.db(), &code.hash())? else {
        return Ok(Err(Turned::Invite(Closed::Unknown)));
    };
    let first_time = invite.redeemed_at.is_none();
    let row = match invites::redeem(invite, &name, now) {
        Use::Closed(closed) => return Ok(Err(Turned::Invite(closed))),
        Use::Wrong(row) => {
            rows::put_invite(desk.db(), &row)?;
            return Ok(Err(Turned::Invite(Closed::Other)));
        }
        Use::Taken(row) => row,
    };
    let Some(studio) = desk.studio(row.studio)? else { return Ok(Err(Turned::Invite(Closed::Unknown))) };
    let role = studio.state.members.role_of(row.person);
    if role.is_none() && !first_time {
        return Ok(Err(Turned::Ended));
    }
    let device = NewDevice { device: request.device, key: request.key, name: &request.device_name };
    if let Err(turned) = device.check(&studio.state.members, row.person) {
        return Ok(Err(turned));
    }
    rows::put_invite(desk.db(), &row)?;
    if role.is_none_or(|held| held > row.role) {
        desk.decide(row.studio, What::Grant(Grant { person: row.person, role: row.role }), &By::Server, now)?;
    }
    device.add(desk, row.studio, row.person, &By::Server, now)?;
    answer(desk, row.studio, row.person, request.device, Described { name, school: row.school }).map(Ok)
}

/// A member invites a person. `device` has signed the request.
///
/// # Errors
/// [`Fault`].
pub fn invite(
    desk: &mut Desk<'_>,
    studio_id: StudioId,
    device: DeviceId,
    request: &InviteRequest,
    now: Millis,
) -> Result<Way<InviteAnswer>, Fault> {
    let Some((name, school)) = described(&request.person_name, &request.school) else { return Ok(Err(Turned::Name)) };
    let today = rows::invites(desk.db(), studio_id)?.iter().filter(|i| i.created_at.day() == now.day()).count();
    let Some(studio) = desk.studio(studio_id)? else { return Ok(Err(Turned::Stranger)) };
    let members = &studio.state.members;
    let inviter = match member_at(members, device) {
        Some((person, role)) if may_invite(role, members.role_of(request.person), request.role) => person,
        Some(_) => return Ok(Err(Turned::MayNot)),
        None => return Ok(Err(Turned::Stranger)),
    };
    if today >= INVITES_A_DAY_MAX {
        return Ok(Err(Turned::TooMany(ComeBack { wait_s: seconds_to_tomorrow(now) })));
    }
    let inviter = name_in_roster(studio, inviter);
    let invited = Invited { studio: studio_id, person: request.person, role: request.role, name, school, inviter };
    open(desk, invited, now).map(|(code, expires_at)| Ok(InviteAnswer { code: code.as_str().to_owned(), expires_at }))
}

/// Somebody as a role that one may give; and who is in the studio already, for a new phone, only with a role below one's
/// own: whoever redeems the code is that person.
fn may_invite(inviter: Role, held: Option<Role>, wanted: Role) -> bool {
    [Some(wanted), held].into_iter().flatten().all(|role| may(inviter, Action::Invite(role)))
}

fn seconds_to_tomorrow(now: Millis) -> u32 {
    let tomorrow = Millis::from_local((now.day() + Days::new(1)).and_time(NaiveTime::MIN));
    u32::try_from((tomorrow.0 - now.0 + 999) / 1_000).unwrap_or(0)
}

/// Keeps a new invite and says its code, this once.
///
/// # Errors
/// [`Fault`].
pub fn open(desk: &mut Desk<'_>, invited: Invited, now: Millis) -> Result<(Code, Millis), Fault> {
    let code = Code::from_bytes(chance::bytes());
    let expires_at = open_as(desk, &code, invited, now)?;
    Ok((code, expires_at))
}

/// Keeps a new invite under a code that was drawn before; says when it closes.
///
/// # Errors
/// [`Fault`].
pub fn open_as(desk: &mut Desk<'_>, code: &Code, invited: Invited, now: Millis) -> Result<Millis, Fault> {
    let row = invites::open(code, invited, now);
    rows::put_invite(desk.db(), &row)?;
    Ok(row.expires_at)
}

/// A device under whose name somebody else writes enrols again; it has signed the request with its old key.
///
/// # Errors
/// [`Fault`].
pub fn renew(
    desk: &mut Desk<'_>,
    studio_id: StudioId,
    old: DeviceId,
    request: &RenewRequest,
    now: Millis,
) -> Result<Way<EnrolAnswer>, Fault> {
    let Some(studio) = desk.studio(studio_id)? else { return Ok(Err(Turned::Stranger)) };
    let Some((person, _)) = member_at(&studio.state.members, old) else { return Ok(Err(Turned::Stranger)) };
    let device = NewDevice { device: request.device, key: request.key, name: &request.device_name };
    if let Err(turned) = device.check(&studio.state.members, person) {
        return Ok(Err(turned));
    }
    let name = name_in_roster(studio, person);
    let school = studio.state.record(RecordId(person.0)).and_then(|(r, _)| r.str("school")).unwrap_or_default();
    let known = Described { name, school: school.to_owned() };
    device.add(desk, studio_id, person, &By::Member(person), now)?;
    answer(desk, studio_id, person, request.device, known).map(Ok)
}

/// The member whose trusted device this is.
pub fn member_at(members: &Members, device: DeviceId) -> Option<(PersonId, Role)> {
    let person = members.device(device).filter(|_| !members.is_revoked(device))?.person;
    Some((person, members.role_of(person)?))
}

struct NewDevice<'a> {
    device: DeviceId,
    key: PublicKey,
    name: &'a str,
}

impl NewDevice<'_> {
    fn check(&self, members: &Members, person: PersonId) -> Way<()> {
        match members.device(self.device) {
            Some(known) if known.person == person && known.key == self.key => return Ok(()),
            Some(_) => return Err(Turned::DeviceTaken),
            None => {}
        }
        let of_person = members.devices.values().filter(|known| known.person == person).count();
        if of_person < DEVICES_MAX { Ok(()) } else { Err(Turned::TooManyDevices) }
    }

    fn add(&self, desk: &mut Desk<'_>, studio: StudioId, person: PersonId, by: &By, now: Millis) -> Result<(), Fault> {
        let known = desk.studio(studio)?.is_some_and(|s| s.state.members.device(self.device).is_some());
        if known {
            return Ok(());
        }
        let name = self.name.trim().chars().take(DEVICE_NAME_CHARS_MAX).collect();
        let certificate = Device { device: self.device, person, key: self.key, name };
        desk.decide(studio, What::Device(certificate), by, now).map(drop)
    }
}

struct Described {
    name: String,
    school: String,
}

/// What a device needs to begin: the founding, its owner's grant, its own certificate.
fn answer(
    desk: &mut Desk<'_>,
    studio: StudioId,
    person: PersonId,
    device: DeviceId,
    described: Described,
) -> Result<EnrolAnswer, Fault> {
    let all = reading::decisions(desk.db(), studio)?;
    let members = desk.studio(studio)?.map(|s| s.state.members.clone()).unwrap_or_default();
    let needed =
        |signed: &SignedDecision| signed.read().is_ok_and(|decision| begins(&decision, &members, person, device));
    Ok(EnrolAnswer {
        studio,
        person,
        server_key: desk.secret().public(),
        decisions: all.into_iter().filter(needed).collect(),
        founded_at: members.founded_at(),
        school: described.school,
        person_name: described.name,
    })
}

fn begins(decision: &Decision, members: &Members, person: PersonId, device: DeviceId) -> bool {
    match &decision.what {
        What::Founded(_) => true,
        What::Grant(grant) => grant.person == person && !members.ended.contains_key(&decision.id),
        What::Device(certificate) => certificate.device == device,
        _ => false,
    }
}

fn founded_name(members: &Members) -> String {
    members.founded.as_ref().map(|(_, founded)| founded.name.clone()).unwrap_or_default()
}

fn name_in_roster(studio: &ServerStudio, person: PersonId) -> String {
    let record = studio.state.record(RecordId(person.0));
    record.and_then(|(record, _)| record.str("name")).unwrap_or_default().to_owned()
}

fn described(name: &str, school: &str) -> Option<(String, String)> {
    let school = if school.trim().is_empty() { String::new() } else { clean(school, TITLE_CHARS_MAX)? };
    Some((clean(name, NAME_CHARS_MAX)?, school))
}

/// A line that people typed, without spaces around it; `None` when nothing is left or it is too long.
pub fn clean(text: &str, chars_max: usize) -> Option<String> {
    let text = text.trim();
    let fits = !text.is_empty() && text.chars().count() <= chars_max && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tomorrow_begins_at_midnight_in_the_county() {
        let midnight = Millis::from_local("2026-11-24T00:00:00".parse().unwrap());
        assert_eq!(seconds_to_tomorrow(midnight), 86_400);
        assert_eq!(seconds_to_tomorrow(Millis(midnight.0 - 1)), 1);
        assert_eq!(seconds_to_tomorrow(Millis(midnight.0 - 1_001)), 2);
    }
}
