//! Pictures that were erased: by the author of the record, or by the bureau wherever they stand. The hash and the fact stay;
//! the bytes go from every place. It holds no bytes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Kept, ReadModel};
use crate::attachment::{self, Attachment, attachments};
use crate::id::{PersonId, PieceHash};
use crate::time::Millis;
use crate::tolerant::Fields;

/// Who erased a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Eraser {
    /// The author of the record.
    Author(PersonId),
    /// The bureau.
    Bureau,
}

/// That a picture was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// When.
    pub at: Millis,
    /// By whom.
    pub by: Eraser,
}

impl ReadModel {
    /// The erased ones among the pictures of a record. What one author erases under her record stays under somebody else's.
    pub fn erasures(&self, kept: &Kept) -> BTreeMap<PieceHash, Erasure> {
        let by_author: BTreeMap<PieceHash, Millis> = attachment::erased(&kept.fields).collect();
        let erasure = |hash: &PieceHash| {
            let bureau = self.studio.erased.get(hash).map(|at| Erasure { at: *at, by: Eraser::Bureau });
            let author = || Some(Erasure { at: *by_author.get(hash)?, by: Eraser::Author(kept.owner()?) });
            bureau.or_else(author)
        };
        attachments(&kept.fields).iter().filter_map(|one| Some((one.hash, erasure(&one.hash)?))).collect()
    }

    /// The pictures of a record that were not erased, in their order.
    pub fn pictures(&self, kept: &Kept) -> Vec<Attachment> {
        attachment::standing(&kept.fields, |hash| self.studio.erased.contains_key(&hash))
    }

    /// The pictures of a record, erased or not, that another record shows.
    pub fn elsewhere(&self, kept: &Kept) -> BTreeSet<PieceHash> {
        let named: BTreeSet<PieceHash> = attachments(&kept.fields).iter().map(|one| one.hash).collect();
        if named.is_empty() {
            return named;
        }
        let others = self.with_files().filter(|other| other.id != kept.id).flat_map(|other| self.pictures(other));
        others.map(|one| one.hash).filter(|hash| named.contains(hash)).collect()
    }

    /// Pieces that are to lie nowhere: erased under every record that names them.
    pub fn erased_pieces(&self) -> BTreeSet<PieceHash> {
        let by_bureau = |hash| self.studio.erased.contains_key(&hash);
        let records: Vec<&Fields> = self.with_files().map(|kept| &kept.fields).collect();
        let mut gone = attachment::gone(&records, by_bureau);
        // also one that no record names any more
        gone.extend(self.studio.erased.keys());
        gone
    }
}
