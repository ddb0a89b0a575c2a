//! People write: in their journals, in the roster that all share, in the charter that some may.

use studio_core::access::DocKind;
use studio_core::edit::{Edit, FieldEdit};
use studio_core::id::RecordId;
use studio_core::record::Scalar;
use studio_core::refusal::Refusal;
use studio_core::replica::RecordFault;
use studio_core::store::KeptDraft;

use crate::sim::disk::Disks;
use crate::sim::effect::Effect;
use crate::sim::world::{Token, World, word};

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
            0..9 => self.write_new(at, DocKind::Journal, "activity"),
            9..12 => self.write_old(at, DocKind::Journal),
            12..14 => self.write_new(at, DocKind::Roster, "person"),
            14..17 => self.write_old(at, DocKind::Roster),
            17 => self.write_new(at, DocKind::Charter, "same_person"),
            18 => self.write_old(at, DocKind::Charter),
            _ => self.write_shared_name(at),
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
        let field = |key: &str, value| FieldEdit { key: key.into(), seen: None, value: Some(value) };
        let mut fields = vec![field("type", type_word.into()), field("topic", word(number).into())];
        if self.rng.chance(30) {
            fields.push(field("minutes", Scalar::Int(i64::from(self.rng.bytes::<1>()[0]))));
        }
        self.record(at, Edit { kind, record, fields }, number);
    }

    fn write_old(&mut self, at: usize, kind: DocKind) {
        let me = self.phone(at).person;
        let state = self.phone(at).replica.state();
        let mine = state
            .docs
            .values()
            .filter(|doc| doc.descriptor.kind == kind && doc.descriptor.owner().is_none_or(|owner| owner == me));
        let held: Vec<_> = mine.flat_map(|doc| doc.records()).cloned().collect();
        let Some(record) = self.rng.pick(&held).cloned() else { return };
        let key = ["topic", "place", "attendance/王丽"][self.rng.below(3)];
        let seen = record.get(key).cloned();
        let clears = seen.is_some() && self.rng.chance(15);
        let number = self.next_word();
        let value = (!clears).then(|| Scalar::from(word(number)));
        let fields = vec![FieldEdit { key: key.into(), seen, value }];
        self.record(at, Edit { kind, record: record.id, fields }, number);
    }

    pub(super) fn record(&mut self, at: usize, edit: Edit, number: u64) {
        let (record, clears) = (edit.record, edit.fields.iter().all(|f| f.value.is_none()));
        let true_now = self.server.now;
        let phone = self.phone(at);
        let now = phone.now(true_now);
        let wrong_clock = phone.clock_off != 0;
        let draft = KeptDraft { record, form: "activity".into(), content: vec![1], at: now, person: None };
        let keeps_draft = phone.replica.keep_draft(&mut phone.disk, draft).is_ok();
        if phone.disk.is_dead() {
            return self.restart(at);
        }
        let recorded = phone.replica.record(&mut phone.disk, &[edit], now, Some(record));
        match recorded {
            Ok(_) => {
                assert!(phone.replica.drafts().iter().all(|d| d.record != record), "the draft goes with the record");
                if wrong_clock {
                    self.effects.note(Effect::WrongClock);
                }
                if !clears {
                    let person = self.phone(at).person;
                    self.tokens.push(Token { number, person, is_lost: false, is_with_others: false });
                }
                self.note_made(at);
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
