//! The terms of a project: one deadline, one grant, one extension for all its studios. Each studio's log holds them as a
//! decision of its own; here is what those say together, and the one act that changes all of them. Runs at the desk.

use std::collections::BTreeMap;

use rusqlite::Connection;
use studio_core::decision::{By, Extension, Terms, What};
use studio_core::id::{DeviceId, ProjectId, StudioId};
use studio_core::members::Members;
use studio_core::store::StoreError;
use studio_core::time::Millis;

use crate::desk::Desk;
use crate::enrol::{Turned, Way, member_at};
use crate::fault::Fault;
use crate::store::sqlite::{office, reading};

/// What the logs of a project's studios say of its terms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProjectTerms {
    /// The newest, by the rule that holds in one log, as if all their decisions lay in one; `None` before any studio.
    pub newest: Option<Terms>,
    /// Each studio's own.
    pub of_studios: BTreeMap<StudioId, Terms>,
}

impl ProjectTerms {
    /// Whether a studio goes by other terms than the newest.
    pub fn differ(&self) -> bool {
        self.of_studios.values().any(|own| self.newest.as_ref().is_none_or(|newest| !same(own, newest)))
    }

    /// A number that is higher than every one so far.
    fn next_number(&self) -> u32 {
        let numbers = self.of_studios.values().chain(&self.newest).map(|terms| terms.number);
        numbers.max().unwrap_or(0).saturating_add(1)
    }
}

/// Whether two decisions say the same, whatever their number.
pub fn same(a: &Terms, b: &Terms) -> bool {
    Terms { number: 0, ..a.clone() } == Terms { number: 0, ..b.clone() }
}

/// The terms of a project.
///
/// # Errors
/// [`Fault`].
pub fn of_project(db: &Connection, project: ProjectId) -> Result<ProjectTerms, Fault> {
    let (mut all, mut of_studios) = (Members::default(), BTreeMap::new());
    for studio in office::founded_in(db, project)? {
        let mut own = Members::default();
        for signed in reading::decisions(db, studio)? {
            let decision = signed.read().map_err(|_| StoreError::Corrupt)?;
            if matches!(decision.what, What::Terms(_)) {
                all.apply(&decision);
                own.apply(&decision);
            }
        }
        of_studios.extend(own.terms.map(|terms| (studio, terms)));
    }
    Ok(ProjectTerms { newest: all.terms, of_studios })
}

/// The terms that a studio goes by, for a member's device; `None` before any.
///
/// # Errors
/// [`Fault`].
pub fn for_member(desk: &mut Desk<'_>, studio: StudioId, device: DeviceId) -> Result<Way<Option<Terms>>, Fault> {
    let members = desk.studio(studio)?.map(|ready| &ready.state.members);
    let of_member = members.filter(|members| member_at(members, device).is_some());
    Ok(of_member.map(|members| members.terms.clone()).ok_or(Turned::Stranger))
}

/// Gives all studios of a project the same terms: the newest, changed. One decision in each log, in one transaction;
/// nothing when all of them say so already.
///
/// # Errors
/// [`Fault`].
pub fn change(
    desk: &mut Desk<'_>,
    project: ProjectId,
    changed: impl FnOnce(Terms) -> Terms,
    by: &By,
    now: Millis,
) -> Result<(), Fault> {
    let held = of_project(desk.db(), project)?;
    let Some(newest) = held.newest.clone() else { return Ok(()) };
    let next = Terms { number: held.next_number(), ..changed(newest) };
    if held.of_studios.values().all(|own| same(own, &next)) {
        return Ok(());
    }
    for studio in held.of_studios.into_keys() {
        let decided = desk.decide(studio, What::Terms(next.clone()), by, now)?;
        // all of them or none: a log that cannot take its decision takes the others back
        decided.ok_or(Fault::HeadMoved)?;
    }
    Ok(())
}

/// 延期 for all studios of a project.
///
/// # Errors
/// [`Fault`].
pub fn extend(
    desk: &mut Desk<'_>,
    project: ProjectId,
    extension: Extension,
    by: &By,
    now: Millis,
) -> Result<(), Fault> {
    change(desk, project, |terms| Terms { extension: Some(extension), ..terms }, by, now)
}

/// All studios of a project go by the terms that one of them has. `None` when it has none.
///
/// # Errors
/// [`Fault`].
pub fn level(
    desk: &mut Desk<'_>,
    project: ProjectId,
    like: StudioId,
    by: &By,
    now: Millis,
) -> Result<Option<()>, Fault> {
    let held = of_project(desk.db(), project)?;
    let Some(own) = held.of_studios.get(&like).cloned() else { return Ok(None) };
    change(desk, project, |_| own, by, now).map(Some)
}
