//! The papers of a demo studio: its members write paragraph by paragraph, tell of what was done, and say it better later.

use std::collections::BTreeMap;

use chrono::Datelike;

use super::content::{PaperText, Writing};
use super::{Stage, arrives, draft, set};
use crate::command::{Command, Draft, Passage, Place};
use crate::edition::{AT_KEY, NAME_KEY};
use crate::form::Part;
use crate::id::{PersonId, RecordId};
use crate::paragraph::{PAPER_KEY, Style};
use crate::record::Scalar;
use crate::record_type::RecordType;
use crate::time::{DAY_MS, Day, Millis};
use crate::tolerant;

/// Days after which work that a paper tells of lies with everybody, also where a phone does not sync.
const TOLD_AFTER_DAYS: i64 = 14;
/// Days after which the chief reads a paragraph and says it better, or names a paper that is written.
const READ_AFTER_DAYS: i64 = 2;

/// Work that a paragraph tells of, with what it is called in a text.
struct Told {
    record: RecordId,
    cast: [(&'static str, String); 3],
}

impl Stage<'_> {
    /// The papers that are written in this term.
    pub(super) fn papers(&mut self) {
        if self.days.is_empty() {
            return;
        }
        // a stream of their own: whoever writes another paper has the same year behind it
        let own = self.dice.fork();
        let year = std::mem::replace(&mut self.dice, own);
        for writing in self.content.papers(&self.plan.subject) {
            let now = if writing.late { self.is_last_term() } else { self.round.0 == 0 };
            if now {
                self.write_paper(writing);
            }
        }
        self.dice = year;
    }

    /// Text by text, and done some weeks before the term ends: what lies on a phone that has not synced is missing in none.
    fn write_paper(&mut self, writing: &Writing) {
        let count = writing.texts.len();
        let mut behind: BTreeMap<&str, RecordId> = BTreeMap::new();
        let mut end = Millis(0);
        for (n, text) in writing.texts.iter().enumerate() {
            let (day, hour) = (self.day(n, count + count / 3 + 1), 19 + self.dice.below(3));
            let at = self.instant(day, hour, 60);
            let Some(by) = self.writer(text.by, n) else { continue };
            let told = text.refers.and_then(|of| self.deed(of, by, at));
            if text.refers.is_some() && told.is_none() {
                continue;
            }
            let place = Place {
                paper: writing.paper.clone(),
                part: text.part.clone(),
                after: behind.get(text.part.as_str()).copied(),
            };
            let passages = self.passages(text, told.as_ref());
            let Some(last) = passages.last().cloned() else { continue };
            behind.insert(&text.part, last.record);
            self.push(at, by, Command::WriteParagraphs { place: place.clone(), passages });
            end = end.max(at);
            if let Some(reworded) = &text.reworded {
                end = end.max(self.reword(reworded, told.as_ref(), place, last, at));
            }
        }
        if let Some(name) = &writing.edition {
            self.name_edition(&writing.paper, name, end);
        }
    }

    /// The paragraphs of a text, each with a record of its own.
    fn passages(&mut self, text: &PaperText, told: Option<&Told>) -> Vec<Passage> {
        let style = text.style.unwrap_or(Style::Body);
        let said = self.worded(&text.text, told);
        let blocks = said.split("\n\n").map(str::trim).filter(|block| !block.is_empty());
        let refers = told.map(|told| told.record);
        blocks
            .map(|block| Passage { record: self.record(), style, text: block.to_owned(), refers, seen: None })
            .collect()
    }

    /// The chief says a paragraph better; when that was.
    fn reword(&mut self, text: &str, told: Option<&Told>, place: Place, stood: Passage, at: Millis) -> Millis {
        let text = self.worded(text, told);
        let at = Millis(at.0 + READ_AFTER_DAYS * DAY_MS);
        let passage = Passage { seen: Some((stood.text, stood.style)), text, ..stood };
        self.push(at, self.chief, Command::WriteParagraphs { place, passages: vec![passage] });
        at
    }

    fn worded(&mut self, text: &str, told: Option<&Told>) -> String {
        self.told(text, told.map_or(&[], |told| told.cast.as_slice()))
    }

    /// The chief gives a paper a name as it stands when its last paragraph has come.
    fn name_edition(&mut self, paper: &str, name: &str, end: Millis) {
        let at = Millis(end.0 + READ_AFTER_DAYS * DAY_MS);
        let record = self.record();
        let named = tolerant::instant_text(at.local());
        let fields = vec![set(PAPER_KEY, paper), set(NAME_KEY, name), set(AT_KEY, named)];
        self.push(at, self.chief, Command::Save(draft(RecordType::Edition, record, fields)));
    }

    /// Work of a type that was handed in some time before and has come to whoever writes.
    fn deed(&mut self, of: RecordType, by: PersonId, at: Millis) -> Option<Told> {
        let before = Millis(at.0 - TOLD_AFTER_DAYS * DAY_MS);
        let mut deeds = Vec::new();
        for step in &self.steps {
            let Command::Finish(draft) = &step.command else { continue };
            let came = arrives(&self.away, step.by, step.at);
            if draft.record_type == of && (came < before || step.by == by && step.at < before) {
                deeds.extend(named(draft).map(|(title, on)| (draft.record, step.by, title, on)));
            }
        }
        let (record, who, title, on) = self.dice.pick(&deeds)?.clone();
        let who = self.names.get(&who).cloned().unwrap_or_default();
        let on = format!("{}年{}月{}日", on.year(), on.month(), on.day());
        Some(Told { record, cast: [("title", title), ("who", who), ("on", on)] })
    }
}

/// What a record is called and when it was.
fn named(draft: &Draft) -> Option<(String, Day)> {
    let face = draft.record_type.says().face;
    let text = |key: &str| {
        let field = draft.fields.iter().find(|field| field.key == key)?;
        field.value.as_ref().and_then(Scalar::as_str)
    };
    let title = face.title.iter().find_map(|part| match part {
        Part::Text(key) | Part::Clause(key) => text(key),
        Part::Name(_) => None,
    });
    Some((title.unwrap_or_default().to_owned(), tolerant::parse_day(text(face.day)?.get(..10)?)?))
}
