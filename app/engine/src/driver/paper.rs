//! A paper that many write: as it stands, and as it stood when an edition of it was named, from the changes on the disk. It
//! writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use studio_core::change::Body;
use studio_core::id::{ChangeHash, RecordId};
use studio_core::paragraph::PAPER_KEY;
use studio_core::read::{DocMeta, ReadModel};
use studio_core::record_type::RecordType;
use studio_core::replica::Replica;
use studio_core::state::DocState;
use studio_core::tolerant;
use studio_core::view::{self, PaperEdition, PaperPage};

use super::ask::draft;
use super::history::holds;
use super::{Engine, faults};
use crate::messages::{Notice, PaperHere};

/// The form's word under which an open paragraph is kept as a draft.
const PARAGRAPH_FORM: &str = "paragraph";

impl Engine {
    /// A paper as it stands.
    pub(super) fn paper_here(&self, replica: &Replica, paper: &str) -> Result<Option<PaperHere>, Notice> {
        let page = view::paper_page(&self.seen(replica)?, paper);
        Ok(page.map(|page| self.with_writers(replica, page, None)))
    }

    fn with_writers(&self, replica: &Replica, page: PaperPage, edition: Option<PaperEdition>) -> PaperHere {
        let conflicts = page.parts.iter().flat_map(|part| &part.lines).flat_map(|line| &line.conflicts);
        let devices = conflicts.flat_map(|conflict| conflict.values.iter().map(|(device, _)| *device));
        let writers = devices.map(|device| (device, self.writer(replica, device))).collect();
        let open = self.drafts(replica).into_iter().filter(|kept| kept.form == PARAGRAPH_FORM && edition.is_none());
        let drafts = open.map(|kept| draft(&kept)).collect();
        PaperHere { page, writers, drafts, edition }
    }

    /// A paper as it stood when an edition was named: what the change that gave birth to the name had seen.
    pub(super) fn paper_then(&self, replica: &Replica, edition: RecordId) -> Result<Option<PaperHere>, Notice> {
        let scene = self.seen(replica)?;
        let Some(kept) = scene.model.get(RecordType::Edition, edition) else { return Ok(None) };
        let Some(then) = self.roster_then(replica, edition)? else { return Ok(None) };
        let mut model = ReadModel::of_studio(scene.model.studio.clone());
        let meta = DocMeta::from(&then.descriptor);
        then.records().for_each(|record| model.put(record, &meta));
        let named = view::paper_edition(&scene, kept);
        let page = view::paper_then(&scene, &model, tolerant::str(&kept.fields, PAPER_KEY).unwrap_or_default());
        Ok(page.map(|page| self.with_writers(replica, page, Some(named))))
    }

    /// The roster as the birth of a record had seen it.
    fn roster_then(&self, replica: &Replica, born: RecordId) -> Result<Option<DocState>, Notice> {
        let Some((record, descriptor)) = replica.state().record(born) else { return Ok(None) };
        let studio = replica.identity().studio;
        let kept = self.disk.store.changes(studio, record.doc).map_err(|fault| faults::of_store(&fault))?;
        let read = kept.iter().filter_map(|kept| Some((kept.hash, Body::decode_kept(&kept.envelope.body).ok()?)));
        let bodies: BTreeMap<ChangeHash, Body> = read.collect();
        let Some(birth) = bodies.iter().find(|(_, body)| holds(body, record.birth)) else { return Ok(None) };
        let (mut past, mut open) = (BTreeSet::new(), vec![*birth.0]);
        while let Some(hash) = open.pop() {
            if past.insert(hash) {
                open.extend(bodies.get(&hash).into_iter().flat_map(|body| &body.deps));
            }
        }
        let mut seen: Vec<(&ChangeHash, &Body)> = bodies.iter().filter(|(hash, _)| past.contains(hash)).collect();
        seen.sort_by_key(|(hash, body)| (body.start_op, **hash));
        let mut doc = DocState::new(studio, descriptor.clone());
        for (hash, body) in seen {
            doc.apply(*hash, body);
        }
        Ok(Some(doc))
    }
}
