//! Records of work that a part of a paper may tell of, each with what its author wrote in it. No sentences.

use serde::{Deserialize, Serialize};

use super::{Scene, paper_rule};
use crate::closure::{EvidenceRef, evidence};
use crate::face;
use crate::form::{FieldSpec, Group, Input};
use crate::id::RecordId;
use crate::initials;
use crate::paper::Paper;
use crate::read::Kept;
use crate::record_type::RecordType;
use crate::time::Day;
use crate::tolerant;
use crate::view::summary::DONE_KEY;

/// Records that one part is offered at once: those of several terms, and still a list that a phone draws.
const OFFERS_MAX: usize = 300;
/// Characters that are taken over from one record.
const TAKEN_CHARS_MAX: usize = 800;
/// Keys of the texts that say what a record is about: they are read without their label, as every other text is not.
const PLAIN_KEYS: &[&str] = &["content", "minutes", "note"];
/// Keys of lines that say what came of a result, beside its numbers and how far it reaches.
const RESULT_KEYS: &[&str] = &["other_authors", "rank", "issuer"];
/// The key under which a plan of growth is looked back on.
const REVIEWS_KEY: &str = "reviews";

/// A record of work that a part may tell of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperOffer {
    /// How a list names it.
    pub record: EvidenceRef,
    /// Whom it is about, where its title begins with a name.
    pub whom: String,
    /// Who did it with them; empty where the record names no other side.
    pub by: String,
    /// Its title without that name, and without words that [`Self::said`] says again.
    pub title: String,
    /// What its author wrote in it, to begin with.
    pub said: Vec<OfferSaid>,
    /// It is not done yet: a plan, or something whose day is still to come.
    pub open: bool,
    /// The day on which a plan was done.
    pub done: Option<Day>,
    /// The paper tells of it already.
    pub told: bool,
    /// Pinyin initials of its title, its author, its place and who did it: whoever looks for it may type those.
    pub initials: String,
}

/// What a field of an offered record says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferSaid {
    /// The translation key of the field's label; empty where the text needs none.
    pub label_key: String,
    /// The day of a row.
    pub on: Option<Day>,
    /// How it is said.
    pub form: SaidForm,
    /// What stands there.
    pub text: String,
}

/// How what a field says becomes part of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SaidForm {
    /// As sentences of its own.
    Sentences,
    /// A number or a few words: in one sentence with others.
    Short,
    /// The same, of a choice: the text is the translation key of its word.
    Word,
}

/// Records of work that a part of a paper may tell of: those of its types that were handed in, a type behind the other as the
/// guide names them, with most to say first. What is not done yet comes last: nothing has come of it.
pub fn paper_offers(scene: &Scene<'_>, paper: &str, part: &str) -> Vec<PaperOffer> {
    let Some(rule) = paper_rule(scene, paper) else { return Vec::new() };
    let Some(part) = rule.parts.iter().find(|one| one.id == part) else { return Vec::new() };
    let written = Paper::of(scene.model, rule);
    let told: Vec<RecordId> = written.lines().filter_map(|line| line.says.refers).collect();
    let place = |of: RecordType| part.of.iter().position(|word| *word == of.word());
    let asked = scene.model.works().filter(|kept| kept.counts() && place(kept.record_type).is_some());
    let mut offers: Vec<PaperOffer> = asked.filter_map(|kept| offer(scene, kept, told.contains(&kept.id))).collect();
    offers.sort_by_key(|offer| (offer.open, offer.told, std::cmp::Reverse((length(offer) / 100, offer.record.day))));
    offers.truncate(OFFERS_MAX);
    offers.sort_by_key(|offer| (offer.open, place(offer.record.record_type)));
    offers
}

fn length(offer: &PaperOffer) -> usize {
    offer.said.iter().map(|said| said.text.chars().count()).sum()
}

fn offer(scene: &Scene<'_>, kept: &Kept, told: bool) -> Option<PaperOffer> {
    let record = evidence::of(scene.model, kept.id, Vec::new())?;
    let said = said(kept);
    let name_of = |person| scene.model.name_of(person).to_owned();
    let (whom, title) = face::whom_and_what(kept.record_type, &kept.fields, said.is_empty(), &name_of);
    let by = face::other_side(kept.record_type, &kept.fields, &name_of);
    let words = [record.title.as_str(), &record.author_name, &record.place, &by];
    let initials = words.map(initials::of).join(" ");
    let (open, done) = standing(kept, scene.now.day());
    Some(PaperOffer { record, whom, by, title, said, open, done, told, initials })
}

/// Whether it is not done yet; when a plan was.
fn standing(kept: &Kept, today: Day) -> (bool, Option<Day>) {
    let fields = &kept.fields;
    if kept.record_type.says().field(DONE_KEY).is_some() {
        let done = tolerant::day(fields, DONE_KEY).filter(|day| *day <= today);
        return (done.is_none(), done);
    }
    let mut looked_back = tolerant::rows(fields, REVIEWS_KEY).into_values();
    let open = match kept.record_type {
        RecordType::Growth => !looked_back.any(|row| tolerant::day(&row, "on").is_some_and(|day| day <= today)),
        _ => kept.day().is_some_and(|day| day > today),
    };
    (open, None)
}

/// What its author wrote in a record, in the form's order.
fn said(kept: &Kept) -> Vec<OfferSaid> {
    let says = kept.record_type.says();
    let mut left = TAKEN_CHARS_MAX;
    let mut all = Vec::new();
    for spec in says.shown(&kept.fields) {
        let found = match spec.input {
            Input::Text => texts(kept, spec),
            Input::Rows(columns) => rows(kept, spec, columns),
            _ if says.group == Group::Results => result(kept, spec).into_iter().collect(),
            _ => Vec::new(),
        };
        for mut one in found {
            one.text = cut(&one.text, left);
            left = left.saturating_sub(one.text.chars().count());
            all.push(one);
        }
    }
    all.retain(|one| !one.text.is_empty());
    all
}

fn texts(kept: &Kept, spec: &FieldSpec) -> Vec<OfferSaid> {
    let plain = PLAIN_KEYS.contains(&spec.key);
    let label_key = if plain { String::new() } else { spec.label_key(kept.record_type) };
    let text = tolerant::some_text(&kept.fields, spec.key);
    text.map(|text| OfferSaid { label_key, on: None, form: SaidForm::Sentences, text }).into_iter().collect()
}

/// Of a result its numbers, how far it reaches and who says so are what came of it.
fn result(kept: &Kept, spec: &FieldSpec) -> Option<OfferSaid> {
    let value = kept.fields.get(spec.key)?;
    let (form, text) = match spec.input {
        Input::Number => (SaidForm::Short, value.as_int()?.to_string()),
        Input::Line if RESULT_KEYS.contains(&spec.key) => (SaidForm::Short, value.as_str()?.trim().to_owned()),
        Input::Choice(words) if kept.record_type.says().face.level == Some(spec.key) => {
            let (_, key) = words.iter().find(|(word, _)| Some(*word) == value.as_str())?;
            (SaidForm::Word, (*key).to_owned())
        }
        _ => return None,
    };
    Some(OfferSaid { label_key: spec.label_key(kept.record_type), on: None, form, text })
}

fn rows(kept: &Kept, spec: &FieldSpec, columns: &[FieldSpec]) -> Vec<OfferSaid> {
    let key = |of: fn(Input) -> bool| columns.iter().find(|column| of(column.input)).map(|column| column.key);
    let (Some(text), on) = (key(|input| input == Input::Text), key(|input| input == Input::Day)) else {
        return Vec::new();
    };
    let rows = tolerant::rows(&kept.fields, spec.key);
    let said = |row: &tolerant::Fields| OfferSaid {
        label_key: spec.label_key(kept.record_type),
        on: on.and_then(|on| tolerant::day(row, on)),
        form: SaidForm::Sentences,
        text: tolerant::text(row, text),
    };
    let mut all: Vec<OfferSaid> = rows.values().map(said).collect();
    all.sort_by_key(|one| one.on);
    all
}

/// As much of a text as this many characters are: cut behind a sentence where there is one, and said to go on.
fn cut(text: &str, chars: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(chars) else { return text.to_owned() };
    let head = &text[..end];
    let whole = head.rfind(['。', '！', '？', '；', '\n']).map_or(head, |at| head.get(..at).unwrap_or(head));
    if whole.trim().is_empty() { String::new() } else { format!("{}……", whole.trim_end()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_taken_over_to_the_end_of_a_sentence_and_says_that_it_goes_on() {
        assert_eq!(cut("短。", 2), "短。");
        assert_eq!(cut("先听课。再说课，后上课。", 7), "先听课……");
        assert_eq!(cut("没有句号的一长串", 4), "没有句号……");
        assert_eq!(cut("字", 0), "", "no dots where nothing is taken");
    }
}
