//! Pictures that were erased, by the author of their record or by the bureau, leave this phone. What is erased is the read
//! model's to say. It sends nothing itself.

use std::collections::BTreeSet;

use studio_core::attachment;
use studio_core::id::PieceHash;

use super::Engine;

impl Engine {
    /// Lets the bytes go that are to lie nowhere. What the disk does not let go is tried again after the next turn.
    pub(super) fn erase_pieces(&mut self) {
        let gone = self.picture.model.erased_pieces();
        let Some(replica) = self.replica.as_ref().filter(|_| !gone.is_empty()) else { return };
        let studio = replica.identity().studio;
        let rows = self.disk.pieces.list(studio).unwrap_or_default();
        let here: Vec<PieceHash> = rows.into_iter().map(|row| row.hash).filter(|hash| gone.contains(hash)).collect();
        let here: Vec<PieceHash> = here.into_iter().filter(|hash| !self.is_in_a_form(*hash)).collect();
        let mut has_gone = false;
        for hash in here {
            has_gone |= self.disk.pieces.remove(studio, hash).is_ok();
        }
        if has_gone {
            self.pieces_changed();
        }
    }

    /// Whether a form that became no record yet has the picture too: what an author erases under one record stays there.
    fn is_in_a_form(&self, hash: PieceHash) -> bool {
        let model = &self.picture.model;
        // nor the small one of a picture that the bureau erased
        let of_bureau = |one: &attachment::Attachment| {
            model.studio.erased.contains_key(&one.hash) && one.pieces().any(|piece| piece == hash)
        };
        let by_bureau = model.studio.erased.contains_key(&hash)
            || model.with_files().flat_map(|kept| attachment::attachments(&kept.fields)).any(|one| of_bureau(&one));
        let Some(replica) = self.replica.as_ref().filter(|_| !by_bureau) else { return false };
        let names = |record| {
            let pieces: BTreeSet<PieceHash> =
                model.find(record).into_iter().flat_map(|kept| attachment::pieces(&kept.fields)).collect();
            pieces.contains(&hash)
        };
        let text = hash.to_string();
        let in_text = |content: &[u8]| content.windows(text.len()).any(|part| part == text.as_bytes());
        self.drafts(replica).iter().any(|draft| in_text(&draft.content) && !names(draft.record))
    }
}
