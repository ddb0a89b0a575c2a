//! Documents: kinds, derived ids, the one deterministic first change. No document is ever
//! loaded here, and no id is ever chosen.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::access::DocKind;
use crate::cbor::cbor;
use crate::change::{Body, Encoded, Obj, Op, Write};
use crate::id::{Actor, DocId, PersonId, StudioId};
use crate::limits::{HALF_YEARS_AHEAD, HALF_YEARS_BACK};
use crate::mutant::{Mutant, is_planted};
use crate::record::{OpId, Scalar};
use crate::time::{HalfYear, Millis};

/// What a document is: an id cannot be read backwards, so this travels beside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Encode, Decode)]
pub struct Descriptor {
    /// Its kind.
    #[n(0)]
    pub kind: DocKind,
    /// Whose it is: one member for a journal, nobody for what the studio shares.
    #[n(1)]
    pub subjects: Vec<PersonId>,
    /// Calendar half-year of creation, for a journal.
    #[n(2)]
    pub half_year: Option<HalfYear>,
    /// 0 until an erasure founds the document anew.
    #[n(3)]
    pub epoch: u32,
}

impl Descriptor {
    /// The studio's charter or roster.
    pub fn shared(kind: DocKind) -> Self {
        Self { kind, subjects: Vec::new(), half_year: None, epoch: 0 }
    }

    /// A member's journal of one half-year.
    pub fn journal(owner: PersonId, half_year: HalfYear) -> Self {
        Self { kind: DocKind::Journal, subjects: vec![owner], half_year: Some(half_year), epoch: 0 }
    }

    /// The document's id: SHA-256 of `["studio-doc/1", studio, kind, [subjects…], half-year or
    /// null, epoch]` in canonical CBOR, first 16 bytes.
    pub fn id(&self, studio: StudioId) -> DocId {
        let bytes = cbor(|e| {
            e.array(6)?.str("studio-doc/1")?.encode(studio)?.encode(self.kind)?;
            e.encode(&self.subjects)?.encode(self.half_year)?.u32(self.epoch)?.ok()
        });
        let digest: [u8; 32] = Sha256::digest(bytes).into();
        let mut id = [0; 16];
        id.copy_from_slice(digest.split_at(16).0);
        DocId(id)
    }

    /// The member whose journal it is.
    pub fn owner(&self) -> Option<PersonId> {
        match self.kind {
            DocKind::Journal => self.subjects.first().copied(),
            DocKind::Charter | DocKind::Roster => None,
        }
    }

    /// Whether this is a document that may exist in a studio founded at `founded`, as of `now`.
    pub fn is_well_formed(&self, founded: Millis, now: Millis) -> bool {
        let shape = match self.kind {
            DocKind::Charter | DocKind::Roster => self.subjects.is_empty() && self.half_year.is_none(),
            DocKind::Journal => self.subjects.len() == 1 && self.half_year.is_some(),
        };
        let earliest = HalfYear::of(founded).ordinal() - HALF_YEARS_BACK;
        let latest = HalfYear::of(now).ordinal() + HALF_YEARS_AHEAD;
        let in_time =
            self.half_year.is_none_or(|h| matches!(h.half, 1 | 2) && (earliest..=latest).contains(&h.ordinal()));
        shape && in_time && self.epoch == 0
    }
}

/// The actor of a document's genesis: its id and eight zero bytes.
pub fn genesis_actor(doc: DocId) -> Actor {
    let mut bytes = [0; 24];
    if !is_planted(Mutant::GenesisWithoutDoc) {
        bytes.split_at_mut(DocId::LEN).0.copy_from_slice(&doc.0);
    }
    Actor(bytes)
}

/// The operation that made the map `records`.
pub fn records_op(doc: DocId) -> OpId {
    OpId { counter: 2, actor: genesis_actor(doc) }
}

/// The deterministic first change of a document: root `doc` = its id (else the same edit in two
/// documents has the same hash, measured), root `records` = a map.
pub fn genesis(doc: DocId) -> Encoded {
    let doc = if is_planted(Mutant::GenesisWithoutDoc) { DocId([0; 16]) } else { doc };
    Body {
        actor: genesis_actor(doc),
        seq: 1,
        start_op: 1,
        deps: Vec::new(),
        ops: vec![
            Op {
                obj: Obj::Root,
                key: "doc".to_owned(),
                write: Write::Put(Scalar::Bytes(doc.0.to_vec())),
                pred: Vec::new(),
            },
            Op { obj: Obj::Root, key: "records".to_owned(), write: Write::MakeMap, pred: Vec::new() },
        ],
    }
    .encode()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_phones_of_one_person_meet_in_one_document_with_one_genesis() {
        let (studio, person) = (StudioId([1; 16]), PersonId([2; 16]));
        let descriptor = Descriptor::journal(person, HalfYear { year: 2026, half: 2 });
        let doc = descriptor.id(studio);
        let first = genesis(doc);
        let (body, hash) = Body::decode(&first.bytes).unwrap();
        assert_eq!(hash, first.hash);
        assert_eq!(body.op_id(1), records_op(doc));
        assert_ne!(genesis(Descriptor::shared(DocKind::Roster).id(studio)).hash, hash);
    }
}
