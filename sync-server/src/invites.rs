//! Whether an invite stands, and what using it does. Values in, values out: no clock, no disk.

use studio_core::access::Role;
use studio_core::id::{PersonId, StudioId};
use studio_core::limits::{INVITE_REUSE_MS, INVITE_TRIES_MAX};
use studio_core::time::Millis;

use crate::codes::Code;
use crate::limits::INVITE_OPEN_MS;
use crate::store::sqlite::invites::InviteRow;

/// Why an invite cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// No invite has this code.
    Unknown,
    /// It was open for its days and is not any more.
    Expired,
    /// Somebody used it, and 72 hours have passed.
    Used,
    /// It was used under another name.
    Other,
    /// Too many tried with another name.
    Tries,
}

/// Whom an invite is for.
#[derive(Debug, Clone)]
pub struct Invited {
    /// Into which studio.
    pub studio: StudioId,
    /// Whom.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    /// Their name.
    pub name: String,
    /// Their school.
    pub school: String,
    /// Who invites.
    pub inviter: String,
}

/// A new invite as it is kept.
pub fn open(code: &Code, invited: Invited, now: Millis) -> InviteRow {
    InviteRow {
        code_hash: code.hash(),
        studio: invited.studio,
        person: invited.person,
        role: invited.role,
        person_name: invited.name,
        school: invited.school,
        inviter_name: invited.inviter,
        created_at: now,
        expires_at: Millis(now.0 + INVITE_OPEN_MS),
        tries: 0,
        redeemed_at: None,
        redeemed_name: String::new(),
    }
}

/// Whether an invite can be used now. A used one stays open for the same person for 72 hours: chat apps open links in
/// a browser that is thrown away.
///
/// # Errors
/// [`Closed`] with the reason.
pub fn check(invite: &InviteRow, now: Millis) -> Result<(), Closed> {
    match invite.redeemed_at {
        _ if invite.tries >= INVITE_TRIES_MAX => Err(Closed::Tries),
        Some(at) if now.0 - at.0 > INVITE_REUSE_MS => Err(Closed::Used),
        None if now >= invite.expires_at => Err(Closed::Expired),
        _ => Ok(()),
    }
}

/// What using an invite leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Use {
    /// It is used, or used again by the same person; the row as it is kept from now on.
    Taken(InviteRow),
    /// Another name: a wrong try, which is counted.
    Wrong(InviteRow),
    /// It does not stand.
    Closed(Closed),
}

/// Uses an invite under a name.
pub fn redeem(invite: InviteRow, name: &str, now: Millis) -> Use {
    if let Err(closed) = check(&invite, now) {
        return Use::Closed(closed);
    }
    if invite.redeemed_at.is_none() {
        return Use::Taken(InviteRow { redeemed_at: Some(now), redeemed_name: name.to_owned(), ..invite });
    }
    if same_name(&invite.redeemed_name, name) {
        Use::Taken(invite)
    } else {
        Use::Wrong(InviteRow { tries: invite.tries + 1, ..invite })
    }
}

/// A name without the spaces that people and keyboards put into it.
pub fn same_name(a: &str, b: &str) -> bool {
    let letters = |name: &str| name.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    letters(a) == letters(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000;

    fn invite() -> InviteRow {
        let invited = Invited {
            studio: StudioId([1; 16]),
            person: PersonId([2; 16]),
            role: Role::Backbone,
            name: "王丽".into(),
            school: "赵桥小学".into(),
            inviter: "周慧敏".into(),
        };
        open(&Code::from_bytes([7; 5]), invited, Millis(0))
    }

    fn taken(used: Use) -> InviteRow {
        match used {
            Use::Taken(row) => row,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_unused_invite_closes_after_its_days() {
        assert_eq!(check(&invite(), Millis(INVITE_OPEN_MS - 1)), Ok(()));
        assert_eq!(check(&invite(), Millis(INVITE_OPEN_MS)), Err(Closed::Expired));
    }

    #[test]
    fn the_same_person_may_use_an_invite_again_for_72_hours() {
        let used = taken(redeem(invite(), "王丽", Millis(13 * DAY)));
        let again = taken(redeem(used, " 王 丽", Millis(13 * DAY + INVITE_REUSE_MS)));
        assert_eq!(redeem(again, "王丽", Millis(13 * DAY + INVITE_REUSE_MS + 1)), Use::Closed(Closed::Used));
    }

    #[test]
    fn somebody_else_may_try_five_times_and_then_it_is_closed_for_all() {
        let mut row = taken(redeem(invite(), "王丽", Millis(0)));
        for _ in 0..INVITE_TRIES_MAX {
            row = match redeem(row, "李四", Millis(1)) {
                Use::Wrong(row) => row,
                other => panic!("{other:?}"),
            };
        }
        assert_eq!(redeem(row, "王丽", Millis(2)), Use::Closed(Closed::Tries));
    }
}
