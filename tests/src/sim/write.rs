//! People write: work of every type in their journals, in the roster that all share, in the charter that some may. What they
//! do with work that stands is in `act`.

use studio_core::access::DocKind;
use studio_core::edit::{Edit, FieldEdit};
use studio_core::id::RecordId;
use studio_core::record::{Record, Scalar};
use studio_core::record_type::RecordType;
use studio_core::refusal::Refusal;
use studio_core::replica::RecordFault;
use studio_core::store::KeptDraft;

use crate::sim::act::keys_of;
use crate::sim::disk::Disks;
use crate::sim::effect::Effect;
use crate::sim::world::{Token, World, sentence, word};

impl<D: Disks> World<D> {
    pub(super) fn write_something(&mut self) {
        let at = self.any_phone();
        self.write_on(at);
    }

    /// A day's work at once: forty records, one of them under an id that somebody else may take.
    pub(super) fn write_much(&mut self) {
        let at = self.any_phone();
        for n in 0..10 + self.rng.below(31) {
            if n == 5 {
                self.write_shared_name(at);
            }
            self.write_on(at);
        }
    }

    fn write_on(&mut self, at: usize) {
        match self.rng.below(20) {
            // every type of work, by its own table: a new one is written here without a line of its own
            0..9 if self.every_type => self.write_work(at),
            0..9 => self.write_new(at, DocKind::Journal, "activity"),
            9..12 => self.write_old(at, DocKind::Journal),
            12..14 => self.write_new(at, DocKind::Roster, "person"),
            14..17 => self.write_old(at, DocKind::Roster),
            17 => self.write_new(at, DocKind::Charter, "same_person"),
            18 => self.write_old(at, DocKind::Charter),
            _ => self.write_shared_name(at),
        }
        if self.every_type {
            self.write_paper(at);
        }
    }

    pub(super) fn next_word(&mut self) -> u64 {
        self.words += 1;
        self.words
    }

    fn write_new(&mut self, at: usize, kind: DocKind, type_word: &str) {
        let record = RecordId(self.rng.bytes());
        self.write_birth(at, kind, type_word, record);
    }

    /// A record whose id several people may choose: all but the first are refused.
    fn write_shared_name(&mut self, at: usize) {
        let record = RecordId([self.rng.below(6).to_le_bytes()[0]; 16]);
        self.write_birth(at, DocKind::Roster, "person", record);
    }

    fn write_birth(&mut self, at: usize, kind: DocKind, type_word: &str, record: RecordId) {
        let number = self.next_word();
        let text = if self.every_type { sentence(number) } else { word(number) };
        let mut fields = vec![new_field("type", type_word), new_field("topic", text)];
        if self.rng.chance(30) {
            fields.push(new_field("minutes", i64::from(self.rng.bytes::<1>()[0])));
        }
        self.record(at, vec![Edit { kind, record, fields }], record, Some(number));
    }

    fn write_old(&mut self, at: usize, kind: DocKind) {
        let me = self.phone(at).person;
        let state = self.phone(at).replica.state();
        let mine = state
            .docs
            .values()
            .filter(|doc| doc.descriptor.kind == kind && doc.descriptor.owner().is_none_or(|owner| owner == me));
        let held = mine.flat_map(|doc| doc.records()).filter(|record| is_written_by_hand(record));
        let held: Vec<Record> = held.cloned().collect();
        let Some(record) = self.rng.pick(&held).cloned() else { return };
        let of = type_of(&record).filter(|of| self.every_type && of.says().work);
        let keys = of.map_or(["topic", "place", "attendance/王丽"], keys_of);
        let key = keys[self.rng.below(keys.len())];
        let seen = record.get(key).cloned();
        let clears = seen.is_some() && self.rng.chance(15);
        let number = self.next_word();
        let text = if self.every_type { sentence(number) } else { word(number) };
        let value = (!clears).then(|| Scalar::from(text));
        let fields = vec![FieldEdit { key: key.into(), seen, value }];
        let clears = fields.iter().all(|field| field.value.is_none());
        if !clears && let Some(of) = of {
            self.effects.note(Effect::Changed(of));
        }
        self.record(at, vec![Edit { kind, record: record.id, fields }], record.id, (!clears).then_some(number));
    }

    /// Writes edits as one action on a record; with them the word of a number. Whether they were taken.
    pub(super) fn record(&mut self, at: usize, edits: Vec<Edit>, record: RecordId, number: Option<u64>) -> bool {
        let true_now = self.server.now;
        let phone = self.phone(at);
        let now = phone.now(true_now);
        let wrong_clock = phone.clock_off != 0;
        let draft = KeptDraft { record, form: "activity".into(), content: vec![1], at: now, person: None };
        let keeps_draft = phone.replica.keep_draft(&mut phone.disk, draft).is_ok();
        if phone.disk.is_dead() {
            self.restart(at);
            return false;
        }
        let recorded = phone.replica.record(&mut phone.disk, &edits, now, Some(record));
        match recorded {
            Ok(_) => {
                assert!(phone.replica.drafts().iter().all(|d| d.record != record), "the draft goes with the record");
                if wrong_clock {
                    self.effects.note(Effect::WrongClock);
                }
                if let Some(number) = number {
                    self.note_word(at, number);
                }
                self.note_made(at);
                return true;
            }
            Err(RecordFault::Store(_)) if self.phone(at).disk.is_dead() => self.restart(at),
            Err(RecordFault::Store(_)) => {
                self.effects.note(Effect::DiskFull);
                let drafts = self.phone(at).replica.drafts();
                assert!(!keeps_draft || drafts.iter().any(|d| d.record == record), "the draft stays");
            }
            Err(RecordFault::Differs(_) | RecordFault::Refused(Refusal::SecondBirth)) => {}
            Err(fault) => panic!("an honest phone could not record: {fault:?}"),
        }
        false
    }

    /// Somebody saw this word saved.
    pub(super) fn note_word(&mut self, at: usize, number: u64) {
        let person = self.phone(at).person;
        self.tokens.push(Token { number, person, is_lost: false, is_with_others: false });
    }

    /// An actor never makes two changes under one number, whatever was refused in between.
    pub(super) fn note_made(&mut self, at: usize) {
        let made: Vec<_> = {
            let phone = self.phone(at);
            let state = phone.replica.state();
            let meta = |doc, hash| state.docs.get(&doc).and_then(|d| d.meta(hash)).cloned();
            let out = phone.replica.outgoing().iter();
            out.filter_map(|o| Some(((o.doc, meta(o.doc, o.hash)?), o.hash))).collect()
        };
        for ((doc, meta), hash) in made {
            let first = *self.made.entry((doc, meta.actor, meta.seq)).or_insert(hash);
            assert_eq!(first, hash, "an actor made two changes under one number");
        }
    }
}

/// A field that was empty before.
pub(super) fn new_field(key: &str, value: impl Into<Scalar>) -> FieldEdit {
    FieldEdit { key: key.to_owned(), seen: None, value: Some(value.into()) }
}

/// The type that a record says it has.
pub(super) fn type_of(record: &Record) -> Option<RecordType> {
    record.get("type").and_then(Scalar::as_str).and_then(RecordType::from_word)
}

/// Facts and answers are stated and withdrawn, never rewritten; papers are written in `paper`.
fn is_written_by_hand(record: &Record) -> bool {
    let is_of_paper = |of| [RecordType::Paragraph, RecordType::Edition].contains(&of);
    type_of(record).is_none_or(|of| of.says().work || !of.fits(DocKind::Journal) && !is_of_paper(of))
}
