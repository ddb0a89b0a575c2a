//! A chief lets held work in, online: what waits, by author and document, and the decision that admits it.

use std::collections::{BTreeMap, BTreeSet};

use studio_core::access::{Action, may};
use studio_core::changelog::HeldChange;
use studio_core::decision::By;
use studio_core::id::{ChangeHash, DecisionId, DeviceId, DocId, PersonId, StudioId};
use studio_core::limits::ADMITTED_MAX;
use studio_core::members::Members;
use studio_core::time::Millis;
use studio_core::turn::{Decided, ServerStudio};
use studio_core::wire::{HeldAnswer, HeldWork};

use crate::chance;
use crate::desk::Desk;
use crate::enrol::{Turned, Way, member_at};
use crate::fault::{Fault, Unturned};
use crate::store::threads::Disk;

/// What waits, for a chief, and who the chief is. `device` has signed the request.
///
/// # Errors
/// [`Fault`].
pub fn waiting(desk: &mut Desk<'_>, studio: StudioId, device: DeviceId) -> Result<Way<(PersonId, HeldAnswer)>, Fault> {
    let Some(ready) = desk.studio(studio)? else { return Ok(Err(Turned::Stranger)) };
    let chief = match member_at(&ready.state.members, device) {
        Some((person, role)) if may(role, Action::Admit) => person,
        Some(_) => return Ok(Err(Turned::MayNot)),
        None => return Ok(Err(Turned::Stranger)),
    };
    Ok(Ok((chief, HeldAnswer { waiting: by_author(ready.held(), &ready.state.members) })))
}

impl Disk {
    /// Lets those of the changes in that wait, a decision for each [`ADMITTED_MAX`] of them, thought beside the writer:
    /// asked twice, nothing is decided the second time. `None` when there is no such studio.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn admit(
        &self,
        studio: StudioId,
        doc: DocId,
        hashes: Vec<ChangeHash>,
        by: By,
        now: Millis,
    ) -> Result<Option<()>, Fault> {
        let asked: BTreeSet<ChangeHash> = hashes.into_iter().collect();
        let listed = self.turn(studio, move |ready, _| Ok((waiting_of(ready, doc, &asked), Vec::new())));
        let Some(Ok(listed)) = listed.await? else { return Ok(None) };
        for part in listed.chunks(ADMITTED_MAX) {
            let mut left = part.len() + 1;
            // what is more than one turn may cost waits on, and is let in by the next
            while let Some(Ok(now_left)) = self.admit_some(studio, doc, part, by.clone(), now).await?
                && (1..left).contains(&now_left)
            {
                left = now_left;
            }
        }
        Ok(Some(()))
    }

    /// One turn; says how many of the changes wait after it.
    async fn admit_some(
        &self,
        studio: StudioId,
        doc: DocId,
        part: &[ChangeHash],
        by: By,
        now: Millis,
    ) -> Result<Option<Result<usize, Unturned>>, Fault> {
        let secret = self.secret().clone();
        let part: BTreeSet<ChangeHash> = part.iter().copied().collect();
        self.turn(studio, move |ready, log| {
            let waiting = waiting_of(ready, doc, &part);
            if waiting.is_empty() {
                return Ok((0, Vec::new()));
            }
            let decided = Decided { id: DecisionId(chance::bytes()), by: &by, now, secret: &secret };
            let rows = ready.admit(log, doc, &waiting, &decided)?;
            Ok((waiting_of(ready, doc, &part).len(), rows))
        })
        .await
    }
}

/// Those of the changes of a document that wait, in order of arrival.
fn waiting_of(ready: &ServerStudio, doc: DocId, hashes: &BTreeSet<ChangeHash>) -> Vec<ChangeHash> {
    let of_doc = ready.held().filter(|held| held.envelope.doc == doc).map(|held| held.envelope.hash());
    of_doc.filter(|hash| hashes.contains(hash)).collect()
}

/// Held changes by author and document, each author's own.
pub(crate) fn by_author<'a>(waiting: impl Iterator<Item = &'a HeldChange>, members: &Members) -> Vec<HeldWork> {
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
            said: None,
        });
        work.hashes.push(held.envelope.hash());
    }
    let mut waiting: Vec<HeldWork> = works.into_values().collect();
    waiting.sort_by_key(|work| work.first_seen);
    waiting
}
