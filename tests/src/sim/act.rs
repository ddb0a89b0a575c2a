//! What people write into a record of work, by the table of its type, and what they do with one that stands: hand in, throw
//! away, take back, answer, say that two are one. These are the app's own commands. What is drawn here comes from a stream of
//! its own, so that faults fall where they fell before there was a type more.

use studio_core::access::DocKind;
use studio_core::command::{Actor, Answer, Command, Draft};
use studio_core::edit::{Edit, FieldEdit};
use studio_core::form::Input;
use studio_core::id::{PersonId, RecordId};
use studio_core::read::{Kept, ReadModel};
use studio_core::record_type::RecordType;
use studio_core::testing::filled;

use crate::rng::Rng;
use crate::sim::disk::Disks;
use crate::sim::effect::Effect;
use crate::sim::world::{World, sentence};
use crate::sim::write::new_field;

/// What somebody does with work that stands.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Delete,
    Undelete,
    Withdraw,
    Reply,
    SaySame,
}

const DEEDS: [Deed; 8] = [
    Deed::Delete,
    Deed::Delete,
    Deed::Undelete,
    Deed::Withdraw,
    Deed::Reply,
    Deed::Reply,
    Deed::SaySame,
    Deed::SaySame,
];

impl<D: Disks> World<D> {
    /// Work of any type: a draft of some fields, seldom all of it and handed in; or something done with work that stands.
    pub(super) fn write_work(&mut self, at: usize) {
        let record = RecordId(self.rng.bytes());
        let number = self.next_word();
        // these two draws are the world's: its stream goes on as it always did
        let whole = self.rng.chance(30) && self.rng.bytes::<1>()[0].is_multiple_of(2);
        if self.ink.chance(18) && self.does_something(at, record, number) {
            return;
        }
        let of = work_type(&mut self.ink);
        let draft = Draft { record_type: of, record, fields: self.fields_of(of, number, whole) };
        let written = if whole {
            self.command(at, &Command::Finish(draft), record, Some(number))
        } else {
            let fields = [new_field("type", of.word())].into_iter().chain(draft.fields).collect();
            self.record(at, vec![Edit { kind: DocKind::Journal, record, fields }], record, Some(number))
        };
        if written {
            self.effects.note(Effect::Written(of));
            self.effects.note_many(Effect::HandedIn, usize::from(whole));
        }
    }

    /// The word, and fields of the type's own table as its form would fill them: all of them or some.
    fn fields_of(&mut self, of: RecordType, number: u64, whole: bool) -> Vec<FieldEdit> {
        let people: Vec<PersonId> = self.phones.iter().map(|phone| phone.person).collect();
        let [first, ..] = keys_of(of);
        let mut fields = vec![new_field(first, sentence(number))];
        for (key, value) in filled(of, &people) {
            // pictures are promised to come: those are taken in `pictures`
            let is_picture = of.says().field(&key).is_some_and(|spec| matches!(spec.input, Input::Files(_)));
            let is_picture = is_picture || key.starts_with("attachments/");
            if key != first && !is_picture && (whole || self.ink.chance(12)) {
                fields.push(new_field(&key, value));
            }
        }
        fields
    }

    /// Whether there was something to do, and it was done.
    fn does_something(&mut self, at: usize, fresh: RecordId, number: u64) -> bool {
        let model = ReadModel::of(self.phone(at).replica.state());
        let me = self.phone(at).person;
        let deed = DEEDS[self.ink.below(DEEDS.len())];
        let of_deed = |kept: &&Kept| match deed {
            Deed::Delete => kept.owner() == Some(me) && !kept.deleted,
            Deed::Undelete => kept.owner() == Some(me) && kept.deleted,
            Deed::Withdraw => kept.owner() == Some(me) && kept.state.handed_in(),
            Deed::Reply => kept.owner() != Some(me) && !kept.deleted,
            Deed::SaySame => !kept.deleted,
        };
        let all: Vec<&Kept> = model.works().filter(of_deed).collect();
        let Some(kept) = self.ink.pick(&all).copied() else { return false };
        let record = kept.id;
        let (command, effect) = match deed {
            Deed::Delete => (Command::Delete { record }, Effect::Deleted),
            Deed::Undelete => (Command::Undelete { record }, Effect::Undeleted),
            Deed::Withdraw => (Command::Withdraw { record }, Effect::Withdrawn),
            Deed::Reply => {
                let fields = vec![new_field("text", sentence(number)), new_field("record", record.to_string())];
                (Command::Save(Draft { record_type: RecordType::Reply, record: fresh, fields }), Effect::Replied)
            }
            Deed::SaySame => {
                let like: Vec<RecordId> =
                    model.each(kept.record_type).map(|other| other.id).filter(|id| *id != record).collect();
                let Some(b) = self.ink.pick(&like).copied() else { return false };
                let answer = [Answer::Same, Answer::Same, Answer::Different, Answer::Open][self.ink.below(4)];
                (Command::SameWork { a: record, b, answer }, Effect::SaidSame)
            }
        };
        let (of, number) = if effect == Effect::Replied { (fresh, Some(number)) } else { (record, None) };
        let done = self.command(at, &command, of, number);
        self.effects.note_many(effect, usize::from(done));
        done
    }

    /// A command as the app gives it; what its author may not do is not done.
    fn command(&mut self, at: usize, command: &Command, record: RecordId, number: Option<u64>) -> bool {
        let model = ReadModel::of(self.phone(at).replica.state());
        let mut ink = self.ink.clone();
        let edits = self.edits(at, &model, command, &mut ink);
        self.ink = ink;
        !edits.is_empty() && self.record(at, edits, record, number)
    }

    /// What a command comes down to on a phone; nothing where its author may not do it.
    pub(super) fn edits(&self, at: usize, model: &ReadModel, command: &Command, ids: &mut Rng) -> Vec<Edit> {
        let phone = &self.phones[at];
        let device = phone.replica.identity().device;
        let actor = Actor { model, person: phone.person, device, now: phone.now(self.server.now) };
        command.edits(&actor, &mut std::iter::from_fn(|| Some(ids.bytes()))).unwrap_or_default()
    }
}

fn work_type(ink: &mut Rng) -> RecordType {
    let all: Vec<RecordType> = RecordType::work().collect();
    all[ink.below(all.len())]
}

/// Where a record of a type holds words: three of its fields for texts, one again where it has fewer.
pub(super) fn keys_of(of: RecordType) -> [&'static str; 3] {
    let texts = of.says().fields.iter().filter(|spec| matches!(spec.input, Input::Line | Input::Text));
    let keys: Vec<&'static str> = texts.filter(|spec| spec.when.is_none()).map(|spec| spec.key).collect();
    std::array::from_fn(|n| keys[n % keys.len()])
}
