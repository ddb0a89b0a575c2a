//! The world of one seed: phones, a server, what is on its way, and the next thing to go wrong.

use std::collections::{BTreeMap, BTreeSet};

use studio_core::access::Role;
use studio_core::changelog::ChangeLog;
use studio_core::decision::{Grant, What};
use studio_core::id::{Actor, ChangeHash, DocId, PersonId, PieceHash};
use studio_core::store::Store;

use crate::oracle;
use crate::rng::Rng;
use crate::sim::Course;
use crate::sim::disk::Disks;
use crate::sim::effect::{Effect, Effects};
use crate::sim::net::Net;
use crate::sim::paper::Form;
use crate::sim::phone::Phone;
use crate::sim::pictures::{Pictures, deeds};
use crate::sim::server::Server;

/// Phones at the start: a chief, an assistant, six backbone teachers.
const PHONES: usize = 8;
/// Phones at the most, with clones and new devices.
pub(super) const PHONES_MAX: usize = 13;

/// A word that somebody wrote and saw saved: it may stand somewhere else later, but never nowhere.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) number: u64,
    pub(super) person: PersonId,
    /// Every disk that held it is gone, and the server has lost or never had it.
    pub(super) is_lost: bool,
    /// The same of its author's disks: only a colleague can give it back.
    pub(super) is_with_others: bool,
}

/// What a backup of the server holds.
pub(super) struct Backup<D: Disks> {
    pub(super) log: D::Log,
    pub(super) shelf: D::Shelf,
    pub(super) rows: BTreeMap<PieceHash, u64>,
}

/// One seed's world.
pub struct World<D: Disks> {
    pub(super) rng: Rng,
    /// Whether people write work of every type, and papers.
    pub(super) every_type: bool,
    /// What stands in records; the world's own stream does not depend on it.
    pub(super) ink: Rng,
    /// The same of papers.
    pub(super) quill: Rng,
    /// Paragraphs that lie open on phones.
    pub(super) forms: Vec<Form>,
    pub(super) disks: D,
    pub(super) server: Server<D::Log, D::Shelf>,
    pub(super) phones: Vec<Phone<D::Store, D::Pieces>>,
    pub(super) net: Net,
    /// What the faults did.
    pub effects: Effects,
    pub(super) tokens: Vec<Token>,
    pub(super) words: u64,
    pub(super) forged: BTreeSet<(DocId, ChangeHash)>,
    pub(super) made: BTreeMap<(DocId, Actor, u64), ChangeHash>,
    pub(super) backup: Option<Backup<D>>,
    /// What people photographed; `None` where nobody does.
    pub(super) pictures: Option<Pictures>,
    pub(super) set_backs: usize,
    /// How often the server may be set back.
    pub(super) set_backs_max: usize,
    /// Old requests, to be delivered once more long after.
    pub(super) old_mail: Vec<crate::sim::net::Request>,
}

impl<D: Disks> World<D> {
    /// The world at its beginning.
    pub fn new(mut disks: D, seed: u64, course: Course) -> Self {
        let mut rng = Rng::new(seed);
        let mut server = Server::found(disks.log(), disks.shelf(), seed);
        let mut phones = Vec::new();
        for n in 0..PHONES {
            let role = match n {
                0 => Role::Chief,
                1 => Role::Assistant,
                _ => Role::Backbone,
            };
            let person = PersonId(rng.bytes());
            server.decide(What::Grant(Grant { person, role }));
            let disk = (disks.store(), disks.pieces());
            phones.push(Phone::enrol(disk, &mut server, person, &mut rng));
        }
        Self {
            rng,
            every_type: course.every_type,
            ink: Rng::new(!seed),
            quill: Rng::new(seed ^ 1 << 63),
            forms: Vec::new(),
            disks,
            server,
            phones,
            net: Net::default(),
            effects: Effects::default(),
            tokens: Vec::new(),
            words: 0,
            forged: BTreeSet::new(),
            made: BTreeMap::new(),
            backup: None,
            pictures: course.pictures.then(Pictures::default),
            set_backs: 0,
            set_backs_max: course.set_backs,
            old_mail: Vec::new(),
        }
    }

    /// One thing happens.
    pub fn step(&mut self) {
        #[expect(clippy::type_complexity, reason = "a table of weights and deeds, read once here")]
        let actions: &[(usize, fn(&mut Self))] = &[
            (26, Self::write_something),
            (2, Self::write_much),
            (22, Self::send),
            (22, Self::deliver_request),
            (22, Self::deliver_answer),
            (3, Self::lose_request),
            (3, Self::lose_answer),
            (3, Self::damage_request),
            (3, Self::arm_phone),
            (2, Self::arm_server),
            (2, Self::restart_phone),
            (2, Self::change_clock),
            (2, Self::change_way),
            (3, Self::pass_time),
            (1, Self::clone_device),
            (1, Self::wipe_device),
            (2, Self::change_role),
            (1, Self::revoke_device),
            (2, Self::admit_held),
            (1, Self::back_up),
            (1, Self::set_back),
            (2, Self::forge),
            (1, Self::deliver_old_mail),
            (1, Self::new_device_of_someone),
            (1, Self::carry_backup_file),
        ];
        let photos = deeds();
        let photos = photos.iter().filter(|_| self.pictures.is_some());
        let total: usize = actions.iter().chain(photos.clone()).map(|(weight, _)| weight).sum();
        let mut drawn = self.rng.below(total);
        for (weight, action) in actions.iter().chain(photos) {
            if drawn < *weight {
                action(self);
                return;
            }
            drawn -= weight;
        }
    }

    pub(super) fn any_phone(&mut self) -> usize {
        self.rng.below(self.phones.len())
    }

    fn restart_phone(&mut self) {
        let at = self.any_phone();
        if self.phone(at).waiting.is_some() {
            self.effects.note(Effect::RestartMidRequest);
        }
        self.restart(at);
    }

    /// Starts a phone again. What was on its screen as saved must be on its disk.
    pub(super) fn restart(&mut self, at: usize) {
        use crate::sim::disk::Fault;
        let phone = self.phone(at);
        let struck = phone.disk.struck.or(phone.pieces.struck);
        match struck {
            Some(Fault::DieBefore) => self.effects.note(Effect::PhoneDiedBeforeCommit),
            Some(Fault::DieAfter) => self.effects.note(Effect::PhoneDiedAfterCommit),
            Some(Fault::Full) | None => {}
        }
        let healthy = self.phone(at).disk.struck.is_none();
        let before = self.phone(at).replica.state().clone();
        let mut rng = self.rng.clone();
        self.rng.draw();
        self.phone(at).restart(&mut rng);
        if healthy {
            let difference = oracle::difference(&before, self.phone(at).replica.state());
            assert_eq!(difference, None, "a phone's memory is what its disk says");
        }
    }

    pub(super) fn phone(&mut self, at: usize) -> &mut Phone<D::Store, D::Pieces> {
        &mut self.phones[at]
    }

    fn arm_phone(&mut self) {
        use crate::sim::disk::Fault;
        let at = self.any_phone();
        let fault = [Fault::DieBefore, Fault::DieAfter, Fault::Full][self.rng.below(3)];
        self.phone(at).disk.armed = Some(fault);
    }

    fn arm_server(&mut self) {
        use crate::sim::disk::Fault;
        let fault = [Fault::DieBefore, Fault::DieAfter][self.rng.below(2)];
        self.server.log.armed = Some(fault);
    }

    fn change_clock(&mut self) {
        let at = self.any_phone();
        let days = [-400, 0, 400][self.rng.below(3)];
        self.phone(at).clock_off = days * studio_core::time::DAY_MS;
    }

    /// A phone goes where less passes at once: some records, or one entry of a run, a request.
    fn change_way(&mut self) {
        use studio_core::replica::Portion;
        let at = self.any_phone();
        let bytes = [1, 2_000, usize::MAX][self.rng.below(3)];
        let whole = Portion::default();
        self.phone(at).portion = Portion { bytes: bytes.min(whole.bytes), ..whole };
    }

    fn pass_time(&mut self) {
        let longest = if self.rng.chance(15) { 31 * studio_core::time::DAY_MS } else { 3_600_000 };
        self.server.now += i64::try_from(self.rng.draw() % longest.unsigned_abs()).unwrap_or_default();
        for phone in 0..self.phones.len() {
            let in_drawer = self.rng.chance(10);
            self.phone(phone).in_drawer = in_drawer;
        }
    }

    fn back_up(&mut self) {
        if self.server.log.is_dead() {
            self.server.restart();
        }
        if self.backup.is_none() {
            let folder = &self.server.folder;
            self.backup = Some(Backup {
                log: self.disks.copy_log(&self.server.log.inner),
                shelf: self.disks.copy_shelf(&folder.shelf.inner),
                rows: folder.rows.clone(),
            });
        }
    }

    /// Everything that is on the server: changes in its log and held ones.
    pub(super) fn server_bodies(&self) -> Vec<Vec<u8>> {
        use crate::sim::server::STUDIO;
        use studio_core::log::EntryBody;
        let log = &self.server.log.inner;
        let entries = ChangeLog::entries(log, STUDIO, 0, usize::MAX).unwrap();
        let mut all: Vec<Vec<u8>> = Vec::new();
        for (entry, _) in entries {
            if let EntryBody::Change(envelope) = entry.body {
                all.push(envelope.body);
            }
        }
        let saved = ChangeLog::load(log, STUDIO).unwrap().unwrap();
        all.extend(saved.held.into_iter().map(|h| h.envelope.body));
        all
    }

    /// Everything that is on a phone's disk: changes, and what was set aside.
    pub(super) fn phone_bodies(&self, at: usize) -> Vec<Vec<u8>> {
        use crate::sim::server::STUDIO;
        let Some(phone) = self.phones.get(at) else { return Vec::new() };
        let saved = Store::load(&phone.disk.inner, STUDIO).unwrap().unwrap();
        let docs: BTreeSet<DocId> = saved.metas.iter().map(|(doc, _, _)| *doc).collect();
        let mut all: Vec<Vec<u8>> = Vec::new();
        for doc in docs {
            let kept = Store::changes(&phone.disk.inner, STUDIO, doc).unwrap();
            all.extend(kept.into_iter().map(|k| k.envelope.body));
        }
        all.extend(saved.asides.iter().map(studio_core::cbor::to_vec));
        all.extend(saved.outgoing.iter().map(studio_core::cbor::to_vec));
        all
    }
}

/// The numbers of all words that stand in some bytes.
pub(super) fn words_in(bodies: &[Vec<u8>]) -> BTreeSet<u64> {
    let mut found = BTreeSet::new();
    for body in bodies {
        for (at, _) in body.windows(MARK.len()).enumerate().filter(|(_, w)| *w == MARK.as_bytes()) {
            let digits = body[at + MARK.len()..].iter().take_while(|b| b.is_ascii_digit());
            found.insert(digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0')));
        }
    }
    found
}

/// What every word begins with.
const MARK: &str = "词";

/// The word with a number.
pub(super) fn word(number: u64) -> String {
    format!("{MARK}{number}")
}

/// The same with an end of its own: in a change of every type the next value stands right behind it, and may be a day.
pub(super) fn sentence(number: u64) -> String {
    format!("{MARK}{number}。")
}
