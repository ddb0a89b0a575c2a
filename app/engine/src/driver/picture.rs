//! What screens are computed from, kept up to date as changes come: the read model, the guide of
//! the studio's project, and how far each record has come.

use std::collections::{BTreeMap, BTreeSet};

use studio_core::guide::Guide;
use studio_core::id::{PersonId, RecordId};
use studio_core::read::{DocMeta, ReadModel};
use studio_core::replica::Replica;
use studio_core::time::Millis;
use studio_core::view::{Delivery, Scene, Waiting};

use super::guide;
use crate::messages::StorageKind;
use studio_core::wire::LastSync;

/// Every guide that this release knows, as the build script reads them from `assets/guides`.
const GUIDES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/guides.bin"));

/// What screens are computed from.
#[derive(Debug, Default)]
pub(super) struct Picture {
    pub(super) model: ReadModel,
    pub(super) guide: Option<Guide>,
    pub(super) deliveries: BTreeMap<RecordId, Delivery>,
    disk: StorageKind,
}

impl Picture {
    /// The picture of everything that the replica holds, over such a disk.
    pub(super) fn of(replica: &Replica, disk: StorageKind) -> Self {
        let mut model = ReadModel::of(replica.state());
        let guide = guide(replica, &model);
        model.own = guide.as_ref().map(Guide::own).unwrap_or_default();
        let mut picture = Self { model, guide, deliveries: BTreeMap::new(), disk };
        picture.deliver(replica);
        picture
    }

    /// Takes some records in as they stand now.
    pub(super) fn take(&mut self, replica: &Replica, records: &BTreeSet<RecordId>) {
        for id in records {
            if let Some((record, descriptor)) = replica.state().record(*id) {
                self.model.put(record, &DocMeta::from(descriptor));
            }
        }
        self.deliver(replica);
    }

    /// How far what is only here has come. Facts count for the record that they speak of.
    pub(super) fn deliver(&mut self, replica: &Replica) {
        self.deliveries.clear();
        let not_sent = if self.disk == StorageKind::Memory { Waiting::PageOnly } else { Waiting::Network };
        for out in replica.outgoing() {
            let waiting = if out.held.is_some() { Waiting::Held } else { not_sent };
            for record in out.edits.iter().flat_map(spoken_of) {
                let delivery = Delivery { saved_at: Some(out.at), waiting, ..Delivery::default() };
                self.deliveries.insert(record, delivery);
            }
        }
        for aside in replica.asides() {
            for record in aside.edits.iter().flat_map(spoken_of) {
                let delivery = Delivery { saved_at: Some(aside.at), waiting: Waiting::SetAside, ..Delivery::default() };
                self.deliveries.insert(record, delivery);
            }
        }
    }

    /// The picture with one who looks.
    pub(super) fn scene<'a>(
        &'a self,
        me: PersonId,
        now: Millis,
        freshness: &'a BTreeMap<PersonId, LastSync>,
    ) -> Option<Scene<'a>> {
        let guide = self.guide.as_ref()?;
        Some(Scene { model: &self.model, guide, me, now, freshness, deliveries: &self.deliveries })
    }
}

/// The record of an edit, and the one that it states a fact about.
fn spoken_of(edit: &studio_core::edit::Edit) -> impl Iterator<Item = RecordId> {
    let about = edit.fields.iter().find(|field| field.key == "record").and_then(|field| field.value.as_ref());
    let about = about.and_then(|value| value.as_str()?.parse().ok());
    [Some(edit.record), about].into_iter().flatten()
}

/// The guide that the studio's terms name; without terms, the first one.
fn guide(replica: &Replica, model: &ReadModel) -> Option<Guide> {
    match &model.studio.terms {
        Some(terms) => guide::named(replica, &terms.guide),
        None => embedded().into_iter().next(),
    }
}

/// The guides that this release carries.
pub(super) fn embedded() -> Vec<Guide> {
    // The release's tests read every one of them.
    postcard::from_bytes(GUIDES).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_phone_carries_the_guides_that_people_wrote() {
        let written = include_str!("../../../../assets/guides/henan-2024-batch-3.toml");
        assert_eq!(embedded(), [Guide::parse(written).unwrap().for_phones()]);
    }
}
