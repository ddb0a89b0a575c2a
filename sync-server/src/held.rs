//! A chief lets held work in, online: what waits, by author and document, and the decision that admits it.

use std::collections::BTreeMap;

use studio_core::access::{Action, may};
use studio_core::changelog::HeldChange;
use studio_core::decision::By;
use studio_core::id::{DeviceId, DocId, PersonId, StudioId};
use studio_core::members::Members;
use studio_core::time::Millis;
use studio_core::wire::{HeldAnswer, HeldRequest, HeldWork};

use crate::desk::Desk;
use crate::enrol::{Turned, Way, member_at};
use crate::fault::Fault;

/// Lets in what a chief names and says what waits then. `device` has signed the request.
///
/// # Errors
/// [`Fault`].
pub fn held(
    desk: &mut Desk<'_>,
    studio: StudioId,
    device: DeviceId,
    request: &HeldRequest,
    now: Millis,
) -> Result<Way<HeldAnswer>, Fault> {
    let Some(ready) = desk.studio(studio)? else { return Ok(Err(Turned::Stranger)) };
    let chief = match member_at(&ready.state.members, device) {
        Some((person, role)) if may(role, Action::Admit) => person,
        Some(_) => return Ok(Err(Turned::MayNot)),
        None => return Ok(Err(Turned::Stranger)),
    };
    if let Some(admit) = &request.let_in {
        desk.admit(studio, admit.doc, &admit.hashes, &By::Member(chief), now)?;
    }
    let Some(ready) = desk.studio(studio)? else { return Ok(Err(Turned::Stranger)) };
    Ok(Ok(HeldAnswer { waiting: by_author(ready.held(), &ready.state.members) }))
}

/// Held changes by author and document.
fn by_author<'a>(waiting: impl Iterator<Item = &'a HeldChange>, members: &Members) -> Vec<HeldWork> {
    let mut works: BTreeMap<(PersonId, DocId), HeldWork> = BTreeMap::new();
    for held in waiting {
        // Only a device that the studio knew can have work held.
        let Some(known) = members.device(held.envelope.device) else { continue };
        let work = works.entry((known.person, held.envelope.doc)).or_insert_with(|| HeldWork {
            doc: held.envelope.doc,
            person: known.person,
            why: held.why,
            hashes: Vec::new(),
            first_seen: held.first_seen,
        });
        work.hashes.push(held.envelope.hash());
    }
    let mut waiting: Vec<HeldWork> = works.into_values().collect();
    waiting.sort_by_key(|work| work.first_seen);
    waiting
}
