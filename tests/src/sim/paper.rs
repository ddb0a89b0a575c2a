//! People write papers together: paragraphs anywhere, others' in other words, moved, thrown away, taken back, a name for a
//! paper as it stands. These are the app's own commands, from a stream of their own. Scans of papers carry pictures: those
//! are taken in `pictures`.

use std::collections::{BTreeMap, BTreeSet};

use studio_core::access::DocKind;
use studio_core::change::{Body, Obj, Write};
use studio_core::changelog::ChangeLog;
use studio_core::command::{Command, Draft, Passage, Place};
use studio_core::edition::{AT_KEY, NAME_KEY};
use studio_core::id::{Actor, RecordId};
use studio_core::paragraph::{PAPER_KEY, Paragraph, Style, TEXT_KEY};
use studio_core::read::{Kept, ReadModel};
use studio_core::record::{OpId, Scalar};
use studio_core::record_type::RecordType;
use studio_core::state::DocState;

use crate::sim::disk::Disks;
use crate::sim::effect::Effect;
use crate::sim::server::STUDIO;
use crate::sim::world::{World, sentence};
use crate::sim::write::{new_field, type_of};

/// Forms that lie open at the most.
const FORMS_MAX: usize = 8;

/// What somebody does with a paper.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Write,
    Open,
    Reword,
    Move,
    Delete,
    Undelete,
    Name,
}

const DEEDS: [Deed; 14] = [
    Deed::Write,
    Deed::Write,
    Deed::Write,
    Deed::Open,
    Deed::Open,
    Deed::Reword,
    Deed::Reword,
    Deed::Reword,
    Deed::Reword,
    Deed::Reword,
    Deed::Move,
    Deed::Delete,
    Deed::Undelete,
    Deed::Name,
];

/// A paragraph open on a phone, as it stood there when its form was opened: whatever comes in between is not seen.
#[derive(Debug, Clone)]
pub(super) struct Form {
    at: usize,
    record: RecordId,
    seen: (String, Style),
}

impl<D: Disks> World<D> {
    /// Somebody who was writing anyway does something with a paper, too.
    pub(super) fn write_paper(&mut self, at: usize) {
        if !self.quill.chance(12) {
            return;
        }
        let model = ReadModel::of(self.phone(at).replica.state());
        let deed = DEEDS[self.quill.below(DEEDS.len())];
        let of_deed = |kept: &&Kept| kept.deleted == matches!(deed, Deed::Undelete);
        let all: Vec<&Kept> = model.each(RecordType::Paragraph).filter(of_deed).collect();
        let record = self.quill.pick(&all).map(|kept| kept.id);
        match (deed, record) {
            (Deed::Write, after) => self.write_passage(at, &model, after),
            (Deed::Open, Some(record)) => self.open_form(at, &model, record),
            (Deed::Reword, Some(record)) => self.reword(at, &model, record),
            (Deed::Move, Some(record)) => {
                let place = self.place(all.last().map(|kept| kept.id));
                self.paper_command(at, &model, &Command::MoveParagraph { record, place }, Effect::ParagraphMoved);
            }
            (Deed::Delete, Some(record)) => {
                self.paper_command(at, &model, &Command::Delete { record }, Effect::ParagraphGone);
            }
            (Deed::Undelete, Some(record)) => {
                self.paper_command(at, &model, &Command::Undelete { record }, Effect::ParagraphBack);
            }
            (Deed::Name, _) => self.name_edition(at, &model),
            (_, None) => {}
        }
    }

    /// In front of all or behind a paragraph, which may lie in another part.
    fn place(&mut self, after: Option<RecordId>) -> Place {
        let paper = ["plan", "case"][self.quill.below(2)].to_owned();
        let part = ["goal", "how"][self.quill.below(2)].to_owned();
        Place { paper, part, after: after.filter(|_| self.quill.chance(70)) }
    }

    /// New paragraphs: one, or two that were pasted with a blank line between.
    fn write_passage(&mut self, at: usize, model: &ReadModel, after: Option<RecordId>) {
        let (place, record) = (self.place(after), RecordId(self.quill.bytes()));
        let numbers: Vec<u64> = (0..1 + self.quill.below(5) / 4).map(|_| self.next_word()).collect();
        let text = numbers.iter().map(|number| sentence(*number)).collect::<Vec<_>>().join("\n\n");
        let passages = vec![Passage { record, style: Style::Body, text, refers: None, seen: None }];
        let command = Command::WriteParagraphs { place, passages };
        self.saves(at, model, &command, (record, &numbers), Effect::ParagraphWritten);
    }

    fn open_form(&mut self, at: usize, model: &ReadModel, record: RecordId) {
        let Some(seen) = standing(model, record) else { return };
        if self.forms.len() == FORMS_MAX {
            self.forms.remove(0);
        }
        self.forms.push(Form { at, record, seen });
    }

    /// Anybody's paragraph in other words, from a form that was opened just now or long ago.
    fn reword(&mut self, at: usize, model: &ReadModel, record: RecordId) {
        let open = self.forms.iter().position(|form| form.at == at);
        let now = standing(model, record).map(|seen| Form { at, record, seen });
        let Some(Form { record, seen, .. }) = open.map(|open| self.forms.remove(open)).or(now) else { return };
        let number = self.next_word();
        let text = sentence(number);
        let stood = standing(model, record);
        let passages =
            vec![Passage { record, style: seen.1, text: text.clone(), refers: None, seen: Some(seen.clone()) }];
        let command = Command::WriteParagraphs { place: self.place(None), passages };
        let saved = self.saves(at, model, &command, (record, &[number]), Effect::ParagraphReworded);
        let unseen = stood.is_some_and(|stood| stood.0 != seen.0);
        assert!(!(saved && unseen), "a text that its writer never saw was overwritten");
        self.effects.note_many(Effect::UnseenStays, usize::from(unseen));
    }

    fn name_edition(&mut self, at: usize, model: &ReadModel) {
        let (record, number) = (RecordId(self.quill.bytes()), self.next_word());
        let fields = vec![
            new_field(PAPER_KEY, "plan"),
            new_field(NAME_KEY, sentence(number)),
            new_field(AT_KEY, "2026-09-01T08:00"),
        ];
        let command = Command::Save(Draft { record_type: RecordType::Edition, record, fields });
        self.saves(at, model, &command, (record, &[number]), Effect::EditionNamed);
    }

    fn paper_command(&mut self, at: usize, model: &ReadModel, command: &Command, effect: Effect) {
        let record = RecordId(self.quill.bytes());
        self.saves(at, model, command, (record, &[]), effect);
    }

    /// Gives a command that saves words with a record. Whether they were saved: what its author may not do is not done.
    fn saves(
        &mut self,
        at: usize,
        model: &ReadModel,
        command: &Command,
        (record, numbers): (RecordId, &[u64]),
        effect: Effect,
    ) -> bool {
        let mut quill = self.quill.clone();
        let edits = self.edits(at, model, command, &mut quill);
        self.quill = quill;
        let saved = !edits.is_empty() && self.record(at, edits, record, numbers.first().copied());
        if saved {
            self.effects.note(effect);
            numbers.iter().skip(1).for_each(|number| self.note_word(at, *number));
        }
        saved
    }

    /// Of what many write, every text that the log has is visible, alone or as one of two values, or it was replaced by a
    /// change that knew it. That every text which somebody saw saved is in the log, held or set aside is what
    /// `check_words` says of all words; that everybody reads the same, `check_same_everywhere`; that what is visible is
    /// what automerge shows, `check_documents`; that no form replaces what its writer did not see, `reword`.
    pub(super) fn check_paragraphs(&mut self) {
        let state = self.server.studio().state.clone();
        for doc in state.docs.values().filter(|doc| doc.descriptor.kind == DocKind::Roster) {
            let chunks = ChangeLog::changes(&self.server.log.inner, STUDIO, doc.id()).unwrap();
            let written = Written::of(doc, &chunks);
            let is_paragraph = |record: &&studio_core::record::Record| type_of(record) == Some(RecordType::Paragraph);
            for record in doc.records().filter(is_paragraph) {
                let visible = record.fields.get(TEXT_KEY).map(Vec::as_slice).unwrap_or_default();
                assert!(!visible.is_empty(), "a paragraph lost its text");
                self.effects.note_many(Effect::ParagraphTorn, usize::from(visible.len() > 1));
                for text in written.texts.get(&record.birth).into_iter().flatten() {
                    let stands = visible.iter().any(|value| value.op == *text);
                    assert!(stands || written.replaced.contains(text), "a text of a paragraph is nowhere");
                }
            }
        }
    }
}

/// What the changes of a document write into texts.
#[derive(Default)]
struct Written {
    /// By the operation that made the record, each that put a text there.
    texts: BTreeMap<OpId, Vec<OpId>>,
    /// Those that a later one replaced.
    replaced: BTreeSet<OpId>,
}

impl Written {
    fn of(doc: &DocState, chunks: &[Vec<u8>]) -> Self {
        let mut written = Self::default();
        // the newest operation of each actor that a change knows
        let mut known: BTreeMap<_, BTreeMap<Actor, u64>> = BTreeMap::new();
        for chunk in chunks {
            let body = Body::decode_kept(chunk).unwrap();
            let mut knows: BTreeMap<Actor, u64> = BTreeMap::new();
            for (actor, newest) in body.deps.iter().filter_map(|dep| known.get(dep)).flatten() {
                let held = knows.entry(*actor).or_default();
                *held = (*held).max(*newest);
            }
            let before = knows.clone();
            knows.insert(body.actor, body.start_op + body.ops.len() as u64);
            for (n, op) in body.ops.iter().enumerate().filter(|(_, op)| op.key == TEXT_KEY) {
                let Obj::Map(birth) = op.obj else { continue };
                if matches!(op.write, Write::Put(Scalar::Str(_))) {
                    written.texts.entry(birth).or_default().push(body.op_id(n));
                }
                let knew = |old: &OpId| before.get(&old.actor).is_some_and(|newest| old.counter <= *newest);
                assert!(op.pred.iter().all(knew), "a text was replaced by a change that did not know it");
                written.replaced.extend(op.pred.iter().copied());
            }
            known.insert(studio_core::envelope::change_hash(chunk), knows);
        }
        assert!(doc.heads().iter().all(|head| known.contains_key(head)), "a head that the log does not have");
        written
    }
}

/// Text and look of a paragraph as a phone shows it.
fn standing(model: &ReadModel, record: RecordId) -> Option<(String, Style)> {
    let kept = model.get(RecordType::Paragraph, record)?;
    let says = Paragraph::read(&kept.fields);
    Some((says.text.to_owned(), says.style))
}
