//! Who is what in a studio, as the bureau decides it: several decisions in one job, so that nobody reads them half made. A
//! person keeps their id, and with it records, drafts and phones.

use std::collections::BTreeSet;

use studio_core::access::Role;
use studio_core::decision::{By, End, Grant, What};
use studio_core::id::{DecisionId, PersonId, StudioId};
use studio_core::members::Members;
use studio_core::time::Millis;

use crate::desk::Desk;
use crate::fault::Fault;

/// What a person is to be from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Who.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    /// What becomes of whoever is chief, when another one is to be it; `None`: they leave.
    pub former_chief: Option<Role>,
}

/// The decisions that a change comes down to, in their order: at no place among them are there two chiefs, and nobody who
/// stays is without a role.
pub fn decisions(members: &Members, change: &Change) -> Vec<What> {
    let mut decided = Vec::new();
    if change.role == Role::Chief {
        let chiefs = members.active().filter(|(_, held)| held.role == Role::Chief && held.person != change.person);
        let chiefs: BTreeSet<PersonId> = chiefs.map(|(_, held)| held.person).collect();
        for chief in chiefs {
            become_this(members, chief, change.former_chief, &mut decided);
        }
    }
    become_this(members, change.person, Some(change.role), &mut decided);
    decided
}

/// One person holds this role and no other.
fn become_this(members: &Members, person: PersonId, role: Option<Role>, decided: &mut Vec<What>) {
    let held: Vec<(DecisionId, Role)> =
        members.active().filter(|(_, held)| held.person == person).map(|(grant, held)| (grant, held.role)).collect();
    let stays = held.iter().find(|(_, held)| Some(*held) == role).map(|(grant, _)| *grant);
    if let (Some(role), None) = (role, stays) {
        decided.push(What::Grant(Grant { person, role }));
    }
    let ends = held.iter().filter(|(grant, _)| Some(*grant) != stays);
    decided.extend(ends.map(|(grant, _)| What::End(End { grant: *grant })));
}

/// Decides a change, all of it or nothing. Said twice it is decided once.
///
/// # Errors
/// [`Fault`].
pub fn change(desk: &mut Desk<'_>, studio: StudioId, change: &Change, by: &By, now: Millis) -> Result<(), Fault> {
    let Some(ready) = desk.studio(studio)? else { return Ok(()) };
    for what in decisions(&ready.state.members, change) {
        desk.decide(studio, what, by, now)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::decision::Decision;

    fn person(n: u8) -> PersonId {
        PersonId([n; 16])
    }

    fn told(members: &mut Members, n: &mut u8, what: What) {
        *n += 1;
        members.apply(&Decision { id: DecisionId([*n; 16]), by: By::Server, at: Millis(i64::from(*n)), what });
    }

    fn studio() -> (Members, u8) {
        let (mut members, mut n) = (Members::default(), 0);
        for (who, role) in [(1, Role::Chief), (2, Role::Backbone), (3, Role::Backbone)] {
            told(&mut members, &mut n, What::Grant(Grant { person: person(who), role }));
        }
        (members, n)
    }

    #[test]
    fn at_no_place_are_there_two_chiefs_and_nobody_who_stays_is_without_a_role() {
        let (mut members, mut n) = studio();
        let change = Change { person: person(2), role: Role::Chief, former_chief: Some(Role::Backbone) };
        let decided = decisions(&members, &change);
        assert_eq!(decided.len(), 4);
        for what in decided {
            told(&mut members, &mut n, what);
            let chiefs = [1, 2, 3].iter().filter(|who| members.role_of(person(**who)) == Some(Role::Chief)).count();
            assert!(chiefs < 2);
            assert!([1, 2, 3].iter().all(|who| members.role_of(person(*who)).is_some()));
        }
        assert_eq!(members.role_of(person(2)), Some(Role::Chief));
        assert_eq!(members.role_of(person(1)), Some(Role::Backbone));
        assert_eq!(decisions(&members, &change), [], "once");
    }

    #[test]
    fn a_chief_who_does_not_stay_leaves_and_a_change_among_others_touches_no_chief() {
        let (mut members, mut n) = studio();
        let assistant = Change { person: person(3), role: Role::Assistant, former_chief: None };
        decisions(&members, &assistant).into_iter().for_each(|what| told(&mut members, &mut n, what));
        assert_eq!(members.role_of(person(3)), Some(Role::Assistant));
        assert_eq!(members.role_of(person(1)), Some(Role::Chief));
        let chief = Change { person: person(3), role: Role::Chief, former_chief: None };
        decisions(&members, &chief).into_iter().for_each(|what| told(&mut members, &mut n, what));
        assert_eq!((members.role_of(person(1)), members.role_of(person(3))), (None, Some(Role::Chief)));
    }
}
