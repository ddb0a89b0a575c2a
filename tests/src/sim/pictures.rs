//! People take pictures; each goes to the server and to colleagues step by step, on a line that loses, doubles and tears.

use std::collections::{BTreeMap, BTreeSet};

use studio_core::access::DocKind;
use studio_core::attachment::{self, Attachment, AttachmentKind};
use studio_core::edit::{Edit, FieldEdit};
use studio_core::id::{PieceHash, RecordId};
use studio_core::pieces::way::{Came, Named, No, Said, Step, Then, row_of};
use studio_core::pieces::{PieceState, Pieces, hash_of};
use studio_core::store::StoreError;

use crate::sim::disk::{Disks, Fault};
use crate::sim::effect::Effect;
use crate::sim::folder::{Chunk, gone_in, standing_in};
use crate::sim::server::STUDIO;
use crate::sim::shelf::{Died, Shelf};
use crate::sim::world::{World, word};

/// Bytes of a large picture: several chunks.
const LARGE_BYTES: usize = 500;
/// Chunks that travel long.
const OLD_CHUNKS_MAX: usize = 20;

/// What people photographed.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    /// The bytes of every piece that somebody saw kept.
    pub(super) taken: BTreeMap<PieceHash, Vec<u8>>,
    /// Every piece that was drawn, kept or not.
    drawn: BTreeSet<PieceHash>,
    /// Those that no disk holds any more.
    pub(super) lost: BTreeSet<PieceHash>,
    /// Those that somebody erased: nobody is promised them any more.
    erased: BTreeSet<PieceHash>,
    /// Chunks to be delivered once more long after.
    old_chunks: Vec<Chunk>,
}

/// What people do with pictures, and how often.
#[expect(clippy::type_complexity, reason = "a table of weights and deeds, as the world's")]
pub(super) fn deeds<D: Disks>() -> [(usize, fn(&mut World<D>)); 8] {
    [
        (8, World::take_picture),
        (60, World::step_of_piece),
        (3, World::lie),
        (2, World::deliver_old_chunk),
        (3, World::arm_pieces),
        (3, World::arm_shelf),
        (8, World::free_pictures),
        (2, World::erase_picture),
    ]
}

impl<D: Disks> World<D> {
    fn pictures(&mut self) -> &mut Pictures {
        self.pictures.get_or_insert_default()
    }

    /// Somebody photographs for a new record: the pieces are durable, then the record, then it is said.
    fn take_picture(&mut self) {
        let at = self.any_phone();
        let known: Vec<Vec<u8>> = self.pictures().taken.values().filter(|b| b.len() == LARGE_BYTES).cloned().collect();
        let again = if self.rng.chance(15) { self.rng.pick(&known).cloned() } else { None };
        let twice = again.is_some();
        let large = again.unwrap_or_else(|| drawn(&mut self.rng));
        let small = large.iter().copied().step_by(10).collect::<Vec<u8>>();
        self.pictures().drawn.extend([hash_of(&small), hash_of(&large)]);
        let (Some(thumb), Some(hash)) = (self.keep(at, &small), self.keep(at, &large)) else { return };
        let record = RecordId(self.rng.bytes());
        let before = self.tokens.len();
        let one = Attachment {
            hash,
            kind: AttachmentKind::Photo,
            media: "image/jpeg".into(),
            bytes: large.len() as u64,
            order: 0,
            pupils: false,
            thumb: Some(thumb),
            caption: String::new(),
        };
        let number = self.next_word();
        let field = |key: String, value: String| FieldEdit { key, seen: None, value: Some(value.into()) };
        let fields = vec![
            field(one.key(), one.text()),
            field("topic".into(), word(number)),
            field("type".into(), "activity".into()),
        ];
        self.record(at, vec![Edit { kind: DocKind::Journal, record, fields }], record, Some(number));
        if self.tokens.len() > before {
            self.effects.note(Effect::PictureKept);
            self.effects.note_many(Effect::PictureTwice, usize::from(twice));
            let kept = self.pictures();
            for bytes in [small, large] {
                let hash = hash_of(&bytes);
                kept.taken.insert(hash, bytes);
                kept.lost.remove(&hash);
            }
        }
    }

    /// Somebody erases a picture of an own record: from now on it is promised to nobody.
    fn erase_picture(&mut self) {
        let at = self.any_phone();
        let person = self.phone(at).person;
        let state = self.phone(at).replica.state();
        let own = state.docs.values().filter(|doc| doc.descriptor.owner() == Some(person));
        let own = own.flat_map(|doc| doc.records()).map(|record| (record.id, record.standing()));
        let all = own.flat_map(|(id, fields)| {
            attachment::unerased(&fields).into_iter().map(move |one| (id, one)).collect::<Vec<_>>()
        });
        let all: Vec<(RecordId, Attachment)> = all.collect();
        let Some((record, one)) = self.rng.pick(&all).cloned() else { return };
        let number = self.next_word();
        let said = |piece: PieceHash| FieldEdit {
            key: attachment::erased_key(piece),
            seen: None,
            value: Some(i64::try_from(number).unwrap_or_default().into()),
        };
        let place = FieldEdit { key: format!("place/{number}"), seen: None, value: Some(word(number).into()) };
        let fields = one.pieces().map(said).chain([place]).collect();
        self.pictures().erased.extend(one.pieces());
        self.record(at, vec![Edit { kind: DocKind::Journal, record, fields }], record, Some(number));
        self.effects.note(Effect::PictureErased);
    }

    /// What was erased, as far as a phone has read, leaves it.
    fn erase_on(&mut self, at: usize) {
        let gone = gone_in(self.phone(at).replica.state());
        let phone = self.phone(at);
        for row in phone.pieces.list(STUDIO).unwrap_or_default().iter().filter(|row| gone.contains(&row.hash)) {
            // what a dying disk keeps goes the next time
            let _ = phone.pieces.remove(STUDIO, row.hash);
        }
        if self.phone(at).pieces.is_dead() {
            self.restart(at);
        }
    }

    /// A piece that is said to be kept is there.
    fn keep(&mut self, at: usize, bytes: &[u8]) -> Option<PieceHash> {
        if self.phone(at).disk.is_dead() || self.phone(at).pieces.is_dead() {
            self.restart(at);
        }
        let true_now = self.server.now;
        let phone = self.phone(at);
        let now = phone.now(true_now);
        match phone.pieces.put(STUDIO, bytes, PieceState::OnlyHere, now) {
            Ok(hash) => {
                let kept = phone.pieces.inner.get(STUDIO, hash);
                assert_eq!(kept, Ok(Some(bytes.to_vec())), "a piece that was said to be kept is not there");
                Some(hash)
            }
            Err(fault) => {
                self.effects.note(Effect::PictureNotKept);
                self.after_fault(at, &fault);
                None
            }
        }
    }

    fn after_fault(&mut self, at: usize, fault: &StoreError) {
        if self.phone(at).pieces.is_dead() {
            return self.restart(at);
        }
        assert_eq!(*fault, StoreError::Full, "a healthy disk said no");
    }

    /// One step of one phone's pieces.
    fn step_of_piece(&mut self) {
        let at = self.any_phone();
        if self.phone(at).disk.is_dead() || self.phone(at).pieces.is_dead() {
            self.restart(at);
        }
        if self.phone(at).in_drawer {
            return;
        }
        // several at once, as a phone does that somebody holds
        for _ in 0..1 + self.rng.below(6) {
            if !self.walk(at, true) || self.phone(at).pieces.is_dead() {
                return;
            }
        }
    }

    /// A phone's next step and what follows it, up to the next answer. Whether there was one.
    fn walk(&mut self, at: usize, faults: bool) -> bool {
        self.erase_on(at);
        let named = named(standing_in(self.phone(at).replica.state()));
        let phone = self.phone(at);
        let Some(mut step) = phone.way.next(&phone.pieces, STUDIO, &named, true) else { return false };
        loop {
            let came = match step {
                Step::Fetch(hash) => return self.fetch(at, hash, faults),
                Step::Begin(_) | Step::Chunk(..) => self.bring(at, step, faults),
            };
            let Some(came) = came else { return true };
            match came.then {
                Then::Go(next) if !faults || self.rng.chance(70) => step = next,
                Then::Go(_) | Then::Next => return true,
                Then::Later => return faults,
            }
        }
    }

    /// Sends a step that brings and hears the answer. `None` when there was nothing to send.
    fn bring(&mut self, at: usize, step: Step, faults: bool) -> Option<Came> {
        let (Step::Begin(hash) | Step::Chunk(hash, _) | Step::Fetch(hash)) = step;
        let before = row_of(&self.phone(at).pieces.inner, STUDIO, hash).map(|row| row.state);
        let said = self.send_piece(at, step, faults)?;
        let phone = self.phone(at);
        let came = phone.way.answered(&mut phone.pieces, STUDIO, step, said, true);
        let after = row_of(&self.phone(at).pieces.inner, STUDIO, hash).map(|row| row.state);
        match (before, after) {
            (Some(_), None) => self.effects.note(Effect::Freed),
            (Some(PieceState::OnServer), Some(PieceState::OnlyHere)) => self.effects.note(Effect::PieceBroughtAgain),
            _ => {}
        }
        if self.phone(at).pieces.is_dead() {
            self.restart(at);
            return None;
        }
        Some(came)
    }

    fn send_piece(&mut self, at: usize, step: Step, faults: bool) -> Option<Said> {
        let device = self.phone(at).replica.identity().device;
        let phone = &mut self.phones[at];
        match step {
            Step::Begin(hash) => {
                let length = row_of(&phone.pieces, STUDIO, hash).map_or(0, |row| row.bytes);
                Some(self.over_the_line(faults, |world| {
                    if !world.server.may(device, hash) {
                        return Ok(Said::No(No::of(404, "not-found")));
                    }
                    world.server.folder.begin((hash, device), length)
                }))
            }
            Step::Chunk(hash, offset) => {
                let bytes = phone.way.chunk(&phone.pieces, STUDIO, hash, offset)?;
                let mut chunk = Chunk::of((hash, device), offset, bytes);
                if faults && self.rng.chance(6) {
                    let torn = self.rng.below(chunk.bytes.len());
                    chunk.bytes[torn] ^= 1;
                    self.effects.note(Effect::ChunkTorn);
                }
                let twice = faults && self.rng.chance(10);
                let said = self.over_the_line(faults, |world| world.take_chunk(&chunk));
                if twice && self.rng.chance(50) {
                    let _ = self.over_the_line(false, |world| world.take_chunk(&chunk));
                    self.effects.note(Effect::ChunkTwice);
                } else if twice && self.pictures().old_chunks.len() < OLD_CHUNKS_MAX {
                    self.pictures().old_chunks.push(chunk);
                }
                Some(said)
            }
            Step::Fetch(_) => None,
        }
    }

    fn take_chunk(&mut self, chunk: &Chunk) -> Result<Said, Died> {
        let (hash, device) = chunk.upload;
        if !self.server.may(device, hash) {
            return Ok(Said::No(No::of(404, "not-found")));
        }
        self.server.folder.bring(chunk)
    }

    /// A request and its answer: either may be lost, and the server may die over it.
    fn over_the_line(&mut self, faults: bool, serve: impl FnOnce(&mut Self) -> Result<Said, Died>) -> Said {
        let drawn = if faults { self.rng.below(100) } else { 100 };
        if drawn < 7 {
            self.effects.note(Effect::PieceLost);
            return Said::Nothing;
        }
        let Ok(said) = serve(self) else {
            self.effects.note(Effect::ServerDiedOverPiece);
            self.server.restart();
            return Said::Nothing;
        };
        if drawn < 14 {
            self.effects.note(Effect::PieceAnswerLost);
            return Said::Nothing;
        }
        said
    }

    /// A colleague's small picture comes, or does not. Whether the line stood.
    fn fetch(&mut self, at: usize, hash: PieceHash, faults: bool) -> bool {
        let device = self.phone(at).replica.identity().device;
        let mut bytes = if self.server.may(device, hash) { self.server.folder.fetch(hash) } else { None };
        let altered = faults && self.rng.chance(10);
        if let Some(byte) = bytes.as_mut().filter(|_| altered).and_then(|bytes| bytes.first_mut()) {
            *byte ^= 1;
            self.effects.note(Effect::PieceAltered);
        }
        let true_now = self.server.now;
        let phone = self.phone(at);
        let now = phone.now(true_now);
        phone.way.fetched(&mut phone.pieces, STUDIO, hash, bytes.as_deref(), now);
        if self.phone(at).pieces.is_dead() {
            self.restart(at);
        }
        true
    }

    /// A member sends other bytes, as many, under a colleague's picture's name.
    fn lie(&mut self) {
        let at = self.any_phone();
        let device = self.phone(at).replica.identity().device;
        let all: Vec<_> = self.pictures().taken.iter().map(|(hash, bytes)| (*hash, bytes.len())).collect();
        let Some((hash, length)) = self.rng.pick(&all).copied() else { return };
        if !self.server.may(device, hash) || self.server.folder.has(hash) {
            return;
        }
        let upload = (hash, device);
        let begun = self.server.folder.begin(upload, length as u64);
        let there = self.server.folder.shelf.inner.begun(upload).map_or(0, |(_, bytes)| bytes.len());
        let rest = vec![0x5a; length - there];
        let said = begun.and_then(|_| self.server.folder.bring(&Chunk::of(upload, there as u64, rest)));
        match said {
            Ok(_) => self.effects.note(Effect::LieRefused),
            Err(Died) => self.server.restart(),
        }
    }

    fn deliver_old_chunk(&mut self) {
        if self.pictures().old_chunks.is_empty() {
            return;
        }
        let count = self.pictures().old_chunks.len();
        let at = self.rng.below(count);
        let chunk = self.pictures().old_chunks.remove(at);
        let _ = self.over_the_line(false, |world| world.take_chunk(&chunk));
        self.effects.note(Effect::ChunkTwice);
    }

    fn arm_pieces(&mut self) {
        let at = self.any_phone();
        let fault = [Fault::DieBefore, Fault::DieAfter, Fault::Full][self.rng.below(3)];
        self.phone(at).pieces.armed = Some(fault);
    }

    fn arm_shelf(&mut self) {
        let fault = [Fault::DieBefore, Fault::DieAfter][self.rng.below(2)];
        self.server.folder.shelf.armed = Some((self.rng.below(3), fault));
    }

    /// A phone is short of room.
    fn free_pictures(&mut self) {
        let at = self.any_phone();
        self.free_on(at);
    }

    /// Everybody makes room on the day on which the server was set back, and nobody knows of it yet.
    pub(super) fn free_everywhere(&mut self) {
        if self.pictures.is_some() && self.rng.chance(50) {
            (0..self.phones.len()).for_each(|at| self.free_on(at));
        }
    }

    /// Large pictures may go where the server has them.
    fn free_on(&mut self, at: usize) {
        let phone = self.phone(at);
        let rows = phone.pieces.list(STUDIO).unwrap_or_default();
        let large = rows.iter().filter(|row| row.state == PieceState::OnServer && row.bytes == LARGE_BYTES as u64);
        phone.way.free(&mut phone.pieces, STUDIO, large.map(|row| row.hash));
    }

    /// Pieces that lie nowhere any more: on a disk that is gone, or on the server's that was set back alone. One whose row the
    /// server lost is lost too, though its bytes may lie in the folder: nobody can fetch it.
    pub(super) fn mark_lost_pictures(&mut self) {
        let Some(pictures) = &mut self.pictures else { return };
        let (phones, folder) = (&self.phones, &self.server.folder);
        let on_phone = |hash: PieceHash| phones.iter().any(|p| row_of(&p.pieces.inner, STUDIO, hash).is_some());
        let gone = pictures.taken.keys().filter(|hash| !folder.has(**hash) && !on_phone(**hash));
        pictures.lost.extend(gone.copied().collect::<Vec<_>>());
    }

    /// Everybody brings and fetches until nothing moves and each safe piece was asked for once more.
    pub(super) fn bring_all(&mut self) {
        let Some(pictures) = &self.pictures else { return };
        // each turn of text looks at one of those that may lie on a phone
        let rounds = 2 + pictures.drawn.len();
        self.server.folder.shelf.armed = None;
        for _ in 0..rounds {
            for at in 0..self.phones.len() {
                self.phone(at).way.text_went();
                let mut steps = 0;
                while self.walk(at, false) {
                    steps += 1;
                    assert!(steps < 1_000, "a phone's pictures never come to rest");
                }
            }
        }
    }

    /// No picture that somebody saw kept is nowhere; none is called safe that the server has not; what a phone sees it can
    /// show; nobody's other bytes stand under a name.
    pub(super) fn check_pictures(&mut self) {
        let Some(pictures) = &self.pictures else { return };
        let there = self.server.studio().state.clone();
        let named: BTreeSet<PieceHash> = standing_in(&there).flat_map(|one| one.pieces()).collect();
        let small: BTreeSet<PieceHash> = standing_in(&there).filter_map(|one| one.thumb).collect();
        let gone = gone_in(&there);
        self.server.let_erased_go();
        let (phones, folder) = (&self.phones, &self.server.folder);
        let at = |p: &crate::sim::phone::Phone<D::Store, D::Pieces>, hash| row_of(&p.pieces, STUDIO, hash);
        for hash in folder.rows.keys() {
            assert!(folder.shelf.is_whole(*hash), "the server calls whole what is not");
        }
        for hash in &gone {
            assert!(folder.shelf.inner.get(*hash).is_none(), "an erased picture lies at the server");
        }
        let promised = |hash: &&PieceHash| !pictures.lost.contains(*hash) && !pictures.erased.contains(*hash);
        for hash in pictures.taken.keys().filter(promised) {
            let somewhere = folder.has(*hash) || phones.iter().any(|p| at(p, *hash).is_some());
            assert!(somewhere, "a picture that somebody saw kept is nowhere");
        }
        for phone in phones {
            let device = phone.replica.identity().device;
            let is_member = there.members.role_of(phone.person).is_some() && !there.members.is_revoked(device);
            for row in phone.pieces.list(STUDIO).unwrap() {
                assert!(pictures.drawn.contains(&row.hash), "a phone keeps what nobody photographed");
                assert!(!is_member || !gone.contains(&row.hash), "an erased picture lies on a phone");
                if is_member && named.contains(&row.hash) {
                    assert!(folder.has(row.hash), "a phone has what the server lacks, and has not brought it");
                    assert_eq!(row.state, PieceState::OnServer, "the server has what a phone calls its own");
                }
            }
            for hash in small.iter().filter(|hash| is_member && folder.has(**hash)) {
                assert!(at(phone, *hash).is_some(), "a phone cannot show a small picture that the server has");
            }
        }
    }
}

/// A picture that nobody took before.
fn drawn(rng: &mut crate::rng::Rng) -> Vec<u8> {
    let seed: [u8; 16] = rng.bytes();
    (0..LARGE_BYTES).map(|n| seed[n % 16] ^ n.to_le_bytes()[0]).collect()
}

fn named(all: impl Iterator<Item = Attachment>) -> Named {
    let all: Vec<Attachment> = all.collect();
    Named { small: all.iter().filter_map(|one| one.thumb).collect(), large: all.iter().map(|one| one.hash).collect() }
}
