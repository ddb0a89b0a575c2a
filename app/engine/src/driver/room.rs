//! The room that pictures take on this phone, by term, and letting large ones go: each only when the server says once more
//! that it has it, and with a result that was counted on the disk. It sends nothing itself.

use std::collections::{BTreeMap, BTreeSet};

use studio_core::attachment::attachments;
use studio_core::id::{PieceHash, StudioId};
use studio_core::pieces::{PieceRow, PieceState};
use studio_core::read::Kept;
use studio_core::replica::Replica;
use studio_core::term::{Now, Season};

use super::Engine;
use super::act::not_joined;
use crate::messages::{Changed, Freed, Notice, PicturesHere, PicturesOf, PicturesOfTerm, Reply};

/// Large pictures that shall go, for a page that waits for what became of it.
#[derive(Debug)]
pub(super) struct Freeing {
    id: u64,
    studio: StudioId,
    of: Option<PicturesOf>,
    /// What each took.
    asked: BTreeMap<PieceHash, u64>,
}

/// Where a picture belongs, and whether it is the small one of another.
type Places = BTreeMap<PieceHash, (PicturesOf, bool)>;

impl Engine {
    /// What pictures take on this phone.
    pub(super) fn pictures_here(&self, replica: &Replica) -> PicturesHere {
        let rows = self.disk.pieces.list(replica.identity().studio).unwrap_or_default();
        let places = self.places();
        let mut terms: BTreeMap<(i32, bool), PicturesOfTerm> = BTreeMap::new();
        for row in &rows {
            let (of, is_small) = place(&places, row.hash);
            let term = terms.entry(in_time(of)).or_insert_with(|| PicturesOfTerm::of(of));
            match (of, is_small) {
                // whether one that no record names yet is a small one is only known to its form
                (PicturesOf::Nothing, _) => term.large.add(row.bytes),
                (_, true) => term.small.add(row.bytes),
                (_, false) => {
                    term.large.add(row.bytes);
                    let into = if row.state == PieceState::OnServer { &mut term.free } else { &mut term.only_here };
                    into.add(row.bytes);
                }
            }
        }
        let terms: Vec<PicturesOfTerm> = terms.into_values().rev().collect();
        PicturesHere { bytes: rows.iter().map(|row| row.bytes).sum(), over_wifi: self.host.over_wifi(), terms }
    }

    /// Where each piece belongs: to the term of the newest record that names it.
    fn places(&self) -> Places {
        let mut records: Vec<&Kept> = self.picture.model.with_files().collect();
        records.sort_by_key(|kept| (kept.day(), kept.id));
        let mut places = Places::new();
        for kept in records {
            let of = self.term_of(kept);
            for one in attachments(&kept.fields) {
                places.insert(one.hash, (of, false));
                places.extend(one.thumb.map(|thumb| (thumb, (of, true))));
            }
        }
        places
    }

    fn term_of(&self, kept: &Kept) -> PicturesOf {
        let terms = self.picture.guide.as_ref().map(|guide| guide.terms.as_slice()).unwrap_or_default();
        let term = kept.day().and_then(|day| Now::of(terms, day).term().map(|term| term.key()));
        term.map_or(PicturesOf::NoTerm, |term| PicturesOf::Term(term.year, term.season))
    }

    /// Lets large pictures go that the server has too, never a small one; all, or those of a term. Each is asked of the
    /// server first: one that was set back may have lost what it said to have, and this would be the only copy.
    pub(super) fn free_pictures(&mut self, id: u64, of: Option<PicturesOf>) -> Result<(), Notice> {
        let studio = self.replica.as_ref().ok_or_else(not_joined)?.identity().studio;
        let rows = self.disk.pieces.list(studio).map_err(|fault| self.piece_fault(&fault))?;
        let places = self.places();
        let goes = |row: &&PieceRow| row.state == PieceState::OnServer && is_large_of(&places, row.hash, of);
        let asked: BTreeMap<PieceHash, u64> = rows.iter().filter(goes).map(|row| (row.hash, row.bytes)).collect();
        // whoever asked before hears what became of it so far
        self.freed(false);
        self.pieces.way.free(self.disk.pieces.as_mut(), studio, asked.keys().copied());
        self.pieces.freeing_for = Some(Freeing { id, studio, of, asked });
        self.next_piece();
        self.freed_all();
        Ok(())
    }

    /// Tells whoever waits, once none is left to ask for.
    pub(super) fn freed_all(&mut self) {
        if !self.pieces.way.is_freeing() {
            self.freed(true);
        }
    }

    /// Tells whoever waits what became of it; what was not asked for until now stays.
    pub(super) fn freed(&mut self, is_done: bool) {
        let Some(freeing) = self.pieces.freeing_for.take() else { return };
        self.pieces.way.free(self.disk.pieces.as_mut(), freeing.studio, []);
        let freed = self.became(&freeing, is_done);
        // with the answer, not after it: whoever reads it sees the rows that it speaks of
        self.changed(&[Changed::Pieces]);
        self.reply(freeing.id, Ok(Reply::Freed(freed)));
    }

    /// Counted on the disk, whatever was said on the way.
    fn became(&self, freeing: &Freeing, is_done: bool) -> Freed {
        let rows = self.disk.pieces.list(freeing.studio).unwrap_or_default();
        let here: BTreeSet<PieceHash> = rows.iter().map(|row| row.hash).collect();
        let places = self.places();
        let stays = rows.iter().filter(|row| row.state != PieceState::OnServer);
        let only_here: Vec<PieceHash> =
            stays.map(|row| row.hash).filter(|hash| is_large_of(&places, *hash, freeing.of)).collect();
        let lost = only_here.iter().filter(|hash| freeing.asked.contains_key(*hash)).count();
        let mut freed = Freed { only_here: only_here.len() - lost, lost, is_done, ..Freed::default() };
        for (_, bytes) in freeing.asked.iter().filter(|(hash, _)| !here.contains(*hash)) {
            freed.gone.add(*bytes);
        }
        freed
    }
}

/// The order of time; what belongs to no term comes first.
fn in_time(of: PicturesOf) -> (i32, bool) {
    match of {
        PicturesOf::Nothing => (i32::MIN, false),
        PicturesOf::NoTerm => (i32::MIN, true),
        PicturesOf::Term(year, season) => (year, season == Season::Autumn),
    }
}

fn place(places: &Places, hash: PieceHash) -> (PicturesOf, bool) {
    places.get(&hash).copied().unwrap_or((PicturesOf::Nothing, false))
}

/// A large picture that a record names; of such a term, where one is asked for.
fn is_large_of(places: &Places, hash: PieceHash, of: Option<PicturesOf>) -> bool {
    let (found, is_small) = place(places, hash);
    !is_small && found != PicturesOf::Nothing && of.is_none_or(|of| of == found)
}
