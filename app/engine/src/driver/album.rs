//! The pictures that lie on this phone: whether they go, how many wait, which nobody names. It sends nothing itself.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::FutureExt;
use studio_core::attachment;
use studio_core::id::{PieceHash, StudioId};
use studio_core::pieces::PieceState;
use studio_core::read::Kept;
use studio_core::replica::Replica;
use studio_core::time::DAY_MS;
use studio_core::tolerant::Fields;

use super::{Engine, Event};
use crate::messages::{Changed, OVER_WIFI, PAUSED, SENDING, Sending};

/// So long after a word about pictures the next ones wait for each other: many go in a second, and each word draws screens.
const TOGETHER_MS: u32 = 500;
/// A piece that nothing names and that the server has is let go after this: a form may be open for a day.
const NAMELESS_MS: i64 = DAY_MS;
/// One that nobody else has waits longer: somebody else's form on this phone, or work that was set aside, may name it.
const NAMELESS_ONLY_HERE_MS: i64 = 60 * DAY_MS;

impl Engine {
    /// Whether pictures go now. Where the browser does not tell what this network is nothing waits for another one.
    pub(super) fn sending(&self, replica: &Replica) -> Sending {
        match replica.setting(SENDING) {
            Some(PAUSED) => Sending::Paused,
            Some(OVER_WIFI) if self.host.over_wifi() == Some(false) => Sending::WaitsForWifi,
            _ => Sending::Goes,
        }
    }

    /// Pictures came or went: told at once, and what follows soon after together.
    pub(super) fn pieces_changed(&mut self) {
        self.pieces.untold = true;
        if !self.pieces.telling {
            self.pieces_told();
        }
    }

    pub(super) fn pieces_told(&mut self) {
        self.pieces.telling = std::mem::take(&mut self.pieces.untold);
        if self.pieces.telling {
            self.changed(&[Changed::Pieces]);
            self.tell_sync();
            self.work.push(self.host.sleep(TOGETHER_MS).map(|()| Event::PiecesTold).boxed_local());
        }
    }

    /// Large pictures whose bytes only this phone has.
    pub(super) fn pictures_waiting(&self, studio: StudioId) -> usize {
        let rows = self.disk.pieces.list(studio).unwrap_or_default();
        let only_here: BTreeSet<PieceHash> =
            rows.iter().filter(|row| row.state == PieceState::OnlyHere).map(|row| row.hash).collect();
        if only_here.is_empty() {
            return 0;
        }
        let me = self.replica.as_ref().map(|replica| replica.identity().person);
        let sees = |kept: &&Kept| kept.counts() || (kept.owner() == me && !kept.deleted);
        let records = self.picture.model.with_files().filter(sees);
        let named: BTreeSet<PieceHash> =
            records.flat_map(|kept| self.picture.model.pictures(kept)).map(|one| one.hash).collect();
        only_here.intersection(&named).count()
    }

    /// A picture that was taken for a form which became nothing: no record and no draft names it.
    pub(super) fn let_nameless_go(&mut self) {
        let Some(replica) = self.replica.as_ref().filter(|replica| !replica.bookmark().rebuilding) else { return };
        let (studio, now) = (replica.identity().studio, self.host.now());
        let mut named: BTreeSet<PieceHash> =
            self.picture.model.with_files().flat_map(|kept| attachment::pieces(&kept.fields)).collect();
        let edits = replica.asides().iter().flat_map(|aside| &aside.edits);
        let edits = edits.chain(replica.outgoing().iter().flat_map(|out| &out.edits));
        for field in edits.flat_map(|edit| &edit.fields) {
            let fields = field.value.clone().map(|value| (field.key.clone(), value)).into_iter().collect();
            named.extend(attachment::pieces(&fields));
        }
        let drafts: Vec<Vec<u8>> = self.drafts(replica).iter().map(|draft| draft.content.clone()).collect();
        let in_draft = |hash: PieceHash| {
            let text = hash.to_string();
            drafts.iter().any(|content| content.windows(text.len()).any(|part| part == text.as_bytes()))
        };
        let rows = self.disk.pieces.list(studio).unwrap_or_default();
        let waits = |state| if state == PieceState::OnServer { NAMELESS_MS } else { NAMELESS_ONLY_HERE_MS };
        let old = rows.into_iter().filter(|row| now.0 - row.at.0 > waits(row.state));
        let nameless: Vec<PieceHash> =
            old.map(|row| row.hash).filter(|hash| !named.contains(hash) && !in_draft(*hash)).collect();
        for hash in nameless {
            // what stays for a fault of the disk is looked for at the next start
            let _ = self.disk.pieces.remove(studio, hash);
        }
    }

    /// How far each piece of a record has come that lies here.
    pub(super) fn pieces_of(&self, studio: StudioId, fields: &Fields) -> BTreeMap<PieceHash, PieceState> {
        let named: BTreeSet<PieceHash> = attachment::pieces(fields).collect();
        if named.is_empty() {
            return BTreeMap::new();
        }
        let rows = self.disk.pieces.list(studio).unwrap_or_default().into_iter();
        rows.filter(|row| named.contains(&row.hash)).map(|row| (row.hash, row.state)).collect()
    }
}
